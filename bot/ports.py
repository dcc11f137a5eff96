"""What the core needs from its edges, as Protocols. `store` and `handlers` implement them; `bot.app` joins them.

Every read takes the asker's scopes and `now` (through `Archive.snapshot`): what the asker may not see is not
ranked, not counted and not suggested.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from bot.retracting import Retractions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime

    from bot.listing import Listing
    from bot.model import (
        Article,
        Asker,
        Candidate,
        Correction,
        Coverage,
        Delivery,
        Kind,
        Message,
        Query,
        Record,
        Request,
        SavedAnswer,
        SpeakerEntry,
        Statement,
    )
    from bot.page import Page
    from bot.people import Channel, Person


@dataclass(frozen=True, slots=True)
class Search:
    """What to look for among the visible statements; empty fields do not restrict."""

    speakers: tuple[int, ...] = ()  # merged ids; any of them
    words: tuple[str, ...] = ()  # surface words, any of them; matched as the index stems them
    every: bool = False  # all of the words, not any
    groups: tuple[tuple[str, ...], ...] = ()  # instead of `words`: sets of alternatives, and …
    tiers: tuple[tuple[int, int], ...] = ()  # … (m, n): of the first m, words of n; an earlier tier before a later
    since: str | None = None  # ISO dates, included, held against said-on, else published
    until: str | None = None
    outlet: str | None = None  # folded, part of the outlet's name
    addressee: str | None = None  # folded, part of the addressee's name
    kind: Kind | None = None
    indexed_since: datetime | None = None  # came into the record (embargoed: first to be seen) after this
    limit: int = 200  # by score where there are words, in a tier and else newest first


class Snapshot(Protocol):
    """One read transaction: the archive as one asker sees it at one instant."""

    @property
    def queries(self) -> int:
        """How many were run so far; a question costs at most 8."""
        ...

    def share(self) -> None:
        """From now on all looks share one budget, as those of one answer do; else each has its own."""
        ...

    @property
    def late(self) -> bool:
        """Whether so much of a shared budget is gone that nothing more is begun that can be done without."""
        ...

    def directory(self, around: Sequence[str] = ()) -> tuple[SpeakerEntry, ...]:
        """Every speaker with a visible statement, merges resolved.

        Of the first one asked for, those may be left out whom no part of the texts `around` can name (bot.ask.lookup).
        """
        ...

    def coverage(self) -> Coverage:
        """What there is to search."""
        ...

    def outlets(self) -> list[tuple[str, int]]:
        """Name and visible articles of every outlet, most articles first."""
        ...

    def find(self, search: Search) -> list[Candidate]:
        """The best candidates. Raises SearchBudgetError."""
        ...

    def records(self, ids: Sequence[int]) -> list[Record]:
        """The statements with these ids, in this order, checked against the stored hash; those that fail are absent."""
        ...

    def articles(self, phrase: str, limit: int = 5) -> list[Article]:
        """Articles with these words side by side as stemmed, said by whomever, first printed first.

        Raises SearchBudgetError.
        """
        ...

    def reports(self, utterances: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Statement ids of each utterance, first report first."""
        ...

    def mentions(self, name: str) -> int:
        """How many visible articles name `name` without a statement by them. Raises SearchBudgetError."""
        ...

    def vocabulary(self, words: Sequence[str]) -> dict[str, int]:
        """How often each of these folded words stands in visible statements (absent = never)."""
        ...

    def similar(self, words: Sequence[str], limit: int = 50) -> dict[str, list[tuple[str, int]]]:
        """Folded words of visible statements that could be meant by each of some misspelt ones, with counts."""
        ...

    def listing(self, since: datetime, until: datetime) -> Listing:
        """The same as light rows: of a hundred thousand statements a digest shows a few."""
        ...


@dataclass(frozen=True, slots=True)
class Admission:
    """What became of an article: "new", "changed", "same" or "removed" (on request, and not read again); statements."""

    outcome: str
    statements: int


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article on its way into the record."""

    article: Article
    statements: Sequence[Statement]
    news: bool


class Readable(Protocol):
    """The record as far as a question needs it."""

    def snapshot(self, scopes: Sequence[str], now: datetime) -> AbstractContextManager[Snapshot]:
        """Open one read transaction."""
        ...


class Archive(Readable, Protocol):
    """The record: articles and statements."""

    def admit(
        self, article: Article, statements: Sequence[Statement], *, now: datetime, news: bool, extractor: str
    ) -> Admission:
        """Store one article with its statements in one transaction; admitting it again changes nothing."""
        ...

    def admit_many(self, incoming: Sequence[Incoming], *, now: datetime, extractor: str) -> list[Admission]:
        """The same for several articles in one transaction: all of them or none; in their order."""
        ...

    def admit_each(
        self, batches: Iterable[Sequence[Incoming]], *, clock: Callable[[], datetime], extractor: str
    ) -> Iterator[list[Admission]]:
        """`admit_many` of each batch; what became of one may be known only after the next was asked for."""
        ...

    def catch_up(self) -> None:
        """Do what was put off while very many articles came in; to be called when that ends."""
        ...

    def stands(self, articles: Sequence[Article], extractor: str) -> list[bool]:
        """Whether each is stored with this very text, and was read by this extractor."""
        ...


class Inbox(Protocol):
    """Requests, committed before they are acknowledged."""

    def receive(self, request: Request, claims: Sequence[str], now: datetime) -> bool:
        """Commit a request; False when one of its claims (event id, channel and ts) was taken before."""
        ...

    def known(self, request_id: str) -> bool:
        """Whether there is, or lately was, a request with this id."""
        ...

    def take(self, now: datetime) -> Request | None:
        """The oldest received request, now `answering`; None when there is none."""
        ...

    def reopen(self) -> int:
        """At start: what was `answering` when the process ended is `received` again. Returns how many."""
        ...

    def answered(self, request_id: str, delivery: Delivery | None, now: datetime) -> None:
        """In one transaction: the request is answered, its text erased, its reply (if any) in the outbox."""
        ...

    def failed(self, request_id: str, reason: str, now: datetime) -> None:
        """It cannot be answered; the text is erased."""
        ...

    def restated(self, channel: str, ts: str, message: Message, statements: Sequence[int], now: datetime) -> None:
        """A message of ours says something else from now on, and shows these statements."""
        ...

    def forget(self, request_id: str, now: datetime) -> None:
        """The question was deleted: its text goes, also out of what was kept for its buttons and follow-ups."""
        ...


class Outbox(Protocol):
    """Deliveries and their states. Each change is a compare-and-set, committed before it returns."""

    def due(self, now: datetime, *, replies: bool = False) -> list[Delivery]:
        """Pending ones whose time has come, replies first, then in order, at most one a channel; or replies only.

        None behind an earlier part, nor behind one of its thread that is on its way or uncertain.
        """
        ...

    def unsure(self) -> list[Delivery]:
        """Uncertain ones, and those left `posting`."""
        ...

    def mark(
        self,
        delivery: Delivery,
        state: str,
        *,
        now: datetime,
        ts: str | None = None,
        reason: str | None = None,
        not_before: datetime | None = None,
        code: str | None = None,
    ) -> bool:
        """From the state `delivery` has to another; False when somebody was faster. Posted: what was shown is noted."""
        ...

    def refused(self) -> list[Delivery]:
        """Digests and watches that Slack refused for good (`code` says why) and nobody has heard of yet."""
        ...

    def hear(self, run_key: str) -> bool:
        """Whoever ordered a refused message knows of it now; False when they did before."""
        ...

    def posted(self, run_key: str) -> tuple[str, datetime] | None:
        """Where a delivery stands (its ts) and since when; None while or because it does not."""
        ...

    def fate(self, run_key: str) -> tuple[str, str]:
        """The state of a delivery, and Slack's word for why it was refused; both "" where there is none such."""
        ...


class Ledger(Retractions, Protocol):
    """Answers that buttons and follow-ups come back to, and what people corrected."""

    def save_answer(
        self,
        query: Query,
        statements: Sequence[int],
        asker: Asker,
        now: datetime,
        *,
        choices: Sequence[str] = (),
        places: Sequence[str] = (),
        request_id: str | None = None,
    ) -> str:
        """Keep an answer and return its opaque id; it is the newest of the conversations at `places`.

        It goes when the request it answers is forgotten.
        """
        ...

    def load_answer(self, answer_id: str) -> SavedAnswer | None:
        """The answer with this id; None for one that was never given out, or is gone."""
        ...

    def conversation(self, place: str, since: datetime) -> SavedAnswer | None:
        """The newest answer at `place`, unless it is older than `since`."""
        ...

    def correct(self, statement_id: int, field: str, value: str | None, *, by: str, now: datetime) -> int:
        """Lay a correction ("speaker", or "not_statement") over a statement; returns its id. Raises UsageError."""
        ...

    def undo_correction(self, correction_id: int, *, by: str, now: datetime) -> bool:
        """Take a correction off; False when it was off."""
        ...

    def corrections(self, statement_id: int) -> list[Correction]:
        """Every correction of a statement, oldest first."""
        ...


class People(Protocol):
    """Who asks, where, and who is in a channel: read from rows only, refreshed beside the path of answers.

    What is not known is read by the strictest rule (`bot.people`), and asked of Slack for the next time.
    """

    def person(self, user: str) -> Person:
        """Somebody, with their zone; of standing "unknown" where Slack has not told."""
        ...

    def channel(self, channel: str) -> Channel:
        """A conversation; private and shared with strangers where Slack has not told."""
        ...

    def members(self, channel: str) -> frozenset[str] | None:
        """Who is in a channel, as of at most five minutes ago; None = not known."""
        ...

    def belongs(self, user: str, channel: str) -> bool:
        """Whether they are in it, for sure and as of at most five minutes ago (reliability, row 23)."""
        ...

    def granted(self) -> frozenset[str] | None:
        """The scopes Slack granted to the app; None where it has not told."""
        ...

    def moved(self, how: str, channel: str, user: str) -> None:
        """Somebody "joined" or "left" a channel, as Slack tells at once; "" is the bot itself."""
        ...

    def expect(self, user: str, channel: str) -> None:
        """They are about to ask there: what is not known or old is asked of Slack now. Never blocks."""
        ...


class Files(Protocol):
    """Files that people send the bot."""

    def fetch(self, url: str, name: str, limit: int) -> bytes:
        """The bytes of one, at most one more than `limit`. Raises SourceError with what to do."""
        ...


class Preferences(Protocol):
    """What people set, for "channel:ID" and "user:ID"; and what was refused to whom."""

    def preference(self, subject: str, name: str) -> str | None:
        """What was set; None = nothing."""
        ...

    def prefer(self, subject: str, name: str, value: str | None, *, by: str, now: datetime) -> None:
        """Set it, or with None take it back."""
        ...

    def refuse(self, user: str, channel: str, what: str, why: str, now: datetime) -> None:
        """Record that somebody tried what is not theirs to do."""
        ...


class Post(Protocol):
    """The way to a channel."""

    def post(self, delivery: Delivery) -> str:
        """Send it once, returning its ts. Raises NotStoredError, UncertainError or RefusedError."""
        ...

    def look(self, delivery: Delivery) -> str | None:
        """The ts of the message with this run key, if it arrived. Raises PostError where Slack cannot be asked."""
        ...

    def reply(self, request: Request, message: Message, *, replace: bool = False, public: bool = False) -> None:
        """Answer a command or click for its asker's eyes only, at most once; `replace` the private answer clicked on.

        `public` shows it to the whole channel instead, also where the bot is no member. Raises PostError.
        """
        ...

    def edit(self, channel: str, ts: str, message: Message) -> None:
        """Put another message in the place of one of ours. Doing it again changes nothing. Raises PostError."""
        ...

    def working(self, request: Request) -> None:
        """Show that an answer is being worked on, where that can be shown. Never raises."""
        ...

    def show(self, request: Request, page: Page) -> None:
        """Fill the view that was opened for a request, or that it was sent from. Raises PostError."""
        ...

    def publish(self, user: str, page: Page) -> None:
        """Put a page on a person's Home tab. Raises PostError."""
        ...
