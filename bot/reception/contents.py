"""[All]: everything in a digest that was posted, as whoever clicks may see it now, in pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.compose import answers, contents
from bot.model import Hit
from bot.reception.asking import also

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import Asker, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.ports import Ledger
    from bot.reception.rooms import Click

GONE = "What was in this digest is no longer kept: ask for a speaker or a topic."


@dataclass(frozen=True, slots=True)
class Contents:
    """Pages through what a digest had."""

    newsroom: Newsroom
    ledger: Ledger

    def clicks(self) -> Mapping[str, Click]:
        """The button of a digest, and those that go on."""
        return {"all": self._page}

    def _page(self, request: Request, asker: Asker) -> Page:
        key, _, at = (request.target or "").partition("/")
        saved = self.ledger.load_answer(key)
        start = int(at) if at.isdecimal() else 0
        if saved is None or start >= len(saved.statements):
            return answers.problem(GONE)
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            records = snapshot.records(saved.statements[start : start + contents.SHOWN])
            others = also(snapshot, records)
        hits = [Hit(record, also=others.get(record.id, ())) for record in records]
        return contents.page(hits, key, start, len(saved.statements), asker.zone, saved.query.text)
