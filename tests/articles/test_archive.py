"""ZIP and tar archives, honest and hostile."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import os
import random
import struct
import tarfile
import zipfile
from pathlib import Path

import pytest

from dataset.articles.archive import read_tar
from dataset.articles.place import Place, to_the_end
from dataset.articles.unpack import unpacked
from dataset.errors import InputError
from tests.articles.samples import PAGE, TEXT, find, read_all, tarred, zipped

DATA = TEXT.encode()
MEMBERS = [
    ("2021/a.txt", DATA),
    ("2021/b.md", b"# Boats\n\n" + DATA),
    ("page.html", PAGE.encode()),
    ("rows.jsonl", json.dumps({"id": "r", "text": TEXT}).encode() + b"\nbroken\n"),
    ("rows.csv", b'text\n"Ferries sail."\n'),
    ("README.md", DATA),
    (".hidden/x.txt", DATA),
    ("__MACOSX/._a.txt", DATA),
    ("picture.png", b"\x89PNG"),
]
READ = ["2021/a.txt", "2021/b.md", "page.html", "rows.jsonl:1", "rows.csv:2"]


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def link(kind: bytes, name: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, "/etc/passwd"
    return info


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("n.zip", zipped(MEMBERS)),
        ("n.zip", zipped(MEMBERS, zipfile.ZIP_STORED)),
        ("n.zip", zipped(MEMBERS, zipfile.ZIP_BZIP2)),
        ("n.zip", zipped(MEMBERS, zipfile.ZIP_LZMA)),
        ("n.tar", tarred(MEMBERS, "w")),
        ("n.tar.gz", tarred(MEMBERS)),
        ("n.TGZ", tarred(MEMBERS)),
        ("n.tar.bz2", tarred(MEMBERS, "w:bz2")),
        ("n.tar.xz", tarred(MEMBERS, "w:xz")),
    ],
)
def test_members_are_read_as_files_in_a_folder_are(name: str, data: bytes) -> None:
    Path(name).write_bytes(data)
    articles, lines = read_all(name)
    assert [a.path for a in articles] == [f"{name}/{m}" for m in READ]
    assert lines == [
        f"{name}/rows.jsonl:2: is not JSON (Expecting value). Write one whole object a line."
    ]
    assert os.listdir() == [name]


NAMES = {
    "../../etc/x.txt": "etc/x.txt",
    "/abs/x.txt": "abs/x.txt",
    "C:\\dir\\x.txt": "dir/x.txt",
    "a\x1b[2Jb.txt": "a\ufffd[2Jb.txt",
    "b\u202etxt.md": "b\ufffdtxt.md",
    "./c//./d.txt": "c/d.txt",
    "a" * 300 + ".txt": "a" * 234 + "…" + "a" * 16 + ".txt",
}


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_names_are_only_text(pack: object) -> None:
    name = "n.zip" if pack is zipped else "n.tar.gz"
    Path(name).write_bytes(pack((n, DATA) for n in NAMES))  # type: ignore[operator]
    sources, lines = find(name)
    assert ([s.shown for s in sources], lines) == ([f"{name}/{s}" for s in NAMES.values()], [])
    assert os.listdir() == [name]
    assert not os.path.exists("../../etc/x.txt")


@pytest.mark.parametrize("pack", [zipped, tarred], ids=["zip", "tar"])
def test_members_of_the_same_name_are_told_apart(pack: object) -> None:
    name = "n.zip" if pack is zipped else "n.tar.gz"
    Path(name).write_bytes(pack([("a.txt", DATA), ("./a.txt", DATA), ("x/../a.txt", DATA)]))  # type: ignore[operator]
    articles, lines = read_all(name)
    shown = ["a.txt", "a.txt (2)", "x/a.txt"]
    assert ([a.path for a in articles], lines) == ([f"{name}/{s}" for s in shown], [])
    assert len({a.article_id for a in articles}) == 3


def test_links_devices_and_archives_within_are_told() -> None:
    kinds = {
        "sym.txt": tarfile.SYMTYPE,
        "hard.txt": tarfile.LNKTYPE,
        "pipe.txt": tarfile.FIFOTYPE,
        "null.txt": tarfile.CHRTYPE,
    }
    members = [(n, link(kind, n)) for n, kind in kinds.items()]
    inner = ("inner.zip", zipped([("a.txt", DATA)]))
    Path("n.tar.gz").write_bytes(tarred([*members, inner, ("a.txt", DATA)]))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        info = zipfile.ZipInfo("sym.txt")
        info.create_system, info.external_attr = 3, 0o120777 << 16
        file.writestr(info, "/etc/passwd")
        file.writestr(*inner)
    Path("n.zip").write_bytes(archive.getvalue())
    sources, lines = find("n.tar.gz", "n.zip")
    assert [s.path for s in sources] == ["n.tar.gz/a.txt"]
    linked = "is a link; links in archives are not followed. Pack the file itself."
    special = "is not a regular file. Pack the article as a file."
    nested = "is an archive in an archive. Unpack it and give it by itself."
    assert lines == [
        f"n.tar.gz/sym.txt: {linked}",
        f"n.tar.gz/hard.txt: {linked}",
        f"n.tar.gz/pipe.txt: {special}",
        f"n.tar.gz/null.txt: {special}",
        f"n.tar.gz/inner.zip: {nested}",
        f"n.zip/sym.txt: {linked}",
        f"n.zip/inner.zip: {nested}",
    ]


def test_bombs_are_stopped() -> None:
    blanks = b" " * 9_000_000
    Path("a.zip").write_bytes(zipped([("bomb.txt", blanks), ("b.txt", DATA)]))
    Path("b.tar.gz").write_bytes(tarred([("b.txt", DATA), ("bomb.txt", blanks)]))
    Path("c.tar.bz2").write_bytes(tarred([("bomb.txt", blanks)], "w:bz2"))
    Path("d.jsonl.gz").write_bytes(gzip.compress(b'{"text": "' + blanks))
    Path("e.zip").write_bytes(zipped([("large.txt", os.urandom(11_000_000))]))
    sources, lines = find(".")
    assert [s.path for s in sources] == ["a.zip/b.txt", "b.tar.gz/b.txt"]
    rest = (
        "unpacks to more than 200 times its size; the rest is left out. "
        "Unpack it and give the files, if you trust it."
    )
    assert lines == [
        "a.zip/bomb.txt: unpacks to more than 200 times its size; left out.",
        f"b.tar.gz: {rest}",
        f"c.tar.bz2: {rest}",
        f"d.jsonl.gz: {rest}",
        "e.zip/large.txt: has 11.0 MB unpacked, more than the 10 MB that are read. "
        "Split it into one file an article.",
    ]


def test_members_that_overlap_are_stopped_by_their_sum() -> None:
    """One kernel listed a thousand times, as in the bombs that no single member gives away."""
    text = " ".join(random.Random(5).choices(["boat", "sea", "oslo", "sails"], k=400_000)).encode()
    whole = zipped([("k.txt", text)])
    end = whole.rfind(b"PK\5\6")
    at = struct.unpack_from("<L", whole, end + 16)[0]
    entry, n = whole[at:end], 1_000
    listed = entry * n
    tail = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, n, n, len(listed), at, 0)
    Path("n.zip").write_bytes(whole[:at] + listed + tail)
    sources, lines = find("n.zip")
    assert sum(len(s.data or b"") for s in sources) <= 200 * os.path.getsize("n.zip")
    assert len(sources) < n
    assert lines == [
        "n.zip: unpacks to more than 200 times its size or 100 GB; the rest is left out. Split it."
    ]


def test_what_is_encrypted_is_told() -> None:
    data = bytearray(zipped([("a.txt", DATA), ("b.txt", DATA)], zipfile.ZIP_STORED))
    data[6] |= 1
    data[data.find(b"PK\1\2") + 8] |= 1
    Path("n.zip").write_bytes(data)
    sources, lines = find("n.zip")
    assert [s.path for s in sources] == ["n.zip/b.txt"]
    assert lines == ["n.zip/a.txt: is encrypted. Unpack it with its password and give the files."]


NOISE = [(f"{n}.txt", random.Random(n).randbytes(3_000).hex().encode()) for n in range(4)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("n.zip", zipped(NOISE)),
        ("n.zip", zipped(NOISE, zipfile.ZIP_STORED)),
        ("n.tar", tarred(NOISE, "w")),
        ("n.tar.gz", tarred(NOISE)),
        ("n.tar.xz", tarred(NOISE, "w:xz")),
    ],
)
def test_of_an_archive_cut_off_the_begin_is_read(name: str, data: bytes) -> None:
    Path(name).write_bytes(data[: len(data) * 2 // 3])
    sources, lines = find(name)
    assert [(s.name, s.data) for s in sources] == NOISE[: len(sources)]
    assert 1 <= len(sources) <= 3
    assert len(lines) == 1
    assert lines[0].startswith(f"{name}: ")


def test_a_zip_written_as_a_stream_is_read_without_its_list() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in NOISE:
            archive.writestr(name, data)
    whole = pipe.getvalue()
    Path("n.zip").write_bytes(whole[: whole.find(b"PK\1\2")])
    sources, lines = find("n.zip")
    assert [(s.name, s.data) for s in sources] == NOISE
    assert lines == [
        "n.zip: is damaged or no ZIP file; only what stands whole at its begin was read. "
        "Copy or pack it again."
    ]


def test_a_damaged_member_does_not_cost_the_others() -> None:
    data = bytearray(zipped(NOISE, zipfile.ZIP_STORED))
    data[100] ^= 0xFF
    Path("n.zip").write_bytes(data)
    sources, lines = find("n.zip")
    assert [s.name for s in sources] == ["1.txt", "2.txt", "3.txt"]
    assert lines == ["n.zip/0.txt: is damaged and cannot be unpacked. Pack it again."]


@pytest.mark.parametrize(
    ("label", "name", "data", "lines"),
    [
        ("no archive", "n.zip", b"Ferries sail.",
         ["n.zip: is no such file though it ends in .zip. Rename it or make it again."]),
        ("empty", "n.tar", b"", ["n.tar: is empty. Put articles in it."]),
        ("nothing in it", "n.zip", zipped([]),
         ["n.zip: holds no articles. Pack files that end in "]),
        ("another archive", "n.zip", tarred([("a.txt", DATA)]),
         ["n.zip: ends in .zip but is a gzip file, and was read as one. Rename it."]),
        ("a packed text", "n.tar.gz", gzip.compress(b"Boats " * 200, mtime=0),
         ["n.tar.gz: is no tar archive. Pack it again."]),
        ("a packed picture", "n.csv.gz", gzip.compress(zipped([]), mtime=0),
         ["n.csv.gz: is packed, and what it holds is a ZIP archive. Unpack it and give that."]),
    ],
)  # fmt: skip
def test_what_is_no_archive_of_articles_is_said(
    label: str, name: str, data: bytes, lines: list[str]
) -> None:
    Path(name).write_bytes(data)
    _, wrong = find(name)
    assert [w[: len(line)] for w, line in zip(wrong, lines, strict=True)] == lines, label


def test_a_tar_that_tells_of_giant_names_or_sizes_fills_no_memory() -> None:
    name = tarfile.TarInfo("././@LongLink")
    name.type, name.size = tarfile.GNUTYPE_LONGNAME, 5 << 30
    huge = tarfile.TarInfo("a.txt")
    huge.size = 5 << 30
    lines = []
    for info in (name, huge):
        data = info.tobuf(tarfile.GNU_FORMAT) + b"x" * 2048
        place = Place("n.tar", "n", "n", "n")
        found = to_the_end(lambda data=data, place=place: read_tar(io.BytesIO(data), place), place)
        lines += map(str, found)
    assert lines == [
        "n.tar: has a header of more than 1 MB; the rest is left out.",
        "n.tar/a.txt: has 5368.7 MB, more than the 10 MB an article may have. "
        "Split it into one file an article.",
        "n.tar: ends in the middle; what stands before it was read. Copy it again.",
    ]


@pytest.mark.parametrize(
    ("kind", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)]
)
def test_streams_are_unpacked_whole_and_damage_is_told(kind: str, pack: object) -> None:
    data = random.Random(1).randbytes(300_000)
    packed = pack(data[:100_000]) + pack(data[100_000:])  # type: ignore[operator]
    assert unpacked(io.BytesIO(packed), "n", kind).read() == data
    for broken in (packed[:-50], packed[:50_000] + b"\xff" * 100 + packed[50_100:]):
        with pytest.raises(InputError):
            unpacked(io.BytesIO(broken), "n", kind).read()
