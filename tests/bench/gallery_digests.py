"""Digests for the gallery: a morning on which an outlet is missing and a week, of the tests' own corpus."""

from __future__ import annotations

import sys
import tempfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "digest"))

from digest_corpus import admit
from fakes.listed import indexed_between

from bot.compose import contents, watches
from bot.digest.compose import pages
from bot.digest.criteria import Criteria, Named, Terms, as_json
from bot.digest.explain import asked_for, why
from bot.digest.extras import AUDIT, TABLE
from bot.digest.gather import gather
from bot.digest.model import Window
from bot.model import PUBLIC, Hit
from bot.page import Page
from bot.watch import Told, Watch
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.digest.gather import Gathered
    from store import Store

MORNING = datetime(2026, 3, 11, 7, 30, tzinfo=UTC)
A_DAY = timedelta(days=1)
EDIT = ("digest_change", "Edit this digest", "1")


def brought(store: Store, since: datetime, until: datetime, criteria: Criteria | None = None) -> Gathered:
    with store.snapshot((PUBLIC,), until) as snapshot:
        return gather(snapshot, Window(1, "gallery", until, since, until), "UTC", criteria)


def watch_pages(store: Store) -> Iterator[tuple[str, Page]]:
    """What a watch tells, and what it says below when that was corrected."""
    with store.snapshot((PUBLIC,), MORNING) as snapshot:
        records = indexed_between(snapshot, MORNING - A_DAY, MORNING)
        speaker = next(record.statement.speaker for record in records if record.statement.speaker)
    first = {record.utterance: record for record in reversed(records) if record.statement.speaker == speaker}
    said = list(first.values())  # a watch tells an utterance once
    watch = Watch(3, "C1", "U1", personal=False, criteria=as_json(Criteria(Terms(speakers=(Named(speaker or ""),)))))
    yield "watch-news", watches.news(watch, said[:2], len(said[:2]))
    told = Told(3, said[0].id, "C1", "1.1", watches.label(said[0]), "c1", "speaker", "Mara Lind", MORNING)
    yield "watch-corrected", watches.turned(told, "UTC")
    yield "watch-taken-out", watches.turned(replace(told, what="removed", value=None), "UTC")


def digest_pages() -> Iterator[tuple[str, Page]]:
    """(name, page) of every kind of message that digests bring."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_archive(Path(folder) / "v.db")
        admit(store)
        morning = brought(store, MORNING - A_DAY, MORNING)
        since = "nothing since Sun 8 Mar 08:20; it had delivered on 12 of the 14 days before"
        told = replace(morning.digest, first=(f"Silent too long: Skerry Echo, {since}.",))
        for number, page in enumerate(pages(told, MORNING + timedelta(hours=1), all_of="k", edit=EDIT)):
            yield f"digest-morning-{number}", page
        wished = Criteria(extras=(TABLE, AUDIT))
        week = brought(store, MORNING - 7 * A_DAY, MORNING, wished)
        for number, page in enumerate(pages(week.digest, MORNING, all_of="k", edit=EDIT)):
            yield f"digest-week-{number}", page
        nothing = brought(store, MORNING - 30 * A_DAY, MORNING - 29 * A_DAY)
        yield "digest-empty", pages(nothing.digest, MORNING - 29 * A_DAY, edit=EDIT)[0]
        origin = brought(store, datetime(2026, 3, 6, 15, 59, tzinfo=UTC), datetime(2026, 3, 6, 18, 0, tzinfo=UTC))
        yield from watch_pages(store)
        yield "digest-origin", pages(origin.digest, origin.digest.window.due_at, all_of="k", edit=EDIT)[0]
        yield "digest-all", everything(store, week)
        yield "digest-why", reasons(store, brought(store, MORNING - A_DAY, MORNING, Criteria(Terms((Named("orlov"),)))))
        store.close()


def everything(store: Store, found: Gathered) -> Page:
    """The first page behind [All]."""
    with store.snapshot((PUBLIC,), MORNING) as snapshot:
        hits = [Hit(record) for record in snapshot.records(found.contents[: contents.SHOWN])]
    return contents.page(hits, "k", 0, len(found.contents), "UTC", "everything in the digest of Wed 11 Mar 2026, 07:30")


def reasons(store: Store, found: Gathered) -> Page:
    """Why a digest reads as it does."""
    with store.snapshot((PUBLIC,), MORNING) as snapshot:
        records = snapshot.records(asked_for(found))
    return Page("Why it reads so; nothing was posted.", tuple(why(found, records, pages(found.digest, MORNING))))
