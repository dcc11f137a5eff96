"""Among whom something was said in Slack: to the bot alone, or before people of another organisation. Pure."""

from __future__ import annotations

from typing import Any

from bot.people import is_direct

Payload = dict[str, Any]


def alone(event: Payload) -> bool:
    """Whether a message was said to the bot alone."""
    return bool(event.get("channel_type") == "im" or is_direct(str(event.get("channel") or "")))


def team_of(body: Payload, event: Payload) -> str:
    """The workspace that a delivery is for."""
    return str(body.get("team_id") or event.get("team") or "")


def outside(body: Payload, event: Payload) -> bool:
    """Whether people of another organisation wrote it or read along (Slack Connect).

    [docs.slack.dev/apis/slack-connect]
    """
    teams = {str(event[name]) for name in ("user_team", "source_team") if event.get(name)}
    return bool(body.get("is_ext_shared_channel")) or bool(teams - {team_of(body, event)})
