"""Aliases: which names of an article are names of one and the same.

A surname stands for the one full name that ends in it, an acronym for the one name whose
initials it is or that it follows in brackets, a country's everyday name for the country, a
misspelling for the name it nearly equals. Where two people share a surname, a bare surname
is the one's whom the article already calls so; where that does not settle it, nobody's.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import dropwhile, islice, pairwise
from typing import Final, NamedTuple

from dataset import lexicon
from dataset.analysis import Analysis
from dataset.entities import known
from dataset.entities.names import Name
from dataset.entities.records import POSSESSIVE, fold
from dataset.entities.spelling import (
    GENERATIONS,
    consonants,
    is_misspelling,
    letters_of,
    same_middle,
    sound_alike_in_full,
    sounds_alike,
)

# How sure a name is to be its group's. Checked on GUM's documents: of all names placed with
# .9 or more, the share that is right is printed by ``python -m tests.benchmarks.entities``.
OWN_NAME: Final = 0.98
ALIAS: Final = 0.95
VARIANT: Final = 0.9
# A bare surname that two people bear, given to the one the article calls so.
SHARED: Final = 0.85

# A surname alone is another spelling of a full name's only if it is long: Anderson, Andersen.
MIN_LETTERS_OF_LONE_VARIANT: Final = 10
_LEGAL_FORMS: Final = frozenset(
    "ag co company corp corporation group gmbh inc llc ltd plc sa".split()
)

Key = tuple[str, str]  # entity type, folded name
# What two forms must share for a rule to hold of them.
Ties = Iterable[Hashable]


class Rule(NamedTuple):
    """A way in which one form may stand for another, and how sure that is.

    ``seeks`` gives of the form, ``offers`` of a fuller one what the two may share: where they
    share nothing the rule cannot hold, so that not all forms need be compared with all others.
    With ``exact`` they share it only where the rule nearly holds.
    """

    holds: Callable[[Form, Form], bool]
    confidence: float
    seeks: Callable[[Form], Ties]
    offers: Callable[[Form], Ties]
    exact: bool = False


# The surest first.
Rules = Sequence[Rule]
# So many names are compared with one that are only written or sound a little alike: no news
# article has a tenth as many, a list of thousands may.
MOST_COMPARED: Final = 200


@dataclass
class Form:
    """A name as the article writes it: how often, in what letters.

    ``words`` are its folded words without the article, Jr. and the like. All spellings must be
    counted before it is asked about them.
    """

    key: Key
    spellings: Counter[str] = field(default_factory=Counter)
    words: list[str] = field(init=False)

    def __post_init__(self) -> None:
        """Take the words out of the key."""
        self.words = self.key[1].removeprefix("the ").split()
        while len(self.words) > 1 and self.words[-1] in GENERATIONS:
            self.words.pop()

    @cached_property
    def generation(self) -> str | None:
        """Jr., Sr., II …, if the name has it."""
        last = self.key[1].split()[-1]
        return {"junior": "jr", "senior": "sr"}.get(last, last) if last in GENERATIONS else None

    @cached_property
    def count(self) -> int:
        """How often the article has it."""
        return self.spellings.total()

    @cached_property
    def text(self) -> str:
        """Its commonest spelling."""
        return max(self.spellings, key=lambda s: (self.spellings[s], s))

    @cached_property
    def country(self) -> str | None:
        """The code of the country it is a name of."""
        return _country_of(self.text)

    @cached_property
    def weight(self) -> tuple[int, int, bool, str]:
        """What orders forms so that of two spellings the commoner leads, then the plainer."""
        return len(self.words), self.count, self.key[1].isalpha(), self.key[1]


class Placed(NamedTuple):
    """The group of a name (None: not sure whose it is) and how sure it is."""

    group: int | None
    confidence: float


@dataclass(frozen=True, slots=True)
class Group:
    """Names of one and the same; ``name`` is the fullest, ``country`` its code if it is one."""

    entity_type: str
    name: str
    country: str | None


def group_names(analysis: Analysis, names: Sequence[Name]) -> tuple[list[Group], list[Placed]]:
    """Return the groups of an article's names, and for each name where it belongs."""
    forms = _forms(names)
    defined = _defined_acronyms(analysis, names)
    leader: dict[Key, Key] = {}
    rivals: dict[Key, list[Key]] = {}
    surety: dict[Key, float] = {}
    index = _Index(forms)
    for form in sorted(forms.values(), key=lambda f: (-len(f.words), f.key)):
        found, confidence = _candidates(form, index, defined)
        if len(found) == 1:
            leader[form.key], surety[form.key] = found[0].key, confidence
        elif found:
            rivals[form.key] = [f.key for f in found]
    top = {key: _follow(key, leader) for key in forms}
    for key, among in list(rivals.items()):
        different = list(dict.fromkeys(top[k] for k in among))
        if len(different) == 1:
            leader[key], surety[key] = different[0], ALIAS
            rivals.pop(key)
        else:
            rivals[key] = different
    top = {key: _follow(key, leader) for key in forms}
    numbers: dict[Key, int] = {}
    groups: list[Group] = []
    members: dict[Key, list[Form]] = defaultdict(list)
    for key, form in forms.items():
        members[top[key]].append(form)
    for key in forms:
        if top[key] == key and key not in rivals:
            numbers[key] = len(groups)
            groups.append(_group(forms[key], members[key]))
    bearers = _bearers(analysis, names, rivals, top)
    placed = []
    for n, name in enumerate(names):
        key = (name.entity_type, name.key)
        if key in rivals:
            bearer = bearers.get(n)
            number = None if bearer is None else numbers.get(bearer)
            placed.append(Placed(number, SHARED if number is not None else 0.0))
        else:
            confidence = OWN_NAME if top[key] == key else surety.get(key, ALIAS)
            placed.append(Placed(numbers[top[key]], confidence))
    return groups, placed


def _forms(names: Iterable[Name]) -> dict[Key, Form]:
    forms: dict[Key, Form] = {}
    for name in names:
        key = (name.entity_type, name.key)
        form = forms.setdefault(key, Form(key))
        form.spellings[POSSESSIVE.sub("", " ".join(name.span.text.split()))] += 1
    return forms


def _follow(key: Key, leader: dict[Key, Key]) -> Key:
    """Follow chains (typo → surname → full name) to their end; a circle has its first for one."""
    seen = {key: None}  # in order
    while key in leader:
        key = leader[key]
        if key in seen:
            return min(dropwhile(key.__ne__, seen))
        seen[key] = None
    return key


def _group(lead: Form, members: list[Form]) -> Group:
    country = lead.country if lead.key[0] == "place" else None
    best = max(members, key=lambda f: (len(f.words), f.key == lead.key, f.count, f.text))
    own = lead if len(lead.words) >= len(best.words) else best
    return Group(lead.key[0], own.text, country)


def _country_of(name: str) -> str | None:
    # U. S., set apart by some papers, is U.S.
    plain = re.sub(r"(?<=\.) (?=[A-Z]\.)", "", re.sub(r"^[Tt]he ", "", name))
    return lexicon.countries().get(plain)


# -- one rule a type -------------------------------------------------------------------------


def _rules_of(entity_type: str) -> Rules:
    return {"person": _PERSON, "organisation": _ORGANISATION, "place": _PLACE}.get(
        entity_type, _ANY
    )


class _Index:
    """The forms of an article by what the rules of their type go by."""

    def __init__(self, forms: dict[Key, Form]) -> None:
        self.forms = forms
        self._place = {key: n for n, key in enumerate(forms)}
        self._by_tie: dict[tuple[str, int, Hashable], list[Form]] = defaultdict(list)
        self._of_surname: dict[str, list[Form]] = defaultdict(list)
        for form in forms.values():
            entity_type = form.key[0]
            for n, rule in enumerate(_rules_of(entity_type)):
                for tie in {*rule.offers(form)}:
                    self._by_tie[entity_type, n, tie].append(form)
            if entity_type == "person" and len(form.words) > 1:
                self._of_surname[form.words[-1]].append(form)
        for bearers in self._of_surname.values():
            bearers.sort(key=lambda f: -f.count)

    def held(self, form: Form, n: int, rule: Rule) -> list[Form]:
        """Return the other forms of whom a rule, the ``n``th of its type, holds, in order."""
        near = {
            other.key: other
            for tie in {*rule.seeks(form)}
            for other in self._by_tie.get((form.key[0], n, tie), ())
        }
        near.pop(form.key, None)
        ordered = sorted(near.values(), key=lambda f: self._place[f.key])
        if not rule.exact:
            ordered = ordered[:MOST_COMPARED]
        return [f for f in ordered if rule.holds(form, f)]

    def is_run_together(self, form: Form, asking: Form) -> bool:
        """Say whether a name is two people's, run together in a headline: Hale Lind.

        Of the others the one ``asking`` does not count.
        """
        often = (f for f in self._of_surname.get(form.words[0], ()) if f is not asking)
        return any(f.count > form.count for f in islice(often, 1))


def _candidates(form: Form, index: _Index, defined: dict[str, Key]) -> tuple[list[Form], float]:
    """Return the forms that a form may stand for, and how sure that is if there is one."""
    if form.key[0] in {"organisation", "place"} and form.key[1] in defined:
        spelled = index.forms.get(defined[form.key[1]])
        same = spelled is not None and spelled.key[0] == form.key[0] and spelled is not form
        return ([spelled] if spelled is not None and same else []), ALIAS
    for n, rule in enumerate(_rules_of(form.key[0])):
        found = index.held(form, n, rule)
        if len(found) > 1 and form.key[0] == "person":
            found = [f for f in found if not index.is_run_together(f, form)] or found
        if len(found) > 1 and rule.holds is _is_same_country:
            found = [max(found, key=lambda f: (len(f.key[1]), f.key))]
        if found:
            return found, rule.confidence
    return [], 0.0


def _is_surname_of(form: Form, full: Form) -> bool:
    n = len(form.words)
    return len(full.words) > n and full.words[-n:] == form.words and _same_generation(form, full)


def _is_given_name_of(form: Form, full: Form) -> bool:
    return len(form.words) == 1 and len(full.words) > 1 and full.words[0] == form.words[0]


def _same_generation(one: Form, other: Form) -> bool:
    return one.generation is None or other.generation in {None, one.generation}


def _is_shorter_name_of(form: Form, full: Form) -> bool:
    """Say whether a name leaves out or shortens a middle name or first names to initials."""
    a, b = form.words, full.words
    if len(a) < 2 or len(b) < 2 or a[-1] != b[-1] or not _same_generation(form, full):
        return False
    if (len(a), len(form.key[1]), form.key) >= (len(b), len(full.key[1]), full.key):
        return False
    if a[0] != b[0] and not (len(a[0]) == 1 and b[0].startswith(a[0])):
        return False
    return same_middle(a, b)


def _spells_full_name(form: Form, full: Form) -> bool:
    """Say whether a full name is the other's misspelling or other transliteration."""
    a, b = form.words, full.words
    if len(a) < 2 or len(b) < 2 or form.weight >= full.weight:
        return False
    if not _same_generation(form, full) or not same_middle(a, b):
        return False
    if is_misspelling(form.key[1], full.key[1]) and form.count < full.count:
        return True
    return sound_alike_in_full(a, b)


def _spells_surname(form: Form, full: Form) -> bool:
    if len(form.words) != 1 or form.weight >= full.weight:
        return False
    surname = full.words[-1]
    if is_misspelling(form.key[1], surname):
        return True
    long_enough = len(form.key[1]) >= MIN_LETTERS_OF_LONE_VARIANT
    return long_enough and sounds_alike(form.key[1], surname)


def _misspells(form: Form, full: Form) -> bool:
    return form.count < full.count and is_misspelling(form.key[1], full.key[1])


def _lacks_article(form: Form, full: Form) -> bool:
    return form.key[1] == f"the {full.key[1]}"


def _is_acronym_of(form: Form, full: Form) -> bool:
    text = form.text.removeprefix("the ").removeprefix("The ")
    letters = text.replace(".", "")
    if " " in text or len(letters) < 2 or not letters.isupper():
        return False
    return letters in _initials(full.text)


def _initials(name: str) -> set[str]:
    parts = [w for w in re.split(r"[\s-]+", name.removeprefix("The ")) if w]
    capital = "".join(w[0] for w in parts if w[0].isupper())
    return {capital, "".join(w[0] for w in parts).upper()} if len(parts) > 1 else set()


def _leaves_out_country(form: Form, full: Form) -> bool:
    """Say whether a name is another without the nation in front: the (Russian) Foreign Ministry."""
    a, b = form.words, full.words
    if len(b) <= len(a) or b[-len(a) :] != a or (len(a) == 1 and a[0] not in _bodies()):
        return False
    front = " ".join(full.text.split()[: -len(form.text.split())])
    return front in lexicon.demonyms() or front in lexicon.countries()


def _is_short_for_body(form: Form, full: Form) -> bool:
    """Say whether one word is short for a body's name: the Commission, Ford (Motor Company)."""
    a, b = form.words, full.words
    if len(a) != 1 or len(b) < 2:
        return False
    if full.key[1] in known.seats() or a[0] in known.seats():
        return False  # the House is not the White House, Congress is no Republican Congress
    if a[0] in _bodies():
        return b[-1] == a[0] or b[:2] == [a[0], "of"]
    if a[0] in known.nations():
        return False
    return b[0] == a[0] and all(w in _LEGAL_FORMS or w == "motor" for w in b[1:])


def _bodies() -> frozenset[str]:
    return lexicon.words("group_nouns")


def _is_same_country(form: Form, full: Form) -> bool:
    if form.country is None or form.country != full.country:
        return False
    return (len(form.key[1]), form.key) < (len(full.key[1]), full.key)


def _lacks_city(form: Form, full: Form) -> bool:
    return form.country is None and full.key[1] == f"{form.key[1]} city"


# -- what two forms must share ---------------------------------------------------------------


def _key(form: Form) -> Ties:
    return (form.key[1],)


def _with_article(form: Form) -> Ties:
    return (f"the {form.key[1]}",)


def _with_city(form: Form) -> Ties:
    return (f"{form.key[1]} city",)


def _alike(word: str) -> Iterator[Hashable]:
    """Yield what two words share that are one edit apart: their first or their second half.

    The edit stands in one of the halves, or two letters change places between them.
    """
    letters = letters_of(word)
    for length in (len(letters), len(letters) - 1):  # either may be the longer by one
        half = max(0, (length - 2) // 2)
        yield "begins", length, letters[:half]
        yield "ends", length, letters[len(letters) - half :]


def _written_alike(form: Form) -> Ties:
    return _alike(form.key[1])


def _surname_alike(form: Form) -> Ties:
    surname = form.words[-1]
    return *_alike(surname), ("sounds", consonants(surname))


def _lone_surname_alike(form: Form) -> Ties:
    return _surname_alike(form) if len(form.words) == 1 else ()


def _in_full_alike(form: Form) -> Ties:
    if len(form.words) < 2:
        return ()
    sounds = consonants(form.words[0]), consonants(form.words[-1])
    return *_alike(form.key[1]), ("sounds", *sounds)


def _first_and_last(form: Form) -> Ties:
    first, last = form.words[0], form.words[-1]
    return (first, last), (first[:1], last)


def _sought_first_and_last(form: Form) -> Ties:
    return ((form.words[0], form.words[-1]),)


def _last_words(form: Form) -> Ties:
    """Return the last word and the last two: what shorter names that a name ends in share."""
    return form.words[-1], tuple(form.words[-2:])


def _sought_last_words(form: Form) -> Ties:
    return (form.words[-1] if len(form.words) == 1 else tuple(form.words[-2:]),)


def _ends(form: Form) -> Ties:
    return form.words[0], form.words[-1]


def _first_word(form: Form) -> Ties:
    return (form.words[0],)


def _lone_word(form: Form) -> Ties:
    return (form.words[0],) if len(form.words) == 1 else ()


def _capitals(form: Form) -> Ties:
    return _initials(form.text)


def _letters(form: Form) -> Ties:
    return (form.text.removeprefix("the ").removeprefix("The ").replace(".", ""),)


def _code(form: Form) -> Ties:
    code = _country_of(form.text)
    return () if code is None else (code,)


_ARTICLE: Final = Rule(_lacks_article, ALIAS, _key, _with_article, exact=True)
_MISSPELT: Final = Rule(_misspells, VARIANT, _written_alike, _written_alike)
_ACRONYM: Final = Rule(_is_acronym_of, ALIAS, _letters, _capitals, exact=True)
_ANY: Final[Rules] = [_ARTICLE, _MISSPELT]
_PERSON: Final[Rules] = [
    Rule(_is_shorter_name_of, ALIAS, _sought_first_and_last, _first_and_last),
    Rule(_spells_full_name, VARIANT, _in_full_alike, _in_full_alike),
    Rule(_is_surname_of, ALIAS, _sought_last_words, _last_words, exact=True),
    Rule(_spells_surname, VARIANT, _lone_surname_alike, _surname_alike),
    Rule(_is_given_name_of, VARIANT, _lone_word, _first_word, exact=True),
    _MISSPELT,
]
_ORGANISATION: Final[Rules] = [
    _ARTICLE,
    _ACRONYM,
    Rule(_leaves_out_country, VARIANT, _sought_last_words, _last_words, exact=True),
    Rule(_is_short_for_body, VARIANT, _lone_word, _ends, exact=True),
    _MISSPELT,
]
_PLACE: Final[Rules] = [
    Rule(_is_same_country, OWN_NAME, _code, _code, exact=True),
    _ARTICLE,
    _ACRONYM,
    Rule(_lacks_city, ALIAS, _with_city, _key, exact=True),
    _MISSPELT,
]


def _defined_acronyms(analysis: Analysis, names: Sequence[Name]) -> dict[str, Key]:
    """Return what acronyms in brackets stand for: the World Trade Organization (WTO)."""
    text = analysis.article.text
    found: dict[str, set[Key]] = defaultdict(set)
    for before, after in pairwise(names):
        gap = text[before.span.end_char : after.span.start_char]
        closes = text[after.span.end_char : after.span.end_char + 1] in {")", "]"}
        letters = after.span.text.replace(".", "")
        if gap in {" (", " ["} and closes and letters.isupper() and 2 <= len(letters) <= 8:
            spelled = fold(before.span.text).replace(" ", "")
            if _runs_through(letters.lower(), spelled):
                found[after.key].add((before.entity_type, before.key))
    return {acronym: keys.pop() for acronym, keys in found.items() if len(keys) == 1}


def _runs_through(letters: str, word: str) -> bool:
    rest = iter(word)
    return word[:1] == letters[:1] and all(c in rest for c in letters)


# -- two people of one surname ---------------------------------------------------------------


def _bearers(
    analysis: Analysis,
    names: Sequence[Name],
    rivals: dict[Key, list[Key]],
    top: dict[Key, Key],
) -> dict[int, Key]:
    """Return whom each bare surname means, where the order of the article settles it.

    The first bare surname means the only bearer introduced by then; the later ones mean the
    same, as newspapers keep it for one and call others by their full names. A form of address
    that fits one bearer only (Mrs.) decides by itself. Headlines come first but are read last.
    """
    genders = _genders(names, rivals, top)
    found: dict[int, Key] = {}
    bound: dict[Key, Key] = {}
    introduced: dict[Key, set[Key]] = {key: set() for key in rivals}
    bares: dict[Key, list[Key]] = defaultdict(list)
    for bare, among in rivals.items():
        for lead in among:
            bares[lead].append(bare)
    fit: dict[tuple[Key, str | None], list[Key]] = {}
    order = sorted(range(len(names)), key=lambda n: (_in_title(analysis, names[n]), n))
    for n in order:
        key = (names[n].entity_type, names[n].key)
        for bare in bares.get(top[key], ()):
            introduced[bare].add(top[key])
        if key not in rivals:
            continue
        address = gender_before(names[n])
        if (key, address) not in fit:
            fit[key, address] = [k for k in rivals[key] if genders.get(k) in (None, address)]
        fitting = fit[key, address]
        if address and len(fitting) == 1:
            found[n] = fitting[0]
            continue
        if key not in bound and len(introduced[key]) == 1:
            bound[key] = next(iter(introduced[key]))
        if key in bound and (address is None or genders.get(bound[key]) in (None, address)):
            found[n] = bound[key]
    return found


def _in_title(analysis: Analysis, name: Name) -> bool:
    sentence = analysis.sentence_of(name.span[0])
    return sentence is not None and sentence.kind == "title"


def gender_before(name: Name) -> str | None:
    """Return the gender that a form of address or role before a name tells: Mrs., Spokesman."""
    doc, i = name.span.doc, name.span.start - 1
    while i >= name.span[0].sent.start and doc[i].text == ".":
        i -= 1
    return lexicon.gender_nouns().get(doc[i].lower_) if i >= name.span[0].sent.start else None


def _genders(
    names: Sequence[Name], rivals: dict[Key, list[Key]], top: dict[Key, Key]
) -> dict[Key, str]:
    """Return the gender of rivals: by forms of address, else by given names nearly sure."""
    wanted = {k for among in rivals.values() for k in among}
    votes: dict[Key, Counter[str]] = defaultdict(Counter)
    for name in names:
        lead = top[name.entity_type, name.key]
        if lead in wanted and (gender := gender_before(name)):
            votes[lead][gender] += 1
    found = {k: max(v, key=lambda g: (v[g], g)) for k, v in votes.items()}
    for lead in wanted - found.keys():
        if guess := lexicon.given_names().get(lead[1].split()[0]):
            found[lead] = guess
    return found
