"""`speakers NAME`: who somebody is in the record, and, for full members, who is the same and who is not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.ask.find import laid_out
from bot.compose import answers, desk
from bot.compose import speakers as compose
from bot.errors import UsageError
from bot.reception.rooms import filled
from bot.reception.standing import require
from bot.speakers import meant, possible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.ask.people import Directory
    from bot.model import Asker, Request, SpeakerEntry
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.reception.rooms import Click, Word
    from bot.speakers import Cast, Portrait

GONE = "Nothing of this speaker can be shown here any more: type speakers and the name."
WHO = "Say who is the same person: choose from the list, or type a name."
BEFORE = "This was taken apart before."
CHANGE = "say who is the same person"


@dataclass(frozen=True, slots=True)
class Speakers:
    """Shows speakers, and joins and parts them for whoever may."""

    newsroom: Newsroom
    cast: Cast | None  # None: names only

    def words(self) -> Mapping[str, Word]:
        """`speakers` and what stands after it."""
        return {"speakers": self._typed}

    def clicks(self) -> Mapping[str, Click]:
        """The buttons of a speaker's page and the form behind one of them."""
        if self.cast is None:
            return {}
        return {
            "speaker_same": self._asked,
            "speaker_merged": self._merged,
            "speaker_apart": self._listed,
            "speaker_undo": self._undone,
        }

    def _typed(self, _: Request, wanted: str, asker: Asker) -> Page:
        directory = self._directory(asker)
        name = " ".join(wanted.split())
        found = meant(name, directory) if name and self.cast else []
        if len(found) > 1:
            return compose.several(name, found)
        shown = self._portrait(found[0].id, asker) if found else None
        if shown is None:
            return desk.speakers(directory.entries, wanted)
        return compose.portrait(shown, possible(shown.entry, directory), asker.zone)

    def _directory(self, asker: Asker) -> Directory:
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            return laid_out(snapshot.directory())

    def _portrait(self, number: int, asker: Asker) -> Portrait | None:
        return self.cast.portrait(number, asker.scopes, self.newsroom.clock()) if self.cast else None

    def _target(self, target: str | None, asker: Asker) -> Portrait:
        """Whose page was clicked on. Raises UsageError where that may not be seen."""
        text = target or ""
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else 0
        shown = self._portrait(number, asker)
        if shown is None:
            raise UsageError(GONE)
        return shown

    def _asked(self, request: Request, asker: Asker, problem: str | None = None) -> Page:
        require(asker, CHANGE)
        shown = self._target(request.target, asker)
        return compose.same(shown.entry, possible(shown.entry, self._directory(asker)), problem)

    def _merged(self, request: Request, asker: Asker) -> Page:
        require(asker, CHANGE)
        shown, given = self._target(request.target, asker), filled(request)
        others = self._others(given, asker)
        if len(others) != 1:
            names = "Several people are called that: choose by the number. " if others else ""
            entries = [e for e in others if e.id != shown.entry.id] or list(
                possible(shown.entry, self._directory(asker))
            )
            return compose.same(shown.entry, entries, names + WHO)
        made = self._merge(others[0], shown.entry, request.user)
        if made:
            return compose.same(shown.entry, (), made)
        return compose.merged(self._target(request.target, asker), asker.zone)

    def _merge(self, one: SpeakerEntry, into: SpeakerEntry, by: str) -> str | None:
        """What is wrong with it; None where it is done."""
        if self.cast is None:
            return GONE
        try:
            self.cast.merge_speakers(one.id, into.id, by=by, now=self.newsroom.clock())
        except UsageError as error:
            return str(error)
        return None

    def _others(self, given: Mapping[str, str], asker: Asker) -> list[SpeakerEntry]:
        directory = self._directory(asker)
        if chosen := given.get("listed"):
            return [entry for entry in directory.entries if str(entry.id) == chosen]
        return meant(given.get("known", ""), directory) if given.get("known") else []

    def _listed(self, request: Request, asker: Asker) -> Page:
        require(asker, CHANGE)
        return compose.apart(self._target(request.target, asker), asker.zone)

    def _undone(self, request: Request, asker: Asker) -> Page:
        """Take apart what is in the history of a speaker that may be seen."""
        require(asker, CHANGE)
        whose, _, key = (request.target or "").partition(":")
        shown = self._target(whose, asker)
        if self.cast is None or key not in {one.key for one in shown.history}:
            return answers.problem(GONE)
        done = self.cast.take_apart(key, by=request.user, now=self.newsroom.clock())
        return compose.TAKEN_APART if done else answers.problem(BEFORE)
