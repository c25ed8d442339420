"""Setting with Typst: fonts, and what happens to characters that are in none.

First come the fonts that ship with quizgen (signs of Chinese and Japanese and emoji among
them) and with Typst; where a character is in none of them, the computer's own, with a warning,
since another computer may have others. What is still missing is refused: a sheet never shows
a box for a letter.
"""

from __future__ import annotations

import re
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from quizgen.render.design import font_folder

if TYPE_CHECKING:
    import typst

MAX_NAMED = 10  # characters listed in a message

_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))")


class SystemFonts(UserWarning):
    """Some characters could only be set with fonts that this computer happens to have."""


class NotSettable(Exception):
    """Typst refuses a text. ``missing`` are the characters that no font has, if that is why."""

    def __init__(self, message: str, missing: frozenset[str]) -> None:
        super().__init__(message)
        self.missing = missing


def compile_pdf(template: str, data: str) -> bytes:
    """Return a PDF/UA-1 file set from one of the templates beside this module.

    Args:
        template: its name, such as ``student.typ``.
        data: JSON that the template reads.

    Raises:
        NotSettable: no font has one of the characters, or the compiler fails on the text.
    """
    # Characters for private use have no look of their own: fonts give them any symbol they like.
    private = frozenset(c for c in set(data) if unicodedata.category(c) == "Co")
    if private:
        raise NotSettable("characters for private use", private)
    try:
        return _compile_visible(template, data, "shipped")
    except NotSettable as exc:
        if not exc.missing:
            raise
        result = _compile_visible(template, data, "system")
        _warn(exc.missing)
        return result


def _compile_visible(template: str, data: str, fonts: str) -> bytes:
    """Compile, leaving out marks that no font has and nobody sees: joiners, choices of form."""
    while True:
        try:
            return _compile(template, data, fonts)
        except NotSettable as exc:
            invisible = {ord(c): None for c in exc.missing if _is_invisible(c)}
            if not invisible:
                raise
            data = data.translate(invisible)


def query(template: str, data: str, label: str) -> str:
    """Return the value of a labelled ``metadata`` of a template, as JSON.

    Raises:
        NotSettable: the compiler fails on the text.
    """
    import typst

    with _readable_faults():
        result: str = typst.query(
            _template(template),
            f"<{label}>",
            field="value",
            one=True,
            font_paths=_fonts("shipped"),
            ignore_system_fonts=True,
            sys_inputs={"data": data},
        )
    return result


def _template(name: str) -> Path:
    return Path(str(resources.files("quizgen.render") / name))


@cache
def _fonts(which: str) -> typst.Fonts:
    """Return a set of fonts; they are looked through once, not for each page."""
    import typst

    return typst.Fonts(include_system_fonts=which == "system", font_paths=[str(font_folder())])


def _compile(template: str, data: str, fonts: str) -> bytes:
    import typst

    with _readable_faults():
        result = typst.Compiler(
            _template(template),
            font_paths=_fonts(fonts),
            ignore_system_fonts=fonts != "system",
            sys_inputs={"data": data},
        ).compile(format="pdf", pdf_standards="ua-1", timestamp=0)
    assert isinstance(result, bytes)
    return result


@contextmanager
def _readable_faults() -> Iterator[None]:
    """Turn what the compiler raises into :class:`NotSettable`."""
    import typst

    try:
        yield
    except typst.TypstError as exc:
        raise NotSettable(exc.message, _missing_characters(exc)) from exc
    except BaseException as exc:
        # Typst 0.15 has a bug in setting lines that mix many scripts with stray accents. A
        # panic is no Exception, but the compiler is as good as new after it.
        if type(exc).__name__ != "PanicException":
            raise
        raise NotSettable("the typesetter fails on this text", frozenset()) from exc


def _missing_characters(error: typst.TypstError) -> frozenset[str]:
    """Return the characters a PDF/UA error says no font can show.

    Without ASCII: a letter is named when its accent is missing, and JSON itself is ASCII.
    """
    found = _MISSING.findall(f"{error.message}\n{error.diagnostic}")
    return frozenset(
        char
        for text in found
        for char in _ESCAPE.sub(lambda m: chr(int(m[1], 16)) if m[1] else m[2], text)
        if not char.isascii()
    )


def _is_invisible(char: str) -> bool:
    return unicodedata.category(char) == "Cf" or "VARIATION SELECTOR" in unicodedata.name(char, "")


def named(characters: frozenset[str]) -> str:
    """Return characters as a message lists them."""
    shown = [f"{c} (U+{ord(c):04X})" for c in sorted(characters)]
    more = f" and {len(shown) - MAX_NAMED} more" if len(shown) > MAX_NAMED else ""
    return " ".join(shown[:MAX_NAMED]) + more


def _warn(characters: frozenset[str]) -> None:
    warnings.warn(
        f"{named(characters)}: set with a font of this computer, as none that ships with quizgen "
        "has it; the file may look different when made on another.",
        SystemFonts,
        stacklevel=5,
    )
