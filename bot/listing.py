"""What came into the record in a span of time, light enough to choose from by the ten thousand.

A digest groups and ranks these rows; only what it shows is read as a Record, whole and checked. Nothing here is ever
shown as an article's words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime


class Report(NamedTuple):
    """An article of which news was listed in the time: what a story is found and ranked by."""

    key: int  # the archive's own, for the other looks at the same listing
    title: str | None
    outlet: str | None
    published: str | None
    first_seen: str  # an instant of fixed width: when it was published, as closely as is known
    statements: int  # listed in the time
    quotes: int  # of them, inside quotation marks
    place: int | None  # of its most prominent speaker, among those that were named; 0 is the first


class Reports(NamedTuple):
    """The articles of the time; where there are more than can be listed, those of prominent speakers and own words."""

    listed: list[Report]  # first report first
    articles: int  # in all, as are the
    statements: int


class Reprint(NamedTuple):
    """A statement of the time whose words have an earlier report in the record."""

    statement: int
    report: int  # key of the article it stands in
    utterance: int  # the statement that reported the words first
    first: int  # key of that one's article
    before: int  # 1 where that report is news from before the time, which an earlier digest could have


class Listed(NamedTuple):
    """A statement of the time, to be ranked."""

    id: int
    report: int
    speaker: int | None  # after merges
    utterance: int
    rank: int  # 0 QUOTE, 1 PART-QUOTE, 2 PARAPHRASE
    words: str  # as indexed, for comparing only
    confidence: float
    unnamed: int  # 1 where the source is not named
    start: int


class Earlier(NamedTuple):
    """What a speaker had said before the time."""

    id: int
    speaker: int
    words: str
    said: str  # see Record.said_or_published


class Delivery(NamedTuple):
    """That an outlet's news came in, to the hour."""

    outlet: str
    last: datetime  # the latest of that hour


class Listing(Protocol):
    """The visible statements listed in one span of time: when they were indexed, of embargoed ones first to be seen."""

    def reports(
        self, prominent: Sequence[int] = (), only: Collection[int] | None = None, limit: int = 1_000_000
    ) -> Reports:
        """The articles with news. `prominent`: merged speakers; `only`: statements wanted; `limit`: listed at most."""
        ...

    def older(self) -> int:
        """How many statements are no news: imports, and articles older than the news window."""
        ...

    def reprints(self) -> list[Reprint]:
        """The news that had been reported before, in the time or before it."""
        ...

    def statements(self, reports: Sequence[int]) -> list[Listed]:
        """The news of these articles, as printed."""
        ...

    def news(self, after: int, limit: int) -> list[int]:
        """Ids of news in their order, `limit` at a time; the next begin `after` the last."""
        ...

    def earlier(self, speakers: Sequence[int], since: str, limit: int = 40) -> list[Earlier]:
        """What each of these said from the ISO date `since` until the time began, newest first; `limit` a name."""
        ...

    def known(self, speakers: Sequence[int]) -> set[int]:
        """Those of these speakers who had a visible statement in the record before the time."""
        ...

    def failing(self, now: datetime) -> list[tuple[str, datetime, str]]:
        """(name, since, why) of the sources that have not been got through to for too long, longest first."""
        ...

    def deliveries(self, since: datetime) -> list[Delivery]:
        """The hours since then in which news of each outlet came in, up to the end of the time, in their order."""
        ...
