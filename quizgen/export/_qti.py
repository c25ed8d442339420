"""QTI packages: what versions 2.1 and 3.0 have in common, which is all but the names.

::

    imsmanifest.xml           what is in the package, which needs which; ids, types and levels
    assessment.xml            the test: a section a type, the points summed up
    items/<id>.xml            a question each
    stimuli/<id>.xml          the articles, of version 3.0; version 2.1 knows no such thing, so
                              that they stand in the rubric of the outermost section

Elements are made by their names of version 2.1 (https://www.imsglobal.org/question/qtiv2p1/
imsqti_infov2p1.html); ``translate`` turns them into those of version 3.0
(https://www.imsglobal.org/spec/qti/v3p0/impl): ``choiceInteraction`` is
``qti-choice-interaction`` there, and ``maxChoices`` ``max-choices``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from xml.etree import ElementTree as ET

from quizgen.archive import pack
from quizgen.export._qti_elements import (
    add_mapped,
    base_value,
    element,
    kebab,
    no_more_than,
    number_text,
    outcome,
    response,
    set_outcome,
    share_text,
    text_entry,
    translate,
    typed_response,
    variable,
)
from quizgen.export.question import Job, Note, Question
from quizgen.render.sheet import ArticleText, clean, letter

RESPONSE = "RESPONSE"
GENERAL = "general_fb"  # feedback that everybody gets; the name Canvas uses
MAX_LABEL_CHARS = 256  # of an item's label, a string256
ESSAY_LINES = {"short_answer": 2}  # expected; three of all others, as on the handout


@dataclass(frozen=True, slots=True)
class Dialect:
    """A version of QTI: its namespaces, and what its manifests call things."""

    namespace: str
    manifest: str
    schema: str
    schema_version: str
    resource: str  # of the types of resources
    three: bool


V21 = Dialect(
    namespace="http://www.imsglobal.org/xsd/imsqti_v2p1",
    manifest="http://www.imsglobal.org/xsd/imscp_v1p1",
    schema="QTIv2.1 Package",
    schema_version="1.0.0",
    resource="imsqti_{}_xmlv2p1",
    three=False,
)
V30 = Dialect(
    namespace="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    manifest="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    schema="QTI Package",
    schema_version="3.0.0",
    resource="imsqti_{}_xmlv3p0",
    three=True,
)
LOM = "http://ltsc.ieee.org/xsd/LOM"

# What each kind of question becomes.
INTERACTIONS = {
    "choice": "choiceInteraction",
    "true_false": "choiceInteraction",
    "gaps": "textEntryInteraction",
    "typed": "textEntryInteraction",
    "matching": "matchInteraction",
    "ordering": "orderInteraction",
    "essay": "extendedTextInteraction",
}


def package(job: Job, dialect: Dialect) -> bytes:
    """Return the zip file of a quiz."""
    items = {_item_href(job, q): _item(job, q, dialect) for q in job.questions}
    stimuli = {}
    if dialect.three:
        for place, article in enumerate(job.articles):
            stimuli[_stimulus_id(job, place)] = _stimulus(job, place, article)
    elif job.articles:
        job.losses.note(
            "The article is in the package as the test's instructions; a site that takes the "
            "questions only does not show it: hand it out, or put it on a page of its own."
        )
    files = {
        "imsmanifest.xml": _manifest(job, dialect, list(stimuli)),
        "assessment.xml": _document(_test(job, dialect), dialect),
    }
    for name, root in stimuli.items():
        files[_stimulus_href(name)] = _document(root, dialect)
    for href, root in items.items():
        files[href] = _document(root, dialect)
    return pack(files)


def _document(root: ET.Element, dialect: Dialect) -> bytes:
    if dialect.three:
        translate(root)
    root.set("xmlns", dialect.namespace)
    return _xml(root)


def _xml(root: ET.Element) -> bytes:
    # Players put documents into HTML, where "<x/>" does not end an element.
    text = ET.tostring(root, encoding="unicode", short_empty_elements=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


# -- the package -------------------------------------------------------------------------------


def _item_href(job: Job, question: Question) -> str:
    return f"items/{job.identifier(question.item_id)}.xml"


def _stimulus_id(job: Job, place: int) -> str:
    return job.identifier("article", str(place), prefix="s")


def _articles_of(job: Job, question: Question) -> Sequence[int]:
    """Return the places of the articles that prove an answer; of all, where none is named."""
    return question.sources or range(len(job.articles))


def _stimulus_href(name: str) -> str:
    return f"stimuli/{name}.xml"


def _manifest(job: Job, dialect: Dialect, stimuli: Sequence[str]) -> bytes:
    resources = element("resources")
    names = [job.identifier(question.item_id) for question in job.questions]
    resources.append(
        _resource(dialect, "test", job.identifier("test", prefix="t"), "assessment.xml", names)
    )
    for name in stimuli:
        resources.append(_resource(dialect, "stimulus", name, _stimulus_href(name)))
    for name, question in zip(names, job.questions, strict=True):
        shown = [_stimulus_id(job, place) for place in _articles_of(job, question)]
        needed = [other for other in shown if other in stimuli]
        resource = _resource(dialect, "item", name, _item_href(job, question), needed)
        resource.insert(0, element("metadata", _lom(job, question)))
        resources.append(resource)
    metadata = element(
        "metadata",
        element("schema", dialect.schema),
        element("schemaversion", dialect.schema_version),
    )
    root = element(
        "manifest",
        metadata,
        element("organizations"),
        resources,
        identifier=job.identifier("manifest", prefix="m"),
    )
    root.set("xmlns", dialect.manifest)
    return _xml(root)


def _resource(
    dialect: Dialect, kind: str, name: str, href: str, needed: Sequence[str] = ()
) -> ET.Element:
    return element(
        "resource",
        element("file", href=href),
        *(element("dependency", identifierref=other) for other in needed),
        identifier=name,
        type=dialect.resource.format(kind),
        href=href,
    )


def _lom(job: Job, question: Question) -> ET.Element:
    """Return an item's id, type and level, where the catalogues of item banks look for them."""

    def string(text: str) -> ET.Element:
        return element("string", text, language=job.language)

    own_id = clean(question.item_id)
    general = element(
        "general",
        element("identifier", element("catalog", "quizgen"), element("entry", own_id)),
        element("title", string(_title(job, question))),
        *(element("keyword", string(tag)) for tag in question.tags),
    )
    lom = element("lom", general)
    lom.set("xmlns", LOM)
    return lom


def _test(job: Job, dialect: Dialect) -> ET.Element:
    points = sum(question.points for question in job.questions)
    rubric: list[ET.Element] = []
    if job.warm_up:
        rubric += [
            element("h2", job.labels("before_you_read")),
            element("p", job.warm_up, class_="quizgen-warm-up"),
        ]
    if not dialect.three:
        for article in job.articles:
            rubric.append(_article(article, job.title))
    sections = [
        element(
            "assessmentSection",
            *(
                element(
                    "assessmentItemRef",
                    identifier=job.identifier(question.item_id),
                    href=_item_href(job, question),
                )
                for question in group
            ),
            identifier=job.identifier("section", type_, prefix="s"),
            title=job.labels(type_),
            visible=True,
        )
        for type_, group in groupby(job.questions, key=lambda question: question.type)
    ]
    whole = element(
        "assessmentSection",
        *([_rubric(dialect, "candidate", "instructions", *rubric)] if rubric else []),
        *sections,
        identifier=job.identifier("section", prefix="s"),
        title=job.labels("questions"),
        visible=True,
    )
    part = element(
        "testPart",
        # Whoever has answered sees why; players show nothing unless told to.
        element("itemSessionControl", showFeedback=True, allowReview=True),
        whole,
        identifier=job.identifier("part", prefix="p"),
        navigationMode="nonlinear",
        submissionMode="individual",
    )
    summed = [
        element(
            "setOutcomeValue",
            element("sum", element("testVariables", variableIdentifier=name)),
            identifier=name,
        )
        for name in ("SCORE", "MAXSCORE")
    ]
    return element(
        "assessmentTest",
        outcome("SCORE", "float", 0),
        outcome("MAXSCORE", "float", points),
        part,
        element("outcomeProcessing", *summed),
        identifier=job.identifier("test", prefix="t"),
        title=" – ".join(filter(None, (job.title, job.version))),
        toolName="quizgen",
    )


def _rubric(dialect: Dialect, view: str, use: str, *content: ET.Element) -> ET.Element:
    if dialect.three:
        return element("rubricBlock", element("contentBody", *content), use=use, view=view)
    return element("rubricBlock", *content, view=view)


def _article(article: ArticleText, title: str) -> ET.Element:
    return element(
        "div",
        element("h2", article.heading or title),
        *(
            element("p", text, class_="quizgen-facts")
            for text in (" · ".join(article.facts), article.credit)
            if text
        ),
        # Feedback names paragraphs by their numbers.
        *(element("p", f"{n}. {text}") for n, text in enumerate(article.paragraphs, 1)),
        class_="quizgen-article",
    )


def _stimulus(job: Job, place: int, article: ArticleText) -> ET.Element:
    return element(
        "assessmentStimulus",
        element("stimulusBody", _article(article, job.title)),
        identifier=_stimulus_id(job, place),
        title=article.heading or job.title,
        lang=job.language,
    )


# -- an item -----------------------------------------------------------------------------------


def _title(job: Job, question: Question) -> str:
    return job.labels("question", n=question.name)


def _item(job: Job, question: Question, dialect: Dialect) -> ET.Element:
    """Return the ``assessmentItem`` of a question, and say what it is asked as."""
    asked = _asked(job, question, dialect)
    body = [*asked.body]
    if question.kind == "essay" and question.points:
        body.append(_scorer(question, dialect))
    refs = []
    if dialect.three:
        for n, place in enumerate(_articles_of(job, question)):
            article = job.articles[place]
            name = _stimulus_id(job, place)
            href = f"../{_stimulus_href(name)}"
            title = article.heading or job.title
            refs.append(element("assessmentStimulusRef", identifier=name, href=href, title=title))
            # Players put the text where its name is.
            shared = element("div", class_="qti-shared-stimulus")
            shared.set("data-stimulus-idref", name)
            body.insert(n, shared)
    feedback = _feedback(question, dialect)
    outcomes = [outcome("SCORE", "float", 0, maximum=question.points)]
    if dialect.three and not asked.rules and question.points:
        outcomes[0].set("externalScored", "human")
    outcomes += [outcome("MAXSCORE", "float", question.points), *asked.constants]
    rules = [*asked.rules]
    if feedback:
        outcomes.append(
            element("outcomeDeclaration", identifier="FEEDBACK", cardinality="multiple",
                    baseType="identifier")
        )  # fmt: skip
        chosen = [variable(RESPONSE)] if len(feedback) > 1 else []
        shown = element("multiple", *chosen, base_value("identifier", GENERAL))
        rules.append(set_outcome("FEEDBACK", shown))
    item = element(
        "assessmentItem",
        *asked.declarations,
        *outcomes,
        *refs,
        element("itemBody", *body),
        *([element("responseProcessing", *rules)] if rules else []),
        *feedback,
        identifier=job.identifier(question.item_id),
        title=_title(job, question),
        adaptive=False,
        timeDependent=False,
        lang=job.language,
        toolName="quizgen",
    )
    label = clean(question.item_id)
    if len(label) <= MAX_LABEL_CHARS:
        item.set("label", label)
    name = asked.interaction
    job.losses.written_as[question.item_id] = f"qti-{kebab(name)}" if dialect.three else name
    return item


@dataclass(frozen=True, slots=True)
class _Asked:
    """How a question is asked: what is declared, shown, and done with the answer.

    ``constants`` are numbers that rules need, declared as outcomes that never change.
    """

    interaction: str
    declarations: tuple[ET.Element, ...]
    body: tuple[ET.Element, ...]
    rules: tuple[ET.Element, ...] = ()
    constants: tuple[ET.Element, ...] = ()


def _asked(job: Job, question: Question, dialect: Dialect) -> _Asked:
    match question.kind:
        case "choice" | "true_false":
            return _choice(question)
        case "gaps":
            return _gaps(job, question)
        case "typed":
            entry = text_entry(RESPONSE, question.answers[0])
            return _Asked(
                "textEntryInteraction",
                (typed_response(RESPONSE, question.answers[0], question.points),),
                (element("p", question.stem()), element("p", entry)),
                (add_mapped(RESPONSE),),
            )
        case "matching":
            return _matching(question, dialect)
        case "ordering":
            return _ordering(question)
        case "essay":
            lines = ESSAY_LINES.get(question.type, 3)
            asked = element(
                "extendedTextInteraction",
                element("prompt", question.stem()),
                responseIdentifier=RESPONSE,
                expectedLines=lines,
            )
            return _Asked("extendedTextInteraction", (response(RESPONSE, "string"),), (asked,))


def choice_names(question: Question) -> list[str]:
    """Return the identifiers of a question's choices: letters, or true and false."""
    if question.kind == "true_false":
        return ["true", "false"]
    return [letter(place) for place in range(len(question.choices))]


def _choice(question: Question) -> _Asked:
    names = choice_names(question)
    right = [name for name, c in zip(names, question.choices, strict=True) if c.right]
    asked = element(
        "choiceInteraction",
        element("prompt", question.stem()),
        *(
            element("simpleChoice", choice.text, identifier=name)
            for name, choice in zip(names, question.choices, strict=True)
        ),
        responseIdentifier=RESPONSE,
        shuffle=question.shuffled and question.kind == "choice",
        maxChoices=1,
    )
    declared = response(
        RESPONSE, "identifier", right, mapped=[(name, str(question.points)) for name in right],
        most=question.points,
    )  # fmt: skip
    return _Asked("choiceInteraction", (declared,), (asked,), (add_mapped(RESPONSE),))


def _gaps(job: Job, question: Question) -> _Asked:
    names = [RESPONSE]
    if len(question.answers) > 1:
        names = [f"{RESPONSE}_{n}" for n in range(1, len(question.answers) + 1)]
    bank = [choice.text for choice in question.choices]
    drawn = bool(bank) and all(set(bank).intersection(words) for words in question.answers)
    if bank and not drawn:
        job.losses.converted(
            question.item_id,
            "the words to choose from stand under it, as not all answers are there",
        )
    declarations = []
    line = element("p", question.parts[0])
    for name, words, after in zip(names, question.answers, question.parts[1:], strict=True):
        if drawn:
            right = [letter(bank.index(word)) for word in words if word in bank]
            worth = share_text(question.rule.each, len(names))
            declarations.append(
                response(name, "identifier", right[:1], mapped=[(r, worth) for r in right],
                          most=question.rule.each)
            )  # fmt: skip
            line.append(
                element(
                    "inlineChoiceInteraction",
                    *(
                        element("inlineChoice", word, identifier=letter(place))
                        for place, word in enumerate(bank)
                    ),
                    responseIdentifier=name,
                    shuffle=False,
                )
            )
        else:
            declarations.append(typed_response(name, words, question.rule.each, len(names)))
            line.append(text_entry(name, words))
        line[-1].tail = after
    body = [line]
    if bank and not drawn:
        body.append(element("p", f"{job.labels('bank')}: {' / '.join(bank)}"))
    rules = [add_mapped(name) for name in names]
    if len(names) > 1 and share_text(question.rule.each, len(names)) != str(question.rule.each):
        rules.append(no_more_than(question.points))
    kind = "inlineChoiceInteraction" if drawn else "textEntryInteraction"
    return _Asked(kind, tuple(declarations), tuple(body), tuple(rules))


def _matching(question: Question, dialect: Dialect) -> _Asked:
    lines = [f"P{n}" for n in range(1, len(question.premises) + 1)]
    options = [letter(place) for place in range(len(question.options))]

    def half(names: Sequence[str], texts: Sequence[str], most: int) -> ET.Element:
        return element(
            "simpleMatchSet",
            *(
                element("simpleAssociableChoice", text, identifier=name, matchMax=most)
                for name, text in zip(names, texts, strict=True)
            ),
        )

    asked = element(
        "matchInteraction",
        element("prompt", question.stem()),
        half(lines, question.premises, 1),
        half(options, question.options, len(lines)),
        responseIdentifier=RESPONSE,
        shuffle=False,
        maxAssociations=len(lines),
    )
    if dialect.three:
        # A table of radio buttons, which the keyboard reaches, and not only boxes to drag.
        asked.set("class", "qti-match-tabular")
    pairs = [f"{line} {options[at]}" for line, at in zip(lines, question.right, strict=True)]
    worth = share_text(question.rule.each, len(pairs))
    declared = response(
        RESPONSE, "directedPair", pairs, cardinality="multiple",
        mapped=[(pair, worth) for pair in pairs], most=question.points,
    )  # fmt: skip
    return _Asked("matchInteraction", (declared,), (asked,), (add_mapped(RESPONSE),))


def _ordering(question: Question) -> _Asked:
    names = [letter(place) for place in range(len(question.options))]
    shown = list(range(len(names)))
    if list(question.right) == shown:
        # An answer that is none counts as the order shown in some players.
        shown = [*shown[1:], shown[0]]
    asked = element(
        "orderInteraction",
        element("prompt", question.stem()),
        *(element("simpleChoice", question.options[at], identifier=names[at]) for at in shown),
        responseIdentifier=RESPONSE,
        shuffle=True,
    )
    order = [names[at] for at in question.right]
    declared = response(RESPONSE, "identifier", order, cardinality="ordered")
    each = number_text(question.rule.each)
    steps = [_step(order, place, each) for place in range(1, len(order))]
    # Shares may be rounded; and who reads rules sees what is right.
    whole = element(
        "responseIf",
        element("match", variable(RESPONSE), element("correct", identifier=RESPONSE)),
        set_outcome("SCORE", base_value("float", str(question.points))),
    )
    rules = (*steps, element("responseCondition", whole))
    places = tuple(outcome(f"PLACE_{n}", "integer", n) for n in range(1, len(order) + 1))
    return _Asked("orderInteraction", (declared,), (asked,), rules, places)


def _step(order: Sequence[str], place: int, each: str) -> ET.Element:
    """Return what gives a step's share: after what stands at a place comes a later event."""

    def at(n: int) -> ET.Element:
        # By a variable: qti3-item-player 1.1.20 takes a plain number for the name of one.
        return element("index", variable(RESPONSE), n=f"PLACE_{n}")

    ways = [
        element(
            "and",
            element("match", at(place + 1), base_value("identifier", later)),
            element(
                "member",
                at(place),
                element("multiple", *(base_value("identifier", name) for name in order[:rank])),
            ),
        )
        for rank, later in enumerate(order)
        if rank
    ]
    added = element("sum", variable("SCORE"), base_value("float", each))
    return element(
        "responseCondition",
        element("responseIf", element("or", *ways), set_outcome("SCORE", added)),
    )


def _scorer(question: Question, dialect: Dialect) -> ET.Element:
    """Return what whoever marks an answer reads, and whoever gives it does not."""
    content = [_line(note) for note in question.solution]
    if question.marking:
        content.append(element("p", question.marking, class_="quizgen-marking"))
    return _rubric(dialect, "scorer", "scoring", *content)


def _feedback(question: Question, dialect: Dialect) -> list[ET.Element]:
    """Return what is shown after the answer: to all, and to those who chose a wrong answer."""

    def modal(name: str, *content: ET.Element) -> ET.Element:
        inner = [element("contentBody", *content)] if dialect.three else content
        return element(
            "modalFeedback", *inner, outcomeIdentifier="FEEDBACK", identifier=name, showHide="show"
        )

    shown = [
        modal(name, element("p", choice.reason))
        for name, choice in zip(choice_names(question), question.choices, strict=True)
        if choice.reason and question.kind == "choice"
    ]
    notes = [_line(note) for note in question.notes]
    if notes or shown:
        # What goes for all stands last: whoever closes the windows sees it first.
        shown.append(modal(GENERAL, *(notes or [element("p", question.marking or "–")])))
    return shown


def _line(note: Note) -> ET.Element:
    return element("p", element("strong", f"{note.label}:"), f" {note.text}")
