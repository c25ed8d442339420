"""The real programs that open what we write; without them a test is skipped, but not in CI."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, sync_playwright

# Debian's package of each program.
PACKAGES = {
    "chromium": "chromium",
    "soffice": "libreoffice-writer-nogui",
    "pdftotext": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdffonts": "poppler-utils",
    "node": "nodejs npm",
}

# What npm installs, for tests only: npm ci --prefix tests/node
NODE_MODULES = Path(__file__).parent / "node" / "node_modules"

# Nothing is asked of the network, and nothing is kept.
CHROMIUM = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)


def program(name: str) -> str:
    """Return the path of a program, or skip the test; fail it where nothing may be skipped."""
    path = shutil.which(name)
    if path is None:
        _missing(f"{name} is not installed (Debian: apt-get install {PACKAGES[name]})")
    return path


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start Chromium; skip the test without it."""
    path = program("chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*CHROMIUM])
        try:
            yield browser
        finally:
            browser.close()


def node_package(name: str) -> Path:
    """Return the folder of a package of npm; skip the test without it."""
    folder = NODE_MODULES / name
    if not folder.is_dir():
        _missing(f"{name} is not installed (npm ci --prefix tests/node)")
    return folder


def run_node(script: str, given: str, *, timeout: float = 120) -> str:
    """Run a module of JavaScript on some input, among npm's packages, and return what it prints.

    The packages are found from ``tests/node``, where the script stands.
    """
    node = program("node")
    node_package("gift-pegjs")
    done = subprocess.run(
        [node, str(NODE_MODULES.parent / script)],
        input=given,
        capture_output=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _missing(reason: str) -> NoReturn:
    if os.environ.get("QUIZGEN_CONSUMERS") == "required":
        pytest.fail(f"{reason}, and .ci/run must have it")
    pytest.skip(reason)
