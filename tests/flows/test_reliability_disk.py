"""Row 15: a full disk, a failing one, a database that may only be read."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from fakes.processes import ROOT, Nursery, environ
from fakes.workspace import Trouble
from reliability_kit import EVENING, index, question, row, told, waiting, word

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.slack import FakeSlack

soak = pytest.mark.soak


def asked(db: Path, question_: str) -> dict[str, object]:
    """`verbatim ask` beside the bot."""
    settings = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "VERBATIM_TIMEZONE": "UTC"}
    command = [sys.executable, "-m", "bot.cli", "--db", str(db), "ask", "--json", question_]
    done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=60, check=True)  # noqa: S603 - ours
    return dict(json.loads(done.stdout))


def bad_disk(slack: FakeSlack, nursery: Nursery, folder: Path, how: str) -> None:
    """While nothing can be written nothing is acked; what was acked before is answered after, without a restart."""
    db, weather = folder / f"{how}.db", folder / f"{how}.weather"
    index(db, 1, EVENING)
    line = nursery.start(environ=environ(slack, db), weather=str(weather))
    held = threading.Event()
    slack.script("chat.postMessage", Trouble(stores=True, until=held))
    assert line.deliver(question("C1")).acked
    slack.wait(lambda: slack.called("chat.postMessage"))
    before = [question(f"C1{number}") for number in range(6)]
    assert all(line.deliver(body).acked for body in before)
    spoil(nursery, weather, how)  # one reply is on its way, some questions are being answered
    held.set()
    late = question("C2")
    assert not line.deliver(late).acked
    slack.wait(lambda: line.send(b"", {}, "GET", "/healthz")[0] == 503, 30)
    assert len(asked(db, f"what did Ann Hill say about {word(1, 0)}?")["hits"]) == 1
    mend(nursery, weather)
    assert line.deliver(late, retry=1).acked
    slack.wait(lambda: told(slack, "C2") and not waiting(db), 60)
    slack.wait(lambda: line.send(b"", {}, "GET", "/healthz")[0] == 200, 30)
    assert nursery.stop() == 0
    every = ["C1", "C2", *(body["event"]["channel"] for body in before)]
    assert [len(told(slack, channel)) for channel in every] == [1] * len(every)
    slack.channels.clear()
    slack.calls.clear()


def spoil(nursery: Nursery, weather: Path, how: str) -> None:
    """From now on nothing can be written: as SQLite says it, or because the system lets no file grow."""
    if how == "no file may grow":
        resource.prlimit(nursery.pid, resource.RLIMIT_FSIZE, (1024, resource.RLIM_INFINITY))
    else:
        (made := weather.with_suffix(".made")).write_text(how)  # at once: an empty file is no weather
        made.replace(weather)


def mend(nursery: Nursery, weather: Path) -> None:
    resource.prlimit(nursery.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    weather.unlink(missing_ok=True)


@pytest.mark.parametrize("how", ["full", "no file may grow"])
def test_disk_that_takes_nothing_loses_nothing(slack: FakeSlack, nursery: Nursery, tmp_path: Path, how: str) -> None:
    bad_disk(slack, nursery, tmp_path, how)


@soak
def test_bad_disks(slack: FakeSlack, nursery: Nursery, tmp_path: Path) -> None:
    for how in ("full", "failing", "read-only", "no file may grow"):
        for number in range(5):
            folder = tmp_path / f"{number}"
            folder.mkdir(exist_ok=True)
            bad_disk(slack, nursery, folder, how)
    row(15, "full, failing, read-only, no file may grow, 5 times each: 0 unstored acked, 0 lost, no restart")
