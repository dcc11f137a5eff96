"""Every surface in one table: what it listens to, which scopes it needs, and what is off without them.

The manifests in `deploy/` are written from here (`verbatim manifest`), the listeners are registered from here, and a
test holds both and the README together. Data and pure functions only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

Json = dict[str, Any]

# name in the manifest -> the word it stands for; None: the first word says what is wanted
COMMANDS: dict[str, str | None] = {
    "/verbatim": None,
    "/said": "said",
    "/check": "check",
    "/digest": "digest",
    "/index": "index",
    "/sources": "sources",
    "/speakers": "speakers",
}
ABOUT_COMMANDS = {
    "/verbatim": (
        "Who said what, word for word, for your eyes only",
        "[said|check|index|digest|sources|speakers|status|help]",
    ),
    "/said": ("What somebody said, word for word, for your eyes only", "SPEAKER [about TOPIC]"),
    "/check": ("Hold quotations against the record", "“WORDS”"),
    "/digest": ("What came into the record in the last 24 hours", ""),
    "/index": ("Read the article at an address into the record", "https://…"),
    "/sources": ("Which outlets are in the record", ""),
    "/speakers": ("Who is quoted in the record", "[NAME]"),
}
DEFAULT_COMMANDS = ("/verbatim", "/said")
IN_VIEWS = ("context", "cite", "wrong", "remove", "history", "change")  # open a view
CLICKS = frozenset({"more", "ask", "share", "undo", "watch", *IN_VIEWS})
TYPEAHEADS = ("speakers", "outlets")  # what fields of forms look among while somebody types
FORMS = frozenset({"correct", "removed", "search"})
MESSAGE_SHORTCUTS = {"check_message": "check", "index_message": "index"}
SEARCH = "search_record"  # the global shortcut
SHORTCUTS = (
    ("message", "check_message", "Check the quotations in this", "Hold the quotations of a message against the record"),
    ("message", "index_message", "Index the article in this", "Read the articles a message links to into the record"),
    ("global", SEARCH, "Search the record", "Who said what, by speaker, topic, dates and outlet"),
)


@dataclass(frozen=True, slots=True)
class Surface:
    """One place where people meet the bot."""

    name: str
    events: tuple[str, ...]
    scopes: tuple[str, ...]
    without: str  # what is off where the scopes are not granted


SURFACES = (
    Surface("mention", ("app_mention",), ("app_mentions:read", "chat:write"), "mentions are not answered"),
    Surface("direct message", ("message.im",), ("im:history", "chat:write"), "direct messages are not answered"),
    Surface("command", (), ("commands",), "no slash command and no shortcut"),
    Surface("App Home", ("app_home_opened",), (), "the Home tab stays empty"),
    Surface("digest", (), ("chat:write",), "no digest"),
    Surface(
        "who asks",
        (),
        ("users:read",),
        "everybody is treated as a guest: answers from the public record only, in the newsroom's zone, and no changes",
    ),
    Surface(
        "where",
        (),
        ("channels:read", "groups:read"),
        "every channel counts as private and shared, and nobody as its member: no answers from a channel's own "
        "articles",
    ),
    Surface(
        "once",
        (),
        ("channels:history", "groups:history", "im:history"),
        "a message that Slack may or may not have taken is given up and not looked for: optional",
    ),
)

_LONG = (
    "Verbatim reads the articles your newsroom follows and keeps every attributed statement in them. Ask it in a "
    "direct message, by mentioning it in a channel or with /verbatim, and it answers with the words as printed: "
    "what is a quotation, what is the outlet's wording, who said it to whom, when, and in which article. Nothing "
    "is paraphrased, completed or generated."
)


def scopes() -> list[str]:
    """Every bot scope that a surface needs."""
    return sorted({scope for surface in SURFACES for scope in surface.scopes})


def events() -> list[str]:
    """Every event that a surface listens to."""
    return sorted({event for surface in SURFACES for event in surface.events})


def named(commands: Iterable[str]) -> list[str]:
    """Command names as the manifest has them, /verbatim always among them. Raises UsageError for an unknown one."""
    wanted = dict.fromkeys(["/verbatim", *(f"/{name.strip().removeprefix('/')}" for name in commands if name.strip())])
    if strange := [name for name in wanted if name not in COMMANDS]:
        known = ", ".join(name.removeprefix("/") for name in COMMANDS)
        raise UsageError(f"There is no command {', '.join(strange)}: choose from {known}.")
    return list(wanted)


def manifest(*, http: bool = False, commands: Iterable[str] = DEFAULT_COMMANDS, host: str = "YOUR.HOST") -> Json:
    """The app's manifest for Socket Mode, or for HTTP at https://HOST/slack/events.

    [docs.slack.dev/reference/app-manifest]
    """
    url = {"url": f"https://{host}/slack/events"} if http else {}
    request_url = {"request_url": f"https://{host}/slack/events"} if http else {}
    options_url = {"message_menu_options_url": f"https://{host}/slack/events"} if http else {}  # for typeaheads
    return {
        "display_information": {
            "name": "Verbatim",
            "description": "Who said what: the exact words, their speaker and their source.",
            "long_description": _LONG,
            "background_color": "#1f2937",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Verbatim", "always_online": True},
            "shortcuts": [
                {"name": name, "type": kind, "callback_id": callback, "description": about}
                for kind, callback, name, about in SHORTCUTS
            ],
            "slash_commands": [_command(name) | url for name in named(commands)],
        },
        "oauth_config": {"scopes": {"bot": scopes()}},
        "settings": {
            "event_subscriptions": {"bot_events": events()} | request_url,
            "interactivity": {"is_enabled": True} | request_url | options_url,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not http,
            "token_rotation_enabled": False,
        },
    }


def _command(name: str) -> Json:
    about, hint = ABOUT_COMMANDS[name]
    return {"command": name, "description": about, "should_escape": True} | ({"usage_hint": hint} if hint else {})
