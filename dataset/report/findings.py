"""What each figure says, in words: computed from its numbers, never written beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from dataset.report.plain import count, percent, plain

MOST = 60  # characters of a name in a title


@dataclass(frozen=True, slots=True)
class Finding:
    """A title that states the finding, a description for those who cannot see, how to read it."""

    title: str
    alt: str
    note: str


def name(text: str) -> str:
    """Return a name for running text; isolated, since it may be written from right to left."""
    return f"\u2068{plain(text, MOST)}\u2069"


def listed(names: Sequence[str], most: int = 2) -> str:
    """Return names as an enumeration: A; A and B; A, B and 3 others."""
    shown = [name(n) for n in names[:most]]
    rest = len(names) - len(shown)
    if rest:
        shown.append(f"{rest} others" if rest > 1 else name(names[most]))
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))


def top(numbers: pd.DataFrame, column: str, value: str) -> tuple[list[str], int]:
    """Return who shares the highest value, and the value."""
    most = int(numbers[value].max())
    return [str(found) for found in numbers.loc[numbers[value] == most, column]], most


def day(ordinal: pd.Timestamp) -> str:
    """Return a day as 9 August 2020."""
    return f"{ordinal.day} {ordinal.strftime('%B')} {ordinal.year}"


def timeline(numbers: pd.DataFrame) -> Finding:
    """Say how many events are dated and where most of them lie."""
    sizes = numbers.groupby("era").size()
    era = numbers[numbers["era"] == sizes.idxmax()]
    exact = era[era["date_precision"] == "day"]
    core = exact if len(exact) else era
    first, last = core["date_start"].min(), core["date_end"].max()
    when = f"between {day(first)} and {day(last)}" if first != last else f"on {day(first)}"
    total, known = len(numbers), int((numbers["date_precision"] == "day").sum())
    title = f"{count(total, 'event')} {'has' if total == 1 else 'have'} a date"
    if len(sizes) > 1:
        title += f"; {len(era)} of them lie close together, {when}"
    else:
        title += f", {when}"
    return Finding(
        title,
        f"Timeline of {count(total, 'dated event')} in {count(len(sizes), 'panel')}, from "
        f"{numbers['date_start'].min().year} to {numbers['date_end'].max().year}. Of {known} the "
        f"day is known. The fullest panel has {count(len(era), 'event')}, {when}.",
        "Every panel has its own scale; long silences between panels are left out. Bars above the "
        "line: events whose day is known, by day (by week or month where a panel is long). Dotted "
        "bars below it: dates known less exactly, as long as the time they leave open. Grey words: "
        "the article most of a panel comes from, and how many more there are.",
    )


def speakers(numbers: pd.DataFrame) -> Finding:
    """Say who is quoted most."""
    names, most = top(numbers, "speaker", "all")
    total = int(numbers["all"].sum())
    times = count(most, "time") + (" each" if len(names) > 1 else "")
    leader = numbers.iloc[0]
    return Finding(
        f"{listed(names)} {'is' if len(names) == 1 else 'are'} quoted most: {times}, of "
        f"{count(total, 'quotation')} by {count(len(numbers), 'named speaker')}",
        f"Bars of quotations by speaker, {min(len(numbers), 15)} of {len(numbers)} speakers. "
        f"{name(leader['speaker'])} leads with {leader['direct']} direct, {leader['mixed']} mixed "
        f"and {leader['indirect']} indirect.",
        "Only speakers whom an article names. Direct: a whole utterance between marks; mixed: "
        "words between marks in the author’s sentence; indirect: told in the author’s own words.",
    )


def actions(numbers: pd.DataFrame) -> Finding:
    """Say whether conflict or cooperation prevails, and who is acted upon most."""
    helps, harms = int(numbers["cooperation"].sum()), int(numbers["conflict"].sum())
    if helps == harms:
        balance = f"As many acts of conflict as of cooperation ({helps} each)"
    else:
        words = ("Cooperation", "conflict") if helps > harms else ("Conflict", "cooperation")
        more, less = max(helps, harms), min(helps, harms)
        balance = f"{words[0]} outweighs {words[1]}, {more} events to {less}"
    targets = numbers.groupby("target", sort=False)["events"].sum().reset_index()
    names, most = top(targets, "target", "events")
    title = balance
    if most > 1:
        title += f"; {listed(names)} {'is' if len(names) == 1 else 'are'} acted upon most"
        title += f", {most} times" + (" each" if len(names) > 1 else "")
    first = numbers.iloc[0]
    pairs = count(len(numbers), "pair")
    return Finding(
        title,
        f"Grid of {pairs} of actor and target. Circles: {count(helps, 'event')} of cooperation. "
        f"Triangles: {count(harms, 'event')} of conflict. First pair: {name(first['actor'])} on "
        f"{name(first['target'])}, {first['types']}.",
        "Rows act, columns are acted upon. Events of a PLOVER type between two known entities, "
        "denied ones left out; a number says how often, if more than once. PLOVER counts a request "
        "as (mild) verbal conflict. Where the grid is full, the table below has the rest.",
    )


def event_types(numbers: pd.DataFrame) -> Finding:
    """Say which type and which period have the most events."""
    periods = [str(period) for period in numbers.columns[2:-1]]
    types, most = top(numbers, "event_type", "all")
    total = int(numbers["all"].sum())
    title = f"{listed([f'“{kind}”' for kind in types])} leads with {most} of "
    title = title if len(types) == 1 else title.replace(" leads with", " lead with")
    title += f"{count(total, 'event')} of a PLOVER type"
    sums = numbers[periods].sum()
    if len(periods) > 1:
        title += f"; {sums.idxmax()} has {sums.max()} of all"
    unit = {7: "month", 4: "year"}.get(len(periods[0]), "decade")
    return Finding(
        title,
        f"Grid of {count(len(numbers), 'event type')} and {count(len(periods), unit)} of "
        f"publication; {sums.idxmax()} is the fullest with {count(int(sums.max()), 'event')}.",
        f"By {unit} in which the article was published; those without any event are left out. "
        "Events of no PLOVER type (“other”) are not counted here.",
    )


def quotations(numbers: pd.DataFrame) -> Finding:
    """Say which type of quotation prevails and which word attributes most."""
    total = int(numbers["quotations"].sum())
    types = numbers.astype({"quote_type": "object"}).groupby("quote_type")["quotations"].sum()
    cues = numbers.groupby("cue")["quotations"].sum()
    share = percent(types.max() / total)
    parts = ", ".join(f"{n} {kind}" for kind, n in types.items())
    return Finding(
        f"{share} of {count(total, 'quotation')} are {types.idxmax()}; {name(str(cues.idxmax()))} "
        f"attributes {percent(cues.max() / total)} of all",
        f"Bars of the words that attribute quotations, a panel for each type: {parts}.",
        "What stands beside a bar is the word or words by which the article says who is speaking. "
        "“said” is neutral; “claimed” or “admitted” judge.",
    )


def coverage(numbers: pd.DataFrame) -> Finding:
    """Say how much of an article the tables tell."""
    middle = numbers[["event", "quote"]].median()
    least = numbers.sort_values(["event", "title"]).iloc[0]
    what = "the article" if len(numbers) == 1 else "the median article"
    return Finding(
        f"In {what} {percent(middle['event'])} of the sentences tell an event and "
        f"{percent(middle['quote'])} stand in a quotation",
        f"Two marks for each of {count(len(numbers), 'article')}: the share of sentences with an "
        f"event, and in a quotation. The fewest events: {name(least['title'])}, "
        f"{percent(least['event'])}.",
        "Sentences of prose, without titles and datelines. A low share is no fault in itself: "
        "a sentence that describes tells no event.",
    )


def gaps(numbers: pd.DataFrame) -> Finding:
    """Say which column has the most gaps."""
    worst = numbers.sort_values("share", ascending=False, kind="stable").iloc[0]
    full = int((numbers["missing"] == 0).sum())
    column = f"{worst['table']}.{worst['column']}"
    complete = f"{full} of {len(numbers)} columns are complete"
    if not worst["missing"]:
        title = f"No value is missing in {len(numbers)} columns"
    else:
        title = f"{column} has the most gaps: {percent(worst['share'])}; {complete}"
    return Finding(
        title,
        f"Bars of filled and missing values of {len(numbers)} columns. {complete}; most is "
        f"missing in {column}, {percent(worst['share'])}.",
        "Percentages beside the bars: missing values. Missing means that the article does not say "
        "it, or that it was not found: nothing is guessed. Most events have no place and no date "
        "of their own.",
    )


def confidence(numbers: pd.DataFrame) -> Finding:
    """Say how much may be used as it is."""
    parts = []
    for table, noun in (("events", "event"), ("quotes", "quotation")):
        total = int(numbers[table].sum())
        if total:
            sure = int(numbers[table][numbers["from"] >= 0.9].sum())
            parts.append(f"{percent(sure / total)} of {count(total, noun)}")
    title = f"{' and '.join(parts)} are at 0.9 or more"
    return Finding(
        title,
        f"Histograms of confidence in steps of 0.05. {title}.",
        "Confidence is set so that 9 in 10 rows at 0.9 or more are right, on other news than this. "
        "What is below may still be right. Rows that a correction added stand at 0.",
    )
