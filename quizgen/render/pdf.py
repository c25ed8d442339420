"""PDF handouts, set by Typst: the same quiz gives the same bytes on every machine.

The pages are described in ``student.typ``, ``key.typ`` and ``common.typ`` beside this module.
Quiz text reaches them as JSON and is shown as strings, so it is never run as markup. PDF/UA-1
is enforced while compiling: a file that a screen reader could not read aloud is not made.
"""

from __future__ import annotations

import json
import re
import unicodedata
import warnings
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from quizgen.errors import RenderError, UnknownName
from quizgen.quiz import Quiz
from quizgen.render.sheet import KeySheet, Sheet, key_sheet, student_sheet

if TYPE_CHECKING:
    import typst

PAPERS = ("a4", "us-letter")

REPLACEMENT = "\N{REPLACEMENT CHARACTER}"
# Taking marks away can show that the letter under them is missing too; more rounds than two
# never were needed. In the last one all that is unusual is replaced.
MAX_ROUNDS = 4
LAST_LATIN = "\u024f"
MAX_NAMED = 20  # characters listed in a warning

# Longer than any word of a newspaper: such a string has no place to break and would run
# off the page, so it gets places to break.
_LONG_WORD = re.compile(r"[^\s\u200b]{40,}")
_CHUNK = 20

_PUNCTUATION = ("\u2010", "\u2027")  # dashes, quotation marks, dots
_MISSING = re.compile(r'the text `"((?:[^"\\]|\\.)*)"` could not be displayed')
_ESCAPE = re.compile(r"\\(?:u\{([0-9a-fA-F]+)\}|(.))")


class MissingGlyphs(UserWarning):
    """Characters of a quiz are in none of the built-in fonts and were replaced."""


def student_pdf(quiz: Quiz, *, paper: str = "a4") -> bytes:
    """Return the student's paper as a PDF/UA-1 file; it holds no keys.

    Only the fonts built into Typst are used, so that the bytes do not depend on the machine.
    They cover Latin, Greek, Cyrillic, Hebrew and more, but no Chinese, Japanese, Korean or
    emoji: such characters are replaced by U+FFFD, with a :class:`MissingGlyphs` warning.

    Args:
        quiz: What to print.
        paper: ``"a4"`` or ``"us-letter"``.

    Raises:
        UnknownName: ``paper`` is neither.
        RenderError: the PDF cannot be made.
    """
    return _pdf("student.typ", student_sheet(quiz), paper)


def key_pdf(quiz: Quiz, *, paper: str = "a4") -> bytes:
    """Return the teacher's key as a PDF/UA-1 file; see :func:`student_pdf`."""
    return _pdf("key.typ", key_sheet(quiz), paper)


def _pdf(template: str, sheet: Sheet | KeySheet, paper: str) -> bytes:
    if paper not in PAPERS:
        raise UnknownName("paper", paper, PAPERS)
    data = asdict(sheet)
    data["points_in_all"] = f"{sheet.n_points} point{'s' if sheet.n_points != 1 else ''} in all"
    text = json.dumps(_settable(data), ensure_ascii=False)
    return _compile_replacing(template, text, paper)


def _settable(value: Any) -> Any:
    """Return JSON data with all its strings made ready for setting."""
    if isinstance(value, str):
        # Composed letters are in the fonts where a letter and its loose accents may not be.
        return _LONG_WORD.sub(_breakable, unicodedata.normalize("NFC", value))
    if isinstance(value, dict):
        return {name: _settable(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_settable(part) for part in value]
    return value


def _compile_replacing(template: str, text: str, paper: str) -> bytes:
    """Compile, and replace what cannot be shown until nothing is left to replace."""
    replaced: set[str] = set()
    for round_ in range(MAX_ROUNDS + 1):
        try:
            result = _compile(template, text, paper)
        except _NotSettable as exc:
            missing = set(text) & exc.missing
            if round_ == MAX_ROUNDS - 1 or not missing:
                missing = _unusual(text)
            if round_ == MAX_ROUNDS or not missing:
                raise RenderError(f"The PDF cannot be set: {exc}") from exc
            replaced |= missing
            text = text.translate({ord(c): _stand_in(c) for c in missing})
        else:
            if replaced:
                _warn(sorted(replaced))
            return result
    raise AssertionError("the last round returns or raises")


class _NotSettable(Exception):
    """Typst refuses a text. ``missing`` are the characters it names, ASCII aside."""

    def __init__(self, message: str, missing: frozenset[str]) -> None:
        super().__init__(message)
        self.missing = missing


def _compile(template: str, text: str, paper: str) -> bytes:
    import typst

    try:
        return typst.compile(
            Path(__file__).with_name(template),
            format="pdf",
            ignore_system_fonts=True,
            pdf_standards="ua-1",
            sys_inputs={"data": text, "paper": paper},
            timestamp=0,
        )
    except typst.TypstError as exc:
        raise _NotSettable(exc.message, _missing_characters(exc)) from exc
    except BaseException as exc:
        # Typst 0.15 has a bug in setting lines that mix many scripts with stray accents. A
        # panic is no Exception, but the compiler is as good as new after it.
        if type(exc).__name__ != "PanicException":
            raise
        raise _NotSettable("the compiler failed on its text", frozenset()) from exc


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


def _unusual(text: str) -> set[str]:
    """Return all characters of a text but Latin letters and typographic punctuation."""
    return {c for c in text if c > LAST_LATIN and not _PUNCTUATION[0] <= c <= _PUNCTUATION[1]} - {
        REPLACEMENT
    }


def _stand_in(char: str) -> str:
    """Marks and joiners vanish, so that the letter they belong to can be shown without."""
    return "" if unicodedata.category(char) in {"Mn", "Mc", "Me", "Cf"} else REPLACEMENT


def _breakable(match: re.Match[str]) -> str:
    word = match[0]
    return "\u200b".join(word[i : i + _CHUNK] for i in range(0, len(word), _CHUNK))


def _warn(characters: list[str]) -> None:
    shown = " ".join(f"{c} (U+{ord(c):04X})" for c in characters[:MAX_NAMED])
    more = f" and {len(characters) - MAX_NAMED} more" if len(characters) > MAX_NAMED else ""
    warnings.warn(
        f"The built-in fonts lack {shown}{more}: replaced by {REPLACEMENT} or left out.",
        MissingGlyphs,
        stacklevel=5,
    )
