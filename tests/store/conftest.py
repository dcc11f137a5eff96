"""A fresh database for each test."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store import Store

HERE = Path(__file__).parent


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_archive(blank(path), search_seconds=5.0)  # a busy machine is not what is tested here
    yield opened
    opened.close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long runs are for `make soak`."""
    if "soak" not in str(config.option.markexpr):
        long_run = pytest.mark.skip(reason="a long run: make soak")
        for item in items:
            if item.path.parent == HERE and item.get_closest_marker("soak"):
                item.add_marker(long_run)
