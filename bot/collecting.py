"""Python's search for reference cycles, put off where very many objects are made of which none refers back."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def uncollected() -> Iterator[None]:
    """Without looking for cycles; for work that ends soon. It was a fifth of bulk indexing, a tenth of `ask`."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def settled() -> None:
    """What was made up to now stays, and is never looked through again: a full look was the slowest of all answers."""
    gc.collect()
    gc.freeze()
