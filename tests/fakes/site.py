"""A web site on a free port of loopback: pages, feeds and everything that goes wrong with them. Its log is the witness.

Hosts are names that only `Site.resolve` knows, so that an `Opener` sees www.example.org and the packets never leave.
"""

from __future__ import annotations

import ssl
import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Network
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ingest.addresses import Intranet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Self

LOOPBACK = Intranet((IPv4Network("127.0.0.0/8"),))
CERTIFICATE = Path(__file__).parent / "tls" / "site.pem"  # made up, for news.example.org


@dataclass(frozen=True)
class Reply:
    """What one address answers. `body` may be pieces, which are sent as they come, without a length."""

    body: bytes | str | Callable[[], Iterable[bytes]] = b""
    content_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drops: bool = False  # the connection, without a word
    raw: bool = False  # the pieces of the body are all there is, status line and headers included


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    host: str
    path: str
    headers: dict[str, str]


def moved(to: str, status: int = 302) -> Reply:
    return Reply(status=status, headers={"Location": to})


Answer = Reply | Callable[[Asked], Reply]


class Site:
    """Pages by "host/path", or by "/path" for every host; whatever is not there is 404, robots.txt included."""

    def __init__(self, *, tls: bool = False) -> None:
        self.pages: dict[str, Answer] = {}
        self.asked: list[Asked] = []
        self.names: defaultdict[str, list[str]] = defaultdict(lambda: ["127.0.0.1"])
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, path: str, host: str = "www.example.org", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def resolve(self, host: str, _port: int) -> list[str]:
        """Every name leads here."""
        return self.names[host]

    def paths(self, *, robots: bool = False) -> list[str]:
        """What was asked for, in order."""
        return [one.path for one in self.asked if robots or one.path != "/robots.txt"]

    def answer(self, asked: Asked) -> Reply:
        """What stands there now."""
        self.asked.append(asked)
        ways = (f"{asked.host}{asked.path}", asked.path, asked.path.partition("?")[0])
        found = next((self.pages[way] for way in ways if way in self.pages), None)
        if found is None:
            return Reply("There is nothing here.", status=404)
        return found if isinstance(found, Reply) else found(asked)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        timeout = 30

        def do_GET(self) -> None:  # the name that http.server calls
            host = self.headers.get("Host", "").partition(":")[0]
            reply = site.answer(Asked(host, self.path, dict(self.headers.items())))
            self.close_connection = True
            if reply.drops:
                return
            try:
                self._send(reply)
            except OSError:
                return  # whoever asked has left

        def _send(self, reply: Reply) -> None:
            body = reply.body.encode() if isinstance(reply.body, str) else reply.body
            if not reply.raw:
                self._send_head(reply, body)
            for piece in _pieces(body):
                self.wfile.write(piece)
                self.wfile.flush()

        def _send_head(self, reply: Reply, body: object) -> None:
            self.send_response(reply.status)
            self.send_header("Content-Type", reply.content_type)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if isinstance(body, bytes):
                self.send_header("Content-Length", str(len(body)))
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the screen."""

    return Handler


def _pieces(body: bytes | Callable[[], Iterable[bytes]]) -> Iterator[bytes]:
    if isinstance(body, bytes):
        yield body
    else:
        yield from body()
