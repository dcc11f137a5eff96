"""Moving the write-ahead log into the database beside the writers, who would otherwise do it inside a commit.

SQLite's own way makes every thousandth page's writer pay for all (sqlite.org/wal.html, "Performance Considerations"),
and never empties the log while readers follow one on another. Here a thread copies what is committed, which holds
nobody up, and then empties the log in the writers' turn, with little left to do. It ends by itself when nobody writes.
"""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from store.connection import Connection

LONG = 8 * 2**20  # bytes of log, from which on it is looked after
PATIENCE = 50  # milliseconds that writers wait for readers to let go of the log; then another time
PAUSE = 0.1  # seconds between two attempts
IDLE = 2.0  # seconds after which the thread ends


class Checkpoints:
    """The log of one database, kept short by a thread that is there while there is something to do."""

    def __init__(
        self, path: Path, connect: Callable[[], Connection], turn: Callable[[], AbstractContextManager[bool]]
    ) -> None:
        """`connect` opens a connection of the thread's own; `turn` keeps this process's writers out, if it is True."""
        self._log = Path(f"{path}-wal")
        self._connect = connect
        self._turn = turn
        self._guard = threading.Lock()
        self._due = threading.Event()
        self._thread: threading.Thread | None = None
        self._ending = threading.Event()

    def committed(self) -> None:
        """Something was committed: have the log looked after, if it is long enough."""
        if self._due.is_set() or self._length() < LONG:
            return
        with self._guard:
            self._due.set()
            if self._thread is None and not self._ending.is_set():
                self._thread = threading.Thread(target=self._run, name="checkpoints", daemon=True)
                self._thread.start()

    def close(self) -> None:
        """End the thread; returns when it has."""
        with self._guard:
            self._ending.set()
            self._due.set()
            thread = self._thread
        if thread is not None:
            thread.join()

    def _length(self) -> int:
        try:
            return self._log.stat().st_size
        except OSError:  # there is none, or it cannot be looked at: then a writer says so
            return 0

    def _run(self) -> None:
        with suppress(sqlite3.Error, OSError, ArchiveError), closing(self._connect().conn) as conn:
            conn.execute(f"PRAGMA busy_timeout = {PATIENCE}")
            while self._wanted():
                conn.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
                with self._turn() as mine:
                    if mine:
                        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # says so when a reader held it
                self._ending.wait(PAUSE)
        with self._guard:  # whatever befell it befalls the next writer, too, who says so
            if self._thread is threading.current_thread():
                self._thread = None
                self._due.clear()

    def _wanted(self) -> bool:
        """Wait for something to do; False when there is nothing for a while, or it is to end."""
        there = self._due.wait(IDLE)
        with self._guard:
            if not there or self._ending.is_set():
                self._thread = None
                return False
            self._due.clear()
        return True
