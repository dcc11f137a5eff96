from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tzlocal import get_localzone_name

from bot.zones import is_zone, local_zone

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("Europe/Istanbul", True),  # as IANA has it
        ("Mars/Base", False),  # nowhere
        ("Europe", False),  # a folder of zones
        ("../etc/passwd", False),  # out of the folder
        ("", False),  # nothing
    ],
)
def test_zone_is_told_from_what_is_none(name: str, known: bool) -> None:
    assert is_zone(name) is known


@pytest.mark.parametrize(
    ("said", "led_to", "zone"),
    [
        ("Asia/Tokyo", "/usr/share/zoneinfo/Europe/Paris", "Asia/Tokyo"),  # TZ before the machine's
        (":Asia/Tokyo", "/usr/share/zoneinfo/Europe/Paris", "Asia/Tokyo"),  # as POSIX writes a file's name
        ("", "/usr/share/zoneinfo/Europe/Paris", "Europe/Paris"),  # the machine's
        ("", "../usr/share/zoneinfo/America/Argentina/Salta", "America/Argentina/Salta"),  # a relative link
        ("", "/var/db/timezone/zoneinfo/Europe/Paris", "Europe/Paris"),  # as another system keeps it
    ],
)
def test_local_zone_is_what_the_machine_says(tmp_path: Path, said: str, led_to: str, zone: str) -> None:
    (tmp_path / "localtime").symlink_to(led_to)
    assert local_zone({"TZ": said}, tmp_path / "localtime") == zone


@pytest.mark.parametrize("led_to", ["/usr/share/zoneinfo/Mars/Base", "/somewhere/else"])  # no zone; no folder of zones
def test_local_zone_is_looked_for_further_where_the_link_tells_none(tmp_path: Path, led_to: str) -> None:
    (tmp_path / "localtime").symlink_to(led_to)
    assert local_zone({}, tmp_path / "localtime") == (get_localzone_name() or "UTC")


def test_local_zone_is_looked_for_further_where_there_is_no_link(tmp_path: Path) -> None:
    assert local_zone({}, tmp_path / "localtime") == (get_localzone_name() or "UTC")
