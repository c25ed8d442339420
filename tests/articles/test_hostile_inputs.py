"""A thousand files that nobody should have made: each is read, or told in one useful line."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import pytest

from dataset.articles import Source, article_ids, find_sources, read_source
from dataset.errors import InputError
from tests.articles.hostile import Case, cases, lies, made, mutations

LONGEST = 10  # seconds for one file
AT_LEAST = 1_000


class Hangs(BaseException):
    """No ``except Exception`` stops it."""


@contextmanager
def guard(case: str) -> Iterator[None]:
    def stop(_: int, __: FrameType | None) -> None:
        raise Hangs(case)

    before = [(s, signal.signal(s, stop)) for s in (signal.SIGALRM, signal.SIGPROF)]
    # Of this process's own time, for others may want the machine; and in case it only waits.
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    signal.setitimer(signal.ITIMER_REAL, 6 * LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler in before:
            signal.signal(number, handler)


def faults(name: str) -> Iterator[str]:
    """Yield what is wrong with how the file ``name`` is taken."""
    sources: list[Source] = []
    errors: list[InputError] = []
    articles = 0
    for found in find_sources([name]):
        if isinstance(found, Source):
            sources.append(found)
        else:
            errors.append(found)
    ids = article_ids(sources)
    if len(set(ids.values())) != len(sources):
        yield "keys are not unique"
    for source in sources:
        try:
            article = read_source(source, ids[source.origin])
        except InputError as exc:
            errors.append(exc)
            continue
        articles += 1
        if not article.text.strip() or not article.blocks:
            yield f"{source.path}: an article without text"
        errors += [InputError(article.path, warning) for warning in article.warnings]
    if not articles and not errors:
        yield "neither an article nor a problem"
    for error in errors:
        line = str(error)
        if not (line.isprintable() and line.startswith(name) and len(error.message) > 20):
            yield f"no useful line: {line!r}"


def check(all_cases: Iterator[Case]) -> int:
    wrong, n = [], 0
    for label, name, data in all_cases:
        n += 1
        Path(name).write_bytes(data)
        try:
            with guard(f"{label} {name}"):
                wrong += [f"{label} {name}: {fault}" for fault in faults(name)]
        except (Exception, Hangs) as exc:
            wrong.append(f"{label} {name}: {type(exc).__name__} {exc}")
        Path(name).unlink()
    assert wrong == []
    return n


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("share", range(4))
def test_damaged_files_are_read_or_told(share: int) -> None:
    assert check(case for n, case in enumerate(mutations(14)) if n % 4 == share) > 250


def test_files_that_lie_about_their_kind_are_read_or_told() -> None:
    assert check(lies()) >= 15 * 14


def test_files_made_to_hurt_are_read_or_told() -> None:
    assert check(made()) > 100


def test_there_are_enough_of_them() -> None:
    assert len(list(cases())) >= AT_LEAST
