"""`retract`: that an outlet withdrew an article, said by full members; asked first, with whose word it is, undoable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.compose import answers
from bot.compose import retracting as wording
from bot.errors import UsageError
from bot.reception.correcting import GONE_STATEMENT
from bot.reception.rooms import filled
from bot.reception.standing import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import Asker, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.reception.rooms import Click, Word
    from bot.retracting import Named, Retractions

CHANGE = "retract an article"


@dataclass(frozen=True, slots=True)
class Retracting:
    """Takes the word of members that an article was withdrawn."""

    newsroom: Newsroom
    rows: Retractions

    def words(self) -> Mapping[str, Word]:
        """The one word: an address or id, then the reason."""
        return {"retract": self._typed}

    def clicks(self) -> Mapping[str, Click]:
        """From a card, the form behind it, and the button of what was typed."""
        return {"retract": self._form, "retracted": self._sent, "retract_yes": self._confirmed}

    def _typed(self, request: Request, typed: str, asker: Asker) -> Page:
        require(asker, CHANGE)
        name, _, reason = typed.strip().partition(" ")
        if not name:
            raise UsageError(wording.ASK)
        found = self.rows.named(name.strip("<>"), asker.scopes, self.newsroom.clock())
        if not found:
            raise UsageError(wording.UNKNOWN)
        if not reason.strip():
            raise UsageError(f"{wording.NO_REASON} {wording.ASK}")
        proposed = self.rows.propose_retraction(found[0].id, reason, by=request.user, now=self.newsroom.clock())
        return wording.asked(found[0], " ".join(reason.split()), str(proposed))

    def _form(self, request: Request, asker: Asker, problem: str | None = None) -> Page:
        found = self._meant(request, asker)
        return wording.form(found, request.target or "", problem) if found else answers.problem(GONE_STATEMENT)

    def _sent(self, request: Request, asker: Asker) -> Page:
        reason, found = filled(request).get("reason", ""), self._meant(request, asker)
        if not reason or found is None:
            return self._form(request, asker, wording.NO_REASON)
        now = self.newsroom.clock()
        return self._done(self.rows.propose_retraction(found.id, reason, by=request.user, now=now), asker)

    def _confirmed(self, request: Request, asker: Asker) -> Page:
        number = request.target or ""
        return self._done(int(number) if number.isascii() and number.isdecimal() else 0, asker)

    def _done(self, proposed: int, asker: Asker) -> Page:
        found = self.rows.retract(proposed, asker.scopes, self.newsroom.clock())
        if found is None:
            return answers.problem(wording.DONE_BEFORE)
        made = next((one for one in self.rows.retractions(found.id) if one.id == proposed), None)
        return wording.done(found, made, asker.zone)

    def _meant(self, request: Request, asker: Asker) -> Named | None:
        """The article of the statements of a card."""
        first = (request.target or "").partition(",")[0]
        number = int(first) if first.isascii() and first.isdecimal() and len(first) < 16 else 0
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            records = snapshot.records([number])
        if not records:
            return None
        article = records[0].article
        found = self.rows.named(article.id, asker.scopes, self.newsroom.clock())
        return next((one for one in found if one.scope == article.scope), None)
