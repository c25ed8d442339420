"""Workers of a Dask cluster: the same jobs, the same shards, other computers.

Each worker needs quizgen installed (the same version), and sees the inputs and the folder of the
tables under the same paths, as on a shared file system. What a lost worker was at is done again
by another; Dask sees to that.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from dataset.builder.work import Job, Report, do, without
from dataset.errors import ClusterError, DatasetError

if TYPE_CHECKING:
    from distributed import Client

# Seconds to wait for the scheduler, and for its first worker.
LONGEST_WAIT: Final = 60
# Jobs given out for each thread of the cluster: one at work, two that need not be waited for.
JOBS_A_THREAD: Final = 3


class Cluster:
    """Does jobs on the workers of a Dask scheduler.

    Args:
        address: such as ``tcp://10.0.0.7:8786``.
        tick: called after each article.
    """

    def __init__(self, address: str, tick: Callable[[], None]) -> None:
        self._address = address
        self._tick = tick

    def run(self, jobs: Iterator[Job]) -> Generator[Report, None, None]:
        """Yield the report of each job, as they are done.

        Raises:
            ClusterError: there is no such scheduler, it has no workers, or Dask is not installed.
            DatasetError: what :func:`dataset.builder.work.do` raises.
        """
        client = self._connect()
        try:
            yield from self._run(client, jobs)
        finally:
            with suppress(Exception):  # the cluster may be gone
                client.close()

    def _connect(self) -> Client:
        try:
            from distributed import Client
        except ImportError as exc:
            raise ClusterError(
                'A cluster needs Dask. Install it with: pip install "quizgen[cluster]"'
            ) from exc
        try:
            client = Client(self._address, timeout=LONGEST_WAIT, set_as_default=False)
        except (OSError, ValueError) as exc:
            raise ClusterError(
                f"{self._address}: no Dask scheduler answers there. Check the address, as in "
                "tcp://10.0.0.7:8786, and that it runs."
            ) from exc
        try:
            client.wait_for_workers(1, timeout=LONGEST_WAIT)
        except TimeoutError as exc:
            client.close()
            raise ClusterError(f"{self._address}: the cluster has no workers. Start some.") from exc
        return client

    def _run(self, client: Client, jobs: Iterator[Job]) -> Iterator[Report]:
        from distributed import as_completed

        at_work: dict[Any, Job] = {}
        futures = as_completed(loop=client.loop)

        def submit(job: Job) -> None:
            job = replace(job, folder=job.folder.absolute())
            # Not pure: a shard that was thrown away since must be written again.
            future = client.submit(do, job, pure=False)
            at_work[future.key] = job
            futures.add(future)

        def fill() -> None:
            room = JOBS_A_THREAD * max(1, sum(client.nthreads().values()))
            while len(at_work) < room and (job := next(jobs, None)) is not None:
                submit(job)

        fill()
        for future in futures:
            job = at_work.pop(future.key)
            if future.status == "finished":
                report: Report = future.result()
                for _ in job.tasks:
                    self._tick()
                yield report
            else:
                for again in _after(job, future.exception()):
                    submit(again)
            fill()


def _after(job: Job, error: Any) -> list[Job]:
    """Return what is to be tried when a job failed.

    Raises:
        DatasetError: what the job raised.
        ClusterError: the cluster failed in another way.
    """
    from distributed.scheduler import KilledWorker

    if isinstance(error, DatasetError):
        raise error
    if not isinstance(error, KilledWorker):
        told = " ".join(str(error).split())[:200]
        raise ClusterError(f"The cluster failed ({type(error).__name__}: {told}).") from error
    if len(job.tasks) > 1:  # one of the articles ends its worker each time: which?
        return [replace(job, tasks=(task,)) for task in job.tasks]
    return [without(job, 0, "ended each worker that was to read it; it is left out.")]
