"""A story of a digest as it reads: headline, other reports, origin, and its statements by speaker. Pure."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.compose.cards import Group, card, grouped, printed, speaker_line, whole_sentence
from bot.compose.denials import disputed
from bot.compose.origins import one_origin
from bot.compose.provenance import republished_from
from bot.page import Section
from bot.wording import CUT, day, joined, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.digest.model import Digest, Story
    from bot.model import Article, Hit, Record
    from bot.page import Card

NAMED = 3  # other reports that are named under a headline, and other outlets under a statement
EARLIER = 200  # letters shown of what was said earlier
TURNS = frozenset("but however not nor yet although though except unless without never no".split())


def section(story: Story, digest: Digest) -> Section:
    """The whole story, however long: what is cut out of it for a message keeps its headings."""
    first, *others = story.articles
    notes = [f"also: {heading(a)}" for a in others[:NAMED]]
    unnamed = story.reports - 1 - len(others[:NAMED])
    if unnamed > 0:
        notes.append(f"and {plural(unnamed, 'more report')}")
    if line := origin(story, digest.outlets):
        notes.append(line)
    return Section(_cards(story, digest), title=heading(first), notes=tuple(notes), links=_links(story))


def heading(article: Article) -> str:
    """The report's own headline, never one of ours."""
    return titled(article.title, article.outlet, article.published, republished_from(article.text))


def titled(title: str | None, outlet: str | None, published: str | None, of: str | None = None) -> str:
    """As in "“Rain” (The Echo, 10 Dec, republished from Harbour Wire)"."""
    where = [outlet or "outlet not given"]
    where += [day(published[:10], year=False)] if published else ["undated"]
    where += [f"republished from {of}"] if of else []
    name = title or "no headline"
    quoted = name if any(mark in name for mark in '"“”') else f"“{name}”"
    return f"{quoted} ({', '.join(where)})"


def origin(story: Story, outlets: frozenset[str]) -> str | None:
    """As in "One origin: an unnamed U.S. official to The Post. Not independent reports; …"; None where there is none.

    `outlets` are the folded names of those in the record: of another it is said that its report is not there.
    """
    if max(story.reports, len(story.articles)) < 2 or story.reports > len(story.articles):
        return None  # of the other reports nothing is known here
    return one_origin(story.articles, [r for hit in story.hits for r in (hit.record, *hit.also)], outlets)


def _links(story: Story) -> tuple[tuple[str, str], ...]:
    """The addresses of the reports that statements are shown from."""
    shown = {hit.record.article.id for hit in story.hits}
    return tuple(
        (article.outlet or "the article", article.url)
        for article in story.articles
        if article.url and article.id in shown
    )


def _cards(story: Story, digest: Digest) -> tuple[Card, ...]:
    """One card for each sentence; the speaker over the first of theirs."""
    hits = {hit.record.id: hit for hit in story.hits}
    groups = grouped([hit.record for hit in story.hits])
    made = []
    speaker: object = ()
    for group in groups:
        record = group.first
        who = (record.speaker_id, record.statement.speaker)
        heading_of = _begun(speaker_line(record)) if who != speaker else None
        speaker = who
        made.append(replace(_card(group, groups, hits, story, digest), heading=heading_of))
    return tuple(made)


def once(cards: Sequence[Card]) -> tuple[Card, ...]:
    """A sentence that disputes several statements in a row, of one speaker and article, stands under the last of them.

    For the cards of one message: what is cut off from the last keeps the sentence.
    """
    return tuple(
        replace(made, adds=None) if after and _goes_on(made, after) else made
        for made, after in zip_longest(cards, cards[1:])
    )


def _goes_on(made: Card, after: Card) -> bool:
    """Whether the next card is by the same speaker and disputed by the same sentence."""
    return after.heading is None and (made.url, made.adder, made.adds) == (after.url, after.adder, after.adds)


def _card(group: Group, groups: Sequence[Group], hits: dict[int, Hit], story: Story, digest: Digest) -> Card:
    record = group.first
    mine = (record.article.id, record.speaker_id)
    taken = [g.sentence for g in groups if (g.first.article.id, g.first.speaker_id) == mine]
    made = card(group, named=False, dated=False, taken=taken)
    also = [r for one in group.records for r in hits[one.id].also]
    own = [r for hit in story.hits for r in (hit.record, *hit.also) if r.speaker_id == record.speaker_id]
    adds, adder = (made.adds, made.adder) if made.adds else _denied_elsewhere(also, own)
    facts = [fact for fact in made.facts if fact != speaker_line(record)]
    facts.append(_where(record, also, story))
    before = next((digest.earlier[r.id] for r in group.records if r.id in digest.earlier), None)
    return replace(
        made,
        facts=tuple(filter(None, facts)),
        compact=True,
        adds=adds,
        adder=adder,
        earlier=earlier(before) if before else made.earlier,
    )


def _begun(line: str) -> str:
    """With a capital: what an unnamed source is called may begin with "a"."""
    return line[:1].upper() + line[1:]


def _denied_elsewhere(also: Sequence[Record], own: Sequence[Record]) -> tuple[str | None, str]:
    """The sentence with which another report of the same words disputes them, and whose it is.

    What the speaker goes on to say, or to deny, is among their `own` statements and disputes nothing.
    """
    for record in also:
        taken = [whole_sentence(r) for r in own if r.article.id == record.article.id]
        if words := disputed(record.article.text, whole_sentence(record), taken):
            return words, record.article.outlet or "Another report"
    return None, "The article"


def _where(record: Record, also: Sequence[Record], story: Story) -> str:
    """As in "Newsmax; Wire desk reports the same"; of a story with one report nothing, its headline says it."""
    name = record.article.outlet or "outlet not given"
    others = list(dict.fromkeys(r.article.outlet or "outlet not given" for r in also))
    if not others:
        return name if max(story.reports, len(story.articles)) > 1 else ""
    listed = [*others[:NAMED], *([f"{len(others) - NAMED} more"] if len(others) > NAMED else [])]
    return f"{name}; {joined(listed)} {'reports' if len(listed) == 1 else 'report'} the same words"


def earlier(record: Record) -> str:
    """What the same speaker said on the topic before, with its look and its day; nothing calls it a change."""
    statement = record.statement
    group = Group((record,), whole_sentence(record))
    words = "".join(run.text for run in card(group, named=False, dated=False).runs)
    said = f"said {day(statement.said_on)}, " if statement.said_on and "/" not in statement.said_on else ""
    return f"Earlier on this topic – {statement.kind.look} ({said}{printed(record)}): {_short(words)}"


def _short(words: str) -> str:
    """Cut at a word where it is long, never before a word that turns it round."""
    parts = " ".join(words.split()).split(" ")
    count, length = 0, 0
    while count < len(parts) and (length <= EARLIER or parts[count].strip(",;").casefold() in TURNS):
        length += len(parts[count]) + 1
        count += 1
    return " ".join(parts) if count == len(parts) else f"{' '.join(parts[:count])} {CUT}"
