"""Every limit of reading in one place, each with its reason; README's table tells them to users.

Sizes are bytes of what is read (after unpacking), times seconds.
"""

from __future__ import annotations

from typing import Final

# An article of a newspaper has some thousand characters; a book has less than two million.
LARGEST_FILE: Final = 10_000_000
# Documents bring pictures along, which nobody reads.
LARGEST_DOCUMENT: Final = 50_000_000
# Old files carry a stray control character now and then; binary ones are full of them.
LARGEST_CONTROL_SHARE: Final = 0.02  # of all characters

# A page of news has some thousand elements. Finding the article takes time that grows with their
# square where lists are never closed: 5 s for so many.
MOST_TAGS: Final = 20_000
# libxml2 compares each attribute of an element with all others: 40,000 took 9 s.
MOST_ATTRIBUTES: Final = 5_000  # of one element
# A novel. Marks without partners cost the reader of Markdown some 10 µs a character.
LONGEST_MARKDOWN: Final = 500_000  # characters
LONGEST_FRONT_MATTER: Final = 100_000  # characters

# One line of JSON holds an article and what stands beside it, with every sign escaped at worst.
LONGEST_LINE: Final = 3 * LARGEST_FILE
# A title, a byline or an address that is longer is something else in the wrong column.
LONGEST_FIELD: Final = 1_000  # characters
# The widest exports of editorial systems have some hundred columns.
MOST_COLUMNS: Final = 10_000
# Rows of Parquet that are decoded at once: with the largest texts, still a few hundred MB.
ROWS_AT_ONCE: Final = 16
# In a file where so many first rows have no text, the column has another name.
ROWS_BEFORE_TEXT: Final = 100
# Of a file that is broken in every line, the first lines show why; a list of all helps nobody.
MOST_PROBLEMS: Final = 1_000  # of one file

# A newspaper's archive for a century has about a million articles.
MOST_MEMBERS: Final = 1_000_000
# Text shrinks to a fifth or a tenth; nothing that is an article shrinks to a two-hundredth.
HIGHEST_RATIO: Final = 200
# Small members may shrink more (a page of blanks); they harm nobody.
RATIO_FROM: Final = 1_000_000
# All that one archive may unpack to: a million articles of the size of a long book each year.
LARGEST_UNPACKED: Final = 100_000_000_000
# A Parquet file in an archive has to be held in memory, for it is read from its end.
LARGEST_PARQUET_MEMBER: Final = 100_000_000
# Names in archives are shown, never used; no file system has longer ones.
LONGEST_NAME: Final = 255  # characters of a part
# What tar says about a member before it: its name, and attributes nobody needs here.
LARGEST_TAR_HEADER: Final = 1_000_000
# xz asks for as much memory as the file wants; its highest preset (-9) needs 65 MB.
MOST_XZ_MEMORY: Final = 100_000_000

# Standard input goes through a temporary file, so that it can be gone through twice.
LARGEST_STDIN: Final = 2_000_000_000

# A newspaper's site answers in a second or two; who waits longer than this has given up.
CONNECT_TIMEOUT: Final = 10.0
READ_TIMEOUT: Final = 15.0  # between two pieces
TOTAL_TIMEOUT: Final = 30.0  # for one address, all redirects together
MOST_REDIRECTS: Final = 5


def largest_of(suffix: str) -> int:
    """Return the bytes that a file of one article may have."""
    return LARGEST_DOCUMENT if suffix in (".docx", ".pdf") else LARGEST_FILE
