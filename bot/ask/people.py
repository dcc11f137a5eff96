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
from bot.model import Intent, Query, SpeakerEntry, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PEOPLE = frozenset({SpeakerKind.PERSON})
_POSSESSIVE = re.compile(r"['’]s?\s+")
SURE_ALONE = 0.97  # what one word must fit to be cut from the front of what was given as a name
SURE = 0.8  # what a description, or a beginning of keywords, must fit
TAKEN = 0.72  # a name that fits worse is nobody's: a bare surname (0.7) is no proof of the first name typed


@dataclass(frozen=True, slots=True)
class Person:
    """The entries that are one speaker: "Hakan Fidan" and the "Fidan" of articles that never say more."""

    entries: tuple[SpeakerEntry, ...]  # most statements first
    score: float  # how well the name fits, 0 to 1

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


@dataclass(frozen=True, slots=True)
class Resolved:
    """A query whose speakers are told from its topic, and whom they mean."""

    query: Query
    matches: tuple[Match, ...] = ()


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
        if kind is not SpeakerKind.PERSON or head_of(words[-1]):
            self._add_role(at, name)
        if kind is SpeakerKind.ANONYMOUS or _is_owned(name):
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
            described = describe(part)
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
        if not found and (described := describe(typed)):
            found = {at: s for at, d in self._by_head[described.head] if (s := meets(described, d)) >= SURE}
            return Match(typed, self._described(found), speaks_for=self._spokes(whole))
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
            if head_of(raw[start - 1]) and not head_of(raw[-1]) and (found := self._by_name(raw[start:])):
                return found
        return {}

    # -- by name

    def _by_name(self, typed: tuple[str, ...]) -> dict[int, float]:
        """Entries whose name or alias fits the words, with how well (0 to 1)."""
        near = [self._near(word) for word in typed]
        forms = {form for words in near for word in words for form in self._by_word[word]}
        if len(typed) > 1 and near[-1]:
            forms = {form for word in near[-1] for form in self._by_word[word]} | self._whole(near)
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

    def _described(self, found: dict[int, float]) -> tuple[Person, ...]:
        """Whoever meets a description: unnamed sources and bodies, all together; else persons, each by themselves."""
        unnamed = [at for at in found if self.entries[at].kind not in _PEOPLE or describe(self.entries[at].name)]
        return self._ranked([unnamed] if unnamed else [[at] for at in found], found)

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
    own = tokens(entry.name)
    person = entry.kind is SpeakerKind.PERSON
    kept = [n for n in entry.aliases if not (person and own and (own[-1] in tokens(n)[1:] or _is_list(n)))]
    return list(dict.fromkeys((entry.name, *kept)))


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


# -- speakers told from topics


def resolve(query: Query, directory: Directory) -> Resolved:
    """Tell the speakers of a query from its topic by who is in the directory, and look them up."""
    if not query.speakers:
        return _from_keywords(query, directory) if query.intent is Intent.SAID and query.topic else Resolved(query)
    matches: list[Match] = []
    for typed in query.speakers:
        matches += _several(typed, directory)
    if len(matches) == 1 and not matches[0].people and " " in query.speakers[0]:
        cut = _leading(query.speakers[0], directory, single=SURE_ALONE)
        if cut:
            match, rest = cut
            topic = f"{rest} {query.topic}" if query.topic else rest
            return Resolved(replace(query, speakers=(match.typed,), topic=topic), (match,))
    return Resolved(replace(query, speakers=tuple(m.typed for m in matches)), tuple(matches))


def _several(typed: str, directory: Directory) -> list[Match]:
    """One match, or one for each side of an "and" where the whole is nobody."""
    whole = directory.match(typed)
    parts = re.split(r"\s+(?:and|&)\s+|\s*,\s*", typed)
    if whole.people or len(parts) == 1:
        return [whole]
    each = [directory.match(part) for part in parts if part.strip()]
    return each if each and all(m.people for m in each) else [whole]


def _leading(text: str, directory: Directory, *, single: float = 0.86) -> tuple[Match, str] | None:
    """The longest beginning of `text` that names somebody, and the rest; one word alone must fit well."""
    parts = text.split()
    for count in range(min(5, len(parts) - 1), 0, -1):
        if re.search(r"['’]s?$", parts[count - 1]):
            continue  # "Wells Fargo's": the one asked for is still to come
        match = directory.match(" ".join(parts[:count]))
        worth = match.people[0].score if match.people else 0.0
        sole = count > 1 or (len(parts[0]) > 2 and (single < SURE_ALONE or len(match.people) == 1))
        if worth >= (SURE if count > 1 else single) and sole:
            return match, " ".join(parts[count:])
    return None


def _from_keywords(query: Query, directory: Directory) -> Resolved:
    """As in "fidan hamas": a beginning, else an end, that names somebody is the speaker; otherwise all is topic."""
    text = query.topic or ""
    whole = directory.match(text)
    if whole.people and whole.people[0].score >= SURE:
        return Resolved(replace(query, speakers=(text,), topic=None), (whole,))
    cut = _leading(text, directory)
    if cut is None and " " in text:
        head, _, last = text.rpartition(" ")
        match = directory.match(last)
        if match.people and match.people[0].score >= 0.97 and match.people[0].entries[0].kind in _PEOPLE:
            cut = match, head
    if cut is None:
        return Resolved(replace(query, intent=Intent.TOPIC))
    return Resolved(replace(query, speakers=(cut[0].typed,), topic=cut[1]), (cut[0],))
