"""What a quiz can be made of: articles, a folder of tables, tables in memory; all as a `Source`.

This is the one place where quizgen asks for the builder of tables, to spare a teacher a second
command.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dataset.errors import ContractError
from quizgen.source import BuiltTables, Source, TableFolder

if TYPE_CHECKING:
    import pyarrow as pa

Inputs = str | Path | Sequence[str | Path] | Mapping[str, "pa.Table"]


def open_inputs(inputs: Inputs, *, progress: Callable[[int, int], None] | None = None) -> Source:
    """Return a source of tables, from which any number of quizzes can be made.

    Articles are read and built here. Of a folder of tables only the columns are looked at: each
    quiz reads what it needs.

    Args:
        inputs: a path or several, of articles as ``dataset build`` takes them; the path of a
            folder of tables; or tables of the contract in memory, by name.
        progress: called with (articles done, articles in all) after each that is built.

    Returns:
        The source; its ``problems`` say which inputs could not be used, wholly or in part.

    Raises:
        NothingBuilt: no input gave an article; the message gives the reason of each.
        ContractError: a table or a column is missing, or is none of the contract.
        DatasetError: another fault of what was given, such as a model that cannot be used.
    """
    if isinstance(inputs, Mapping):
        _check_tables(inputs)
        return BuiltTables(inputs)
    paths = [inputs] if isinstance(inputs, str | Path) else [*inputs]
    folder = _table_folder(paths)
    if folder is not None:
        _check_folder(folder)
        return TableFolder(folder)
    from dataset.builder import make_tables

    built = make_tables(paths, progress=progress)
    return BuiltTables(built.tables, built.problems)


def _table_folder(paths: list[str | Path]) -> Path | None:
    """Return the folder of tables that is the only input, if it is one."""
    from dataset.tables import is_table_folder

    return Path(paths[0]) if len(paths) == 1 and is_table_folder(Path(paths[0])) else None


def _check_tables(tables: Mapping[str, pa.Table]) -> None:
    """Check that tables in memory are those of the contract, as far as that is seen at once."""
    import pyarrow as pa

    from dataset.schema import TABLES

    for name, promised in TABLES.items():
        table = tables.get(name)
        if not isinstance(table, pa.Table):
            what = "is missing" if table is None else f"is a {type(table).__name__}"
            raise ContractError(
                f"Table {name!r} {what}. Give all of these, each as a pyarrow.Table: "
                f"{', '.join(TABLES)}."
            )
        _check_columns(f"Table {name!r}", name, table.schema)
        for column in promised.columns:
            nulls = 0 if column.nullable else table[column.name].null_count
            if nulls:
                raise ContractError(
                    f"Table {name!r}: column {column.name!r} has {nulls} nulls, but none may be."
                )


def _check_folder(folder: Path) -> None:
    """Check that a folder's files have the columns of the contract; no rows are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from dataset.schema import TABLES
    from dataset.tables import load_table

    for name in TABLES:
        path = folder / f"{name}.parquet"
        try:
            schema = pq.read_schema(path)
        except (pa.ArrowException, OSError):
            load_table(folder, name)  # which says in one line what is wrong
            raise
        _check_columns(str(path), name, schema)


def _check_columns(where: str, name: str, found: pa.Schema) -> None:
    """Check names and kinds of columns; more columns than promised do no harm."""
    from dataset.schema import TABLES

    for column in TABLES[name].columns:
        if column.name not in found.names:
            raise ContractError(
                f"{where}: there is no column {column.name!r}. Build the tables again with this "
                "version."
            )
        kinds = _kind(found.field(column.name).type), _kind(column.arrow_type)
        if kinds[0] != kinds[1]:
            raise ContractError(
                f"{where}: column {column.name!r} is of {found.field(column.name).type}, not of "
                f"{column.arrow_type}. Build the tables again with this version."
            )


def _kind(arrow_type: Any) -> str:
    """Return what a type holds, however wide it is: other libraries widen what they are given."""
    import pyarrow.types as types

    if types.is_dictionary(arrow_type):
        return _kind(arrow_type.value_type)
    kinds: Iterable[tuple[str, tuple[Callable[[Any], bool], ...]]] = (
        ("text", (types.is_string, types.is_large_string, types.is_string_view)),
        ("integer", (types.is_integer,)),
        ("number", (types.is_floating,)),
        ("time", (types.is_timestamp, types.is_date)),
    )
    for kind, tests in kinds:
        if any(test(arrow_type) for test in tests):
            return kind
    return str(arrow_type)
