"""Looking through blocks, as the tests of what Slack shows do."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def every(part: object, kind: str) -> list[Json]:
    """Every object of a type in the blocks, however deep."""
    if isinstance(part, dict):
        return [part] * (part.get("type") == kind) + [x for v in part.values() for x in every(v, kind)]
    return [x for v in part for x in every(v, kind)] if isinstance(part, list | tuple) else []


def texts(part: object) -> list[str]:
    """Every text, kind by kind."""
    return [p["text"] for kind in ("text", "mrkdwn", "plain_text") for p in every(part, kind)]


def button(message: Json, action: str) -> Json:
    """The first button of this action."""
    return next(b for b in every(message["blocks"], "button") if b["action_id"] == action)
