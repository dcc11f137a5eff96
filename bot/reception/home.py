"""The Home tab: one's watches and digests, the sources, the newest public statements, how to ask.

Whatever Slack has not told about is left out: a guest, an outsider and whoever is not known see what is public.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.compose import desk, digests, sources, watches
from bot.model import PUBLIC
from bot.ports import Search

if TYPE_CHECKING:
    from bot.ingest.shelf import Shelf
    from bot.model import Asker, Record
    from bot.newsroom import Newsroom
    from bot.page import Page, Section
    from bot.reception.digests import DigestRoom
    from bot.watch import Watches

NEWEST = 5  # statements


@dataclass(frozen=True, slots=True)
class Home:
    """Draws it; what is None is not to be had where this runs."""

    newsroom: Newsroom
    watches: Watches | None = None
    digests: DigestRoom | None = None
    shelf: Shelf | None = None

    def page(self, asker: Asker) -> Page:
        """The tab of one person."""
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            coverage = snapshot.coverage()
        own = [section for section in (self._watches(asker), self._digests(asker), self._sources(asker)) if section]
        return desk.home(self._newest(), coverage, asker.zone, own)

    def _watches(self, asker: Asker) -> Section | None:
        if self.watches is None or not (asker.user and asker.may_change):
            return None
        return watches.home_section(self.watches.watches([], asker.user), asker.zone, self.newsroom.clock())

    def _digests(self, asker: Asker) -> Section | None:
        """Those they made, or whose channel they are in as far as Slack has told."""
        if self.digests is None or not (asker.user and asker.may_change):
            return None
        return digests.home_section(self.digests.home(asker.user, self.newsroom.clock()))

    def _sources(self, asker: Asker) -> Section | None:
        return sources.home_section(self.shelf.rows.sources(asker.scopes), asker.zone) if self.shelf else None

    def _newest(self) -> list[Record]:
        with self.newsroom.archive.snapshot((PUBLIC,), self.newsroom.clock()) as snapshot:
            return snapshot.records([found.id for found in snapshot.find(Search(limit=NEWEST))])
