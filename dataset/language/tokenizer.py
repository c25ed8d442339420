"""Words: spaCy's English tokenizer, brought in line with the treebanks the parser learnt from.

The English treebanks split hyphenated words, but not at the affixes of the Linguistic Data
Consortium's list (Bies et al. 2012, *English Web Treebank*, tokenization guidelines):
*pro-democracy* is one word, *large-scale* three.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokenizer import Tokenizer
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

PREFIXES = (
    "a ante anti arch bi bio co counter cross cyber de e eco ex extra fore hyper inter intra macro "
    "mega meta micro mid mini mis mono multi neo non over pan para peri poly post pre pro proto "
    "pseudo quasi re semi sub super supra trans tri ultra un uni vice"
).split()
SUFFIXES = "esque ette fest fold gate itis less most wise".split()
# Abbreviations newspapers use and spaCy's list lacks; none of them is a word of its own.
ABBREVIATIONS = (
    "al. etc. Sts. Drs. Ave. Blvd. Rd. Supt. Capt. Cmdr. Maj. Pvt. Insp. Lt. Col. Sgt. Ft. Sr. "
    "Brig. Msgr. Univ. Dept. Assn. approx. pp. Gens. Reps. Sens. Profs. Revs. Cpl. Pfc. Atty. "
    "Tex. Vt. Wyo. Ont. Que. Ltd. Inc. Corp. b/c w/ w/o"
).split()

_WHOLE = re.compile(
    rf"(?:{'|'.join(PREFIXES)})-[^\W\d_]+|[^\W\d_]+-(?:{'|'.join(SUFFIXES)})"
    r"|\d{1,3}(?:-\d{3})?-\d{4}"  # telephone numbers; years and scores are ranges
    r"|[#@]\w+"
    r"|\d+['’]s",  # the 1980's
    re.IGNORECASE,
)
# Rules of signs and volleys of marks are one word each.
_RUNS = (
    r"(?:[.:]+[!?][!?.]*|[!?][!?.]+|[-=]{2,}|_{2,}|\*{2,}|~{2,}|#{2,}|\${2,}|<{2,}|>{2,}|\+{2,})"
)
_RANGE = r"(?<=[0-9])[–—](?=[0-9])"
# Marks typed without the space beside them: said,“Look … again!”Then.
_TIGHT_MARKS = (r"[“”„«»]", r"[,.;:!?]+(?=[“”„«»\"])")
_LETTER_HYPHEN_DIGIT = r"(?<=[^\W\d_])-(?=[0-9])"


# The tokenizer takes marks off the ends of what stands between spaces, one by one, and looks at all
# of it each time. Longer runs than any web address are therefore read in parts.
LONGEST_RUN = 400  # characters
_LONG_RUN = re.compile(rf"(?<!\S)\S{{{LONGEST_RUN},}}")


def tokenize(text: str, nlp: Language) -> Doc:
    """Return the words of a text, in time linear in its length whatever it holds.

    >>> import spacy
    >>> [len(t) for t in tokenize("See " + "x" * 600, spacy.blank("en"))]
    [3, 400, 200]
    """
    from spacy.tokens import Doc

    cuts = [
        place
        for run in _LONG_RUN.finditer(text)
        for place in range(run.start() + LONGEST_RUN, run.end(), LONGEST_RUN)
    ]
    if not cuts:
        return nlp.make_doc(text)
    parts = [
        nlp.tokenizer(text[start:end])
        for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)
    ]
    return Doc(
        nlp.vocab,
        words=[t.text for part in parts for t in part],
        spaces=[bool(t.whitespace_) for part in parts for t in part],
    )


def make_tokenizer(vocab: Vocab) -> Tokenizer:
    """Return the tokenizer.

    >>> from spacy.vocab import Vocab
    >>> [t.text for t in make_tokenizer(Vocab())("A pro-democracy, large-scale march!!!")]
    ['A', 'pro-democracy', ',', 'large', '-', 'scale', 'march', '!!!']
    """
    from spacy.attrs import ORTH
    from spacy.lang.en import English
    from spacy.tokenizer import Tokenizer
    from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

    defaults = English.Defaults
    assert defaults.prefixes is not None
    assert defaults.suffixes is not None
    assert defaults.infixes is not None
    rules = dict(defaults.tokenizer_exceptions)
    del rules["and/or"]  # three words in the treebanks
    rules |= {form: [{ORTH: form}] for w in ABBREVIATIONS for form in (w, w.upper())}
    return Tokenizer(
        vocab,
        rules=rules,
        prefix_search=compile_prefix_regex([_RUNS, *defaults.prefixes]).search,
        suffix_search=compile_suffix_regex([_RUNS, *defaults.suffixes]).search,
        infix_finditer=compile_infix_regex(
            [*_TIGHT_MARKS, _RUNS, _RANGE, _LETTER_HYPHEN_DIGIT, *defaults.infixes]
        ).finditer,
        token_match=_WHOLE.fullmatch,
        url_match=defaults.url_match,
    )
