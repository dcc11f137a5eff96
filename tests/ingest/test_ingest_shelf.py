"""Sources by hand, in Slack and at the terminal: added once they can be read, listed as they are, changed by number."""

from __future__ import annotations

import itertools
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.site import LOOPBACK, Reply, Site

from bot.cli import main
from bot.compose.sources import every
from bot.errors import ConfigError, SourceError, UsageError
from bot.extract import Extractor
from bot.ingest.intake import Intake
from bot.ingest.opener import Opener
from bot.ingest.outline import outlined
from bot.ingest.pace import Pace
from bot.ingest.parcel import MOST
from bot.ingest.shelf import MANY, Shelf, Wanted, switched
from bot.ingest.sources import CUT, failed, reached
from bot.ingest.web import Fetched
from bot.model import PUBLIC, Request
from bot.newsroom import Newsroom
from bot.people import Channel, Person, Standing, Terminal, Where
from bot.reception import Reception

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.ingest.reader import Reader
    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 10, 7, 0, tzinfo=UTC)
FEED = "<rss version='2.0'><channel><title>Coast Desk</title><item><link>/a</link></item></channel></rss>"
ARTICLE = (
    "<article><h1>Ferry stays in port</h1><p>“Nobody sails in this,” said Mara Lind, the harbour minister, as the "
    "third storm of the month reached the coast.</p></article>"
)
_ids = itertools.count()


class People(Terminal):
    """C1 is public; U9 is a guest."""

    def person(self, user: str) -> Person:
        return Person(user, Standing.GUEST if user == "U9" else Standing.MEMBER)

    def channel(self, channel: str) -> Channel:
        return Channel(channel, Where.PUBLIC if channel == "C1" else Where.PRIVATE, shared=False, here=True, known=True)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as one:
        one.pages |= {"/feed": Reply(FEED, "application/rss+xml"), "/a": Reply(ARTICLE)}
        head = "<title>Coast</title><link rel='alternate' type='application/rss+xml' href='/feed'>"
        more = "<link rel='alternate' type='application/atom+xml' href='/sport.xml'>"
        one.pages["/"] = Reply(f"<html><head>{head}{more}</head><body>Coast</body></html>")
        yield one


@pytest.fixture
def shelf(store: Store, site: Site, reader: Reader) -> Shelf:
    room = Newsroom(store, store, zone="UTC", clock=lambda: NOW, people=People())
    pace = Pace(time.monotonic, lambda _: None, pause=0.0)
    return Shelf(store, Intake(room, Opener(resolve=site.resolve, intranet=LOOPBACK, pace=pace), reader), Extractor)


def test_add_takes_a_feed_by_its_address(shelf: Shelf, site: Site) -> None:
    source, found, others = shelf.add(Wanted(site.url("/feed")), by="U1")
    assert (source.kind, source.address, source.name, found, others) == ("feed", site.url("/feed"), "Coast Desk", 1, ())


def test_add_finds_the_feed_that_a_page_names(shelf: Shelf, site: Site) -> None:
    source, found, others = shelf.add(Wanted(site.url("/")), by="U1")
    assert (source.address, found, others) == (site.url("/feed"), 1, (site.url("/sport.xml"),))


@pytest.mark.parametrize(
    ("path", "why"),
    [("/gone", "not there any more"), ("/a", "there is no feed in it, and it names none")],
)
def test_add_keeps_nothing_that_cannot_be_read(shelf: Shelf, store: Store, site: Site, path: str, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        shelf.add(Wanted(site.url(path)), by="U1")
    assert store.sources() == []


def test_add_takes_a_folder_only_from_who_has_a_shell(shelf: Shelf, tmp_path: Path) -> None:
    assert shelf.add(Wanted(str(tmp_path), local=True), by="terminal")[0].kind == "folder"
    with pytest.raises(SourceError, match="only http:// and https:// addresses can be read"):
        shelf.add(Wanted(str(tmp_path)), by="U1")


def test_add_takes_a_page_and_a_zone_that_exists(shelf: Shelf, site: Site) -> None:
    assert shelf.add(Wanted(site.url("/a"), page=True, zone="Europe/Istanbul"), by="U1")[0].kind == "page"
    with pytest.raises(UsageError, match="is no IANA time zone"):
        shelf.add(Wanted(site.url("/feed"), zone="Istanbul"), by="U1")


def test_add_looks_no_oftener_than_is_polite(shelf: Shelf, site: Site) -> None:
    source, _, _ = shelf.add(Wanted(site.url("/feed"), every=timedelta(seconds=1)), by="U1")
    assert source.every == timedelta(minutes=5)


def test_opml_goes_out_and_comes_in(shelf: Shelf, store: Store, tmp_path: Path, site: Site) -> None:
    shelf.add(Wanted(site.url("/feed"), outlet='"Coast" & <Desk>'), by="U1")
    shelf.add(Wanted(str(tmp_path), local=True), by="U1")
    text = outlined(store.sources())
    (one,) = [source for source in store.sources() if source.kind == "feed"]
    store.remove_source(one.id)
    done, failures = shelf.import_opml(text.encode(), by="terminal")
    assert ([(s.label, s.address) for s in done], failures) == ([('"Coast" & <Desk>', one.address)], [])
    again, failures = shelf.import_opml(text.encode(), by="terminal")
    assert again == []
    assert failures == [f"{one.address} is a source already: sources list shows how it is doing."]


def test_opml_with_more_feeds_than_are_taken_says_so(shelf: Shelf, store: Store, tmp_path: Path) -> None:
    feeds = "".join(f"<outline xmlUrl='https://example.org/{n}'/>" for n in range(MOST + 1))
    text = f"<opml version='2.0'><body>{feeds}</body></opml>"
    (tmp_path / "big.opml").write_text(text)
    with pytest.raises(ConfigError, match=r"big\.opml: It lists more than 2,000 feeds.*: split it"):
        shelf.configure([str(tmp_path / "big.opml")])
    assert store.sources() == []
    done, failures = shelf.import_opml(text.encode(), by="terminal")
    assert (len(done), failures) == (MOST, [MANY])


def test_check_reads_one_source_now(shelf: Shelf, store: Store, site: Site) -> None:
    source, _, _ = shelf.add(Wanted(site.url("/feed")), by="U1")
    turns, failing = shelf.check(source.id)
    assert turns
    assert failing == []
    assert store.sources()[0].articles == 1
    site.pages.pop("/feed")
    _, (bad,) = shelf.check(source.id)
    assert "not there any more" in str(bad.problem)


def test_switched_knows_only_what_the_asker_may_see(shelf: Shelf, store: Store, site: Site) -> None:
    source, _, _ = shelf.add(Wanted(site.url("/feed"), scope="channel:C2"), by="U1")
    with pytest.raises(UsageError, match="There is no source"):
        switched(store, "remove", source.id, NOW, (PUBLIC,))
    assert switched(store, "pause", source.id, NOW, (PUBLIC, "channel:C2")).id == source.id
    with pytest.raises(UsageError, match="is paused already"):
        switched(store, "pause", source.id, NOW, None)


# -- in Slack --


@pytest.fixture
def desk(shelf: Shelf, store: Store) -> Reception:
    return Reception.of(shelf.intake.newsroom, store, Extractor, "socket", intake=shelf.intake, shelf=shelf)


def say(desk: Reception, text: str, channel: str = "C1", user: str = "U1") -> str:
    page: Page = desk.page(Request(f"r{next(_ids)}", "mention", text, channel, user))
    sections = [line for section in page.sections for line in (section.title, *section.notes) if line]
    return "\n".join((page.headline, *page.notes, *sections))


def test_sources_are_added_listed_paused_and_removed_by_words(desk: Reception, site: Site, store: Store) -> None:
    told = say(desk, f"sources add {site.url('/')} as Coast Post")
    assert told == (
        f"Source 1 added: Coast Post ({site.url('/feed')}).\n"
        "Its articles are being read: 1 entry now, then every 15 min.\n"
        f"The page names other feeds, too: {site.url('/sport.xml')}."
    )
    assert say(desk, "sources").startswith(
        "1 source, all of them well.\nSources\n1. Coast Post – not read yet, every 15 min. 0 articles, 0 statements."
    )
    assert say(desk, "sources pause 1") == "Coast Post is paused: nothing new comes from it until it is resumed."
    assert "1. Coast Post – paused." in say(desk, "sources list")
    assert say(desk, "sources resume 1").endswith("is read again, from now on.")
    assert say(desk, "sources remove #1").endswith("is no source any more; its articles stay in the record.")
    assert store.sources() == []


def test_sources_of_a_private_channel_are_spoken_of_there_only(desk: Reception, site: Site, store: Store) -> None:
    assert "Only this channel can find what comes from it." in say(desk, f"sources add {site.url('/feed')}", "C2")
    assert store.sources()[0].scope == "channel:C2"
    assert say(desk, "sources list").startswith("No source is read by itself yet.")
    assert say(desk, "sources remove 1").startswith("There is no source 1 here")
    assert say(desk, "sources list", "C2").startswith("1 source")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("sources add", "What should be read by itself? Give its address"),
        ("sources add it", "Give the address of a feed or of a site"),
        ("sources add http://127.0.0.1:1/", "Not added: "),
        ("sources pause", "Give the number of the source, as in: sources pause 3"),
        ("sources pause x", "Give the number of the source, as in: sources pause 3"),
        ("sources pause 99999999999999999999", "There is no source"),
    ],
)
def test_sources_say_what_to_do_about_what_cannot_be_done(desk: Reception, text: str, told: str) -> None:
    assert say(desk, text).startswith(told)


def test_sources_are_changed_by_members_and_seen_by_all(desk: Reception, site: Site) -> None:
    assert say(desk, f"sources add {site.url('/feed')}", user="U9").startswith("Guests of this workspace can ask, but")
    assert say(desk, "sources list", user="U9").startswith("No source")
    assert site.asked == []


def test_sources_in_trouble_come_first_with_their_reason(
    desk: Reception, shelf: Shelf, site: Site, store: Store
) -> None:
    shelf.add(Wanted(site.url("/feed"), outlet="Alpha"), by="U1")
    bad, _, _ = shelf.add(Wanted(site.url("/feed?2"), outlet="Beta"), by="U1")
    store.switch_source(1, active=False, now=NOW)
    held = store.claim_source(NOW)
    assert held
    assert held.id == bad.id
    store.enter(failed(held, "it answers 403.", None, NOW), [], NOW, None)
    listed = say(desk, "sources list").splitlines()
    assert listed[0] == "2 sources, 1 of them failing."
    assert listed[2].startswith("2. Beta – FAILING since Wed 10 Dec 07:00 (1 time), next try Wed 10 Dec 07:30.")
    assert listed[3].strip() == "it answers 403."


def test_source_that_is_read_in_part_is_named_with_what_to_do(desk: Reception, site: Site, store: Store) -> None:
    entries = "".join(f"<item><link>/{n}</link></item>" for n in range(MOST + 1))
    site.pages["/feed"] = Reply(FEED.replace("<item><link>/a</link></item>", entries), "application/rss+xml")
    said = say(desk, f"sources add {site.url('/feed')}")
    assert CUT in said
    held = store.claim_source(NOW)
    assert held
    store.enter(reached(held, Fetched("u"), None, new=True, now=NOW, cut=True), [], NOW, None)
    listed = say(desk, "sources list").splitlines()
    assert listed[0] == "1 source, 1 read in part."
    assert "last read Wed 10 Dec 07:00" in listed[2]
    assert listed[3].strip() == CUT
    assert CUT in say(desk, "sources 1")


@pytest.mark.parametrize(("minutes", "words"), [(15, "every 15 min"), (60, "every 1 h"), (90, "every 90 min")])
def test_every_reads_as_people_say_it(minutes: int, words: str) -> None:
    assert every(timedelta(minutes=minutes)) == words


# -- at the terminal --


def command(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = 0
    try:
        main(arguments)
    except SystemExit as done:
        status = int(done.code or 0)
    return status, *capsys.readouterr()


@pytest.fixture
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("VERBATIM_INTRANET", "127.0.0.0/8")
    monkeypatch.setenv("VERBATIM_TIMEZONE", "UTC")
    monkeypatch.delenv("VERBATIM_DB", raising=False)


@pytest.mark.usefixtures("_alone")
def test_command_line_adds_lists_checks_and_exports(capsys: pytest.CaptureFixture[str], site: Site) -> None:
    feed = site.url("/feed", "127.0.0.1")
    status, out, err = command(capsys, "sources", "add", feed, "--outlet", "Coast Post", "--every", "60")
    assert (status, err) == (0, "")
    assert out.startswith("Source 1 added: Coast Post")
    assert command(capsys, "sources", "check", "1") == (0, "Looked at source 1.\n", "")
    assert command(capsys, "sources", "check") == (0, "Nothing was due.\n", "")  # it was looked at just now
    assert "every 1 h. 1 article, " in command(capsys, "sources", "list")[1]
    assert f'xmlUrl="{feed}"' in command(capsys, "sources", "opml")[1]
    assert command(capsys, "sources", "pause", "1")[1].startswith("Coast Post is paused")
    status, _, err = command(capsys, "sources", "pause", "7")
    assert (status, err) == (2, "verbatim: There is no source 7 here: sources list shows the numbers.\n")


@pytest.mark.usefixtures("_alone")
def test_command_line_indexes_addresses(capsys: pytest.CaptureFixture[str], site: Site) -> None:
    status, out, err = command(capsys, "index", site.url("/a", "127.0.0.1"), site.url("/gone", "127.0.0.1"))
    lines = out.splitlines()
    assert status == 1
    assert lines[0].startswith("Indexed: “Ferry stays in port” (127.0.0.1, date not given) – ")
    assert lines[-1].startswith("1 new, 0 changed, 0 same, 1 failed; ")
    assert "not there any more (404)" in err
