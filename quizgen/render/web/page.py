"""A page that loads nothing: elements, style, fonts and script in one file.

The quiz's text is hostile. :data:`Html` is a type of its own so that the type checker refuses
any string that has not gone through :func:`text` or :func:`tag`.
"""

from __future__ import annotations

import hashlib
import html
import json
from base64 import b64encode
from functools import cache
from importlib import resources
from typing import Any, Final, NewType

from quizgen.render.design import DARK, HEAD_FONT, LIGHT, TEXT_FONT, font_folder

Html = NewType("Html", str)

NOTHING: Final = Html("")
VOID: Final = frozenset(["input", "meta"])

# How much of the accent is in the ground of highlighted words: as much as leaves ink on it a
# contrast of 10 to 1 and shows on a grey screen.
MARK_SHARE: Final = 0.24

FACES: Final = (
    (TEXT_FONT, 400, "normal"),
    (TEXT_FONT, 400, "italic"),
    (TEXT_FONT, 700, "normal"),
    (HEAD_FONT, 400, "normal"),
    (HEAD_FONT, 700, "normal"),
)

# Drawn, since not every font has a tick; told apart by shape.
ICONS: Final = {
    "right": "M4 12.5l5.5 5.5L20 6.5",
    "wrong": "M5.5 5.5l13 13M18.5 5.5l-13 13",
    "partly_right": "M4 12h16",
    "compare": "M5 8.5h14M5 15.5h14",
    "up": "M12 19.5v-15M5.5 11L12 4.5l6.5 6.5",
    "down": "M12 4.5v15M5.5 13l6.5 6.5 6.5-6.5",
}

# What ends a script or is a line break to one, as JSON may write it too.
_UNSAFE_IN_SCRIPT: Final = {ord(c): f"\\u{ord(c):04x}" for c in "<>&\u2028\u2029"}


def text(content: str) -> Html:
    """Return text as HTML that shows it."""
    return Html(html.escape(content))


def tag(name: str, /, *children: Html, **attributes: str | int | bool) -> Html:
    """Return an element.

    In the names of attributes ``_`` stands for ``-``, and one at the end is dropped. False
    leaves an attribute out.

    >>> tag("a", text("<"), class_="skip", data_n=3, hidden=True)
    '<a class="skip" data-n="3" hidden>&lt;</a>'
    """
    parts = [name]
    for key, value in attributes.items():
        key = key.rstrip("_").replace("_", "-")
        if value is True:
            parts.append(key)
        elif value is not False:
            parts.append(f'{key}="{html.escape(str(value))}"')
    opening = f"<{' '.join(parts)}>"
    return Html(opening if name in VOID else f"{opening}{''.join(children)}</{name}>")


def join(*parts: Html, by: str = "") -> Html:
    """Return parts in a row; ``by`` is text between them."""
    return Html(html.escape(by).join(parts))


def bdi(content: str, **attributes: str | int | bool) -> Html:
    """Return a piece of the quiz whose direction of writing leaves its surroundings alone."""
    return tag("bdi", text(content), **attributes)


def hidden(content: str) -> Html:
    """Return text for those who listen to the page."""
    return tag("span", text(content), class_="heard")


def data_block(name: str, data: Any) -> Html:
    """Return JSON for the script, in which no text can end the element."""
    content = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    escaped = Html(content.translate(_UNSAFE_IN_SCRIPT))
    return tag("script", escaped, type="application/json", id=name)


def page(title: str, body: Html, *, language: str, large_print: bool, scripted: bool) -> str:
    """Return a whole page, which may load and send nothing."""
    style = _style()
    script = _asset("quiz.js") if scripted else None
    policy = [
        "default-src 'none'",
        f"style-src {_hash(style)}",
        *([f"script-src {_hash(script)}"] if script else []),
        "font-src data:",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    head = tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content="; ".join(policy)),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", text(title)),
        tag("style", Html(style)),
        *([tag("script", Html(script))] if script else []),
    )
    root = tag(
        "html",
        head,
        Html("\n"),
        tag("body", _icons() if scripted else NOTHING, body),
        lang=language,
        class_="large" if large_print else False,
    )
    return f"<!DOCTYPE html>\n{root}\n"


def _icons() -> Html:
    return tag(
        "svg",
        *(
            tag("symbol", tag("path", d=path), id=f"icon-{name}", viewBox="0 0 24 24")
            for name, path in ICONS.items()
        ),
        class_="icons",
        aria_hidden="true",
        focusable="false",
    )


def _hash(content: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(content.encode()).digest()).decode()}'"


def _asset(name: str) -> str:
    return (resources.files("quizgen.render") / "web" / name).read_text("utf-8")


@cache
def _style() -> str:
    dark = _variables(DARK, "dark")
    # Print keeps to the light colours, whatever the screen has.
    themes = (
        f":root{{{_variables(LIGHT, 'light')}}}",
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}",
        f"@media screen{{:root[data-theme=dark]{{{dark}}}}}",
    )
    return "\n".join((*(_font_face(*face) for face in FACES), *themes, _asset("quiz.css")))


def _variables(colours: dict[str, str], scheme: str) -> str:
    mark = _mix(colours["accent"], colours["paper"], MARK_SHARE)
    named = "".join(f"--{name}:{value};" for name, value in colours.items())
    return f"color-scheme:{scheme};{named}--mark:{mark}"


def _mix(colour: str, ground: str, share: float) -> str:
    pairs = zip(bytes.fromhex(colour[1:]), bytes.fromhex(ground[1:]), strict=True)
    return "#" + bytes(round(share * a + (1 - share) * b) for a, b in pairs).hex()


def _font_face(family: str, weight: int, style: str) -> str:
    file = font_folder() / "web" / f"{family.lower()}-latin-{weight}-{style}.woff2"
    data = b64encode(file.read_bytes()).decode()
    return (
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-style:{style};'
        f"font-display:swap;src:url(data:font/woff2;base64,{data}) format('woff2')}}"
    )
