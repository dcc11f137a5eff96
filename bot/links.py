"""Addresses that scroll to the words, where the reader's browser knows text fragments. Pure.

[wicg.github.io/scroll-to-text-fragment]: `#:~:text=START,END`, each percent-encoded, "-", "," and "&" as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from bot.model import Record

MARK = ":~:text="
EDGE = 5  # words that name a beginning or an end
_QUOTES = "\"'“”‘’«»„ \t"


def fragment(words: str) -> str:
    """The text directive for these words: whole where they are few, else how they begin and end; "" for none.

    Only one paragraph is named, and no quotation marks at the edges: pages set them in many ways.
    """
    paragraph = next((line for line in words.split("\n") if line.strip()), "")
    found = paragraph.strip(_QUOTES).split()
    if not found:
        return ""
    if len(found) <= 2 * EDGE:
        return MARK + _encoded(" ".join(found))
    return f"{MARK}{_encoded(' '.join(found[:EDGE]))},{_encoded(' '.join(found[-EDGE:]))}"


def _encoded(text: str) -> str:
    return quote(text, safe="", errors="replace").replace("-", "%2D")


def scrolling(url: str, words: str) -> str:
    """`url` with the directive of `words`; a fragment of its own is kept before it, a directive is not."""
    directive = fragment(words)
    bare = url.partition(":~:")[0]
    if not directive:
        return url
    return f"{bare}{directive}" if "#" in bare else f"{bare}#{directive}"


def to_words(record: Record) -> str | None:
    """The address of a statement's first words in its article; None where the article has none."""
    article = record.article
    return scrolling(article.url, record.statement.spans[0].of(article.text)) if article.url else None
