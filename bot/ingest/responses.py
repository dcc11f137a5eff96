"""What a server's response holds, within limits: status, type, so many decoded bytes. Nothing is opened here."""

from __future__ import annotations

import time
import zlib
from dataclasses import replace
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Protocol

from bot.ingest.addresses import shown
from bot.ingest.web import Fetched, FetchError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bot.ingest.addresses import Place

CHUNK = 1 << 16
_PATIENT = 86_400.0  # seconds that a server may ask for at most


class Served(Protocol):
    """A response, its body still on the way."""

    @property
    def status(self) -> int:
        """The status code."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """By name, in any case."""
        ...

    def stream(self, amt: int, decode_content: bool) -> Iterator[bytes]:
        """The body in pieces, as sent where not `decode_content`."""
        ...


class NoRulesError(FetchError):
    """A 4xx: there is nothing."""


def taken(response: Served, place: Place, accept: tuple[str, ...], limit: int) -> Fetched:
    """What the response holds. Raises FetchError."""
    about = Message()
    about["Content-Type"] = response.headers.get("Content-Type", "application/octet-stream")
    etag, modified = response.headers.get("ETag"), response.headers.get("Last-Modified")
    found = Fetched(place.url, b"", about.get_content_type(), about.get_content_charset(), etag, modified)
    if response.status == 304:
        return replace(found, same=True)
    if response.status != 200:
        raise _refusal(response, place)
    if accept and found.content_type not in accept:
        raise FetchError(f"{shown(place.url)}: it is {shown(found.content_type)}, not {_wanted(accept)}.")
    length = response.headers.get("Content-Length", "")
    if length.isdigit() and int(length) > limit:
        raise _too_large(place, limit)
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    return replace(found, data=_decoded(response.stream(CHUNK, decode_content=False), encoding, place, limit))


def _decoded(pieces: Iterable[bytes], encoding: str, place: Place, limit: int) -> bytes:
    """The bytes unpacked, counted as they come out: 300 KiB of gzip can be 300 MiB."""
    if encoding not in {"identity", "", "gzip", "x-gzip"}:
        raise FetchError(f"{shown(place.url)}: packed as {shown(encoding)}, which was not asked for.")
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16) if "gzip" in encoding else None
    data = bytearray()
    for piece in pieces:
        data += inflater.decompress(piece, limit + 1 - len(data)) if inflater else piece
        if len(data) > limit:
            raise _too_large(place, limit)
        if inflater and inflater.eof:
            break  # what follows is not of the file, and would be kept
    if inflater and not inflater.eof:
        raise FetchError(f"{shown(place.url)}: it ended before its end.")
    return bytes(data)


def leads_to(response: Served, place: Place) -> str:
    """Where a redirect points. Raises FetchError."""
    location = response.headers.get("Location")
    if not location:
        raise FetchError(f"{shown(place.url)}: redirected to nowhere.")
    return str(location).encode("latin-1", "replace").decode("utf-8", "replace")


def _refusal(response: Served, place: Place) -> FetchError:
    """What a status that is no answer means, and what to do about it."""
    status, url = response.status, shown(place.url)
    if status in {404, 410}:
        return NoRulesError(f"{url}: not there any more ({status}); check the address.", gone=True)
    if status in {429, 503}:
        wait = _seconds_of(response.headers.get("Retry-After"))
        return FetchError(f"{url}: {place.host} is busy and asks to come back later ({status}).", wait=wait)
    if 400 <= status < 500:
        return NoRulesError(f"{url}: {place.host} does not let us read this ({status}).")
    return FetchError(f"{url}: {place.host} has a fault of its own ({status}).")


def _seconds_of(retry_after: str | None) -> float | None:
    """Retry-After in seconds, given as such or as a date; None where it makes no sense."""
    if not retry_after:
        return None
    try:
        seconds = float(retry_after) if retry_after.isdigit() else _until(retry_after)
    except (ValueError, TypeError):
        return None
    return min(max(seconds, 0.0), _PATIENT)


def _until(when: str) -> float:
    return parsedate_to_datetime(when).timestamp() - time.time()


def _too_large(place: Place, limit: int) -> FetchError:
    return FetchError(f"{shown(place.url)}: larger than {limit // (1024 * 1024) or 1} MB; not read.")


def _wanted(accept: tuple[str, ...]) -> str:
    return "a page" if "text/xml" not in accept else "a feed"
