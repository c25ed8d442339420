"""The records of this room: what stands between marks, who is said to say it, and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dataset.language.view import Token


class Marked(NamedTuple):
    """What stands between two marks; offsets leave the marks out. ``paragraph`` counts blocks.

    ``closed`` is False where the closing mark is missing: the stretch ends with its block.
    ``goes_on`` tells that the next block opens again, as newspapers do where a quotation of
    several paragraphs is closed once. ``single`` tells single marks.
    """

    start: int
    end: int
    paragraph: int
    closed: bool = True
    goes_on: bool = False
    single: bool = False


class Attribution(NamedTuple):
    """Who says something, by which words, and how that was found.

    ``first`` and ``last`` are the outer tokens of the cue; ``speaker`` heads the speaker's
    phrase, None where the article does not say; ``pattern`` names a row of
    :data:`dataset.quotes.patterns.PATTERNS`.
    """

    first: Token
    last: Token
    speaker: Token | None
    pattern: str

    @property
    def start(self) -> int:
        """The offset of the cue's first character."""
        return self.first.idx

    @property
    def end(self) -> int:
        """The offset behind the cue."""
        return self.last.idx + len(self.last)


@dataclass(frozen=True, slots=True)
class Quote:
    """A row of ``quotes``."""

    quote_id: str
    article_id: str
    sentence_id: str
    start: int
    end: int
    text: str
    quote_type: str
    speaker: str | None
    speaker_entity_id: str | None
    speaker_mention: str | None
    speaker_start: int | None
    speaker_end: int | None
    cue: str | None
    cue_start: int | None
    cue_end: int | None
    confidence: float
