"""The SQLite edge: `open_archive(path)` gives a Store, which implements the ports of the core.

A question needs `open_reading` alone; each is loaded when it is first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from store.archive import Store, open_archive
    from store.reading import open_reading

__all__ = ["Store", "open_archive", "open_reading"]


def __getattr__(name: str) -> object:
    """What `__all__` names, from where it is (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("store.reading" if name == "open_reading" else "store.archive"), name)
