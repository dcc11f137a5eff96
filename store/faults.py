"""SQLite's errors as sentences for people. What is a bug of ours passes through as it is."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from bot.errors import ArchiveError, BusyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAMAGED = "{path} is damaged: move it away and put a backup in its place (verbatim doctor says more)."
_SENTENCES = {
    sqlite3.SQLITE_FULL: "The disk that holds {path} is full: free some space; nothing stored was lost.",
    sqlite3.SQLITE_IOERR: "{path} cannot be read or written (disk full or failing?): check the disk, then retry.",
    sqlite3.SQLITE_READONLY: "{path} is read-only: give this user write permission on the file and its folder.",
    sqlite3.SQLITE_CANTOPEN: "{path} cannot be opened: check that its folder exists and this user may write there.",
    sqlite3.SQLITE_PERM: "{path} cannot be opened: give this user permission to read and write it.",
    sqlite3.SQLITE_AUTH: "{path} cannot be opened: give this user permission to read and write it.",
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
}
_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


def busy(path: Path) -> BusyError:
    """Somebody else writes, for longer than we wait."""
    return BusyError(f"{path} is held by another program that is writing to it: try again in a moment.")


@contextmanager
def spoken(path: Path) -> Iterator[None]:
    """Raise ArchiveError or BusyError, in one sentence, for what befell the file."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # the primary code of an extended one
        if code in _BUSY:
            raise busy(path) from error
        if code in _SENTENCES:
            raise ArchiveError(_SENTENCES[code].format(path=path)) from error
        raise
