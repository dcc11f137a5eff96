"""How sources read: what is read, how it is doing, what its owner is told. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.page import Page, Section
from bot.wording import moment, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from bot.ingest.sources import Source

LISTED = 30
HOW = (
    "sources add https://example.org/feed – read what a feed or a site's page names; a page's feed is found by itself",
    "sources pause 3, sources resume 3, sources remove 3, sources check 3 – by its number",
)
NONE = "No source is read by itself yet."


def every(interval: timedelta) -> str:
    """As in "every 15 min", "every 2 h"."""
    minutes = int(interval.total_seconds()) // 60
    return f"every {minutes // 60} h" if minutes >= 60 and minutes % 60 == 0 else f"every {minutes} min"


def line(source: Source, zone: str) -> str:
    """One source in a list: what it is, what it gave, how it is doing."""
    gave = f"{plural(source.articles, 'article')}, {plural(source.statements, 'statement')}"
    todo = f"; {source.waiting} to be read" if source.waiting else ""
    lost = f"; {source.lost} could not be read" if source.lost else ""
    return f"{source.id}. {source.label} – {_state(source, zone)}. {gave}{todo}{lost}. {source.address}"


def _state(source: Source, zone: str) -> str:
    if not source.active:
        return "paused"
    if source.problem:
        since = moment(source.failing_since, zone) if source.failing_since else "now"
        return f"FAILING since {since} ({plural(source.failures, 'time')}), next try {moment(source.poll_at, zone)}"
    last = f"last read {moment(source.reached_at, zone)}" if source.reached_at else "not read yet"
    return f"{last}, {every(source.every)}"


def listed(sources: Sequence[Source], zone: str) -> Page:
    """Every source, those in trouble first."""
    if not sources:
        return Page(NONE, notes=HOW, title="Sources")
    ordered = sorted(sources, key=lambda one: (one.problem is None, not one.active))
    failing = sum(1 for one in sources if one.active and one.problem)
    told = f", {failing} of them failing" if failing else ", all of them well"
    more = [f"{len(sources) - LISTED} more: verbatim sources list shows all."] if len(sources) > LISTED else []
    lines = tuple(text for one in ordered[:LISTED] for text in (line(one, zone), *_why(one)))
    return Page(
        f"{plural(len(sources), 'source')}{told}.",
        (Section((), "Sources", (*lines, *more)), Section((), "Words", HOW)),
        title="Sources",
    )


def home_section(sources: Sequence[Source], zone: str) -> Section | None:
    """The sources on the Home tab: how many, and those in trouble by name."""
    if not sources:
        return None
    failing = [line(one, zone) for one in sources if one.active and one.problem]
    told = f"{plural(len(sources), 'source')}, {len(failing) or 'none'} of them failing."
    return Section((), "Sources", (told, *failing[:LISTED]))


def beside(page: Page, section: Section, footer: str | None) -> Page:
    """The list with another section below it."""
    return replace(page, sections=(*page.sections, section), footer=footer)


def _why(source: Source) -> tuple[str, ...]:
    return (f"    {source.problem}",) if source.problem and source.active else ()


def added(source: Source, found: int, others: Sequence[str]) -> Page:
    """A source was added, and has been looked at."""
    notes = [f"Its articles are being read: {plural(found, 'entry')} now, then {every(source.every)}."]
    if source.scope.startswith("channel:"):
        notes.append("Only this channel can find what comes from it.")
    elif source.scope.startswith("user:"):
        notes.append("Only you can find what comes from it: it was added in a direct message.")
    if others:
        notes.append(f"The page names other feeds, too: {', '.join(others)}.")
    return Page(f"Source {source.id} added: {source.label} ({source.address}).", notes=tuple(notes), title="Sources")


def changed(source: Source, what: str) -> Page:
    """It was paused, resumed, removed or is looked at now."""
    told = {
        "pause": "is paused: nothing new comes from it until it is resumed",
        "resume": "is read again, from now on",
        "remove": "is no source any more; its articles stay in the record",
        "check": "is being looked at now",
    }
    return Page(f"{source.label} {told[what]}.", title="Sources")


def trouble(source: Source) -> Page:
    """What its owner is told when it has failed for long."""
    return Page(
        f"{source.label} cannot be read: {plural(source.failures, 'try')} in a row failed.",
        notes=(
            f"The last time: {source.problem}",
            f"It is tried again, less and less often; “sources pause {source.id}” stops that.",
            "You will be told once when it can be read again.",
        ),
    )


def recovered(before: Source) -> Page:
    """What its owner is told when it can be read again."""
    return Page(f"{before.label} can be read again. What it still lists of the time between is being read.")
