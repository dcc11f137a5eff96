"""The words that are no questions: check, digest, sources, speakers, status, help."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.compose import checks, desk
from bot.digest.compose import pages
from bot.digest.model import Subscription, Window
from bot.digest.run import compose as compose_digest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from bot.extract import Extractor
    from bot.model import Asker, Coverage, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.reception.rooms import Word


@dataclass(frozen=True, slots=True)
class Desk:
    """Tells what is in the record; `extractor` is made when a draft is first checked."""

    newsroom: Newsroom
    extractor: Callable[[], Extractor]
    mode: str
    standing: Callable[[], Sequence[str]] = tuple  # what is wrong with the bot, or promised less

    def words(self) -> Mapping[str, Word]:
        """A word each."""
        return {
            "check": self._checked,
            "digest": self._digest,
            "sources": self._sources,
            "speakers": self._speakers,
            "status": lambda _, __, asker: desk.status(
                self._coverage(asker), asker.zone, self.mode, tuple(self.standing())
            ),
            "help": lambda *_: desk.help_page(),
            "unknown": lambda _, typed, __: desk.unknown(typed),
        }

    def _checked(self, _: Request, draft: str, asker: Asker) -> Page:
        found = self.newsroom.check(draft, self.extractor(), asker)
        return checks.page(found.quotations, found.coverage, asker.zone)

    def _digest(self, request: Request, _: str, asker: Asker) -> Page:
        """What a digest would say now, of the last 24 hours."""
        now = self.newsroom.clock()
        window = Window(0, "now", now, now - timedelta(hours=24), now)
        subscription = Subscription(0, request.channel, (), asker.zone, now)
        digest = compose_digest(self.newsroom.archive, subscription, window, now)
        page = pages(digest, now)[0]
        left = digest.statements - sum(len(card.statements) for part in page.sections for card in part.cards)
        return replace(page, footer=desk.left_of_digest(left))

    def _sources(self, _: Request, __: str, asker: Asker) -> Page:
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            return desk.sources(snapshot.coverage(), snapshot.outlets(), asker.zone)

    def _speakers(self, _: Request, wanted: str, asker: Asker) -> Page:
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            return desk.speakers(snapshot.directory(), wanted)

    def _coverage(self, asker: Asker) -> Coverage:
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            return snapshot.coverage()
