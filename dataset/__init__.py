"""Articles in, tidy Parquet tables of events and quotes out.

The names below are the library's door; each is imported when it is first used, so that
``import dataset`` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataset.builder import Built, Made, build, make_tables, read, read_text
    from dataset.loaders import (
        data_folder,
        load,
        load_articles,
        load_entities,
        load_event_participants,
        load_events,
        load_mentions,
        load_problems,
        load_quantities,
        load_quotes,
        load_sentences,
    )
    from dataset.schema import TABLES, codebook
    from dataset.tables import Fault, Tables, check, load_tables

__all__ = [
    "TABLES",
    "Built",
    "Fault",
    "Made",
    "Tables",
    "build",
    "check",
    "codebook",
    "data_folder",
    "load",
    "load_articles",
    "load_entities",
    "load_event_participants",
    "load_events",
    "load_mentions",
    "load_problems",
    "load_quantities",
    "load_quotes",
    "load_sentences",
    "load_tables",
    "make_tables",
    "read",
    "read_text",
]

_HOMES = {
    "dataset.builder": ("Built", "Made", "build", "make_tables", "read", "read_text"),
    "dataset.loaders": (
        *("data_folder", "load", "load_articles", "load_entities", "load_event_participants"),
        *("load_events", "load_mentions", "load_problems", "load_quantities", "load_quotes"),
        "load_sentences",
    ),
    "dataset.schema": ("TABLES", "codebook"),
    "dataset.tables": ("Fault", "Tables", "check", "load_tables"),
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
