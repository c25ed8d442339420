"""Bytes to text."""

from __future__ import annotations

import codecs
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dataset.articles.decode import decode, read_bytes
from dataset.errors import InputError

TEXT = "“Naïve” boats\r\nsail €5.\n"
FALLBACK = ["is not UTF-8 and was read as Windows-1252. Save it as UTF-8 if letters look wrong."]
MEND = "Export it as plain text (UTF-8) and try again."


@pytest.mark.parametrize(
    ("label", "data", "expected"),
    [
        ("utf-8", TEXT.encode(), (TEXT, [])),
        ("utf-8 with mark", codecs.BOM_UTF8 + TEXT.encode(), (TEXT, [])),
        ("utf-16 le", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), (TEXT, [])),
        ("utf-16 be", codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), (TEXT, [])),
        ("utf-32 le", codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"), (TEXT, [])),
        ("utf-32 be", codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), (TEXT, [])),
        ("windows-1252", TEXT.encode("cp1252"), (TEXT, FALLBACK)),
        ("a byte windows-1252 leaves open", b"boat\x81s\x93", ("boat\x81s“", FALLBACK)),
    ],
)
def test_text_is_decoded(label: str, data: bytes, expected: tuple[str, list[str]]) -> None:
    assert decode(data, "a.txt") == expected, label


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is empty. Put the text of an article in it."),
        (b" \r\n\t", "is empty. Put the text of an article in it."),
        (codecs.BOM_UTF8, "is empty. Put the text of an article in it."),
        (b"boats\0sail", f"is not a text file. {MEND}"),
        (b"\x01\x02\x03 boats", f"is not a text file. {MEND}"),
        (b"%PDF-1.7 boats", f"is not a text file but a PDF document. {MEND}"),
        (b"PK\x03\x04", f"is not a text file but a ZIP archive or an office document. {MEND}"),
        (b"\x89PNG\r\n\x1a\n", f"is not a text file but a PNG image. {MEND}"),
        (b"\xff\xd8\xff\xe0", f"is not a text file but a JPEG image. {MEND}"),
        (b"\x1f\x8b\x08", f"is not a text file but a gzip archive. {MEND}"),
        (b"\xff\xfeb", "begins with the mark of UTF-16 but is not UTF-16. Save it as UTF-8."),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(InputError) as caught:
        decode(data, "a.txt")
    assert str(caught.value) == f"a.txt: {message}"


def test_file_that_cannot_be_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = tmp_path / "large.txt"
    large.write_bytes(b"a" * 3_500_000)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)

    def refuse(*_: object) -> int:
        raise PermissionError

    messages = []
    for path in (tmp_path, tmp_path / "none.txt", large, pipe):
        with pytest.raises(InputError) as caught:
            read_bytes(path, largest=3_000_000)
        messages.append(caught.value.message)
    (tmp_path / "locked.txt").touch()
    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(InputError) as caught:
        read_bytes(tmp_path / "locked.txt")
    assert [*messages, caught.value.message] == [
        "is a folder, not a file. Give one of the files in it.",
        "does not exist. Check the spelling of the path.",
        "has 3.5 MB, more than the 3 MB an article may have. Split it into one file an article.",
        "is not a regular file. Save the article in a file.",
        "may not be read. Change its permissions.",
    ]


@given(st.binary(max_size=80) | st.text(max_size=40).map(str.encode))
def test_no_bytes_raise_anything_but_an_input_error(data: bytes) -> None:
    try:
        text, _ = decode(data, "a.txt")
    except InputError:
        return
    assert text.strip()
    assert "\0" not in text
