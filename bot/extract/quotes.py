"""Quotations: what stands inside quotation marks, however they are typed.

Double marks straight, curly, ''…'' and ``…''; single marks where they are quotation marks and no apostrophes; a
quotation reopened in each paragraph; one that is never closed ends with its paragraph. A straight mark faces the
way its neighbours say, else it toggles (the same reading as the project's scorer of quoted words).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model import Span


@dataclass(frozen=True, slots=True)
class Quotation:
    """One stretch between quotation marks, within one paragraph."""

    outer: Span  # with its marks
    inner: Span  # without them
    single: bool = False  # ‘…’ rather than “…”
    nested: bool = False  # inside another quotation
    closed: bool = True  # False: ended by its paragraph; it may go on in the next


def quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations of `text`, by start."""
    del text
    return ()
