"""What the manifest asks of Slack, what the bot does, and what the fake Slack speaks are one list."""

from __future__ import annotations

import json
import re
from pathlib import Path

from fakes.workspace import METHODS

import handlers
from bot.config import Settings
from handlers.inbound import COMMANDS

ROOT = Path(handlers.__file__).parent.parent
MANIFEST = json.loads((ROOT / "deploy" / "manifest.socket.json").read_text(encoding="utf-8"))
SCOPES = set(MANIFEST["oauth_config"]["scopes"]["bot"])
# docs.slack.dev/reference/events: the scope each event needs
EVENTS = {"app_mention": "app_mentions:read", "message.im": "im:history"}
# Of every channel the bot reads along in it keeps nothing: these only find its own posts again after a crash.
RECONCILING = {"channels:history", "groups:history"}


def source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "handlers").glob("*.py"))


def test_handlers_call_exactly_the_methods_the_fake_speaks() -> None:
    called = set(re.findall(r"client\.((?:chat|conversations|auth|views|users|files)_\w+)", source()))
    assert called | {"apps_connections_open"} == {method.replace(".", "_") for method in METHODS}


def test_manifest_asks_for_what_the_methods_need_and_no_more() -> None:
    needed = {scope for scopes in METHODS.values() for scope in scopes}
    assert needed | set(EVENTS.values()) | RECONCILING | {"commands"} == SCOPES


def test_manifest_subscribes_to_direct_messages_and_mentions_only() -> None:
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)


def test_manifest_names_the_commands_that_are_handled() -> None:
    assert {c["command"] for c in MANIFEST["features"]["slash_commands"]} == set(COMMANDS)


def test_manifest_is_for_socket_mode_with_a_place_for_direct_messages() -> None:
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True
    home = MANIFEST["features"]["app_home"]
    assert (home["messages_tab_enabled"], home["messages_tab_read_only_enabled"]) == (True, False)


def test_manifest_keeps_slacks_limits() -> None:
    about = MANIFEST["display_information"]
    assert len(about["name"]) <= 35
    assert len(about["description"]) <= 140
    assert 175 <= len(about["long_description"]) <= 4000
    for command in MANIFEST["features"]["slash_commands"]:
        assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
        assert len(command["description"]) <= 2000


def test_env_example_shows_every_setting() -> None:
    shown = set(
        re.findall(r"^#?([A-Z_]+)=", (ROOT / "deploy" / "env.example").read_text(encoding="utf-8"), re.MULTILINE)
    )
    assert shown == {field.alias for field in Settings.model_fields.values()}
