"""What reading needs: a site on loopback, the reader process, an empty record."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.site import Site

from bot.ingest.reader import Reader
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store import Store


@pytest.fixture(scope="session")
def reader() -> Iterator[Reader]:
    """One for all: it keeps nothing of a job, and what a job does to it costs that job alone, which is tested."""
    one = Reader(seconds=60)  # a busy machine is not what is tested here
    yield one
    one.close()


@pytest.fixture
def site() -> Iterator[Site]:
    """One without pages."""
    with Site() as one:
        yield one


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "v.db"))
    yield opened
    opened.close()
