"""Scores: how well one folder of tables agrees with another that is held to be right.

Rows are paired one to one inside an article, best overlap first. An event is found if its trigger
overlaps that of a row held right; a quotation if its content overlaps by half of both together
(Jaccard), as partial overlap of a word or two is no find. Of pairs, each judged column is compared.
A row is *right* if all of them agree. It is *sound* if none says something else: a null, or a
pronoun where a name is known, says too little and nothing wrong. Precision is of the rows scored,
recall of those held right.
"""

from __future__ import annotations

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from dataset.errors import InputError
from dataset.tables import load_table

# Columns that say what the article says. Others follow from these, or only help to word a question.
JUDGED: Final[dict[str, tuple[str, ...]]] = {
    "events": (
        *("trigger", "lemma", "event_type", "tense", "aspect", "voice", "negated", "modality"),
        *("reported_by", "actor", "target", "place", "date_start", "date_end", "date_precision"),
    ),
    "quotes": ("text", "quote_type", "speaker", "cue"),
}
LEAST_OVERLAP: Final = {"events": 0.0, "quotes": 0.5}
SURE: Final = 0.9
# What stands for a name and says nothing by itself.
PRONOUNS: Final = frozenset(
    "i me my we us our you your he him his she her it its they them their who whom whose which "
    "that this these those".split()
)

Row = Mapping[str, Any]


@dataclass(slots=True)
class Score:
    """Counts of one table, for all articles or one stratum of them.

    ``rows`` are scored, ``held`` are held right, ``found`` are pairs, ``right`` those that agree in
    all judged columns, ``sound`` those that contradict none; ``sure`` and what begins with it are
    of rows of confidence 0.9 or more.
    """

    table: str
    stratum: str = "all"
    rows: int = 0
    held: int = 0
    found: int = 0
    right: int = 0
    sound: int = 0
    sure: int = 0
    sure_right: int = 0
    sure_sound: int = 0
    agree: Counter[str] = field(default_factory=Counter)

    @property
    def precision(self) -> float | None:
        """Share of the scored rows that are found in the tables held right."""
        return _share(self.found, self.rows)

    @property
    def recall(self) -> float | None:
        """Share of the rows held right that are found."""
        return _share(self.found, self.held)

    def as_dict(self) -> dict[str, Any]:
        """Return counts and shares by name, for JSON."""
        return {
            "table": self.table,
            "stratum": self.stratum,
            "rows": self.rows,
            "held_right": self.held,
            "found": self.found,
            "precision": self.precision,
            "recall": self.recall,
            "right": self.right,
            "right_precision": _share(self.right, self.rows),
            "right_recall": _share(self.right, self.held),
            "sound": self.sound,
            "sure": self.sure,
            "sure_right": self.sure_right,
            "sure_sound": self.sure_sound,
            "columns": {c: _share(self.agree[c], self.found) for c in JUDGED[self.table]},
        }


def score(folder: str | Path, against: str | Path, *, by: str | Path | None = None) -> list[Score]:
    """Return the scores of ``events`` and ``quotes`` of a folder against another's.

    Args:
        folder: tables to be scored.
        against: tables held right, of the same articles.
        by: CSV with ``article_id`` and other columns; each value of these is a stratum too.

    Raises:
        ContractError: a table is missing.
        InputError: the folders have no article in common, an article's text differs, or ``by``
            cannot be read.
    """
    shared = _shared_articles(folder, against)
    strata = _read_strata(Path(by)) if by is not None else {}
    scores: dict[tuple[str, str], Score] = {}
    for table in JUDGED:
        ours, theirs = (_by_article(f, table) for f in (folder, against))
        for article_id in shared:
            for stratum in ("all", *strata.get(article_id, ())):
                one = scores.setdefault((table, stratum), Score(table, stratum))
                _add(one, ours.get(article_id, []), theirs.get(article_id, []))
    order = list(JUDGED)
    return sorted(
        scores.values(), key=lambda s: (order.index(s.table), s.stratum != "all", s.stratum)
    )


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _shared_articles(folder: str | Path, against: str | Path) -> list[str]:
    columns = ["article_id", "content_hash"]
    ours, theirs = (
        {
            r["article_id"]: r["content_hash"]
            for r in load_table(f, "articles", columns=columns).to_pylist()
        }
        for f in (folder, against)
    )
    shared = sorted(ours.keys() & theirs.keys())
    if not shared:
        raise InputError(str(folder), f"has no article in common with {against}.")
    for article_id in shared:
        if ours[article_id] != theirs[article_id]:
            raise InputError(
                str(folder),
                f"the text of {article_id} differs from that in {against}. Build both from the "
                "same file.",
            )
    return shared


def _read_strata(path: Path) -> dict[str, list[str]]:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        reason = getattr(exc, "strerror", None) or "not CSV in UTF-8"
        raise InputError(str(path), f"cannot be read ({reason}).") from exc
    if rows and "article_id" not in rows[0]:
        raise InputError(str(path), "has no column `article_id`.", line=1)
    # A column with one value for all would only say again what all together say.
    columns = [name for name in (rows[0] if rows else ()) if len({row[name] for row in rows}) > 1]
    return {
        row["article_id"]: [f"{c}={row[c]}" for c in columns if c != "article_id" and row[c]]
        for row in rows
    }


def _by_article(folder: str | Path, table: str) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in load_table(folder, table).to_pylist():
        found[row["article_id"]].append(row)
    return found


def _add(total: Score, ours: list[Row], theirs: list[Row]) -> None:
    total.rows += len(ours)
    total.held += len(theirs)
    total.sure += sum(row["confidence"] >= SURE for row in ours)
    for own, other in _pairs(total.table, ours, theirs):
        columns = JUDGED[total.table]
        agreed = {c for c in columns if _plain(own[c]) == _plain(other[c])}
        right = len(agreed) == len(columns)
        sound = all(c in agreed or _says_nothing(own[c]) for c in columns)
        is_sure = own["confidence"] >= SURE
        total.found += 1
        total.agree.update(agreed)
        total.right += right
        total.sound += sound
        total.sure_right += right and is_sure
        total.sure_sound += sound and is_sure


def _says_nothing(value: Any) -> bool:
    if isinstance(value, str):
        return all(part.strip().casefold() in PRONOUNS for part in value.split(";"))
    return value is None


def _pairs(table: str, ours: list[Row], theirs: list[Row]) -> Iterator[tuple[Row, Row]]:
    """Yield rows of both sides that are the same thing, best overlap first, each once."""
    overlaps = sorted(
        (
            (-share, i, j)
            for i, own in enumerate(ours)
            for j, other in enumerate(theirs)
            if (share := _overlap(own, other)) > LEAST_OVERLAP[table]
        ),
    )
    used_own: set[int] = set()
    used_other: set[int] = set()
    for _, i, j in overlaps:
        if i not in used_own and j not in used_other:
            used_own.add(i)
            used_other.add(j)
            yield ours[i], theirs[j]


def _overlap(a: Row, b: Row) -> float:
    """Return the characters two spans share, as a part of those they cover together."""
    shared = min(a["end"], b["end"]) - max(a["start"], b["start"])
    both = max(a["end"], b["end"]) - min(a["start"], b["start"])
    return float(max(0, shared) / both) if both else 0.0


def _plain(value: Any) -> Any:
    """Return a value so that two spellings of the same text are equal."""
    if isinstance(value, str):
        return " ".join(value.replace("’", "'").casefold().split())
    return value


def as_markdown(scores: Iterable[Score]) -> str:
    """Return scores as tables of Markdown, which read well in a terminal too."""
    scores = list(scores)
    lines = [
        "| table | articles | rows | held right | found: precision | recall | right: precision "
        "| recall | sound | at 0.9 or more: rows | right | sound |",
        "|---" * 12 + "|",
    ]
    for s in scores:
        counts = (s.table, s.stratum, str(s.rows), str(s.held))
        shares = (
            s.precision,
            s.recall,
            _share(s.right, s.rows),
            _share(s.right, s.held),
            _share(s.sound, s.rows),
        )
        sure = (_share(s.sure_right, s.sure), _share(s.sure_sound, s.sure))
        cells = (*counts, *map(_percent, shares), str(s.sure), *map(_percent, sure))
        lines.append(f"| {' | '.join(cells)} |")
    for table in JUDGED:
        of_table = [s for s in scores if s.table == table]
        columns = JUDGED[table]
        lines += ["", f"Agreement of the {table} found, by column, in percent:", ""]
        lines += [f"| articles | {' | '.join(columns)} |", "|---" * (len(columns) + 1) + "|"]
        for s in of_table:
            agreed = [_percent(_share(s.agree[c], s.found)) for c in columns]
            lines.append(f"| {s.stratum} | {' | '.join(agreed)} |")
    return "\n".join(lines) + "\n"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}"


def as_json(scores: Iterable[Score]) -> str:
    """Return scores as JSON: a list of objects, shares between 0 and 1."""
    return json.dumps([s.as_dict() for s in scores], indent=2, ensure_ascii=False) + "\n"


__all__ = ["JUDGED", "Score", "as_json", "as_markdown", "score"]
