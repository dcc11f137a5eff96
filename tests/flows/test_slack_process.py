"""`verbatim run` as a supervisor sees it: a process that answers, says little, and ends when told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from fakes import payloads
from fakes.lines import SocketLine
from fakes.workspace import APP_TOKEN, BOT_TOKEN, Trouble

if TYPE_CHECKING:
    from fakes.slack import FakeSlack

ROOT = Path(__file__).parent.parent.parent


def start(slack: FakeSlack, db: Path) -> subprocess.Popen[str]:
    environ = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "VERBATIM_TIMEZONE": "UTC"}
    environ |= {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_API_URL": slack.url}
    command = [sys.executable, "-m", "bot.cli", "--db", str(db), "run"]
    return subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # noqa: S603


def test_process_answers_and_ends_at_sigterm(slack: FakeSlack, tmp_path: Path) -> None:
    process = start(slack, tmp_path / "verbatim.db")
    try:
        slack.wait(lambda: len(slack.sockets) == 2, timeout=30)
        assert SocketLine(slack).deliver(payloads.mention("what did Mara Lind say about zebras?")).acked
        slack.wait(slack.posts)
        started = time.monotonic()
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=30)
    finally:
        process.kill()
    assert process.returncode == 0, err
    assert time.monotonic() - started < 10
    assert [word for word in ("zebra", BOT_TOKEN, APP_TOKEN, "Traceback") if word in out + err] == []


def test_process_with_a_bad_token_ends_with_one_line(slack: FakeSlack, tmp_path: Path) -> None:
    slack.script("auth.test", Trouble(error="invalid_auth"))
    process = start(slack, tmp_path / "verbatim.db")
    _, err = process.communicate(timeout=30)
    assert process.returncode == 2
    assert len(err.strip().splitlines()) == 1
    assert "check SLACK_BOT_TOKEN" in err
