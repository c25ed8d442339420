"""Zip files that are the same bytes for the same content."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

DATE = (1980, 1, 1, 0, 0, 0)  # the earliest a zip file can hold


def pack(files: Mapping[str, bytes]) -> bytes:
    """Return a zip file of some contents by their names in it, in the order given."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", compresslevel=6) as target:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, DATE)
            entry.create_system = 3  # Unix: else it would tell the computer it was made on
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            target.writestr(entry, content)
    return written.getvalue()
