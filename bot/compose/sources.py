"""How sources read: what is read, how it is doing, what its owner is told. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ingest.languages import called
from bot.model import PUBLIC
from bot.page import Page, Section
from bot.wording import moment, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from bot.ingest.sources import Source

TITLE = "Sources"
LISTED = 30
BUTTONS = 5  # of a list, that open one of it
FAILURES = 10  # articles of one source
HOW = (
    "sources add – a form; sources add https://example.org – the feed that its page names, or a feed's own address",
    "sources 3 – how one is doing, by its number; sources pause 3, resume 3, check 3, remove 3",
)
SETTINGS = "Named in VERBATIM_SOURCES: whoever runs Verbatim takes it out there."
ADD = ("source_form", "Add a source", "-")
Button = tuple[str, str, str]
_SEEN = {
    "public": "Everybody in the workspace can find what comes from it.",
    "channel": "Only this channel can find what comes from it.",
    "user": "Only you can find what comes from it.",
}
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
    if source.failing_since:
        since = moment(source.failing_since, zone)
        return f"FAILING since {since} ({plural(source.failures, 'time')}), next try {moment(source.poll_at, zone)}"
    last = f"last read {moment(source.reached_at, zone)}" if source.reached_at else "not read yet"
    return f"{last}, {every(source.every)}"


def listed(sources: Sequence[Source], zone: str) -> Page:
    """Every source, those in trouble first."""
    if not sources:
        return Page(NONE, notes=HOW, title=TITLE, buttons=(ADD,))
    ordered = sorted(sources, key=lambda one: (not one.failing, one.problem is None, not one.active))
    failing = sum(1 for one in sources if one.active and one.failing)
    cut = sum(1 for one in sources if one.active and one.problem and not one.failing)
    told = f", {failing} of them failing" if failing else "" if cut else ", all of them well"
    told += f", {cut} read in part" if cut else ""
    more = [f"{len(sources) - LISTED} more: verbatim sources list shows all."] if len(sources) > LISTED else []
    lines = tuple(text for one in ordered[:LISTED] for text in (line(one, zone), *_why(one)))
    return Page(
        f"{plural(len(sources), 'source')}{told}.",
        (Section((), "Sources", (*lines, *more)), Section((), "Words", HOW)),
        title=TITLE,
        buttons=(ADD, *((f"source_show.{i}", one.label, str(one.id)) for i, one in enumerate(ordered[:BUTTONS]))),
    )


def about(source: Source, unread: Sequence[tuple[str, str]], zone: str, *, may_change: bool = True) -> Page:
    """One source: how it is doing, when it is looked at next, what it gave, and what failed with its reason.

    `unread` are (address, why) of articles that could not be read.
    """
    sections = [Section((), "How it is doing", tuple(_doing(source, zone)))]
    if unread:
        lines = [f"{url}: {why.removeprefix(f'{url}: ')}" for url, why in unread[:FAILURES]]
        sections.append(Section((), "Articles that could not be read", tuple(lines)))
    sections.append(Section((), "What it is", tuple(_facts(source))))
    return Page(
        f"Source {source.id}, {source.label}: {_state(source, zone)}.",
        tuple(sections),
        title=TITLE,
        buttons=buttons(source) if may_change else (),
    )


def buttons(source: Source) -> tuple[Button, ...]:
    """[Pause] [Check now] [Remove], as far as it is people's to do."""
    key = str(source.id)
    own = ("source_pause", "Pause", key) if source.active else ("source_resume", "Resume", key)
    check = (("source_check", "Check now", key),) if source.active else ()
    return (own, *check, *(() if source.fixed else (("source_remove", "Remove", key),)))


def _doing(source: Source, zone: str) -> Iterator[str]:
    """Its state, a line each; what never was is said to be so."""
    reached = moment(source.reached_at, zone) if source.reached_at else "never"
    fresh = moment(source.new_at, zone) if source.new_at else "never"
    yield f"Last read: {reached}. Last time it had something new: {fresh}."
    if source.active:
        yield f"Next look: {moment(source.poll_at, zone)}, {every(source.every)} where all is well."
    else:
        yield "It is not looked at while it is paused."
    if source.failing_since:
        since = moment(source.failing_since, zone)
        tries = plural(source.failures, "try")
        yield f"Failing since {since}: {tries} in a row failed. The last time: {source.problem}"
    elif source.problem:
        yield source.problem
    waiting = f" {plural(source.waiting, 'article')} still to be read." if source.waiting else ""
    lost = f" {plural(source.lost, 'article')} given up as unreadable." if source.lost else ""
    gave = f"{plural(source.articles, 'article')} with {plural(source.statements, 'statement')}"
    yield f"It gave {gave} so far.{waiting}{lost}"


def _facts(source: Source) -> Iterator[str]:
    """What was said of it when it was added."""
    kinds = {"page": "A page that is read again when it changes", "folder": "A folder that is watched for files"}
    yield f"{kinds.get(source.kind, 'A feed or sitemap')}: {source.address}"
    yield f"Outlet: {source.outlet or 'as each article says'}."
    if source.language is None:
        yield "Language: as each page says."
    else:
        unread = "" if source.language == "en" else ", stored and not analysed"
        yield f"Language: {called(source.language)}{unread}, where a page states none."
    yield f"Times without a zone are taken as {source.zone}." if source.zone else "Times without a zone count as a day."
    yield _SEEN[source.scope.partition(":")[0]]
    if source.fixed:
        yield SETTINGS


def home_section(sources: Sequence[Source], zone: str) -> Section | None:
    """The sources on the Home tab: how many, and those in trouble by name."""
    if not sources:
        return None
    failing = [line(one, zone) for one in sources if one.active and one.failing]
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
    if source.language not in {None, "en"}:
        spoken = called(str(source.language))
        notes.append(f"Where a page states no language, it counts as {spoken}: stored, and not analysed.")
    if source.scope != PUBLIC:
        notes.append(_SEEN[source.scope.partition(":")[0]])
    if source.problem:
        notes.append(source.problem)
    if others:
        notes.append(f"The page names other feeds, too: {', '.join(others)}.")
    return Page(
        f"Source {source.id} added: {source.label} ({source.address}).",
        notes=tuple(notes),
        title=TITLE,
        buttons=(_show(source),),
    )


def changed(source: Source, what: str) -> Page:
    """It was paused, resumed, removed or is looked at now."""
    told = {
        "pause": "is paused: nothing new comes from it until it is resumed",
        "resume": "is read again, from now on",
        "remove": "is no source any more; its articles stay in the record",
        "check": "is looked at within seconds",
    }
    shown = () if what == "remove" else (_show(source),)
    return Page(f"{source.label} {told[what]}.", title=TITLE, buttons=shown)


def _show(source: Source) -> Button:
    return ("source_show", "How it is doing", str(source.id))


def trouble(source: Source, zone: str) -> Page:
    """What its owner is told when it has failed for long."""
    gap = "It could never be read since it was added."
    if source.reached_at:
        gap = f"It was last read {moment(source.reached_at, zone)}: what it has printed since is not in the record."
    going_on = (
        f"It is tried again, at least once a day, and you will be told here once when it can be read. “sources "
        f"{source.id}” shows how it is doing, “sources pause {source.id}” stops the tries."
    )
    return Page(
        f"{source.label} cannot be read: {plural(source.failures, 'try')} in a row failed.",
        notes=(f"The last time: {source.problem}", gap, going_on),
    )


def recovered(before: Source) -> Page:
    """What its owner is told when it can be read again."""
    return Page(f"{before.label} can be read again. What it still lists of the time between is being read.")
