"""One speaker across articles, outlets and spellings: what their page shows, and who else may be the same. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.ask.fits import one_person
from bot.ask.names import alike, same_first, tokens
from bot.ask.namesakes import called, namesakes, numbered
from bot.errors import UsageError
from bot.model import SpeakerEntry, SpeakerKind
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.ask.people import Directory

MOST = 8  # possible spellings listed


@dataclass(frozen=True, slots=True)
class Held:
    """A role as printed in one outlet, with its first and last day, said or published ("" = unknown)."""

    role: str
    outlet: str | None
    first: str
    last: str
    statements: int


@dataclass(frozen=True, slots=True)
class Joining:
    """Two speakers that people made one, or a split of one into two; and whether that was taken back."""

    id: int
    what: str  # "merge" | "split"
    one: str  # who was merged away, or what was moved to the namesake: "what The Courier printed"
    other: str  # into whom, or whose it was
    by: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None

    @property
    def key(self) -> str:
        """What a button or a command names it by: "merge/3"."""
        return f"{self.what}/{self.id}"


@dataclass(frozen=True, slots=True)
class Portrait:
    """A speaker as one asker may see them."""

    entry: SpeakerEntry
    printed: tuple[tuple[str, int], ...]  # names, most frequent first
    held: tuple[Held, ...]  # first day first
    years: tuple[tuple[str, int], ...]
    outlets: int
    history: tuple[Joining, ...]  # oldest first


@dataclass(frozen=True, slots=True)
class Alias:
    """A line that was read: `alias` is `name`, too."""

    line: int
    name: str
    kind: SpeakerKind
    alias: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What becomes of a line: "merged", "already", or "refused" with the reason."""

    row: Alias
    outcome: str
    why: str = ""


class Cast(Protocol):
    """Speakers, as people look at them and change who is who."""

    def portrait(self, speaker: int, scopes: Sequence[str], now: datetime) -> Portrait | None:
        """The speaker with this id, merges resolved; None where nothing of theirs may be seen."""
        ...

    def merge_speakers(self, from_id: int, into_id: int, *, by: str, now: datetime) -> int:
        """Say that two speakers are one; returns the merge's id. Raises UsageError."""
        ...

    def split_speaker(
        self, speaker: int, *, outlet: str | None = None, article: str | None = None, by: str, now: datetime
    ) -> tuple[int, int]:
        """Give what an outlet or article has of a speaker to a namesake: (the split's id, statements moved).

        Raises UsageError where there is nothing to move, or nothing would stay.
        """
        ...

    def take_apart(self, key: str, *, by: str, now: datetime) -> bool:
        """Undo a merge or split by its key; False where that was done before, or there is none such."""
        ...


def possible(entry: SpeakerEntry, directory: Directory) -> tuple[SpeakerEntry, ...]:
    """Who else may be the same, for people to decide: spellings, initials, a bare surname, namesakes."""
    own = [tokens(name) for name in (entry.name, *entry.aliases)]
    last = {name[-1] for name in own if name}
    people = [p for text in (entry.name, *last) for p in directory.match(text).people]
    others = {e.id: e for person in people for e in person.entries if e.id != entry.id and e.kind is entry.kind}
    fitting = [e for e in others.values() if namesakes(e, entry) or any(_may_be(name, e) for name in own if name)]
    return tuple(sorted(fitting, key=lambda e: (-e.statements, e.name))[:MOST])


def _may_be(name: tuple[str, ...], other: SpeakerEntry) -> bool:
    if other.kind is not SpeakerKind.PERSON:
        return False
    there = [tokens(text) for text in (other.name, *other.aliases)]
    return any(_alike(name, words) for words in there if words)


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if len(one) == 1 or len(other) == 1:
        return one[-1] == other[-1]
    initial = min(len(one[0]), len(other[0])) == 1 and one[0][0] == other[0][0] and one[-1] == other[-1]
    near = alike(one[-1], other[-1]) >= 0.9 and same_first(one[0], other[0]) >= 0.9
    return initial or near or one_person(one, other)


def meant(typed: str, directory: Directory) -> list[SpeakerEntry]:
    """Whom a typed name can mean here, entry by entry: the number, else the exact name, else whom a question means."""
    bare, number = numbered(typed)
    if number is not None:
        return [e for e in directory.entries if e.id == number and (not bare.strip() or called(e, bare))]
    exact = [e for e in directory.entries if words(e.name) == words(typed)] or [
        e for e in directory.entries if called(e, typed)
    ]
    if exact:
        return sorted(exact, key=lambda e: -e.statements)
    return [person.entries[0] for person in directory.match(typed).people]


def only(typed: str, directory: Directory) -> SpeakerEntry:
    """The one speaker that is meant. Raises UsageError for nobody, and for several, with how to tell them apart."""
    found = meant(typed, directory)
    if not found:
        raise UsageError(f"Nobody called “{typed}” is quoted in the record: see verbatim speakers show.")
    if len(found) > 1:
        raise UsageError(f"“{typed}” may be {'; '.join(map(told, found[:5]))}: give the number, too.")
    return found[0]


def told(entry: SpeakerEntry) -> str:
    """As in "John Marlow #12, mayor of Leeds"."""
    return f"{entry.name} #{entry.id}" + (f", {entry.roles[0]}" if entry.roles else "")
