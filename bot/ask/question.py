"""A question on its way to an answer: what is known, and how the archive is asked for it.

Every look at the archive is counted by the snapshot; the driver stays within `QUERIES` of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rapidfuzz.distance import OSA

from bot.ask import rank
from bot.ask.acronyms import expanded, learned
from bot.ask.names import sound, tokens
from bot.ask.outlets import full_name
from bot.ask.stems import SMALL, related, variants
from bot.ask.terms import surface
from bot.ask.thesaurus import others
from bot.errors import SearchBudgetError
from bot.ports import Search
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.ask.people import Directory, Match
    from bot.model import Asker, Candidate, Coverage, Hit, Query
    from bot.ports import Snapshot

QUERIES = 8  # looks at the archive a question may cost
POOL = 200  # candidates a search brings
READABLE = 150_000  # characters of candidates: three times what POOL of the usual length have, ranked in 50 ms
READ = 48  # candidates that are read in their surroundings
FEW = 150  # statements of a speaker that are all looked at, whatever their words
SLACK = timedelta(days=2)  # a statement without a date of its own is printed that much after it was made


@dataclass(frozen=True, slots=True)
class Question:
    """A parsed question, who is meant, and the archive to answer it from."""

    query: Query
    matches: tuple[Match, ...]
    snapshot: Snapshot
    asker: Asker
    directory: Directory
    coverage: Coverage
    left_out: frozenset[int] = frozenset()  # speakers that are not asked for

    def left(self) -> int:
        """How many looks at the archive remain."""
        return QUERIES - self.snapshot.queries

    def search(self, **given: object) -> list[Candidate]:
        """Candidates under the restrictions of the question: dates with slack, outlet, look, how new."""
        if self.left() < (1 if given.get("words") else 2):  # without words it is two looks
            return []
        query = self.query
        until = query.until and (date.fromisoformat(query.until) + SLACK).isoformat()
        wanted = Search(
            since=query.since,
            until=until,
            outlet=fold(full_name(query.outlet)) if query.outlet else None,
            kind=query.kind,
            indexed_since=query.indexed_since,
            limit=POOL,
        )
        found = self.snapshot.find(replace(wanted, **given))  # type: ignore[arg-type]  # the callers name its fields
        return bounded(one for one in found if one.speaker_id not in self.left_out)

    def beside(self, **given: object) -> list[Candidate]:
        """The same of what an answer can do without: nothing where that would cost too much."""
        if self.snapshot.late:
            return []
        try:
            return self.search(**given)
        except SearchBudgetError:
            return []

    def mentions(self, name: str) -> int | None:
        """How many articles name somebody without a statement by them; None where that is too many to be counted.

        It goes beside an answer, and must not cost it: a name of small words is nobody's, and one that stands
        everywhere is not waited for.
        """
        if SMALL.issuperset(tokens(name)) or self.left() < 1:
            return 0
        if self.snapshot.late:
            return None
        try:
            return self.snapshot.mentions(name)
        except SearchBudgetError:
            return None


def bounded(found: Iterable[Candidate]) -> list[Candidate]:
    """The first ones, so that no more than READABLE characters are to be read word by word."""
    kept: list[Candidate] = []
    size = 0
    for one in found:
        size += len(one.words) + len(one.context)
        if kept and size > READABLE:
            break
        kept.append(one)
    return kept


def named_days(query: Query) -> frozenset[str]:
    """How a sentence may name the one day or month a question asks for; empty for other ranges."""
    if not (query.since and query.until):
        return frozenset()
    first, last = date.fromisoformat(query.since), date.fromisoformat(query.until)
    if first == last:
        return frozenset((first.strftime("%A").lower(),))
    if first.day == 1 and 27 <= (last - first).days <= 30:
        return frozenset((first.strftime("%B").lower(), first.strftime("%b").lower()))
    return frozenset()


@dataclass(frozen=True, slots=True)
class Understood:
    """The topic as searched for, and what was read for what was typed."""

    topic: rank.Topic
    words: tuple[str, ...]  # to search with: the topic's, and forms of them the archive has
    corrected: tuple[tuple[str, str], ...] = ()

    def groups(self) -> tuple[tuple[tuple[str, ...], float], ...]:
        """Each word of the topic with all that may stand for it, and its weight; the rarest first."""
        given = zip(self.topic.words, self.topic.weights, strict=True)
        return tuple((self._alternatives(word), weight) for word, weight in sorted(given, key=lambda one: -one[1]))

    def _alternatives(self, word: str) -> tuple[str, ...]:
        spelt = (" ".join(words) for words in self.topic.spelt.get(word, ()))
        meant = (word, *self.topic.read.get(word, ()))
        return tuple(dict.fromkeys((*meant, *(one for each in meant for one in others(each)), *spelt)))

    def shown_in(self, hits: Iterable[Hit]) -> tuple[tuple[str, str], ...]:
        """What was read for what was typed, as far as these hits rest on it: a word typed right may only be rare."""
        there = {word for hit in hits for word in surface(rank.surrounding_text(hit.record))}
        return tuple((typed, meant) for typed, meant in self.corrected if meant in there and typed not in there)

    def knowing(self, texts: Iterable[str]) -> Understood:
        """The same, with the acronyms that these texts define."""
        spelt = expanded(self.topic.words, learned(texts))
        if not spelt:
            return self
        words = dict.fromkeys((*self.words, *(word for each in spelt.values() for words in each for word in words)))
        return replace(self, topic=replace(self.topic, spelt={**self.topic.spelt, **spelt}), words=tuple(words))


def understand(question: Question, text: str) -> Understood:
    """The words of a topic, weighed; those the archive has never seen read as what is near them, if anything is."""
    words = rank.topic_words(text)
    counts = question.snapshot.vocabulary(forms_of(words)) if words else {}
    kin = [other for word in words for other in others(word)]
    forms = {word: variants(word) for word in words}
    seen = {word: max((counts.get(form, 0) for form in (word, *forms[word])), default=0) for word in words}
    corrected = _corrected(question, [word for word in words if not seen[word]])
    for word, meant in corrected.items():
        seen[word] = sum(meant.values())
    read = {word: tuple(meant) for word, meant in corrected.items()}
    topic = rank.topic(words, seen, question.coverage.statements, read)
    sought = dict.fromkeys((*words, *(one for meant in read.values() for one in meant), *kin))
    return Understood(topic, tuple(sought), tuple((word, one) for word, meant in read.items() for one in meant))


def forms_of(words: Sequence[str]) -> tuple[str, ...]:
    """Words with other words for them, and with the forms they may have in print: what is counted of a topic."""
    kin = (other for word in words for other in others(word))
    return tuple(dict.fromkeys((*words, *kin, *(form for word in words for form in variants(word)))))


def _corrected(question: Question, unknown: Sequence[str]) -> dict[str, dict[str, int]]:
    """What words that the archive has never seen can be meant for, with how often it has seen that; longest first."""
    asked = sorted((word for word in unknown if len(word) >= 4 and not word.isdigit()), key=len, reverse=True)
    if not asked or question.left() < 4:  # the statements and their records come first
        return {}
    found = {}
    for word, near in question.snapshot.similar(asked).items():
        if not any(related(word, other) for other, _ in near) and (meant := _meant(word, near)):
            found[word] = meant
    return found


def _meant(word: str, near: Sequence[tuple[str, int]]) -> dict[str, int]:
    """The words that a slip made this one of: a letter dropped, doubled or swapped, or one that sounds the same.

    Of several that are as near, all: what else was asked for decides between them.
    """
    fitting = []
    for other, count in near:
        slips, same = OSA.distance(word, other), sound(word) == sound(other)
        slipped = slips == 1 and min(len(word), len(other)) >= 5 and (len(word) != len(other) or _swapped(word, other))
        if word[0] == other[0] and (slipped or (same and slips <= (2 if len(word) >= 5 else 1))):
            fitting.append((slips - same, -count, slips, other))
    fitting.sort()
    return {other: -count for _, count, slips, other in fitting if slips <= fitting[0][2]} if fitting else {}


def _swapped(word: str, other: str) -> bool:
    return sorted(word) == sorted(other)


_RUN = re.compile(r"[^\W_]+")


def _flat(text: str) -> str:
    """Folded words with a blank on each side, so that whole names can be looked for."""
    return f" {' '.join(_RUN.findall(fold(text)))} "


def spoken_to(text: str, addressee: str) -> bool:
    """Whether `text` names whom it was said to, or on whose programme."""
    around = _flat(text)
    names = (addressee, full_name(addressee), re.sub(r"['’]s (?:show|program(?:me)?|podcast)$", "", addressee))
    return any(_flat(name) in around for name in names)
