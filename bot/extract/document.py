"""A text taken apart once: paragraphs, sentences, quotations and tokens, with look-ups by offset.

Everything is made in linear time; every look-up is a binary search.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from bot.extract.quotes import Quotation, quotations
from bot.extract.sentences import paragraphs, sentences

if TYPE_CHECKING:
    from bot.model import Span

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){2,}"  # U.S., a.m., J.D.
    r"|\b(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Prof|Lt|Col|Capt|Sgt|Rev|St)\.(?=\s?\w)"
    r"|\b(?:Corp|Inc|Ltd|Co|Bros|Jr|Sr)\.(?=\s[a-z]|[,'’])"
    r"|\b[A-Z]\.(?=\s[A-Z]\w)"  # an initial
    r"|\d+(?:[.,:]\d+)*"
    r"|\w+(?:[-'’.&]\w+)*"
    r"|''|``|\.{2,}"
    r"|[^\w\s]"
)
_CLITIC = ("'s", "’s", "'S", "’S")


class Token(NamedTuple):
    """A word, number or mark. A possessive "'s" is a token of its own."""

    start: int
    end: int
    text: str

    @property
    def low(self) -> str:
        """The token in lower case, curly apostrophes straight."""
        return self.text.lower().replace("’", "'")


@dataclass(frozen=True, slots=True)
class Document:
    """A text and its parts, each in order of offset."""

    text: str
    paragraphs: tuple[Span, ...]  # lines with something in them, without the blanks around
    sentences: tuple[Span, ...]  # each within one paragraph; together they hold every word
    quotations: tuple[Quotation, ...]  # outer ones and those nested in them
    tokens: tuple[Token, ...]
    _starts: tuple[int, ...] = field(repr=False, default=())  # of tokens
    _sentence_starts: tuple[int, ...] = field(repr=False, default=())
    _paragraph_starts: tuple[int, ...] = field(repr=False, default=())
    _quote_starts: tuple[int, ...] = field(repr=False, default=())  # of the outer quotations, without their marks
    _quote_ends: tuple[int, ...] = field(repr=False, default=())

    def token_range(self, span: Span) -> range:
        """Indices of the tokens that begin in `span`."""
        return range(bisect_left(self._starts, span.start), bisect_left(self._starts, span.end))

    def tokens_in(self, span: Span) -> tuple[Token, ...]:
        """The tokens that begin in `span`."""
        found = self.token_range(span)
        return self.tokens[found.start : found.stop]

    def is_quoted(self, offset: int) -> bool:
        """Whether `offset` stands inside quotation marks."""
        place = bisect_right(self._quote_starts, offset) - 1
        return place >= 0 and offset < self._quote_ends[place]

    def sentence_at(self, offset: int) -> Span | None:
        """The sentence that holds `offset`, or the last one before it."""
        return _holding(self.sentences, self._sentence_starts, offset)

    def paragraph_at(self, offset: int) -> Span | None:
        """The paragraph that holds `offset`, or the last one before it."""
        return _holding(self.paragraphs, self._paragraph_starts, offset)


def read(text: str) -> Document:
    """Take `text` apart."""
    tokens = tokenize(text)
    parts = paragraphs(text)
    whole = sentences(text)
    quoted = quotations(text)
    outer = [q.inner for q in quoted if not q.nested]
    return Document(
        text=text,
        paragraphs=parts,
        sentences=whole,
        quotations=quoted,
        tokens=tokens,
        _starts=tuple(t.start for t in tokens),
        _sentence_starts=tuple(s.start for s in whole),
        _paragraph_starts=tuple(p.start for p in parts),
        _quote_starts=tuple(q.start for q in outer),
        _quote_ends=tuple(q.end for q in outer),
    )


def tokenize(text: str) -> tuple[Token, ...]:
    """The tokens of `text` in order."""
    out: list[Token] = []
    for match in _TOKEN.finditer(text):
        start, end, word = match.start(), match.end(), match.group()
        if len(word) > 2 and word.endswith(_CLITIC):
            out += (Token(start, end - 2, word[:-2]), Token(end - 2, end, word[-2:]))
        else:
            out.append(Token(start, end, word))
    return tuple(out)


def _holding(spans: tuple[Span, ...], starts: tuple[int, ...], offset: int) -> Span | None:
    place = bisect_right(starts, offset) - 1
    return spans[place] if place >= 0 else None
