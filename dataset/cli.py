"""The ``dataset`` command: a thin skin over :mod:`dataset.build` and :mod:`dataset.tables`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from dataset.errors import DatasetError

SHOWN_ROWS = 5


class PlainErrors(click.Group):
    """A group in which what a user did wrong is one clear line and exit code 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command, turning the library's errors into click's."""
        try:
            return super().invoke(ctx)
        except DatasetError as exc:
            raise click.ClickException(str(exc)) from exc


@click.group(
    cls=PlainErrors,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Exit codes: 0 all built, 3 built with some inputs in `problems`, 1 nothing built, "
    "2 wrong usage.",
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
@click.pass_context
def build(context: click.Context, inputs: tuple[str, ...], out: Path, model: str | None) -> None:
    """Build the tables of articles: files, folders or patterns.

    \b
    Example:
        dataset build seeds --out data
        dataset build news/*.txt notes.md --out tables
    """
    from dataset.build import build as build_tables

    done = build_tables(inputs, out, model=model, progress=show_progress("Reading articles"))
    for problem in done.problems:
        click.echo(f"Warning: {problem}", err=True)
    for notice in done.notices:
        click.echo(f"Note: {notice}.", err=True)
    click.echo(f"{done.n_articles} article{'s'[: done.n_articles != 1]} in {out}", err=True)
    if done.problems:
        context.exit(3)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.pass_context
def check(context: click.Context, folder: Path) -> None:
    """Check that a folder of tables keeps the contract; say what fails where.

    \b
    Example:
        dataset check data
    """
    from dataset.tables import check as find_faults

    faults = find_faults(folder)
    for fault in faults:
        click.echo(str(fault))
    if faults:
        context.exit(1)
    click.echo(f"{folder}: all promises kept.", err=True)


@cli.command()
@click.argument("folder", type=click.Path(path_type=Path))
def show(folder: Path) -> None:
    """Show each table of a folder: its size and first rows.

    \b
    Example:
        dataset show data
    """
    import pandas as pd

    from dataset.schema import TABLES
    from dataset.tables import load_tables

    tables = load_tables(folder)
    with pd.option_context(
        "display.max_columns", None, "display.width", 160, "display.max_colwidth", 40
    ):
        for name, table in tables.items():
            click.echo(f"{name}: {len(table)} rows, one per {TABLES[name].row}")
            if len(table):
                click.echo(table.slice(0, SHOWN_ROWS).to_pandas().to_string(index=False))
            click.echo("")


@cli.command()
def codebook() -> None:
    """Print the codebook: every table, column, type, level and meaning.

    \b
    Example:
        dataset codebook > codebook.md
    """
    from dataset.schema import codebook as text

    click.echo(text(), nl=False)


def show_progress(label: str) -> Callable[[int, int], None] | None:
    """Return a callback that counts on a terminal's stderr, or None where there is none."""
    if not sys.stderr.isatty():
        return None

    def step(done: int, total: int) -> None:
        end = "\n" if done == total else ""
        click.echo(f"\r{label}: {done} of {total}", nl=False, err=True)
        click.echo(end, nl=False, err=True)

    return step


def main() -> None:
    """Run the ``dataset`` command."""
    cli.main(prog_name="dataset")


if __name__ == "__main__":
    main()
