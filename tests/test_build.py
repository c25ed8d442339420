"""The caretaker and the command: what goes in, what comes out, and every fault by its line."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from dataset.builder import build, make_tables, read_text
from dataset.cli import cli
from dataset.errors import InputError
from dataset.schema import TABLES
from dataset.tables import check, write_tables
from tests.articles.samples import KNOWN

GOOD = "Mayor opens bridge\n\nMaria Keller opened a bridge in Oslo on May 2, 2021. “We did it,” she said.\n"


def run(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(cli, [str(a) for a in arguments])
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def news(tmp_path: Path) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "good.txt").write_text(GOOD, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 500)
    (folder / "old.txt").write_bytes("Café reopens\n\nThe café opened in Oslo.\n".encode("cp1252"))
    (folder / "late.txt").write_text("Date: 2021-13-45\n\nThe bridge was closed.\n", "utf-8")
    return folder


def test_the_good_are_built_and_the_bad_are_listed(news: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, stdout, stderr = run("build", news, "--out", out)
    assert code == 3
    assert stdout == ""
    assert stderr.splitlines() == [
        f"Warning: {news}/binary.txt: is not a text file. "
        "Export it as plain text (UTF-8) and try again.",
        f"Warning: {news}/empty.txt: is empty. Put the text of an article in it.",
        f"Warning: {news}/late.txt: line 1: `Date: 2021-13-45` is not a calendar date. "
        "Write it as YYYY-MM-DD.",
        f"Warning: {news}/old.txt: is not UTF-8 and was read as Windows-1252. "
        "Save it as UTF-8 if letters look wrong.",
        f"3 articles in {out}",
    ]
    assert check(out) == []
    articles = pd.read_parquet(out / "articles.parquet").set_index("article_id")
    assert list(articles.index) == ["good", "late", "old"]
    assert articles.loc["late", "date"] is pd.NaT
    assert list(articles["path"]) == ["good.txt", "late.txt", "old.txt"]
    problems = pd.read_parquet(out / "problems.parquet")
    assert list(problems["path"]) == ["binary.txt", "empty.txt", "late.txt", "old.txt"]
    assert set(problems["stage"]) == {"read"}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("nowhere.txt", None, "does not exist. Check the spelling of the path."),
        ("empty.txt", b"", "is empty. Put the text of an article in it."),
        ("*.text", None, f"no file matches the pattern. Articles end in {KNOWN}; check the folder."),
        ("a.xyz", b"text", f"`.xyz` files are not read. Save the article as one of {KNOWN}."),
    ],
)  # fmt: skip
def test_nothing_built_is_one_line(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert run("build", path, "--out", tmp_path / "out") == (1, "", f"Error: {path}: {message}\n")
    assert not (tmp_path / "out").exists()


def test_a_folder_without_articles_is_said(tmp_path: Path) -> None:
    code, _, stderr = run("build", tmp_path, "--out", tmp_path / "out")
    assert code == 1
    assert stderr == (
        f"Error: {tmp_path}: holds no articles. Put files in it that end in {KNOWN}.\n"
    )


def test_an_output_that_cannot_be_is_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    code, _, stderr = run("build", tmp_path / "a.txt", "--out", tmp_path / "a.txt" / "x")
    assert code == 1
    assert stderr.startswith(f"Error: {tmp_path}/a.txt/x: the folder cannot be made")
    assert stderr.count("\n") == 1
    assert run("build", tmp_path / "a.txt")[0] == 2


def test_the_same_articles_give_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    for n in range(3):
        text = GOOD.replace("Oslo", ("Oslo", "Bergen", "Molde")[n])
        (tmp_path / f"n{n}.txt").write_text(text, encoding="utf-8")
    paths = [tmp_path / f"n{n}.txt" for n in range(3)]
    build(paths, tmp_path / "one")
    build(paths[::-1], tmp_path / "two")
    for name in TABLES:
        one, two = (tmp_path / d / f"{name}.parquet" for d in ("one", "two"))
        assert one.read_bytes() == two.read_bytes(), name
    assert not [f for f in os.listdir(tmp_path / "one") if f.endswith(".part")]


def test_ids_and_rows_stay_when_an_article_is_added(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    before = make_tables([tmp_path]).tables
    (tmp_path / "a.txt").write_text("Tom Hansen left Molde in 2019.", encoding="utf-8")
    after = make_tables([tmp_path]).tables
    for name in ("sentences", "mentions", "events", "event_participants", "quotes"):
        mine = [r for r in after[name].to_pylist() if "b" in (r.get("article_id"), "b")]
        kept = [r for r in mine if str(next(iter(r.values()))).startswith("b:")]
        assert kept == before[name].to_pylist(), name


def test_check_says_what_is_missing_and_where(tmp_path: Path) -> None:
    code, stdout, _ = run("check", tmp_path)
    assert code == 1
    assert stdout.splitlines()[0] == (
        f"articles: file: {tmp_path}/articles.parquet: the table is missing. "
        f"Build the folder with `dataset build … --out {tmp_path}`."
    )


def test_show_and_codebook_name_every_table(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    build([tmp_path / "a.txt"], tmp_path / "out")
    shown, book = run("show", tmp_path / "out", "--rows", 1)[1], run("codebook")[1]
    for name in TABLES:
        assert f"{name}: " in shown
        assert f"## {name}\n" in book


def test_every_command_has_help_with_an_example() -> None:
    for name in cli.commands:
        code, stdout, _ = run(name, "--help")
        assert code == 0
        assert "  Example:\n" in stdout, name


WORDS = st.sampled_from(
    """Maria Keller Peter Lindqvist Oslo Norway NFU she who which said told closed attacked met
    will not could was by and if that according to since on in Monday June 3 2021 12 1,500 % $
    million about the a council bridge farmers , . : ; ? ! “ ” " ’s — ( ) - Title: Date: ## *
    2021-06-16 OSLO (AP)""".split()
)
GAPS = st.sampled_from([" ", " ", " ", "", "\n", "\n\n", "\r\n", "\t", "\u00a0"])
NEWSLIKE = st.lists(st.tuples(WORDS, GAPS), max_size=60).map(
    lambda pairs: "".join(word + gap for word, gap in pairs)
)


@given(st.one_of(NEWSLIKE, st.text(max_size=80)))
@settings(deadline=None, max_examples=60)
def test_any_text_is_refused_or_gives_tables_that_keep_the_contract(text: str) -> None:
    try:
        tables = read_text(text).tables
    except InputError:
        return
    with TemporaryDirectory() as folder:
        write_tables(tables, Path(folder))
        assert check(folder) == []
    assert tables["articles"]["text"].to_pylist() == [text]


GERMAN = (
    "Der Stadtrat von Bergen hat am Montag beschlossen, die alte Brücke für immer zu sperren. "
    "„Sie ist nicht mehr sicher“, sagte Bürgermeisterin Maria Keller vor der Presse."
)


def test_what_is_not_english_is_noticed_and_not_mined(nlp: Language) -> None:
    built = read_text(f"Titel\n\n{GERMAN}\n\n{GERMAN}", name="a", nlp=nlp)
    (article,) = built.tables["articles"].to_pylist()
    assert article["language"] == "de"
    assert built.tables["sentences"].num_rows > 0
    for table in ("events", "quotes", "quantities"):
        assert built.tables[table].num_rows == 0
    (problem,) = built.problems
    assert "not in English (language: de)" in problem.message
    (row,) = built.tables["problems"].to_pylist()
    assert (row["path"], row["stage"], row["message"]) == ("a", "analyse", problem.message)


def test_a_foreign_paragraph_does_not_cost_the_others(nlp: Language) -> None:
    text = (
        "The council closed the bridge in Bergen on Monday because it was not safe any more.\n\n"
        f"{GERMAN}\n\n“They are right,” said Peter Lindqvist, who owns the mill by the river."
    )
    built = read_text(text, name="a", nlp=nlp)
    assert built.tables["articles"].to_pylist()[0]["language"] == "en"
    assert [q["speaker"] for q in built.tables["quotes"].to_pylist()] == ["Peter Lindqvist"]
    assert [e["lemma"] for e in built.tables["events"].to_pylist()] == ["close", "own"]
    assert [p.message for p in built.problems] == [
        "paragraph 2 is not in English (language: de); no events or quotes are read from it"
    ]


def test_a_sentence_too_long_to_be_read_whole_is_reported(nlp: Language) -> None:
    names = " Bergen and Oslo and Narvik" * 400
    built = read_text(f"The council closed the bridges of{names}.", name="a", nlp=nlp)
    assert built.problems
    assert all("too long to be read whole" in p.message for p in built.problems)
    sentences = built.tables["sentences"].to_pylist()
    text = built.tables["articles"].to_pylist()[0]["text"]
    assert "".join("".join(s["text"].split()) for s in sentences) == "".join(text.split())


HOSTILE = {
    "empty lines": "\n\n \n\t\n.",
    "one word": "Bergen",
    "emoji": "The council 🌉🚧 closed the bridge 👨‍👩‍👧‍👦 on Monday 🇳🇴.",
    "right to left": "The mayor said “שלום לכולם” and closed the bridge. \u202eegdirb eht\u202c",
    "Chinese": "The council closed 老桥 on Monday. 市议会星期一决定关闭旧桥，因为它已经不再安全。",
    "controls": "The council\x00 closed\x07 the\x1b[31m bridge\u200b on\ufeff Monday.",
    "markup": "<p>The council <b>closed</b> the bridge&nbsp;on Monday.</p><script>x()</script>",
    "marks": "“”‘’\"''``--——……((()))[[]]{}",
    "one long word": "a" * 20_000,
    "signs": "=-+@|" * 2_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_odd_text_is_read_with_exact_offsets(nlp: Language, name: str) -> None:
    built = read_text(HOSTILE[name], name="a", nlp=nlp)
    text = built.tables["articles"].to_pylist()[0]["text"]
    for table in ("sentences", "mentions", "quotes"):
        for row in built.tables[table].to_pylist():
            assert text[row["start"] : row["end"]] == row["text"]


def test_a_long_article_is_read_to_its_end(nlp: Language) -> None:
    # That time grows with the length and no faster: tests/benchmarks/adversarial.py.
    text = "\n\n".join(["The council closed the bridge. “It is old,” said Maria Keller."] * 500)
    built = read_text(text, name="a", nlp=nlp)
    assert built.tables["events"].num_rows == 500
    assert built.tables["sentences"].num_rows == 1_000
    assert [q["end"] for q in built.tables["quotes"].to_pylist()][-1] == len(text) - 21
