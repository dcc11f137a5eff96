"""What one person sees: a view, the Home tab, a private answer, a message of ours that changes. At most once each.

Shown by errands: the thread that answers waits for no Slack. Again only where Slack surely did not take it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from bot.errors import NotStoredError, PostError

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.delivery.errands import Errands
    from bot.model import Message, Request
    from bot.page import Page
    from bot.ports import Post

log = structlog.get_logger()
TRIES = 5  # where Slack surely did not take it
PATIENCE = 30.0  # seconds that Slack may ask us to wait; whoever asked has gone on by then


class Screens:
    """Shows pages where one person sees them."""

    def __init__(self, post: Post, render: Callable[[Page], Message], errands: Errands) -> None:
        self._post = post
        self._render = render
        self._errands = errands

    def show(self, request: Request, page: Page, way: str) -> None:
        """Where `way` says ("home", "view", "edit"); where that fails, or for any other, privately in the channel."""
        match way:
            case "home":
                self._send(request, lambda: self._post.publish(request.user, page), key=f"home/{request.user}")
            case "view":
                self._send(request, lambda: self._post.show(request, page), self._instead(request, page))
            case "edit" if request.ts:
                ts, message = request.ts, self._render(page)
                edit = lambda: self._post.edit(request.channel, ts, message)  # noqa: E731 - it is what is sent
                self._send(request, edit, self._instead(request, page), key=f"{request.channel}/{ts}")
            case _:
                self.reply(request, self._render(page), replace=way == "replace")

    def change(self, request: Request, ts: str, page: Page) -> None:
        """Put a page in the place of a message of ours."""
        message, key = self._render(page), f"{request.channel}/{ts}"
        self._send(request, lambda: self._post.edit(request.channel, ts, message), key=key)

    def reply(self, request: Request, message: Message, *, replace: bool = False, public: bool = False) -> None:
        """Answer for the asker's eyes, or `public` for the channel's, where the request brought a way for that."""
        if request.response_url:
            self._send(request, lambda: self._post.reply(request, message, replace=replace, public=public))

    def _instead(self, request: Request, page: Page) -> Callable[[], None] | None:
        """What is done where it cannot be shown in its place."""
        return (lambda: self.reply(request, self._render(page))) if request.response_url else None

    def _send(
        self, request: Request, work: Callable[[], None], instead: Callable[[], None] | None = None, key: str = ""
    ) -> None:
        """Do it soon, in order of its key."""

        def attempt(tries: int) -> None:
            try:
                work()
            except NotStoredError as error:
                if tries > 1 and error.wait <= PATIENCE:
                    again = error.wait or 2.0 ** (TRIES - tries)
                    self._errands.send(key or request.id, lambda: attempt(tries - 1), again)
                    return
                self._failed(request, error, instead)
            except PostError as error:
                self._failed(request, error, instead)

        self._errands.send(key or request.id, lambda: attempt(TRIES))

    def _failed(self, request: Request, error: PostError, instead: Callable[[], None] | None) -> None:
        log.warning("not shown", request=request.id, why=str(error))
        if instead is not None:
            instead()
