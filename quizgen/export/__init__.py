"""From a quiz to the files other programs take: the registry of export formats.

One module a format, each with ``write(job) -> bytes``; what all share is in
:mod:`~quizgen.export.question` (the quiz, cleaned and spelled out),
:mod:`~quizgen.export.degrade` (what becomes of a type that a format lacks),
:mod:`~quizgen.export.escape` and :mod:`~quizgen.export.losses` (the report of what was lost).

Another package adds a format by an entry point of the group ``quizgen.formats`` that names an
:class:`ExportFormat`::

    [project.entry-points."quizgen.formats"]
    myformat = "mypackage.quizgen:MY_FORMAT"
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module

from quizgen.export.question import Job

__all__ = ["ENTRY_POINTS", "EXPORTS", "ExportFormat", "plugins"]

ENTRY_POINTS = "quizgen.formats"
Writer = Callable[[Job], bytes]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """How a quiz is written for another program.

    ``suffixes`` are those its files may have, without dots and in lower case; the first is the
    usual one. ``implied_by`` is the suffix that stands for this format when none is named.
    ``write`` returns the file's content and reports to ``job.losses`` what it cannot
    keep; it raises :class:`~quizgen.errors.MissingExtra` if a library is missing.
    """

    name: str
    description: str
    suffixes: tuple[str, ...]
    write: Writer
    implied_by: str = ""


def _write(module: str, job: Job) -> bytes:
    content: bytes = import_module(f"quizgen.export.{module}").write(job)
    return content


def _format(name: str, description: str, *suffixes: str, implied: bool = False) -> ExportFormat:
    implied_by = suffixes[0] if implied else ""
    return ExportFormat(name, description, suffixes, partial(_write, name), implied_by)


EXPORTS: dict[str, ExportFormat] = {
    format_.name: format_
    for format_ in (
        _format(
            "gift", "Moodle's text format, read by other systems too", "gift", "txt", implied=True
        ),
        _format("moodle", "Moodle's own format, with all types and feedback", "xml", implied=True),
        _format("qti12", "QTI 1.2 package for Canvas", "zip"),
        _format("qti21", "QTI 2.1 package for Blackboard and others", "zip"),
        _format("qti3", "QTI 3.0 package", "zip"),
        _format("anki", "flash cards for Anki; a new import updates them", "apkg", implied=True),
        _format("kahoot", "Kahoot's spreadsheet", "xlsx", "csv"),
        _format("wayground", "the spreadsheet of Wayground (Quizizz)", "xlsx", "csv"),
        _format("blooket", "Blooket's spreadsheet", "csv", "xlsx"),
        _format("gimkit", "Gimkit's spreadsheet", "csv", "xlsx"),
        _format("h5p", "H5P Question Set, for sites that have its libraries", "h5p", implied=True),
        _format(
            "forms", "Google Forms: script (.gs) or request (.json)", "gs", "json", implied=True
        ),
        _format("csv", "all questions with keys and evidence, one a row", "csv", implied=True),
    )
}


def plugins() -> dict[str, ExportFormat]:
    """Return the formats that installed packages add, by name.

    One that cannot be loaded, or bears the name of a format there is, is warned of and left out.
    """
    import warnings
    from importlib.metadata import entry_points

    found: dict[str, ExportFormat] = {}
    for point in sorted(entry_points(group=ENTRY_POINTS), key=lambda p: (p.name, p.value)):
        try:
            format_ = point.load()
        except Exception as exc:
            # Whatever a stranger's package does wrong, ours goes on without it.
            warnings.warn(
                f"Format {point.name!r} of {point.value} is not there: {exc}", stacklevel=2
            )
            continue
        if not isinstance(format_, ExportFormat):
            warnings.warn(f"{point.value} is no ExportFormat; it is left out.", stacklevel=2)
        elif format_.name in EXPORTS or format_.name in found:
            warnings.warn(f"{point.value}: there is a format {format_.name!r}.", stacklevel=2)
        else:
            found[format_.name] = format_
    return found
