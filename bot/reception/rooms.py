"""What the rooms of the reception share: who asks in which conversation, and what was typed into a form. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable

from bot.model import Asker, Request
from bot.page import Page
from bot.people import is_direct

# What a word does, given what was typed after it; what a click or a form sent in does.
Word = Callable[[Request, str, Asker], Page]
Click = Callable[[Request, Asker], Page]


def place(request: Request) -> str | None:
    """The conversation a request belongs to: a thread, or a direct message; a slash command has none."""
    if is_direct(request.channel):
        return f"{request.channel}/{request.thread_ts or ''}"
    return f"{request.channel}/{request.thread_ts}" if request.thread_ts and request.surface != "said" else None


def mine(here: str, user: str) -> str:
    """The part of a conversation that is one person's: whose follow-ups are understood without a mention."""
    return f"{here}/{user}"


def alone(request: Request) -> bool:
    """Whether the message clicked on is seen by the clicker only."""
    return request.ts is None or is_direct(request.channel)


def may_share(request: Request) -> bool:
    """Whether a private answer can be shown to the channel it was asked in."""
    private = request.surface == "said" or (request.surface == "click" and request.ts is None)
    private = private or (request.surface == "form" and bool(request.response_url))
    return private and not is_direct(request.channel)


def entered(request: Request) -> dict[str, tuple[str, ...]]:
    """What a form was filled in with, by the names of its fields; blanks evened, empty fields left out."""
    try:
        values = json.loads(request.text or "{}")
    except ValueError:
        return {}
    given = {str(k): v if isinstance(v, list) else [v] for k, v in values.items()} if isinstance(values, dict) else {}
    evened = {name: tuple(filter(None, (" ".join(str(one).split()) for one in v))) for name, v in given.items()}
    return {name: texts for name, texts in evened.items() if texts}


def filled(request: Request) -> dict[str, str]:
    """The same where each field takes one text."""
    return {name: texts[0] for name, texts in entered(request).items()}
