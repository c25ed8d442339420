"""Links, pipes and loops in folders."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.articles.samples import TEXT, find, read_all


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "in/sub").mkdir(parents=True)
    (tmp_path / "out").mkdir()
    for name in ("in/a.txt", "in/sub/b.txt", "out/secret.txt"):
        (tmp_path / name).write_text(TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_links_that_lead_out_are_told_and_not_followed(folder: Path) -> None:
    (folder / "in/c.txt").symlink_to(folder / "out/secret.txt")
    (folder / "in/d").symlink_to("../out")
    (folder / "in/e.yaml").symlink_to("/etc/hostname")
    (folder / "in/f.txt").symlink_to("nowhere.txt")
    (folder / "in/g.txt").symlink_to("g.txt")
    sources, lines = find("in")
    out = "is a link that leads out of the folder. Give its target as an input."
    assert [s.path for s in sources] == ["in/a.txt", "in/sub/b.txt"]
    assert lines == [
        f"in/c.txt: {out}",
        f"in/d: {out}",
        "in/f.txt: is a link to nothing. Give it a target, or delete it.",
        "in/g.txt: is a link that leads in a circle. Delete it.",
    ]


def test_links_that_stay_inside_give_each_file_once(folder: Path) -> None:
    (folder / "in/0.txt").symlink_to("sub/b.txt")
    (folder / "in/loop").symlink_to(".")
    (folder / "in/sub/up").symlink_to("..")
    (folder / "in/.store/deep").mkdir(parents=True)
    (folder / "in/.store/deep/h.txt").write_text(TEXT)
    (folder / "in/.store/back").symlink_to("..")
    for name in ("v", "w"):
        (folder / "in" / name).symlink_to(".store/deep")
    (folder / "in/u").symlink_to(".store")
    (folder / "in/x.txt").symlink_to(".store/deep/h.txt")
    sources, lines = find("in")
    assert ([s.path for s in sources], lines) == (
        ["in/a.txt", "in/sub/b.txt", "in/u/deep/h.txt"],
        [],
    )


def test_an_input_may_be_a_link(folder: Path) -> None:
    Path("link.txt").symlink_to(folder / "out/secret.txt")
    Path("linked").symlink_to("in")
    articles, lines = read_all("link.txt", "linked", "in", "out/secret.txt")
    assert ([a.path for a in articles], lines) == (
        ["link.txt", "linked/a.txt", "linked/sub/b.txt"],
        [],
    )


def test_a_folder_within_a_folder_that_was_given_comes_once(folder: Path) -> None:
    (folder / "in/.h").mkdir()
    (folder / "in/.h/i.txt").write_text(TEXT)
    for inputs in (("in", "in/sub"), ("in/sub", "in"), ("in", "in/sub/b.txt", "in/*.txt")):
        sources, lines = find(*inputs)
        assert (sorted(s.path for s in sources), lines) == (["in/a.txt", "in/sub/b.txt"], [])
    assert [s.path for s in find("in", "in/.h")[0]][-1] == "in/.h/i.txt"


def test_pipes_are_refused_without_being_opened(folder: Path) -> None:
    os.mkfifo(folder / "in/p.txt")
    os.mkfifo(folder / "in/q.jsonl")
    line = "is not a regular file. Save the article in a file."
    assert find("in")[1] == [f"in/p.txt: {line}", f"in/q.jsonl: {line}"]
    assert find("in/p.txt", "/dev/null")[1] == [f"in/p.txt: {line}", f"/dev/null: {line}"]


def test_a_file_that_becomes_a_link_is_not_followed(folder: Path) -> None:
    from dataset.articles import read_source
    from dataset.errors import InputError

    (source, _), _ = find("in")
    (folder / "in/a.txt").unlink()
    (folder / "in/a.txt").symlink_to(folder / "out/secret.txt")
    with pytest.raises(InputError) as caught:
        read_source(source, "a")
    assert str(caught.value) == "in/a.txt: is not a regular file. Save the article in a file."


def test_folders_may_be_deeper_than_calls(folder: Path) -> None:
    folders = ["in" + "/d" * n for n in range(1, 1_500)]
    for path in folders:
        os.mkdir(path)
    (folder / folders[-1] / "z.txt").write_text(TEXT)
    try:
        sources, lines = find("in")
    finally:  # what clears temporary folders away calls itself for each
        os.unlink(folders[-1] + "/z.txt")
        for path in reversed(folders):
            os.rmdir(path)
    assert (len(sources), lines) == (3, [])
