"""Names of time zones, as IANA has them."""

from __future__ import annotations

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def is_zone(name: str) -> bool:
    """Whether this is the name of a zone.

    `ZoneInfo` raises OSError and ValueError, too, for names that lead out of its folder or to one of its folders.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
