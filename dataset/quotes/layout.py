"""Speakers that the layout names: turns of a transcript, and headlines with a colon.

``KELLER: We checked it.`` – a line that begins with a name in capitals and a colon is a
turn, if there are several. ``Keller: bridge is safe`` – a headline of somebody the article
names tells what that one says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from dataset.analysis import Analysis
from dataset.articles.article import Block
from dataset.entities import Entities
from dataset.entities.records import fold

MIN_TURNS: Final = 2
# Who only asks: the turns are those of the one who tells the article.
_ASKERS: Final = {
    "q", "question", "host", "interviewer", "moderator", "reporter", "presenter", "anchor",
    "announcer", "narrator", "operator", "voiceover", "correspondent", "journalist",
}  # fmt: skip
_TURN = re.compile(
    r"(?P<name>[A-Z][\w.'’-]*(?: [A-Z][\w.'’-]*){0,3})(?: \([^()\n]*\))?(?P<colon>:) +(?=\S)"
)
_MARKS: Final = "“„«\"'‘’"


class Said(NamedTuple):
    """A stretch and who says it by the layout; all are character offsets."""

    start: int
    end: int
    name_start: int
    name_end: int
    colon: int
    pattern: str


def find_layout(analysis: Analysis, entities: Entities) -> Iterator[Said]:
    """Yield what the layout gives to a speaker, in text order."""
    text = analysis.article.text
    blocks = analysis.article.blocks
    turns = [(b, m) for b in blocks if (m := _TURN.match(text, b.start, b.end))]
    capitals = [(b, m) for b, m in turns if m["name"].isupper() and len(m["name"]) > 1]
    if len(capitals) >= MIN_TURNS and analysis.prose_blocks:
        for block, match in capitals:
            if fold(match["name"]) not in _ASKERS:
                yield _said(text, block, match, "turn")
        return
    for block, match in turns:
        if block.kind == "title" and _is_named(match["name"], analysis, entities):
            yield _said(text, block, match, "headline")


def _said(text: str, block: Block, match: re.Match[str], pattern: str) -> Said:
    start, end = match.end(), block.end
    while end > start and (text[end - 1].isspace() or text[end - 1] in _MARKS):
        end -= 1
    while start < end and text[start] in _MARKS:
        start += 1
    return Said(start, end, *match.span("name"), match.start("colon"), pattern)


def entity_called(name: str, entities: Entities) -> str | None:
    """Return the one entity of the article that a name, perhaps a surname, can mean."""
    wanted = fold(name)
    found = [
        entity_id
        for entity_id in entities.named
        if entities.types[entity_id] in {"person", "organisation", "place"}
        and (fold(entities.names[entity_id]) == wanted
             or (entities.types[entity_id] == "person"
             and fold(entities.names[entity_id]).endswith(f" {wanted}")))
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _is_named(name: str, analysis: Analysis, entities: Entities) -> bool:
    """Say whether the article itself, not only its headline, names somebody so."""
    entity_id = entity_called(name, entities)
    prose = [(b.start, b.end) for b in analysis.prose_blocks]
    return entity_id is not None and any(
        m.entity_id == entity_id and any(start <= m.start < end for start, end in prose)
        for m in entities.mentions
    )
