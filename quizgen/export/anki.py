"""Flash cards for Anki, which a later import brings up to date.

=================== ==================================================================
asked by            the card
=================== ==================================================================
a choice            the choices under the question; the right one, with its letter, behind
True or False       the statement; which one it is, and what would be true, behind
gaps                a cloze: one card a gap, the others filled in; a bank stands under it
typed, own words    question and answer; other right answers behind
matching, ordering  lines and lettered options; the whole solution behind
discussion          none: there is no answer to turn to
=================== ==================================================================

How an import finds what it knows (as Anki 26.9 does, with its usual options):

- A note keeps its ``guid``: that of quiz, item and note type. All versions of a quiz have the
  same ones, so importing B after A adds nothing. A question that is asked in another way than
  before is a new note, since Anki changes no note's type.
- Its ``mod`` tells what is newer. It is when the quiz was last edited by hand, or :data:`MADE`;
  with the same ``mod``, Anki keeps the note it has.
- Note types keep their ids and fields for good (another field would split the type in two), so
  each has spare ones. Raise :data:`MADE` when their looks or the text of cards change.

Nothing of a text is markup: no sign is left that Anki's cloze, sound, LaTeX or MathJax could
see. Letters stay as they are, lest a search in Anki miss them.
"""

from __future__ import annotations

import html
import re
import sqlite3
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from quizgen.archive import pack
from quizgen.export._extras import need
from quizgen.export._sheet import reasons_against
from quizgen.export.question import Job, Question, stable_hash
from quizgen.quiz import QuizArticle
from quizgen.render.sheet import clean, letter

# When the looks of the note types and the way texts are put were last changed.
MADE = datetime(2026, 11, 1, tzinfo=UTC)

# Never change these: they are how Anki knows the note types again. Drawn by chance, below 2^31.
BASIC_ID = 1_604_783_211
CHOICE_ID = 1_604_783_212
CLOZE_ID = 1_604_783_213

FIELDS = (
    *("Question", "Given", "Answer", "More", "Feedback", "Source", "Task", "Number"),
    *("Spare 1", "Spare 2", "Spare 3", "Spare 4"),
)

FRONT = """<div class="card-text tex2jax_ignore">
{{#Task}}<div class="task" dir="auto">{{Task}}</div>{{/Task}}
<div class="question" dir="auto">{{Question}}</div>
{{#Given}}{{Given}}{{/Given}}
</div>"""
BACK = """{{FrontSide}}
<hr id="answer">
<div class="card-text tex2jax_ignore">
<div class="answer" dir="auto">{{Answer}}</div>
{{#More}}{{More}}{{/More}}
{{#Feedback}}{{Feedback}}{{/Feedback}}
{{#Source}}<div class="source" dir="auto">{{Source}}</div>{{/Source}}
</div>"""
CLOZE_FRONT = FRONT.replace("{{Question}}", "{{cloze:Question}}")
CLOZE_BACK = BACK.replace("{{FrontSide}}", CLOZE_FRONT).replace(
    '<div class="answer" dir="auto">{{Answer}}</div>\n', ""
)

# Colours have a contrast of 7:1 and more on white and on Anki's dark grey (#2c2c2c).
CSS = """.card { font-family: system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; \
font-size: 1.2rem; line-height: 1.45; text-align: start; color: #1a1a1a; background: #fff; }
.card-text { max-width: 36rem; margin: 0 auto; padding: 0 .5rem; overflow-wrap: anywhere; }
.task { font-size: .9rem; color: #4a4a4a; margin-bottom: .4rem; }
.question { font-weight: 600; }
.answer { font-weight: 600; color: #0b4f1d; }
.options { list-style: upper-alpha; padding-inline-start: 1.8rem; margin: .7rem 0; }
.lines, .solution { padding-inline-start: 1.8rem; margin: .7rem 0; }
.bank { margin: .7rem 0; }
li { margin: .25rem 0; }
.note { font-size: 1rem; margin: .6rem 0; }
.source { font-size: .85rem; color: #4a4a4a; margin-top: .8rem; }
.cloze { font-weight: 700; color: #0a3d91; }
hr { border: 0; border-top: 1px solid #888; max-width: 36rem; }
.nightMode.card, .nightMode .card { color: #f0f0f0; background: #2c2c2c; }
.nightMode .task, .nightMode .source { color: #cfcfcf; }
.nightMode .answer { color: #9be3ae; }
.nightMode .cloze { color: #a9c8ff; }
"""


def write(job: Job) -> bytes:
    """Return the quiz as an Anki package.

    Raises:
        MissingExtra: genanki is not installed.
    """
    genanki = need("genanki", extra="anki", what="An Anki package (.apkg)")
    models = {
        "basic": _model(genanki, BASIC_ID, "quizgen", FRONT, BACK),
        "choice": _model(genanki, CHOICE_ID, "quizgen choice", FRONT, BACK),
        "cloze": _model(genanki, CLOZE_ID, "quizgen cloze", CLOZE_FRONT, CLOZE_BACK, cloze=True),
    }
    deck = genanki.Deck(_deck_id(job), _deck_name(job.title), _description(job))
    for question in job.questions:
        if question.kind == "essay" and not question.answers:
            job.losses.left_out(
                question.item_id, "it is for discussion: a card has no answer to turn to"
            )
            continue
        name = _note_type(question)
        deck.add_note(
            genanki.Note(
                model=models[name],
                fields=[*_fields(job, question), *([""] * (len(FIELDS) - 8))],
                guid=job.identifier("anki", question.item_id, name, prefix="q"),
                tags=list(question.tags),
            )
        )
        job.losses.written_as[question.item_id] = models[name].name
    job.losses.note("Points are left out: in Anki, learners judge their answers themselves.")
    job.losses.note("The articles are left out; each card names its own.")
    if job.warm_up:
        job.losses.note("The prompt before reading is left out.")
    return pack({"collection.anki2": _database(job, deck), "media": b"{}"})


def _note_type(question: Question) -> str:
    if question.kind == "gaps":
        return "cloze"
    return "choice" if question.kind == "choice" else "basic"


def _model(
    genanki: Any, model_id: int, name: str, front: str, back: str, *, cloze: bool = False
) -> Any:
    return genanki.Model(
        model_id,
        name,
        fields=[{"name": field} for field in FIELDS],
        templates=[{"name": "Card", "qfmt": front, "afmt": back}],
        css=CSS,
        model_type=genanki.Model.CLOZE if cloze else genanki.Model.FRONT_BACK,
    )


def _fields(job: Job, question: Question) -> tuple[str, ...]:
    """Return the HTML of the fields that are in use, in their order."""
    also = job.labels("also_right")
    more: list[tuple[str, str]] = []
    given = ""
    asked = _html(question.stem())
    match question.kind:
        case "choice":
            texts = [choice.text for choice in question.choices]
            given = _list("options", texts)
            answer = _html(_lettered(texts, texts.index(question.key)))
            more = [
                (job.labels("not_option", letters=", ".join(map(letter, places))), reason)
                for places, reason in reasons_against(question)
            ]
        case "true_false":
            answer = _html(question.key)
        case "gaps":
            asked = _cloze(question)
            answer = _html("; ".join(accepted[0] for accepted in question.answers))
            several = len(question.answers) > 1
            more = [
                (f"{also} ({words[0]})" if several else also, "; ".join(words[1:]))
                for words in question.answers
                if words[1:]
            ]
            bank = [choice.text for choice in question.choices]
            if bank:
                given = _bank(job.labels("bank"), bank)
        case "matching":
            options = question.options
            given = _list("lines", question.premises) + _list("options", options)
            answer = _list("solution", [_lettered(options, n) for n in question.right])
        case "ordering":
            options = question.options
            given = _list("options", options)
            answer = _list("solution", [_lettered(options, n) for n in question.right])
        case _:
            accepted = question.answers[0]
            answer = _html(accepted[0])
            more = [(also, text) for text in accepted[1:]]
    return (
        asked,
        given,
        answer,
        _notes(more),
        _notes((note.label, note.text) for note in question.notes),
        _html(_source(job, question)),
        _html(job.labels(question.type)),
        str(question.number),
    )


def _lettered(texts: Sequence[str], place: int) -> str:
    return f"{letter(place)} – {texts[place]}"


def _html(text: str) -> str:
    r"""Return HTML that shows a text, without a sign that means something to Anki.

    >>> _html(r"{{c1::x}} \( [sound:y]")
    '&#123;&#123;c1&#58;&#58;x&#125;&#125; <span>&#92;</span>( &#91;sound:y&#93;'
    """
    spelled = html.escape(text, quote=False).replace("::", "&#58;&#58;")
    spelled = re.sub(r"[{}\[\]\\\u00a0]", _as_entity, spelled)
    if not unicodedata.is_normalized("NFC", text):
        # Anki composes letters and accents, and would thus change what an article says.
        spelled = re.sub(r"[^\x00-\x7f]", _as_entity, spelled)
    # MathJax reads what is shown, and begins at \( or \[; an element between ends its reading.
    return spelled.replace("&#92;", "<span>&#92;</span>")


def _as_entity(found: re.Match[str]) -> str:
    return f"&#{ord(found[0])};"


def _list(name: str, texts: Iterable[str]) -> str:
    rows = "".join(f'<li dir="auto">{_html(text)}</li>' for text in texts)
    return f'<ol class="{name}">{rows}</ol>'


def _bank(label: str, texts: Sequence[str]) -> str:
    words = " · ".join(f"<span>{_html(text)}</span>" for text in texts)
    return f'<div class="bank" dir="auto">{_html(label)}: {words}</div>'


def _notes(notes: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'<div class="note" dir="auto"><b>{_html(label)}:</b> {_html(text)}</div>'
        for label, text in notes
    )


def _cloze(question: Question) -> str:
    written = _html(question.parts[0])
    for number, (accepted, rest) in enumerate(
        zip(question.answers, question.parts[1:], strict=True), 1
    ):
        written += "{{c" + f"{number}::{_html(accepted[0])}" + "}}" + _html(rest)
    return written


def _source(job: Job, question: Question) -> str:
    """Return the articles that prove a key, or the only one there is, as a line of credits."""
    places = question.sources if len(job.articles) > 1 else range(len(job.articles))
    shown = [(job.quiz.articles[place], job.articles[place]) for place in places]
    return "; ".join(_credit(job, article, text.heading, text.credit) for article, text in shown)


def _credit(job: Job, article: QuizArticle, heading: str, credit: str) -> str:
    parts = (
        heading or clean(article.title or ""),
        clean(article.source or ""),
        job.labels.printed_date(clean(article.date or "")),
        credit,
    )
    return " · ".join(part for part in parts if part)


def _description(job: Job) -> str:
    rows = [
        _credit(job, article, shown.heading, shown.credit)
        for article, shown in zip(job.quiz.articles, job.articles, strict=True)
    ]
    return "<br>".join(_html(row) for row in rows if row)


def _deck_id(job: Job) -> int:
    """Return a number that stays when the quiz is edited, as large as ids of decks are."""
    return (1 << 30) + int(stable_hash(job.uid, "deck")[:8], 16) % (1 << 30)


def _deck_name(title: str) -> str:
    """Return the title as the name of one deck: Anki reads ``::`` as a deck in a deck."""
    while "::" in title:
        title = title.replace("::", ": :")
    return title


def _database(job: Job, deck: Any) -> bytes:
    """Return the collection that Anki imports, the same bytes for the same quiz."""
    revised = job.revised or MADE
    if revised.tzinfo is None:  # a time that depended on where it is read would not be the same
        revised = revised.replace(tzinfo=UTC)
    made = int(MADE.timestamp())
    # Ids of notes and cards are times in milliseconds. Those of other quizzes are others, so
    # that Anki need not change any.
    first_id = made * 1000 + int(stable_hash(job.uid, "notes")[:8], 16)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "collection.anki2"
        connection = sqlite3.connect(path)
        try:
            # By genanki's own steps, since its way to a file takes the clock for a part of them.
            genanki = need("genanki", extra="anki", what="An Anki package (.apkg)")
            package = genanki.Package(deck)
            package.write_to_db(connection.cursor(), made, count(first_id))
            # The note types stay as old as they are, lest an edited quiz bring back old looks.
            edited = (max(int(revised.timestamp()), made),)
            connection.execute("UPDATE notes SET mod = ?", edited)
            connection.execute("UPDATE cards SET mod = ?", edited)
            connection.commit()
        finally:
            connection.close()
        return path.read_bytes()
