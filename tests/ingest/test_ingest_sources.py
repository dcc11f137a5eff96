"""Sources: what their rows decide, and a week of fifty of them over a loopback site with faults."""

from __future__ import annotations

import threading
import time
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.site import LOOPBACK, Asked, Reply, Site, moved

from bot.errors import UsageError
from bot.extract import Extractor
from bot.ingest.gather import THREADS, TURN_SECONDS, Gatherer
from bot.ingest.intake import Intake
from bot.ingest.looks import PAUSES
from bot.ingest.opener import Opener
from bot.ingest.pace import Pace
from bot.ingest.parcel import MOST, Entry
from bot.ingest.sources import CUT, LONGEST, TELL, TRIES, Item, Source, doctored, failed, reached, retried, silent
from bot.ingest.web import Fetched
from bot.model import PUBLIC, Message
from bot.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.ingest.reader import Reader
    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 10, 7, 0, tzinfo=UTC)
FEED = Source(1, "feed", "https://example.org/feed", NOW, NOW)


class Clock:
    """An hour that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def laid(page: Page) -> Message:
    return Message("\n".join((page.headline, *page.notes)))


@pytest.fixture
def clock() -> Clock:
    return Clock()


def gatherer(
    store: Store, site: Site, reader: Reader, clock: Clock, seconds: float = 10.0, turn: float = TURN_SECONDS
) -> Gatherer:
    room = Newsroom(store, store, zone="UTC", clock=clock)
    pace = Pace(time.monotonic, lambda _: None, pause=0.0)
    opener = Opener(resolve=site.resolve, intranet=LOOPBACK, pace=pace, seconds=seconds)
    return Gatherer(store, Intake(room, opener, reader), Extractor, laid, turn_seconds=turn)


def drain(gather: Gatherer) -> None:
    """Until nothing is due."""
    while gather.turn():
        pass


# -- decisions --


def test_failed_waits_longer_each_time_up_to_a_day() -> None:
    one, waits = FEED, []
    for _ in range(9):
        one = failed(one, "why", None, NOW)
        waits.append((one.poll_at - NOW) / FEED.every)
    assert waits == [2, 4, 8, 16, 32, 64, 96, 96, 96]
    assert one.poll_at - NOW == LONGEST
    assert (one.failures, one.failing_since, one.problem) == (9, NOW, "why")
    assert len(str(failed(one, "x" * 10_000, None, NOW).problem)) == 500


def test_failed_heeds_what_the_server_asks_for() -> None:
    assert failed(FEED, "why", 7200.0, NOW).poll_at == NOW + timedelta(hours=2)


def test_failed_is_told_once_it_has_lasted() -> None:
    one, told = FEED, []
    for _ in range(TELL + 2):
        one = failed(one, "why", None, NOW)
        told.append(one.told)
    assert told == [False] * (TELL - 1) + [True] * 3


def test_reached_forgets_the_trouble_and_keeps_the_validators() -> None:
    bad = replace(failed(FEED, "why", None, NOW), told=True)
    later = NOW + timedelta(hours=1)
    good = reached(bad, Fetched("u", etag='"2"', modified="M"), "Coast", new=True, now=later)
    assert (good.failures, good.problem, good.told, good.failing_since) == (0, None, False, None)
    assert (good.etag, good.modified, good.name, good.new_at, good.poll_at) == (
        '"2"', "M", "Coast", later, later + FEED.every,
    )  # fmt: skip
    assert reached(good, Fetched("u", same=True), None, new=False, now=later).etag == '"2"'  # 304 need not repeat it
    assert reached(good, Fetched("u"), None, new=True, now=later).etag is None  # a server that has none any more
    assert reached(good, Fetched("u", moved="https://example.org/new"), None, new=True, now=later).address[-3:] == "new"


def test_reached_says_what_was_left_out_until_it_is_not() -> None:
    cut = reached(FEED, Fetched("u"), None, new=True, now=NOW, cut=True)
    assert (cut.problem, cut.failing) == (CUT, False)
    assert "more than 2,000 entries" in CUT
    assert reached(cut, Fetched("u", same=True), None, new=False, now=NOW).problem == CUT  # it is the same as before
    assert reached(cut, Fetched("u"), None, new=True, now=NOW).problem is None
    failing = failed(cut, "why", None, NOW)
    assert (failing.problem, failing.failing) == ("why", True)
    assert reached(failing, Fetched("u", same=True), None, new=False, now=NOW).problem is None


def test_retried_gives_an_article_up_after_some_tries() -> None:
    item, states = Item("u"), []
    for _ in range(TRIES):
        done = retried(item, "why", None, gone=False, now=NOW)
        states.append((done.state, (done.again_at - NOW) / timedelta(minutes=10) if done.again_at else None))
        item = replace(item, tries=done.tries)
    assert states == [("waiting", 1), ("waiting", 2), ("waiting", 4), ("failed", None)]
    assert retried(Item("u"), "why", None, gone=True, now=NOW).state == "failed"


def test_silent_names_what_could_not_be_reached_for_too_long() -> None:
    hours = {"new": 1, "short": 5, "long": 7, "longer": 30}
    bad = [
        replace(FEED, outlet=name, problem="it answers 403", failing_since=NOW, reached_at=NOW - timedelta(hours=n))
        for name, n in hours.items()
    ]
    quiet = replace(FEED, outlet="well", reached_at=NOW - timedelta(hours=90))  # it is reached, and has nothing new
    paused = replace(bad[-1], outlet="paused", active=False)
    cut = replace(quiet, outlet="cut", problem=CUT)  # it is read, in part
    assert [name for name, _, _ in silent([*bad, quiet, paused, cut], NOW)] == ["longer", "long"]


# -- rows --


def test_source_is_held_by_one_at_a_time(store: Store) -> None:
    kept = store.add_source(FEED, NOW)
    with pytest.raises(UsageError, match="is a source already"):
        store.add_source(FEED, NOW)
    held = store.claim_source(NOW)
    assert held
    assert held.id == kept.id
    assert store.claim_source(NOW + timedelta(minutes=9)) is None
    taken_over = store.claim_source(NOW + timedelta(minutes=11))  # whoever held it has ended
    assert taken_over
    late = replace(held, problem="too late")
    assert store.enter(late, [Entry("https://example.org/a")], NOW, None) == 0  # and finds that it is not theirs
    assert (store.sources()[0].problem, store.sources()[0].waiting) == (None, 0)
    store.release_source(held, NOW)
    assert store.claim_source(NOW + timedelta(minutes=12)) is None
    store.release_source(replace(taken_over, poll_at=NOW), NOW)
    assert store.claim_source(NOW + timedelta(minutes=12)) is not None


def test_source_that_is_paused_or_removed_is_not_due(store: Store) -> None:
    kept = store.add_source(FEED, NOW)
    assert store.switch_source(kept.id, active=False, now=NOW)
    assert not store.switch_source(kept.id, active=False, now=NOW)
    assert store.claim_source(NOW) is None
    assert store.switch_source(kept.id, active=True, now=NOW)
    assert store.remove_source(kept.id)
    assert not store.remove_source(kept.id)
    assert (store.claim_source(NOW), store.sources()) == (None, [])


def test_sources_of_a_channel_are_listed_there_only(store: Store) -> None:
    store.add_source(replace(FEED, outlet="b"), NOW)
    store.add_source(replace(FEED, outlet="A", scope="channel:C2"), NOW)
    assert [one.outlet for one in store.sources()] == ["A", "b"]
    assert [one.outlet for one in store.sources([PUBLIC])] == ["b"]


# -- one source --


def article(number: int, more: str = "") -> Reply:
    people = ("Mara Lind", "Ivo Brandt", "Ines Okafor")
    return Reply(
        f"<html><head><title>Report {number}</title></head><body><article><h1>Report {number} from the coast</h1>"
        f"<time datetime='2025-12-10T06:00:00Z'></time><p>“The pier number {number} is closed,” said "
        f"{people[number % 3]}, who runs the port, on Wednesday morning after a night of wind.</p>"
        f"<p>Several boats were waiting outside for the water to fall, and nobody was hurt.{more}</p>"
        "</article></body></html>"
    )


def rss(paths: list[str], host: str = "http://www.example.org") -> str:
    items = "".join(f"<item><title>{path}</title><link>{host}{path}</link></item>" for path in paths)
    return f"<rss version='2.0'><channel><title>Coast Desk</title>{items}</channel></rss>"


def test_feed_is_polled_and_its_articles_are_read_once(store: Store, site: Site, reader: Reader, clock: Clock) -> None:
    host = site.url("")
    site.pages |= {f"/{n}": article(n) for n in range(3)}
    site.pages["/feed"] = Reply(rss(["/0", "/1"], host), "application/rss+xml", headers={"ETag": '"1"'})
    store.add_source(replace(FEED, address=site.url("/feed"), outlet="Coast"), NOW)
    gather = gatherer(store, site, reader, clock)
    drain(gather)
    (one,) = store.sources()
    assert (one.articles, one.waiting, one.name, one.etag) == (2, 0, "Coast Desk", '"1"')
    site.pages["/feed"] = Reply(rss(["/2", "/1", "/0"], host), "application/rss+xml")
    clock.now += one.every
    drain(gather)
    assert store.sources()[0].articles == 3
    assert sorted(site.paths()) == ["/0", "/1", "/2", "/feed", "/feed"]
    assert site.asked[-2].headers["If-None-Match"] == '"1"'


def test_feed_with_more_entries_than_are_taken_says_so_and_the_rest_is_read(
    store: Store, site: Site, reader: Reader, clock: Clock
) -> None:
    host = site.url("")
    site.pages["/feed"] = Reply(rss([f"/{n}" for n in range(MOST + 1)], host), "application/rss+xml")
    store.add_source(replace(FEED, address=site.url("/feed"), outlet="Coast"), NOW)
    held = store.claim_source(NOW)
    assert held
    polled = gatherer(store, site, reader, clock).poll(held)
    (one,) = store.sources()
    assert (one.problem, one.failing, one.waiting) == (CUT, False, MOST)
    assert polled.problem == CUT
    assert store.sources()[0].poll_at == NOW + FEED.every  # it is well otherwise


def test_article_that_cannot_be_read_is_tried_again_and_given_up(
    store: Store, site: Site, reader: Reader, clock: Clock
) -> None:
    site.pages["/feed"] = Reply(rss(["/0", "/gone", "/later"], site.url("")), "text/xml")
    site.pages |= {"/0": article(0), "/later": Reply(status=500)}
    store.add_source(replace(FEED, address=site.url("/feed"), every=timedelta(days=1)), NOW)
    gather = gatherer(store, site, reader, clock)
    drain(gather)
    assert (store.sources()[0].articles, store.sources()[0].waiting, store.sources()[0].lost) == (1, 1, 1)
    site.pages["/later"] = article(5)
    clock.now += timedelta(minutes=11)
    drain(gather)
    assert (store.sources()[0].articles, store.sources()[0].waiting, store.sources()[0].lost) == (2, 0, 1)
    assert site.paths().count("/feed") == 1


def test_owner_is_told_once_of_trouble_and_once_of_its_end(
    store: Store, site: Site, reader: Reader, clock: Clock
) -> None:
    store.add_source(replace(FEED, address=site.url("/feed"), outlet="Coast", channel="C1"), NOW)
    gather = gatherer(store, site, reader, clock)
    for _ in range(TELL + 3):
        drain(gather)
        clock.now = store.sources()[0].poll_at
    site.pages["/feed"] = Reply(rss([]), "text/xml")
    drain(gather)
    texts = []
    while due := store.due(clock.now):
        texts += [one.message.text.splitlines()[0] for one in due]
        for one in due:
            store.mark(one, "posting", now=clock.now)
            store.mark(replace(one, state="posting"), "posted", now=clock.now, ts="1.1")
    assert texts == [
        "Coast cannot be read: 5 tries in a row failed.",
        "Coast can be read again. What it still lists of the time between is being read.",
    ]


def test_feed_that_moved_for_good_is_looked_for_there(store: Store, site: Site, reader: Reader, clock: Clock) -> None:
    site.pages |= {"/old": moved("/new", 301), "/new": Reply(rss([]), "text/xml")}
    store.add_source(replace(FEED, address=site.url("/old")), NOW)
    drain(gatherer(store, site, reader, clock))
    assert store.sources()[0].address == site.url("/new")


def test_changed_article_is_read_again_where_its_feed_says_so(
    store: Store, site: Site, reader: Reader, clock: Clock
) -> None:
    def atom(stamp: str) -> Reply:
        entry = f"<entry><link href='{site.url('/0')}'/><updated>{stamp}</updated></entry>"
        return Reply(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>", "application/atom+xml")

    site.pages |= {"/0": article(0), "/feed": atom("2025-12-10T06:00:00Z")}
    store.add_source(replace(FEED, address=site.url("/feed")), NOW)
    gather = gatherer(store, site, reader, clock)
    drain(gather)
    site.pages |= {"/0": article(0, " The pier opened again at noon."), "/feed": atom("2025-12-10T12:00:00Z")}
    clock.now += FEED.every
    drain(gather)
    assert site.paths().count("/0") == 2
    assert store.sources()[0].articles == 1  # a revision is no new article


def test_page_as_a_source_is_read_again_when_it_changes(store: Store, site: Site, reader: Reader, clock: Clock) -> None:
    site.pages["/0"] = article(0)
    store.add_source(replace(FEED, kind="page", address=site.url("/0")), NOW)
    gather = gatherer(store, site, reader, clock)
    for more in ("", "", " The pier opened again at noon."):
        site.pages["/0"] = article(0, more)
        drain(gather)
        clock.now += FEED.every
    assert site.paths() == ["/0"] * 5  # looked at three times, read twice
    assert store.sources()[0].articles == 1


def test_folder_is_watched_for_files(store: Store, site: Site, reader: Reader, clock: Clock, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("Rain\n\n“We are wet,” said Ann Hill, the mayor of Lund.", encoding="utf-8")
    (folder / ".half.txt").write_text("not yet", encoding="utf-8")
    (tmp_path / "secret.txt").write_text("“Secret,” said Ann Hill.", encoding="utf-8")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    store.add_source(replace(FEED, kind="folder", address=str(folder), outlet="Courier"), NOW)
    gather = gatherer(store, site, reader, clock)
    drain(gather)
    (folder / "deep" / "b.md").write_text("# Sun\n\nAnn Hill said that it was dry.", encoding="utf-8")
    clock.now += FEED.every
    drain(gather)
    assert (store.sources()[0].articles, store.sources()[0].statements) == (2, 2)


def test_dripping_source_delays_none_of_forty_nine(store: Store, site: Site, reader: Reader, clock: Clock) -> None:
    hold = threading.Event()

    def drip() -> Iterator[bytes]:
        while not hold.wait(0.05):
            yield b"<"  # a byte at a time: no timeout of a socket ever ends it

    site.pages["/drip"] = Reply(drip, "text/xml")
    store.add_source(replace(FEED, address=site.url("/drip"), outlet="drip"), NOW)  # the first to be due
    for n in range(49):
        site.pages[f"/feed{n}"] = Reply(rss([]), "text/xml")
        store.add_source(replace(FEED, address=site.url(f"/feed{n}")), NOW + timedelta(seconds=1))
    clock.now += timedelta(seconds=5)
    gather = gatherer(store, site, reader, clock, seconds=60.0)
    gather.start()
    end = time.monotonic() + 30
    while sum(one.reached_at is not None for one in store.sources()) < 49 and time.monotonic() < end:
        hold.wait(0.05)
    waiting = {one.outlet for one in store.sources() if one.tried_at is None}
    hold.set()
    gather.stop(5)
    assert waiting == {"drip"}  # it had not even ended when all others had been read


class Counting:
    """The way to the web, and how many fetches of slow articles were under way at once since each source was known."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._lock = threading.Lock()
        self._inside = 0
        self.ended = self.most = 0

    def fetch(
        self, url: str, accept: tuple[str, ...], *, etag: str | None = None, modified: str | None = None
    ) -> Fetched:
        if "/slow" not in url:
            return self._opener.fetch(url, accept, etag=etag, modified=modified)
        with self._lock:
            self._inside += 1
            self.most = max(self.most, self._inside) if self.ended >= 4 * THREADS else 0
        try:
            return self._opener.fetch(url, accept)
        finally:
            with self._lock:
                self._inside -= 1
                self.ended += 1


def test_sources_with_slow_articles_delay_each_other_and_none_of_the_rest(
    store: Store, site: Site, reader: Reader, clock: Clock
) -> None:
    """As many slow ones as there are threads, each with more slow articles than the others would wait for."""
    hold, begun = threading.Event(), threading.Barrier(THREADS + 1)

    def drip() -> Iterator[bytes]:
        while not hold.wait(0.05):
            yield b"<"

    def feed(asked: Asked) -> Reply:
        begun.wait(30)  # every thread is at one
        return Reply(rss([f"/slow{asked.path}/{i}" for i in range(30)], site.url("")), "text/xml")

    site.pages |= {f"/slow/feed/{n}/{i}": Reply(drip) for n in range(THREADS) for i in range(30)}
    for n in range(THREADS):
        site.pages[f"/feed/{n}"] = feed
        store.add_source(replace(FEED, address=site.url(f"/feed/{n}")), NOW)
    clock.now += timedelta(seconds=5)
    gather = gatherer(store, site, reader, clock, seconds=0.2, turn=0.4)
    assert reader.version  # it has started
    gather._intake = replace(gather._intake, fetch=(count := Counting(gather._intake.fetch)))
    gather.start()
    begun.wait(30)
    for n in range(20):
        site.pages[f"/quick/{n}"] = Reply(rss([]), "text/xml")
        store.add_source(replace(FEED, address=site.url(f"/quick/{n}")), NOW + timedelta(seconds=1))
    end = time.monotonic() + 30
    while any(one.reached_at is None for one in store.sources()) and time.monotonic() < end:
        hold.wait(0.02)
    tried = count.ended
    while count.ended < 6 * THREADS and time.monotonic() < end:
        hold.wait(0.02)
    hold.set()
    gather.stop(5)
    assert [one.address for one in store.sources() if one.reached_at is None] == []
    assert tried <= 4 * THREADS  # of ninety
    assert count.most == THREADS - 1  # one thread is at none of them


def test_first_thread_takes_no_source_that_was_slow(store: Store, site: Site, reader: Reader, clock: Clock) -> None:
    site.pages["/feed"] = Reply(rss(["/0", "/1"], site.url("")), "text/xml")
    site.pages |= {"/0": article(0), "/1": article(1)}
    store.add_source(replace(FEED, address=site.url("/feed")), NOW)
    gather = gatherer(store, site, reader, clock, turn=0.0)  # whatever takes any time is slow
    assert gather.turn(quick=True)
    assert (store.sources()[0].articles, store.sources()[0].waiting) == (0, 2)  # it was looked at, and had its turn
    assert not gather.turn(quick=True)
    assert gather.turn()


# -- a week of fifty --


class Outlet:
    """A site's feed over a week: a new article every so often, and a fault of its own from time to time."""

    def __init__(self, number: int, site: Site, clock: Clock) -> None:
        self.number = number
        self.site = site
        self.clock = clock
        self.published: list[str] = []
        self.faults = 0  # times that it answered with one

    def path(self, n: int) -> str:
        return f"/{self.number}/{n}"

    def publish(self, until: datetime) -> None:
        """One article each two days, at an hour of its own."""
        while NOW + timedelta(hours=48 * len(self.published) + self.number % 24) <= until:
            path = self.path(len(self.published))
            self.site.pages[path] = article(self.number * 100 + len(self.published))
            self.published.append(path)

    def fault(self) -> Reply | None:
        """What is wrong now: none of it lasts for ever, but that of every tenth."""
        day = (self.clock.now - NOW).days
        kinds = {
            1: Reply(status=500),
            2: Reply(drops=True),
            3: Reply(b"<rss><channel><item>", "text/xml"),  # cut off, and empty of entries
            4: Reply(status=429, headers={"Retry-After": "3600"}),
            5: Reply("<html><body>Under maintenance</body></html>"),
            6: Reply(b"\x1f\x8b\x08broken", "text/xml", headers={"Content-Encoding": "gzip"}),
            7: Reply(b'<!DOCTYPE r [<!ENTITY a "b">]><rss/>', "text/xml"),
        }
        broken = self.number % 10 == 9 or day == self.number % 5 + 1
        return kinds.get(self.number % 8) if broken else None

    def feed(self, asked: Asked) -> Reply:
        fault = self.fault()
        if fault:
            self.faults += 1
            return fault
        tag = f'"{len(self.published)}"'
        if asked.headers.get("If-None-Match") == tag:
            return Reply(status=304)
        paths = self.published[-10:]
        return Reply(rss(paths, self.site.url("")), "application/rss+xml", headers={"ETag": tag})


@pytest.mark.parametrize("count", [10, pytest.param(50, marks=pytest.mark.soak)])
def test_week_of_sources_with_faults_loses_and_doubles_nothing(
    store: Store, site: Site, reader: Reader, clock: Clock, count: int
) -> None:
    outlets = [Outlet(n, site, clock) for n in range(count)]
    for one in outlets:
        site.pages[f"/{one.number}/feed"] = one.feed
        address = site.url(f"/{one.number}/feed")
        store.add_source(replace(FEED, address=address, outlet=f"Outlet {one.number}", every=timedelta(hours=24)), NOW)
    _live_a_week(store, site, reader, clock, outlets)
    figures = _assert_week(store, site, outlets, clock)
    if count == 50:
        print(f"issue 7  {figures}")  # noqa: T201 - the figures of `make soak`


def _live_a_week(store: Store, site: Site, reader: Reader, clock: Clock, outlets: list[Outlet]) -> None:
    gather = gatherer(store, site, reader, clock)
    end = NOW + timedelta(days=7)
    while clock.now < end:
        for one in outlets:
            one.publish(clock.now)
        drain(gather)
        if clock.now.day == 13:  # as after a restart
            gather = gatherer(store, site, reader, clock)
        later = [one.poll_at for one in store.sources()]
        clock.now = max(clock.now + timedelta(hours=1), min(*later, end))
    for one in outlets:  # a last look at the end of the week, at everybody
        one.publish(clock.now)
    for source in store.sources():
        store.check_source(source.id, clock.now)
    drain(gather)


def _assert_week(store: Store, site: Site, outlets: list[Outlet], clock: Clock) -> str:
    """That every article of who could be read is in the record, once; what was seen, in a line."""
    sources = {one.label: one for one in store.sources()}
    never = {one.number for one in outlets if one.number % 10 == 9 and one.number % 8}
    assert {int(name.split()[1]) for name, _, _ in silent(list(sources.values()), clock.now)} == never
    with store.snapshot((PUBLIC,), clock.now) as snapshot:
        articles = snapshot.coverage().articles
    assert articles == sum(one.articles for one in sources.values())
    asked = Counter(site.paths())
    for one in outlets:
        read = [asked[path] for path in one.published]
        assert len(read) == 4
        once = [min(times, 1) for times in read]
        assert once == ([0] * 4 if one.number in never else [1] * 4), one.number
        assert max(read) <= 1 + len(PAUSES)  # with the looks for changes
        assert sources[f"Outlet {one.number}"].articles == sum(once)
    assert not any(one.waiting or one.lost for one in sources.values())
    polls = sum(times for path, times in asked.items() if path.endswith("/feed"))
    faults = sum(one.faults for one in outlets)
    return (
        f"a week of {len(outlets)} sources, {len(never)} of them never well: {polls} polls, {faults} of them met a "
        f"fault; {articles} articles printed by the others, 0 lost, 0 doubled"
    )


def test_digest_reads_which_sources_it_may_know_of_cannot_be_read(store: Store) -> None:
    long_ago = NOW - timedelta(days=1)
    for scope, name in ((PUBLIC, "Coast"), ("channel:C2", "Private")):
        store.add_source(replace(FEED, outlet=name, scope=scope), long_ago)
        held = store.claim_source(long_ago)
        assert held
        store.enter(failed(held, "it answers 403.", None, long_ago), [], long_ago, None)
        store.release_source(held, long_ago)
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        failing = snapshot.listing(long_ago, NOW).failing(NOW)
        assert [(name, why) for name, _, why in failing] == [("Coast", "it answers 403.")]


def test_sources_wait_for_no_instant_that_a_clock_put_far_off(store: Store) -> None:
    later = NOW + timedelta(hours=2)
    store.add_source(FEED, later)  # added, and held, by a clock that was two hours fast
    assert store.claim_source(later)
    assert store.claim_source(NOW) is None
    assert store.hasten_sources(NOW) == 1
    assert store.claim_source(NOW) is not None
    assert store.hasten_sources(NOW) == 0


def test_doctored_names_what_cannot_be_read() -> None:
    bad = replace(
        FEED, outlet="Coast", problem="it answers 403.", failing_since=NOW, reached_at=NOW - timedelta(days=1)
    )
    paused = replace(FEED, active=False)
    assert doctored([FEED, paused], NOW) == (True, "sources: 1 read by the bot, 1 paused")
    cut = replace(FEED, problem=CUT)
    assert doctored([FEED, cut], NOW) == (
        True,
        "sources: 2 read by the bot, 0 paused; of 1 more is listed than is read: see verbatim sources list",
    )
    assert doctored([FEED, bad, paused], NOW) == (
        False,
        "1 of 2 sources cannot be read (Coast: it answers 403): see verbatim sources list",
    )
