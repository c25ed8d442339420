"""The pen: writes the plain text of an article and marks what it writes.

:class:`Writer` knows the story's cast and which words were chosen; it turns template text into
English with offsets. Phrases, mentions and numbers are made here, clauses in
:mod:`~dataset.synthesize.clauses`, quotations in :mod:`~dataset.synthesize.quoting`.

Whom a pronoun means is never left open: it is used only for the person the sentence before was
about, and only while nobody else was named since.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from dataset.synthesize.records import Entity, Happening, Marks, Mention, Number, Phrase

_ITEM = re.compile(
    r"\{(?P<slot>[a-z]\w*)\}|<(?P<number>[^<>]+)>|\(\((?P<noun>[^()]+)\)\)|(?P<stop>[ ]?//[ ]?)"
)
_NUMBER = re.compile(
    r"(?:(?P<hedge>about|more than|at least|nearly) )?(?P<low>\d+)-(?P<high>\d+) (?P<rest>.+)"
)
_WORDS = "zero one two three four five six seven eight nine".split()
_UNITS = {
    "percent": "percent", "euros": "EUR", "dollars": "USD", "metres": "metre",
    "kilometres": "kilometre", "hectares": "hectare", "tonnes": "tonne", "hours": "hour",
    "minutes": "minute", "days": "day", "weeks": "week", "months": "month", "years": "year",
    "centimetres": "centimetre", "litres": "litre",
}  # fmt: skip
# Prepositions that end the core of a phrase: its head stands before the first of them.
_BEHIND_HEAD = re.compile(
    r" (?:of|in|on|at|for|from|with|about|against|between|over|under|by|near|behind|along|around|"
    r"to|into|without|after|before|off|across|outside|through|among|that|who|which)\b"
)
_PLURAL = frozenset("people police men women children media cattle".split())
_SINGULAR = frozenset(
    "news bus campus crisis process access pass loss glass gas progress class analysis address "
    "consensus press bus status virus business mess success access series".split()
)
_PRONOUNS = {
    "i": (False, 1), "we": (True, 1), "us": (True, 1), "me": (False, 1), "you": (True, 2),
    "he": (False, 3), "she": (False, 3), "it": (False, 3), "they": (True, 3), "them": (True, 3),
    "him": (False, 3), "her": (False, 3), "nobody": (False, 3), "everyone": (False, 3),
    "no one": (False, 3), "this": (False, 3), "nothing": (False, 3), "everything": (False, 3),
}  # fmt: skip
_TELLS_GENDER = {"female": ("she", "her"), "male": ("he", "him")}


class Writer:
    """Writes one article; offsets are of :attr:`text`.

    Args:
        rng: all chances of the article.
        cast: entities by their slot in the templates.
        words: what other slots stand for.
    """

    def __init__(self, rng: random.Random, cast: Mapping[str, Entity], words: Mapping[str, str]):
        self.rng = rng
        self.cast = cast
        self.words = words
        self.marks = Marks()
        self.paragraph: int | None = None
        self.kind = "title"
        self.reported_by: str | None = None
        self.full_names = False  # two of the cast share a surname
        self.text = ""
        self._comma = False  # the one that closes an apposition, unless the sentence ends there
        self._capital = False
        self._sentence: int | None = None
        self.about: Entity | None = None  # whom the last sentence was about
        self._next_about: Entity | None = None
        self._people: list[Entity] = []  # named in this sentence
        self._rivals: set[str] = set()  # genders of others named in this sentence and the last

    # -- text and sentences ---------------------------------------------------------------------

    @property
    def place(self) -> int:
        """The offset behind what was written so far."""
        return len(self.text)

    def put(self, text: str) -> tuple[int, int]:
        """Write text as it stands, capital at a sentence's start; return its offsets."""
        if self._capital and any(map(str.isalnum, text)):
            at = next(i for i, c in enumerate(text) if c.isalnum())
            text = text[:at] + text[at].upper() + text[at + 1 :]
            self._capital = False
        if self._comma and text:
            self.text += "," if text[0] not in ".,;:?!" else ""
            self._comma = False
        start = self.place
        self.text += text
        return start, self.place

    def start_sentence(self, *, capital: bool = True) -> None:
        """Begin a sentence here."""
        self._sentence = self.place
        self._capital = capital

    def capitalise(self, on: bool) -> None:
        """Say whether the next letter is a capital whatever the template has."""
        self._capital = on

    def end_sentence(self) -> None:
        """End the sentence here; whom it was about may be a pronoun in the next."""
        assert self._sentence is not None
        self.marks.sentences.append((self._sentence, self.place, self.kind, self.paragraph))
        self._sentence = None
        self._comma = False  # an apposition at a sentence's end needs none
        self.about, self._next_about = self._next_about, None
        self._rivals = {e.gender for e in self._people if e is not self.about and e.gender}
        self._people.clear()

    def slice(self, start: int, end: int) -> str:
        """Return what stands between two offsets."""
        return self.text[start:end]

    # -- template text --------------------------------------------------------------------------

    def write(self, template: str) -> tuple[int, int]:
        """Write template text: slots, numbers, nouns that are events, sentence ends."""
        start, position = self.place, 0
        for match in _ITEM.finditer(template):
            if match.start() > position:
                self.put(template[position : match.start()])
            position = match.end()
            if match["slot"]:
                self._slot(match["slot"])
            elif match["number"]:
                self._number(match["number"])
            elif match["noun"]:
                self._noun(match["noun"])
            else:
                self.end_sentence()
                self.put(" ")
                self.start_sentence(capital=False)
        if position < len(template):
            self.put(template[position:])
        return start, self.place

    def _slot(self, slot: str) -> None:
        entity = self.cast.get(slot)
        if entity is None:
            self.write(self.words[slot])
        else:
            self.name(entity, in_phrase=True)

    def _noun(self, cell: str) -> None:
        noun, event_type = cell.split("|")
        start, end = self.put(noun)
        head = noun.split()[-1]
        lemma = head[:-1] if head.endswith("s") and head not in {"talks", "unrest"} else head
        self.marks.events.append(
            Happening(
                (start, end),
                self.slice(start, end),
                lemma.lower(),
                event_type,
                (start, end),
                reported_by=self.reported_by,
                modality="reported" if self.reported_by else "asserted",
            )
        )

    def _number(self, cell: str) -> None:
        match = _NUMBER.fullmatch(cell)
        assert match is not None, cell
        value = self._draw(int(match["low"]), int(match["high"]))
        rest = match["rest"]
        if match["hedge"]:
            self.put(match["hedge"] + " ")
        factor = 1.0
        shown = _WORDS[value] if value < 10 else f"{value:,}"
        if rest.startswith("million "):
            rest, factor, shown = rest.removeprefix("million "), 1e6, f"{value} million"
        start, end = self.put(shown)
        unit = _UNITS.get(rest)
        if value == 1 and factor == 1.0 and rest.endswith("s"):
            rest = rest[:-1]
        self.put(" " + rest)
        noun = None if unit else _head(rest)
        self.marks.numbers.append(Number(start, end, value * factor, match["hedge"], unit, noun))

    def _draw(self, low: int, high: int) -> int:
        """Draw a number, a round one where it is large."""
        value = self.rng.randint(max(low, 2), high)
        for least, step in ((10_000, 1000), (1000, 100), (200, 10)):
            if value >= least:
                return value - value % step
        return value

    # -- noun phrases ---------------------------------------------------------------------------

    def phrase(self, template: str, *, subject: bool = False, pronoun: bool = True) -> Phrase:
        """Write a noun phrase and return it.

        ``subject`` says that it stands as one, so that the sentence is about it.
        """
        slot = re.fullmatch(r"\{(\w+)\}", template)
        if slot and slot[1] in self.cast:
            found = self.name(self.cast[slot[1]], subject=subject, pronoun=pronoun)
        else:
            start, end = self.write(template)
            found = self.read(start, end)
        if subject:
            self._next_about = found.entity
        return found

    def read(self, start: int, end: int) -> Phrase:
        """Return the noun phrase in a stretch already written that is nobody of the cast."""
        text = self.slice(start, end)
        plural, person = _PRONOUNS.get(text.lower(), (None, 3))
        if plural is not None:
            return Phrase(start, end, text, text.split()[-1], plural, person, "pronoun", None)
        head = _head(text)
        form = "name" if head[:1].isupper() and not text[:1].isupper() else "nominal"
        return Phrase(start, end, text, head, _is_plural(head, text), 3, form, None)

    def name(
        self,
        entity: Entity,
        *,
        subject: bool = False,
        pronoun: bool = True,
        in_phrase: bool = False,
    ) -> Phrase:
        """Write whom or what an entity is, by the form that suits here."""
        if entity.entity_type == "person":
            found = self._person(entity, subject=subject, pronoun=pronoun, in_phrase=in_phrase)
        elif (
            entity.entity_type == "organisation"
            and entity.seen
            and entity.noun
            and (entity.noun == entity.name or self.rng.random() < 0.55)
            and self.kind != "title"
        ):
            found = self._nominal(entity, entity.noun)
        elif entity.entity_type == "group":
            found = self._nominal(entity, entity.noun or entity.name)
        else:
            found = self._full(entity)
        entity.seen = entity.seen or self.kind != "title"
        return found

    def _full(self, entity: Entity) -> Phrase:
        start = self.place
        if entity.article and self.kind != "title":
            self.put(entity.article + " ")
        span = self.put(entity.name)
        self.marks.mentions.append(Mention(*span, "name", entity))
        # Plural like the Rovers; a union or ministry is singular.
        head = _head(entity.name)
        return Phrase(
            start,
            span[1],
            self.slice(start, span[1]),
            head,
            head in _PLURAL_NAMES,
            3,
            "name",
            entity,
        )

    def _nominal(self, entity: Entity, noun: str) -> Phrase:
        start, end = self.put(noun)
        self.marks.mentions.append(Mention(start, end, "nominal", entity))
        head = _head(noun)
        return Phrase(
            start, end, self.slice(start, end), head, _is_plural(head, noun), 3, "nominal", entity
        )

    def _person(self, entity: Entity, *, subject: bool, pronoun: bool, in_phrase: bool) -> Phrase:
        rng, surname = self.rng, entity.surname or entity.name
        if self.kind == "title":
            return self._named(entity, entity.name if self.full_names else surname)
        if not entity.seen:
            return self._first(entity, apposition=not in_phrase)
        clear = self.about is entity and entity.gender not in self._rivals
        if pronoun and not in_phrase and clear and entity.gender and rng.random() < 0.5:
            entity.gendered = True
            word = _TELLS_GENDER[entity.gender][0 if subject else 1]
            start, end = self.put(word)
            self.marks.mentions.append(Mention(start, end, "pronoun", entity))
            return Phrase(
                start,
                end,
                self.slice(start, end),
                self.slice(start, end),
                False,
                3,
                "pronoun",
                entity,
            )
        self._note(entity)
        if entity.noun and rng.random() < 0.2:
            return self._nominal(entity, f"the {entity.noun}")
        return self._named(entity, entity.name if self.full_names else surname)

    def _note(self, entity: Entity) -> None:
        """Remember a person named: others of that gender can no longer be a mere pronoun."""
        self._people.append(entity)
        if self.about is not entity and entity.gender:
            self._rivals.add(entity.gender)

    def _named(self, entity: Entity, words: str) -> Phrase:
        start, end = self.put(words)
        self.marks.mentions.append(Mention(start, end, "name", entity))
        return Phrase(
            start, end, self.slice(start, end), words.split()[0], False, 3, "name", entity
        )

    def _first(self, entity: Entity, *, apposition: bool) -> Phrase:
        """Name a person for the first time: with a title before, or what they are behind."""
        self._note(entity)
        entity.seen = True
        if entity.appositive and apposition and (entity.title is None or self.rng.random() < 0.6):
            start, end = self.put(entity.name)
            self.put(", ")
            at = len(self.marks.mentions)
            described = self.write(entity.appositive)
            self._comma = True
            cut = described[0] + 4 if entity.appositive.startswith("the ") else described[0]
            entity.description = self.slice(cut, described[1])
            mention = Mention(start, end, "name", entity, (cut, described[1]))
            self.marks.mentions.insert(at, mention)
            return Phrase(start, end, entity.name, entity.name.split()[0], False, 3, "name", entity)
        start = self.place
        described = (0, 0)
        if entity.title:
            described = self.put(entity.title)
            entity.description = entity.title
            self.put(" ")
        named = self.put(entity.name)
        self.marks.mentions.append(
            Mention(*named, "name", entity, described if entity.title else None)
        )
        text = self.slice(start, named[1])
        return Phrase(start, named[1], text, entity.name.split()[0], False, 3, "name", entity)

    def mention_name(self, start: int, end: int, entity: Entity) -> None:
        """Mark a stretch already written as somebody's name."""
        self.marks.mentions.append(Mention(start, end, "name", entity))

    def mention_first_persons(self, start: int, end: int, entity: Entity) -> None:
        """Mark *I*, *we* and the like inside somebody's quotation as that speaker."""
        for match in re.finditer(r"\b(?:I|[Ww]e|us|[Oo]ur|[Mm]y|me)\b", self.slice(start, end)):
            span = (start + match.start(), start + match.end())
            self.marks.mentions.append(Mention(*span, "pronoun", entity))


_PLURAL_NAMES = frozenset({"Rovers", "Wanderers", "Athletics"})


def _head(text: str) -> str:
    core = _BEHIND_HEAD.split(text.strip(), maxsplit=1)[0].split(",")[0]
    return core.split()[-1] if core.split() else text.split()[-1]


def _is_plural(head: str, text: str) -> bool:
    if " and " in text and " of " not in text.split(" and ")[0]:
        return True
    word = head.lower()
    if word in _PLURAL:
        return True
    return word.endswith("s") and not word.endswith("ss") and word not in _SINGULAR
