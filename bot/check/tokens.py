"""Texts as words to compare: what is no alteration is gone, what would be one is a word. Pure.

Typographic marks, spacing, case, accents and what stands in brackets are gone; numbers keep their decimals, and signs
that change an amount ("$", "%", a minus) are words of their own.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

_APOSTROPHES = str.maketrans(dict.fromkeys("‘’‚‛′`´ʼ", "'"))
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_WORD = re.compile(
    r"(?<![\w.,])[-−–](?=\d)"  # a minus, as in "-5 degrees", not the dash of "2019–2020"
    r"|[%$€£¥₹°]"
    r"|\d+(?:[.,]\d+)+"
    r"|[^\W_]+(?:'[^\W_]+)*"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_FIRST_LETTER = re.compile(r"\[(\w)\](?=\w)")  # "[W]e will": the case at the start
_BRACKETS = re.compile(
    r"(?:(?<!\w)\w+)?\[[^\[\]]*\]"
)  # with the stem of "open[ed]"; parentheses may be the speaker's own
_ELLIPSIS = re.compile(r"(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|(?:\.\s{0,3}){3,}|…)")
_ANY, _FEW = "\ue000", "\ue001"  # stand for an ellipsis and for a bracket while a fragment is taken apart
_END = re.compile(r"[.!?;\n]")
_CAPITALS = frozenset(("US", "IT", "WHO"))  # another word in lower case


@dataclass(frozen=True, slots=True)
class Word:
    """A folded word, as it is shown, what stands between it and the next, and whether it begins a sentence."""

    text: str
    shown: str
    after: str
    opens: bool = False


@dataclass(frozen=True)
class Passage:
    """Words in a row, and where any of them stands."""

    words: tuple[Word, ...]
    _joined: str = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_joined", f" {' '.join(w.text for w in self.words)} ")

    @cached_property
    def texts(self) -> list[str]:
        """The words alone."""
        return [w.text for w in self.words]

    @cached_property
    def _index(self) -> dict[int, int]:
        """Which word begins behind a blank of the joined text."""
        at, out = 0, {}
        for number, word in enumerate(self.words):
            out[at] = number
            at += len(word.text) + 1
        return out

    @cached_property
    def _offsets(self) -> list[int]:
        return list(self._index)

    def find(self, wanted: Sequence[Word], start: int = 0) -> int | None:
        """The first place from word `start` on where all of `wanted` stand side by side."""
        if start >= len(self.words):
            return None
        at = self._joined.find(f" {' '.join(w.text for w in wanted)} ", self._offsets[start])
        return None if at < 0 else self._index[at]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a fragment in a row; `far` after an ellipsis, else a bracket stood before that may replace a word."""

    words: tuple[Word, ...]
    far: bool


@dataclass(frozen=True, slots=True)
class Fragment:
    """Words put to the record, in pieces between its ellipses and brackets."""

    pieces: tuple[Piece, ...]
    trails: bool = False  # an ellipsis at the end says that it goes on

    @property
    def words(self) -> tuple[Word, ...]:
        """All of them in a row."""
        return tuple(word for piece in self.pieces for word in piece.words)

    @property
    def elided(self) -> bool:
        """Whether it says itself that something is left out."""
        return any(piece.far for piece in self.pieces[1:])


def plain(text: str) -> str:
    """`text` with composed letters and straight apostrophes, without what cannot be seen."""
    return unicodedata.normalize("NFKC", text.translate(_UNSEEN)).translate(_APOSTROPHES)


@lru_cache(maxsize=2048)
def passage(text: str, *, merged: bool = False, opens: bool = False) -> tuple[Word, ...]:
    """The words of a stretch of the record, without the outlet's insertions in brackets.

    `opens`: its first word begins a sentence even in lower case, as where a tag stood before.
    """
    found = _words(_BRACKETS.sub(" ", _FIRST_LETTER.sub(r"\1", plain(text))), merged=merged)
    if found and (opens or found[0].shown[0].isupper()):
        return (replace(found[0], opens=True), *found[1:])
    return found


def fragment(text: str, *, merged: bool = False) -> Fragment:
    """A fragment taken apart. `merged`: "co-operate" is one word, as where it is printed without the hyphen."""
    bare = _marked(text)
    pieces, far = [], True
    for part in re.split(f"([{_ANY}{_FEW}])", bare):
        if part == _ANY:
            far = True
        elif words := _words(part, merged=merged) if part != _FEW else ():
            pieces.append(Piece(words, far))
            far = False
    return Fragment(tuple(pieces), trails=bare.rstrip(" \t\n\"'”.,").endswith(_ANY))


def stretches(text: str) -> list[str]:
    """The texts of a fragment's pieces."""
    return re.split(f"[{_ANY}{_FEW}]", _marked(text))


def _marked(text: str) -> str:
    """A fragment with its ellipses and brackets as single signs."""
    bare = _FIRST_LETTER.sub(r"\1", plain(text.replace(_ANY, "").replace(_FEW, "")))
    return _BRACKETS.sub(_FEW, _ELLIPSIS.sub(_ANY, bare))


def _words(text: str, *, merged: bool) -> tuple[Word, ...]:
    if merged:
        text = re.sub(r"(?<=[^\W\d_])[-‐‑](?=[^\W\d_])", "", text)
    text = _THOUSANDS.sub("", text)
    found = list(_WORD.finditer(text))
    ends = [*(m.start() for m in found[1:]), len(text)] if found else []
    out, opens = [], False
    for match, end in zip(found, ends, strict=True):
        after = text[match.end() : end]
        out.append(Word(_form(match.group()), match.group(), after, opens))
        opens = bool(_END.search(after))
    return tuple(out)


def _form(word: str) -> str:
    return word if word in _CAPITALS else fold(word)
