"""Digest -> Pages: one message that an editor reads in a minute, the rest in its thread. Pure.

A minute is some 240 words of silent reading (Brysbaert 2019, doi.org/10.1016/j.jml.2019.104047): so many of the
articles' words are in the message, in 15 statements of five stories at most. Each of these gets its first statement
before one gets a second; the other stories begin in the thread. What neither shows is counted, under its story or by
the story's headline.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.digest import extras, telling
from bot.digest.timetable import LATE
from bot.page import Page, Section
from bot.wording import full_moment, moment, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.digest.model import Digest, Further, Story
    from bot.page import Card

MOST, READ = 15, 240  # statements, and words of the articles, in the message
FEWEST = 5  # statements that it has whatever their length
STORIES = 5  # in the message
THREAD = 12  # statements in each reply under it
BLOCKS = 47  # of the 50 that Slack takes, beside headline, footer and buttons
LETTERS = 9_000  # in one message; Slack was measured to refuse some 13,000

Button = tuple[str, str, str]


def pages(digest: Digest, posted_at: datetime, *, all_of: str | None = None, edit: Button | None = None) -> list[Page]:
    """The message and the replies under it; never empty.

    `all_of` is the opaque id under which everything can be paged through, `edit` the button that leads to the form.
    """
    told = [_Told(story, telling.section(story, digest)) for story in digest.stories]
    _allot(told)
    first = [part for one in told if (part := one.opening())]
    replies = _replies([part for one in told if (part := one.rest())] + _further(digest))
    shown = sum(one.given for one in told)
    left = digest.statements - sum(one.counted(one.given) for one in told)
    message = Page(
        headline=_headline(digest),
        sections=tuple(map(_finished, first)),
        notes=_notes(digest, posted_at),
        footer=None if _told_by_one(first, left) else _left(left, replies),
        buttons=_buttons(digest.statements, all_of, edit, shown=shown),
    )
    return [
        message,
        *(
            Page(f"… digest continued, {i} of {len(replies) + 1}", tuple(map(_finished, b)))
            for i, b in enumerate(replies, 2)
        ),
        *(extras.pages(digest.tally, digest.extras) if digest.tally else ()),
    ]


def _finished(section: Section) -> Section:
    """With links to those reports only whose statements this part of a story shows, and each denial in it once."""
    shown = {made.url for made in section.cards}
    links = tuple((whose, url) for whose, url in section.links if url in shown)
    return replace(section, links=links, cards=telling.once(section.cards))


@dataclass(slots=True)
class _Told:
    """A story on its way into messages: its whole section, and how many of its cards the first message takes."""

    story: Story
    section: Section
    given: int = 0

    def counted(self, cards: int) -> int:
        """How many statements the first `cards` stand for."""
        return sum(len(c.statements) for c in self.section.cards[:cards])

    def opening(self) -> Section | None:
        """What the message has of it; what is in the thread or only counted stands below."""
        if not self.given:
            return None
        cards = self.section.cards[: self.given]
        following = self.counted(len(self.section.cards)) - self.counted(self.given)
        left = _counted(self.story)
        tail = _in_the_thread(following) if following else f"{left}." if left else None
        return replace(self.section, cards=cards, tail=tail)

    def rest(self) -> Section | None:
        """What goes to the thread."""
        cards = self.section.cards[self.given :]
        if not cards:
            return None
        title = f"{self.section.title}, continued" if self.given else self.section.title
        notes = () if self.given else self.section.notes
        tail = _counted(self.story)
        return replace(
            self.section, cards=_again_headed(cards, self.section.cards), title=title, notes=notes,
            tail=f"{tail}." if tail else None,
        )  # fmt: skip


def _again_headed(cards: tuple[Card, ...], whole: tuple[Card, ...]) -> tuple[Card, ...]:
    """The first of these with the heading that its speaker has further up."""
    if cards[0].heading:
        return cards
    before = [c.heading for c in whole[: len(whole) - len(cards)] if c.heading]
    return (replace(cards[0], heading=before[-1] if before else None), *cards[1:])


def _counted(story: Story) -> str:
    if not story.left:
        return ""
    return f"{plural(story.left, 'more statement')} by {plural(story.left_speakers, 'speaker')}, not shown"


def _allot(told: Sequence[_Told]) -> None:
    """Give the message one statement of every story, then a second one, until it is full."""
    words = room = 0
    letters = 0
    going = list(told[:STORIES])
    while going:
        for one in list(going):
            if one.given == len(one.section.cards):
                going.remove(one)
                continue
            made = one.section.cards[one.given]
            long, blocks, more = _words(made), _blocks(one), _letters(made)
            count = sum(other.given for other in told)
            full = count >= MOST or (count >= FEWEST and words + long > READ)
            # What is too large for what is left of the message ends it, but for the stories that are in it already.
            if full or room + blocks > BLOCKS or letters + more > LETTERS:
                going = [other for other in going if other.given] if count and not one.given and not full else []
                break
            one.given += 1
            words, room, letters = words + long, room + blocks, letters + more


def _words(made: Card) -> int:
    return sum(len(run.text.split()) for run in made.runs)


def _blocks(one: _Told) -> int:
    """What the story's next card takes: two blocks, with the first one divider, headline, notes, tail and links."""
    return 2 if one.given else 2 + 2 + bool(one.section.notes) + 1 + bool(one.section.links)


def _letters(made: Card) -> int:
    texts = (made.look, made.heading, made.adds, made.earlier, made.warning, *made.facts, *(r.text for r in made.runs))
    return sum(len(text) for text in texts if text)


def _replies(sections: Sequence[Section]) -> list[list[Section]]:
    """The sections in order, cut where a message is full; a story that goes on says so."""
    out: list[list[Section]] = []
    for section in sections:
        rest = section
        while True:
            taken = _taken(out[-1], rest) if out else 0
            if taken or not rest.cards:
                if not out or (not rest.cards and len(out[-1]) >= THREAD):
                    out.append([])
                whole = taken == len(rest.cards)
                out[-1].append(rest if whole else replace(rest, cards=rest.cards[:taken], tail=None))
                if whole:
                    break
                cards = _again_headed(rest.cards[taken:], rest.cards)
                rest = replace(rest, cards=cards, title=_continued(section.title), notes=())
            else:
                out.append([])
    return out


def _continued(title: str | None) -> str:
    return title if title and title.endswith(", continued") else f"{title}, continued"


def _taken(batch: Sequence[Section], section: Section) -> int:
    """How many cards of `section` fit under what a reply has; one always fits an empty one, cut by the layout."""
    count = 0 if batch else 1
    while count < len(section.cards):
        longer = [*batch, replace(section, cards=section.cards[: count + 1])]
        cards = sum(len(s.cards) for s in longer)
        letters = sum(_letters(c) for s in longer for c in s.cards)
        if cards > THREAD or 5 * len(longer) + 2 * cards > BLOCKS or letters > LETTERS:
            break
        count += 1
    return min(count, len(section.cards))


# -- the head and the foot


def _headline(digest: Digest) -> str:
    window, zone = digest.window, digest.zone
    return f"Verbatim digest, {full_moment(window.due_at, zone)} – indexed since {moment(window.since, zone)}"


def _notes(digest: Digest, posted_at: datetime) -> tuple[str, ...]:
    late = posted_at - digest.window.due_at > LATE
    notes = [f"Late: it was due at {full_moment(digest.window.due_at, digest.zone)}."] if late else []
    notes += [line for line in digest.first if line.startswith("Silent")]
    if digest.statements:
        counts = f"{plural(digest.articles, 'article')}, {plural(digest.statements, 'statement')}."
    else:
        counts = "Nothing new: no article with a statement was indexed in this time."
    fresh = [line for line in digest.first if not line.startswith("Silent")]
    if not fresh and digest.newest_indexed:
        fresh = [f"Newest indexed {moment(digest.newest_indexed, digest.zone)}."]
    notes.append(" ".join((counts, *fresh)))
    if digest.repeated:
        notes.append(f"{plural(digest.repeated, 'statement')} in words that were news before, not listed again.")
    if digest.older:
        notes.append(f"{plural(digest.older, 'statement')} of older or imported articles not listed.")
    return tuple(notes)


def _told_by_one(first: Sequence[Section], left: int) -> bool:
    """Whether the line under one story says already how many statements are left."""
    return any(section.tail == _in_the_thread(left) for section in first)


def _in_the_thread(count: int) -> str:
    return f"{plural(count, 'more statement')} in the thread."


def _left(left: int, replies: Sequence[object]) -> str | None:
    if left <= 0:
        return None
    return f"{left:,} more in the thread." if replies else f"{left:,} more, not shown."


def _buttons(count: int, all_of: str | None, edit: Button | None, *, shown: int) -> tuple[Button, ...]:
    everything = [("all", f"All {count:,}", f"{all_of}/0")] if all_of and shown else []
    return (*everything, *([edit] if edit else []))


def _further(digest: Digest) -> list[Section]:
    """The stories that are only named, each with its count; those that are not even named, in one line."""
    if not digest.further:
        return []
    rows = tuple(map(_row, digest.further))
    tail = None
    if digest.left_stories:
        others = f"{digest.left_stories:,} more stories or reports"
        tail = f"{plural(digest.left, 'more statement')} in {others}: see All, or ask."
    return [Section((), "Also came in", rows, tail=tail)]


def _row(one: Further) -> str:
    reports = f", {plural(one.reports, 'report')}" if one.reports > 1 else ""
    return f"{telling.titled(one.title, one.outlet, one.published)}{reports}: {plural(one.statements, 'statement')}"
