"""Files that nobody should have made, over all formats; the same ones on every run."""

from __future__ import annotations

import bz2
import gzip
import importlib.util
import io
import json
import lzma
import random
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tests.articles.samples import PAGE, TEXT, tarred, zipped
from tests.articles.test_warc import GOOD, warc

Case = tuple[str, str, bytes]  # what it is, file name, content

ROWS = [
    {"id": f"n{n}", "text": TEXT, "title": f"Boats {n}", "date": "2021-05-03"} for n in range(5)
]


def _parquet(table: dict[str, Any], **options: Any) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(table), file, **options)
    return file.getvalue()


def _word() -> bytes:
    import docx

    document = docx.Document()
    for line in TEXT.split("\n\n"):
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _pdf() -> bytes:
    """Return a small PDF, written by hand."""
    content = b"BT /F1 12 Tf 72 700 Td (Ferries sail again from the harbour of Oslo.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    data, offsets = b"%PDF-1.4\n", []
    for n, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (n, body)
    xref = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    return data + b"xref\n0 6\n0000000000 65535 f \n" + xref + tail


def bases() -> dict[str, bytes]:
    """Return an honest file of each format by its name."""
    members = [
        ("a.txt", TEXT.encode()),
        ("b/c.html", PAGE.encode()),
        ("d.md", b"# Boats\n\n" + TEXT.encode()),
    ]
    lines = "".join(json.dumps(row) + "\n" for row in ROWS).encode()
    table = "id,text,title\n" + "".join(f'{r["id"]},"{r["text"]}",{r["title"]}\n' for r in ROWS)
    found = {
        "a.txt": TEXT.encode(),
        "a.md": f"---\ntitle: Boats\ndate: 2021-05-03\n---\n# Boats\n\n{TEXT}".encode(),
        "a.html": PAGE.encode(),
        "a.jsonl": lines,
        "a.csv": table.encode(),
        "a.tsv": table.replace(",", "\t").encode(),
        "a.parquet": _parquet({k: [row[k] for row in ROWS] for k in ROWS[0]}),
        "a.zip": zipped(members),
        "a.tar": tarred(members, "w"),
        "a.tar.gz": tarred(members),
        "a.tar.bz2": tarred(members, "w:bz2"),
        "a.tar.xz": tarred(members, "w:xz"),
        "a.jsonl.gz": gzip.compress(lines, mtime=0),
        "a.warc": warc(GOOD, GOOD),
        "a.warc.gz": warc(GOOD, GOOD, packed=True),
    }
    # These two join when their readers are there.
    if importlib.util.find_spec("dataset.articles.word"):
        found["a.docx"] = _word()
    if importlib.util.find_spec("dataset.articles.pdf"):
        found["a.pdf"] = _pdf()
    return found


def _truncated(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _flipped(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 4, 32))):
        changed[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _spliced(data: bytes, rng: random.Random) -> bytes:
    at, end = sorted(rng.choices(range(len(data)), k=2))
    piece = rng.choice(
        (rng.randbytes(40), data[at:end], b"\0" * 300, b"\xff" * 9, b'"', b"<![CDATA[")
    )
    where = rng.randrange(len(data))
    return data[:where] + piece + data[where:]


def _cut_out(data: bytes, rng: random.Random) -> bytes:
    at, end = sorted(rng.choices(range(len(data)), k=2))
    return data[:at] + data[end:]


def _counted(data: bytes, rng: random.Random) -> bytes:
    """Put a large number where one of the lengths may be."""
    at = rng.randrange(max(1, len(data) - 8))
    value = rng.choice((0xFFFFFFFF, 0x7FFFFFFF, 0x80000000, 0, 1 << 24))
    return data[:at] + value.to_bytes(4, "little") + data[at + 4 :]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    _truncated, _flipped, _spliced, _cut_out, _counted,
)  # fmt: skip


def mutations(per_kind: int) -> Iterator[Case]:
    """Yield each honest file damaged in each way so many times, under its name."""
    for name, data in bases().items():
        for mutate in MUTATIONS:
            rng = random.Random(f"{name} {mutate.__name__}")
            for n in range(per_kind):
                yield f"{mutate.__name__} {n}", name, mutate(data, rng)


def lies() -> Iterator[Case]:
    """Yield the content of each format under the suffix of every other."""
    every = bases()
    for name in every:
        for other, data in every.items():
            if name != other:
                yield f"{other} as", name, data


def made() -> Iterator[Case]:
    """Yield what was made to hurt."""
    blanks = b" " * 9_000_000
    deep = "<div>" * 50_000
    entities = '<!DOCTYPE html [<!ENTITY a "boat">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(12)
    )
    yield "deep", "a.html", f"<html><body>{deep}<p>{TEXT}</p></body></html>".encode()
    yield "deep lists", "a.html", f"<html><body>{'<ul><li>' * 20_000}{TEXT}".encode()
    yield "deep spans", "a.html", f"<html><body><p>{'<b><i>' * 20_000}{TEXT}".encode()
    yield "deep tables", "a.html", f"<html><body>{'<table><tr><td>' * 5_000}{TEXT}".encode()
    yield "lists never closed", "a.html", ("<html><body>" + f"<li>{TEXT}" * 19_900).encode()
    yield (
        "too many attributes",
        "a.html",
        ("<html><body><p " + " ".join(f"a{n}=b" for n in range(40_000)) + f">{TEXT}</p>").encode(),
    )
    yield "too many elements", "a.html", ("<html><body>" + f"<li>{TEXT}" * 50_000).encode()
    yield "attributes", "a.html", f"<html><body><p {'a=1 ' * 100_000}>{TEXT * 9}</p>".encode()
    yield "comments", "a.html", ("<html><!--" + "--!><!--" * 100_000 + TEXT).encode()
    yield "entities", "a.html", f"{entities}]><html><body><p>&m; {TEXT}</p></body></html>".encode()
    yield (
        "entities of XML",
        "a.html",
        (
            f'<?xml version="1.0"?>{entities.replace("html", "x", 1)}]><html><body><p>&m;{TEXT}</p></body></html>'
        ).encode(),
    )
    yield (
        "outside entity",
        "a.html",
        (
            f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
            f"<html><body><article><p>&x; {TEXT}</p></article></body></html>"
        ).encode(),
    )
    yield (
        "deep JSON-LD",
        "a.html",
        PAGE.replace(
            "<title>", '<script type="application/ld+json">' + "[" * 100_000 + "</script><title>"
        ).encode(),
    )
    yield "UTF-7", "a.html", b"<html><meta charset=utf-7>+ADw-script+AD4-" + TEXT.encode()
    yield "deep quotes", "a.md", (">" * 20_000 + TEXT).encode()
    yield "deep lists", "a.md", "".join("  " * n + "- a\n" for n in range(500)).encode()
    yield "brackets", "a.md", ("[" * 20_000 + TEXT).encode()
    yield "links", "a.md", ("[a](" * 20_000 + TEXT).encode()
    yield "stars", "a.md", ("*a **a " * 20_000 + TEXT).encode()
    yield "ticks", "a.md", ("`" * 3_000 + "a" + "`a" * 3_000 + TEXT).encode()
    yield "stars", "a.md", ("*a **a " * 60_000 + TEXT).encode()
    yield "too long", "a.md", ("*a **a " * 200_000 + TEXT).encode()
    yield "deep front matter", "a.md", ("---\na: " + "[" * 90_000 + "\n---\n" + TEXT).encode()
    yield (
        "aliases",
        "a.md",
        (
            "---\na0: &a0 [x]\n"
            + "".join(f"a{n}: &a{n} [{f'*a{n - 1},' * 9}]\n" for n in range(1, 12))
            + f"---\n{TEXT}"
        ).encode(),
    )
    yield "endless line", "a.txt", b"boat " * 1_500_000
    yield "endless word", "a.txt", b"a" * 5_000_000
    yield "dashes", "a.txt", ("OSLO - " * 100_000 + TEXT).encode()
    yield "commas", "a.txt", ("A, " * 200_000 + TEXT).encode()
    yield "bylines", "a.txt", ("By A B, C D and E\n" * 50_000 + TEXT).encode()
    yield "headers", "a.txt", (("Date: " + "1" * 1_000 + "\n") * 2_000 + TEXT).encode()
    yield "digits", "a.txt", ("Date: " + "9" * 1_000_000 + "\n" + TEXT).encode()
    yield "marks", "a.txt", ("“" * 1_000_000 + TEXT).encode()
    yield "blanks", "a.txt", ("a" + " " * 5_000_000 + "b\n\n" + TEXT).encode()
    yield "line ends", "a.txt", (b"\r\n" * 2_000_000 + TEXT.encode())
    yield "NULs", "a.txt", b"boat\0" * 1_000
    yield "controls", "a.txt", bytes(range(32)) * 100
    yield "too large", "a.txt", b"a " * 6_000_000
    yield "directions", "a.txt", ("\u202e\u2066" * 1_000 + TEXT).encode()
    yield "combining", "a.txt", ("e" + "\u0301" * 500_000 + TEXT).encode()
    for encoding in ("utf-16", "utf-32", "utf-16-le", "utf-7", "shift_jis", "cp037", "utf-8-sig"):
        for name in ("a.txt", "a.md", "a.html", "a.csv", "a.jsonl"):
            text = bases()[name].decode()
            yield f"in {encoding}", name, text.encode(encoding)
    yield "deep", "a.jsonl", b"[" * 5_000_000
    yield "deep objects", "a.jsonl", b'{"text":' * 500_000
    yield "endless line", "a.jsonl", b'{"text": "' + b"a" * 31_000_000
    yield "endless number", "a.jsonl", b'{"text": ' + b"1" * 4_000_000 + b"}"
    yield "many keys", "a.jsonl", json.dumps({f"k{n}": "" for n in range(50_000)}).encode()
    yield (
        "many columns",
        "a.jsonl",
        b"".join(json.dumps({f"k{n}": "x", "text": TEXT}).encode() + b"\n" for n in range(3_000)),
    )
    yield "nulls", "a.jsonl", b"null\n" * 5_000
    yield "halves", "a.jsonl", b'{"text": "\\ud800\\udc00 \\udfff boats", "title": "\\ud800"}\n'
    yield "unbalanced", "a.csv", b'text\n"' + b"a,b\n" * 1_000_000
    yield "marks", "a.csv", b"text\n" + b'"' * 3_000_001
    yield "many columns", "a.csv", b"text," * 50_000 + b"\n" + b"," * 50_000
    yield (
        "ragged",
        "a.csv",
        b"text,title\n" + b"".join(b"a," * (n % 7) + b"\n" for n in range(9_000)),
    )
    yield "NULs", "a.csv", b"text\n\0\0\n"
    yield "no text", "a.csv", b"a,b\n" * 100
    yield (
        "one dictionary",
        "a.parquet",
        _parquet({"text": pa.array([TEXT * 900] * 30).dictionary_encode()}),
    )
    yield "nothing", "a.parquet", b"PAR1PAR1"
    yield "a lying footer", "a.parquet", b"PAR1" + b"\xff" * 100 + b"\xff\xff\xff\x7fPAR1"
    yield (
        "packed blanks",
        "a.parquet",
        _parquet({"text": [" " * 9_000_000] * 5}, compression="zstd"),
    )
    yield "bomb", "a.zip", zipped([("a.txt", blanks)])
    yield "bomb of rows", "a.zip", zipped([("a.csv", b"text\n" + blanks)])
    yield "bomb of Parquet", "a.zip", zipped([("a.parquet", b"PAR1" + blanks)])
    yield "many members", "a.zip", zipped([(f"{n}.png", b"") for n in range(20_000)])
    yield "nested", "a.zip", zipped([("a.zip", zipped([("a.zip", zipped([("a.txt", blanks)]))]))])
    yield (
        "names",
        "a.zip",
        zipped(
            [
                (n, TEXT.encode())
                for n in (
                    "../" * 500 + "a.txt",
                    "/a.txt",
                    "\n\x1b.txt",
                    "C:\\a.txt",
                    "a" * 60_000 + ".txt",
                    "con.txt",
                    " .txt",
                    "..txt",
                )
            ]
        ),
    )
    yield (
        "stored in itself",
        "a.zip",
        zipped([("a.zip", zipped([("b.txt", TEXT.encode())]))], zipfile.ZIP_STORED),
    )
    for kind, pack in ((".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)):
        yield "bomb", f"a.tar{kind}", pack(blanks * 5)
        yield "twice", f"a.tar{kind}", pack(pack(tarred([("a.txt", TEXT.encode())], "w")))
        yield "nothing", f"a.tar{kind}", pack(b"")
    yield "many streams", "a.tar.gz", gzip.compress(b"") * 50_000
    yield "a bomb of streams", "a.jsonl.gz", gzip.compress(blanks) * 3
    loop = tarfile.TarInfo("a.txt")
    loop.type, loop.linkname = tarfile.SYMTYPE, "a.txt"
    yield "loop", "a.tar.gz", tarred([("a.txt", loop), ("b.txt", loop)])
    yield "endless zeros", "a.tar", b"\0" * 5_000_000
    yield "zeros within", "a.tar", tarred([("a.txt", TEXT.encode())], "w") + b"\0" * 99
    yield "bomb", "a.warc.gz", gzip.compress(warc((*GOOD[:3], blanks)))
    yield "no length", "a.warc", warc(GOOD).replace(b"Content-Length", b"Content-Lengte")
    yield (
        "lying length",
        "a.warc",
        warc(GOOD, GOOD).replace(b"Content-Length: ", b"Content-Length: 9"),
    )
    yield "minus", "a.warc", warc(GOOD, GOOD).replace(b"Content-Length: ", b"Content-Length: -")
    yield "no address", "a.warc", warc(GOOD).replace(b"WARC-Target-URI", b"WARC-Target-URX")
    yield "address", "a.warc", warc(("http://[", *GOOD[1:]), ("\x1b[2J/../..", *GOOD[1:]))
    yield (
        "chunks",
        "a.warc",
        warc(GOOD).replace(b"text/html;", b"text/html\r\nTransfer-Encoding: chunked\r\nX:"),
    )
    yield "endless header", "a.warc", b"WARC/1.0\r\n" + b"A: b\r\n" * 300_000
    yield "one header", "a.warc", b"WARC/1.0\r\n" + b"A" * 5_000_000


def cases() -> Iterator[Case]:
    """Yield all of them."""
    yield from made()
    yield from lies()
    yield from mutations(14)
