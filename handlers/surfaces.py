"""Every surface in one table: what it listens to, which scopes it needs, and what is off without them.

The manifests in `deploy/` are written from here (`verbatim manifest`), the listeners are registered from here, and a
test holds both and the README together. Data and pure functions only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.errors import UsageError
from bot.words import IN_VIEWS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

Json = dict[str, Any]

# name in the manifest -> the word it stands for; None: the first word says what is wanted
COMMANDS: dict[str, str | None] = {
    "/verbatim": None,
    "/said": "said",
    "/check": "check",
    "/digest": "digest",
    "/watch": "watch",
    "/index": "index",
    "/sources": "sources",
    "/speakers": "speakers",
}
ABOUT_COMMANDS = {
    "/verbatim": (
        "Who said what, word for word, for your eyes only",
        "[said|check|index|digest|watch|sources|speakers|status|settings|help]",
    ),
    "/said": ("What somebody said, word for word, for your eyes only", "SPEAKER [about TOPIC]"),
    "/check": ("Hold quotations against the record", "“WORDS”"),
    "/digest": (
        "Set up, see or change the digests of this channel",
        "[weekdays 8:00 about TOPIC|list|preview|run|log]",
    ),
    "/watch": ("Be told of new statements as they come in", "SPEAKER [about TOPIC]"),
    "/index": ("Read the article at an address into the record", "https://…"),
    "/sources": ("What is read by itself, and which outlets are in the record", "[add|NUMBER]"),
    "/speakers": ("Who is quoted in the record", "[NAME]"),
}
DEFAULT_COMMANDS = ("/verbatim", "/said")
DIGEST_PRESSED = tuple(f"digest_{verb}" for verb in ("pause", "resume", "restore", "delete", "run", "retry"))
SOURCE_PRESSED = tuple(f"source_{verb}" for verb in ("pause", "resume", "check", "remove"))
WATCH_PRESSED = ("watch", "watch_stop", "watch_mute", "watch_unmute")
# What is answered at once; what opens a view stands in `bot.words`, as the answer goes by it, too.
_ONES = ("more", "all", "ask", "share", "undo", "retract_yes", "speaker_undo")
PRESSED = (*_ONES, *WATCH_PRESSED, *DIGEST_PRESSED, *SOURCE_PRESSED)
CLICKS = frozenset({*PRESSED, *IN_VIEWS})
TYPEAHEADS = ("speakers", "outlets")  # what fields of forms look among while somebody types
FORMS = frozenset(
    {"correct", "removed", "retracted", "search", "digest_made", "digest_changed", "source_made", "speaker_merged"}
)
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
    optional: bool = False  # granted or not when the app is installed; everything else is asked for
    asked: bool = True  # in the manifest; otherwise only with an option of `verbatim manifest`


SURFACES = (
    Surface("mention", ("app_mention",), ("app_mentions:read", "chat:write"), "mentions are not answered"),
    Surface("direct message", ("message.im",), ("im:history", "chat:write"), "direct messages are not answered"),
    Surface("command", (), ("commands",), "no slash command and no shortcut"),
    Surface(
        "draft",
        ("message.im",),
        ("files:read",),
        "a file sent in a direct message is not read; its text can be sent after check",
        optional=True,
    ),
    Surface("App Home", ("app_home_opened",), (), "the Home tab stays empty"),
    Surface("digest", (), ("chat:write",), "no digest"),
    Surface("chart", (), ("files:write",), "a digest comes without the chart it was asked for", optional=True),
    Surface(
        "who asks",
        (),
        ("users:read",),
        "everybody is treated as a guest: answers from the public record only, in the newsroom's zone, and no changes",
    ),
    Surface(
        "where",
        ("member_joined_channel", "member_left_channel"),
        ("channels:read", "groups:read"),
        "every channel counts as private and shared, and nobody as its member: no answers from a channel's own "
        "articles",
    ),
    Surface(
        "once",
        (),
        ("channels:history", "groups:history"),
        "a channel message that Slack may or may not have taken is given up and not looked for",
        optional=True,
    ),
    Surface(
        "thread",
        ("message.channels", "message.groups"),
        ("channels:history", "groups:history"),
        "a follow-up in a channel's thread needs a mention; asked for with `verbatim manifest --follow-threads`",
        asked=False,
    ),
    Surface(
        "links",
        ("message.channels", "message.groups"),
        ("channels:history", "groups:history"),
        "links posted in a channel are not indexed by themselves (`index links on`); asked for with "
        "`verbatim manifest --follow-threads`",
        asked=False,
    ),
)

PROMPTS = (
    ("What did somebody say?", "What did Fidan say about Hamas last week?"),
    ("Check a quotation", "check “WORDS” – put the quotation between the marks"),
    ("Who said it?", "Who said “huge failure”?"),
    ("How fresh is the record?", "status"),
)

_LONG = (
    "Verbatim reads the articles your newsroom follows and keeps every attributed statement in them. Ask it in a "
    "direct message, by mentioning it in a channel or with /verbatim, and it answers with the words as printed: "
    "what is a quotation, what is the outlet's wording, who said it to whom, when, and in which article. Nothing "
    "is paraphrased, completed or generated."
)


def scopes(*, threads: bool = False) -> tuple[list[str], list[str]]:
    """Bot scopes that are asked for, and those that are left to whoever installs the app."""
    wanted = [surface for surface in SURFACES if surface.asked or threads]
    needed = {scope for surface in wanted if not surface.optional for scope in surface.scopes}
    return sorted(needed), sorted({scope for surface in wanted for scope in surface.scopes} - needed)


def events(*, threads: bool = False) -> list[str]:
    """Every event that a surface listens to."""
    return sorted({event for surface in SURFACES if surface.asked or threads for event in surface.events})


def off(granted: Collection[str]) -> list[str]:
    """What is off for want of scopes, a sentence each: "files:read is missing: a file … is not read"."""
    lacking = [(s, [scope for scope in s.scopes if scope not in granted]) for s in SURFACES if s.asked]
    return [
        f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing: {surface.without}."
        for surface, missing in lacking
        if missing
    ]


def named(commands: Iterable[str]) -> list[str]:
    """Command names as the manifest has them, /verbatim always among them. Raises UsageError for an unknown one."""
    wanted = dict.fromkeys(["/verbatim", *(f"/{name.strip().removeprefix('/')}" for name in commands if name.strip())])
    if strange := [name for name in wanted if name not in COMMANDS]:
        known = ", ".join(name.removeprefix("/") for name in COMMANDS)
        raise UsageError(f"There is no command {', '.join(strange)}: choose from {known}.")
    return list(wanted)


def manifest(
    *,
    http: bool = False,
    commands: Iterable[str] = DEFAULT_COMMANDS,
    host: str = "YOUR.HOST",
    threads: bool = False,
    agent: bool = True,
) -> Json:
    """The app's manifest for Socket Mode, or for HTTP at https://HOST/slack/events.

    `threads` hears the threads of channels; `agent` shows direct messages as an agent's, with prompts that need no call
    and no scope. [docs.slack.dev/reference/app-manifest; docs.slack.dev/ai/migrating-to-agent-messaging: new apps take
    features.agent_view, whose conversations are direct messages like any other; bot_optional of the same reference]
    """
    asked, optional = scopes(threads=threads)
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
            **({"agent_view": _agent()} if agent else {}),
            "bot_user": {"display_name": "Verbatim", "always_online": True},
            "shortcuts": [
                {"name": name, "type": kind, "callback_id": callback, "description": about}
                for kind, callback, name, about in SHORTCUTS
            ],
            "slash_commands": [_command(name) | url for name in named(commands)],
        },
        "oauth_config": {"scopes": {"bot": asked} | ({"bot_optional": optional} if optional else {})},
        "settings": {
            "event_subscriptions": {"bot_events": events(threads=threads)} | request_url,
            "interactivity": {"is_enabled": True} | request_url | options_url,
            "org_deploy_enabled": False,
            "socket_mode_enabled": not http,
            "token_rotation_enabled": False,
        },
    }


def _agent() -> Json:
    """The agent view, with prompts to begin with."""
    return {
        "agent_description": "Who said what, word for word, from the articles your newsroom follows.",
        "suggested_prompts": [{"title": title, "message": message} for title, message in PROMPTS],
    }


def _command(name: str) -> Json:
    about, hint = ABOUT_COMMANDS[name]
    return {"command": name, "description": about, "should_escape": True} | ({"usage_hint": hint} if hint else {})
