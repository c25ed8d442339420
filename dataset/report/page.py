"""The page of the report: text, pictures, tables and code in one file of HTML.

Whatever comes from an article is escaped, freed from control characters and isolated, since it
may be written from right to left. Pictures are inside the page; a policy in its head forbids
everything else, scripts included.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from html import escape
from importlib import resources
from itertools import islice
from typing import Any

import pandas as pd

from dataset.report.code import script
from dataset.report.findings import Finding, day
from dataset.report.gallery import SLIM, Plot
from dataset.report.overview import Overview, versions
from dataset.report.plain import count, percent, plain

MAX_ROWS = 300  # of a table on the page; the code gives them all
SHARES = {"share", "event", "quote"}  # columns that hold shares, for people to read in percent
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'"

CONFIDENCE = """
<p>Every event, quotation and mention has a <code>confidence</code> between 0 and 1: how sure the
analysis is that the row is right. It is set so that <strong>of rows at 0.9 or more at least 90 %
are right</strong>; that was set on other news, and these articles may do better or worse. A row
below is not wrong, it is less sure. Exactly 0 marks a row that a correction added: the analysis
had not found it.</p>
<p>Before you count, decide what your question can bear: keep
<code>confidence &gt;= 0.9</code> where each row matters, keep all to see a pattern, and read the
sentence before you print it.</p>
"""


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as the page needs it; without numbers there is no finding and no picture."""

    plot: Plot
    counted: pd.DataFrame
    finding: Finding | None = None
    wide: bytes = b""
    slim: bytes = b""

    @classmethod
    def of(cls, plot: Plot, counted: pd.DataFrame) -> Shown:
        """Draw a figure for screens of two widths."""
        if not len(counted):
            return cls(plot, counted)
        slim = plot.render(counted, width=SLIM)
        return cls(plot, counted, plot.say(counted), plot.render(counted), slim)


def page(overview: Overview, figures: list[Shown]) -> str:
    """Return the whole page."""
    title = f"{overview.name}: {count(len(overview.articles), 'article')}"
    css = resources.files("dataset.report").joinpath("report.css").read_text(encoding="utf-8")
    links = [(shown.plot.name, shown.plot.heading) for shown in figures]
    links = [("holds", "What it holds"), *links, ("articles", "Articles")]
    if len(overview.problems):
        links.append(("problems", "What was not read"))
    nav = "".join(f'<li><a href="#{anchor}">{words(text)}</a></li>' for anchor, text in links)
    parts = [
        "<!DOCTYPE html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{words(title)}</title>",
        f"<style>\n{css}</style>",
        "</head>",
        "<body>",
        '<a class="skip" href="#figures">Go to the figures</a>',
        "<header>",
        '<p class="kicker">Report on a folder of tables</p>',
        f"<h1><bdi>{words(overview.name)}</bdi></h1>",
        f'<p class="lead">{words(lead(overview))}</p>',
        "</header>",
        f'<nav aria-label="Contents"><ul>{nav}</ul></nav>',
        "<main>",
        holds(overview),
        '<div id="figures" tabindex="-1">',
        *(figure(shown, overview.name) for shown in figures),
        "</div>",
        articles(overview),
        problems(overview),
        "</main>",
        f"<footer><p>Made by <code>dataset report</code>, {words(versions())}. Figures: "
        "matplotlib, in DejaVu Sans.</p></footer>",
        "</body>",
        "</html>",
    ]
    return "\n".join(part for part in parts if part) + "\n"


def lead(overview: Overview) -> str:
    """Return what a folder holds in a sentence."""
    parts = [count(len(overview.articles), "article")]
    if overview.first is not None and overview.last is not None:
        first, last = day(overview.first), day(overview.last)
        parts.append(f"published on {first}" if first == last else f"published {first} to {last}")
    undated = int(overview.articles["date"].isna().sum())
    if undated:
        parts.append(f"{undated} without a date" if overview.first is not None else "without dates")
    parts.append(f"{count(overview.n_words, 'word')} in {count(overview.n_sentences, 'sentence')}")
    return ", ".join(parts) + "."


def holds(overview: Overview) -> str:
    """Return the section on sizes, sources and confidence."""
    tiles = [
        ("articles", len(overview.articles)),
        ("words", overview.n_words),
        ("events", overview.n_events),
        ("quotations", overview.n_quotes),
        ("people named", overview.n_people),
    ]
    cells = "".join(f"<div><dt>{name}</dt><dd>{n:,}</dd></div>" for name, n in tiles)
    sources = [plain(source, 60) for source in overview.sources]
    shown = ", ".join(f"<bdi>{words(source)}</bdi>" for source in sources[:12]) or "none is named"
    if len(sources) > 12:
        shown += f" and {len(sources) - 12} more"
    facts = [("Sources", shown), ("Language", words(", ".join(overview.languages) or "none"))]
    if overview.grades:
        low, middle, high = (f"{grade:.1f}" for grade in overview.grades)
        facts.append(("Reading grade", f"{low} to {high}, median {middle} (US school years)"))
    bad = len(overview.problems)
    text = f'<a href="#problems">{count(bad, "problem")}</a>' if bad else "nothing: all was read"
    facts.append(("Not read", text))
    rows = "".join(f"<div><dt>{name}</dt><dd>{html}</dd></div>" for name, html in facts)
    return (
        f'<section aria-labelledby="holds"><h2 id="holds">What it holds</h2>'
        f'<dl class="tiles">{cells}</dl><dl class="facts">{rows}</dl>'
        f'<h3 id="sure">How to read confidence</h3>{CONFIDENCE}</section>'
    )


def figure(shown: Shown, folder: str) -> str:
    """Return a figure with its finding, its numbers and its code."""
    plot, name = shown.plot, shown.plot.name
    kicker = f'<p class="kicker">{words(plot.heading)}</p>'
    if shown.finding is None:
        return (
            f'<section class="figure" aria-labelledby="{name}">{kicker}'
            f'<h2 id="{name}">{words(plot.nothing)}</h2></section>'
        )
    numbers = shown.counted[list(plot.columns)] if plot.columns else shown.counted
    code = script(name, name, folder)
    return "\n".join(
        [
            f'<section class="figure" aria-labelledby="{name}">{kicker}',
            f'<h2 id="{name}">{words(shown.finding.title)}</h2>',
            f"<figure>{picture(shown)}",
            f"<figcaption>{words(shown.finding.note)}</figcaption></figure>",
            f'<details class="numbers"><summary>Numbers<span class="heard"> of “{plot.heading}”'
            "</span></summary>",
            table(numbers, f"Numbers of “{plot.heading}”"),
            "</details>",
            f'<details class="code"><summary>Code<span class="heard"> of “{plot.heading}”</span>'
            f"</summary><p>Run it in the folder that holds <code>{words(folder)}</code>: it writes "
            f"this figure as <code>{name}.svg</code>.</p>",
            f'<pre tabindex="0" role="region" aria-label="Code of “{plot.heading}”"><code>'
            f"{escape(code)}</code></pre></details>",
            "</section>",
        ]
    )


def picture(shown: Shown) -> str:
    """Return the picture, a slim one for narrow screens."""
    assert shown.finding is not None
    sources = []
    for svg in (shown.slim, shown.wide):
        size = re.search(rb'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
        width, height = (round(float(n)) for n in size.groups()) if size else (648, 400)
        data = base64.b64encode(svg).decode("ascii")
        sources.append((f"data:image/svg+xml;base64,{data}", f'width="{width}" height="{height}"'))
    (slim, slim_size), (wide, wide_size) = sources
    return (
        f'<picture><source media="screen and (max-width: 40em)" srcset="{slim}" {slim_size}>'
        f'<img src="{wide}" {wide_size} alt="{words(shown.finding.alt)}"></picture>'
    )


def articles(overview: Overview) -> str:
    """Return the list of articles."""
    columns = ["title", "date", "source", "n_words", "n_sentences", "events", "quotes"]
    listed = overview.articles[columns].rename(columns={"n_words": "words"})
    listed = listed.rename(columns={"n_sentences": "sentences"})
    return (
        '<section aria-labelledby="articles"><h2 id="articles">Articles</h2>'
        f"{table(listed, 'Articles, by date')}</section>"
    )


def problems(overview: Overview) -> str:
    """Return what was not read; nothing if all was."""
    if not len(overview.problems):
        return ""
    return (
        '<section aria-labelledby="problems"><h2 id="problems">What was not read</h2>'
        f"{table(overview.problems, 'What was not read, and why')}</section>"
    )


def table(frame: pd.DataFrame, caption: str) -> str:
    """Return a table in a box that scrolls by itself; the first column names the row."""
    names = [str(name) for name in frame.columns]
    head = "".join(f'<th scope="col">{words(name.replace("_", " "))}</th>' for name in names)
    body = []
    for row in islice(frame.itertuples(index=False), MAX_ROWS):
        first, *rest = (cell(name, value) for name, value in zip(names, row, strict=True))
        body.append(
            f'<tr><th scope="row">{first}</th>{"".join(f"<td>{c}</td>" for c in rest)}</tr>'
        )
    more = ""
    if len(frame) > MAX_ROWS:
        more = f"<p>The first {MAX_ROWS} of {count(len(frame), 'row')}.</p>"
    return (
        f'<div class="scroll" tabindex="0" role="region" aria-label="{words(caption)}"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>\n{chr(10).join(body)}\n</tbody></table></div>{more}"
    )


def cell(column: str, value: Any) -> str:
    """Return a value as a person reads it; what is missing is a dash."""
    if pd.isna(value):
        return "–"
    if isinstance(value, pd.Timestamp):
        return f'<span class="number">{value.date().isoformat()}</span>'
    if isinstance(value, str):
        return f"<bdi>{words(plain(value))}</bdi>"
    if isinstance(value, float):
        number = percent(value) if column in SHARES else f"{value:.2f}"
    else:
        number = f"{value:,}"
    return f'<span class="number">{number}</span>'


def words(text: str) -> str:
    """Return text as HTML, also inside attributes; a number and its % stay on one line."""
    return re.sub(r"(?<=\d) (?=%)", "\u00a0", escape(text, quote=True))
