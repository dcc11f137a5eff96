"""Reporting words: which verb, in which form, and what it takes after it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from bot.extract.lexicon import (
    ADDRESSING,
    ADVERBS,
    ASK_REGULAR,
    AUXILIARIES,
    NOUNISH,
    OBJECT_IRREGULAR,
    OBJECT_REGULAR,
    PARTICLE_IRREGULAR,
    PARTICLES,
    SAY_IRREGULAR,
    SAY_REGULAR,
)

if TYPE_CHECKING:
    from bot.extract.units import Unit


class Frame(StrEnum):
    """What stands after the verb."""

    SAY = "say"  # a clause, a quotation
    ASK = "ask"  # a question
    OBJECT = "object"  # a thing or person spoken of


class Form(StrEnum):
    """How the verb is inflected."""

    PAST = "past"
    PRESENT = "present"  # says
    BASE = "base"  # say
    ING = "ing"


@dataclass(frozen=True, slots=True)
class Verb:
    """One inflected form of a reporting verb."""

    lemma: str
    frame: Frame
    form: Form

    @property
    def addresses(self) -> bool:
        """Whether a person follows: "told Reuters"."""
        return self.lemma in ADDRESSING


@dataclass(frozen=True, slots=True)
class Cue:
    """Reporting words in a unit, by item index, both ends included."""

    verb: Verb
    first: int  # with auxiliaries and adverbs
    main: int  # the verb
    last: int  # with its particle


def _inflect(base: str) -> tuple[str, str, str]:
    """Past, third person and -ing form of a regular verb."""
    if base.endswith("e"):
        return base + "d", base + "s", base[:-1] + "ing"
    if base.endswith("y") and base[-2] not in "aeou":
        return base[:-1] + "ied", base[:-1] + "ies", base + "ing"
    third = base + ("es" if base.endswith(("s", "sh", "ch", "x")) else "s")
    double = base + base[-1] if base in {"admit", "quip", "slam", "snap", "dub", "beg", "chat"} else base
    return double + "ed", third, double + "ing"


def _forms() -> dict[str, Verb]:
    table: dict[str, Verb] = {}
    groups = ((OBJECT_REGULAR, Frame.OBJECT), (ASK_REGULAR, Frame.ASK), (SAY_REGULAR, Frame.SAY))
    for bases, frame in groups:
        for base in sorted(bases):
            past, third, ing = _inflect(base)
            _enter(table, base, frame, (past, past, third, ing))
    for base, forms in SAY_IRREGULAR.items():
        _enter(table, base, Frame.SAY, forms)
    for base, forms in OBJECT_IRREGULAR.items():
        _enter(table, base, Frame.OBJECT, forms)
    for base in ("talk", "point", "refer", "allude", "agree", "rail", "apologize", "apologise"):
        past, third, ing = _inflect("refer" if base == "refer" else base)
        _enter(table, base, Frame.OBJECT, (past, past, third, ing))
    table |= {
        "referred": Verb("refer", Frame.OBJECT, Form.PAST),
        "referring": Verb("refer", Frame.OBJECT, Form.ING),
    }
    for base, forms in PARTICLE_IRREGULAR.items():
        _enter(table, base, Frame.OBJECT, forms)
    return table


def _enter(table: dict[str, Verb], base: str, frame: Frame, forms: tuple[str, str, str, str]) -> None:
    past, participle, third, ing = forms
    table[base] = Verb(base, frame, Form.BASE)
    table[participle] = table[past] = Verb(base, frame, Form.PAST)
    table[third] = Verb(base, frame, Form.PRESENT)
    table[ing] = Verb(base, frame, Form.ING)


VERBS = _forms() | {"stated": Verb("state", Frame.SAY, Form.PAST), "stating": Verb("state", Frame.SAY, Form.ING)}
_ONLY_WITH_PARTICLE = frozenset(("talk", "speak", "point", "refer", "allude", "rail", "apologize", "apologise"))


def cue_at(unit: Unit, place: int) -> Cue | None:
    """The cue whose verb is item `place`, with the auxiliaries before and the particle after it."""
    verb = VERBS.get(unit.items[place].low)
    if verb is None:
        return None
    last = _particle(unit, place, verb)
    if last is None:
        return None
    frame = Frame.OBJECT if last > place else verb.frame
    if last > place and verb.lemma in {"point", "agree"} and unit.items[last].low in {"out", "that"}:
        frame = Frame.SAY
        last = place if unit.items[last].low == "that" else last
    return Cue(Verb(verb.lemma, frame, verb.form), _auxiliaries(unit, place), place, last)


def _particle(unit: Unit, place: int, verb: Verb) -> int | None:
    takes = PARTICLES.get(verb.lemma, frozenset())
    following = place + 1
    if following < len(unit.items) and unit.items[following].low in takes:
        return following
    return None if verb.lemma in _ONLY_WITH_PARTICLE or verb.lemma == "agree" else place


def _auxiliaries(unit: Unit, place: int) -> int:
    """The first item of the verb group: "has also said"."""
    first = place
    at = place - 1
    while at >= 0:
        low = unit.items[at].low
        if low in AUXILIARIES:
            first = at
        elif low not in ADVERBS and not (low.endswith("ly") and low.isalpha() and unit.items[at].text[0].islower()):
            break
        else:
            first = at
        at -= 1
    return first


def is_nounish(unit: Unit, cue: Cue) -> bool:
    """Whether the verb could as well be a noun or stand in another meaning."""
    return unit.items[cue.main].low in NOUNISH
