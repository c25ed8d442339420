"""Lemmas: verbs from a dictionary, given their tag; other words by the rule the model predicts."""

from __future__ import annotations

from functools import lru_cache

# Forms whose reading the tag decides, and that a dictionary of full verbs misreads.
AUXILIARIES = {
    "'s": "be",
    "'m": "be",
    "'re": "be",
    "'ve": "have",
    "'d": "would",
    "'ll": "will",
    "ca": "can",
    "wo": "will",
    "sha": "shall",
    "ai": "be",
    "am": "be",
    "is": "be",
    "are": "be",
    "was": "be",
    "were": "be",
    "been": "be",
    "being": "be",
    "has": "have",
    "had": "have",
    "does": "do",
    "did": "do",
}


# First halves of contracted infinitives: *gonna*, *wanna*, *gimme*.
CONTRACTED = {"gon": "go", "wan": "want", "gim": "give", "lem": "let", "got": "get"}


@lru_cache(maxsize=100_000)
def lemma_of(form: str, upos: str, xpos: str, rule: str | None = None) -> str:
    """Return the base form of a word in lower case; names are kept as written.

    Args:
        form: the word.
        upos: its universal part of speech.
        xpos: its Penn tag.
        rule: "letters to cut:letters to add" on the word in lower case, as the model predicts.

    >>> (
    ...     lemma_of("met", "VERB", "VBD"),
    ...     lemma_of("’s", "AUX", "VBZ"),
    ...     lemma_of("Oslo", "PROPN", "NNP"),
    ... )
    ('meet', 'be', 'Oslo')
    >>> lemma_of("Women", "NOUN", "NNS", "2:an"), lemma_of("Parties", "NOUN", "NNS", "1:")
    ('woman', 'party')
    """
    if upos == "PROPN":
        return form
    plain = form.replace("’", "'").lower()
    if upos == "AUX" and plain in AUXILIARIES:
        return "have" if plain == "'s" and xpos == "VBN" else AUXILIARIES[plain]
    if upos in {"VERB", "AUX"}:
        return _verb(plain, xpos)
    if xpos == "NNS" and plain.endswith("ies"):
        rule = None  # the model cuts the s off cities as off movies; the dictionary knows
    if rule is not None:
        cut, _, added = rule.partition(":")
        if int(cut) <= len(plain) and (int(cut) < len(plain) or added):
            return plain[: len(plain) - int(cut)] + added
    if upos in {"NOUN", "ADJ", "ADV"} and rule is None:
        from lemminflect import getLemma

        lemmas = getLemma(plain, upos=upos)
        return lemmas[0] if lemmas else plain
    return plain


def _verb(plain: str, xpos: str) -> str:
    if plain in CONTRACTED:
        return CONTRACTED[plain]
    if xpos in {"VB", "VBP", "MD"} and plain not in {"am", "are", "is"}:
        return plain
    from lemminflect import getInflection, getLemma

    lemmas = getLemma(plain, upos="VERB")
    # "found" is of find and of found: the first is the commoner, if it has this very form.
    for lemma in lemmas:
        if xpos not in {"VBD", "VBN", "VBG", "VBZ"} or plain in getInflection(lemma, tag=xpos):
            return str(lemma)
    return str(lemmas[0]) if lemmas else plain
