"""The folder's rows of entities while they are linked: as many as there are, in little memory.

Rows live in a SQLite file that is thrown away in the end; the ones used last are kept in memory
too. In memory alone a row takes 3 to 4 kB, and the archive of a newspaper has millions.
"""

from __future__ import annotations

import pickle
import sqlite3
from collections import Counter, OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from dataset.entities.records import Entity
from dataset.entities.told import Profile

# Rows kept in memory: about 60 MB. More gains nothing that can be measured, as names that come
# often stay.
MOST_IN_MEMORY: Final = 16_384
# People and places that may be remembered beside an entity. Who has so many is recognised by
# any of them; a country would have the whole world.
MOST_COMPANY: Final = 1_000

_TABLES: Final = (
    "rows (number INTEGER PRIMARY KEY, row BLOB)",
    "ids (id TEXT PRIMARY KEY, number INTEGER) WITHOUT ROWID",
    "keys (kind TEXT, key TEXT, number INTEGER, words TEXT,"
    " PRIMARY KEY (kind, key, number, words)) WITHOUT ROWID",
    "told (place TEXT, article_id TEXT PRIMARY KEY, told TEXT)",
    "linked (article_id TEXT PRIMARY KEY, ids TEXT) WITHOUT ROWID",
    "final (id TEXT UNIQUE, number INTEGER PRIMARY KEY, name TEXT, row BLOB)",
)

Key = tuple[str, str]
Words = tuple[str, ...]


@dataclass(slots=True)
class Row:
    """A row of the folder as it grows; evidence of all its articles is kept together."""

    entity_id: str
    first: Entity
    n_articles: int = 0
    n_mentions: int = 0
    called: Counter[str] = field(default_factory=Counter)  # names as written, by articles
    described: Counter[str] = field(default_factory=Counter)
    genders: Counter[str] = field(default_factory=Counter)
    names: set[Words] = field(default_factory=set)
    keys: set[Key] = field(default_factory=set)
    aliases: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    nations: set[str] = field(default_factory=set)
    companions: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)

    def join(self, profile: Profile) -> None:
        """Take in what one more article tells."""
        entity = profile.entity
        self.n_articles += 1
        self.n_mentions += entity.n_mentions
        self.called[entity.name] += 1
        self.names.add(profile.words)
        self.aliases |= profile.aliases
        self.roles |= profile.roles
        self.nations |= profile.nations
        for known, more in ((self.companions, profile.companions), (self.places, profile.places)):
            if len(known) < MOST_COMPANY:
                known |= more
        if entity.gender:
            self.genders[entity.gender] += 1
        if entity.description:
            self.described[entity.description] += 1


class Rows:
    """Numbered rows, found by id or by key. Of use to one thread at a time.

    Args:
        folder: where the file is made; None keeps all in memory, for a few articles.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._file = folder / "entities.sqlite" if folder else None
        if self._file:
            self._file.unlink(missing_ok=True)
        self._db = sqlite3.connect(self._file or ":memory:", isolation_level=None)
        # Nothing here must survive a crash, so nothing is kept safe.
        self._db.execute("PRAGMA journal_mode=OFF")
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
        for table in _TABLES:
            self._db.execute(f"CREATE TABLE {table}")
        self._db.execute("BEGIN")
        self._cache: OrderedDict[int, Row] = OrderedDict()
        self._final: dict[int, tuple[str, str]] = {}
        self._size = 0

    def __iter__(self) -> Iterator[Row]:
        """Yield all rows by number, to be read."""
        for number in range(self._size):
            yield self._cache.get(number) or self._load(number)

    def _load(self, number: int) -> Row:
        (data,) = self._db.execute("SELECT row FROM rows WHERE number=?", (number,)).fetchone()
        row: Row = pickle.loads(data)  # what this very process wrote
        return row

    def __getitem__(self, number: int) -> Row:
        """Return a row, to be read or changed at once."""
        row = self._cache.get(number)
        if row is None:
            row = self._load(number)
            self._keep(number, row)
        else:
            self._cache.move_to_end(number)
        return row

    def add(self, row: Row) -> int:
        """Add a row and return its number."""
        number = self._size
        self._size += 1
        self._keep(number, row)
        self._db.execute("INSERT INTO ids VALUES (?, ?)", (row.entity_id, number))
        return number

    def _keep(self, number: int, row: Row) -> None:
        self._cache[number] = row
        if len(self._cache) > MOST_IN_MEMORY:
            old, forgotten = self._cache.popitem(last=False)
            self._db.execute("REPLACE INTO rows VALUES (?, ?)", (old, pickle.dumps(forgotten, 5)))

    def number_of(self, entity_id: str) -> int | None:
        """Return the number of the row with an id, or None."""
        found = self._db.execute("SELECT number FROM ids WHERE id=?", (entity_id,)).fetchone()
        return None if found is None else int(found[0])

    def add_keys(self, number: int, words: Words, keys: Iterable[Key]) -> None:
        """Have a row found by keys, under the name just joined to it and all it had before."""
        row = self[number]
        fresh = [key for key in keys if key not in row.keys]
        row.keys.update(fresh)
        pairs = {(key, name) for key in fresh for name in row.names}
        pairs |= {(key, words) for key in row.keys}
        self._db.executemany(
            "INSERT OR IGNORE INTO keys VALUES (?, ?, ?, ?)",
            [(*key, number, " ".join(name)) for key, name in pairs],
        )

    def near(self, key: Key) -> Iterator[tuple[int, Words]]:
        """Yield the rows with a key, once for each of their names."""
        found = self._db.execute("SELECT number, words FROM keys WHERE kind=? AND key=?", key)
        for number, words in found.fetchall():
            yield number, tuple(words.split())

    def add_told(self, article_id: str, order: str, told: str) -> None:
        """Keep what an article tells (text of the caller's), to be read in an order."""
        self._db.execute("INSERT INTO told VALUES (?, ?, ?)", (order, article_id, told))

    def all_told(self) -> Iterator[tuple[str, str]]:
        """Yield article_id and what it tells, by order, then by id."""
        ids = self._db.execute("SELECT article_id FROM told ORDER BY place, article_id").fetchall()
        for (article_id,) in ids:
            yield article_id, self.told(article_id)

    def told(self, article_id: str) -> str:
        """Return what an article tells."""
        query = "SELECT told FROM told WHERE article_id=?"
        (told,) = self._db.execute(query, (article_id,)).fetchone()
        return str(told)

    def set_linked(self, article_id: str, ids: str) -> None:
        """Keep where an article's own ids lead (text of the caller's)."""
        self._db.execute("REPLACE INTO linked VALUES (?, ?)", (article_id, ids))

    def linked(self, article_id: str) -> str:
        """Return what :meth:`set_linked` kept."""
        query = "SELECT ids FROM linked WHERE article_id=?"
        (ids,) = self._db.execute(query, (article_id,)).fetchone()
        return str(ids)

    def finish(self, entities: Iterable[Entity]) -> None:
        """Keep the rows as they are in the end, given in the order of their numbers."""
        self._db.executemany(
            "INSERT INTO final VALUES (?, ?, ?, ?)",
            ((e.entity_id, n, e.name, pickle.dumps(e, 5)) for n, e in enumerate(entities)),
        )

    def final(self, number: int) -> tuple[str, str]:
        """Return id and name of a finished row."""
        found = self._final.get(number)
        if found is None:
            query = "SELECT id, name FROM final WHERE number=?"
            found = self._db.execute(query, (number,)).fetchone()
            if len(self._final) >= MOST_IN_MEMORY:
                self._final.clear()
            self._final[number] = found
        return found

    def entities(self) -> Iterator[Entity]:
        """Yield the finished rows, by id."""
        for (data,) in self._db.execute("SELECT row FROM final ORDER BY id"):
            yield pickle.loads(data)

    def close(self) -> None:
        """Throw all away."""
        self._db.close()
        if self._file:
            self._file.unlink(missing_ok=True)
