"""Connections and transactions: mechanics that know no domain.

A connection belongs to its thread. Writes go through one outer BEGIN IMMEDIATE: with deferred ones four writers met
"database is locked" 1,231 times in 6 s in spite of the busy timeout, with this none. Readers have connections of their
own, so that a snapshot can stay open while its thread writes.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.errors import ArchiveError
from store.checkpoints import Checkpoints
from store.faults import busy, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    Params = Sequence[Any] | Mapping[str, Any]

BUSY_SECONDS = 10.0
_TOGETHER = (128, 16, 4, 1)  # rows of one statement; few sizes, so that the compiled ones are kept
_ROOM = "PRAGMA cache_size = -32768"  # KiB; with SQLite's 2 MiB a bulk load reads the same pages again and again
_PRAGMAS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",  # the outbox's promise rests on the commit before the call
    "PRAGMA trusted_schema = OFF",
    "PRAGMA journal_size_limit = 67108864",
    "PRAGMA wal_autocheckpoint = 8192",  # pages: when `store.checkpoints` could not do it
)


@dataclass(frozen=True, slots=True)
class Connection:
    """A connection as SQLite gives it."""

    conn: sqlite3.Connection

    def database(self) -> Database:
        """The same as sqlite-utils takes it, for migrations: its import costs more than a question."""
        from sqlite_utils import Database  # noqa: PLC0415 - for that reason

        return Database(self.conn)


def connect(path: Path, busy_seconds: float = BUSY_SECONDS) -> Connection:
    """A configured connection to an existing database."""
    conn = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=rw",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,  # closed by whoever closes the archive; used by one thread only
    )
    with ExitStack() as undo:
        undo.callback(conn.close)
        conn.row_factory = sqlite3.Row
        for pragma in _PRAGMAS:
            conn.execute(pragma)
        undo.pop_all()
    return Connection(conn)


class Session:
    """One open transaction."""

    def __init__(self, db: Connection) -> None:
        self.db = db
        self.queries = 0

    def all(self, sql: str, params: Params = ()) -> list[sqlite3.Row]:
        """Every row."""
        self.queries += 1
        return self.db.conn.execute(sql, params).fetchall()

    def one(self, sql: str, params: Params = ()) -> sqlite3.Row | None:
        """The first row, if any."""
        rows = self.all(sql, params)
        return rows[0] if rows else None

    def each(self, sql: str, params: Params = ()) -> Iterator[sqlite3.Row]:
        """Row by row, where all of them would be too much memory; to be exhausted."""
        self.queries += 1
        return self.db.conn.execute(sql, params)

    def plainly(self, sql: str, params: Params = ()) -> Iterator[tuple[Any, ...]]:
        """The same as tuples: of very many rows, the names of their columns are half of the work."""
        self.queries += 1
        cursor = self.db.conn.cursor()
        cursor.row_factory = None
        return cursor.execute(sql, params)

    def run(self, sql: str, params: Params = ()) -> int:
        """Change rows; returns how many."""
        return self.db.conn.execute(sql, params).rowcount

    def insert(self, sql: str, params: Params = ()) -> int:
        """Insert a row; returns its rowid."""
        return self.db.conn.execute(sql, params).lastrowid or 0

    def many(self, sql: str, rows: Iterable[Params]) -> None:
        """The same statement for each of `rows`. Of none, no call: each lets other threads in between."""
        rows = list(rows)
        if rows:
            self.db.conn.executemany(sql, rows)

    def fill(self, into: str, width: int, values: Sequence[Any]) -> None:
        """Insert rows of `width` numbers that are not there, one after another, into "table (columns)", many at a step.

        Half of the work, and one call for them. Not for texts, nor for an index: those cost more this way.
        """
        at, row = 0, f"({', '.join('?' * width)})"
        for size in _TOGETHER:
            step = size * width
            sql = f"INSERT OR IGNORE INTO {into} VALUES {', '.join([row] * size)}"
            while len(values) - at >= step:
                self.db.conn.execute(sql, values[at : at + step])
                at += step


class _Mine(threading.local):
    """What belongs to the current thread."""

    def __init__(self) -> None:
        self.writer: Connection | None = None
        self.readers: list[Connection] = []
        self.writing = False


class _Turn:
    """A lock that goes to whoever waits longest: a plain one goes back to the thread that just let go of it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._waiting: deque[threading.Event] = deque()
        self._taken = False

    def acquire(self, timeout: float) -> bool:
        """Wait for the turn; False when it did not come in time."""
        with self._guard:
            if not self._taken:
                self._taken = True
                return True
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(timeout):
            return True
        with self._guard:
            if called.is_set():  # at the last moment
                return True
            self._waiting.remove(called)
            return False

    def release(self) -> None:
        """Hand the turn on."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._taken = False


class Connections:
    """The connections of all threads to one database."""

    def __init__(self, path: Path, busy_seconds: float = BUSY_SECONDS) -> None:
        self.path = path
        self.busy_seconds = busy_seconds
        self._mine = _Mine()
        self._open: list[tuple[threading.Thread, Connection]] = []
        self._register = threading.Lock()
        self._turn = _Turn()  # writers of this process queue instead of polling SQLite's lock
        self._closed = False
        self._checkpoints = Checkpoints(path, lambda: connect(path, busy_seconds), self._in_turn)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One read transaction: every query in it sees the same state."""
        self._refuse_closed()
        with spoken(self.path):
            db = self._mine.readers.pop() if self._mine.readers else self._connect("PRAGMA query_only = ON")
            try:
                db.conn.execute("BEGIN")
                yield Session(db)
            finally:
                self._end(db, "COMMIT")
                self._mine.readers.append(db)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One write transaction: committed at the end, or nothing of it happened. No other input or output inside."""
        if self._mine.writing:
            raise RuntimeError("a write transaction is open in this thread already")
        self._refuse_closed()
        with self._in_turn() as mine:
            if not mine:
                raise busy(self.path)
            self._mine.writing = True
            try:
                with spoken(self.path), self._immediately() as session:
                    yield session
            finally:
                self._mine.writing = False
        self._checkpoints.committed()

    @contextmanager
    def _in_turn(self) -> Iterator[bool]:
        """Whether the turn came within the time that one waits; kept meanwhile."""
        mine = self._turn.acquire(timeout=self.busy_seconds)
        try:
            yield mine
        finally:
            if mine:
                self._turn.release()

    @contextmanager
    def aside(self) -> Iterator[Connection]:
        """A connection outside any transaction, for VACUUM and checks."""
        with spoken(self.path):
            db = connect(self.path, self.busy_seconds)
            try:
                yield db
            finally:
                db.conn.close()

    @contextmanager
    def _immediately(self) -> Iterator[Session]:
        if self._mine.writer is None:
            self._mine.writer = self._connect(_ROOM)
        db = self._mine.writer
        db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield Session(db)
            db.conn.execute("COMMIT")
        finally:
            self._end(db, "ROLLBACK")  # whatever went wrong, a full disk at the commit included

    @staticmethod
    def _end(db: Connection, how: str) -> None:
        if db.conn.in_transaction:
            db.conn.execute(how)

    def _connect(self, *pragmas: str) -> Connection:
        with self._register:
            self._refuse_closed()
            self._bury()
            db = connect(self.path, self.busy_seconds)
            for pragma in pragmas:
                db.conn.execute(pragma)
            self._open.append((threading.current_thread(), db))
            return db

    def _refuse_closed(self) -> None:
        if self._closed:
            raise ArchiveError(f"{self.path} was closed: the bot is stopping.")

    def _bury(self) -> None:
        """Close the connections of threads that have ended."""
        for thread, db in self._open:
            if not thread.is_alive():
                db.conn.close()
        self._open = [(thread, db) for thread, db in self._open if thread.is_alive()]

    def close(self) -> None:
        """Close every connection; the archive cannot be used afterwards."""
        self._checkpoints.close()
        with self._register:
            self._closed = True
            for _, db in self._open:
                db.conn.close()
            self._open = []
