"""The archive as far as a question needs it: `store.archive` without what writes, which takes long to load."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from store.connection import BUSY_SECONDS, Connections
from store.gate import Gate
from store.migrations import prepare
from store.search import BUDGET
from store.snapshot import Reading
from store.speakers import Directories
from store.version import VERSION
from store.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlite_utils import Migrations

    from bot.ports import Snapshot


class ReadingRoom:
    """Implements bot.ports.Readable."""

    def __init__(self, connections: Connections, search_seconds: float) -> None:
        self._connections = connections
        self._search_seconds = search_seconds
        self._directories = Directories()
        self._gate = Gate()

    @contextmanager
    def snapshot(self, scopes: Sequence[str], now: datetime) -> Iterator[Snapshot]:
        """Open one read transaction."""
        with self._gate.passed(), self._connections.read() as session:
            yield Reading(session, View.of(scopes, now), self._directories, self._search_seconds)

    def close(self) -> None:
        """Close every thread's connections."""
        self._connections.close()


def open_reading(
    path: Path | str, *, busy_seconds: float = BUSY_SECONDS, search_seconds: float = BUDGET
) -> ReadingRoom:
    """The database at `path` for questions, migrated where needed. Raises ArchiveError as `open_archive` does."""
    path = Path(path)
    prepare(path, VERSION, _migrations)
    return ReadingRoom(Connections(path, busy_seconds), search_seconds)


def _migrations() -> Migrations:
    """Loaded where some are pending."""
    from store.schema import migrations  # noqa: PLC0415 - for that reason

    return migrations()
