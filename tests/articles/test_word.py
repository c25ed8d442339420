"""Word documents: the running text, and nothing that is beside or behind it."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable

import docx
import pytest
from docx.document import Document

from dataset.articles.article import Article
from dataset.articles.word import read_word
from dataset.errors import InputError

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
BOX = "<w:pict><w:txbxContent>{}</w:txbxContent></w:pict>"


def written(document: Document) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def replaced(data: bytes, kind: int = zipfile.ZIP_STORED, **parts: str | bytes | None) -> bytes:
    """Return a document with other parts; ``word_document`` names word/document.xml."""
    given = {name.replace("_", "/") + ".xml": content for name, content in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", kind) as new:
        for info in old.infolist():
            content = given.pop(info.filename, old.read(info))
            if content is not None:
                new.writestr(info.filename, content)
    assert not given
    return buffer.getvalue()


EMPTY = written(docx.Document())


def of(body: str) -> bytes:
    return replaced(
        EMPTY,
        word_document=f"<w:document {SPACE}><w:body>{body}<w:p><w:r><w:t>All is well.</w:t></w:r>"
        "</w:p></w:body></w:document>",
    )


def shown(article: Article) -> list[tuple[str, str]]:
    return [(b.kind, article.text[b.start : b.end]) for b in article.blocks]


def test_document_is_read_as_its_reader_sees_it() -> None:
    document = docx.Document()
    document.add_heading("Back at sea", 0)
    document.add_paragraph("Date: 2021-05-03")
    document.add_paragraph("By Ana Lind")
    document.add_paragraph("OSLO - Ferries sail again.\tThe harbour\nsaid so.")
    document.add_heading("What comes next", 1)
    document.add_paragraph("The night ferry returns.", style="List Bullet")
    document.add_table(1, 1).cell(0, 0).text = "Fares rise."
    document.sections[0].header.paragraphs[0].text = "The Island"
    document.sections[0].footer.paragraphs[0].text = "Page 1"
    document.core_properties.title = "Something else"
    document.core_properties.author = "A teacher"
    article = read_word(written(document), "a", "a.docx")

    assert shown(article) == [
        ("title", "Back at sea"),
        ("dateline", "OSLO -"),
        ("lead", "Ferries sail again. The harbour said so."),
        ("caption", "What comes next"),
        ("body", "The night ferry returns."),
    ]
    assert (article.title, str(article.date), article.date_source, article.author) == (
        "Back at sea",
        "2021-05-03",
        "header",
        "Ana Lind",
    )


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("label", "paragraph", "expected"),
    [
        ("insertion", f"<w:ins>{run('Ferries')}</w:ins>{run(' sail.')}", "Ferries sail."),
        ("deletion", f"<w:del><w:r><w:delText>No </w:delText></w:r></w:del>{run('Ferries sail.')}",
         "Ferries sail."),
        ("moved text", f"<w:moveFrom>{run('Away.')}</w:moveFrom><w:moveTo>{run('Here.')}</w:moveTo>",
         "Here."),
        ("hyperlink", f"<w:hyperlink>{run('Ferries')}</w:hyperlink>{run(' sail.')}", "Ferries sail."),
        ("simple field", f'<w:fldSimple w:instr="REF a">{run("Ferries")}</w:fldSimple>{run(" sail.")}',
         "Ferries sail."),
        ("field", '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText>'
         '</w:r><w:r><w:t>code</w:t></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
         f'{run("3 May")}<w:r><w:fldChar w:fldCharType="end"/></w:r>{run(" came.")}', "3 May came."),
        ("hidden", run("Secret. ", "<w:rPr><w:vanish/></w:rPr>") + run("Ferries sail."),
         "Ferries sail."),
        ("not hidden", run("Ferries sail.", '<w:rPr><w:vanish w:val="0"/></w:rPr>'), "Ferries sail."),
        ("soft hyphen", run("Fer\u00adries") + "<w:r><w:softHyphen/><w:t> sail.</w:t></w:r>",
         "Ferries sail."),
        ("firm hyphen", "<w:r><w:t>A well</w:t><w:noBreakHyphen/><w:t>known ferry.</w:t></w:r>",
         "A well-known ferry."),
        ("line break", "<w:r><w:t>Ferries</w:t><w:br/><w:t>sail.</w:t></w:r>", "Ferries sail."),
        ("footnote", "<w:r><w:t>Ferries sail.</w:t><w:footnoteReference w:id='2'/></w:r>",
         "Ferries sail."),
        ("text box", run("Ferries sail.") + "<w:r>" + BOX.format(f"<w:p>{run('Buy!')}</w:p>") + "</w:r>",
         "Ferries sail."),
        ("content control", f"<w:sdt><w:sdtContent>{run('Ferries sail.')}</w:sdtContent></w:sdt>",
         "Ferries sail."),
    ],
)  # fmt: skip
def test_paragraph_is_what_its_reader_sees(label: str, paragraph: str, expected: str) -> None:
    article = read_word(of(f"<w:p>{paragraph}</w:p>"), "a", "a.docx")

    assert article.text == f"{expected}\n\nAll is well.", label


@pytest.mark.parametrize(
    ("label", "body", "expected"),
    [
        ("two line breaks", "<w:p><w:r><w:t>One.</w:t><w:br/><w:br/><w:t>Two.</w:t></w:r></w:p>",
         ["One.", "Two.", "All is well."]),
        ("deleted end of a paragraph", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>"
         f"{run('Fer')}</w:p><w:p>{run('ries sail.')}</w:p>", ["Ferries sail.", "All is well."]),
        ("empty paragraphs", "<w:p/><w:p><w:r><w:t> </w:t></w:r></w:p>", ["All is well."]),
    ],
)  # fmt: skip
def test_paragraphs_are_those_that_are_seen(label: str, body: str, expected: list[str]) -> None:
    assert read_word(of(body), "a", "a.docx").text.split("\n\n") == expected, label


def test_tables_and_boxes_are_read_if_nothing_else_is_prose() -> None:
    table = f"<w:tbl><w:tr><w:tc><w:p>{run('Ferries sail.')}</w:p></w:tc></w:tr></w:tbl>"
    inner = f"<w:p>{run('They do.')}</w:p>"
    boxed = f"<w:p><w:r>{BOX.format(inner)}</w:r></w:p>"
    body = f"<w:document {SPACE}><w:body>{table}{boxed}</w:body></w:document>"

    article = read_word(replaced(EMPTY, word_document=body), "a", "a.docx")
    assert article.text == "Ferries sail.\n\nThey do."


def test_outline_level_makes_a_title_whatever_the_style_is_called() -> None:
    styles = (
        f'<w:styles {SPACE}><w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="Kopf"/>'
        '<w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="x">'
        '<w:basedOn w:val="berschrift1"/></w:style></w:styles>'
    )
    body = f'<w:p><w:pPr><w:pStyle w:val="x"/></w:pPr>{run("Back at sea.")}</w:p>'

    article = read_word(replaced(of(body), word_styles=styles), "a", "a.docx")
    assert shown(article) == [("title", "Back at sea."), ("lead", "All is well.")]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Back at sea", "Back at sea"),
        ("Word Document", None),
        ("Microsoft Word - ferries.doc", None),
        ("Dokument1", None),
        ("ferries.docx", None),
        ("", None),
    ],
)
def test_title_of_the_properties_is_taken_if_there_is_no_other(
    title: str, expected: str | None
) -> None:
    document = docx.Document()
    document.add_paragraph("Ferries sail again.")
    document.core_properties.title = title

    article = read_word(written(document), "a", "a.docx")
    assert (article.title, article.date, article.author) == (expected, None, None)


def plain_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "Ferries sail.")
    return buffer.getvalue()


def sheet() -> bytes:
    buffer = io.BytesIO()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", "<Relationships><Relationship "
                         f'Type="{kind}" Target="xl/workbook.xml"/></Relationships>')  # fmt: skip
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return buffer.getvalue()


def bomb() -> str:
    entities = "".join(f'<!ENTITY e{n} "' + f"&e{n - 1};" * 10 + '">' for n in range(1, 10))
    return (
        f'<!DOCTYPE d [<!ENTITY e0 "ha">{entities}]><w:document {SPACE}><w:body><w:p><w:r><w:t>&e9;'
        "</w:t></w:r></w:p></w:body></w:document>"
    )


OUTSIDE = (
    f'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><w:document {SPACE}><w:body><w:p><w:r>'
    "<w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
)
MEMBERS = "is a damaged Word document. Open it in Word, save it again and try that file."
DOCTYPE = "has a document type in its XML, which no Word document has."


@pytest.mark.parametrize(
    ("label", "make", "message"),
    [
        ("text", lambda: b"Ferries sail.",
         "is not a Word document. Save it as .docx in Word and try again."),
        ("nothing", lambda: b"",
         "is not a Word document. Save it as .docx in Word and try again."),
        ("old Word", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
         "is an old Word document or another old office file. Save it as .docx."),
        ("encrypted", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "is encrypted. Open it in Word with its password and save it without one."),
        ("another ZIP", plain_zip,
         "is a ZIP file and is not a Word document. Save it as .docx in Word and try again."),
        ("a spreadsheet", sheet,
         "is another office document and is not a Word document. Save it as .docx in Word and try "
         "again."),
        ("cut", lambda: EMPTY[: len(EMPTY) // 2], "is damaged or no ZIP file. Pack it again."),
        ("no document in it", lambda: replaced(EMPTY, word_document=None), MEMBERS),
        ("broken XML", lambda: replaced(EMPTY, word_document="<w:document"), MEMBERS),
        ("nested too deeply", lambda: of("<w:sdt>" * 3000 + "</w:sdt>" * 3000), MEMBERS),
        ("entities in entities", lambda: replaced(EMPTY, word_document=bomb()), DOCTYPE),
        ("a file from outside", lambda: replaced(EMPTY, word_document=OUTSIDE), DOCTYPE),
        ("entities in UTF-16", lambda: replaced(EMPTY, word_document=bomb().encode("utf-16")), DOCTYPE),
        ("a ZIP bomb", lambda: replaced(EMPTY, zipfile.ZIP_DEFLATED, word_document=b" " * 20_000_000),
         "unpacks to more than 200 times its size; left out."),
        ("no text", lambda: EMPTY, "has no text. Put the text of an article in it."),
    ],
)  # fmt: skip
def test_what_is_no_document_is_refused_in_one_line(
    label: str, make: Callable[[], bytes], message: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_word(make(), "a", "a.docx")

    assert str(caught.value) == f"a.docx: {message}", label


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with some cut, flipped, spliced, repeated or overwritten."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(out))
        length = min(chance.choice([1, 4, 30, 400]), len(out) - start)
        match chance.randrange(6):
            case 0 if len(out) > 200:
                del out[max(start, 100) :]
            case 1:
                out[start] ^= 1 << chance.randrange(8)
            case 2:
                out[start : start + length] = chance.randbytes(length)
            case 3:
                out[start:start] = out[start : start + length] * chance.randint(1, 50)
            case 4 if len(out) > length + 200:
                del out[start : start + length]
            case _:
                out[start : start + 4] = chance.choice([b"\xff" * 4, bytes(4), b"\x7f\xff\xff\xff"])
    return bytes(out)


def full_document() -> Document:
    document = docx.Document()
    document.add_heading("Back at sea", 1)
    for n in range(8):
        document.add_paragraph(f"Ferries sail again on day {n}, the harbour said.")
    document.add_table(2, 2)
    return document


def test_damaged_documents_are_read_or_refused_in_one_line() -> None:
    chance = random.Random(11)
    data = written(full_document())
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in ("word/document.xml", "word/styles.xml")}
    outcomes = {"read": 0, "refused": 0}
    lines: list[str] = []
    for n in range(400):
        if n % 2:  # whole archives, and archives whose XML is damaged
            hurt = mutated(data, chance)
        else:
            name = chance.choice(sorted(parts))
            key = name.removesuffix(".xml").replace("/", "_")
            hurt = replaced(data, **{key: mutated(parts[name], chance)})
        try:
            article = read_word(hurt, "a", "a.docx")
        except InputError as error:
            outcomes["refused"] += 1
            lines.append(str(error))
        else:
            outcomes["read"] += 1
            assert all(article.text[b.start : b.end].strip() for b in article.blocks)
    assert min(outcomes.values()) > 20
    assert [line for line in lines if not line.isprintable() or line[:8] != "a.docx: "] == []
