"""How far one unit is read: what is claimed already, and who was the subject last."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.model import Span

if TYPE_CHECKING:
    from bot.extract.draft import Draft
    from bot.extract.phrases import Phrase
    from bot.extract.units import Unit


@dataclass(slots=True)
class Reading:
    """The state of reading one unit from left to right."""

    unit: Unit
    done: int = 0  # items before this one belong to statements found
    subject: Phrase | None = None  # of the last cue
    drafts: list[Draft] = field(default_factory=list)

    def span(self, first: int, last: int) -> Span:
        """The place of the items from `first` to `last`, both included."""
        return Span(self.unit.items[first].start, self.unit.items[last].end)

    def add(self, draft: Draft, subject: Phrase) -> None:
        """Note a statement found and whose it is."""
        self.drafts.append(draft)
        self.subject = subject
