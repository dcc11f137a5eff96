"""Flows are quiet where they are long, so that `make soak` prints a line a row; and the processes that are killed."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
import structlog
from fakes.processes import Nursery

if TYPE_CHECKING:
    from collections.abc import Iterator


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
