"""What a window brought: the driver over one snapshot of the archive. Reads, decides nothing (bot.digest.choice does).

    light rows -> wanted by the criteria -> stories -> statements of the first of them -> worth -> the shown, whole

Only what is shown is read as Records, checked against the stored hash; the rest is counted.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.ask.people import Directory
from bot.collecting import uncollected
from bot.compose.cards import whole_sentence
from bot.compose.denials import disputed
from bot.digest import choice, silence, stories
from bot.digest.criteria import resolved, why_not
from bot.digest.extras import tally
from bot.digest.model import Digest, Further, Story
from bot.extract.sentences import sentences
from bot.model import Hit, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from bot.digest.choice import Repeats, Said, Told
    from bot.digest.criteria import Criteria
    from bot.digest.model import Tally, Window
    from bot.listing import Earlier, Listed, Listing, Report, Reports, Reprint
    from bot.model import Article, Record, SpeakerEntry
    from bot.ports import Snapshot

ALL = 1_000_000
PROMINENT = 300  # speakers whose being quoted lifts a story at first sight
CHUNK = 500  # statements read whole at a time to hold them against criteria
SEEN_OFTEN = 50  # a speaker with more statements than this in the record is not asked for whether they are new
NAMED = 4  # reports of a story that are named
FURTHER = 20  # stories that are named and counted
DENIED = 300  # repeated statements that are looked at for a denial that is new
EARLIER = 15  # statements of a speaker that are looked at for what they said before
KEPT = 1000  # statements behind [All]


@dataclass(frozen=True, slots=True)
class Gathered:
    """A digest, and what is needed to say why it is as it is."""

    digest: Digest
    contents: tuple[int, ...] = ()  # what [All] shows: one statement for each utterance, by story, as printed
    worth: dict[int, str] = field(default_factory=dict)  # by statement, as ordered: what it is worth, in words
    rejected: dict[int, str] = field(default_factory=dict)  # by statement: why the criteria leave it out
    repeated: tuple[int, ...] = ()  # statements whose words had been news before


def gather(snapshot: Snapshot, window: Window, zone: str, criteria: Criteria | None = None) -> Gathered:
    """What the window brought of what is wanted (`criteria`: None = everything), as this snapshot may see it."""
    with uncollected():  # half of composing a day was looking for cycles (measured)
        return _gathered(snapshot, window, zone, criteria)


def _gathered(snapshot: Snapshot, window: Window, zone: str, criteria: Criteria | None) -> Gathered:
    listing = snapshot.listing(window.since, window.until)
    entries = snapshot.directory()
    speakers = {entry.id: entry for entry in entries}
    criteria = resolved(criteria, Directory(entries)) if criteria and _chooses(criteria) else criteria
    wanted, rejected = _wanted(snapshot, listing, criteria)
    most = ALL if criteria and criteria.extras else choice.REPORTED  # extras count every story
    reports = listing.reports(_prominent(speakers.values()), wanted, most)
    found = _repeats(snapshot, listing, reports.listed, wanted, criteria)
    told = choice.stories(reports.listed, found, bonds(listing, reports.listed))
    looked_at = told[: choice.STORIES]
    choice.fill(looked_at, listing.statements(choice.looked_into(looked_at)), found, wanted)
    earlier = _rank(listing, looked_at, speakers, window)
    choice.allot(looked_at)
    digest = _digest(
        snapshot, listing, window, zone, [*looked_at, *told[choice.STORIES :]], found, earlier, _beyond(reports)
    )
    if criteria and criteria.extras:
        counted = _tally(listing, told, found, wanted, speakers)
        digest = replace(digest, extras=criteria.extras, tally=counted)
    said = [one for story in looked_at for one in story.said]
    return Gathered(
        digest,
        tuple(one.first.id for story in looked_at for one in _as_printed(story))[:KEPT],
        {one.first.id: one.worth.words for one in said},
        rejected,
        tuple(sorted(found.before)),
    )


def _as_printed(told: Told) -> list[Said]:
    """What is said in a story, first report first, as printed."""
    place = {report.key: i for i, report in enumerate(told.reports)}
    return sorted(told.said, key=lambda one: (place[one.first.report], one.first.start))


def _tally(
    listing: Listing,
    told: Sequence[Told],
    found: Repeats,
    wanted: Collection[int] | None,
    speakers: dict[int, SpeakerEntry],
) -> Tally:
    """Everything that is said, counted for the extras: all of it is looked at, which a digest alone does not need."""
    whole = [choice.Told(story.reports, story.count) for story in told]
    keys = [report.key for story in whole for report in story.reports]
    choice.fill(whole, listing.statements(keys), found, wanted)
    return tally(whole, speakers)


def _beyond(reports: Reports) -> tuple[int, int]:
    """Articles, and statements in them, that are not grouped into stories; repeated words are not told apart there."""
    listed = sum(report.statements for report in reports.listed)
    return reports.articles - len(reports.listed), reports.statements - listed


def _chooses(criteria: Criteria) -> bool:
    """Whether something is left out by these."""
    return bool(criteria.wanted or criteria.left_out or criteria.quotes_only)


def _wanted(
    snapshot: Snapshot, listing: Listing, criteria: Criteria | None
) -> tuple[frozenset[int] | None, dict[int, str]]:
    """The statements that meet the criteria, and why the others do not; (None, {}) where everything is wanted."""
    if not criteria or not _chooses(criteria):
        return None, {}
    rejected: dict[int, str] = {}
    wanted: set[int] = set()
    after = 0
    while ids := listing.news(after, CHUNK):
        for record in snapshot.records(ids):
            reason = why_not(record, criteria)
            if reason is None:
                wanted.add(record.id)
            else:
                rejected[record.id] = reason
        after = ids[-1]
    return frozenset(wanted), rejected


def _prominent(speakers: Iterable[SpeakerEntry]) -> list[int]:
    """The most quoted of the record, most quoted first."""
    people = (entry for entry in speakers if entry.kind is not SpeakerKind.ANONYMOUS and entry.statements > 1)
    return [entry.id for entry in sorted(people, key=lambda entry: (-entry.statements, entry.id))[:PROMINENT]]


def _repeats(
    snapshot: Snapshot,
    listing: Listing,
    reports: Sequence[Report],
    wanted: Collection[int] | None,
    criteria: Criteria | None,
) -> Repeats:
    """What is repeated.

    Of words that criteria kept out of earlier digests it is not said that they were in one; words that are disputed
    where they are repeated are news again.
    """
    reprints = listing.reprints()
    if wanted is not None and criteria is not None:
        reprints = _shown_before(snapshot, reprints, wanted, criteria)
    denied = _denied(snapshot, listing, [one for one in reprints if one.before][:DENIED])
    reprints = [one._replace(before=0) if one.statement in denied else one for one in reprints]
    return choice.repeats(reprints, {report.key for report in reports}, wanted)


def _denied(snapshot: Snapshot, listing: Listing, repeated: Sequence[Reprint]) -> set[int]:
    """Those that the article goes on to dispute, in a sentence that is not the same speaker's."""
    if not repeated:
        return set()
    own: defaultdict[tuple[int, int | None], list[int]] = defaultdict(list)
    for one in listing.statements(sorted({one.report for one in repeated})):
        own[one.report, one.speaker].append(one.start)
    report_of = {one.statement: one.report for one in repeated}
    return {
        record.id
        for record in snapshot.records([one.statement for one in repeated])
        if _disputes(record, own[report_of[record.id], record.speaker_id])
    }


def _disputes(record: Record, own: Sequence[int]) -> bool:
    """Whether a sentence after it, in which none of the speaker's `own` statements starts, disputes it."""
    taken = [s for s in sentences(record.article.text) if any(s.start <= start < s.end for start in own)]
    return disputed(record.article.text, whole_sentence(record), taken) is not None


def _shown_before(
    snapshot: Snapshot, reprints: Iterable[Reprint], wanted: Collection[int], criteria: Criteria
) -> list[Reprint]:
    ours = [one for one in reprints if one.statement in wanted]
    firsts = snapshot.records(sorted({one.utterance for one in ours if one.before}))
    met = {record.id for record in firsts if why_not(record, criteria) is None}
    return [one if one.utterance in met else one._replace(before=0) for one in ours]


def bonds(listing: Listing, reports: Sequence[Report]) -> list[tuple[int, int]]:
    """Which reports belong together by their headlines and who speaks in them."""
    found = stories.pairs(reports)
    touching = {key for pair in found.open for key in pair}
    listed: defaultdict[int, list[Listed]] = defaultdict(list)
    for one in listing.statements(sorted(touching)):
        listed[one.report].append(one)
    return stories.settled(found, {r.key: stories.reading(r, listed[r.key]) for r in reports if r.key in touching})


def _rank(
    listing: Listing, looked_at: list[Told], speakers: dict[int, SpeakerEntry], window: Window
) -> dict[int, list[Earlier]]:
    """Put stories and statements in order; returns what their first speakers had said before."""
    choice.weigh(looked_at, speakers)
    first = choice.promising(looked_at)
    speaking = _speakers(story.said[i] for story, i in first) & speakers.keys()
    few = [who for who in speaking if speakers[who].statements <= SEEN_OFTEN]
    known = speaking.difference(few) | listing.known(few)
    since = (window.since - timedelta(days=choice.DAYS)).date().isoformat()
    earlier: defaultdict[int, list[Earlier]] = defaultdict(list)
    for row in listing.earlier(sorted(known), since, EARLIER):
        earlier[row.speaker].append(row)
    choice.renew(first, speakers, known, earlier)
    choice.order(looked_at)
    return earlier


def _speakers(said: Iterable[Said]) -> set[int]:
    return {who for one in said if (who := one.first.speaker) is not None and not one.first.unnamed}


# -- the shown, whole


def _digest(
    snapshot: Snapshot,
    listing: Listing,
    window: Window,
    zone: str,
    told: Sequence[Told],
    found: Repeats,
    earlier: dict[int, list[Earlier]],
    beyond: tuple[int, int],
) -> Digest:
    shown = [story for story in told if story.taken]
    rest = [story for story in told if not story.taken]
    before = _earlier_ids(shown, earlier)
    records = _records(snapshot, shown, before.values())
    coverage = snapshot.coverage()
    delivered = silence.delivered(listing.deliveries(window.until - silence.LOOKED_BACK), window.until, zone)
    delivered = silence.unread_first(delivered, listing.failing(window.until))
    return Digest(
        window,
        zone,
        tuple(story for one in shown if (story := _story(one, records)).hits),
        articles=sum(len(story.reports) for story in told) + beyond[0],
        statements=sum(story.count for story in told) + beyond[1],
        older=listing.older(),
        newest_indexed=coverage.newest_indexed,
        first=silence.told(delivered, zone),
        repeated=len(found.before),
        further=tuple(map(_further, rest[:FURTHER])),
        left_stories=len(rest[FURTHER:]) + beyond[0],
        left=sum(story.count for story in rest[FURTHER:]) + beyond[1],
        outlets=coverage.outlet_names,
        earlier={now: records[then] for now, then in before.items() if then in records},
    )


def _earlier_ids(shown: Iterable[Told], earlier: dict[int, list[Earlier]]) -> dict[int, int]:
    """For each shown statement what its speaker said on this before, the same words once."""
    found: dict[int, int] = {}
    for told in shown:
        for one in told.said[: told.taken]:
            before = earlier.get(one.first.speaker or 0, [])
            row = choice.on_topic(one, told, before)
            if row is not None and row.id not in found.values():
                found[one.first.id] = row.id
    return found


def _records(snapshot: Snapshot, shown: Iterable[Told], more: Iterable[int]) -> dict[int, Record]:
    """The statements of these stories that are shown, a few of their other reports, and one of each report named."""
    ids = dict.fromkeys(more)
    for told in shown:
        for one in told.said[: told.taken]:
            ids |= dict.fromkeys((one.first.id, *(other.id for other in one.also[:NAMED])))
        ids |= dict.fromkeys(_one_of_each(told).values())
    return {record.id: record for record in snapshot.records(tuple(ids))}


def _one_of_each(told: Told) -> dict[int, int]:
    """A statement of each of the reports that are named."""
    named = {report.key for report in told.reports[: NAMED + 1]}
    return {one.report: one.id for said in told.said for one in (said.first, *said.also) if one.report in named}


def _story(told: Told, records: dict[int, Record]) -> Story:
    articles: dict[int, Article] = {}
    ones = _one_of_each(told)
    for report in told.reports[: NAMED + 1]:
        if ones.get(report.key) in records:
            articles[report.key] = records[ones[report.key]].article
    shown = [one for one in told.said[: told.taken] if one.first.id in records]
    hits = [_hit(one, records) for one in _by_speaker(shown)]
    left = [one for one in told.said if one not in shown]
    return Story(
        tuple(articles.values()),
        tuple(hits),
        len(told.reports),
        max(0, told.count - len(hits)),
        len({one.first.speaker for one in left}),
    )


def _hit(one: Said, records: dict[int, Record]) -> Hit:
    also = tuple(records[other.id] for other in one.also if other.id in records)
    return Hit(records[one.first.id], one.worth.score, also, one.worth.words)


def _by_speaker(said: Sequence[Said]) -> list[Said]:
    """Each speaker's statements together, as printed; the speaker with the most newsworthy one first."""
    order = list(dict.fromkeys(one.first.speaker for one in said))
    return sorted(said, key=lambda one: (order.index(one.first.speaker), one.first.report, one.first.start))


def _further(told: Told) -> Further:
    first = told.reports[0]
    return Further(first.title, first.outlet, first.published, len(told.reports), told.count)
