"""Retractions: that an outlet withdrew an article, said by its page or by people; what storing them needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Past, Retraction

PAGE = "the page"  # whose word it is where nobody said it


@dataclass(frozen=True, slots=True)
class Named:
    """An article that somebody means."""

    id: int  # the archive's own
    title: str | None
    outlet: str | None
    url: str | None
    published_on: str | None
    scope: str
    statements: int
    retracted: bool = False


class Retractions(Protocol):
    """The rows; scopes are those of who asks."""

    def past(self, statement_id: int, scopes: Sequence[str], now: datetime) -> Past | None:
        """What is known of a statement over time, gone or not; None where it may not be seen or is not on record."""
        ...

    def named(self, name: str, scopes: Sequence[str], now: datetime) -> list[Named]:
        """The visible articles with this id or address, public ones first."""
        ...

    def propose_retraction(self, article: int, reason: str, *, by: str, now: datetime) -> int:
        """Keep what was asked for until it is confirmed; returns its id."""
        ...

    def retract(self, retraction_id: int, scopes: Sequence[str], now: datetime) -> Named | None:
        """Confirm it; the article, or None where it is not there for these scopes, or was confirmed before."""
        ...

    def undo_retraction(self, retraction_id: int, scopes: Sequence[str], *, by: str, now: datetime) -> Named | None:
        """Take it back; the article, or None where it is not there for these scopes, or was taken back before."""
        ...

    def retractions(self, article: int) -> list[Retraction]:
        """Those of an article that were confirmed, oldest first."""
        ...
