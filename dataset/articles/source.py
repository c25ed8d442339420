"""Where an article is found: a file, or a part of one; small, and fit to travel to a worker.

Finding and reading are two steps: :func:`dataset.articles.find_sources` goes through the inputs
in the main process and yields a :class:`Source` for each article, without understanding it;
:func:`dataset.articles.read_source` makes the article of it, in whatever process has time.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One article that was found and is not read yet.

    Attributes:
        path: where it is, as the user wrote it, for messages: ``news/a.txt``,
            ``news.zip/2021/a.txt``, ``rows.jsonl:17``, ``https://…``, ``-``.
        shown: the same as ``articles.path`` shows it: relative to the folder that was given, so
            that no machine's path gets into the tables.
        name: file name the article's key is made of (its stem) and a date may stand in.
        origin: what the source is known by from one build to the next: the file's absolute
            path, with the part's place in it; unique among all sources.
        suffix: lower-case suffix (``.txt``) that picks the reader; ``""`` for text without one.
        data: the content, where it is a part of a file, came from the net or from standard
            input; None for a file of its own, which is read by whoever reads the article.
        fields: what stands beside the text in a table's row (title, date, source, author, url),
            as pairs in order; never empty strings.
    """

    path: str
    shown: str
    name: str
    origin: str
    suffix: str
    data: bytes | None = None
    fields: tuple[tuple[str, str], ...] = ()
