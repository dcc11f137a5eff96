from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import load, variables
from bot.errors import ConfigError

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


@pytest.mark.parametrize(
    ("variable", "value", "said"),
    [
        ("PORT", "many", "'many' is not a whole number from 0 to 65535."),  # no number
        ("PORT", "65536", "'65536' is not a whole number from 0 to 65535."),  # one too many
        ("PORT", "-1", "'-1' is not a whole number from 0 to 65535."),  # one too few
        ("VERBATIM_NEWS_HOURS", "0", "'0' is not a whole number from 1 on."),  # no window at all
        ("VERBATIM_MODE", "web", "'web' is none of socket, http, terminal."),  # a mode that is none
        ("VERBATIM_LOG_LEVEL", "debug", "'debug' is none of DEBUG, INFO, WARNING, ERROR."),  # as logging spells them
        ("VERBATIM_TIMEZONE", "Mars/Base", "'Mars/Base' is no IANA time zone; one is Europe/Istanbul."),
        ("VERBATIM_DIGEST_AT", "24:00", "'24:00' is no time such as 07:30."),  # the end of a day is its beginning
        ("VERBATIM_DIGEST_AT", "07:30\n", "'07:30\\n' is no time such as 07:30."),  # a line is not a time
        ("VERBATIM_CONTACT", "a\nb", "it goes into a header: write at most 200 characters of plain ASCII."),
        ("VERBATIM_CONTACT", "a" * 201, "it goes into a header: write at most 200 characters of plain ASCII."),
        ("VERBATIM_SOURCES", "ftp://a.example", "ftp://a.example: only http:// and https:// addresses can be read."),
    ],
)
def test_load_says_what_is_wrong_with_a_value(variable: str, value: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        load({variable: value})
    assert str(caught.value) == f"{variable}: {said}"


@pytest.mark.parametrize(
    ("variable", "value", "name", "read"),
    [
        ("PORT", "0", "port", 0),  # any free one
        ("PORT", " 65535 ", "port", 65535),  # the last, and blanks of an env file
        ("VERBATIM_DIGEST_AT", "7:05", "digest_at", "7:05"),  # as people write it
        ("VERBATIM_CONTACT", "a" * 200, "contact", "a" * 200),  # as long as may be
        ("SLACK_API_URL", "https://a.example/api", "slack_api_url", "https://a.example/api/"),  # a base
        ("VERBATIM_SOURCES", "feeds.opml, https://a.example/f", "sources", ("feeds.opml", "https://a.example/f")),
        ("VERBATIM_DB", "archive/of.db", "db", Path("archive/of.db")),  # a path, not its text
        ("PORT", "", "port", 3000),  # empty is unset
    ],
)
def test_load_reads_a_value(variable: str, value: str, name: str, read: object) -> None:
    assert getattr(load({variable: value}), name) == read


def test_every_variable_is_read_into_the_settings() -> None:
    for variable in variables():
        with pytest.raises(ConfigError, match=f"{variable}_FILE names /nowhere/at/all"):
            load({f"{variable}_FILE": "/nowhere/at/all"})


def test_load_reads_nothing_but_the_environment_it_is_given() -> None:
    assert load({}).port == 3000


def test_load_takes_a_secret_from_the_file_that_is_named(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("xoxb-from-file\n")
    found = load({"SLACK_BOT_TOKEN_FILE": str(file)}).slack_bot_token
    assert found is not None
    assert found.revealed() == "xoxb-from-file"


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
