"""Row 21: what must not be opened is not, whatever it is called. The resolver is a table and no connection is made."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest
from fakes.site import LOOPBACK, Site, moved
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.addresses import Intranet, is_public, place_of, same_site, tidy
from bot.ingest.opener import Opener
from bot.ingest.pace import Pace
from bot.ingest.web import PAGE, FetchError, RefusedAddressError

if TYPE_CHECKING:
    from collections.abc import Sequence

# What a resolver might say of a name; whatever is not here does not exist.
NAMES = {
    "localhost": ["127.0.0.1"],
    "localhost.localdomain": ["127.0.0.1", "::1"],
    "metadata.google.internal": ["169.254.169.254"],
    "ten.example.org": ["10.0.0.7"],
    "carrier.example.org": ["100.100.100.200"],
    "mixed.example.org": ["93.184.215.14", "127.0.0.1"],
    "mixed6.example.org": ["2606:2800:21f:cb07:6820:80da:af6b:8b2c", "fd00::1"],
    "mapped.example.org": ["::ffff:127.0.0.1"],
    "nat64.example.org": ["64:ff9b::7f00:1"],
    "nat64local.example.org": ["64:ff9b:1::a00:1"],
    "sixtofour.example.org": ["2002:7f00:1::1"],
    "teredo.example.org": ["2001:0:4136:e378:8000:63bf:3fff:fdd2"],
    "compatible.example.org": ["::127.0.0.1"],
    "linklocal.example.org": ["fe80::1%eth0"],
    "sitelocal.example.org": ["fec0::1"],
    "multicast.example.org": ["ff02::1"],
    "broadcast.example.org": ["255.255.255.255"],
    "protocol.example.org": ["192.0.0.8"],
    "nothing.example.org": [],
    "odd.example.org": ["not an address"],
    "xn--bcher-kva.example.org": ["192.168.1.1"],
    "www.example.org": ["93.184.215.14"],
}
HOSTILE = [
    "http://127.0.0.1/",  # loopback as one writes it
    "http://127.1/",  # short
    "http://127.0.1/",  # shorter by one
    "http://2130706433/",  # as one number
    "http://0x7f000001/",  # in hexadecimal
    "http://0x7f.0.0.1/",  # in part
    "http://0177.0.0.1/",  # in octal
    "http://017700000001/",  # as one number in octal
    "http://127.0.0.1./",  # with a dot at the end
    "http://0/",  # which connects to this machine
    "http://0.0.0.0/",
    "http://127.255.255.254/",  # all of 127/8 is here
    "http://[::1]/",
    "http://[::]/",
    "http://[0:0:0:0:0:0:0:1]/",  # written out
    "http://[::ffff:127.0.0.1]/",  # mapped
    "http://[::ffff:7f00:1]/",  # mapped, in hexadecimal
    "http://[::127.0.0.1]/",  # compatible
    "http://[64:ff9b::7f00:1]/",  # NAT64 of loopback
    "http://[2002:7f00:1::]/",  # 6to4 of loopback
    "http://[2001:db8::1]/",  # for documentation
    "http://[fd12:3456::1]/",  # unique local
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",  # with a zone
    "http://[ff02::1]/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.0.1/",
    "http://169.254.169.254/latest/meta-data/",  # where clouds keep their secrets
    "http://2852039166/",  # the same as one number
    "http://0xA9FEA9FE/",  # the same in hexadecimal
    "http://100.100.100.200/",  # the same of another cloud
    "http://192.0.0.8/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://１２７.０.０.１/",  # full-width digits, folded to 127.0.0.1 by IDNA
    "http://127。0。0。1/",  # ideographic full stops
    "http://ⓛocalhost/",  # a circled letter, folded to "localhost"
    "http://localhost/",
    "http://LOCALHOST./",
    "http://localhost.localdomain/",
    "http://metadata.google.internal/",
    "http://ten.example.org/",
    "http://carrier.example.org/",
    "http://mixed.example.org/",  # one public address does not make it public
    "http://mixed6.example.org/",
    "http://mapped.example.org/",
    "http://nat64.example.org/",
    "http://nat64local.example.org/",
    "http://sixtofour.example.org/",
    "http://teredo.example.org/",
    "http://compatible.example.org/",
    "http://linklocal.example.org/",
    "http://sitelocal.example.org/",
    "http://multicast.example.org/",
    "http://broadcast.example.org/",
    "http://protocol.example.org/",
    "http://nothing.example.org/",
    "http://odd.example.org/",
    "http://bücher.example.org/",  # by its other name
    "http://unknown.example.org/",
    "http://www.example.org@127.0.0.1/",  # a user name that looks like the host
    "http://user:password@www.example.org/",
    "http://www.example.org\\@127.0.0.1/",  # read differently by different programs
    "http://127.0.0.1\t/",
    "http://www.example.org:6379/",  # a port that is no web server's
    "http://www.example.org:99999/",
    "http://www%2eexample%2eorg/",  # what is decoded by whom?
    "http:///etc/passwd",
    "http://",
    "file:///etc/passwd",
    "ftp://www.example.org/",
    "gopher://127.0.0.1:6379/_INFO",
    "//127.0.0.1/",
    "javascript:alert(1)",
    "http://" + "a" * 5000 + ".example.org/",
]


class Line:
    """A resolver that is a table, and a line that records who was called and takes nothing up."""

    def __init__(self, names: dict[str, list[str]]) -> None:
        self.names = names
        self.called: list[str] = []
        self.resolved: list[str] = []

    def resolve(self, host: str, _port: int) -> Sequence[str]:
        self.resolved.append(host)
        if host in self.names:
            return self.names[host]
        try:
            socket.inet_pton(socket.AF_INET6 if ":" in host else socket.AF_INET, host)
        except OSError:
            raise socket.gaierror(-2, "Name or service not known") from None
        return [host]

    def dial(self, address: str, _port: int, _seconds: float) -> socket.socket:
        self.called.append(address)
        raise ConnectionRefusedError

    def opener(self, intranet: Intranet | None = None) -> Opener:
        return Opener(resolve=self.resolve, dial=self.dial, intranet=intranet, pace=Pace(lambda: 0.0, lambda _: None))


@pytest.mark.parametrize("url", HOSTILE)
def test_opener_makes_no_connection_for_a_hostile_address(url: str) -> None:
    line = Line(NAMES)
    with pytest.raises(FetchError) as told:
        line.opener().fetch(url, PAGE)
    assert line.called == []
    assert str(told.value).endswith((".", ":6379."))
    assert len(str(told.value)) < 250


def test_opener_has_a_long_enough_list_of_hostile_addresses() -> None:
    assert len(set(HOSTILE)) >= 60


@pytest.mark.soak
def test_hostile_addresses_in_figures() -> None:
    """Row 21 as `make soak` prints it: each address by itself."""
    line, refused, began = Line(NAMES), 0, time.monotonic()
    for url in HOSTILE:
        with pytest.raises(FetchError):
            line.opener().fetch(url, PAGE)
        refused += 1
    seconds = time.monotonic() - began
    print(f"row 21  {refused} hostile URLs: {len(line.called)} connections, {seconds:.1f} s")  # noqa: T201 - figures
    assert line.called == []


def test_opener_calls_the_very_address_that_was_checked() -> None:
    line = Line(NAMES)
    with pytest.raises(FetchError, match="refused"):
        line.opener().fetch("http://www.example.org/", PAGE)
    assert line.called == ["93.184.215.14"]  # for robots.txt, without which the page is not asked for


def test_opener_asks_the_resolver_once_for_each_request() -> None:
    """A resolver that answers a public address first and a private one after (rebinding) gains nothing."""
    line = Line(NAMES)
    answers = iter([["93.184.215.14"], ["93.184.215.14"], ["127.0.0.1"]])  # the page, its robots.txt, the page again
    line.resolve = lambda _host, _port: next(answers)  # type: ignore[method-assign]
    opener = line.opener()
    with pytest.raises(FetchError):
        opener.fetch("http://rebinding.example.org/", PAGE)
    with pytest.raises(RefusedAddressError):
        opener.fetch("http://rebinding.example.org/", PAGE)
    assert line.called == ["93.184.215.14"]


REDIRECTS = [
    "http://127.0.0.1/",
    "http://0x7f000001/",
    "http://[::ffff:7f00:1]/",
    "http://169.254.169.254/latest/meta-data/",
    "http://inside.example.org/",  # a name that leads inside
    "file:///etc/passwd",
    "gopher://127.0.0.1/",
]


class PublicSite:
    """A loopback site that passes for a public one: names to public addresses, which `dial` brings home."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.called: list[str] = []

    def resolve(self, host: str, _port: int) -> list[str]:
        return {"www.example.org": ["93.184.215.14"], "inside.example.org": ["10.0.0.7"]}.get(host, [host])

    def dial(self, address: str, _port: int, seconds: float) -> socket.socket:
        self.called.append(address)
        return socket.create_connection(("127.0.0.1", self.site.port), seconds)


@pytest.mark.parametrize("to", REDIRECTS)
@pytest.mark.parametrize("intranet", [None, Intranet.of(("10.0.0.0/8", "127.0.0.0/8", "inside.example.org"))])
def test_opener_does_not_follow_a_public_page_inside(to: str, intranet: Intranet | None) -> None:
    """With the switch for intranets, too: a stranger's page does not choose what is read there."""
    with Site() as site:
        site.pages["/"] = moved(to)
        public = PublicSite(site)
        opener = Opener(resolve=public.resolve, dial=public.dial, intranet=intranet)
        with pytest.raises(FetchError):
            opener.fetch("http://www.example.org/", PAGE)
    assert set(public.called) == {"93.184.215.14"}


def test_opener_reads_the_intranet_where_it_is_opened() -> None:
    line = Line(NAMES)
    for opened in ("10.0.0.0/24", "ten.example.org"):
        with pytest.raises(FetchError, match="refused"):
            line.opener(Intranet.of((opened,))).fetch("http://ten.example.org:8080/", PAGE)
    assert line.called == ["10.0.0.7", "10.0.0.7"]
    with pytest.raises(RefusedAddressError):
        line.opener(Intranet.of(("localhost",))).fetch("http://localhost/", PAGE)  # a name opens no loopback
    assert len(line.called) == 2


@pytest.mark.parametrize("named", ["10.0.0.1/8", "two words", "a/b", "127.1"])
def test_intranet_refuses_what_is_neither_network_nor_host(named: str) -> None:
    with pytest.raises(ValueError, match="neither a network"):
        Intranet.of((named,))


@given(st.integers(0, 2**32 - 1))
def test_every_disguise_of_an_ipv4_address_is_refused(number: int) -> None:
    """Mapped, compatible, NAT64 and 6to4 ones are refused also for public addresses: nobody serves news there."""
    low = f"{number >> 16:x}:{number & 0xFFFF:x}"
    assert not any(map(is_public, (f"::ffff:{low}", f"::{low}", f"64:ff9b::{low}", f"2002:{low}::1")))


@pytest.mark.parametrize("address", ["93.184.215.14", "1.1.1.1", "2606:2800:21f:cb07::1", "2a00:1450:4001::200e"])
def test_public_addresses_are_open(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("http://WWW.Example.org.", "http://www.example.org/"),  # case and the dot at the end say nothing
        ("https://example.org:443/a", "https://example.org/a"),  # the usual port
        ("https://bücher.example/ü?q=ö", "https://xn--bcher-kva.example/%C3%BC?q=%C3%B6"),  # ASCII on the wire
        ("https://example.org/a%20b?c=%C3%BC", "https://example.org/a%20b?c=%C3%BC"),  # what is escaped stays so
        ("http://[2606:2800::1]:80/x", "http://[2606:2800::1]/x"),
    ],
)
def test_place_is_written_in_one_way(url: str, same: str) -> None:
    assert place_of(url).url == same


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        (
            "https://example.org/a?utm_source=x&id=7#top",
            "https://example.org/a?id=7",
        ),  # what tells articles apart stays
        ("https://example.org/a?fbclid=1", "https://example.org/a"),
        ("https://example.org/a?q=a+b&empty=", "https://example.org/a?q=a+b&empty="),  # untouched where nothing goes
    ],
)
def test_tidy_leaves_what_names_the_article(url: str, kept: str) -> None:
    assert tidy(url) == kept


def test_same_site_knows_the_faces_of_one_outlet() -> None:
    assert same_site("m.example.org", "www.example.org")
    assert same_site("amp.example.org", "example.org")
    assert not same_site("example.org", "example.com")
    assert not same_site("evil-example.org", "example.org")


def test_loopback_is_open_to_these_tests_only() -> None:
    assert LOOPBACK.holds("anything", "127.0.0.1")
    assert not Intranet().holds("anything", "127.0.0.1")
