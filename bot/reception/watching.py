"""Watches in words and buttons: set, list, mute, quiet hours, stop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.ask.people import Directory
from bot.compose import answers
from bot.compose import watches as compose
from bot.digest.criteria import as_json
from bot.errors import UsageError
from bot.people import is_direct
from bot.reception.asking import GONE
from bot.reception.standing import require
from bot.watch import Watch
from bot.watch.spoken import Wish, change_of, muted_until, of_query, parse, quiet_hours
from bot.wording import joined, today

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from bot.model import Asker, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.ports import Ledger
    from bot.reception.rooms import Click, Word
    from bot.watch import Watches

LIST = frozenset({"", "list", "all", "show"})
MOST = 50  # watches of one channel: more than that nobody reads
NOT_HERE = "Verbatim is not in this channel: type /invite @Verbatim, then ask for the watch again."


@dataclass(frozen=True, slots=True)
class Watching:
    """Sets and changes watches for whoever may."""

    newsroom: Newsroom
    ledger: Ledger
    rows: Watches | None  # None: at the terminal, where nobody can be told later

    def words(self) -> Mapping[str, Word]:
        """`watch` and what stands after it."""
        return {"watch": self._typed}

    def clicks(self) -> Mapping[str, Click]:
        """[Watch …] of an answer, and the buttons of a watch; none where nobody can be told."""
        if self.rows is None:
            return {}
        return {
            "watch": self._from_answer,
            "watch_stop": lambda request, asker: self._changed(request, asker, "stop", request.target or "", ""),
            "watch_mute": lambda request, asker: self._changed(request, asker, "mute", request.target or "", ""),
            "watch_unmute": lambda request, asker: self._changed(request, asker, "unmute", request.target or "", ""),
        }

    @property
    def _watches(self) -> Watches:
        if self.rows is None:
            raise UsageError("A watch tells in Slack what came in: start the bot there, and ask it.")
        return self.rows

    def _typed(self, request: Request, rest: str, asker: Asker) -> Page:
        if rest.strip().casefold() in LIST:
            return self._listed(request, asker)
        if change := change_of(rest):
            what, number, more = change
            return self._changed(request, asker, what, str(number), more)
        require(asker, "set up a watch")
        wish = parse(rest, today(self.newsroom.clock(), asker.zone), self._directory(asker))
        return self._set(request, asker, wish, personal=wish.mine or is_direct(request.channel))

    def _from_answer(self, request: Request, asker: Asker) -> Page:
        """What an answer was about, told to the clicker alone."""
        require(asker, "set up a watch")
        saved = self.ledger.load_answer(request.target or "")
        if saved is None:
            return answers.problem(GONE)
        return self._set(request, asker, of_query(saved.query, self._directory(asker)), personal=True)

    def _directory(self, asker: Asker) -> Directory:
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            return Directory(snapshot.directory())

    def _set(self, request: Request, asker: Asker, wish: Wish, *, personal: bool) -> Page:
        """Keep the watch, unless something of it was not understood or it cannot be told where it was asked for."""
        if wish.strange:
            raise UsageError(
                f"Not understood: {joined(wish.strange)}. Type for example: watch Fidan about Hamas, quotes only."
            )
        channel = self.newsroom.people.channel(request.channel)
        if not personal and channel.known and not channel.here:
            raise UsageError(NOT_HERE)
        where = request.channel if is_direct(request.channel) or not personal else request.user
        if len(self._watches.watches([where])) >= MOST:
            raise UsageError(f"There are {MOST} watches here already: stop one first (watch list).")
        watch = Watch(0, where, request.user, personal, as_json(wish.criteria), asker.zone)
        made, fresh = self._watches.add_watch(watch, self.newsroom.clock())
        return compose.made(made, wish, fresh=fresh, here=where == request.channel)

    def _listed(self, request: Request, asker: Asker) -> Page:
        """The watches of this channel, where the asker belongs to it, and their own where nobody else reads along."""
        here = [] if request.outside or not asker.may_change else [request.channel]
        mine = asker.may_change and _alone(request)
        found = self._watches.watches(here, request.user if mine else None)
        return compose.listed(found, asker.zone, self.newsroom.clock(), alone=_alone(request))

    def _changed(self, request: Request, asker: Asker, what: str, number: str, more: str) -> Page:
        """Stop, mute or quiet one that is the asker's or their channel's."""
        require(asker, "change a watch")
        watch = self._watches.watch(int(number)) if number.isdecimal() else None
        if watch is None or watch.state == "stopped" or not self._theirs(request, watch):
            raise UsageError(f"There is no watch {number} here: “watch list” shows those there are.")
        now = self.newsroom.clock()
        changed = _as_asked(watch, what, more, muted_until(more, now, asker.zone) if what == "mute" else None)
        self._watches.change_watch(changed, f"{what} {more}".strip(), request.user, now)
        if what == "stop":
            return compose.stopped(changed)
        return compose.quieted(changed) if what == "quiet" else compose.muted(changed, asker.zone)

    def _theirs(self, request: Request, watch: Watch) -> bool:
        """Its owner's, else of whoever is in its channel; before others only what the channel itself watches."""
        if not _alone(request):
            return watch.channel == request.channel
        if watch.owner == request.user:
            return True
        return not watch.personal and (
            watch.channel == request.channel or self.newsroom.people.belongs(request.user, watch.channel)
        )


def _as_asked(watch: Watch, what: str, more: str, until: datetime | None) -> Watch:
    """The watch as it is to be. Raises UsageError for hours that are none."""
    match what:
        case "stop":
            return replace(watch, state="stopped")
        case "unmute":
            return replace(watch, muted_until=None, state="active", reason=None)
        case "mute":
            if until is None:
                raise UsageError(
                    f"“{more}” is no time: watch mute {watch.id} for 2 days, or until Monday, or until 14:00."
                )
            return replace(watch, muted_until=until)
    quiet = quiet_hours(more)
    if quiet is None and more.casefold() not in {"off", "none", "never"}:
        raise UsageError(f"“{more}” are no hours: watch quiet {watch.id} 22:00-7:00, or off.")
    return replace(watch, quiet=quiet)


def _alone(request: Request) -> bool:
    """Whether only the asker sees the answer: what somebody watches for themselves is nobody else's business."""
    return request.private and request.surface != "mention"
