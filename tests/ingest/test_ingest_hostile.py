"""Row 22: sources made to do harm. Each ends within 30 s, the bot grows by less than 64 MiB, the others are on time."""

from __future__ import annotations

import gzip
import os
import threading
import time
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.site import LOOPBACK, Reply, Site, moved

from bot.answering import utcnow
from bot.extract import Extractor
from bot.ingest.gather import Gatherer
from bot.ingest.intake import Intake
from bot.ingest.opener import SECONDS, Opener
from bot.ingest.pace import Pace
from bot.ingest.reader import Reader
from bot.ingest.sources import Source
from bot.newsroom import Newsroom
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

MB = 1024 * 1024
XML = "application/rss+xml"
GOOD = "<rss version='2.0'><channel><title>Well</title><item><link>/article</link></item></channel></rss>"
ARTICLE = (
    "<article><h1>Ferry stays in port</h1><p>“Nobody sails in this,” said Mara Lind, the harbour minister, as the "
    "third storm of the month reached the coast.</p></article>"
)


def endless() -> Iterator[bytes]:
    """100 MB of feed, and no length given."""
    yield b"<rss version='2.0'><channel>"
    for _ in range(100):
        yield b"<item><title>x</title></item>" * (MB // 29)


def dripping(hold: threading.Event) -> Iterator[bytes]:
    while not hold.wait(0.1):
        yield b"<"


def hostile(hold: threading.Event) -> dict[str, Reply]:
    """What each address of the site does to whoever reads it."""
    bomb = gzip.compress(b"<rss version='2.0'><channel>" + b"<item/>" * 20_000_000, 6)
    return {
        "/huge": Reply(endless, XML),
        "/announced": Reply(lambda: iter([b"<"]), XML, headers={"Content-Length": str(10**12)}),
        "/bomb": Reply(bomb, XML, headers={"Content-Encoding": "gzip"}),
        "/drip": Reply(lambda: dripping(hold), XML),
        "/headers": Reply(lambda: dripping(hold), raw=True),
        "/round": moved("/round"),
        "/deep": Reply(b"<rss version='2.0'><channel>" + b"<a>" * 1_000_000, XML),
        "/deeper": Reply(b"<rss version='2.0'><channel><item>" + b"<a>" * 200_000 + b"</a>" * 200_000, XML),
        "/entities": Reply(b'<!DOCTYPE r [<!ENTITY a "' + b"x" * 50_000 + b'">]><rss>' + b"&a;" * 50_000, XML),
        "/many": Reply(b"<rss version='2.0'><channel>" + b"<item><link>/x</link></item>" * 39_000, XML),
        "/json": Reply(b'{"items":' + b"[" * 5_000_000, "application/feed+json"),
        "/attributes": Reply(b"<rss version='2.0' " + b"".join(b"a%d='1' " % n for n in range(200_000)) + b">", XML),
    }  # fmt: skip


def resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize("seconds", [2.0, pytest.param(SECONDS, marks=pytest.mark.soak)])
def test_hostile_sources_end_in_time_and_delay_no_other(tmp_path: Path, seconds: float) -> None:
    """With less time for a fetch in the suite; `make soak` gives what the bot gives, and prints the figures."""
    hold, now = threading.Event(), datetime.now(UTC)
    harmful = hostile(hold)
    store, reader = open_archive(blank(tmp_path / "v.db")), Reader()
    with Site() as site:
        site.pages |= harmful | {f"/well{n}": Reply(GOOD, XML) for n in range(5)} | {"/article": Reply(ARTICLE)}
        room = Newsroom(store, store, zone="UTC", clock=utcnow)
        pace = Pace(time.monotonic, lambda _: None, pause=0.0)
        opener = Opener(resolve=site.resolve, intranet=LOOPBACK, pace=pace, seconds=seconds)
        for path in (*harmful, *(f"/well{n}" for n in range(5))):
            source = Source(0, "feed", site.url(path), now, now, outlet=path, every=timedelta(days=1))
            store.add_source(source, now - timedelta(seconds=1))
        gather = Gatherer(store, Intake(room, opener, reader), Extractor)
        before, started = resident(), time.monotonic()
        gather.start()
        ended = watched(store.sources, len(harmful) + 5)
        grown = resident() - before
        hold.set()
        gather.stop(10)
    reader.close()
    sources = {one.label: one for one in store.sources()}
    store.close()
    assert {path: bool(sources[path].problem) for path in harmful} == dict.fromkeys(harmful, True)
    assert [sources[f"/well{n}"].problem for n in range(5)] == [None] * 5
    assert ended - started < 60
    assert grown < 64 * MB
    longest = _longest_turn(sources)
    assert longest < timedelta(seconds=30)
    if seconds == SECONDS:
        print(  # noqa: T201 - the figures of `make soak`
            f"row 22  {len(harmful)} hostile sources ended in {ended - started:.0f} s, none held longer than "
            f"{longest.total_seconds():.0f} s, grown by {grown / MB:.0f} MiB, 5 of 5 others read"
        )


def watched(sources: object, count: int) -> float:
    """When every source had been looked at."""
    end = time.monotonic() + 90
    while sum(one.tried_at is not None for one in sources()) < count and time.monotonic() < end:  # type: ignore[operator]
        threading.Event().wait(0.05)
    return time.monotonic()


def _longest_turn(sources: dict[str, Source]) -> timedelta:
    """Three threads read them in turn: between two that ended lies no more than what one was held."""
    tried = sorted(one.tried_at for one in sources.values() if one.tried_at)
    return max(later - earlier for earlier, later in pairwise(tried))
