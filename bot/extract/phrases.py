"""Noun phrases beside a reporting verb: who could be meant, found from closed word classes alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from bot.extract.cues import VERBS
from bot.extract.lexicon import (
    ADVERBS,
    AUXILIARIES,
    BREAKERS,
    DETERMINERS,
    PREPOSITIONS,
    PRONOUNS,
    SOURCE_NOUNS,
    TIME_WORDS,
    VERBISH,
    WEEKDAYS,
    listed,
)

if TYPE_CHECKING:
    from bot.extract.units import Item, Unit

_LONGEST = 18  # items of a source with its role
_CONNECT = frozenset(("of", "for", "at", "from", "in", "with", "to", "on", "&", "'s", "and", "de", "-", "/"))
_NEAR = frozenset(("close", "familiar", "knowledge", "briefed", "involved"))  # to, with, of what a source knows
_NAME_PARTS = frozenset(("de", "van", "von", "bin", "al", "-", "."))
_MONTHS = listed(
    "january february march april june july august september october november december jan feb "
    "mar apr aug sept oct nov dec"
)
_FIRST_DAYS = frozenset((*WEEKDAYS, "today", "yesterday", "tonight", "earlier", "later"))


class Phrase(NamedTuple):
    """A noun phrase by item indices, both ends included; `outer` is where it begins with what is apposed before."""

    first: int
    last: int
    outer: int


def before(unit: Unit, place: int) -> Phrase | None:
    """The noun phrase that ends right before item `place`: the subject of a verb there."""
    at = _skip_time_back(unit, place - 1)
    if at < 0:
        return None
    if unit.items[at].low == "who":
        return _antecedent(unit, at)
    if unit.items[at].low == ",":
        return _before_apposition(unit, at)
    found = _backwards(unit, at)
    return Phrase(*found, found[0]) if found else None


def _antecedent(unit: Unit, who: int) -> Phrase | None:
    """Whom "who" is: the phrase right before it, with or without a comma between; else "who" itself."""
    at = who - 1
    if at > 0 and unit.items[at].low == ",":
        at -= 1
    found = _backwards(unit, at) if at >= 0 else None
    return Phrase(*found, found[0]) if found else Phrase(who, who, who)


def after(unit: Unit, place: int) -> tuple[int, int] | None:
    """The noun phrase that begins at item `place`, as item indices, both ends included."""
    items = unit.items
    at = place
    end: int | None = None
    while at < len(items) and at - place < _LONGEST:
        item = items[at]
        if item.low in PRONOUNS and at == place:
            return (at, at)
        if at > place and item.low.endswith("ing") and item.low in VERBS:
            break
        if at > place and items[at - 1].is_name and item.low.endswith("ed") and not item.is_name:
            break
        if _nominal(item) and not _is_time(item, first=at == place):
            end = at
        elif not (item.low in DETERMINERS and (at == place or items[at - 1].low in _CONNECT)):
            if end is None or not _connects(items, at, end) or at + 1 >= len(items):
                break
            if not (_nominal(items[at + 1]) or items[at + 1].low in DETERMINERS):
                break
        at += 1
    if end is not None and end > place and items[end].low.endswith("ed") and not items[end].is_name:
        end -= 1  # "a study published"
    return (place, end) if end is not None and _nominal(items[end]) else None


def _skip_time_back(unit: Unit, at: int) -> int:
    """Step over "on Tuesday", "last week", "later" between subject and verb."""
    items = unit.items
    while at > 0:
        low = items[at].low
        if low in ADVERBS or (low.endswith("ly") and not items[at].is_name and len(low) > 4):
            at -= 1
        elif low in _FIRST_DAYS or (low in TIME_WORDS and items[at - 1].low in {"last", "this", "next", "on", "in"}):
            at -= 2 if items[at - 1].low in {"on", "last", "this", "next", "in", "late", "early"} else 1
        else:
            break
    return at


def _before_apposition(unit: Unit, comma: int) -> Phrase | None:
    """The subject before ", who runs the ministry," or ", a lawyer,"; in "its head, Jane Roe," the name."""
    items = unit.items
    for at in range(comma - 1, max(0, comma - 45), -1):
        if items[at].low != "," or not _describes(items, at + 1, comma) or _has_quote(items, at, comma):
            continue
        found = _backwards(unit, at - 1)
        if not found:
            continue
        if all(i.is_name or i.low in _NAME_PARTS for i in items[at + 1 : comma]) and not items[at - 1].is_name:
            return Phrase(at + 1, comma - 1, found[0])
        return Phrase(*found, found[0])
    return None


def _describes(items: tuple[Item, ...], first: int, end: int) -> bool:
    """Whether what begins at `first` and ends at `end` reads like a description of the name before it."""
    if first >= end:
        return False
    low = items[first].low
    if low in {"who", "whose", "a", "an", "the", "one", "its", "his", "her", "their", "which", "himself", "herself"}:
        return True
    if items[first].text[:1].isdigit():
        return end - first <= 3
    return any(i.low in SOURCE_NOUNS for i in items[first:end]) or (end - first <= 4 and items[first].is_name)


def _has_quote(items: tuple[Item, ...], first: int, end: int) -> bool:
    return any(i.quote for i in items[first:end])


def _backwards(unit: Unit, end: int) -> tuple[int, int] | None:
    items = unit.items
    if end < 0:
        return None
    if items[end].low in PRONOUNS:
        return (end, end)
    if items[end].low == ")":
        end = _before_bracket(items, end)
    if end > 1 and items[end].low in {"them", "us"} and items[end - 1].low == "of":
        return (end - 2, end)
    if end < 0 or not (_nominal(items[end]) or items[end].low in {"that", "this", "some", "many", "others", "both"}):
        return None
    start = end
    at = end - 1
    while at >= 0 and end - at < _LONGEST:
        item = items[at]
        if item.low in DETERMINERS:
            start = at
            if not (at > 0 and _joins(items, at - 1)):
                break
        elif ":" in item.text:
            break
        elif _nominal(item) or item.low in {"'s", "'", "-", "/", "&"}:
            if _is_verb(items, at):
                break
            start = at
        elif item.quote is None and _joins(items, at):
            start = at
        else:
            break
        at -= 1
    while start < end and not (items[start].is_word or items[start].low in DETERMINERS):
        start += 1
    return (start, end)


def _before_bracket(items: tuple[Item, ...], end: int) -> int:
    for at in range(end - 1, max(-1, end - 8), -1):
        if items[at].low == "(":
            return at - 1
    return -1


def _joins(items: tuple[Item, ...], at: int) -> bool:
    """Whether the preposition or "and" at `at` holds a source noun and its complement together."""
    low = items[at].low
    if at == 0 or low not in _CONNECT:
        return False
    left = items[at - 1]
    if low == "and":
        right = items[at + 1] if at + 1 < len(items) else None
        return bool(right) and left.is_name and right is not None and right.is_name and left.low not in BREAKERS
    if low == "of":
        return _nominal(left)
    if left.low in _NEAR:
        return True
    return left.low in SOURCE_NOUNS or (low == "de" and left.is_name)


def _connects(items: tuple[Item, ...], at: int, end: int) -> bool:
    return at == end + 1 and (items[at].low in {"'s", "'", "-", "&", "/"} or _joins(items, at))


def _is_time(item: Item, *, first: bool) -> bool:
    """Whether a word names a time rather than a part of a name such as "the Evening Post"."""
    if item.low in _FIRST_DAYS:
        return True
    return item.low in TIME_WORDS and not first and (not item.is_name or item.low in _MONTHS)


def _nominal(item: Item) -> bool:
    """Whether an item can stand in a noun phrase as noun, name or adjective."""
    low = item.low
    if item.quote is not None or not item.is_word:
        return False
    return (
        low not in BREAKERS
        and low not in PREPOSITIONS
        and low not in AUXILIARIES
        and low not in PRONOUNS
        and low not in DETERMINERS
        and low not in VERBISH
        and (item.is_name or low not in ADVERBS)
    )


def _is_verb(items: tuple[Item, ...], at: int) -> bool:
    """A lower-case -ed or -ing word is an adjective only behind a determiner or at the phrase's own start."""
    item = items[at]
    if item.is_name or not item.low.endswith(("ed", "ing")) or len(item.low) < 5 or item.low in SOURCE_NOUNS | _NEAR:
        return False
    return not (at > 0 and (items[at - 1].low in DETERMINERS or items[at - 1].low in {"'s", "former", "senior"}))
