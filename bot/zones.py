"""Names of time zones, as IANA has them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from collections.abc import Mapping

LINK = Path("/etc/localtime")


def is_zone(name: str) -> bool:
    """Whether this is the name of a zone.

    `ZoneInfo` raises OSError and ValueError, too, for names that lead out of its folder or to one of its folders.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def local_zone(environ: Mapping[str, str], link: Path = LINK) -> str:
    """The zone of this machine: by TZ, by what `link` leads to (localtime(5)), or by whatever else tzlocal knows.

    It knows more ways, and takes longer to load than a question takes to be answered. "UTC" where none is told.
    """
    named = environ.get("TZ", "").removeprefix(":") or _led_to(link)
    if named and is_zone(named):
        return named
    from tzlocal import get_localzone_name  # noqa: PLC0415 - for that reason

    return get_localzone_name() or "UTC"


def _led_to(link: Path) -> str:
    """As in "Europe/Istanbul"; "" where it is no link into the zones."""
    try:
        return str(link.readlink()).partition("/zoneinfo/")[2]
    except OSError:
        return ""
