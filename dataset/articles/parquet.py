"""Parquet files: an article a row; a few rows at once, of the columns that are needed."""

from __future__ import annotations

from typing import IO

from dataset.articles.limits import MOST_COLUMNS, ROWS_AT_ONCE
from dataset.articles.place import Found, Place
from dataset.articles.rows import Rows

_MEND = "Write it again, or export it as CSV."


def read_parquet(file: IO[bytes], place: Place) -> Found:
    """Yield the articles of a Parquet file, which can be sought in; rows count from 1."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        # Small buffers: a row group may hold a newspaper's year.
        table = pq.ParquetFile(file, buffer_size=1 << 20, pre_buffer=False)
    except (pa.ArrowException, OSError, ValueError, MemoryError) as exc:
        raise place.error(f"is damaged or no Parquet file. {_MEND}") from exc
    try:
        names = list(table.schema_arrow.names)
        if len(names) > MOST_COLUMNS:
            raise place.error(
                f"has more than {MOST_COLUMNS:,} columns. Keep those of the articles."
            )
        rows = Rows(place, ".parquet", names)
        number = 0
        try:
            batches = table.iter_batches(ROWS_AT_ONCE, columns=rows.wanted, use_threads=False)
            for batch in batches:
                batch.validate(full=True)
                for at in range(batch.num_rows):
                    number += 1
                    # One value after the other: a dictionary may hold a text once for all rows.
                    row = {n: batch.column(n)[at].as_py() for n in batch.schema.names}
                    yield from rows.take(number, row)
        except (pa.ArrowException, OSError, ValueError, MemoryError, OverflowError) as exc:
            yield place.error(
                f"is damaged after row {number}; the rows below it are left out. {_MEND}"
            )
            del exc
        if not number:
            yield place.error("has no rows. Put one article on each row.")
        yield from rows.end()
    finally:
        table.close(force=False)
