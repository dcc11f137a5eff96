"""What finding hands to resolution: where a statement stands, before anyone asks who the speaker is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extract.document import Document
    from bot.model import Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as found: the places of its words, its reporting words and its source.

    `spans` are ordered and disjoint; `mention` is None where the sentence names no source ("carried over").
    """

    spans: tuple[Span, ...]
    cue: Span | None = None
    mention: Span | None = None
    score: float = 1.0  # how sure finding is that this is a statement with this source, 0..1
    named: Span | None = None  # the part of the mention that tells who it is, where that is not all of it


class Finder(Protocol):
    """One way to find statements. Offsets are code points of `document.text`."""

    def find(self, document: Document) -> Sequence[Draft]:
        """The statements of a document, in any order."""
        ...
