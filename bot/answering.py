"""A question over one archive: what the bot, the desk and `verbatim ask` have in common. Loaded for every question."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.ask.find import answer, laid_out
from bot.model import Asker

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from bot.model import Answer, Query
    from bot.ports import Readable


def utcnow() -> datetime:
    """The clock of the process; everything else takes `now` as an argument."""
    return datetime.now(UTC)


class Answering:
    """Asks one archive. Threads share it."""

    def __init__(self, archive: Readable, *, zone: str = "UTC", clock: Callable[[], datetime] = utcnow) -> None:
        self.archive = archive
        self.zone = zone
        self.clock = clock

    def warm(self) -> None:
        """Lay out who speaks in the public record, before somebody waits for it.

        Of 50,000 speakers that takes a third of a second, once in a process: else the second question has to wait.
        """
        with self.archive.snapshot(Asker().scopes, self.clock()) as snapshot:
            laid_out(snapshot.directory()).match("spokesman")  # which looks at names, initials and roles

    def ask(
        self,
        text: str,
        asker: Asker | None = None,
        as_of: date | None = None,
        *,
        previous: Query | None = None,
        understood: Query | None = None,
    ) -> Answer:
        """Answer a question. Relative dates count from `as_of` (default: today in the asker's zone).

        `previous` is the query of the answer before in this conversation ("and about Turkey?" goes on from there);
        `understood` is the question itself where it is known in parts, and `text` is only how it reads.
        Raises SearchBudgetError where the search ran longer than its budget.
        """
        asker = asker or Asker(zone=self.zone)
        now = self.clock()
        started = time.perf_counter()
        with self.archive.snapshot(asker.scopes, now) as snapshot:
            found = answer(text, snapshot, asker, now, as_of=as_of, previous=previous, understood=understood)
        return replace(found, ms=round(1000 * (time.perf_counter() - started), 3))
