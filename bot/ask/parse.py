"""A question as typed becomes a Query: intent, speakers, topic, words to check, dates, outlet, addressee, look. Pure.

Own grammar and no language model. Who is meant is not decided here: names stay as typed, and where only the
archive can tell a speaker from a topic ("fidan hamas", "attack on aleppo") `bot.ask.resolution.resolve` does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.ask import grammar
from bot.ask.grammar import MARK
from bot.ask.outlets import outlet_in
from bot.ask.shapes import plain_shapes, quoted_shapes
from bot.ask.when import find_period
from bot.check.marks import quoted
from bot.model import Intent, Kind, Query

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import date

LONGEST = 2_000  # characters of a question that are read; what is longer is a draft, not a question
ASKED = 500  # and of what stands in it outside a quotation: shapes of questions take the square of that to be told
_BLANKS = re.compile(r"\s+")
_ASIDE = re.compile(r"\s*\([^()]*\)")
_ALSO = re.compile(r"^(?:and|but|also)[\s,]+", re.IGNORECASE)
_TITLE_WORDS = re.compile(r"^(?:the|an?|our|your|this|that|these|those|some|any)\s+", re.IGNORECASE)
_EDGES = " \t\n,.;:!?–—-\"'“”‘’«»„`"


@dataclass(frozen=True, slots=True)
class Draft:
    """What is understood so far, and the rest of the question that is not."""

    rest: str
    query: Query


def parse(text: str, today: date, outlets: Collection[str] = ()) -> Query:
    """The question `text`, asked on the civil day `today`, understood. Never raises; nothing understood is a topic.

    `outlets` are folded names of outlets in the archive, so that "in Newsmax" is one even where it is little known.
    """
    return _read(drafted(text, today, outlets))


def drafted(text: str, today: date, outlets: Collection[str] = ()) -> Draft:
    """A question before its shape is read: the quotation, look, dates and outlet taken out of it."""
    draft = Draft(_tidy(text), Query(text=text))
    for step in (_take_fragment, _cut, _strip_courtesies, _take_look):
        draft = step(draft)
    return _take_outlet(_take_dates(draft, today), outlets)


def cleaned(text: str) -> str:
    """A question without greetings and thanks, its blanks evened."""
    return _strip_courtesies(_cut(Draft(_tidy(text), Query(text=text)))).rest


def _tidy(text: str) -> str:
    """Blanks evened, typographic apostrophes inside words made straight, our own mark kept out."""
    bare = _BLANKS.sub(" ", text[:LONGEST].replace(MARK, " ")).strip()
    return re.sub(r"(?<=\w)’(?=\w)", "'", bare)


def _take_fragment(draft: Draft) -> Draft:
    """The longest quotation becomes the fragment; further ones lose their marks."""
    spans = quoted(draft.rest)
    if not spans:
        return draft
    longest = max(spans, key=lambda s: s.end - s.start)
    before, after = draft.rest[: longest.start], draft.rest[longest.end :]
    words = longest.of(draft.rest).strip()
    rest = f"{_drop_marks(before, ends=True)} {MARK} {_drop_marks(after, ends=False)}"
    return Draft(_BLANKS.sub(" ", rest).strip(), replace(draft.query, fragment=words, quoted=True))


def _drop_marks(text: str, *, ends: bool) -> str:
    """`text` without the quotation mark that bordered the fragment and without double marks elsewhere."""
    text = re.sub(r"['\"“”„«»‘’`]+$", "", text) if ends else re.sub(r"^['\"“”„«»‘’`]+", "", text)
    return re.sub(r"[\"“”„«»]", "", text)


def _cut(draft: Draft) -> Draft:
    """The question no longer than any is: its beginning, or what goes before a quotation that comes later."""
    end = max(ASKED, draft.rest.find(MARK) + 1)
    return replace(draft, rest=draft.rest[end - ASKED : end])


def _strip_courtesies(draft: Draft) -> Draft:
    rest = " ".join(grammar.CASUAL.get(word.lower(), word) for word in draft.rest.split(" "))
    for pattern in (grammar.GREETING, grammar.FAREWELL, grammar.ECHO, grammar.FAREWELL, grammar.REQUEST):
        shorter = pattern.sub("", rest).strip()
        rest = shorter or rest
    return replace(draft, rest=rest)


def _take_look(draft: Draft) -> Draft:
    for name, pattern in grammar.LOOKS:
        match = pattern.search(draft.rest)
        if match and MARK not in draft.rest:
            verb = " quotes" if re.match(r"\s*(?:from|by|of)\b", draft.rest[match.end() :], re.IGNORECASE) else ""
            rest = f"{draft.rest[: match.start()]}{verb}{draft.rest[match.end() :]}"
            return Draft(rest.strip(_EDGES) or draft.rest, replace(draft.query, kind=Kind(name)))
    return draft


def _take_dates(draft: Draft, today: date) -> Draft:
    period = find_period(draft.rest, today)
    if period is None or (period.since and period.since > today):  # nothing was said in days to come: a topic
        return draft
    rest = f"{draft.rest[: period.start].rstrip(' ,')} {draft.rest[period.end :].lstrip(' ,')}".strip()
    since, until = (d.isoformat() if d else None for d in (period.since, period.until))
    return _strip_courtesies(Draft(_BLANKS.sub(" ", rest), replace(draft.query, since=since, until=until)))


def _take_outlet(draft: Draft, outlets: Collection[str]) -> Draft:
    found = outlet_in(draft.rest, outlets)
    if found is None:
        return draft
    name, start, end = found
    rest = f"{draft.rest[:start].rstrip(' ,')} {draft.rest[end:].lstrip(' ,')}".strip()
    return Draft(rest, replace(draft.query, outlet=name))


def _read(draft: Draft) -> Query:
    """What is left of the question, by the tables of shapes."""
    query, rest = draft.query, _ALSO.sub("", draft.rest.strip(" ,;:?!."))
    if query.quoted and re.search(rf"\b(?:about|on|regarding|re|of|over|mention(?:ed)?)(?: the| an?)? {MARK}", rest):
        rest = rest.replace(MARK, query.fragment or "")
        query = replace(query, fragment=None, quoted=False)
    if query.quoted:
        return _read_quoted(query, rest)
    for intent, match in plain_shapes().fitting(rest):
        if read := _filled(query, intent, match):
            return read
    return replace(query, intent=Intent.SAID, topic=topic_in(rest))  # keywords: the directory tells who from what


def _read_quoted(query: Query, rest: str) -> Query:
    """A question with a quotation in it: who said it, or whether somebody did."""
    for intent, match in quoted_shapes().fitting(rest):
        if intent is Intent.WHO:
            return replace(query, intent=intent)
        name = _checked_name(match["who"])
        if name:
            return replace(query, intent=intent, speakers=(name,))
    before, _, after = rest.partition(MARK)
    name = _checked_name(before) or (_checked_name(after) if len(after.split()) <= 6 else None)
    asks = name or grammar.CHECKING.search(rest)
    return replace(query, intent=Intent.VERIFY if asks else Intent.WHO, speakers=(name,) if name else ())


def _checked_name(text: str) -> str | None:
    """The name in what surrounds a quotation to check: "checking a quote: Jane Roe," is "Jane Roe"."""
    bare = re.sub(r"\s+to\s+[^:]+(?=:\s*$)", "", text)  # "Roe to Doe:" is said by Roe
    bare = grammar.CHECKING.sub(" ", re.sub(r"['’]s\b", " ", bare)).replace(MARK, " ")
    return name_in(_BLANKS.sub(" ", bare))


def _filled(query: Query, intent: Intent, match: re.Match[str]) -> Query | None:
    """The query a matched shape gives; None where its speaker turns out to be no name."""
    groups = {k: v for k, v in match.groupdict().items() if v}
    if "who" not in groups:
        return _unspoken(query, intent, groups)
    if grammar.NOBODY.match(groups["who"].strip()):
        return None if "topic" not in groups else _unspoken(query, Intent.TOPIC, groups)
    names = tuple(n for n in (name_in(groups["who"]), name_in(groups.get("who2", ""))) if n)
    if not names:
        return None
    topic = topic_in(groups.get("topic", ""))
    fragment = _fragment(groups["frag"]) if "frag" in groups else None
    return replace(query, intent=intent, speakers=names, topic=topic, fragment=fragment, addressee=_addressee(groups))


def _unspoken(query: Query, intent: Intent, groups: dict[str, str]) -> Query:
    """A query that names no speaker."""
    fragment = _fragment(groups["frag"]) if "frag" in groups else None
    topic = topic_in(groups.get("topic", ""))
    return replace(query, intent=intent, topic=topic, fragment=fragment, addressee=_addressee(groups))


def name_in(text: str) -> str | None:
    """The name in a phrase, without asides, appositions and articles: "Chuck Roe, the chief" is "Chuck Roe"."""
    bare = _ASIDE.sub("", text).strip(_EDGES)
    bare = re.split(r"\s*[,;:–—]\s*|\s+-\s+", bare, maxsplit=1)[0]
    bare = _TITLE_WORDS.sub("", bare).strip(_EDGES)
    bare = re.sub(r"['’]s?$", "", bare)
    return bare if re.search(r"\w", bare) and not grammar.NOBODY.match(bare) else None


def topic_in(text: str) -> str | None:
    """The topic in a phrase, or None where it is "anything" or nothing."""
    bare = text.strip(" ,;:?!.–—")
    return bare if re.search(r"\w", bare) and not grammar.GENERAL.match(bare) else None


def _fragment(text: str) -> str | None:
    """Unquoted words to look for, without "it", "that" and the article before them."""
    bare = re.sub(r"^(?:that\s+|it\s+|this\s+)?(?:an?\s+|the\s+)?(?=\S)", "", text.strip(_EDGES), flags=re.IGNORECASE)
    return bare if re.search(r"\w", bare) else None


def _addressee(groups: dict[str, str]) -> str | None:
    """To whom, or on whose programme; an audience that everybody speaks to is nobody."""
    found = groups.get("to")
    if found is None and "where" in groups:
        found = re.sub(r"^\w+\s+", "", groups["where"]) if grammar.SHOW.match(groups["where"]) else None
    bare = _TITLE_WORDS.sub("", (found or "").strip(_EDGES))
    return bare if re.search(r"\w", bare) and not grammar.AUDIENCE.match(bare) else None
