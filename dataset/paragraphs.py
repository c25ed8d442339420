"""Paragraphs of a plain text, whichever way its author marked them."""

from __future__ import annotations

import re

# Soft wraps fall at 60 to 100 columns and seldom on the end of a sentence. A line longer than
# this that ends a sentence was not wrapped: it is a paragraph.
LONGEST_WRAPPED_LINE = 100  # characters

_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’»)\]]{0,3}$")
# These part paragraphs by themselves, as a blank line does.
_SEPARATORS = ("\f", "\u2029")

_Line = tuple[int, int]


def paragraphs(text: str) -> list[tuple[int, int]]:
    r"""Return the paragraphs of ``text`` as half-open spans of code points, in order.

    Spans are stripped of outer white space, do not overlap and hold everything else. Where the
    text has blank lines, these part paragraphs and single line ends are soft wraps, unless most
    of such lines are long and end a sentence; where it has none, every line is a paragraph.

    >>> text = "A title\n\nOne sentence,\nwrapped.\n\nThe end."
    >>> [text[start:end] for start, end in paragraphs(text)]
    ['A title', 'One sentence,\nwrapped.', 'The end.']
    >>> paragraphs("one\r\ntwo")
    [(0, 3), (5, 8)]
    """
    groups = _groups(text)
    if len(groups) < 2 or _lines_are_paragraphs(text, groups):
        return [line for group in groups for line in group]
    return [(group[0][0], group[-1][1]) for group in groups]


def _groups(text: str) -> list[list[_Line]]:
    """Return the stripped lines that have text, grouped by what parts paragraphs."""
    groups: list[list[_Line]] = []
    position, fresh = 0, True
    for line in text.splitlines(keepends=True):
        stripped = line.strip()
        if stripped:
            start = position + len(line) - len(line.lstrip())
            if fresh:
                groups.append([])
            groups[-1].append((start, start + len(stripped)))
        fresh = not stripped or line.endswith(_SEPARATORS)
        position += len(line)
    return groups


def _lines_are_paragraphs(text: str, groups: list[list[_Line]]) -> bool:
    lines = [line for group in groups if len(group) > 1 for line in group]
    whole = sum(
        end - start > LONGEST_WRAPPED_LINE and bool(_ENDS_SENTENCE.search(text[end - 4 : end]))
        for start, end in lines
    )
    return 2 * whole > len(lines)
