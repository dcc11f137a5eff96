"""Fixtures that more than one folder uses, what keeps the suite quick, and the watch for secrets: none may be left."""

from __future__ import annotations

import gc
import json
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

# pytest puts this folder on the path, for `fakes`; the packages of the same names as test folders must come first.
sys.path.insert(0, str(Path(__file__).parent.parent))

from fakes.slack import FakeSlack
from fakes.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

MEMORY, ROOM = Path("/dev/shm"), 2**30  # noqa: S108 - pytest makes a folder there that is the user's alone
CANARIES = (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET, "xoxb-canary", "ticket=made-up")


def pytest_configure(config: pytest.Config) -> None:
    """Temporary files in memory, where there is room, and bytecode that is kept, whatever the machine says of it.

    A disk takes thousands of commits three times as long, and no test could tell: none cuts the power. The long runs
    (`make soak`) stay on it. Bytecode is for the processes that tests start: each would compile the bot anew.
    """
    if config.option.markexpr != "soak" and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    # By the clock on the wall, which tells what else the machine does; what must be quick has a bound in its own test.
    settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("suite")


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Half as many workers again as processors: a third of the time a test waits, for a process, a thread, a clock."""
    processors = yield
    return processors if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else processors + processors // 2


def pytest_collection_finish() -> None:
    """What was collected stays to the end: there is nothing in it to look for each time that memory is tidied."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def leaks(item: pytest.Item, report: pytest.TestReport) -> list[str]:
    """Where a secret is after a test: in what was logged or printed, in a database, in what Slack was told."""
    funcargs: dict[str, object] = getattr(item, "funcargs", {})
    slack, folder = funcargs.get("slack"), funcargs.get("tmp_path")
    places = {"output and logs": (report.capstdout + report.capstderr + report.caplog).encode(errors="replace")}
    if isinstance(slack, FakeSlack):
        told = [slack.channels, slack.responses, slack.views, slack.homes]
        places["what Slack was told"] = json.dumps(told, default=str).encode()
    if isinstance(folder, Path):
        places |= {path.name: path.read_bytes() for path in folder.rglob("*.db*") if path.is_file()}
    return [f"{canary} in {place}" for place, held in places.items() for canary in CANARIES if canary.encode() in held]


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
