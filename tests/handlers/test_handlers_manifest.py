"""What the manifest asks of Slack, what the bot does, and what the fake Slack speaks are one list."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from fakes.workspace import METHODS

import handlers
from bot.cli import main
from bot.config import variables
from bot.errors import UsageError
from handlers import parts, surfaces

ROOT = Path(handlers.__file__).parent.parent
FILES = {mode: ROOT / "deploy" / f"manifest.{mode}.json" for mode in ("socket", "http")}
MANIFEST = json.loads(FILES["socket"].read_text(encoding="utf-8"))
README = (ROOT / "README.md").read_text(encoding="utf-8")
SCOPES = {kind: set(scopes) for kind, scopes in MANIFEST["oauth_config"]["scopes"].items()}
LEAST = "app_mentions:read chat:write commands im:history users:read channels:read groups:read"
# docs.slack.dev/reference/events: the scopes each event needs, one of them
EVENTS = {
    "app_mention": {"app_mentions:read"},
    "message.im": {"im:history"},
    "app_home_opened": set(),
    "member_joined_channel": {"channels:read", "groups:read"},
    "member_left_channel": {"channels:read", "groups:read"},
}
# Of every channel the bot reads along in it keeps nothing: these only find its own posts again after a crash.
RECONCILING = {"channels:history", "groups:history"}


def source() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "handlers").glob("*.py"))


def test_handlers_call_exactly_the_methods_the_fake_speaks() -> None:
    called = set(re.findall(r"client\.((?:assistant|chat|conversations|auth|views|users|files)_\w+)", source()))
    assert "files_upload_v2" in called  # slack_sdk's own two calls
    uploading = {"files_getUploadURLExternal", "files_completeUploadExternal"}
    beneath = called - {"files_upload_v2"} | uploading
    assert beneath | {"apps_connections_open"} == {method.replace(".", "_") for method in METHODS}


def test_manifest_asks_for_what_the_methods_need_and_no_more() -> None:
    needed = {scope for scopes in METHODS.values() for scope in scopes}
    assert SCOPES["bot"] == set(LEAST.split())
    assert SCOPES["bot_optional"] == RECONCILING | {"files:read", "files:write"}
    assert needed | set().union(*EVENTS.values()) | {"commands", "files:read"} == SCOPES["bot"] | SCOPES["bot_optional"]


def test_threads_are_heard_only_where_that_is_asked_for() -> None:
    asked = surfaces.manifest(threads=True)
    heard = set(asked["settings"]["event_subscriptions"]["bot_events"])
    assert heard - set(EVENTS) == {"message.channels", "message.groups"}
    assert set(asked["oauth_config"]["scopes"]["bot"]) >= RECONCILING  # an event needs its scope for certain
    assert not any(event.startswith("message.") and event != "message.im" for event in surfaces.events())


def test_agent_view_brings_its_prompts_and_can_be_left_out() -> None:
    agent = MANIFEST["features"]["agent_view"]
    assert len(agent["agent_description"]) <= 300  # docs.slack.dev/reference/app-manifest
    assert 1 <= len(agent["suggested_prompts"]) <= 4
    assert all(prompt["title"] and prompt["message"] for prompt in agent["suggested_prompts"])
    assert "agent_view" not in surfaces.manifest(agent=False)["features"]


@pytest.mark.parametrize(
    ("granted", "off"),
    [
        (
            LEAST.split(),
            [
                "files:read is missing: a file",
                "files:write is missing: a digest comes without",
                "channels:history and groups:history are missing",
            ],
        ),
        ([*LEAST.split(), "files:read", "files:write", *RECONCILING], []),
        (
            [scope for scope in LEAST.split() if scope != "users:read"],
            [
                "files:read is missing",
                "files:write is missing",
                "users:read is missing: everybody is treated as a guest",
                "channels:history and",
            ],
        ),
    ],
    ids=["the least", "everything", "nobody known"],
)
def test_what_is_off_is_said_by_scope(granted: list[str], off: list[str]) -> None:
    said = surfaces.off(granted)
    assert len(said) == len(off)
    assert all(line.startswith(begun) for line, begun in zip(said, off, strict=True))


def test_manifest_subscribes_to_what_is_heard_and_no_more() -> None:
    assert set(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == set(EVENTS)


def test_deployed_manifests_are_those_of_the_table() -> None:
    for mode, path in FILES.items():
        assert path.read_text(encoding="utf-8") == json.dumps(surfaces.manifest(http=mode == "http"), indent=2) + "\n"


def test_manifest_offers_only_commands_and_shortcuts_that_are_heard() -> None:
    everything = surfaces.manifest(commands=surfaces.COMMANDS)["features"]
    assert {c["command"] for c in everything["slash_commands"]} == set(surfaces.COMMANDS)
    assert {s["callback_id"] for s in everything["shortcuts"]} == {*surfaces.MESSAGE_SHORTCUTS, surfaces.SEARCH}
    registered = source()
    heard = {name.partition(".")[0] for name in surfaces.events(threads=True)}
    for listener in heard - {"member_joined_channel", "member_left_channel"}:
        assert f'app.event("{listener}")' in registered
    assert '("member_joined_channel", "member_left_channel")' in registered


def on_pages() -> set[str]:
    """The actions of Page.buttons: tuples of an action, a label and what it is for, wherever the core writes one."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "bot").rglob("*.py")]
    threes = [n.elts for tree in trees for n in ast.walk(tree) if isinstance(n, ast.Tuple) and len(n.elts) == 3]
    named = [(begins(action), begins(label)) for action, label, _ in threes]
    return {a.rstrip(".") for a, label in named if re.fullmatch(r"[a-z_]+\.?", a) and label[:1].isupper()}


def begins(node: ast.expr) -> str:
    """The text that an expression begins with: its own, or that of an f-string before its first value."""
    first = node.values[0] if isinstance(node, ast.JoinedStr) and node.values else node
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


def test_every_button_that_is_drawn_is_heard_and_every_click_has_a_button() -> None:
    drawn = set(re.findall(r'button\(\s*f?"([a-z_]+)', source())) | {action for action, _ in parts.MENU} | on_pages()
    assert drawn == surfaces.CLICKS


def test_http_manifest_says_where_events_commands_and_interactions_go() -> None:
    made = surfaces.manifest(http=True, host="bot.example.org")
    settings, url = made["settings"], "https://bot.example.org/slack/events"
    assert settings["socket_mode_enabled"] is False
    assert settings["event_subscriptions"]["request_url"] == settings["interactivity"]["request_url"] == url
    assert {c["url"] for c in made["features"]["slash_commands"]} == {url}


def test_manifest_command_writes_the_commands_that_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    main(["manifest", "--commands", "check, /digest"])
    made = json.loads(capsys.readouterr().out)
    assert [c["command"] for c in made["features"]["slash_commands"]] == ["/verbatim", "/check", "/digest"]


def test_manifest_refuses_a_command_that_nobody_hears() -> None:
    with pytest.raises(UsageError, match="no command /sing"):
        surfaces.manifest(commands=["sing"])


def test_readme_says_per_surface_what_it_needs_and_what_is_off_without() -> None:
    section = README.split("### Where it is met\n", 1)[1].split("\n## ", 1)[0]
    for surface in surfaces.SURFACES:
        (row,) = [line for line in section.splitlines() if line.startswith(f"| {surface.name} |")]
        assert set(re.findall(r"`([a-z_]+:?[a-z:]*)`", row.split("|")[2])) == set(surface.scopes)
        assert surface.without in row


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
    assert shown == set(variables())
