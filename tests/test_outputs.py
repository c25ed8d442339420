from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from quizgen.errors import RenderError, UnknownName
from quizgen.outputs import check_output, formats, write, write_versions
from quizgen.quiz import Quiz, load
from quizgen.render import HANDOUTS
from quizgen.render.layout import Layout
from tests.render_samples import sample_quiz


@pytest.fixture
def quiz() -> Quiz:
    return sample_quiz()


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    yield
    formats.cache_clear()


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("q.pdf", ["q-key.pdf", "q.pdf"]),
        ("q.MD", ["q-key.MD", "q.MD"]),
        ("q.docx", ["q-key.docx", "q.docx"]),
        ("q.html", ["q-key.html", "q.html"]),
        ("q.json", ["q.json"]),
        ("a.b.md", ["a.b-key.md", "a.b.md"]),
    ],
)
def test_files_written(quiz: Quiz, tmp_path: Path, name: str, files: list[str]) -> None:
    written = write(quiz, tmp_path / name)
    assert written[0] == tmp_path / name
    assert sorted(p.name for p in written) == sorted(files)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(files)


def test_student_and_key_are_not_exchanged(quiz: Quiz, tmp_path: Path) -> None:
    student, key = write(quiz, tmp_path / "q.md")
    assert "EXPLAINED" not in student.read_text("utf-8")
    assert "EXPLAINED" in key.read_text("utf-8")


def test_named_format_wins_over_the_suffix(quiz: Quiz, tmp_path: Path) -> None:
    student, key = write(quiz, tmp_path / "q.txt", format="md")
    assert student.read_text("utf-8").startswith("# Pier quiz")
    assert key.name == "q-key.txt"


def test_json_is_lossless(quiz: Quiz, tmp_path: Path) -> None:
    for title in ("Pier quiz", "half \ud800"):
        (path,) = write(replace(quiz, title=title), tmp_path / "q.json")
        assert load(path) == replace(quiz, title=title)


def test_existing_files_are_replaced_and_keep_usual_rights(quiz: Quiz, tmp_path: Path) -> None:
    (tmp_path / "q.md").write_text("old")
    (tmp_path / "usual").write_text("")
    student, key = write(quiz, tmp_path / "q.md")
    assert student.read_text("utf-8") != "old"
    assert key.stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_paper_reaches_the_pdf(quiz: Quiz, tmp_path: Path) -> None:
    student, _ = write(quiz, tmp_path / "q.pdf", layout=Layout(paper="us-letter"))
    assert b"612" in student.read_bytes()


@pytest.mark.parametrize(
    ("name", "format_", "message"),
    [
        (
            "q.pfd",
            None,
            "Unknown format 'pfd'. Did you mean 'pdf'? Known: json, md, pdf, docx, html, gift, moodle, qti12, qti21, qti3, anki, kahoot, wayground, blooket, gimkit, h5p, forms, csv.",
        ),
        (
            "q",
            None,
            "Unknown format ''. Known: json, md, pdf, docx, html, gift, moodle, qti12, qti21, qti3, anki, kahoot, wayground, blooket, gimkit, h5p, forms, csv.",
        ),
        (
            "q.pdf",
            "latex",
            "Unknown format 'latex'. Known: json, md, pdf, docx, html, gift, moodle, qti12, qti21, qti3, anki, kahoot, wayground, blooket, gimkit, h5p, forms, csv.",
        ),
    ],
)
def test_unknown_format(
    quiz: Quiz, tmp_path: Path, name: str, format_: str | None, message: str
) -> None:
    with pytest.raises(UnknownName) as caught:
        write(quiz, tmp_path / name, format=format_)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("no/q.md", "{}/no/q.md: cannot be written: there is no folder {}/no. Create it, or "
         "choose another."),
        ("file/q.md", "{}/file/q.md: cannot be written: {}/file is a file, not a folder. "
         "Choose another place."),
        ("folder.md", "{}/folder.md: cannot be written: it is a folder. Give the name of a "
         "file."),
        ("q.md", "{}/q-key.md: cannot be written: it is a folder. Give the name of a file."),
    ],
)  # fmt: skip
def test_unwritable_paths(quiz: Quiz, tmp_path: Path, path: str, message: str) -> None:
    (tmp_path / "file").write_text("")
    (tmp_path / "folder.md").mkdir()
    (tmp_path / "q-key.md").mkdir()
    before = sorted(tmp_path.iterdir())
    with pytest.raises(RenderError) as caught:
        write(quiz, tmp_path / path)
    assert str(caught.value) == message.replace("{}", str(tmp_path))
    assert sorted(tmp_path.iterdir()) == before


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(13, "Permission denied"), "may not be written to. Choose another."),
        (OSError(28, "No space left on device"), "No space left on device. Choose another place."),
    ],
)
def test_failing_disk_leaves_nothing_behind(
    quiz: Quiz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    (tmp_path / "q.md").write_text("old")

    def fail(_: int) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(RenderError, match=message):
        write(quiz, tmp_path / "q.md")
    assert [p.name for p in tmp_path.iterdir()] == ["q.md"]
    assert (tmp_path / "q.md").read_text() == "old"


def test_error_in_the_key_leaves_no_student_file(
    quiz: Quiz, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_quiz: Quiz, _layout: Layout, _versions: Sequence[Quiz]) -> bytes:
        raise RenderError("no key")

    monkeypatch.setitem(HANDOUTS, "md", replace(HANDOUTS["md"], key=fail))
    formats.cache_clear()
    with pytest.raises(RenderError, match="no key"):
        write(quiz, tmp_path / "q.md")
    assert list(tmp_path.iterdir()) == []


def test_check_output_accepts_what_can_be_written(tmp_path: Path) -> None:
    check_output(tmp_path / "q.pdf")
    check_output(tmp_path / "q.txt", format="md")
    check_output(tmp_path / "{article}" / "q.md", per_article=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("path", "error", "message"),
    [
        ("q.pfd", UnknownName, "Unknown format 'pfd'"),
        ("no/q.md", RenderError, "no does not exist. Make it first."),
        ("{article}/q.md", RenderError, "does not exist"),
        ("folder.md", RenderError, "is a folder. Name a file."),
    ],
)
def test_check_output_refuses_early(
    tmp_path: Path, path: str, error: type[Exception], message: str
) -> None:
    (tmp_path / "folder.md").mkdir()
    with pytest.raises(error, match=message):
        check_output(tmp_path / path)


def test_check_output_of_a_protected_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(RenderError, match=r"cannot be written\. Choose another"):
        check_output(tmp_path / "q.md")


def test_formats_are_known_by_their_names() -> None:
    assert list(formats()) == [format_.name for format_ in formats().values()]
    assert list(formats())[:5] == list(HANDOUTS)


def test_import_is_light() -> None:
    code = "import sys, quizgen.outputs; print({'typst', 'jsonschema'} & set(sys.modules))"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (result.stdout, result.stderr) == ("set()\n", "")


def test_versions_are_written_together_or_not_at_all(quiz: Quiz, tmp_path: Path) -> None:
    written = write_versions(quiz, tmp_path / "q.md", number=2)
    assert [p.name for p in written.files] == ["q-A.md", "q-A-key.md", "q-B.md", "q-B-key.md"]
    assert "| A | B |" in (tmp_path / "q-B-key.md").read_text("utf-8")
    (tmp_path / "r-B.md").mkdir()
    with pytest.raises(RenderError, match=r"r-B\.md: cannot be written: it is a folder"):
        write_versions(quiz, tmp_path / "r.md", number=2)
    assert not (tmp_path / "r-A.md").exists()


def test_folders_are_made_only_if_asked_for(quiz: Quiz, tmp_path: Path) -> None:
    with pytest.raises(RenderError, match="there is no folder"):
        write_versions(quiz, tmp_path / "a" / "b" / "q.md")
    assert list(tmp_path.iterdir()) == []
    write_versions(quiz, tmp_path / "a" / "b" / "q.md", make_folders=True)
    assert (tmp_path / "a" / "b" / "q-key.md").exists()


def test_a_batch_may_name_folders_that_are_not_there_yet(tmp_path: Path) -> None:
    check_output(tmp_path / "new" / "{article}" / "q.md", per_article=True)
    (tmp_path / "file").write_text("")
    with pytest.raises(RenderError, match="is not a folder"):
        check_output(tmp_path / "file" / "{article}.md", per_article=True)
