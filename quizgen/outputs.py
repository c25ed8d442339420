"""From a quiz to files: all formats, and :func:`write`.

The formats are the handouts of :mod:`quizgen.render`, the exports of :mod:`quizgen.export` and
what other packages add to these.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from types import MappingProxyType

from quizgen.errors import LossError, RenderError, UnknownName
from quizgen.export import EXPORTS, ExportFormat, plugins
from quizgen.export.losses import LossReport
from quizgen.export.question import prepare
from quizgen.files import write_all
from quizgen.quiz import Quiz
from quizgen.render import HANDOUTS, Handout
from quizgen.render.layout import DEFAULT_LAYOUT, Layout
from quizgen.render.sheet import clean, groups_of
from quizgen.versions import make_versions

__all__ = [
    "Format",
    "Written",
    "check_output",
    "find_format",
    "formats",
    "write",
    "write_outputs",
    "write_versions",
]

Format = Handout | ExportFormat


@dataclass(slots=True)
class Written:
    """The files written, and for those of export formats what they could not keep."""

    files: list[Path] = field(default_factory=list)
    reports: dict[Path, LossReport] = field(default_factory=dict)


@cache
def formats() -> Mapping[str, Format]:
    """Return all formats by name; those of other packages come last."""
    return MappingProxyType({**HANDOUTS, **EXPORTS, **plugins()})


def find_format(path: Path, name: str | None = None) -> Format:
    """Return the format a file is written in: the one named, else the one its suffixes tell.

    ``quiz.gift`` is GIFT; of a suffix that several formats have, a second one tells which:
    ``quiz.kahoot.xlsx``.

    Raises:
        UnknownName: there is no such format.
        RenderError: several formats have the suffix.
    """
    known = formats()
    if name is not None:
        if name not in known:
            raise UnknownName("format", name, known)
        return known[name]
    suffix = path.suffix[1:].lower()
    possible = [n for n, f in known.items() if isinstance(f, ExportFormat) and suffix in f.suffixes]
    told = Path(path.stem).suffix[1:].lower()
    if told in possible:
        return known[told]
    if suffix in HANDOUTS:
        return known[suffix]
    for format_ in known.values():
        if isinstance(format_, ExportFormat) and format_.implied_by == suffix != "":
            return format_
    if not possible:
        raise UnknownName("format", suffix, known)
    *most, last = possible
    names = f"{', '.join(most)} or {last}" if most else last
    raise RenderError(
        f"{path}: a .{suffix} file may be {names}. Say which with --format, or in the name: "
        f"{path.stem}.{last}.{suffix}"
    )


def check_output(path: Path, *, format: str | None = None, per_article: bool = False) -> None:
    """Check that a file can be written, before the slow work is done.

    Raises:
        UnknownName: there is no such format.
        RenderError: several formats have the suffix, the folder is missing or write-protected,
            or ``path`` is a folder.
    """
    find_format(path, format)
    folder = path.parent
    if per_article:
        # Folders of a batch are made as it goes; what is there already must be a folder.
        folder = next(p for p in path.parents if "{article}" not in str(p) and p.exists())
        if not folder.is_dir():
            raise RenderError(f"{path}: {folder} is not a folder. Choose another place.")
    if not folder.is_dir():
        raise RenderError(f"{path}: the folder {folder} does not exist. Make it first.")
    if path.is_dir():
        raise RenderError(f"{path}: is a folder. Name a file.")
    if not os.access(folder, os.W_OK):
        raise RenderError(f"{path}: the folder {folder} cannot be written. Choose another.")


def write(
    quiz: Quiz, path: Path, *, format: str | None = None, layout: Layout = DEFAULT_LAYOUT
) -> list[Path]:
    """Write a quiz and return the files written: the student's, then the key's beside it.

    The key of ``harbour.pdf`` is ``harbour-key.pdf``. A ``json`` file holds everything, and so
    does what is written for other programs: these have no key beside them, and are nothing to
    hand out. Existing files are replaced. All files are rendered before the first is written,
    so an error leaves none.

    Args:
        quiz: What to write.
        path: The student's file. Its suffix tells the format.
        format: One of :func:`formats`, if the suffix is not to decide.
        layout: Paper, size of print and the like.

    Raises:
        UnknownName: there is no such format or language of labels.
        RenderError: the quiz cannot be rendered, or the folder is missing or write-protected.
    """
    return write_versions(quiz, path, format=format, layout=layout).files


def write_versions(
    quiz: Quiz,
    path: Path,
    *,
    number: int = 1,
    format: str | None = None,
    layout: Layout = DEFAULT_LAYOUT,
    make_folders: bool = False,
    revised: datetime | None = None,
    strict: bool = False,
) -> Written:
    """Write a quiz in several versions; see :func:`write`.

    Of two versions of ``harbour.pdf`` the files are ``harbour-A.pdf``, ``harbour-A-key.pdf``,
    ``harbour-B.pdf`` and ``harbour-B-key.pdf``, and each key has a table of them all.

    Args:
        quiz: What to write.
        path: The student's file, without the versions' letters.
        format: One of :func:`formats`, if the suffix is not to decide.
        layout: Paper, size of print and the like.
        number: of versions.
        make_folders: makes folders that are missing.
        revised: when the quiz was last edited by hand, for formats that tell the newer of two.
        strict: refuses to write a file that would not hold every question as it is.

    Raises:
        LossError: an export format can hold no question of the quiz, or ``strict`` and not all.
        MissingExtra: a library is missing that the format needs.
        UnknownName, RenderError: as of :func:`write`.
    """
    written, contents = _render(
        quiz, path, number=number, format=format, layout=layout, revised=revised, strict=strict
    )
    write_all(contents, make_folders=make_folders)
    return written


def write_outputs(
    quiz: Quiz,
    paths: Iterable[Path],
    *,
    number: int = 1,
    format: str | None = None,
    layout: Layout = DEFAULT_LAYOUT,
    strict: bool = False,
) -> Written:
    """Write a quiz as several outputs, all of them or none; see :func:`write_versions`.

    Raises:
        RenderError: one of them cannot be rendered or written.
    """
    written = Written()
    contents: dict[Path, bytes] = {}
    for path in paths:
        one, rendered = _render(
            quiz, path, number=number, format=format, layout=layout, revised=None, strict=strict
        )
        contents |= rendered
        written.reports |= one.reports
    written.files = list(contents)
    write_all(contents)
    return written


def _render(
    quiz: Quiz,
    path: Path,
    *,
    number: int,
    format: str | None,
    layout: Layout,
    revised: datetime | None,
    strict: bool,
) -> tuple[Written, dict[Path, bytes]]:
    """Return what is to be written, and the files' contents."""
    chosen = find_format(path, format)
    versions = make_versions(quiz, number)
    contents: dict[Path, bytes] = {}
    reports: dict[Path, LossReport] = {}
    for version in versions:
        label = "" if number == 1 else f"-{version.label}"
        target = _labelled(path, label, chosen)
        if isinstance(chosen, ExportFormat):
            content, report = _export(version, target, chosen, layout, revised)
            _check_losses(target, report, strict=strict)
            contents[target] = content
            reports[target] = report
            continue
        contents[target] = chosen.student(version, layout)
        if chosen.key is not None:
            contents[_labelled(path, f"{label}-key", chosen)] = chosen.key(
                version, layout, versions
            )
    return Written(list(contents), reports), contents


def _labelled(path: Path, label: str, chosen: Format) -> Path:
    """Return a file's name with a label before its suffixes: ``quiz-A.qti21.zip``."""
    stem, inner = path.stem, ""
    if Path(stem).suffix[1:].lower() == chosen.name:
        stem, inner = Path(stem).stem, Path(stem).suffix
    return path.with_name(f"{stem}{label}{inner}{path.suffix}")


def _export(
    quiz: Quiz, path: Path, chosen: ExportFormat, layout: Layout, revised: datetime | None
) -> tuple[bytes, LossReport]:
    suffix = path.suffix[1:].lower()
    if suffix not in chosen.suffixes:
        suffix = chosen.suffixes[0]
    job = prepare(quiz, suffix=suffix, layout=layout, revised=revised)
    content = chosen.write(job)
    told = {
        item.item_id: (number, item.type, clean(item.question))
        for group in groups_of(quiz)
        for number, item in group
    }
    return content, job.losses.report(chosen.name, told)


def _check_losses(path: Path, report: LossReport, *, strict: bool) -> None:
    n = len(report.items)
    gone = [item for item in report.items if item.outcome == "left_out"]
    if len(gone) == n:
        why = f" ({gone[0].details[0]})" if gone else ""
        raise LossError(f"{path}: none of the {n} questions can be kept as {report.format}{why}.",
                        report)  # fmt: skip
    if strict and report.lossy:
        first = report.lossy[0]
        raise LossError(
            f"{path}: {len(report.lossy)} of {n} questions cannot be kept as they are in "
            f"{report.format}, first {first.item_id}: {first.details[0]}. Nothing was written; "
            "leave out --strict to write the rest.",
            report,
        )
