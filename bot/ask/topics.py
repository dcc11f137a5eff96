"""What was said about something: candidates ranked, read in their surroundings, cut to what really answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.ask import rank
from bot.ask.hits import grouped
from bot.ask.nearest import near_topic
from bot.ask.question import FEW, READ, Question, Understood, named_days, spoken_to, understand
from bot.ask.rank import surrounding_text
from bot.ask.shorter import named_before
from bot.model import Answer, Intent, Outcome, Record
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from bot.ask.people import Match, Person
    from bot.model import Candidate, Hit

Found = tuple[list["Candidate"], bool]  # and whether only their text can tell the day
SPARE = 4  # looks that must be left for another search with a new word and for reading what it finds
ENOUGH = 100  # statements on a topic, whoever speaks, that are looked at
TELLING = 12  # words of a topic that are looked for at all, the rarest
MOST_WORDS, RAREST = 8, 5  # of a topic that are looked for all together, or half of them
_BY_DATE = {Intent.LATEST, Intent.NEW}
_BY_AGE = {Intent.FIRST, Intent.CHANGED}
_OWN_WORDS = {Intent.TOPIC, Intent.NEW}  # where nobody is asked for, a statement's own words must be on the topic
INSIDE = 0.5  # of the topic
OPENING = 20_000  # characters of an article that are read for whom it names, and for the acronyms that it explains
SPOKEN_TO, NAMED = 1.0, 0.3  # what it adds that the sentence, or the article, names whom it was said to


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
    found, told = _found_by(question, {"speakers": tuple(i for person in people or () for i in person.ids)})
    records: Mapping[int, Record] = {}
    if question.query.addressee or told or _by_shorter_names(people):
        records = _read(question, sorted(found, key=rank.newest))
        found = [c for c in found if _belongs(question, c, records, told=told) and _is_theirs(c, people, records)]
    ordered = sorted(_called_so(found, people), key=rank.newest)
    if question.query.intent in _BY_AGE:
        ordered.reverse()
    ordered = _interviewed(question, ordered, records)
    hits, total = grouped(question, [(c, 0.0) for c in ordered], records)
    return _found(question, people, hits, total) if hits else near_topic(question, people, None, [], [])


def about(question: Question, people: Sequence[Person] | None) -> Answer:
    """What these people (or anybody) said about the topic, best first; nothing where nobody of them did."""
    understood = understand(question, question.query.topic or "")
    found, told = _candidates(question, people, understood)
    understood, found = _spelt(question, people, understood, found)
    found = rank.promising(found, understood.topic, _needed(question, anybody=people is None))
    bare = {c.id: rank.score(c, understood.topic) for c in found}
    told_only = told or _by_shorter_names(people)
    records = _read(question, _open(question, found, bare, understood, anybody=people is None, told=told_only))
    knowing = understood.knowing(_openings(question, records))
    if knowing is not understood:
        understood, bare = knowing, {}
    found = [c for c in found if _belongs(question, c, records, told=told) and _is_theirs(c, people, records)]
    ranked = [_ranked(question, c, understood, records.get(c.id), bare) for c in found]
    good = [r for r in ranked if _answers(question, r, understood, anybody=people is None)]
    called = {c.id for c in _called_so([r.candidate for r in good], people)}
    ordered = [(r.candidate, r.total) for r in _ordered(question, good) if r.candidate.id in called]
    hits, total = grouped(question, ordered, records)
    if hits:
        return _found(question, people, hits, total, understood)
    new = question.query.indexed_since
    everything = question.beside(words=understood.words) if people and not new and question.left() > 1 else []
    return near_topic(question, people, understood, found, everything)


def _needed(question: Question, *, anybody: bool) -> float:
    """The share of a topic that must stand in a sentence, if the article around it can make up for nothing."""
    if question.query.addressee:
        return 0.0
    return INSIDE if anybody and question.query.intent in _OWN_WORDS else 1e-6


def _open(
    question: Question,
    found: Sequence[Candidate],
    bare: Mapping[int, rank.Score],
    understood: Understood,
    *,
    anybody: bool,
    told: bool,
) -> list[Candidate]:
    """The candidates, best first, of which the article may still say whether they answer, or how well.

    All of them where it must tell the day or to whom it was said. Else those that what stands around them can lift
    over the threshold or among the first: reading an article takes longer than finding a statement among a million.
    """
    query, topic = question.query, understood.topic
    scored = sorted(((bare[c.id], c) for c in found), key=lambda one: (-one[0].total, rank.newest(one[1])))
    if told or query.addressee or query.since or query.until:
        return [c for _, c in scored]
    by_own_words = anybody and query.intent in _OWN_WORDS
    sure = [(s, c) for s, c in scored if (s.inside >= INSIDE if by_own_words else rank.met(s, topic))]
    shown = list({c.utterance: s.total for s, c in reversed(sure)}.values())[::-1][: question.asker.limit]
    least = shown[-1] if len(shown) == question.asker.limit else 0.0
    unsure = [] if by_own_words else [(s, c) for s, c in scored if s.found and not rank.met(s, topic)]
    risen = [c for s, c in sure if s.gain and s.total + s.gain > least - 1e-9]
    return [*risen, *(c for s, c in unsure if rank.met(s.risen(), topic))]


def _called_so(found: list[Candidate], people: Sequence[Person] | None) -> list[Candidate]:
    """Of unnamed sources those called as the question calls them, where there are any: "sources", not "a source"."""
    exact = frozenset(i for person in people or () for i in person.exact)
    return [c for c in found if c.speaker_id in exact] or found


def decide(question: Question, match: Match) -> Person | None:
    """Of several who fit a name, the only one who spoke on the topic, or within the limits; else None."""
    query = question.query
    limited = query.since or query.until or query.outlet or query.kind
    understood = understand(question, query.topic) if query.topic else None
    if len(match.people) < 2 or not (understood or limited):
        return None
    given: dict[str, object] = {"speakers": tuple(i for person in match.people for i in person.ids)}
    found = question.search(**given, **({"words": understood.words} if understood else {}))
    met = {c.speaker_id for c in found if not understood or rank.met(rank.score(c, understood.topic), understood.topic)}
    speakers = [person for person in match.people if met & set(person.ids)]
    return speakers[0] if len(speakers) == 1 else None


def _candidates(question: Question, people: Sequence[Person] | None, understood: Understood) -> Found:
    """Statements that can be about the topic: of speakers with few, all of theirs."""
    words = (*rank.topic_words(question.query.addressee or ""), *understood.words)
    if people is None:
        return _found_by(question, {"words": words} if question.query.addressee else _tiers(question, understood))
    ids = tuple(i for person in people for i in person.ids)
    few = sum(person.statements for person in people) <= FEW
    return _found_by(question, {"speakers": ids} if few else {"speakers": ids, "words": words})


def _tiers(question: Question, understood: Understood) -> dict[str, object]:
    """A search by tiers: what has every word of the topic, what has half of its rarest, what has one that tells.

    A word tells where the rest of the topic without it is not enough to answer. In bulk these are the statements that
    ranking would put first, found without ranking: seeking from the rarest word is ten times faster at a million.
    """
    groups = understood.groups()[:TELLING]
    need, outside, telling = _needed(question, anybody=True), 1.0, 0
    while telling < len(groups) and outside >= need:
        outside -= groups[telling][1]
        telling += 1
    every, some = min(len(groups), MOST_WORDS), min(len(groups), RAREST)
    tiers = dict.fromkeys(((every, every), (some, (some + 1) // 2), (max(1, telling), 1)))
    return {"groups": tuple(words for words, _ in groups), "tiers": tuple(tiers), "limit": ENOUGH}


def _found_by(question: Question, given: dict[str, object]) -> Found:
    """Candidates of the days asked for; where there are none, those whose text may tell of these days."""
    found = question.search(**given)
    if found or not named_days(question.query) or question.left() < 3:
        return found, False
    return replace(question, query=replace(question.query, since=None, until=None)).search(**given), True


def _spelt(
    question: Question, people: Sequence[Person] | None, understood: Understood, found: list[Candidate]
) -> tuple[Understood, list[Candidate]]:
    """Candidates that say an acronym of the topic in words, or its words in letters, as the first ones define them."""
    knowing = understood.knowing(f"{c.context} {c.words} {c.context}" for c in found)
    enough = found and question.snapshot.late
    if len(knowing.words) == len(understood.words) or question.left() < SPARE or enough:
        return knowing, found
    more, _ = _candidates(question, people, knowing)
    return knowing, list({c.id: c for c in (*found, *more)}.values())


def _read(question: Question, found: Sequence[Candidate]) -> Mapping[int, Record]:
    """The records of the first candidates: what stands around a statement says what it is about."""
    return {r.id: r for r in question.snapshot.records(tuple(c.id for c in found[:READ]))} if found else {}


def _belongs(question: Question, candidate: Candidate, records: Mapping[int, Record], *, told: bool) -> bool:
    """Whether a candidate was said when (where only the text tells) and to whom the question says."""
    record = records.get(candidate.id)
    if told:
        around = f"{candidate.context} {candidate.words} {surrounding_text(record) if record else ''}"
        if not named_days(question.query) & set(words(around)):
            return False
    addressee = question.query.addressee
    return not addressee or _named(question, candidate, record) > 0


def _by_shorter_names(people: Sequence[Person] | None) -> bool:
    return any(person.shorter for person in people or ())


def _is_theirs(candidate: Candidate, people: Sequence[Person] | None, records: Mapping[int, Record]) -> bool:
    """Whether the one asked for speaks: under a shorter name only where the article gave the full one before."""
    for person in people or ():
        if candidate.speaker_id in person.shorter:
            record = records.get(candidate.id)
            return record is not None and named_before(record.article.text, candidate.start, person.full)
    return True


def _told(question: Question, record: Record | None) -> bool:
    """Whether a statement was made to whom the question names, as the article itself says."""
    to, asked = record and record.statement.addressee, question.query.addressee
    return bool(to and asked and spoken_to(to, asked))


def _interviewed(question: Question, ordered: list[Candidate], records: Mapping[int, Record]) -> list[Candidate]:
    """What was said to whom the question names, then the rest of these interviews: what was said to nobody else.

    An article says once to whom somebody spoke, and goes on with "she added".
    """
    told = [c for c in ordered if _told(question, records.get(c.id))]
    if not told:
        return ordered
    articles = {c.article for c in told}
    rest = (c for c in ordered if c.article in articles and c not in told)
    return [*told, *(c for c in rest if (one := records.get(c.id)) and not one.statement.addressee)]


def _named(question: Question, candidate: Candidate, record: Record | None) -> float:
    """How surely a statement was made to whom the question names: by its sentence, or by its article."""
    addressee = question.query.addressee or ""
    if spoken_to(f"{candidate.context} {candidate.words}", addressee):
        return SPOKEN_TO
    if _told(question, record):
        return SPOKEN_TO
    if record is None or question.snapshot.late:
        return 0.0
    return NAMED if _names(record.article.text[:OPENING], addressee) else 0.0


@lru_cache(maxsize=2 * READ)
def _names(text: str, addressee: str) -> bool:
    """`spoken_to`, kept: several statements of one article are asked about."""
    return spoken_to(text, addressee)


def _openings(question: Question, records: Mapping[int, Record]) -> Iterator[str]:
    """What is read of articles beyond the surroundings of a statement, until time is short."""
    for record in records.values():
        if question.snapshot.late:
            return
        yield record.article.text[:OPENING]


def _ranked(
    question: Question,
    candidate: Candidate,
    understood: Understood,
    record: Record | None,
    bare: Mapping[int, rank.Score],
) -> Ranked:
    """A candidate with its score: the `bare` one that is known, where its article was not read."""
    extra = _named(question, candidate, record) if question.query.addressee else 0.0
    known = bare.get(candidate.id) if record is None else None
    return Ranked(candidate, known or rank.score(candidate, understood.topic, record), extra)


def _answers(question: Question, ranked: Ranked, understood: Understood, *, anybody: bool) -> bool:
    """Whether the candidate really is about the topic; without a speaker its own words must be."""
    if ranked.extra >= SPOKEN_TO:
        return True
    if anybody and question.query.intent in _OWN_WORDS:
        return ranked.parts.inside >= INSIDE
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
        speakers=tuple(person.shown for person in people or ()),
        corrected_words=understood.shown_in(hits) if understood else (),
    )
