"""A database opened for one command. With `bot.app` the only place that knows the store, and light: `ask` starts here.

What only some commands need, the extractor before all, is imported by those that do.
"""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import resources
from typing import TYPE_CHECKING

from bot.compose import answers
from bot.digest.model import Subscription, Window
from bot.errors import ArchiveError
from bot.model import PUBLIC
from bot.newsroom import Newsroom
from bot.page import Page
from store import Store, open_archive
from store.lock import locked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.config import Settings
    from bot.extract import Extractor
    from bot.model import Answer
    from bot.newsroom import CheckedDraft


def extractor() -> Extractor:
    """The extractor with the weights that came with the package."""
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

    def page(self, answer: Answer, count: int) -> Page:
        """How an answer reads."""
        return answers.page(answer, self.newsroom.zone, count=count)

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
    if not create and not settings.db.exists():
        raise ArchiveError(
            f"{settings.db} is not there: index articles first (verbatim index FILE) or name it with --db."
        )
    store = open_archive(settings.db)
    try:
        yield OpenDesk(store, newsroom_of(store, settings))
    finally:
        store.close()


def newsroom_of(store: Store, settings: Settings) -> Newsroom:
    """The core over this store, with the newsroom's zone."""
    return Newsroom(store, store, zone=settings.timezone, news_hours=settings.news_hours)
