"""The ``dataset`` command: a thin skin over the library; every command imports what it needs."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import click

from dataset.errors import InputError
from dataset.terminal import PlainErrors, show_progress, when_interrupted

CORRECTIONS = "corrections.csv"  # as the dataset that ships names it


@click.group(
    cls=PlainErrors,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all built, 3 built with some inputs in `problems`, 1 nothing built, "
    "2 wrong usage, 130 interrupted.",
)
@click.version_option(package_name="quizgen")
def cli() -> None:
    """Turn news articles into tidy Parquet tables of events and quotes."""


@cli.command()
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
@click.option(
    "--model", metavar="NAME_OR_PATH", help="Another English model: a spaCy pipeline, or a folder."
)
@click.option(
    "--corrections",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Corrections by hand to apply; the tables as extracted go into OUT/raw.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1),
    metavar="N",
    help="Processes that read; one a core if not given.",
)
@click.option(
    "--append", is_flag=True, help="Keep the articles of OUT that are not among the inputs."
)
@click.option("--prune", is_flag=True, help="With --append: but not those whose input is gone.")
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="OURS=THEIRS",
    help="A column of tables of articles, such as text=body. May be given several times.",
)
@click.option(
    "--cluster", metavar="ADDRESS", help="Read on a Dask cluster, as tcp://10.0.0.7:8786."
)
@click.option(
    "--log-json",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write what happens to the end of FILE, a JSON object a line.",
)
@click.pass_context
def build(
    context: click.Context,
    /,
    inputs: tuple[str, ...],
    out: Path,
    model: str | None,
    corrections: Path | None,
    log_json: Path | None,
    columns: tuple[str, ...],
    **options: Any,
) -> None:
    """Build the tables of articles: files, folders, patterns, archives, addresses, - for stdin.

    A build that was stopped goes on where it was when the same command runs again.

    \b
    Example:
        dataset build seeds --out data --corrections data/corrections.csv
        dataset build news/*.txt notes.md --out tables
        dataset build archive.zip articles.csv --column text=body --out tables --append
    """
    from dataset.articles import parse_columns
    from dataset.builder import build as build_tables
    from dataset.builder.log import NO_LOG, open_log

    if options["prune"] and not options["append"]:
        raise click.UsageError("--prune goes with --append; without it only the inputs are kept.")
    when_interrupted("The same command goes on from here.")
    if corrections is None and (out / CORRECTIONS).is_file():
        click.echo(
            f"Note: {out / CORRECTIONS} is not applied. Give it with --corrections.", err=True
        )
    try:
        mapped = parse_columns(columns)
    except InputError as exc:
        raise click.UsageError(str(exc)) from exc
    with open_log(log_json) if log_json else nullcontext(NO_LOG) as log:
        done = build_tables(
            inputs,
            out,
            model=model,
            corrections=corrections,
            columns=mapped,
            stdin=sys.stdin.buffer if "-" in inputs else None,
            progress=show_progress("Reading articles"),
            log=log,
            **options,
        )
    for problem in done.problems:
        click.echo(f"Warning: {problem}", err=True)
    for notice in done.notices:
        click.echo(f"Note: {notice}.", err=True)
    before = done.n_articles - done.n_read
    told = f" ({done.n_read:,} read now, {before:,} before)" if before else ""
    if done.n_removed:
        told += f"; {done.n_removed:,} removed"
    click.echo(f"{done.n_articles:,} article{'s'[: done.n_articles != 1]} in {out}{told}", err=True)
    if done.problems:
        context.exit(3)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, folder: Path) -> None:
    """Check that a folder of tables keeps the contract and its hashes; say what fails where.

    \b
    Example:
        dataset check data
    """
    from dataset.package import check_sums
    from dataset.tables import check as find_faults

    faults = [*find_faults(folder), *check_sums(folder)]
    for fault in faults:
        click.echo(str(fault))
    if faults:
        context.exit(1)
    click.echo(f"{folder}: all promises kept.", err=True)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--rows", type=click.IntRange(0), metavar="N", help="Show N first rows a table too.")
def show(folder: Path, rows: int | None) -> None:
    """Show what a folder of tables holds: sizes, dates, speakers, types, what is missing.

    \b
    Example:
        dataset show data
        dataset show data --rows 5
    """
    from dataset.summary import first_rows, summarise

    click.echo(summarise(folder), nl=False)
    if rows:
        click.echo(first_rows(folder, rows), nl=False)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="The page to write.",
)
@click.option(
    "--figures",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write each figure there too, as SVG and PNG for slides.",
)
def report(folder: Path, output: Path, figures: Path | None) -> None:
    """Write one web page that shows a folder of tables: figures, each with its numbers and code.

    \b
    Example:
        dataset report data -o report.html
        dataset report data -o report.html --figures slides
    """
    from dataset.report import write_report

    write_report(folder, output, figures=figures)
    click.echo(f"{output} written.", err=True)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--against",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Tables of the same articles that are held to be right.",
)
@click.option(
    "--by",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="CSV with article_id and other columns: scores for each of their values too.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead of tables.")
def score(folder: Path, against: Path, by: Path | None, as_json: bool) -> None:
    """Score events and quotes of a folder against tables held to be right.

    \b
    Example:
        dataset score data/raw --against data
        dataset score mine --against data --json
    """
    from dataset import score as scoring

    scores = scoring.score(folder, against, by=by)
    click.echo(scoring.as_json(scores) if as_json else scoring.as_markdown(scores), nl=False)


@cli.command()
@click.option("--articles", required=True, type=click.IntRange(1), metavar="N", help="How many.")
@click.option("--seed", default=0, show_default=True, help="Another seed, other articles.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Folder to write.")
def synthesize(articles: int, seed: int, out: Path) -> None:
    """Write fictional articles with the tables a perfect builder would make of them.

    \b
    Example:
        dataset synthesize --articles 100 --seed 7 --out fictional
    """
    from dataset.synthesize import synthesize as write_articles

    write_articles(out, articles=articles, seed=seed, progress=show_progress("Writing articles"))
    click.echo(f"{articles} fictional article{'s'[: articles != 1]} in {out}", err=True)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def package(folder: Path) -> None:
    """Write what describes a folder of tables: codebook, mirrors, descriptors, hashes.

    \b
    Example:
        dataset package data
    """
    from dataset.package import package as describe

    describe(folder)
    click.echo(f"{folder} described.", err=True)


@cli.command()
def codebook() -> None:
    """Print the codebook: every table, column, type, level and meaning.

    \b
    Example:
        dataset codebook > codebook.md
    """
    from dataset.schema import codebook as text

    click.echo(text(), nl=False)


def main() -> None:
    """Run the ``dataset`` command."""
    cli.main(prog_name="dataset")


if __name__ == "__main__":
    main()
