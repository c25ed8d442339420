"""How fast the pipeline is, as ratios within one run.

Compared with a pipeline of the shape of ``en_core_web_sm`` 3.8 with random weights: tok2vec 96
wide and 4 deep, shared by tagger and parser, a named-entity recogniser with its own, attribute
ruler; built as spaCy does by default. Its rule lemmatizer is left out, which favours it.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence
from typing import Any

import numpy
import spacy
from spacy.language import Language
from spacy.tokens import Span
from spacy.training import Example

TOK2VEC: dict[str, Any] = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": 96,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE", "SPACY", "IS_SPACE"],
        "rows": [5000, 1000, 2500, 2500, 50, 50],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": 96,
        "depth": 4,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": 96, "upstream": "tok2vec"}


def parser_model(state: str, hidden: int, tok2vec: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of a transition-based parser or recogniser."""
    return {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": state,
        "extra_state_tokens": False,
        "hidden_width": hidden,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": tok2vec,
    }


def small_cnn(examples: Sequence[Example]) -> Language:
    """Return a pipeline of en_core_web_sm's shape, its classes taken from the examples."""
    numpy.random.seed(0)
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec", config={"model": TOK2VEC})
    nlp.add_pipe(
        "tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "tok2vec": LISTENER}}
    )
    nlp.add_pipe("parser", config={"model": parser_model("parser", 64, LISTENER)})
    nlp.add_pipe("attribute_ruler")
    nlp.add_pipe("ner", config={"model": parser_model("ner", 64, TOK2VEC)})
    own = []
    for example in examples[:200]:
        doc = example.reference.copy()
        if len(doc) > 4:
            doc.set_ents([Span(doc, 1, 2, label="ORG")])
        own.append(Example(nlp.make_doc(doc.text), doc))
    nlp.initialize(lambda: own)
    return nlp


def words_per_second(nlp: Language, texts: Sequence[str], *, n_process: int = 1) -> float:
    """Return the words a second, the best of three runs."""
    best, n = 0.0, 0
    for _ in range(3):
        begun = time.perf_counter()
        n = sum(
            len(d) for d in nlp.pipe(texts, n_process=n_process, batch_size=4 if n_process > 1 else 64)
        )  # fmt: skip
        best = max(best, n / (time.perf_counter() - begun))
    return best


def loading_seconds() -> float:
    """Return the seconds ``load()`` takes in a fresh process after its imports, at best."""
    code = (
        "import time, spacy, onnxruntime, numpy\n"
        "import dataset.language.parser, dataset.language.tokenizer\n"
        "t = time.perf_counter()\n"
        "from dataset.language import load\n"
        "load()\n"
        "print(time.perf_counter() - t)\n"
    )
    return min(
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)
        for _ in range(3)
    )


def measure(nlp: Language, examples: Sequence[Example], texts: Sequence[str]) -> dict[str, float]:
    """Return the figures: words a second, and their ratios."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        ours = words_per_second(nlp, texts)
        other = words_per_second(small_cnn(examples), texts)
        two = words_per_second(nlp, texts, n_process=2)
    return {
        "words/s": round(ours),
        "words/s of a small CNN": round(other),
        "ratio": round(ours / other, 2),
        "two processes, ratio": round(two / ours, 2),
        "loading, seconds": round(loading_seconds(), 2),
    }
