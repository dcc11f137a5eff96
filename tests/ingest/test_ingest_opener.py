"""The opener over a loopback site: redirects, limits, deadlines, validators, robots.txt, pacing, certificates."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
import tracemalloc
from typing import TYPE_CHECKING

import pytest
from fakes.site import CERTIFICATE, LOOPBACK, Asked, Reply, Site, moved

from bot.ingest.opener import HOPS, Opener
from bot.ingest.pace import LONGEST, Pace
from bot.ingest.web import FEED, PAGE, FetchError

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENT = Pace(time.monotonic, lambda _: None, pause=0.0)


def opener(site: Site, **given: object) -> Opener:
    known: dict[str, object] = {"resolve": site.resolve, "intranet": LOOPBACK, "pace": PATIENT}
    return Opener(**known | given)  # type: ignore[arg-type]


def refused(site: Site, path: str = "/", **given: object) -> str:
    """The sentence that comes instead of a page."""
    with pytest.raises(FetchError) as told:
        opener(site, **given).fetch(site.url(path), PAGE)
    return str(told.value)


def test_fetch_gives_what_stands_there(site: Site) -> None:
    site.pages["/a?b=1"] = Reply("<p>Grüezi</p>".encode(), "text/html; charset=ISO-8859-1", headers={"ETag": '"1"'})
    found = opener(site).fetch(site.url("/a?b=1#here"), PAGE)
    assert found.data.decode() == "<p>Grüezi</p>"
    assert (found.url, found.content_type, found.charset) == (site.url("/a?b=1"), "text/html", "iso-8859-1")
    assert (found.etag, found.modified, found.same, found.moved) == ('"1"', None, False, None)


def test_fetch_says_who_is_asking_and_sends_no_cookie(site: Site) -> None:
    site.pages["/"] = Reply("x", headers={"Set-Cookie": "a=b"})
    reader = opener(site, contact="desk@example.org")
    for _ in range(2):
        reader.fetch(site.url("/"), PAGE)
    sent = site.asked[-1].headers
    assert sent["User-Agent"] == "Verbatim/1 (reads news for a newsroom's record; desk@example.org)"
    assert sent["Host"] == f"www.example.org:{site.port}"
    assert {"Cookie", "Authorization", "Referer"} & set(sent) == set()


def test_fetch_asks_only_for_what_changed(site: Site) -> None:
    def unless_known(asked: Asked) -> Reply:
        known = asked.headers.get("If-None-Match") == '"7"' and "If-Modified-Since" in asked.headers
        return Reply(status=304, headers={"ETag": '"7"'}) if known else Reply("new")

    site.pages["/feed"] = unless_known
    found = opener(site).fetch(site.url("/feed"), PAGE, etag='"7"', modified="Wed, 10 Dec 2025 07:28:00 GMT")
    assert (found.same, found.data, found.etag) == (True, b"", '"7"')
    assert opener(site).fetch(site.url("/feed"), PAGE).data == b"new"


@pytest.mark.parametrize(
    ("statuses", "for_good"),
    [
        ((301,), True),
        ((308, 301), True),
        ((302,), False),  # for now only: the old address is kept
        ((301, 302), False),
        ((302, 301), False),  # what a passing redirect leads to says nothing of the first address
    ],
)
def test_fetch_tells_moved_for_good_from_moved(site: Site, statuses: tuple[int, ...], for_good: bool) -> None:
    for at, status in enumerate(statuses):
        site.pages[f"/{at}"] = moved(f"/{at + 1}", status)
    last = f"/{len(statuses)}"
    site.pages[last] = Reply("here")
    found = opener(site).fetch(site.url("/0"), PAGE)
    assert (found.data, found.url) == (b"here", site.url(last))
    assert found.moved == (site.url(last) if for_good else None)


def test_fetch_follows_redirects_to_a_limit(site: Site) -> None:
    site.pages["/round"] = moved("/round")
    assert refused(site, "/round").endswith("give the address that a browser ends at.")
    assert site.paths() == ["/round"] * (HOPS + 1)


# What is no page, and the words that say so.
TROUBLES = {
    "gone": (Reply(status=410), "not there any more (410); check the address."),
    "forbidden": (Reply(status=403), "www.example.org does not let us read this (403)."),
    "broken": (Reply(status=500), "www.example.org has a fault of its own (500)."),
    "a picture": (Reply(b"GIF89a", "image/gif"), "it is image/gif, not a page."),
    "large": (Reply(b"x" * 2_000_001), "larger than 1 MB; not read."),  # by its Content-Length
    "long": (Reply(lambda: iter([b"x" * 100_000] * 30)), "larger than 1 MB; not read."),  # which it need not give
    "a bomb": (Reply(gzip.compress(b"\0" * 30_000_000), headers={"Content-Encoding": "gzip"}), "larger than 1 MB"),
    "cut off": (Reply(gzip.compress(b"abc" * 999)[:-9], headers={"Content-Encoding": "gzip"}), "before its end."),
    "no gzip": (Reply(b"abc", headers={"Content-Encoding": "gzip"}), "the connection broke."),
    "brotli": (Reply(b"abc", headers={"Content-Encoding": "br"}), "packed as br, which was not asked for."),
    "nowhere": (Reply(status=302), "redirected to nowhere."),
    "hung up": (Reply(drops=True), "the connection broke."),
}


@pytest.mark.parametrize("kind", TROUBLES)
def test_fetch_says_in_one_sentence_what_is_wrong(site: Site, kind: str) -> None:
    site.pages["/"], words = TROUBLES[kind]
    assert words in refused(site, limit=1_000_000)


def test_fetch_of_a_bomb_keeps_little_in_memory(site: Site) -> None:
    bomb = gzip.compress(b"\0" * 300_000_000, 9)
    site.pages["/"] = Reply(bomb, headers={"Content-Encoding": "gzip"})
    tracemalloc.start()
    refused(site)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(bomb) < 400_000
    assert peak < 40_000_000


def test_fetch_asks_for_patience_as_the_server_does(site: Site) -> None:
    site.pages["/"] = Reply(status=429, headers={"Retry-After": "90"})
    with pytest.raises(FetchError) as told:
        opener(site).fetch(site.url("/"), PAGE)
    assert told.value.wait == 90
    site.pages["/"] = Reply(status=503, headers={"Retry-After": "soon"})
    with pytest.raises(FetchError) as told:
        opener(site).fetch(site.url("/"), PAGE)
    assert told.value.wait is None


def dripping(hold: threading.Event) -> Iterator[bytes]:
    """A byte every twentieth of a second, for as long as somebody listens."""
    while not hold.wait(0.05):
        yield b"x"


@pytest.mark.parametrize("where", ["body", "headers", "silence", "robots"])
def test_fetch_holds_a_slow_server_to_the_seconds_of_the_whole(site: Site, where: str) -> None:
    hold = threading.Event()
    slow = {
        "body": Reply(lambda: dripping(hold)),
        "headers": Reply(lambda: dripping(hold), raw=True),
        "silence": Reply(lambda: iter([b"" for _ in range(1) if hold.wait(5)]), raw=True),
        "robots": Reply(lambda: dripping(hold), "text/plain"),
    }
    site.pages["/robots.txt" if where == "robots" else "/"] = slow[where]
    started = time.monotonic()
    told = refused(site, seconds=0.4)
    hold.set()
    assert "took longer than 0.4 s" in told
    assert time.monotonic() - started < 3


def test_fetch_heeds_robots_and_reads_it_once(site: Site) -> None:
    site.pages["/robots.txt"] = Reply("User-agent: *\nDisallow: /closed\nAllow: /closed/but$", "text/plain")
    site.pages["/open"] = site.pages["/closed/but"] = Reply("read")
    reader = opener(site)
    assert reader.fetch(site.url("/open"), PAGE).data == b"read"
    assert reader.fetch(site.url("/closed/but"), PAGE).data == b"read"
    with pytest.raises(FetchError, match=r"asks programs not to read this \(robots.txt\)"):
        reader.fetch(site.url("/closed/off"), PAGE)
    assert site.paths(robots=True) == ["/robots.txt", "/open", "/closed/but"]


def test_fetch_heeds_robots_where_a_redirect_leads(site: Site) -> None:
    site.pages["/robots.txt"] = Reply("User-agent: Verbatim\nDisallow: /private", "text/plain")
    site.pages["/"] = moved("/private/page")
    assert "robots.txt" in refused(site)
    assert site.paths() == ["/"]


def test_fetch_leaves_a_site_alone_whose_rules_cannot_be_read(site: Site) -> None:
    site.pages["/robots.txt"] = Reply(status=500)
    site.pages["/"] = Reply("read")
    told = (
        "what programs may read there (robots.txt) cannot be asked now: www.example.org has a fault of its own (500)."
    )
    assert told in refused(site)
    assert site.paths() == []


def test_robots_made_to_be_slow_are_read_quickly(site: Site) -> None:
    stars = "User-agent: *\n" + "Disallow: /" + "a*" * 500 + "b\n" + "Disallow: /closed\n"
    site.pages["/robots.txt"] = Reply(stars, "text/plain")
    started = time.monotonic()
    site.pages["/" + "a" * 900] = Reply("read")
    assert opener(site).fetch(site.url("/" + "a" * 900), PAGE).data == b"read"
    assert time.monotonic() - started < 3


def test_pace_spreads_requests_to_one_host_and_no_others() -> None:
    now, slept = [100.0], []
    pace = Pace(lambda: now[0], slept.append, pause=1.0)
    for host in ("a", "a", "b", "a"):
        pace.wait(host)
    assert slept == [1.0, 2.0]
    now[0] = 110.0
    pace.wait("a", delay=5.0)
    pace.wait("a", delay=9999.0)
    pace.wait("a")
    assert slept[2:] == [5.0, 5.0 + LONGEST]


def test_pace_heeds_the_crawl_delay_of_a_site(site: Site) -> None:
    slept: list[float] = []
    site.pages["/robots.txt"] = Reply("User-agent: *\nCrawl-delay: 7", "text/plain")
    site.pages["/"] = Reply("read")
    reader = opener(site, pace=Pace(lambda: 0.0, slept.append))
    for _ in range(3):
        reader.fetch(site.url("/"), PAGE)
    assert slept == [7.0, 14.0]


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


def test_fetch_speaks_tls_under_the_name_of_the_host() -> None:
    with Site(tls=True) as site:
        site.pages["/"] = Reply("secret")
        url = site.url("/", "news.example.org", "https")
        assert opener(site, context=trusting()).fetch(url, PAGE).data == b"secret"
        for host, context in (("other.example.org", trusting()), ("news.example.org", None)):
            with pytest.raises(FetchError, match="its certificate is not valid for that name"):
                opener(site, context=context).fetch(site.url("/", host, "https"), PAGE)


def test_fetch_does_not_go_from_encrypted_to_plain() -> None:
    with Site(tls=True) as site, Site() as plain:
        site.pages["/"] = moved(plain.url("/"))
        plain.pages["/"] = Reply("overheard")
        with pytest.raises(FetchError, match="an encrypted address led to this unencrypted one"):
            opener(site, context=trusting()).fetch(site.url("/", "news.example.org", "https"), PAGE)
        assert plain.asked == []


def test_fetch_takes_a_feed_by_any_name_that_feeds_go_by(site: Site) -> None:
    for kind in ("application/rss+xml", "text/xml; charset=utf-8", "application/feed+json", "text/plain"):
        site.pages["/feed"] = Reply("<rss/>", kind)
        assert opener(site).fetch(site.url("/feed"), FEED).data == b"<rss/>"


def test_fetch_goes_on_to_the_next_address_of_a_host(site: Site) -> None:
    site.pages["/"] = Reply("read")
    site.names["www.example.org"] = ["127.0.0.2", "127.0.0.1"]  # nobody listens at the first
    assert opener(site).fetch(site.url("/"), PAGE).data == b"read"
