"""Views: opened while the trigger lives, filled when the answer is there; and the Home tab."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import structlog
from slack_sdk.errors import SlackApiError

from bot.errors import RefusedError
from handlers import views
from handlers.failures import FAILURES, code_of, trouble

if TYPE_CHECKING:
    from slack_sdk import WebClient

    from bot.model import Request
    from bot.page import Page
    from handlers.views import View

log = structlog.get_logger()
WAITS = (0.05, 0.1, 0.2, 0.4, 0.8, 1.5)  # seconds between looks for a view that is just being opened
OWN = 0.8  # the wait from which on a form is looked for by its own id
_ABSENT = {"not_found", "view_not_found"}


class Opener:
    """Opens views beside bolt's five listeners, so that a slow Slack never holds up an acknowledgement."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="views")

    def open(self, trigger: str, view: View) -> None:
        """Open one soon; where that fails the answer finds no view and goes another way."""
        self._threads.submit(self._open, trigger, view)

    def _open(self, trigger: str, view: View) -> None:
        try:
            self._client.views_open(trigger_id=trigger, view=view)
        except FAILURES as error:
            log.warning("view not opened", why=code_of(error) or type(error).__name__)


class Display:
    """The part of `bot.ports.Post` that shows pages in views."""

    def __init__(self, client: WebClient) -> None:
        self._client = client

    def show(self, request: Request, page: Page) -> None:
        """Fill the view that was opened for a request. Raises PostError; RefusedError where there is no such view.

        By the external id, which nobody has before the view is there: so an answer that is faster than Slack waits for
        it, and is not overwritten by the skeleton of the acknowledgement. That Slack keeps an external id given in an
        acknowledgement is seen in the wild (slackapi/bolt-python issue 916) and not documented, so a form that is not
        found by it in time is found by its own id, which stays [docs.slack.dev/reference/methods/views.update].
        """
        view = views.modal(page, request)
        own = request.view if request.surface in {"click", "form"} else None
        for wait in (*WAITS, None):
            by_own = own and (request.surface == "click" or wait is None or wait >= OWN)
            try:
                if by_own:
                    self._client.views_update(view_id=own, view=view)
                else:
                    self._client.views_update(external_id=request.id, view=view)
            except SlackApiError as error:
                if code_of(error) not in _ABSENT:
                    raise trouble(error) from error
            except FAILURES as error:
                raise trouble(error) from error
            else:
                return
            if wait is not None:
                time.sleep(wait)
        raise RefusedError("The view could not be opened in time: it is answered in a message.")

    def working(self, request: Request) -> None:
        """Show "is looking it up …" under a thread, where the workspace grants that. Never raises."""
        thread = request.thread_ts or request.ts
        if not thread or request.surface not in {"mention", "direct"}:
            return
        with contextlib.suppress(*FAILURES):
            self._client.assistant_threads_setStatus(
                channel_id=request.channel, thread_ts=thread, status="is looking it up …"
            )

    def publish(self, user: str, page: Page) -> None:
        """Put a page on a person's Home tab. Raises PostError."""
        try:
            self._client.views_publish(user_id=user, view=views.home(page))
        except FAILURES as error:
            raise trouble(error) from error
