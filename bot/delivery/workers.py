"""The threads that answer: requests out of the inbox, replies and digests into channels, pages into views.

A worker takes the oldest request, composes its page, and in one transaction marks it answered and puts the reply into
the outbox; a kill before that leaves the request to be taken again, a kill after it leaves the reply to be delivered.
"""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from bot.boundary import guarded
from bot.compose.answers import problem
from bot.crew import Crew
from bot.delivery.couriers import Couriers
from bot.delivery.errands import Errands
from bot.delivery.screens import Screens
from bot.delivery.shares import Shares
from bot.errors import ArchiveError
from bot.model import Delivery
from bot.people import is_direct
from bot.words import IN_VIEWS, asks_for_form

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.outbox import Deliverer
    from bot.model import Message, Request
    from bot.page import Page
    from bot.ports import Inbox, Post
    from bot.reception import Reception

log = structlog.get_logger()
PATIENCE = 1.0  # seconds of work after which a status is shown
EDITABLE = timedelta(hours=1)  # that an answer follows its question's edits
EDITED_LATE = "The question was edited more than an hour after it was answered: this answers it as it reads now."
AGAIN = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds until what a database could not take is tried again


class Workers:
    """A few threads over one inbox, and those that send what they make; `start`, then `stop`."""

    def __init__(
        self,
        reception: Reception,
        inbox: Inbox,
        deliverer: Deliverer,
        post: Post,
        render: Callable[[Page], Message],
        threads: int = 3,
    ) -> None:
        self._reception = reception
        self._newsroom = reception.newsroom
        self._inbox = inbox
        self._deliverer = deliverer
        self._post = post
        self._render = render
        self._couriers = Couriers(deliverer)
        self._errands = Errands()
        self._aside = Errands(threads=2)  # for answers that wait for other people's servers
        self._screens = Screens(post, render, self._errands)
        self._shares = Shares(deliverer, self._screens, render, self._errands)
        self._stopping = threading.Event()
        self._crew = Crew("answers", threads, self._run)

    def start(self) -> None:
        """Take up what an earlier process left, then begin."""
        reopened = self._inbox.reopen()
        if reopened:
            log.info("requests resumed", count=reopened)
        self._couriers.start()
        self._errands.start()
        self._aside.start()
        self._crew.start()
        self._newsroom.wake()

    def stop(self, timeout: float) -> None:
        """End after the request in hand and what is due to be sent; the rest stays in rows for the next start."""
        self._stopping.set()
        self._newsroom.wake()
        self._crew.join(timeout / 2)
        self._aside.stop(0.0)  # what waits there is taken up again at the next start
        self._errands.stop(timeout / 4)
        self._couriers.stop(timeout / 4)

    @property
    def troubles(self) -> list[str]:
        """Which of its threads have ended, a sentence each."""
        alive = {
            "answering": self._crew.alive,
            "sending": self._couriers.alive,
            "showing": self._errands.alive,
            "indexing": self._aside.alive,
        }
        return [f"a thread that was {what} has ended: start the bot anew" for what, well in alive.items() if not well]

    def _run(self, _: int) -> None:
        while not self._stopping.is_set():
            self._newsroom.bell.wait(1.0)
            self._newsroom.bell.clear()  # before the drain: what is committed after it rings again
            while not self._stopping.is_set() and guarded("take", self._next):
                pass
        self._newsroom.bell.set()  # the others stop too

    def _next(self) -> bool:
        """Answer one request; False when there is none."""
        request = self._inbox.take(self._newsroom.clock())
        if request is None:
            return False
        if request.surface == "deleted":
            guarded("forget", lambda: self._forget(request))
        elif self._reception.waits(request):
            self._aside.send(request.id, lambda: self._attend(request))
        else:
            self._attend(request)
        return True

    def _attend(self, request: Request) -> None:
        """Answer it, and show that it is worked on where that takes a while."""
        slow = threading.Timer(PATIENCE, self._post.working, [request])
        slow.daemon = True
        slow.start()
        self._work(request)
        slow.cancel()

    def _work(self, request: Request, attempt: int = 0) -> None:
        """Answer, or say that it broke; what the database cannot take just now is done again, and nothing is lost."""
        last = attempt >= len(AGAIN)
        try:
            guarded(
                "answer",
                lambda: self._reply(request, self._composed(request, last=last)),
                lambda reference: self._apologise(request, reference),
                passing=(ArchiveError,),
            )
        except ArchiveError as error:
            wait = AGAIN[min(attempt, len(AGAIN) - 1)]
            log.error("answer waits", request=request.id, why=str(error), again_in=wait)  # noqa: TRY400 - foreseen
            self._errands.send(request.id, lambda: self._work(request, attempt + 1), wait)
        else:
            guarded("home", lambda: self._home(request))

    def _home(self, request: Request) -> None:
        """The Home tab anew, where what was asked for changed it."""
        if home := self._reception.home_after(request):
            self._screens.show(request, home, "home")

    def _apologise(self, request: Request, reference: str) -> None:
        """What broke on the way out is said, too; what cannot even be said is not tried at every start."""

        def give_up(_: str) -> None:
            self._inbox.failed(request.id, f"broke; see {reference} in the log", self._newsroom.clock())

        guarded("apology", lambda: self._reply(request, _apology(reference)), give_up, passing=(ArchiveError,))

    def _forget(self, request: Request) -> None:
        """A deleted question loses what was kept of it."""
        now = self._newsroom.clock()
        self._inbox.forget(request.target or "", now)
        self._inbox.answered(request.id, None, now)

    def _composed(self, request: Request, *, last: bool) -> Page:
        """The page for a request: an apology for what broke, at the last try also for what the database could not."""
        page = guarded(
            "answer", lambda: self._reception.page(request), _apology, passing=() if last else (ArchiveError,)
        )
        return page or problem("That could not be answered.")

    def _reply(self, request: Request, page: Page) -> None:
        """Into the channel through the outbox; whatever only one person sees, at most once."""
        refused = (
            request.surface == "click" and page.answer is None
        )  # what a button cannot do is told to who pressed it
        way = goes_to(request)
        if way == "channel" and not refused:
            if request.action == "edited" and request.target:
                page, standing = self._again(request.target, page)
                if standing:
                    self._inbox.answered(request.id, None, self._newsroom.clock())
                    self._restated(request, standing, page)
                    self._screens.change(request, standing, page)
                    return
            self._post_reply(request, page)
            return
        self._inbox.answered(request.id, None, self._newsroom.clock())  # first: at most once
        if way == "edit" and request.ts:
            self._restated(request, request.ts, page)
        self._screens.show(request, page, way)

    def _again(self, first: str, page: Page) -> tuple[Page, str | None]:
        """The page for an edited question, and the ts of the answer it takes the place of; late ones stand anew."""
        standing = self._deliverer.posted(first)
        if standing is None:
            return page, None
        ts, since = standing
        if self._newsroom.clock() - since <= EDITABLE:
            return page, ts
        return replace(page, notes=(EDITED_LATE, *page.notes)), None

    def _restated(self, request: Request, ts: str, page: Page) -> None:
        """What a message of ours is about to show; by that it is kept true later."""
        self._inbox.restated(request.channel, ts, self._render(page), _shown(page), self._newsroom.clock())

    def _post_reply(self, request: Request, page: Page) -> None:
        reply = Delivery(
            request.id,
            "reply",
            request.channel,
            self._render(page),
            request.thread_ts,
            ref=request.id,
            statements=_shown(page),
        )
        self._inbox.answered(request.id, reply, self._newsroom.clock())
        self._deliverer.wake()
        if request.action == "share" and page.shared_by and request.response_url:
            self._shares.follow(request, page)


def _shown(page: Page) -> tuple[int, ...]:
    return tuple(i for section in page.sections for card in section.cards for i in card.statements)


def goes_to(request: Request) -> str:
    """Where the answer to a request is seen: "channel", "view", "home", "edit", "replace" or "private".

    [More] and [Change] change the message where it is the clicker's alone, and in front of others answer the clicker.
    """
    if request.surface in {"home", "said"}:
        return "home" if request.surface == "home" else "view" if asks_for_form(request) else "private"
    if request.surface == "form" and (request.ts or request.response_url):
        return _in_place(request)
    if request.surface in {"form", "shortcut"} or request.action in IN_VIEWS or request.view:
        return "view"
    if request.surface != "click":
        return "channel"
    if request.action == "more" or str(request.action).startswith(("digest_", "retract_")):
        return _in_place(request)
    if request.action == "all":
        return "channel" if is_direct(request.channel) else "private"
    if request.action == "undo" or (request.action == "ask" and request.ts is None):
        return "replace"
    return "channel"


def _in_place(request: Request) -> str:
    """In the place of the message where only one person sees that; otherwise told to who asked."""
    return "replace" if request.ts is None else "edit" if is_direct(request.channel) else "private"


def _apology(reference: str) -> Page:
    return problem("Something went wrong on our side and was logged: ask again, or show this reference.", reference)
