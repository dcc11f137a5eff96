"""From light rows to what a digest shows: stories in order, in each the statements in order, each utterance once. Pure.

    reports, reprints -> stories -> the first by their reports -> statements -> worth -> order -> allotment

Whole stories are ranked by their reports alone; only the statements of the first of them are looked at, so that a
hundred thousand statements cost as much as their articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import log2
from typing import TYPE_CHECKING

from bot.digest import newsworthiness
from bot.digest.newsworthiness import Part, Worth
from bot.digest.stories import bonds_of, content_words, joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.listing import Earlier, Listed, Report, Reprint
    from bot.model import SpeakerEntry

REPORTED = 1500  # articles that are grouped into stories; the others, which promise least, are counted
STORIES = 60  # whose statements are looked at
REPORTS, ALL_REPORTS = 20, 200  # of one story, and of all, whose statements are looked at
TAKEN = 60  # statements that are read whole: four times what a message shows
EVEN = 2  # statements that every story gets before the first one gets more
NOVEL = 80  # statements that are tried for whether their speaker, or the topic of theirs, is new
DAYS = 14  # looked back for that
FEW = 3  # earlier statements below which nothing is said of what a speaker usually speaks on


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance of the time, its first report and the others."""

    first: Listed
    also: tuple[Listed, ...] = ()
    worth: Worth = field(default_factory=lambda: Worth(()))


@dataclass
class Told:
    """One story: its reports, first one first, and what is said in them, most newsworthy first."""

    reports: tuple[Report, ...]
    count: int  # utterances in all, also where they were not looked at
    said: list[Said] = field(default_factory=list)
    taken: int = 0  # of `said`, how many are read whole and shown

    @cached_property
    def outlets(self) -> int:
        """How many outlets report it."""
        return len({report.outlet for report in self.reports}) or 1

    @cached_property
    def heads(self) -> frozenset[str]:
        """The words of content of its headlines."""
        return content_words(" ".join(report.title or "" for report in self.reports[:REPORTS]))

    @property
    def score(self) -> float:
        """That of its first statement."""
        return self.said[0].worth.score if self.said else 0.0


@dataclass(frozen=True, slots=True)
class Repeats:
    """Which statements are the words of another report, and are not counted again."""

    before: frozenset[int]  # news from before the time: an earlier digest could have them
    again: Counter[int]  # by report: words that a report of the time has first
    old: Counter[int]  # by report: those of `before`
    groups: tuple[tuple[int, ...], ...]  # reports that share an utterance


def repeats(reprints: Iterable[Reprint], keys: Collection[int], wanted: Collection[int] | None) -> Repeats:
    """What is repeated among the statements that are `wanted` (None = all) of the reports with these keys."""
    shared: defaultdict[int, list[Reprint]] = defaultdict(list)
    before, old = set(), Counter[int]()
    for one in reprints:
        if one.report not in keys or (wanted is not None and one.statement not in wanted):
            continue
        if one.before:
            before.add(one.statement)
            old[one.report] += 1
        else:
            shared[one.utterance].append(one)
    again, groups = Counter[int](), []
    for utterance, ones in shared.items():
        first = ones[0].first
        seen = first in keys and (wanted is None or utterance in wanted)
        again.update(one.report for one in (ones if seen else ones[1:]))
        groups.append(tuple(dict.fromkeys((*([first] if seen else []), *(one.report for one in ones)))))
    return Repeats(frozenset(before), again, old, tuple(groups))


def stories(reports: Sequence[Report], found: Repeats, bonds: Iterable[tuple[int, int]]) -> list[Told]:
    """The stories in the order of their reports' own worth; what only repeats old words is none."""
    fresh = [report for report in reports if report.statements > found.old[report.key]]
    told = [
        Told(group, sum(r.statements - found.old[r.key] - found.again[r.key] for r in group))
        for group in joined(fresh, (*bonds, *bonds_of(found.groups)))
    ]
    return sorted(told, key=_at_first_sight, reverse=True)


def _at_first_sight(story: Told) -> float:
    """Outlets, the most prominent speaker, own words: what the rows of the reports tell."""
    places = [report.place for report in story.reports if report.place is not None]
    prominent = newsworthiness.PROMINENT / (1 + min(places) / 50) if places else 0.0
    return newsworthiness.reach(story.outlets).points + prominent + log2(1 + sum(r.quotes for r in story.reports)) / 4


def fill(looked_at: Sequence[Told], listed: Iterable[Listed], found: Repeats, wanted: Collection[int] | None) -> None:
    """Give these stories what is said in them, each utterance once, its first report first."""
    place = {report.key: (n, i) for n, told in enumerate(looked_at) for i, report in enumerate(told.reports)}
    by_utterance: defaultdict[tuple[int, int], list[Listed]] = defaultdict(list)
    for one in listed:
        if one.id not in found.before and (wanted is None or one.id in wanted):
            by_utterance[place[one.report][0], one.utterance].append(one)
    for (number, _), ones in by_utterance.items():
        first, *others = sorted(ones, key=lambda one: (place[one.report][1], one.start))
        looked_at[number].said.append(Said(first, tuple(o for o in others if o.report != first.report)))


def looked_into(told: Iterable[Told]) -> list[int]:
    """The reports whose statements are looked at."""
    keys = [report.key for one in told for report in one.reports[:REPORTS]]
    return keys[:ALL_REPORTS]


def weigh(told: Iterable[Told], speakers: Mapping[int, SpeakerEntry]) -> None:
    """What each statement is worth, but for what is new of it: outlets, the speaker, whose words they are."""
    prominent: dict[int | None, Part] = {}
    for story in told:
        reach = newsworthiness.reach(story.outlets)
        for i, one in enumerate(story.said):
            who = None if one.first.unnamed else one.first.speaker
            if who not in prominent:
                prominent[who] = newsworthiness.prominence(speakers.get(who) if who is not None else None)
            own = newsworthiness.own_words(one.first.rank, one.first.confidence)
            story.said[i] = Said(one.first, one.also, Worth((reach, prominent[who], *own)))


def promising(told: Iterable[Told]) -> list[tuple[Told, int]]:
    """The statements (story, place in it) that could come first: `NOVEL` at most."""
    places = [(story, i) for story in told for i in range(len(story.said))]
    return sorted(places, key=lambda place: -place[0].said[place[1]].worth.score)[:NOVEL]


def renew(
    places: Iterable[tuple[Told, int]],
    speakers: Mapping[int, SpeakerEntry],
    known: Collection[int],
    earlier: Mapping[int, Sequence[Earlier]],
) -> None:
    """Add what is new: a speaker who is not `known` from before the time, or who had not spoken on this `earlier`."""
    for story, i in places:
        one = story.said[i]
        who = one.first.speaker
        speaker = speakers.get(who) if who is not None and not one.first.unnamed else None
        if speaker is None or who is None:
            continue
        new_on = new_topic(one, story, speaker, earlier.get(who, ())) if who in known else None
        new = newsworthiness.novelty(speaker, known=who in known, new_on=new_on, days=DAYS)
        reach, prominent, *own = one.worth.parts
        story.said[i] = replace(one, worth=Worth((reach, prominent, new, *own)))


def order(told: list[Told]) -> None:
    """What is said in each story, most newsworthy first, and the stories by the first of it."""
    for story in told:
        story.said.sort(key=lambda one: (-one.worth.score, one.first.start, one.first.id))
    told.sort(key=lambda story: -story.score)


def new_topic(one: Said, told: Told, speaker: SpeakerEntry, before: Sequence[Earlier]) -> str | None:
    """The headline's word that the speaker uses now and did not use before, as printed; None where they said little."""
    if len(before) < FEW:
        return None
    mine = content_words(one.first.words) & told.heads - content_words(speaker.name)
    fresh = mine - {word for row in before for word in content_words(row.words)} if mine else mine
    printed = [word.strip(".,:;!?“”\"'‘’()") for word in (told.reports[0].title or "").split()]
    return max((word for word in printed if len(word) > 3 and content_words(word) & fresh), key=len, default=None)


def allot(ranked: Sequence[Told], room: int = TAKEN) -> None:
    """Which statements are read whole: a few of every story, then more, the first story first."""
    even = EVEN
    while room > 0 and any(told.taken < len(told.said) for told in ranked):
        for told in ranked:
            more = min(room, even - told.taken, len(told.said) - told.taken)
            told.taken += max(0, more)
            room -= max(0, more)
        even *= 2


def on_topic(one: Said, told: Told, before: Sequence[Earlier]) -> Earlier | None:
    """What the same speaker said on this earlier: most words in common, the latest of those; None where too few.

    Two words of content, one of them in the story's headlines; the words of the same utterance are no earlier ones.
    """
    bag = content_words(one.first.words)
    best: tuple[int, Earlier] | None = None
    for row in before:
        shared = bag & content_words(row.words)
        if (
            len(shared) >= 2
            and shared & told.heads
            and len(shared) < len(bag)
            and (best is None or len(shared) > best[0])
        ):
            best = (len(shared), row)
    return best[1] if best else None
