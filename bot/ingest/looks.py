"""When an article's page is looked at again for changes: an hour, six hours and a day after it was first read. Pure.

    read -> 3 looks to come -> each takes the page as it is then -> not there: once more; twice: gone from its address

What a feed says has changed is read at once anyway; this is for the many that say nothing. Only recent articles of
feeds and channels are looked at: a page that is a source is polled as such, and an archive does not change.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.ingest.intake import Taken
    from bot.ingest.sources import Item, Settled, Source

PAUSES = (timedelta(hours=18), timedelta(hours=5), timedelta(hours=1))  # before the last look, …, before the first
RECENT = timedelta(days=2)  # since it was published
KINDS = frozenset({"feed", "links"})


def begun(done: Settled, taken: Taken, source: Source, now: datetime) -> Settled:
    """After an article was read: with its looks to come, where it is recent."""
    printed = taken.article.published_on
    if source.kind not in KINDS or (printed and printed < (now - RECENT).date().isoformat()):
        return replace(done, article=taken.article.id)
    return replace(done, article=taken.article.id, looks=len(PAUSES), again_at=now + PAUSES[-1])


def passed(done: Settled, item: Item, now: datetime) -> Settled:
    """After a look, whatever it found: the next one, until there is none; what was missed is found again."""
    return _next(replace(done, state="done", article=item.article), item.looks - 1, now)


def missed(done: Settled, item: Item, now: datetime) -> Settled:
    """After a look at a page that is not there: once more at least, to see whether it stays away."""
    times = item.missed + 1
    left = max(item.looks - 1, 1) if times == 1 else item.looks - 1
    return _next(replace(done, state="done", article=item.article, missed=times), left, now)


def _next(done: Settled, left: int, now: datetime) -> Settled:
    return replace(done, looks=left, again_at=now + PAUSES[left - 1] if left else None)
