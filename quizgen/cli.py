"""The ``quizgen`` command: a thin skin over :mod:`quizgen.make` and :mod:`quizgen.render`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dataset.errors import DatasetError
from quizgen.errors import NoItems, QuizgenError

if TYPE_CHECKING:
    from quizgen.quiz import Quiz
    from quizgen.source import Source


class PlainErrors(click.Group):
    """A group in which what a user did wrong is one clear line and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, turning the libraries' errors into click's."""
        try:
            return super().invoke(ctx)
        except (QuizgenError, DatasetError) as exc:
            raise click.ClickException(str(exc)) from exc


def output_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of every command that writes a quiz."""
    options = [
        click.option(
            "-o",
            "--output",
            "outputs",
            multiple=True,
            required=True,
            type=click.Path(path_type=Path),
            help="File to write; its suffix is the format. May be given several times.",
        ),
        click.option("--format", "format_", help="The format, where the suffix does not say it."),
        click.option(
            "--versions",
            type=click.IntRange(1, 26),
            default=1,
            show_default=True,
            help="So many versions A, B, C …: the same questions, shuffled.",
        ),
        click.option(
            "--paper", type=click.Choice(["a4", "us-letter"]), default="a4", show_default=True
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group(
    cls=PlainErrors,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 3 done but some inputs could not be used, 1 nothing made, "
    "2 wrong usage.",
)
@click.version_option(package_name="quizgen")
def cli() -> None:
    """Make comprehension quizzes with proven answer keys from news articles."""


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@output_options
@click.option(
    "--questions", type=click.IntRange(min=1), default=10, show_default=True, help="At most."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed, another quiz.")
@click.option("--types", help="Item types, comma-separated; all if not given.")
@click.option(
    "--mix",
    metavar="LEVEL=N,...",
    help="Shares of the levels, such as retrieve=4,infer=4,integrate=2,discuss=1.",
)
@click.option(
    "--article",
    "only",
    multiple=True,
    metavar="ID",
    help="Only this article of a folder of tables.",
)
@click.option("--about", metavar="NAME", help="Only questions about this person, place or body.")
@click.option("--storyline", is_flag=True, help="One quiz on the articles that tell one story.")
@click.option("--allow-fictional", is_flag=True, help="Invented names where real ones are too few.")
@click.option(
    "--all-kinds", is_flag=True, help="Also kinds of question that need a teacher's second look."
)
@click.option("--per-article", is_flag=True, help="One quiz an article; -o must hold {article}.")
@click.pass_context
def make(
    context: click.Context,
    inputs: tuple[str, ...],
    outputs: tuple[Path, ...],
    format_: str | None,
    paper: str,
    versions: int,
    questions: int,
    seed: int,
    types: str | None,
    mix: str | None,
    only: tuple[str, ...],
    about: str | None,
    storyline: bool,
    allow_fictional: bool,
    all_kinds: bool,
    per_article: bool,
) -> None:
    """Make a quiz from articles, or from a folder of tables.

    \b
    Example:
        quizgen make article.txt -o quiz.pdf
        quizgen make data -o quiz.json -o quiz.md --questions 20 --seed 7
        quizgen make data --about "Angela Merkel" -o merkel.pdf --versions 3
        quizgen make news/ --per-article -o "quizzes/{article}.pdf"
    """
    from quizgen.make import check_types, make_quiz
    from quizgen.render import check_output
    from quizgen.select import parse_mix

    wanted = [t.strip() for t in types.split(",") if t.strip()] if types is not None else None
    if wanted == []:
        raise click.BadParameter("names no item type.", param_hint="--types")
    check_types(wanted)
    try:
        shares = parse_mix(mix) if mix is not None else None
    except ValueError as exc:
        raise click.BadParameter(str(exc), param_hint="--mix") from exc
    named = any("{article}" in str(o) for o in outputs)
    if per_article != named:
        raise click.UsageError("--per-article and {article} in the output's name go together.")
    if per_article and (storyline or about):
        raise click.UsageError("--per-article makes many quizzes, --about and --storyline one.")
    for output in outputs:
        check_output(output, format=format_, per_article=per_article)
    quiz_of = partial(
        make_quiz,
        questions=questions,
        seed=seed,
        types=wanted,
        mix=shares,
        allow_fictional=allow_fictional,
        all_kinds=all_kinds,
    )
    source, n_problems = _source(inputs)
    writing = _Writing(outputs, format_, paper, versions)
    if per_article:
        n_problems += _write_each(source, list(only) or source.article_ids(), quiz_of, writing)
    else:
        tables, entity_id = source.chosen(only, about=about, storyline=storyline)
        quiz = quiz_of(tables, about=entity_id)
        writing.write(quiz)
        _report(quiz)
    if n_problems:
        context.exit(3)


def _write_each(
    source: Source, ids: list[str], quiz_of: Callable[..., Quiz], writing: _Writing
) -> int:
    """Write a quiz for each article that gives one; return how many gave none."""
    failed = 0
    with _progress(ids) as steps:
        for article_id in steps:
            try:
                quiz = quiz_of(source.of(article_id))
            except NoItems as exc:
                click.echo(f"Warning: {article_id}: {exc}", err=True)
                failed += 1
                continue
            writing.write(quiz, article_id)
            _report(quiz)
    if failed == len(ids):
        raise NoItems("No article gave a question that can be asked with certainty.")
    return failed


@contextmanager
def _progress(ids: list[str]) -> Iterator[Iterable[str]]:
    """Show how far the work is, on a terminal only."""
    if not sys.stderr.isatty():
        yield ids
        return
    with click.progressbar(ids, label="Quizzes", file=sys.stderr) as bar:
        yield bar


@cli.command()
@click.argument("quiz_file", metavar="QUIZ.json", type=click.Path(path_type=Path))
@output_options
def render(
    quiz_file: Path,
    outputs: tuple[Path, ...],
    format_: str | None,
    paper: str,
    versions: int,
) -> None:
    """Render a quiz file, which may have been edited by hand.

    \b
    Example:
        quizgen render quiz.json -o quiz.pdf -o quiz.md
    """
    from quizgen.quiz import load
    from quizgen.render import check_output

    for output in outputs:
        check_output(output, format=format_)
    _Writing(outputs, format_, paper, versions).write(load(quiz_file))


def _source(inputs: tuple[str, ...]) -> tuple[Source, int]:
    """Return where tables come from: a folder of them, or articles; and the problems met."""
    from dataset.tables import is_table_folder
    from quizgen.source import BuiltTables, TableFolder

    if len(inputs) == 1 and is_table_folder(Path(inputs[0])):
        return TableFolder(Path(inputs[0])), 0
    # The one place where quizgen asks for the builder: to spare the teacher a second command.
    from dataset.build import make_tables

    built = make_tables(inputs)
    for problem in built.problems:
        click.echo(f"Warning: {problem}", err=True)
    return BuiltTables(built.tables), len(built.problems)


@dataclass(frozen=True, slots=True)
class _Writing:
    """What to write a quiz as, and where."""

    outputs: tuple[Path, ...]
    format: str | None
    paper: str
    versions: int

    def write(self, quiz: Quiz, article_id: str = "") -> None:
        from quizgen.render import write
        from quizgen.versions import make_versions

        for version in make_versions(quiz, self.versions):
            for output in self.outputs:
                path = Path(str(output).replace("{article}", article_id))
                if self.versions > 1:
                    path = path.with_name(f"{path.stem}-{version.label}{path.suffix}")
                for written in write(version, path, format=self.format, paper=self.paper):
                    click.echo(str(written))


def _report(quiz: Quiz) -> None:
    """Say on stderr what was made and what was refused, by reason."""
    talk = sum(item.type == "discussion" for item in quiz.items)
    n = len(quiz.items) - talk
    more = f" and {talk} to discuss" if talk else ""
    click.echo(f"{n} question{'s'[: n != 1]}{more} on: {quiz.title}", err=True)
    if quiz.refused:
        click.echo("Refused:", err=True)
        for reason, count in sorted(quiz.refused.items(), key=lambda r: (-r[1], r[0])):
            click.echo(f"{count:5}  {reason}", err=True)


def main() -> None:
    """Run the ``quizgen`` command."""
    cli.main(prog_name="quizgen")


if __name__ == "__main__":
    main()
