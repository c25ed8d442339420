"""Quizzes made by hand for the export formats: one of all kinds, one hostile throughout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import strategies as st

from quizgen.export import EXPORTS
from quizgen.export.losses import LossReport
from quizgen.export.question import Job, prepare
from quizgen.quiz import GAP, Item, Quiz
from tests.render_samples import article, evidence

REASONS = {"A ferry": "no ferry is told of", "A fire": "no fire is told of"}

# One or more of every kind of question, in no good order.
ITEMS: tuple[Item, ...] = (
    Item("open-name", "short_answer", "integrate", "Who would have built a wall?", "Olav Brandt",
         accept=("Olav Brandt", "Brandt", "Mr Brandt"), points=2, explanation="He said so.",
         evidence=evidence("would have built a wall"), proof={"kind": "person"}),
    Item("open-reason", "short_answer", "infer", "Why is the pier replaced?",
         "because two storms damaged it", accept=("because two storms damaged it", "two storms"),
         points=2, explanation="The relative clause says it.",
         evidence=evidence("which was damaged by two storms in the winter"),
         proof={"kind": "reason"}),
    Item("open-who", "who_said", "retrieve", "Who said, “A pier that floats is a pier that moves”?",
         "Olav Brandt", accept=("Olav Brandt", "Brandt"),
         evidence=evidence("“A pier that floats is a pier that moves,” he said")),
    Item("gap-bank", "cloze", "retrieve", "The pier will cost ____ million crowns.", "4.2",
         options=("1987", "4.2", "30"), accept=("4.2",), explanation="The council’s figure.",
         evidence=evidence("The new pier will cost 4.2 million crowns")),
    Item("gap-free", "cloze", "retrieve", "The old pier was patched for ______ years.", "thirty",
         accept=("thirty", "30"), evidence=evidence("We have patched the old pier for thirty years")),
    Item("gap-two", "cloze", "integrate", "It is to open in ____ and costs ____ million.",
         "May 2022; 4.2", accept=("May 2022; 4.2", "2022; 4.2"), points=2),
    Item("gap-two-bank", "cloze", "integrate", "____ is on the council, ____ lands fish.",
         "Marta; Olav", options=("Olav", "Marta", "Ines"), accept=("Marta; Olav",), points=2),
    Item("gap-unknown", "cloze", "integrate", "____ and ____ spoke.", "Marta and Olav", points=1),
    Item("false", "true_false", "retrieve", "The pier is to open in June 2022.", "False",
         options=("True", "False"), accept=("False",), correction="It is to open in May 2022.",
         evidence=evidence("is to open in May 2022")),
    Item("true", "true_false", "infer", "There were two storms.", "True", accept=("True",)),
    Item("choice", "multiple_choice", "retrieve", "What damaged the old pier?", "Two storms",
         options=("A ferry", "A fire", "Two storms", "The tide"), accept=("Two storms",),
         explanation="The first paragraph tells it.", proof={"distractors": REASONS},
         evidence=evidence("damaged by two storms in the winter")),
    Item("choice-two", "multiple_choice", "infer", "What did the council choose?", "A floating pier",
         options=("A floating pier", "A wall"), points=3),
    Item("choice-six", "multiple_choice", "infer", "Since when has Olav landed his catch there?",
         "1987", options=("1981", "1983", "1985", "1986", "1987", "1999")),
    Item("choice-long", "multiple_choice", "infer", "Which sentence sums the article up best?",
         "The council of Port Elder chose a floating pier, which not everybody there thinks a good idea.",
         options=("The council of Port Elder chose a floating pier, which not everybody there thinks a good idea.",
                  "A storm damaged the pier.")),
    Item("voice", "who_said", "retrieve", "Who said, “We have patched the old pier for thirty years”?",
         "Marta Lindqvist", options=("Marta Lindqvist", "Olav Brandt"), accept=("Marta Lindqvist",)),
    Item("voice-long", "who_said", "retrieve",
         "Who said, “We have patched the old pier for thirty years, and in all these years we have never "
         "once been able to land a boat there in a storm without fear for the people on it”?",
         "Marta Lindqvist", options=("Marta Lindqvist", "Olav Brandt", "Ines Holm"),
         accept=("Marta Lindqvist",)),
    Item("pair", "matching", "integrate", "Who is it?", "1-B, 2-A",
         options=("Olav", "Marta", "Ines"), premises=("chairs the council", "would have built a wall"),
         accept=("1-B, 2-A",), points=2, evidence=evidence("who chairs the council")),
    Item("pair-again", "matching", "integrate", "Who said what?", "1-A, 2-B, 3-A",
         options=("Marta", "Olav"), premises=("thirty years", "it moves", "it opens in May"),
         accept=("1-A, 2-B, 3-A",), points=2),
    Item("row", "ordering", "integrate", "Put these events in order, the earliest first.", "C, A, D, B",
         options=("The storms came", "The pier opens", "Olav landed his first catch", "The council voted"),
         accept=("C, A, D, B",), points=3, evidence=evidence("since 1987")),
    Item("talk", "discussion", "discuss", "A wall or a pier?", "Open question: look for reasons.",
         points=0),
)  # fmt: skip

# What each format reads as its own, from the guide and from the formats' documentation.
HOSTILE = (
    "~ = # { } : \\ -> // :: %50% %100%answer ====",
    r"\} \# \\} \~ \= \: \n \* \\* &#125; \&#125;",
    "{1:SHORTANSWER:=a~%50%b#c} {=x ~y} }{ \\} \\n \\\\",
    "[html]<b>bold</b> [plain] [markdown] [b1] [response_b1] ]]> <![CDATA[ <!-- -->",
    "<script>alert(1)</script> <img src=x onerror=alert(1)> &lt;b&gt; &amp;amp; &#60; &nbsp;",
    "=1+1 \" ' @SUM(A1) +1 -1 |cmd '/c calc'!A0",
    "{{c1::answer::hint}} {{Front}} :: }} {{ \\( x \\) [$]x[/$] [latex] [sound:a.mp3]",
    "*answer/alternative:hint* / * : **bold** _under_ `code` $$x$$ $x$",
    "// a comment ::name:: $CATEGORY: a/b [id:1] [tag:x]",
    "a, b; c | d\te / 1,3 ; 2",
    "emoji 😀 👨‍👩‍👧 中文 العربية עברית e\u0301 Ł ß ŉ",
    "${x} `${y}` \\u003c </title> <?php ?> <% %> %s {0}",
    "''' \"\"\" \\' \\\" '; DROP TABLE notes; --",
    "a  two  spaces \u00a0nbsp\u00a0 \u200bzero\u200d \ufeffbom",
    "abc\u202edef\u2067ghi controls \x00\x07\x1b\x7f\x85\u2028 and \ud800 half",
    "=",
    "-",
    "@",
    "*",
    "____",
)

# Any text, many of them of the signs that formats mark things with.
texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(
        st.sampled_from("ab 1~=#{}:\\/*%[]<>&\"'@+-|;,._$`()!?\n\t\u00a0é中😀"),
        min_size=1,
        max_size=24,
    ),
    st.text(min_size=1, max_size=24),
)


def export_quiz(items: Sequence[Item] = ITEMS, title: str = "Pier quiz") -> Quiz:
    return Quiz(title, 7, tuple(items), (article(),), versions={"quizgen": "9.8.7"})


def hostile_items(text: str) -> tuple[Item, ...]:
    """Items of every kind that say a text wherever they can, each choice still another one."""

    def keyed(item: Item) -> Item:
        options = tuple(f"{text}{n}" for n, _ in enumerate(item.options))
        new_text = dict(zip(item.options, options, strict=True))
        if item.type == "cloze":
            # A gap in the text itself would be a further one.
            n = max(1, item.key.count("; ") + 1)
            bare = text.replace(GAP[0], "-")
            words = [new_text.get(w, f"{text.replace('; ', ';')}{w}") for w in item.key.split("; ")]
            key = "; ".join(words) if n > 1 else new_text.get(item.key, f"{text}!")
            question = f" {GAP} ".join([bare] * (n + 1))
            return replace(item, question=question, key=key, options=options, accept=(key,))
        if item.type in {"matching", "ordering"}:
            premises = tuple(f"{n}{text}" for n, _ in enumerate(item.premises))
            return replace(item, question=f"?{text}", options=options, premises=premises)
        if item.type == "true_false":
            return replace(item, question=f"{text}.", correction=f"No: {text}")
        key = new_text.get(item.key, f"{text}!")
        accept = (key,) if item.options else (key, f"{text}?")
        return replace(item, question=f"{text}?", key=key, options=options, accept=accept)

    return tuple(
        replace(keyed(item), explanation=text, evidence=())
        for item in ITEMS
        if item.item_id not in {"gap-unknown", "choice-long", "voice-long"}
    )


def hostile_quiz(text: str) -> Quiz:
    """A quiz that says ``text`` wherever it can say anything."""
    return export_quiz(hostile_items(text), title=text)


def export(quiz: Quiz, name: str, suffix: str = "") -> tuple[bytes, LossReport, Job]:
    """Return the file of a format, its report of losses, and what it was written from."""
    format_ = EXPORTS[name]
    job = prepare(quiz, suffix=suffix or format_.suffixes[0])
    content = format_.write(job)
    items = {i.item_id: (n, i.type, i.question) for n, i in enumerate(quiz.items, 1)}
    return content, job.losses.report(name, items), job
