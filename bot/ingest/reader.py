"""The reader: one process of its own for what is heavy or hostile. Bytes in, articles and statements out.

It has no socket, no database and no token: its environment is empty, and once it is warm the kernel lets it open
nothing more (bot.ingest.jail). A job that takes too long, or more memory than it may, costs the reader its life; the
source fails in one sentence, the next job gets a new reader, and the bot never notices more than that.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import structlog

from bot.errors import BusyError, SourceError
from bot.ingest.parcel import packed, reading_of
from bot.pipes import receive, send

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.ingest.parcel import Job, Reading

log = structlog.get_logger()
SECONDS = 12.0  # for one job; fetching has its own limit (opener.SECONDS)
STARTING = 60.0  # for importing and warming up, on a machine that is busy
LARGEST = 24 * 1024 * 1024  # bytes of an answer
JOBS = 2000  # after which a reader is replaced, with whatever it has piled up
_BACKOFF, _LONGEST = 0.5, 30.0  # seconds before another start, doubled with each failure in a row
STOPPING = "the bot is stopping: this is read at its next start."
CHILD = (sys.executable, "-P", "-m", "bot.ingest.child")


class Reader:
    """Reads in a process that is started when first needed. Threads share it; jobs go one after another."""

    def __init__(
        self,
        *,
        seconds: float = SECONDS,
        command: Sequence[str] = CHILD,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._seconds = seconds
        self._command = command
        self._sleep = sleep
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._version = ""
        self._jobs = 0
        self._failures = 0  # in a row, which the next start waits for
        self._closed = False

    @property
    def version(self) -> str:
        """The extractor's version. Raises SourceError where the reader does not start."""
        with self._lock:
            self._running()
            return self._version

    def read(self, job: Job, data: bytes) -> Reading:
        """What `data` holds. Raises SourceError in one sentence, whatever happens to the reader.

        BusyError once it is closed: whoever waits for an answer gets one at the next start.
        """
        with self._lock:
            process = self._running()
            self._jobs += 1
            answer = self._answer(process, packed(job), data)
        return reading_of(answer)

    def close(self) -> None:
        """End the process; a job under way fails."""
        self._closed = True
        process = self._process
        if process:
            process.kill()
            process.wait()

    def _answer(self, process: subprocess.Popen[bytes], job: bytes, data: bytes) -> bytes:
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(self._seconds, end)
        timer.daemon = True
        timer.start()
        try:
            assert process.stdin is not None  # noqa: S101 - a pipe
            assert process.stdout is not None  # noqa: S101 - the same
            with suppress(OSError):  # it has died: its answer, which does not come, says so
                send(process.stdin, job)
                send(process.stdin, data)
            answer = receive(process.stdout, LARGEST)
        except EOFError:
            answer = None
        finally:
            timer.cancel()
        if answer is None and self._closed:
            raise BusyError(STOPPING)
        if answer is None:
            self._failed("a job")
            raise SourceError(
                f"reading it took longer than {self._seconds:g} s; it was left out."
                if late.is_set()
                else "reading it took more memory or time than a source may; it was left out."
            )
        self._failures = 0
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise BusyError(STOPPING)
        if self._process and self._jobs < JOBS and self._process.poll() is None:
            return self._process
        self._end()
        if self._failures > 1:  # the first is replaced at once: one bad source delays no other
            self._sleep(min(_BACKOFF * 2 ** (self._failures - 1), _LONGEST))
        self._process, self._jobs = self._started(), 0
        return self._process

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - this Python with a module of ours
            list(self._command),
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the bot, which stops it in order
        )
        timer = threading.Timer(STARTING, process.kill)
        timer.start()
        try:
            assert process.stdout  # noqa: S101 - a pipe
            self._version = receive(process.stdout, LARGEST).decode("utf-8", "replace")
        except EOFError:
            process.kill()
            process.wait()
            self._failed("a start")
            raise SourceError("the reader process does not start; verbatim doctor says more.") from None
        finally:
            timer.cancel()
        return process

    def _failed(self, what: str) -> None:
        self._failures += 1
        log.warning("reader ended", during=what, failures=self._failures)
        self._end()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe and pipe.close()
