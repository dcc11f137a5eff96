"""Acronyms as articles define them: "the International Stabilization Force (ISF)". Pure.

What is learned holds for the question it was learned for: another article may mean something else by the letters.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.ask.stems import related
from bot.ask.terms import surface

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_SMALL = frozenset("of the and for to on in a an at de la von der und et".split())
_SHORT = r"[A-Z][A-Za-z.]{0,6}[A-Z][A-Za-z.]?"  # two capitals at least: "ISF", "UNIFIL", "G.D.P.", "MoD"
_DEFINED = re.compile(rf"\((?:the )?[\"“'‘]?(?P<short>{_SHORT})[\"”'’]?\)")
_BEFORE = 120  # code points before the bracket in which the words are looked for
_OPENED = re.compile(rf"\b(?P<short>{_SHORT}) \((?:the )?(?P<long>[A-Za-z][\w'’ .&-]{{5,80}})\)")


@lru_cache(maxsize=256)
def defined(text: str) -> dict[str, tuple[str, ...]]:
    """Acronyms that `text` defines, folded, with the folded words they stand for."""
    found: dict[str, tuple[str, ...]] = {}
    if "(" not in text:
        return found
    for match in _DEFINED.finditer(text):
        _learn(found, match["short"], surface(text[max(0, match.start() - _BEFORE) : match.start()]))
    for match in _OPENED.finditer(text):
        words = surface(match["long"])
        if _letters(match["short"]) in _shortened(words):
            _learn(found, match["short"], words)
    return found


def _letters(short: str) -> str:
    return short.replace(".", "").lower()


def _shortened(words: Sequence[str]) -> tuple[str, str]:
    """The initials of words, without the small ones and with them."""
    return "".join(w[0] for w in words if w not in _SMALL), "".join(w[0] for w in words)


def _learn(found: dict[str, tuple[str, ...]], short: str, before: Sequence[str]) -> None:
    """Take the shortest end of the words before whose initials are the letters."""
    letters = _letters(short).removesuffix("s") if short.endswith("s") else _letters(short)
    for count in range(2, len(before) + 1):
        words = before[-count:]
        if words[0] in _SMALL:
            continue
        if letters in _shortened(words):
            found.setdefault(letters, tuple(word for word in words if word not in _SMALL))
            return


def learned(texts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The acronyms of several texts, first definition first."""
    found: dict[str, tuple[str, ...]] = {}
    for text in texts:
        for short, words in defined(text).items():
            found.setdefault(short, words)
    return found


def expanded(words: Sequence[str], known: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[tuple[str, ...], ...]]:
    """What stands for topic words, both ways: the words of an acronym, and the acronym of words that are all there."""
    found: dict[str, tuple[tuple[str, ...], ...]] = {}
    for short, spelt in known.items():
        if short in words:
            found[short] = (*found.get(short, ()), spelt)
        asked = [word for word in words if any(related(word, one) for one in spelt)]
        if len(asked) >= min(len(spelt), 2) and (len(asked) == len(spelt) or related(asked[-1], spelt[-1])):
            for word in asked:
                found[word] = (*found.get(word, ()), (short,))
    return found
