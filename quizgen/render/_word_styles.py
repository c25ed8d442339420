"""The styles of the Word handout: one place for its look, as the templates are for the PDF."""

from __future__ import annotations

from typing import Final, NamedTuple

from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.styles.style import ParagraphStyle

from quizgen.render import _word, design
from quizgen.render.layout import Layout

MARGINS: Final = (Mm(27), Mm(24))
TABLE_INSET: Final = Mm(9)  # tables of a question stand under its text
INDENT: Final = Mm(9)
LETTER: Final = Mm(8)
BASE: Final = 10.5
LARGE: Final = 18.0
# Where the lines for name, class, date and score end, in parts of the width.
NAME_STOPS: Final = (0.42, 0.62, 0.82, 0.94)
LARGE_NAME_STOPS: Final = (0.34, 0.56, 0.76, 0.9)


def text_width(layout: Layout) -> Length:
    """Return the width between the margins."""
    return Length(_word.page_size(layout.paper)[0] - sum(MARGINS))


class _Look(NamedTuple):
    """How paragraphs of a style look; sizes are parts of the base size, spaces are points."""

    size: float = 1.0
    head: bool = False  # in the type of headings and labels
    bold: bool = False
    italic: bool = False
    colour: str = design.INK
    before: float = 0
    after: float = 3
    line: float = 1.25
    left: Length = Length(0)
    hanging: Length = Length(0)
    keep: bool = False  # on the page of the next paragraph
    whole: bool = True  # its lines on one page


_LOOKS: Final[dict[str, _Look]] = {
    "Title": _Look(2.3, head=True, bold=True, before=10, after=4, line=1.05, keep=True),
    "Subtitle": _Look(1.1, head=True, bold=True, colour=design.ACCENT, after=6, keep=True),
    "Heading 1": _Look(1.35, head=True, bold=True, before=16, after=3, line=1.1, keep=True),
    "Name Line": _Look(after=6),
    "Facts": _Look(0.82, head=True, colour=design.MUTED, before=2, after=8, keep=True),
    "Credit": _Look(0.82, head=True, colour=design.MUTED, before=4),
    "Prompt": _Look(after=0),
    "Article": _Look(after=7, line=1.4, hanging=INDENT, left=INDENT, whole=False),
    "Instruction": _Look(italic=True, after=6, keep=True),
    "Question": _Look(before=9, after=3, left=INDENT, hanging=INDENT, keep=True),
    "Option": _Look(after=2, left=Length(INDENT + LETTER), hanging=LETTER),
    "Choices": _Look(before=5, after=1, left=INDENT, keep=True),
    "Ticks": _Look(after=4, left=INDENT),
    "Word Bank": _Look(before=3, after=5, left=INDENT),
    "Table Text": _Look(after=2, before=2, line=1.1),
    "Writing Line": _Look(after=0, left=INDENT),
    "Wide Writing Line": _Look(after=0),
    "Banner": _Look(1.05, head=True, bold=True, colour=design.PAPER, after=8),
    "Strip": _Look(after=0, line=1.5, keep=True),
    "Answer": _Look(bold=True, after=3, left=INDENT, keep=True),
    "Solution": _Look(after=1, left=Length(INDENT + LETTER), keep=True),
    "Detail": _Look(after=2, left=INDENT),
    "Evidence": _Look(before=4, after=4, left=Length(INDENT + Mm(3))),
    "Marking": _Look(0.82, head=True, colour=design.MUTED, before=2, after=6, left=INDENT),
    "Footer": _Look(0.75, head=True, colour=design.MUTED, after=0),
}
_COUNTED: Final = "Article"  # the lines of all other paragraphs have no numbers
_TINTED: Final = ("Prompt", "Evidence", "Strip", "Word Bank")


def define_styles(document: WordDocument, layout: Layout) -> None:
    """Set up every style the handouts use."""
    base = LARGE if layout.large_print else BASE
    normal = _word.paragraph_style(document, "Normal")
    _word.set_font(normal, design.TEXT_FONT)
    normal.font.size = Pt(base)
    normal.font.color.rgb = _word.colour(design.INK)
    for name, look in _LOOKS.items():
        style = _word.paragraph_style(document, name)
        _apply(style, look, base)
        if name != _COUNTED:
            _word.put(style.element.get_or_add_pPr(), "w:suppressLineNumbers")
        if name in _TINTED:
            _word.shade(style.element.get_or_add_pPr(), design.TINT)
    _characters(document, base)
    _lines_and_boxes(document, base)
    _tabs(document, layout)


def _apply(style: ParagraphStyle, look: _Look, base: float) -> None:
    properties = style.element.get_or_add_pPr()
    for old in (*properties.findall(qn("w:pBdr")), *properties.findall(qn("w:contextualSpacing"))):
        properties.remove(old)
    _word.set_font(style, design.HEAD_FONT if look.head else design.TEXT_FONT)
    font = style.font
    font.size = Pt(round(2 * base * look.size) / 2)
    font.bold, font.italic = look.bold, look.italic
    font.color.rgb = _word.colour(look.colour)
    for old in style.element.rPr.findall(qn("w:spacing")) + style.element.rPr.findall(qn("w:kern")):
        style.element.rPr.remove(old)
    form = style.paragraph_format
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing = look.line
    form.left_indent, form.first_line_indent = look.left, Length(-look.hanging)
    form.keep_with_next, form.keep_together = look.keep, look.whole
    form.widow_control = True


def _characters(document: WordDocument, base: float) -> None:
    label = _word.character_style(document, "Label")
    _word.set_font(label, design.HEAD_FONT)
    label.font.size = Pt(round(2 * base * 0.82) / 2)
    label.font.bold, label.font.italic = False, False
    label.font.color.rgb = _word.colour(design.MUTED)
    for name in ("Number", "Letter"):
        style = _word.character_style(document, name)
        _word.set_font(style, design.HEAD_FONT)
        style.font.bold = True
        style.font.color.rgb = _word.colour(design.ACCENT if name == "Number" else design.INK)


def _lines_and_boxes(document: WordDocument, base: float) -> None:
    def properties(name: str) -> object:
        return document.styles[name].element.get_or_add_pPr()

    _word.border(properties("Heading 1"), "top", design.ACCENT, eighths=10, space=5)
    for name in ("Prompt", "Evidence"):
        _word.border(properties(name), "left", design.ACCENT, eighths=18, space=6)
    _word.shade(properties("Banner"), design.ACCENT)
    for side in ("top", "left", "bottom", "right"):  # room around the words
        _word.border(properties("Banner"), side, design.ACCENT, eighths=4, space=4)
    for name in ("Writing Line", "Wide Writing Line"):
        # "between" too, or Word joins like neighbours into one box with one line below.
        for side in ("bottom", "between"):
            _word.border(properties(name), side, design.MUTED, eighths=4, space=1)
        form = _word.paragraph_style(document, name).paragraph_format
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = Pt(max(22.0, 1.6 * base))


def _tabs(document: WordDocument, layout: Layout) -> None:
    width = text_width(layout)
    right = (WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.SPACES)
    for name in ("Heading 1", "Ticks", "Banner", "Footer"):
        stops = _word.paragraph_style(document, name).paragraph_format.tab_stops
        stops.clear_all()
        stops.add_tab_stop(width, *right)
    for name, at in (("Question", INDENT), ("Article", INDENT), ("Option", INDENT + LETTER)):
        stops = _word.paragraph_style(document, name).paragraph_format.tab_stops
        stops.add_tab_stop(Length(at))
    document.styles["Question"].paragraph_format.tab_stops.add_tab_stop(width, *right)
    stops = document.styles["Name Line"].paragraph_format.tab_stops
    for part in LARGE_NAME_STOPS if layout.large_print else NAME_STOPS:
        stops.add_tab_stop(Length(int(part * width)), WD_TAB_ALIGNMENT.LEFT, WD_TAB_LEADER.LINES)
