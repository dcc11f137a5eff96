"""What was said about something: candidates ranked, read in their surroundings, cut to what really answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ask import rank
from bot.ask.hits import grouped
from bot.ask.nearest import near_topic
from bot.ask.question import FEW, Question, Understood, spoken_to, understand
from bot.model import Answer, Intent, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.ask.people import Match, Person
    from bot.model import Candidate, Hit

READ = 48  # candidates that are read in their surroundings
_BY_DATE = {Intent.LATEST, Intent.NEW}
_BY_AGE = {Intent.FIRST, Intent.CHANGED}
SPOKEN_TO = 0.5  # what it adds that the sentence names whom the question names


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with what speaks for it."""

    candidate: Candidate
    parts: rank.Score
    extra: float = 0.0  # for whom it was said to

    @property
    def total(self) -> float:
        """What candidates are ordered by."""
        return self.parts.total + self.extra


def newest(question: Question, people: Sequence[Person] | None) -> Answer:
    """Everything by these people (or anybody), newest first, ties as the looks go."""
    ids = tuple(i for person in people or () for i in person.ids)
    found = question.search(speakers=ids)
    if not found and ids:
        found = question.told_in_text(speakers=ids)
    if question.query.addressee:
        articles = {c.article for c in found if spoken_to(c, question.query.addressee)}
        found = [c for c in found if c.article in articles]
    ordered = sorted(found, key=rank.newest)
    if question.query.intent in _BY_AGE:
        ordered.reverse()
    hits, total = grouped(question, [(c, 0.0) for c in ordered], {})
    return _found(question, people, hits, total) if hits else near_topic(question, people, None, [], [])


def about(question: Question, people: Sequence[Person] | None) -> Answer:
    """What these people (or anybody) said about the topic, best first; nothing where nobody of them did."""
    understood = understand(question, question.query.topic or "")
    found = _candidates(question, people, understood)
    records = _read(question, found, understood)
    ranked = [_ranked(question, c, understood, records.get(c.id)) for c in found]
    good = [r for r in ranked if r.extra or _answers(question, r, understood, anybody=people is None)]
    if any(r.extra for r in good):
        spoken = {r.candidate.article for r in good if r.extra}
        good = [r for r in good if r.candidate.article in spoken]
    ordered = [(r.candidate, r.total) for r in _ordered(question, good)]
    hits, total = grouped(question, ordered, records)
    if hits:
        return _found(question, people, hits, total, understood)
    everything = question.search(words=understood.words) if people and question.left() > 1 else []
    return near_topic(question, people, understood, found, everything)


def decide(question: Question, match: Match) -> Person | None:
    """Of several who fit a name, the only one who spoke on the topic; None where none or more did."""
    understood = understand(question, question.query.topic or "")
    ids = tuple(i for person in match.people for i in person.ids)
    found = question.search(speakers=ids, words=understood.words)
    met = {c.speaker_id for c in found if rank.met(rank.score(c, understood.topic), understood.topic)}
    speakers = [person for person in match.people if met & set(person.ids)]
    return speakers[0] if len(speakers) == 1 else None


def _candidates(question: Question, people: Sequence[Person] | None, understood: Understood) -> list[Candidate]:
    """Statements that can be about the topic: of speakers with few, all of theirs."""
    words = (*rank.topic_words(question.query.addressee or ""), *understood.words)
    if people is None:
        return question.search(words=words) or question.told_in_text(words=words)
    ids = tuple(i for person in people for i in person.ids)
    few = sum(person.statements for person in people) <= FEW
    given: dict[str, object] = {"speakers": ids} if few else {"speakers": ids, "words": words}
    return question.search(**given) or question.told_in_text(**given)


def _read(question: Question, found: Sequence[Candidate], understood: Understood) -> Mapping[int, Record]:
    """The records of the most promising candidates: what stands around a statement says what it is about."""
    first = sorted(found, key=lambda c: (-rank.score(c, understood.topic).total, rank.newest(c)))
    return {r.id: r for r in question.snapshot.records(tuple(c.id for c in first[:READ]))} if found else {}


def _ranked(question: Question, candidate: Candidate, understood: Understood, record: Record | None) -> Ranked:
    addressee = question.query.addressee
    extra = SPOKEN_TO if addressee and spoken_to(candidate, addressee) else 0.0
    return Ranked(candidate, rank.score(candidate, understood.topic, record), extra)


def _answers(question: Question, ranked: Ranked, understood: Understood, *, anybody: bool) -> bool:
    """Whether the candidate really is about the topic; without a speaker its own words must be."""
    if anybody and question.query.intent is Intent.TOPIC:
        return ranked.parts.inside >= 0.5
    return rank.met(ranked.parts, understood.topic)


def _ordered(question: Question, good: Sequence[Ranked]) -> list[Ranked]:
    """Best first; where the question is about time, by time."""
    if question.query.intent in _BY_DATE:
        return sorted(good, key=lambda r: rank.newest(r.candidate))
    if question.query.intent in _BY_AGE:
        return sorted(good, key=lambda r: rank.newest(r.candidate), reverse=True)
    return sorted(good, key=lambda r: (-round(r.total, 3), rank.newest(r.candidate)))


def _found(
    question: Question,
    people: Sequence[Person] | None,
    hits: Sequence[Hit],
    total: int,
    understood: Understood | None = None,
) -> Answer:
    """An answer with hits."""
    return Answer(
        Outcome.FOUND,
        question.query,
        question.coverage,
        hits=tuple(hits),
        total=total,
        speakers=tuple(person.entries[0] for person in people or ()),
        corrected_words=understood.corrected if understood else (),
    )
