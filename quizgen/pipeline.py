"""The whole way in one call: from articles or tables to a quiz and its files."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

from quizgen.compose import DEFAULT_QUESTIONS, check_types, make_quiz
from quizgen.errors import OptionError
from quizgen.inputs import Inputs, open_inputs
from quizgen.quiz import Level, Quiz
from quizgen.render.labels import DEFAULT_LANGUAGE, load_labels
from quizgen.render.layout import GlossaryStyle, Layout, Paper
from quizgen.select import check_mix
from quizgen.source import Source
from quizgen.versions import check_number


def make(
    inputs: Inputs | Source,
    *,
    output: str | Path | Sequence[str | Path] | None = None,
    format: str | None = None,
    questions: int = DEFAULT_QUESTIONS,
    seed: int = 0,
    types: Collection[str] | None = None,
    mix: Mapping[Level, int] | None = None,
    title: str | None = None,
    only: str | Collection[str] = (),
    about: str | None = None,
    storyline: bool = False,
    allow_fictional: bool = False,
    all_kinds: bool = False,
    versions: int = 1,
    paper: Paper = "a4",
    large_print: bool = False,
    answers: bool = True,
    glossary: GlossaryStyle = "blank",
    labels: str = DEFAULT_LANGUAGE,
    strict: bool = False,
) -> Quiz:
    """Return a quiz on articles or tables, and write it if ``output`` says where.

    It does what ``quizgen make`` does, prints nothing, and may run in several threads at once.
    The same inputs and options give the same quiz and the same files.

    Args:
        inputs: a path or several, of articles; the path of a folder of tables; tables of the
            contract in memory, by name; or what :func:`quizgen.inputs.open_inputs` returned,
            which also tells what could not be read, and need not be read again for another quiz.
        output: files to write; each one's suffix is its format. Keys are written beside them.
        format: of all outputs, where suffixes do not say it.
        questions: a maximum; a thin article gives fewer. Prompts to discuss come on top.
        seed: picks among sound items and orders options.
        types: item types to make; all if None.
        mix: shares of the levels (:data:`quizgen.select.DEFAULT_MIX` if None).
        title: of the quiz; the article's, if there is one article.
        only: ids of articles; all if empty.
        about: name of a person, place or body; only questions about it.
        storyline: only the articles that tell one story, the largest there is.
        allow_fictional: offer invented names where the article names too few people.
        all_kinds: also ask in ways that need a second look.
        versions: write so many versions, A, B, C …, with the questions shuffled.
        paper: ``a4`` or ``us-letter``.
        large_print: 18-point type.
        answers: whether web pages hold the key, which any reader can dig out.
        glossary: ``blank`` room for the meanings of hard words, ``given`` ones, or ``none``.
        labels: language of *Name*, *Date* and the like.
        strict: write nothing unless every output holds every question as it is.

    Raises:
        QuizgenError: of :mod:`quizgen.errors`: an option makes no sense, nothing can be asked
            with certainty, an output cannot be written. No output has been touched then, unless
            the disk failed.
        DatasetError: of :mod:`dataset.errors`: no input gave an article, tables break the
            contract.
    """
    from quizgen.outputs import check_output, write_outputs

    outputs = _paths(output)
    wanted = [types] if isinstance(types, str) else types
    ids = [only] if isinstance(only, str) else [*only]
    check_types(wanted)
    if questions < 1:
        raise OptionError(f"questions: {questions} is less than 1.")
    if mix is not None:
        check_mix(mix)
    check_number(versions)
    load_labels(labels)
    layout = Layout(
        paper=paper, large_print=large_print, answers=answers, glossary=glossary, language=labels
    )
    for path in outputs:
        check_output(path, format=format)
    source = inputs if isinstance(inputs, Source) else open_inputs(inputs)
    tables, entity_id = source.chosen(ids, about=about, storyline=storyline)
    quiz = make_quiz(
        tables,
        questions=questions,
        seed=seed,
        types=wanted,
        mix=mix,
        title=title,
        about=entity_id,
        allow_fictional=allow_fictional,
        all_kinds=all_kinds,
    )
    if outputs:
        write_outputs(quiz, outputs, number=versions, format=format, layout=layout, strict=strict)
    return quiz


def _paths(output: str | Path | Sequence[str | Path] | None) -> list[Path]:
    if output is None:
        return []
    return [Path(path) for path in ([output] if isinstance(output, str | Path) else output)]
