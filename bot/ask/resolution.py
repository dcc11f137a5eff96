"""Speakers told from topics, by who is in the directory: "fidan hamas", "Brandt and Varga on tolls". Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from bot.ask import grammar
from bot.ask.people import SURE, Directory, Match
from bot.ask.roles import describe, head_of
from bot.model import Intent, Query, SpeakerKind

SURE_ALONE = 0.97  # what one word must fit to be cut from the front of what was given as a name
_OF = frozenset({"of", "for"})
_UTTERS = grammar.shape(r"\s+<SOFT><UTTER>\b")


@dataclass(frozen=True, slots=True)
class Resolved:
    """A query whose speakers are told from its topic, and whom they mean."""

    query: Query
    matches: tuple[Match, ...] = ()


def resolve(query: Query, directory: Directory) -> Resolved:
    """Tell the speakers of a query from its topic by who is in the directory, and look them up."""
    if not query.speakers:
        return _from_keywords(query, directory) if query.intent is Intent.SAID and query.topic else Resolved(query)
    matches: list[Match] = []
    for typed in query.speakers:
        matches += _several(typed, directory)
    typed = query.speakers[0]
    # "Roe's lawyer", "the Acme poll": whoever is described by another's name is not that other
    if len(matches) == 1 and not matches[0].people and " " in typed and not describe(typed):
        cut = _leading(typed, directory, single=SURE_ALONE, least=2 if _is_subject(query, typed) else 1)
        if cut:
            match, rest = cut
            topic = f"{rest} {query.topic}" if query.topic else rest
            return Resolved(replace(query, speakers=(match.typed,), topic=topic), (match,))
    return Resolved(replace(query, speakers=tuple(m.typed for m in matches)), tuple(matches))


def _several(typed: str, directory: Directory) -> list[Match]:
    """One match, or one for each side of an "and" where the whole is nobody."""
    whole = directory.match(typed)
    parts = re.split(r"\s+(?:and|&)\s+|\s*,\s*", typed)
    if whole.people or len(parts) == 1:
        return [whole]
    each = [directory.match(part) for part in parts if part.strip()]
    return each if each and all(m.people for m in each) else [whole]


def _is_subject(query: Query, typed: str) -> bool:
    """Whether a question has these words where nothing but a name stands: before a verb of saying, or a topic.

    What "Bryan Pell" said about tolls is not what some Bryan said about Pell and tolls; "bryan tolls quotes" may be.
    """
    _, _, after = query.text.partition(typed)
    return query.topic is not None or bool(after and _UTTERS.match(after))


def _leading(text: str, directory: Directory, *, single: float = 0.86, least: int = 1) -> tuple[Match, str] | None:
    """The longest beginning of `text`, of so many words at least, that names somebody, and the rest.

    One word alone must fit well.
    """
    parts = text.split()
    for count in range(min(5, len(parts) - 1), least - 1, -1):
        if re.search(r"['’]s?$", parts[count - 1]):
            continue  # "Wells Fargo's": the one asked for is still to come
        if parts[count - 1].lower() in _OF or (parts[count].lower() in _OF and head_of(parts[count - 1].lower())):
            continue  # "minister of transport": the description goes on
        match = directory.match(" ".join(parts[:count]))
        worth = match.people[0].score if match.people else 0.0
        sole = count > 1 or (len(parts[0]) > 2 and (single < SURE_ALONE or len(match.people) == 1))
        if worth >= (SURE if count > 1 else single) and sole:
            return match, " ".join(parts[count:])
    return None


def _closing(text: str, directory: Directory) -> tuple[Match, str] | None:
    """The person whom the last word names, and the rest.

    A word for a post names nobody there: in "transport minister" it is what the words before it say that is asked for.
    """
    rest, _, last = text.rpartition(" ")
    if not rest or head_of(last.lower()):
        return None
    match = directory.match(last)
    best = match.best
    sure = best and best.score >= SURE_ALONE and best.entries[0].kind is SpeakerKind.PERSON
    return (match, rest) if sure else None


def _from_keywords(query: Query, directory: Directory) -> Resolved:
    """As in "fidan hamas": a beginning, else an end, that names somebody is the speaker; otherwise all is topic.

    A post that nobody in the record holds, and for whose holder somebody speaks, is asked for as a whole.
    """
    text = query.topic or ""
    whole = directory.match(text)
    if whole.people and whole.people[0].score >= SURE:
        return Resolved(replace(query, speakers=(text,), topic=None), (whole,))
    if whole.speaks_for and describe(text):
        return Resolved(replace(query, speakers=(text,), topic=None), (whole,))
    cut = _leading(text, directory) or _closing(text, directory)
    if cut is None:
        return Resolved(replace(query, intent=Intent.TOPIC))
    return Resolved(replace(query, speakers=(cut[0].typed,), topic=cut[1]), (cut[0],))
