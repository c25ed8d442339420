"""Markdown (CommonMark) with or without YAML front matter.

``Article.text`` is the text a reader of the page would see: paragraphs parted by blank lines,
mark-up dropped and its words kept, code blocks and raw HTML left out.
"""

from __future__ import annotations

import re

import yaml
from frontmatter.default_handlers import YAMLHandler
from markdown_it import MarkdownIt
from markdown_it.token import Token

from dataset.articles.article import Article, BlockKind
from dataset.articles.layout import Head, arrange, folded, join_paragraphs
from dataset.articles.limits import LONGEST_FRONT_MATTER, LONGEST_MARKDOWN
from dataset.errors import InputError

# A licence is known, so that nobody wonders; the tables have no column for it.
KEYS = ("title", "date", "source", "author", "url", "license", "licence")

_SPACE = re.compile(r"[ \t\r\n]+")
_Paragraph = tuple[BlockKind | None, str]


def read_markdown(text: str, article_id: str, path: str) -> Article:
    r"""Return the article in ``text``; its title is that of the front matter, else the first H1.

    A title that only the front matter has is in ``title`` and in no block. Other headings, and
    paragraphs that are only an image with a description, are captions.

    Raises:
        InputError: if the front matter is broken YAML, or there is no prose.

    >>> article = read_markdown("---\ndate: 2021-05-03\n---\n# At sea\n\nFerries *sail*.", "f", "")
    >>> article.text, article.title, str(article.date)
    ('At sea\n\nFerries sail.', 'At sea', '2021-05-03')
    """
    if len(text) > LONGEST_MARKDOWN:
        raise InputError(
            path,
            f"has more than {LONGEST_MARKDOWN:,} characters, too many for an article in Markdown. "
            "Split it, or save it as .txt.",
        )
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    head, body = _read_front_matter(text, path)
    paragraphs = _paragraphs(body)
    title = next((content for kind, content in paragraphs if kind == "title"), None)
    if head.title is None:
        head.title = title
    elif title is not None and folded(title) != folded(head.title):
        paragraphs = [("caption" if kind == "title" else kind, text) for kind, text in paragraphs]
    plain, pieces = join_paragraphs(paragraphs)
    return arrange(plain, pieces, head, article_id=article_id, path=path)


def _read_front_matter(text: str, path: str) -> tuple[Head, str]:
    """Return what the front matter says and the text below it."""
    handler, head = YAMLHandler(), Head()
    if not handler.detect(text):
        return head, text
    try:
        matter, body = handler.split(text)
    except ValueError:  # no second ---: the first one is a rule, not front matter
        return head, text
    if len(matter) > LONGEST_FRONT_MATTER:
        raise InputError(
            path,
            f"the front matter has more than {LONGEST_FRONT_MATTER:,} characters. Shorten it.",
        )
    try:
        # Nodes, not values: YAML would turn `title: No` into a truth value and stop at a date
        # that is none, and nodes know their lines.
        node = yaml.compose(matter, Loader=yaml.BaseLoader)
    except yaml.YAMLError as exc:
        mark = getattr(exc, "problem_mark", None)
        line = mark.line + 1 if mark else None
        reason = getattr(exc, "problem", None) or "not YAML"
        raise InputError(
            path,
            f"the front matter is broken ({reason}). Write one `key: value` a line and put "
            "values with a colon in quotation marks.",
            line=line,
        ) from exc
    except RecursionError as exc:
        raise InputError(path, "the front matter is nested too deeply. Flatten it.") from exc
    if node is None:
        return head, body
    if not isinstance(node, yaml.MappingNode):
        return head, text  # prose between two rules
    for key, value in node.value:
        if isinstance(key, yaml.ScalarNode) and key.value.lower() in KEYS:
            _take(key.value, value, head)
    return head, body


def _take(key: str, value: yaml.Node, head: Head) -> None:
    name, line = key.lower(), value.start_mark.line + 1
    if name == "author" and isinstance(value, yaml.SequenceNode):
        names = [item.value for item in value.value if isinstance(item, yaml.ScalarNode)]
        head.author = ", ".join(names) or None
    elif not isinstance(value, yaml.ScalarNode):
        head.warnings.append(f"line {line}: `{key}` is not a single value. Write `{key}: text`.")
    elif name == "date" and _is_given(value):
        head.set_date(value.value, written=f"{key}: {value.value}", line=line)
    elif name in ("title", "source", "author", "url") and _is_given(value):
        setattr(head, name, _SPACE.sub(" ", value.value).strip())


def _is_given(value: yaml.ScalarNode) -> bool:
    null = value.style is None and value.value.lower() in ("", "~", "null")
    return not null and bool(value.value.strip())


def _paragraphs(body: str) -> list[_Paragraph]:
    """Return the paragraphs a reader sees, the first H1 as title."""
    found: list[_Paragraph] = []
    seen_title = False
    heading: str | None = None
    for token in MarkdownIt("commonmark").parse(body):
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "heading_close":
            heading = None
        elif token.type == "inline":
            kind: BlockKind | None = "caption" if heading else None
            if heading == "h1" and not seen_title:
                kind = "title"
            children = token.children or []
            content = _plain(children)
            if not content:
                kind, content = "caption", _plain_image(children)
            if content:
                seen_title = seen_title or kind == "title"
                found.append((kind, content))
    return found


def _plain(tokens: list[Token]) -> str:
    parts = []
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            parts.append(" ")
        elif token.type not in ("html_inline", "image"):
            parts.append(token.content)
    return _SPACE.sub(" ", "".join(parts)).strip()


def _plain_image(tokens: list[Token]) -> str:
    images = (token for token in tokens if token.type == "image")
    return " ".join(filter(None, (_plain(image.children or []) for image in images)))
