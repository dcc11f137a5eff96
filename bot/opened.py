"""A database opened for one command. With `bot.app` the only place that knows the store, and light: `ask` starts here.

What only some commands need, the extractor before all, is imported by those that do.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import store
from bot.answering import Answering
from bot.errors import ArchiveError
from bot.model import PUBLIC
from bot.page import Page
from store.lock import locked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config import Settings
    from bot.extract import Extractor
    from bot.newsroom import CheckedDraft, Newsroom
    from store import Store


def extractor() -> Extractor:
    """The extractor with the weights that came with the package."""
    from importlib import resources  # noqa: PLC0415 - see the module's docstring

    from bot.extract import Extractor  # noqa: PLC0415 - see the module's docstring

    return Extractor(resources.files("bot").joinpath("extract", "weights", "core.bin").read_bytes())


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """The database for this process alone, before anything slow is loaded. Raises ArchiveError where another has it."""
    with locked(settings.db):
        yield


@dataclass(frozen=True)
class OpenDesk:
    """A database opened for one command."""

    store: Store
    newsroom: Newsroom

    def extractor(self) -> Extractor:
        """Made when first needed: `ask` has no use for one."""
        return extractor()

    def check(self, draft: str) -> CheckedDraft:
        """What the record says of each quotation of a draft."""
        return self.newsroom.check(draft, self.extractor())

    def checked_page(self, found: CheckedDraft) -> Page:
        """How that reads."""
        from bot.compose import checks  # noqa: PLC0415 - see the module's docstring

        return checks.page(found.quotations, found.coverage, self.newsroom.zone)

    def preview(self, hours: int, *, reasons: bool = False) -> list[Page]:
        """The digest of the last `hours`, as it would be posted now; then, with `reasons`, a page of them."""
        from bot.digest.compose import pages  # noqa: PLC0415 - see the module's docstring
        from bot.digest.explain import asked_for, why  # noqa: PLC0415 - see the module's docstring
        from bot.digest.model import Subscription, Window  # noqa: PLC0415 - see the module's docstring
        from bot.digest.run import gathered  # noqa: PLC0415 - see the module's docstring

        now = self.newsroom.clock()
        subscription = Subscription(0, "preview", (), self.newsroom.zone, now)
        window = Window(0, "preview", now, now - timedelta(hours=hours), now)
        found = gathered(self.store, subscription, window, now)
        shown = pages(found.digest, now)
        if not reasons:
            return shown
        with self.store.snapshot((PUBLIC,), now) as snapshot:
            records = snapshot.records(asked_for(found))
        return [*shown, Page("Why it reads so; nothing was posted.", tuple(why(found, records, shown)))]


@contextmanager
def opened(settings: Settings, *, create: bool = False) -> Iterator[OpenDesk]:
    """The database of the settings. Raises ArchiveError where it is not there (unless `create`) or not ours."""
    if not create:
        _there(settings)
    archive = store.open_archive(settings.db)
    try:
        yield OpenDesk(archive, newsroom_of(archive, settings))
    finally:
        archive.close()


@contextmanager
def asked(settings: Settings) -> Iterator[Answering]:
    """The same for questions alone, which needs less than half of the modules. Raises ArchiveError."""
    _there(settings)
    archive = store.open_reading(settings.db)
    try:
        yield Answering(archive, zone=settings.timezone)
    finally:
        archive.close()


def _there(settings: Settings) -> None:
    if not settings.db.exists():
        raise ArchiveError(
            f"{settings.db} is not there: index articles first (verbatim index FILE) or name it with --db."
        )


def newsroom_of(archive: Store, settings: Settings) -> Newsroom:
    """The core over this store, with the newsroom's zone."""
    from bot.newsroom import Newsroom  # noqa: PLC0415 - see the module's docstring

    return Newsroom(archive, archive, zone=settings.timezone, news_hours=settings.news_hours)
