"""Quotation marks: the styles, and how words are set between them.

Content leaves the marks out, and the comma before a closing one; a full stop, a question mark or an
exclamation mark inside belongs to it. Words quoted over several paragraphs are a row a paragraph.
"""

from __future__ import annotations

from typing import NamedTuple

from dataset.synthesize.clauses import write_text
from dataset.synthesize.writer import Writer


class Style(NamedTuple):
    """A way to set quotations: the marks, and whether comma and stop stand outside them."""

    name: str
    open: str
    close: str
    outside: bool = False
    weight: int = 3


STYLES = (
    Style("straight_double", '"', '"', weight=6),
    Style("curly_double", "“", "”", weight=8),
    Style("curly_double_outside", "“", "”", outside=True, weight=3),
    Style("single_curly", "‘", "’", weight=4),
    Style("single_straight", "'", "'", weight=2),
    Style("guillemets", "«", "»", weight=3),
    Style("guillemets_inward", "»", "«", outside=True, weight=1),
    Style("guillemets_spaced", "«\u00a0", "\u00a0»", weight=1),
    Style("low_german", "„", "“", outside=True, weight=3),
    Style("low_polish", "„", "”", weight=2),
    Style("doubled_single", "''", "''", weight=1),
)


def write_quoted(
    writer: Writer, how: str, words: str, style: Style, somebody: str
) -> list[tuple[int, int]]:
    """Write words between marks; return the stretches of content, one a paragraph.

    Args:
        writer: the pen.
        how: which part (Q all, A first, B second, P a phrase, T no marks), then how it ends:
            a comma, a stop, nothing, or an ellipsis for a mark left open.
        words: template text; ``~`` parts it in two, else its first ``//`` does.
        style: the marks.
        somebody: who says so, as long as it is not known.
    """
    open_mark, close_mark = ("", "") if how[0] == "T" else (style.open, style.close)
    text = _part(words, how[0])
    ending = how[1:]
    stop = text[-1] if text[-1] in ".?!" else ""
    if stop == ".":
        text = text[:-1]
    writer.capitalise(how[0] in "QA" or (how[0] == "B" and "~" not in words))
    writer.put(open_mark)
    writer.reported_by = somebody
    start, end = write_text(writer, text)
    writer.reported_by = None
    if ending == "," and stop in {"", "."}:
        # The comma is no part of what was said.
        writer.put(close_mark + "," if style.outside else "," + close_mark)
    elif ending in {",", ""}:
        writer.put(close_mark)
    elif ending == "…":
        end = writer.put(stop if stop == "." else "")[1]
    elif stop == "." and how[0] != "P" and not style.outside:
        end = writer.put(".")[1]
        writer.put(close_mark)
    elif stop in {"", "."}:
        if style.outside or how[0] == "P":
            writer.put(close_mark + ".")
        else:
            end = writer.put(".")[1]
            writer.put(close_mark)
    else:
        writer.put(close_mark)
    return [(start, end)]


def _part(words: str, which: str) -> str:
    if which in "QPT":
        return words.replace("~", " ").replace("  ", " ")
    cut = "~" if "~" in words else "//"
    first, _, second = words.partition(cut)
    return (first if which == "A" else second).strip().rstrip(",")
