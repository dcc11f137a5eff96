"""Paragraphs and sentences of a text.

A paragraph is a line with something in it; a sentence never crosses one. A full stop ends a sentence unless it
belongs to an abbreviation, an initial or a number; the quotation marks and brackets that close on it belong to it.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bot.extract.lexicon import ABBREVIATIONS, NUMBERED, STARTERS, TITLE_ABBREVIATIONS
from bot.model import Span

_LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
# Begins only where a run of stops begins, and never gives back: linear for any text.
_END = re.compile(r"(?<![.!?…])[.!?…]++(?:''|[\"”’')\]}»])*+(?=\s)")
_LAST_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*\Z")
_WORD = re.compile(r"[^\W\d_]+")
_OPENERS = "\"“„‘'`([«—–- \t\xa0"
_LOOK_BACK = 24  # longer than any abbreviation


def paragraphs(text: str) -> tuple[Span, ...]:
    """Lines that hold more than blanks, trimmed of the blanks around."""
    found = (_trim(text, match.start(), match.end()) for match in _LINE.finditer(text))
    return tuple(span for span in found if span)


@lru_cache(maxsize=64)
def sentences(text: str) -> tuple[Span, ...]:
    """Every sentence of `text` in order, trimmed; linear in its length. Kept for a while: a card asks four times."""
    return tuple(sentence for paragraph in paragraphs(text) for sentence in _split(text, paragraph))


def _split(text: str, paragraph: Span) -> list[Span]:
    out: list[Span] = []
    start = paragraph.start
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        if match.end() < paragraph.end and _ends(text, match, paragraph.end):
            out.append(Span(start, match.end()))
            start = _next_word(text, match.end(), paragraph.end)
    if start < paragraph.end:
        out.append(Span(start, paragraph.end))
    return out


def _next_word(text: str, place: int, limit: int) -> int:
    while place < limit and text[place].isspace():
        place += 1
    return place


def _ends(text: str, match: re.Match[str], limit: int) -> bool:
    """Whether the marks of `match` end a sentence; what follows decides where the marks alone do not."""
    following = text[match.end() : min(limit, match.end() + 48)].lstrip(_OPENERS)
    first = following[:1]
    if first.islower():
        return False
    mark = match.group()
    if mark[0] != ".":
        return mark[0] != "…" or not first or first.isupper() or first.isdigit()
    return not _abbreviates(text, match.start(), mark, following)


def _abbreviates(text: str, stop: int, mark: str, following: str) -> bool:
    """Whether the full stop at `stop` belongs to the word before it rather than to the sentence."""
    last = _LAST_WORD.search(text[max(0, stop - _LOOK_BACK) : stop])
    if not last or len(mark) > 1:
        return False
    word = last.group()
    low = word.lower()
    if low in TITLE_ABBREVIATIONS:
        return True
    if len(word) == 1 or (word.isupper() and word.count(".") == (len(word) - 1) / 2):
        return word.isupper() and word != "I" and not _begins(following)
    if low in NUMBERED:
        return following[:1].isdigit()
    return low in ABBREVIATIONS and not _begins(following)


def _begins(following: str) -> bool:
    """Whether what follows an abbreviation is rather a new sentence: it starts with a word that names rarely do."""
    word = _WORD.match(following)
    return word is not None and word.group().lower() in STARTERS


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None
