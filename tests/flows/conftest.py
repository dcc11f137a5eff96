"""What flows start from: a record, the processes that are killed; and no log where they are long (`make soak`)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import structlog
from fakes.processes import Nursery

from bot.config import load
from bot.opened import opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def quiet(request: pytest.FixtureRequest) -> Iterator[None]:
    """No log of the bot's in a soak."""
    if request.node.get_closest_marker("soak") is None:
        yield
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    yield
    structlog.reset_defaults()


@pytest.fixture(scope="session")
def mother(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """A process with everything imported, once a session."""
    with Nursery(tmp_path_factory.mktemp("nursery") / "log") as made:
        yield made


@pytest.fixture
def nursery(mother: Nursery) -> Iterator[Nursery]:
    """Where processes come from that end in the middle of something; none outlives its test."""
    yield mother
    if mother.pid:
        mother.kill()


@pytest.fixture(scope="module")
def indexed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The articles that a module names its RECORD, each with statements."""
    folder = tmp_path_factory.mktemp("indexed")
    with opened(load({"VERBATIM_DB": str(folder / "v.db"), "VERBATIM_TIMEZONE": "UTC"}), create=True) as desk:
        done = list(desk.newsroom.index(request.module.RECORD, desk.extractor()))
        desk.store.backup(folder / "copy.db")
    assert all(item.statements for item in done)
    return folder / "copy.db"


@pytest.fixture
def db(indexed: Path, tmp_path: Path) -> Path:
    """A copy of that record."""
    (tmp_path / "verbatim.db").write_bytes(indexed.read_bytes())
    return tmp_path / "verbatim.db"
