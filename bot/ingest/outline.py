"""Feeds as OPML 2.0, to be taken elsewhere [opml.org/spec2.opml]. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.ingest.sources import Source


def outlined(sources: Iterable[Source]) -> str:
    """The feeds among these as an OPML file."""
    lines = [
        f'    <outline type="rss" text={_value(one.label)} xmlUrl={_value(one.address)}/>'
        for one in sources
        if one.kind == "feed"
    ]
    head = '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n  <head><title>Verbatim</title></head>'
    return "\n".join((head, "  <body>", *lines, "  </body>", "</opml>", ""))


def _value(text: str) -> str:
    return quoteattr("".join(c for c in text if c.isprintable()))
