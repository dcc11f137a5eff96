"""The driver: a question over one snapshot of the archive becomes an Answer.

    text -> parse, or follow the query before -> resolve -> understand -> search -> rank -> records -> Answer

Found is only what really answers: a speaker who never spoke on the topic gives nothing, with what is near, labelled.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.ask import rank, topics, words
from bot.ask.lookup import texts_of
from bot.ask.names import tokens
from bot.ask.namesakes import namesakes
from bot.ask.nearest import near_nobody, serving
from bot.ask.parse import parse
from bot.ask.people import Directory, Match, Person
from bot.ask.question import Question
from bot.ask.resolution import resolve
from bot.ask.shorter import with_shorter
from bot.model import Answer, Intent, Outcome, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from bot.model import Asker, Query, SpeakerEntry
    from bot.ports import Snapshot

A_DAY = timedelta(hours=24)
LONGEST_NAME = 3  # words; in what is no question more of them are hardly a name
DOMINANT = 3  # times the statements of the next that decide between two who fit a name equally


def answer(
    text: str,
    snapshot: Snapshot,
    asker: Asker,
    now: datetime,
    *,
    as_of: date | None = None,
    previous: Query | None = None,
    understood: Query | None = None,
) -> Answer:
    """What the record says to `text`, asked by `asker` at `now`. Raises SearchBudgetError.

    Relative dates count from `as_of`, else from the asker's day; `previous` is the query of the answer before, which
    a follow-up goes on from; `understood` is the question where a form or an answer before has it in parts, and then
    nothing is read out of `text`. Never raises for what is typed. At most eight looks at the archive
    (`snapshot.queries`).
    """
    coverage = snapshot.coverage()
    today = as_of or now.astimezone(ZoneInfo(asker.zone)).date()
    read = understood or parse(text, today, coverage.outlet_names)
    directory = laid_out(snapshot.directory(texts_of(read, previous)))
    snapshot.share()  # from here: to read the directory, once in a process, is no search
    going_on = None
    if previous and not understood:
        from bot.ask.follow import follow  # noqa: PLC0415 - a question that follows none has no use for it

        going_on = follow(previous, text, today, coverage.outlet_names, directory)
    query = _since_last(going_on or read, asker, now)
    question = Question(query, (), snapshot, asker, directory, coverage, _left_out(query, directory))
    said = [] if understood or going_on else words.recognised(question)
    if said and said[0][1] >= words.EXACT:
        found = words.said(question, said)
    else:
        resolved = resolve(query, directory)
        question = replace(question, query=resolved.query, matches=resolved.matches)
        found = words.said(question, said) if said and not _sure(resolved.matches) else _answer(question)
    return replace(
        found,
        query=replace(found.query, answered_by=_speaking(found)),
        others=_passed_over(question.matches, found.speakers),
        corrected_words=(*_corrected_names(question), *found.corrected_words),
    )


def _passed_over(matches: Sequence[Match], chosen: Sequence[SpeakerEntry]) -> tuple[SpeakerEntry, ...]:
    """Whom the one name of a question fits beside the one who was chosen."""
    if not len(matches) == len(chosen) == 1:
        return ()
    return tuple(person.shown for person in matches[0].people if chosen[0].id not in person.ids)


def _since_last(query: Query, asker: Asker, now: datetime) -> Query:
    """Of "anything new": since the asker's last question, or of the last day where that is not known."""
    if query.intent is not Intent.NEW or query.indexed_since:
        return query
    return replace(query, indexed_since=asker.last_asked or now - A_DAY, since_asked=asker.last_asked is not None)


def _sure(matches: Sequence[Match]) -> bool:
    """Whether whom a question names is in the record under that name, not under one like it."""
    return bool(matches) and all(m.people and not m.slips and len(m.typed.split()) <= LONGEST_NAME for m in matches)


def _left_out(query: Query, directory: Directory) -> frozenset[int]:
    """Whom "who else?" does not ask for."""
    return frozenset(i for name in query.besides for person in directory.match(name).people for i in person.ids)


def _speaking(found: Answer) -> tuple[str, ...]:
    """Who speaks in an answer, best hit first."""
    return tuple(dict.fromkeys(name for hit in found.hits if (name := hit.record.statement.speaker)))


class Listed:
    """A directory's entries, equal only to themselves: the store hands out the same tuple until it changes."""

    def __init__(self, entries: tuple[SpeakerEntry, ...]) -> None:
        self.entries = entries

    def __hash__(self) -> int:
        return id(self.entries)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Listed) and other.entries is self.entries


def laid_out(entries: tuple[SpeakerEntry, ...]) -> Directory:
    """The look-up tables of a directory, kept while the same one is asked."""
    return _laid_out(Listed(entries))


@lru_cache(maxsize=8)
def _laid_out(listed: Listed) -> Directory:
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
        restricted = query.since or query.until or query.outlet or query.addressee or query.kind or query.indexed_since
        if not restricted:
            return Answer(Outcome.NOTHING, query, question.coverage)
        return topics.newest(question, None)
    return topics.about(question, None)


def _by_speakers(question: Question) -> Answer:
    """What the people asked for said; nothing where one of them is nobody, a choice where several fit."""
    found = tuple(match if match.people else serving(question, match) for match in question.matches)
    question = replace(question, matches=tuple(with_shorter(match, question.directory) for match in found))
    query = question.query
    nobody = next((match for match in question.matches if not match.people or _is_named(question, match)), None)
    if nobody:
        return near_nobody(question, nobody)
    chosen = []
    for match in question.matches:
        person = _choose(match) or topics.decide(question, match) or _unnamed(match)
        if person is None:
            rivals = tuple(person.shown for person in match.people)
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
    if _unnamed(match) or any(namesakes(first.entries[0], one.entries[0]) and one.shown.roles for one in match.people):
        return None
    return first if first.statements >= DOMINANT * max(1, second.statements) else None


def _unnamed(match: Match) -> Person | None:
    """The unnamed sources among those who meet a description, who go first where nothing tells of anybody else."""
    first = match.best
    return first if first and first.entries[0].kind in (SpeakerKind.ANONYMOUS, SpeakerKind.GROUP) else None


def _is_named(question: Question, match: Match) -> bool:
    """Whether a name read as another spelling stands in the articles as typed: then it is somebody else's.

    The index of names stems: a name that differs by no more than an ending from the one it was read as tells nothing.
    """
    if not (match.slips and match.best):
        return False
    ends = {_ending(word) for entry in match.best.entries for word in tokens(entry.name)}
    return not ends.issuperset(map(_ending, tokens(match.typed))) and question.mentions(match.typed) != 0


def _ending(word: str) -> str:
    """A name word without what stemming takes or changes: "osey" and "osei", "brandts" and "brandt"."""
    return re.sub(r"(?:y|ie)$", "i", word.removesuffix("s"))


def _rivals(matches: tuple[Match, ...]) -> bool:
    return any(len(match.people) > 1 for match in matches)


def _corrected_names(question: Question) -> tuple[tuple[str, str], ...]:
    """(typed, understood) of names that were read as another spelling."""
    return tuple((m.typed, m.best.shown.name) for m in question.matches if m.slips and m.best)
