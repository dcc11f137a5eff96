"""Articles by their address: `index URL`, and “Index the article in this” on a message.

These requests wait for other people's servers, so they are answered by threads of their own (`slow`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.compose import indexing, linking
from bot.errors import SourceError, UsageError
from bot.ingest.intake import Origin
from bot.model import PUBLIC
from bot.people import Where, is_direct
from bot.reception.standing import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.ingest.intake import Intake
    from bot.model import Asker, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.ports import People
    from bot.reception.rooms import Word

CHANGE = "index articles"
LINKS = "have the links of a channel indexed"
OFF = "Articles cannot be indexed from here: run verbatim index URL."
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>|]+", re.IGNORECASE)
_BARE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:/\S*)?")
_ENDING = ".,;:!?)]}»”’\"'"  # what a sentence puts behind a link


@dataclass(frozen=True, slots=True)
class Indexing:
    """Reads the pages that people name into the record; `intake` is None where there is no way to the web."""

    newsroom: Newsroom
    intake: Intake | None

    def words(self) -> Mapping[str, Word]:
        """The one word."""
        return {"index": self._index}

    def _links(self, request: Request, typed: str, asker: Asker) -> Page:
        """`index links`, `index links on|off`: whether what is linked to in this channel is read by itself."""
        if self.newsroom.links is None:
            raise UsageError(linking.NOT_HERE)
        if not typed:
            return self.newsroom.links.told(request)
        require(asker, LINKS)
        return self.newsroom.links.switch(request, on=_switch(typed))

    def _index(self, request: Request, typed: str, asker: Asker) -> Page:
        word, _, rest = typed.strip().partition(" ")
        if word.casefold() == "links":
            return self._links(request, rest.strip().casefold(), asker)
        require(asker, CHANGE)
        if self.intake is None:
            raise UsageError(OFF)
        urls = links(typed) or ([] if request.surface == "shortcut" else bare(typed))
        if not urls:
            raise UsageError(indexing.NO_LINK if request.surface == "shortcut" else indexing.ASK)
        origin = Origin(scope=scope_of(request, self.newsroom.people))
        taken, failures = [], []
        for url in urls[: indexing.MOST]:
            try:
                taken.append(self.intake.page(url, origin))
            except SourceError as error:
                failures.append(str(error))
        left = len(urls) - indexing.MOST
        if left > 0:
            failures.append(f"{left} more; {indexing.MOST} addresses are read at a time.")
        return indexing.page(taken, failures, origin.scope)


def _switch(typed: str) -> bool:
    """Which of the two. Raises UsageError."""
    if typed not in {"on", "off"}:
        raise UsageError(linking.SWITCH)
    return typed == "on"


def scope_of(request: Request, people: People) -> str:
    """Who may see what comes in by a request: everybody only where the channel is known to be public."""
    if is_direct(request.channel) or not request.channel:
        return f"user:{request.user}"
    channel = people.channel(request.channel)
    if channel.known and channel.kind is Where.DIRECT:
        return f"user:{request.user}"
    return PUBLIC if channel.known and channel.kind is Where.PUBLIC else f"channel:{request.channel}"


def links(text: str) -> list[str]:
    """The web addresses in what somebody wrote, each once, without the sentence's own marks."""
    return list(dict.fromkeys(map(_trimmed, _LINK.findall(text))))


def bare(text: str) -> list[str]:
    """An address without its scheme, where that is all there is: "example.org/article"."""
    return [text.strip()] if _BARE.fullmatch(text.strip()) else []


def _trimmed(link: str) -> str:
    """A link without what ends a sentence; a bracket stays where the link opened it."""
    while link and link[-1] in _ENDING and not (link[-1] == ")" and link.count("(") >= link.count(")")):
        link = link[:-1]
    return link
