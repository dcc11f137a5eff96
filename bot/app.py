"""The composition root: the only file that knows bot, handlers and store; what starts first and stops last.

Start: lock the database, open it, take up what was left, threads, ticks, and only then listen to Slack.
Stop: the other way round, within ten seconds.
"""

from __future__ import annotations

import logging
import os
import signal
import sqlite3
import sys
import tempfile
import threading
import time
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from bot import doctor
from bot.answering import utcnow
from bot.collecting import settled
from bot.delivery.amend import Amender
from bot.delivery.outbox import SETTLE, Deliverer
from bot.delivery.workers import Workers
from bot.desk import Desk, typed
from bot.digest.charts import Charts
from bot.digest.run import Digests
from bot.errors import SourceError, VerbatimError
from bot.health import BEAT, Health
from bot.ingest.files import articles
from bot.linking import Linking
from bot.logs import configure_logging
from bot.newsroom import Newsroom
from bot.opened import extractor, opened
from bot.page import Page
from bot.people.directory import Directory
from bot.people.threads import Threads
from bot.reception import Reception
from bot.watch.run import Watching
from bot.wording import joined, plural
from store import open_archive
from store.lock import locked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime, timedelta
    from typing import Any

    from slack_bolt import App

    from bot.config import Secret, Settings
    from bot.extract import Extractor
    from bot.ingest.shelf import Shelf
    from bot.opened import OpenDesk
    from bot.removal import Clearing
    from handlers.http import HttpMode
    from handlers.post import SlackPost
    from handlers.socket import SocketMode

log = structlog.get_logger()
DIGEST_TICK = 15.0  # seconds
CORRECTION_TICK = 3.0  # the same, of what the desk corrected and channels still show
A_MINUTE = 60.0
A_DAY = 86_400.0
UNREAD = "What Slack may or may not have taken is given up, for want of the scopes to look for it (*:history), in"
GRACE = 8.0  # seconds that stopping may take; a supervisor kills after ten


def per_thread(make: Callable[[], Extractor]) -> Callable[[], Extractor]:
    """One extractor for each thread that asks for one, made when it first does: loading takes a good while."""
    local = threading.local()

    def mine() -> Extractor:
        if not hasattr(local, "extractor"):
            local.extractor = make()
        found: Extractor = local.extractor
        return found

    return mine


def run_desk(settings: Settings, *, samples: bool) -> None:
    """The terminal desk, over the database or, in a temporary one, over the samples."""
    if not samples:
        with locked(settings.db), opened(settings, create=True) as desk:
            _converse(desk, f"Desk over {settings.db}. Type a question, help or quit.")
        return
    with (
        tempfile.TemporaryDirectory(prefix="verbatim-") as folder,
        opened(_sampled(settings, Path(folder)), create=True) as desk,
    ):
        count = load_samples(desk)
        _converse(
            desk,
            f"Desk over {plural(count, 'sample article')} written for Verbatim, in a temporary database; "
            f"{settings.db} is not touched. Type a question, help or quit.",
        )


def _sampled(settings: Settings, folder: Path) -> Settings:
    """A database of its own, for which the samples, whatever their date, are news: so that /digest shows one."""
    return replace(settings, db=folder / "samples.db", news_hours=24 * 365 * 100)


def load_samples(desk: OpenDesk) -> int:
    """Index the sample articles; returns how many."""
    with resources.as_file(resources.files("bot") / "samples" / "articles.jsonl") as path:
        found = [item for item in articles(path) if not isinstance(item, SourceError)]
    return sum(1 for _ in desk.newsroom.index(found, desk.extractor()))


def _converse(desk: OpenDesk, greeting: str) -> None:
    print(greeting, flush=True)  # noqa: T201 - the desk's own output
    Desk(
        desk.newsroom, lambda: desk.preview(24), sys.stdout, check=lambda draft: desk.checked_page(desk.check(draft))
    ).run(typed())


def run_bot(settings: Settings) -> None:
    """The bot in Slack, until SIGTERM or SIGINT; the caller holds the lock (`bot.opened.alone`).

    Raises ConfigError or ArchiveError where it cannot start.
    """
    configure_logging(settings.log_level)
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    bot = Bot(settings)
    bot.start()
    stopping.wait()
    bot.stop()
    if [thread for thread in threading.enumerate() if not thread.daemon and thread is not threading.main_thread()]:
        _end()


def _end() -> None:
    """Leave at once: a call that Slack does not answer must not hold the process beyond a supervisor's patience."""
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


class Bot:
    """Everything that runs, put together. `start` returns once Slack can reach it; `stop` within ten seconds."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime] = utcnow,
        settle: timedelta = SETTLE,
        steady: Callable[[], float] | None = None,
    ) -> None:
        import handlers  # noqa: PLC0415 - Slack is imported by a bot that runs, not by `verbatim ask`
        from bot.ingest import door  # noqa: PLC0415 - the web is opened by a bot that runs, not by `verbatim ask`
        from bot.ingest.gather import Gatherer  # noqa: PLC0415 - the same
        from bot.ingest.shelf import Shelf  # noqa: PLC0415 - the same
        from bot.ticks import Ticks  # noqa: PLC0415 - the same of APScheduler
        from handlers.amend import amended  # noqa: PLC0415 - the same
        from handlers.render import render  # noqa: PLC0415 - the same

        steady = steady or (time.monotonic if clock is utcnow else lambda: clock().timestamp())  # a test's only clock
        self.store = open_archive(settings.db)
        token = _secret(settings.slack_bot_token)
        self.directory = Directory(self.store, handlers.lookup(token, settings.slack_api_url), clock)
        self.newsroom = Newsroom(
            self.store,
            self.store,
            zone=settings.timezone,
            news_hours=settings.news_hours,
            clock=clock,
            people=self.directory,
            threads=Threads(self.store, self.store, self.store, clock),
            links=Linking(self.store, self.directory, render, clock),
        )
        post = self._edge(settings, token, steady)
        self._unread = post.unread
        self.deliverer = Deliverer(self.store, post, clock, settle, steady)
        self.intake = door.intake(self.newsroom, settings)
        self.digests = Digests(self.store, self.store, render, clock, self.store, self.directory)
        self.digests.charts = Charts(self.store.posted, handlers.uploads(token, settings.slack_api_url), clock)
        shelf = Shelf(self.store, self.intake, per_thread(extractor))
        reception = self._reception(settings, token, shelf)
        self.gatherer = Gatherer(self.store, self.intake, per_thread(extractor), render)
        self.workers = Workers(reception, self.store, self.deliverer, post, render)
        besides = {"reading sources": lambda: self.gatherer.alive, "asking who is who": lambda: self.directory.alive}
        self.health = Health(self.workers, self.deliverer, self.store.pulse, clock, besides=besides)
        self.watching = Watching(self.store, self.store, render, clock)
        self.amender = Amender(self.newsroom, self.store, post, amended)
        self._subscribe(settings, clock())
        shelf.configure(settings.sources)
        self._ticks = Ticks(
            {
                "digests": (DIGEST_TICK, self.tick),
                "charts": (DIGEST_TICK, self.digests.charts.hang),
                "watches": (DIGEST_TICK, self._watch),
                "pulse": (BEAT, self.health.beat),
                "corrections": (CORRECTION_TICK, self.amender.tick),
                "people": (A_MINUTE, self.directory.tick),
                "tidy": (A_DAY, lambda: self.store.tidy(clock())),
            },
            stepped=lambda: self.store.rewind(clock()) + self.store.hasten_sources(clock()),
        )

    def _edge(self, settings: Settings, token: str, steady: Callable[[], float]) -> SlackPost:
        """What listens to Slack, and the way to post. Raises ConfigError; nothing stays open then."""
        import handlers  # noqa: PLC0415 - see above

        try:
            app, post = handlers.build(
                self.newsroom,
                token=token,
                api_url=settings.slack_api_url,
                signing_secret=_secret(settings.slack_signing_secret),
                steady=steady,
            )
            self.listener = _listener(app, settings, settings.mode, lambda: self.health.problems())  # noqa: PLW0108 - it is made later
        except VerbatimError:
            self.store.close()
            raise
        return post

    def _reception(self, settings: Settings, token: str, shelf: Shelf) -> Reception:
        """Every room that this bot has."""
        import handlers  # noqa: PLC0415 - see above
        from handlers.surfaces import off  # noqa: PLC0415 - see above

        return Reception.of(
            self.newsroom,
            self.store,
            per_thread(extractor),
            settings.mode,
            self.store,
            self.intake,
            shelf,
            watches=self.store,
            cast=self.store,
            standing=self._standing,
            digests=(self.store, self.digests),
            files=handlers.files(token, settings.slack_api_url),
            off=off,
        )

    def _subscribe(self, settings: Settings, now: datetime) -> None:
        """The digests of the settings, as rows; channels no longer named have none."""
        for channel in settings.digest_channels:
            self.store.subscribe(channel, [settings.digest_at], settings.timezone, now)
        self.store.unsubscribe_others(settings.digest_channels)

    def _standing(self) -> list[str]:
        """What `status` tells of the bot itself."""
        lesser = f"{UNREAD} {joined(self._unread)}." if self._unread else None
        return [line for line in (*self.health.problems(), lesser) if line]

    def tick(self) -> None:
        """Freeze what is due, decide what is uncertain, and send what can be sent."""
        self.digests.tick()
        self.deliverer.reconcile()
        self.digests.hear(self.store)
        self.deliverer.wake()

    def _watch(self) -> None:
        if self.watching.tick():
            self.deliverer.wake()

    def start(self) -> None:
        """Take up what was left, then listen. Raises ConfigError where Slack cannot be reached."""
        if self._unread:
            log.warning("at most once", where=", ".join(self._unread), why="no scope to look for what may have arrived")
        self.newsroom.warm()
        settled()
        self.directory.start()
        self.workers.start()
        self.gatherer.start()
        self._ticks.start()
        try:
            self.listener.start()
        except VerbatimError:
            self.stop()
            raise
        log.info("running", listening=type(self.listener).__name__, port=self.listener.port)

    def stop(self) -> None:
        """Listen no more, finish what is in hand, and leave the rest in rows for the next start."""
        self.listener.stop(GRACE / 4)
        self._ticks.stop(GRACE / 8)
        self.intake.reader.close()
        self.gatherer.stop(GRACE / 8)
        self.workers.stop(GRACE / 2)
        self.directory.stop(GRACE / 8)
        self.store.close()
        log.info("stopped")


def digests_of(desk: OpenDesk) -> Digests:
    """The runner of digests over a database opened for one command."""
    from handlers.render import render  # noqa: PLC0415 - see Bot

    return Digests(desk.store, desk.store, render, desk.newsroom.clock, desk.store)


def clearing(zone: str) -> Clearing:
    """How messages of ours are rewritten when something is removed on request."""
    from bot.removal import Clearing  # noqa: PLC0415 - see Bot
    from handlers.amend import amended  # noqa: PLC0415 - see Bot
    from handlers.render import render  # noqa: PLC0415 - see Bot

    return Clearing(amended, lambda told: render(Page(told)), zone)


def _secret(value: Secret | None) -> str:
    return value.revealed() if value else ""


def manifest(*, http: bool, commands: Sequence[str], host: str, threads: bool, agent: bool) -> dict[str, Any]:
    """The manifest of the Slack app. Raises UsageError for a command that is not ours."""
    from handlers import surfaces  # noqa: PLC0415 - see Bot

    return surfaces.manifest(http=http, commands=commands, host=host, threads=threads, agent=agent)


def _listener(app: App, settings: Settings, mode: str, health: Callable[[], list[str]]) -> HttpMode | SocketMode:
    from handlers.http import HttpMode  # noqa: PLC0415 - see Bot
    from handlers.socket import SocketMode  # noqa: PLC0415 - see Bot

    if mode == "http":
        return HttpMode(app, settings.host, settings.port, health)
    return SocketMode(app, _secret(settings.slack_app_token))


def examined(settings: Settings) -> Iterator[tuple[bool, str]]:
    """What `doctor` prints; see bot.doctor. Raises ArchiveError as `opened` does."""

    def slack() -> tuple[bool, str]:
        import handlers  # noqa: PLC0415 - see Bot

        return handlers.examined(_secret(settings.slack_bot_token), settings.slack_api_url)

    return doctor.examined(settings, sqlite3.sqlite_version, slack)
