"""A folder of tables as one page: what it holds, eight figures, their numbers and their code.

The page needs no network and no script, and the same folder gives the same bytes. Figures need
matplotlib, which is loaded only when a report is made. Reports may be made in several threads;
what else draws with matplotlib meanwhile would be drawn in the report's style.
"""

from __future__ import annotations

from pathlib import Path

__all__ = ["make_report", "write_report"]


def make_report(folder: str | Path) -> str:
    """Return the report about a folder of tables as a page of HTML.

    Raises:
        ContractError: the folder has no tables of the contract.
    """
    return _whole(folder, None)


def write_report(
    folder: str | Path, path: str | Path, *, figures: str | Path | None = None
) -> None:
    """Write the report about a folder of tables, whole or not at all.

    Args:
        folder: the tables.
        path: the page to write.
        figures: a folder for the figures too, each as ``<name>.svg`` and, 1980 pixels wide, as
            ``<name>.png``. It is made if needed. A figure without numbers has no file.

    Raises:
        ContractError: the folder has no tables of the contract.
        OutputError: a file cannot be written.
    """
    page = _whole(folder, None if figures is None else Path(figures))
    _write(page.encode("utf-8"), Path(path))


def _whole(folder: str | Path, figures: Path | None) -> str:
    from dataset.report.gallery import PLOTS
    from dataset.report.overview import look
    from dataset.report.page import Shown, page
    from dataset.schema import TABLES
    from dataset.tables import load_table

    for name in TABLES:
        load_table(folder, name, columns=[])  # says in one line what is missing
    shown = []
    for plot in PLOTS:
        counted = plot.count(str(folder))
        drawn = Shown.of(plot, counted)
        shown.append(drawn)
        if figures is not None and len(counted):
            _write(drawn.wide, figures / f"{plot.name}.svg")
            _write(plot.render(counted, "png"), figures / f"{plot.name}.png")
    return page(look(folder), shown)


def _write(content: bytes, path: Path) -> None:
    """Write a file whole or not at all; its folder is made if needed."""
    from dataset.tables import make_folder, write_whole

    make_folder(path.parent)
    with write_whole(path) as file:
        file.write(content)
