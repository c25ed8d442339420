"""What both commands share at the terminal: the count of long work, plain errors, Ctrl-C."""

from __future__ import annotations

import itertools

import click
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from dataset.errors import InputError
from dataset.terminal import (
    PAUSE,
    PlainErrors,
    Progress,
    show_progress,
    spell_rate,
    spell_time,
    when_interrupted,
)


class Clock:
    """A clock that goes when it is told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr("dataset.terminal.time.monotonic", clock)
    monkeypatch.setenv("COLUMNS", "80")
    return clock


def drawn(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """Return what stood on the terminal, drawing by drawing."""
    return [line.rstrip() for line in capsys.readouterr().err.split("\r")[1:]]


def test_where_nobody_watches_nothing_is_counted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: False)
    progress = show_progress("Reading")
    for done in range(1, 4):
        progress(done, 3)
    progress.say("a warning")
    progress.say("a file", err=False)
    progress.end()
    assert capsys.readouterr() == ("a file\n", "a warning\n")


def test_of_one_piece_nothing_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    Progress("Reading", shown=True)(1, 1)
    assert capsys.readouterr().err == ""


def test_rate_and_time_left_are_told_once_they_can_be(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = Progress("Reading articles", shown=True)
    for done, seconds in ((2, 0.5), (22, 0.5), (43, 0), (43, 480.0), (19_700, 1), (20_000, 0)):
        progress(done, 20_000)
        clock.now += seconds
    assert drawn(capsys) == [
        "Reading articles: 2 of 20,000",
        "Reading articles: 22 of 20,000",
        "Reading articles: 43 of 20,000 (41 a second, 8 min left)",
        "Reading articles: 19,700 of 20,000 (41 a second, 7 s left)",
        "Reading articles: 20,000 of 20,000 (in 8 min)",
    ]


def test_what_was_done_before_counts_for_nothing(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = Progress("Reading", shown=True)
    progress(9_000, 10_000)
    clock.now += 10
    progress(9_100, 10_000)
    assert drawn(capsys)[-1] == "Reading: 9,100 of 10,000 (10 a second, 2 min left)"


def test_the_rate_is_that_of_the_last_half_minute(
    clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    progress = Progress("Reading", shown=True)
    for second in range(200):
        progress(min(second, 100) * 10 + max(0, second - 100), 2_000)
        clock.now += 1
    assert drawn(capsys)[-1] == "Reading: 1,099 of 2,000 (1.0 a second, 15 min left)"


@given(st.lists(st.floats(0, 0.3), min_size=1, max_size=200))
def test_it_is_drawn_ten_times_a_second_at_most_and_always_at_the_end(pauses: list[float]) -> None:
    clock = Clock()
    times: list[float] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dataset.terminal.time.monotonic", clock)
        progress = Progress("Reading", shown=True)
        patch.setattr(progress, "_draw", lambda _line: times.append(clock.now))
        for done, pause in enumerate(pauses, 1):
            clock.now += pause
            progress(done, len(pauses) + 1)
        progress(len(pauses) + 1, len(pauses) + 1)
    assert all(after - before >= PAUSE for before, after in itertools.pairwise(times[:-1]))
    assert times[-1] == clock.now


def test_a_message_stands_above_the_count(clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
    progress = Progress("Reading", shown=True)
    progress(1, 3)
    progress.say("a warning")
    clock.now += 1
    progress(3, 3)
    blank = " " * len("Reading: 1 of 3")
    assert capsys.readouterr().err == (
        f"\rReading: 1 of 3\r{blank}\ra warning\n\rReading: 1 of 3\rReading: 3 of 3 (in 1 s)\n"
    )


def test_a_line_never_breaks_and_a_shorter_one_covers_a_longer_one(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "16")
    progress = Progress("Reading articles", shown=True)
    progress(1, 3)
    assert capsys.readouterr().err == "\rReading article"
    monkeypatch.setenv("COLUMNS", "11")
    clock.now += 0.5
    progress(2, 3)
    assert capsys.readouterr().err == "\rReading ar     "


@given(st.floats(1e-9, 1e9))
def test_every_rate_and_time_can_be_told(number: float) -> None:
    assert spell_rate(number).split(" ", 1)[1] in {"a second", "a minute", "an hour"}
    assert spell_time(number).split()[1] in {"s", "min", "h"}
    assert not spell_time(number).startswith(("0 ", "60 "))


@pytest.fixture
def group(monkeypatch: pytest.MonkeyPatch) -> click.Group:
    monkeypatch.setattr("dataset.terminal.is_terminal", lambda: True)

    @click.group(cls=PlainErrors)
    def group() -> None:
        pass

    @group.command()
    def stop() -> None:
        show_progress("Working")(1, 3)
        raise KeyboardInterrupt

    @group.command()
    def halt() -> None:
        when_interrupted("Run it again to go on.")
        raise KeyboardInterrupt

    @group.command()
    def err() -> None:
        show_progress("Working")(1, 3)
        raise InputError("a.txt", "is empty.")

    return group


@pytest.mark.parametrize(
    ("command", "code", "message"),
    [
        ("stop", 130, "\rWorking: 1 of 3\nInterrupted. No file was left half-written.\n"),
        ("halt", 130, "Interrupted. Run it again to go on.\n"),
        ("err", 1, "\rWorking: 1 of 3\nError: a.txt: is empty.\n"),
    ],
)
def test_an_error_and_ctrl_c_are_one_line_below_the_count(
    group: click.Group, command: str, code: int, message: str
) -> None:
    result = CliRunner().invoke(group, [command])
    assert (result.exit_code, result.stdout, result.stderr) == (code, "", message)
