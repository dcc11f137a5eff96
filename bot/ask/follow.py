"""A question that only says what changes is read against the one before it: "and about Turkey?", "who else?". Pure.

What is not changed is kept, and the merged query stands above the answer, so that everybody sees what was asked.
A question that is whole by itself is no follow-up, and a bare name is whole: "Netanyahu" asks anew, "and Netanyahu?"
goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.ask import grammar
from bot.ask.grammar import MARK
from bot.ask.parse import Draft, cleaned, drafted, name_in, parse, topic_in
from bot.model import Intent, Kind, Query, SpeakerKind
from bot.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from datetime import date

    from bot.ask.people import Directory

LONGEST = 8  # words of a phrase that only says what changes

_LEAD = Pattern(
    r"^(?:(?:and|or|but|also|then|now|only|just|show|me|them|the ones?|those|give|what about|how about|what of|same for"
    r"|same with|same but|filter (?:by|to)|limit (?:it )?to|restrict (?:it )?to|with)\b[\s,:]*)+",
    re.IGNORECASE,
)
_FILLERS = Pattern(
    r"\b(?:only|just|please|pls|the ones?|those|ones?|all|of (?:it|them|that)|from|then|instead|ok|them|said|say|did|it"
    r"|he|she|they|statements?|quotes?|things?)\b|[^\w]+",
    re.IGNORECASE,
)
_ABOUT = Pattern(r"^(?:about|on|re:?|regarding|concerning|over)\s+(?P<topic>.+)$", re.IGNORECASE)
_TO = Pattern(r"^(?:to|told|tell)\s+(?P<to>.+)$", re.IGNORECASE)
_BY = Pattern(
    r"^(?:by|from|did|does|has)\s+(?P<who>.+?)(?:\s+(?:say|said)(?:\s+(?:anything|so|that|it))?)?$", re.IGNORECASE
)
_WHO_ELSE = Pattern(
    r"^(?:(?:who|anyone|anybody|someone|somebody|did anyone|has anyone) else|(?:any )?others"
    r"|(?:any )?other (?:speakers?|people|voices|reactions?))"
    r"(?:(?:'s| has| have| did)?\s+(?:said|say|says|talk\w*|spoke|spoken|comment\w*|weighed in)"
    r"(?:\s+(?:so|that|it|this|anything|something))?)?(?:\s+(?:about|on)\s+(?:it|that|this|them))?$",
    re.IGNORECASE,
)
_ELSE = Pattern(r"\b(?:who|anyone|anybody|somebody|someone) else\b", re.IGNORECASE)
_WHO_SAID = Pattern(r"^who (?:said|says|wrote|called) (?:it|that|this|so)(?: that)?$", re.IGNORECASE)
_ANYTHING_ELSE = Pattern(
    r"^(?:(?:what|anything|something|everything) else|anything more|what more)"
    r"(?:\s+(?:did|does|has|have|that|from|by)?\s*(?P<who>.+?)?(?:\s+(?:say|said|tell us|told us|saying))?)?$",
    re.IGNORECASE,
)
_PRONOUN = Pattern(
    r"^(?P<before>(?!who\b).*?\b(?:did|does|do|has|have|had|is|was|what|else|that|everything|anything|why|how|when|what's"
    r"|how's|'s)\s+)(?P<who>he|she|they|it)(?P<after>\b(?=\s+\w).*)$|^(?P<at_front>.*?\b(?:by|from|of)\s+)(?:him|her|them)\b(?P<rest>.*)$",
    re.IGNORECASE,
)
_SAME = Pattern(
    r"\s*\b(?:about|on|to|of)\s+(?:it|this|that|them|the same(?: thing| topic)?|this too|that too|those)$",
    re.IGNORECASE,
)
_NEWEST = Pattern(r"^(?:the )?(?:latest|newest|most recent)(?: ones?| first| thing)?$", re.IGNORECASE)
_OLDEST = Pattern(r"^(?:the )?(?:first|oldest|earliest)(?: ones?| first| thing)?$", re.IGNORECASE)
_EVER = Pattern(r"^(?:at )?(?:any ?time|all dates|ever|all time|any dates?|whenever)$", re.IGNORECASE)
_ANYWHERE = Pattern(r"^(?:in )?(?:any(?:where| outlet)|all outlets|every outlet|everywhere|elsewhere)$", re.IGNORECASE)
_ALL_LOOKS = Pattern(
    r"^(?:the )?(?:paraphrases|quotes|all looks|everything)(?: too| as well| included)$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Turn:
    """The query before, what was typed now, and what is left of it once dates, outlet and look are taken."""

    before: Query
    draft: Draft
    bare: str  # without "and", "what about", "only"
    led: bool  # it began with such words
    directory: Directory | None


def follow(
    previous: Query, text: str, today: date, outlets: Collection[str] = (), directory: Directory | None = None
) -> Query | None:
    """The query that `text` makes of the one before it, or None where it is a question of its own.

    `directory` tells a speaker from a topic in "and Turkey?"; without it a capitalised phrase is a speaker.
    """
    whole = parse(text, today, outlets)
    turn = _turn(previous, text, today, outlets, directory)
    for read in _READERS:
        if (query := read(turn)) is not None:
            return query
    return _referring(previous, text, today, outlets, whole, led=turn.led)


def _turn(previous: Query, text: str, today: date, outlets: Collection[str], directory: Directory | None) -> _Turn:
    opening = cleaned(text)
    # "in the NYT" and "from Reuters" restrict only behind something
    draft = drafted(
        f"and {opening}" if re.match(r"(?:in|from|only|just)\b", opening, re.IGNORECASE) else opening, today, outlets
    )
    rest = draft.rest.strip(" ,;:?!.")
    if draft.query.kind and any(pattern.fullmatch(opening) or pattern.fullmatch(rest) for _, pattern in grammar.LOOKS):
        rest = ""
    bare = _LEAD.sub("", rest).strip(" ,;:?!.")
    before = replace(previous, text=text, besides=(), answered_by=previous.answered_by)
    return _Turn(
        before, replace(draft, query=replace(draft.query, text=text)), bare, bool(_LEAD.match(rest)), directory
    )


# -- what a turn can change, tried in this order; each gives a query or None


def _restricted(turn: _Turn) -> Query | None:
    """As in "only last week", "just the quotes", "in the Herald?": nothing but limits."""
    given = turn.draft.query
    limits = given.since or given.until or given.outlet or given.kind
    if not limits or given.quoted or _FILLERS.sub("", turn.bare):
        return None
    return _limited(turn, turn.before)


def _limited(turn: _Turn, query: Query) -> Query:
    """`query` with the dates, the outlet and the look of this turn, where it gives any."""
    given = turn.draft.query
    if given.since or given.until:
        query = replace(query, since=given.since, until=given.until)
    return replace(query, outlet=given.outlet or query.outlet, kind=given.kind or query.kind)


def _widened(turn: _Turn) -> Query | None:
    """As in "at any time", "in any outlet", "paraphrases too": a limit is dropped."""
    if _EVER.match(turn.bare):
        return replace(turn.before, since=None, until=None)
    if _ANYWHERE.match(turn.bare):
        return replace(turn.before, outlet=None)
    return replace(turn.before, kind=None) if _ALL_LOOKS.match(turn.bare) else None


def _reordered(turn: _Turn) -> Query | None:
    """As in "the latest?", "oldest first"."""
    intent = Intent.LATEST if _NEWEST.match(turn.bare) else Intent.FIRST if _OLDEST.match(turn.bare) else None
    return replace(turn.before, intent=intent) if intent and not turn.before.fragment else None


def _others(turn: _Turn) -> Query | None:
    """As in "who else?": the same, by others."""
    if not _WHO_ELSE.match(turn.bare):
        return None
    before = turn.before
    besides = before.speakers or before.answered_by
    intent = Intent.WHO if before.fragment else Intent.TOPIC
    return _limited(
        turn, replace(before, intent=intent, speakers=(), besides=tuple(dict.fromkeys(besides)), answered_by=())
    )


def _whose(turn: _Turn) -> Query | None:
    """As in "who said that?", of words that were checked."""
    if not (_WHO_SAID.match(turn.bare) and turn.before.fragment):
        return None
    return _limited(turn, replace(turn.before, intent=Intent.WHO, speakers=()))


def _more(turn: _Turn) -> Query | None:
    """As in "what else did he say?": the same speaker on anything."""
    match = _ANYTHING_ELSE.match(turn.bare)
    if not match:
        return None
    named = name_in(match["who"] or "")
    speakers = (named,) if named else _people(turn.before)
    if not speakers or (match["who"] and not named and not grammar.NOBODY.match(match["who"].strip())):
        return None
    return _limited(turn, _asked(replace(turn.before, fragment=None, topic=None), speakers, None))


def _of_words(turn: _Turn) -> Query | None:
    """As in "or 'small failure'?": other words to check or to find."""
    given = turn.draft.query
    if not (given.quoted and turn.bare == MARK and turn.led):
        return None
    intent = Intent.VERIFY if turn.before.speakers else Intent.WHO
    return _limited(turn, replace(turn.before, intent=intent, fragment=given.fragment, quoted=True, topic=None))


def _on_topic(turn: _Turn) -> Query | None:
    """As in "and about Turkey?"."""
    match = _ABOUT.match(turn.bare)
    topic = topic_in(match["topic"]) if match else None
    if topic is None or len(topic.split()) > LONGEST or turn.draft.query.quoted:
        return None
    return _limited(turn, _asked(turn.before, turn.before.speakers, topic))


def _to(turn: _Turn) -> Query | None:
    """As in "to Reuters?"."""
    match = _TO.match(turn.bare)
    name = name_in(match["to"]) if match else None
    return _limited(turn, replace(turn.before, addressee=name)) if name and len(name.split()) <= 5 else None


def _by(turn: _Turn) -> Query | None:
    """As in "and from Netanyahu?", "did Netanyahu?"."""
    match = _BY.match(turn.bare)
    name = name_in(match["who"]) if match else None
    if not name or len(name.split()) > 4 or turn.draft.query.quoted or re.search(r"\b(?:about|on|re)\b", name):
        return None
    if (
        not turn.led
        and not re.match(r"(?:by|from)\b", turn.bare, re.IGNORECASE)
        and not (turn.before.topic or turn.before.fragment)
    ):
        return None
    return _limited(turn, _asked(turn.before, (name,), turn.before.topic))


def _phrase(turn: _Turn) -> Query | None:
    """As in "what about Meshaal?", "and tolls?": a speaker where the directory has one, else a topic."""
    phrase = topic_in(turn.bare)
    if not (turn.led and phrase) or len(phrase.split()) > LONGEST or turn.draft.query.quoted or _is_clause(phrase):
        return None
    named = re.fullmatch(r"(?P<who>.+?)\s+(?:about|on|re)\s+(?P<topic>.+)", phrase, re.IGNORECASE)
    if named and (name := name_in(named["who"])):
        return _limited(turn, _asked(turn.before, (name,), topic_in(named["topic"])))
    name = name_in(phrase)
    if name and _is_speaker(turn, name):
        return _limited(turn, _asked(turn.before, (name,), turn.before.topic))
    return _limited(turn, _asked(turn.before, turn.before.speakers, phrase))


_READERS: tuple[Callable[[_Turn], Query | None], ...] = (
    _restricted, _widened, _reordered, _others, _whose, _more, _of_words, _on_topic, _to, _by, _phrase,
)  # fmt: skip


def _asked(before: Query, speakers: tuple[str, ...], topic: str | None) -> Query:
    """The query before with these speakers and this topic; words to check stay only while the topic does."""
    changed = topic != before.topic
    fragment = None if changed else before.fragment
    if fragment:
        intent = Intent.VERIFY if speakers else Intent.WHO
    elif before.intent in (Intent.VERIFY, Intent.WHO, Intent.TOPIC, Intent.COMPARE, Intent.SAID):
        intent = Intent.SAID if speakers else Intent.TOPIC
    else:
        intent = before.intent
    quoted = before.quoted and fragment is not None
    return replace(
        before, intent=intent, speakers=speakers, topic=topic, fragment=fragment, quoted=quoted, answered_by=()
    )


def _is_clause(phrase: str) -> bool:
    """Whether a phrase is a question of its own: "who said …", "what did …"."""
    return bool(
        re.match(r"(?:who|what|why|how|when|where|which|did|does|has|have|is|was|are|were)\b", phrase, re.IGNORECASE)
    )


def _is_speaker(turn: _Turn, name: str) -> bool:
    """Whether a bare name takes the speaker's place: a person does, a body where bodies were asked for."""
    if turn.directory is None:
        return name != name.lower()
    match = turn.directory.match(name)
    best = match.best
    if best is None:
        return bool(match.speaks_for) or (len(name.split()) > 1 and name.istitle())
    if best.entries[0].kind is SpeakerKind.PERSON or " " in name:
        return True
    before = [turn.directory.match(one).best for one in turn.before.speakers]
    return any(one and one.entries[0].kind is best.entries[0].kind for one in before)


# -- whole sentences that refer to the question before


def _people(before: Query) -> tuple[str, ...]:
    """Who "he" or "they" can be: whom was asked for, else the only one who answered."""
    return before.speakers or (before.answered_by if len(before.answered_by) == 1 else ())


def _referring(
    previous: Query, text: str, today: date, outlets: Collection[str], whole: Query, *, led: bool
) -> Query | None:
    """As in "what did he say about tolls?", "and what did Netanyahu say?", "what did Roe say about it?"."""
    if not whole.speakers and _ELSE.search(text) and (besides := previous.speakers or previous.answered_by):
        return replace(whole, besides=besides)
    same = _SAME.search(cleaned(text).rstrip(" ?!."))
    if same and previous.topic:
        text = f"{cleaned(text).rstrip(' ?!.')[: same.start()]} about {previous.topic}"
        whole = replace(parse(text, today, outlets), text=whole.text)
    people = _people(previous)
    if people and not whole.speakers and (pronoun := _PRONOUN.match(cleaned(text))):
        before, after = pronoun["before"] or pronoun["at_front"], pronoun["after"] or pronoun["rest"] or ""
        named = parse(f"{before}{' and '.join(people)}{after}", today, outlets)
        return replace(named, text=whole.text) if named.speakers else None
    if led and whole.speakers and whole.intent is Intent.SAID and not (whole.topic or whole.fragment):
        return _kept(previous, whole)
    return whole if same and previous.topic and whole.speakers else None


def _kept(previous: Query, whole: Query) -> Query:
    """A new speaker on what was asked before, with its limits where the new question has none."""
    dates = whole if whole.since or whole.until else previous
    return replace(
        _asked(previous, whole.speakers, previous.topic),
        text=whole.text,
        since=dates.since,
        until=dates.until,
        outlet=whole.outlet or previous.outlet,
        addressee=whole.addressee,
        kind=Kind(whole.kind) if whole.kind else previous.kind,
    )
