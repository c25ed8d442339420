"""Events: one row a clause or noun that reports a happening, with its participants.

:mod:`triggers` says which words name happenings, :mod:`participants` who and what takes part,
:mod:`when` and :mod:`reality` when and whether it happened, :mod:`types` what kind it is,
:mod:`stretches` where clause and predicate stand; :mod:`find` makes rows of it.
"""

from dataset.events.find import find_events, tie_quantities
from dataset.events.when import find_article_dates

__all__ = ["find_article_dates", "find_events", "tie_quantities"]
