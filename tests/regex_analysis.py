"""Which regular expressions can take more than linear time, told from their structure.

A backtracking matcher is slow where one text can be read in several ways: two repeats that may
share it between them, or, when a pattern is searched for, a repeat that may begin at every place.
In terms of automata (Weber & Seidl 1991, *On the degree of ambiguity of finite automata*): the
time is exponential if a state has two different loops over one text, and polynomial if there are
states p and q and a text that leads from p to p, from p to q and from q to q.
:func:`ambiguity` builds the automaton of a pattern's positions (Glushkov 1961), with a loop over
every character before it where it is searched for, and looks for these.

Look-around of one character and word boundaries are followed exactly, longer look-ahead is taken
to hold always, atomic groups to be plain ones: then a pattern may be called ambiguous that is
not. A back reference counts as one character, for it takes what its group took, in one way only;
bounded repeats count as two, for they add a factor and no power of the length.
"""

from __future__ import annotations

import re
import re._constants as c
import re._parser as parser
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from typing import Any, Literal

Kind = Literal["search", "match", "fullmatch"]
# Every character that some pattern tells from its neighbours is here or is added from the pattern.
ALPHABET = (
    "".join(map(chr, range(0x180)))
    + "".join(map(chr, range(0x2000, 0x2040)))
    + "\u0301€™≤中ﷺ\ue000\ue050\ufeff\ufffd＂＋－＝＠\ud800\U0001f642"
)
# Repeats up to this are as many copies; more loops would be needed to be slow.
COPIES = 2


@dataclass(frozen=True)
class Ambiguity:
    """How slow a pattern can be, and a text that shows it: lead, what repeats, and what fails."""

    degree: Literal["exponential", "polynomial"]
    lead: str
    pump: str
    end: str = "\x00"

    def text(self, n: int) -> str:
        """Return the text with the repeat about ``n`` characters long."""
        return self.lead + self.pump * max(1, n // len(self.pump)) + self.end


# An assertion on an edge: what must hold of the character before and the one behind.
@dataclass(frozen=True)
class _Test:
    before: frozenset[str] | None = None
    behind: frozenset[str] | None = None
    boundary: bool | None = None
    end: bool = False  # something may fail here that is not followed

    def allows(self, before: str | None, behind: str | None) -> bool:
        """Say whether it may hold between two characters; None is an end of the text."""
        if self.before is not None and before not in self.before:
            return False
        if self.behind is not None and behind is not None and behind not in self.behind:
            return False
        if self.boundary is not None:
            at_word = (before is not None and _is_word(before)) != (
                behind is not None and _is_word(behind)
            )
            return at_word == self.boundary
        return True


_Tests = tuple[_Test, ...]


@dataclass
class _Part:
    """A part of the automaton: whether it may be empty, where it begins and ends.

    ``empty``, ``first`` and ``last`` hold the assertions on the way, each way once.
    """

    empty: list[_Tests] = field(default_factory=list)
    first: list[tuple[int, _Tests]] = field(default_factory=list)
    last: list[tuple[int, _Tests]] = field(default_factory=list)


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


class _Automaton:
    def __init__(self, pattern: re.Pattern[Any], kind: Kind) -> None:
        source = pattern.pattern
        if isinstance(source, bytes):
            source = source.decode("latin-1")
        self.flags = pattern.flags
        tree = parser.parse(source, pattern.flags & ~re.DEBUG)
        literals = set(_literals(tree))
        self.alphabet = sorted({*ALPHABET, *literals, *(x.swapcase()[:1] for x in literals)})
        self.labels: list[frozenset[str]] = []
        self.edges: dict[tuple[int, int], list[_Tests]] = defaultdict(list)
        self.ignore_case = bool(self.flags & re.IGNORECASE)
        self.sets: dict[tuple[Any, str, bool], frozenset[str]] = {}
        whole = self._sequence(tree)
        if kind == "fullmatch":
            whole = self._join(whole, _Part(empty=[(_Test(end=True),)]))
        self.loop: int | None = None
        self.starts = list(whole.first)
        if kind == "search":
            # A loop over all characters, from which each attempt sets out.
            self.loop = self._position(frozenset(self.alphabet))
            self.edges[self.loop, self.loop].append(())
            for place, tests in whole.first:
                self.edges[self.loop, place].append(tests)
            self.starts.append((self.loop, ()))
        self.accepting = {p for p, tests in whole.last if not tests}
        self._simplify()

    # -- from the tree to positions --------------------------------------------------------

    def _position(self, label: frozenset[str]) -> int:
        self.labels.append(label)
        return len(self.labels) - 1

    def _join(self, one: _Part, other: _Part) -> _Part:
        for (a, left), (b, right) in product(one.last, other.first):
            self.edges[a, b].append(left + right)
        first = one.first + [(p, e + t) for e in one.empty for p, t in other.first]
        last = other.last + [(p, t + e) for e in other.empty for p, t in one.last]
        empty = [a + b for a, b in product(one.empty, other.empty)]
        return _Part(_distinct(empty), first, last)

    def _sequence(self, items: Iterable[Any]) -> _Part:
        whole = _Part(empty=[()])
        for op, argument in items:
            whole = self._join(whole, self._item(op, argument))
        return whole

    def _item(self, op: Any, argument: Any) -> _Part:
        if op in (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN, c.RANGE, c.CATEGORY):
            place = self._position(self._set(op, argument))
            return _Part([], [(place, ())], [(place, ())])
        if op is c.BRANCH:
            parts = [self._sequence(branch) for branch in argument[1]]
            return _Part(
                _distinct([e for p in parts for e in p.empty]),
                [f for p in parts for f in p.first],
                [x for p in parts for x in p.last],
            )
        if op is c.SUBPATTERN:
            outside = self.ignore_case
            self.ignore_case = (outside or bool(argument[1] & c.SRE_FLAG_IGNORECASE)) and not (
                argument[2] & c.SRE_FLAG_IGNORECASE
            )
            part = self._sequence(argument[3])
            self.ignore_case = outside
            return part
        if op is c.ATOMIC_GROUP:
            return self._sequence(argument)
        if op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            low, high, body = argument
            part = self._repeat(low, high, body)
            if op is c.POSSESSIVE_REPEAT and high is c.MAXREPEAT and len(body) == 1:
                # It is never left where it could go on.
                own = self._one_set(body[0])
                if own is not None:
                    others = frozenset(self.alphabet) - own
                    part = self._join(part, _Part(empty=[(_Test(behind=others),)]))
            return part
        if op in (c.ASSERT, c.ASSERT_NOT):
            return self._look(op, *argument)
        if op is c.AT:
            boundary = {c.AT_BOUNDARY: True, c.AT_NON_BOUNDARY: False}.get(argument)
            if boundary is not None:
                return _Part(empty=[(_Test(boundary=boundary, end=True),)])
            if argument in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
                multiline = argument is c.AT_BEGINNING and self.flags & re.MULTILINE
                before = frozenset("\n") if multiline else frozenset[str]()
                return _Part(empty=[(_Test(before=before, end=True),)])
            return _Part(empty=[(_Test(behind=frozenset("\n"), end=True),)])
        if op is c.GROUPREF:
            return self._repeat(0, 1, [(c.ANY, None)])
        raise NotImplementedError(str(op))

    def _repeat(self, low: int, high: Any, body: Any) -> _Part:
        endless = high is c.MAXREPEAT
        needed = min(low, COPIES)
        whole = _Part(empty=[()])
        for _ in range(max(needed - 1, 0) if endless else needed):
            whole = self._join(whole, self._sequence(body))
        if endless:
            loop = self._sequence(body)
            for (a, left), (b, right) in product(loop.last, loop.first):
                self.edges[a, b].append(left + right)
            if not low:
                loop = _Part(_distinct([(), *loop.empty]), loop.first, loop.last)
            return self._join(whole, loop)
        for _ in range(min(high, max(COPIES, needed)) - needed):
            extra = self._sequence(body)
            extra = _Part(_distinct([(), *extra.empty]), extra.first, extra.last)
            whole = self._join(whole, extra)
        return whole

    def _look(self, op: Any, direction: int, body: Any) -> _Part:
        own = self._one_set(body[0]) if len(body) == 1 else None
        if own is None:
            return _Part(empty=[(_Test(end=True),)])
        every = frozenset(self.alphabet)
        if direction < 0:
            # At the start of the text nothing stands before.
            allowed = own if op is c.ASSERT else (every - own) | {None}  # type: ignore[operator]
            return _Part(empty=[(_Test(before=allowed, end=True),)])
        return _Part(empty=[(_Test(behind=own if op is c.ASSERT else every - own, end=True),)])

    # -- sets of characters ----------------------------------------------------------------

    def _one_set(self, item: Any) -> frozenset[str] | None:
        op, argument = item
        if op is c.SUBPATTERN and len(argument[3]) == 1:
            return self._one_set(argument[3][0])
        if op is c.BRANCH:
            sets = [self._one_set(b[0]) if len(b) == 1 else None for b in argument[1]]
            return None if None in sets else frozenset().union(*sets)  # type: ignore[arg-type]
        known = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)
        return self._set(op, argument) if op in known else None

    def _set(self, op: Any, argument: Any) -> frozenset[str]:
        key = (op, str(argument), self.ignore_case)
        if key not in self.sets:
            chars = (x for x in self.alphabet if self._fits(x, op, argument))
            self.sets[key] = frozenset(chars)
        return self.sets[key]

    def _fits(self, char: str, op: Any, argument: Any) -> bool:
        if op is c.ANY:
            return bool(self.flags & re.DOTALL) or char != "\n"
        if op is c.NOT_LITERAL:
            return not self._fits(char, c.LITERAL, argument)
        if op is c.IN:
            negated = argument[0][0] is c.NEGATE
            return any(self._fits(char, o, a) for o, a in argument[negated:]) != negated
        if op is c.CATEGORY:
            return self._in_category(char, argument)
        cases = {char, char.lower(), char.upper()} if self.ignore_case else {char}
        codes = {ord(x) for x in cases if len(x) == 1}
        if op is c.LITERAL:
            return argument in codes
        return any(argument[0] <= code <= argument[1] for code in codes)

    def _in_category(self, char: str, category: Any) -> bool:
        plain = {
            c.CATEGORY_DIGIT: char.isdecimal(),
            c.CATEGORY_SPACE: char.isspace(),
            c.CATEGORY_WORD: _is_word(char),
        }
        opposite = {
            c.CATEGORY_NOT_DIGIT: c.CATEGORY_DIGIT,
            c.CATEGORY_NOT_SPACE: c.CATEGORY_SPACE,
            c.CATEGORY_NOT_WORD: c.CATEGORY_WORD,
        }
        if category in opposite:
            return not self._in_category(char, opposite[category])
        return plain[category] and not (self.flags & re.ASCII and not char.isascii())

    # -- one state a position and class of characters -----------------------------------------

    def _simplify(self) -> None:
        """Make states of positions and classes of characters that nothing tells apart."""
        tests = {t for ways in self.edges.values() for way in ways for t in way}
        sets = [*self.labels, *(s for t in tests for s in (t.before, t.behind) if s is not None)]
        if any(t.boundary is not None for t in tests):
            sets.append(frozenset(x for x in self.alphabet if _is_word(x)))
        classes: dict[tuple[bool, ...], str] = {}
        sets = list(dict.fromkeys(sets))
        for char in sorted(self.alphabet, key=lambda x: (not x.isalnum(), not x.isprintable(), x)):
            classes.setdefault(tuple(char in s for s in sets), char)
        chars = list(classes.values())
        self.states = [(p, x) for p, label in enumerate(self.labels) for x in chars if x in label]
        number = {state: n for n, state in enumerate(self.states)}
        by_position: dict[int, list[int]] = defaultdict(list)
        for n, (p, _) in enumerate(self.states):
            by_position[p].append(n)
        self.next: list[Counter[int]] = [Counter() for _ in self.states]
        for (p, q), ways in self.edges.items():
            for m in by_position[p]:
                for n in by_position[q]:
                    before, behind = self.states[m][1], self.states[n][1]
                    count = sum(all(t.allows(before, behind) for t in way) for way in ways)
                    if count:
                        self.next[m][n] = count
        self.begin = {
            number[p, x]
            for p, way in self.starts
            for x in chars
            if (p, x) in number and all(t.allows(None, x) for t in way)
        }


def _distinct(ways: list[_Tests]) -> list[_Tests]:
    return list(dict.fromkeys(ways))


def _literals(tree: Any) -> Iterator[str]:
    """Yield the characters a pattern names, with the neighbours of ranges."""
    if isinstance(tree, tuple) and len(tree) == 2:
        op, argument = tree
        if op in (c.LITERAL, c.NOT_LITERAL):
            yield chr(argument)
            return
        if op is c.RANGE:
            low, high = argument
            yield from (chr(x) for x in (low - 1, low, high, high + 1) if 0 <= x < 0x110000)
            return
    if isinstance(tree, (tuple, list, parser.SubPattern)):
        for part in tree:
            if isinstance(part, (tuple, list, parser.SubPattern)):
                yield from _literals(part)


def _components(following: list[Counter[int]]) -> list[int]:
    """Return the strongly connected component of each state (Tarjan, without recursion)."""
    order: list[int] = []
    seen = [False] * len(following)
    for root in range(len(following)):
        stack = [(root, iter(following[root]))]
        if seen[root]:
            continue
        seen[root] = True
        while stack:
            at, rest = stack[-1]
            child = next((n for n in rest if not seen[n]), None)
            if child is None:
                order.append(at)
                stack.pop()
            else:
                seen[child] = True
                stack.append((child, iter(following[child])))
    back: list[list[int]] = [[] for _ in following]
    for n, targets in enumerate(following):
        for target in targets:
            back[target].append(n)
    found = [-1] * len(following)
    for root in reversed(order):
        if found[root] >= 0:
            continue
        todo = [root]
        found[root] = root
        while todo:
            for n in back[todo.pop()]:
                if found[n] < 0:
                    found[n] = root
                    todo.append(n)
    return found


def ambiguity(pattern: re.Pattern[Any], kind: Kind = "search") -> Ambiguity | None:
    """Return how a pattern can take more than linear time; None if it cannot."""
    machine = _Automaton(pattern, kind)
    following = machine.next
    home = _components(following)
    looping = [n for n in range(len(following)) if any(home[m] == home[n] for m in following[n])]
    by_char: list[dict[str, list[int]]] = [defaultdict(list) for _ in following]
    for n, targets in enumerate(following):
        for m in targets:
            by_char[n][machine.states[m][1]].append(m)
    for p in looping:
        if machine.states[p][0] == machine.loop:
            continue  # there is one way through it
        if (pump := _two_loops(machine, by_char, home, p)) is not None:
            return Ambiguity("exponential", _lead(machine, p), pump)
    reach = cache(lambda n: _reachable(following, n))
    accepting = machine.accepting
    for q in looping:
        if machine.states[q][0] in accepting or machine.states[q][0] == machine.loop:
            continue  # once it is there, the pattern has matched
        for p in looping:
            # Both are left and reached by the same characters.
            if machine.states[p][1] != machine.states[q][1]:
                continue
            if home[p] == home[q] or q not in reach(p):
                continue
            if (pump := _shared(by_char, home, p, q)) is not None:
                return Ambiguity("polynomial", _lead(machine, p), pump)
    return None


def _reachable(following: list[Counter[int]], n: int) -> set[int]:
    seen: set[int] = set()
    todo = [n]
    while todo:
        for m in following[todo.pop()]:
            if m not in seen:
                seen.add(m)
                todo.append(m)
    return seen


def _two_loops(
    machine: _Automaton, by_char: list[dict[str, list[int]]], home: list[int], p: int
) -> str | None:
    """Return a text over which a state has two different loops; None if there is none."""
    inside = home[p]
    todo = deque([(p, p, False)])
    came: dict[tuple[int, int, bool], tuple[tuple[int, int, bool], str] | None] = {todo[0]: None}
    while todo:
        a, b, apart = state = todo.popleft()
        for char, targets in by_char[a].items():
            for x, y in product(targets, by_char[b].get(char, ())):
                if home[x] != inside or home[y] != inside:
                    continue
                twice = machine.next[a][x] > 1 or machine.next[b][y] > 1
                now = (x, y, apart or x != y or (a == b and x == y and twice))
                if now not in came:
                    came[now] = (state, char)
                    if now == (p, p, True):
                        return _path(came, now)
                    todo.append(now)
    return None


def _shared(by_char: list[dict[str, list[int]]], home: list[int], p: int, q: int) -> str | None:
    """Return a text that leads from p to p, from p to q and from q to q; None if none does."""
    todo = deque([(p, p, q)])
    came: dict[tuple[int, int, int], Any] = {todo[0]: None}
    while todo:
        a, b, d = state = todo.popleft()
        for char, targets in by_char[a].items():
            stays = [x for x in targets if home[x] == home[p]]
            ends = [z for z in by_char[d].get(char, ()) if home[z] == home[q]]
            if not stays or not ends:
                continue
            for now in product(stays, by_char[b].get(char, ()), ends):
                if now not in came:
                    came[now] = (state, char)
                    if now == (p, q, q):
                        return _path(came, now)
                    todo.append(now)
    return None


def _path(came: dict[Any, Any], state: Any) -> str:
    chars = []
    while came[state] is not None:
        state, char = came[state]
        chars.append(char)
    return "".join(reversed(chars))


def _lead(machine: _Automaton, p: int) -> str:
    """Return a text that leads to a state."""
    came: dict[int, Any] = dict.fromkeys(machine.begin)
    todo = deque(machine.begin)
    while todo:
        n = todo.popleft()
        if n == p:
            break
        for m in machine.next[n]:
            if m not in came:
                came[m] = (n, machine.states[m][1])
                todo.append(m)
    chars = []
    at: int | None = p if p in came else None
    while at is not None:
        step = came[at]
        chars.append(machine.states[at][1])
        at = None if step is None else step[0]
    return "".join(reversed(chars))
