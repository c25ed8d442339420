"""Windows: the stretches of words the encoder reads at once.

A window is a run of paragraphs, or a part of a long one that ends with a sentence. It is a
function of the text alone, so that an analysis never depends on how documents are batched.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from spacy.attrs import IDX, IS_SPACE, LENGTH
from spacy.tokens import Doc

from dataset.paragraphs import paragraphs

# Key of ``Doc.user_data``: (start, end) spans in characters that no sentence may cross. A caller
# that knows the layout of the article gives them; otherwise they are the text's paragraphs.
BLOCKS = "blocks"

# Words of a window: neighbouring sentences help, and training saw windows of up to 100 words.
WORDS = 80
# A sentence longer than a window is read in one of this size, the most the encoder takes ...
MOST_WORDS = 250
MOST_PIECES = 500
# ... and if it is longer still, it is cut, at the last of these marks if there is one.
BREAKS = frozenset({";", ":", ",", "-", "–", "—", "|", "•"})

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Window:
    """Words to read at once: their places in the Doc, and which of them open a block."""

    words: list[int]
    opens: list[bool]


@dataclass(frozen=True, slots=True)
class Read(Generic[Result]):
    """A window with what the encoder made of it.

    ``starts`` are the places in the window where a sentence begins. Its first ``used`` words
    are settled; the others belong to a sentence that the next window reads whole. ``cut``
    says that the settled words end in the middle of a sentence that is too long.
    """

    window: Window
    result: Result
    starts: list[int]
    used: int
    cut: bool


def bounds_of(doc: Doc) -> list[tuple[int, int]]:
    """Return the (start, end) of the blocks of a Doc, in characters."""
    return doc.user_data.get(BLOCKS) or paragraphs(doc.text)


def words_of(doc: Doc) -> Window:
    """Return all words of a Doc, white space left out, with the beginnings of its blocks."""
    bounds = bounds_of(doc)
    words: list[int] = []
    opens: list[bool] = []
    coming = iter([start for start, _ in bounds])
    start = next(coming, None)
    fresh = True
    # Arrays: a Token is made anew each time one is asked for, which is most of the cost here.
    offsets = doc.to_array([IDX, LENGTH, IS_SPACE]).tolist() if len(doc) else []
    for place, (offset, length, is_space) in enumerate(offsets):
        # A tokenizer's word may begin before the bound; the word after it opens the block.
        while start is not None and offset + length > start:
            fresh, start = True, next(coming, None)
        if not is_space:
            words.append(place)
            opens.append(fresh)
            fresh = False
    return Window(words, opens)


def read_windows(
    doc: Doc,
    count_pieces: Callable[[int], int],
    read: Callable[[Window], tuple[Result, Sequence[int]]],
) -> Iterator[Read[Result]]:
    """Cut a Doc into windows and read them one after the other, in time linear in its length.

    Args:
        doc: a tokenized Doc.
        count_pieces: gives the number of word pieces of the word at a place.
        read: analyses a window; gives the result and the places where sentences begin.
    """
    every = words_of(doc)
    position, most = 0, WORDS
    while position < len(every.words):
        end, whole = _end_of_window(every, position, most, count_pieces)
        window = Window(every.words[position:end], every.opens[position:end])
        result, predicted = read(window)
        openings = [n for n, opening in enumerate(window.opens) if opening]
        starts = sorted({0, *openings, *predicted})
        if whole:
            used, cut = len(window.words), False
        elif starts[-1]:
            # The last sentence may go on beyond the window.
            used, cut = starts[-1], False
        elif most < MOST_WORDS and len(window.words) == most:
            most = MOST_WORDS
            continue
        else:
            used, cut = _place_to_cut(doc, window.words), True
        yield Read(window, result, [s for s in starts if s < used], used, cut)
        position, most = position + used, WORDS


def _end_of_window(
    every: Window, begin: int, most: int, count_pieces: Callable[[int], int]
) -> tuple[int, bool]:
    """Return where a window ends, and whether that is the end of a block."""
    end, pieces = begin, 0
    while end < len(every.words) and end - begin < most:
        pieces += count_pieces(every.words[end])
        if pieces > MOST_PIECES and end > begin:
            break
        end += 1
    if end == len(every.words) or every.opens[end]:
        return end, True
    for n in range(end - 1, begin, -1):
        if every.opens[n]:
            return n, True
    return end, False


def _place_to_cut(doc: Doc, words: Sequence[int]) -> int:
    """Return after how many words to cut a sentence that is too long for a window."""
    for n in range(len(words), len(words) // 2, -1):
        if doc[words[n - 1]].text in BREAKS:
            return n
    return len(words)
