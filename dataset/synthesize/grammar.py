"""The grammar: stories, sentence patterns and quotations, read from the files in ``templates``.

A *frame* is one clause held as data, without its tense::

    beat | forms | type | subject > verb > object > adjuncts

``beat`` orders a story (1 lead to 5 outlook), ``forms`` are the ways it may be told (``past``,
``pass``, ``perf``, ``neg``, ``will``, ``may`` …: see :data:`verbs.FORMS`), ``type`` is the PLOVER
category of the bare act. Adjuncts are parted by ``;`` and begin with their role and
preposition: ``place at the port; reason over {issue}``; in a word of several, the preposition's
words are joined by ``_`` and ``-`` stands for none. An object is the target, or the topic where an
adjunct is, unless ``role=`` stands before it.

Inside any text ``{p1}`` is somebody of the cast, ``{issue}`` a word chosen once an article,
``<40-300 dockers>`` a number with its noun or unit, ``[[form|type|subject > verb > …]]`` a clause
that is an event too, ``((strike|protest))`` a noun that is one, ``//`` the end of a sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from dataset.schema import LEVELS

# Files that stories draw on unless they say they go without.
POOLS = ("shared", "dispute")
# A semicolon that is not inside a clause of its own.
_ADJUNCTS_END = re.compile(r";(?![^\[]*\]\])")
TEMPLATES = files("dataset.synthesize") / "templates"


@dataclass(frozen=True, slots=True)
class Adjunct:
    """A phrase beside verb and object: its role, its preposition and its words."""

    role: str
    preposition: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Frame:
    """A clause as data; see the module docstring."""

    beat: int
    forms: frozenset[str]
    event_type: str
    subject: str
    verb: str
    object: str | None
    object_role: str
    adjuncts: tuple[Adjunct, ...]


@dataclass(frozen=True, slots=True)
class Role:
    """A part in a story: what kind of entity plays it and how it is spoken of."""

    slot: str
    kind: str
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Story:
    """A kind of story: its cast, words to choose from, headlines, clauses and words spoken."""

    name: str
    cast: tuple[Role, ...]
    words: dict[str, tuple[str, ...]]
    titles: tuple[str, ...]
    frames: tuple[Frame, ...]
    plain: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]
    phrases: tuple[tuple[str, str, str], ...]
    sources: tuple[str, ...]
    turns: tuple[str, ...]
    without: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A way to make a sentence: how often, of which forms, and its words."""

    name: str
    weight: int
    forms: tuple[str, ...]
    text: str


def read_lines(*path: str) -> list[str]:
    """Return the lines of a template file without comments and blank ones."""
    text = TEMPLATES.joinpath(*path).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


def read_rows(*path: str) -> list[list[str]]:
    """Return the lines of a template file, cut at ``|`` and stripped."""
    return [[cell.strip() for cell in line.split("|")] for line in read_lines(*path)]


def parse_frame(line: str) -> Frame:
    """Return the frame in a line.

    >>> parse_frame("2|past pass|coerce|the police > arrest > two men > place at the port").object
    'two men'
    """
    beat, forms, event_type, clause = (cell.strip() for cell in line.split("|", 3))
    return make_frame(int(beat), forms, event_type, clause)


def make_frame(beat: int, forms: str, event_type: str, clause: str) -> Frame:
    """Return a frame from its cells; ``clause`` is ``subject > verb > object > adjuncts``."""
    subject, verb, *rest = (cell.strip() for cell in clause.split(" >", 3))
    taken = rest[0] if rest and rest[0] else None
    adjuncts = [
        _adjunct(a) for a in _ADJUNCTS_END.split(rest[1] if len(rest) > 1 else "") if a.strip()
    ]
    # What is given, said or done to somebody beside it is the topic.
    role = "topic" if any(a.role == "target" for a in adjuncts) else "target"
    if taken and "=" in taken:
        role, taken = taken.split("=", 1)
    return Frame(
        beat, frozenset(forms.split()), event_type, subject, verb, taken, role, tuple(adjuncts)
    )


def _adjunct(text: str) -> Adjunct:
    role, preposition, words = text.split(maxsplit=2)
    if role not in LEVELS["role"]:
        raise ValueError(f"{text!r} does not begin with a role and a preposition")
    if preposition == "-":
        return Adjunct(role, None, words)
    return Adjunct(role, preposition.replace("_", " "), words)


def _sections(lines: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    current: list[str] = []
    for line in lines:
        if line.startswith("[") and line.rstrip().endswith("]") and not line.startswith("[["):
            current = found.setdefault(line.strip()[1:-1], [])
        else:
            current.append(line.strip())
    return found


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.split("|"))


def _read_story(name: str, lines: list[str]) -> Story:
    parts = _sections(lines)
    words = {}
    for line in parts.get("words", []):
        key, choices = line.split("=", 1)
        words[key.strip()] = tuple(c.strip() for c in choices.split("/"))
    cast = [_cells(line) for line in parts.get("cast", [])]
    return Story(
        name=name,
        cast=tuple(Role(slot, kind, tuple(rest)) for slot, kind, *rest in cast),
        words=words,
        titles=tuple(parts.get("titles", [])),
        frames=tuple(parse_frame(line) for line in parts.get("frames", [])),
        plain=tuple(parts.get("plain", [])),
        quotes=tuple(
            (w.strip(), t.strip()) for w, t in (q.split("|", 1) for q in parts.get("quotes", []))
        ),
        phrases=tuple((w, t, p) for w, t, p in (_cells(line) for line in parts.get("phrases", []))),
        sources=tuple(parts.get("sources", [])),
        turns=tuple(parts.get("turns", [])),
        without=tuple(parts.get("without", [])),
    )


def _story_files() -> list[Traversable]:
    return sorted(TEMPLATES.joinpath("stories").iterdir(), key=lambda path: path.name)


@cache
def stories() -> tuple[Story, ...]:
    """Return all kinds of stories, by name."""
    return tuple(
        _read_story(path.name.removesuffix(".txt"), read_lines("stories", path.name))
        for path in _story_files()
        if path.name.endswith(".txt")
    )


@cache
def shared(story: Story) -> Story:
    """Return what a story may draw on beside its own: what all share, and what disputes share."""
    pools = [_pool(name) for name in POOLS if name not in story.without]
    return Story(
        name="shared",
        cast=(),
        words={key: words for pool in pools for key, words in pool.words.items()},
        titles=(),
        frames=tuple(f for pool in pools for f in pool.frames),
        plain=tuple(p for pool in pools for p in pool.plain),
        quotes=tuple(q for pool in pools for q in pool.quotes),
        phrases=tuple(p for pool in pools for p in pool.phrases),
        sources=tuple(s for pool in pools for s in pool.sources),
        turns=tuple(t for pool in pools for t in pool.turns),
        without=(),
    )


@cache
def _pool(name: str) -> Story:
    return _read_story(name, read_lines(f"{name}.txt"))


def patterns(name: str) -> tuple[Pattern, ...]:
    """Return the patterns in a file: ``name | weight | forms | text``."""
    rows = [line.split("|", 3) for line in read_lines(name)]
    return tuple(Pattern(n.strip(), int(w), tuple(f.split()), t.strip()) for n, w, f, t in rows)


@cache
def used_words() -> frozenset[str]:
    """Return all words of the templates in lower case: no surname may look like one."""
    paths = [*_story_files(), *(p for p in TEMPLATES.iterdir() if p.is_file())]
    text = " ".join(path.read_text(encoding="utf-8") for path in paths)
    return frozenset("".join(c if c.isalpha() else " " for c in text.lower()).split())
