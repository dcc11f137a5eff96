"""What came into the record in a span of time, whole, as one asker may see it: what tests hold the rest against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from store import records
from store.codec import instant

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Record
    from bot.ports import Snapshot


def indexed_between(snapshot: Snapshot, since: datetime, until: datetime) -> list[Record]:
    """Statements indexed (or, embargoed, first to be seen) in (since, until], in that order."""
    where = "s.listed_at > :since AND s.listed_at <= :until ORDER BY s.listed_at, s.id"
    params = {"since": instant(since), "until": instant(until)}
    return records.select(snapshot._session, snapshot._view, where, params)  # type: ignore[attr-defined]  # of store.snapshot
