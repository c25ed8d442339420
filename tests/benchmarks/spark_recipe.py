"""README's recipe for Spark, run by Spark itself on two workers of this computer.

python -m tests.benchmarks.spark_recipe

Needs ``pip install pyspark`` and a Java; not part of the tests, which run the recipe without
Spark.
"""

from __future__ import annotations

import sys
from pathlib import Path

import dataset
from tests.builder.test_spark_recipe import COLUMNS, read_events

SEEDS = Path(__file__).parents[2] / "seeds"
KINDS = ["string"] * 5 + ["double"]


def main() -> None:
    """Compare the rows that Spark gives with those read here."""
    from pyspark.sql import SparkSession

    texts = {path.stem: path.read_text("utf-8") for path in sorted(SEEDS.glob("*.txt"))}
    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.pyspark.python", sys.executable)
        .getOrCreate()
    )
    articles = spark.createDataFrame([*texts.items(), ("empty", " ")], ["name", "text"])
    schema = ", ".join(f"{n} {kind}" for n, kind in zip(COLUMNS, KINDS, strict=True))
    found = articles.repartition(4).mapInArrow(read_events(), schema).collect()
    spark.stop()
    rows = sorted(tuple(row) for row in found)
    expected = sorted(
        tuple(row.values())
        for name, text in texts.items()
        for row in dataset.read(text, name=name)["events"].select(COLUMNS).to_pylist()
    )
    print(f"{len(rows)} events of {len(texts)} articles; the same as without Spark: "
          f"{rows == expected}")  # fmt: skip
    sys.exit(rows != expected)


if __name__ == "__main__":
    main()
