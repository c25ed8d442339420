"""Every regular expression of the packages, and how each is used.

Compiled ones are found as objects, wherever a module keeps them; those written into a call
(``re.sub(r"…", …)``) in the syntax tree, and evaluated among the names of their module. What is
made from values at run time cannot be, and needs an example in :data:`SAMPLES`.
"""

from __future__ import annotations

import ast
import importlib.util
import inspect
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import dataset
import quizgen
from tests.regex_analysis import Kind

CALLS: Mapping[str, Kind] = {
    "search": "search",
    "sub": "search",
    "subn": "search",
    "split": "search",
    "findall": "search",
    "finditer": "search",
    "match": "match",
    "fullmatch": "fullmatch",
}
# Names that patterns made at run time hold: an example of each expression, evaluated with these.
SAMPLES: Mapping[str, Any] = {
    "first": ["Oslo"],
    "lower": "oslo",
    "word": "bridge",
    "option": "Oslo",
    "time": {"preposition": "on"},
    "row": {"preposition": "because of"},
    "quantity": {"text": "1,200"},
    "names": "Sentence|Row",
    "openers": ["after", "before"],
    "joined": r"Maria\s+Keller",
    "mark": "table",
    "delimiter": ",",
    "item": None,
}


@dataclass(frozen=True)
class Found:
    """A pattern, how it is used, and where: the module with its name or line."""

    where: str
    pattern: re.Pattern[Any]
    kind: Kind


def modules() -> Iterator[ModuleType]:
    """Yield all modules of both packages."""
    for package in (dataset, quizgen):
        yield package
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            try:
                yield importlib.import_module(info.name)
            except ModuleNotFoundError as missing:
                if (missing.name or "").split(".")[0] in {"dataset", "quizgen"}:
                    raise
                # Training needs what no user has; its source is read all the same.
                yield ModuleType(info.name)


def _source(name: str) -> str:
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).read_text(encoding="utf-8")


def _held(value: Any, depth: int = 0) -> Iterator[re.Pattern[Any]]:
    """Yield the patterns that a value is or holds."""
    if isinstance(value, re.Pattern):
        yield value
    elif depth < 4 and isinstance(value, (list, tuple, set, frozenset)):
        for part in value:
            yield from _held(part, depth + 1)
    elif depth < 4 and isinstance(value, dict):
        for part in (*value.keys(), *value.values()):
            yield from _held(part, depth + 1)


@cache
def all_patterns() -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Return every pattern in use, and the places of those that could not be made out."""
    every = list(modules())
    trees = {m.__name__: ast.parse(_source(m.__name__)) for m in every}
    used = {name: _uses(tree) for name, tree in trees.items()}
    elsewhere: dict[str, set[Kind]] = defaultdict(set)
    for uses in used.values():
        for pattern_name, kinds in uses.items():
            elsewhere[pattern_name] |= kinds
    found: dict[tuple[str, Any, int, Kind], Found] = {}
    unknown: list[str] = []

    def add(where: str, pattern: re.Pattern[Any], kinds: set[Kind]) -> None:
        for kind in sorted(kinds):
            key = (where.partition(":")[0], pattern.pattern, pattern.flags, kind)
            found.setdefault(key, Found(where, pattern, kind))

    for module in every:
        here = module.__name__
        owners = [(n, v) for n, v in vars(module).items() if not n.startswith("__")]
        classes = [v for _, v in owners if inspect.isclass(v) and v.__module__ == here]
        owners += [(n, v) for cls in classes for n, v in vars(cls).items()]
        compiled: set[tuple[Any, int]] = set()
        for name, value in owners:
            for pattern in _held(value):
                compiled.add((pattern.pattern, pattern.flags))
                # Those that begin with _ are used at home only.
                own = used[here].get(name) if name.startswith("_") else elsewhere.get(name)
                add(f"{here}:{name}", pattern, own or {"search", "fullmatch"})
        for call in ast.walk(trees[here]):
            method = _method(call)
            if method is None or not isinstance(call, ast.Call):
                continue
            where = f"{here}:{call.lineno}"
            patterns = list(_evaluated(call, module))
            if not patterns:
                unknown.append(f"{where}: {ast.unparse(call.args[0])}")
            for pattern in patterns:
                if method != "compile":
                    add(where, pattern, {CALLS[method]})
                elif (pattern.pattern, pattern.flags) not in compiled:
                    add(where, pattern, {"search", "fullmatch"})
    return tuple(found.values()), tuple(unknown)


def _method(node: ast.AST) -> str | None:
    """Return which function of ``re`` a node calls."""
    called = node.func if isinstance(node, ast.Call) else None
    if not isinstance(called, ast.Attribute) or not isinstance(called.value, ast.Name):
        return None
    known = called.value.id == "re" and called.attr in {*CALLS, "compile"}
    return called.attr if known else None


def _uses(tree: ast.AST) -> dict[str, set[Kind]]:
    """Return how the patterns are used that are called by a name; ``match`` at a place searches.

    Where it is asked at a place, it may be asked at every place.
    """
    used: dict[str, set[Kind]] = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in CALLS:
            name = node.value
            if isinstance(name, (ast.Name, ast.Attribute)):
                used[name.id if isinstance(name, ast.Name) else name.attr].add(CALLS[node.attr])
        called = node.func if isinstance(node, ast.Call) else None
        if (
            isinstance(called, ast.Attribute)
            and isinstance(called.value, ast.Name)
            and isinstance(node, ast.Call)
            and called.attr == "match"
            and len(node.args) > 1
        ):
            used[called.value.id].add("search")
    used.pop("re", None)
    return dict(used)


def _evaluated(call: ast.Call, module: ModuleType) -> Iterator[re.Pattern[Any]]:
    """Yield the pattern of a call, or nothing if it depends on names that have no sample."""
    flags = next((k.value for k in call.keywords if k.arg == "flags"), None)
    place = {"compile": 1, "sub": 4, "subn": 4, "split": 3}.get(_method(call) or "", 2)
    if flags is None and len(call.args) > place:
        flags = call.args[place]
    names = {**SAMPLES, **vars(module)}
    try:
        pattern = eval(_code(call.args[0]), names)
        wanted = eval(_code(flags), names) if flags is not None else 0
        yield re.compile(pattern, wanted)
    except (NameError, TypeError, AttributeError, KeyError, re.error):
        return


def _code(node: ast.expr) -> Any:
    return compile(ast.Expression(node), "<pattern>", "eval")
