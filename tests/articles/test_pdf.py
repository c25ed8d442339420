"""PDF documents: reading order, paragraphs and whole words, whoever set the pages."""

from __future__ import annotations

import io
import random
import sys
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst

from dataset.articles import pdf
from dataset.articles.article import Article
from dataset.articles.helper import Helper, HelperFailed
from dataset.articles.hyphens import make_join
from dataset.articles.pdf import read_pdf
from dataset.errors import InputError

FIRST = (
    "Ferries to the islands sail again after a strike of nine days, the harbour said on Monday. "
    "About two thousand passengers had waited for this morning, and most of them were on board "
    "before the sun was up."
)
SECOND = (
    "Maria Keller, who has led the harbour for twelve years, thanked the crews and the passengers. "
    "She promised that a well-known agreement between the companies and the unions would be "
    "published in full, so that nobody need wonder about its conditions."
)
THIRD = (
    "The unions were content. They announced that their representatives would meet the companies "
    "again in the autumn, when the extraordinary regulations for the winter are to be negotiated."
)
PARAGRAPHS = [FIRST, SECOND, THIRD, FIRST.replace("Monday", "Tuesday"), SECOND, THIRD]


def page(body: str, setup: str = "") -> bytes:
    # Libertinus comes with Typst, so that pages are the same everywhere.
    start = f'#set text(font: "Libertinus Serif", size: 10pt, lang: "en")\n{setup}\n'
    made: Any = typst.compile((start + body).encode(), ignore_system_fonts=True)
    return bytes(made)


def story(setup: str, paragraphs: list[str] = PARAGRAPHS, head: str = "") -> bytes:
    title = '#place(top, scope: "parent", float: true)[#text(size: 18pt, weight: "bold")[Back at sea after a strike]]\n'
    return page(title + head + "\n\n".join(paragraphs), setup)


def shown(article: Article) -> list[tuple[str, str]]:
    return [(b.kind, article.text[b.start : b.end]) for b in article.blocks]


@pytest.mark.parametrize("columns", [1, 2, 3])
@pytest.mark.parametrize("justify", ["true", "false"])
@pytest.mark.parametrize(
    "paragraphs", ["first-line-indent: 1.2em, spacing: 0.65em", "spacing: 1.3em"]
)
def test_paragraphs_are_whole_in_any_layout(columns: int, justify: str, paragraphs: str) -> None:
    setup = (
        f"#set page(width: {6 + 6 * columns}cm, height: 12cm, margin: 1.2cm, columns: {columns}, "
        "header: [The Island], footer: context [Page #counter(page).display()])\n"
        f"#set par(justify: {justify}, {paragraphs})"
    )
    article = read_pdf(story(setup), "a", "a.pdf")

    assert article.title == "Back at sea after a strike"
    prose = [text for kind, text in shown(article) if kind in ("lead", "body")]
    assert prose == PARAGRAPHS  # a head on a single page is a caption


def test_head_of_the_article_is_read_as_in_plain_text() -> None:
    head = "Date: 2021-05-03\n\nBy Ana Lind\n\n"
    article = read_pdf(story("", ["OSLO -- Ferries sail again.", SECOND], head), "a", "a.pdf")

    assert shown(article) == [
        ("title", "Back at sea after a strike"),
        ("dateline", "OSLO –"),
        ("lead", "Ferries sail again."),
        ("body", SECOND),
    ]
    assert (str(article.date), article.date_source, article.author) == (
        "2021-05-03",
        "header",
        "Ana Lind",
    )


def test_headings_notes_and_small_type_are_no_prose() -> None:
    body = [
        FIRST + "#footnote[The strike began in April.]",
        '#text(weight: "bold")[What comes next]',
        SECOND,
        "#text(size: 7pt)[A ferry in the harbour. Photograph by Bo Ek.]",
        THIRD,
    ]
    article = read_pdf(story("#set par(spacing: 1.3em)", body), "a", "a.pdf")

    assert shown(article) == [
        ("title", "Back at sea after a strike"),
        ("lead", FIRST),
        ("caption", "What comes next"),
        ("body", SECOND),
        ("caption", "A ferry in the harbour. Photograph by Bo Ek."),
        ("body", THIRD),
    ]


def test_numbers_of_lines_are_left_out() -> None:
    article = read_pdf(story('#set par.line(numbering: "1")'), "a", "a.pdf")

    assert article.text.split("\n\n")[1:] == PARAGRAPHS


def test_pages_that_lie_on_their_side_are_read() -> None:
    with pikepdf.open(io.BytesIO(story(""))) as document:
        for one in document.pages:
            one.rotate(90, relative=True)
        document.save(turned := io.BytesIO())
    sideways = page(f"#rotate(-90deg, reflow: true)[#block(width: 16cm)[{FIRST}]]")

    assert read_pdf(turned.getvalue(), "a", "a.pdf").text.split("\n\n")[1:] == PARAGRAPHS
    assert read_pdf(sideways, "a", "a.pdf").text == FIRST


def test_what_a_browser_prints_around_a_page_is_left_out() -> None:
    setup = (
        "#set page(header: text(size: 7pt)[11/28/26, 2:38 PM #h(1fr) Back at sea], "
        "footer: text(size: 7pt)[https:\\/\\/island.example/back #h(1fr) 1/1])"
    )
    article = read_pdf(story(setup), "a", "a.pdf")

    assert article.text.split("\n\n") == ["Back at sea after a strike", *PARAGRAPHS]
    assert (article.url, article.date) == ("https://island.example/back", None)


@pytest.mark.parametrize(
    ("title", "expected"), [("Back at sea", "Back at sea"), ("ferries.docx", None)]
)
def test_title_of_the_properties_is_taken_if_there_is_no_other(
    title: str, expected: str | None
) -> None:
    setup = f'#set document(title: "{title}", author: "A teacher")'
    article = read_pdf(page("Ferries sail again.", setup), "a", "a.pdf")

    assert (article.title, article.author, article.date) == (expected, None, None)


PRINTED = "The sanc-\ntions were new. "


@pytest.mark.parametrize(
    ("label", "text", "expected"),
    [
        ("a cut word", "The sanc-\ntions", "The sanctions"),
        ("a compound", "a well-\nknown line", "a well-known line"),
        ("a compound where words are cut", PRINTED + "A well-\nknown", "A well-known"),
        ("the document has the compound", "The e-mail. An e-\nmail", "An e-mail"),
        ("the document has the word", "Zorbium is new. Zor-\nbium", "Zorbium"),
        ("a prefix", "his re-\nelection", "his re-election"),
        ("a prefix where words are cut", PRINTED + "his re-\nelection", "his re-election"),
        ("what looks like a prefix", PRINTED + "their re-\nturn", "their return"),
        ("a name that nobody knows", PRINTED + "Tsikhan-\nouskaya", "Tsikhanouskaya"),
        ("the same where no words are cut", "Tsikhan-\nouskaya", "Tsikhan-ouskaya"),
        ("two names", PRINTED + "Bosnia-\nHerzegovina", "Bosnia-Herzegovina"),
        ("a number", PRINTED + "a 1,000-\nmetre run", "a 1,000-metre run"),
        ("capitals", PRINTED + "a UN-\nbacked plan", "a UN-backed plan"),
        ("a compound's second word", PRINTED + "the Direc-\ntor-General", "the Director-General"),
        ("a soft hyphen", "Zor\u00ad\nbium", "Zorbium"),
        ("a dash", "my own eyes—\nthe majority", "my own eyes—the majority"),
        ("a dash between spaces", "my own eyes -\nthe majority", "my own eyes - the majority"),
    ],
)
def test_hyphen_at_a_line_end(label: str, text: str, expected: str) -> None:
    above, _, below = text.rpartition("\n")
    line = above.rpartition(". ")[2].rpartition("\n")[2]

    assert make_join(text)(line, below) + below == expected, label


def raw(*objects: bytes, root: bytes = b"<</Type/Catalog/Pages 2 0 R>>") -> bytes:
    """Return a PDF of objects from number 2 on; the readers of today find them by themselves."""
    parts = [b"%PDF-1.7\n", b"1 0 obj" + root + b"endobj\n"]
    parts += [b"%d 0 obj" % n + o + b"endobj\n" for n, o in enumerate(objects, start=2)]
    return b"".join(parts) + b"trailer<</Root 1 0 R/Size %d>>\n%%%%EOF" % (len(objects) + 2)


def with_content(stream: bytes, packed: bool = False) -> bytes:
    how = b"/Filter/FlateDecode" if packed else b""
    return raw(
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources"
        b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d%s>>stream\n" % (len(stream), how) + stream + b"\nendstream",
    )


def locked() -> bytes:
    with pikepdf.open(io.BytesIO(story(""))) as document:
        document.save(out := io.BytesIO(), encryption=pikepdf.Encryption(user="u", owner="o"))
    return out.getvalue()


DAMAGED = "is a damaged PDF. Print or export it again and try that file."
PICTURES = "has no text, only pictures. Run it through text recognition (OCR) first."
SLOW = "takes longer than 1 seconds to read. Print it to a new PDF and try that file."


@pytest.mark.parametrize(
    ("label", "make", "message"),
    [
        ("text", lambda: b"Ferries sail.", "is not a PDF. Print or export the article as PDF."),
        ("nothing but its sign", lambda: b"%PDF-1.7", DAMAGED),
        ("cut", lambda: story("")[:3000], DAMAGED),
        ("encrypted", locked,
         "is encrypted. Open it with its password and print it to a PDF without one."),
        ("a picture", lambda: page("#rect(width: 5cm, height: 5cm, fill: red)"), PICTURES),
        ("page numbers", lambda: page("1 #pagebreak() 2"), PICTURES),
        ("too many pages", lambda: page("#for n in range(501) [word #pagebreak(weak: true)]"),
         "has more than 500 pages. Print the pages of one article to a PDF of their own."),
        ("too large", lambda: b"%PDF-" + bytes(60_000_000),
         "has 60.0 MB, more than the 50 MB a PDF may have. Print the pages of one article to a PDF "
         "of their own."),
        ("pages that hold themselves", lambda: raw(b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 400>>"),
         PICTURES),
        ("a tree of a million levels", lambda: raw(b"[" * 1_000_000 + b"]" * 1_000_000), DAMAGED),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(
    label: str, make: Callable[[], bytes], message: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_pdf(make(), "a", "a.pdf")

    assert str(caught.value) == f"a.pdf: {message}", label


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2_raw", None)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(InputError) as caught:
        read_pdf(story(""), "a", "a.pdf")
    assert str(caught.value) == (
        'a.pdf: needs the package pypdfium2 to be read: pip install "quizgen[pdf]".'
    )


@pytest.mark.parametrize(
    ("program", "timed_out"),
    [
        ("import os, sys; sys.stdin.buffer.read(8); os.abort()", False),
        ("import sys; sys.stdin.buffer.read(8); sys.stdout.buffer.write(b'1234')", False),
        ("import time; time.sleep(60)", True),
    ],
    ids=["crash", "half an answer", "no end"],
)
def test_helper_that_fails_is_replaced(program: str, timed_out: bool, tmp_path: Path) -> None:
    (tmp_path / "p.py").write_text(program)
    helper = Helper(tmp_path / "p.py", seconds=1)

    for _ in range(2):
        with pytest.raises(HelperFailed) as caught:
            helper.ask(b"question")
        assert caught.value.timed_out is timed_out
    (tmp_path / "p.py").write_text(
        "import sys; n = 8 + len(b'question'); sys.stdin.buffer.read(n); "
        "sys.stdout.buffer.write((2).to_bytes(8, 'big') + b'{}')"
    )
    assert helper.ask(b"question") == {}
    helper.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(pdf, "LONGEST_READING", 1)
    pdf._helper.cache_clear()
    yield
    pdf._helper().close()
    pdf._helper.cache_clear()


def outcome(data: bytes) -> str:
    """Return ``read`` or the one line that says why not; everything else fails the test."""
    try:
        article = read_pdf(data, "a", "a.pdf")
    except InputError as error:
        message, refused = error.message, str(error)
    else:
        assert all(article.text[b.start : b.end].strip() for b in article.blocks)
        return "read"
    assert refused.isprintable()
    assert refused == f"a.pdf: {message}"
    return message


@pytest.mark.usefixtures("impatient")
def test_page_without_end_is_given_up_and_the_next_is_read() -> None:
    endless = zlib.compress(b"BT /F 9 Tf 9 9 Td (sail) Tj ET\n" * 3_000_000)

    assert outcome(with_content(endless, packed=True)) in (SLOW, *pdf._FAULTS.values())
    assert outcome(story("")) == "read"


LETTERS = b"BT /F 9 Tf %s ET"
HOSTILE = {
    "a lying length": with_content(LETTERS % b"9 9 Td (Ferries sail.) Tj").replace(
        b"/Length ", b"/Length 99999999"
    ),
    "letters all over the page": with_content(
        LETTERS % b"".join(b"1 0 0 1 %d %d Tm (a) Tj " % (n * 37 % 590, n * 53 % 790) for n in range(9999))
    ),
    "large letters in one line": with_content(
        LETTERS % b"".join(b"1 0 0 1 %d 9 Tm %d 0 0 %d 0 0 cm (A) Tj " % (n, n, n) for n in range(999))
    ),
    "a word of a page": with_content(LETTERS % (b"9 9 Td (" + b"a" * 200_000 + b"-) Tj")),
    "numbers out of bounds": with_content(LETTERS % b"1e38 0 0 -1e38 1e38 1e38 Tm (Ferries sail.) Tj"),
    "the same line many times": with_content(LETTERS % (b"9 9 Td " + b"(Ferries sail.) Tj 0 0 Td " * 9999)),
}  # fmt: skip


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_absurd_page_ends_in_time(data: bytes) -> None:
    assert outcome(data)


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Return bytes with some cut, flipped, spliced, repeated, or numbers in them replaced."""
    out = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        start = chance.randrange(10, len(out))
        length = min(chance.choice([1, 4, 30, 400]), len(out) - start)
        match chance.randrange(6):
            case 0 if len(out) > 2000:
                del out[max(start, 1000) :]
            case 1:
                out[start] ^= 1 << chance.randrange(8)
            case 2:
                out[start : start + length] = chance.randbytes(length)
            case 3:
                out[start:start] = out[start : start + length] * chance.randint(1, 50)
            case 4:
                numbers = [n for n, byte in enumerate(out[:9000]) if 48 <= byte <= 57]
                for place in chance.sample(numbers, min(9, len(numbers))):
                    out[place] = chance.randint(48, 57)
            case _:
                one, other = sorted(chance.sample(range(10, len(out)), 2))
                out[one : one + length], out[other : other + length] = (
                    out[other : other + length],
                    out[one : one + length],
                )
    return bytes(out)


def test_damaged_documents_are_read_or_refused_in_one_line() -> None:
    chance = random.Random(11)
    with pikepdf.open(io.BytesIO(story("#set page(columns: 2)"))) as document:
        # Streams unpacked, so that what is in them is damaged too and not only their packing.
        document.save(
            loose := io.BytesIO(),
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    whole = [story("#set page(columns: 2)"), loose.getvalue()]
    outcomes = [outcome(mutated(whole[n % 2], chance)) for n in range(320)]

    assert outcomes.count("read") > 50
    assert outcomes.count(DAMAGED) > 10
    assert not [line for line in outcomes if line.startswith("takes longer")]
