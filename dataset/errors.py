"""Everything that can go wrong with what a user gave us.

::

    DatasetError            base: one clear line, no traceback
    ├── InputError          an article cannot be read; the others still are
    ├── ModelError          a language model cannot be used
    ├── ClusterError        the cluster cannot be used
    ├── NothingBuilt        no input gave an article
    ├── OutputError         the output folder cannot be written
    ├── CorrectionError     a correction by hand does not fit the tables
    └── ContractError       a folder of tables breaks the contract
"""

from __future__ import annotations


class DatasetError(Exception):
    """Base of all errors a user can cause and mend. ``str()`` is one clear line."""


class InputError(DatasetError):
    """An input cannot be used.

    Args:
        path: the file or folder, as the user wrote it.
        message: what is wrong and how to mend it.
        stage: the room it happened in, for the ``problems`` table.
        line: 1-based, where known.
    """

    def __init__(
        self, path: str, message: str, *, stage: str = "read", line: int | None = None
    ) -> None:
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")
        self.path = path
        self.message = message
        self.stage = stage
        self.line = line


class ModelError(DatasetError):
    """A language model cannot be used."""


class ClusterError(DatasetError):
    """A cluster cannot be used."""


class NothingBuilt(DatasetError):
    """No input gave an article."""


class OutputError(DatasetError):
    """An output cannot be written."""


class CorrectionError(DatasetError):
    """A correction by hand cannot be read or does not fit the tables."""


class ContractError(DatasetError):
    """Tables do not keep the contract of :mod:`dataset.schema`."""
