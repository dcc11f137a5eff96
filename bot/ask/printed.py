"""What the names and roles of a directory's entry tell: a name to go by, a description, whom somebody serves. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.ask.names import TITLES, alike, tokens
from bot.ask.roles import head_of, owner_of
from bot.ask.stems import SMALL
from bot.model import SpeakerKind

if TYPE_CHECKING:
    from bot.model import SpeakerEntry

TITLED = re.compile(r"(?:Mrs?|Ms|Dr|Sen|Senator|Rep|Representative|Gov|Governor)\b")  # a person, whatever the kind
FURTHER = re.compile(r"\s+(?:of|from)\s+.*|\s*,.*")  # "Charles Roe of Ohio", "Jane Roe, R-Ohio"
POSSESSIVE = re.compile(r"['’]s?\s+")


def ends_description(word: str) -> bool:
    """Whether a name may follow: "activist", and "Gen." in "retired Air Force Gen."."""
    return head_of(word) is not None or (word in TITLES and word not in SMALL)


def can_be(entry: SpeakerEntry, head: str) -> bool:
    """Whether a word for a body or a post is what a name says somebody is: "bank" for the Bank of Ham.

    Not where it only goes before that: the government is no Government Press Office.
    """
    names = (name.lower().removeprefix("the ") for name in (entry.name, *entry.aliases))
    called = any(name == head or name.startswith((f"{head} of ", f"{head} for ")) for name in names)
    return called or entry.kind is SpeakerKind.PERSON


def told_as(entry: SpeakerEntry) -> tuple[str, ...]:
    """What the record says an entry is: its roles, and names that are no person's."""
    names = (entry.name, *entry.aliases)
    if entry.kind is SpeakerKind.PERSON:
        names = tuple(name for name in names if name[:1].islower() or head_of(name.rpartition(" ")[2].lower()))
    return (*entry.roles, *names)


def only_describes(name: str) -> bool:
    """Whether a name only says what somebody is: "a senior official"."""
    return name[:1].islower() and head_of((tokens(name) or ("",))[-1]) is not None


def serves(role: str, name: str) -> bool:
    """Whether a role is of serving the one named."""
    owner = tokens(owner_of(role) or "")
    return bool(owner) and alike(name, owner[-1]) >= 0.9


def leading_names(entry: SpeakerEntry) -> list[str]:
    """The names that lead to an entry; of a person no alias that only sets a description before the name."""
    if entry.kind is not SpeakerKind.PERSON and not TITLED.match(entry.name):
        return list(dict.fromkeys((entry.name, *entry.aliases)))
    name = without_origin(entry.name)
    own = tokens(name)
    kept = (
        bare
        for n in entry.aliases
        if (bare := without_origin(n)) and own and own[-1] not in tokens(bare)[1:] and not _is_list(n)
    )
    return list(dict.fromkeys((name, *kept)))


def without_origin(name: str) -> str:
    """A personal name without where they are from: "Charles Roe of Ohio"; "Joan of Arc" is a name."""
    bare = FURTHER.sub("", name)
    return bare if len(tokens(bare)) > 1 else name


def _is_list(name: str) -> bool:
    """Whether an alias names more than one, or is a whole description: "Roe and Doe", "Roe, the mayor of Ham"."""
    return bool(re.search(r",|\band\b|&", name)) or len(tokens(name)) > 4


def is_owned(name: str) -> bool:
    """Whether a name is a description of somebody by another's name: "Lavrov's spokesperson"."""
    return bool(POSSESSIVE.search(name)) and head_of((tokens(name) or ("",))[-1]) is not None
