"""QTI 1.2 as Canvas imports it: a package for its Classic Quizzes and New Quizzes.

Written after what reads it: Canvas's importer (``gems/plugins/qti_exporter`` of
instructure/canvas-lms, behind instructure/QTIMigrationTool), that of New Quizzes
(instructure/qti), and after Canvas's own exports (``lib/cc/qti``). What these decide here:

* Texts are HTML, escaped once more by XML. Answers are plain text where Canvas shows their source
  (words for gaps, partners of lines), and elsewhere too as long as they hold nothing that HTML
  reads: New Quizzes read plain text as HTML.
* HTML that is one text in a plain box is taken as plain text: so it has more in it.
* Numbers name answers: Canvas takes the digits of other names, and finds feedback by them.
* ``[name]`` is a gap of questions with several, wherever it stands: brackets of the text are set
  apart by markup. So are the marks that Canvas reads formulas by.
* An order is an order in New Quizzes; in Classic ones each line is given its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from quizgen.archive import pack
from quizgen.export.degrade import as_choices
from quizgen.export.escape import html_text
from quizgen.export.question import Job, Question
from quizgen.render.sheet import ArticleText, clean

QTI = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"
QTI_XSD = "http://www.imsglobal.org/xsd/ims_qtiasiv1p2p1.xsd"
CANVAS = "http://canvas.instructure.com/xsd/cccv1p0"
PACKAGE = "http://www.imsglobal.org/xsd/imsccv1p1/imscp_v1p1"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

# Of Canvas: ActiveRecord's maximum_string_length; RawFields.fetch_with_enforced_length, and
# QuestionData.generate for feedback. It refuses what is longer.
MAX_TITLE = 255
MAX_TEXT = 16 * 1024
MAX_FEEDBACK = 5 * 1024

RESPONSE = "response1"  # of questions with one answer, as Canvas names it

# Fields of our own; Canvas ignores those it does not know.
ITEM_ID, TAGS, ARTICLE = "quizgen_item_id", "quizgen_tags", "quizgen_article"
MARKING = "quizgen-marking"  # a paragraph of feedback that our reader has no need of

_FORMULA = re.compile(r"\\[(\[]|\$\$")  # how Canvas's begin
_MARKUP = re.compile(rf"[<>&]|{_FORMULA.pattern}")
_READ_AS_HTML = re.compile(r"<[a-zA-Z/!?]|<[^<>]*>|&#?\w")  # and not shown as it stands


def write(job: Job) -> bytes:
    """Return the zip file; Canvas takes it under *Import Course Content*, *QTI .zip file*."""
    title = f"{job.title} – {job.version}" if job.version else job.title
    if len(title) > MAX_TITLE:
        title = title[: MAX_TITLE - 1] + "…"
        job.losses.note(f"The title is cut to {MAX_TITLE} characters, which is all Canvas takes.")
    quiz, meta, manifest = (_name(job, name) for name in ("quiz", "meta", "manifest"))
    questions = [part for question in job.questions for part in _as_written(job, question)]
    points = sum(question.points for question in questions)
    return pack(
        {
            "imsmanifest.xml": _xml(_manifest(manifest, quiz, meta)),
            f"{quiz}/{quiz}.xml": _xml(_assessment(job, quiz, title, questions)),
            f"{quiz}/assessment_meta.xml": _xml(_meta(job, quiz, title, points)),
            "non_cc_assessments/": b"",
        }
    )


def _name(job: Job, *parts: str) -> str:
    """Return the identifier of something; versions of a quiz have their own.

    What has an identifier that Canvas knows takes the place of what it had: version B would
    replace version A.
    """
    return job.identifier(*parts, job.version)


def _xml(root: ET.Element) -> bytes:
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()


def _root(tag: str, namespace: str, schema: str, **attributes: str) -> ET.Element:
    return ET.Element(
        tag,
        {
            "xmlns": namespace,
            "xmlns:xsi": XSI,
            "xsi:schemaLocation": f"{namespace} {schema}",
            **attributes,
        },
    )


def _put(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, tag, attributes)
    element.text = text or None
    return element


# The package.


def _manifest(identifier: str, quiz: str, meta: str) -> ET.Element:
    root = _root(
        "manifest", PACKAGE, "http://www.imsglobal.org/xsd/imscp_v1p1.xsd", identifier=identifier
    )
    metadata = _put(root, "metadata")
    _put(metadata, "schema", "IMS Content")
    _put(metadata, "schemaversion", "1.1.3")
    _put(root, "organizations")
    resources = _put(root, "resources")
    questions = _put(resources, "resource", identifier=quiz, type="imsqti_xmlv1p2")
    _put(questions, "file", href=f"{quiz}/{quiz}.xml")
    _put(questions, "dependency", identifierref=meta)
    settings = _put(
        resources,
        "resource",
        identifier=meta,
        type="associatedcontent/imscc_xmlv1p1/learning-application-resource",
        href=f"{quiz}/assessment_meta.xml",
    )
    _put(settings, "file", href=f"{quiz}/assessment_meta.xml")
    return root


def _meta(job: Job, quiz: str, title: str, points: int) -> ET.Element:
    """Return the settings of the quiz: Canvas's own defaults, not yet published.

    It counts (``assignment``), as its points are made for that; a practice quiz would not show
    in the grade book. Answers are not shuffled: some options have an order of their own, and
    quizgen has shuffled the others.
    """
    root = _root("quiz", CANVAS, "https://canvas.instructure.com/xsd/cccv1p0.xsd", identifier=quiz)
    warm_up = [_note(job.labels("before_you_read"), job.warm_up)] if job.warm_up else []
    description = [f"<p>{_html(job.labels('read_first'))}</p>", *warm_up]
    for tag, text in (
        ("title", title),
        ("description", "".join(description)),
        ("shuffle_answers", "false"),
        ("scoring_policy", "keep_highest"),
        ("hide_results", ""),
        ("quiz_type", "assignment"),
        ("points_possible", f"{points}.0"),
        ("show_correct_answers", "true"),
        ("anonymous_submissions", "false"),
        ("could_be_locked", "false"),
        ("allowed_attempts", "1"),
        ("one_question_at_a_time", "false"),
        ("cant_go_back", "false"),
        ("available", "false"),
        ("one_time_results", "false"),
        ("show_correct_answers_last_attempt", "false"),
        ("only_visible_to_overrides", "false"),
        ("module_locked", "false"),
    ):
        _put(root, tag, text)
    return root


def _assessment(job: Job, quiz: str, title: str, questions: Sequence[Question]) -> ET.Element:
    root = _root("questestinterop", QTI, QTI_XSD)
    assessment = _put(root, "assessment", ident=quiz, title=title)
    _fields(_put(assessment, "qtimetadata"), [("cc_maxattempts", "1")])
    section = _put(assessment, "section", ident="root_section")
    for number, article in enumerate(job.articles, 1):
        _add_article(section, job, number, article)
    for question in questions:
        _Writer(section, job, question).add()
    return root


def _fields(metadata: ET.Element, fields: Iterable[tuple[str, str]]) -> None:
    for label, entry in fields:
        field = _put(metadata, "qtimetadatafield")
        _put(field, "fieldlabel", label)
        _put(field, "fieldentry", entry)


def _item(
    section: ET.Element, ident: str, title: str, fields: Iterable[tuple[str, str]]
) -> ET.Element:
    item = _put(section, "item", ident=ident, title=title)
    _fields(_put(_put(item, "itemmetadata"), "qtimetadata"), fields)
    return item


def _material(parent: ET.Element, text: str, kind: str = "text/html") -> None:
    _put(_put(parent, "material"), "mattext", text, texttype=kind)


# Texts.


def _html(text: str, *, gaps: bool = False) -> str:
    """Return HTML that shows a text, and that Canvas sees neither formulas nor gaps in.

    >>> _html("a < $$b$$"), _html("[gap1]", gaps=True)
    ('a &lt; $<span>$</span>b$<span>$</span>', '<span>[</span>gap1]')
    """
    # Whatever stands between two marks of a pair, Canvas and MathJax look for them in one text.
    apart = html_text(re.sub(r"\\(?=[(\[])|\$(?=\$)", "\\g<0>\ue000", text))
    apart = re.sub("\ue000(.)", r"<span>\1</span>", apart)
    return re.sub(r"(?<!<span>)\[", "<span>[</span>", apart) if gaps else apart


def _note(label: str, text: str, name: str = "") -> str:
    class_ = f' class="{name}"' if name else ""
    return f"<p{class_}><strong>{_html(label)}:</strong> {_html(text)}</p>"


def _rich(job: Job, text: str) -> str:
    """Return a line of HTML that Canvas knows for HTML, by its attribute."""
    return f'<span lang="{_html(job.language)}">{_html(text)}</span>'


def _answer(parent: ET.Element, job: Job, text: str) -> None:
    """Add a text that Canvas may show as it is or as HTML, so that both show the same."""
    if _MARKUP.search(text):
        _material(parent, _rich(job, text))
    else:
        _material(parent, text, "text/plain")


# Articles: texts without a question, before all questions.


def _add_article(section: ET.Element, job: Job, number: int, article: ArticleText) -> None:
    heading = article.heading or job.title
    facts = f"<p>{_html(' · '.join(article.facts))}</p>" if article.facts else ""
    credit = f"<p><small>{_html(article.credit)}</small></p>" if article.credit else ""
    lines = [f"<li>{_html(paragraph)}</li>" for paragraph in article.paragraphs]
    start = 0
    for part, end in enumerate(_runs(lines, MAX_TEXT - 1024), 1):
        head = f"<h3>{_html(heading)}</h3>{facts}" if part == 1 else ""
        numbered = f'<ol start="{start + 1}">{"".join(lines[start:end])}</ol>'
        body = f"<div>{head}{numbered}{credit if end == len(lines) else ''}</div>"
        if len(body) > MAX_TEXT:
            job.losses.note(
                f"The text “{heading}” has a paragraph of more than {MAX_TEXT} characters, "
                "which Canvas may not take."
            )
        item = _item(
            section,
            _name(job, "article", str(number), str(part)),
            heading,
            [
                ("question_type", "text_only_question"),
                ("points_possible", "0.0"),
                (ARTICLE, f"{number}.{part}"),
            ],
        )
        _material(_put(item, "presentation"), body)
        start = end


def _runs(lines: Sequence[str], most: int) -> list[int]:
    """Return where to end runs of lines so that none is too long, if lines are not.

    >>> _runs(["ab", "c", "de"], 3), _runs([], 3)
    ([2, 3], [0])
    """
    ends, size = [], 0
    for at, line in enumerate(lines):
        if size and size + len(line) > most:
            ends.append(at)
            size = 0
        size += len(line)
    return [*ends, len(lines)]


# Questions.


def _as_written(job: Job, question: Question) -> tuple[Question, ...]:
    if question.kind == "gaps" and question.choices and len(question.answers) == 1:
        # One word of a few is a choice; the gap stays in the sentence.
        return as_choices(job, question)
    return (question,)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes one question. Its answers are numbered through the whole quiz."""

    section: ET.Element
    job: Job
    question: Question

    def add(self) -> None:
        job, question = self.job, self.question
        type_ = self._type
        job.losses.written_as[question.item_id] = type_
        ident = _name(job, "item", question.item_id, str(question.part))
        fields = [
            ("question_type", type_),
            ("points_possible", f"{question.points}.0"),
            (
                "assessment_question_identifierref",
                _name(job, "bank", question.item_id, str(question.part)),
            ),
            (TAGS, " ".join(question.tags)),
        ]
        if " ".join(clean(question.item_id).split()) == question.item_id:
            fields.append((ITEM_ID, question.item_id))
        item = _item(self.section, ident, job.labels("question", n=question.name), fields)
        presentation = _put(item, "presentation")
        _material(presentation, f"<div><p>{self._stem()}</p></div>")
        processing = ET.Element("resprocessing")
        outcomes = _put(processing, "outcomes")
        _put(outcomes, "decvar", maxvalue="100", minvalue="0", varname="SCORE", vartype="Decimal")
        general = self._feedback()
        if general:
            _put(self._condition(processing, "Yes"), "other")
            self._show(processing, "general_fb")
        feedback = {"general_fb": general} if general else {}
        match question.kind:
            case "choice" | "true_false":
                feedback |= self._choice(presentation, processing)
            case "gaps" if len(question.answers) > 1:
                self._gaps(presentation, processing)
            case "gaps" | "typed":
                self._typed(presentation, processing, question.answers[0])
            case "matching":
                self._matching(presentation, processing)
            case "ordering":
                self._ordering(presentation, processing)
            case "essay":
                self._written(presentation)
                _put(self._condition(processing, "No"), "other")
        item.append(processing)
        for name, text in feedback.items():
            _material(_put(_put(item, "itemfeedback", ident=name), "flow_mat"), text)

    @property
    def _type(self) -> str:
        question = self.question
        match question.kind:
            case "choice":
                return "multiple_choice_question"
            case "true_false":
                return "true_false_question"
            case "gaps" if len(question.answers) > 1:
                banked = question.choices
                return f"{'multiple_dropdowns' if banked else 'fill_in_multiple_blanks'}_question"
            case "gaps" | "typed":
                return "short_answer_question"
            case "matching":
                return "matching_question"
            case "ordering":
                return "ordering_question"
            case "essay":
                return "essay_question"

    def _stem(self) -> str:
        question = self.question
        if question.kind != "gaps" or len(question.answers) == 1:
            return _html(question.stem())
        if re.search(r"\[[\w.-]+\]", question.stem()):
            self._tell("words in brackets may become gaps when it is edited in Canvas")
        pieces = [_html(part, gaps=True) for part in question.parts]
        gaps = [f"[{_blank(number)}]" for number in range(1, len(pieces))]
        return "".join(a + b for a, b in zip(pieces, [*gaps, ""], strict=True))

    def _tell(self, detail: str) -> None:
        self.job.losses.converted(self.question.item_id, detail)

    def _number(self, place: int) -> str:
        """Return the name of an answer: digits only, and no other in the quiz has it."""
        return str((self.question.number * 100 + self.question.part) * 1000 + place + 1)

    # Marking.

    def _condition(self, processing: ET.Element, goes_on: str) -> ET.Element:
        return _put(_put(processing, "respcondition", **{"continue": goes_on}), "conditionvar")

    def _show(self, processing: ET.Element, name: str) -> None:
        """Let the last condition show feedback."""
        _put(processing[-1], "displayfeedback", feedbacktype="Response", linkrefid=name)

    def _right(self, processing: ET.Element, answers: Iterable[str]) -> None:
        """Give all points for any of some answers, or for all of them in their order."""
        condition = self._condition(processing, "No")
        for answer in answers:
            _put(condition, "varequal", answer, respident=RESPONSE)
        _put(processing[-1], "setvar", "100", action="Set", varname="SCORE")

    def _part_right(self, processing: ET.Element, response: str, answer: str, n: int) -> None:
        condition = self._condition(processing, "Yes")
        _put(condition, "varequal", answer, respident=response)
        _put(processing[-1], "setvar", f"{100 / n:.2f}", action="Add", varname="SCORE")

    # Kinds.

    def _labels(self, parent: ET.Element, texts: Sequence[str], *, plain: bool) -> None:
        choices = _put(parent, "render_choice")
        for place, text in enumerate(texts):
            label = _put(choices, "response_label", ident=self._number(place))
            if plain:
                _material(label, text, "text/plain")
            else:
                _answer(label, self.job, text)

    def _choice(self, presentation: ET.Element, processing: ET.Element) -> dict[str, str]:
        choices = self.question.choices
        response = _put(presentation, "response_lid", ident=RESPONSE, rcardinality="Single")
        self._labels(response, [choice.text for choice in choices], plain=False)
        feedback = {}
        for place, choice in enumerate(choices):
            if choice.reason:
                answer = self._number(place)
                condition = self._condition(processing, "Yes")
                _put(condition, "varequal", answer, respident=RESPONSE)
                self._show(processing, f"{answer}_fb")
                feedback[f"{answer}_fb"] = _rich(self.job, choice.reason)
        # Last, as a condition without points makes an answer wrong in Canvas's importer.
        self._right(processing, [self._number(n) for n, c in enumerate(choices) if c.right])
        return feedback

    def _typed(
        self, presentation: ET.Element, processing: ET.Element, answers: Sequence[str]
    ) -> None:
        self._written(presentation)
        self._right(processing, answers)

    def _written(self, presentation: ET.Element) -> None:
        response = _put(presentation, "response_str", ident=RESPONSE, rcardinality="Single")
        _put(_put(response, "render_fib"), "response_label", ident="answer1", rshuffle="No")

    def _gaps(self, presentation: ET.Element, processing: ET.Element) -> None:
        question = self.question
        bank = [choice.text for choice in question.choices]
        place = 0
        for gap, accepted in enumerate(question.answers, 1):
            name = f"response_{_blank(gap)}"
            response = _put(presentation, "response_lid", ident=name)
            _put(_put(response, "material"), "mattext", _blank(gap))
            choices = _put(response, "render_choice")
            for text in bank or accepted:
                answer = self._number(place)
                place += 1
                label = _put(choices, "response_label", ident=answer)
                _material(label, text, "text/plain")
                # With a bank, one word is right; without, all that are there.
                if not bank or text == accepted[0]:
                    self._part_right(processing, name, answer, len(question.answers))

    def _matching(self, presentation: ET.Element, processing: ET.Element) -> None:
        question = self.question
        if any(_READ_AS_HTML.search(text) for text in question.options):
            self._tell("signs such as < and & in its answers may not show in Canvas")
        for line, (premise, right) in enumerate(
            zip(question.premises, question.right, strict=True)
        ):
            name = f"response_{self._number(len(question.options) + line)}"
            response = _put(presentation, "response_lid", ident=name)
            _answer(response, self.job, premise)
            self._labels(response, question.options, plain=True)
            self._part_right(processing, name, self._number(right), len(question.premises))

    def _ordering(self, presentation: ET.Element, processing: ET.Element) -> None:
        question = self.question
        self._tell(
            "in New Quizzes, the order counts as a whole; "
            "in Classic Quizzes, each line is given its place and counts"
        )
        # Classic Quizzes drop tags and entities of its lines, and show the rest as it is.
        html = any(_READ_AS_HTML.search(t) or _FORMULA.search(t) for t in question.options)
        if html:
            self._tell("signs such as < and & in its lines do not show in Classic Quizzes")
        response = _put(presentation, "response_lid", ident=RESPONSE, rcardinality="Ordered")
        self._labels(response, question.options, plain=not html)
        self._right(processing, [self._number(place) for place in question.right])

    # Feedback.

    def _feedback(self) -> str:
        """Return why the key is right, and what the key is where nothing else tells."""
        job, question = self.job, self.question
        notes: list[str] = []
        if question.kind == "essay":
            notes += [_note(note.label, note.text) for note in question.solution]
            if notes and question.marking:
                notes.append(_note(job.labels("marking"), question.marking, MARKING))
        notes += [_note(note.label, note.text) for note in question.notes]
        kept = notes
        while len("".join(kept)) > MAX_FEEDBACK:
            kept = kept[:-1]
        if len(kept) < len(notes):
            job.losses.shortened(
                question.item_id,
                f"{len(notes) - len(kept)} of {len(notes)} lines of feedback left out, as Canvas "
                f"takes {MAX_FEEDBACK} characters",
            )
        return "".join(kept)


def _blank(number: int) -> str:
    return f"gap{number}"
