"""The Slack edge: the same handlers in Socket Mode and over HTTP."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING, Any

from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.errors import ConfigError
from bot.words import IN_VIEWS, asks_for_form
from handlers import guard, inputs, views
from handlers.client import logger, web_client
from handlers.display import Opener
from handlers.failures import trouble
from handlers.files import SlackFiles
from handlers.inbound import typing_of
from handlers.parts import OVERFLOW
from handlers.people import SlackPeople, asking_client
from handlers.post import SlackPost, unread
from handlers.surfaces import COMMANDS, FORMS, MESSAGE_SHORTCUTS, PRESSED, SEARCH, TYPEAHEADS
from handlers.uploads import Uploads

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_bolt import Ack, BoltContext

    from handlers.guard import Intake

ANY = re.compile("", re.DOTALL)
UNKNOWN = "Verbatim does not know that command: try /verbatim help."
OPENING = 5  # seconds for opening a view; its trigger lives three


def register(app: App, newsroom: Intake, opener: Opener) -> None:
    """Every surface, in one table. Requests are committed by the middleware; listeners acknowledge and wake."""
    wake = _wake(newsroom)
    opens = _opens(newsroom, opener)
    app.middleware(guard.inbox(newsroom))
    app.error(guard.report)
    app.event("app_mention")(wake)  # in a channel: answered in the thread
    app.event("message")(wake)  # direct
    app.event("app_home_opened")(wake)  # the Home tab
    for moved in ("member_joined_channel", "member_left_channel"):
        app.event(moved)(_seen)  # noted by the middleware
    for command in COMMANDS:
        app.command(command)(opens)  # answered for the asker's eyes; what asks for a form, in a view
    app.action(_any_of(*IN_VIEWS, OVERFLOW))(opens)  # a view, filled when the answer is there
    app.action(_any_of(*PRESSED))(wake)
    for source in TYPEAHEADS:
        app.options(source)(_offers(newsroom))  # while somebody types: answered at once and never stored
    for form in FORMS:
        app.view(form)(_sent(newsroom))
    for shortcut in MESSAGE_SHORTCUTS:
        app.message_shortcut(shortcut)(opens)
    app.global_shortcut(SEARCH)(_searches(opener))
    # The rest is acknowledged, so that Slack does not deliver it again and nobody looks at a warning sign; link buttons
    # too, whose page Slack opens by itself.
    app.event(ANY)(_seen)
    app.command(ANY)(_unknown)
    for interaction in (app.action, app.shortcut, app.view, app.options):
        interaction(ANY)(_seen)


def build(
    newsroom: Intake,
    *,
    token: str,
    api_url: str,
    signing_secret: str | None = None,
    steady: Callable[[], float] = time.monotonic,
) -> tuple[App, SlackPost]:
    """The bolt App with every handler, and the way to post, for one workspace; `steady` is a clock that nobody sets.

    Raises ConfigError where Slack refuses the token or cannot be reached.
    """
    client = web_client(token, api_url, steady=steady)
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
    register(app, newsroom, Opener(web_client(token, api_url, timeout=OPENING)))
    return app, SlackPost(client, str(me["bot_id"]), str(me["user_id"]), unread=unread(me.headers))


def uploads(token: str, api_url: str) -> Uploads:
    """Where pictures are hung; its client waits for nobody else's Retry-After."""
    return Uploads(web_client(token, api_url))


def lookup(token: str, api_url: str) -> SlackPeople:
    """Who asks Slack about people and channels; nothing is asked yet."""
    return SlackPeople(asking_client(token, api_url))


def examined(token: str, api_url: str) -> tuple[bool, str]:
    """What `doctor` says of Slack: whether it takes our token, and where it cannot be told what arrived."""
    try:
        me = web_client(token, api_url, timeout=OPENING).auth_test()
    except SlackApiError as error:
        return False, str(trouble(error))
    except (OSError, ValueError) as error:
        return False, f"Slack cannot be reached at {api_url} ({error}): check the network."
    where = ", ".join(unread(me.headers))
    lesser = f"; at most once in {where}: what may have arrived there is given up (scopes *:history)" if where else ""
    return True, f"Slack takes the token: {me.get('user')} in {me.get('team')}{lesser}"


def files(token: str, api_url: str) -> SlackFiles:
    """Who fetches what people send; nothing is fetched yet."""
    return SlackFiles(token, api_url)


def _wake(newsroom: Intake) -> Callable[[Ack], None]:
    def wake(ack: Ack) -> None:
        ack()
        newsroom.wake()

    return wake


def _any_of(*actions: str) -> re.Pattern[str]:
    """An action by its name, whatever stands after a dot: several buttons of one block differ in that."""
    return re.compile(rf"^(?:{'|'.join(map(re.escape, actions))})(?:\..*)?$", re.DOTALL)


def _opens(newsroom: Intake, opener: Opener) -> Callable[..., None]:
    """Open a skeleton while the trigger lives; the worker that answers fills it, or the view that was clicked in."""

    def opens(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        ack()
        request = context.get(guard.REQUEST)
        if request is not None and not request.view and (request.surface != "said" or asks_for_form(request)):
            opener.open(body["trigger_id"], views.skeleton(request))
        newsroom.wake()

    return opens


def _sent(newsroom: Intake) -> Callable[..., None]:
    """Keep the view of a form open, as a skeleton under the request's own external id; or close it.

    It closes where what comes of it is seen elsewhere, in or below the message it was opened from.
    """

    def sent(ack: Ack, context: BoltContext) -> None:
        request = context.get(guard.REQUEST)
        if request is None or request.ts or request.response_url:
            ack()
        else:
            ack(response_action="update", view=views.skeleton(request))
        newsroom.wake()

    return sent


def _offers(newsroom: Intake) -> Callable[..., None]:
    """What can be chosen for what is typed so far, as far as who types may see it."""

    def offers(ack: Ack, body: dict[str, Any]) -> None:
        typing = typing_of(body)
        offered = newsroom.offers(typing.source, typing.typed, typing.request) if typing else []
        ack(options=inputs.options(offered))

    return offers


def _searches(opener: Opener) -> Callable[..., None]:
    def searches(ack: Ack, body: dict[str, Any]) -> None:
        ack()
        opener.open(body["trigger_id"], views.search())

    return searches


def _seen(ack: Ack) -> None:
    ack()


def _unknown(ack: Ack) -> None:
    ack(UNKNOWN)
