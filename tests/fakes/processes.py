"""Where the doomed processes come from, for tests: each ends by itself, by its fate, or by a signal."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any, Self

from fakes.lines import HttpLine
from fakes.workspace import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET

if TYPE_CHECKING:
    from fakes.slack import FakeSlack

ROOT = Path(__file__).parent.parent.parent
Json = dict[str, Any]


def environ(slack: FakeSlack, db: Path, **more: str) -> dict[str, str]:
    """As an operator would set it, in HTTP mode."""
    given = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_API_URL": slack.url}
    return given | {"VERBATIM_DB": str(db), "PORT": "0", "VERBATIM_TIMEZONE": "UTC"} | more


class Nursery:
    """One process with everything imported, which forks the others; a context manager."""

    def __init__(self, log: Path) -> None:
        self.log = log
        path = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        self._mother = subprocess.Popen(
            [sys.executable, "-m", "fakes.doomed"],
            env={"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONUTF8": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._lines: Queue[Json | None] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.pid = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.killpg(self._mother.pid, signal.SIGKILL)  # with whatever child: it would hold the pipe that is read below
        self._mother.communicate()
        self._reader.join(5)
        assert [secret for secret in (BOT_TOKEN, APP_TOKEN, SIGNING_SECRET) if secret in self.logged] == []

    def _read(self) -> None:
        assert self._mother.stdout is not None
        for line in self._mother.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)

    def order(self, do: str, **order: object) -> None:
        """Let one go."""
        assert self._mother.stdin is not None
        self._mother.stdin.write(json.dumps({"do": do, "log": str(self.log), **order}) + "\n")
        self._mother.stdin.flush()
        self.pid = self.hear("pid", 60)

    def hear(self, what: str, timeout: float = 30.0) -> Any:  # noqa: ANN401 - whatever it says
        """What the child says of `what`; other words of its are passed over. None where it ended before."""
        while True:
            try:
                line = self._lines.get(timeout=timeout)
            except Empty:
                raise AssertionError(f"no word of {what} in {timeout} s; log: {self.logged[-2000:]}") from None
            assert line is not None, self.logged[-2000:]
            if "ended" in line:
                self.pid = 0
            if what in line:
                return line[what]
            if "ended" in line:
                return None

    def carried_out(self, do: str, **order: object) -> tuple[int, int]:
        """Let one go and wait for its end: (exit code, negative for a signal; calls it made, 0 where it was killed)."""
        self.order(do, **order)
        calls = 0
        while True:
            line = self._lines.get(timeout=60)
            assert line is not None, self.logged[-2000:]
            calls = line.get("calls", calls)
            if "ended" in line:
                self.pid = 0
                return line["ended"], calls

    def start(self, **order: object) -> HttpLine:
        """A whole bot over HTTP, and the way to it."""
        self.order("run", **order)
        port = self.hear("port")
        assert port, self.logged[-2000:]
        return HttpLine(port)

    def signal(self, number: int) -> None:
        """Send the child a signal."""
        assert self.pid, "it has ended"
        os.kill(self.pid, number)

    def kill(self) -> int:
        """kill -9; returns once it is gone."""
        self.signal(signal.SIGKILL)
        return self.hear("ended")

    def stop(self) -> int:
        """SIGTERM; returns its exit status once it is gone."""
        self.signal(signal.SIGTERM)
        return self.hear("ended")

    @property
    def logged(self) -> str:
        """What the children wrote on standard error."""
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""
