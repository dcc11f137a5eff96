"""What Slack tells of people and channels: users.info, conversations.info, conversations.members.

The client retries nothing, not even a 429: how long to leave Slack in peace is decided in `bot.people.directory`,
whose thread must be able to stop while it waits. Every call is one page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient

from bot.errors import RefusedError
from bot.people import Channel, Person, Standing, Where
from bot.zones import is_zone
from handlers.client import granted, logger, trusted
from handlers.failures import FAILURES, trouble

if TYPE_CHECKING:
    from collections.abc import Callable

    from slack_sdk.web import SlackResponse

TIMEOUT = 10  # seconds
PAGE = 1000  # members a call [docs.slack.dev/reference/methods/conversations.members]
PAGES = 30  # of a channel; in a larger one nobody is known to be


def asking_client(token: str, api_url: str) -> WebClient:
    """A client for reading that retries nothing."""
    return WebClient(token, base_url=api_url, timeout=TIMEOUT, ssl=trusted(), retry_handlers=[], logger=logger())


class SlackPeople:
    """`bot.people.directory.Lookup` over a `WebClient`."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._team = ""  # the workspace's own id, once it was asked for

    def granted(self) -> frozenset[str]:
        """The scopes of the bot's token. Raises as `person` does."""
        try:
            answer = self._client.auth_test()
        except FAILURES as error:
            raise trouble(error) from error
        self._team = str(answer.get("team_id") or "")
        return granted(answer.headers)

    def person(self, user: str) -> Person:
        """Who somebody is to this workspace. Raises NotStoredError, RefusedError or UncertainError."""
        if not self._team:
            self.granted()
        found = _told(self._client.users_info, user=user)
        return person_of(user, found.get("user") or {}, self._team)

    def channel(self, channel: str) -> Channel:
        """What a conversation is. Raises as `person` does."""
        found = _told(self._client.conversations_info, channel=channel)
        return channel_of(channel, found.get("channel") or {})

    def members(self, channel: str) -> frozenset[str]:
        """Everybody in a conversation. Raises as `person` does, RefusedError also where there are too many."""
        found: set[str] = set()
        cursor: str | None = None
        for _ in range(PAGES):
            page = _told(self._client.conversations_members, channel=channel, limit=PAGE, cursor=cursor)
            found |= {str(user) for user in page.get("members") or []}
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return frozenset(found)
        raise RefusedError(f"{channel} has more members than are looked at.")


def _told(call: Callable[..., SlackResponse], **arguments: Any) -> dict[str, Any]:  # noqa: ANN401 - the method's own
    try:
        data = call(**arguments).data
    except FAILURES as error:
        raise trouble(error) from error
    return data if isinstance(data, dict) else {}


def person_of(user: str, told: dict[str, Any], team: str) -> Person:
    """Read a user object; what it does not say of itself is read strictly.

    [docs.slack.dev/reference/objects/user-object]
    """
    zone = told.get("tz")
    return Person(user, _standing(told, team), zone if isinstance(zone, str) and is_zone(zone) else None)


def _standing(told: dict[str, Any], team: str) -> Standing:
    """The first of these that holds."""
    home = {told.get("team_id"), *((told.get("enterprise_user") or {}).get("teams") or [])}
    checks = (
        (Standing.GONE, told.get("deleted")),
        (Standing.BOT, told.get("is_bot") or told.get("id") == "USLACKBOT"),
        (Standing.OUTSIDE, told.get("is_stranger") or team not in home),
        (Standing.GUEST, told.get("is_restricted") or told.get("is_ultra_restricted")),
    )
    return next((standing for standing, holds in checks if holds), Standing.MEMBER)


def channel_of(channel: str, told: dict[str, Any]) -> Channel:
    """Read a conversation object. A private channel made after March 2021 has a C-id, so the id says nothing.

    [docs.slack.dev/reference/objects/conversation-object]
    """
    shared = any(told.get(name) for name in ("is_ext_shared", "is_pending_ext_shared", "pending_connected_team_ids"))
    return Channel(channel, _kind(told), shared, bool(told.get("is_archived")), bool(told.get("is_member")), known=True)


def _kind(told: dict[str, Any]) -> Where:
    if told.get("is_im"):
        return Where.DIRECT
    if told.get("is_mpim"):
        return Where.GROUP
    private = told.get("is_private", True) or told.get("is_group")
    return Where.PRIVATE if private else Where.PUBLIC
