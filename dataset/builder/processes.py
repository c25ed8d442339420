"""Worker processes on this computer: one piece of work each, and none can take the build along.

A worker is a Python of its own, spoken to over its standard input and output: so a script may
build without guarding its main module, a worker that dies (out of memory, killed, crashed in C)
loses its own piece only, and one that hangs can be ended. When the builder itself dies, its
workers see the end of their input and stop.
"""

from __future__ import annotations

import json
import os
import pickle
import queue
import signal
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import suppress
from typing import IO, Any, Final

from dataset.builder.work import Job, Report, do, without
from dataset.errors import DatasetError, ModelError

# Seconds: an article is found, opened and decoded in far less. Ten is the promise to users.
LONGEST_READ: Final = 10.0
# Seconds an article may take, and so many for each of its characters: twenty times what an old
# laptop needs.
LONGEST_ANALYSIS: Final = 60.0
ANALYSIS_PER_CHARACTER: Final = 0.005
# A worker starts in three seconds here; on a busy machine with a slow disk in a minute.
LONGEST_START: Final = 300.0
# An article that ended its worker so often is to blame, and is left out.
STRIKES: Final = 2
# After so many articles a worker makes room for a fresh one. What is remembered of words grows by
# some MB for each thousand articles; to start anew costs as much time as reading twenty.
ARTICLES_A_WORKER: Final = 5_000
# Deaths of workers in one piece of work before it is given up, whosever fault it is.
MOST_DEATHS: Final = 20

_LENGTH: Final = 8  # bytes before each message that tell its size
# The worker's Python begins here: the same folders are searched for packages as in ours.
_START: Final = (
    "import json, sys\n"
    "sys.path[:] = json.loads(sys.argv[1])\n"
    "from dataset.builder.processes import serve\n"
    "serve()\n"
)
# Each worker has one core; libraries must not share out its work once more.
_ONE_THREAD: Final = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"
)


# Is called for each article that is done.
Tick = Callable[[], None]


class WorkerDied(Exception):
    """A worker ended, or was ended, in the middle of its work.

    Args:
        number: of the article it was at.
        why: in plain words.
    """

    def __init__(self, number: int, why: str) -> None:
        super().__init__(why)
        self.number = number
        self.why = why


class Worker:
    """One process that reads articles."""

    def __init__(self) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the process
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, json.dumps(sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=os.environ | _ONE_THREAD,
        )
        self._messages: queue.Queue[Any] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    def _listen(self) -> None:
        assert self._process.stdout is not None
        with suppress(OSError, EOFError, ValueError, pickle.UnpicklingError):
            while True:
                self._messages.put(_receive(self._process.stdout))
        self._messages.put(None)

    def do(self, job: Job, tick: Tick) -> Report:
        """Have a job done.

        Raises:
            WorkerDied: the process ended before it was done, or took too long and was ended.
            DatasetError: what :func:`dataset.builder.work.do` raises.
        """
        number, patience, doing = 0, LONGEST_START, "start"
        try:
            assert self._process.stdin is not None
            _send(self._process.stdin, job)
        except OSError:
            raise WorkerDied(number, self._end(doing)) from None
        done = -1
        while True:
            try:
                message = self._messages.get(timeout=patience)
            except queue.Empty:
                self.kill()
                why = f"took longer than {patience:.0f} seconds to {doing} and was stopped"
                raise WorkerDied(number, why) from None
            if message is None:
                raise WorkerDied(number, self._end(doing))
            if isinstance(message, Report):
                for _ in range(len(job.tasks) - done - 1):
                    tick()
                return message
            if isinstance(message, DatasetError):
                raise message
            number, doing, size = message
            while done < number - 1:
                tick()
                done += 1
            patience = LONGEST_READ
            if doing == "analyse":
                patience = LONGEST_ANALYSIS + ANALYSIS_PER_CHARACTER * size

    def _end(self, doing: str) -> str:
        """Return why the process ended, in plain words."""
        code = self._process.wait()
        if doing == "start" and code > 0:
            self._errors.seek(0)
            lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
            raise ModelError(f"A worker process cannot start ({lines[-1] if lines else code}).")
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return f"ended the process that was to {doing} it ({name}; out of memory?)"

    def kill(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):  # what was not sent yet
                    stream.close()
        self._errors.close()


class Processes:
    """A number of workers; each is started when there is work for it.

    Args:
        n: how many at most.
        tick: called after each article, in the thread that goes through :meth:`run`.
    """

    def __init__(self, n: int, tick: Tick) -> None:
        self._n = n
        self._tick = tick
        self._todo: queue.Queue[Job | None] = queue.Queue()
        self._done: queue.Queue[Report | BaseException | None] = queue.Queue()
        self._workers: dict[int, Worker] = {}
        self._served: Counter[int] = Counter()
        self._closing = False

    def pids(self) -> list[int]:
        """Return the numbers of the worker processes there are now."""
        return [worker.pid for worker in list(self._workers.values())]

    def run(self, jobs: Iterator[Job]) -> Generator[Report, None, None]:
        """Yield the report of each job, as they are done. No more than a few jobs wait."""
        threads: list[threading.Thread] = []
        waiting = 0
        try:
            more = True
            while more or waiting:
                while more and waiting < 2 * self._n:
                    job = next(jobs, None)
                    if job is None:
                        more = False
                        break
                    self._todo.put(job)
                    waiting += 1
                    if len(threads) < min(self._n, waiting):
                        thread = threading.Thread(
                            target=self._serve, args=(len(threads),), daemon=True
                        )
                        threads.append(thread)
                        thread.start()
                if not waiting:
                    break
                found = self._done.get()
                if found is None:
                    self._tick()
                elif isinstance(found, Report):
                    waiting -= 1
                    yield found
                else:
                    raise found
        finally:
            self._closing = True
            for _ in threads:
                self._todo.put(None)
            for worker in list(self._workers.values()):
                worker.kill()
            for thread in threads:
                thread.join()

    def _serve(self, place: int) -> None:
        """Do jobs in a worker, in a thread of its own, until there are none."""
        while (job := self._todo.get()) is not None and not self._closing:
            try:
                self._done.put(self._do(place, job))
            except BaseException as exc:
                self._done.put(exc)
                return

    def _do(self, place: int, job: Job) -> Report:
        """Do a job; if its worker dies, try again, and leave out what is to blame."""
        strikes: Counter[int] = Counter()
        told = 0

        def tick() -> None:
            nonlocal told
            told += 1
            if told > ticked:
                self._done.put(None)

        ticked = 0
        while True:
            worker = self._workers.get(place)
            if worker is None:
                worker = self._workers[place] = Worker()
            told = 0
            try:
                report = worker.do(job, tick)
                self._served[place] += len(job.tasks)
                if self._served[place] >= ARTICLES_A_WORKER:
                    del self._served[place]
                    self._workers.pop(place).kill()
                return report
            except WorkerDied as died:
                self._workers.pop(place).kill()
                if self._closing:
                    raise
                ticked = max(ticked, told)
                strikes[died.number] += 1
                if strikes[died.number] >= STRIKES or strikes.total() >= MOST_DEATHS:
                    job = without(job, died.number, f"{died.why}; it is left out.")


def serve() -> None:
    """Be a worker: read jobs from standard input, write what becomes of them to standard output."""
    # Ctrl-C goes to the whole group of processes; the builder tells us when to stop.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not be taken for an answer
    import gc

    import pyarrow as pa

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    frozen = False
    with suppress(EOFError, BrokenPipeError):
        while True:
            job: Job = _receive(asked)
            try:
                from dataset.language import load

                nlp = load(job.model)
                if not frozen:
                    # The model's objects are there to stay: no garbage to be looked for in them.
                    gc.freeze()
                    # A parsed text is a few thousand objects in circles, to be let go together:
                    # looked for as often as Python does, they take a tenth of the time of the
                    # rooms. This many are a few texts, some megabytes.
                    gc.set_threshold(20_000)
                    frozen = True
                answer: Report | DatasetError = do(job, lambda *step: _send(answers, step), nlp)
            except DatasetError as exc:
                answer = exc
            _send(answers, answer)


def _send(stream: IO[bytes], message: Any) -> None:
    data = pickle.dumps(message, 5)
    stream.write(len(data).to_bytes(_LENGTH, "little") + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    length = stream.read(_LENGTH)
    if len(length) < _LENGTH:
        raise EOFError
    data = stream.read(int.from_bytes(length, "little"))
    # Both ends are this program; nothing else writes into the pipe.
    return pickle.loads(data)
