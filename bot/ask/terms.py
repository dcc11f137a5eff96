"""What the full-text index holds and how it is asked: pure, versioned, the same folding on both sides.

The terms of an old version stay computable for ever: deleting a row from a contentless FTS5 table takes exactly
the terms it was given, and wrong ones are accepted silently and leave ghosts (measured on SQLite 3.40.1).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.model import Statement

INDEX_VERSION = 1
MOST_TERMS = 32  # in one MATCH: 0 exceptions in 100,086 hostile strings, and a bounded cost
_RUN = re.compile(r"[^\W_]+")  # runs of str.isalnum: nothing that FTS5 could take for syntax
_POSSESSIVE = re.compile(r"(?<=\w)'s\b")
_BREAKS = bytes(code if chr(code).isalnum() else 0x20 for code in range(128)) + bytes(128)  # of plain letters
_AROUND = 300  # code points looked at on each side for the rest of a sentence
# One set of characters comes first, so that the regular expression engine skips to them; then what stands before.
_SENTENCE_END = re.compile(
    r"""[.!?\n](?:(?<=\n)\n*|(?<!\n)(?<!\b[A-Z].)(?<!\bMr.)(?<!\bMs.)(?<!\bMrs.)(?<!\bDr.)(?<!\bSt.)"""
    r"""["”’')\]]*(?:\s+(?=["“‘'(\[]*[A-Z0-9])|\Z))"""
)


def surface(text: str) -> list[str]:
    """The folded words of `text` in order, without possessive endings: what the vocabulary counts."""
    return [word.removesuffix("'s") for word in words(text)]


def plain(text: str) -> str:
    """`text` as the index takes it: folded runs of letters and digits, without possessive endings."""
    copy = fold(text)
    return " ".join(_runs(_POSSESSIVE.sub("", copy) if "'s" in copy else copy))


def _runs(copy: str) -> list[str]:
    """The runs of letters and digits of a folded text; of plain letters in a third of the time."""
    return copy.encode().translate(_BREAKS).decode().split() if copy.isascii() else _RUN.findall(copy)


def taken(text: str) -> tuple[str, list[str]]:
    """`plain(text)` and `surface(text)` in one look, which they are without an apostrophe."""
    copy = fold(text)
    if "'" in copy:
        return plain(text), surface(text)
    runs = _runs(copy)
    return " ".join(runs), runs


def index_terms(words: str, context: str, speaker_id: int | None, version: int) -> tuple[str, str, str]:
    """The columns (words, context, tags) of a statement in the index. ValueError for a version never released.

    The speaker is a tag of its *unmerged* id, so that a merge and its undoing touch no index row.
    """
    if version != INDEX_VERSION:
        raise ValueError(f"no index version {version}")
    return plain(words), plain(context), "" if speaker_id is None else speaker_tag(speaker_id)


def article_terms(text: str, version: int) -> str:
    """The one column of an article in the index of names. ValueError for a version never released."""
    if version != INDEX_VERSION:
        raise ValueError(f"no index version {version}")
    return plain(text)


def speaker_tag(speaker_id: int) -> str:
    """The token under which a speaker's statements are indexed."""
    return f"sp{speaker_id}"


def match(words: Iterable[str], *, every: bool = False) -> str | None:
    """A MATCH expression for surface words, any or every of them; None when nothing searchable is left.

    Each word becomes a quoted phrase of its letters and digits ("don't" is the phrase "don t"), never an operator.
    """
    phrases = dict.fromkeys(plain(word) for word in words)
    kept, runs = [], 0
    for phrase in phrases:
        runs += phrase.count(" ") + 1
        if phrase and runs <= MOST_TERMS:
            kept.append(f'"{phrase}"')
    return (" AND " if every else " OR ").join(kept) or None


def match_some(groups: Iterable[Iterable[str]], least: int) -> str | None:
    """A MATCH expression for a word of at least so many of these groups; None where they are fewer.

    "2 of a, b, c" is written out, the rarest best first: FTS5 steps along the first list and seeks in the others.
    """
    given = [phrase for group in groups if (phrase := match(group))]
    return _some(given, least) if 0 < least <= len(given) else None


def _some(given: list[str], least: int) -> str:
    if least == 1:
        return " OR ".join(given)
    if least == len(given):
        return " AND ".join(f"({one})" for one in given)
    firsts = given[: len(given) - least + 1]
    return " OR ".join(f"(({one}) AND ({_some(given[at + 1 :], least - 1)}))" for at, one in enumerate(firsts))


def rest_of_sentence(text: str, statement: Statement) -> str:
    """What stands around and between the statement's words in its sentence, at most 300 code points a side."""
    hull = statement.hull
    opening = max(0, hull.start - _AROUND)
    for end in _SENTENCE_END.finditer(text, opening, hull.start + 1):  # the next letter tells a stop from a U.S.
        opening = end.end() if end.end() <= hull.start else opening
    closing = _SENTENCE_END.search(text, max(hull.start, hull.end - 2), hull.end + _AROUND)
    stop = max(hull.end, closing.start()) if closing else min(len(text), hull.end + _AROUND)
    edges = [opening, *(edge for span in statement.spans for edge in (span.start, span.end)), stop]
    gaps = zip(edges[::2], edges[1::2], strict=True)
    return " ".join(piece for start, end in gaps if (piece := text[start:end].strip()))
