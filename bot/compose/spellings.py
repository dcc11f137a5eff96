"""How else a speaker is written, as far as these are names: without titles, posts, hours and what follows. Pure.

The record keeps whole mentions as aliases ("16:30 Councillor Nora Brannigan,"), because names are looked up by them;
shown is only what differs from the name itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.ask.names import TITLES, tokens
from bot.ask.roles import head_of
from bot.model import SpeakerKind
from bot.text import fold, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import SpeakerEntry

_PART = re.compile(r"\s*[,;:()–—]+(?=\s|$)\s*")
_FURTHER = re.compile(r"(?:^|\s+)(?:who|whose|which|of|from|for|at|in|with)\s.*", re.DOTALL)
_OWNER = re.compile(r"^(?:(?:the|an?|his|her|its|their|our|my)\s+)+", re.IGNORECASE)
_OWNED = re.compile(r"['’]s?$")
_SMALL = frozenset(
    "al ap ben bin bint da das de del della den der di do dos du e el ibn la le ter van von y zu".split()
)
_EDGES = " .,;:-–—'’\"“”"


def also_written(entry: SpeakerEntry) -> tuple[str, ...]:
    """Other spellings of a speaker's name, each once: "Fidan"; of two that differ in capitals the quieter one."""
    found: dict[str, str] = {}
    for spelling in _spellings(entry):
        key = _key(spelling)
        if key and key != _key(entry.name) and (key not in found or found[key].isupper()):
            found[key] = spelling
    return tuple(found.values())


def _spellings(entry: SpeakerEntry) -> Iterable[str]:
    """The names in an entry's aliases; of an alias in several parts those that share a word with the name."""
    own = set(tokens(entry.name))
    bare = _personal if entry.kind is SpeakerKind.PERSON else _other
    for alias in entry.aliases:
        parts = [part for part in _PART.split(alias) if part]
        names = [name for part in parts if (name := bare(part))]
        yield from names if len(parts) == 1 else (name for name in names if not own.isdisjoint(tokens(name)))


def _personal(part: str) -> str:
    """What stands after the last title, post or hour: "Turkish Foreign Minister Hakan Fidan" is "Hakan Fidan"."""
    listed = _OWNED.sub("", _FURTHER.sub("", part).strip()).strip(_EDGES).split()
    start = max((i for i, word in enumerate(listed[:-1], 1) if _describes(word)), default=0)
    name = _OWNER.sub("", " ".join(listed[start:])).strip(_EDGES)
    return name if name and _is_name(name.split()) else ""


def _is_name(listed: Sequence[str]) -> bool:
    """Whether words can be a personal name, and are no post alone, nor a clause: "Ray endorses Hill"."""
    if len(listed) == 1 and _describes(listed[0]):
        return False
    return not listed[-1].islower() and all(word in _SMALL or not word.islower() for word in listed)


def _other(part: str) -> str:
    """A body or an unnamed source without the article or whose it is: "Her office" is "office"."""
    return _OWNER.sub("", part.strip(_EDGES))


def _describes(word: str) -> bool:
    """Whether a word of a mention is none of the name: a title, a post, an hour, an owner."""
    plain = fold(word).strip(_EDGES)
    return (
        plain in TITLES
        or head_of(plain) is not None
        or any(c.isdigit() for c in word)
        or word.endswith(("’", "’s", "'s"))
    )


def _key(name: str) -> str:
    """By what two spellings are one: case, dots and the article do not tell them apart."""
    return " ".join(words(_OWNER.sub("", name).replace(".", "")))
