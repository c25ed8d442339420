"""How much longer hostile texts take than as much normal prose, and how that grows.

    python -m tests.benchmarks.adversarial [--length 20000] [NAME …]

For each text of :mod:`tests.hostile_texts` at a quarter of the length and at all of it: the CPU
time of ``dataset.read_text`` a character, as a multiple of that of normal prose of the same
length in the same run. Where the second figure is far above the first, the time grows faster than
the text. The encoder's own time is left out (it is linear in the words, and many hostile texts
have a word a character); what it made of a window is kept and used again.
"""

from __future__ import annotations

import argparse
import contextlib
import time
from typing import Any

from dataset.build import read_text
from spacy.language import Language

from dataset.errors import InputError
from dataset.language import load
from tests.hostile_texts import NORMAL, TEXTS

TOLERATED = 1.6  # from a quarter of the length to all of it


class _Remembering:
    """The encoder's session, which answers the same question once, and counts its time."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.known: dict[tuple[bytes, ...], Any] = {}
        self.seconds = 0.0

    def run(self, names: list[str], inputs: dict[str, Any]) -> Any:
        key = tuple(array.tobytes() for array in inputs.values())
        if key not in self.known:
            begun = time.process_time()
            if len(self.known) > 1_000:
                self.known.clear()
            self.known[key] = self.session.run(names, inputs)
            self.seconds += time.process_time() - begun
        return self.known[key]


def seconds(text: str, nlp: Language, session: _Remembering) -> float:
    """Return the time of reading a text, without the encoder's."""
    session.seconds = 0.0
    begun = time.process_time()
    with contextlib.suppress(InputError):  # a text without prose
        read_text(text, name="a", nlp=nlp)
    return time.process_time() - begun - session.seconds


def main() -> None:
    """Print the figures, the texts that grow faster marked with a star."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.adversarial")
    parser.add_argument("--length", type=int, default=20_000, help="characters")
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    nlp = load()
    component: Any = nlp.get_pipe("parser_onnx")
    component._session = session = _Remembering(component._session)
    sizes = (options.length // 4, options.length)
    seconds(NORMAL, nlp, session)  # lexicons are read once
    normal = [seconds((NORMAL * (n // len(NORMAL) + 1))[:n], nlp, session) / n for n in sizes]
    for name in options.names or TEXTS:
        texts = [TEXTS[name](n) for n in sizes]
        short, long = (
            seconds(text, nlp, session) / len(text) / usual
            for text, usual in zip(texts, normal, strict=True)
        )
        star = "*" if long > max(1.0, TOLERATED * short) else " "
        print(f"{star} {name:32} {short:6.1f} {long:6.1f} x normal prose", flush=True)


if __name__ == "__main__":
    main()
