"""Feeds -> entries: RSS, Atom and JSON Feed, news sitemaps, OPML, and the feeds that a page names. In the reader only.

feedparser gets bytes and never a URL. A document type that declares entities is refused: no feed needs one, and it is
how XML is made to blow up [measured: docs of the project, FACTS].
"""

from __future__ import annotations

import json
import re
import time
import zlib
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin
from xml.parsers import expat

import feedparser  # type: ignore[import-untyped] # ships no types
from lxml import etree  # type: ignore[import-untyped] # the same

from bot.errors import SourceError
from bot.ingest.addresses import place_of, tidy
from bot.ingest.dates import published
from bot.ingest.outline import MINUTES, ZONE
from bot.ingest.pages import tree_of
from bot.ingest.parcel import MOST, Entry, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.ingest.parcel import Job

_DEEPEST, _MOST_ATTRIBUTES = 100, 200  # of elements; real feeds have less than a tenth
_TOO_MANY = 10_000  # what looks like one, beyond which it is not even parsed
_MAPS = 50  # of a list that are handed on
_LARGEST = 10 * 1024 * 1024  # bytes of one that came packed
_HEAD = 4096
_NO_FEED = "there is no feed in it, and it names none; give the address of a feed, or index single articles."
_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!DOCTYPE[^>\[]{0,500}>", re.IGNORECASE)
_ROOT = re.compile(rb"<(?:\w+:)?(?:rss|feed|rdf|urlset|sitemapindex|opml)\b", re.IGNORECASE)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml", "application/feed+json", "application/json")


def feed(data: bytes, job: Job) -> Reading:
    """What stands in a feed, a sitemap or a list of feeds; of a page, the feeds it names. Raises SourceError."""
    data = _unpacked(data)
    head = data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"{"):
        return _json(data, job.url)
    if _HTML.search(head) and not _ROOT.search(head):
        return _named(data, job)
    return _xml(data, job)


def _unpacked(data: bytes) -> bytes:
    """A sitemap.xml.gz opened, as far as a feed may be large. Raises SourceError."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        opened = inflater.decompress(data, _LARGEST + 1)
    except zlib.error:
        raise SourceError("it is packed and damaged.") from None
    if len(opened) > _LARGEST or not inflater.eof:
        raise SourceError("it is packed, and larger than any feed or cut off; it is not read.")
    return opened


def _xml(data: bytes, job: Job) -> Reading:
    data = _DOCTYPE.sub(b"", data, count=1)  # RSS 0.91 had one
    if _ENTITIES.search(data):
        raise SourceError("it declares entities of its own, which no feed needs; it is not read.")
    if data.count(b"<item") + data.count(b"<entry") + data.count(b"<url>") + data.count(b"<sitemap>") > _TOO_MANY:
        raise SourceError("it has more entries than any feed; it is not read.")
    _refuse_deep(data)
    if re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex|opml)\b", data[:_HEAD]):
        return _listed(data, job.url)
    return _syndicated(data, job)


def _refuse_deep(data: bytes) -> None:
    """Raise SourceError for what is nested or hung with attributes to be slow; expat sees that in a tenth of a second.

    Where it stops at what is not well-formed, as many feeds are not, the limits of the process hold for the rest.
    """
    depth = 0

    def start(_: str, attributes: list[str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _DEEPEST or len(attributes) > 2 * _MOST_ATTRIBUTES:
            raise SourceError("it is built as no feed is; it is not read.")

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate()
    parser.ordered_attributes = True
    parser.StartElementHandler, parser.EndElementHandler = start, end
    with suppress(expat.ExpatError, ValueError):
        parser.Parse(data, True)


def _syndicated(data: bytes, job: Job) -> Reading:
    """RSS and Atom, as they are found in the wild."""
    headers = {"content-location": job.url}
    if job.charset:
        headers["content-type"] = f"application/xml; charset={job.charset}"
    parsed = feedparser.parse(data, response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.entries and not parsed.get("version"):
        raise SourceError(_NO_FEED)
    entries = (_entry(one, job.url) for one in parsed.entries[:MOST])
    return _reading(entries, parsed.feed.get("title"), len(parsed.entries))


def _entry(one: Any, base: str) -> Entry | None:  # noqa: ANN401 - feedparser's
    link = one.get("link") or (one.get("id") if str(one.get("id") or "").startswith("http") else None)
    authors = [str(a["name"]) for a in one.get("authors") or [] if isinstance(a, dict) and a.get("name")]
    made = _when(one, "published") or _when(one, "updated")
    return _made(link, base, one.get("title"), made, ", ".join(authors) or one.get("author"), _when(one, "updated"))


def _when(one: Any, name: str) -> str | None:  # noqa: ANN401 - feedparser's
    """As stated, with its zone; what only feedparser understands, in UTC."""
    stated = published(str(dict.get(one, name) or ""))  # its own `get` takes another date where this is not given
    parsed = dict.get(one, f"{name}_parsed")
    if stated and ("T" in stated or not parsed):
        return stated
    return time.strftime("%Y-%m-%dT%H:%M+00:00", parsed) if parsed else stated


def _json(data: bytes, base: str) -> Reading:
    """JSON Feed 1.x [jsonfeed.org/version/1.1]."""
    try:
        given = json.loads(data)
        items = given["items"]
        entries = [
            _made(
                one.get("url") or one.get("external_url"),
                base,
                one.get("title"),
                published(str(one.get("date_published") or "")),
                ", ".join(str(a.get("name")) for a in one.get("authors") or [] if a.get("name")),
                one.get("date_modified"),
            )
            for one in items[:MOST]
        ]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise SourceError(_NO_FEED) from None
    return _reading(entries, given.get("title"), len(items))


def _listed(data: bytes, base: str) -> Reading:
    """A sitemap [sitemaps.org; news extension of Google's], a list of sitemaps, or OPML."""
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError):
        raise SourceError(_NO_FEED) from None
    if root is None:
        raise SourceError(_NO_FEED)
    kind = etree.QName(root).localname
    if kind == "opml":
        found = [one for one in root.iter("outline") if one.get("xmlUrl")]
        return _reading((_outline(one, base) for one in found[:MOST]), None, len(found))
    if kind == "sitemapindex":
        return Reading(maps=_maps(root, base))
    places = list(root.iter("{*}url"))
    return _reading((_place(one, base) for one in places[:MOST]), None, len(places))


def _outline(one: Any, base: str) -> Entry | None:  # noqa: ANN401 - lxml's
    """A feed of OPML, with what bot.ingest.outline writes of it."""
    named = {"language": one.get("language"), "zone": one.get(ZONE), "minutes": one.get(MINUTES)}
    made = _made(one.get("xmlUrl"), base, one.get("title") or one.get("text"))
    return replace(made, given={name: value[:100] for name, value in named.items() if value}) if made else None


def _maps(root: Any, base: str) -> tuple[Entry, ...]:  # noqa: ANN401 - lxml's
    """The sitemaps of a list: those of news before others, then the last changed."""
    listed = [made for one in root.iter("{*}sitemap") if (made := _place(one, base))][:MOST]
    if not listed:
        raise SourceError("it lists sitemaps, and names none that can be read.")
    newest = sorted(listed, key=lambda one: one.stamp or "", reverse=True)
    return tuple(sorted(newest, key=lambda one: "news" not in one.url.lower())[:_MAPS])


def _place(one: Any, base: str) -> Entry | None:  # noqa: ANN401 - lxml's
    told = {etree.QName(child).localname: child.text for child in one.iter(etree.Element)}
    made = published(told.get("publication_date") or "")
    return _made(told.get("loc"), base, told.get("title"), made, None, told.get("lastmod"))


def _named(data: bytes, job: Job) -> Reading:
    """The feeds that a page names in its head, or links to; those of comments last."""
    tree = tree_of(data, job.charset)
    links = [
        (one.get("href"), str(one.get("title") or ""))
        for one in tree.xpath("//link[@href]")
        if "alternate" in str(one.get("rel")).lower() and str(one.get("type")).split(";")[0].lower() in _FEED_TYPES
    ]
    links += [(href, "") for href in tree.xpath("//a/@href") if re.search(r"(?:/rss|/feed|\.rss|\.xml|atom)/?$", href)]
    found = [url for href, title in links if (url := _address(href, job.url, comments="comment" in title.lower()))]
    feeds = tuple(dict.fromkeys(sorted(found, key=lambda url: "comment" in url.lower())))
    if not feeds:
        raise SourceError(_NO_FEED)
    title = " ".join((tree.findtext(".//title") or "").split())[:200]
    return Reading(feeds=feeds[:20], title=title or None)


def _address(href: str | None, base: str, *, comments: bool = False) -> str | None:
    try:
        url = place_of(urljoin(base, (href or "").strip())).url
    except (SourceError, ValueError):
        return None
    return f"{url}#comments" if comments and "comment" not in url.lower() else url


def _made(
    link: object, base: str, title: object = None, made: str | None = None, author: object = None, stamp: object = None
) -> Entry | None:
    """An entry, where it has an address that could be opened."""
    url = _address(link.strip(), base) if isinstance(link, str) else None
    if url is None:
        return None
    return Entry(tidy(url), _line(title), made, _line(author), _line(stamp))


def _line(given: object) -> str | None:
    return (" ".join(given.split())[:300] or None) if isinstance(given, str) else None


def _reading(entries: Iterable[Entry | None], title: object, total: int) -> Reading:
    """Each address once; the first entry of it counts."""
    by_url: dict[str, Entry] = {}
    for one in entries:
        if one:
            by_url.setdefault(one.url, one)
    if total and not by_url:
        raise SourceError("none of its entries has an address that can be read; is it cut off?")
    return Reading(entries=tuple(by_url.values()), title=_line(title), truncated=total > MOST)
