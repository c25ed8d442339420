"""QTI 2 and 3: items, tests and stimuli, as TAO, Blackboard, OpenOlat, Canvas and we write them.

The two differ in names only (``choiceInteraction`` and ``qti-choice-interaction``), so that one
reader takes both, in any namespace. What is right must be said by a correct response, by points
for an answer (a mapping), or by a rule that compares the answer with a value; where these
disagree, or none is there, the question is left out.

Followed: the information model of version 2.1 and its examples (1EdTech), and what
``quizgen.export._qti`` writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from quizgen.quiz import GAP
from quizgen.read.markup import PlainText, plain_text
from quizgen.read.qti2_elements import (
    INLINE,
    MARK,
    all_of,
    attribute,
    children_of,
    markup_of,
    name_of,
    plain_of,
)
from quizgen.read.reading import Found, FoundChoice, Unreadable
from quizgen.read.xml import Element, one_line, words_of
from quizgen.render.labels import in_all_languages

# Interactions that no item can be, in a teacher's words.
FOREIGN = {
    "associateInteraction": "of pairing lines that are no questions",
    "customInteraction": "of a kind that only its own program knows",
    "drawingInteraction": "of drawing",
    "endAttemptInteraction": "with a button",
    "graphicAssociateInteraction": "of pointing at a picture",
    "graphicGapMatchInteraction": "of filling a picture",
    "graphicOrderInteraction": "of pointing at a picture",
    "hotspotInteraction": "of pointing at a picture",
    "hottextInteraction": "of marking words in a text",
    "mediaInteraction": "about a film or a sound",
    "portableCustomInteraction": "of a kind that only its own program knows",
    "positionObjectInteraction": "of placing things on a picture",
    "selectPointInteraction": "of pointing at a picture",
    "sliderInteraction": "with a slider",
    "uploadInteraction": "that is answered with a file",
}
_OTHERS_ONLY = re.compile(r"incorrect|wrong|false|fail|partial", re.IGNORECASE)
_NO_SCORE = re.compile(r"feedback|complet|max", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """What a manifest tells of an item, if we have written it."""

    item_id: str = ""
    tags: tuple[str, ...] = ()


# -- an item -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Response:
    """What is declared of an answer: which is right, and what each is worth."""

    name: str
    correct: tuple[str, ...]
    worth: Mapping[str, Fraction]
    default: Fraction = Fraction(0)

    @property
    def rewarded(self) -> tuple[str, ...]:
        """The answers that are worth something."""
        return tuple(key for key, worth in self.worth.items() if worth > 0)

    @property
    def best(self) -> tuple[str, ...]:
        """The answers that are worth most."""
        most = max(self.worth.values(), default=Fraction(0))
        return tuple(key for key, worth in self.worth.items() if worth == most and worth > 0)


class QuestionReader:
    """An ``assessmentItem`` that is being read, and what was dropped of it."""

    def __init__(self, root: Element, place: str, told: Told, weight: Fraction) -> None:
        self.root = root
        self.place = place
        self.weight = weight
        self.changed: list[str] = []
        own = attribute(root, "toolName") == "quizgen"
        self.own = own
        self.item_id = told.item_id or (attribute(root, "label") if own else "")
        self.tags = told.tags
        bodies = children_of(root, "itemBody")
        if not bodies:
            raise Unreadable("it has no text")
        self.body = bodies[0]
        if all_of(root, "templateDeclaration", "templateProcessing"):
            raise Unreadable("its numbers or words are drawn anew each time")
        if all_of(self.body, "include"):
            self.changed.append("a text from another file is left out")
        self.interactions = [e for e in self.body.iter() if name_of(e).endswith("Interaction")]
        self.responses = {
            attribute(e, "identifier"): self.declared(e)
            for e in children_of(root, "responseDeclaration")
        }

    def found(self) -> Found:
        """Return the question. Raises ``Unreadable``: its key is not sure, or not there."""
        names = [name_of(e) for e in self.interactions]
        foreign = next(
            (name for name in names if name not in _READERS and name not in INLINE), None
        )
        if not names:
            raise Unreadable("it has no place for an answer")
        if foreign is not None:
            raise Unreadable(f"it is a question {FOREIGN.get(foreign, f'of the type {foreign}')}")
        if set(names) <= set(INLINE):
            return self.inline()
        if len(names) > 1:
            raise Unreadable(f"it asks {len(names)} things at once")
        return _READERS[names[0]](self, self.interactions[0])

    def make(self, kind: Any, stem: str, feedback: Sequence[str] = (), **more: Any) -> Found:
        """Return what was found, with what questions of all kinds have."""
        return Found(
            place=self.place,
            kind=kind,
            stem=stem,
            points=self.points(),
            feedback="\n".join(feedback) if feedback else "\n".join(self.feedback()),
            item_id=self.item_id,
            tags=self.tags,
            changed=tuple(dict.fromkeys(self.changed)),
            **more,
        )

    def keep(self, text: PlainText) -> PlainText:
        """Return a text, and note what could not be kept of it."""
        self.changed += [f"{thing} is left out" for thing in text.dropped]
        return text

    def stem(self) -> str:
        """Return the question, with marks for its gaps, a line a block."""
        return self.keep(plain_of(self.body)).text

    # Answers.

    def declared(self, element: Element) -> _Response:
        """Return what is declared of an answer."""
        correct = [
            words_of(value)
            for part in children_of(element, "correctResponse")
            for value in children_of(part, "value")
        ]
        worth: dict[str, Fraction] = {}
        default = Fraction(0)
        for mapping in children_of(element, "mapping"):
            default = number_or_none(attribute(mapping, "defaultValue")) or Fraction(0)
            for entry in children_of(mapping, "mapEntry"):
                key = one_line(attribute(entry, "mapKey"))
                worth[key] = number_or_none(attribute(entry, "mappedValue")) or Fraction(0)
        return _Response(attribute(element, "identifier"), tuple(correct), worth, default)

    def response(self, interaction: Element) -> _Response:
        """Return what is declared of the answer to an interaction."""
        name = attribute(interaction, "responseIdentifier")
        response = self.responses.get(name)
        if response is None:
            raise Unreadable(f"its answer {name!r} is not declared")
        if response.default > 0:
            raise Unreadable("it gives points for any answer")
        return response

    def right(self, interaction: Element) -> tuple[str, ...]:
        """Return the answers that are each right, the best first; none if nothing tells."""
        response = self.response(interaction)
        best = response.best
        if set(response.rewarded) - set(best):
            self.changed.append("part marks for other answers are left out")
        if response.correct and best and not set(response.correct) & set(best):
            raise Unreadable("its key and its points disagree")
        if response.correct or best:
            return tuple(dict.fromkeys([*response.correct, *best]))
        return tuple(self.compared(response.name))

    def compared(self, name: str) -> Iterator[str]:
        """Yield the values that rules compare an answer with to give points."""
        for rule in all_of(self.root, "responseIf", "responseElseIf"):
            scored = [
                e
                for e in children_of(rule, "setOutcomeValue")
                if not _NO_SCORE.search(attribute(e, "identifier"))
                and any((number_or_none(words_of(v)) or 0) > 0 for v in all_of(e, "baseValue"))
            ]
            condition = next(iter(rule), None)
            if not scored or condition is None:
                continue
            tests = list(condition) if name_of(condition) == "or" else [condition]
            for test in tests:
                if name_of(test) in {"match", "stringMatch", "equal", "member"}:
                    asked = [attribute(v, "identifier") for v in children_of(test, "variable")]
                    values = [words_of(v) for v in children_of(test, "baseValue")]
                    if asked == [name] and len(values) == 1:
                        yield values[0]

    def points(self) -> Fraction:
        """Return what the question is worth; 1 if it does not say."""
        outcomes = {
            attribute(e, "identifier"): e for e in children_of(self.root, "outcomeDeclaration")
        }
        told: list[Fraction | None] = []
        if "MAXSCORE" in outcomes:
            told += [number_or_none(words_of(v)) for v in all_of(outcomes["MAXSCORE"], "value")]
        if "SCORE" in outcomes:
            told.append(number_or_none(attribute(outcomes["SCORE"], "normalMaximum")))
        if not told or all(number is None for number in told):
            told += [self.mapped()]
            scored = [
                e
                for e in all_of(self.root, "setOutcomeValue")
                if attribute(e, "identifier") == "SCORE"
            ]
            values = [
                number_or_none(words_of(v)) for e in scored for v in children_of(e, "baseValue")
            ]
            told.append(max((v for v in values if v), default=None))
        number = next((n for n in told if n is not None and n >= 0), Fraction(1))
        return number * self.weight

    def mapped(self) -> Fraction | None:
        """Return what all right answers together are worth by their mappings."""
        if not any(response.worth for response in self.responses.values()):
            return None
        names = {attribute(e, "responseIdentifier"): name_of(e) for e in self.interactions}
        total = Fraction(0)
        for name, response in self.responses.items():
            worth = [w for w in response.worth.values() if w > 0]
            several = names.get(name) in {"matchInteraction", "gapMatchInteraction"}
            total += sum(worth, Fraction(0)) if several else max(worth, default=Fraction(0))
        return total or None

    # Feedback.

    def feedback(self, choices: Mapping[str, list[str]] | None = None) -> list[str]:
        """Return the lines shown to all after the answer; those of choices go to ``choices``."""
        lines: list[str] = []
        for modal in all_of(self.root, "modalFeedback", "feedbackBlock", "feedbackInline"):
            told = self.keep(plain_text(markup_of(modal))).text
            name = attribute(modal, "identifier")
            short = re.sub(r"(?i)[_-]?(?:fb|feedback)$|^(?:feedback|fb)[_-]?", "", name)
            owner = next((n for n in (name, short) if choices and n in choices), None)
            if not told:
                continue
            if choices is not None and owner is not None:
                choices[owner].append(told)
            elif _OTHERS_ONLY.search(name) or attribute(modal, "showHide", "show") == "hide":
                self.changed.append("feedback to wrong answers is left out")
            else:
                lines += told.split("\n")
        for rubric in all_of(self.body, "rubricBlock"):
            if "candidate" not in attribute(rubric, "view", "candidate").split():
                for part in [*rubric.iter()]:
                    if "quizgen-marking" in attribute(part, "class"):
                        part.getparent().remove(part)
                lines += self.keep(plain_text(markup_of(rubric))).text.split("\n")
        return list(filter(None, dict.fromkeys(lines)))

    # Kinds.

    def type_tag(self) -> str:
        """Return the type of item that our own exports tag it with; "" of others."""
        return next((t.removeprefix("type:") for t in self.tags if t.startswith("type:")), "")

    def choice(self, interaction: Element) -> Found:
        """Return a question with choices to mark, or one that is true or false."""
        texts = {
            attribute(e, "identifier"): self.keep(plain_of(e)).line
            for e in children_of(interaction, "simpleChoice")
        }
        response = self.response(interaction)
        right = self.right(interaction)
        if not right:
            raise Unreadable("it does not say which answer is right")
        strange = next((name for name in right if name not in texts), None)
        if strange is not None:
            raise Unreadable(f"its key {strange!r} is none of the choices")
        if len(response.best) > len(response.correct) > 0:
            raise Unreadable("it gives points for several answers")
        told: dict[str, list[str]] = {name: [] for name in texts}
        lines = self.feedback(told)
        for name in right:
            lines += told.pop(name) if len(right) == 1 else []
        choices = [
            FoundChoice(text, name in right, " ".join(told.get(name, ())))
            for name, text in texts.items()
        ]
        verdicts = _verdicts(texts)
        own_type = self.type_tag()
        if verdicts and own_type in {"", "true_false"} and len(right) == 1:
            place = {name: at for at, name in enumerate(texts)}
            choices = [choices[place[verdicts[said]]] for said in (True, False)]
            return self.make("true_false", self.stem(), lines, choices=tuple(choices))
        return self.make("choice", self.stem(), lines, choices=tuple(choices))

    def inline(self) -> Found:
        """Return a sentence with gaps, or a question that is answered in a few words."""
        answers: list[tuple[str, ...]] = []
        banks: list[dict[str, str]] = []
        for interaction in self.interactions:
            right = self.right(interaction)
            if name_of(interaction) == "inlineChoiceInteraction":
                bank = {
                    attribute(e, "identifier"): self.keep(plain_of(e)).line
                    for e in children_of(interaction, "inlineChoice")
                }
                banks.append(bank)
                strange = next((name for name in right if name not in bank), None)
                if strange is not None:
                    raise Unreadable(f"its key {strange!r} is none of the words to choose from")
                right = tuple(bank[name] for name in right)
            if not right:
                raise Unreadable("it does not say what is right in a gap")
            answers.append(right)
        for equal in all_of(self.root, "equal"):
            if attribute(equal, "toleranceMode", "exact") != "exact":
                self.changed.append("numbers that are nearly right count no more")
        lines = self.stem().split("\n")
        typed = self.type_tag() in {"", "short_answer", "who_said"} and not banks
        if typed and len(answers) == 1 and MARK in lines:
            lines.remove(MARK)
            return self.make("typed", " ".join(lines), answers=tuple(answers))
        stem = self.gapped(" ".join(lines), len(answers))
        return self.banked(stem, answers, banks)

    def gapped(self, stem: str, gaps: int) -> str:
        """Return a question with its gaps drawn, and nothing else that looks like one."""
        if "__" in stem:
            stem = re.sub("__+", "–", stem)
            self.changed.append("underscores that are no gap are a dash now")
        if stem.count(MARK) != gaps:
            raise Unreadable(f"it has {stem.count(MARK)} gaps, and answers for {gaps}")
        return stem.replace(MARK, GAP)

    def banked(
        self, stem: str, answers: Sequence[tuple[str, ...]], banks: Sequence[Mapping[str, str]]
    ) -> Found:
        """Return a sentence with gaps and the words given for them, if there are such."""
        texts = [tuple(bank.values()) for bank in banks]
        if len(answers) == 1 and texts:
            right = answers[0]
            told: dict[str, list[str]] = {name: [] for name in banks[0]}
            lines = self.feedback(told)
            choices = tuple(
                FoundChoice(text, text in right, " ".join(told[name]))
                for name, text in banks[0].items()
            )
            return self.make("gaps", stem, lines, answers=tuple(answers), choices=choices)
        same = len(texts) == len(answers) and len({frozenset(words) for words in texts}) == 1
        if texts and not same:
            self.changed.append("the words to choose from are left out, as each gap has its own")
        return self.make("gaps", stem, answers=tuple(answers), bank=texts[0] if same else ())

    def gap_match(self, interaction: Element) -> Found:
        """Return a sentence with gaps that words are dragged into."""
        words = {
            attribute(e, "identifier"): self.keep(plain_of(e)).line
            for e in children_of(interaction, "gapText")
        }
        gaps = [attribute(e, "identifier") for e in all_of(interaction, "gap")]
        if children_of(interaction, "gapImg"):
            raise Unreadable("its answers are pictures")
        partners = self.partners(interaction, words, gaps)
        answers = []
        for gap in gaps:
            if gap not in partners:
                raise Unreadable("it does not say what is right in a gap")
            answers.append((words[partners[gap]],))
        stem = self.gapped(" ".join(self.stem().split("\n")), len(gaps))
        return self.banked(stem, answers, [words] * len(gaps))

    def partners(
        self, interaction: Element, names: Iterable[str], lines: Iterable[str]
    ) -> dict[str, str]:
        """Return for lines the one name that goes with each, whichever stands first."""
        response = self.response(interaction)
        told = response.correct or response.rewarded
        if response.correct and response.worth and set(told) != set(response.rewarded):
            raise Unreadable("its key and its points disagree")
        known, asked = set(names), set(lines)
        partners: dict[str, str] = {}
        for pair in told:
            ends = pair.split()
            if len(ends) == 2 and ends[1] in asked and ends[0] in known:
                ends.reverse()
            if len(ends) != 2 or ends[0] not in asked or ends[1] not in known:
                raise Unreadable(f"its key {pair!r} is no pair of what is to be matched")
            if partners.setdefault(ends[0], ends[1]) != ends[1]:
                raise Unreadable("a line has several right partners")
        return partners

    def matching(self, interaction: Element) -> Found:
        """Return lines to be given their partners."""
        sets = children_of(interaction, "simpleMatchSet")
        if len(sets) != 2:
            raise Unreadable("it has no two sets to be matched")
        first, second = (
            {
                attribute(e, "identifier"): self.keep(plain_of(e)).line
                for e in children_of(half, "simpleAssociableChoice")
            }
            for half in sets
        )
        try:
            partners = self.partners(interaction, second, first)
        except Unreadable:
            # Some tools put the lines into the second set.
            partners = self.partners(interaction, first, second)
            first, second = second, first
        if len(partners) < len(first) and len(partners) == len(second):
            turned = {option: line for line, option in partners.items()}
            if len(turned) == len(second):
                first, second, partners = second, first, turned
        alone = next((text for name, text in first.items() if name not in partners), None)
        if alone is not None:
            raise Unreadable(f"it does not say what goes with {alone!r}")
        pairs = tuple((text, second[partners[name]]) for name, text in first.items())
        used = set(partners.values())
        spare = tuple(text for name, text in second.items() if name not in used)
        return self.make("matching", self.stem(), pairs=pairs, spare=spare)

    def ordering(self, interaction: Element) -> Found:
        """Return lines to be put in order."""
        texts = {
            attribute(e, "identifier"): self.keep(plain_of(e)).line
            for e in children_of(interaction, "simpleChoice")
        }
        order = self.response(interaction).correct
        if not order:
            raise Unreadable("it does not say which order is right")
        if sorted(order) != sorted(texts):
            raise Unreadable("its key does not name each line once")
        return self.make("ordering", self.stem(), order=tuple(texts[name] for name in order))

    def essay(self, interaction: Element) -> Found:
        """Return a question that a person marks."""
        right = self.response(interaction).correct
        answers = (right,) if right else ()
        return self.make("essay", self.stem(), answers=answers)


_READERS = {
    "choiceInteraction": QuestionReader.choice,
    "extendedTextInteraction": QuestionReader.essay,
    "gapMatchInteraction": QuestionReader.gap_match,
    "matchInteraction": QuestionReader.matching,
    "orderInteraction": QuestionReader.ordering,
}


def _verdicts(texts: Mapping[str, str]) -> dict[bool, str]:
    """Return the identifiers of the choices True and False; nothing if there are others."""
    if len(texts) != 2:
        return {}
    by_id = {name.lower(): name for name in texts}
    if set(by_id) == {"true", "false"}:
        return {True: by_id["true"], False: by_id["false"]}
    by_text = {text.casefold(): name for name, text in texts.items()}
    for names in zip(in_all_languages("true"), in_all_languages("false"), strict=True):
        yes, no = map(str.casefold, names)
        if set(by_text) == {yes, no}:
            return {True: by_text[yes], False: by_text[no]}
    return {}


def number_or_none(text: str) -> Fraction | None:
    """Return a decimal number; None if it is none, or one that nobody means."""
    if not re.fullmatch(r"[+-]?(?:\d{1,9}(?:\.\d{0,30})?|\.\d{1,30})", text):
        return None
    # Thirds are written with as many digits as there is room for.
    return Fraction(text).limit_denominator(10_000)
