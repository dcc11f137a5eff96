"""One tick of the watches: what came into the record since each looked last, and what became of what it told.

active and awake -> news since -> matching, not told yet -> page -> frozen in the outbox with how far it looked
told             -> corrected, taken out, vanished -> a reply under the message that told it, once
"""

from __future__ import annotations

import secrets
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.ask.people import Directory
from bot.compose import watches as compose
from bot.digest import criteria
from bot.model import Delivery
from bot.watch import News

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from bot.model import Message, Record
    from bot.page import Page
    from bot.ports import Archive
    from bot.watch import Told, Watch, Watches

REMEMBERED = timedelta(days=30)  # for which it is told what became of a statement
FIRST, REST = 8, 12  # statements in the message, and in each reply under it


class Watching:
    """The runner; `tick` is called every few seconds and after every start."""

    def __init__(
        self, archive: Archive, watches: Watches, render: Callable[[Page], Message], clock: Callable[[], datetime]
    ) -> None:
        self._archive = archive
        self._watches = watches
        self._render = render
        self._clock = clock

    def tick(self) -> int:
        """Put into the outbox what there is to tell; 0 where there was nothing."""
        now = self._clock()
        groups: dict[tuple[str, ...], list[Watch]] = defaultdict(list)
        for watch in self._watches.active_watches():
            if watch.awake(now):
                groups[watch.scopes].append(watch)
        told = sum(self._look(group, now) for group in groups.values())
        return told + sum(self._turned(one, now) for one in self._watches.turned(now - REMEMBERED))

    def _look(self, group: Sequence[Watch], now: datetime) -> int:
        """What watches that may see the same have to tell."""
        through, looked_at = min(w.through for w in group), min(w.looked_at for w in group)
        records, until = self._watches.news_after(group[0].scopes, through, looked_at, now)
        directory = self._directory(group[0].scopes, records, now) if records else None
        silent, told = [], 0
        for watch in group:
            found = self._matching(watch, records, directory) if directory else []
            if found:
                told += self._watches.tell(watch, until, self._news(watch, found), now)
            elif watch.through < until:
                silent.append(watch)
        if silent:
            self._watches.advance(silent, until, now)
        return told

    def _directory(self, scopes: Sequence[str], records: Iterable[Record], now: datetime) -> Directory:
        """Those who speak in `records`, with every name that leads to them: all that a name has to be told from."""
        speaking = {record.speaker_id for record in records}
        with self._archive.snapshot(scopes, now) as snapshot:
            return Directory(tuple(entry for entry in snapshot.directory() if entry.id in speaking))

    def _matching(self, watch: Watch, records: Sequence[Record], directory: Directory) -> list[Record]:
        """What it wants and has not told, each utterance once, by its first report here."""
        wanted = criteria.resolved(criteria.of_json(watch.criteria), directory)
        mine = [r for r in records if _is_new(r, watch) and criteria.why_not(r, wanted) is None]
        first = {record.utterance: record for record in reversed(mine)}
        untold = self._watches.untold(watch.id, first)
        return [record for record in mine if first[record.utterance] is record and record.utterance in untold]

    def _news(self, watch: Watch, found: Sequence[Record]) -> list[News]:
        """The first of them in a message, the others in replies under it."""
        key = f"watch/{watch.id}/{secrets.token_hex(6)}"
        batches = [found[:FIRST], *(found[at : at + REST] for at in range(FIRST, len(found), REST))]
        return [
            News(
                self._delivery(watch, compose.news(watch, batch, len(found), part), key, part, batch),
                tuple((record.utterance, record.id, compose.label(record)) for record in batch),
            )
            for part, batch in enumerate(batches)
        ]

    def _turned(self, told: Told, now: datetime) -> bool:
        watch = self._watches.watch(told.watch)
        if watch is None or not watch.awake(now):
            return False
        reply = self._delivery(watch, compose.turned(told, watch.zone), f"watch/{watch.id}/{told.note}")
        return self._watches.tell_turned(told, replace(reply, thread_ts=told.thread_ts), now)

    def _delivery(self, watch: Watch, page: Page, ref: str, part: int = 0, records: Sequence[Record] = ()) -> Delivery:
        return Delivery(
            run_key=secrets.token_hex(12),
            purpose="watch",
            channel=watch.channel,
            message=self._render(page),
            part=part,
            ref=ref,
            statements=tuple(record.id for record in records),
        )


def _is_new(record: Record, watch: Watch) -> bool:
    """Whether this watch has not looked at it: others that look with it may have come less far."""
    listed = max(record.indexed_at, record.article.visible_from or record.indexed_at)
    return record.id > watch.through or listed > watch.looked_at
