"""The way to a channel: one Web API call per try, and what every way of failing says about the message.

The client retries nothing (`handlers.client`); what a failure means is told apart here, decided by
`bot.delivery.outbox`:

    NotStoredError   429, no such name, connection refused: surely not stored
    LockedOutError   the same for everything: Slack does not take our token
    RefusedError     Slack read it and said no
    UncertainError   everything else: the reply was lost, or made no sense
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.errors import UncertainError
from handlers.classic import versions
from handlers.client import TIMEOUT, granted, logger, trusted
from handlers.display import Display
from handlers.failures import FAILURES, code_of, failure, trouble

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from slack_sdk import WebClient
    from slack_sdk.web import SlackResponse

    from bot.model import Delivery, Message, Request

EARLIER = timedelta(hours=26)  # what we look for is never older: our clock may have been a day ahead when it went out
PAGE = 200  # messages read at a time
PAGES = 50  # before looking is given up as uncertain
EVENT_TYPE = "verbatim_post"  # of the metadata

# What a message that may have arrived is looked for with, by where it went.
_READING = {
    "channels:history": "public channels",
    "groups:history": "private channels",
    "im:history": "direct messages",
}
_LAYOUT = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
_GONE = {"thread_not_found", "message_not_found"}


def unread(headers: Mapping[str, str]) -> tuple[str, ...]:
    """Where the bot may not look for what it sent, by the scopes Slack names with every answer; () if it names none."""
    scopes = granted(headers)
    return tuple(where for scope, where in _READING.items() if scopes and scope not in scopes)


class SlackPost(Display):
    """`bot.ports.Post` over a `WebClient`; `me` are the bot's ids, by which its messages are told from others'.

    Slack writes the id of the bot or of its user, or both, on a message [docs.slack.dev/reference/events/message].
    """

    def __init__(self, client: WebClient, *me: str, unread: tuple[str, ...] = ()) -> None:
        super().__init__(client)
        self._me = me
        self.unread = unread

    def post(self, delivery: Delivery) -> str:
        """Send it once and return its ts. Raises NotStoredError, UncertainError or RefusedError.

        Where Slack refuses the layout, nothing is stored, and a plainer one is sent (see `classic.versions`).
        """
        for message in versions(delivery.message):
            try:
                return self._send(delivery, message)
            except SlackApiError as error:
                refused = trouble(error)
                if code_of(error) not in _LAYOUT:
                    raise refused from error
            except FAILURES as error:
                raise trouble(error) from error
        raise refused

    def _send(self, delivery: Delivery, message: Message) -> str:
        answer = self._client.chat_postMessage(
            channel=delivery.channel,
            text=message.text,
            blocks=list(message.blocks) or None,
            thread_ts=delivery.thread_ts,
            metadata={"event_type": EVENT_TYPE, "event_payload": {"run_key": delivery.run_key}},
            parse="none",
            link_names=False,
            mrkdwn=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        ts = answer.get("ts")
        if not isinstance(ts, str):
            raise UncertainError("Slack took a message and did not say when.")
        return ts

    def look(self, delivery: Delivery) -> str | None:
        """The ts of the message with this run key, if it arrived. Raises PostError where Slack cannot be asked."""
        try:
            return next((str(m["ts"]) for m in self._messages(delivery) if self._is(m, delivery.run_key)), None)
        except SlackApiError as error:
            if code_of(error) in _GONE:
                return None
            raise trouble(error) from error
        except FAILURES as error:
            raise trouble(error) from error

    def _messages(self, delivery: Delivery) -> Iterator[dict[str, Any]]:
        """What stands in the channel, newest first and back to long before the call, or in the whole thread."""
        since, cursor = 0.0, None
        for _ in range(PAGES):
            answer = self._page(delivery, cursor)
            since = since or _since(delivery, answer.headers)
            messages: list[dict[str, Any]] = answer.get("messages", [])
            yield from messages
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            past = not delivery.thread_ts and any(float(message["ts"]) < since for message in messages)
            if not cursor or past:
                return
        raise UncertainError("Too much was posted since to find out whether a message arrived: look again later.")

    def _page(self, delivery: Delivery, cursor: str | None) -> SlackResponse:
        if delivery.thread_ts:
            return self._client.conversations_replies(
                channel=delivery.channel,
                ts=delivery.thread_ts,
                limit=PAGE,
                cursor=cursor,
                include_all_metadata=True,
            )
        return self._client.conversations_history(
            channel=delivery.channel, limit=PAGE, cursor=cursor, include_all_metadata=True
        )

    def _is(self, message: dict[str, Any], run_key: str) -> bool:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        return payload.get("run_key") == run_key and (message.get("bot_id") or message.get("user")) in self._me

    def edit(self, channel: str, ts: str, message: Message) -> None:
        """Put another message in the place of one of ours. Doing it again changes nothing. Raises PostError."""
        for version in versions(message):
            try:
                self._client.chat_update(
                    channel=channel,
                    ts=ts,
                    text=version.text,
                    blocks=list(version.blocks) or [],
                    parse="none",
                    link_names=False,
                )
            except SlackApiError as error:
                refused = trouble(error)
                if code_of(error) not in _LAYOUT:
                    raise refused from error
            except FAILURES as error:
                raise trouble(error) from error
            else:
                return
        raise refused

    def reply(self, request: Request, message: Message, *, replace: bool = False, public: bool = False) -> None:
        """Answer a command or click for its asker's eyes, through its own response_url, at most once.

        `replace` puts it in the place of the private answer that was clicked on; `public` shows it to the channel, also
        where the bot is no member. Raises PostError.
        """
        hook = WebhookClient(request.response_url or "", TIMEOUT, ssl=trusted(), retry_handlers=[], logger=logger())
        for version in versions(message):
            try:
                answer = hook.send_dict(_response(version, replace=replace, public=public))
            except FAILURES as error:
                raise trouble(error) from error
            if answer.status_code == 200:
                return
            failed = failure(answer.status_code, answer.body, answer.headers)
            if not any(code in answer.body for code in _LAYOUT):
                raise failed
        raise failed


def _since(delivery: Delivery, headers: Mapping[str, str]) -> float:
    """Before when we need not look, as a ts; by Slack's own clock where ours was ahead of it."""
    sent = delivery.posting_at or datetime.now(UTC)
    told = next((value for name, value in headers.items() if name.lower() == "date"), None)
    slacks = parsedate_to_datetime(told) if told else sent
    return (min(sent, slacks) - EARLIER).timestamp()


def _response(message: Message, *, replace: bool, public: bool) -> dict[str, Any]:
    seen = "in_channel" if public else "ephemeral"
    body = {"response_type": seen, "replace_original": replace, "text": message.text}
    body |= {"unfurl_links": False, "unfurl_media": False, "parse": "none", "link_names": False}
    return body | {"mrkdwn": False} | ({"blocks": list(message.blocks)} if message.blocks else {})
