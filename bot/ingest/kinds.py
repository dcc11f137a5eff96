"""What the reader can read: a kind of job each, and samples that make it import everything before it is locked up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ingest.pages import page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.ingest.parcel import Job, Reading

_PAGE = (
    "<html lang='en'><head><title>Rain | Example</title>"
    "<script type='application/ld+json'>{'@type':'NewsArticle'}</script></head><body><article><h1>Rain</h1>"
    "<time datetime='2025-12-10T07:30:00Z'>10 December 2025</time>" + "<p>“We are wet,” said Ann Hill, the mayor of "
    "the town, and she added on Monday that the dam would hold for another week.</p>" * 6 + "</article></body></html>"
).encode()
_THIN = b"<html><body><div>Nothing</div><ul><li><a href='/a'>A</a></li></ul></body></html>"  # tries every way there is

KINDS: Mapping[str, Callable[[bytes, Job], Reading]] = {"page": page}
WARMING: tuple[tuple[str, bytes], ...] = (("page", _PAGE), ("page", _THIN))
