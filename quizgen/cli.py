"""The ``quizgen`` command: a thin skin over :mod:`quizgen.make` and :mod:`quizgen.render`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dataset.errors import DatasetError
from quizgen.errors import NoItems, QuizgenError

if TYPE_CHECKING:
    import pyarrow as pa

    from quizgen.quiz import Quiz


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
@click.option("--per-article", is_flag=True, help="One quiz an article; -o must hold {article}.")
@click.pass_context
def make(
    context: click.Context,
    inputs: tuple[str, ...],
    outputs: tuple[Path, ...],
    format_: str | None,
    paper: str,
    questions: int,
    seed: int,
    types: str | None,
    per_article: bool,
) -> None:
    """Make a quiz from articles, or from a folder of tables.

    \b
    Example:
        quizgen make article.txt -o quiz.pdf
        quizgen make data -o quiz.json -o quiz.md --questions 20 --seed 7
        quizgen make news/ --per-article -o "quizzes/{article}.pdf"
    """
    from quizgen.make import check_types, make_quiz
    from quizgen.render import check_output

    wanted = [t.strip() for t in types.split(",") if t.strip()] if types is not None else None
    if wanted == []:
        raise click.BadParameter("names no item type.", param_hint="--types")
    check_types(wanted)
    named = any("{article}" in str(o) for o in outputs)
    if per_article != named:
        raise click.UsageError("--per-article and {article} in the output's name go together.")
    for output in outputs:
        check_output(output, format=format_, per_article=per_article)
    tables, n_problems = _tables(inputs)

    def one(of: Mapping[str, pa.Table]) -> Quiz:
        return make_quiz(of, questions=questions, seed=seed, types=wanted)

    if not per_article:
        quiz = one(tables)
        _write(quiz, outputs, format_, paper)
        _report(quiz)
    else:
        n_problems += _write_each(tables, one, outputs, format_, paper)
    if n_problems:
        context.exit(3)


def _write_each(
    tables: Mapping[str, pa.Table],
    one: Callable[[Mapping[str, pa.Table]], Quiz],
    outputs: tuple[Path, ...],
    format_: str | None,
    paper: str,
) -> int:
    """Write a quiz for each article that gives one; return how many gave none."""
    from quizgen.library import only_article

    ids: list[str] = tables["articles"]["article_id"].to_pylist()
    failed = 0
    for article_id in ids:
        try:
            quiz = one(only_article(tables, article_id))
        except NoItems as exc:
            click.echo(f"Warning: {article_id}: {exc}", err=True)
            failed += 1
            continue
        _write(
            quiz, tuple(Path(str(o).replace("{article}", article_id)) for o in outputs),
            format_, paper,
        )  # fmt: skip
        _report(quiz)
    if failed == len(ids):
        raise NoItems("No article gave a question that can be asked with certainty.")
    return failed


@cli.command()
@click.argument("quiz_file", metavar="QUIZ.json", type=click.Path(path_type=Path))
@output_options
def render(quiz_file: Path, outputs: tuple[Path, ...], format_: str | None, paper: str) -> None:
    """Render a quiz file, which may have been edited by hand.

    \b
    Example:
        quizgen render quiz.json -o quiz.pdf -o quiz.md
    """
    from quizgen.quiz import load
    from quizgen.render import check_output

    for output in outputs:
        check_output(output, format=format_)
    _write(load(quiz_file), outputs, format_, paper)


def _tables(inputs: tuple[str, ...]) -> tuple[Mapping[str, pa.Table], int]:
    """Return the tables of a folder, or those built from articles, and the problems met."""
    from dataset.tables import is_table_folder, load_tables

    if len(inputs) == 1 and is_table_folder(Path(inputs[0])):
        return load_tables(Path(inputs[0])), 0
    # The one place where quizgen asks for the builder: to spare the teacher a second command.
    from dataset.build import make_tables

    built = make_tables(inputs)
    for problem in built.problems:
        click.echo(f"Warning: {problem}", err=True)
    return built.tables, len(built.problems)


def _write(quiz: Quiz, outputs: tuple[Path, ...], format_: str | None, paper: str) -> None:
    from quizgen.render import write

    for output in outputs:
        for path in write(quiz, output, format=format_, paper=paper):
            click.echo(str(path))


def _report(quiz: Quiz) -> None:
    """Say on stderr what was made and what was refused, by reason."""
    n = len(quiz.items)
    click.echo(f"{n} question{'s'[: n != 1]} on: {quiz.title}", err=True)
    if quiz.refused:
        click.echo("Refused:", err=True)
        for reason, count in sorted(quiz.refused.items(), key=lambda r: (-r[1], r[0])):
            click.echo(f"{count:5}  {reason}", err=True)


def main() -> None:
    """Run the ``quizgen`` command."""
    cli.main(prog_name="quizgen")


if __name__ == "__main__":
    main()
