"""A fresh database for each test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store import Store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    opened = open_archive(path, search_seconds=5.0)  # a busy machine is not what is tested here
    yield opened
    opened.close()
