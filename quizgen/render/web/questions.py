"""The questions of the student's page, each a group of fields, and their room on paper.

Every field is followed by its room: what stands on paper in its place, since a field would cut
off what does not fit it. The script copies there what is typed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from quizgen.render.labels import Labels
from quizgen.render.sheet import Option, Question
from quizgen.render.web.answers import kind_of
from quizgen.render.web.page import NOTHING, Html, bdi, hidden, join, tag, text


def question_html(question: Question, plain: Mapping[str, str], labels: Labels) -> Html:
    """Return a question as the script finds it: ``data-kind`` tells how it is answered."""
    kind = kind_of(question)
    # The number alone says little to those who hear it.
    number = join(
        tag("span", text(str(question.number)), class_="number", aria_hidden="true"),
        hidden(labels("question", n=question.number)),
        text(" "),
    )
    gapped = question.shape == "gap"
    words = NOTHING if gapped else bdi(question.parts[0], class_="words-of-question")
    points = tag("span", text(question.points), class_="points") if question.points else NOTHING
    return tag(
        "div",
        tag(
            "fieldset",
            tag("legend", number, words, text(" ") if points else NOTHING, points),
            _sentence(question, plain) if gapped else NOTHING,
            _answer_room(question, plain),
        ),
        class_="question gapped" if gapped else "question",
        id=f"question-{question.number}",
        data_number=question.number,
        data_kind=kind,
    )


def _sentence(question: Question, plain: Mapping[str, str]) -> Html:
    """Return a sentence with a field in each gap, and the bank of words under it."""
    name = f"q{question.number}"
    describedby = f"{name}-sentence"
    pieces = [text(question.parts[0])]
    for n, part in enumerate(question.parts[1:], 1):
        place = f"{name}-{n}"
        blank = (
            _select(
                question.options,
                lettered=False,
                name=place,
                aria_label=plain["gap"],
                aria_describedby=describedby,
            )
            if kind_of(question) == "bank"
            else field(name=place, aria_label=plain["gap"], aria_describedby=describedby)
        )
        pieces += [blank, text(part)]
    sentence = tag("p", *pieces, class_="sentence", dir="auto", id=describedby)
    if not question.options:
        return sentence
    bank = tag("ul", *(tag("li", bdi(o.text)) for o in question.options), aria_label=plain["bank"])
    return join(sentence, tag("div", bank, class_="bank"))


def _answer_room(question: Question, plain: Mapping[str, str]) -> Html:
    name = f"q{question.number}"
    label = plain["your_answer"]
    match question.shape:
        case "choice":
            return _choices(name, question.options)
        case "true_false":
            words = [Option("", plain["true"]), Option("", plain["false"])]
            shown_by = tag(
                "label",
                text(plain["paragraph_number"]),
                text(" "),
                field(name=f"{name}-paragraph", inputmode="numeric"),
                class_="shown-by",
            )
            return tag("div", _choices(name, words), shown_by, class_="true-false")
        case "match" if question.premises:
            return _matching(name, question, plain)
        case "order":
            return _ordering(question, plain)
        case "gap":
            return NOTHING
    lines: list[Html] = []
    if question.options:
        lines.append(_lettered(question.options))
    for premise in question.premises:
        line = f"{name}-{premise.letter}"
        lines.append(
            tag(
                "div",
                _line_label(premise, line),
                field(name=line, id=line),
                class_="line",
            )
        )
    if question.n_lines and kind_of(question) == "free":
        lines.append(area(question.n_lines, name=name, aria_label=label))
    elif question.n_lines:
        lines.append(field(name=name, n_lines=question.n_lines, aria_label=label))
    return tag("div", *lines, class_="lines")


def _choices(name: str, options: Sequence[Option]) -> Html:
    return tag(
        "div",
        *(
            tag(
                "label",
                tag("input", type="radio", name=name, value=place, autocomplete="off"),
                tag("span", text(option.letter), class_="letter")
                if option.letter
                else tag("span", class_="tick"),
                text(" "),
                bdi(option.text),
                class_="choice",
            )
            for place, option in enumerate(options)
        ),
        class_="choices",
    )


def _matching(name: str, question: Question, plain: Mapping[str, str]) -> Html:
    """Return the lines, each with a letter to choose, and what to choose from."""
    lines = [
        tag(
            "li",
            _line_label(p, f"{name}-{p.letter}"),
            _select(question.options, name=f"{name}-{p.letter}", id=f"{name}-{p.letter}"),
        )
        for p in question.premises
    ]
    return tag(
        "div",
        tag("ol", *lines, class_="premises"),
        tag("p", text(plain["choices_column"]), class_="caption"),
        _lettered(question.options),
        class_="matching",
    )


def _line_label(line: Option, field_id: str) -> Html:
    number = tag("span", text(line.letter), class_="letter")
    return tag("label", number, text(" "), bdi(line.text), for_=field_id)


def _lettered(options: Sequence[Option]) -> Html:
    return tag(
        "ul",
        *(
            tag("li", tag("span", text(o.letter), class_="letter"), text(" "), bdi(o.text))
            for o in options
        ),
        class_="lettered",
    )


def _ordering(question: Question, plain: Mapping[str, str]) -> Html:
    """Return the events and boxes for their letters; the script makes the events move."""
    earliest, latest = (
        tag("span", text(plain[name]), class_="caption") for name in ("earliest", "latest")
    )
    boxes = [tag("span", class_="box") for _ in question.options]
    lines = [
        tag(
            "li",
            tag("span", text(option.letter), class_="letter"),
            text(" "),
            bdi(option.text),
            data_place=place,
            data_letter=option.letter,
        )
        for place, option in enumerate(question.options)
    ]
    return tag(
        "div",
        tag("p", earliest, class_="scripted"),
        tag("ol", *lines, class_="events"),
        tag("p", latest, class_="scripted"),
        tag("p", earliest, *boxes, latest, class_="boxes on-paper"),
        class_="ordering",
    )


def _select(options: Sequence[Option], *, lettered: bool = True, **attributes: str) -> Html:
    choices = [tag("option", value="")]
    for place, option in enumerate(options):
        shown = f"{option.letter} {option.text}" if lettered else option.text
        written = option.letter if lettered else option.text
        choices.append(tag("option", text(shown), value=place, data_written=written, dir="auto"))
    return join(tag("select", *choices, autocomplete="off", **attributes), _room())


def field(*, n_lines: int = 0, **attributes: str) -> Html:
    """Return a field for a few words."""
    blank = tag(
        "input",
        type="text",
        dir="auto",
        autocomplete="off",
        # What helps to spell would give answers away, or change them.
        autocapitalize="off",
        autocorrect="off",
        spellcheck="false",
        **attributes,
    )
    return join(blank, _room(n_lines))


def area(n_lines: int, **attributes: str) -> Html:
    """Return a field for some lines."""
    blank = tag("textarea", rows=n_lines + 1, dir="auto", autocomplete="off", **attributes)
    return join(blank, _room(n_lines))


def _room(n_lines: int = 0) -> Html:
    """Return lines to write on, or what was typed; without lines, a blank in the line of text."""
    lines = [tag("span", class_="line") for _ in range(n_lines)]
    return tag(
        "span",
        tag("bdi", class_="written"),
        *lines,
        class_="room" if n_lines else "room blank",
        aria_hidden="true",
    )
