"""The real programs that open what we write; without them a test is skipped, but not in CI."""

from __future__ import annotations

import os
import shutil
from typing import NoReturn

import pytest

# Debian's package of each program.
PACKAGES = {
    "chromium": "chromium",
    "soffice": "libreoffice-writer-nogui",
    "pdftotext": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdffonts": "poppler-utils",
}


def program(name: str) -> str:
    """Return the path of a program, or skip the test; fail it where nothing may be skipped."""
    path = shutil.which(name)
    if path is None:
        _missing(f"{name} is not installed (Debian: apt-get install {PACKAGES[name]})")
    return path


def _missing(reason: str) -> NoReturn:
    if os.environ.get("QUIZGEN_CONSUMERS") == "required":
        pytest.fail(f"{reason}, and .ci/run must have it")
    pytest.skip(reason)
