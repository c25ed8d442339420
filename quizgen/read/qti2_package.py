"""Packages of QTI 2 and 3: what a manifest and a test say of the order of questions and texts."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from urllib.parse import unquote

from quizgen.read.qti2 import QuestionReader, Told, number_or_none
from quizgen.read.qti2_elements import (
    all_of,
    attribute,
    children_of,
    name_of,
    plain_of,
)
from quizgen.read.reading import Passage, Reading, Unreadable
from quizgen.read.xml import Element

LONG_RUBRIC = 200  # characters; a shorter text before questions tells what to do


@dataclass(slots=True)
class _Package:
    documents: Mapping[str, Element]
    reading: Reading
    told: dict[str, Told] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    n_questions: int = 0

    def item(self, path: str, weight: Fraction = Fraction(1)) -> None:
        """Add the question that stands in a document, once."""
        root = self.documents[path]
        self.seen.add(path)
        self.n_questions += 1
        title = " ".join(attribute(root, "title").split())
        place = f"question {self.n_questions}" + (f" ({title})" if title else "")
        try:
            told = self.told.get(path, Told())
            self.reading.add(QuestionReader(root, place, told, weight).found())
        except Unreadable as exc:
            self.reading.left_out(place, str(exc))

    def walk(self, element: Element, base: str) -> None:
        """Add what a test or a section holds, in its order."""
        for part in element:
            name = name_of(part)
            if name == "assessmentItemRef":
                self.reference(part, base)
            elif name == "assessmentSectionRef":
                path = _resolved(base, attribute(part, "href"))
                root = self.documents.get(path)
                if root is None:
                    self.reading.left_out(f"section {path}", "its file is not in the package")
                elif path not in self.seen:
                    self.seen.add(path)
                    self.walk(root, path)
            elif name == "rubricBlock":
                if "candidate" in attribute(part, "view", "candidate").split():
                    self.passage(part, "")
            elif name == "selection":
                title = attribute(element, "title")
                chosen = attribute(part, "select")
                detail = f"{chosen} of its questions are drawn by chance; all are kept"
                self.reading.changed(f"section {title}", detail)
            elif name in {"assessmentSection", "testPart"}:
                self.walk(part, base)

    def reference(self, part: Element, base: str) -> None:
        """Add the question that a test names."""
        path = _resolved(base, attribute(part, "href"))
        root = self.documents.get(path)
        if root is None or name_of(root) != "assessmentItem":
            place = f"question {attribute(part, 'identifier')}"
            self.reading.left_out(place, f"its file {path} is not in the package")
        elif path not in self.seen:
            weights = [number_or_none(attribute(w, "value")) for w in children_of(part, "weight")]
            self.item(path, next((w for w in weights if w and w > 0), Fraction(1)))

    def passage(self, element: Element, title: str) -> None:
        """Add a text to read, as stimuli and the rubrics of sections have them."""
        own = [e for e in element.iter() if "quizgen-article" in attribute(e, "class").split()]
        for article in own:
            self.reading.add_passage(_own_passage(article))
        if any("quizgen-warm-up" in attribute(e, "class").split() for e in element.iter()):
            self.reading.changed("the test", "the prompt before reading is left out")
        elif not own:
            text = plain_of(element)
            lines = text.text.split("\n")
            if title or len(lines) > 2 or len(text.text) >= LONG_RUBRIC:
                head = lines.pop(0) if not title and len(lines) > 1 else title
                self.reading.add_passage(Passage(head, tuple(lines)))
            elif text.text:
                self.reading.changed("the test", f"its instructions are left out: {text.line}")
            for thing in text.dropped:
                self.reading.changed(f"text {title}".strip(), f"{thing} is left out")


def read_documents(documents: Mapping[str, Element], reading: Reading) -> None:
    """Add the questions and texts of a package, or of one document, to what is read.

    ``documents`` are outermost elements by their paths. Questions that cannot be kept are
    reported; nothing is raised, whatever the documents say.
    """
    package = _Package(documents, reading)
    order = _read_manifests(package)
    for path in order:
        root = documents[path]
        if name_of(root) == "assessmentStimulus":
            for body in children_of(root, "stimulusBody"):
                package.passage(body, attribute(root, "title") or "Text")
    for path in order:
        root = documents[path]
        if name_of(root) == "assessmentTest":
            reading.title = reading.title or attribute(root, "title")
            package.walk(root, path)
    for path in order:
        root = documents[path]
        if name_of(root) == "assessmentItem" and path not in package.seen:
            package.item(path)


def _read_manifests(package: _Package) -> list[str]:
    """Return the paths of all documents, those of the manifest first, and keep what it tells."""
    order: dict[str, None] = {}
    for base, root in package.documents.items():
        if name_of(root) != "manifest":
            continue
        for resource in all_of(root, "resource"):
            path = _resolved(base, attribute(resource, "href"))
            if path not in package.documents:
                continue
            order[path] = None
            ids = [
                "".join(entry.itertext())
                for identifier in all_of(resource, "identifier")
                if "quizgen" in ["".join(c.itertext()) for c in children_of(identifier, "catalog")]
                for entry in children_of(identifier, "entry")
            ]
            tags = tuple("".join(k.itertext()).strip() for k in all_of(resource, "keyword"))
            package.told[path] = Told(ids[0] if ids else "", tags)
    return list(dict.fromkeys([*order, *sorted(package.documents)]))


def _resolved(base: str, href: str) -> str:
    """Return the path in the package that a reference means, from where it stands."""
    path = unquote(href).replace("\\", "/").split("#")[0]
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))


def _own_passage(article: Element) -> Passage:
    heads = [plain_of(e).line for e in children_of(article, "h2")]
    texts = [
        plain_of(e).line
        for e in children_of(article, "p")
        if "quizgen-facts" not in attribute(e, "class")
    ]
    numbered = (text.removeprefix(f"{n}. ") for n, text in enumerate(texts, 1))
    return Passage(heads[0] if heads else "", tuple(numbered))
