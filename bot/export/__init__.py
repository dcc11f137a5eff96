"""What leaves the record for other programs: JSON by article, CSV and ClaimReview by statement. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.model import Article, Record, Statement
    from bot.ports import Admission

FORMATS = ("json", "csv", "claimreview")


@dataclass(frozen=True, slots=True)
class Ruling:
    """A correction by the desk, also one that was taken back, with what its speaker is told apart by."""

    statement: int  # the statement's id
    field: str  # "speaker" | "not_statement"
    value: str | None
    by: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None
    kind: str | None = None  # of the speaker
    namesake: int | None = None
    outlet: str | None = None  # of a split: what was moved, the one or …
    moved: str | None = None  # … the other: an article's id


@dataclass(frozen=True, slots=True)
class Stated:
    """A statement as it was extracted."""

    id: int
    statement: Statement
    indexed_at: datetime
    news: bool


@dataclass(frozen=True, slots=True)
class Filed:
    """An article as it lies in the record, with what is said in it."""

    article: Article
    records: tuple[Record, ...]  # with corrections laid over; what the desk took out is not among them
    rulings: tuple[Ruling, ...]
    extractor: str
    indexed_at: datetime
    news: bool
    stated: tuple[Stated, ...] = ()  # all of them as extracted, those taken out among them


@dataclass(frozen=True, slots=True)
class Name:
    """A speaker, as another record can find them."""

    name: str
    kind: str
    namesake: int


@dataclass(frozen=True, slots=True)
class Merged:
    """That two speakers are one, and whether that was taken back."""

    one: Name
    into: Name
    by: str
    at: datetime
    undone_by: str | None = None
    undone_at: datetime | None = None


class Files(Protocol):
    """The record, read from end to end."""

    def filed(self, scopes: Sequence[str], now: datetime) -> Iterator[Filed]:
        """Every visible article in the order it came in; what comes in meanwhile may be among them."""
        ...

    def merged(self, scopes: Sequence[str], now: datetime) -> list[Merged]:
        """Every merge of speakers who may both be seen, in order."""
        ...

    def take_in(self, filed: Sequence[Filed]) -> list[Admission]:
        """Put exported articles into the record as they are, in one transaction; what is there already stays so."""
        ...

    def take_merge(self, merge: Merged) -> bool:
        """The same of a merge; False where it is there already. Raises UsageError where it cannot be."""
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
