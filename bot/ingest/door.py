"""The way in from the web, put together: one opener, one reader process."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.ingest.addresses import Intranet
from bot.ingest.intake import Intake
from bot.ingest.opener import Opener
from bot.ingest.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config import Settings
    from bot.newsroom import Newsroom


def intake(newsroom: Newsroom, settings: Settings) -> Intake:
    """As the settings have it; the reader process starts when it is first needed. Close `reader` at the end."""
    opener = Opener(contact=settings.contact or "", intranet=Intranet.of(settings.intranet))
    return Intake(newsroom, opener, Reader())


@contextmanager
def opened(newsroom: Newsroom, settings: Settings) -> Iterator[Intake]:
    """The same for one command."""
    made = intake(newsroom, settings)
    try:
        yield made
    finally:
        made.reader.close()
