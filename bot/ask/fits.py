"""How well typed words fit a name, and whether two names can be one person's. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot.ask.names import alike, initials, same_first
from bot.model import SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Sequence


def one_person(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two fitting names can be one person's: first words agree and so do last ones."""
    if len(one) == 1 or len(other) == 1:
        return one[-1] == other[-1]
    if set(one) <= set(other) or set(other) <= set(one):
        return True
    shares = alike(one[-1], other[-1]) >= 0.9 or set(one[1:]) & set(other[1:])
    return bool(shares) and same_first(one[0], other[0]) >= 0.9


def fit(typed: tuple[str, ...], words: tuple[str, ...], near: Sequence[dict[str, float]], kind: SpeakerKind) -> float:
    """How well typed words fit a name in words; 0 where they are another's."""
    if typed == words:
        return 1.0
    if len(typed) == 1:
        return _fit_single(typed[0], words, near[0], kind)
    if kind is not SpeakerKind.PERSON:
        return _fit_body(typed, words, near)
    if len(words) == 1:  # an article that gives no more than the surname
        return 0.7 * near[-1].get(words[0], 0.0)
    first = max(same_first(typed[0], words[0]), *(same_first(typed[0], word) - 0.05 for word in words[1:-1]), 0.0)
    last = max((near[-1].get(word, 0.0) for word in words[1:]), default=0.0)
    if first >= 0.75 and last:
        return 0.55 * last + 0.43 * first - (0.1 if first < 0.9 and last < 0.9 and _whole(typed, words) < 0.8 else 0)
    if len(typed) < 3 or not first or 2 * sum(word in words for word in set(typed)) < len(typed):
        return 0.0
    whole = _whole(typed, words)
    return 0.95 * whole if whole >= 0.82 else 0.0


def _whole(typed: tuple[str, ...], words: tuple[str, ...]) -> float:
    """How alike two names are, letter by letter."""
    return fuzz.ratio(" ".join(typed), " ".join(words)) / 100


def _fit_single(typed: str, words: tuple[str, ...], near: dict[str, float], kind: SpeakerKind) -> float:
    """One typed word: the surname, another part of the name, the first name, or initials, in this order of worth."""
    if len(words) == 1:
        return near.get(words[0], 0.0)
    if kind is not SpeakerKind.PERSON:
        whole = 0.97 if typed == initials(words) else 0.0
        return max(whole, 0.9 * near.get(words[0], 0.0) if near.get(words[0], 0.0) == 1 else 0.0)
    last, first = near.get(words[-1], 0.0), near.get(words[0], 0.0)
    middle = max((near.get(word, 0.0) for word in words[1:-1]), default=0.0)
    return max(0.98 * last, 0.95 * middle, 0.88 * first)


def _fit_body(typed: tuple[str, ...], words: tuple[str, ...], near: Sequence[dict[str, float]]) -> float:
    """Several words against the name of a body: all typed ones are in it, or it is a shorter form of them."""
    if len(typed) > 2 and words == (initials(typed),):
        return 0.93
    scores = [max((near[i].get(word, 0.0) for word in words), default=0.0) for i in range(len(typed))]
    if all(scores) and 2 * len(typed) >= len(words):
        return 0.95 * sum(scores) / len(scores)
    if len(words) > 1 and typed[-len(words) :] == words:
        return 0.85
    return 0.0
