"""The folder: articles, gold tables, strata and a notice, written whole or not at all.

Everything is written into a folder beside the target, which is then moved into place. A folder that
holds anything else is never touched: invented articles must not end up among real ones.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa

from dataset.errors import InputError, OutputError
from dataset.schema import TABLES
from dataset.synthesize.article import make_articles
from dataset.synthesize.gold import merge_entities
from dataset.synthesize.records import SyntheticArticle
from dataset.tables import make_table, write_tables

NOTICE = "FICTIONAL.md"
_MARK = "<!-- quizgen synthesize -->"
# Articles whose rows are made into Arrow at once: few enough that Python's rows stay small.
_BATCH = 200


def synthesize(
    out: str | Path,
    *,
    articles: int,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
) -> None:
    """Write fictional articles and their gold tables into the folder ``out``.

    The folder gets ``articles/``, ``gold/`` (the tables of the contract), ``strata.csv`` (one row
    an article, to score by) and ``FICTIONAL.md``. The same seed and versions give the same bytes,
    and the first articles of a longer run are those of a shorter one.

    Args:
        out: made if needed; replaced whole if an earlier run wrote it.
        articles: how many, 1 or more.
        seed: another one gives other articles.
        progress: called with (articles done, articles in all) after each.

    Raises:
        InputError: fewer than one article is asked for.
        OutputError: ``out`` holds something else, or cannot be written.
    """
    if articles < 1:
        raise InputError("articles", f"is {articles}. Ask for one article or more.")
    target = Path(out)
    _refuse_others(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".part"))
    except OSError as exc:
        raise OutputError(f"{target}: cannot be written ({exc.strerror}).") from exc
    try:
        _write(work, articles, seed, progress)
        work.chmod(0o755)
        _put_in_place(work, target)
    except OSError as exc:
        raise OutputError(f"{target}: cannot be written ({exc.strerror}).") from exc
    finally:
        shutil.rmtree(work, ignore_errors=True)


def is_synthetic(folder: Path) -> bool:
    """Say whether a folder was written by :func:`synthesize`."""
    notice = folder / NOTICE
    return notice.is_file() and _MARK in notice.read_text(encoding="utf-8", errors="replace")


def _refuse_others(target: Path) -> None:
    if not os.path.lexists(target):
        return
    if not target.is_dir() or target.is_symlink():
        raise OutputError(f"{target}: is no folder. Name a new folder for fictional articles.")
    if any(target.iterdir()) and not is_synthetic(target):
        raise OutputError(
            f"{target}: holds other files, and fictional articles must not mix with real ones. "
            "Name a new or empty folder."
        )


def _put_in_place(work: Path, target: Path) -> None:
    """Move the finished folder to its name; what an earlier run left is kept until then."""
    if not target.exists():
        work.rename(target)
        return
    old = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.", suffix=".old"))
    try:
        target.rename(old / "was")
        try:
            work.rename(target)
        except OSError:
            (old / "was").rename(target)
            raise
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _write(folder: Path, n: int, seed: int, progress: Callable[[int, int], None] | None) -> None:
    texts = folder / "articles"
    texts.mkdir()
    parts: dict[str, list[pa.Table]] = {name: [] for name in TABLES}
    entities: dict[str, dict[str, Any]] = {}
    strata: list[dict[str, str | int]] = []
    done = 0
    for batch in _in_batches(make_articles(n, seed)):
        for article in batch:
            path = texts / article.file_name
            path.write_text(article.content, encoding="utf-8", newline="\n")
            strata.append(article.strata)
            merge_entities(entities, article.rows["entities"])
            done += 1
            if progress:
                progress(done, n)
        for name in TABLES.keys() - {"entities"}:
            rows = [row for article in batch for row in article.rows[name]]
            parts[name].append(make_table(name, rows))
    parts["entities"] = [make_table("entities", entities.values())]
    write_tables(
        {name: _marked(pa.concat_tables(parts[name]), seed) for name in TABLES}, folder / "gold"
    )
    (folder / "strata.csv").write_text(_csv(strata), encoding="utf-8", newline="")
    (folder / NOTICE).write_text(_notice(n, seed), encoding="utf-8", newline="\n")


def _in_batches(articles: Iterator[SyntheticArticle]) -> Iterator[list[SyntheticArticle]]:
    while batch := list(islice(articles, _BATCH)):
        yield batch


def _marked(table: pa.Table, seed: int) -> pa.Table:
    """Say in a table's metadata that it is invented; what stands there already is kept."""
    metadata = dict(table.schema.metadata or {})
    return table.replace_schema_metadata(
        {
            **metadata,
            b"fictional": b"true",
            b"generator": f"quizgen synthesize, seed {seed}".encode(),
        }
    )


def _csv(rows: list[dict[str, str | int]]) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def _versions() -> str:
    from importlib.metadata import version

    return ", ".join(f"{name} {version(name)}" for name in ("quizgen", "faker", "pyarrow"))


def _notice(n: int, seed: int) -> str:
    return f"""{_MARK}
# Everything in this folder is fictional

The people, places, organisations and events of these {n} articles are invented. They were written
by a program (`dataset synthesize --articles {n} --seed {seed}`), and any likeness to somebody real
is chance. Do not mix them with real articles, and do not cite them.

Made by {_versions()}; the same seed and versions give the same bytes.

- `articles/`: the articles, as files
- `gold/`: their tables, known from how each sentence was made (`dataset check gold`)
- `strata.csv`: one row an article: story, locale of the names, layout, quotation marks, hard cases

Build the tables from the articles and compare:

    dataset build articles --out built
    dataset score built --against gold --by strata.csv
"""
