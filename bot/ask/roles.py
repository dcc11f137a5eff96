"""Speakers asked for by what they are: "the Fed spokesman", "campaign officials", "sources". Pure.

A description has a head ("spokesman") and modifiers ("Fed"). Heads must agree: the spokesperson of a minister is
not the minister, whatever names stand in the description.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.ask.names import TITLES, is_first_name, tokens
from bot.ask.stems import related, stem
from bot.wording import capitalised

if TYPE_CHECKING:
    from collections.abc import Container

# Words for what somebody is, those of one line meaning the same head.
_HEADS = (
    "spokesman spokeswoman spokesperson spokespeople spokesmen", "aide staff staffer adviser advisor assistant",
    "official officer bureaucrat", "source insider", "minister", "president", "premier", "chancellor", "secretary",
    "ambassador envoy diplomat",
    "leader boss head chief", "chairman chairwoman chair chairperson", "director", "manager", "strategist consultant",
    "senator", "congressman congresswoman representative lawmaker legislator", "governor", "mayor",
    "candidate nominee", "king", "queen",
    "prince", "pope", "lawyer attorney counsel solicitor", "prosecutor", "judge", "justice", "police cop", "sheriff",
    "general commander colonel",
    "soldier troop", "researcher scientist", "scholar academic professor", "expert analyst", "economist", "historian",
    "doctor physician", "nurse", "teacher", "student", "parent", "mother mom mum", "father dad", "wife", "husband",
    "son", "daughter", "brother",
    "sister", "family relative", "friend", "neighbour neighbor", "colleague", "witness", "victim survivor", "voter",
    "supporter fan", "critic opponent",
    "activist campaigner protester", "campaign", "administration government", "ministry", "department", "agency",
    "council",
    "committee panel", "commission", "court", "party", "union association federation",
    "group organisation organization coalition",
    "company firm", "bank", "university", "newspaper paper", "website site", "poll survey", "study report paper",
    "statement", "document memo",
    "editor", "reporter journalist correspondent", "columnist", "author writer", "host anchor moderator", "producer",
    "pollster",
    "executive ceo", "owner founder", "investor", "worker employee", "people person man woman guy", "resident local",
    "member", "rebel militant fighter",
    "democrat", "republican", "conservative", "liberal", "israeli", "palestinian", "american",
)  # fmt: skip
_HEAD_OF = {word: row.split()[0] for row in _HEADS for word in row.split()}
_SAME = {
    "gop": "republican", "dem": "democrat", "democratic": "democrat", "fed": "federal reserve", "us": "american",
    "usa": "american", "america": "american",
    "uk": "british", "britain": "british", "un": "united nation", "eu": "european union", "dem's": "democrat",
    "russia": "russian", "turkey": "turkish", "france": "french", "germany": "german", "israel": "israeli",
    "china": "chinese",
    "iran": "iranian", "iraq": "iraqi", "syria": "syrian", "ukraine": "ukrainian", "egypt": "egyptian",
    "mexico": "mexican",
    "japan": "japanese", "spain": "spanish", "italy": "italian", "greece": "greek", "poland": "polish",
    "india": "indian",
    "pakistan": "pakistani", "korea": "korean", "saudi": "saudi", "canada": "canadian", "australia": "australian",
    "pm": "prime minister", "fm": "foreign minister", "potus": "american president", "wh": "white house",
}  # fmt: skip
# What a word takes in beside its own: a president is a leader, an economist an expert.
_TAKES_IN = {
    "leader": "president premier chancellor minister king queen prince pope governor mayor chairman",
    "politician": "leader president premier minister secretary senator congressman governor mayor candidate",
    "official": "minister secretary ambassador director governor mayor spokesman chairman",
    "congressman": "senator",
    "expert": "researcher scholar economist historian doctor pollster strategist",
    "lawyer": "prosecutor",
    "judge": "justice",
    "police": "sheriff",
    "reporter": "editor columnist host",
    "general": "soldier",
}
HEAD_WORDS = frozenset(_HEAD_OF) | {f"{word}s" for word in _HEAD_OF} | {f"{word[:-1]}ies" for word in _HEAD_OF}
_SMALL = frozenset(
    "the a an of for in at on with from to and by its his her their our who whom that which top senior former".split()
)
_OFFICES = frozenset("minister president premier chancellor secretary ambassador governor mayor king queen".split())
_LINKS = re.compile(
    r"\b(?:for|of|in|at|from|with|to|on|who|whose|which|that|familiar|close|speaking|briefed)\b|,", re.IGNORECASE
)
_OWNED = re.compile(r"^(?P<owner>.+?)['’]s?\s+(?P<rest>.+)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Description:
    """What somebody is: head and modifiers, folded to one spelling."""

    head: str
    modifiers: frozenset[str]
    noun: str = ""  # the head as written: "sources", where the head is "source"
    loose: frozenset[str] = frozenset()  # from "in the room", "of the committee": they may be missing


def _canonical(words: tuple[str, ...]) -> frozenset[str]:
    found: list[str] = []
    for word in words:
        found += _SAME.get(word, _SAME.get(singular(word), singular(word))).split()
    return frozenset(stem(w) for w in found if w not in _SMALL)


def singular(word: str) -> str:
    """One of those a folded word names: "parties" -> "party"."""
    if word in _HEAD_OF or len(word) < 4:
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


@lru_cache(maxsize=50_000)
def head_of(word: str) -> str | None:
    """The head a folded word stands for ("aides" -> "aide"), or None where it is no word for a person or a body."""
    return _HEAD_OF.get(word) or _HEAD_OF.get(singular(word))


def heads_of(word: str) -> frozenset[str]:
    """The heads of those whom a folded word asks for: "which leader" for presidents, too; none where it is no such."""
    head = head_of(word) or word
    return frozenset((head, *_TAKES_IN.get(head, "").split())) if head in _TAKES_IN or head in _HEAD_OF else frozenset()


def held(role: str) -> frozenset[str]:
    """The heads of a role as written: "the mayor of Ham and party leader" is a mayor and a leader."""
    parts = (describe(part, every=True) for part in re.split(r"\s+and\s+|\s*;\s*", role))
    return frozenset(described.head for described in parts if described)


def heads_like(head: str) -> tuple[str, ...]:
    """The words of one meaning with a head."""
    return tuple(word for row in _HEADS for word in row.split() if row.split()[0] == head) or (head,)


def plurals(word: str) -> tuple[str, ...]:
    """A word for what somebody is, and how many of them are called."""
    return (
        (word, f"{word}s", f"{word}es", f"{word[:-1]}ies")
        if word.endswith(("y", "s", "x", "h"))
        else (word, f"{word}s")
    )


def describe(text: str, heads: Container[str] = (), *, every: bool = False) -> Description | None:
    """`text` as a description, or None where its head is not a word for what somebody is.

    Heads beyond the known ones are those in `heads`, or, where `text` is known to be a role, `every` word. What stands
    before a possessive is whose the head is: "Lavrov's spokesperson" has the head "spokesperson".
    """
    core = _LINKS.split(text, maxsplit=1)
    words = _words(core[0])
    while len(words) > 1 and words[-1] in TITLES and head_of(words[-1]) is None:
        words = words[:-1]  # "Prime Minister Sheikh" before a name
    if not words:
        return None
    noun = words[-1]
    head = head_of(noun) or (singular(noun) if len(noun) > 3 and (every or singular(noun) in heads) else None)
    if head is None:
        return None
    loose = _words(text[len(core[0]) :]) if len(core) > 1 else ()
    return Description(head, _canonical(words[:-1]), noun, _canonical(loose))


def _words(text: str) -> tuple[str, ...]:
    return tokens(f"x {text}")[1:]  # a title at the front is a role here


def meets(asked: Description, printed: Description) -> float:
    """How well who is described in print is who is asked for: 0 another, 1 everything asked is there."""
    if asked.head != printed.head:
        return 0.0
    there = printed.modifiers | printed.loose
    missing = [m for m in asked.modifiers if not any(related(m, t) for t in there)]
    if missing:
        return 0.0
    lacking = [m for m in asked.loose if not any(related(m, t) for t in there)]
    others = [t for t in there if not any(related(m, t) for m in asked.modifiers)]
    if lacking and len(lacking) == len(asked.loose) and (others or (there and asked.head in _OFFICES)):
        return 0.0  # a "group of doctors" is no "nonprofit group"; what is just "the group" may be
    return 1.0 - 0.2 * (len(lacking) / len(asked.loose) if asked.loose else 0)


def owner_of(role: str) -> str | None:
    """Whose: "Russian Foreign Minister Sergey Lavrov's spokesperson" -> that minister; "spokesman for X" -> X."""
    owned = _OWNED.match(role)
    if owned:
        return owned["owner"]
    serves = re.search(
        r"\b(?:spokes\w+|aide|adviser|advisor|lawyer|attorney|counsel)\s+(?:for|of|to)\s+(.+)$", role, re.IGNORECASE
    )
    return serves[1] if serves else None


def as_named(typed: str) -> str:
    """A name as typed, with a capital; a description with its article: "the foreign minister"."""
    described = describe(typed)
    if described is None or is_first_name(typed.split(maxsplit=1)[0].lower()):  # "Larry King"
        return capitalised(typed)
    several = described.noun.endswith("s") or described.noun in ("people", "police", "staff")
    return typed if several or typed.lower().startswith("the ") else f"the {typed}"
