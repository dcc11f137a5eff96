"""What a weekly digest may add where that is wished: who was quoted on what, on what it all rests, a chart. Pure.

Off by default, chosen by `extras` among a digest's criteria. Counted over every statement of the window that is
wanted, each utterance once; headlines are the reports' own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from bot.digest.model import Quoted, Tally
from bot.model import SpeakerKind
from bot.page import Page, Section
from bot.wording import plural

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from bot.digest.choice import Said, Told
    from bot.model import SpeakerEntry

TABLE, AUDIT, CHART = "table", "audit", "chart"
EXTRAS = (
    (TABLE, "A table of who was quoted on what"),
    (AUDIT, "A sourcing audit: unnamed sources, statements and stories with one source"),
    (CHART, "A chart of the most quoted, where Slack takes files"),
)
LISTED = 15  # speakers in the table
BARS = 10  # and in the chart
STORIES = 5  # stories with one source that are named
_LOOKS = ("quote", "part-quote", "paraphrase")


def tally(told: Iterable[Told], speakers: Mapping[int, SpeakerEntry]) -> Tally:
    """Count what is said in these stories."""
    stories = [story for story in told if story.said]
    said = [(story, one) for story in stories for one in story.said]
    outlet_of = {report.key: report.outlet for story in stories for report in story.reports}
    return Tally(
        statements=len(said),
        unnamed=sum(one.first.unnamed for _, one in said),
        unknown=sum(one.first.speaker is None and not one.first.unnamed for _, one in said),
        one_outlet=sum(len(_outlets([one], outlet_of)) == 1 for _, one in said),
        stories=len(stories),
        one_source=tuple(
            story.reports[0].title or "no headline"
            for story in stories
            if len(story.said) > 1 and len({one.first.speaker for one in story.said}) == 1
        ),
        quoted=_quoted(said, outlet_of, speakers),
    )


def _outlets(said: Iterable[Said], outlet_of: Mapping[int, str | None]) -> set[str | None]:
    return {outlet_of[one.report] for each in said for one in (each.first, *each.also)}


def _quoted(
    said: Iterable[tuple[Told, Said]], outlet_of: Mapping[int, str | None], speakers: Mapping[int, SpeakerEntry]
) -> tuple[Quoted, ...]:
    by_speaker: defaultdict[int, list[tuple[Told, Said]]] = defaultdict(list)
    for story, one in said:
        who = None if one.first.unnamed else one.first.speaker
        if who is not None and who in speakers and speakers[who].kind is not SpeakerKind.ANONYMOUS:
            by_speaker[who].append((story, one))
    rows = []
    for who, theirs in by_speaker.items():
        looks = Counter(one.first.rank for _, one in theirs)
        headline = Counter(story.reports[0].title for story, _ in theirs).most_common(1)[0][0]
        outlets = len(_outlets((one for _, one in theirs), outlet_of))
        rows.append(Quoted(speakers[who].name, (looks[0], looks[1], looks[2]), outlets, headline))
    return tuple(sorted(rows, key=lambda row: (-row.statements, -row.looks[0], row.name)))


def pages(found: Tally, wanted: Collection[str]) -> list[Page]:
    """The replies that a digest's thread gets beside; none of an empty window. The chart is no page."""
    if not found.statements:
        return []
    made = [(TABLE, _table), (AUDIT, _audit)]
    return [make(found) for name, make in made if name in wanted]


def _table(found: Tally) -> Page:
    rows = tuple(map(_row, found.quoted[:LISTED]))
    rest = found.quoted[LISTED:]
    others = f"{plural(sum(row.statements for row in rest), 'more statement')} by {plural(len(rest), 'speaker')}."
    return Page("Who was quoted on what", (Section((), "Most quoted first", rows, tail=others if rest else None),))


def _row(row: Quoted) -> str:
    looks = ", ".join(plural(count, name) for count, name in zip(row.looks, _LOOKS, strict=True) if count)
    most = f"; most in “{row.headline}”" if row.headline else ""
    return f"{row.name}: {plural(row.statements, 'statement')} ({looks}) in {plural(row.outlets, 'outlet')}{most}"


def _audit(found: Tally) -> Page:
    """How much of it rests on whom; what one source or one outlet means is for the reader to say."""
    lines = [
        f"{plural(found.statements, 'statement')} in {plural(found.stories, 'story')}.",
        f"Source not named: {_share(found.unnamed, found.statements)}.",
        f"Speaker not known: {_share(found.unknown, found.statements)}.",
        f"Reported by one outlet only: {_share(found.one_outlet, found.statements)}.",
        f"Stories in which one source says everything: {len(found.one_source)}.",
    ]
    named = [f"“{title}”" if '"' not in title and "“" not in title else title for title in found.one_source]
    left = len(named) - STORIES
    tail = f"and {left} more" if left > 0 else None
    return Page("Sourcing of this digest", (Section((), "What it rests on", (*lines, *named[:STORIES]), tail=tail),))


def _share(part: int, whole: int) -> str:
    return f"{part:,} of {whole:,} ({round(100 * part / max(1, whole))} %)"


def described(rows: Sequence[Quoted]) -> str:
    """The chart in words, for who cannot see it."""
    told = "; ".join(f"{row.name} {row.statements}, of them {plural(row.looks[0], 'quote')}" for row in rows[:BARS])
    return f"Bar chart of the most quoted speakers by statements: {told}."
