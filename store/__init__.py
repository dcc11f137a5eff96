"""The SQLite edge: `open_archive(path)` gives a Store, which implements the ports of the core."""

from store.archive import Store, open_archive

__all__ = ["Store", "open_archive"]
