"""Where a file of many articles is, and what its parts are called."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dataset.articles.limits import MOST_PROBLEMS
from dataset.articles.names import printable
from dataset.articles.source import Source
from dataset.errors import InputError

Found = Iterator[Source | InputError]


@dataclass(frozen=True, slots=True)
class Place:
    """A file of many articles; ``path``, ``shown``, ``origin`` as :class:`Source` has them.

    ``stem`` is its name without suffix; ``columns`` maps our fields to its tables' columns.
    """

    path: str
    shown: str
    origin: str
    stem: str
    columns: Mapping[str, str] = field(default_factory=dict)

    def error(self, message: str, part: str = "") -> InputError:
        """Return an error of the whole, or of the part named, with its sign before it."""
        return InputError(f"{self.path}{part}", message)

    def inside(self, name: str, stem: str) -> Place:
        """Return the place of a file within this one."""
        return replace(
            self,
            path=f"{self.path}/{name}",
            shown=f"{self.shown}/{name}",
            origin=f"{self.origin}/{name}",
            stem=stem,
        )

    def source(
        self,
        part: str,
        *,
        name: str,
        suffix: str,
        data: bytes,
        fields: tuple[tuple[str, str], ...] = (),
    ) -> Source:
        """Return the source of a part, named with the sign (``/`` or ``:``) before it."""
        return Source(
            path=f"{self.path}{part}",
            shown=f"{self.shown}{part}",
            name=printable(name),
            origin=f"{self.origin}{part}",
            suffix=suffix,
            data=data,
            fields=fields,
        )


def to_the_end(found: Callable[[], Found], place: Place) -> Found:
    """Yield what is found in a file; a fault that ends it is the last thing, never an exception.

    After ``MOST_PROBLEMS`` of them no more problems are listed; articles still are.
    """
    problems = 0
    try:
        for item in found():
            if isinstance(item, Source):
                yield item
                continue
            problems += 1
            if problems <= MOST_PROBLEMS:
                yield item
            elif problems == MOST_PROBLEMS + 1:
                yield place.error(
                    f"has more than {MOST_PROBLEMS:,} parts that cannot be used; "
                    "those further on are not listed. Mend these first."
                )
    except InputError as exc:
        yield exc
    except Exception as exc:
        # Libraries read here what anyone may have made; what they stumble over ends this file
        # and no other.
        reason = type(exc).__name__
        yield place.error(f"is damaged and cannot be read on ({reason}). Make the file again.")
