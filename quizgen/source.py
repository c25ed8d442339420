"""Where a quiz's tables come from: a folder, of which only what is asked for is read, or memory."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.errors import UnknownName
from quizgen.story import find_entity, naming_articles, storyline

if TYPE_CHECKING:
    import pyarrow as pa

Tables = Mapping[str, "pa.Table"]


class Source(ABC):
    """Tables of the contract, whole or cut down to some articles."""

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
    """Tables in memory."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables

    def table(self, name: str) -> pa.Table:
        """Return one whole table."""
        return self.tables[name]

    def cut(self, article_ids: Collection[str] | None) -> Tables:
        """Return all tables, or what they hold on some articles."""
        if article_ids is None:
            return self.tables
        import pyarrow as pa
        import pyarrow.compute as pc

        ids = pa.array(list(article_ids), pa.string())
        cut: dict[str, pa.Table] = {}
        for name, table in self.tables.items():
            if "article_id" in table.column_names:
                table = table.filter(pc.field("article_id").isin(ids))
            cut[name] = table
        events = cut["events"]["event_id"].combine_chunks()
        participants = cut["event_participants"]
        cut["event_participants"] = participants.filter(pc.field("event_id").isin(events))
        return cut
