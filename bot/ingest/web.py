"""What is asked of the web and what comes back: plain values, so that only `opener` opens anything.

The kinds of content say what a source may be served as: a page is not read from a video, nor a feed from a picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.errors import SourceError

HTML = ("text/html", "application/xhtml+xml")
XML = (
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "text/x-opml",
    "text/x-opml+xml",
    "application/x-rss+xml",
)
JSON = ("application/feed+json", "application/json")
PACKED = ("application/gzip", "application/x-gzip", "application/octet-stream")  # a sitemap.xml.gz, which servers do
# not unpack; what it is, is seen by its bytes
PAGE = HTML
FEED = (*XML, *JSON, *HTML, *PACKED, "text/plain")  # a site's page names its feeds; careless servers say text/plain
ANY: tuple[str, ...] = ()  # whatever type it is served as


class FetchError(SourceError):
    """Something could not be fetched, in one sentence; `wait` is how long the server asked to be left alone, in s."""

    def __init__(self, message: str, *, wait: float | None = None, gone: bool = False) -> None:
        super().__init__(message)
        self.wait = wait
        self.gone = gone  # 404 or 410: it is not there any more


class RefusedAddressError(FetchError):
    """An address that is not opened: not public, or led to from where it may not be."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL gave. `same`: nothing has changed since the validators that were sent (304), and there is no data."""

    url: str  # where it stands, after redirects
    data: bytes = b""
    content_type: str = ""  # "text/html"
    charset: str | None = None  # as the server says
    etag: str | None = None
    modified: str | None = None  # Last-Modified, as sent
    same: bool = False
    moved: str | None = None  # where it stands for good: every redirect on the way said so


class Fetch(Protocol):
    """The way to the web."""

    def fetch(
        self, url: str, accept: tuple[str, ...], *, etag: str | None = None, modified: str | None = None
    ) -> Fetched:
        """What stands at `url`. Raises FetchError."""
        ...
