"""Whom an article names in full once and then by less: "a Lakeside poll … the poll", "U.N. Security Council". Pure.

Statements under the shorter name are the one's asked for only in an article that has the full name before them, with
nothing of that kind named in between. A bare word ("the poll") is taken for nobody who has statements under the full
name: those are surer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING

from bot.ask.names import spelt_out, tokens
from bot.ask.people import SURE, Directory, Match, Person
from bot.ask.roles import describe, heads_like, meets, plurals
from bot.ask.stems import SMALL
from bot.model import SpeakerKind
from bot.text import fold

if TYPE_CHECKING:
    from bot.ask.roles import Description
    from bot.model import SpeakerEntry

LEAST = 2  # words of a shorter name of a body; one word is a description
BEFORE = 60  # characters before a head that may belong to it
READ = 10_000  # characters before a statement in which the full name is looked for
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")


def with_shorter(match: Match, directory: Directory) -> Match:
    """The match with those who may be the same by a shorter name."""
    if match.people:
        first = match.people[0]
        found = _tails(first.entries[0], directory) if len(match.people) == 1 else ()
        more = tuple(one for one in found if one.id not in first.ids)
        if not more:
            return match
        return replace(
            match, people=(replace(first, entries=(*first.entries, *more), shorter=_ids(more), full=first.shown.name),)
        )
    asked = describe(match.typed)
    if asked is None or not asked.modifiers:
        return match
    found = tuple(one for one in directory.having(_forms(asked)) if _is_bare(one, asked))
    return replace(match, people=(Person(found, SURE, shorter=_ids(found), full=match.typed),)) if found else match


def _ids(entries: tuple[SpeakerEntry, ...]) -> frozenset[int]:
    return frozenset(one.id for one in entries)


def _forms(asked: Description) -> tuple[str, ...]:
    return tuple(form for head in heads_like(asked.head) for form in plurals(head))


def _is_bare(entry: SpeakerEntry, asked: Description) -> bool:
    """Whether an entry is called by nothing but the word for what it is: "poll", "a spokesman"."""
    described = describe(entry.name) if entry.kind is not SpeakerKind.PERSON else None
    return bool(described and described.head == asked.head and not described.modifiers and not described.loose)


def _tails(entry: SpeakerEntry, directory: Directory) -> tuple[SpeakerEntry, ...]:
    """Bodies called by the end of a body's name."""
    name = spelt_out(tokens(entry.name))
    if entry.kind is not SpeakerKind.ORGANISATION or len(name) <= LEAST:
        return ()
    ends = {name[at:] for at in range(1, len(name) - LEAST + 1)}
    near = directory.having(name[-1:])
    return tuple(one for one in near if one.kind is SpeakerKind.ORGANISATION and tokens(one.name) in ends)


def named_before(text: str, start: int, full: str) -> bool:
    """Whether the last thing of its kind that an article names in full before `start` is the one of this name.

    "A Lakeside poll … a Norton poll … the poll" is Norton's. Of a name that does not say of what kind it is, or says
    it of something ("Friends of the Pier"), whether it stands there. Only the last READ characters are looked at.
    """
    there = fold(text[max(0, start - READ) : start])
    asked = describe(full)
    if asked is None or asked.loose:
        return f" {' '.join(_words(full))} " in f" {' '.join(_words(there))} "
    kind = re.compile(rf"\b(?:{'|'.join(map(re.escape, _forms(asked)))})\b")
    named = (describe(_phrase(there, found)) for found in reversed(list(kind.finditer(there))))
    last = next((one for one in named if one and not one.modifiers < asked.modifiers), None)
    return last is not None and meets(asked, last) > 0


def _phrase(there: str, found: re.Match[str]) -> str:
    """A word for a kind with what is before it, from the last small word on: of "a Lakeside poll", "Lakeside poll"."""
    before = _words(there[max(0, found.start() - BEFORE) : found.start()])
    kept = list(takewhile(lambda word: word not in SMALL, reversed(before)))
    return " ".join((*reversed(kept), found[0]))


def _words(text: str) -> list[str]:
    """Folded words, dotted letters as one: "u.n." is "un"."""
    return [word.replace(".", "") for word in _WORD.findall(fold(text))]
