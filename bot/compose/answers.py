"""Answers -> Pages: how answers, refusals and checks read (docs: "How answers read"). Pure.

The headline is a real answer by itself: it is the notification, what a screen reader says first and what Slack's own
search finds. The footer says what was searched and how fresh it is, whatever came of it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ask.namesakes import namesakes
from bot.compose.beside import arranged, compared, side_by_side
from bot.compose.cards import Group, card, deal, printed, whole_sentence
from bot.compose.origins import origins
from bot.compose.understood import besides, chips, corrected, dates, names
from bot.model import Answer, Coverage, Hit, Intent, Kind, Outcome, Query, Verdict, VerdictKind
from bot.page import Page, Section
from bot.wording import days, joined, moment, plural, surname

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Record
    from bot.page import Instant

SHOWN = 5
_AS = {Kind.DIRECT: "as a direct quote", Kind.MIXED: "as a part-quote", Kind.INDIRECT: "as a paraphrase"}


def page(answer: Answer, zone: str, *, start: int = 0, count: int = SHOWN) -> Page:
    """The page of an answer that shows `count` hits from the `start`-th on; `zone` is the reader's."""
    foot = footer(answer.coverage, zone)
    if answer.outcome is Outcome.AMBIGUOUS:
        made = _which(answer, foot, zone)
    elif answer.verdict is not None:
        made = _checked(answer, answer.verdict, foot, zone)
    elif answer.outcome is Outcome.NOTHING:
        made = _nothing(answer, foot, zone)
    else:
        made = _found(arranged(answer), foot, zone, slice(start, start + count))
    return replace(made, watch=_watch(answer), instants=fresh(answer.coverage, zone))


def _found(answer: Answer, foot: str, zone: str, part: slice) -> Page:
    """The hits of this part, and what they rest on."""
    shown = answer.hits[part]
    if compared(answer):
        sections = side_by_side(answer, shown, zone, first=part.start == 0)
    else:
        sections = (Section(deal(shown, named=_several(answer), zone=zone)),)
    return Page(
        headline=_headline(answer),
        sections=sections,
        notes=(*corrected(answer), *_told_by_age(answer)),
        chips=chips(answer, zone),
        origins=origins(shown, answer.coverage, "All" if len(shown) == answer.total else "These"),
        footer=foot,
        more=max(0, answer.total - part.start - len(shown)),
    )


def _told_by_age(answer: Answer) -> tuple[str, ...]:
    """Of "how has X on Y changed": what the order is, and what is not said."""
    if answer.query.intent is not Intent.CHANGED or answer.total < 2:
        return ()
    return ("From the oldest to the newest, by the day it was said, else printed. What it amounts to is not judged.",)


def _watch(answer: Answer) -> str | None:
    """As in "Watch Lavrov on Gaza"; None where the question has neither a speaker nor a topic, or is not understood."""
    about = answer.query.topic
    if answer.outcome is Outcome.AMBIGUOUS or answer.query.fragment or not (answer.query.speakers or about):
        return None
    who = joined(surname(s.name) for s in answer.speakers) or names(answer)
    return f"Watch {who} on {about}" if who and about else f"Watch {who or about}"


def fresh(coverage: Coverage, zone: str) -> tuple[Instant, ...]:
    """The instant that `footer` writes."""
    newest = coverage.newest_indexed
    return ((moment(newest, zone), newest),) if newest else ()


def footer(coverage: Coverage, zone: str) -> str:
    """As in "Searched 2 articles from 2 outlets (10–11 Dec 2025), newest indexed Thu 11 Dec 07:12."."""
    if not coverage.articles:
        return "The record is empty: index articles first (verbatim index FILE)."
    searched = f"Searched {plural(coverage.articles, 'article')} from {plural(coverage.outlets, 'outlet')}"
    if coverage.first_published:
        searched += f" ({days(coverage.first_published, coverage.last_published)})"
    if coverage.newest_indexed:
        searched += f", newest indexed {moment(coverage.newest_indexed, zone)}"
    if coverage.not_analysed:
        searched += f"; {plural(coverage.not_analysed, 'article')} in other languages not analysed"
    return searched + "."


def _several(answer: Answer) -> bool:
    """Whether more than one speaker is on the page, so that each card must say who speaks."""
    return len(answer.speakers) != 1 or len({h.record.speaker_id for h in answer.hits}) > 1


def _headline(answer: Answer) -> str:
    """As in "Hakan Fidan: 5 statements in 1 article, published 10 Dec 2025 (Newsmax) – 1 quote, 1 part-quote"."""
    query = answer.query
    topic = query.topic or (query.fragment if query.intent is Intent.WHO else None)
    about = f" on {topic}" if topic else ""
    who = names(answer)
    if query.intent is Intent.WHO and topic:
        return f"{_sayers(answer)} – for “{topic}”: {_counted(answer)}"
    return f"{who or 'All speakers'}{about}: {_counted(answer)}"


def _sayers(answer: Answer) -> str:
    names = list(dict.fromkeys(h.record.statement.speaker or "Speaker not named" for h in answer.hits))
    return joined(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def _counted(answer: Answer) -> str:
    """How many statements, in how many articles, from when and where, of which looks; of what was found in all."""
    records = [h.record for h in answer.hits]
    articles = {r.article.id: r.article for r in records}
    dates = sorted(a.published_on for a in articles.values() if a.published_on)
    outlets = sorted({a.outlet for a in articles.values() if a.outlet})
    if answer.total > len(records):
        return f"{plural(answer.total, 'statement')}, the first {len(records)} of them here"
    text = f"{plural(answer.total, 'statement')} in {plural(len(articles), 'article')}"
    if dates:
        text += f", published {days(dates[0], dates[-1])}"
    if outlets:
        text += f" ({joined([*outlets[:3], 'others'] if len(outlets) > 3 else outlets)})"
    looks = Counter(r.statement.kind for r in records)
    named = [(Kind.DIRECT, "quote"), (Kind.MIXED, "part-quote"), (Kind.INDIRECT, "paraphrase")]
    return f"{text} – {', '.join(plural(looks[kind], noun) for kind, noun in named if looks[kind])}"


def _which(answer: Answer, foot: str, zone: str) -> Page:
    """Two people fit and nothing decides: the reader does."""
    asked = joined(answer.query.speakers)
    choices = []
    for entry in answer.candidates:
        shared = any(namesakes(entry, other) for other in answer.candidates)
        role = f", {entry.roles[0]}" if entry.roles else ", the articles do not say which" if shared else ""
        named = f"{entry.name} #{entry.id}" if shared else entry.name
        choices.append(
            (f"{entry.name}{role} – {plural(entry.statements, 'statement')}", _again(answer.query, asked, named))
        )
    headline = f"Which one? {plural(len(choices), 'speaker')} in the record fit “{asked}”."
    return Page(headline, choices=tuple(choices), chips=chips(answer, zone), footer=foot)


def _again(query: Query, asked: str, name: str) -> str:
    """The question with one name for the ambiguous one; a follow-up where the name came from the question before."""
    found = re.search(re.escape(asked), query.text, re.IGNORECASE) if asked else None
    if found is None:
        return f"and {name}?"
    return f"{query.text[: found.start()]}{name}{query.text[found.end() :]}"


def _nothing(answer: Answer, foot: str, zone: str) -> Page:
    """Nothing found is an answer: what was searched, what is near and why it is not it."""
    who, query = names(answer), answer.query
    by = who or (f"anybody but {besides(query)}" if query.besides else "")
    topic = query.topic or query.fragment
    nothing = "Nothing new" if query.indexed_since else "Nothing"
    about = f" about {topic}" if topic else ""
    headline = f"{nothing}{f' by {by}' if by else ''}{about}{_restricted(query)}."
    if not (by or topic or query.outlet or query.since or query.until or query.indexed_since):
        headline = (
            "Nothing to search for in that: ask for a speaker, a topic or words, e.g. what did Fidan say about Gaza?"
        )
    notes = list(corrected(answer))
    if answer.mentions and who:
        named = f"{who[:1].upper()}{who[1:]} is named in {plural(answer.mentions, 'article')}"
        notes.append(f"{named}, never as the speaker.")
    if answer.coverage.articles and (who or topic):
        foot += f" “Not here” does not mean that {'it was not said' if not who else f'{who} has not said it'}."
    return Page(headline, _near(answer.nearest, zone), tuple(notes), chips(answer, zone), footer=foot)


def _restricted(query: Query) -> str:
    limits = [f"in {query.outlet}" if query.outlet else "", f"to {query.addressee}" if query.addressee else ""]
    limits += [dates(query) if query.since or query.until else "", _AS[query.kind] if query.kind else ""]
    given = [limit for limit in limits if limit]
    return f" ({', '.join(given)})" if given else ""


def _near(nearest: Sequence[Hit], zone: str) -> tuple[Section, ...]:
    """What is near, under the reason why it is not the answer."""
    by_why: dict[str, list[Hit]] = {}
    for hit in nearest:
        by_why.setdefault(hit.why or "not what was asked", []).append(hit)
    return tuple(
        Section(deal(hits, named=True, dated=True, zone=zone), title=f"Nearest – {why}:")
        for why, hits in by_why.items()
    )


def _checked(answer: Answer, verdict: Verdict, foot: str, zone: str) -> Page:
    """The check of words: what the record has, never whether they are true."""
    source = verdict.source
    cards: tuple[Section, ...] = ()
    if source is not None:
        group = Group((source.record,), whole_sentence(source.record))
        made = card(group, named=True, dated=True, taken=[group.sentence], zone=zone)
        if not source.record.id:  # a place in an article that is no statement: nothing can be done with it
            made = replace(made, statements=(), facts=made.facts[-1:], warning=None)
        cards = (Section((made,)),)
    notes = [*corrected(answer), *difference(verdict)]
    if source is None:
        foot += " “Not here” does not mean that it was not said."
        cards = (*cards, *_near(answer.nearest, zone))
    return Page(_verdict(answer, verdict), cards, tuple(notes), chips(answer, zone), footer=foot)


def _verdict(answer: Answer, verdict: Verdict) -> str:
    source = verdict.source.record if verdict.source else None
    words = answer.query.fragment or answer.query.text
    if verdict.kind is VerdictKind.NOT_FOUND and source is not None:
        return _unsaid(source, words)
    if source is None:
        return f"Not in our {plural(answer.coverage.articles, 'article')}: “{words}”."
    where = printed(source)
    name = source.statement.speaker or "an unnamed speaker"
    if verdict.kind is VerdictKind.VERBATIM:
        return f"Matches {where}: {name}, “{words}”."
    if verdict.kind is VerdictKind.OTHER_SPEAKER:
        asked = names(answer) or "the one asked for"
        return f"Other speaker: the record gives these words to {name}, not {asked} ({where})."
    reasons = {
        "changed": "the record has other words",
        "spliced": "words from different places are run together",
        "cut": "the record goes on, and the cut changes it",
        "paraphrase": "the record has these words outside quotation marks: they are the outlet's, not a quotation",
    }
    return f"Altered: {reasons.get(verdict.reason or '', 'the record differs')} ({name}, {where})."


def _unsaid(source: Record, words: str) -> str:
    """Words that an article has and no statement: what is known of them, and that it is no match."""
    if source.statement.kind is Kind.DIRECT:
        return (
            f"In quotation marks in {printed(source)}, but in no statement of the record: “{words}”."
            " Who says it there was not read: look into the article before you use it."
        )
    return (
        f"Not a quotation: {printed(source)} has “{words}” in its own text, outside quotation marks,"
        " and no statement of the record has it."
    )


def difference(verdict: Verdict) -> tuple[str, ...]:
    """As in "Word by word: that [–the] group is [+not] ready"."""
    if verdict.kind is not VerdictKind.ALTERED or not any(op != "=" for op, _ in verdict.diff):
        return ()
    marks = {"=": "{}", "-": "[– {}]", "+": "[+ {}]"}
    shown = " ".join(marks[op].format(words) for op, words in verdict.diff if words)
    return (f"Word by word ([–] only in the record, [+] only in the words checked): {shown}",)


_LOOKS = (
    "QUOTE: inside quotation marks in the article. PART-QUOTE: only the words in quotation marks are the speaker's. "
    "PARAPHRASE: the outlet's words, not a quotation."
)


def help_page() -> Page:
    """How to ask."""
    return Page(
        "Ask who said what; the answer is the exact words with their source.",
        notes=(
            "what did Fidan say?",
            "what did Fidan say about Hamas last week?",
            "who said “huge failure”?",
            "did Netanyahu say “red line”?",
            "anything new on Gaza?",
            "then, of the same: and about Turkey? · what about Meshaal? · who else? · only last week · just the quotes",
            _LOOKS,
        ),
    )


def problem(sentence: str, reference: str | None = None) -> Page:
    """One sentence that says what to do, and the reference under which the log has the rest."""
    return Page(sentence, error_id=reference)
