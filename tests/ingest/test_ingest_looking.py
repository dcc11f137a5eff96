"""What a source has at one look: lists of sitemaps, packed ones, a page that names its feed; over a loopback site."""

from __future__ import annotations

import gzip
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.site import LOOPBACK, Reply, Site

from bot.errors import SourceError
from bot.ingest.intake import Intake
from bot.ingest.looking import MAPS, looked
from bot.ingest.opener import Opener
from bot.ingest.pace import Pace
from bot.ingest.sources import Source
from bot.newsroom import Newsroom
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.ingest.reader import Reader

NOW = datetime(2025, 12, 10, 7, 0, tzinfo=UTC)
XMLNS = "xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'"


@pytest.fixture
def intake(tmp_path: Path, site: Site, reader: Reader) -> Iterator[Intake]:
    store = open_archive(blank(tmp_path / "v.db"))
    pace = Pace(time.monotonic, lambda _: None, pause=0.0)
    opener = Opener(resolve=site.resolve, intranet=LOOPBACK, pace=pace)
    yield Intake(Newsroom(store, store, zone="UTC"), opener, reader)
    store.close()


def source(site: Site, path: str) -> Source:
    return Source(1, "feed", site.url(path), NOW, NOW)


def urlset(site: Site, *pages: tuple[str, str]) -> str:
    listed = "".join(f"<url><loc>{site.url(path)}</loc><lastmod>{made}</lastmod></url>" for path, made in pages)
    return f"<urlset {XMLNS}>{listed}</urlset>"


def index(*places: str) -> Reply:
    listed = "".join(f"<sitemap><loc>{at}</loc></sitemap>" for at in places)
    return Reply(f"<sitemapindex {XMLNS}>{listed}</sitemapindex>", "application/xml", headers={"ETag": '"1"'})


def paths(site: Site, entries: tuple[object, ...]) -> list[str]:
    return [str(getattr(one, "url", "")).removeprefix(site.url("")) for one in entries]


def test_list_of_sitemaps_is_followed_newest_first(site: Site, intake: Intake) -> None:
    site.pages["/index"] = index(site.url("/1.xml"), site.url("/2.xml.gz"))
    site.pages["/1.xml"] = Reply(urlset(site, ("/a", "2025-12-08"), ("/b", "2025-12-10")), "text/xml")
    packed = gzip.compress(urlset(site, ("/c", "2025-12-09")).encode())
    site.pages["/2.xml.gz"] = Reply(packed, "application/octet-stream")
    fetched, found = looked(intake, source(site, "/index"))
    assert paths(site, found.entries) == ["/b", "/c", "/a"]
    assert fetched.etag is None  # the list stays as it is while what it lists changes


def test_list_of_sitemaps_is_left_where_its_turn_is_over(site: Site, intake: Intake) -> None:
    site.pages["/index"] = index(*(site.url(f"/{n}.xml") for n in range(3)))
    for n in range(3):
        site.pages[f"/{n}.xml"] = Reply(urlset(site, (f"/p{n}", "2025-12-08")), "text/xml")
    _, found = looked(intake, source(site, "/index"), lambda: True)
    assert paths(site, found.entries) == ["/p0"]  # the first is read in any case
    _, found = looked(intake, source(site, "/index"), lambda: len(site.paths()) > 5)  # two and four were asked for
    assert sorted(paths(site, found.entries)) == ["/p0", "/p1", "/p2"]


def test_list_of_sitemaps_is_followed_within_bounds(site: Site, intake: Intake) -> None:
    places = [site.url(f"/{n}.xml") for n in range(MAPS + 3)]
    site.pages["/index"] = index(site.url("/s.xml", "other.example.net"), *places)
    for n in range(MAPS + 3):
        site.pages[f"/{n}.xml"] = Reply(urlset(site, (f"/p{n}", "2025-12-08")), "text/xml")
    site.pages["/1.xml"] = index(site.url("/index"))  # a list in a list, here going round in a ring
    site.pages["/2.xml"] = Reply(status=500)
    _, found = looked(intake, source(site, "/index"))
    assert sorted(paths(site, found.entries)) == ["/p0", "/p3", "/p4"]
    assert site.paths() == ["/index", *(f"/{n}.xml" for n in range(MAPS))]


@pytest.mark.parametrize(
    ("host", "why"),
    [("www.example.org", "has a fault of its own"), ("other.example.net", "only sitemaps of other sites")],
)
def test_list_of_sitemaps_says_why_none_could_be_read(site: Site, intake: Intake, host: str, why: str) -> None:
    site.pages["/index"] = index(site.url("/1.xml", host))
    site.pages["/1.xml"] = Reply(status=500)
    with pytest.raises(SourceError, match=why):
        looked(intake, source(site, "/index"))


def test_page_names_the_feed_of_a_source_that_was_never_read(site: Site, intake: Intake) -> None:
    site.pages["/"] = Reply("<html><head><title>Coast</title><link rel=alternate type=application/rss+xml href=/feed>")
    site.pages["/feed"] = Reply("<rss version='2.0'><channel><item><link>/a</link></item></channel></rss>", "text/xml")
    fetched, found = looked(intake, source(site, "/"))
    assert (fetched.moved, found.title, paths(site, found.entries)) == (site.url("/feed"), "Coast", ["/a"])
    with pytest.raises(SourceError, match="a page is there now and no feed"):
        looked(intake, replace(source(site, "/"), reached_at=NOW))  # it was a feed once: people are to look
