"""The time that digests have been composed for is sealed: nothing is listed in it any more.

A digest has what was listed up to its time. What is being written while it is composed, or was written by a clock that
was since set back, would carry an hour of a time that is over and be in no digest: it is listed right after the seal
instead. Writers follow one another, so whatever was committed before a seal is seen by whoever composes after it.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.connection import Session

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC)
_TICK = timedelta(microseconds=1)


def seal(session: Session, until: datetime) -> None:
    """No statement is listed at or before `until` from now on."""
    session.run(
        "INSERT INTO state (key, value) VALUES ('sealed', ?)"
        " ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)",
        [(until - _BEGIN) // _TICK],
    )


def sealed(session: Session) -> datetime:
    """Up to when everything is; long ago where nothing is."""
    row = session.one("SELECT value FROM state WHERE key = 'sealed'")
    return _BEGIN + int(row["value"]) * _TICK if row else _BEGIN


def unsealed(session: Session, now: datetime) -> datetime:
    """`now`, or the first instant after the seal: when what is written in this transaction is listed."""
    return max(now, sealed(session) + _TICK)
