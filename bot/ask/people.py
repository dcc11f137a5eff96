"""Which speakers of the archive a typed name means. Pure: entries in, a match out.

A name that is not in the directory matches nobody: a wrong speaker is worse than none. Names are held against names
and aliases only, descriptions against descriptions only, so that "Lavrov" never finds "Lavrov's spokesperson".
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from bot.ask.fits import fit, one_person
from bot.ask.layout import Words
from bot.ask.names import initials, same_first, spelt_out, tokens
from bot.ask.namesakes import called, namesakes, numbered
from bot.ask.printed import (
    FURTHER,
    POSSESSIVE,
    TITLED,
    can_be,
    ends_description,
    is_owned,
    leading_names,
    only_describes,
    serves,
    told_as,
    without_origin,
)
from bot.ask.roles import HEAD_WORDS, Description, describe, head_of, heads_like, meets, plurals
from bot.ask.stems import SMALL
from bot.model import SpeakerEntry, SpeakerKind
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PEOPLE = frozenset({SpeakerKind.PERSON})
_NAMED = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANISATION})
LONGEST = 24  # words of what may still be a name or a description; each is held against every word of every name
SURE = 0.8  # what a description, or a beginning of keywords, must fit
MOST = 60  # who fit a name or meet a description and are looked at; nothing could decide between more
MOST_KEPT = 64  # typed names of which is kept whom they fit: a first name fits thousands
_NO_ENDS = frozenset("a an and at by for from in of on or the to with".split())
TAKEN = 0.72  # a name that fits worse is nobody's: a bare surname (0.7) is no proof of the first name typed


@dataclass(frozen=True, slots=True)
class Person:
    """The entries that are one speaker: "Hakan Fidan" and the "Fidan" of articles that never say more."""

    entries: tuple[SpeakerEntry, ...]  # most statements first
    score: float  # how well the name fits, 0 to 1
    exact: frozenset[int] = frozenset()  # of unnamed ones: ids of those called just so, "sources" and not "a source"
    shorter: frozenset[int] = frozenset()  # ids of those who are it only where an article said so (bot.ask.shorter) …
    full: str = ""  # … by this name

    @property
    def shown(self) -> SpeakerEntry:
        """The entry to name them by, with the fullest name the record has: "Barack Obama" for "Obama"."""
        first = self.entries[0]
        if self.full and first.id in self.shorter:
            return replace(first, name=self.full)
        if first.kind not in _NAMED:
            return first
        names = [e.name for e in self.entries if e.kind in _NAMED]
        full = max(names, key=lambda name: (not FURTHER.search(name), len(tokens(name))))
        full = without_origin(full) if first.kind is SpeakerKind.PERSON or TITLED.match(full) else full
        others = dict.fromkeys(name for e in self.entries for name in (e.name, *e.aliases) if name != full)
        return replace(first, name=full, aliases=tuple(others))

    @property
    def statements(self) -> int:
        """How many visible ones."""
        return sum(entry.statements for entry in self.entries)

    @property
    def ids(self) -> tuple[int, ...]:
        """Of the entries."""
        return tuple(entry.id for entry in self.entries)


@dataclass(frozen=True, slots=True)
class Match:
    """Whom one typed name can mean: several people where it fits them equally, nobody where it fits none."""

    typed: str
    people: tuple[Person, ...] = ()  # best fitting first, then most statements
    slips: bool = False  # the name was read as another spelling
    speaks_for: tuple[SpeakerEntry, ...] = ()  # who speaks for the one typed

    @property
    def best(self) -> Person | None:
        """The one to take where nothing else decides."""
        return self.people[0] if self.people else None


class Directory:
    """The speakers of an archive, laid out for look-up by any word of their names and roles.

    Laid out in bulk once for each change; what a name or a role means is read, and kept, when one of its words is
    asked for.
    """

    def __init__(self, entries: tuple[SpeakerEntry, ...]) -> None:
        self.entries = entries
        named = [(at, name) for at, entry in enumerate(entries) for name in (entry.name, *entry.aliases)]
        self._owners = [at for at, _ in named]
        self._words = Words([name for _, name in named])
        self._forms: dict[int, list[tuple[str, ...]]] = {}
        self._described_as: dict[str, list[Description]] = {}
        self._fitting: dict[tuple[str, ...], dict[int, float]] = {}

    @cached_property
    def _roles(self) -> tuple[list[tuple[int, str]], Words]:
        """Roles, and names that say what somebody is, by row, with whose they are."""
        titled = self._named(HEAD_WORDS)
        listed = [
            (at, text)
            for at, entry in enumerate(self.entries)
            for text in (
                told_as(entry)
                if entry.kind is not SpeakerKind.PERSON or at in titled or entry.name[:1].islower()
                else entry.roles
            )
        ]
        return listed, Words([text for _, text in listed])

    @cached_property
    def _by_initials(self) -> dict[str, list[int]]:
        """As in "imf": bodies by the initials of their names."""
        found: dict[str, list[int]] = defaultdict(list)
        for at, entry in enumerate(self.entries):
            if entry.kind is not SpeakerKind.PERSON:
                for name in (entry.name, *entry.aliases):
                    found[initials(tuple(fold(name).removeprefix("the ").split()))].append(at)
        return found

    def having(self, words: Iterable[str]) -> list[SpeakerEntry]:
        """Entries with any of these words in a name."""
        return [self.entries[at] for at in sorted(self._named(words))]

    def _named(self, words: Iterable[str]) -> set[int]:
        """Entries with any of these words in a name."""
        return {self._owners[row] for row in self._words.having(words)}

    def _read(self, at: int) -> list[tuple[str, ...]]:
        """The names of an entry in words, but for those that only describe."""
        if at not in self._forms:
            entry = self.entries[at]
            unnamed = entry.kind is SpeakerKind.ANONYMOUS
            kept = () if unnamed else (n for n in leading_names(entry) if not is_owned(n) and not only_describes(n))
            self._forms[at] = [words for name in kept if (words := tokens(name))]
        return self._forms[at]

    def _fit_role(self, asked: Description, text: str) -> float:
        """How well a role is what is asked for."""
        if text not in self._described_as:
            parts = (describe(part, every=True) for part in re.split(r"\s+and\s+|\s*;\s*", text))
            self._described_as[text] = [described for described in parts if described]
        return max((meets(asked, described) for described in self._described_as[text]), default=0.0)

    def match(self, typed: str) -> Match:
        """Whom `typed` means: by name, else by name after a description, else by description.

        "John Marlow #12" is the one of that name whom "Which one?" told apart so.
        """
        bare, one = self._numbered(typed)
        if one:
            return Match(typed, (Person((one,), 1.0),))
        whole = tokens(bare)
        if not whole or len(whole) > LONGEST:
            return Match(typed)
        full = spelt_out(whole)
        found = self._by_name(whole) | (self._by_name(full) if full != whole else {})
        if not found:
            found = self._after_description(typed)
        if not found and (described := describe(typed, self._roles[1])):
            return Match(
                typed, self._described(self._meeting(described), described.noun), speaks_for=self._spokes(whole)
            )
        people = self._people(found)
        slips = bool(people) and _slipped(whole, people[0])
        return Match(typed, people, slips=slips, speaks_for=self._spokes(whole))

    def _numbered(self, typed: str) -> tuple[str, SpeakerEntry | None]:
        """A typed name without its number, and whose number that is."""
        bare, number = numbered(typed)
        return bare, next((e for e in self.entries if e.id == number and called(e, bare)), None) if number else None

    def _meeting(self, asked: Description) -> dict[int, float]:
        """Entries that are what is asked for, with how well; the most quoted of very many."""
        listed, words = self._roles
        rows = [listed[row] for row in words.having(form for head in heads_like(asked.head) for form in plurals(head))]
        fits = {text: self._fit_role(asked, text) for text in {text for _, text in rows}}
        found: dict[int, float] = {}
        for at, text in rows:
            if fits[text] >= SURE:
                found[at] = max(found.get(at, 0.0), fits[text])
        return dict(sorted(found.items(), key=lambda one: -self.entries[one[0]].statements)[:MOST])

    def _spokes(self, whole: tuple[str, ...]) -> tuple[SpeakerEntry, ...]:
        """Who is described as speaking for the one named."""
        listed, words = self._roles
        near = (word for word, close in words.near(whole[-1]).items() if close >= 0.9)
        rows = [listed[row] for row in words.having(near)]
        serving = {text for text in {text for _, text in rows} if serves(text, whole[-1])}
        return tuple(self.entries[at] for at in sorted({at for at, text in rows if text in serving}))

    def _after_description(self, typed: str) -> dict[int, float]:
        """As in "the economy minister Roe", "Acme Bank's Roe": the name after what somebody is or has."""
        pieces = POSSESSIVE.split(typed)
        if (
            len(pieces) > 1
            and (rest := tokens(pieces[-1]))
            and not head_of(rest[-1])
            and (found := self._by_name(rest))
        ):
            return found
        raw = tokens(f"x {typed}")[1:]
        for start in range(1, len(raw)):
            rest = raw[start:]
            if not ends_description(raw[start - 1]) or head_of(raw[-1]) or SMALL.issuperset(rest):
                continue
            if found := self._by_name(rest):
                return found
        return {}

    # -- by name

    def _by_name(self, typed: tuple[str, ...]) -> dict[int, float]:
        """Entries whose name or alias fits the words, with how well (0 to 1); kept, because a question tries again.

        No name ends in "of" or "and": what does is a beginning of something else.
        """
        if typed[-1] in _NO_ENDS:
            return {}
        if typed not in self._fitting:
            if len(self._fitting) >= MOST_KEPT:
                self._fitting.clear()
            self._fitting[typed] = self._look(typed)
        return self._fitting[typed]

    def _look(self, typed: tuple[str, ...]) -> dict[int, float]:
        near = [self._words.near(word) for word in typed]
        found = self._named(near[-1])
        if len(typed) > 2:  # of two words the last one must be near
            found |= self._named((initials(typed),))
            found |= set() if near[-1].get(typed[-1]) else self._whole(near) if near[-1] else self._sharing(typed)
        if len(typed) == 1:
            found |= set(self._by_initials.get(typed[0], ()))
        if head_of(typed[-1]):  # of the very many unions only those that share another word, or begin with this one
            rest = self._named(word for words in near[:-1] for word in words)
            found = {at for at in found if at in rest or can_be(self.entries[at], typed[-1])}
        best: dict[int, float] = {}
        for at in found:
            kind = self.entries[at].kind
            fits = max((fit(typed, words, near, kind) for words in self._read(at)), default=0.0)
            if fits >= TAKEN:
                best[at] = fits
        return best

    def _sharing(self, typed: Sequence[str]) -> set[int]:
        """Entries with half of the words, as typed: of a name whose last word is no name's."""
        found = Counter(at for word in set(typed) for at in self._named((word,)))
        return {at for at, count in found.items() if 2 * count >= len(typed)}

    def _whole(self, near: Sequence[dict[str, float]]) -> set[int]:
        """Entries that share all words but the last: a name whose last word is badly misspelt."""
        sets = [self._named(words) for words in near[:-1]]
        return set.intersection(*sets) if sets and all(sets) else set()

    # -- who is who

    def _people(self, found: dict[int, float]) -> tuple[Person, ...]:
        """Fitting entries, joined where their names can be one person's; far worse fits dropped."""
        if not found:
            return ()
        top = max(found.values())
        quoted = sorted(found, key=lambda at: (-found[at], -self.entries[at].statements, at))
        found = {at: found[at] for at in quoted[:MOST] if not self._namesake(quoted[0], at, found)}
        kept = sorted((at for at, s in found.items() if s >= top - 0.06), key=lambda at: (-len(self._longest(at)), at))
        groups: list[list[int]] = []
        bare = []
        for at in kept:
            homes = [g for g in groups if one_person(self._longest(g[0]), self._longest(at))]
            apart = self._apart([*(g[0] for g in homes), at])
            if len(self._longest(at)) == 1 and groups and not apart:
                bare.append(at)
            elif homes and not apart:
                homes[0].append(at)
            else:
                groups.append([at])
        groups.sort(key=lambda g: -sum(self.entries[at].statements for at in g))
        groups[0].extend(bare)
        return self._ranked(groups, found)

    def _apart(self, these: Sequence[int]) -> bool:
        """Whether some of these are people of one name: then nothing says whose a further spelling is."""
        return any(namesakes(self.entries[one], self.entries[other]) for one, other in combinations(these, 2))

    def _namesake(self, first: int, at: int, found: dict[int, float]) -> bool:
        """Whether an entry is hardly the one called just as typed: a further first name, and no role that both have.

        "Jane Mary Roe" may be Jane Roe; but whoever types "Jane Roe" can do without her, and not with another's words.
        """
        own, other = self._longest(first), self._longest(at)
        further = any(len(word) > 1 and word not in own for word in other[1:-1])
        shared = set(self.entries[first].roles) & set(self.entries[at].roles)
        return found[first] == 1 and 1 < len(own) < len(other) and further and not shared

    def _described(self, found: dict[int, float], noun: str) -> tuple[Person, ...]:
        """Whoever meets a description: unnamed sources and bodies, all together; else persons, each by themselves."""
        kinds = {at: self.entries[at].kind in _PEOPLE and not describe(self.entries[at].name) for at in found}
        unnamed = [at for at, person in kinds.items() if not person]
        named = [[at] for at, person in kinds.items() if person]
        called = [describe(self.entries[at].name, self._roles[1]) for at in unnamed]
        exact = frozenset(self.entries[at].id for at, d in zip(unnamed, called, strict=True) if d and d.noun == noun)
        group = tuple(replace(person, exact=exact) for person in self._ranked([unnamed] if unnamed else [], found))
        return (*group, *self._ranked(named, found))

    def _ranked(self, groups: Iterable[list[int]], found: dict[int, float]) -> tuple[Person, ...]:
        people = [
            Person(
                tuple(sorted((self.entries[at] for at in group), key=lambda e: (-e.statements, e.id))),
                max(found[at] for at in group),
            )
            for group in groups
        ]
        return tuple(sorted(people, key=lambda p: (-p.statements, p.entries[0].id)))

    def _longest(self, at: int) -> tuple[str, ...]:
        return max(self._read(at), key=len)


def _slipped(typed: tuple[str, ...], person: Person) -> bool:
    """Whether the name was read as another spelling: its last word stands in none of the person's names."""
    names = [tokens(name) for entry in person.entries for name in (entry.name, *entry.aliases)]
    return not any(typed[-1] in words or typed[-1] == initials(words) for words in names) and not any(
        same_first(typed[-1], words[0]) in (0.9, 0.95) for words in names if words
    )
