"""Fixtures that more than one folder uses, and the watch for secrets: no test may leave one anywhere."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

# pytest puts this folder on the path, for `fakes`; the packages of the same names as test folders must come first.
sys.path.insert(0, str(Path(__file__).parent.parent))

from fakes.slack import FakeSlack
from fakes.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

CANARIES = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, "xoxb-canary", "ticket=made-up")


def leaks(item: pytest.Item, report: pytest.TestReport) -> list[str]:
    """Where a secret is after a test: in what was logged or printed, in a database, in what Slack was told."""
    funcargs: dict[str, object] = getattr(item, "funcargs", {})
    slack, folder = funcargs.get("slack"), funcargs.get("tmp_path")
    places = {"output and logs": report.capstdout + report.capstderr + report.caplog}
    if isinstance(slack, FakeSlack):
        told = [slack.channels, slack.responses, slack.views, slack.homes]
        places["what Slack was told"] = json.dumps(told, default=str)
    if isinstance(folder, Path):
        places |= {path.name: path.read_bytes().decode("latin-1") for path in folder.rglob("*.db*") if path.is_file()}
    return [f"{canary} in {place}" for place, text in places.items() for canary in CANARIES if canary in text]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
    call: pytest.CallInfo[None],
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Row 25: a test that leaves a secret somewhere fails, whatever else it shows."""
    report = yield
    if call.when == "call" and report.passed and (found := leaks(item, report)):
        report.outcome, report.longrepr = "failed", f"secrets: {', '.join(found)}"
    return report


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    """A fresh workspace on free ports."""
    with FakeSlack() as fake:
        yield fake
