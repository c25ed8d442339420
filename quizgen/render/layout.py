"""How a quiz is to look: what a teacher chooses when she prints it, whatever the format."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from quizgen.errors import UnknownName
from quizgen.render.labels import DEFAULT_LANGUAGE

Paper = Literal["a4", "us-letter"]
PAPERS: tuple[Paper, ...] = get_args(Paper)
GlossaryStyle = Literal["blank", "given", "none"]
GLOSSARY_STYLES: tuple[GlossaryStyle, ...] = get_args(GlossaryStyle)


@dataclass(frozen=True, slots=True)
class Layout:
    """Choices of a rendering; formats ignore what has no meaning for them.

    ``large_print`` sets 18-point type for readers who need it. ``answers`` says whether the
    web page may hold the key, which any reader can dig out of it. ``glossary`` says whether
    there is room to write the meanings of words, or the meanings stand there where one is known
    (a dictionary's, which knows nothing of the article). ``language`` is that of the
    labels.
    """

    paper: Paper = "a4"
    large_print: bool = False
    answers: bool = True
    glossary: GlossaryStyle = "blank"
    language: str = DEFAULT_LANGUAGE

    def __post_init__(self) -> None:
        """Check the choices. Raises ``UnknownName``: there is no such paper, or glossary."""
        if self.paper not in PAPERS:
            raise UnknownName("paper", self.paper, PAPERS)
        if self.glossary not in GLOSSARY_STYLES:
            raise UnknownName("glossary", self.glossary, GLOSSARY_STYLES)


DEFAULT_LAYOUT = Layout()
