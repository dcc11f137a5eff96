"""The way to a channel: one Web API call per try, and what every way of failing says about the message.

A client that retries a lost connection doubles messages (measured: 20 calls made 40), so ours retries nothing but 429,
which Slack answers before it stores anything. Everything else is told apart here and decided by `bot.outbox`:

    NotStoredError   429, no such name, connection refused: surely not stored
    RefusedError     Slack read it and said no
    UncertainError   everything else: the reply was lost, or made no sense
"""

from __future__ import annotations

import logging
from datetime import timedelta
from http.client import HTTPException
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler
from slack_sdk.webhook import WebhookClient

from bot.errors import UncertainError
from handlers.classic import versions
from handlers.display import Display
from handlers.failures import code_of, failure, trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.model import Delivery, Message, Request

TIMEOUT = 30  # seconds; the settle delay of the outbox is longer
RETRIES = 5  # of a 429, each after its Retry-After; one is not enough under load (measured)
EARLIER = timedelta(minutes=5)  # our clock may be ahead of Slack's by that much when we look for a message
PAGE = 200  # messages read at a time
PAGES = 50  # before looking is given up as uncertain
EVENT_TYPE = "verbatim_post"  # of the metadata

_LAYOUT = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
_GONE = {"thread_not_found", "message_not_found"}


def logger() -> logging.Logger:
    """The logger for Slack's libraries, which write whole messages at DEBUG: it never goes below INFO."""
    quiet = logging.getLogger("slack")
    quiet.setLevel(max(logging.getLogger().level, logging.INFO))
    return quiet


def web_client(token: str, api_url: str, timeout: int = TIMEOUT) -> WebClient:
    """A client for the Web API at `api_url` that retries a 429 and nothing else."""
    handlers = [RateLimitErrorRetryHandler(max_retry_count=RETRIES)]
    return WebClient(token, base_url=api_url, timeout=timeout, retry_handlers=handlers, logger=logger())  # type: ignore[arg-type]  # the list is invariant


class SlackPost(Display):
    """`bot.ports.Post` over a `WebClient`; `bot_id` is the bot's own, by which its messages are told from others'."""

    def __init__(self, client: WebClient, bot_id: str) -> None:
        super().__init__(client)
        self._bot_id = bot_id

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
            except (OSError, HTTPException, SlackClientError, ValueError) as error:
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
        except (OSError, HTTPException, SlackClientError, ValueError) as error:
            raise trouble(error) from error

    def _messages(self, delivery: Delivery) -> Iterator[dict[str, Any]]:
        """What stands in the channel or thread since shortly before the call, page after page."""
        since = str((delivery.posting_at - EARLIER).timestamp()) if delivery.posting_at else None
        read = self._client.conversations_replies if delivery.thread_ts else self._client.conversations_history
        where = {"ts": delivery.thread_ts} if delivery.thread_ts else {}
        cursor = None
        for _ in range(PAGES):
            answer = read(
                channel=delivery.channel,
                oldest=since,
                limit=PAGE,
                cursor=cursor,
                include_all_metadata=True,
                **where,  # type: ignore[arg-type]  # `ts` is there exactly for conversations.replies
            )
            yield from answer.get("messages", [])
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return
        raise UncertainError("Too much was posted since to find out whether a message arrived: look again later.")

    def _is(self, message: dict[str, Any], run_key: str) -> bool:
        payload = (message.get("metadata") or {}).get("event_payload") or {}
        return payload.get("run_key") == run_key and message.get("bot_id") == self._bot_id

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
            except (OSError, HTTPException, SlackClientError, ValueError) as error:
                raise trouble(error) from error
            else:
                return
        raise refused

    def reply(self, request: Request, message: Message, *, replace: bool = False) -> None:
        """Answer a command or click for its asker's eyes, through its own response_url, at most once.

        `replace` puts it in the place of the private answer that was clicked on. Raises PostError.
        """
        handlers = [RateLimitErrorRetryHandler(max_retry_count=RETRIES)]
        hook = WebhookClient(request.response_url or "", TIMEOUT, retry_handlers=handlers, logger=logger())  # type: ignore[arg-type]
        for version in versions(message):
            try:
                answer = hook.send_dict(_ephemeral(version, replace=replace))
            except (OSError, HTTPException, SlackClientError, ValueError) as error:
                raise trouble(error) from error
            if answer.status_code == 200:
                return
            failed = failure(answer.status_code, answer.body, answer.headers)
            if not any(code in answer.body for code in _LAYOUT):
                raise failed
        raise failed


def _ephemeral(message: Message, *, replace: bool) -> dict[str, Any]:
    body = {"response_type": "ephemeral", "replace_original": replace, "text": message.text}
    body |= {"unfurl_links": False, "unfurl_media": False, "parse": "none", "link_names": False}
    return body | {"mrkdwn": False} | ({"blocks": list(message.blocks)} if message.blocks else {})
