"""The Slack edge: the same handlers in Socket Mode and over HTTP."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.errors import ConfigError
from handlers import guard
from handlers.inbound import COMMANDS
from handlers.post import SlackPost, logger, trouble, web_client

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import Ack

    from handlers.guard import Intake

ANY = re.compile("", re.DOTALL)
UNKNOWN = "Verbatim does not know that command: try /said help."


def register(app: App, newsroom: Intake) -> None:
    """Every surface, in one table. Requests are committed by the middleware; listeners acknowledge and wake."""
    wake = _wake(newsroom)
    app.middleware(guard.inbox(newsroom))
    app.error(guard.report)
    app.event("app_mention")(wake)  # in a channel: answered in the thread
    app.event("message")(wake)  # direct
    for command in COMMANDS:
        app.command(command)(wake)  # answered for the asker's eyes
    # The rest is acknowledged, so that Slack does not deliver it again and nobody looks at a warning sign; link buttons
    # too, whose page Slack opens by itself.
    app.event(ANY)(_seen)
    app.command(ANY)(_unknown)
    for interaction in (app.action, app.shortcut, app.view, app.options):
        interaction(ANY)(_seen)


def build(newsroom: Intake, *, token: str, api_url: str, signing_secret: str | None = None) -> tuple[App, SlackPost]:
    """The bolt App with every handler, and the way to post, for one workspace.

    Raises ConfigError where Slack refuses the token or cannot be reached.
    """
    client = web_client(token, api_url)
    try:
        me = client.auth_test()
    except SlackApiError as error:
        raise ConfigError(str(trouble(error))) from None
    except OSError as error:
        raise ConfigError(
            f"Slack cannot be reached at {api_url} ({error}): check the network and start again."
        ) from None
    app = App(
        name="verbatim",
        client=client,
        logger=logger(),
        request_verification_enabled=False,  # ours instead, which answers 401 to what bolt's trips over
        before_authorize=guard.Signature(signing_secret or ""),
    )
    register(app, newsroom)
    return app, SlackPost(client, str(me["bot_id"]))


def _wake(newsroom: Intake) -> Callable[[Ack], None]:
    def wake(ack: Ack) -> None:
        ack()
        newsroom.wake()

    return wake


def _seen(ack: Ack) -> None:
    ack()


def _unknown(ack: Ack) -> None:
    ack(UNKNOWN)
