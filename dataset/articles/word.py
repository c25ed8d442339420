"""Documents of Word (Office Open XML: ``.docx``, ``.docm``, ``.dotx``), whoever wrote them.

``Article.text`` is the running text: paragraphs parted by blank lines, with insertions, without
deletions. Headers and footers, footnotes, comments, hidden text, tables of contents, tables and
text boxes are left out; only if nothing else is prose are tables and text boxes read, for some
newsletters are laid out in them.

The XML is read without document types and entities, which no program writes into a document.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from dataset.articles.article import Article, BlockKind
from dataset.articles.documents import Paragraph, arrange_document, plain
from dataset.articles.layout import Head, read_date
from dataset.articles.zips import open_zip, read_member
from dataset.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

# A document of 300 pages has about 5 MB of XML; pictures lie beside it and are not read.
LARGEST_PART: Final = 30_000_000  # bytes, unpacked
# Styles built on styles: Word itself stops at a dozen.
DEEPEST_STYLE: Final = 20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NOT_WORD = "is not a Word document. Save it as .docx in Word and try again."
_DAMAGED = "is a damaged Word document. Open it in Word, save it again and try that file."
_WORD = frozenset(
    {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    }
)
_DOCTYPE = tuple("<!DOCTYPE".encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be"))
_HEADING = re.compile(r"heading (\d)")
_OFF = frozenset({"0", "false", "off", "none"})

# Names of elements of WordprocessingML. What is in none of these sets is not gone into.
_GONE_INTO = frozenset(
    {
        *("body", "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hyperlink"),
        *("fldSimple", "dir", "bdo", "r", "ruby", "rubyBase"),
    }
)
_TABLES = frozenset({"tbl", "tr", "tc"})
_SPACES = frozenset({"tab", "ptab"})
_BREAKS = frozenset({"br", "cr"})
# Stands for a line break within a paragraph until it is known whether another one follows.
_BREAK = "\v"

_Role = Literal["title", "heading 1", "heading", "author", "date", "skip", "prose"]
_ROLES: dict[str, _Role] = {
    "title": "title",
    "subtitle": "heading",
    "caption": "heading",
    "author": "author",
    "date": "date",
    "toc heading": "skip",
    "header": "skip",
    "footer": "skip",
}


@dataclass(slots=True)
class _Style:
    name: str = ""
    based_on: str | None = None
    level: int | None = None  # 0 is that of a document's chapters


@dataclass(slots=True)
class _Reader:
    """Goes through the body; keeps what reaches from one paragraph into another."""

    styles: dict[str, _Style]
    default_style: str | None
    layout_too: bool = False
    found: list[tuple[_Role, str]] = field(default_factory=list)
    carried: str = ""  # of a paragraph whose end was deleted

    def go(self, parent: _Element) -> None:
        """Add the paragraphs under ``parent``, in order."""
        for child in parent.iterchildren("*"):
            name = _name(child)
            if name == "p":
                self._paragraph(child)
            elif name in _GONE_INTO or (self.layout_too and name in _TABLES):
                self.go(child)
            elif name == "AlternateContent":
                self.go(_chosen(child))

    def _paragraph(self, element: _Element) -> None:
        if self.layout_too:  # text boxes stand inside the paragraph they are tied to
            for box in _boxes(element):
                self.go(box)
        text = self.carried + "".join(_words(element, []))
        properties = _child(element, "pPr")
        mark = None if properties is None else _child(properties, "rPr")
        if mark is not None and (_child(mark, "del") is not None):
            self.carried = text
            return
        self.carried = ""
        role = self._role(properties)
        # Two line breaks are how a paragraph ends in text that was pasted from elsewhere.
        self.found += [
            (role, content)
            for part in re.split(rf"{_BREAK}[ \t\xa0]*{_BREAK}\s*", text)
            if (content := plain(part))
        ]

    def _role(self, properties: _Element | None) -> _Role:
        style = None if properties is None else _value(_child(properties, "pStyle"))
        style = self.default_style if style is None else style
        level = None if properties is None else _level(properties)
        for _ in range(DEEPEST_STYLE):
            known = self.styles.get(style or "")
            if known is None:
                break
            name = known.name.lower()
            if name in _ROLES:
                return _ROLES[name]
            if name.startswith("toc "):
                return "skip"
            if heading := _HEADING.fullmatch(name):
                return "heading 1" if heading[1] == "1" else "heading"
            level = known.level if level is None else level
            style = known.based_on
        if level is not None and level < 9:  # 9 is "body text"
            return "heading 1" if level == 0 else "heading"
        return "prose"


def read_word(data: bytes, article_id: str, path: str) -> Article:
    """Return the article in a document; its title is what has the style of titles.

    That is the first paragraph of style Title, else of style Heading 1 (or its outline level);
    other headings are captions. Without either, title, dateline and header lines are looked for
    as in plain text. The properties' title is taken only if there is no other; their author
    and dates are those of the file, not of the article, and are not taken.

    Raises:
        InputError: if the file is no Word document, is damaged or encrypted, or has no prose.
    """
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise InputError(
                path, "is encrypted. Open it in Word with its password and save it without one."
            )
        raise InputError(
            path, "is an old Word document or another old office file. Save it as .docx."
        )
    if not data.startswith(b"PK"):
        raise InputError(path, _NOT_WORD)
    try:
        with open_zip(io.BytesIO(data), path) as archive:
            body, styles, title = _parts(archive, path)
        return _read_body(body, styles, title, article_id, path)
    except (UnicodeError, RecursionError) as exc:  # names of members; boxes in boxes in boxes
        raise InputError(path, _DAMAGED) from exc


def _read_body(
    body: _Element, styles: _Element | None, title: str | None, article_id: str, path: str
) -> Article:
    known, default = _read_styles(styles)
    reader = _Reader(known, default)
    reader.go(body)
    if not any(role == "prose" for role, _ in reader.found):
        reader = _Reader(known, default, layout_too=True)
        reader.go(body)
    head = Head()
    paragraphs = list(_kinds(reader.found, head))
    if not paragraphs:
        raise InputError(path, "has no text. Put the text of an article in it.")
    return arrange_document(
        paragraphs, head, article_id=article_id, path=path, property_title=title
    )


def _kinds(found: list[tuple[_Role, str]], head: Head) -> Iterator[Paragraph]:
    """Yield the paragraphs with their kinds; what names author or date goes to ``head``."""
    title: _Role | None = next(
        (wanted for wanted in ("title", "heading 1") if any(r == wanted for r, _ in found)), None
    )
    for role, content in found:
        kind: BlockKind | None = None
        if role == "skip":
            continue
        if role == "author":
            head.author = head.author or content
            kind = "dateline"
        elif role == "date" and read_date(content):
            head.set_date(content, written=content, line=1)
            kind = "dateline"
        elif role == title:
            title, kind = None, "title"
        elif role in ("title", "heading 1", "heading"):
            kind = "caption"
        yield kind, content


def _words(parent: _Element, fields: list[bool]) -> Iterator[str]:
    """Yield the text under an element.

    Args:
        parent: a paragraph or a part of it.
        fields: for each field that is open here, whether its instruction is not over.
    """
    for child in parent.iterchildren("*"):
        name = _name(child)
        if name == "fldChar":
            kind = _value(child, "fldCharType")
            if kind == "begin":
                fields.append(True)
            elif fields and kind == "separate":
                fields[-1] = False
            elif fields and kind == "end":
                fields.pop()
        elif name == "AlternateContent":
            yield from _words(_chosen(child), fields)
        elif name == "r" and _is_hidden(child):
            continue
        elif name in _GONE_INTO:
            yield from _words(child, fields)
        elif any(fields):
            continue
        elif name == "t":
            yield (child.text or "").replace(_BREAK, " ")
        elif name in _SPACES:
            yield "\t"
        elif name in _BREAKS:
            yield _BREAK
        elif name == "noBreakHyphen":
            yield "-"


def _boxes(parent: _Element) -> Iterator[_Element]:
    """Yield the text boxes tied to a paragraph, without those that stand in another one."""
    for child in parent.iterchildren("*"):
        name = _name(child)
        if name == "txbxContent":
            yield child
        elif name == "AlternateContent":
            yield from _boxes(_chosen(child))
        else:
            yield from _boxes(child)


def _is_hidden(run: _Element) -> bool:
    properties = _child(run, "rPr")
    return properties is not None and any(
        _value(mark) not in _OFF
        for mark in properties.iterchildren("*")
        if _name(mark) in ("vanish", "webHidden")
    )


def _chosen(alternatives: _Element) -> _Element:
    """Return one of the writings of the same content, as a program would that knows all."""
    return next(alternatives.iterchildren("*"), alternatives)


def _name(element: _Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _child(element: _Element, name: str) -> _Element | None:
    return next((c for c in element.iterchildren("*") if _name(c) == name), None)


def _value(element: _Element | None, attribute: str = "val") -> str | None:
    if element is None:
        return None
    return next(
        (str(v) for k, v in element.items() if str(k).rpartition("}")[2] == attribute), None
    )


def _level(properties: _Element) -> int | None:
    value = _value(_child(properties, "outlineLvl"))
    return int(value) if value and re.fullmatch(r"[0-9]", value) else None


def _read_styles(root: _Element | None) -> tuple[dict[str, _Style], str | None]:
    """Return the styles of paragraphs by id, and the id of the one that is meant by none."""
    styles: dict[str, _Style] = {}
    default = None
    for element in () if root is None else root.iterchildren("*"):
        style_id = _value(element, "styleId")
        if _name(element) != "style" or style_id is None:
            continue
        if _value(element, "type") not in (None, "paragraph"):
            continue
        properties = _child(element, "pPr")
        styles[style_id] = _Style(
            name=_value(_child(element, "name")) or "",
            based_on=_value(_child(element, "basedOn")),
            level=None if properties is None else _level(properties),
        )
        if _value(element, "default") in ("1", "true", "on"):
            default = style_id
    return styles, default


def _parts(archive: zipfile.ZipFile, path: str) -> tuple[_Element, _Element | None, str | None]:
    """Return the body, the styles and the properties' title."""
    members = {info.filename.lstrip("/").lower(): info for info in archive.infolist()}
    if "[content_types].xml" not in members:
        raise InputError(path, f"is a ZIP file and {_NOT_WORD}")

    def part(name: str) -> _Element | None:
        member = members.get(name.lstrip("/").lower())
        if member is None:
            return None
        return _parse(read_member(archive, member, path, largest=LARGEST_PART), path)

    package = _relations(part("_rels/.rels"), "")
    main = package.get("officeDocument", "word/document.xml")
    root = part(main)
    if root is None:
        raise InputError(path, _DAMAGED if main.startswith("word") else _NOT_WORD)
    space, _, name = str(root.tag)[1:].rpartition("}")
    if name != "document" or space not in _WORD:
        raise InputError(path, f"is another office document and {_NOT_WORD}")
    body = _child(root, "body")
    if body is None:
        raise InputError(path, _DAMAGED)
    folder, _, file = main.rpartition("/")
    beside = _relations(part(f"{folder}/_rels/{file}.rels"), folder)
    styles = part(beside.get("styles", "word/styles.xml"))
    core = part(package.get("core-properties", "docProps/core.xml"))
    title = None if core is None else _child(core, "title")
    return body, styles, None if title is None else title.text


def _relations(root: _Element | None, folder: str) -> dict[str, str]:
    """Return the parts that a part refers to, by the last word of the relation's type."""
    found: dict[str, str] = {}
    for element in () if root is None else root.iterchildren("*"):
        kind, target = _value(element, "Type"), _value(element, "Target")
        if kind and target and _value(element, "TargetMode") != "External":
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found.setdefault(kind.rpartition("/")[2], whole)
    return found


def _parse(data: bytes, path: str) -> _Element:
    from lxml import etree

    if any(sign in data for sign in _DOCTYPE):
        raise InputError(path, "has a document type in its XML, which no Word document has.")
    # Without huge_tree the parser stops at 256 levels and at very long names and texts.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as exc:
        raise InputError(path, _DAMAGED) from exc
    if root.getroottree().docinfo.doctype:
        raise InputError(path, "has a document type in its XML, which no Word document has.")
    return root
