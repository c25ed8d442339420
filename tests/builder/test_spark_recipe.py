"""README's recipe for Spark does what it says; ``tests/benchmarks/spark_recipe.py`` has Spark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

import dataset

README = Path(__file__).parents[2] / "README.md"
COLUMNS = ["event_id", "event_type", "trigger", "actor", "target", "confidence"]
TEXTS = {
    "bridge": "Maria Keller opened a bridge in Oslo. Soldiers attacked the village.",
    "empty": " \n",
    "march": "Farmers marched in Bergen on Monday.",
}


def read_events() -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return the function in the block behind README's marker."""
    found = re.search(
        r"<!-- spark-recipe -->\n```python\n(.*?)```", README.read_text("utf-8"), re.S
    )
    assert found
    names: dict[str, Any] = {}
    exec(found[1], names)
    function: Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]] = names["read_events"]
    return function


def test_the_recipe_gives_the_rows_of_each_article_and_passes_over_what_is_none() -> None:
    table = pa.table({"name": [*TEXTS], "text": [*TEXTS.values()]})
    found = pa.Table.from_batches(read_events()(table.to_batches(max_chunksize=2)))
    assert found.schema.names == COLUMNS
    assert set(map(str, found.schema.types)) == {"string", "double"}
    assert found.to_pylist() == [
        row
        for name in ("bridge", "march")
        for row in dataset.read(TEXTS[name], name=name)["events"].select(COLUMNS).to_pylist()
    ]
