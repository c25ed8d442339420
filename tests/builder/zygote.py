"""A process that has everything loaded and builds in children of its own, which may be killed.

Starting Python and loading the model takes seconds; a fork of a process that has them takes
milliseconds. So a test can afford to kill many builds.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]


class Zygote:
    """Starts builds; to be closed."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.builder.zygote"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            text=True,
        )
        assert self._ask({}) == "ready"

    def _ask(self, command: dict[str, Any]) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def start(self, arguments: Sequence[str | Path], *, cwd: Path, output: Path) -> int:
        """Start ``dataset`` with arguments; return the process's number."""
        told = {"arguments": [str(a) for a in arguments], "cwd": str(cwd), "output": str(output)}
        return int(self._ask(told))

    def wait(self, pid: int) -> int:
        """Return the exit code of a build, negative for the signal that ended it."""
        return int(self._ask({"wait": pid}))

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


def run(command: dict[str, Any]) -> None:
    """Be a child: run ``dataset`` as a shell would."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.chdir(command["cwd"])
    out = os.open(command["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(out, 1)
    os.dup2(out, 2)
    from dataset.cli import main

    sys.argv = ["dataset", *command["arguments"]]
    code = 1
    try:
        main()
    except SystemExit as exc:
        code = exc.code if isinstance(exc.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def serve() -> None:
    """Be the process: read commands from standard input."""
    import pyarrow as pa

    from dataset.builder import folder, read

    pa.set_cpu_count(1)
    pa.set_io_thread_count(1)
    folder.ARTICLES_A_SHARD = 2  # many shards of few articles
    read("Ana Ruiz, the mayor, opened the bridge in Oslo on Monday. “It is safe,” she said.")
    for line in sys.stdin:
        command = json.loads(line)
        answer: Any = "ready"
        if "wait" in command:
            _, status = os.waitpid(command["wait"], 0)
            answer = os.waitstatus_to_exitcode(status)
        elif command:
            answer = os.fork()
            if answer == 0:
                run(command)
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    serve()
