"""The styles of the Word handout: one place for its look, as the templates are for the PDF."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle

from quizgen.render import _word, design
from quizgen.render.layout import Layout

MARGINS: Final = (Mm(27), Mm(24))  # left, where the lines are numbered, and right
LABEL_SIZE: Final = 0.82
BOX_PADDING: Final = 6  # points between the edge of a tinted box and its words
ROW_FOR_WRITING: Final = Mm(9)  # the least height of a table's row that is written in


@dataclass(frozen=True, slots=True)
class Measures:
    """Sizes that depend on the layout: type in points, the rest in Word's units.

    ``indent`` is what a question's number stands in, ``letter`` what an option's letter does.
    ``name_stops`` are where the lines for name, class and the like end.
    """

    base: float
    title: float
    width: Length
    indent: Length
    letter: Length
    name_stops: tuple[Length, ...]


def measures(layout: Layout) -> Measures:
    """Return the sizes of a layout."""
    width = Length(_word.page_size(layout.paper)[0] - sum(MARGINS))
    large = layout.large_print  # where four fields in a row would leave no room to write
    stops = tuple(Length(int(part * width)) for part in ((0.55,) if large else (0.42, 0.61, 0.82)))
    if large:
        return Measures(18, 1.8, width, Mm(13), Mm(11), stops)
    return Measures(10.5, 2.3, width, Mm(9), Mm(8), stops)


class _Look(NamedTuple):
    """How paragraphs of a style look; sizes are parts of the base size, spaces are points.

    ``level`` is how far they stand in: 1 by a question's number, 2 by an option's letter too;
    ``hanging`` lets the first line begin a level before.
    """

    size: float = 1.0
    head: bool = False  # in the type of headings and labels
    bold: bool = False
    italic: bool = False
    colour: str = design.INK
    before: float = 0
    after: float = 3
    line: float = 1.25
    level: int = 0
    hanging: bool = False
    keep: bool = False  # on the page of the next paragraph
    whole: bool = True  # its lines on one page


_LOOKS: Final[dict[str, _Look]] = {
    "Title": _Look(head=True, bold=True, before=10, after=4, line=1.05, keep=True),
    "Subtitle": _Look(1.1, head=True, bold=True, colour=design.ACCENT, after=4, keep=True),
    "Heading 1": _Look(1.35, head=True, bold=True, before=22, after=6, line=1.1, keep=True),
    "Name Line": _Look(after=6),
    "Facts": _Look(0.82, head=True, colour=design.MUTED, before=2, after=8, keep=True),
    "Credit": _Look(0.82, head=True, colour=design.MUTED, before=4),
    "Prompt": _Look(before=8, after=4, keep=True),
    "Article": _Look(after=7, line=1.4, level=1, hanging=True, whole=False),
    "Instruction": _Look(italic=True, after=6, keep=True),
    "Question": _Look(before=12, after=4, level=1, hanging=True, keep=True),
    "Option": _Look(after=2, level=2, hanging=True),
    "Choices": _Look(before=9, after=2, level=1, keep=True),
    "Ticks": _Look(after=4, level=1),
    "Timeline": _Look(before=4, after=4, line=1.5, level=1),
    "Word Bank": _Look(before=8, after=8, level=1),
    "Table Head": _Look(0.82, head=True, colour=design.MUTED, before=2, after=2, keep=True),
    "Table Text": _Look(before=3, after=3, line=1.15),
    "Table Option": _Look(before=3, after=3, line=1.15),
    "Writing Line": _Look(after=0, level=1),
    "Wide Writing Line": _Look(after=0),
    "Banner": _Look(1.05, head=True, bold=True, colour=design.PAPER, after=8),
    "Strip": _Look(after=0, line=1.5),
    "Answer": _Look(bold=True, after=3, level=1, keep=True),
    "Solution": _Look(after=1, level=2, keep=True),
    "Detail": _Look(after=2, level=1, keep=True),
    "Evidence": _Look(before=7, after=7, level=1, keep=True),
    "Marking": _Look(0.82, head=True, colour=design.MUTED, before=2, after=6, level=1),
    "Footer": _Look(0.75, head=True, colour=design.MUTED, before=10, after=0),
}
# What Word's own styles bring in python-docx's template and a look says nothing of.
_OF_THE_TEMPLATE: Final = (
    ("w:pPr", "w:pBdr"),
    ("w:pPr", "w:contextualSpacing"),
    ("w:pPr", "w:numPr"),
    ("w:rPr", "w:spacing"),
    ("w:rPr", "w:kern"),
    ("w:rPr", "w:szCs"),
)
# Answers of a key stay whole on a page; those in large print fill half of one.
_PARTED_WHEN_LARGE: Final = ("Detail", "Evidence")
_COUNTED: Final = "Article"  # the lines of all other paragraphs have no numbers
_TINTED: Final = {"Prompt": True, "Evidence": True, "Strip": False, "Word Bank": False}  # a bar?


def define_styles(document: WordDocument, layout: Layout) -> None:
    """Set up every style the handouts use."""
    sizes = measures(layout)
    normal = _word.paragraph_style(document, "Normal")
    _apply(normal, _Look(after=6), sizes)
    _word.put(normal.element.get_or_add_pPr(), "w:suppressLineNumbers")
    for name, look in _LOOKS.items():
        if name == "Title":
            look = look._replace(size=sizes.title)
        elif layout.large_print and name in _PARTED_WHEN_LARGE:
            look = look._replace(keep=False)
        _apply(_word.paragraph_style(document, name), look, sizes)
    counted = document.styles[_COUNTED].element.get_or_add_pPr()
    _word.put(counted, "w:suppressLineNumbers", val=0)
    _characters(document, sizes)
    _lines(document, sizes)
    _boxes(document)
    _tabs(document, sizes)
    _tables(document)


def _apply(style: ParagraphStyle, look: _Look, sizes: Measures) -> None:
    properties = style.element.get_or_add_pPr()
    letters = style.element.get_or_add_rPr()
    for parent, tag in _OF_THE_TEMPLATE:
        for old in (properties if parent == "w:pPr" else letters).findall(qn(tag)):
            old.getparent().remove(old)
    _word.set_font(style, design.HEAD_FONT if look.head else design.TEXT_FONT)
    font = style.font
    font.size = _points(sizes.base * look.size)
    font.bold, font.italic = look.bold, look.italic
    font.color.rgb = _word.colour(look.colour)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = look.line
    steps = (Length(0), sizes.indent, sizes.letter)
    form.left_indent = Length(sum(steps[: look.level + 1]))
    form.first_line_indent = Length(-steps[look.level] if look.hanging else 0)
    form.keep_with_next, form.keep_together = look.keep, look.whole
    form.widow_control = True


def _points(size: float) -> Length:
    """Return a size of type in Word's steps of half a point."""
    return Pt(round(2 * size) / 2)


def _characters(document: WordDocument, sizes: Measures) -> None:
    for name in ("Label", "line number"):  # the second is Word's own for the margin
        label = _word.character_style(document, name, own=name != "line number")
        _word.set_font(label, design.HEAD_FONT)
        label.font.size = _points(sizes.base * LABEL_SIZE)
        label.font.bold, label.font.italic = False, False
        label.font.color.rgb = _word.colour(design.MUTED)
    for name in ("Number", "Letter"):
        style = _word.character_style(document, name)
        _word.set_font(style, design.HEAD_FONT)
        style.font.bold = True
        style.font.color.rgb = _word.colour(design.ACCENT if name == "Number" else design.INK)
    tick = _word.character_style(document, "Tick Box")
    _word.set_font(tick, _word.SYMBOL_FONT)
    tick.font.size = _points(sizes.base * 1.2)
    box = _word.character_style(document, "Answer Box")
    box.font.size = _points(sizes.base * 1.4)
    frame = {"val": "single", "sz": 8, "space": 0, "color": design.INK.lstrip("#")}
    _word.put(box.element.get_or_add_rPr(), "w:bdr", **frame)


def _properties(document: WordDocument, name: str) -> Any:
    return document.styles[name].element.get_or_add_pPr()


def _lines(document: WordDocument, sizes: Measures) -> None:
    _word.border(_properties(document, "Heading 1"), "top", design.ACCENT, eighths=10, space=5)
    for name in ("Writing Line", "Wide Writing Line"):
        # "between" too, or Word joins like neighbours into one box with one line below.
        for side in ("bottom", "between"):
            _word.border(_properties(document, name), side, design.MUTED, eighths=4, space=1)
        form = _word.paragraph_style(document, name).paragraph_format
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(max(22.0, 1.6 * sizes.base))


def _boxes(document: WordDocument) -> None:
    """Fill boxes with a colour, and let borders of that colour give their words some air."""
    for name, has_bar in (*_TINTED.items(), ("Banner", False)):
        fill = design.ACCENT if name == "Banner" else design.TINT
        properties = _properties(document, name)
        _word.shade(properties, fill)
        for side in ("top", "left", "bottom", "right"):
            bar = has_bar and side == "left"
            line, eighths = (design.ACCENT, 18) if bar else (fill, 4)
            upright = side in {"left", "right"}
            space = BOX_PADDING if upright else BOX_PADDING - 2
            _word.border(properties, side, line, eighths=eighths, space=space)
        # Borders are drawn outside the indents; so the box ends where other words do.
        form = _word.paragraph_style(document, name).paragraph_format
        form.left_indent = Length((form.left_indent or 0) + Pt(BOX_PADDING + (2 if has_bar else 1)))
        form.right_indent = Pt(BOX_PADDING + 1)


def _tabs(document: WordDocument, sizes: Measures) -> None:
    right = (WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.SPACES)
    stops = {
        name: _word.paragraph_style(document, name).paragraph_format.tab_stops
        for name in (
            *("Heading 1", "Ticks", "Banner", "Footer", "Question", "Article", "Option"),
            *("Table Option", "Name Line"),
        )
    }
    for name in ("Heading 1", "Footer"):  # which bring stops of their own
        stops[name].clear_all()
    for name in ("Question", "Article"):
        stops[name].add_tab_stop(sizes.indent)
    stops["Option"].add_tab_stop(Length(sizes.indent + sizes.letter))
    stops["Table Option"].add_tab_stop(sizes.letter)
    form = _word.paragraph_style(document, "Table Option").paragraph_format
    form.left_indent, form.first_line_indent = sizes.letter, Length(-sizes.letter)
    for name in ("Heading 1", "Ticks", "Footer", "Question"):
        stops[name].add_tab_stop(sizes.width, *right)
    stops["Banner"].add_tab_stop(Length(sizes.width - Pt(BOX_PADDING + 1)), *right)
    for at in sizes.name_stops:
        stops["Name Line"].add_tab_stop(at, WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
    stops["Name Line"].add_tab_stop(sizes.width, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.LINES)


def _tables(document: WordDocument) -> None:
    """Add tables with and without lines; one to match has none, for its halves differ in length."""
    for name, sides in (("Ruled Table", ("bottom", "insideH")), ("Matching Table", ())):
        properties = _word.table_style(document, name)
        if sides:
            lines = _word.put(properties, "w:tblBorders")
            for side in sides:
                line = {"val": "single", "sz": 4, "space": 0, "color": design.RULE.lstrip("#")}
                lines.append(_word.element(f"w:{side}", **line))
        margins = _word.put(properties, "w:tblCellMar")
        for side, room in (("left", Mm(0)), ("right", Mm(3))):
            margins.append(_word.element(f"w:{side}", w=room.twips, type="dxa"))
