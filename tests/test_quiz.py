from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quizgen.errors import QuizFileError
from quizgen.quiz import (
    ITEM_TYPES,
    Evidence,
    GlossaryWord,
    Item,
    Quiz,
    QuizArticle,
    json_schema,
    load,
    loads,
)

TEXT = "Headline\n\nThe tide rose. It fell again."
QUIZ = Quiz(
    "Tides",
    5,
    (
        Item(
            "choice-1",
            "multiple_choice",
            "retrieve",
            "What rose?",
            "the tide",
            options=("the moon", "the tide"),
            accept=("the tide", "tide"),
            explanation="It says so.",
            evidence=(Evidence("a1", "a1.s1", 10, 24, "The tide rose."),),
            proof={"rows": ["e1"], "search": {"candidates": 3, "left": 1}},
        ),
        Item(
            "true-1",
            "true_false",
            "retrieve",
            "It rose again.",
            "False",
            accept=("False",),
            correction="It fell again.",
            points=2,
        ),
    ),
    (QuizArticle("a1", TEXT, ((10, 38),), title="Headline", n_words=6, reading_grade=2.5),),
    refused={"two answers": 4},
    versions={"quizgen": "1"},
    before_reading="What do you know of the sea?",
    glossary=(GlossaryWord("tide", "the rise and fall of the sea", "a1", 14, 18),),
)


def edited(edit: Callable[[Any], object]) -> str:
    data = json.loads(QUIZ.to_json())
    edit(data)
    return json.dumps(data)


def put(*path: Any, value: Any) -> Callable[[Any], None]:
    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        data[path[-1]] = value

    return edit


def drop(*path: Any) -> Callable[[Any], None]:
    def edit(data: Any) -> None:
        for step in path[:-1]:
            data = data[step]
        del data[path[-1]]

    return edit


def arranged(type_: str, key: str, **fields: Any) -> Callable[[Any], None]:
    """Return an edit that adds an item with three options and a key in letters."""

    def edit(data: Any) -> None:
        item = {"item_id": "m", "type": type_, "level": "infer", "question": "?", "key": key}
        data["items"].append(item | {"options": ["x", "y", "z"]} | fields)

    return edit


TEXTS = st.text(min_size=1, max_size=8)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@st.composite
def quizzes(draw: st.DrawFn) -> Quiz:
    text = draw(st.text(max_size=20))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    items = []
    for number in range(draw(st.integers(0, 3))):
        type_ = draw(st.sampled_from(ITEM_TYPES))
        key = draw(st.sampled_from(["True", "False"]) if type_ == "true_false" else TEXTS)
        others = draw(st.lists(TEXTS.filter(lambda t, key=key: t != key), unique=True, max_size=2))
        options = draw(st.sampled_from([(), (key, *others)]))
        if type_ == "ordering" and options:
            key = ", ".join(draw(st.permutations("ABC"[: len(options)])))
        items.append(
            Item(
                f"i{number}",
                type_,
                draw(st.sampled_from(["retrieve", "infer", "integrate", "discuss"])),
                draw(TEXTS),
                key,
                options=options,
                accept=draw(st.sampled_from([(), (key, *others)])),
                correction=draw(st.none() | TEXTS),
                points=draw(st.integers(0, 9)),
                explanation=draw(st.text(max_size=5)),
                evidence=(Evidence("a", "s", start, end, text[start:end]),),
                proof=draw(st.dictionaries(st.text(max_size=3), JSON_VALUES, max_size=2)),
            )
        )
    article = QuizArticle(
        "a",
        text,
        ((start, end),),
        title=draw(st.none() | TEXTS),
        reading_grade=draw(st.none() | st.floats(allow_nan=False, allow_infinity=False)),
    )
    glossary = draw(st.lists(st.builds(GlossaryWord, TEXTS, st.none() | TEXTS), max_size=2))
    return Quiz(
        draw(st.text(max_size=5)),
        draw(st.integers()),
        tuple(items),
        (article,),
        before_reading=draw(st.text(max_size=5)),
        glossary=(*glossary, GlossaryWord("w", None, "a", start, end)),
    )


def test_schema_is_a_schema_and_lists_the_item_types() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    assert tuple(schema["$defs"]["item"]["properties"]["type"]["enum"]) == ITEM_TYPES


def test_schema_knows_exactly_the_fields_that_are_written() -> None:
    data = json.loads(QUIZ.to_json())
    schema = json_schema()
    item = schema["$defs"]["item"]["properties"]
    assert list(schema["properties"]) == list(data)
    assert list(item) == list(data["items"][0])
    assert list(schema["$defs"]["article"]["properties"]) == list(data["articles"][0])
    word = schema["$defs"]["glossary_word"]["properties"]
    assert list(word) == list(data["glossary"][0])
    evidence = schema["$defs"]["evidence"]["properties"]
    assert list(evidence) == list(data["items"][0]["evidence"][0])


@given(quiz=quizzes())
@settings(max_examples=60, deadline=None)
def test_round_trip(quiz: Quiz) -> None:
    assert loads(quiz.to_json()) == quiz


def test_load_reads_a_file_with_or_without_byte_order_mark(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig"):
        (tmp_path / "q.json").write_text(QUIZ.to_json(), encoding=encoding)
        assert load(tmp_path / "q.json") == QUIZ


def test_load_names_the_file_it_cannot_read(tmp_path: Path) -> None:
    with pytest.raises(QuizFileError, match=r"none\.json: cannot be read as UTF-8 text"):
        load(tmp_path / "none.json")
    (tmp_path / "latin.json").write_bytes(b"\xff")
    with pytest.raises(QuizFileError, match=r"latin\.json: cannot be read as UTF-8 text"):
        load(tmp_path / "latin.json")


@pytest.mark.parametrize("text", ["{\n,}", "1" * 5000, "[" * 100_000])
def test_what_is_no_json_is_an_error_of_the_file(text: str) -> None:
    with pytest.raises(QuizFileError, match="not JSON"):
        loads(text, name="q.json")


def test_fields_with_defaults_may_be_left_out() -> None:
    def edit(data: Any) -> None:
        for name in ("options", "accept", "evidence", "proof", "points", "correction"):
            del data["items"][0][name]

    item = loads(edited(edit)).items[0]
    assert (item.options, item.accept, item.evidence, item.points) == ((), (), (), 1)


@pytest.mark.parametrize(
    ("edit", "message"),
    [
        (put("items", 0, "key", value=""), "item choice-1, field key: '' should be non-empty"),
        (put("items", 1, "points", value=-1), "item true-1, field points: -1 is less than"),
        (put("items", 1, "points", value="1"), "item true-1, field points: '1' is not of type"),
        (put("items", 0, "level", value="hard"), "item choice-1, field level: 'hard' is not one"),
        (put("items", 0, "typ", value="x"), "item choice-1: Additional properties are not"),
        (put("items", 0, "options", 1, value=""), "item choice-1, field options.1: '' should"),
        (put("items", 0, "options", value=["x", "x"]), "item choice-1, field options: .*unique"),
        (put("items", 0, "evidence", 0, "end", value=-2), "item choice-1, field evidence.0.end"),
        (drop("items", 0, "key"), "item choice-1: 'key' is a required property"),
        (drop("items", 1, "item_id"), "item number 2: 'item_id' is a required property"),
        (put("items", 1, value=3), "item 1: 3 is not of type 'object'"),
        (put("items", value=3), "field items: 3 is not of type 'array'"),
        (put("extra", value=3), "the file: Additional properties"),
        (
            put("format_version", value=2),
            r"field format_version: was written by a newer quizgen \(version 2 of the format; this "
            r"one reads 1\). Update quizgen: pip install -U quizgen.$",
        ),
        (put("format_version", value=0), "field format_version: 1 was expected"),
        (put("format_version", value="2"), "field format_version: 1 was expected"),
        (put("glossary", value=[{"meaning": "x"}]), "field glossary.0: 'word' is a required"),
        (
            put("glossary", value=[{"word": "tide", "article_id": "a2"}]),
            "glossary word 'tide', field article_id: no article 'a2'",
        ),
        *(
            (
                arranged("matching", key, premises=["p", "q"]),
                f"item m, field key: '{key}' must give",
            )
            for key in ("1-A", "1-A, 2-D", "2-A, 1-B", "1-A, 1-B", "A, B", "1-A, 2-B, 3-C")
        ),
        *(
            (arranged("ordering", key), f"item m, field key: '{key}' must hold the letter of each")
            for key in ("A, B", "A, B, B", "A, B, D", "A, B, C, A", "B")
        ),
        (put("refused", "x", value="y"), "field refused.x: 'y' is not of type 'integer'"),
        (put("articles", 0, "paragraphs", 0, value=[1]), "field articles.0.paragraphs.0: "),
        (put("articles", 0, "paragraphs", 0, value=[0, 99]), "article a1, field paragraphs: 0-99"),
        (put("articles", 0, "paragraphs", 0, value=[9, 3]), "article a1, field paragraphs: 9-3"),
        (lambda d: d["articles"].append(d["articles"][0]), "article a1: the id is used twice"),
        (lambda d: d["items"].append(d["items"][0]), "item choice-1: the id is used twice"),
        (put("items", 0, "key", value="sea"), "item choice-1, field key: 'sea' is not one of"),
        (put("items", 1, "key", value="No"), "item true-1, field key: must be 'True' or 'False'"),
        (put("items", 0, "accept", value=["tide"]), "item choice-1, field accept: must list"),
        (
            put("items", 0, "evidence", 0, "article_id", value="a2"),
            "item choice-1, field evidence: no article 'a2'",
        ),
        (
            put("items", 0, "evidence", 0, "start", value=11),
            "item choice-1, field evidence: characters 11-24 of a1 are not 'The tide rose.'",
        ),
    ],
)
def test_errors_name_the_item_and_the_field(edit: Callable[[Any], object], message: str) -> None:
    with pytest.raises(QuizFileError, match=f"^q.json: {message}") as caught:
        loads(edited(edit), name="q.json")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("type_", "key", "fields"),
    [
        ("matching", "1-C, 2-A", {"premises": ["p", "q"]}),
        ("matching", "1-A, 2-A", {"premises": ["p", "q"]}),
        ("ordering", "B, C, A", {}),
    ],
)
def test_keys_that_arrange_are_taken(type_: str, key: str, fields: dict[str, Any]) -> None:
    assert loads(edited(arranged(type_, key, **fields))).items[-1].key == key


def test_the_first_faulty_item_is_named() -> None:
    def edit(data: Any) -> None:
        data["items"] = [{**data["items"][0], "item_id": f"i{n}"} for n in range(12)]
        data["items"][2]["points"] = data["items"][10]["points"] = -1

    with pytest.raises(QuizFileError, match="item i2, field points"):
        loads(edited(edit))


def test_a_long_faulty_value_is_not_repeated_in_full() -> None:
    with pytest.raises(QuizFileError) as caught:
        loads(edited(put("items", 0, "points", value="x" * 5000)))
    assert len(str(caught.value)) < 400


def test_the_key_of_an_ordering_is_no_option() -> None:
    quiz = Quiz("t", 1, (Item("o", "ordering", "infer", "Order.", "B, A", ("x", "y")),), ())
    assert loads(quiz.to_json()) == quiz


def test_article_and_paragraph() -> None:
    article = QUIZ.article("a1")
    assert [article.paragraph_of(n) for n in (0, 10, 37, 38)] == [None, 1, 1, None]
    with pytest.raises(KeyError):
        QUIZ.article("a2")
