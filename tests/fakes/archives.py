"""A new database without its migrations being run for each test; `open_archive` itself is tested on its own."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path

from store import open_archive


def blank(path: Path) -> Path:
    """Put a new database at `path`, where there is none yet, and return the path."""
    if not path.exists():
        path.write_bytes(_made())
    return path


@cache
def _made() -> bytes:
    """What `open_archive` makes, once a process: some twenty migrations take ten times as long as this copy."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "blank.db"
        open_archive(path).close()
        return path.read_bytes()
