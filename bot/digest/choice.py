"""From light rows to what a digest shows: stories in order, in each the statements in order, each utterance once. Pure.

    reports, reprints -> stories -> the first by their reports -> statements -> worth -> order -> allotment

Whole stories are ranked by their reports alone; only the statements of the first of them are looked at, so that a
hundred thousand statements cost as much as their articles.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from math import log2
from typing import TYPE_CHECKING

from bot.digest import newsworthiness
from bot.digest.newsworthiness import Worth
from bot.digest.stories import bonds_of, content_words, joined

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.listing import Earlier, Listed, Report, Reprint
    from bot.model import SpeakerEntry

STORIES = 60  # whose statements are looked at
REPORTS = 40  # of one story whose statements are looked at
TAKEN = 60  # statements that are read whole: four times what a message shows
EVEN = 2  # statements that every story gets before the first one gets more
NOVEL = 100  # statements that are tried for whether their speaker is new to the topic
DAYS = 14  # looked back for that
FEW = 3  # earlier statements below which nothing is said of what a speaker usually speaks on


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance of the time, its first report and the others."""

    first: Listed
    also: tuple[Listed, ...] = ()
    worth: Worth = field(default_factory=lambda: Worth(()))


@dataclass(slots=True)
class Told:
    """One story: its reports, first one first, and what is said in them, most newsworthy first."""

    reports: tuple[Report, ...]
    count: int  # utterances in all, also where they were not looked at
    said: list[Said] = field(default_factory=list)
    taken: int = 0  # of `said`, how many are read whole and shown

    @property
    def outlets(self) -> int:
        """How many outlets report it."""
        return len({report.outlet for report in self.reports}) or 1

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


def rank(
    looked_at: list[Told],
    speakers: Mapping[int, SpeakerEntry],
    known: Collection[int],
    earlier: Mapping[int, list[Earlier]],
) -> None:
    """Order what is said in each story, and the stories by it. `known`: speakers with something before the time."""
    for told in looked_at:
        bag = Counter(word for report in told.reports for word in content_words(report.title or ""))
        told.said = [_weighed(one, told, speakers, known, earlier, bag) for one in told.said]
        told.said.sort(key=lambda one: (-one.worth.score, one.first.start, one.first.id))
    looked_at.sort(key=lambda told: -told.score)


def _weighed(
    one: Said,
    told: Told,
    speakers: Mapping[int, SpeakerEntry],
    known: Collection[int],
    earlier: Mapping[int, list[Earlier]],
    bag: Counter[str],
) -> Said:
    who = one.first.speaker
    speaker = speakers.get(who) if who is not None and not one.first.unnamed else None
    new_on = new_topic(one, told, speaker, earlier.get(who, []) if who is not None else [], bag)
    parts = (
        newsworthiness.reach(told.outlets),
        newsworthiness.prominence(speaker),
        newsworthiness.novelty(speaker, known=who in known, new_on=new_on, days=DAYS),
        *newsworthiness.own_words(one.first.rank, one.first.confidence),
    )
    return replace(one, worth=Worth(parts))


def new_topic(
    one: Said, told: Told, speaker: SpeakerEntry | None, before: Sequence[Earlier], bag: Counter[str]
) -> str | None:
    """The headline's word that the speaker uses now and did not use before, as printed; None where they said little."""
    if speaker is None or len(before) < FEW:
        return None
    mine = content_words(one.first.words) & bag.keys() - content_words(speaker.name)
    fresh = mine - {word for row in before for word in content_words(row.words)}
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
    heads = {word for report in told.reports for word in content_words(report.title or "")}
    best: tuple[int, Earlier] | None = None
    for row in before:
        shared = bag & content_words(row.words)
        if len(shared) >= 2 and shared & heads and len(shared) < len(bag) and (best is None or len(shared) > best[0]):
            best = (len(shared), row)
    return best[1] if best else None
