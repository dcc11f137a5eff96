"""The words of a report as they are compared: spelling evened out, figures in digits, small words aside. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.ask.stems import SMALL, stem
from bot.ask.thesaurus import akin
from bot.ingest.comparing import (
    AMOUNTS,
    COMMON,
    CONDITIONS,
    DAYS,
    KIN,
    LIGHT,
    NEGATIONS,
    NUMBERS,
    ORDINALS,
    RELATIONS,
    SCALES,
    STRONG,
    TURNING,
)
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Sequence

_CONTRACTED = (
    (re.compile(r"\b(?:won't|wont)\b"), "will not"),
    (re.compile(r"\b(?:can't|cannot)\b"), "can not"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"\b(it|that|there|he|she|what|who)'s\b"), r"\1 is"),
    (re.compile(r"\bi'm\b"), "i am"),
    (re.compile(r"\bper cent\b|%"), " percent "),
    (re.compile(r"(?<=\d),(?=\d{3}\b)"), ""),
    (re.compile(r"\bone and a half (?=(?:m|b|tr)illion\b)"), "1.5 "),
    (re.compile(r"\b(co|re|pre|non|anti|semi|e)-(?=[a-z])"), r"\1"),
    (re.compile(r"(?<=\w)-(?=\w)"), " "),
)
_WRITTEN_SHORT = re.compile(r"['%-]|\d,\d|\b(?:wont|cannot|per cent|one and a half)\b")  # where one of these may apply
_SPELT = (
    (re.compile(r"(?<=\w{2})our"), "or"),
    (re.compile(r"(?<=\w{2})[iy]s(?=e|ing|ation|ed)"), "iz"),
    (re.compile(r"(?<=t)re$|(?<=b)re$"), "er"),
    (re.compile(r"(?<=t)res$"), "ers"),
    (re.compile(r"^grey"), "gray"),
    (re.compile(r"ence$"), "ense"),
    (re.compile(r"mme$"), "m"),
    (re.compile(r"ogues?$"), "og"),
    (re.compile(r"ogs$"), "og"),
    (re.compile(r"^further"), "farther"),
)
_ODD = re.compile(r"..our|[iy]s(?:e|ing|ation)|[tb]res?$|^grey|ence$|mme$|og(?:ues?|s)$|^further")
_BRACKET = re.compile(r"\[(\w)\](?=\w)")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")
_QUOTED = re.compile(r'"([^"]+)"')
_CLAUSE = re.compile(r"[,;:()!?]|\.(?!\d)| - |\.{3}")
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W_]+(?:'[^\W_]+)*")
_MAY = frozenset("may might could".split())
_FUTURE = frozenset("will shall would".split())
_DONE = frozenset("has have had did".split())


@lru_cache(maxsize=1)
def _kin() -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for row in KIN.strip().split("\n"):
        stems = frozenset(_stem(_spelt(word)) for word in row.split())
        for one in stems:
            found[one] = found.get(one, frozenset()) | stems
    return found


@dataclass(frozen=True, slots=True)
class Telling:
    """A word that tells: not a small one."""

    stem: str
    figure: bool  # a number, an amount, a day
    name: bool  # capitalised within a sentence
    quoted: bool  # in quotation marks that stand within the words
    common: bool  # on everybody's lips
    at: int  # among all the words

    @property
    def kin(self) -> frozenset[str]:
        """The stems that translators put for it."""
        return _kin().get(self.stem, frozenset())


@dataclass(frozen=True, slots=True)
class Reading:
    """A report's words, as they are compared."""

    words: tuple[str, ...]  # folded, as printed
    plain: tuple[str, ...]  # without brackets, spelt one way
    telling: tuple[Telling, ...]
    stems: frozenset[str]
    quoted: tuple[tuple[str, ...], ...]  # what stands in quotation marks within them, spelt one way
    against: tuple[int, ...]  # where the negations stand, among all the words
    clauses: tuple[int, ...]  # of each word, which stretch between commas it is in
    conditions: tuple[int, ...]  # where "if" and its like stand
    relations: frozenset[tuple[str, str]]  # ("before", the telling word after it)
    future: bool
    done: bool
    must: bool
    may: bool

    def negations(self, telling: Sequence[int]) -> int:
        """How many there are among these telling words, ascending, and just before them, in the clauses they are in."""
        start = self.telling[telling[0] - 1].at if telling[0] else -1
        last = self.telling[telling[-1]].at if telling[-1] < len(self.telling) - 1 else len(self.plain)
        clauses = {self.clauses[self.telling[i].at] for i in telling}
        return sum(start < at <= last and self.clauses[at] in clauses for at in self.against)

    def turns(self, telling: Sequence[int]) -> bool:
        """Whether a word that turns others round is among these, in their clauses, without being one of them."""
        clauses = {self.clauses[self.telling[i].at] for i in telling}
        between = range(telling[0] - 1 if telling[0] else 0, telling[-1])
        own = {self.telling[i].stem for i in telling}
        rest = (self.telling[i] for i in between if self.telling[i].stem not in own)
        return any(one.stem in _stems(TURNING) and self.clauses[one.at] in clauses for one in rest)

    def conditional(self, telling: Sequence[int]) -> bool:
        """Whether the clauses of these telling words have a condition."""
        clauses = {self.clauses[self.telling[i].at] for i in telling}
        return any(self.clauses[at] in clauses for at in self.conditions)


@lru_cache(maxsize=8192)
def reading(text: str) -> Reading:
    """Take a report's words apart."""
    bare = _BRACKETS.sub(" ", _BRACKET.sub(r"\1", text))
    folded = fold(bare)
    pieces = [_plain(piece) for piece in _CLAUSE.split(_written_out(folded))]
    plain = tuple(word for piece in pieces for word in piece)
    names = _names(bare)
    marks = _pieces(_written_out(folded))
    inside = {word for piece in marks for word in piece}
    telling = tuple(_told(word, i, names, inside) for i, word in enumerate(plain) if _tells(word))
    return Reading(
        words=tuple(words(text)),
        plain=plain,
        telling=telling,
        stems=frozenset(one.stem for one in telling),
        quoted=marks,
        against=tuple(i for i, word in enumerate(plain) if word in NEGATIONS),
        conditions=tuple(i for i, word in enumerate(plain) if word in CONDITIONS),
        clauses=tuple(i for i, piece in enumerate(pieces) for _ in piece),
        relations=_related(plain),
        future=not _FUTURE.isdisjoint(plain),
        done=not _DONE.isdisjoint(plain) and _FUTURE.isdisjoint(plain),
        must="must" in plain,
        may=not _MAY.isdisjoint(plain),
    )


def base(word: str) -> str:
    """What the forms and spellings of a folded word have in common, and most words that stand for it."""
    bare = _stem(_spelt(word))
    return min(akin(bare) | _kin().get(bare, frozenset()))


def _written_out(folded: str) -> str:
    if not _WRITTEN_SHORT.search(folded):
        return folded
    for pattern, instead in _CONTRACTED:
        folded = pattern.sub(instead, folded)
    return folded


def _plain(folded: str) -> tuple[str, ...]:
    return tuple(_numbered([_spelt(word) for word in _TOKEN.findall(folded)]))


def _stem(spelt: str) -> str:
    """The stem, also of what is spelt with one l or two: of "travelled" and "traveled"."""
    return stem(spelt).replace("ll", "l")


@lru_cache(maxsize=4)
def _stems(listed: frozenset[str]) -> frozenset[str]:
    return frozenset(map(_stem, map(_spelt, listed)))


@lru_cache(maxsize=2**15)
def _spelt(word: str) -> str:
    if not _ODD.search(word):
        return word
    for pattern, instead in _SPELT:
        word = pattern.sub(instead, word)
    return word


def _numbered(spelt: list[str]) -> list[str]:
    """With numbers in digits: "five thousand" is "5000"; "one" stays, it is mostly no number."""
    out: list[str] = []
    value: float | None = None
    for word, after in pairwise([*spelt, "", ""]):
        if word == "and" and value is not None and value >= 100 and after in NUMBERS:
            continue
        number = _number(word, value)
        if number is not None:
            value = number
            continue
        if value is not None:
            out.append(f"{value:.10g}")
            value = None
        out.append(word)
    return out[:-1]


def _number(word: str, before: float | None) -> float | None:
    """The number so far with this word; None where it is none."""
    if word in SCALES and before is not None:
        return before * SCALES[word]
    if word[:1].isdigit() and before is None:
        return float(word)
    if word in NUMBERS and (word != "one" or before is not None):
        return (before or 0) + NUMBERS[word] if before is None or before % 10 == 0 else None
    return None


def _names(bare: str) -> frozenset[str]:
    """Words with a capital that no sentence begins with."""
    found = re.findall(r"(?<=[\w,;:'’] )[\"“(]?([A-Z][\w’']+)", bare)
    return frozenset(_spelt(fold(word)) for word in found)


def _pieces(folded: str) -> tuple[tuple[str, ...], ...]:
    """What stands in quotation marks, where not everything does."""
    found = [_plain(piece) for piece in _QUOTED.findall(folded)]
    rest = _QUOTED.sub(" ", folded)
    return tuple(piece for piece in found if piece) if _TOKEN.search(rest) else ()


def _tells(word: str) -> bool:
    if word in STRONG or word in AMOUNTS:
        return True
    return (word not in SMALL and word not in LIGHT and word not in NEGATIONS and len(word) > 1) or word.isdigit()


def _told(word: str, at: int, names: frozenset[str], inside: set[str]) -> Telling:
    figure = word[0].isdigit() or word in DAYS or word in ORDINALS or word in AMOUNTS
    bare = _stem(word)
    return Telling(bare, figure, word in names, word in inside, bare in _stems(COMMON), at)


def _related(plain: tuple[str, ...]) -> frozenset[tuple[str, str]]:
    found = set()
    for i, word in enumerate(plain):
        if word in RELATIONS:
            after = next((w for w in plain[i + 1 : i + 5] if _tells(w)), None)
            if after:
                found.add((word, _stem(after)))
    return frozenset(found)
