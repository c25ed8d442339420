"""What is to be said of a dataset and cannot be computed: ``about.toml`` beside its tables."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

from dataset.errors import InputError

ABOUT = "about.toml"


@dataclass(frozen=True, slots=True)
class About:
    """Title, version and licence of a dataset; empty strings and tuples are left out of outputs.

    ``version`` and ``date`` (ISO) are those of the data, not of the contract or of the program.
    ``license`` is an SPDX identifier, ``author`` the one to be named with it.
    """

    name: str
    title: str
    description: str = ""
    version: str = ""
    date: str = ""
    license: str = ""
    license_title: str = ""
    license_url: str = ""
    author: str = ""
    homepage: str = ""
    language: str = "en"
    citation: str = ""
    keywords: tuple[str, ...] = ()


def read_about(folder: Path) -> About:
    """Return what ``about.toml`` says of a folder, or its name as a title.

    Raises:
        InputError: the file is no TOML, or a key is unknown or of another type.
    """
    path = folder / ABOUT
    slug = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "tables"
    if not path.is_file():
        return About(name=slug, title=folder.resolve().name)
    try:
        given = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise InputError(str(path), f"is not TOML ({exc}).") from exc
    known = [f.name for f in fields(About)]
    values: dict[str, str | tuple[str, ...]] = {"name": slug, "title": slug}
    for key, value in given.items():
        if key not in known:
            raise InputError(str(path), f"`{key}` is not known. Known: {', '.join(known)}.")
        if key == "keywords" and isinstance(value, list) and all(isinstance(v, str) for v in value):
            values[key] = tuple(value)
        elif key != "keywords" and isinstance(value, str):
            values[key] = value
        else:
            wanted = "a list of strings" if key == "keywords" else "a string"
            raise InputError(str(path), f"`{key}` must be {wanted}.")
    return About(**values)  # type: ignore[arg-type]  # checked above, key by key
