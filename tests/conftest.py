"""Fixtures that more than one folder uses."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# pytest puts this folder on the path, for `fakes`; the packages of the same names as test folders must come first.
sys.path.insert(0, str(Path(__file__).parent.parent))

from fakes.slack import FakeSlack

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A fresh workspace on free ports."""
    with FakeSlack() as fake:
        yield fake
