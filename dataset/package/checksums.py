"""Hashes of a dataset's files, in the form that ``sha256sum --check`` reads too."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from dataset.tables import Fault, write_whole

SUMS = "SHA256SUMS"
_LINE = re.compile(r"(?P<hash>[0-9a-f]{64}) [ *](?P<name>.+)")


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path) -> None:
    """Write the hashes of all files of a folder, hidden ones left out, sorted by name."""
    with write_whole(folder / SUMS) as out:
        for path in _files(folder):
            out.write(f"{sha256(path)}  {path.relative_to(folder).as_posix()}\n".encode())


def check_sums(folder: Path) -> list[Fault]:
    """Return the files that are not as their hashes say; none where there are no hashes."""
    sums = folder / SUMS
    if not sums.is_file():
        return []
    faults, known = [], set[str]()
    for number, line in enumerate(sums.read_text(encoding="utf-8").splitlines(), 1):
        match = _LINE.fullmatch(line)
        if match is None:
            faults.append(Fault(SUMS, f"line {number}", "is not a hash, two spaces and a name"))
            continue
        name = match["name"]
        path = folder / name
        known.add(name)
        if not path.is_file():
            faults.append(Fault(SUMS, name, "the file is missing"))
        elif sha256(path) != match["hash"]:
            faults.append(Fault(SUMS, name, "the file is not the one that was hashed"))
    named = (path.relative_to(folder).as_posix() for path in _files(folder))
    faults += [Fault(SUMS, name, "the file has no hash") for name in named if name not in known]
    return faults


def _files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and path.name != SUMS and not _is_hidden(path.relative_to(folder))
    )


def _is_hidden(path: Path) -> bool:
    """Say whether a file or a folder it is in is no part of the dataset, such as ``.build``."""
    return any(part.startswith(".") for part in path.parts)
