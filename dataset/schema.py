"""The contract between ``dataset`` and everyone who reads its tables.

One declaration a table: columns, types, levels, keys and meanings. The writer and the checker
(:mod:`dataset.tables`), the codebook and the field metadata inside the Parquet files all come
from here, so they cannot disagree.

Types a bare ``pandas.read_parquet`` gives (pandas 3; see ``README.md`` for older ones):

============  =======================  ======================================
``string``    ``str``                  missing is null, never ``""``
``int``       ``int32`` / ``Int32``    ``Int32`` where nulls may occur
``float``     ``float64``
``bool``      ``bool`` / ``boolean``   ``boolean`` where nulls may occur
``date``      ``datetime64[ms]``       midnight of the day
``category``  ``category``             all levels, also those not in use
============  =======================  ======================================

A table without rows keeps its types but loses its levels: Parquet stores them with the rows.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Final, Literal

import pyarrow as pa

from dataset.dates import PRECISIONS

SCHEMA_VERSION: Final = "0.4.0"

ColumnType = Literal["string", "int", "float", "bool", "date", "category"]

PLOVER: Final = {
    # type: (quad class, base score of the 2021 manual, -10 to +10)
    "agree": ("verbal_cooperation", 2.5),
    "consult": ("verbal_cooperation", 2.5),
    "support": ("verbal_cooperation", 5.0),
    "concede": ("verbal_cooperation", 4.5),
    "cooperate": ("material_cooperation", 9.5),
    "aid": ("material_cooperation", 10.0),
    "retreat": ("material_cooperation", 6.5),
    "request": ("verbal_conflict", 0.0),
    "accuse": ("verbal_conflict", -2.0),
    "reject": ("verbal_conflict", -2.0),
    "threaten": ("verbal_conflict", -3.5),
    "protest": ("material_conflict", -5.0),
    "sanction": ("material_conflict", -6.0),
    "mobilize": ("material_conflict", -5.5),
    "coerce": ("material_conflict", -7.0),
    "assault": ("material_conflict", -9.0),
}

LEVELS: Final[dict[str, tuple[str, ...]]] = {
    "date_source": ("header", "dateline", "filename"),
    "sentence_kind": ("title", "dateline", "lead", "body", "caption"),
    "entity_type": ("person", "place", "organisation", "group"),
    "gender": ("female", "male"),
    "mention_type": ("name", "nominal", "pronoun"),
    "event_type": (*PLOVER, "other"),
    "quad_class": (
        "verbal_cooperation",
        "material_cooperation",
        "verbal_conflict",
        "material_conflict",
    ),
    "tense": ("past", "present", "future"),
    "aspect": ("simple", "perfect", "progressive", "perfect_progressive", "state", "habit"),
    "voice": ("active", "passive"),
    "modality": ("asserted", "planned", "possible", "conditional", "requested", "reported"),
    "date_precision": PRECISIONS,
    "role": (
        "actor",
        "target",
        "place",
        "time",
        "reason",
        "purpose",
        "topic",
        "instrument",
        "amount",
        "other",
    ),
    "function": (
        "subject",
        "object",
        "agent",
        "complement",
        "oblique",
        "modifier",
        "clause",
        "speaker",
    ),
    "number": ("singular", "plural"),
    "form": ("name", "nominal", "pronoun", "clause"),
    "hedge": ("about", "at least", "at most", "more than", "less than", "nearly", "vague"),
    "quote_type": ("direct", "indirect", "mixed"),
    "stage": ("read", "analyse", "write"),
}


_ARROW_TYPES: Final[dict[ColumnType, pa.DataType]] = {
    "string": pa.string(),
    "int": pa.int32(),
    "float": pa.float64(),
    "bool": pa.bool_(),
    "date": pa.timestamp("ms"),
    "category": pa.dictionary(pa.int8(), pa.string()),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its type, its meaning, whether null is allowed and what it refers to."""

    name: str
    type: ColumnType
    description: str
    nullable: bool = True
    levels: str | None = None  # key of LEVELS, for categories
    references: str | None = None  # "table.column"
    unit: str | None = None

    @property
    def arrow_type(self) -> pa.DataType:
        """The Arrow type the column is stored in (why: see the module docstring)."""
        return _ARROW_TYPES[self.type]

    @property
    def all_levels(self) -> tuple[str, ...]:
        """The full list of a category's levels; empty for other columns."""
        return LEVELS[self.levels] if self.levels else ()


@dataclass(frozen=True, slots=True)
class Span:
    """Columns that point at characters: ``articles.text[start:end] == text``."""

    start: str
    end: str
    text: str | None = None
    within: str | None = None  # "sentence": must lie inside the row's sentence


@dataclass(frozen=True, slots=True)
class Table:
    """A table: one row per what, its columns, its key and its sort order, its spans."""

    name: str
    row: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    sort: tuple[str, ...]
    spans: tuple[Span, ...] = ()

    def column(self, name: str) -> Column:
        """Return a column by name. Raises ``KeyError`` if there is none such."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(name)

    @property
    def arrow_schema(self) -> pa.Schema:
        """The Arrow schema, with the codebook as metadata of fields and table."""
        fields = []
        for c in self.columns:
            metadata = {"description": c.description}
            if c.unit:
                metadata["unit"] = c.unit
            if c.all_levels:
                metadata["levels"] = json.dumps(c.all_levels)
            if c.references:
                metadata["references"] = c.references
            fields.append(pa.field(c.name, c.arrow_type, nullable=c.nullable, metadata=metadata))
        return pa.schema(
            fields,
            metadata={
                "title": self.name,
                "description": f"One row per {self.row}",
                "version": SCHEMA_VERSION,
                "pandas": json.dumps(_pandas_hint(self)),
            },
        )


def _pandas_hint(table: Table) -> dict[str, object]:
    """Make the little of pandas' own metadata that gives nullable integers and booleans.

    Without it a column with nulls comes back as float or object. Written by hand because
    pandas would store its version, which changes the bytes.
    """
    columns = [
        {
            "name": c.name,
            "field_name": c.name,
            "pandas_type": "int32" if c.type == "int" else "bool",
            "numpy_type": "Int32" if c.type == "int" else "boolean",
            "metadata": None,
        }
        for c in table.columns
        if c.nullable and c.type in {"int", "bool"}
    ]
    return {
        "index_columns": [],
        "column_indexes": [],
        "columns": columns,
        "creator": {"library": "quizgen", "version": SCHEMA_VERSION},
        "pandas_version": "2.2.0",
    }


def _key(name: str, description: str) -> Column:
    return Column(name, "string", description, nullable=False)


def _link(name: str, description: str, references: str, *, nullable: bool = False) -> Column:
    return Column(name, "string", description, nullable=nullable, references=references)


def _text(name: str, description: str, *, nullable: bool = True) -> Column:
    return Column(name, "string", description, nullable=nullable)


def _offset(name: str, description: str, *, nullable: bool = False) -> Column:
    return Column(name, "int", description, nullable=nullable, unit="code points")


def _level(name: str, description: str, levels: str | None = None, *, null: bool = True) -> Column:
    return Column(name, "category", description, nullable=null, levels=levels or name)


def _spans_of(what: str, prefix: str = "", *, nullable: bool = False) -> tuple[Column, Column]:
    return (
        _offset(
            f"{prefix}start", f"first character of {what}, in articles.text", nullable=nullable
        ),
        _offset(f"{prefix}end", f"character after {what}, in articles.text", nullable=nullable),
    )


_ARTICLE = _link("article_id", "see articles", "articles.article_id")
_SENTENCE = _link("sentence_id", "see sentences", "sentences.sentence_id")
_CONFIDENCE = Column(
    "confidence",
    "float",
    "how sure the analysis is of the row, 0 to 1; set so that of rows at 0.9 or more at least 90 % "
    "are right on development data; 0 if a correction added it",
    nullable=False,
)

TABLES: Final[dict[str, Table]] = {
    t.name: t
    for t in (
        Table(
            "articles",
            "article",
            (
                _key("article_id", "slug of the file name, unique in the folder"),
                _text("title", "headline, as the article gives it"),
                Column("date", "date", "date of publication, if the article says it"),
                _level("date_source", "where the date was found"),
                _text("source", "publisher"),
                _text("url", "address of the original"),
                _text("author", "author"),
                _text("language", "ISO 639-1 code", nullable=False),
                _text("text", "what was read, never rewritten; offsets count here", nullable=False),
                Column("n_words", "int", "words of prose", nullable=False, unit="words"),
                Column("n_sentences", "int", "sentences of prose", nullable=False),
                Column("reading_grade", "float", "Flesch-Kincaid grade", unit="US school years"),
                _text("content_hash", "SHA-256 of the text, hexadecimal", nullable=False),
                _text("path", "the file, relative to its input", nullable=False),
            ),
            key=("article_id",),
            sort=("article_id",),
        ),
        Table(
            "sentences",
            "sentence (titles, datelines and captions too, marked by kind)",
            (
                _key("sentence_id", "<article_id>:s001, in text order"),
                _ARTICLE,
                Column("paragraph", "int", "number of the paragraph of prose, from 1"),
                _level("kind", "function in the article", "sentence_kind", null=False),
                *_spans_of("the sentence"),
                _text("text", "the sentence", nullable=False),
            ),
            key=("sentence_id",),
            sort=("sentence_id",),
            spans=(Span("start", "end", "text"),),
        ),
        Table(
            "entities",
            "person, place, organisation or group in the whole folder",
            (
                _key("entity_id", "slug of the type and the fullest name of its first article"),
                _text(
                    "name",
                    "fullest name seen; without a name, the fullest noun phrase",
                    nullable=False,
                ),
                _level("entity_type", "kind of entity", null=False),
                _text("description", "role or trade most articles give (see mentions)"),
                _text("country_iso3", "ISO 3166-1 alpha-3 of a country, its capital or people"),
                Column("is_country", "bool", "it is a country itself", nullable=False),
                Column("is_named", "bool", "an article names it", nullable=False),
                _level("gender", "only from evidence in the text"),
                Column("n_articles", "int", "articles that mention it", nullable=False),
                Column("n_mentions", "int", "mentions in the folder", nullable=False),
            ),
            key=("entity_id",),
            sort=("entity_id",),
        ),
        Table(
            "mentions",
            "mention of an entity",
            (
                _key("mention_id", "<article_id>:m001, in text order"),
                _ARTICLE,
                _SENTENCE,
                _link(
                    "entity_id",
                    "see entities; null if it is not sure who is meant",
                    "entities.entity_id",
                    nullable=True,
                ),
                *_spans_of("the mention"),
                _text("text", "the mention", nullable=False),
                _level("mention_type", "form of the mention", null=False),
                _text("description", "role or trade the article gives beside the name"),
                *_spans_of("the description", "description_", nullable=True),
                _CONFIDENCE,
            ),
            key=("mention_id",),
            sort=("mention_id",),
            spans=(
                Span("start", "end", "text", "sentence"),
                Span("description_start", "description_end", "description"),
            ),
        ),
        Table(
            "events",
            "clause or noun that reports a happening",
            (
                _key("event_id", "<article_id>:e001, in text order"),
                _ARTICLE,
                _SENTENCE,
                *_spans_of("the trigger"),
                _text("trigger", "the word that names the event", nullable=False),
                _text("lemma", "its base form, with a particle (take over)", nullable=False),
                _text(
                    "content", "base form of the verb of the clause it governs (refused to meet)"
                ),
                _level("event_type", "PLOVER category of the 2021 manual, or other", null=False),
                _level("quad_class", "verbal or material, cooperation or conflict"),
                Column("intensity", "float", "PLOVER base score", unit="-10 to +10"),
                _level("tense", "of the clause"),
                _level(
                    "aspect",
                    "of the clause; state and habit, whatever its form, for what lasts or recurs",
                ),
                _level("voice", "of the clause"),
                Column("negated", "bool", "the clause denies the event", nullable=False),
                _level("modality", "whether it is told as fact", null=False),
                _text(
                    "reported_by", "who says so, whatever the modality; null if the article itself"
                ),
                _text("actor", "who did it (names, for convenience)"),
                _text("target", "to whom; PLOVER's recipient (for convenience)"),
                _text("place", "where (for convenience)"),
                _text("date_text", "the words that date it"),
                Column("date_start", "date", "first day it may have happened"),
                Column("date_end", "date", "last day it may have happened"),
                _level("date_precision", "of date_start and date_end; article: the article's date"),
                *_spans_of("the clause", "clause_"),
                *_spans_of(
                    "the subject of a finite clause, with all it joins; null for other clauses "
                    "and where it stands elsewhere",
                    "subject_",
                    nullable=True,
                ),
                _text("auxiliaries", "auxiliary words before the trigger, one space between"),
                _text("particle", "that belongs to the trigger, as written (take *over*)"),
                *_spans_of(
                    "the predicate: auxiliaries, trigger, objects and close adjuncts in one "
                    "stretch, without what follows a comma; null where it is broken up",
                    "predicate_",
                    nullable=True,
                ),
                Column(
                    "frame_confidence",
                    "float",
                    "probability that subject, objects and agent are right; null for nouns",
                    unit="0 to 1",
                ),
                _CONFIDENCE,
            ),
            key=("event_id",),
            sort=("event_id",),
            spans=(
                Span("start", "end", "trigger", "sentence"),
                Span("clause_start", "clause_end", None, "sentence"),
                Span("subject_start", "subject_end", None, "sentence"),
                Span("predicate_start", "predicate_end", None, "sentence"),
            ),
        ),
        Table(
            "event_participants",
            "participant of an event",
            (
                _link("event_id", "see events", "events.event_id"),
                _level("role", "what it is to the event", null=False),
                _level("function", "how the clause brings it in"),
                _text("preposition", "that brings it in"),
                *_spans_of("the participant, without its preposition"),
                _text("text", "the participant", nullable=False),
                _text("head", "its head word", nullable=False),
                _level("number", "grammatical number of the whole phrase"),
                Column("person", "int", "grammatical person, 1 to 3; null for clauses"),
                _level("form", "what its head is", null=False),
                Column("required", "bool", "without it the clause is no sentence", nullable=False),
                _link("entity_id", "see entities", "entities.entity_id", nullable=True),
            ),
            key=("event_id", "role", "start", "end"),
            sort=("event_id", "start", "end", "role"),
            spans=(Span("start", "end", "text"),),
        ),
        Table(
            "quantities",
            "number with a unit or a counted noun",
            (
                _key("quantity_id", "<article_id>:n001, in text order"),
                _ARTICLE,
                _SENTENCE,
                _link("event_id", "see events", "events.event_id", nullable=True),
                *_spans_of("the number or range, without hedge, unit and noun"),
                _text("text", "the number as written", nullable=False),
                Column("value", "float", "its value, in units", nullable=False),
                Column("value_max", "float", "upper end of a range, or of a vague number (dozens)"),
                _level("hedge", "what softens it; vague: only its order is told (dozens)"),
                _text("unit", "percent, USD, metre, hour, fraction … ; null for a counted noun"),
                _text("noun", "what is counted, as written"),
                _text("per", "what it is counted by (400,000 dollars a *day*)"),
                Column("whole", "float", "the number it is part of (three of the *five*)"),
            ),
            key=("quantity_id",),
            sort=("quantity_id",),
            spans=(Span("start", "end", "text", "sentence"),),
        ),
        Table(
            "quotes",
            "quotation",
            (
                _key("quote_id", "<article_id>:q001, in text order"),
                _ARTICLE,
                _link("sentence_id", "the sentence it begins in", "sentences.sentence_id"),
                *_spans_of("the content, without the marks"),
                _text("text", "the content", nullable=False),
                _level(
                    "quote_type",
                    "direct: a whole utterance between marks; mixed: part of one; "
                    "indirect: told without marks",
                    null=False,
                ),
                _text("speaker", "canonical name, or the noun phrase where unnamed"),
                _link("speaker_entity_id", "see entities", "entities.entity_id", nullable=True),
                _text("speaker_mention", "the words that name the speaker here"),
                *_spans_of("the speaker mention", "speaker_", nullable=True),
                _text("cue", "the words that attribute: a verb, a noun, according to, or a colon"),
                *_spans_of("the cue", "cue_", nullable=True),
                _CONFIDENCE,
            ),
            key=("quote_id",),
            sort=("quote_id",),
            spans=(
                Span("start", "end", "text"),
                Span("speaker_start", "speaker_end", "speaker_mention"),
                Span("cue_start", "cue_end", "cue"),
            ),
        ),
        Table(
            "problems",
            "input that could not be used, wholly or in part",
            (
                _text("path", "the file", nullable=False),
                _level("stage", "where it failed", null=False),
                _text("message", "what is wrong and how to mend it", nullable=False),
            ),
            key=("path", "stage", "message"),
            sort=("path", "stage", "message"),
        ),
    )
}


def codebook() -> str:
    """Return the codebook in Markdown: every table, column, type, level and meaning."""
    lines = [
        "# Codebook",
        "",
        f"Contract version {SCHEMA_VERSION}; generated from `dataset/schema.py`. Offsets are",
        "half-open and count Unicode code points of `articles.text`. Missing is null.",
    ]
    for table in TABLES.values():
        lines += ["", f"## {table.name}", "", f"One row per {table.row}.", ""]
        lines += [
            f"Key: {', '.join(f'`{k}`' for k in table.key)}.",
            "",
            "| column | type | null | meaning |",
            "|---|---|---|---|",
        ]
        for c in table.columns:
            meaning = c.description + (f" ({c.unit})" if c.unit else "")
            if c.references:
                meaning += f" → `{c.references}`"
            if c.all_levels:
                meaning += ": " + ", ".join(f"`{v}`" for v in c.all_levels)
            meaning = meaning.replace("|", "\\|")
            lines.append(f"| `{c.name}` | {c.type} | {'yes' if c.nullable else 'no'} | {meaning} |")
    return "\n".join(lines) + "\n"
