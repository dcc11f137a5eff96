"""What is offered while somebody types a name: speakers and outlets of the record as the typist may see it. Pure."""

from __future__ import annotations

from functools import lru_cache
from heapq import nsmallest
from operator import itemgetter
from typing import TYPE_CHECKING

from bot.ask.find import Listed, laid_out
from bot.ask.namesakes import namesakes
from bot.text import fold
from bot.wording import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import SpeakerEntry

Offer = tuple[str, str]  # (value, label)
MOST = 20
NAME, ALIAS = 1, 2  # what begins as typed, best first


def speakers(entries: tuple[SpeakerEntry, ...], typed: str) -> list[Offer]:
    """Speakers whose names begin as typed, most quoted first; else who may be meant by a misspelt name.

    Words may stand in any order ("fidan hak"); nothing typed gives the most quoted. What was typed comes last, as it
    is: somebody who is not in the record can be asked for, too.
    """
    wanted = [f" {word}" for word in fold(typed).split()]
    found = _beginning(entries, wanted) if wanted else _most_quoted(Listed(entries))
    if not found and wanted:
        found = [person.shown for person in laid_out(entries).match(typed).people[:MOST]]
    offers = [(_value(entry, found), _label(entry)) for entry in found]
    bare = " ".join(typed.split())
    known = not bare or any(fold(bare) == fold(entry.name) for entry in found)
    return offers if known else [*offers, _as_typed(bare)]


def _value(entry: SpeakerEntry, found: Sequence[SpeakerEntry]) -> str:
    """The name, with its number where several people offered have it."""
    return f"{entry.name} #{entry.id}" if any(namesakes(entry, other) for other in found) else entry.name


def _beginning(entries: tuple[SpeakerEntry, ...], wanted: Sequence[str]) -> list[SpeakerEntry]:
    first = wanted[0]
    near = [(own, entry) for own, entry in zip(_folded(Listed(entries)), entries, strict=True) if first in own]
    fitting = [(fits, -entry.statements, entry.name, entry) for own, entry in near if (fits := _fits(own, wanted))]
    return [entry for *_, entry in nsmallest(MOST, fitting, key=itemgetter(0, 1, 2))]


@lru_cache(maxsize=8)
def _folded(listed: Listed) -> list[str]:
    """Name and aliases of each entry, a line each, folded, a blank before every word."""
    return ["\n".join(map(_words, (entry.name, *entry.aliases))) for entry in listed.entries]


@lru_cache(maxsize=8)
def _most_quoted(listed: Listed) -> list[SpeakerEntry]:
    return nsmallest(MOST, listed.entries, key=lambda entry: (-entry.statements, entry.name))


def _words(name: str) -> str:
    return f" {fold(name).replace('-', ' ')}"


def _fits(own: str, wanted: Sequence[str]) -> int:
    """How well what was typed begins the words of a name, NAME or ALIAS; 0 where it does not."""
    name, *aliases = own.split("\n")
    if all(word in name for word in wanted):
        return NAME
    return ALIAS if any(all(word in alias for word in wanted) for alias in aliases) else 0


def _as_typed(bare: str) -> Offer:
    return bare, f"“{bare}”, as typed"


def _label(entry: SpeakerEntry) -> str:
    """As in "Hakan Fidan (19), Turkish Foreign Minister": the count first, as labels are cut at the end."""
    role = f", {entry.roles[0]}" if entry.roles else ""
    return f"{entry.name} ({entry.statements}){role}"


def outlets(listed: Sequence[tuple[str, int]], typed: str) -> list[Offer]:
    """Outlets with what was typed in their names, most articles first."""
    wanted = fold(typed).strip()
    return [(name, f"{name}, {plural(count, 'article')}") for name, count in listed if wanted in fold(name)][:MOST]
