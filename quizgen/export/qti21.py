"""QTI 2.1 packages, which Blackboard, TAO, OpenOlat, Canvas and others take."""

from __future__ import annotations

from quizgen.export import _qti
from quizgen.export.question import Job


def write(job: Job) -> bytes:
    """Return the zip file of a quiz; see :mod:`quizgen.export._qti` for what is in it."""
    return _qti.package(job, _qti.V21)
