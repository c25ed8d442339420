"""A story in which every kind of item can be asked, and ways to tell a story otherwise."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from quizgen.facts import Facts, find_facts
from quizgen.items import make_items
from quizgen.quiz import Item

from .quiz_tables import (
    Did,
    Number,
    Part,
    Role,
    Rows,
    Said,
    Story,
    When,
    Who,
    library_of,
)

T = TypeVar("T")
CLAIM = {"quote_type": "indirect"}

FJORD = Story(
    article_id="fjord",
    title="A year after the storm",
    date=dt.date(2021, 6, 16),  # a Wednesday
    paragraphs=[
        ["Ida Moen opened the Nes Bridge in Marsund on Monday.",
         "The old quay of Torhaven was repaired by Karl Seip on May 3, 2021."],
        ["Olga Dahl planted 300 oaks near the road to Kelvik on June 2, 2021.",
         "Nils Voll has led the harbour office of Kelvik since 1994."],
        ["Per Aas quit the council of Ostby because of a quarrel about the ferry of Nes."],
        ["“We will rebuild the quay of Torhaven before the winter storms return,” said Ida Moen.",
         "“Nobody asked the farmers of Kelvik about the price of the ferry,” said Karl Seip.",
         "“The new road has brought 450 lorries into our village since spring,” said Olga Dahl."],
        ["“Our school needs a warm kitchen and a second teacher,” said Rita Holm.",
         "“The children walk along a dark road every winter morning,” said Rita Holm.",
         "“A small library costs less money than a wide car park,” said Rita Holm."],
        ["Eva Strand said that the ferry of Nes carried 1,200 passengers between Ostby and Torhaven."],
        ["The guests of Marsund thanked Ida Moen, a bridge engineer from Ostby.",
         "Some of them greeted Karl Seip, a sheep farmer from Kelvik.",
         "They heard Olga Dahl, the editor of a newspaper.",
         "They praised Rita Holm, a head teacher at a village school."],
        ["A store in Kelvik keeps 750 barrels of oil through winter.",
         "A letter was written to Per Aas on the morning after the storm."],
        ["Nils Voll sold the old mill of Nes to Eva Strand on May 20, 2021."],
    ],
    entities=[
        *(Who(name) for name in ("Ida Moen", "Karl Seip", "Olga Dahl", "Eva Strand", "Nils Voll",
                                 "Per Aas", "Rita Holm")),
        *(Who(name, "place") for name in ("Marsund", "Torhaven", "Kelvik", "Ostby", "Nes")),
    ],
    events=[
        Did(1, "Ida Moen", "opened the Nes Bridge in Marsund on Monday", "opened", "open",
            When("Monday", "on", dt.date(2021, 6, 14)), {"target": "the Nes Bridge"},
            (Part("the Nes Bridge", "target", "object"),)),
        Did(2, "The old quay of Torhaven", "was repaired by Karl Seip on May 3, 2021",
            "repaired", "repair", When("May 3, 2021", "on", dt.date(2021, 5, 3)),
            {"auxiliaries": "was", "voice": "passive", "actor": "Karl Seip",
             "target": "the old quay of Torhaven"},
            (Part("Karl Seip", "actor", "agent", "by", "Karl Seip"),)),
        Did(3, "Olga Dahl", "planted 300 oaks near the road to Kelvik on June 2, 2021",
            "planted", "plant", When("June 2, 2021", "on", dt.date(2021, 6, 2)),
            {"target": "300 oaks"}, (Part("300 oaks", "target", "object"),)),
        Did(4, "Nils Voll", "has led the harbour office of Kelvik since 1994", "led", "lead",
            When("1994", "since", dt.date(1994, 1, 1), "range", dt.date(2021, 6, 16)),
            {"auxiliaries": "has", "aspect": "perfect", "tense": "present"},
            (Part("the harbour office of Kelvik", "target", "object"),)),
        Did(5, "Per Aas", "quit the council of Ostby because of a quarrel about the ferry of Nes",
            "quit", "quit", None, {"target": "the council of Ostby"},
            (Part("the council of Ostby", "target", "object"),
             Part("a quarrel about the ferry of Nes", "reason", "oblique", "because of"))),
        Did(12, "the ferry of Nes", "carried 1,200 passengers between Ostby and Torhaven", "carried",
            "carry", None, {"modality": "reported", "reported_by": "Eva Strand",
                            "target": "1,200 passengers"},
            (Part("1,200 passengers", "target", "object"),)),
        Did(19, "Nils Voll", "sold the old mill of Nes to Eva Strand on May 20, 2021", "sold",
            "sell", When("May 20, 2021", "on", dt.date(2021, 5, 20)),
            {"target": "the old mill of Nes"},
            (Part("the old mill of Nes", "target", "object"),)),
    ],
    quotes=(
        Said(6, "We will rebuild the quay of Torhaven before the winter storms return", "Ida Moen"),
        Said(7, "Nobody asked the farmers of Kelvik about the price of the ferry", "Karl Seip"),
        Said(8, "The new road has brought 450 lorries into our village since spring", "Olga Dahl"),
        Said(9, "Our school needs a warm kitchen and a second teacher", "Rita Holm"),
        Said(10, "The children walk along a dark road every winter morning", "Rita Holm"),
        Said(11, "A small library costs less money than a wide car park", "Rita Holm"),
        Said(12, "the ferry of Nes carried 1,200 passengers between Ostby and Torhaven",
             "Eva Strand", "said", CLAIM),
    ),
    numbers=(
        Number(3, "300", 300, {"noun": "oaks"}),
        Number(8, "450", 450, {"noun": "lorries"}),
        Number(12, "1,200", 1200, {"noun": "passengers"}),
        Number(17, "750", 750, {"noun": "barrels"}),
    ),
    roles=(
        Role(13, "Ida Moen", "bridge engineer from Ostby"),
        Role(14, "Karl Seip", "sheep farmer from Kelvik"),
        Role(15, "Olga Dahl", "editor of a newspaper"),
        Role(16, "Rita Holm", "head teacher at a village school"),
    ),
)  # fmt: skip


def mapped(value: T, change: Callable[[Any], Any]) -> T:
    """Return a story, or a part of one, with every text, number and date in it changed."""
    if isinstance(value, str | dt.date | int | float) and not isinstance(value, bool):
        return change(value)  # type: ignore[no-any-return]
    if is_dataclass(value) and not isinstance(value, type):
        new = {f.name: mapped(getattr(value, f.name), change) for f in fields(value)}
        return replace(value, **new)
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return type(value)(*(mapped(v, change) for v in value))
    if isinstance(value, list | tuple):
        return type(value)(mapped(v, change) for v in value)  # type: ignore[call-arg]
    if isinstance(value, dict):
        return {k: mapped(v, change) for k, v in value.items()}  # type: ignore[return-value]
    return value


def swapping(new: dict[Any, Any]) -> Callable[[Any], Any]:
    """Return a change of whole words and whole values, all at once."""
    words = {k: v for k, v in new.items() if isinstance(k, str)}
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(k)}(?!\w)" for k in words))

    def change(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda m: words[m[0]], value) if words else value
        return new.get(value, value)

    return change


def every_fact(rows: Rows) -> tuple[Facts, Counter[str]]:
    """Return the facts of every kind, and what was refused."""
    refused: Counter[str] = Counter()
    return find_facts(library_of(rows), refused), refused


def every_item(rows: Rows, *, seed: int = 0) -> tuple[dict[str, Item], Counter[str]]:
    """Return the items of every kind by id, also those the sceptic would refuse."""
    library = library_of(rows)
    refused: Counter[str] = Counter()
    items = list(make_items(library, find_facts(library, Counter()), seed=seed, refused=refused))
    found = {item.item_id: item for item in items}
    assert len(found) == len(items), "two items have one id"
    return found, refused


def by_template(items: dict[str, Item], template: str) -> dict[str, Item]:
    """Return the items made in one way."""
    return {k: i for k, i in items.items() if i.proof["template"] == template}
