"""Whatever happens to a build: run it again and the tables are the same, byte for byte."""

from __future__ import annotations

import itertools
import json
import os
import random
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from dataset.builder import build, folder
from dataset.builder.workspace import Workspace
from dataset.errors import ContractError, OutputError
from dataset.schema import TABLES
from dataset.tables import check, load_table
from tests.builder.zygote import Zygote

KILLS = 25
PLACES = "Oslo Bergen Molde Narvik Bodo Hamar Larvik Moss Skien Tromso Voss Arendal".split()


def write_news(at: Path) -> Path:
    """Write a dozen short articles that share a person, and one that is none."""
    at.mkdir()
    for n, place in enumerate(PLACES):
        (at / f"{place.lower()}.txt").write_text(
            f"Date: 2021-06-{n + 1:02}\n\nMayor Maria Keller opened a bridge in {place}. "
            f"“It cost {n + 2} million dollars,” she said.\n",
            encoding="utf-8",
        )
    (at / "empty.txt").write_bytes(b"")
    return at


def bytes_of(out: Path) -> dict[str, bytes]:
    return {name: (out / f"{name}.parquet").read_bytes() for name in TABLES}


@pytest.fixture(scope="module")
def zygote() -> Iterator[Zygote]:
    process = Zygote()
    yield process
    process.close()


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with ``news``, and ``old``: the tables of a third of them."""
    at = tmp_path_factory.mktemp("faults")
    write_news(at / "news")
    build(sorted((at / "news").glob("*o*.txt"))[:4], at / "old", jobs=1)
    return at


@pytest.fixture(scope="module")
def whole(zygote: Zygote, here: Path) -> tuple[dict[str, bytes], float]:
    """Return the bytes of a build that nothing disturbed, and the seconds it took."""
    shutil.copytree(here / "old", here / "whole")
    begun = time.monotonic()
    pid = zygote.start(
        ["build", "news", "--out", "whole", "--jobs", "1"], cwd=here, output=here / "whole.log"
    )
    assert zygote.wait(pid) == 3
    assert check(here / "whole") == []
    return bytes_of(here / "whole"), time.monotonic() - begun


@contextmanager
def reader(out: Path) -> Iterator[list[str]]:
    """Read every table again and again; yield what went wrong."""
    wrong: list[str] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            for name in TABLES:
                try:
                    load_table(out, name)
                except ContractError as exc:
                    wrong.append(f"{name}: {exc}")
            time.sleep(0.01)

    thread = threading.Thread(target=read)
    thread.start()
    try:
        yield wrong
    finally:
        stop.set()
        thread.join()


def test_killed_at_any_moment_a_build_goes_on(
    zygote: Zygote, here: Path, whole: tuple[dict[str, bytes], float]
) -> None:
    expected, seconds = whole
    moments = random.Random(11)
    killed = 0
    for n in range(KILLS):
        out = here / f"killed{n}"
        shutil.copytree(here / "old", out)
        command = ["build", "news", "--out", out, "--jobs", "1"]
        with reader(out) as wrong:
            pid = zygote.start(command, cwd=here, output=here / "log")
            time.sleep(moments.uniform(0, seconds))
            os.kill(pid, signal.SIGKILL)
            killed += zygote.wait(pid) == -signal.SIGKILL
            pid = zygote.start(command, cwd=here, output=here / "log")
            assert zygote.wait(pid) == 3
        assert wrong == []
        assert bytes_of(out) == expected
        assert not list(out.rglob("*.part"))
        shutil.rmtree(out)
    assert killed > KILLS // 2, "most were to be killed before they were done"


def test_ctrl_c_ends_a_build_in_one_line_and_it_goes_on(
    zygote: Zygote, here: Path, whole: tuple[dict[str, bytes], float]
) -> None:
    expected, seconds = whole
    shutil.copytree(here / "old", here / "stopped")
    command = ["build", "news", "--out", "stopped", "--jobs", "1"]
    pid = zygote.start(command, cwd=here, output=here / "log")
    time.sleep(seconds / 3)
    os.kill(pid, signal.SIGINT)
    assert zygote.wait(pid) == 130
    assert (here / "log").read_text("utf-8").splitlines()[-1].startswith("Interrupted.")
    assert zygote.wait(zygote.start(command, cwd=here, output=here / "log")) == 3
    assert bytes_of(here / "stopped") == expected


def test_a_build_is_refused_while_another_is_at_work_and_not_after_its_death(
    zygote: Zygote, here: Path, whole: tuple[dict[str, bytes], float]
) -> None:
    expected, _ = whole
    out = here / "two"
    command = ["build", "news", "--out", "two", "--jobs", "1"]
    first = zygote.start(command, cwd=here, output=here / "first.log")
    lock = out / ".build" / "lock"
    while not lock.exists() or not _is_locked(lock):
        time.sleep(0.005)
    os.kill(first, signal.SIGSTOP)
    try:
        second = zygote.start(command, cwd=here, output=here / "second.log")
        assert zygote.wait(second) == 1
        assert (here / "second.log").read_text("utf-8") == (
            "Error: two: another build is at work in this folder. Wait for it to end, or choose "
            "another folder.\n"
        )
    finally:
        os.kill(first, signal.SIGKILL)
        zygote.wait(first)
    assert zygote.wait(zygote.start(command, cwd=here, output=here / "log")) == 3
    assert bytes_of(out) == expected


def _is_locked(path: Path) -> bool:
    import fcntl

    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
        return False


def failing(real: Callable[..., Any], *, after: int) -> Callable[..., Any]:
    """Return a function that works so often, and then finds the disk full."""
    calls = itertools.count(1)

    def step(*args: Any, **kwargs: Any) -> Any:
        if next(calls) > after:
            raise OSError(28, "No space left on device")
        return real(*args, **kwargs)

    return step


def _told_by_build(out: Path) -> str | None:
    """Return what a build of the news says if it cannot write, or None."""
    try:
        build("news", out, jobs=1)
    except OutputError as error:
        return str(error)
    return None


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_full_disk_at_any_write_is_told_and_the_build_goes_on(
    here: Path, whole: tuple[dict[str, bytes], float], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    expected, _ = whole
    real = getattr(os, step)
    monkeypatch.setattr(folder, "ARTICLES_A_SHARD", 2)
    monkeypatch.chdir(here)
    out = Path(f"full-{step}")
    old = bytes_of(Path("old"))
    failures = 0
    for last in range(0, 200, 3):  # the disk fills up a little later each time
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree("old", out)
        with monkeypatch.context() as patch:
            patch.setattr(os, step, failing(real, after=last))
            told = _told_by_build(out)
        if told is None:
            break
        assert told.endswith("(No space left on device).")
        failures += 1
        found = bytes_of(out)
        assert all(found[name] in (old[name], expected[name]) for name in TABLES)
        build("news", out, jobs=1)
        assert bytes_of(out) == expected
    assert failures > 4


@pytest.mark.parametrize(
    ("what", "owner", "name"),
    [("folders", Path, "mkdir"), ("files", None, "mkstemp"), ("lock", FileLock, "acquire")],
)
def test_a_folder_that_may_not_be_written_is_told_in_one_line(
    here: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str, owner: Any, name: str
) -> None:
    import tempfile

    def fail(*_: Any, **__: Any) -> Any:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(owner or tempfile, name, fail)
    with pytest.raises(OutputError) as caught:
        build(here / "news", tmp_path / "out", jobs=1)
    monkeypatch.undo()
    assert "\n" not in str(caught.value), what
    assert str(caught.value).endswith("(Read-only file system).")


def test_clocks_that_jump_change_nothing(
    here: Path, whole: tuple[dict[str, bytes], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, _ = whole
    hours = iter(range(10**6, 0, -7))
    monkeypatch.setattr(time, "time", lambda: next(hours) * 3600.0)
    monkeypatch.chdir(here)
    shutil.copytree("old", "clock")
    for n, path in enumerate(Path("clock").rglob("*")):
        os.utime(path, (n * 10**7, 4 * 10**9 - n * 10**7))
    build("news", "clock", jobs=1)
    assert bytes_of(Path("clock")) == expected


def test_a_damaged_shard_is_read_anew(
    here: Path, whole: tuple[dict[str, bytes], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, _ = whole
    monkeypatch.chdir(here)
    shutil.copytree("whole", "damaged")
    shards = sorted(Path("damaged/.build/shards").iterdir())
    data = bytearray(shards[0].read_bytes())
    data[len(data) // 2] ^= 1
    shards[0].write_bytes(data)
    shards[1].write_bytes(b"")
    shards[2].unlink()
    done = build("news", "damaged", jobs=1)
    assert 3 <= done.n_read < len(PLACES)
    assert bytes_of(Path("damaged")) == expected


def test_a_manifest_that_is_lost_or_broken_costs_no_table(
    here: Path, whole: tuple[dict[str, bytes], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, _ = whole
    monkeypatch.chdir(here)
    shutil.copytree("whole", "lost")
    Path("lost/.build/manifest.parquet").write_bytes(b"PAR1 and then nothing")
    assert build("news", "lost", jobs=1, append=True).n_read == 0
    assert bytes_of(Path("lost")) == expected


def test_the_hidden_folder_may_be_deleted(
    here: Path, whole: tuple[dict[str, bytes], float], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, _ = whole
    monkeypatch.chdir(here)
    shutil.copytree("whole", "bare")
    shutil.rmtree("bare/.build")
    assert build("news", "bare", jobs=1).n_read == len(PLACES)
    assert bytes_of(Path("bare")) == expected


def test_the_log_is_lines_of_json(here: Path, tmp_path: Path, zygote: Zygote) -> None:
    command = ["build", "news", "--out", tmp_path / "out", "--jobs", "1", "--log-json"]
    for _ in range(2):  # the second is written behind the first
        pid = zygote.start([*command, tmp_path / "log"], cwd=here, output=tmp_path / "output")
        assert zygote.wait(pid) == 3
    lines = [json.loads(line) for line in (tmp_path / "log").read_text("utf-8").splitlines()]
    first_lines = lines[: 1 + [line["event"] for line in lines].index("done")]
    first = [line["event"] for line in first_lines]
    assert first[0] == "start"
    assert set(first) == {"start", "read", "problem", "merge", "done"}
    assert [(e["articles"], e["read"]) for e in lines if e["event"] == "done"] == [
        (len(PLACES), len(PLACES)),
        (len(PLACES), 0),
    ]
    assert all(a["seconds"] <= b["seconds"] for a, b in itertools.pairwise(first_lines))


def test_a_folder_is_held_by_one_build_of_a_process_too(tmp_path: Path) -> None:
    with (
        Workspace(tmp_path).locked(),
        pytest.raises(OutputError, match="another build is at work"),
        Workspace(tmp_path).locked(),
    ):
        pass
