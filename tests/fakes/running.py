"""The whole bot over a fake Slack, as `verbatim run` puts it together, in either mode."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING

from fakes.lines import HttpLine, Line, SocketLine
from fakes.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

from bot.app import Bot
from bot.config import Settings, load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fakes.slack import FakeSlack

SETTLE = timedelta(seconds=60)


def settings(slack: FakeSlack, db: Path, mode: str) -> Settings:
    """As an operator would set them."""
    environ = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_API_URL": slack.url, "VERBATIM_DB": str(db), "PORT": "0"}
    environ |= {"SLACK_APP_TOKEN": APP_TOKEN} if mode == "socket" else {"SLACK_SIGNING_SECRET": SIGNING_SECRET}
    return load(environ | {"VERBATIM_TIMEZONE": "Europe/Istanbul", "VERBATIM_LOG_LEVEL": "ERROR"})


@contextlib.contextmanager
def running(slack: FakeSlack, db: Path, mode: str, settle: timedelta = SETTLE) -> Iterator[tuple[Bot, Line]]:
    """A started bot and the way to it; stopped at the end, as at SIGTERM."""
    bot = Bot(settings(slack, db, mode), settle=settle)
    bot.start()
    port = bot.listener.port
    try:
        yield bot, SocketLine(slack) if port is None else HttpLine(port)
    finally:
        bot.stop()
