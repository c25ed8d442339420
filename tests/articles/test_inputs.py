"""Finding articles, naming them, reading them by their suffix."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import dataset.articles as package
from dataset.articles import READERS, article_ids, find_inputs, read
from dataset.errors import InputError

KNOWN = ".txt, .text, .md, .markdown, .html, .htm"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in (
        "b.txt", "a.MD", "sub/c.text", ".hidden.txt", ".git/d.txt", "README.md", "LICENSE",
        "License.txt", "sources.yaml", "Makefile", "bare", "empty/x.yaml", "odd[1].txt",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("Ferries sail.")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("label", "inputs", "paths", "errors"),
    [
        ("a folder", ["."], ["a.MD", "b.txt", "odd[1].txt", "sub/c.text"], []),
        ("a file without suffix", ["bare"], ["bare"], []),
        ("a pattern", ["*.txt"], ["b.txt", "odd[1].txt"], []),
        ("a pattern through folders", ["**/*.t*t"], ["b.txt", "odd[1].txt", "sub/c.text"], []),
        ("a name that looks like a pattern", ["odd[1].txt"], ["odd[1].txt"], []),
        ("each file once", ["b.txt", ".", "./b.txt"],
         ["b.txt", "a.MD", "odd[1].txt", "sub/c.text"], []),
        ("a pattern the shell expanded", ["LICENSE", "README.md", "b.txt"], ["b.txt"], []),
        ("README named alone", ["README.md"], ["README.md"], []),
        ("missing", ["none.txt"], [],
         ["none.txt: does not exist. Check the spelling of the path."]),
        ("no name at all", [""], [], [": does not exist. Check the spelling of the path."]),
        ("empty folder", ["empty", "b.txt"], ["b.txt"],
         [f"empty: holds no articles. Put files in it that end in {KNOWN}."]),
        ("no match", ["*.pdf"], [],
         [f"*.pdf: no file matches the pattern. Articles end in {KNOWN}; check the folder."]),
        ("unknown suffix", ["sources.yaml"], [],
         [f"sources.yaml: `.yaml` files are not read. Save the article as one of {KNOWN}."]),
    ],
)  # fmt: skip
def test_inputs_become_paths_or_errors(
    label: str, inputs: list[str], paths: list[str], errors: list[str]
) -> None:
    found, wrong = find_inputs(inputs)
    assert ([path.as_posix() for path in found], list(map(str, wrong))) == (paths, errors), label


@pytest.mark.parametrize(
    ("label", "paths", "ids"),
    [
        ("a slug", ["a/Boats & Piers_2.txt"], ["boats-piers-2"]),
        ("accents", ["Ålesund café.md"], ["alesund-cafe"]),
        ("another script", ["новости.txt"], ["article-d562cb"]),
        ("partly another script", ["2021 новости.txt"], ["2021-934d93"]),
        ("only signs", ["!!.txt"], ["article-b4613f"]),
    ],
)
def test_key_is_the_slug_of_the_stem(label: str, paths: list[str], ids: list[str]) -> None:
    assert list(article_ids(map(Path, paths)).values()) == ids, label


def test_key_stays_when_other_articles_join() -> None:
    few = article_ids([Path("a/x.txt"), Path("b/x.txt"), Path("y.txt")])
    many = article_ids([Path("0/z.txt"), Path("c/x.md"), Path("b/x.txt"), *few, Path("q/a/x.txt")])
    assert {path: many[path] for path in few if path.name != "x.txt" or path.parts[0] == "b"} == {
        Path("b/x.txt"): few[Path("b/x.txt")],
        Path("y.txt"): "y",
    }


def test_keys_are_unique() -> None:
    names = ["a/x.txt", "q/a/x.txt", "x.txt", "X.txt", "a/x.md", "x-.txt"]
    first = article_ids(map(Path, names))
    trap = [*names, *(f"{article_id}.txt" for article_id in first.values())]
    ids = article_ids(map(Path, trap))
    assert len(set(ids.values())) == len(ids) == len(set(trap))


def test_suffix_picks_the_reader(folder: Path) -> None:
    (folder / "a.MD").write_text("# Boats\n\nFerries *sail*.")
    (folder / "b.txt").write_bytes("“Boats” *sail*.\r\n".encode("cp1252"))
    markdown, text = read(folder / "a.MD"), read(folder / "b.txt", name="key")
    assert (markdown.article_id, markdown.text, markdown.path) == (
        "a",
        "Boats\n\nFerries sail.",
        str(folder / "a.MD"),
    )
    assert (text.article_id, text.text, len(text.warnings)) == ("key", "“Boats” *sail*.\r\n", 1)


def test_unknown_suffix_is_refused(folder: Path) -> None:
    with pytest.raises(InputError, match=r"`\.yaml` files are not read"):
        read(folder / "sources.yaml")


def test_the_package_exports_what_it_says() -> None:
    assert all(hasattr(package, name) for name in package.__all__)
    assert package.__all__ == sorted(package.__all__, key=lambda n: (not n.isupper(), n))
    assert set(READERS) == {"", ".txt", ".text", ".md", ".markdown", ".html", ".htm"}
    assert os.path.isfile(package.__file__ or "")
