"""What is derived from statements some thousands at a time: their words counted, their fingerprints kept.

Words and speakers lie all over their tables, so that each batch of a bulk load would write most pages of them. It owes
them instead, up to MOST statements: `settled` is the statement up to which they are on record. Whoever changes a
statement settles what is owed first (`everything`), so that what is derived from the rest is what its rows say. Killed
meanwhile, nothing is lost: what is owed is read from the statements again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.ingest.utterances import When, fingerprints
from store import tallies, utterances
from store.columns import COLUMNS
from store.tallies import Place, bag_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from store.connection import Connections, Session
    from store.utterances import Print

MOST = 10_000  # statements owed: to settle them holds the write lock for a fifth of a second
FEW = 1000  # statements that come together, from which on a bulk load is under way


class Owed(NamedTuple):
    """A statement as far as later ones are held against it."""

    id: int
    article_id: int
    utterance: int
    words: str
    said_on: str | None
    said_from: str | None
    said_until: str | None

    @property
    def when(self) -> When:
        """On which days it can have been said."""
        return When(self.said_from, self.said_until, self.said_on is not None)


_PLACES = itemgetter(*(COLUMNS.index(name) for name in Owed._fields))


def owed(row: Sequence[Any]) -> Owed:
    """Of a row as COLUMNS names it."""
    return Owed._make(_PLACES(row))


class Debt:
    """What is owed, in memory; made anew from the statements where another process added some, or settled it."""

    def __init__(self) -> None:
        self._clear(0)

    def _clear(self, settled: int) -> None:
        self.settled = self.last = settled
        self.words: defaultdict[Place, Counter[str]] = defaultdict(Counter)
        # By the unmerged speaker: the rows as COLUMNS names them, with their fingerprints; and these in all.
        self.rows: defaultdict[int, list[tuple[Sequence[Any], tuple[int, ...]]]] = defaultdict(list)
        self.prints: defaultdict[int, set[int]] = defaultdict(set)

    def follow(self, session: Session) -> None:
        """Take in whatever others put on record."""
        settled, last = _settled(session), _last(session)
        if self.settled != settled or self.last > last:
            self._clear(settled)
        if self.last < last:
            self._read(session, last)

    def _read(self, session: Session, last: int) -> None:
        rows = session.all(_ROWS, {"after": self.last, "last": last})
        for row in rows:
            if row["live"]:
                self.words[Place(row["scope"], row["hidden_until"])].update(bag_of(row))
            if row["speaker_id"] is not None:
                made = [row[name] if name in Owed._fields else None for name in COLUMNS]
                self.remember(row["speaker_id"], made, fingerprints(row["words"]))
        self.last = last

    def remember(self, speaker: int, row: Sequence[Any], prints: tuple[int, ...]) -> None:
        """A statement that is new, by a known speaker; `row` as COLUMNS names it, of which Owed's are looked at."""
        self.rows[speaker].append((row, prints))
        self.prints[speaker].update(prints)

    def among(self, speakers: Iterable[int], prints: tuple[int, ...]) -> list[Owed]:
        """Those owed by any of these speakers that share a fingerprint, in their order."""
        found: list[Owed] = []
        for speaker in speakers:
            if speaker in self.prints and not self.prints[speaker].isdisjoint(prints):
                asked = set(prints)
                found += [owed(row) for row, those in self.rows[speaker] if not asked.isdisjoint(those)]
        return sorted(found) if len(found) > 1 else found

    def settle(self, session: Session) -> None:
        """Put everything that is owed on record."""
        for place, words in self.words.items():
            tallies.words(session, place, words, 1)
        utterances.keep(session, self._listed())
        _settle(session, self.last)
        self._clear(self.last)

    def _listed(self) -> Iterator[Print]:
        """Every fingerprint, by speaker."""
        number = COLUMNS.index("id")
        return (
            (speaker, print_, row[number])
            for speaker in sorted(self.rows)
            for row, prints in self.rows[speaker]
            for print_ in prints
        )

    def pay(self, session: Session, last: int, came: int) -> None:
        """`came` statements were added, up to this one: settle, unless a bulk load is under way."""
        self.last = last
        if came < FEW or last - self.settled >= MOST:
            self.settle(session)


class OwingRoom:
    """Rooms of the archive that put much on record."""

    _connections: Connections
    _debt: Debt

    def catch_up(self) -> None:
        """Do what was put off while very much came in; to be called when that ends."""
        with self._owing() as (session, debt):
            debt.follow(session)
            if debt.last > debt.settled:
                debt.settle(session)

    @contextmanager
    def _owing(self) -> Iterator[tuple[Session, Debt]]:
        """A write transaction, and what this process owes the record; looked at anew where nothing came of it."""
        kept = False
        try:
            with self._connections.write() as session:
                yield session, self._debt
            kept = True
        finally:
            if not kept:
                self._debt = Debt()


def everything(session: Session) -> None:
    """Settle whatever is owed; before a statement that is on record changes."""
    if _settled(session) < _last(session):
        debt = Debt()
        debt.follow(session)
        debt.settle(session)


def reached(session: Session) -> None:
    """Nothing is owed: what was added after `everything` was counted and kept one by one."""
    _settle(session, _last(session))


_ROWS = """
    SELECT s.id, s.article_id, s.utterance, s.speaker_id, s.words, s.context, s.live, s.said_on, s.said_from,
        s.said_until, a.scope, a.hidden_until
    FROM statements s JOIN articles a ON a.id = s.article_id WHERE s.id > :after AND s.id <= :last ORDER BY s.id
"""


def _settled(session: Session) -> int:
    row = session.one("SELECT value FROM state WHERE key = 'settled'")
    return int(row["value"]) if row else 0


def _last(session: Session) -> int:
    """The last statement that was ever put on record."""
    row = session.one("SELECT seq FROM sqlite_sequence WHERE name = 'statements'")
    return int(row["seq"]) if row else 0


def _settle(session: Session, last: int) -> None:
    session.run("UPDATE state SET value = ? WHERE key = 'settled'", [last])
