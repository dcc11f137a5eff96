"""Making, checking and migrating the file: mechanics that know no domain.

A file is judged by its header before SQLite touches it, so that one that is refused stays as it was. Our databases
carry an `application_id`, and `user_version` counts the migrations they have had.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ArchiveError
from store.connection import connect
from store.faults import DAMAGED, spoken
from store.lock import folder_held

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Migrations

    from store.connection import Connection

APPLICATION_ID = 0x56524254  # "VRBT"
_MAGIC = b"SQLite format 3\x00"
_HEADER = 100


@dataclass(frozen=True, slots=True)
class Header:
    """What the first 100 bytes of a database say (sqlite.org/fileformat2.html, 1.3)."""

    application_id: int
    user_version: int
    bytes: int  # by its own count of pages


def prepare(path: Path, steps: int, migrations: Callable[[], Migrations]) -> None:
    """Leave at `path` a database of this version: made, migrated (after a backup beside it) or as it is.

    Raises ArchiveError, the file unchanged, for what is not ours to touch.
    """
    try:
        if _version(path, steps) == steps:
            _readable(path)
            return
        with folder_held(path.parent):
            _bring_up(path, migrations(), steps)
    except OSError as error:
        raise ArchiveError(f"{path} cannot be used ({error.strerror}): name another place with --db.") from error


def _bring_up(path: Path, migrations: Migrations, steps: int) -> None:
    """Make or migrate, with the folder held: whoever comes second finds it done."""
    version = _version(path, steps, final=True)
    if version is None:
        _make(path, migrations, steps)
    elif version < steps:
        _migrate(path, migrations, version, steps)


def _version(path: Path, steps: int, *, final: bool = False) -> int | None:
    """The file's version; None where there is none yet. Raises ArchiveError for what is not ours.

    An empty file may be one that another process is just making; only `final` refuses it.
    """
    if not path.parent.is_dir():
        raise ArchiveError(f"The folder {path.parent} does not exist: create it, or name another place with --db.")
    if path.is_dir():
        raise ArchiveError(f"{path} is a folder: name a file in it with --db.")
    if not path.exists():
        return None
    if not os.access(path, os.R_OK | os.W_OK):
        raise ArchiveError(f"{path} cannot be written by this user: change its permissions, or name another --db.")
    return _judged(path, steps, final=final)


def _judged(path: Path, steps: int, *, final: bool) -> int | None:
    with path.open("rb") as file:
        raw = file.read(_HEADER)
    if not raw:
        if final:
            raise ArchiveError(f"{path} is empty (0 bytes), which no database is: delete it, or restore a backup.")
        return None
    if not raw.startswith(_MAGIC) or len(raw) < _HEADER:
        raise ArchiveError(f"{path} is not a database: name another file with --db; this one was not changed.")
    header = _header(raw)
    if header.application_id != APPLICATION_ID:
        raise ArchiveError(f"{path} belongs to another program: name another file with --db; it was not changed.")
    if header.user_version > steps:
        raise ArchiveError(f"{path} was made by a newer Verbatim: install that version; the file was not changed.")
    if header.bytes > path.stat().st_size and not _has_log(path):
        raise ArchiveError(DAMAGED.format(path=path))
    return header.user_version


def _header(raw: bytes) -> Header:
    def number(at: int, size: int = 4) -> int:
        return int.from_bytes(raw[at : at + size], "big")

    page = number(16, 2)
    return Header(number(68), number(60), number(28) * (65536 if page == 1 else page))


def _has_log(path: Path) -> bool:
    """Whether a write-ahead log holds pages that are not in the file yet."""
    log = Path(f"{path}-wal")
    return log.exists() and log.stat().st_size > 0


def _readable(path: Path) -> None:
    """Read the schema, so that a damaged file is refused now and not in the middle of a request.

    A restored backup comes without a write-ahead log (VACUUM INTO makes none); it gets one again.
    """
    with spoken(path):
        db = connect(path)
        try:
            db.conn.execute("SELECT count(*) FROM sqlite_master").fetchone()
            db.conn.execute("PRAGMA journal_mode = WAL").fetchone()
        finally:
            db.conn.close()


def _make(path: Path, migrations: Migrations, steps: int) -> None:
    """Build beside and rename: a file at `path` is always a whole one, even after a kill."""
    beside = Path(f"{path}.new")
    _unlink(beside)
    with spoken(path):
        conn = sqlite3.connect(beside, isolation_level=None)
        try:
            conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            conn.execute("PRAGMA journal_mode = WAL")
        finally:
            conn.close()
        _apply(beside, migrations, steps)
    beside.replace(path)


def _migrate(path: Path, migrations: Migrations, version: int, steps: int) -> None:
    with spoken(path):
        db = connect(path)
        try:
            if db.conn.execute("PRAGMA user_version").fetchone()[0] == version:
                copy(db, Path(f"{path}.before-{steps}"))
        finally:
            db.conn.close()
        _apply(path, migrations, steps, version)


def _apply(path: Path, migrations: Migrations, steps: int, version: int = 0) -> None:
    """All pending migrations and the new version in one transaction."""
    db = connect(path)
    try:
        db.conn.execute("BEGIN IMMEDIATE")
        if db.conn.execute("PRAGMA user_version").fetchone()[0] == version:
            migrations.apply(db.database())
            db.conn.execute(f"PRAGMA user_version = {steps}")
        db.conn.execute("COMMIT")
        db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()  # the header must say it, not only the log
    finally:
        db.conn.close()


def copy(db: Connection, target: Path) -> None:
    """Write a consistent copy, whole or not at all: `cp` of a database in use broke 3 times in 15, this never."""
    part = Path(f"{target}.part")
    _unlink(part)
    db.conn.execute("VACUUM INTO ?", [str(part)])
    _proven(part)
    handle = os.open(part, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
    part.replace(target)


def _proven(part: Path) -> None:
    """A copy is a backup only when it was read back."""
    conn = sqlite3.connect(part)
    try:
        if conn.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
            raise ArchiveError(DAMAGED.format(path=part))
    finally:
        conn.close()


def _unlink(path: Path) -> None:
    for name in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        name.unlink(missing_ok=True)
