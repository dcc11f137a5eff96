"""Feeds as OPML 2.0, to be taken elsewhere and back [opml.org/spec2.opml]. Pure.

What OPML has no attribute for stands in a namespace of ours, as its specification asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.ingest.sources import Source

SPACE = "urn:verbatim:sources"
ZONE, MINUTES = f"{{{SPACE}}}zone", f"{{{SPACE}}}minutes"  # as lxml names them


def outlined(sources: Iterable[Source]) -> str:
    """The feeds among these as an OPML file."""
    lines = [_line(one) for one in sources if one.kind == "feed"]
    head = (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0" xmlns:verbatim="{SPACE}">'
        "\n  <head><title>Verbatim</title></head>"
    )
    return "\n".join((head, "  <body>", *lines, "  </body>", "</opml>", ""))


def _line(one: Source) -> str:
    told = {
        "text": one.label,
        "xmlUrl": one.address,
        "language": one.language,
        "verbatim:zone": one.zone,
        "verbatim:minutes": str(int(one.every.total_seconds()) // 60),
    }
    return f'    <outline type="rss" {" ".join(f"{name}={_value(text)}" for name, text in told.items() if text)}/>'


def _value(text: str) -> str:
    return quoteattr("".join(c for c in text if c.isprintable()))
