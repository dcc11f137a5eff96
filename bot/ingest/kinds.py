"""What the reader can read: a kind of job each, and samples that make it import everything before it is locked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ingest.agencies import newsml, ninjs
from bot.ingest.feeds import feed
from bot.ingest.pages import page
from bot.ingest.papers import docx, eml, pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.ingest.parcel import Job, Reading

_PAGE = (
    "<html lang='en'><head><title>Rain | Example</title>"
    "<script type='application/ld+json'>{'@type':'NewsArticle'}</script></head><body><article><h1>Rain</h1>"
    "<time datetime='2025-12-10T07:30:00Z'>10 December 2025</time>" + "<p>“We are wet,” said Ann Hill, the mayor of "
    "the town, and she added on Monday that the dam would hold for another week.</p>" * 6 + "</article></body></html>"
).encode()
_RSS = (
    b"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>T</title><item><title>A</title>"
    b"<link>https://example.org/a</link><pubDate>Tue, 09 Dec 2025 16:40:00 GMT</pubDate><description>&lt;b>x"
    b"</description></item></channel></rss>"
)
_ATOM = b"<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><updated>2025-12-09</updated></entry></feed>"
_BROKEN = b"<rss><channel><title>T &nbsp; & x</title><item><link>https://example.org/a</link></channel>"
_MAP = (
    b"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url><loc>https://example.org/a</loc></url></urlset>"
)
_THIN = b"<html><body><div>Nothing</div><ul><li><a href='/a'>A</a></li></ul></body></html>"  # tries every way there is

KINDS: Mapping[str, Callable[[bytes, Job], Reading]] = {
    "page": page,
    "feed": feed,
    "pdf": pdf,
    "docx": docx,
    "eml": eml,
    "ninjs": ninjs,
    "newsml": newsml,
}
WARMING: tuple[tuple[str, bytes], ...] = (
    ("page", _PAGE),
    ("page", _THIN),
    ("pdf", b"%PDF-1.4\n%%EOF"),
    ("eml", b"From: a@example.org\nSubject: =?utf-8?q?A?=\nDate: Tue, 09 Dec 2025 16:40:00 +0000\n\nText.\n"),
    ("ninjs", b'{"uri": "a", "body_html": "<p>Text.</p>"}'),
    ("newsml", b"<newsItem><contentSet><inlineData>Text.</inlineData></contentSet></newsItem>"),
    *(("feed", sample) for sample in (_RSS, _ATOM, _BROKEN, _MAP, _THIN, b'{"items": []}')),
)
