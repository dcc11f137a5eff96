"""Digest -> Pages: one message an editor reads in a minute, the rest in its thread. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.compose.cards import deal, republished_from
from bot.digest.stories import one_origin
from bot.digest.timetable import LATE
from bot.page import Page, Section
from bot.wording import day, full_moment, moment, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Article, Digest, Story

# Cards and headings in the message, and in each reply of its thread: at three blocks each, 50 blocks take 15.
FIRST, REST = 12, 14
LETTERS = 9_000  # in one message; Slack was measured to refuse some 13,000


def pages(digest: Digest, posted_at: datetime) -> list[Page]:
    """The message and the replies under it; never empty."""
    sections = [_section(story) for story in digest.stories]
    batches = _batches(sections)
    rest = sum(len(s.cards) for batch in batches[1:] for s in batch)
    first = Page(
        headline=_headline(digest),
        sections=tuple(batches[0]),
        notes=_notes(digest, posted_at),
        footer=f"{rest} more in the thread." if rest else None,
    )
    return [
        first,
        *(Page(f"… digest continued, {i} of {len(batches)}", tuple(b)) for i, b in enumerate(batches[1:], 2)),
    ]


def _headline(digest: Digest) -> str:
    window, zone = digest.window, digest.zone
    return f"Verbatim digest, {full_moment(window.due_at, zone)} – indexed since {moment(window.since, zone)}"


def _notes(digest: Digest, posted_at: datetime) -> tuple[str, ...]:
    late = posted_at - digest.window.due_at > LATE
    notes = [f"Late: it was due at {full_moment(digest.window.due_at, digest.zone)}."] if late else []
    if digest.statements:
        counts = f"{plural(digest.articles, 'article')}, {plural(digest.statements, 'statement')}."
    else:
        counts = "Nothing new: no article with a statement was indexed in this time."
    if digest.newest_indexed:
        counts += f" Newest indexed {moment(digest.newest_indexed, digest.zone)}."
    notes.append(counts)
    if digest.older:
        notes.append(f"{plural(digest.older, 'statement')} of older or imported articles not listed.")
    return tuple(notes)


def _section(story: Story) -> Section:
    first, *others = story.articles
    notes = [f"also: {_heading(a)}" for a in others]
    origin = one_origin(story)
    if origin:
        notes.append(f"One origin: {origin}. These are not independent reports.")
    return Section(deal(story.hits, named=True, dated=bool(others)), title=_heading(first), notes=tuple(notes))


def _heading(article: Article) -> str:
    """The report's own headline, never one of ours."""
    origin = republished_from(article.text)
    where = [article.outlet or "outlet not given"]
    where += [day(article.published_on, year=False)] if article.published_on else ["undated"]
    where += [f"republished from {origin}"] if origin else []
    title = article.title or "no headline"
    quoted = title if any(mark in title for mark in '"“”') else f"“{title}”"
    return f"{quoted} ({', '.join(where)})"


def _batches(sections: Sequence[Section]) -> list[list[Section]]:
    """The sections in order, cut where a message is full; a story that goes on says so."""
    out: list[list[Section]] = [[]]
    for section in sections:
        rest = section
        while rest.cards:
            taken = _taken(out[-1], rest, FIRST if len(out) == 1 else REST)
            if taken:
                out[-1].append(replace(rest, cards=rest.cards[:taken]))
                rest = Section(rest.cards[taken:], f"{section.title}, continued")
            else:
                out.append([])
    return out


def _taken(batch: Sequence[Section], section: Section, most: int) -> int:
    """How many cards of `section` fit under what a message has; one always fits an empty message, cut by the layout."""
    count = 0 if batch else 1
    while count < len(section.cards):
        longer = [*batch, replace(section, cards=section.cards[: count + 1])]
        if sum(1 + len(s.cards) for s in longer) > most or sum(map(_letters, longer)) > LETTERS:
            break
        count += 1
    return count


def _letters(section: Section) -> int:
    texts = [section.title or "", *section.notes]
    for card in section.cards:
        texts += [card.look, *card.facts, card.adds or "", card.warning or "", *(run.text for run in card.runs)]
    return sum(map(len, texts))
