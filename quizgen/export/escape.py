"""Escaping, one function a language; what an article says stays text in every one of them."""

from __future__ import annotations

import html
import re

# Characters that mean something in one of the languages below that a text may pass through
# after HTML: GIFT, Moodle's cloze, Canvas's blanks, H5P's blanks, MathJax, wiki and LaTeX filters.
_SPECIAL = re.compile(r"[^\w\s.,;!?()“”‘’«»„–—-]|_{2,}", re.ASCII)


# Readers trim these at the ends of a text, and some collapse them inside.
_TRIMMED = re.compile(r"[^\S ]|\ufeff")


def html_text(text: str) -> str:
    """Return a text as HTML or XML that shows it, also inside quoted attributes.

    >>> html_text('<b> & "x"')
    '&lt;b&gt; &amp; &quot;x&quot;'
    """
    return _TRIMMED.sub(lambda m: f"&#{ord(m[0])};", html.escape(text))


def xml_text(text: str) -> str:
    """Return a text as character data of XML, or as a quoted attribute's value."""
    return html.escape(text)


def cdata(text: str) -> str:
    """Return a CDATA section that holds a text, however many ends of sections are in it.

    >>> cdata("a]]>b")
    '<![CDATA[a]]]]><![CDATA[>b]]>'
    """
    return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"


def gift_text(text: str) -> str:
    r"""Return a text as GIFT reads it: what it marks answers with is escaped, in Moodle's order.

    >>> gift_text("a = {b}: c\\")
    'a \\= \\{b\\}\\: c\\\\'
    """
    return re.sub(r"[\\~=#{}:]", r"\\\g<0>", text).replace("\n", r"\n")


def entities(text: str) -> str:
    """Return HTML in which every sign that is no letter, digit or plain mark is a number.

    For texts that pass through a further language, whose signs (braces, tildes, stars …) thus
    never appear.

    >>> entities("{1:x} *a*")
    '&#123;1&#58;x&#125; &#42;a&#42;'
    """
    spelled = _SPECIAL.sub(lambda m: "".join(f"&#{ord(c)};" for c in m[0]), text)
    return _TRIMMED.sub(lambda m: f"&#{ord(m[0])};", spelled)


def typed_answer(text: str) -> str:
    r"""Return a text as Moodle compares what is typed with it: a star would stand for any text.

    >>> typed_answer("4 * 2")
    '4 \\* 2'
    """
    return text.replace("*", r"\*")
