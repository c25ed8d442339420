"""Workers: killed, hanging, poisoned, on this computer and on a cluster."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import dataset.builder.folder
from dataset import build
from dataset.articles.source import Source
from dataset.builder import processes
from dataset.builder.processes import Processes, Worker, WorkerDied
from dataset.builder.shard import Entry
from dataset.builder.work import Job, Report, Task
from dataset.errors import ModelError
from tests.builder.test_faults import bytes_of, write_news


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with ``news``, and ``all``: their tables."""
    at = tmp_path_factory.mktemp("processes")
    write_news(at / "news")
    build(at / "news", at / "all", jobs=1)
    return at


def test_a_worker_that_is_killed_costs_nothing(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset.builder.folder, "ARTICLES_A_SHARD", 2)
    killed: list[int] = []

    class Crew(Processes):
        def run(self, jobs: Iterator[Job]) -> Any:
            for report in super().run(jobs):
                if not killed:
                    killed.extend(self.pids())
                    for pid in killed:
                        os.kill(pid, signal.SIGKILL)
                yield report

    monkeypatch.setattr(processes, "Processes", Crew)
    done = build(made / "news", tmp_path / "out", jobs=2)
    assert len(killed) == 2
    assert [p.message for p in done.problems] == ["is empty. Put the text of an article in it."]
    assert bytes_of(tmp_path / "out") == bytes_of(made / "all")


def job(n: int = 3) -> Job:
    sources = [Source(f"{k}.txt", f"{k}.txt", f"{k}.txt", f"/{k}.txt", ".txt") for k in range(n)]
    return Job(Path("/none"), tuple(Task(s, s.name[0], s.name) for s in sources))


class FakeWorker:
    """Dies at the articles named, each time it comes to them; counts what it did."""

    poisoned: frozenset[int] = frozenset()
    deaths = 0

    def do(self, job: Job, tick: Any) -> Report:
        for number, task in enumerate(job.tasks):
            if number in self.poisoned and task.failed is None:
                FakeWorker.deaths += 1
                raise WorkerDied(number, "ended the process")
            tick()
        entries = (Entry(t.article_id, "" if t.failed else t.key) for t in job.tasks)
        return Report(job.name, tuple(entries))

    def kill(self) -> None:
        pass


@pytest.mark.parametrize("poisoned", [set(), {0}, {2}, {0, 1, 2}], ids=str)
def test_an_article_that_ends_its_worker_twice_is_left_out_alone(
    monkeypatch: pytest.MonkeyPatch, poisoned: set[int]
) -> None:
    monkeypatch.setattr(processes, "Worker", FakeWorker)
    monkeypatch.setattr(FakeWorker, "poisoned", frozenset(poisoned))
    monkeypatch.setattr(FakeWorker, "deaths", 0)
    ticks: list[None] = []
    crew = Processes(2, lambda: ticks.append(None))
    (report,) = crew.run(iter([job()]))
    assert [not entry.key for entry in report.entries] == [n in poisoned for n in range(3)]
    assert FakeWorker.deaths == 2 * len(poisoned)
    assert len(ticks) == 3


def test_workers_make_room_for_fresh_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "Worker", FakeWorker)
    monkeypatch.setattr(processes, "ARTICLES_A_WORKER", 6)
    ended: list[None] = []
    monkeypatch.setattr(FakeWorker, "kill", lambda _: ended.append(None))
    reports = list(Processes(1, lambda: None).run(job() for _ in range(5)))
    assert len(reports) == 5
    assert len(ended) == 3, "after six and twelve articles, and at the end"


def test_a_worker_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_START", "import time\ntime.sleep(600)\n")
    monkeypatch.setattr(processes, "LONGEST_START", 0.2)
    worker = Worker()
    with pytest.raises(WorkerDied, match="took longer than 0 seconds to start and was stopped"):
        worker.do(job(), lambda: None)
    with pytest.raises(ProcessLookupError):
        os.kill(worker.pid, 0)


def test_a_worker_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "_START", "raise SystemExit('no such thing')\n")
    worker = Worker()
    with pytest.raises(ModelError, match=r"A worker process cannot start \(no such thing\)"):
        worker.do(job(), lambda: None)
    worker.kill()


def test_a_worker_stops_when_its_builder_dies(monkeypatch: pytest.MonkeyPatch) -> None:
    # What a dead builder leaves of a worker's standard input is its end.
    worker = Worker()
    assert worker._process.stdin is not None
    worker._process.stdin.close()
    assert worker._process.wait(60) == 0
    worker.kill()
    assert monkeypatch


def test_a_cluster_gives_the_same_bytes_and_survives_the_loss_of_a_worker(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from distributed import LocalCluster

    from dataset.builder import cluster

    monkeypatch.setattr(dataset.builder.folder, "ARTICLES_A_SHARD", 2)
    monkeypatch.setenv("PYTHONWARNINGS", "default")
    killed: list[int] = []
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
    ) as local:

        class Crew(cluster.Cluster):
            def run(self, jobs: Iterator[Job]) -> Any:
                for report in super().run(jobs):
                    if not killed:
                        killed.append(next(iter(local.workers.values())).pid)
                        os.kill(killed[0], signal.SIGKILL)
                    yield report

        monkeypatch.setattr(cluster, "Cluster", Crew)
        done = build(made / "news", tmp_path / "out", cluster=local.scheduler_address)
    assert killed
    assert done.n_read == 12
    assert bytes_of(tmp_path / "out") == bytes_of(made / "all")
