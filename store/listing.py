"""What came into the record in a span of time, as light rows (bot.listing.Listing)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.ingest.sources import silent
from bot.listing import Delivery, Earlier, Listed, Report, Reports, Reprint
from store import sources
from store.codec import instant, moment, pack, restored, text_of
from store.view import NOT_RESTRICTED, VISIBLE_ARTICLE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Collection, Iterable, Sequence

    from store.connection import Session
    from store.view import View

_IN_TIME = "s.live = 1 AND s.listed_at > :since AND s.listed_at <= :until"
_NEWS = f"{_IN_TIME} AND s.news = 1"
_SEEN = NOT_RESTRICTED.format(id="s.id")
# Grouped as the index has them, so that nothing is sorted; an article whose statements came at two times has two rows.
_REPORTS = f"""
    WITH prominent AS MATERIALIZED (
        SELECT p.id, k.key AS place FROM json_each(:prominent) k JOIN speakers p ON p.root_id = k.value
    ), found AS MATERIALIZED (
        SELECT s.article_id, count(*) AS statements, sum(s.rank = 0) AS quotes, min(k.place) AS place
        FROM statements s INDEXED BY statements_listed LEFT JOIN prominent k ON k.id = s.ascribed_id
        WHERE {_NEWS} {{only}}
        GROUP BY s.listed_at, s.article_id
    ), seen AS MATERIALIZED (
        SELECT a.id, sum(f.statements) AS statements, sum(f.quotes) AS quotes, min(f.place) AS place
        FROM found f CROSS JOIN articles a ON a.id = f.article_id
        WHERE {VISIBLE_ARTICLE}
        GROUP BY a.id
    )
    SELECT a.id, a.title, a.outlet, a.published, a.indexed_at, x.statements, x.quotes, x.place,
        (SELECT count(*) FROM seen), (SELECT sum(statements) FROM seen)
    FROM (SELECT * FROM seen ORDER BY place IS NULL, place, quotes DESC, id LIMIT :limit) x
    CROSS JOIN articles a ON a.id = x.id
"""
_ONLY = "AND s.id IN (SELECT value FROM json_each(:only))"
_OLDER = f"SELECT count(*) FROM statements s WHERE {_IN_TIME} AND s.news = 0 AND {_SEEN}"
_REPRINTS = f"""
    SELECT s.id, s.article_id, s.utterance, r.article_id,
        r.live = 1 AND r.news = 1 AND r.listed_at <= :since AND {NOT_RESTRICTED.format(id="r.id")}
    FROM statements s INDEXED BY statements_listed CROSS JOIN statements r ON r.id = s.utterance
    WHERE {_NEWS} AND s.utterance <> s.id AND {_SEEN}
"""
_STATEMENTS = f"""
    SELECT s.id, s.article_id, p.root_id, s.utterance, s.rank, s.words, s.confidence,
        s.attribution = 'anonymous' OR s.speaker_kind = 'anonymous', s.start
    FROM json_each(:reports) k CROSS JOIN statements s ON s.article_id = k.value
    LEFT JOIN speakers p ON p.id = s.ascribed_id
    WHERE {_NEWS} AND {_SEEN} ORDER BY s.article_id, s.start
"""
_IDS = f"SELECT s.id FROM statements s WHERE {_NEWS} AND s.id > :after AND {_SEEN} ORDER BY s.id LIMIT :limit"
# The newest few of each by the index, instead of ranking all that a much quoted speaker said.
_EARLIER = f"""
    SELECT s.id, p.root_id, s.words, s.said
    FROM json_each(:speakers) k JOIN speakers p ON p.root_id = k.value
    CROSS JOIN statements s ON s.id IN (
        SELECT e.id FROM statements e WHERE e.ascribed_id = p.id AND e.live = 1 AND e.said >= :from
        AND e.listed_at <= :since AND {NOT_RESTRICTED.format(id="e.id")}
        ORDER BY e.said DESC, e.rank, e.article_id, e.start LIMIT :limit)
    ORDER BY p.root_id, s.said DESC, s.id DESC
"""
_KNOWN = f"""
    SELECT k.value FROM json_each(:speakers) k WHERE EXISTS (
        SELECT 1 FROM speakers p CROSS JOIN statements s ON s.ascribed_id = p.id
        WHERE p.root_id = k.value AND s.live = 1 AND s.listed_at <= :since AND {_SEEN})
"""
_DELIVERIES = f"""
    SELECT a.outlet_folded, max(a.indexed_at) AS last, max(a.id) FROM articles a INDEXED BY articles_delivered
    WHERE a.news = 1 AND a.indexed_at > :from AND a.indexed_at <= :until AND a.outlet_folded <> '' AND {VISIBLE_ARTICLE}
    GROUP BY a.outlet_folded, substr(a.indexed_at, 1, 13) ORDER BY last
"""
_NAMES = "SELECT id, outlet FROM articles WHERE id IN (SELECT value FROM json_each(:ids))"


class ListingReading:
    """Implements bot.listing.Listing."""

    def __init__(self, session: Session, view: View, since: datetime, until: datetime) -> None:
        self._session = session
        self._params: dict[str, Any] = {**view.params, "since": instant(since), "until": instant(until)}

    def _rows(self, sql: str, **more: object) -> Iterable[sqlite3.Row]:
        return self._session.all(sql, {**self._params, **more})

    def reports(
        self, prominent: Sequence[int] = (), only: Collection[int] | None = None, limit: int = 1_000_000
    ) -> Reports:
        """The articles with news. `prominent`: merged speakers; `only`: statements wanted; `limit`: listed at most."""
        sql = _REPORTS.format(only="" if only is None else _ONLY)
        rows = self._session.all(
            sql, {**self._params, "prominent": pack(prominent), "only": pack(only or ()), "limit": limit}
        )
        listed = sorted((_report(*row[:8]) for row in map(tuple, rows)), key=lambda one: (one.first_seen, one.key))
        return Reports(listed, rows[0][8], rows[0][9]) if rows else Reports([], 0, 0)

    def older(self) -> int:
        """How many statements are no news: imports, and articles older than the news window."""
        return sum(row[0] for row in self._rows(_OLDER))

    def reprints(self) -> list[Reprint]:
        """The news that had been reported before, in the time or before it."""
        return [Reprint(*row) for row in self._rows(_REPRINTS)]

    def statements(self, reports: Sequence[int]) -> list[Listed]:
        """The news of these articles, as printed."""
        return [Listed(*row) for row in self._rows(_STATEMENTS, reports=pack(reports))]

    def news(self, after: int, limit: int) -> list[int]:
        """Ids of news in their order, `limit` at a time; the next begin `after` the last."""
        return [row[0] for row in self._rows(_IDS, after=after, limit=limit)]

    def earlier(self, speakers: Sequence[int], since: str, limit: int = 40) -> list[Earlier]:
        """What each of these said from the ISO date `since` until the time began, newest first; `limit` a name."""
        rows = self._rows(_EARLIER, speakers=pack(speakers), limit=limit, **{"from": since})
        return [Earlier(*row) for row in rows]

    def known(self, speakers: Sequence[int]) -> set[int]:
        """Those of these speakers who had a visible statement in the record before the time."""
        return {row[0] for row in self._rows(_KNOWN, speakers=pack(speakers))}

    def deliveries(self, since: datetime) -> list[Delivery]:
        """The hours since then in which news of each outlet came in, up to the end of the time, in their order."""
        found = list(self._rows(_DELIVERIES, **{"from": instant(since)}))
        last = {row[0]: row[2] for row in found}
        names = {row[0]: text_of(row[1]) for row in self._rows(_NAMES, ids=pack(last.values()))}
        return [Delivery(names[last[row[0]]], moment(row[1])) for row in found]

    def failing(self, now: datetime) -> list[tuple[str, datetime, str]]:
        """(name, since, why) of the sources that have not been got through to for too long, longest first."""
        return silent(sources.seen(self._session, self._params["scopes"]), now)


def _report(key: int, title: str, outlet: str, published: str, indexed_at: str, *counts: int) -> Report:
    printed = restored(published)
    return Report(key, restored(title), restored(outlet), printed, _first_seen(printed, indexed_at), *counts)


def _first_seen(published: str | None, indexed_at: str) -> str:
    """When a report was out: by its own hour, else by the end of its day or, on that day, when it came in."""
    if not published:
        return indexed_at
    try:
        hour = datetime.fromisoformat(published) if len(published) > len("2026-03-10") else None
    except ValueError:
        hour = None
    if hour is None:
        return min(f"{published[:10]}T23:59:59", indexed_at)
    return instant(hour if hour.tzinfo else hour.replace(tzinfo=UTC))
