"""APScheduler as a metronome, in memory: it only calls; what is due is rows.

Defaults drop work (misfire_grace_time 1 s lost 40 of 60 jobs due together) and a persistent store loses and doubles
it: so `coalesce=True, max_instances=1, misfire_grace_time=None`, fixed intervals, nothing stored (docs: FACTS, Time).
A backward step of the clock would silence it for as long as the step, whatever it runs: so a thread beside it, by a
clock that nobody sets, times its jobs anew.
"""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

from bot.boundary import guarded

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

log = structlog.get_logger()
BACKWARD = 30.0  # seconds that the wall clock may lag behind the monotonic one before the ticks are made anew
LOOK = 5.0  # seconds between two looks at the clocks


class Ticks:
    """Calls each job every so many seconds, one at a time each; a job that breaks is logged and called again.

    `stepped` is called when the clock went back, before the jobs are timed anew.
    """

    def __init__(
        self, jobs: Mapping[str, tuple[float, Callable[[], object]]], stepped: Callable[[], object] = lambda: None
    ) -> None:
        self._jobs = jobs
        self._stepped = stepped
        self._offset = _offset()
        self._scheduler = BackgroundScheduler(timezone="UTC", executors={"default": ThreadPoolExecutor(len(jobs) + 1)})
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._look, name="clocks", daemon=True)

    def start(self) -> None:
        """Begin; the first call of each comes at once."""
        self._add()
        self._scheduler.start()
        self._watch.start()

    def _add(self) -> None:
        for name, (seconds, work) in self._jobs.items():
            self._scheduler.add_job(
                guarded,
                "interval",
                args=(name, work),
                seconds=seconds,
                next_run_time=datetime.now(UTC),
                id=name,
                replace_existing=True,
                coalesce=True,
                max_instances=1,
                misfire_grace_time=None,
            )

    def _look(self) -> None:
        while not self._stopping.wait(LOOK):
            guarded("clocks", self.step)

    def step(self) -> bool:
        """Whether the wall clock went back since the last look; if so, the jobs are timed anew."""
        before, self._offset = self._offset, _offset()
        if self._offset - before > -BACKWARD:
            return False
        log.warning("clock went back; ticks timed anew", seconds=round(before - self._offset))
        guarded("clock", self._stepped)
        self._add()
        return True

    def stop(self, timeout: float) -> None:
        """No further calls; those under way have so many seconds to end."""
        self._stopping.set()
        if self._scheduler.running:
            ending = threading.Thread(target=self._scheduler.shutdown, daemon=True)
            ending.start()
            ending.join(timeout)


def _offset() -> float:
    """How far the wall clock is ahead of the monotonic one, in seconds."""
    return time.time() - time.monotonic()
