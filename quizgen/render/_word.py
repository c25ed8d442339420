"""Word's own parts below python-docx: styles, borders, fields, line numbers, embedded fonts.

Word is strict where other readers are not: the children of ``w:pPr``, ``w:rPr``, ``w:sectPr``,
``w:tblPr``, ``w:trPr`` and ``w:tcPr`` must stand in the order of the schema (ECMA-376, part 1),
or the file is called corrupt. So what python-docx has no call for is inserted by :func:`put`.
"""

from __future__ import annotations

import io
import uuid
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final, cast

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Length, Mm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle
from docx.table import Table

from quizgen.archive import pack
from quizgen.render.design import HEAD_FONT, TEXT_FONT, font_folder

# The order of children in the schema, as far as anything here is put among them.
ORDER: Final[dict[str, tuple[str, ...]]] = {
    "w:pPr": tuple(
        f"w:{name}"
        for name in (
            "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr "
            "suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap "
            "overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid "
            "spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection "
            "textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange"
        ).split()
    ),
    "w:sectPr": tuple(
        f"w:{name}"
        for name in (
            "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc "
            "pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg "
            "textDirection bidi rtlGutter docGrid printerSettings sectPrChange"
        ).split()
    ),
    "w:tblPr": tuple(
        f"w:{name}"
        for name in (
            "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW "
            "jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption "
            "tblDescription tblPrChange"
        ).split()
    ),
    "w:rPr": tuple(
        f"w:{name}"
        for name in (
            "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint "
            "noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u "
            "effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
        ).split()
    ),
    "w:trPr": ("w:cnfStyle", "w:cantSplit", "w:trHeight", "w:tblHeader", "w:jc"),
    "w:tcPr": tuple(
        f"w:{name}"
        for name in (
            "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection "
            "tcFitText vAlign hideMark"
        ).split()
    ),
    "w:settings": tuple(
        f"w:{name}"
        for name in (
            "writeProtection view zoom removePersonalInformation removeDateAndTime "
            "doNotDisplayPageBoundaries displayBackgroundShape printPostScriptOverText "
            "printFractionalCharacterWidth printFormsData embedTrueTypeFonts embedSystemFonts "
            "saveSubsetFonts saveFormsData mirrorMargins alignBordersAndEdges "
            "bordersDoNotSurroundHeader bordersDoNotSurroundFooter gutterAtTop hideSpellingErrors "
            "hideGrammaticalErrors activeWritingStyle proofState formsDesign attachedTemplate "
            "linkStyles stylePaneFormatFilter stylePaneSortMethod documentType mailMerge "
            "revisionView trackRevisions doNotTrackMoves doNotTrackFormatting documentProtection "
            "autoFormatOverride styleLockTheme styleLockQFSet defaultTabStop"
        ).split()
    ),
}
# Those of Word's own styles that the handouts use, and the first levels of headings.
KEPT_STYLES: Final = frozenset(
    ["title", "subtitle", "heading 1", "heading 2", "heading 3", "footer", "header", "strong"]
)
FIXED_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)
# What stands in for a font where embedded ones are not read, and of what kind it is.
ALTERNATIVES: Final = {TEXT_FONT: ("Georgia", "roman"), HEAD_FONT: ("Arial", "swiss")}
SYMBOL_FONT: Final = "Segoe UI Symbol"  # neither font has a box to tick; other systems have theirs
FACES: Final = (("Regular", "embedRegular"), ("Bold", "embedBold"), ("Italic", "embedItalic"))
FONT_TYPE: Final = "application/vnd.openxmlformats-officedocument.obfuscatedFont"
# What python-docx's template brings from its maker's computer: the picture of an empty page,
# counts and a program's name, a bibliography, lists, a second set of styles for Word 2007.
DROPPED_RELATIONS: Final = frozenset(
    [
        RELATIONSHIP_TYPE.THUMBNAIL,
        RELATIONSHIP_TYPE.EXTENDED_PROPERTIES,
        RELATIONSHIP_TYPE.CUSTOM_XML,
        RELATIONSHIP_TYPE.NUMBERING,
        "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    ]
)
DROPPED_SETTINGS: Final = ("w:rsids", "w:savePreviewPicture")


def element(tag: str, **attributes: object) -> Any:
    """Return an element of Word's main namespace, such as ``element("w:shd", fill="f8f2e9")``."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def put(parent: Any, tag: str, **attributes: object) -> Any:
    """Put a child where the schema wants it, in place of one of the same tag; return it."""
    order = ORDER[_tag(parent)]
    for old in parent.findall(qn(tag)):
        parent.remove(old)
    made = element(tag, **attributes)
    later = {qn(name) for name in order[order.index(tag) + 1 :]}
    following = next((child for child in parent if child.tag in later), None)
    if following is None:
        parent.append(made)
    else:
        following.addprevious(made)
    return made


def _tag(parent: Any) -> str:
    return "w:" + str(parent.tag).rpartition("}")[2]


def colour(value: str) -> RGBColor:
    """Return a colour of :mod:`quizgen.render.design` as python-docx has it."""
    return RGBColor.from_string(value.lstrip("#").upper())


def set_font(style: ParagraphStyle | CharacterStyle, name: str) -> None:
    """Set the font of a style for all scripts, whatever its theme says."""
    fonts = {"ascii": name, "hAnsi": name, "eastAsia": name, "cs": name}
    put(style.element.get_or_add_rPr(), "w:rFonts", **fonts)


def paragraph_style(document: WordDocument, name: str) -> ParagraphStyle:
    """Return a paragraph style by name, made after Normal if there is none."""
    styles = document.styles
    if name in styles:
        return cast(ParagraphStyle, styles[name])
    style = cast(ParagraphStyle, styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH))
    style.base_style = styles["Normal"]
    style.quick_style = True
    return style


def character_style(document: WordDocument, name: str, *, own: bool = True) -> CharacterStyle:
    """Return a new character style; one that is not our ``own`` is known to Word by its name."""
    kind = WD_STYLE_TYPE.CHARACTER
    style = cast(CharacterStyle, document.styles.add_style(name, kind, builtin=not own))
    style.quick_style = own
    return style


def table_style(document: WordDocument, name: str) -> Any:
    """Add a style of tables and return its ``w:tblPr``, to be filled."""
    style = document.styles.add_style(name, WD_STYLE_TYPE.TABLE)
    style.base_style = document.styles["Normal Table"]
    properties = element("w:tblPr")
    style.element.append(properties)
    return properties


def add_row(table: Table) -> None:
    """Add a row, with as many cells as the table has columns."""
    add: Callable[[], object] = table.add_row
    add()


def border(properties: Any, side: str, value: str, *, eighths: int = 6, space: int = 0) -> None:
    """Draw a line at one side of a paragraph (``w:pPr``); ``eighths`` of a point thick."""
    box = properties.find(qn("w:pBdr"))
    if box is None:
        box = put(properties, "w:pBdr")
    line = element(f"w:{side}", val="single", sz=eighths, space=space, color=value.lstrip("#"))
    box.append(line)


def shade(properties: Any, value: str) -> None:
    """Fill the background of a paragraph or cell."""
    put(properties, "w:shd", val="clear", color="auto", fill=value.lstrip("#"))


def field(paragraph: Any, instruction: str) -> None:
    """Append a field, such as ``PAGE``, that Word computes."""
    simple = element("w:fldSimple", instr=instruction)
    run = element("w:r")
    text = element("w:t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)


def number_lines(section: Any, *, every: int, distance: Length) -> None:
    """Number the lines of a section in the margin, on from page to page."""
    numbers = {"countBy": every, "distance": distance.twips, "restart": "continuous"}
    put(section._sectPr, "w:lnNumType", **numbers)


def embed_fonts(document: WordDocument) -> None:
    """Embed the fonts of the handout, so that the page looks the same where they are missing.

    A font is hidden, as the standard wants it, by mixing its first 32 bytes with a key that
    stands beside it (ECMA-376, part 4, 2.8.1); both fonts' licence permits embedding.
    """
    table = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    root = element("w:fonts")
    for family, (stand_in, kind) in ALTERNATIVES.items():
        font = element("w:font", name=family)
        font.append(element("w:altName", val=stand_in))
        font.append(element("w:charset", val="00"))
        font.append(element("w:family", val=kind))
        font.append(element("w:pitch", val="variable"))
        for face, tag in FACES:
            path = font_folder() / f"{family}-{face}.ttf"
            if not path.is_file():
                continue
            key = uuid.uuid5(uuid.NAMESPACE_URL, f"urn:quizgen:font:{family}:{face}")
            part = Part(
                PackURI(f"/word/fonts/{family}-{face}.odttf"),
                FONT_TYPE,
                _hidden(path.read_bytes(), key),
                document.part.package,
            )
            embedded = element(f"w:{tag}", fontKey=f"{{{str(key).upper()}}}")
            embedded.set(qn("r:id"), table.relate_to(part, RELATIONSHIP_TYPE.FONT))
            font.append(embedded)
        root.append(font)
    table._blob = serialize_part_xml(root)
    put(document.settings.element, "w:embedTrueTypeFonts")


def _hidden(font: bytes, key: uuid.UUID) -> bytes:
    mask = key.bytes[::-1] * 2
    return bytes(a ^ b for a, b in zip(font, mask, strict=False)) + font[len(mask) :]


def new_document(title: str, language: str) -> WordDocument:
    """Return an empty document without a date or a name of a person in it."""
    document = Document()
    about = document.core_properties
    about.title, about.language = title[:255], language
    about.author = about.last_modified_by = "quizgen"
    about.comments = ""
    about.created = about.modified = FIXED_DATE.replace(tzinfo=None)
    about.revision = 1
    for relations in (document.part.package.rels, document.part.rels):
        for name in [n for n, r in relations.items() if r.reltype in DROPPED_RELATIONS]:
            del relations[name]
    _drop_styles(document)
    _settings(document.settings.element, language)
    for tongue in document.styles.element.iter(qn("w:lang")):
        tongue.set(qn("w:val"), language)
    return document


def _settings(settings: Any, language: str) -> None:
    for tag in DROPPED_SETTINGS:
        for old in settings.findall(qn(tag)):
            settings.remove(old)
    put(settings, "w:zoom", percent=100)
    for tongue in settings.iter(qn("w:themeFontLang")):
        tongue.attrib.clear()
        tongue.set(qn("w:val"), language)
    for setting in settings.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # the manner of Word 2013 and later


def _drop_styles(document: WordDocument) -> None:
    """Drop the template's styles that no handout uses, for a short list in Word's window."""
    styles = document.styles.element
    for style in styles.findall(qn("w:style")):
        name = style.find(qn("w:name")).get(qn("w:val"))
        if style.get(qn("w:default")) is None and name.lower() not in KEPT_STYLES:
            styles.remove(style)
            continue
        for link in style.findall(qn("w:link")):
            style.remove(link)  # to the character style of the same look, which is gone


def saved(document: WordDocument) -> bytes:
    """Return the file; the same document gives the same bytes."""
    written = io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as source:
        return pack({name: source.read(name) for name in _zip_order(source.namelist())})


def _zip_order(names: list[str]) -> Iterator[str]:
    """Yield the list of contents first, where readers look for it."""
    yield "[Content_Types].xml"
    yield from sorted(set(names) - {"[Content_Types].xml"})


def page_size(paper: str) -> tuple[Length, Length]:
    """Return width and height of a sheet."""
    return (Mm(210), Mm(297)) if paper == "a4" else (Emu(Pt(612)), Emu(Pt(792)))
