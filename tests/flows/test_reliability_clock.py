"""Rows 5, 7 and 8: missed windows, a clock that is set while the bot runs, and two bots on one database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.processes import ROOT, Nursery, environ
from fakes.workspace import Trouble
from reliability_kit import MORNING, digesting, doubled, figure, index, question, row, subscribed, told, waiting, word

from bot.app import Bot
from bot.config import load
from store.lock import locked

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.slack import FakeSlack

soak = pytest.mark.soak
HOUR = 3600.0


def test_three_missed_windows_make_one_late_digest_with_everything_in_it(slack: FakeSlack, tmp_path: Path) -> None:
    db = tmp_path / "v.db"
    subscribed(slack, db)
    for day in range(3):
        index(db, day + 1, MORNING + timedelta(days=day, hours=-1))
    wall = [MORNING + timedelta(days=2, hours=1)]
    bot = Bot(load(digesting(slack, db)), clock=lambda: wall[0])
    for _ in range(5):
        bot.tick()
        bot.deliverer.deliver()
        wall[0] += timedelta(seconds=2)
    states = [(window.key[:10], state) for window, state, _ in bot.store.runs()]
    reasons = [reason for _, _, reason in bot.store.runs()[1:]]
    bot.stop()
    whole = "\n".join(told(slack))
    assert (whole.count("Verbatim digest"), "Late" in whole) == (1, True)
    assert [word(number, 0) in whole for number in range(4)] == [True] * 4
    assert states == [("2025-12-13", "posted"), ("2025-12-12", "skipped"), ("2025-12-11", "skipped")]
    assert all(reasons)


# -- row 7 -------------------------------------------------------------------------------------------------------------


def clock_set(slack: FakeSlack, nursery: Nursery, folder: Path, step: float) -> float:
    """Set the clock of a running bot just after a digest whose reply was lost: the seconds until it ticks again."""
    db = folder / f"{step:.0f}.db"
    subscribed(slack, db)
    settings = digesting(slack, db)
    ahead = (MORNING + timedelta(hours=1) - datetime.now(UTC)).total_seconds()
    slack.script("chat.postMessage", Trouble(drops=True, stores=True))
    line = nursery.start(environ=settings, ahead=ahead, step=ahead + step, settle=1.0)
    slack.wait(lambda: slack.called("chat.postMessage"))
    ticks = beats(db)
    nursery.signal(signal.SIGUSR1)
    began = time.monotonic()
    slack.wait(lambda: beats(db) != ticks and time.monotonic() - began > 0.3, 60)
    seconds = time.monotonic() - began
    assert line.deliver(question()).acked
    days = 2 if step >= 24 * HOUR else 1  # a day later the next window is due, by that clock
    slack.wait(lambda: told(slack, "C0DESK") and len(told(slack)) >= days and not waiting(db), 30)
    assert nursery.stop() == 0
    texts = told(slack)
    assert (doubled(slack), sum("Verbatim digest" in text for text in texts)) == ([], days)
    assert sum(word(0, 0) in text for text in texts) == 1
    slack.channels.clear()
    slack.calls.clear()
    return seconds


def beats(db: Path) -> str:
    """The last pulse, as it stands in the database."""
    return str(figure(db, "SELECT max(at) FROM pulse"))


@pytest.mark.parametrize("step", [2 * HOUR, -2 * HOUR])
def test_clock_that_is_set_doubles_nothing_and_stops_no_tick(
    slack: FakeSlack, nursery: Nursery, tmp_path: Path, step: float
) -> None:
    assert clock_set(slack, nursery, tmp_path, step) < 60


@soak
def test_clocks(slack: FakeSlack, nursery: Nursery, tmp_path: Path) -> None:
    seconds = {step: clock_set(slack, nursery, tmp_path, step * HOUR) for step in (2, -2, 24)}
    assert max(seconds.values()) < 60
    told_ = ", ".join(f"{step:+} h: {after:.1f} s" for step, after in seconds.items())
    row(7, f"clock set while running, ticks again after {told_}; 0 doubled")


# -- row 8 -------------------------------------------------------------------------------------------------------------


def second(slack: FakeSlack, db: Path) -> float:
    """`verbatim run` on a database that has a bot: how long until it ends, non-zero and with one clear line."""
    settings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"} | environ(slack, db)
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "run"], env=settings, capture_output=True, text=True, timeout=60, check=False
    )
    seconds = time.monotonic() - began
    assert done.returncode == 2
    (line,) = done.stderr.strip().splitlines()
    assert "A bot is already running on" in line
    return seconds


def test_second_bot_on_a_database_ends_at_once_and_says_why(slack: FakeSlack, tmp_path: Path) -> None:
    db = tmp_path / "v.db"
    with locked(db):
        second(slack, db)
    assert slack.calls == []


@soak
def test_fifty_second_bots(slack: FakeSlack, nursery: Nursery, tmp_path: Path) -> None:
    db = tmp_path / "v.db"
    subscribed(slack, db)
    nursery.start(environ=digesting(slack, db))
    seconds = sorted(second(slack, db) for _ in range(50))
    assert nursery.stop() == 0
    assert doubled(slack) == []
    row(8, f"50 second starts: all ended non-zero with one line, slowest after {seconds[-1]:.2f} s")
    assert seconds[-1] < 2
