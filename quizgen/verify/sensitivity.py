"""Whether an item makes a game of what is none: death, violence, guilt."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources

from quizgen.library import Library
from quizgen.quiz import Item


@cache
def patterns() -> dict[str, re.Pattern[str]]:
    """Return what matters are told by: ``never``, ``death`` and ``guilt`` (see sensitive.txt)."""
    text = (resources.files("quizgen.verify") / "sensitive.txt").read_text(encoding="utf-8")
    found: dict[str, list[str]] = {}
    section = ""
    for line in text.splitlines():
        head = re.match(r"#\s*\[(\w+)\]", line)
        if head:
            section = head[1]
        elif line and not line.startswith("#"):
            found.setdefault(section, []).append(line)
    return {name: re.compile("|".join(lines), re.IGNORECASE) for name, lines in found.items()}


def no_game_of_suffering(item: Item, library: Library) -> bool:  # noqa: ARG001
    """Nothing is asked of sexual violence or suicide; no names and numbers of the dead."""
    texts = [item.question, item.key, item.correction or "", *item.options, *item.premises]
    known = patterns()
    if any(known["never"].search(t) for t in texts):
        return False
    if item.type == "discussion" or item.proof["kind"] == "utterance":
        return True
    counted = item.proof["kind"] in {"number", "person"} and item.type != "who_said"
    false = item.type == "true_false" and item.key == "False"
    told = re.sub(r"“[^”]*”", " ", " ".join([item.question, item.key]))
    return not ((counted or false) and known["death"].search(told))


def no_wrong_culprit(item: Item, library: Library) -> bool:  # noqa: ARG001
    """Nobody is offered as the wrong doer, or the wrong victim, of a bad act.

    Nor is an accusation a statement to be ticked as true, unless the article gives its source.
    """
    told = re.sub(r"“[^”]*”", " ", item.question)
    if item.type == "true_false":
        sourced = "“" in item.question or bool(item.proof.get("source"))
        return sourced or not patterns()["lie"].search(told)
    if item.type in {"discussion", "who_said"} or item.proof["kind"] != "person":
        return True
    return not item.options or not patterns()["guilt"].search(told)
