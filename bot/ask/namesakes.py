"""People of one name, as questions tell them apart: "John Marlow #12" is the one that "Which one?" numbers so. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.text import words

if TYPE_CHECKING:
    from bot.model import SpeakerEntry

_NUMBER = re.compile(r"\s*#(\d{1,18})\s*$")


def numbered(typed: str) -> tuple[str, int | None]:
    """A typed name without the number behind it, and that number."""
    found = _NUMBER.search(typed)
    return (typed[: found.start()], int(found[1])) if found else (typed, None)


def namesakes(one: SpeakerEntry, other: SpeakerEntry) -> bool:
    """Whether two entries are people of one name, told apart when indexed or by the desk: else it has one entry."""
    return one.id != other.id and one.kind is other.kind and _folded(one.name) == _folded(other.name)


def called(entry: SpeakerEntry, name: str) -> bool:
    """Whether this is one of an entry's names."""
    return any(_folded(own) == _folded(name) for own in (entry.name, *entry.aliases))


@lru_cache(maxsize=4096)
def _folded(name: str) -> str:
    return " ".join(words(name))
