"""Crawls: WARC files."""

from __future__ import annotations

import builtins
import gzip
from pathlib import Path
from typing import Any

import pytest

from tests.articles.samples import PAGE, find, read_all


def warc(
    *pages: tuple[str, str, str, bytes], kind: str = "response", packed: bool = False
) -> bytes:
    """Return a WARC file of (address, status, content type, content)."""
    records = []
    for address, status, media_type, data in pages:
        if kind == "response":
            http = f"HTTP/1.1 {status}\r\nContent-Type: {media_type}\r\n\r\n".encode()
            data, media_type = http + data, "application/http; msgtype=response"
        head = (
            f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\n"
            "WARC-Date: 2021-05-03T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:0>\r\n"
            f"Content-Type: {media_type}\r\nContent-Length: {len(data)}\r\n\r\n"
        )
        record = head.encode() + data + b"\r\n\r\n"
        records.append(gzip.compress(record) if packed else record)
    return b"".join(records)


ADDRESS = "https://example.org/2021/ferries-sail.html?x=1"
GOOD = (ADDRESS, "200 OK", "text/html; charset=utf-8", PAGE.encode())


@pytest.mark.parametrize("kind", ["response", "resource"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzip"])
def test_pages_that_came_whole_are_articles(
    kind: str, packed: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "c.warc.gz" if packed else "c.warc"
    image = ("https://example.org/x.png", "200 OK", "image/png", b"\x89PNG")
    Path(name).write_bytes(warc(GOOD, image, GOOD, kind=kind, packed=packed))
    (first, second), lines = read_all(name)
    assert lines == []
    assert (first.path, first.url, first.title) == (f"{name}/{ADDRESS}", ADDRESS, "Boats")
    assert second.path == f"{name}/{ADDRESS} (2)"
    assert first.article_id.startswith("ferries-sail-")
    assert first.article_id != second.article_id


def test_pages_that_failed_are_passed_over(tmp_path: Path) -> None:
    gone = ("https://example.org/b", "404 Not Found", "text/html", PAGE.encode())
    (tmp_path / "c.warc").write_bytes(warc(gone, GOOD))
    sources, lines = find(tmp_path)
    assert ([s.name for s in sources], lines) == (["ferries-sail.html"], [])


def test_another_encoding_is_that_of_the_header(tmp_path: Path) -> None:
    page = PAGE.replace("Oslo", "Łódź").encode("iso8859-2")
    (tmp_path / "c.warc").write_bytes(
        warc((ADDRESS, "200 OK", "text/html; charset=iso-8859-2", page))
    )
    (article,), _ = read_all(tmp_path)
    assert "Łódź" in article.text
    assert article.warnings == ()


@pytest.mark.parametrize(
    ("label", "data", "lines"),
    [
        ("empty", b"", ["c.warc: is empty. Put articles in it."]),
        ("no page", warc((ADDRESS, "404 Not Found", "text/html", b"x")),
         ["c.warc: holds no web page that came whole. Give one that has some."]),
        ("no WARC", b"Ferries sail.",
         ["c.warc: is no such file though it ends in .warc. Rename it or make it again."]),
    ],
)  # fmt: skip
def test_what_holds_no_page_is_said(
    label: str, data: bytes, lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("c.warc").write_bytes(data)
    assert find("c.warc")[1] == lines, label


def test_damage_costs_only_what_is_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    whole = warc(GOOD, packed=True)
    Path("a.warc.gz").write_bytes(whole + whole[: len(whole) // 2])
    Path("b.warc").write_bytes(warc(GOOD) + b"WARC/1.0\r\nbroken\r\n\r\n")
    large = (ADDRESS, "200 OK", "text/html", b"a b" * 4_000_000)
    Path("c.warc").write_bytes(warc(large, GOOD))
    Path("d.warc.gz").write_bytes(
        gzip.compress(warc((ADDRESS, "200 OK", "text/html", b" " * 9_000_000)))
    )
    sources, lines = find(".")
    assert [s.path.partition("/")[0] for s in sources] == ["a.warc.gz", "b.warc", "c.warc"]
    assert [line.partition("/")[0].partition(":")[0] for line in lines] == [
        "a.warc.gz", "b.warc", "c.warc", "d.warc.gz",
    ]  # fmt: skip


def test_without_its_library_one_line_says_how_to_mend_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def absent(name: str, *rest: Any) -> Any:
        if name.startswith("warcio"):
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
        return real(name, *rest)

    monkeypatch.chdir(tmp_path)
    Path("c.warc").write_bytes(warc(GOOD))
    monkeypatch.setattr(builtins, "__import__", absent)
    assert find("c.warc")[1] == [
        'c.warc: needs the library warcio. Install it: pip install "quizgen[warc]".'
    ]
