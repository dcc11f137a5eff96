"""Drawing in a process of its own, while what was drawn before is stored: a bulk load has two cores to use.

    begin(batch 2) -> store batch 1 -> drawn() of batch 2 -> begin(batch 3) -> …

`python -m store.aside` is that process; it ends when its pipe does, however the program did. It is asked for nothing
before its last answer was read: two that write to each other would wait for ever.
"""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.collecting import uncollected
from bot.pipes import receive, send
from store import parcels
from store.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.ports import Incoming
    from store.drawing import Drawn

_LARGEST = 2**40


class Aside:
    """One process, started when it is first asked. For one thread."""

    def __init__(self, command: Sequence[str] = (sys.executable, "-P", "-m", "store.aside")) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._asked: tuple[Sequence[Incoming], datetime, str] | None = None

    def begin(self, incoming: Sequence[Incoming], now: datetime, extractor: str) -> None:
        """Have this drawn; `drawn` gives it."""
        self._asked = (incoming, now, extractor)
        with suppress(OSError):  # it has died: then its answer does not come
            self._process = self._process or self._started()
            assert self._process.stdin  # noqa: S101 - a pipe
            send(self._process.stdin, parcels.packed_job(incoming, now, extractor))

    def drawn(self) -> list[Drawn]:
        """What `begin` asked for; drawn here where the other process cannot. ValueError as of `store.drawing.draw`."""
        assert self._asked  # noqa: S101 - begun
        answer = b""
        with suppress(OSError, EOFError):
            if self._process and self._process.stdout:
                answer = receive(self._process.stdout, _LARGEST)
        return parcels.drawn(answer) if answer else draw(*self._asked)

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()

    def _started(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 - this Python with this module
            list(self._command),
            env={"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for whoever stores
        )


def main() -> None:
    """Draw until the pipe ends; what cannot be drawn is answered by nothing, and whoever asked says why."""
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    with suppress(EOFError, OSError), uncollected():
        while True:
            incoming, now, extractor = parcels.job(receive(jobs, _LARGEST))
            answer = b""
            with suppress(ValueError):
                answer = parcels.packed_drawn(draw(incoming, now, extractor))
            send(answers, answer)


if __name__ == "__main__":
    main()
