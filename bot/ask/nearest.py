"""Nothing found, well said: what is near, and why it is not the answer."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ask import rank
from bot.ask.names import TITLES, tokens
from bot.ask.people import SURE, Match, Person
from bot.ask.question import Question, Understood, understand
from bot.ask.roles import as_named, describe, head_of, heads_like, owner_of
from bot.ask.stems import SMALL
from bot.model import Answer, Hit, Outcome
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Candidate

MOST_FIRST = 2  # words of a first name; more of them are a description
NEAR = 3  # statements shown at most
_SPEAKS = r"spokes\w+|press secretary|aide|adviser|advisor|lawyer|attorney|representative"


def near_nobody(question: Question, match: Match) -> Answer:
    """The one asked for is never a speaker here: who speaks for them, else the same topic by others."""
    topic = question.query.topic
    understood = understand(question, topic) if topic else None
    name = tokens(match.typed)
    named = question.beside(words=(name[-1],)) if name and question.left() >= 4 else []
    found = _spoken_for(match, named, understood)
    if not found and understood and understood.words:
        same = _by_topic(question.beside(words=understood.words), understood)
        found = [(c, f"the same topic, NOT by {as_named(match.typed)}") for c in same]
    mentions = question.mentions(match.typed) if question.left() > 1 else 0
    nothing = _nothing(question, found, (), mentions or 0)
    speakers = tuple(_in_full(name, named) if name == match.typed else name for name in question.query.speakers)
    return replace(nothing, query=replace(question.query, speakers=speakers))


def _spoken_for(match: Match, named: Sequence[Candidate], understood: Understood | None) -> list[tuple[Candidate, str]]:
    """Of statements that name the one asked for, those by who speaks for them, best first."""
    name = tokens(match.typed)
    by = _of_owner(named, name[-1], _SPEAKS) if name else []
    if describe(match.typed):  # "the foreign minister" is no other minister
        by = [c for c in by if all(word in fold(c.context) for word in name)]
    ordered = [*_by_topic(by, understood), *sorted(by, key=rank.newest)]
    return [(c, f"NOT {as_named(match.typed)}, their spokesperson") for c in dict.fromkeys(ordered)]


def _in_full(typed: str, named: Sequence[Candidate]) -> str:
    """A surname with the first name that the record most often has before it: "Sergey Lavrov" for "lavrov"."""
    words = tokens(typed)
    if len(words) != 1 or describe(typed):
        return typed
    before = re.compile(rf"((?:[A-Z][\w'’-]+ ){{1,4}})({re.escape(words[0])})\b(?!-)", re.IGNORECASE)
    forms = (m for c in named for m in before.finditer(f"{c.context} . {c.words}") if m[2][0].isupper())
    counts = Counter(name for m in forms if (name := _first_name(m[1].split(), m[2])))
    return counts.most_common(1)[0][0] if counts else typed


def _first_name(before: Sequence[str], surname: str) -> str | None:
    """The name at the end of what stands before a surname: "Foreign Minister Sergey" leaves "Sergey"."""
    kept: list[str] = []
    for word in reversed(before):
        plain = word.lower()
        if not word[0].isupper() or plain in TITLES or head_of(plain) or plain in SMALL:
            break
        kept.insert(0, word)
    return " ".join((*kept, surname)) if kept and len(kept) <= MOST_FIRST else None


def _of_owner(named: Sequence[Candidate], owner: str, heads: str) -> list[Candidate]:
    """Statements whose sentence says that the speaker is the owner's: "Roe's spokesperson, Jane Doe, said"."""
    serves = re.compile(
        rf"\b{re.escape(owner)}\b[\w ]{{0,40}}?['’]s? (?:\w+ ){{0,2}}(?:{heads})"
        rf"|(?:{heads}) (?:for|of|to) (?:[\w.]+ ){{0,5}}{re.escape(owner)}\b"
        rf"|\b{re.escape(owner)} (?:campaign )?(?:{heads})"
    )
    return [c for c in named if serves.search(fold(c.context))]


def serving(question: Question, match: Match) -> Match:
    """Whom "Varga's spokesman" means where the record keeps no owner with the role: who is called so in a sentence."""
    described, owner = describe(match.typed), owner_of(match.typed)
    if described is None or owner is None or not tokens(owner) or question.left() < 6:
        return match
    heads = "|".join(re.escape(word) for word in heads_like(described.head))
    name = tokens(owner)[-1]
    ids = {c.speaker_id for c in _of_owner(question.search(words=(name,)), name, heads)}
    entries = tuple(
        entry
        for entry in question.directory.entries
        if entry.id in ids and any((d := describe(role)) and d.head == described.head for role in entry.roles)
    )
    return replace(match, people=tuple(Person((entry,), SURE) for entry in entries))


def near_topic(
    question: Question,
    people: Sequence[Person] | None,
    understood: Understood | None,
    own: Sequence[Candidate],
    everything: Sequence[Candidate],
) -> Answer:
    """The people asked for are in the record, but not on this: the topic by others, else what else they said."""
    if question.query.indexed_since:
        return _nothing(question, _known(question, people, understood), people or (), 0)
    names = {i for person in people or () for i in person.ids}
    who = people[0].shown.name if people else ""
    others = [c for c in _by_topic(everything, understood) if c.speaker_id not in names] if people else []
    found = [(c, f"the same topic, NOT by {who}") for c in others[:2]]
    found += [(c, f"{who}, on something else") for c in sorted(own, key=rank.newest)[:1]] if people else []
    speakers = people or ()
    return _nothing(question, found, speakers, 0)


def _known(
    question: Question, people: Sequence[Person] | None, understood: Understood | None
) -> list[tuple[Candidate, str]]:
    """Of nothing new: what was in the record before, newest first."""
    before = replace(question, query=replace(question.query, indexed_since=None))
    given: dict[str, object] = {"speakers": tuple(i for person in people or () for i in person.ids)}
    found = before.beside(**given, **({"words": understood.words} if understood else {}))
    kept = _by_topic(found, understood) if understood else found
    return [(c, "in the record before") for c in sorted(kept, key=rank.newest)]


def _by_topic(found: Sequence[Candidate], understood: Understood | None) -> list[Candidate]:
    """Those that are about the topic, best first."""
    if understood is None:
        return []
    scored = [(rank.score(c, understood.topic), c) for c in found]
    good = [(s.total, c) for s, c in scored if rank.met(s, understood.topic)]
    return [c for _, c in sorted(good, key=lambda pair: (-round(pair[0], 3), rank.newest(pair[1])))]


def _nothing(
    question: Question,
    found: Sequence[tuple[Candidate, str]],
    people: Sequence[Person],
    mentions: int,
) -> Answer:
    reasons = {c.id: why for c, why in found[:NEAR]}
    records = question.snapshot.records(tuple(reasons)) if reasons and question.left() > 0 else []
    return Answer(
        Outcome.NOTHING,
        question.query,
        question.coverage,
        speakers=tuple(person.shown for person in people),
        nearest=tuple(Hit(record, why=reasons[record.id]) for record in records),
        mentions=mentions,
    )
