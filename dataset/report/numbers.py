"""The numbers behind each figure: from a folder of tables to one small table.

Only pandas is needed, so that the terminal's summary can use them too. Every function stands in
the report as a part of the code a student can run (see :mod:`dataset.report.code`): it reads
the tables itself, and takes nothing but the folder.
"""

from __future__ import annotations

import itertools

import pandas as pd

# Runs of events that lie further apart than this are told on separate scales.
ERA_GAP = 45  # days
MAX_ERAS = 24
# Events whose words leave more than this open are drawn as bars and found no era of their own
# where one is there.
EXACT = 31  # days
# Columns of the table of event types; more are hard to tell apart on a page.
MAX_PERIODS = 16

# The columns whose gaps change what can be asked of a table.
TELLING = {
    "articles": ["title", "date", "source", "author", "url"],
    "events": ["actor", "target", "place", "date_start", "reported_by", "quad_class", "tense"],
    "quotes": ["speaker", "speaker_entity_id", "cue"],
    "entities": ["description", "country_iso3", "gender"],
    "mentions": ["entity_id"],
}


def read(folder: str, table: str, *columns: str) -> pd.DataFrame:
    """Return some columns of a table, in that order."""
    return pd.read_parquet(f"{folder}/{table}.parquet", columns=list(columns))


def kind_of(quad_class: pd.Series) -> pd.Series:
    """Return cooperation, conflict or other for each quad class."""
    words = quad_class.astype("object").str.split("_").str[-1]
    return words.where(quad_class.notna(), "other")


def timeline(folder: str) -> pd.DataFrame:
    """Return the events that the text dates, by date; ``era`` counts the runs of close dates."""
    dates = ["date_start", "date_end", "date_precision", "date_text"]
    names = ["trigger", "event_type", "quad_class", "actor", "target"]
    events = read(folder, "events", "article_id", *dates, *names).dropna(subset="date_start")
    events["kind"] = kind_of(events["quad_class"])
    titles = read(folder, "articles", "article_id", "title")
    events = events.merge(titles, on="article_id", how="left")
    events["title"] = events["title"].fillna(events["article_id"])
    events["start"] = [date.toordinal() for date in events["date_start"]]
    events["end"] = [date.toordinal() for date in events["date_end"]]
    events = events.sort_values(["start", "end", "article_id"], kind="stable")
    return events.assign(era=eras(events["start"], events["end"])).reset_index(drop=True)


def eras(starts: pd.Series, ends: pd.Series) -> list[int]:
    """Return the number of the era of each event, from 0; events are sorted by their starts.

    What is dated to the month or better makes the eras; the rest joins one that it touches. Where
    there are too many, lone events are joined before a crowd is spread over a longer time.
    """
    spans: list[tuple[int, int, int]] = []  # first day, last day, events
    for exact in (True, False):
        for start, end in zip(starts, ends, strict=True):
            if (end - start <= EXACT) != exact:
                continue
            if not exact and any(start <= last and end >= first for first, last, _ in spans):
                continue
            if exact and spans and start - spans[-1][1] <= ERA_GAP:
                first, last, n = spans[-1]
                spans[-1] = (first, max(last, end), n + 1)
            else:
                spans.append((start, end, 1))
    spans.sort()
    while len(spans) > MAX_ERAS:
        costs = [(b[0] - a[1]) * (a[2] + b[2]) for a, b in itertools.pairwise(spans)]
        at = costs.index(min(costs))
        (first, last, n), (_, end, more) = spans[at : at + 2]
        spans[at : at + 2] = [(first, max(last, end), n + more)]
    return [
        max(range(len(spans)), key=lambda n: min(end, spans[n][1]) - max(start, spans[n][0]))
        for start, end in zip(starts, ends, strict=True)
    ]


def speakers(folder: str) -> pd.DataFrame:
    """Return the named speakers with their quotations by type, the most quoted first."""
    quotes = read(folder, "quotes", "speaker_entity_id", "quote_type")
    named = read(folder, "entities", "entity_id", "name", "is_named").query("is_named")
    quotes = quotes.merge(named, left_on="speaker_entity_id", right_on="entity_id")
    types = ["direct", "mixed", "indirect"]
    by_type = quotes.groupby(["entity_id", "name", "quote_type"], observed=True).size()
    table = by_type.unstack(fill_value=0).reindex(columns=types, fill_value=0)
    table = table.reset_index().rename(columns={"name": "speaker"})
    table["all"] = table[types].sum(axis=1)
    table = table.sort_values(["all", "direct", "speaker"], ascending=[False, False, True])
    return table[["speaker", *types, "all"]].reset_index(drop=True)


def actions(folder: str) -> pd.DataFrame:
    """Return who acts on whom: pairs of entities, with their PLOVER events by sign."""
    events = read(folder, "events", "event_id", "event_type", "quad_class", "negated")
    events["sign"] = kind_of(events["quad_class"])
    events = events.query("sign != 'other' and not negated")
    people = read(folder, "event_participants", "event_id", "role", "entity_id")
    people = people.dropna(subset="entity_id").drop_duplicates()
    people = people.merge(read(folder, "entities", "entity_id", "name"), on="entity_id")
    actors, targets = (people[people["role"] == role] for role in ("actor", "target"))
    pairs = actors.merge(targets, on="event_id", suffixes=("_actor", "_target"))
    pairs = pairs.merge(events, on="event_id").query("entity_id_actor != entity_id_target")
    keys = ["entity_id_actor", "entity_id_target", "name_actor", "name_target"]
    signs = ["cooperation", "conflict"]
    table = pairs.groupby([*keys, "sign"]).size().unstack(fill_value=0)
    table = table.reindex(columns=signs, fill_value=0).astype("int64")
    types = pairs.astype({"event_type": "object"}).groupby(keys)["event_type"]
    table["types"] = types.agg(lambda found: ", ".join(sorted(set(found))))
    table["events"] = table[signs].sum(axis=1)
    table = table.reset_index().rename(columns={"name_actor": "actor", "name_target": "target"})
    table = table.sort_values(["events", "actor", "target"], ascending=[False, True, True])
    return table[["actor", "target", *signs, "events", "types"]].reset_index(drop=True)


def event_types(folder: str) -> pd.DataFrame:
    """Return events by PLOVER type and by month, year or decade of the article.

    The unit is the finest that needs no more than :data:`MAX_PERIODS` columns. Articles without
    a date have a column of their own.
    """
    events = read(folder, "events", "article_id", "event_type", "quad_class")
    dates = read(folder, "articles", "article_id", "date")
    events = events.dropna(subset="quad_class").merge(dates, on="article_id")
    day = events["date"]
    units = {
        "month": day.dt.strftime("%Y-%m"),
        "year": day.dt.strftime("%Y"),
        "decade": day.dt.strftime("%Y").str[:3] + "0s",
    }
    few = [unit for unit, values in units.items() if values.nunique() <= MAX_PERIODS]
    period = units[few[0] if few else "decade"].astype("object").where(day.notna(), "undated")
    counted = events.groupby([events["quad_class"], events["event_type"], period], observed=True)
    table = counted.size().unstack(fill_value=0)
    return table.assign(all=table.sum(axis=1)).reset_index()


def quotations(folder: str) -> pd.DataFrame:
    """Return quotations by type and by the words that attribute them, the most used first."""
    quotes = read(folder, "quotes", "quote_type", "cue", "speaker")
    quotes["cue"] = quotes["cue"].str.lower().fillna("no such words")
    table = quotes.groupby(["quote_type", "cue"], observed=True).size().rename("quotations")
    return table.reset_index().sort_values(
        ["quote_type", "quotations", "cue"], ascending=[True, False, True], ignore_index=True
    )


def coverage(folder: str) -> pd.DataFrame:
    """Return for each article the share of its prose that tells an event or quotes somebody.

    A quotation counts in every sentence it runs through.
    """
    sentences = read(folder, "sentences", "sentence_id", "article_id", "kind", "start")
    sentences["event"] = sentences["sentence_id"].isin(
        read(folder, "events", "sentence_id").iloc[:, 0]
    )
    quotes = read(folder, "quotes", "sentence_id", "end")
    first = pd.Index(sentences["sentence_id"]).get_indexer(quotes["sentence_id"])
    quoted = [False] * len(sentences)
    homes, starts = sentences["article_id"].tolist(), sentences["start"].tolist()
    for n, end in zip(first.tolist(), quotes["end"].tolist(), strict=True):
        home = homes[n]
        while n < len(homes) and homes[n] == home and starts[n] < end:
            quoted[n] = True
            n += 1
    sentences["quote"] = quoted
    prose = sentences[sentences["kind"].isin(["lead", "body", "caption"])]
    table = prose.groupby("article_id").agg(
        sentences=("event", "size"), event=("event", "mean"), quote=("quote", "mean")
    )
    titles = read(folder, "articles", "article_id", "title")
    titles["title"] = titles["title"].fillna(titles["article_id"])
    table = titles.merge(table, on="article_id").drop(columns="article_id")
    return table.sort_values(["event", "quote", "title"], ascending=False, ignore_index=True)


def gaps(folder: str) -> pd.DataFrame:
    """Return how much of the telling columns is missing, table by table."""
    rows = []
    for table, columns in TELLING.items():
        frame = read(folder, table, *columns)
        missing = frame.isna().sum()
        for column in columns:
            rows.append((table, column, len(frame), int(missing[column])))
    found = pd.DataFrame(rows, columns=["table", "column", "rows", "missing"])
    found = found[found["rows"] > 0]
    return found.assign(share=found["missing"] / found["rows"]).reset_index(drop=True)


def confidence(folder: str) -> pd.DataFrame:
    """Return events and quotations by confidence, in steps of 0.05."""
    table = pd.DataFrame({"from": [n / 20 for n in range(20)]})
    for name in ("events", "quotes"):
        found = read(folder, name, "confidence")["confidence"]
        # 0.15 * 20 is a little less than 3 in floating point.
        steps = (found * 20 + 1e-9).astype("int64").clip(upper=19)
        table[name] = steps.value_counts().reindex(range(20), fill_value=0)
    return table if table[["events", "quotes"]].to_numpy().sum() else table.iloc[:0]
