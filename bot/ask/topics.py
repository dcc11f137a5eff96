"""What was said about something: candidates ranked, grouped by utterance, cut to what really answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ask import rank
from bot.ask.nearest import near_topic
from bot.ask.question import FEW, Question, Understood, spoken_to, understand
from bot.model import Answer, Hit, Intent, Outcome, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.ask.people import Match, Person
    from bot.model import Candidate

_BY_DATE = {Intent.LATEST, Intent.NEW}
_BY_AGE = {Intent.FIRST, Intent.CHANGED}


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
    if question.query.addressee:
        found = _addressed(found, question.query.addressee)
    ordered = sorted(found, key=rank.newest)
    if question.query.intent in _BY_AGE:
        ordered.reverse()
    hits, total = grouped(question, [(c, 0.0) for c in ordered])
    return _found(question, people, hits, total) if hits else near_topic(question, people, None, [], [])


def about(question: Question, people: Sequence[Person] | None) -> Answer:
    """What these people (or anybody) said about the topic, best first; nothing where nobody of them did."""
    understood = understand(question, question.query.topic or "")
    if people is None:
        everything = question.search(words=understood.words)
        ranked = _ranked(question, everything, everything, understood)
        own = everything
    else:
        own = [c for person in people for c in _own(question, person, understood)]
        everything = question.search(words=understood.words) if question.left() > 2 else []
        ranked = _ranked(question, own, everything, understood)
    good = [r for r in ranked if _answers(question, r, understood, anybody=people is None)]
    if question.query.addressee and any(r.extra for r in good):
        spoken = {r.candidate.article for r in good if r.extra}
        good = [r for r in good if r.candidate.article in spoken]
    hits, total = grouped(question, [(r.candidate, r.total) for r in _ordered(question, good)])
    if not hits:
        return near_topic(question, people, understood, own, everything)
    return _found(question, people, hits, total, understood)


def decide(question: Question, match: Match) -> Person | None:
    """Of several who fit a name, the only one who spoke on the topic; None where none or more did."""
    understood = understand(question, question.query.topic or "")
    ids = tuple(i for person in match.people for i in person.ids)
    found = question.search(speakers=ids, words=understood.words)
    met = {c.speaker_id for c in found if rank.met(rank.score(c, understood.topic), understood.topic)}
    speakers = [person for person in match.people if met & set(person.ids)]
    return speakers[0] if len(speakers) == 1 else None


def _own(question: Question, person: Person, understood: Understood) -> list[Candidate]:
    """A speaker's statements that can be about the topic: of one with few, all of them."""
    if person.statements <= FEW:
        return question.search(speakers=person.ids)
    return question.search(speakers=person.ids, words=understood.words)


def _ranked(
    question: Question, own: Sequence[Candidate], everything: Sequence[Candidate], understood: Understood
) -> list[Ranked]:
    """Every candidate with its score, the article's other statements counted in."""
    topic, addressee = understood.topic, question.query.addressee
    bare = {c.id: rank.score(c, topic) for c in {c.id: c for c in (*own, *everything)}.values()}
    around = rank.by_article(bare, (*own, *everything), topic)
    ranked = []
    for candidate in own:
        parts = rank.score(candidate, topic, around.get(candidate.article, 0.0))
        extra = 0.5 if addressee and spoken_to(candidate, addressee) else 0.0
        ranked.append(Ranked(candidate, parts, extra))
    return ranked


def _answers(question: Question, ranked: Ranked, understood: Understood, *, anybody: bool) -> bool:
    """Whether the candidate really is about the topic, or was said to whom the question names."""
    if ranked.extra:
        return True
    if anybody and question.query.intent is Intent.TOPIC:
        return ranked.parts.coverage >= 0.5
    return rank.met(ranked.parts, understood.topic)


def _ordered(question: Question, good: Sequence[Ranked]) -> list[Ranked]:
    """Best first; where the question is about time, by time."""
    if question.query.intent in _BY_DATE:
        return sorted(good, key=lambda r: rank.newest(r.candidate))
    if question.query.intent in _BY_AGE:
        return sorted(good, key=lambda r: rank.newest(r.candidate), reverse=True)
    return sorted(good, key=lambda r: (-round(r.total, 3), rank.newest(r.candidate)))


def _addressed(found: Sequence[Candidate], addressee: str) -> list[Candidate]:
    """What was said to somebody, and what the same articles go on with."""
    articles = {c.article for c in found if spoken_to(c, addressee)}
    return [c for c in found if c.article in articles]


def grouped(question: Question, ordered: Iterable[tuple[Candidate, float]]) -> tuple[list[Hit], int]:
    """Hits of the asker's limit, one for each utterance with its other reports, and how many there are in all.

    A statement known to be of another day than the question's is left out: the search lets undated ones in that were
    printed up to two days later.
    """
    best: dict[int, tuple[int, float]] = {}
    for candidate, score in ordered:
        best.setdefault(candidate.utterance, (candidate.id, score))
    wanted = list(best.items())[: question.asker.limit]
    reports = question.snapshot.reports([u for u, _ in wanted]) if wanted and question.left() > 1 else {}
    ids = dict.fromkeys(i for u, (main, _) in wanted for i in (main, *reports.get(u, ())))
    records = {r.id: r for r in question.snapshot.records(tuple(ids))} if ids else {}
    hits = []
    for utterance, (main, score) in wanted:
        record = records.get(main)
        if record is None or not _in_time(record, question):
            continue
        others = tuple(records[i] for i in reports.get(utterance, ()) if i in records)
        also = tuple(r for r in others if r.article.id != record.article.id)
        hits.append(Hit(record, score, also))
    return hits, len(best) - (len(wanted) - len(hits))


def _in_time(record: Record, question: Question) -> bool:
    """Whether a statement can be of the days asked for, as far as its own date is known."""
    said = record.statement.said_on
    if not said:
        return True
    first, _, last = said.partition("/")
    since, until = question.query.since, question.query.until
    return not ((since and (last or first) < since[: len(last or first)]) or (until and first > until[: len(first)]))


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
