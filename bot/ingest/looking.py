"""What a source has now: one look at a feed, a page, a folder, or a list of sitemaps with the newest of what it lists.

    address -> feed                                  its entries
            -> page that names feeds                 the first of them, where the source was never read before
            -> list of sitemaps [sitemaps.org]       MAPS of them, those of news and the newest first, one level deep

A list's validators are not kept: it stays as it is while what it lists changes.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot.errors import SourceError
from bot.ingest import folders
from bot.ingest.addresses import place_of, same_site, shown
from bot.ingest.parcel import MOST, Reading
from bot.ingest.web import FEED, PAGE, Fetched, FetchError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from bot.ingest.intake import Intake
    from bot.ingest.parcel import Entry
    from bot.ingest.sources import Source

log = structlog.get_logger()
MAPS = 5  # sitemaps of one list that are read; an outlet's news is in its newest two or three


def looked(intake: Intake, source: Source, late: Callable[[], bool] = lambda: False) -> tuple[Fetched, Reading]:
    """What a source has now; of a list of sitemaps, those begun before it is `late`. Raises SourceError."""
    if source.kind == "links":  # its entries are heard (bot.linking), and never looked for
        return Fetched(source.address), Reading()
    if source.kind == "folder":
        return Fetched(source.address), Reading(entries=tuple(folders.entries(Path(source.address))))
    accept = PAGE if source.kind == "page" else FEED
    fetched = intake.fetch.fetch(source.address, accept, etag=source.etag, modified=source.modified)
    if fetched.same:
        return fetched, Reading()
    if source.kind == "page":
        return fetched, folders.changed(fetched)
    fetched, found = _read(intake, fetched, late)
    if not found.feeds:
        return fetched, found
    if source.reached_at is not None:
        raise SourceError(f"{source.address}: a page is there now and no feed; add its feed: {found.feeds[0]}")
    return named(intake, found)


def listed(intake: Intake, url: str) -> tuple[Fetched, Reading]:
    """The feed or sitemap at an address, or the feeds that the page there names. Raises SourceError."""
    return _read(intake, intake.fetch.fetch(url, FEED), lambda: False)


def named(intake: Intake, page: Reading) -> tuple[Fetched, Reading]:
    """The first feed that a page names, which is where the source is from now on. Raises SourceError."""
    first = page.feeds[0]
    fetched, found = listed(intake, first)
    if found.feeds:
        raise SourceError(f"{first}: the page names this as its feed, and it is none; give the feed's own address.")
    return replace(fetched, moved=fetched.moved or first), replace(found, title=found.title or page.title)


def _read(intake: Intake, fetched: Fetched, late: Callable[[], bool]) -> tuple[Fetched, Reading]:
    found = intake.read("feed", fetched)
    if not found.maps:
        return fetched, found
    return replace(fetched, etag=None, modified=None), _together(intake, fetched.url, found.maps, late)


def _together(intake: Intake, url: str, maps: Iterable[Entry], late: Callable[[], bool]) -> Reading:
    """The entries of the sitemaps of a list, newest first; one that cannot be read costs only its own.

    Once it is `late`, none is begun any more but the first.
    """
    host = place_of(url).host
    chosen = [one.url for one in maps if same_site(place_of(one.url).host, host)]
    entries: dict[str, Entry] = {}
    failures: list[FetchError | SourceError] = []
    cut = False
    for at, address in enumerate(chosen[:MAPS]):
        if at and late():
            log.warning("sitemaps left for another look", url=url, read=at, of=len(chosen[:MAPS]))
            break
        try:
            found = intake.read("feed", intake.fetch.fetch(address, FEED))
        except SourceError as error:
            failures.append(error)
        else:
            entries = {**{one.url: one for one in found.entries}, **entries}
            cut = cut or found.truncated
    if not entries and failures:
        raise failures[0]
    if not chosen:
        raise SourceError(f"{shown(url)}: it lists only sitemaps of other sites; add those.")
    newest = sorted(entries.values(), key=lambda one: one.published or one.stamp or "", reverse=True)
    return Reading(entries=tuple(newest[:MOST]), truncated=cut or len(newest) > MOST)
