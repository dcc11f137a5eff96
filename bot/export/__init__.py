"""What leaves the record for other programs: JSON by article, CSV and ClaimReview by statement. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.model import Article, Correction, Record

FORMATS = ("json", "csv", "claimreview")


@dataclass(frozen=True, slots=True)
class Filed:
    """An article as it lies in the record, with what is said in it."""

    article: Article
    records: tuple[Record, ...]  # with corrections laid over; what the desk took out is not among them
    corrections: tuple[Correction, ...]  # that hold
    extractor: str
    indexed_at: datetime
    news: bool


class Files(Protocol):
    """The record, read from end to end."""

    def filed(self, scopes: Sequence[str], now: datetime) -> Iterator[Filed]:
        """Every visible article in the order it came in; what comes in meanwhile may be among them."""
        ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which statements are exported; empty fields do not restrict."""

    speakers: frozenset[int] = frozenset()  # merged ids
    outlet: str | None = None  # folded, part of its name
    since: str | None = None  # ISO dates, included, held against said-on, else published
    until: str | None = None

    @property
    def everything(self) -> bool:
        """Whether nothing is restricted, so that articles without a statement belong in it, too."""
        return self == Wanted()
