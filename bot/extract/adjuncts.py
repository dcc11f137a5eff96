"""What may stand between a reporting verb and its words: to whom, when and where it was said."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.cues import Frame
from bot.extract.lexicon import ADVERBS, TIME_WORDS, WEEKDAYS
from bot.extract.phrases import after

if TYPE_CHECKING:
    from bot.extract.cues import Cue
    from bot.extract.units import Unit

_PLACES = frozenset(("in", "on", "at", "during", "via", "after", "before", "from", "through", "by", "over", "outside"))
_PERSONS = frozenset(("him", "her", "them", "us", "me", "you", "it", "reporters", "everyone", "people", "himself"))
_CLAUSE = frozenset(("he", "she", "they", "it", "we", "i", "there", "you"))
_DAYS = frozenset((*WEEKDAYS, "today", "yesterday", "tonight", "earlier", "recently"))
_TIME_LEAD = frozenset(("on", "in", "late", "early", "earlier", "last", "this", "next"))


@dataclass(frozen=True, slots=True)
class Rest:
    """What follows a cue: where its words begin and who is spoken to, by item index."""

    start: int  # first item of the words, or len(items)
    addressee: tuple[int, int] | None = None
    marked: bool = False  # "that", a colon or a quotation announces the words


def rest(unit: Unit, cue: Cue) -> Rest:
    """Step from the verb over addressee, time and place to where the words begin."""
    items = unit.items
    at = cue.last + 1
    addressee: tuple[int, int] | None = None
    if cue.verb.addresses and cue.verb.frame is not Frame.OBJECT:
        addressee = _addressee(unit, at)
        at = addressee[1] + 1 if addressee else at
    while at < len(items):
        low = items[at].low
        if low == "that" and not _is_time(unit, at):
            return Rest(at, addressee, marked=True)
        if items[at].quote:
            return Rest(at, addressee, marked=True)
        if low == ":":
            return Rest(at + 1, addressee, marked=True)
        step = _step(unit, at, cue)
        if step == at:
            break
        if addressee is None and low == "to":
            addressee = (at + 1, step - 1)
        at = step
    return Rest(at, addressee)


def _step(unit: Unit, at: int, cue: Cue) -> int:
    """Past one adjunct at `at`, or `at` itself where none stands."""
    items = unit.items
    low = items[at].low
    if low == ",":
        return _over_comma(unit, at)
    if _is_time(unit, at):
        return _over_time(unit, at)
    if cue.verb.frame is Frame.OBJECT:
        return at
    if low in ADVERBS or (low.endswith("ly") and not items[at].is_name):
        follows = items[at + 1] if at + 1 < len(items) else None
        return at + 1 if follows and (follows.quote or follows.low in {"that", ",", ":", "on", "in"}) else at
    if low in _PLACES or low in {"to", "with", "of", "about"}:
        return _over_phrase(unit, at)
    return at


def _over_comma(unit: Unit, at: int) -> int:
    """A comma before a quotation, or around one short adverb: ", however,"."""
    items = unit.items
    if at + 1 < len(items) and items[at + 1].quote:
        return at + 1
    if at + 2 < len(items) and items[at + 2].low == "," and items[at + 1].is_word:
        return at + 3
    return at


def _is_time(unit: Unit, at: int) -> bool:
    items = unit.items
    low = items[at].low
    follows = items[at + 1].low if at + 1 < len(items) else ""
    if low == "on" and follows[:1].isdigit() and at + 2 < len(items) and items[at + 2].low in TIME_WORDS:
        return True
    if low in _TIME_LEAD:
        return (follows in TIME_WORDS and follows not in {"this", "last", "next", "may"}) or (
            low in {"earlier", "late", "early"} and follows in {"this", "last", "on", "in"}
        )
    return low in _DAYS


def _over_time(unit: Unit, at: int) -> int:
    items = unit.items
    while at < len(items):
        low = items[at].low
        if low in TIME_WORDS or low in _TIME_LEAD or (low[:1].isdigit() and len(low) <= 4):
            at += 1
        else:
            break
    return at


def _over_phrase(unit: Unit, at: int) -> int:
    """Past a preposition and its noun phrase; a clause behind it is left alone."""
    items = unit.items
    if at + 1 < len(items) and items[at + 1].low in _PERSONS:
        return at + 2
    if at + 1 < len(items) and items[at + 1].quote:
        return at
    found = after(unit, at + 1)
    if found is None:
        return at
    end = found[1]
    follows = items[end + 1].low if end + 1 < len(items) else "."
    if follows in {"that", ":", ",", '"', ".", "on", "in", "at", "with", "to", "during"} or follows in TIME_WORDS:
        return end + 1
    return end + 1 if follows in _CLAUSE or items[end].low in {"statement", "interview", "tweet", "speech"} else at


def _addressee(unit: Unit, at: int) -> tuple[int, int] | None:
    items = unit.items
    if at >= len(items):
        return None
    if items[at].low in _PERSONS:
        return (at, at)
    if items[at].quote or items[at].low in _CLAUSE or items[at].low in {"that", "there", "this"}:
        return None
    return after(unit, at)
