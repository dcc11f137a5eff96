"""What `verbatim doctor` tells of settings, database, extractor and Slack."""

from __future__ import annotations

import sys
from importlib import metadata
from typing import TYPE_CHECKING

from bot.compose import answers
from bot.errors import VerbatimError
from bot.ingest.sources import doctored
from bot.model import PUBLIC
from bot.opened import extractor, opened
from bot.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.config import Settings


def examined(settings: Settings, sqlite: str, slack: Callable[[], tuple[bool, str]]) -> Iterator[tuple[bool, str]]:
    """Whether each thing is well, and a line about it; `sqlite` is its version, `slack` asks Slack.

    Raises ArchiveError as `opened` does.
    """
    version, python = metadata.version("verbatim-bot"), sys.version.split()[0]
    yield True, f"verbatim {version}, Python {python}, SQLite {sqlite}"
    yield True, f"extractor {extractor().version}"
    try:
        mode = settings.mode
    except VerbatimError as error:
        yield False, str(error)
    else:
        yield True, "mode: terminal desk (no Slack token)" if mode == "terminal" else f"mode: {mode}"
        if mode != "terminal":
            yield slack()
    yield True, f"time zone {settings.timezone}; digest at {settings.digest_at} in {_channels(settings)}"
    if not settings.db.exists():
        yield True, f"{settings.db} is not there yet: verbatim index FILE makes it"
        return
    with opened(settings) as desk:
        problems = desk.store.check()
        for line in problems:
            yield False, line
        with desk.store.snapshot((PUBLIC,), desk.newsroom.clock()) as snapshot:
            coverage = snapshot.coverage()
        yield doctored(desk.store.sources(), desk.newsroom.clock())
        for made in desk.store.standing(everywhere=True):
            if made.reason:
                yield False, f"digest “{made.name}” of {made.channel} is paused: {made.reason}"
        sound = "" if problems else "sound; "
        yield (
            True,
            f"{settings.db}: {sound}{plural(coverage.statements, 'statement')}. "
            + answers.footer(coverage, settings.timezone),
        )


def _channels(settings: Settings) -> str:
    return ", ".join(settings.digest_channels) or "no channel (VERBATIM_DIGEST_CHANNELS)"
