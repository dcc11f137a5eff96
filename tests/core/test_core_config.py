from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.config import load
from bot.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

BOT, APP, SECRET = {"SLACK_BOT_TOKEN": "xoxb-1"}, {"SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_SIGNING_SECRET": "s"}


@pytest.mark.parametrize(
    ("environ", "mode"),
    [
        ({}, "terminal"),  # a newcomer
        (BOT | APP, "socket"),  # an app token means Socket Mode
        (BOT | SECRET, "http"),  # else a signing secret means HTTP
        (BOT | APP | SECRET, "socket"),  # both: Socket Mode
        (BOT | APP | SECRET | {"VERBATIM_MODE": "http"}, "http"),  # unless said otherwise
        (BOT | APP | {"VERBATIM_MODE": "terminal"}, "terminal"),
    ],
)
def test_mode_follows_from_the_tokens(environ: dict[str, str], mode: str) -> None:
    assert load(environ).mode == mode


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        (BOT, "SLACK_APP_TOKEN"),  # a bot token alone cannot listen
        ({"VERBATIM_MODE": "socket"}, "SLACK_BOT_TOKEN and SLACK_APP_TOKEN"),
        (BOT | {"VERBATIM_MODE": "http"}, "SLACK_SIGNING_SECRET"),
    ],
)
def test_mode_names_what_is_missing(environ: dict[str, str], named: str) -> None:
    with pytest.raises(ConfigError, match=named):
        _ = load(environ).mode


def test_load_reports_every_problem_at_once() -> None:
    wrong = {"PORT": "many", "VERBATIM_TIMEZONE": "Mars/Base", "VERBATIM_DIGEST_AT": "25:00", "VERBATIM_LOG_LEVEL": "x"}
    with pytest.raises(ConfigError) as caught:
        load(wrong)
    assert all(name in str(caught.value) for name in wrong)


def test_load_reads_nothing_but_the_environment_it_is_given() -> None:
    assert load({}).port == 3000


def test_load_takes_a_secret_from_the_file_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("xoxb-from-file\n")
    found = load({"SLACK_BOT_TOKEN_FILE": str(file)}).slack_bot_token
    assert found is not None
    assert found.get_secret_value() == "xoxb-from-file"


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"SLACK_BOT_TOKEN_FILE": "/nowhere/token"}, "No such file"),  # a wrong path
        ({"SLACK_BOT_TOKEN": "a", "SLACK_BOT_TOKEN_FILE": "b"}, "unset one"),  # two answers to one question
    ],
)
def test_load_refuses_a_secret_file_it_cannot_use(environ: dict[str, str], said: str) -> None:
    with pytest.raises(ConfigError, match=said):
        load(environ)


def test_channels_are_split_at_commas() -> None:
    assert load({"VERBATIM_DIGEST_CHANNELS": " C1, ,C2"}).digest_channels == ("C1", "C2")


def test_settings_print_no_secret() -> None:
    assert "xoxb-1" not in repr(load(BOT | APP))


def test_load_takes_an_intranet_and_says_what_is_wrong_with_one() -> None:
    assert load({"VERBATIM_INTRANET": "10.1.0.0/16, wiki.example.org"}).intranet == ("10.1.0.0/16", "wiki.example.org")
    with pytest.raises(ConfigError, match="is neither a network such as"):
        load({"VERBATIM_INTRANET": "10.0.0.1/8"})
