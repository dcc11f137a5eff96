"""`sources`: what is read by itself. Everybody sees how it is doing; members add, pause, resume, remove and check.

`sources add` alone is a form: with a command in a view, in a conversation by a button, as only a press or a command
brings what a view can be opened with.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.compose import answers, desk, source_form
from bot.compose import sources as wording
from bot.errors import SourceError, UsageError
from bot.ingest.shelf import WORDS, Wanted, ZoneError, known, switched
from bot.model import PUBLIC
from bot.page import Section
from bot.reception.indexing import bare, links, scope_of
from bot.reception.rooms import filled
from bot.reception.standing import require

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.ingest.shelf import Shelf
    from bot.model import Asker, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.reception.rooms import Click, Word

CHANGE = "change what is read"
HOW = (
    "sources add https://example.org/feed, sources list, sources 3, or sources pause, resume, remove or check with its "
    "number"
)
NUMBER = "Give the number of the source, as in: sources {word} 3; sources list shows them."
NOT_THERE = (
    "Slack has not told Verbatim yet that you are in this channel: send it again in a moment. If you are not, choose "
    "everybody."
)
_NUMBER = re.compile(r"#?\d+")
_OUTLET = re.compile(r"\s+as\s+(.+)$", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sources:
    """Tells of sources and changes them; `shelf` is None where there is no way to the web."""

    newsroom: Newsroom
    shelf: Shelf | None

    def words(self) -> Mapping[str, Word]:
        """The one word."""
        return {"sources": self._sources}

    def clicks(self) -> Mapping[str, Click]:
        """The form, and the buttons of one source."""
        pressed = {f"source_{word}": self._pressed for word in (*WORDS, "show")}
        return {**pressed, "source_form": self._form, "source_made": self._made}

    def _sources(self, request: Request, typed: str, asker: Asker) -> Page:
        word, _, rest = typed.strip().partition(" ")
        word = word.lower()
        if word in {"", "list"} or self.shelf is None:
            return self._listed(asker)
        if word == "show" or _NUMBER.fullmatch(word):
            return self._shown(self.shelf, rest if word == "show" else word, asker)
        require(asker, CHANGE)
        if word == "add" and rest.strip():
            return self._added(self.shelf, request, rest)
        if word == "add":
            return self._form(request, asker) if request.surface == "said" else source_form.to_form()
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
        source = switched(shelf.rows, word, number_of(rest, word), self.newsroom.clock(), asker.scopes)
        return wording.changed(source, word)

    def _shown(self, shelf: Shelf, rest: str, asker: Asker) -> Page:
        """How one is doing."""
        source = known(shelf.rows, number_of(rest, "show"), asker.scopes)
        unread = shelf.rows.given_up(source.id, wording.FAILURES)
        return wording.about(source, unread, asker.zone, may_change=asker.may_change)

    def _pressed(self, request: Request, asker: Asker) -> Page:
        """A button of one source; it is shown as it is after it."""
        word, shelf = (request.action or "").removeprefix("source_"), self._there()
        if word == "show":
            return self._shown(shelf, request.target or "", asker)
        require(asker, CHANGE)
        done = self._switched(shelf, word, request.target or "", asker)
        if word == "remove":
            return done
        return replace(self._shown(shelf, request.target or "", asker), headline=done.headline)

    def _form(self, request: Request, asker: Asker) -> Page:
        """The form, as it is first seen."""
        require(asker, CHANGE)
        self._there()
        self.newsroom.people.belongs(request.user, request.channel)  # asked now, so that it is known when it comes back
        return self._form_with({}, request)

    def _form_with(self, given: Mapping[str, str], request: Request, *remarks: str) -> Page:
        usual = scope_of(request, self.newsroom.people)
        return source_form.form(given, usual, direct=usual.startswith("user:"), remarks=remarks)

    def _made(self, request: Request, asker: Asker) -> Page:
        """The form, sent in; again with what was filled in where something is wrong with it."""
        require(asker, CHANGE)
        shelf, given = self._there(), filled(request)
        scope = self._scope(given, request, asker)
        if scope is None:
            return self._form_with(given, request, source_form.remark("seen", NOT_THERE))
        language = given.get("language")
        wanted = Wanted(
            given.get("address", ""),
            scope,
            outlet=given.get("outlet"),
            zone=given.get("zone"),
            language=None if language == source_form.ANY else language,
            every=source_form.interval(given),
            page=given.get("what") == "page",
            channel=request.channel or None,
        )
        try:
            return wording.added(*shelf.add(wanted, by=request.user))
        except ZoneError as error:
            return self._form_with(given, request, source_form.remark("zone", str(error)))
        except (SourceError, UsageError) as error:
            return self._form_with(given, request, source_form.remark("address", str(error)))

    def _scope(self, given: Mapping[str, str], request: Request, asker: Asker) -> str | None:
        """Who is to find what comes from it; None where that is a channel they are not known to be in."""
        if given.get("seen") == source_form.EVERYBODY:
            return PUBLIC
        mine, here = f"user:{request.user}", f"channel:{request.channel}"
        if scope_of(request, self.newsroom.people) == mine:
            return mine
        return here if here in asker.scopes else None

    def _there(self) -> Shelf:
        """Raises UsageError where there is no way to the web."""
        if self.shelf is None:
            raise UsageError("Sources cannot be changed from here: use verbatim sources.")
        return self.shelf


def number_of(rest: str, word: str) -> int:
    """The number of a source. Raises UsageError."""
    number = rest.strip().removeprefix("#")
    if not (number.isascii() and number.isdecimal()):
        raise UsageError(NUMBER.format(word=word))
    return int(number[:12])
