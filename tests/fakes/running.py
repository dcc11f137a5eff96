"""The whole bot over a fake Slack, as `verbatim run` puts it together, in either mode."""

from __future__ import annotations

import contextlib
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from fakes.archives import blank
from fakes.lines import HttpLine, Line, SocketLine
from fakes.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

from bot.app import Bot
from bot.config import Settings, load
from bot.people import Channel, Person, Standing, Where

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fakes.slack import FakeSlack

SETTLE = timedelta(seconds=60)
HASTE = 10  # the pace of channels and what Slack says to wait go by so many times faster; the tests of those keep time


def hasty() -> float:
    """A clock that nobody sets, in a hurry."""
    return HASTE * time.monotonic()


def settings(slack: FakeSlack, db: Path, mode: str) -> Settings:
    """As an operator would set them."""
    environ = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.url, "VERBATIM_DB": str(db), "PORT": "0"}
    environ |= {"SLACK_APP_TOKEN": APP_TOKEN} if mode == "socket" else {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
    return load(environ | {"VERBATIM_TIMEZONE": "Europe/Istanbul", "VERBATIM_LOG_LEVEL": "ERROR"})


def acquaint(bot: Bot, *users: str, channels: tuple[str, ...] = ()) -> None:
    """Slack told a moment ago: these are members of the workspace, and these its public channels."""
    now = bot.newsroom.clock()
    for user in users:
        bot.store.keep_person(Person(user, Standing.MEMBER, "Europe/Istanbul"), now)
    for channel in channels:
        bot.store.keep_channel(Channel(channel, Where.PUBLIC, shared=False, here=True, known=True), now)


@contextlib.contextmanager
def running(
    slack: FakeSlack,
    db: Path,
    mode: str,
    settle: timedelta = SETTLE,
    *,
    strangers: bool = False,
    intranet: tuple[str, ...] = (),
) -> Iterator[tuple[Bot, Line]]:
    """A started bot and the way to it; stopped at the end, as at SIGTERM. With `strangers` it knows nobody yet."""
    given = replace(settings(slack, blank(db), mode), intranet=intranet)
    bot = Bot(given, settle=HASTE * settle, steady=hasty)
    if not strangers:
        acquaint(bot, "U0ANA", channels=("C0DESK", "C0OTHER"))
    bot.start()
    port = bot.listener.port
    try:
        yield bot, SocketLine(slack) if port is None else HttpLine(port)
    finally:
        bot.stop()
