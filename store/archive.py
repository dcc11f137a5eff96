"""The database behind every port: rooms by subject, joined here. Safe to share between threads."""

from __future__ import annotations

from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

from bot.collecting import uncollected
from store import articles, corrections, merging
from store.amendments import AmendmentsRoom
from store.aside import Aside
from store.casebook import CasebookRoom
from store.cast import CastRoom
from store.connection import BUSY_SECONDS, Connections
from store.desk import InboxRoom, OutboxRoom
from store.drawing import draw
from store.exports import ExportRoom
from store.imports import ImportRoom
from store.ledger import LedgerRoom
from store.links import LinksRoom
from store.migrations import prepare
from store.people import PeopleRoom
from store.reading import ReadingRoom
from store.removal import RemovalRoom
from store.revisions import RevisionRoom
from store.schema import STEPS, migrations
from store.seals import unsealed
from store.search import BUDGET
from store.settling import Debt, OwingRoom
from store.sources import SourcesRoom
from store.timetable import TimetableRoom
from store.upkeep import UpkeepRoom
from store.watches import WatchRoom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime

    from bot.model import Article, Statement
    from bot.ports import Admission, Incoming
    from store.drawing import Drawn

MANY = 200  # articles of a batch, from which on it is worth another process


class ArchiveRoom(ReadingRoom, OwingRoom):
    """Implements bot.ports.Archive, and what people change of it."""

    def admit(
        self, article: Article, statements: Sequence[Statement], *, now: datetime, news: bool, extractor: str
    ) -> Admission:
        """Store one article with its statements in one transaction; admitting it again changes nothing."""
        with self._owing() as (session, debt):
            at = unsealed(session, now)
            became = articles.admit(session, article, statements, at, news=news, extractor=extractor, debt=debt)
        self._settle_much(0)
        return became

    def admit_many(self, incoming: Sequence[Incoming], *, now: datetime, extractor: str) -> list[Admission]:
        """The same for several articles in one transaction, for what arrives by the thousand; in their order.

        Of very many, words are counted and repeated words known again a little later, or by `catch_up`.
        """
        with uncollected():
            return self._stored(incoming, draw(incoming, now, extractor), now, extractor)  # others may write meanwhile

    def admit_each(
        self, batches: Iterable[Sequence[Incoming]], *, clock: Callable[[], datetime], extractor: str
    ) -> Iterator[list[Admission]]:
        """`admit_many` of each batch, of which large ones in a row are drawn in another process, one batch ahead."""
        with closing(Aside()) as aside, ExitStack() as fast:
            ahead: tuple[Sequence[Incoming], datetime] | None = None
            for incoming in batches:
                now, many = clock(), len(incoming) >= MANY
                drawn = aside.drawn() if ahead else []
                if many:
                    aside.begin(incoming, now, extractor)
                    if not ahead:
                        fast.enter_context(uncollected())  # until the load ends, or something comes in slowly
                if ahead:
                    yield self._stored(ahead[0], drawn, ahead[1], extractor)
                if not many:
                    fast.close()
                    yield self.admit_many(incoming, now=now, extractor=extractor) if incoming else []
                ahead = (incoming, now) if many else None
            if ahead:
                yield self._stored(ahead[0], aside.drawn(), ahead[1], extractor)

    def _stored(
        self, incoming: Sequence[Incoming], drawn: list[Drawn], now: datetime, extractor: str
    ) -> list[Admission]:
        with uncollected():
            with self._owing() as (session, debt):
                at = unsealed(session, now)
                drawn = drawn if at == now else draw(incoming, at, extractor)
                became = articles.admit_many(session, incoming, drawn, at, extractor, debt)
            self._settle_much(sum(len(one.statements) for one in incoming) if len(incoming) > 1 else 0)
        return became

    def stands(self, found: Sequence[Article], extractor: str) -> list[bool]:
        """Whether each is stored with this very text, and was read by this extractor."""
        with self._connections.read() as session:
            return articles.stands(session, found, extractor)

    def correct(self, statement_id: int, field: str, value: str | None, *, by: str, now: datetime) -> int:
        """Lay a correction ("speaker", or "not_statement") over a statement; returns its id. Raises UsageError."""
        with self._connections.write() as session:
            return corrections.correct(session, statement_id, field, value, by, now)

    def undo_correction(self, correction_id: int, *, by: str, now: datetime) -> bool:
        """Take a correction off; False when it was off."""
        with self._connections.write() as session:
            return corrections.undo(session, correction_id, by, now)

    def merge_speakers(self, from_id: int, into_id: int, *, by: str, now: datetime) -> int:
        """Say that two speakers are one; returns the merge's id. Raises UsageError."""
        with self._connections.write() as session:
            return merging.merge(session, from_id, into_id, by, now)


class Store(
    ArchiveRoom,
    InboxRoom,
    OutboxRoom,
    LedgerRoom,
    SourcesRoom,
    TimetableRoom,
    PeopleRoom,
    WatchRoom,
    ExportRoom,
    ImportRoom,
    UpkeepRoom,
    AmendmentsRoom,
    CasebookRoom,
    CastRoom,
    RevisionRoom,
    RemovalRoom,
    LinksRoom,
):
    """Everything the core asks of its database."""

    def __init__(self, path: Path, busy_seconds: float, search_seconds: float) -> None:
        self.path = path
        super().__init__(Connections(path, busy_seconds), search_seconds)
        self._debt = Debt()


def open_archive(path: Path | str, *, busy_seconds: float = BUSY_SECONDS, search_seconds: float = BUDGET) -> Store:
    """The database at `path`, made or migrated where needed. Raises ArchiveError in one line, the file unchanged."""
    path = Path(path)
    prepare(path, len(STEPS), migrations)
    return Store(path, busy_seconds, search_seconds)
