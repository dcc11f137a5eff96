"""What is derived from statements some thousands at a time: words counted, fingerprints kept, speakers touched.

These lie all over their tables, so that each batch of a bulk load would write most pages of them. It owes them instead,
up to MOST statements: `settled` is the statement up to which they are on record. Whoever changes a statement settles
what is owed first (`everything`), so that what is derived from the rest is what its rows say. Killed meanwhile, nothing
is lost: what is owed is read from the statements again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from contextlib import contextmanager
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.ingest.utterances import When, fingerprints
from store import speakers, tallies, utterances
from store.columns import COLUMNS
from store.tallies import Place, bag_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from store.connection import Connections, Session

MOST = 50_000  # statements owed; their words are counted while others wait for a fifth of a second
FEW = 1000  # statements that come together, from which on a bulk load is under way
SLICE = 20_000  # fingerprints kept in one transaction


class Owed(NamedTuple):
    """A statement as far as later ones are held against it."""

    id: int
    article_id: int
    utterance: int
    words: str
    said_on: str | None
    said_from: str | None
    said_until: str | None

    @classmethod
    def of(cls, row: Sequence[Any]) -> Owed:
        """Of a row as COLUMNS names it."""
        return cls._make(_PLACES(row))

    @property
    def when(self) -> When:
        """On which days it can have been said."""
        return When(self.said_from, self.said_until, self.said_on is not None)


# Of a row as COLUMNS names it.
_PLACES: Callable[[Sequence[Any]], tuple[Any, ...]] = itemgetter(*map(COLUMNS.index, Owed._fields))


class Debt:
    """What is owed, in memory; made anew from the statements where another process added some, or settled it."""

    def __init__(self) -> None:
        self._clear(0)

    def _clear(self, settled: int) -> None:
        self.settled = self.last = settled
        self.words: defaultdict[Place, Counter[str]] = defaultdict(Counter)
        self.speakers: set[int] = set()  # of whom something was counted
        # By the unmerged speaker and by the fingerprint: statements, as Owed has them.
        self._said: defaultdict[int, dict[int, tuple[Any, ...]]] = defaultdict(dict)
        self._more: defaultdict[tuple[int, int], list[tuple[Any, ...]]] = defaultdict(list)  # after the first of these

    def follow(self, session: Session) -> None:
        """Take in whatever others put on record."""
        settled, last = _reach(session)
        if self.settled != settled or self.last > last:
            self._clear(settled)
        if self.last < last:
            self._read(session, last)

    def _read(self, session: Session, last: int) -> None:
        rows = session.all(_ROWS, {"after": self.last, "last": last})
        for row in rows:
            if row["live"]:
                self.words[Place(row["scope"], row["hidden_until"])].update(bag_of(row))
                self.speakers |= {row["ascribed_id"]} - {None}
            if row["speaker_id"] is not None:
                made = [row[name] if name in Owed._fields else None for name in COLUMNS]
                self.remember(row["speaker_id"], made, fingerprints(row["words"]))
        self.last = last

    def remember(self, speaker: int, row: Sequence[Any], prints: Iterable[int]) -> None:
        """A statement that is new, by a known speaker; `row` as COLUMNS names it."""
        said, theirs = _PLACES(row), self._said[speaker]
        for print_ in prints:
            if theirs.setdefault(print_, said) is not said:
                self._more[speaker, print_].append(said)

    def among(self, speakers: Iterable[int], prints: Iterable[int]) -> list[Owed]:
        """Those owed by any of these speakers that share fingerprints: most of them first, then in their order."""
        met: list[tuple[Any, ...]] = []
        for speaker in speakers:
            theirs = self._said.get(speaker)
            if theirs is not None:
                for print_ in prints:
                    if print_ in theirs:
                        met += [theirs[print_], *self._more.get((speaker, print_), ())]
        if not met:
            return []
        shared = Counter(met)
        found = sorted(shared, key=lambda said: (-shared[said], said[0]))
        return [Owed._make(said) for said in found[: utterances.MOST_CANDIDATES]]

    def prints(self, after: int = 0) -> list[int]:
        """The fingerprints of statements after this one, by speaker, as `utterances.keep` takes them."""
        found: list[int] = []
        for speaker in sorted(self._said):
            for print_, said in self._said[speaker].items():
                for one in (said, *self._more.get((speaker, print_), ())):
                    if one[0] > after:
                        found += (speaker, print_, one[0])
        return found

    def settle(self, session: Session, printed: int = 0) -> None:
        """Put everything that is owed on record; of statements up to `printed`, the fingerprints are."""
        utterances.keep(session, self.prints(printed))
        for place, words in self.words.items():
            tallies.words(session, place, words, 1)
        tallies.touch(session, self.speakers, speakers.next_version(session))
        session.run("UPDATE state SET value = ? WHERE key = 'settled'", [self.last])
        self._clear(self.last)

    def pay(self, session: Session, last: int) -> None:
        """Statements up to `last` were added: settle at once what is little."""
        self.last = last
        if last - self.settled < FEW:
            self.settle(session)


class OwingRoom:
    """Rooms of the archive that put much on record."""

    _connections: Connections
    _debt: Debt

    def catch_up(self) -> None:
        """Do what was put off while very much came in; to be called when that ends. Others may write meanwhile.

        Fingerprints go on record some at a time, and again where that was cut short: the same ones are one row.
        """
        with self._owing() as (session, debt):
            debt.follow(session)
            last, prints, owes = debt.last, debt.prints(), debt.last > debt.settled
        if not owes:
            return
        for at in range(0, len(prints), 3 * SLICE):
            with self._connections.write() as session:
                utterances.keep(session, prints[at : at + 3 * SLICE])
        with self._owing() as (session, debt):
            before = debt.settled
            debt.follow(session)
            if debt.last > debt.settled:
                debt.settle(session, last if debt.settled == before else 0)

    def _settle_much(self, came: int) -> None:
        """After `came` statements of several articles, 0 of one: unless a bulk load is under way, owe nothing."""
        owed = self._debt.last - self._debt.settled
        if owed >= MOST or (owed and came < FEW):
            self.catch_up()

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
    settled, last = _reach(session)
    if settled < last:
        debt = Debt()
        debt.follow(session)
        debt.settle(session)


def reached(session: Session) -> None:
    """Nothing is owed: what was added after `everything` was counted and kept one by one."""
    session.run("UPDATE state SET value = ? WHERE key = 'settled'", [_reach(session)[1]])


_ROWS = """
    SELECT s.id, s.article_id, s.utterance, s.speaker_id, s.ascribed_id, s.words, s.context, s.live, s.said_on,
        s.said_from, s.said_until, a.scope, a.hidden_until
    FROM statements s JOIN articles a ON a.id = s.article_id WHERE s.id > :after AND s.id <= :last ORDER BY s.id
"""


def _reach(session: Session) -> tuple[int, int]:
    """The last statement that is settled, and the last that was ever put on record."""
    row = session.all(
        "SELECT coalesce((SELECT value FROM state WHERE key = 'settled'), 0) AS settled,"
        " coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'statements'), 0) AS last"
    )[0]
    return row["settled"], row["last"]
