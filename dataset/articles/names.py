"""Names of files and members as they are shown: one line, printable, and no path out of anywhere.

A name is only ever text here. What opens a file is never a name from an archive, a table or the
net.
"""

from __future__ import annotations

import unicodedata
from pathlib import PurePath
from typing import Final

from dataset.articles.limits import LONGEST_NAME

REPLACEMENT: Final = "\N{REPLACEMENT CHARACTER}"

# Suffixes of two parts that mean something together.
COMPOUND: Final = (".tar.gz", ".tar.bz2", ".tar.xz", ".jsonl.gz", ".csv.gz", ".warc.gz")

# Files that lie beside articles and are none.
NOT_ARTICLES: Final = frozenset(
    {
        *("authors", "changelog", "code_of_conduct", "contributing", "copying", "copyright"),
        *("licence", "license", "notice", "readme", "security"),
    }
)
# What macOS puts beside every file of an archive.
_MACOS_FOLDER: Final = "__MACOSX"


def printable(text: str) -> str:
    r"""Return ``text`` as one line that does no harm on a terminal.

    Spaces of any kind become blanks; controls, line ends, marks that turn the direction of
    writing and halves of characters become U+FFFD.

    >>> printable("a\u202etxt.\x1b[2Jb\u00a0c")
    'a\ufffdtxt.\ufffd[2Jb c'
    """
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() else " " if unicodedata.category(char) == "Zs" else REPLACEMENT
        for char in text
    )


def member_name(name: str) -> str:
    r"""Return the name of an archive's member as it is shown: relative, and below the archive.

    >>> member_name("../../etc/passwd"), member_name("C:\\news\\a.txt"), member_name("/")
    ('etc/passwd', 'news/a.txt', '\ufffd')
    """
    parts = printable(name).replace("\\", "/").split("/")
    if len(parts) > 1 and len(parts[0]) == 2 and parts[0][1] == ":":  # a drive of Windows
        parts = parts[1:]
    kept = [_cut(part) for part in parts if part.strip() not in ("", ".", "..")]
    return "/".join(kept) or REPLACEMENT


def _cut(part: str) -> str:
    """Shorten in the middle, so that the suffix stays."""
    if len(part) <= LONGEST_NAME:
        return part
    return f"{part[: LONGEST_NAME - 21]}…{part[-20:]}"


def suffix_of(name: str) -> str:
    """Return the lower-case suffix that picks a reader, of two parts where these belong together.

    >>> suffix_of("a.TXT"), suffix_of("news.tar.gz"), suffix_of("v1.tar.gz.txt"), suffix_of("bare")
    ('.txt', '.tar.gz', '.txt', '')
    """
    lower = name.lower()
    for suffix in COMPOUND:
        if lower.endswith(suffix) and len(lower) > len(suffix):
            return suffix
    return PurePath(lower).suffix


def is_aside(name: str) -> bool:
    """Return whether a file is the like of README or LICENSE, of whatever suffix."""
    return PurePath(name).stem.lower().replace("-", "_") in NOT_ARTICLES


def is_hidden(name: str) -> bool:
    """Return whether a file or a folder is hidden, or a shadow that macOS makes."""
    return name.startswith(".") or name == _MACOS_FOLDER
