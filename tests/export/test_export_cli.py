"""``quizgen render`` and ``read`` with formats of other programs: losses, strictness, extras."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from export_samples import ITEMS, export_quiz

from quizgen.cli import cli
from quizgen.export import EXPORTS, ExportFormat
from quizgen.export.question import Job
from quizgen.outputs import find_format, formats, write_versions
from quizgen.quiz import Quiz, load
from quizgen.read import read_quiz

EXTENSIONS = {
    "gift": "gift", "moodle": "xml", "qti12": "qti12.zip", "qti21": "qti21.zip",
    "qti3": "qti3.zip", "anki": "apkg", "kahoot": "kahoot.xlsx", "wayground": "wayground.xlsx",
    "blooket": "blooket.csv", "gimkit": "gimkit.csv", "h5p": "h5p", "forms": "gs", "csv": "csv",
}  # fmt: skip


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "quiz.json").write_text(export_quiz().sealed().to_json(), encoding="utf-8")
    return tmp_path


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(cli, arguments, prog_name="quizgen")
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exc_info
    return done.exit_code, done.stdout, done.stderr


@pytest.mark.parametrize(("name", "suffix"), EXTENSIONS.items())
def test_suffixes_tell_the_format(here: Path, name: str, suffix: str) -> None:
    code, stdout, stderr = run("render", "quiz.json", "-o", f"q.{suffix}", "--report", "r.json")

    assert (code, stdout) == (0, f"q.{suffix}\nr.json\n")
    assert f"q.{suffix} ({name}): " in stderr
    (told,) = json.loads((here / "r.json").read_text("utf-8"))["files"]
    assert (told["file"], told["format"], told["written"]) == (f"q.{suffix}", name, True)
    assert sorted(item["item_id"] for item in told["items"]) == sorted(i.item_id for i in ITEMS)
    assert sum(told["counts"].values()) == len(ITEMS)
    lossy = [item for item in told["items"] if item["outcome"] != "kept"]
    assert all(item["details"] for item in lossy)
    assert all(item["written_as"] for item in told["items"] if item["outcome"] != "left_out")
    for item in lossy:
        assert f"question {item['number']} ({item['item_id']}): " in stderr


def test_all_formats_have_a_suffix_in_the_table() -> None:
    assert set(EXTENSIONS) == set(EXPORTS)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("q.zip", "Error: q.zip: a .zip file may be qti12, qti21 or qti3. Say which with --format, "
                  "or in the name: q.qti3.zip\n"),
        ("q.xlsx", "Error: q.xlsx: a .xlsx file may be kahoot, wayground, blooket or gimkit. Say "
                   "which with --format, or in the name: q.gimkit.xlsx\n"),
    ],
)  # fmt: skip
def test_a_suffix_of_several_formats_is_asked_about(here: Path, name: str, message: str) -> None:
    assert run("render", "quiz.json", "-o", name) == (1, "", message)
    assert not (here / name).exists()


def test_format_option_settles_it(here: Path) -> None:
    assert run("render", "quiz.json", "-o", "q.zip", "--format", "qti3")[:2] == (0, "q.zip\n")
    assert run("render", "quiz.json", "-o", "q.json", "--format", "forms")[0] == 0
    assert "requests" in json.loads((here / "q.json").read_text("utf-8"))


def test_strictly_nothing_lossy_is_written_and_the_rest_is(here: Path) -> None:
    code, stdout, stderr = run(
        "render",
        "quiz.json",
        "-o",
        "q.kahoot.xlsx",
        "-o",
        "q.csv",
        "--strict",
        "--report",
        "r.json",
    )

    assert code == 1
    assert stdout == "q.csv\nr.json\n"
    assert stderr.splitlines()[-1].startswith("Error: q.kahoot.xlsx: ")
    assert "Nothing was written; leave out --strict to write the rest." in stderr
    assert not (here / "q.kahoot.xlsx").exists()
    report = json.loads((here / "r.json").read_text("utf-8"))
    assert [(f["file"], f["written"]) for f in report["files"]] == [
        ("q.kahoot.xlsx", False),
        ("q.csv", True),
    ]
    assert len(report["problems"]) == 1


def test_a_quiz_a_format_can_hold_nothing_of_is_an_error(here: Path) -> None:
    talk = export_quiz([i for i in ITEMS if i.type == "discussion"])
    (here / "talk.json").write_text(talk.to_json(), encoding="utf-8")

    code, stdout, stderr = run("render", "talk.json", "-o", "q.kahoot.xlsx")

    assert (code, stdout) == (1, "")
    assert "Error: q.kahoot.xlsx: none of the 1 questions can be kept as kahoot (" in stderr
    assert not (here / "q.kahoot.xlsx").exists()


@pytest.mark.parametrize(
    ("suffix", "library", "extra"),
    [("apkg", "genanki", "anki"), ("kahoot.xlsx", "xlsxwriter", "sheets")],
)
def test_a_missing_library_is_named_with_its_extra(
    here: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, library: str, extra: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    mend = f"Install it: pip install 'quizgen[{extra}]'."

    alone = run("render", "quiz.json", "-o", f"q.{suffix}")
    beside = run("render", "quiz.json", "-o", f"q.{suffix}", "-o", "q.gift", "--report", "r.json")
    strict = run("render", "quiz.json", "-o", f"q.{suffix}", "-o", "q.csv", "--strict")

    assert (alone[0], alone[1]) == (1, "")
    assert alone[2].startswith("Error: ")
    assert alone[2].endswith(f"{mend}\n")
    assert (beside[0], beside[1]) == (0, "q.gift\nr.json\n")
    assert mend in beside[2]
    assert mend in json.loads((here / "r.json").read_text("utf-8"))["problems"][0]
    assert strict[0] == 1
    assert not (here / f"q.{suffix}").exists()


@pytest.mark.usefixtures("here")
def test_versions_of_exports_have_their_letter_before_the_suffixes() -> None:
    assert run("render", "quiz.json", "-o", "q.qti12.zip", "--versions", "2")[1] == (
        "q-A.qti12.zip\nq-B.qti12.zip\n"
    )


def test_report_needs_a_folder(here: Path) -> None:
    code, _, stderr = run("render", "quiz.json", "-o", "q.gift", "--report", "no/r.json")

    assert (code, stderr) == (1, "Error: no/r.json: the folder no does not exist. Make it first.\n")
    assert not (here / "q.gift").exists()


def test_edited_file_has_a_date_and_an_untouched_one_none(here: Path) -> None:
    """Copies of what quizgen made give the same bytes; only an edit counts as news."""
    dates: list[object] = []

    def note(job: Job) -> bytes:
        dates.append(job.revised)
        return b"x"

    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(EXPORTS, "gift", replace(EXPORTS["gift"], write=note))
        formats.cache_clear()
        run("render", "quiz.json", "-o", "a.gift")
        text = (here / "quiz.json").read_text("utf-8")
        (here / "quiz.json").write_text(text.replace("wall?", "wall there?"), encoding="utf-8")
        os.utime(here / "quiz.json", (1_700_000_000, 1_700_000_000))
        run("render", "quiz.json", "-o", "a.gift")
    formats.cache_clear()

    assert [d and d.timestamp() for d in dates] == [None, 1_700_000_000]  # type: ignore[attr-defined]


def test_seal_breaks_with_any_change_that_is_asked_or_printed() -> None:
    quiz = export_quiz().sealed()

    assert not quiz.is_edited
    assert not replace(quiz, versions={"quizgen": "1"}, refused={"x": 1}).is_edited
    assert replace(quiz, title="Other").is_edited
    assert replace(quiz, items=quiz.items[1:]).is_edited
    assert export_quiz().is_edited


def test_read_makes_a_quiz_file_and_a_handout(here: Path) -> None:
    (here / "old.gift").write_text("::Q:: Who? {=Ann ~Bob}\n\nBoth {~%50%a ~%50%b}\n")

    code, stdout, stderr = run(
        "read", "old.gift", "quiz.json", "-o", "both.json", "-o", "both.md", "--title", "Week 12"
    )

    assert (code, stdout) == (0, "both.json\nboth.md\nboth-key.md\n")
    assert "old.gift: question 2, line 3: left out: several of its answers are right" in stderr
    quiz = load(here / "both.json")
    assert (quiz.title, len(quiz.items)) == ("Week 12", 1 + len(ITEMS))
    assert "Who?" in (here / "both.md").read_text("utf-8")


def test_read_of_a_bad_file_beside_good_ones(here: Path) -> None:
    (here / "bad.xml").write_text("<quiz>")

    code, stdout, stderr = run("read", "quiz.json", "bad.xml", "-o", "b.json", "--report", "r.json")

    assert (code, stdout) == (3, "b.json\nr.json\n")
    assert "Warning: bad.xml:1: is no well-formed XML" in stderr
    assert len(json.loads((here / "r.json").read_text("utf-8"))["problems"]) == 1


def test_a_terminal_gets_no_commands_of_a_text(here: Path) -> None:
    (here / "old.gift").write_text(
        "::\x1b[31mQ:: Both \x1b]0;x\x07 {~%50%a ~%50%b}\n\n::R:: A? {T}\n"
    )
    edited = replace(export_quiz(), items=(replace(ITEMS[0], item_id="\x1b[31m\ud800", points=2),))
    (here / "odd.json").write_bytes(edited.to_json().encode("utf-8", "backslashreplace"))

    for arguments in (("read", "old.gift", "-o", "a.json"), ("render", "odd.json", "-o", "a.gift")):
        code, _, stderr = run(*arguments)
        assert code == 0
        assert "\x1b" not in stderr


def test_reading_strictly_stops_at_a_loss(here: Path) -> None:
    (here / "old.gift").write_text("::Q:: Who? {=Ann ~Bob}\n\nBoth {~%50%a ~%50%b}\n")

    code, stdout, stderr = run("read", "old.gift", "-o", "b.json", "--strict")

    assert (code, stdout) == (1, "")
    assert stderr.splitlines()[-1] == (
        "Error: old.gift: question 2, line 3: several of its answers are right, or right in part. "
        "Nothing was written, as 1 of what the files hold cannot be kept; leave out --strict to "
        "write the rest."
    )
    assert not (here / "b.json").exists()


def test_another_package_adds_a_format(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = here / "site" / "shout-1.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: shout\nVersion: 1\n")
    (info / "entry_points.txt").write_text(
        "[quizgen.formats]\nshout = shout_plugin:SHOUT\nbroken = shout_plugin:NOTHING\n"
        "none = shout_plugin:write\ngift = shout_plugin:GIFT\n"
    )
    (here / "site" / "shout_plugin.py").write_text(
        "from quizgen.export import ExportFormat\n"
        "def write(job):\n"
        "    job.losses.note('It is loud.')\n"
        "    return job.title.upper().encode()\n"
        "SHOUT = ExportFormat('shout', 'capitals', ('loud',), write, 'loud')\n"
        "GIFT = ExportFormat('gift', 'a thief', ('gift',), write, 'gift')\n"
    )
    monkeypatch.syspath_prepend(str(here / "site"))
    formats.cache_clear()
    try:
        code, stdout, stderr = run("render", "quiz.json", "-o", "q.loud")
        assert find_format(Path("q.gift")) is EXPORTS["gift"]
    finally:
        formats.cache_clear()

    assert (code, stdout) == (0, "q.loud\n")
    assert (here / "q.loud").read_text() == "PIER QUIZ"
    assert "  It is loud.\n" in stderr
    for warning in ("'broken'", "is no ExportFormat", "there is a format 'gift'"):
        assert warning in stderr


def test_formats_say_what_they_are() -> None:
    assert all(isinstance(f, ExportFormat) and f.description for f in EXPORTS.values())


def test_writing_is_the_same_each_time(tmp_path: Path) -> None:
    for name, suffix in EXTENSIONS.items():
        for folder in ("a", "b"):
            write_versions(
                export_quiz(), tmp_path / folder / f"q.{suffix}", format=name, make_folders=True
            )
        same = {f: (tmp_path / f / f"q.{suffix}").read_bytes() for f in ("a", "b")}
        assert same["a"] == same["b"], name


def test_ids_no_file_can_hold_do_no_harm(tmp_path: Path) -> None:
    odd = "\x1b[31m\ud800 ]]> <x>&\x00"
    quiz = export_quiz([replace(item, item_id=f"{odd}{n}") for n, item in enumerate(ITEMS)])
    (article,) = quiz.articles
    items = tuple(
        replace(item, evidence=tuple(replace(e, article_id=odd) for e in item.evidence))
        for item in quiz.items
    )
    quiz = replace(quiz, items=items, articles=(replace(article, article_id=odd),))
    for name in formats():
        written = write_versions(quiz, tmp_path / f"q.{name}", format=name)
        assert written.files[0].stat().st_size > 0
    for name in ("gift", "moodle", "qti12", "qti21", "qti3"):
        assert len(read_quiz([tmp_path / f"q.{name}"]).quiz.items) >= len(ITEMS) - 1


def test_a_quiz_without_articles_is_written_everywhere(tmp_path: Path) -> None:
    bare = Quiz("Bare", 0, tuple(replace(item, evidence=()) for item in ITEMS), ())
    for name, suffix in EXTENSIONS.items():
        written = write_versions(bare, tmp_path / f"q.{suffix}", format=name)
        assert written.files[0].stat().st_size > 0
    for name in ("pdf", "docx", "html", "md", "json"):
        assert len(write_versions(bare, tmp_path / f"q.{name}").files) in {1, 2}
