"""Questions about exact words: who said them, and whether somebody did."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ask import rank
from bot.ask.hits import grouped
from bot.ask.nearest import near_topic
from bot.ask.question import POOL, Question, Understood, understand
from bot.check.compare import check
from bot.model import Answer, Hit, Outcome, VerdictKind
from bot.text import words as folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.ask.people import Person
    from bot.model import Candidate, Record

ALIKE = 0.6  # of a quotation's words that a statement has if it may be misquoted from there
TELLING = 3  # words with a meaning of their own that tell a quotation from others
MOST = 8  # words of a fragment that are looked for all together, where those with any of them are too many
CHECKED = 16  # records a fragment is held against


def who(question: Question) -> Answer:
    """Who said the fragment: statements that have its words, the exact ones first."""
    fragment = question.query.fragment or ""
    understood = _searchable(question, fragment)
    found = question.search(words=understood.words)
    ranked = []
    wanted = folded_words(fragment)
    if question.query.quoted and len(found) >= POOL and not any(_holds(folded_words(c.words), wanted) for c in found):
        found = [*question.search(words=rank.topic_words(fragment)[:MOST], every=True), *found]
    for candidate in found:
        there = folded_words(candidate.words)
        exact = _holds(there, wanted)
        if question.query.quoted and not exact and _share(there, wanted) < ALIKE:
            continue
        parts = rank.score(candidate, understood.topic)
        if exact or question.query.quoted or rank.met(parts, understood.topic):
            named = 0.05 if candidate.speaker_id is not None else 0.0
            ranked.append((candidate, parts.total + named + exact))
    ranked.sort(key=lambda pair: (-round(pair[1], 3), rank.newest(pair[0])))
    hits, total = grouped(question, ranked, {})
    if not hits:
        return near_topic(question, None, understood, [], found)
    return Answer(
        Outcome.FOUND,
        question.query,
        question.coverage,
        hits=tuple(hits),
        total=total,
        corrected_words=understood.shown_in(hits),
    )


def verify(question: Question, people: Sequence[Person]) -> Answer:
    """Whether these people said the fragment, and in which words; without people, whether anybody did."""
    fragment = question.query.fragment or ""
    understood = _searchable(question, fragment)
    ids = _ids(question, people)
    own = question.search(speakers=ids, words=understood.words) if ids else []
    pool = [*_closest(own, fragment), *_closest(question.search(words=understood.words), fragment)]
    records = question.snapshot.records(tuple(dict.fromkeys(c.id for c in pool)))
    verdict = check(fragment, records, ids if question.matches else None)
    answer = Answer(
        Outcome.NOTHING,
        question.query,
        question.coverage,
        speakers=tuple(person.shown for person in people),
        verdict=verdict,
    )
    if verdict.source is None:
        return replace(answer, nearest=near_topic(question, people, understood, [], pool).nearest)
    source = verdict.source.record
    why = "NOT by the one asked for" if verdict.kind is VerdictKind.OTHER_SPEAKER else None
    hit = Hit(source, 1.0, _reports(question, source.utterance, source.article.id), why)
    return replace(answer, outcome=Outcome.FOUND, hits=(hit,), total=1)


def _ids(question: Question, people: Sequence[Person]) -> tuple[int, ...]:
    """Of the people chosen; where none is, of all who fit the names."""
    if people:
        return tuple(i for person in people for i in person.ids)
    return tuple(i for match in question.matches for person in match.people for i in person.ids)


def unknown_speaker(question: Question) -> Answer:
    """The one asked for is never a speaker here; somebody else may have said it."""
    return verify(question, ())


def _reports(question: Question, utterance: int, article: str) -> tuple[Record, ...]:
    """The same words in other articles, first report first."""
    if question.left() < 2:
        return ()
    ids = question.snapshot.reports([utterance]).get(utterance, ())
    return tuple(r for r in question.snapshot.records(ids) if r.article.id != article) if len(ids) > 1 else ()


def _searchable(question: Question, fragment: str) -> Understood:
    """The fragment's words to search with; of one that has hardly any but small words, those too."""
    understood = understand(question, fragment)
    if len(understood.topic.words) >= TELLING:
        return understood
    every = tuple(dict.fromkeys((*understood.words, *folded_words(fragment))))[:12]
    if understood.words:
        return replace(understood, words=every)
    return Understood(rank.topic(every, {}, question.coverage.statements), every)


def _holds(there: Sequence[str], wanted: Sequence[str]) -> float:
    """1 where the wanted words are there, in order, side by side."""
    size = len(wanted)
    if not set(wanted).issubset(there):
        return 0.0
    return 1.0 if any(there[i : i + size] == wanted for i in range(len(there) - size + 1)) else 0.0


def _share(there: Sequence[str], wanted: Sequence[str]) -> float:
    """The share of the wanted words that are there."""
    every = set(wanted)
    return len(every.intersection(there)) / len(every) if every else 0.0


def _closest(found: Sequence[Candidate], fragment: str) -> list[Candidate]:
    """The candidates that share most of the fragment's words."""
    wanted = set(folded_words(fragment))
    shared = [(len(wanted & set(folded_words(c.words))), c) for c in found]
    best = sorted((pair for pair in shared if pair[0]), key=lambda pair: (-pair[0], rank.newest(pair[1])))
    return [c for _, c in best[:CHECKED]]
