"""`sources`: what is read by itself. Everybody sees how it is doing; members add, pause, resume, remove and check."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.compose import answers, desk
from bot.compose import sources as wording
from bot.errors import SourceError, UsageError
from bot.ingest.shelf import WORDS, Wanted, switched
from bot.page import Section
from bot.reception.indexing import bare, links, scope_of
from bot.reception.standing import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.ingest.shelf import Shelf
    from bot.model import Asker, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.reception.rooms import Word

CHANGE = "change what is read"
HOW = "sources add https://example.org/feed, sources list, or sources pause, resume, remove or check with its number"
_OUTLET = re.compile(r"\s+as\s+(.+)$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sources:
    """Tells of sources and changes them; `shelf` is None where there is no way to the web."""

    newsroom: Newsroom
    shelf: Shelf | None

    def words(self) -> Mapping[str, Word]:
        """The one word."""
        return {"sources": self._sources}

    def _sources(self, request: Request, typed: str, asker: Asker) -> Page:
        word, _, rest = typed.strip().partition(" ")
        word = word.lower()
        if word in {"", "list"} or self.shelf is None:
            return self._listed(asker)
        require(asker, CHANGE)
        if word == "add":
            return self._added(self.shelf, request, rest)
        if word in WORDS:
            return self._switched(self.shelf, word, rest, asker)
        raise UsageError(f"“sources {word}” is not known here; try {HOW}.")

    def _listed(self, asker: Asker) -> Page:
        """The sources that are read, then the outlets that are in the record."""
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            outlets = desk.sources(snapshot.coverage(), snapshot.outlets(), asker.zone)
        if self.shelf is None:
            return outlets
        page = wording.listed(self.shelf.rows.sources(asker.scopes), asker.zone)
        return wording.beside(page, Section((), outlets.headline, outlets.notes), outlets.footer)

    def _added(self, shelf: Shelf, request: Request, rest: str) -> Page:
        """`sources add URL [as OUTLET]`."""
        named = _OUTLET.search(rest)
        rest = _OUTLET.sub("", rest)
        urls = links(rest) or bare(rest)
        if not urls:
            raise UsageError(f"Give the address of a feed or of a site: {HOW.split(',', maxsplit=1)[0]}.")
        scope = scope_of(request, self.newsroom.people)
        wanted = Wanted(urls[0], scope, outlet=named[1].strip() if named else None, channel=request.channel or None)
        try:
            return wording.added(*shelf.add(wanted, by=request.user))
        except SourceError as error:
            return answers.problem(f"Not added: {error}")

    def _switched(self, shelf: Shelf, word: str, rest: str, asker: Asker) -> Page:
        number = rest.strip().removeprefix("#")
        if not number.isdecimal():
            raise UsageError(f"Give the number of the source, as in: sources {word} 3; sources list shows them.")
        source = switched(shelf.rows, word, int(number[:12]), self.newsroom.clock(), asker.scopes)
        return wording.changed(source, word)
