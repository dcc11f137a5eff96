"""Questions about exact words: who said them, and whether somebody did."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from bot.ask import grammar, rank
from bot.ask.hits import grouped
from bot.ask.nearest import near_topic
from bot.ask.question import POOL, READ, Question, Understood, forms_of, understand
from bot.ask.roles import heads_of, held
from bot.model import Answer, Hit, Intent, Outcome, SpeakerKind, VerdictKind
from bot.text import words as folded_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.ask.people import Person
    from bot.model import Candidate, Record

Standing = tuple["Candidate", float]  # a statement that has words asked for, and its worth
ALIKE = 0.6  # of a quotation's words that a statement has if it may be misquoted from there
UNMARKED = 0.75  # the same of what may not be a quotation at all
TELLING = 3  # words with a meaning of their own that tell a quotation from others
MOST = 8  # words of a fragment that are looked for
ASKED, LONGEST = 5, 60  # words from which, and to which, what is typed may be a quotation without its marks
_WHICH = re.compile(r"\b(?:which|what)\s+(?P<words>\w+(?:\s+\w+)?)", re.IGNORECASE)
_NAMED = re.compile(r"(?<=\w[ ,;:])[A-Z][\w'’-]*")  # a capital inside a sentence
EXACT = 2.0  # what it adds to a score, of at most 1.4, to have all the words in a row
OF_THOSE = 1.0  # and to be by one of those among whom the question looks: "which senator"
CHECKED = 16  # records a fragment is held against
SOMEBODY = 0.05  # what it adds to a score to be by somebody
_NOBODY = frozenset({SpeakerKind.ORGANISATION, SpeakerKind.DOCUMENT})


def who(question: Question) -> Answer:
    """Who said the fragment: statements that have its words, the exact ones first."""
    fragment = question.query.fragment or ""
    understood = _searchable(question, fragment)
    known: Mapping[int, Record] = {}
    if question.query.quoted:
        found = standing(question, fragment, understood)
    else:
        found, known = _about(question, understood)
    hits, total = grouped(question, found, known)
    if not hits:
        return near_topic(question, None, understood, [], [])
    return Answer(
        Outcome.FOUND,
        question.query,
        question.coverage,
        hits=tuple(hits),
        total=total,
        corrected_words=understood.shown_in(hits),
    )


def recognised(question: Question) -> list[Standing]:
    """Statements with the words of a question that was typed without marks and asks nothing, best first.

    "the gate stays shut on mondays" is a quotation to look for, not what "the gate stays shut" said on mondays. But of
    "roe on the gate" Roe must be among the words: what others said about the gate is no answer.
    """
    query, typed = question.query, folded_words(question.query.text)
    if query.quoted or not ASKED <= len(typed) <= LONGEST or not grammar.ASKING.isdisjoint(typed):
        return []
    listed = rank.topic_words(query.text)
    counts = question.snapshot.vocabulary((*typed, *forms_of(listed)))
    topic = rank.topic(listed, counts, question.coverage.statements)
    found = standing(question, query.text, Understood(topic, listed), alike=UNMARKED)
    asked = {word for name in query.speakers if query.topic for word in folded_words(name)}
    return [(c, worth) for c, worth in found if worth >= EXACT or _says(c, asked, topic)]


def said(question: Question, found: Sequence[Standing]) -> Answer:
    """The answer to a question whose words were recognised: who said them."""
    words = question.query.text.strip(" .,;:!?")
    asked = replace(question.query, intent=Intent.WHO, speakers=(), topic=None, addressee=None, fragment=words)
    hits, total = grouped(question, found, {})
    return Answer(Outcome.FOUND, asked, question.coverage, hits=tuple(hits), total=total)


def _says(candidate: Candidate, asked: set[str], topic: rank.Topic) -> bool:
    """Whether a statement has the words that could be a name, and has them as words; and two with a meaning at least.

    Who says that Roe was on the gate has named Roe, and has not said what "roe on the gate" asks for.
    """
    there, named = set(folded_words(candidate.words)), folded_words(" ".join(_NAMED.findall(candidate.words)))
    return asked <= there and asked.isdisjoint(named) and len(there.intersection(topic.words)) > 1


def standing(question: Question, text: str, understood: Understood, alike: float = ALIKE) -> list[Standing]:
    """Statements that have most of the words of `text`, best first: those that have them in a row before all others."""
    wanted = [understood.topic.read.get(word, (word,))[0] for word in folded_words(text)]
    ranked = []
    for candidate in _sharing(question, wanted):
        there = folded_words(candidate.words)
        exact = _holds(there, wanted)
        if exact or _share(there, wanted) >= alike:
            ranked.append((candidate, _worth(candidate, understood) + EXACT * exact))
    return _ordered(ranked)


def _about(question: Question, understood: Understood) -> tuple[list[Standing], Mapping[int, Record]]:
    """Statements on the topic of words that were not given as a quotation, best first, and the records that were read.

    Whoever asks this way gives the sense in words of their own: what stands around a statement counts.
    """
    wanted = folded_words(question.query.fragment or "")
    scored = _ordered([(c, _sense(c, understood)) for c in question.search(words=understood.words)])
    records = {r.id: r for r in question.snapshot.records([c.id for c, _ in scored[:READ]])}
    ranked = []
    asked = _beings(question.query.text)
    for candidate, _ in scored:
        exact = _holds(folded_words(candidate.words), wanted)
        record = records.get(candidate.id)
        if exact or rank.met(rank.score(candidate, understood.topic, record), understood.topic):
            first = EXACT * exact + OF_THOSE * _is_of(record, asked)
            ranked.append((candidate, _sense(candidate, understood, record) + first))
    return _ordered(ranked), records


def _beings(text: str) -> frozenset[str]:
    """The heads of those among whom a question looks for somebody: of "which GOP senator", senators."""
    found = _WHICH.search(text)
    words = folded_words(found["words"]) if found else []
    return next((heads for word in words if (heads := heads_of(word))), frozenset())


def _is_of(record: Record | None, heads: frozenset[str]) -> bool:
    """Whether a statement's article says that its speaker is one of these."""
    if record is None or not heads:
        return False
    said = record.statement
    unnamed = said.speaker if said.speaker_kind is not SpeakerKind.PERSON else None
    return any(not heads.isdisjoint(held(text)) for text in (said.role, unnamed) if text)


def _worth(candidate: Candidate, understood: Understood, record: Record | None = None) -> float:
    """The score of a candidate; what is by somebody (`_somebody`) goes first."""
    return rank.score(candidate, understood.topic, record).total + (SOMEBODY if _somebody(candidate, record) else 0.0)


def _sense(candidate: Candidate, understood: Understood, record: Record | None = None) -> float:
    """The same where a question gives only the sense: then nothing speaks for a quotation rather than a report."""
    return _worth(candidate, understood, record) - rank.by_look(candidate)


def _somebody(candidate: Candidate, record: Record | None) -> bool:
    """Whether a statement is by one whom "who" asks for: as far as is known no poll, no letter, no state."""
    return candidate.speaker_id is not None and (record is None or record.statement.speaker_kind not in _NOBODY)


def _ordered(ranked: list[Standing]) -> list[Standing]:
    return sorted(ranked, key=lambda pair: (-round(pair[1], 3), rank.newest(pair[0])))


def _sharing(question: Question, wanted: Sequence[str]) -> list[Candidate]:
    """The statements that can share ALIKE of the words, and few others.

    Of n words that it needs, all but k, a statement has two of the k + 2 rarest: so these are looked for, and no common
    word is read from end to end. Where too many have two of them by chance, it must have two of fewer, rarer ones; and
    of words that are all common, every one.
    """
    words = tuple(dict.fromkeys(wanted))
    counts = question.snapshot.vocabulary(words)
    seen = sorted((word for word in words if counts.get(word)), key=lambda word: counts[word])
    spare = len(seen) - math.ceil(ALIKE * len(words) - 1e-9)
    if spare < 0:
        return []
    least, most = min(2, len(seen) - spare), min(len(seen), MOST)
    every = question.coverage.statements
    tier = (most, most)
    for first in range(least, min(spare + least, most) + 1):
        if every * _chance([counts[word] / max(1, every) for word in seen[:first]], least) < POOL:
            tier = (first, least)
    return question.search(groups=tuple((word,) for word in seen), tiers=(tier,))


def _chance(shares: Sequence[float], least: int) -> float:
    """How likely a statement has so many words by chance, of words that stand in these shares of all."""
    return sum(math.prod(some) for some in combinations(shares, least))


def verify(question: Question, people: Sequence[Person]) -> Answer:
    """Whether these people said the fragment, and in which words; without people, whether anybody did."""
    from bot.check.compare import check  # noqa: PLC0415 - few questions have words to check

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
        if (place := _unsaid(question, fragment)) is not None:
            return replace(answer, verdict=replace(verdict, source=place))
        return replace(answer, nearest=near_topic(question, people, understood, [], pool).nearest)
    source = verdict.source.record
    why = "NOT by the one asked for" if verdict.kind is VerdictKind.OTHER_SPEAKER else None
    hit = Hit(source, 1.0, _reports(question, source.utterance, source.article.id), why)
    return replace(answer, outcome=Outcome.FOUND, hits=(hit,), total=1)


def _unsaid(question: Question, fragment: str) -> Hit | None:
    """Where the words stand in an article though no statement has them: not found, and yet in the record.

    They are nobody's words that the record knows of, so it is no match; but "not in our articles" would be untrue.
    """
    from bot.check.anywhere import phrase, stands  # noqa: PLC0415 - the same

    newest, wanted = question.coverage.newest_indexed, phrase(fragment)
    if newest is None or not wanted or question.left() < 1:
        return None
    there = stands(fragment, question.snapshot.articles(wanted), None, newest)
    return there.source if there else None


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
