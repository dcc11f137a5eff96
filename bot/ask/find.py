"""The driver: a question over one snapshot of the archive becomes an Answer.

    text -> parse -> resolve -> understand -> search -> rank -> records -> Answer

Found is only what really answers: a speaker who never spoke on the topic gives nothing, with what is near, labelled.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.ask import rank, topics, words
from bot.ask.nearest import near_nobody, serving
from bot.ask.parse import parse
from bot.ask.people import Directory, Match, Person, resolve
from bot.ask.question import Question
from bot.model import Answer, Intent, Outcome

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Asker, SpeakerEntry
    from bot.ports import Snapshot

DOMINANT = 3  # times the statements of the next that decide between two who fit a name equally


def answer(text: str, snapshot: Snapshot, asker: Asker, now: datetime) -> Answer:
    """What the record says to `text`, asked by `asker` at `now`. Raises SearchBudgetError.

    Never raises for what is typed. At most eight looks at the archive (`snapshot.queries`).
    """
    coverage = snapshot.coverage()
    query = parse(text, now.astimezone(ZoneInfo(asker.zone)).date(), coverage.outlet_names)
    directory = _laid_out(_Listed(snapshot.directory()))
    resolved = resolve(query, directory)
    question = Question(resolved.query, resolved.matches, snapshot, asker, directory, coverage)
    found = _answer(question)
    return replace(found, corrected_words=(*_corrected_names(question), *found.corrected_words))


class _Listed:
    """A directory's entries, equal only to themselves: the store hands out the same tuple until it changes."""

    def __init__(self, entries: tuple[SpeakerEntry, ...]) -> None:
        self.entries = entries

    def __hash__(self) -> int:
        return id(self.entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Listed) and other.entries is self.entries


@lru_cache(maxsize=8)
def _laid_out(listed: _Listed) -> Directory:
    """The look-up tables of a directory, kept while the same one is asked."""
    return Directory(listed.entries)


def _answer(question: Question) -> Answer:
    query = question.query
    if query.fragment and query.intent in (Intent.VERIFY, Intent.WHO):
        chosen = [person for match in question.matches if (person := _choose(match))]
        if query.intent is Intent.VERIFY and question.matches and not chosen and not _rivals(question.matches):
            return words.unknown_speaker(question)
        return words.verify(question, chosen) if query.intent is Intent.VERIFY else words.who(question)
    if question.matches:
        return _by_speakers(question)
    if not (query.topic and rank.topic_words(query.topic)):
        restricted = query.since or query.until or query.outlet or query.addressee or query.kind
        if not restricted:
            return Answer(Outcome.NOTHING, query, question.coverage)
        return topics.newest(question, None)
    return topics.about(question, None)


def _by_speakers(question: Question) -> Answer:
    """What the people asked for said; nothing where one of them is nobody, a choice where several fit."""
    found = tuple(match if match.people else serving(question, match) for match in question.matches)
    question = replace(question, matches=found)
    query = question.query
    nobody = next((match for match in question.matches if not match.people or _is_named(question, match)), None)
    if nobody:
        return near_nobody(question, nobody)
    chosen = []
    for match in question.matches:
        person = _choose(match)
        if person is None and query.topic:
            person = topics.decide(question, match)
        if person is None:
            rivals = tuple(person.entries[0] for person in match.people)
            return Answer(Outcome.AMBIGUOUS, query, question.coverage, candidates=rivals[:8])
        chosen.append(person)
    if query.topic and rank.topic_words(query.topic):
        return topics.about(question, chosen)
    return topics.newest(question, chosen)


def _choose(match: Match) -> Person | None:
    """The only one who fits, or the one whom the archive has far more of; None where evidence is wanted."""
    if len(match.people) <= 1:
        return match.best
    first, second = match.people[:2]
    return first if first.statements >= DOMINANT * max(1, second.statements) else None


def _is_named(question: Question, match: Match) -> bool:
    """Whether a name read as another spelling stands in the articles as typed: then it is somebody else's."""
    return match.slips and question.snapshot.mentions(match.typed) > 0


def _rivals(matches: tuple[Match, ...]) -> bool:
    return any(len(match.people) > 1 for match in matches)


def _corrected_names(question: Question) -> tuple[tuple[str, str], ...]:
    """(typed, understood) of names that were read as another spelling."""
    return tuple((m.typed, m.best.entries[0].name) for m in question.matches if m.slips and m.best)
