"""The ``quizgen`` command: a thin skin over making, reading and writing quizzes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dataset.errors import DatasetError
from dataset.terminal import PlainErrors, show_progress, when_interrupted
from quizgen.errors import NoItems, QuizgenError, RenderError, UnknownName

if TYPE_CHECKING:
    from quizgen._writing import Writing
    from quizgen.quiz import Quiz
    from quizgen.source import Source


class Commands(PlainErrors):
    """The commands, with the errors of both libraries said plainly."""

    errors = (QuizgenError, DatasetError)


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
        click.option("--large-print", is_flag=True, help="18-point type (pdf, docx, html)."),
        click.option(
            "--no-answers",
            is_flag=True,
            help="Web pages without the key, which a curious student would find in them.",
        ),
        click.option(
            "--glossary",
            type=click.Choice(["blank", "given", "none"]),
            default="blank",
            show_default=True,
            help="Hard words with room for their meanings, with a dictionary's, or no hard words.",
        ),
        click.option(
            "--labels",
            metavar="LANGUAGE",
            default="en",
            show_default=True,
            help="Language of Name, Date, True or False …; the questions stay English.",
        ),
        click.option(
            "--report",
            type=click.Path(path_type=Path, dir_okay=False),
            help="JSON file that tells, item by item, what the formats could not keep.",
        ),
        click.option(
            "--strict",
            is_flag=True,
            help="Write no file that would not hold every question as it is.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 done, 3 done but some inputs could not be used, 1 nothing made, "
    "2 wrong usage, 130 interrupted.",
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
    /,
    inputs: tuple[str, ...],
    outputs: tuple[Path, ...],
    format_: str | None,
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
    **looks: Any,
) -> None:
    """Make a quiz from articles, or from a folder of tables.

    \b
    Example:
        quizgen make article.txt -o quiz.pdf
        quizgen make data -o quiz.json -o quiz.md --questions 20 --seed 7
        quizgen make data --about "Angela Merkel" -o merkel.pdf --versions 3
        quizgen make news/ --per-article -o "quizzes/{article}.pdf"
        quizgen make article.txt -o quiz.pdf -o quiz.xml -o quiz.kahoot.xlsx
    """
    from quizgen.compose import check_types
    from quizgen.inputs import open_inputs
    from quizgen.pipeline import make as make_quiz
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
    writing = _writing(outputs, format_, versions, looks, per_article=per_article)
    quiz_of = partial(
        make_quiz,
        questions=questions,
        seed=seed,
        types=wanted,
        mix=shares,
        allow_fictional=allow_fictional,
        all_kinds=all_kinds,
    )
    source = open_inputs(inputs, progress=show_progress("Reading articles"))
    for problem in source.problems:
        click.echo(f"Warning: {problem}", err=True)
    n_failed = 0
    if per_article:
        n_failed = _write_each(source, only, quiz_of, writing)
    else:
        quiz = quiz_of(source, only=only, about=about, storyline=storyline)
        writing.write(quiz)
        _report(quiz)
    writing.finish()
    if source.problems or n_failed:
        context.exit(3)


def _write_each(
    source: Source, only: tuple[str, ...], quiz_of: Callable[..., Quiz], writing: Writing
) -> int:
    """Write a quiz for each article that gives one; return how many gave none.

    Whatever is wrong with an article, the others get their quizzes. Of each only the count is
    kept, so that memory does not grow with their number.
    """
    ids = source.article_ids()
    there = set(ids)
    for article_id in only:
        if article_id not in there:
            raise UnknownName("article", article_id, ids)
    ids = list(dict.fromkeys(only)) or ids
    progress = show_progress("Making quizzes")
    n_without = n_unwritten = 0
    for n, article_id in enumerate(ids, 1):
        try:
            quiz = quiz_of(source, only=[article_id])
            writing.write(quiz, article_id, say=lambda text, err: progress.say(text, err=err))
            progress.say(_counted(quiz))
        except (QuizgenError, DatasetError) as exc:
            progress.say(f"Warning: {article_id}: {exc}")
            if isinstance(exc, NoItems):
                n_without += 1
            else:
                n_unwritten += 1
        progress(n, len(ids))
    n_failed = n_without + n_unwritten
    if len(ids) > 1:
        click.echo(f"{len(ids) - n_failed} of {len(ids)} articles gave a quiz.", err=True)
    if n_without == len(ids):
        raise NoItems("No article gave a question that can be asked with certainty.")
    if n_failed == len(ids):
        raise RenderError("No quiz could be written.")
    return n_failed


@cli.command()
@click.argument("quiz_file", metavar="QUIZ.json", type=click.Path(path_type=Path))
@output_options
def render(
    quiz_file: Path,
    outputs: tuple[Path, ...],
    format_: str | None,
    versions: int,
    **looks: Any,
) -> None:
    """Render a quiz file, which may have been edited by hand.

    \b
    Example:
        quizgen render quiz.json -o quiz.pdf -o quiz.docx
        quizgen render quiz.json -o quiz.pdf --versions 3 --large-print
        quizgen render quiz.json -o page.html --no-answers
        quizgen render quiz.json -o quiz.gift -o quiz.qti12.zip -o quiz.apkg
    """
    from datetime import UTC, datetime

    from quizgen.quiz import load

    writing = _writing(outputs, format_, versions, looks)
    quiz = load(quiz_file)
    if quiz.is_edited:
        writing.revised = datetime.fromtimestamp(quiz_file.stat().st_mtime, UTC)
    writing.write(quiz)
    writing.finish()


@cli.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
@output_options
@click.option(
    "--from",
    "from_",
    metavar="FORMAT",
    help="What the files are (gift, moodle, qti, json), where name and content do not say it.",
)
@click.option("--title", help="The title of the quiz; that of the first file if not given.")
@click.pass_context
def read(
    context: click.Context,
    /,
    files: tuple[str, ...],
    outputs: tuple[Path, ...],
    format_: str | None,
    versions: int,
    from_: str | None,
    title: str | None,
    **looks: Any,
) -> None:
    """Read questions of GIFT, Moodle XML, QTI and quiz files into one quiz.

    \b
    Example:
        quizgen read old.gift -o quiz.json
        quizgen read bank.xml quiz.json -o both.json -o both.pdf --title "Week 12"
        quizgen read export.imscc -o quiz.json --strict
    """
    from quizgen.read import read_quiz

    writing = _writing(outputs, format_, versions, looks)
    got = read_quiz([Path(name) for name in files], format=from_, title=title)
    writing.read(got)
    writing.write(got.quiz)
    click.echo(_counted(got.quiz), err=True)
    writing.finish()
    if got.problems:
        context.exit(3)


def _writing(
    outputs: tuple[Path, ...],
    format_: str | None,
    versions: int,
    looks: dict[str, Any],
    *,
    per_article: bool = False,
) -> Writing:
    """Return what to write a quiz as, checked before the slow work is done."""
    from quizgen._writing import Writing, said_warnings
    from quizgen.outputs import check_output, find_format, formats
    from quizgen.render.labels import load_labels
    from quizgen.render.layout import Layout

    with said_warnings():
        formats()  # of other packages, which may not be as they should
    for output in outputs:
        check_output(output, format=format_, per_article=per_article)
    load_labels(looks["labels"])
    layout = Layout(
        paper=looks["paper"],
        large_print=looks["large_print"],
        answers=not looks["no_answers"],
        glossary=looks["glossary"],
        language=looks["labels"],
    )
    pages = [o for o in outputs if find_format(o, format_).name == "html"]
    if not layout.answers and not pages:
        raise click.UsageError("--no-answers is for web pages, and no output is one.")
    when_interrupted("What is named above is whole; no other file was touched.")
    report = looks["report"]
    if report is not None and not report.parent.is_dir():
        raise RenderError(f"{report}: the folder {report.parent} does not exist. Make it first.")
    return Writing(outputs, format_, versions, layout, looks["strict"], report)


def _counted(quiz: Quiz) -> str:
    """Return how many questions a quiz has, and on what."""
    talk = sum(item.type == "discussion" for item in quiz.items)
    n = len(quiz.items) - talk
    more = f" and {talk} to discuss" if talk else ""
    return f"{n} question{'s'[: n != 1]}{more} on: {quiz.title}"


def _report(quiz: Quiz) -> None:
    """Say on stderr what was made and what was refused, by reason."""
    click.echo(_counted(quiz), err=True)
    if quiz.refused:
        click.echo("Refused:", err=True)
        for reason, count in sorted(quiz.refused.items(), key=lambda r: (-r[1], r[0])):
            click.echo(f"{count:5}  {reason}", err=True)


def main() -> None:
    """Run the ``quizgen`` command."""
    cli.main(prog_name="quizgen")


if __name__ == "__main__":
    main()
