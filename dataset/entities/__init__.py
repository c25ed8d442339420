"""Who and what an article names: entities, and every place where it means them.

The way of an article: :mod:`~dataset.entities.names` (what the recogniser found, made whole and
typed), :mod:`~dataset.entities.aliases` (names of one and the same), with what
:mod:`~dataset.entities.descriptions` tells of them; then
:mod:`~dataset.entities.nominals` and pronouns, read from left to right
(:mod:`~dataset.entities.antecedents`, :mod:`~dataset.entities.find`). At last
:mod:`~dataset.entities.linking` finds the same entities again in the other articles of a folder.
"""

from dataset.entities.find import find_entities
from dataset.entities.first_person import with_first_persons
from dataset.entities.linking import Linker, link
from dataset.entities.records import Entities, Entity, Mention, Referent, fold, slug
from dataset.entities.told import Told

__all__ = [
    "Entities",
    "Entity",
    "Linker",
    "Mention",
    "Referent",
    "Told",
    "find_entities",
    "fold",
    "link",
    "slug",
    "with_first_persons",
]
