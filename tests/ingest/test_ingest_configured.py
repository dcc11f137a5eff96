"""Sources of the settings: rows are kept in step with them, and what people did to them holds."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.site import LOOPBACK, Reply, Site

from bot.config import load
from bot.errors import ConfigError, UsageError
from bot.extract import Extractor
from bot.ingest.gather import Gatherer
from bot.ingest.intake import Intake
from bot.ingest.opener import Opener
from bot.ingest.outline import outlined
from bot.ingest.pace import Pace
from bot.ingest.shelf import Shelf, Wanted, switched
from bot.newsroom import Newsroom

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ingest.reader import Reader
    from store import Store

NOW = datetime(2025, 12, 10, 7, 0, tzinfo=UTC)
FEED = "https://coast.example/feed"
RSS = "<rss version='2.0'><channel><title>Coast Desk</title></channel></rss>"


@pytest.fixture
def shelf(store: Store, site: Site, reader: Reader) -> Shelf:
    room = Newsroom(store, store, zone="UTC", clock=lambda: NOW)
    pace = Pace(time.monotonic, lambda _: None, pause=0.0)
    return Shelf(store, Intake(room, Opener(resolve=site.resolve, intranet=LOOPBACK, pace=pace), reader), Extractor)


def states(store: Store) -> dict[str, tuple[bool, bool]]:
    """Of each source: whether it is read, and whether the settings name it."""
    return {one.address: (one.active, one.fixed) for one in store.sources()}


def test_settings_name_sources_by_address() -> None:
    assert load({"VERBATIM_SOURCES": f"{FEED}, /etc/feeds.opml"}).sources == (FEED, "/etc/feeds.opml")
    with pytest.raises(ConfigError, match=r"VERBATIM_SOURCES: ftp://x: only http:// and https:// addresses"):
        load({"VERBATIM_SOURCES": "ftp://x"})


def test_sources_are_kept_in_step_with_the_settings(shelf: Shelf, store: Store, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shelf.configure([FEED, str(tmp_path / "in"), FEED])
    folder = str((tmp_path / "in").resolve())
    assert states(store) == {FEED: (True, True), folder: (True, True)}
    assert shelf.configure([FEED, str(tmp_path / "in")]) == []  # at each start
    shelf.configure([FEED])
    assert states(store) == {FEED: (True, True), folder: (False, False)}
    shelf.configure([FEED, str(tmp_path / "in")])
    assert states(store) == {FEED: (True, True), folder: (True, True)}
    shelf.configure([])
    assert states(store) == {FEED: (False, False), folder: (False, False)}


def test_what_people_did_to_a_configured_source_holds(shelf: Shelf, store: Store) -> None:
    (one,) = shelf.configure([FEED])
    with pytest.raises(UsageError, match="stays: it is named in VERBATIM_SOURCES"):
        switched(store, "remove", one.id, NOW, None)
    switched(store, "pause", one.id, NOW, None)
    shelf.configure([FEED])
    assert states(store) == {FEED: (False, True)}  # paused by people, and not by a restart resumed
    shelf.configure([])
    switched(store, "resume", one.id, NOW, None)
    shelf.configure([])
    assert states(store) == {FEED: (True, False)}
    switched(store, "remove", one.id, NOW, None)
    assert store.sources() == []


def test_source_that_somebody_added_goes_on_under_the_settings(shelf: Shelf, store: Store) -> None:
    kept = store.add_source(replace(Wanted(FEED, outlet="Coast").source("feed", FEED, NOW), by="U1"), NOW)
    shelf.configure([FEED])
    (one,) = store.sources()
    assert (one.id, one.outlet, one.by, one.fixed) == (kept.id, "Coast", "U1", True)


def test_configured_source_that_moved_is_known_by_the_name_it_was_given(shelf: Shelf, store: Store, site: Site) -> None:
    site.pages["/"] = Reply("<html><head><title>Coast</title><link rel=alternate type=application/rss+xml href=/feed>")
    site.pages["/feed"] = Reply(RSS, "text/xml")
    shelf.configure([site.url("/")])
    assert Gatherer(store, shelf.intake, Extractor, threads=0).turn()
    shelf.configure([site.url("/")])
    assert [(one.address, one.configured, one.label) for one in store.sources()] == [
        (site.url("/feed"), site.url("/"), "Coast Desk")
    ]


def test_settings_name_an_opml_file_with_what_it_says_of_each(shelf: Shelf, tmp_path: Path) -> None:
    wanted = Wanted(FEED, outlet="Kıyı", zone="Europe/Istanbul", language="tr", every=timedelta(minutes=30))
    file = tmp_path / "feeds.opml"
    file.write_text(outlined([wanted.source("feed", FEED, NOW)]), encoding="utf-8")
    (one,) = shelf.configure([str(file)])
    assert (one.outlet, one.zone, one.language, one.every) == ("Kıyı", "Europe/Istanbul", "tr", timedelta(minutes=30))
    file.write_text(file.read_text(encoding="utf-8").replace('"30"', '"60"'), encoding="utf-8")
    (again,) = shelf.configure([str(file)])
    assert (again.id, again.every) == (one.id, timedelta(hours=1))


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("gone.opml", None, r"gone.opml, which is no address \(https://…\) and cannot be read as a file \(No such"),
        ("a.opml", "Nothing", "a.opml: there is no feed in it.* It has to be OPML"),
        ("b.opml", outlined([Wanted(FEED, zone="Nowhere/None").source("feed", FEED, NOW)]), "is no IANA time zone"),
    ],
)
def test_file_that_cannot_be_read_changes_nothing_and_says_so(
    shelf: Shelf, store: Store, tmp_path: Path, name: str, content: str | None, why: str
) -> None:
    shelf.configure([FEED])
    if content:
        (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match=why):
        shelf.configure([str(tmp_path / name)])
    assert states(store) == {FEED: (True, True)}
