"""Tables whose rows are articles: JSON lines, CSV, Parquet."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dataset.articles import parse_columns
from dataset.articles import rows as rows_module
from dataset.articles.delimited import Records
from dataset.articles.jsonl import read_jsonl
from dataset.articles.limits import LONGEST_LINE, MOST_PROBLEMS
from dataset.articles.place import Place, to_the_end
from dataset.articles.source import Source
from dataset.errors import InputError
from tests.articles.samples import PROSE, TEXT, find, read_all

ROW = {
    "id": "ferries", "text": PROSE, "title": "Boats", "date": "2021-05-03", "source": "The Post",
    "author": "Ana Berg", "url": "https://example.org/a",
}  # fmt: skip


def jsonl(*rows: Any) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def csv_of(*rows: dict[str, str]) -> bytes:
    lines = [",".join(rows[0])]
    lines += [",".join('"' + v.replace('"', '""') + '"' for v in row.values()) for row in rows]
    return "\n".join(lines).encode()


def parquet(table: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table(table), file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("n.jsonl", jsonl(ROW)),
        ("n.ndjson", jsonl(ROW)),
        ("n.jsonl.gz", gzip.compress(jsonl(ROW))),
        ("n.csv", csv_of(ROW)),
        ("n.csv.gz", gzip.compress(csv_of(ROW))),
        ("n.tsv", "\n".join("\t".join(r) for r in (ROW, ROW.values())).encode()),
        ("n.parquet", parquet({k: [v] for k, v in ROW.items()})),
    ],
)
def test_columns_become_what_the_article_is(name: str, data: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    (article,), lines = read_all(tmp_path)
    assert lines == []
    assert (article.article_id, article.text, article.title, article.date, article.date_source) == (
        "ferries", f"Boats\n\n{PROSE}", "Boats", dt.date(2021, 5, 3), "header",
    )  # fmt: skip
    assert (article.source, article.author, article.url) == (
        "The Post", "Ana Berg", "https://example.org/a",
    )  # fmt: skip
    assert [b.kind for b in article.blocks] == ["title", "lead"]


def test_a_row_without_id_is_named_by_its_file_and_number(tmp_path: Path) -> None:
    (tmp_path / "2021-05-03-news.jsonl").write_bytes(b"\n" + jsonl({"text": TEXT}))
    (article,), _ = read_all(tmp_path)
    assert (article.article_id, article.path) == (
        "2021-05-03-news-2",
        f"{tmp_path}/2021-05-03-news.jsonl:2",
    )
    assert article.title == "Ferries sail again"  # as of plain text
    assert article.date is None  # the file's name dates the export


def test_a_first_line_that_repeats_the_title_is_the_title(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl({"text": TEXT, "title": "Ferries  sail AGAIN"}))
    (article,), _ = read_all(tmp_path)
    assert [b.kind for b in article.blocks] == ["title", "lead"]


def test_columns_are_mapped(tmp_path: Path) -> None:
    row = {"story": PROSE, "Head": "Boats", "text": "not this"}
    (tmp_path / "a.jsonl").write_bytes(jsonl(row))
    (tmp_path / "b.csv").write_bytes(csv_of(row))
    articles, lines = read_all(tmp_path, columns=parse_columns(["text=story", "title=Head"]))
    assert [(a.text, a.title) for a in articles] == [(f"Boats\n\n{PROSE}", "Boats")] * 2
    assert lines == []


@pytest.mark.parametrize(
    ("name", "data", "columns", "lines"),
    [
        ("a.csv", b"title,story\nA,B\n", {},
         ["a.csv: has no column for the text. Its columns are `title`, `story`. "
          "Say which with --column text=NAME."]),
        ("a.csv", b"title,text\nA,B c.\n", {"title": "titel"},
         ["a.csv: has no column `titel`. Did you mean `title`? Its columns are `title`, `text`."]),
        ("a.jsonl", jsonl({"story": 1}, {"story": 2}), {},
         ["a.jsonl: has no column for the text. Its columns are `story`. "
          "Say which with --column text=NAME."]),
        ("a.jsonl", jsonl({"text": "Boats sail."}), {"title": "headlin"},
         ["a.jsonl: has no column `headlin`. Its columns are `text`."]),
        ("a.parquet", parquet({"story": ["a"]}), {},
         ["a.parquet: has no column for the text. Its columns are `story`. "
          "Say which with --column text=NAME."]),
        ("a.jsonl", b"{}\n", {},
         ["a.jsonl: has no column for the text. It has no columns at all. "
          "Say which with --column text=NAME."]),
        ("a.jsonl", b"\n \n", {}, ["a.jsonl: is empty. Put articles in it."]),
        ("a.csv", b"text,title\n", {},
         ["a.csv: has a header and no rows. Put one article on each row."]),
        ("a.parquet", parquet({"text": pa.array([], pa.string())}), {},
         ["a.parquet: has no rows. Put one article on each row."]),
        ("a.parquet", b"PAR1 nothing PAR1", {},
         ["a.parquet: is damaged or no Parquet file. Write it again, or export it as CSV."]),
        ("a.parquet", b"text\nBoats sail.", {},
         ["a.parquet: is damaged or no Parquet file. Write it again, or export it as CSV."]),
        ("a.csv", b"<!doctype html><title>Log in</title>", {},
         ["a.csv: is no table but a web page. Rename it to say so."]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_said_once(
    name: str, data: bytes, columns: dict[str, str], lines: list[str],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path(name).write_bytes(data)
    assert find(name, columns=columns)[1] == lines


def test_a_bad_row_does_not_cost_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    good = json.dumps({"text": PROSE}).encode()
    Path("a.jsonl").write_bytes(
        b"\n".join([
            good, b"{broken", b"[1]", b'{"text": 5}', b'{"text": " "}', b"[" * 100_000,
            b'{"text": ' + b"9" * 5000 + b"}", b'{"text": "half \\ud800 a sign"}',
            b'{"title": "no text"}', b'{"text": "x.", "title": {"a": 1}}',
            b'{"text": "x.", "title": "' + b"a" * 2000 + b'"}', b'{"text": "caf\xe9 is open."}', good,
        ])
    )  # fmt: skip
    articles, lines = read_all("a.jsonl")
    assert [a.path.partition(":")[2] for a in articles] == ["1", "8", "10", "11", "12", "13"]
    assert articles[4].text == "café is open."
    assert articles[1].text == "half \ufffd a sign"
    assert lines == [
        "a.jsonl:2: is not JSON (Expecting property name enclosed in double quotes). "
        "Write one whole object a line.",
        'a.jsonl:3: is no object like {"text": "…", "title": "…"}.',
        "a.jsonl:4: `text` is not a text. Put the article there.",
        "a.jsonl:5: has no text in `text`. Fill it or delete the row.",
        "a.jsonl:6: is nested too deeply. Flatten it.",
        "a.jsonl:7: is not JSON (a number is too long). Write one whole object a line.",
        "a.jsonl:8: holds half a character, which is read as \ufffd. Export it again.",
        "a.jsonl:9: has no column for the text. Its columns are `title`. "
        "Say which with --column text=NAME.",
        "a.jsonl:10: `title` is not a text; it is left out.",
        "a.jsonl:11: `title` has more than 1,000 characters; it is left out. "
        "Say which column it is with --column.",
    ]


def test_values_of_other_types_are_taken_where_they_can_be(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(
        parquet({
            "id": [7], "text": [PROSE], "date": [dt.datetime(2021, 5, 3, 12)],
            "author": [["Ana Berg", "Bo Lund"]], "source": [{"id": None, "name": "The Post"}],
        })
    )  # fmt: skip
    (tmp_path / "b.jsonl").write_bytes(jsonl({"text": PROSE, "date": 20210503}))
    (tmp_path / "c.jsonl").write_bytes(jsonl({"text": PROSE, "date": "2021-13-45"}))
    (a, b, c), lines = read_all(tmp_path)
    assert (a.article_id, a.date, a.author, a.source) == (
        "7", dt.date(2021, 5, 3), "Ana Berg, Bo Lund", "The Post",
    )  # fmt: skip
    assert b.date == dt.date(2021, 5, 3)
    assert (c.date, c.warnings) == (
        None,
        ("`date: 2021-13-45` is not a calendar date. Write it as YYYY-MM-DD.",),
    )
    assert lines == []


@pytest.mark.parametrize(
    ("label", "data", "texts", "lines"),
    [
        ("marks and line ends in fields", b'text,title\r\n"Boats\n\nsail, ""so"" fast.",A\r\n',
         ['Boats\n\nsail, "so" fast.'], []),
        ("a mark in a bare field", b'text,title\n5" nails are sold.,A\nB c.,D\n',
         ['5" nails are sold.', "B c."], []),
        ("semicolons", "text;title\nBoats, they sail.;A\n".encode("utf-16"),
         ["Boats, they sail."], []),
        ("no line end, a mark of UTF-8", b"\xef\xbb\xbftext\nBoats sail.", ["Boats sail."], []),
        ("a field of megabytes", b'text\n"' + b"Boats sail. " * 200_000 + b'"\n',
         ["Boats sail. " * 200_000], []),
        ("wrong number of fields", b"text,title\nBoats sail, they say.,A\nB c.,D\n,\n", ["B c."],
         ["a.csv:2: has 3 fields where the header has 2. Put quotation marks around texts that "
          "hold the sign between fields."]),
        ("a mark that is never closed", b'text,title\nB c.,D\n"Boats sail,A\nE f.,G\n', ["B c."],
         ["a.csv:3: opens a quotation mark that is not closed, or is far too long; it and the "
          "rows below it are left out. Double the marks inside texts."]),
    ],
)  # fmt: skip
def test_csv_is_read_as_people_write_it(
    label: str, data: bytes, texts: list[str], lines: list[str],
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_bytes(data)
    articles, wrong = read_all("a.csv")
    read = [a.text.removeprefix(f"{a.title}\n\n") for a in articles]
    assert (read, wrong) == (texts, lines), label


CELLS = st.text(st.sampled_from('ab ",;\n\r\t|é'), max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1, max_size=6))
@settings(deadline=None)
def test_records_are_those_of_the_standard_library(rows: list[list[str]]) -> None:
    import csv

    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(rows)
    lines = io.StringIO(file.getvalue(), newline="")
    records = Records(lines.readline(), lines, ",", Place("a", "a", "a", "a"))
    assert list(records) == rows


class Endless(io.RawIOBase):
    """A line that never ends, counted."""

    given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self.given += len(buffer)
        buffer[:] = b'{"a' if self.given == 3 else b"a" * len(buffer)
        return len(buffer) if self.given < 2 * LONGEST_LINE else 0


def test_a_line_without_end_is_passed_over() -> None:
    found = list(read_jsonl(io.BufferedReader(Endless()), Place("a", "a", "a", "a")))
    assert [str(f) for f in found] == [
        "a:1: has more than 30 million characters on one line. "
        "Put each article on a line of its own."
    ]


def test_problems_of_one_file_are_not_listed_without_end(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(b"no\n" * 5_000 + jsonl({"text": PROSE}))
    sources, lines = find(tmp_path)
    assert (len(sources), len(lines)) == (1, MOST_PROBLEMS + 1)
    assert lines[-1].endswith(
        "has more than 1,000 parts that cannot be used; those further on are not listed. "
        "Mend these first."
    )


def test_a_fault_of_a_library_ends_the_file_and_no_other() -> None:
    def broken() -> Any:
        yield Source("a:1", "a:1", "1", "a:1", "")
        raise ZeroDivisionError

    found = list(to_the_end(broken, Place("a", "a", "a", "a")))
    assert str(found[1]) == (
        "a: is damaged and cannot be read on (ZeroDivisionError). Make the file again."
    )


@pytest.mark.parametrize(
    ("pair", "line"),
    [
        ("text", "--column text: is no pair. Write FIELD=NAME, like text=body."),
        ("body=text", "--column body=text: `body` is no field of an article. "
                      "Fields are id, text, title, date, source, author, url."),
    ],
)  # fmt: skip
def test_a_pair_that_is_none_is_said(pair: str, line: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_columns([pair])
    assert str(caught.value) == line


def test_rows_before_the_first_text_are_not_kept_without_end(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl({"story": 1}) * (rows_module.ROWS_BEFORE_TEXT + 5))
    assert len(find(tmp_path)[1]) == 1
