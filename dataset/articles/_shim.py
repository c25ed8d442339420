from __future__ import annotations

import os
from pathlib import Path

from dataset.articles import article_ids as _ids
from dataset.articles import find_inputs, read
from dataset.articles.source import Source


class Inputs:
    def __init__(self, inputs, *, columns=None, stdin=None):
        self.given = list(inputs)

    def sources(self):
        paths, problems = find_inputs(self.given)
        yield from problems
        for p in paths:
            yield Source(
                path=str(p),
                shown=shown_path(str(p), self.given),
                name=p.name,
                origin=os.path.abspath(p),
                suffix=p.suffix.lower(),
            )


def article_ids(sources):
    sources = list(sources)
    ids = _ids([Path(s.path) for s in sources])
    return {s.origin: ids[Path(s.path)] for s in sources}


def read_source(source, article_id):
    return read(Path(source.path), name=article_id)


def shown_path(path, inputs):
    path = Path(path)
    for item in inputs:
        if os.path.isdir(item) and path.is_relative_to(item) and path != Path(item):
            return path.relative_to(item).as_posix()
    return path.name or path.as_posix()
