"""What a failed call says about its message: surely not stored, refused, or uncertain. Pure."""

from __future__ import annotations

import errno
import socket
import ssl
from http.client import HTTPException
from typing import TYPE_CHECKING, Any
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.errors import LockedOutError, NotStoredError, PostError, RefusedError, UncertainError

if TYPE_CHECKING:
    from collections.abc import Mapping

FAILURES = (SlackClientError, HTTPException, OSError, ValueError)  # what a call of slack_sdk's raises
_LIMITED = {"ratelimited", "rate_limited"}
_LATER = {"team_added_to_org", "request_timeout"}  # not stored: being moved, or cut short on the way
_UNSURE = {"internal_error", "fatal_error", "service_unavailable"}  # "some aspect may have succeeded"
_LOCKED_OUT = {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired", "access_denied"}
_UNREACHED = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ECONNREFUSED}
_ADVICE = {
    "not_in_channel": "invite the bot to the channel",
    "channel_not_found": "check the channel's id, and invite the bot if the channel is private",
    "is_archived": "the channel is archived: name another one",
    "missing_scope": "add the scopes of the manifest to the app and install it again",
    "invalid_auth": "check SLACK_BOT_TOKEN",
    "not_authed": "check SLACK_BOT_TOKEN",
    "token_revoked": "install the app again and set the new SLACK_BOT_TOKEN",
    "token_expired": "install the app again and set the new SLACK_BOT_TOKEN",
    "account_inactive": "install the app again and set the new SLACK_BOT_TOKEN",
}


def trouble(error: Exception) -> PostError:
    """What a failed call says about its message; `error` is what slack_sdk and urllib raise."""
    if isinstance(error, SlackApiError):
        return failure(error.response.status_code, code_of(error), error.response.headers)
    if isinstance(error, URLError) and _never_sent(error.reason):
        return NotStoredError(f"Slack cannot be reached ({error.reason}): it is tried again.")
    return UncertainError(f"Slack's reply was lost ({type(error).__name__}): it is looked up before it is sent again.")


def _never_sent(reason: object) -> bool:
    """Whether the connection failed before a byte of the message left."""
    if isinstance(reason, socket.gaierror | ssl.SSLCertVerificationError):
        return True
    return isinstance(reason, OSError) and reason.errno in _UNREACHED


def failure(status: int, code: str, headers: Mapping[str, Any]) -> PostError:
    """An answer that says no; `code` is Slack's word for it, or the body where there is none."""
    if status == 429 or code in _LIMITED:
        return NotStoredError("Slack asks to slow down: it is tried again.", seconds(headers))
    if code in _LOCKED_OUT:
        return LockedOutError(f"Slack does not take our token ({code}): {_advice(code)}.")
    if code in _LATER:
        return NotStoredError(f"Slack cannot take messages just now ({code}): it is tried again.", 60)
    if status >= 500 or code in _UNSURE or not code.replace("_", "").isalnum():
        return UncertainError(f"Slack failed ({status}): it is looked up before it is sent again.")
    return RefusedError(f"Slack refused it ({code[:80]}): {_advice(code)}.", code[:80])


def _advice(code: str) -> str:
    return _ADVICE.get(code, "the log of the app in Slack says more")


def code_of(error: Exception) -> str:
    """Slack's word for what is wrong, or ""."""
    if not isinstance(error, SlackApiError):
        return ""
    data = error.response.data
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def seconds(headers: Mapping[str, Any]) -> float:
    """Retry-After, which the SDK gives as text or as a list of texts."""
    found = next((v for k, v in headers.items() if k.lower() == "retry-after"), "1")
    value = str(found[0] if isinstance(found, list) else found)
    return float(value) if value.isdecimal() else 1.0
