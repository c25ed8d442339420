"""Where a quiz's tables come from: a folder, of which only what is asked for is read, or memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from quizgen.errors import UnknownName
from quizgen.story import find_entity, naming_articles, storyline

if TYPE_CHECKING:
    import pyarrow as pa

    from dataset.errors import DatasetError

Tables = Mapping[str, "pa.Table"]

# Columns by which an article's rows name its entities.
LINKS: Final = (
    ("mentions", "entity_id"),
    ("event_participants", "entity_id"),
    ("quotes", "speaker_entity_id"),
)


class Source(ABC):
    """Tables of the contract, whole or cut down to some articles.

    ``problems`` are the errors of inputs that could not be used, wholly or in part.
    """

    problems: Sequence[DatasetError] = ()

    @abstractmethod
    def table(self, name: str) -> pa.Table:
        """Return one whole table."""

    @abstractmethod
    def cut(self, article_ids: Collection[str] | None) -> Tables:
        """Return all tables, or what they hold on some articles."""

    def article_ids(self) -> list[str]:
        """Return the ids of all articles, in order."""
        ids: list[str] = self.table("articles")["article_id"].to_pylist()
        return ids

    def of(self, article_id: str) -> Tables:
        """Return the tables of one article."""
        return self.cut([article_id])

    def chosen(
        self, only: Collection[str], *, about: str | None = None, storyline: bool = False
    ) -> tuple[Tables, str | None]:
        """Return the tables of the articles asked for, and the entity_id of whom they are about.

        Args:
            only: ids of articles; all if empty.
            about: a name; only articles that name it.
            storyline: only the articles of the largest storyline among these.

        Raises:
            UnknownName: an article or a name is not there.
        """
        ids = list(only) or None
        if about is not None or storyline:
            self._check(only, self.article_ids())
        entity_id = None
        if about is not None:
            entity = find_entity(self.table("entities").to_pylist(), about)
            entity_id = str(entity["entity_id"])
            naming = naming_articles(self.table("mentions"), entity_id)
            ids = [a for a in naming if ids is None or a in ids]
        if storyline:
            tables = self.cut(ids)
            ids = _story(tables)
        tables = self.cut(ids)
        if about is None and not storyline:
            # Looked for among what was read, so that the other ids need not be.
            self._check(only, tables["articles"]["article_id"].to_pylist())
        return tables, entity_id

    def _check(self, only: Collection[str], there: Collection[str]) -> None:
        for article_id in only:
            if article_id not in there:
                raise UnknownName("article", article_id, self.article_ids())


def _story(tables: Tables) -> list[str]:
    entities = {e["entity_id"]: e for e in tables["entities"].to_pylist()}
    return storyline(tables["mentions"].to_pylist(), entities)


class TableFolder(Source):
    """A folder of Parquet files; a cut reads only the row groups it needs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def table(self, name: str) -> pa.Table:
        """Return one whole table."""
        from dataset.tables import load_table

        return load_table(self.folder, name)

    def article_ids(self) -> list[str]:
        """Return the ids of all articles, in order; of their table that column alone is read."""
        from dataset.tables import load_table

        ids: list[str] = load_table(self.folder, "articles", columns=["article_id"])[
            "article_id"
        ].to_pylist()
        return ids

    def cut(self, article_ids: Collection[str] | None) -> Tables:
        """Return all tables, or what they hold on some articles."""
        from dataset.tables import load_tables

        return load_tables(self.folder, articles=article_ids)


class BuiltTables(Source):
    """Tables in memory; where each article's rows stand is looked up once."""

    def __init__(self, tables: Tables, problems: Sequence[DatasetError] = ()) -> None:
        self.tables = tables
        self.problems = tuple(problems)

    def table(self, name: str) -> pa.Table:
        """Return one whole table."""
        return self.tables[name]

    def cut(self, article_ids: Collection[str] | None) -> Tables:
        """Return all tables, or what they hold on some articles.

        As of a folder, ``entities`` then keeps those these articles mention, and ``problems``
        is empty.
        """
        if article_ids is None:
            return self.tables
        import pyarrow as pa

        ids = sorted(set(article_ids))
        cut = {name: self._rows_of(name, ids) for name in self._runs}
        meant = {e for name, column in LINKS for e in cut[name][column].to_pylist()} - {None}
        places = sorted(self._entities[e] for e in meant if e in self._entities)
        cut["entities"] = self.tables["entities"].take(pa.array(places, pa.int64()))
        cut["problems"] = self.tables["problems"].slice(0, 0)
        return {name: cut[name] for name in self.tables if name in cut}

    def _rows_of(self, name: str, ids: Collection[str]) -> pa.Table:
        import pyarrow as pa

        table, runs = self.tables[name], self._runs[name]
        parts = [table.slice(*run) for key in ids for run in runs.get(key, ())]
        return pa.concat_tables(parts) if parts else table.slice(0, 0)

    @cached_property
    def _runs(self) -> dict[str, dict[str, list[tuple[int, int]]]]:
        """Where the rows of each article stand, by table: first row and number of each run."""
        articles_of = dict(
            zip(*(self.tables["events"][c].to_pylist() for c in ("event_id", "article_id")),
                strict=True)
        )  # fmt: skip
        found: dict[str, dict[str, list[tuple[int, int]]]] = {}
        for name, table in self.tables.items():
            if "article_id" in table.column_names:
                owners = table["article_id"].to_pylist()
            elif name == "event_participants":
                owners = [articles_of.get(e) for e in table["event_id"].to_pylist()]
            else:
                continue
            runs: dict[str, list[tuple[int, int]]] = {}
            start = 0
            for owner, group in groupby(owners):
                length = sum(1 for _ in group)
                runs.setdefault(owner, []).append((start, length))
                start += length
            found[name] = runs
        return found

    @cached_property
    def _entities(self) -> dict[str, int]:
        """The row of each entity."""
        return {e: n for n, e in enumerate(self.tables["entities"]["entity_id"].to_pylist())}
