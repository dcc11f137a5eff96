"""The one door into the core, for handlers and command line alike.

articles -> extract -> admit            `index`
question -> parse, find, rank -> Answer `ask`, and `page` for how it reads
draft    -> extract, look, compare      `check`
request  -> inbox, then the workers     `receive`, `wake`
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock_time
from itertools import islice
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.answering import Answering, utcnow
from bot.ask import suggest
from bot.check.draft import quoted
from bot.check.look import examine
from bot.compose import answers
from bot.errors import SearchBudgetError
from bot.model import Article, Asker, Request
from bot.people import Terminal
from bot.people.visibility import scopes
from bot.ports import Incoming
from bot.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from bot.check.draft import Checked
    from bot.extract import Extractor
    from bot.linking import Heard, Linking
    from bot.model import Coverage, Statement
    from bot.page import Page
    from bot.people.threads import Threads
    from bot.ports import Admission, Archive, Inbox, People

BATCH = 300  # articles a transaction: a running bot that wants to write waits for one at most, a fifth of a second
BATCH_SECONDS = 1.0  # after which what waits is committed, so that a running bot sees it
TOGETHER = 50  # articles of those that come in fast, looked up at once
HELP = frozenset({"", "help", "/help", "?", "hi", "hello", "hey"})


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of one article: "new", "changed" or "same"."""

    article: Article
    outcome: str
    statements: int


@dataclass(frozen=True, slots=True)
class CheckedDraft:
    """The quotations of a draft in order, each with its verdict, and what they were held against."""

    quotations: tuple[Checked, ...]
    coverage: Coverage


class Newsroom(Answering):
    """Asks and indexes over one archive. Threads share it; it keeps nothing of its own but the bell."""

    archive: Archive

    def __init__(
        self,
        archive: Archive,
        inbox: Inbox,
        *,
        zone: str = "UTC",
        news_hours: int = 72,
        clock: Callable[[], datetime] = utcnow,
        people: People | None = None,
        threads: Threads | None = None,
        links: Linking | None = None,
    ) -> None:
        super().__init__(archive, zone=zone, clock=clock)
        self.people = people or Terminal()
        self._threads = threads
        self.links = links
        self.bell = threading.Event()
        self._inbox = inbox
        self._news = timedelta(hours=news_hours)

    def page(self, text: str, asker: Asker | None = None) -> Page:
        """What is shown for whatever was typed: an answer, the help text, or a refusal with its reason."""
        asker = asker or Asker(zone=self.zone)
        if text.strip().casefold() in HELP:
            return answers.help_page()
        try:
            found = self.ask(text, asker)
        except SearchBudgetError as error:
            return answers.problem(str(error))
        return answers.page(found, asker.zone)

    def offers(self, source: str, typed: str, request: Request) -> list[tuple[str, str]]:
        """(value, label) of the "speakers" or "outlets" that may be meant by what was typed into a form so far."""
        with self.archive.snapshot(self.asker(request).scopes, self.clock()) as snapshot:
            if source == "outlets":
                return suggest.outlets(snapshot.outlets(), typed)
            return suggest.speakers(snapshot.directory(), typed)

    def check(self, text: str, extractor: Extractor, asker: Asker | None = None) -> CheckedDraft:
        """Hold every quotation of a draft against the record. The draft itself is neither stored nor indexed."""
        asker = asker or Asker(zone=self.zone)
        found = quoted(text, extractor.extract(Article("draft", text)))
        now = self.clock()
        with self.archive.snapshot(asker.scopes, now) as snapshot:
            return CheckedDraft(tuple(examine(found, snapshot, now)), snapshot.coverage())

    def index(
        self, articles: Iterable[Article], extractor: Extractor, *, backfill: bool = False, again: bool = False
    ) -> Iterator[Indexed]:
        """Extract from and store each article; what stands already, read by this extractor, is not read again.

        Whole articles are committed, up to BATCH or what came in BATCH_SECONDS at a time, and yielded once they are.
        """
        read: deque[list[Incoming | Indexed]] = deque()

        def batches() -> Iterator[list[Incoming]]:
            for waiting in self._batches(articles, extractor, backfill=backfill, again=again):
                read.append(waiting)
                yield [one for one in waiting if isinstance(one, Incoming)]

        for became in self.archive.admit_each(batches(), clock=self.clock, extractor=extractor.version):
            yield from _told(read.popleft(), became)
        self.archive.catch_up()

    def _batches(
        self, articles: Iterable[Article], extractor: Extractor, *, backfill: bool, again: bool
    ) -> Iterator[list[Incoming | Indexed]]:
        """What came in, read where it does not stand already."""
        source, together = iter(articles), 1
        waiting: list[Incoming | Indexed] = []
        due = 0.0
        while some := list(islice(source, together)):
            now = self.clock()
            standing = [False] * len(some) if again else self.archive.stands(some, extractor.version)
            for article, stands in zip(some, standing, strict=True):
                if stands:
                    waiting.append(Indexed(article, "same", 0))
                else:
                    news = not backfill and self._is_news(article, now)
                    waiting.append(Incoming(article, extractor.extract(article), news))
            due = due if len(waiting) > len(some) else time.monotonic() + BATCH_SECONDS
            if len(waiting) >= BATCH or time.monotonic() >= due or isinstance(waiting[0], Indexed):
                together = TOGETHER if len(waiting) >= BATCH else 1  # what comes in fast is looked up some at a time
                yield waiting
                waiting = []
        yield waiting

    def admit(
        self, article: Article, statements: Sequence[Statement], extractor: str, *, backfill: bool = False
    ) -> Indexed:
        """Put one article into the record, with the statements that `extractor` (its version) found in it."""
        news = not backfill and self._is_news(article, self.clock())
        incoming = Incoming(article, statements, news)
        (became,) = self.archive.admit_many([incoming], now=self.clock(), extractor=extractor)
        return _indexed(incoming, became)

    def _is_news(self, article: Article, now: datetime) -> bool:
        """Published within the news window; by the date alone, to the end of that day, where no time is given."""
        if not article.published:
            return False
        try:
            published = datetime.fromisoformat(article.published)
        except ValueError:
            return False
        if len(article.published) <= 10:
            published = datetime.combine(published.date(), clock_time.max)
        if published.tzinfo is None:
            published = published.replace(tzinfo=ZoneInfo(self.zone))
        return now - published <= self._news

    def receive(self, request: Request, claims: Sequence[str]) -> bool:
        """Commit a request before it is acknowledged; False when it came before."""
        new = self._inbox.receive(request, claims, self.clock())
        if new:
            self.people.expect(request.user, request.channel)
        return new

    def concerns(self, request: Request, only: str) -> bool:
        """Whether what was overheard is for us (`bot.people.threads`); without threads of ours nothing is."""
        return self._threads is not None and self._threads.concerns(request, only)

    def heard(self, heard: Heard) -> int:
        """Addresses that a message links to: how many are read, which is none unless the channel was switched on."""
        return self.links.heard(heard) if self.links else 0

    def moved(self, how: str, channel: str, user: str) -> None:
        """Somebody "joined" or "left" a channel, or "looked" at the app; "" is the bot itself."""
        self.people.moved(how, channel, user)

    def wake(self) -> None:
        """Tell the workers that there is something to do. Never blocks."""
        self.bell.set()

    def asker(self, request: Request) -> Asker:
        """What the person who sent a request may see where it is answered."""
        person, channel = self.people.person(request.user), self.people.channel(request.channel)
        seen = scopes(request, person, channel, lambda: self.people.belongs(request.user, request.channel))
        return Asker(seen, person.zone or self.zone, request.user, may_change=person.trusted and not request.outside)


def _told(waiting: Iterable[Incoming | Indexed], became: Iterable[Admission]) -> Iterator[Indexed]:
    """What became of these, in order."""
    done = iter(became)
    for one in waiting:
        yield one if isinstance(one, Indexed) else _indexed(one, next(done))


def _indexed(one: Incoming, done: Admission) -> Indexed:
    return Indexed(one.article, done.outcome, done.statements)


def summary(counts: dict[str, int], statements: int) -> str:
    """What `index` prints last: "8 new, 0 changed, 2 same, 0 failed; 61 statements."."""
    listed = ", ".join(f"{counts.get(k, 0)} {k}" for k in ("new", "changed", "same", "failed"))
    return f"{listed}; {plural(statements, 'statement')}."
