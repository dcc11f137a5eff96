"""The cast of an article: who is named in it, under which names and roles, and where.

Built once for a document in linear time; resolution asks it who a name, a description or a pronoun may be.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.extract.lexicon import PREPOSITIONS
from bot.extract.names import Name, gender_of, names, split
from bot.extract.roles import role_after, role_before, role_words
from bot.extract.wordlists import ORGANISATION_WORDS, ORGANISATIONS, PLACES
from bot.model import SpeakerKind
from bot.text import fold

if TYPE_CHECKING:
    from bot.extract.document import Document

_MANY = 50  # figures of one role that are looked at


@dataclass(eq=False, slots=True)
class Figure:
    """Somebody or something that may speak in an article."""

    name: str
    kind: SpeakerKind
    plural: bool = False
    gender: str | None = None
    sure: bool = True  # of `kind`: told from the form, not guessed
    roles: list[str] = field(default_factory=list)  # as printed, in order of appearance
    words: set[str] = field(default_factory=set)  # of its roles and descriptions, folded: "minister"
    seen: int = 0  # mentions by name

    def is_called(self, words: set[str]) -> bool:
        """Whether all of `words` describe it."""
        return bool(words) and words <= self.words


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text, by offsets, and whose it is."""

    start: int
    end: int
    figure: Figure
    possessive: bool  # "Netanyahu's"
    named: Name


class Cast:
    """Figures of a document and their mentions by name, in order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._people: dict[str, Figure] = {}
        self._others: dict[str, Figure] = {}
        self._by_word: dict[str, list[Figure]] = defaultdict(list)
        self._by_role: dict[str, list[Figure]] = defaultdict(list)
        found = names(document)
        singles = Counter(fold(n.words[-1]) for n in found if len(n.words) == 1)
        for name in found:
            if self._introduces(name, singles):
                self._enter(name)
        self.mentions = [m for m in (self._mention(name) for name in found) if m]
        self._starts = [m.start for m in self.mentions]
        self._vote_genders()

    def before(self, offset: int) -> int:
        """How many mentions begin before `offset`: the index to look back from."""
        return bisect_left(self._starts, offset)

    def within(self, start: int, end: int) -> list[Mention]:
        """Mentions that begin in [start, end)."""
        return self.mentions[self.before(start) : self.before(end)]

    def ending(self, mention: Mention, end: int) -> Mention | None:
        """The mention cut to end at `end` ("Jane Roe" of "Jane Roe Explains"); None where it is shorter."""
        if mention.end <= end:
            return mention if mention.end == end else None
        tokens = self.document.tokens
        last = next(n for n in range(mention.named.first, mention.named.last + 1) if tokens[n].end >= end)
        name = split(tokens, mention.named.first, last)
        if name is None or tokens[last].end != end:
            return None
        figure = self.person(name.words) or (self._enter(name) if name.person else self.other(name))
        return Mention(tokens[name.name].start, end, figure, possessive=False, named=name)

    def called(self, words: set[str]) -> list[Figure]:
        """Named figures that all of `words` describe."""
        rarest = min((self._by_role.get(w, []) for w in words), key=len, default=[])
        return [figure for figure in rarest[-_MANY:] if figure.is_called(words)]

    def person(self, words: tuple[str, ...]) -> Figure | None:
        """The person of this name, or the one whose surname or given name it is."""
        whole = self._people.get(_key(words))
        if whole:
            return whole
        if len(words) > 1:
            return None
        return _likeliest(self._by_word.get(fold(words[0]), []), words[0])

    def other(self, name: Name) -> Figure:
        """The organisation (or whatever else is named so), entered where it is new."""
        key = fold(name.text)
        if key not in self._others:
            sure = name.person is False or any(fold(w) in ORGANISATION_WORDS for w in name.words)
            self._others[key] = Figure(name.text, SpeakerKind.ORGANISATION, sure=sure, words=set(key.split()))
        return self._others[key]

    def make_person(self, name: Name) -> Figure:
        """Enter a person that only its place beside a reporting verb gives away."""
        self._others.pop(fold(name.text), None)
        return self._enter(name)

    def _introduces(self, name: Name, singles: Counter[str]) -> bool:
        """Whether a run names a person in full (or a titled one), by its form or by what stands around it."""
        if name.person is not None:
            return name.person
        if not 2 <= len(name.words) <= 4 or fold(name.words[-1]) in PLACES:
            return False
        roles = [r for r in (role_before(self.document, name), role_after(self.document, name)) if r]
        if any(_head(r.printed) in ORGANISATIONS for r in roles):
            return False
        article = name.first > 0 and self.document.tokens[name.first - 1].low == "the"
        return bool(roles) or (singles[fold(name.words[-1])] > 0 and not article)

    def _enter(self, name: Name) -> Figure:
        key = _key(name.words)
        figure = self._people.get(key)
        if figure is None and len(name.words) == 1:
            figure = _likeliest(self._by_word.get(fold(name.words[0]), []), name.words[0])
        if figure is None:
            figure = self._people[key] = Figure(name.text, SpeakerKind.PERSON)
            for word in {fold(name.words[0]), fold(name.words[-1])}:
                self._by_word[word].append(figure)
        self._describe(figure, name)
        return figure

    def _describe(self, figure: Figure, name: Name) -> None:
        figure.gender = figure.gender or gender_of(name, self.document.tokens)
        for role in (role_before(self.document, name), role_after(self.document, name)):
            if role and role.printed and role.printed not in figure.roles:
                figure.roles.append(role.printed)
            if role:
                self._call(figure, role_words(role.printed))
                figure.gender = figure.gender or role.gender

    def _call(self, figure: Figure, words: set[str]) -> None:
        for word in words - figure.words:
            self._by_role[word].append(figure)
        figure.words |= words

    def _mention(self, name: Name) -> Mention | None:
        figure = self.person(name.words)
        if figure is None or (len(name.words) == 1 and name.person is False):
            figure = self.other(name)
        figure.seen += 1
        tokens = self.document.tokens
        possessive = name.last + 1 < len(tokens) and tokens[name.last + 1].low in {"'s", "'"}
        return Mention(tokens[name.name].start, tokens[name.last].end, figure, possessive, name)

    def _vote_genders(self) -> None:
        """A sentence about one person alone, and the next one begins with "She": that is a vote."""
        votes: dict[int, Counter[str]] = defaultdict(Counter)
        figures: dict[int, Figure] = {}
        for first, second in zip(self.document.sentences, self.document.sentences[1:], strict=False):
            low = self.document.text[second.start : second.start + 4].lower()
            gender = "m" if low.startswith(("he ", "his ")) else "f" if low.startswith(("she ", "her ")) else None
            if gender is None:
                continue
            people = {m.figure for m in self.within(first.start, first.end) if m.figure.kind is SpeakerKind.PERSON}
            if len(people) == 1:
                (one,) = people
                votes[id(one)][gender] += 1
                figures[id(one)] = one
        for number, counted in votes.items():
            if figures[number].gender is None and len(counted) == 1:
                figures[number].gender = next(iter(counted))


def _head(role: str) -> str:
    """The noun of a role: "secretary" of "general secretary of the union"."""
    words = fold(role).split()
    stop = next((n for n, word in enumerate(words) if n and word in PREPOSITIONS), len(words))
    return words[stop - 1] if words else ""


def _key(words: tuple[str, ...]) -> str:
    """A full name without middle names and initials: "Donald J. Trump" is Donald Trump."""
    lows = [fold(w).rstrip(".") for w in words]
    if lows[-1] in {"jr", "sr", "ii", "iii", "iv"} and len(lows) > 2:
        lows.pop()
    return lows[0] if len(lows) == 1 else f"{lows[0]} {lows[-1]}"


def _likeliest(figures: list[Figure], word: str) -> Figure | None:
    """Of several with this name: one whose surname it is before one whose given name it is, then the most named."""
    if not figures:
        return None
    low = fold(word)
    return max(figures, key=lambda f: (fold(f.name.split()[-1]) == low, f.seen))
