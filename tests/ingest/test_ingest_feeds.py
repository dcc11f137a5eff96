"""Feeds of every kind -> entries, and what is no feed -> a sentence."""

from __future__ import annotations

import gzip
import json
import time

import pytest

from bot.errors import SourceError
from bot.ingest.feeds import feed
from bot.ingest.parcel import MOST, Entry, Job, Reading

BASE = "https://www.example.org/feed"
A, B = "https://www.example.org/a", "https://www.example.org/b?id=2"
WHEN = "2025-12-09T16:40+01:00"


def read(data: str | bytes, url: str = BASE, charset: str | None = None) -> Reading:
    return feed(data.encode() if isinstance(data, str) else data, Job("feed", url, charset))


def rss(items: str, head: str = "<?xml version='1.0' encoding='utf-8'?>") -> str:
    return f"{head}<rss version='2.0'><channel><title>Coast Desk – news</title>{items}</channel></rss>"


ITEM = (
    "<item><title>Ferry &amp; wind</title><link>/a?utm_source=rss#top</link><guid>x1</guid>"
    "<pubDate>Tue, 09 Dec 2025 16:40:00 +0100</pubDate>"
    "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>Tess Abara</dc:creator></item>"
)
FEEDS = {
    "rss": rss(ITEM),
    "rss 0.91 with its document type": rss(
        ITEM, "<?xml version='1.0'?><!DOCTYPE rss PUBLIC '-//Netscape//DTD RSS 0.91//EN' 'http://example.org/x.dtd'>"
    ),
    "rss that is not well-formed": rss(ITEM.replace("&amp;", "&") + "<item><b>"),
    "atom": (
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Coast Desk – news</title><entry><title>Ferry &amp; wind"
        "</title><link rel='alternate' href='/a'/><id>urn:1</id><published>2025-12-09T16:40:00+01:00</published>"
        "<author><name>Tess Abara</name></author></entry></feed>"
    ),
    "json": json.dumps(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Coast Desk – news",
            "items": [
                {"id": "1", "url": "/a", "title": "Ferry & wind", "date_published": "2025-12-09T16:40:00+01:00",
                 "authors": [{"name": "Tess Abara"}]},
                {"id": "2"},
            ],
        }
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", FEEDS)
def test_feed_gives_its_entries(kind: str) -> None:
    found = read(FEEDS[kind])
    assert found.title == "Coast Desk – news"
    assert [(e.url, e.title, e.published, e.author) for e in found.entries] == [(A, "Ferry & wind", WHEN, "Tess Abara")]


def test_feed_tells_when_an_entry_changed() -> None:
    entry = "<entry><link href='/a'/><updated>{}</updated></entry>"
    first, second = (
        read(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry.format(stamp)}</feed>").entries[0].stamp
        for stamp in ("2025-12-09T16:40:00Z", "2025-12-09T17:00:00Z")
    )
    assert first != second


def test_feed_takes_each_address_once_and_none_that_is_no_web_page() -> None:
    links = ("/a", "/a#again", "mailto:x@example.org", "javascript:alert(1)", "", "file:///etc/passwd", B)
    items = "".join(f"<item><title>{n}</title><link>{link}</link></item>" for n, link in enumerate(links))
    assert [(e.url, e.title) for e in read(rss(items)).entries] == [(A, "0"), (B, "6")]


def test_feed_takes_so_many_entries_and_says_that_there_were_more() -> None:
    found = read(rss("".join(f"<item><link>/{n}</link></item>" for n in range(MOST + 5))))
    assert (len(found.entries), found.truncated) == (MOST, True)


def test_news_sitemap_gives_its_pages() -> None:
    data = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9' "
        "xmlns:news='http://www.google.com/schemas/sitemap-news/0.9'><url><loc>https://www.example.org/a</loc>"
        "<lastmod>2025-12-10</lastmod><news:news><news:publication><news:name>Coast Desk</news:name></news:publication>"
        "<news:publication_date>2025-12-09T16:40:00+01:00</news:publication_date><news:title>Ferry</news:title>"
        "</news:news></url></urlset>"
    )
    assert read(data).entries == (Entry(A, "Ferry", WHEN, None, "2025-12-10"),)


def sitemaps(*places: tuple[str, str]) -> str:
    listed = "".join(f"<sitemap><loc>{at}</loc><lastmod>{made}</lastmod></sitemap>" for at, made in places)
    return f"<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{listed}</sitemapindex>"


def test_list_of_sitemaps_names_news_first_then_the_last_changed() -> None:
    host = "https://x.example"
    days = (f"{host}/2019.xml", "2019-12-31"), (f"{host}/2025.xml", "2025-12-10"), (f"{host}/news.xml", "2024-01-01")
    found = read(sitemaps(*days))
    assert [one.url for one in found.maps] == [f"{host}/news.xml", f"{host}/2025.xml", f"{host}/2019.xml"]
    assert found.entries == ()
    with pytest.raises(SourceError, match="names none that can be read"):
        read(sitemaps(("ftp://x.example/1.xml", "")))


@pytest.mark.parametrize(
    ("data", "why"),
    [  # without the second they were packed in: the parallel workers must name the cases alike
        (gzip.compress(b" " * (11 * 1024 * 1024), mtime=0), "larger than any feed"),  # 11 MiB out of 11 KiB
        (gzip.compress(b"<urlset/>", mtime=0)[:-9], "cut off"),
        (b"\x1f\x8b\x08broken", "packed and damaged"),
    ],
)
def test_packed_sitemap_is_refused_where_it_is_no_honest_one(data: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        feed(data, Job("feed", "https://www.example.org/sitemap.xml.gz"))


def test_packed_sitemap_is_opened() -> None:
    data = (
        "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://x.example/a</loc></url></urlset>"
    )
    found = feed(gzip.compress(data.encode()), Job("feed", "https://x.example/sitemap.xml.gz"))
    assert [one.url for one in found.entries] == ["https://x.example/a"]


def test_opml_gives_the_feeds_it_lists() -> None:
    data = (
        "<opml version='2.0' xmlns:v='urn:verbatim:sources'><body><outline text='News'><outline type='rss' text='Coast'"
        " xmlUrl='https://a.example/feed' language='tr' v:zone='Europe/Istanbul' v:minutes='30'/>"
        "</outline><outline text='No feed'/></body></opml>"
    )
    given = {"language": "tr", "zone": "Europe/Istanbul", "minutes": "30"}
    assert read(data).entries == (Entry("https://a.example/feed", "Coast", given=given),)


def test_page_gives_the_feeds_that_it_names() -> None:
    data = (
        "<!DOCTYPE html><html><head><title>Coast Desk</title>"
        "<link rel='alternate' type='application/rss+xml' title='Comments' href='/comments/feed'>"
        "<link rel='alternate' type='application/atom+xml' href='/atom.xml'>"
        "<link rel='alternate' hreflang='de' href='/de'><link rel='stylesheet' href='/x.css'></head>"
        "<body><a href='https://www.example.org/rss/'>RSS</a></body></html>"
    )
    found = read(data, "https://www.example.org/")
    host = "https://www.example.org"
    assert found.feeds == (f"{host}/atom.xml", f"{host}/rss/", f"{host}/comments/feed")
    assert found.title == "Coast Desk"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "there is no feed in it"),
        (b"just words", "there is no feed in it"),
        (b"<html><body>no feed</body></html>", "there is no feed in it"),
        (b'{"items": 7}', "there is no feed in it"),
        (b"{" * 100_000, "there is no feed in it"),
        (b'<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY l2 "&lol;&lol;">]><rss><channel/></rss>', "declares entities"),
        (b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss>&x;</rss>', "entities"),
        (b"<rss><channel>" + b"<a>" * 100_000, "built as no feed is"),
        (b"<rss " + b"".join(b"a%d='1' " % n for n in range(50_000)) + b"/>", "built as no feed is"),
        (b"<rss><channel>" + b"<item/>" * 50_000 + b"</channel></rss>", "more entries than any feed"),
    ],
)
def test_feed_refuses_what_is_none(data: bytes, why: str) -> None:
    started = time.monotonic()
    with pytest.raises(SourceError, match=why):
        read(data)
    assert time.monotonic() - started < 5
