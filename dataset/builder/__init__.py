"""The caretaker: takes articles through the rooms and puts their rows into tables.

::

    folder        any number of articles → a folder of tables; resumes, appends, prunes
    memory        a text, or a few articles → tables in memory
    work          a few articles → one shard, in whatever process has time
    rooms         one analysed article → its rows
    shard         the rows of a few articles in one file
    merge         shards → the tables of the folder, linked and sorted
    workspace     the hidden folder of a build: lock, shards, manifest
    fingerprint   what rows depend on
    processes     workers on this computer
    cluster       workers of a Dask cluster
"""

from dataset.builder.folder import Built, build
from dataset.builder.memory import Made, make_tables, read, read_rows, read_text

__all__ = ["Built", "Made", "build", "make_tables", "read", "read_rows", "read_text"]
