"""A process apart that reads what may crash: one for each process of ours, kept for the next file.

It is started when it is first needed, which takes a tenth of a second, ends with the process
that started it, and is replaced after it was killed or has crashed. Callers in several threads
wait for one another.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# Runs a file as a program without putting its folder, where an html.py lies, on the path.
_START = "import runpy, sys; runpy.run_path(sys.argv[1], run_name='__main__')"


class HelperFailed(Exception):
    """The process gave no answer: ``timed_out`` says whether it was stopped, else it crashed."""

    def __init__(self, *, timed_out: bool) -> None:
        super().__init__("no answer in time" if timed_out else "crashed")
        self.timed_out = timed_out


class Helper:
    """Asks a program questions and gets JSON back; see :mod:`dataset.articles.pdfium`.

    Args:
        program: the file to run.
        seconds: how long an answer may take.
    """

    def __init__(self, program: Path, seconds: float) -> None:
        self._program = program
        self._seconds = seconds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = 0
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self._forget)
        atexit.register(self.close)

    def ask(self, question: bytes) -> Mapping[str, Any]:
        """Return the answer to a question.

        Raises:
            HelperFailed: there was none.
            OSError: the process cannot be started.
        """
        with self._lock:
            process = self._started()
            timed_out = threading.Event()

            def stop() -> None:
                timed_out.set()
                process.kill()

            timer = threading.Timer(self._seconds, stop)
            timer.daemon = True
            timer.start()
            try:
                answer = _exchange(process, question)
            except (OSError, ValueError) as exc:
                self.close()
                raise HelperFailed(timed_out=timed_out.is_set()) from exc
            finally:
                timer.cancel()
                timer.join()
            if timed_out.is_set():
                self.close()  # it was late by a hair; the answer is good
            return answer

    def close(self) -> None:
        """End the process, if there is one; the next question starts another."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what was left to write has no reader
                    stream.close()
        process.wait()

    def _forget(self) -> None:
        """In a forked process the pipes are its parent's: never use nor close them."""
        self._lock = threading.Lock()
        if self._process is not None:
            self._process.returncode = 0  # no warning about a process that is not ours
            self._process = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.close()
        if self._process is None:
            self._owner = os.getpid()
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-X", "utf8", "-c", _START, str(self._program)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            )
        return self._process


def _exchange(process: subprocess.Popen[bytes], question: bytes) -> Mapping[str, Any]:
    """Send a question and return the answer; a broken pipe or a cut answer is an OSError."""
    if process.stdin is None or process.stdout is None:
        raise OSError("no pipes")
    process.stdin.write(len(question).to_bytes(8, "big"))
    process.stdin.write(question)
    process.stdin.flush()
    length = process.stdout.read(8)
    if len(length) < 8:
        raise OSError("no answer")
    answer = json.loads(process.stdout.read(int.from_bytes(length, "big")))
    if not isinstance(answer, dict):
        raise OSError("no answer")
    return answer
