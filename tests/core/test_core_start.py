"""What a command loads before it works: `verbatim ask` answers at once because it loads little."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "slack_bolt": "Slack is for `run`",
    "slack_sdk": "the same",
    "sqlite_utils": "for migrations",
    "numpy": "for charts",
    "pycrfsuite": "for reading articles",
    "trafilatura": "for reading pages",
    "pypdf": "for reading files",
    "structlog": "for what runs on",
    "apscheduler": "the same",
    "asyncio": "nobody's",
}
LOADED = """
import sys
from bot.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*(name for name in sys.modules if "." not in name), file=sys.stderr)
"""


def loaded(*arguments: str, cwd: Path) -> set[str]:
    """The top-level modules that a command has loaded when it is done."""
    done = subprocess.run(  # noqa: S603 - this Python, with code from this file
        [sys.executable, "-c", LOADED, *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


@pytest.fixture
def indexed(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text('Ann Hill said: "The bridge stays open."\n', encoding="utf-8")
    assert "pycrfsuite" in loaded("index", "a.txt", cwd=tmp_path)  # or the test below could not fail
    return tmp_path


def test_ask_loads_nothing_that_it_has_no_use_for(indexed: Path) -> None:
    assert loaded("ask", "what did Ann Hill say?", cwd=indexed) & set(HEAVY) == set()
