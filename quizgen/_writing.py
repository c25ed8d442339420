"""What the commands write and say: files, what these could not keep, the report, the errors."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quizgen.errors import LossError, MissingExtra, RenderError

if TYPE_CHECKING:
    from quizgen.export.losses import LossReport
    from quizgen.quiz import Quiz
    from quizgen.read import QuizRead
    from quizgen.render.layout import Layout

Say = Callable[[str, bool], None]  # a message, and whether it goes to stderr


@dataclass(slots=True)
class Writing:
    """What to write a quiz as, and where; what became of it."""

    outputs: tuple[Path, ...]
    format: str | None
    versions: int
    layout: Layout
    strict: bool
    report: Path | None
    revised: datetime | None = None
    told: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    failures: list[RenderError] = field(default_factory=list)
    source: list[dict[str, Any]] = field(default_factory=list)
    n_written: int = 0

    def write(self, quiz: Quiz, article_id: str = "", *, say: Say | None = None) -> None:
        """Write all outputs and tell the files; one that fails does not stop the others.

        Raises:
            RenderError: of a quiz of many, nothing could be written.
        """
        from quizgen.outputs import write_versions

        say = say or (lambda text, err: click.echo(text, err=err))
        failed: list[RenderError] = []
        for output in self.outputs:
            path = Path(str(output).replace("{article}", article_id))
            try:
                with said_warnings():
                    written = write_versions(
                        quiz,
                        path,
                        number=self.versions,
                        format=self.format,
                        layout=self.layout,
                        make_folders=bool(article_id),
                        revised=self.revised,
                        strict=self.strict,
                    )
            except RenderError as exc:
                if isinstance(exc, LossError):
                    self._tell(path, exc.report, say, written=False)
                self.problems.append(
                    f"{path}: {exc}" if isinstance(exc, MissingExtra) else str(exc)
                )
                failed.append(exc)
                continue
            self.n_written += len(written.files)
            for file in written.files:
                say(str(file), False)
            for file, report in written.reports.items():
                self._tell(file, report, say, written=True)
        if not article_id:
            self.failures += failed
            return
        # Of many quizzes, a library that is missing is told once.
        fatal = [exc for exc in failed if not self._is_spared(exc)]
        told = {str(exc) for exc in self.failures}
        self.failures += [e for e in failed if e not in fatal and str(e) not in told]
        if fatal:
            raise fatal[0]

    def read(self, got: QuizRead) -> None:
        """Say what could not be kept in reading; strictly, that is an error."""
        from quizgen.render.sheet import clean

        for problem in got.problems:
            click.echo(f"Warning: {problem}", err=True)
        for loss in got.losses:
            outcome = loss.outcome.replace("_", " ")
            click.echo(clean(f"{loss.place}: {outcome}: {loss.detail}"), err=True)
        self.source = [asdict(loss) for loss in got.losses]
        self.problems += [str(problem) for problem in got.problems]
        if self.strict and got.losses:
            self.finish()
            first = clean(f"{got.losses[0].place}: {got.losses[0].detail}")
            raise RenderError(
                f"{first}. Nothing was written, as {len(got.losses)} of what the files hold cannot "
                "be kept; leave out --strict to write the rest."
            )

    def finish(self) -> None:
        """Write the report, and raise what kept outputs from being written.

        A library that is missing is an error only if there is no other output, or strictly.
        """
        from quizgen.files import write_all

        if self.report is not None:
            data = {"files": self.told, "problems": self.problems}
            data |= {"reading": self.source} if self.source else {}
            text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
            write_all({self.report: text.encode("utf-8", "backslashreplace")})
            click.echo(str(self.report))
        failures = []
        for exc in self.failures:
            if self._is_spared(exc):
                click.echo(f"Warning: {exc}", err=True)
            else:
                failures.append(exc)
        for exc in failures[:-1]:
            click.echo(f"Error: {exc}", err=True)
        if failures:
            raise failures[-1]

    def _is_spared(self, exc: RenderError) -> bool:
        """Say whether an error is only a warning, as there are other outputs."""
        return isinstance(exc, MissingExtra) and not self.strict and self.n_written > 0

    def _tell(self, path: Path, report: LossReport, say: Say, *, written: bool) -> None:
        """Say on stderr what a file does not hold as it was."""
        # A terminal must get nothing of a text that would command it.
        from quizgen.render.sheet import clean

        data = report.to_data()
        if self.report is not None:  # of thousands of quizzes it would fill the memory
            self.told.append({"file": str(path), "written": written, **data})
        told = [f"{n} {name.replace('_', ' ')}" for name, n in data["counts"].items() if n]
        say(f"{path} ({report.format}): {', '.join(told)}", True)
        for item in report.lossy:
            for detail in item.details:
                outcome = item.outcome.replace("_", " ")
                told_of = f"question {item.number} ({item.item_id}): {outcome}: {detail}"
                say(f"  {clean(told_of)}", True)
        for note in report.notes:
            say(f"  {clean(note)}", True)


@contextmanager
def said_warnings() -> Iterator[None]:
    """Say what a renderer warns of in one line each, on stderr."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UserWarning)
        yield
    for warning in dict.fromkeys(str(w.message) for w in caught):
        click.echo(f"Warning: {warning}", err=True)
