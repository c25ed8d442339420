"""One article: draws a story, tells it sentence by sentence, and lays it out.

Article ``number`` of a run depends on the seed and the number only.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from functools import cache

from dataset.synthesize.calendar import Calendar
from dataset.synthesize.clauses import write_text
from dataset.synthesize.gold import make_rows
from dataset.synthesize.grammar import Frame, Pattern, Story, patterns, shared, stories
from dataset.synthesize.layouts import (
    LAYOUTS,
    SOURCE,
    Facts,
    Layout,
    file_stem,
    notice,
    write_title,
)
from dataset.synthesize.names import Names, locales, make_cast
from dataset.synthesize.quoting import STYLES, Style
from dataset.synthesize.records import Phrase, Quotation, SyntheticArticle
from dataset.synthesize.sentences import Material, write_sentences
from dataset.synthesize.writer import Writer

# Clauses an article tells of each beat, from lead to outlook; with quotations, plain sentences and
# two clauses in one sentence now and then, that makes 12 to 30 sentences of 250 to 600 words.
_CLAUSES = {1: 2, 2: 5, 3: 2, 4: 4, 5: 3}
_SHARED = {2: 1, 3: 1, 4: 2, 5: 1}
_WORDS_SPOKEN = (2, 4)
_SENTENCES = (12, 30)
_WORDS = (250, 600)
_ATTEMPTS = 100
_ORDERS_TIME = re.compile(r" (?:after|while|when|although)\b")
_RUNS_INTO_NUMBER = re.compile(r"date \d{4}-\d\d-\d\d \W*\d")
_TRANSCRIPTS = 0.12  # of articles have turns of an interview
_SAME_SURNAME = 0.04  # of articles have two people of one surname: a hard case
_SENTENCES_IN_PARAGRAPH = (1, 4)
_CUES = ("say", "say", "say", "say", "add", "explain", "state", "argue", "note", "insist", "write")
_CLAIM_CUES = (
    "say",
    "say",
    "say",
    "say",
    "announce",
    "add",
    "state",
    "argue",
    "claim",
    "explain",
    "report",
    "insist",
)
_FIRST_CUES = frozenset({"add", "insist"})  # odd before anything was said
_CONDITIONS = 0.55  # of articles say what happens if …
_LINKED = frozenset({"cond", "condneg", "will2"})  # forms of frames that only come in pairs
# Ways to quote behind which nothing else may stand in the paragraph.
_ENDS_PARAGRAPH = frozenset({"dash", "floating", "paragraphs"})
_HARD = "shared_surname"


def make_articles(n: int, seed: int = 0) -> Iterator[SyntheticArticle]:
    """Yield ``n`` fictional articles with gold rows; a longer run begins with the same ones."""
    for number in range(n):
        yield make_article(number, seed)


def make_article(number: int, seed: int = 0) -> SyntheticArticle:
    """Return one fictional article: its file and its gold rows.

    >>> make_article(3, seed=1) == make_article(3, seed=1)
    True
    """
    for attempt in range(_ATTEMPTS):
        composer = _Composer(number, seed, attempt)
        article = composer.compose()
        if _is_fit(article):
            return article
    raise AssertionError(f"article {number} of seed {seed} does not get its length")


def _is_fit(article: SyntheticArticle) -> bool:
    """Say whether an article has the length of news, and a beginning that can be read.

    A date that runs into a number (``date 2021-06-16 450 workers``) is not taken for a date.
    """
    row = article.rows["articles"][0]
    long_enough = _SENTENCES[0] <= row["n_sentences"] <= _SENTENCES[1]
    words = _WORDS[0] <= row["n_words"] <= _WORDS[1]
    return long_enough and words and not _RUNS_INTO_NUMBER.match(article.content)


class _Composer:
    """All that is decided once an article, and what is left to tell."""

    def __init__(self, number: int, seed: int, attempt: int = 0) -> None:
        self.number, self.seed = number, seed
        name = f"{seed}:{number}" + (f":{attempt}" if attempt else "")
        self.rng = rng = random.Random(name)
        self.story = rng.choice(stories())
        self.common = shared(self.story)
        self.locale = rng.choice(sorted(locales()))
        self.layout: Layout = rng.choices(LAYOUTS, [x.weight for x in LAYOUTS])[0]
        self.style: Style = rng.choices(STYLES, [x.weight for x in STYLES])[0]
        self.calendar = Calendar(rng)
        names = Names(rng, self.locale)
        self.author = f"{names.given_name('female')} {names.surname('female')}"
        words = {k: rng.choice(v) for k, v in {**self.common.words, **self.story.words}.items()}
        words["year"] = str(self.calendar.today.year - rng.randint(2, 9))
        self.same_surname = rng.random() < _SAME_SURNAME
        self.cast = make_cast(self.story.cast, names, same_surname=self.same_surname)
        self.writer = Writer(rng, self.cast, words)
        self.writer.full_names = self.same_surname
        self.transcript = rng.random() < _TRANSCRIPTS
        self.spoken = 0
        self._left = 0  # sentences until the paragraph ends

    def compose(self) -> SyntheticArticle:
        """Write the article."""
        writer, layout = self.writer, self.layout
        template = self.rng.choice(self.story.titles)
        facts = Facts(
            self._headline(template),
            template,
            self.cast["city"].name,
            self.author,
            SOURCE,
            self.calendar,
        )
        writer.paragraph = 1
        layout.head(writer, facts)
        layout.lead(writer, facts)
        writer.kind = "lead"
        self._left = self.rng.randint(*_SENTENCES_IN_PARAGRAPH)
        self._tell(facts)
        self._new_paragraph()
        self._fixed(notice(self.seed))
        stem = file_stem(self.number, facts.city, self.calendar.today, layout)
        rows = make_rows(
            layout.seen(writer.text),
            writer.marks,
            article_id=stem,
            path=stem + layout.suffix,
            title=writer.text[slice(*_title_span(writer))],
            author=self.author if layout.has_author else None,
            source=SOURCE,
            date=self.calendar.today,
            date_source=layout.date_source,
        )
        strata: dict[str, str | int] = {
            "article_id": stem,
            "fictional": "true",
            "story": self.story.name,
            "locale": self.locale,
            "layout": layout.name,
            "quoting_style": self.style.name,
            "transcript": "yes" if self.transcript else "no",
            "hard": _HARD if self.same_surname else "none",
        }
        return SyntheticArticle(
            article_id=stem,
            file_name=stem + layout.suffix,
            content=layout.wrap(writer.text, facts),
            rows=rows,
            strata=strata,
        )

    def _headline(self, template: str) -> str:
        """Return a headline written out, for front matter."""
        draft = Writer(self.rng, self.cast, self.writer.words)
        draft.full_names = self.same_surname
        draft.start_sentence()
        draft.write(template)
        return draft.text

    # -- the telling ----------------------------------------------------------------------------

    def _tell(self, facts: Facts) -> None:
        rng = self.rng
        queue = self._draw_frames()
        units = self._draw_speech()
        if self.transcript:
            del units[1:]  # the interview takes their place
        plain = list(self.common.plain) + list(self.story.plain)
        rng.shuffle(plain)
        late = self.layout.late
        since = 0
        while queue:
            queue = self._tell_frames(queue)
            since += 1
            if late:
                self._late_title(facts)
                late = False
            if units and since >= 2 and rng.random() < 0.7:
                self._speak(units.pop(0))
                since = 0
            if plain and rng.random() < 0.1:
                self._plain(plain.pop())
        for unit in units:
            self._speak(unit)
        if self.transcript:
            self._interview()

    def _draw_frames(self) -> list[Frame]:
        """Return the clauses of the story, lead first, in the order of its beats."""
        found: list[Frame] = []
        for beat, n in _CLAUSES.items():
            own = [f for f in self.story.frames if f.beat == beat and not f.forms & _LINKED]
            others = [f for f in self.common.frames if f.beat == beat and not f.forms & _LINKED]
            drawn = self.rng.sample(own, min(n, len(own)))
            drawn += self.rng.sample(others, min(_SHARED.get(beat, 0), len(others)))
            if beat > 1:
                self.rng.shuffle(drawn)
            found += _paired(drawn)
        if self.rng.random() < _CONDITIONS:
            home = self.rng.choice((self.story, self.common))
            found += self._draw_condition(home)
        return found

    def _draw_condition(self, home: Story) -> list[Frame]:
        """Return a condition and what follows if it is met."""
        conditions = [f for f in home.frames if f.forms & {"cond", "condneg"}]
        results = [f for f in home.frames if "will2" in f.forms]
        first = self.rng.choice(conditions)
        free = [f for f in results if f.subject != first.subject]
        return [first, self.rng.choice(free)] if free else []

    def _tell_frames(self, queue: list[Frame]) -> list[Frame]:
        """Tell the first frame, or the first two; return what is left."""
        usable = [p for p in patterns_of("sentences.txt") if _fits(p, queue)]
        pattern = self.rng.choices(usable, [p.weight for p in usable])[0]
        n = 2 if _takes_two(pattern) else 1
        who = self._source(queue[:n])
        cues = _CLAIM_CUES if self.spoken else tuple(c for c in _CLAIM_CUES if c not in _FIRST_CUES)
        self._write(pattern, Material(frames=tuple(queue[:n]), who=who, cues=cues))
        if "<<who>>" in pattern.text:
            self.spoken += 1
        return queue[n:]

    def _source(self, frames: Sequence[Frame]) -> str:
        """Return who may tell of some clauses: somebody who is not in them."""
        people = [r.slot for r in self.story.cast if r.kind == "person"]
        pool = [f"{{{p}}}" for p in people] * 2 + list(self.story.sources + self.common.sources)
        inside = " ".join(f"{f.subject} {f.object}" for f in frames)
        free = [
            w for w in pool if not any(slot in inside for slot in _slots(w)) and w not in inside
        ]
        return self.rng.choice(free)

    def _draw_speech(self) -> list[tuple[str, str, str]]:
        """Return what is said between marks: who, the words, and of what thing, if of one."""
        rng = self.rng
        spoken = [(w, t, "") for w, t in (*self.story.quotes, *self.common.quotes)]
        phrases = [(w, p, t) for w, t, p in (*self.story.phrases, *self.common.phrases)]
        drawn = rng.sample(spoken, min(rng.randint(*_WORDS_SPOKEN), len(spoken)))
        drawn += rng.sample(phrases, min(rng.randint(1, 2), len(phrases)))
        rng.shuffle(drawn)
        return drawn

    def _speak(self, unit: tuple[str, str, str]) -> None:
        who, words, thing = unit
        wanted = {"phrase"} if thing else {"words"}
        if "~" in words:
            wanted.add("split")
        if "//" in words:
            wanted.add("two")
        usable = [p for p in patterns_of("quoting.txt") if set(p.forms) <= wanted]
        pattern = self.rng.choices(usable, [p.weight for p in usable])[0]
        cues = _CUES if self.spoken else tuple(c for c in _CUES if c not in _FIRST_CUES)
        self._write(
            pattern,
            Material(who=f"{{{who}}}", words=words, thing=thing, cues=cues, style=self.style),
        )
        if pattern.name in _ENDS_PARAGRAPH:
            self._left = 0
        self.spoken += 1

    def _write(self, pattern: Pattern, material: Material) -> None:
        self._make_room()
        write_sentences(
            self.writer,
            pattern,
            material,
            calendar=self.calendar,
            new_paragraph=self._new_paragraph,
        )

    def _plain(self, template: str) -> None:
        self._make_room()
        self.writer.start_sentence()
        write_text(self.writer, template)
        self.writer.end_sentence()

    def _interview(self) -> None:
        """Tell the turns of an interview: names in capitals, a colon, and what was said."""
        people = [e for e in self.cast.values() if e.entity_type == "person" and e.seen]
        if len(people) < 2:
            return
        pair = self.rng.sample(people, 2)
        turns = self.rng.sample(self.common.turns, 4)
        for n, words in enumerate(turns):
            entity = pair[n % 2]
            self._new_paragraph()
            self.writer.start_sentence(capital=False)
            name = (entity.name if self.same_surname else entity.surname or entity.name).upper()
            start, end = self.writer.put(name)
            phrase = Phrase(start, end, name, name.split()[0], False, 3, "name", entity)
            self.writer.mention_name(start, end, entity)
            cue = self.writer.put(":")
            self.writer.put(" ")
            self.writer.reported_by = entity.name
            begin, finish = write_text(self.writer, words)
            self.writer.reported_by = None
            self.writer.end_sentence()
            self.writer.marks.quotes.append(Quotation(begin, finish, "direct", phrase, cue))
            self.writer.mention_first_persons(begin, finish, entity)

    # -- paragraphs -----------------------------------------------------------------------------

    def _make_room(self) -> None:
        """Part this sentence from the one before, by a space or by a paragraph's end."""
        if self.writer.place and not self.writer.text[-1].isspace():
            if self._left <= 0:
                self._new_paragraph()
            else:
                self.writer.put(" ")
        self._left -= 1

    def _new_paragraph(self) -> None:
        self.writer.put("\n\n")
        assert self.writer.paragraph is not None
        self.writer.paragraph += 1
        self.writer.kind = "body"
        self._left = self.rng.randint(*_SENTENCES_IN_PARAGRAPH)

    def _fixed(self, text: str) -> None:
        self.writer.start_sentence(capital=False)
        self.writer.put(text)
        self.writer.end_sentence()

    def _late_title(self, facts: Facts) -> None:
        """Put the title below the first paragraph, as an archive of pasted news has it."""
        self._new_paragraph()
        write_title(self.writer, facts)
        self.writer.kind = "body"
        self.writer.put("\n\n")


def _title_span(writer: Writer) -> tuple[int, int]:
    return next((s, e) for s, e, kind, _ in writer.marks.sentences if kind == "title")


def _slots(text: str) -> list[str]:
    return [part.split("}")[0] for part in text.split("{")[1:]]


def _paired(frames: list[Frame]) -> list[Frame]:
    """Put what is said of one subject side by side."""
    left, found = list(frames), []
    while left:
        found.append(left.pop(0))
        second = next((f for f in left if f.subject == found[-1].subject), None)
        if second is not None:
            left.remove(second)
            found.append(second)
    return found


@cache
def patterns_of(name: str) -> tuple[Pattern, ...]:
    """Return the patterns of a file, read once."""
    return patterns(name)


def _takes_two(pattern: Pattern) -> bool:
    return "<<2 " in pattern.text


def _fits(pattern: Pattern, queue: list[Frame]) -> bool:
    """Say whether the next frames may be told by a pattern."""
    first = queue[0].forms
    if not _takes_two(pattern):
        return set(pattern.forms) <= first
    if len(queue) < 2 or pattern.forms[0] not in first or pattern.forms[1] not in queue[1].forms:
        return False
    if _ORDERS_TIME.search(pattern.text) and any(
        a.role == "time" for f in queue[:2] for a in f.adjuncts
    ):
        return False  # after what happened in the 1990s, in 2014
    same = "same" in pattern.forms
    alike = queue[0].subject == queue[1].subject
    whole = "&" not in queue[0].subject
    if same and not (alike and whole and queue[0].subject != "it"):
        return False
    # Two clauses of one subject in a sentence want a pronoun for the second, or sharing.
    return same or not alike
