"""Finding articles, naming them, reading them by their suffix."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable
from pathlib import Path

import pytest

import dataset.articles as package
from dataset.articles import READERS, Inputs, Source, article_ids, find_sources
from dataset.articles.formats import SINGLE
from dataset.errors import InputError
from tests.articles.samples import KNOWN, TEXT, find, read


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
        ("no match", ["*.docx"], [],
         [f"*.docx: no file matches the pattern. Articles end in {KNOWN}; check the folder."]),
        ("unknown suffix", ["sources.yaml"], [],
         [f"sources.yaml: `.yaml` files are not read. Save the article as one of {KNOWN}."]),
    ],
)  # fmt: skip
def test_inputs_become_paths_or_errors(
    label: str, inputs: list[str], paths: list[str], errors: list[str]
) -> None:
    sources, wrong = find(*inputs)
    assert ([Path(s.path).as_posix() for s in sources], wrong) == (paths, errors), label
    assert all(s.data is None and s.origin == os.path.realpath(s.path) for s in sources)


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
    assert list(keys(paths).values()) == ids, label


def keys(paths: Iterable[str]) -> dict[str, str]:
    """Return the key of each file by its path."""
    return article_ids(
        Source(path, path, Path(path).name, path, Path(path).suffix.lower()) for path in paths
    )


def test_key_stays_when_other_articles_join() -> None:
    few = keys(["a/x.txt", "b/x.txt", "y.txt"])
    many = keys(["0/z.txt", "c/x.md", "b/x.txt", *few, "q/a/x.txt"])
    assert (many["b/x.txt"], many["y.txt"]) == (few["b/x.txt"], "y")


def test_keys_are_unique() -> None:
    names = ["a/x.txt", "q/a/x.txt", "x.txt", "X.txt", "a/x.md", "x-.txt"]
    first = keys(names)
    trap = [*names, *(f"{article_id}.txt" for article_id in first.values())]
    ids = keys(trap)
    assert len(set(ids.values())) == len(ids) == len(set(trap))


def test_suffix_picks_the_reader(folder: Path) -> None:
    (folder / "a.MD").write_text("# Boats\n\nFerries *sail*.")
    (folder / "b.txt").write_bytes("“Boats” *sail*.\r\n".encode("cp1252"))
    markdown, text = read(folder / "a.MD"), read(folder / "b.txt", "key")
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
    assert set(READERS) == {"", *SINGLE}
    assert os.path.isfile(package.__file__ or "")


def test_paths_are_shown_relative_to_the_folder_given(folder: Path) -> None:
    absolute, _ = find(folder)
    assert [s.shown for s in absolute] == ["a.MD", "b.txt", "odd[1].txt", "sub/c.text"]
    single, _ = find(folder / "sub" / "c.text", "b.txt")
    assert [s.shown for s in single] == ["c.text", "b.txt"]


@pytest.mark.usefixtures("folder")
def test_finding_opens_no_file_of_a_single_article(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError

    with monkeypatch.context() as patched:
        patched.setattr("builtins.open", refuse)
        found = list(find_sources(["."]))
    assert len(found) == 4


def test_names_of_files_do_no_harm(tmp_path: Path) -> None:
    for name in (b"a\x1b[2J.txt", b"b\n.txt", b"\xff.txt", "c\u202etxt.txt".encode()):
        with open(os.path.join(os.fsencode(tmp_path), name), "w") as file:
            file.write(TEXT)
    sources, lines = find(tmp_path)
    shown = ["a\ufffd[2J.txt", "b\ufffd.txt", "c\ufffdtxt.txt", "\ufffd.txt"]
    assert ([s.shown for s in sources], lines) == (shown, [])
    assert len(set(article_ids(sources).values())) == 4
    assert all(read_one(s) for s in sources)


def read_one(source: Source) -> bool:
    from dataset.articles import read_source

    return read_source(source, "a").text == TEXT


@pytest.mark.parametrize(
    ("label", "name", "content", "outcome"),
    [
        ("a page", "a.txt", b"\n<!DOCTYPE HTML><html>", "a web page"),
        ("a page in UTF-16", "a.md", "<html lang='en'>".encode("utf-16"), "a web page"),
    ],
)
def test_content_beats_a_suffix_that_lies(
    label: str, name: str, content: bytes, outcome: str, tmp_path: Path
) -> None:
    body = f"<body><article>{'<p>' + TEXT + '</p>'}</article></body></html>"
    encoding = "utf-16-le" if content.startswith(b"\xff\xfe") else "utf-8"
    (tmp_path / name).write_bytes(content + body.encode(encoding))
    article = read(tmp_path / name)
    suffix = Path(name).suffix
    assert article.warnings == (
        f"ends in {suffix} but is {outcome}, and was read as one. Rename it to end in .html.",
    ), label


def test_standard_input_is_read_once_and_known_by_its_content() -> None:
    row = b'{"id": "k", "text": "Ferries sail from Oslo. All is well."}\n'
    cases = {
        TEXT.encode(): ["stdin"],
        b"<html><body><article><p>" + TEXT.encode() * 3 + b"</p></article></body></html>": ["stdin.html"],
        row * 2: ["k.jsonl", "k.jsonl"],
        b"title,text\nBoats,Ferries sail.\n": ["stdin-2.csv"],
        b"": ["stdin"],
    }  # fmt: skip
    for data, names in cases.items():
        with Inputs(["-", "-"], stdin=io.BytesIO(data)) as inputs:
            first, second = list(inputs.sources()), list(inputs.sources())
        assert first == second
        assert [s.name for s in first if isinstance(s, Source)] == names


def test_a_mapping_from_a_field_we_do_not_have_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        Inputs(["."], columns={"titel": "headline"})
    assert str(caught.value) == (
        "--column titel=headline: `titel` is no field of an article. Did you mean `title`? "
        "Fields are id, text, title, date, source, author, url."
    )
