"""Locks between processes. Both end with the process that holds them, however it ends."""

from __future__ import annotations

import fcntl
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import ArchiveError

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold `<path>.lock` as the one running bot of this database. ArchiveError when another holds it."""
    with held(
        Path(f"{path}.lock"),
        f"A bot is already running on {path}: stop it first, or name another database with --db.",
    ):
        yield


@contextmanager
def held(beside: Path, refusal: str) -> Iterator[None]:
    """Hold a lock file, made where needed. ArchiveError with this sentence when another process holds it."""
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as error:
        raise ArchiveError(f"{beside} cannot be written ({error.strerror}): choose another place with --db.") from None
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveError(refusal) from None
        yield
    finally:
        os.close(handle)


@contextmanager
def folder_held(folder: Path) -> Iterator[None]:
    """Wait for, and hold, the folder of a database while it is made or migrated; leaves no file behind."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
