"""Which speakers of the archive a typed name means. Pure: entries in, a match out.

A name that is not in the directory matches nobody: a wrong speaker is worse than none. Names are held against names
and aliases only, descriptions against descriptions only, so that "Lavrov" never finds "Lavrov's spokesperson".
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.ask.fits import fit, one_person
from bot.ask.names import alike, initials, same_first, sound, spelt_out, tokens
from bot.ask.roles import Description, describe, head_of, meets, owner_of
from bot.ask.stems import SMALL
from bot.model import SpeakerEntry, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PEOPLE = frozenset({SpeakerKind.PERSON})
_NAMED = frozenset({SpeakerKind.PERSON, SpeakerKind.ORGANISATION})
_TITLED = re.compile(r"(?:Mrs?|Ms|Dr|Sen|Senator|Rep|Representative|Gov|Governor)\b")  # a person, whatever the kind
_FURTHER = re.compile(r"\s+(?:of|from)\s+.*|\s*,.*")  # "Charles Roe of Ohio", "Jane Roe, R-Ohio"
_POSSESSIVE = re.compile(r"['’]s?\s+")
SURE = 0.8  # what a description, or a beginning of keywords, must fit
TAKEN = 0.72  # a name that fits worse is nobody's: a bare surname (0.7) is no proof of the first name typed


@dataclass(frozen=True, slots=True)
class Person:
    """The entries that are one speaker: "Hakan Fidan" and the "Fidan" of articles that never say more."""

    entries: tuple[SpeakerEntry, ...]  # most statements first
    score: float  # how well the name fits, 0 to 1
    exact: frozenset[int] = frozenset()  # of unnamed ones: ids of those called just so, "sources" and not "a source"

    @property
    def shown(self) -> SpeakerEntry:
        """The entry to name them by, with the fullest name the record has: "Barack Obama" for "Obama"."""
        first = self.entries[0]
        if first.kind not in _NAMED:
            return first
        names = [e.name for e in self.entries if e.kind in _NAMED]
        full = max(names, key=lambda name: (not _FURTHER.search(name), len(tokens(name))))
        full = _bare(full) if first.kind is SpeakerKind.PERSON or _TITLED.match(full) else full
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


@dataclass(slots=True)
class Directory:
    """The speakers of an archive, laid out for look-up by any word of their names. Built once per directory."""

    entries: tuple[SpeakerEntry, ...]
    _forms: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)  # entry, name or alias in words
    _by_word: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # word -> forms
    _by_sound: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    _by_initials: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))  # "imf" -> forms
    _by_head: dict[str, list[tuple[int, Description]]] = field(default_factory=lambda: defaultdict(list))
    _owned: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)  # who speaks for whom

    def __post_init__(self) -> None:
        for at, entry in enumerate(self.entries):
            for name in _names(entry):
                self._add_name(at, name, entry.kind)
            for role in entry.roles:
                self._add_role(at, role)

    def _add_name(self, at: int, name: str, kind: SpeakerKind) -> None:
        words = tokens(name)
        if not words:
            return
        if kind is not SpeakerKind.PERSON or head_of(words[-1]) or name[0].islower():
            self._add_role(at, name)
        if kind is SpeakerKind.ANONYMOUS or _is_owned(name) or (name[0].islower() and head_of(words[-1])):
            return
        form = len(self._forms)
        self._forms.append((at, words))
        for word in dict.fromkeys(words):
            self._by_word[word].append(form)
            self._by_sound[sound(word)].add(word)
        if len(words) > 1 and kind is not SpeakerKind.PERSON:
            self._by_initials[initials(words)].append(form)

    def _add_role(self, at: int, role: str) -> None:
        for part in re.split(r"\s+and\s+|\s*;\s*", role):
            described = describe(part, every=True)
            if described:
                self._by_head[described.head].append((at, described))
        owner = owner_of(role)
        if owner:
            self._owned.append((at, tokens(owner)))

    def match(self, typed: str) -> Match:
        """Whom `typed` means: by name, else by name after a description, else by description."""
        whole = tokens(typed)
        if not whole:
            return Match(typed)
        found = self._by_name(whole) | self._by_name(spelt_out(whole))
        if not found:
            found = self._after_description(typed)
        if not found and (described := describe(typed, self._by_head)):
            found = {at: s for at, d in self._by_head[described.head] if (s := meets(described, d)) >= SURE}
            return Match(typed, self._described(found, described.noun), speaks_for=self._spokes(whole))
        people = self._people(found)
        slips = bool(people) and _slipped(whole, people[0])
        return Match(typed, people, slips=slips, speaks_for=self._spokes(whole))

    def _spokes(self, whole: tuple[str, ...]) -> tuple[SpeakerEntry, ...]:
        """Who is described as speaking for the one named."""
        found = {at for at, owner in self._owned if owner and alike(whole[-1], owner[-1]) >= 0.9}
        return tuple(self.entries[at] for at in sorted(found))

    def _after_description(self, typed: str) -> dict[int, float]:
        """As in "the economy minister Roe", "Acme Bank's Roe": the name after what somebody is or has."""
        pieces = _POSSESSIVE.split(typed)
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
            if not head_of(raw[start - 1]) or head_of(raw[-1]) or SMALL.issuperset(rest):
                continue
            if found := self._by_name(rest):
                return found
        return {}

    # -- by name

    def _by_name(self, typed: tuple[str, ...]) -> dict[int, float]:
        """Entries whose name or alias fits the words, with how well (0 to 1)."""
        near = [self._near(word) for word in typed]
        forms = {form for words in near for word in words for form in self._by_word[word]}
        if len(typed) > 1 and near[-1]:
            forms = {form for word in near[-1] for form in self._by_word[word]} | self._whole(near)
        if len(typed) > 2:
            forms |= {form for form in self._by_word.get(initials(typed), ()) if len(self._forms[form][1]) == 1}
        if len(typed) == 1:
            forms |= set(self._by_initials.get(typed[0], ()))
        best: dict[int, float] = {}
        for form in forms:
            at, words = self._forms[form]
            fits = fit(typed, words, near, self.entries[at].kind)
            if fits >= TAKEN:
                best[at] = max(best.get(at, 0.0), fits)
        return best

    def _whole(self, near: Sequence[dict[str, float]]) -> set[int]:
        """Forms that share all words but the last: a name whose last word is badly misspelt."""
        sets = [{form for word in words for form in self._by_word[word]} for words in near[:-1]]
        return set.intersection(*sets) if sets and all(sets) else set()

    def _near(self, word: str) -> dict[str, float]:
        """Words of names that a typed word can be, with how alike they are."""
        found = {word: 1.0} if word in self._by_word else {}
        for other in self._by_sound.get(sound(word), ()):
            if (close := alike(word, other)) > 0:
                found[other] = close
        if len(word) >= 4:
            slips = 1 if len(word) < 8 else 2
            for other, _, _ in process.extract(
                word, self._by_word.keys(), scorer=OSA.distance, score_cutoff=slips, limit=20, processor=None
            ):
                if (close := alike(word, other)) > 0:
                    found[other] = max(found.get(other, 0.0), close)
        return found

    # -- who is who

    def _people(self, found: dict[int, float]) -> tuple[Person, ...]:
        """Fitting entries, joined where their names can be one person's; far worse fits dropped."""
        if not found:
            return ()
        top = max(found.values())
        kept = sorted((at for at, s in found.items() if s >= top - 0.06), key=lambda at: (-len(self._longest(at)), at))
        groups: list[list[int]] = []
        bare = []
        for at in kept:
            home = next((g for g in groups if one_person(self._longest(g[0]), self._longest(at))), None)
            if len(self._longest(at)) == 1 and groups:
                bare.append(at)
            elif home is None:
                groups.append([at])
            else:
                home.append(at)
        groups.sort(key=lambda g: -sum(self.entries[at].statements for at in g))
        groups[0].extend(bare)
        return self._ranked(groups, found)

    def _described(self, found: dict[int, float], noun: str) -> tuple[Person, ...]:
        """Whoever meets a description: unnamed sources and bodies, all together; else persons, each by themselves."""
        unnamed = [at for at in found if self.entries[at].kind not in _PEOPLE or describe(self.entries[at].name)]
        named = [[at] for at in found if at not in unnamed]
        called = [describe(self.entries[at].name, self._by_head) for at in unnamed]
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
        entry = self.entries[at]
        return max((tokens(name) for name in _names(entry)), key=len)


def _names(entry: SpeakerEntry) -> list[str]:
    """The names that lead to an entry; of a person no alias that only sets a description before the name."""
    if entry.kind is not SpeakerKind.PERSON and not _TITLED.match(entry.name):
        return list(dict.fromkeys((entry.name, *entry.aliases)))
    name = _bare(entry.name)
    own = tokens(name)
    kept = (
        bare
        for n in entry.aliases
        if (bare := _bare(n)) and own and own[-1] not in tokens(bare)[1:] and not _is_list(n)
    )
    return list(dict.fromkeys((name, *kept)))


def _bare(name: str) -> str:
    """A personal name without where they are from: "Charles Roe of Ohio"; "Joan of Arc" is a name."""
    bare = _FURTHER.sub("", name)
    return bare if len(tokens(bare)) > 1 else name


def _slipped(typed: tuple[str, ...], person: Person) -> bool:
    """Whether the name was read as another spelling: its last word stands in none of the person's names."""
    names = [tokens(name) for entry in person.entries for name in (entry.name, *entry.aliases)]
    return not any(typed[-1] in words or typed[-1] == initials(words) for words in names) and not any(
        same_first(typed[-1], words[0]) in (0.9, 0.95) for words in names if words
    )


def _is_list(name: str) -> bool:
    """Whether an alias names more than one, or is a whole description: "Roe and Doe", "Roe, the mayor of Ham"."""
    return bool(re.search(r",|\band\b|&", name)) or len(tokens(name)) > 4


def _is_owned(name: str) -> bool:
    """Whether a name is a description of somebody by another's name: "Lavrov's spokesperson"."""
    return bool(_POSSESSIVE.search(name)) and head_of((tokens(name) or ("",))[-1]) is not None
