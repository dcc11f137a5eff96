"""The only file that opens a URL.

    URL -> place -> resolve once -> every address public? -> robots.txt -> our turn -> connect to that very address
        -> redirect? again from the start, five times at most -> so many decoded bytes, so many seconds, this type

Checking a name and connecting to it later loses to a resolver that answers anew; so the connection is made to the
address that was checked, while `Host`, SNI and certificate keep the name. A timeout is no deadline: a server that
drips a byte a second is held to the seconds of the whole by a timer that shuts the socket down. No proxy, cookie or
password of the environment is used.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from bot.errors import SourceError
from bot.ingest.addresses import PORTS, Intranet, Place, is_public, place_of, shown
from bot.ingest.pace import Pace
from bot.ingest.responses import NoRulesError, leads_to, taken
from bot.ingest.robots import LARGEST, Robots
from bot.ingest.web import ANY, Fetched, FetchError, RefusedAddressError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from urllib3.response import BaseHTTPResponse

AGENT = "Verbatim"  # the name that robots.txt knows us by
SECONDS = 18.0  # for one source with its redirects; reading what came has its own limit (reader.SECONDS)
CONNECTING = 8.0  # seconds for one connection, its handshake included
HOPS = 5
LIMIT = 10 * 1024 * 1024  # decoded bytes
_MOVED_FOR_GOOD, _MOVED = {301, 308}, {301, 302, 303, 307, 308}


def resolved(host: str, port: int) -> list[str]:
    """Every address of a host, as the system's resolver has them, each once. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[4][0]) for address in found))


def dialled(address: str, port: int, seconds: float) -> socket.socket:
    """A connection to a literal address. Raises OSError."""
    return socket.create_connection((address, port), seconds)


@dataclass(frozen=True, slots=True)
class _Route:
    """How to reach a place: the addresses that were checked, by when, and whether they are of the intranet."""

    place: Place
    addresses: tuple[str, ...]
    inside: bool


class Opener:
    """Implements bot.ingest.web.Fetch. Threads share it."""

    def __init__(
        self,
        *,
        contact: str = "",
        intranet: Intranet | None = None,
        resolve: Callable[[str, int], Sequence[str]] = resolved,
        dial: Callable[[str, int, float], socket.socket] = dialled,
        pace: Pace | None = None,
        seconds: float = SECONDS,
        limit: int = LIMIT,
        context: ssl.SSLContext | None = None,
    ) -> None:
        """`contact`: an address that a site's owner can turn to; it goes into User-Agent."""
        self._agent = f"{AGENT}/1 (reads news for a newsroom's record{f'; {contact}' if contact else ''})"
        self._intranet = intranet or Intranet()
        self._resolve = resolve
        self._dial = dial
        self._pace = pace or Pace(time.monotonic, time.sleep)
        self._seconds = seconds
        self._limit = limit
        self._context = context
        self._robots = Robots(self._rules, time.monotonic, AGENT)

    def fetch(
        self, url: str, accept: tuple[str, ...], *, etag: str | None = None, modified: str | None = None
    ) -> Fetched:
        """What stands at `url`, served as one of the types `accept`. Raises FetchError."""
        asked = {"If-None-Match": etag, "If-Modified-Since": modified}
        headers = {name: value for name, value in asked.items() if value}
        return self._follow(url, accept, headers, obey=True, limit=self._limit)

    def _follow(self, url: str, accept: tuple[str, ...], headers: dict[str, str], *, obey: bool, limit: int) -> Fetched:
        """Through the redirects, each checked as the first was."""
        before: _Route | None = None
        for_good: str | None = None
        deadline = time.monotonic() + self._seconds
        for hop in range(HOPS + 1):
            route = self._route(url, before)
            if obey:
                deadline += self._permitted(route.place)  # waiting for one's turn is not the server's fault
            with self._opened(route, accept, headers, deadline) as response:
                if response.status not in _MOVED:
                    found = taken(response, route.place, accept, limit)
                    return replace(found, moved=for_good if hop else None)
                url = urljoin(route.place.url, leads_to(response, route.place))
            kept = hop == 0 or for_good is not None
            for_good = place_of(url).url if kept and response.status in _MOVED_FOR_GOOD else None
            before = route
        raise FetchError(f"{shown(url)}: redirected more than {HOPS} times; give the address that a browser ends at.")

    def _route(self, url: str, before: _Route | None) -> _Route:
        """The way to `url`, its name resolved this once. Raises FetchError where it is not to be opened."""
        try:
            place = place_of(url)
        except SourceError as error:
            raise RefusedAddressError(str(error)) from None
        if before and before.place.scheme == "https" and place.scheme == "http":
            raise RefusedAddressError(f"{shown(url)}: an encrypted address led to this unencrypted one; not opened.")
        try:
            addresses = tuple(self._resolve(place.host, place.port))
        except (OSError, UnicodeError):
            raise FetchError(f"{place.host}: there is no such host, or the network is down.") from None
        inside = self._inside(place, addresses)
        if inside and before and not before.inside:
            raise RefusedAddressError(f"{shown(url)}: a public address led into the intranet; not opened.")
        return _Route(place, addresses, inside)

    def _inside(self, place: Place, addresses: Sequence[str]) -> bool:
        """Whether it lies in the opened intranet. Raises FetchError where it is neither there nor public."""
        if not addresses:
            raise FetchError(f"{place.host}: there is no such host, or the network is down.")
        strange = [address for address in addresses if not is_public(address)]
        if all(self._intranet.holds(place.host, address) for address in strange or addresses):
            return True
        if strange:
            raise RefusedAddressError(
                f"{place.host}: not on the public internet; whoever runs Verbatim can open it (VERBATIM_INTRANET)."
            )
        if place.port != PORTS[place.scheme]:
            raise RefusedAddressError(f"{shown(place.url)}: only the usual ports are opened; leave out :{place.port}.")
        return False

    def _permitted(self, place: Place) -> float:
        """Seconds waited for our turn at a site that lets us read this. Raises FetchError where it does not."""
        site = f"{place.scheme}://{place.authority}"
        if not self._robots.allows(site, place.url):
            raise FetchError(f"{shown(place.url)}: {place.host} asks programs not to read this (robots.txt).")
        began = time.monotonic()
        self._pace.wait(place.host, self._robots.delay(site))
        return time.monotonic() - began

    def _rules(self, site: str) -> bytes:
        """robots.txt of a site; a 4xx means that there are no rules."""
        try:
            return self._follow(f"{site}/robots.txt", ANY, {}, obey=False, limit=4 * LARGEST).data
        except NoRulesError:
            return b""
        except RefusedAddressError:
            raise
        except FetchError as error:
            why = str(error).removeprefix(f"{site}/robots.txt: ")
            told = f"{site}: what programs may read there (robots.txt) cannot be asked now: {why}"
            raise FetchError(told, wait=error.wait) from None

    @contextmanager
    def _opened(
        self, route: _Route, accept: tuple[str, ...], headers: dict[str, str], deadline: float
    ) -> Iterator[BaseHTTPResponse]:
        """The response to one request, open; cut off at the deadline."""
        place = route.place
        left = deadline - time.monotonic()
        if left <= 0:
            raise _too_slow(place, self._seconds)
        lines = _Lines(route, self._dial, min(left, CONNECTING))
        connection = _connection(place, lines, self._context)
        timer = threading.Timer(left, lines.cut)
        timer.daemon = True
        timer.start()
        try:
            connection.request(
                "GET", place.target, headers=self._headers(place, accept) | headers, preload_content=False
            )
            connection.timeout = left
            yield connection.getresponse()
            if lines.is_cut:  # a body without a length ends wherever the line does
                raise TimeoutError
        except (HTTPError, HTTPException, OSError, zlib.error, ValueError) as error:
            if lines.is_cut or time.monotonic() >= deadline:
                raise _too_slow(place, self._seconds) from None
            raise FetchError(f"{shown(place.url)}: {_why(error)}.") from None
        finally:
            timer.cancel()
            connection.close()
            lines.close()

    def _headers(self, place: Place, accept: tuple[str, ...]) -> dict[str, str]:
        return {
            "Host": place.authority,
            "User-Agent": self._agent,
            "Accept": ", ".join((*accept, "*/*;q=0.1")),
            "Accept-Encoding": "gzip",
            "Connection": "close",
        }


class _Lines:
    """The socket of one request, kept so that a timer can cut it while another thread waits on it."""

    def __init__(self, route: _Route, dial: Callable[[str, int, float], socket.socket], seconds: float) -> None:
        self._route = route
        self._dial = dial
        self._seconds = seconds
        self._handle: socket.socket | None = None
        self.is_cut = False

    def connect(self) -> socket.socket:
        """The first of the checked addresses that answers. Raises OSError."""
        last: OSError | None = None
        for address in self._route.addresses:
            try:
                made = self._dial(address, self._route.place.port, self._seconds)
            except OSError as error:
                last = error
                continue
            self._handle = made.dup()  # TLS takes the first over
            return made
        raise last or OSError("no address")

    def cut(self) -> None:
        """Shut it down, whoever is waiting on it."""
        self.is_cut = True
        try:
            if self._handle:
                self._handle.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # closed by then

    def close(self) -> None:
        if self._handle:
            self._handle.close()


def _connection(place: Place, lines: _Lines, context: ssl.SSLContext | None) -> HTTPConnection:
    """urllib3's connection, by our socket: it does TLS and HTTP, and has no say in where to."""
    if place.scheme == "http":
        plain = _Plain(place.host, place.port, timeout=CONNECTING)
        plain.lines = lines
        return plain
    secure = _Secure(place.host, place.port, timeout=CONNECTING, ssl_context=context or ssl.create_default_context())
    secure.lines = lines
    return secure


class _Plain(HTTPConnection):
    lines: _Lines

    def _new_conn(self) -> socket.socket:
        """Called by `connect` for the socket to speak over."""
        return self.lines.connect()


class _Secure(HTTPSConnection):
    lines: _Lines

    def _new_conn(self) -> socket.socket:
        """The same; TLS is laid over it under the host's name."""
        return self.lines.connect()


def _too_slow(place: Place, seconds: float) -> FetchError:
    return FetchError(f"{shown(place.url)}: {place.host} took longer than {seconds:g} s; try again later.")


def _why(error: Exception) -> str:
    """What went wrong on the way, in words."""
    if isinstance(error, ssl.SSLCertVerificationError) or isinstance(error.__cause__, ssl.SSLCertVerificationError):
        return "its certificate is not valid for that name"
    if isinstance(error, ssl.SSLError):
        return "no encrypted connection could be made"
    if isinstance(error, TimeoutError):
        return "no answer"
    if isinstance(error, ConnectionRefusedError):
        return "the connection was refused"
    return "the connection broke"
