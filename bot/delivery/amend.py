"""What was posted is kept true: a message is changed that shows what was corrected or retracted since.

    correction -> a row for each message that shows it, in the same transaction -> tick -> what stands now -> one edit

The edit puts there what is right now, so doing it again changes nothing: a row is done once Slack took it, and a
correction that comes in between makes it due anew (its revision is compared). One thread at a time does it, so what was
corrected last is what stands.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

import structlog

from bot.compose.amended import amendment
from bot.errors import PostError, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.compose.amended import Amendment, Ids
    from bot.model import Correction, Message
    from bot.newsroom import Newsroom
    from bot.ports import Post

log = structlog.get_logger()
MOST = 20  # messages a tick
BACKOFF = (15.0, 60.0, 300.0, 1800.0)  # seconds before the n-th next try; then it is given up


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of ours that stands in a channel, and the corrections since."""

    run_key: str
    channel: str
    ts: str
    message: Message  # as it was posted
    scopes: tuple[str, ...]  # what may be shown there
    corrections: dict[int, list[Correction]]  # of the statements it shows, oldest first
    revision: int
    since: datetime  # when it was frozen: what was retracted before then it says itself
    statements: tuple[int, ...] = ()  # what it shows
    attempt: int = 0


class Book(Protocol):
    """The rows of messages to be changed."""

    def amendments(self, now: datetime, most: int) -> list[Standing]:
        """Those that are due, in the order in which they came to be so."""
        ...

    def amended(self, run_key: str, revision: int, state: str, reason: str | None, not_before: datetime | None) -> bool:
        """Note what became of one ("done", "due" again, "given_up"); False where a correction came in between."""
        ...


class Amender:
    """Changes what was posted; `tick` is called every few seconds."""

    def __init__(
        self,
        newsroom: Newsroom,
        book: Book,
        post: Post,
        layout: Callable[[Message, Callable[[Ids], Amendment | None], str], Message],
    ) -> None:
        self._newsroom = newsroom
        self._book = book
        self._post = post
        self._layout = layout
        self._one = threading.Lock()

    def tick(self) -> int:
        """Change what is due; returns how many messages were."""
        with self._one:
            return sum(map(self._change, self._book.amendments(self._newsroom.clock(), MOST)))

    def _change(self, standing: Standing) -> bool:
        try:
            self._post.edit(standing.channel, standing.ts, self._now(standing))
        except PostError as error:
            self._troubled(standing, error)
            return False
        return self._book.amended(standing.run_key, standing.revision, "done", None, None)

    def _now(self, standing: Standing) -> Message:
        """The message with what the record says now where it was corrected; as posted where all is taken back."""
        ids: Sequence[int] = list(dict.fromkeys((*standing.statements, *standing.corrections)))
        with self._newsroom.archive.snapshot(standing.scopes, self._newsroom.clock()) as snapshot:
            records = {record.id: record for record in snapshot.records(ids)}
        zone = self._newsroom.zone
        known = (records, standing.corrections, standing.since)
        return self._layout(standing.message, lambda those: amendment(those, *known, zone), zone)

    def _troubled(self, standing: Standing, error: PostError) -> None:
        """Refused: it is gone, or too old to be changed. Anything else is tried again for a while."""
        last = isinstance(error, RefusedError) or standing.attempt >= len(BACKOFF)
        log.warning("message not corrected", run_key=standing.run_key, again=not last, why=str(error))
        if last:
            self._book.amended(standing.run_key, standing.revision, "given_up", str(error), None)
            return
        later = self._newsroom.clock() + timedelta(seconds=BACKOFF[standing.attempt])
        self._book.amended(standing.run_key, standing.revision, "due", str(error), later)
