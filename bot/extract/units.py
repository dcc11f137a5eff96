"""Sentences as the rules see them: words outside quotation marks, and each quotation as one thing.

A sentence that ends inside a quotation goes on to the quotation's end, so that a tag always stands in one unit with
the words it tags.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from bot.model import Span

if TYPE_CHECKING:
    from bot.extract.document import Document
    from bot.extract.quotes import Quotation

_LONGEST = 250  # items


class Item(NamedTuple):
    """A token outside quotation marks, or a whole quotation with its marks."""

    start: int
    end: int
    text: str  # "" of a quotation
    low: str  # in lower case; '"' of a quotation
    quote: Quotation | None = None
    last: str = ""  # of a quotation: the last character before its closing mark

    @property
    def is_word(self) -> bool:
        """Whether it is a word or number rather than a mark."""
        return bool(self.text) and self.text[0].isalnum()

    @property
    def is_name(self) -> bool:
        """Whether it begins with a capital letter."""
        return bool(self.text) and self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Unit:
    """One sentence, or several that one quotation holds together."""

    span: Span
    items: tuple[Item, ...]
    paragraph: int  # index of its paragraph

    @property
    def only_quoted(self) -> bool:
        """Whether there is nothing but quotations in it."""
        return (
            bool(self.items) and all(i.quote or not i.is_word for i in self.items) and any(i.quote for i in self.items)
        )


def units(document: Document) -> list[Unit]:
    """The units of a document in order."""
    tops = [q for q in document.quotations if not q.nested]
    out: list[Unit] = []
    at_quote = at_sentence = 0
    for number, paragraph in enumerate(document.paragraphs):
        inside: list[Span] = []
        while at_sentence < len(document.sentences) and document.sentences[at_sentence].start < paragraph.end:
            inside.append(document.sentences[at_sentence])
            at_sentence += 1
        quotes: list[Quotation] = []
        while at_quote < len(tops) and tops[at_quote].outer.start < paragraph.end:
            quotes.append(tops[at_quote])
            at_quote += 1
        for span, held in _merge(inside, quotes):
            out += _chunks(_items(document, span, held), span, number)
    return out


def _chunks(items: tuple[Item, ...], span: Span, number: int) -> list[Unit]:
    """One unit, or several where a "sentence" is longer than any sentence: what is done per unit stays bounded."""
    if len(items) <= _LONGEST:
        return [Unit(span, items, number)]
    parts = [items[at : at + _LONGEST] for at in range(0, len(items), _LONGEST)]
    return [Unit(Span(part[0].start, part[-1].end), part, number) for part in parts]


def _merge(sentences: list[Span], quotes: list[Quotation]) -> list[tuple[Span, list[Quotation]]]:
    """Join sentences whose boundary lies inside a quotation; with each, the quotations that begin in it."""
    out: list[tuple[Span, list[Quotation]]] = []
    place = 0
    start: int | None = None
    held: list[Quotation] = []
    for sentence in sentences:
        start = sentence.start if start is None else start
        while place < len(quotes) and quotes[place].outer.start < sentence.end:
            held.append(quotes[place])
            place += 1
        if not held or held[-1].outer.end <= sentence.end:
            out.append((Span(start, sentence.end), held))
            start, held = None, []
    if start is not None:
        out.append((Span(start, sentences[-1].end), held))
    return out


def _items(document: Document, span: Span, quotes: list[Quotation]) -> tuple[Item, ...]:
    out: list[Item] = []
    place = 0
    done = span.start
    for token in document.tokens_in(span):
        while place < len(quotes) and quotes[place].outer.start <= token.start:
            outer = quotes[place].outer
            stop = document.text[quotes[place].inner.end - 1]
            out.append(Item(outer.start, outer.end, "", '"', quotes[place], stop))
            done = outer.end
            place += 1
        if token.start >= done:
            out.append(Item(token.start, token.end, token.text, token.low))
    return tuple(out)
