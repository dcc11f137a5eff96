"""How Python values lie in SQLite: instants, texts with lone surrogates, JSON lists."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def instant(moment: datetime) -> str:
    """UTC in fixed width, so that texts compare as instants do. ValueError for a moment without a zone."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def moment(stored: str) -> datetime:
    """The instant that was stored."""
    return datetime.fromisoformat(stored)


def instant_if(moment: datetime | None) -> str | None:
    """The same of what may not be known."""
    return None if moment is None else instant(moment)


def moment_if(stored: str | None) -> datetime | None:
    """The instant that was stored; None where none was, or an empty text."""
    return moment(stored) if stored else None


def storable(text: str | None) -> str | bytes | None:
    """`text` as SQLite can keep it: one with lone surrogates is no UTF-8 and becomes a blob, to come back as it was."""
    if text is None or text.isascii():
        return text
    raw = text.encode("utf-8", "surrogatepass")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw
    return text


def restored(value: str | bytes | None) -> str | None:
    """What `storable` was given."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def text_of(value: str | bytes) -> str:
    """The same, where there is always a text."""
    return value.decode("utf-8", "surrogatepass") if isinstance(value, bytes) else value


def searchable(text: str) -> str:
    """`text` without what cannot be bound: lone surrogates become question marks; for comparing, never for showing."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def pack(values: Iterable[Any]) -> str:
    """A JSON list, for json_each or to be kept."""
    return json.dumps(list(values), separators=(",", ":"))


@lru_cache(maxsize=4096)
def days(said: str) -> tuple[str | None, str | None]:
    """First and last civil day of `YYYY[-MM[-DD]]` or `A/B`; (None, None) for what is no date."""
    first, _, last = said.partition("/")
    try:
        return _first(first).isoformat(), _last(last or first).isoformat()
    except (ValueError, OverflowError):  # no such day; a year of forty digits
        return None, None


def _parts(said: str) -> list[int]:
    return [int(part) for part in said.split("-", 2)]


def _first(said: str) -> date:
    year, month, day = (*_parts(said), 1, 1)[:3]
    return date(year, month, day)


def _last(said: str) -> date:
    parts = _parts(said)
    if len(parts) == 3:
        return date(*parts)
    year, month = (*parts, 12)[:2]
    following = date(year + month // 12, month % 12 + 1, 1)
    return following - timedelta(days=1)
