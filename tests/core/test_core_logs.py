"""What the process writes about itself, as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPT = """
import structlog
from bot.logs import configure_logging
configure_logging("INFO")
structlog.get_logger().warning("token seen", where="xoxb-12-made-up and xapp-1-A2", count=2)
print("went on")
"""


def written(**streams: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", SCRIPT]
    return subprocess.run(command, cwd=ROOT, text=True, check=True, stdout=subprocess.PIPE, **streams)  # type: ignore[call-overload,no-any-return]  # noqa: S603 - ours


def test_log_is_a_line_an_event_without_tokens() -> None:
    (line,) = written(stderr=subprocess.PIPE).stderr.splitlines()
    assert 'level=warning event="token seen"' in line
    assert 'where="xoxb-… and xapp-…"' in line


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_log_that_cannot_be_written_ends_nothing() -> None:
    with Path("/dev/full").open("w") as full:
        assert written(stderr=full).stdout == "went on\n"
