"""Digests: set up in one line or by a form, listed, previewed, run, paused, changed, deleted, and their log.

line or form -> Wish -> names looked up -> may they, is the bot there -> Subscription -> read back with its next runs

Who may is told by `bot.reception.belonging`; what is not known counts against them.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.ask.people import Directory
from bot.compose import answers, digests
from bot.compose.schedules import what_words
from bot.digest import orders
from bot.digest.criteria import of_json
from bot.digest.explain import asked_for, explained
from bot.digest.spoken import Wish, parse
from bot.digest.timetable import LATE, coming
from bot.errors import UsageError
from bot.people import is_direct
from bot.reception.belonging import Belonging
from bot.reception.rooms import entered
from bot.reception.standing import require
from bot.text import fold
from bot.wording import today

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from bot.digest.model import Subscription
    from bot.digest.orders import Settled
    from bot.digest.rows import Timetable
    from bot.digest.run import Digests
    from bot.model import Asker, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.reception.rooms import Click, Word

MOST = 50  # digests a channel, so that a slip does not fill it
LISTED = 20
SHOWN = 3  # digests that stand over the form
SET_UP = "set up or change a digest"
GONE = (
    "This digest is gone, or you are not in its channel. If you are, Slack has not told Verbatim yet: press again in a "
    "moment."
)
KEPT_NO_LONGER = "What was filled in is no longer kept: type “digest” to begin again."
TOO_MANY = f"There are {MOST} digests here already: delete one first."
# What may follow "digest"; anything else is a digest asked for in one line.
_VERB = re.compile(
    r"(?P<verb>list|preview|run|now|log|history|pause|stop|resume|start|delete|remove|change|edit|new|set ?up|help)\b"
    r"(?:\s+now\b)?\s*(?:the\s+)?(?P<name>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SAME = {
    "now": "run", "history": "log", "stop": "pause", "start": "resume", "remove": "delete", "edit": "change",
    "help": "list",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class DigestRoom:
    """Digests of channels and of people."""

    newsroom: Newsroom
    rows: Timetable
    runner: Digests

    @property
    def _whose(self) -> Belonging:
        return Belonging(self.newsroom, self.rows)

    def words(self) -> Mapping[str, Word]:
        """One word; what comes after it says what is wanted."""
        return {"digest": self._typed}

    def clicks(self) -> Mapping[str, Click]:
        """The buttons under a digest and its pages, and the two forms."""
        verbs = ("change", "pause", "resume", "delete", "preview", "log", "run")
        return {
            **{f"digest_{verb}": self._pressed for verb in verbs},
            "digest_restore": self._restored,
            "digest_form": self._form,
            "digest_retry": self._retried,
            "digest_made": self._filled_in,
            "digest_changed": self._refilled,
        }

    # -- what was typed

    def _typed(self, request: Request, text: str, asker: Asker) -> Page:
        require(asker, SET_UP)
        if not text.strip():
            return self._form(request, asker) if request.surface == "said" else self._list(request)
        verb = _VERB.fullmatch(text.strip())
        if verb is None:
            return self._asked(request, text, asker)
        word = _SAME.get(verb["verb"].casefold(), verb["verb"].casefold())
        if word == "list":
            return self._list(request)
        if word in {"new", "setup", "set up"}:
            return self._asked(request, verb["name"], asker) if verb["name"] else self._form(request, asker)
        return self._named(request, word, verb["name"].strip(" .“”\"'"), asker)

    def _named(self, request: Request, word: str, name: str, asker: Asker) -> Page:
        """Do it with the digest of this name; the only one needs none."""
        seen = self._whose.seen(request)
        fitting = [s for s in seen if not name or fold(s.name) == fold(name) or str(s.id) == name.removeprefix("#")]
        fitting = fitting or [s for s in seen if fold(name) in fold(s.name)]
        if len(fitting) > 1:
            return digests.which(fitting, word)
        if fitting:
            return self._done(word, fitting[0], request, asker)
        if word == "preview" and not name:
            return self._preview(self._everything(request, asker), request)
        return digests.none_of(name, _where(request))

    def _pressed(self, request: Request, asker: Asker) -> Page:
        require(asker, SET_UP)
        found = self._whose.target(request)
        word = (request.action or "").removeprefix("digest_")
        return self._done(word, found, request, asker) if found else answers.problem(GONE)

    def _done(self, word: str, found: Subscription, request: Request, asker: Asker) -> Page:
        """What a word or a button does with a digest that is theirs."""
        now = self.newsroom.clock()
        if word == "preview":
            return self._preview(found, request)
        if word == "log":
            return self._log(found)
        if found.configured and word != "run":
            return digests.unchanged(found)
        if word == "change" and request.surface != "click":  # only a press brings what a form can be opened with
            return digests.to_change(found)
        if word == "change":
            return digests.change_form(found, orders.fields(found, asker.zone))
        if word == "run":
            return self._run(found, request, now)
        return {"pause": self._pause, "resume": self._resume, "delete": self._delete}[word](found, request, now)

    # -- setting up and changing

    def _asked(self, request: Request, text: str, asker: Asker) -> Page:
        """A digest in one line."""
        wish = parse(text, self._today(asker))
        return self._set_up(request, wish, {"line": text}, asker)

    def _filled_in(self, request: Request, asker: Asker) -> Page:
        """The form of a new one, sent in."""
        require(asker, SET_UP)
        given = {name: list(values) for name, values in entered(request).items()}
        return self._set_up(request, orders.wish_of(entered(request), self._today(asker)), {"form": given}, asker)

    def _retried(self, request: Request, asker: Asker) -> Page:
        """What was filled in before, once the bot is there."""
        require(asker, SET_UP)
        draft = self.rows.draft(request.target or "", request.user)
        if draft is None:
            return answers.problem(KEPT_NO_LONGER)
        channel, filled = draft
        wish = self._wish_of(json.loads(filled), asker)
        there = replace(request, channel=channel, surface=request.surface if request.channel == channel else "form")
        return self._set_up(there, wish, json.loads(filled), asker)

    def _wish_of(self, filled: dict[str, object], asker: Asker) -> Wish:
        if isinstance(line := filled.get("line"), str):
            return parse(line, self._today(asker))
        form = filled.get("form")
        given = {name: tuple(values) for name, values in form.items()} if isinstance(form, dict) else {}
        return orders.wish_of(given, self._today(asker))

    def _set_up(self, request: Request, wish: Wish, filled: dict[str, object], asker: Asker) -> Page:
        """Keep it where everything is understood and both are in the channel; else keep what was filled in."""
        now = self.newsroom.clock()
        obstacle = self._whose.absent(request) or self._whose.stranger(request)
        if not wish.understood or obstacle:
            draft = self.rows.keep_draft(request.user, request.channel, json.dumps(filled), now)
            return digests.not_understood(wish, draft) if not wish.understood else digests.retry(draft, obstacle or "")
        if len(self.rows.standing([request.channel])) >= MOST:
            raise UsageError(TOO_MANY)
        settled = self._settled(wish, asker)
        wanted = orders.subscription(
            wish, settled.criteria, channel=request.channel, owner=request.user, zone=asker.zone, now=now
        )
        detail = orders.told(wanted)
        made = self.rows.add_subscription(wanted, now, by=request.user, detail=detail, request_id=request.id)
        return digests.confirmed(made, coming(made, now), settled.remarks, fresh=True)

    def _refilled(self, request: Request, asker: Asker) -> Page:
        """The form that changes one, sent in."""
        require(asker, SET_UP)
        found, now = self._whose.target(request), self.newsroom.clock()
        if found is None:
            return answers.problem(GONE)
        if found.configured:
            return digests.unchanged(found)
        wish = orders.wish_of(entered(request), self._today(asker))
        if not wish.understood:
            return digests.not_changed(found, wish)
        settled = self._settled(wish, asker)
        wanted = orders.changed(found, wish, settled.criteria, now)
        made = self.rows.change_subscription(wanted, now, by=request.user, what="changed", detail=orders.told(wanted))
        return digests.confirmed(made, coming(made, now), settled.remarks, fresh=False)

    def _settled(self, wish: Wish, asker: Asker) -> Settled:
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            outlets = [name for name, _ in snapshot.outlets()]
            return orders.settle(wish.criteria, Directory(snapshot.directory()), outlets)

    def _form(self, request: Request, asker: Asker) -> Page:
        """The form of a new one, with what was filled in before where a draft is kept."""
        require(asker, SET_UP)
        draft = self.rows.draft(request.target or "", request.user)
        now = self.newsroom.clock()
        made, remarks = None, []
        if draft:
            wish = self._wish_of(json.loads(draft[1]), asker)
            made = orders.subscription(
                wish, wish.criteria, channel=draft[0], owner=request.user, zone=asker.zone, now=now
            )
            remarks = digests.problems(wish)
        self._whose.member(request, request.channel)  # asked of Slack now, so that it is known when the form comes back
        shown = [digests.short(s, coming(s, now)) for s in self._whose.seen(request)[:SHOWN]]
        return digests.form(orders.fields(made, asker.zone, fresh=True), shown, remarks=remarks)

    # -- what is there

    def _list(self, request: Request) -> Page:
        now = self.newsroom.clock()
        return digests.listed([(s, coming(s, now)) for s in self._whose.seen(request)[:LISTED]], _where(request))

    def home(self, user: str, now: datetime) -> list[tuple[Subscription, list[datetime]]]:
        """Active and paused ones of this person, as far as Slack has told; with their next runs."""
        return [(s, coming(s, now)) for s in self._whose.theirs(user)[:LISTED]]

    def _preview(self, found: Subscription, request: Request) -> Page:
        """Exactly what would be posted now, to those who may see what belongs to its channel."""
        if not (is_direct(found.channel) or self._whose.member(request, found.channel)):
            return answers.problem(GONE)  # its owner who left the channel: what is in it is the channel's
        now = self.newsroom.clock()
        gathered = self.runner.gathered(found, now)
        with self.newsroom.archive.snapshot(self.runner.scopes(found), now) as snapshot:
            return explained(gathered, snapshot.records(asked_for(gathered)), found, now)

    def _everything(self, request: Request, asker: Asker) -> Subscription:
        """What a digest of everything would have, of the last day."""
        now = self.newsroom.clock()
        wish = Wish(times=("00:00",), name=what_words(of_json({})))
        made = orders.subscription(
            wish, wish.criteria, channel=request.channel, owner=request.user, zone=asker.zone, now=now
        )
        return replace(made, backfill_from=now - orders.A_DAY)

    def _log(self, found: Subscription) -> Page:
        runs = self.rows.runs(found.id)
        late = [key for key, behind in self.rows.behind(found.id).items() if behind > LATE]
        return digests.log(found, runs, self.rows.changes(found.id), late)

    # -- what changes one

    def _run(self, found: Subscription, request: Request, now: datetime) -> Page:
        if not found.active:
            raise UsageError(f"“{found.name}” is paused: resume it first.")
        fresh = self.runner.run_now(found, request.id, now)
        if fresh:
            self.rows.note_change(found.id, now, by=request.user, what="run", detail="asked for one now")
        return digests.ran(found, coming(found, now), fresh=fresh)

    def _pause(self, found: Subscription, request: Request, now: datetime) -> Page:
        if found.active:
            wanted = replace(found, state="paused", reason=None)
            found = self.rows.change_subscription(wanted, now, by=request.user, what="paused", detail="")
        return digests.paused(found)

    def _resume(self, found: Subscription, request: Request, now: datetime) -> Page:
        kept = bool(found.reason)
        if found.state == "paused":
            if why := self._whose.absent(replace(request, channel=found.channel)):
                return digests.retry_resume(found, why)
            wanted = orders.resumed(found, now)
            found = self.rows.change_subscription(wanted, now, by=request.user, what="resumed", detail="")
        return digests.resumed(found, coming(found, now), kept=kept)

    def _delete(self, found: Subscription, request: Request, now: datetime) -> Page:
        wanted = replace(found, state="deleted")
        self.rows.change_subscription(wanted, now, by=request.user, what="deleted", detail="")
        return digests.deleted(found)

    def _restored(self, request: Request, asker: Asker) -> Page:
        """A deleted one taken back; it goes on where it was."""
        require(asker, SET_UP)
        found, now = self._whose.target(request, deleted=True), self.newsroom.clock()
        if found is None:
            return answers.problem(GONE)
        if found.state == "deleted":
            wanted = replace(found, state="active", reason=None, times_from=now)
            detail = "the deletion was taken back"
            found = self.rows.change_subscription(wanted, now, by=request.user, what="resumed", detail=detail)
        return digests.resumed(found, coming(found, now), kept=True)

    def _today(self, asker: Asker) -> date:
        return today(self.newsroom.clock(), asker.zone)


def _where(request: Request) -> str:
    return "of yours" if is_direct(request.channel) else "in this channel"
