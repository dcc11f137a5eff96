"""Finding candidates, in milliseconds at a million statements.

With groups of words, the full-text index gives the newest that have a word of so many of them: it seeks from the
rarest, and nothing need be ranked (0.2 to 3 ms for "2 of 4" where bm25 over the same words takes 3 to 15). With words,
it gives them by bm25; ranking costs about 0.1 us a posting, so it is given at most POSTINGS of them: of several
alternative words the commonest are left out, and what is still too common is taken newest first. Without words, the
speaker's index gives the newest. Restrictions of the view come before every LIMIT, and a search is ended at its
budget, whatever was typed.
"""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bot.ask.terms import match, match_some
from bot.errors import SearchBudgetError
from bot.model import Candidate, Kind
from bot.text import fold
from store.codec import instant, pack, searchable, text_of
from store.view import NOT_RESTRICTED, VISIBLE_ARTICLE
from store.words import rarest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.ports import Search
    from store.connection import Session
    from store.view import View

POSTINGS = 25_000  # ranked in about 3 ms
MOST_TAGS = 64  # speakers in one MATCH; more of them are a filter
MOST_BRANCHES = 64  # speakers whose newest are merged; more of them are sorted together
BUDGET = 0.2  # seconds
SHARED = 0.75  # of it for all looks of one answer: the rest is for ranking, reading and composing what they found
ASIDE = 0.25  # of it for a look at what an answer can do without
_LATE = 0.4  # of a budget, after which nothing is begun that an answer can do without
_WORK = 0.25  # of the budget must have been worked in its second half …
_PATIENCE = 5  # … unless so many budgets have passed: then the disk is what holds us
_STEPS = 2000  # virtual machine instructions between two looks at the clock: well under a millisecond
_KINDS = {kind.value: kind for kind in Kind}
_NEWEST = "s.said DESC, s.rank, s.article_id, s.start"
_MEMBERS = """SELECT id FROM speakers WHERE root_id IN (
    SELECT root_id FROM speakers WHERE id IN (SELECT value FROM json_each(:speakers)))"""
_CANDIDATES = f"""
    SELECT s.id, p.root_id, s.utterance, s.words, s.context, s.kind, s.said, a.given_id, s.start, s.confidence,
        found.score  -- the fields of a Candidate, in their order
    FROM found JOIN statements s ON s.id = found.id JOIN articles a ON a.id = s.article_id
    LEFT JOIN speakers p ON p.id = s.ascribed_id
    WHERE s.live = 1 AND {VISIBLE_ARTICLE}
    ORDER BY found.score DESC, {_NEWEST}
"""


def spent(passed: float, worked: float, budget: float) -> bool:
    """Whether to end a search after so many seconds on the clock, and of work of its thread in the second half of them.

    Time passes on the clock while others have the processor: an ordinary search of 20 ms is not to fail for a neighbour
    that holds it up. So what runs out of time on the clock is ended only if it has worked for half of what it had left
    at half time. On a quiet machine the two clocks are one, and nothing runs longer than its budget; on one with four
    times too much to do, a search that needs 100 ms may take 400. Waiting for a disk is no work: past five budgets it
    ends all the same.
    """
    return passed > budget and (worked > _WORK * budget or passed > _PATIENCE * budget)


class Watch:
    """The two clocks of one search, or of all of one answer. A thread's own is slow: not asked before half time."""

    def __init__(self, budget: float) -> None:
        self.budget = budget
        self._begun = time.monotonic()
        self._worked_before = time.thread_time()
        self._at_half: float | None = None

    def over(self) -> bool:
        """Whether the search is to be ended."""
        passed = time.monotonic() - self._begun
        if passed <= self.budget / 2:
            return False
        if self._at_half is None:  # first asked later, where something else was worked at: half a budget was its share
            self._at_half = min(time.thread_time(), self._worked_before + self.budget / 2)
        return passed > self.budget and spent(passed, time.thread_time() - self._at_half, self.budget)

    def late(self) -> bool:
        """Whether so much work is done, or has been waited for so long, that only what must be is still looked for."""
        worked = time.thread_time() - self._worked_before
        return worked > _LATE * self.budget or time.monotonic() - self._begun > _PATIENCE * _LATE * self.budget


@contextmanager
def budgeted(session: Session, watch: Watch) -> Iterator[None]:
    """End what runs longer (see `spent`). Raises SearchBudgetError."""
    conn = session.db.conn
    conn.set_progress_handler(watch.over, _STEPS)
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
            raise
        raise SearchBudgetError(
            "This search took too long and was ended: add a speaker, a rarer word or a date."
        ) from error
    finally:
        conn.set_progress_handler(None, 0)


def find(session: Session, view: View, search: Search, count: dict[str, int], *, restricted: bool) -> list[Candidate]:
    """The best candidates; [] where no word is searchable.

    `count` says how common the words are, `restricted` whether there is anything that not everybody may see.
    """
    params = {**view.params, **_filter_params(search)}
    visible = NOT_RESTRICTED if restricted else "1"
    if search.groups:
        queries = _by_groups(search, params, visible)
    elif search.words:
        queries = _by_words(search, count, params, visible)
    else:
        queries = [_by_date(session, search, params, visible)]
    found: dict[int, Candidate] = {}
    for sql in queries:
        if len(found) < search.limit:
            for row in session.all(sql, params):
                found.setdefault(row[0], _candidate(row))
    return sorted(found.values(), key=lambda one: -one.score)[: search.limit]


def _candidate(row: sqlite3.Row) -> Candidate:
    own, speaker, utterance, words, context, kind, said, article, start, confidence, score = row
    return Candidate(
        own, speaker, utterance, words, context, _KINDS[kind], said, text_of(article), start, confidence, score
    )


def _filter_params(search: Search) -> dict[str, Any]:
    return {
        "speakers": pack(search.speakers),
        "since": searchable(search.since or ""),
        "until": searchable(search.until or ""),
        "not_before": _a_year_before(searchable(search.since or "")),
        "outlet": searchable(fold(search.outlet or "")),
        "addressee": searchable(fold(search.addressee or "")),
        "kind": search.kind,
        "indexed_since": instant(search.indexed_since) if search.indexed_since else "",
        "limit": search.limit,
    }


def _a_year_before(day: str) -> str:
    """Where what was said "in 2025" sorts, of which `day` may be a part; longer ranges are not looked for."""
    return f"{int(day[:4]) - 1:04}{day[4:]}" if re.fullmatch("[0-9]{4}", day[:4]) else day


def _filters(search: Search) -> str:
    """Conditions on `s`, a row of statements."""
    given = {
        # `said` is in the indexes and begins `said_from`: the second half of each only narrows what is read.
        "s.said_until >= :since AND s.said >= :not_before": search.since,
        "s.said_from <= :until AND s.said <= :until": search.until,
        "instr(s.addressee_folded, :addressee) > 0": search.addressee,
        "s.kind = :kind": search.kind,
        "s.listed_at > :indexed_since": search.indexed_since,
        """EXISTS (SELECT 1 FROM articles o
            WHERE o.id = s.article_id AND instr(o.outlet_folded, :outlet) > 0)""": search.outlet,
    }
    return "".join(f" AND {condition}" for condition, value in given.items() if value)


def _by_groups(search: Search, params: dict[str, Any], visible: str) -> list[str]:
    """One query over every tier, the newest of each; none where no tier can be met."""
    tiers = []
    for at, (first, least) in enumerate(search.tiers):
        params[f"match{at}"] = match_some(search.groups[:first], least)
        if params[f"match{at}"] is not None:
            tiers.append(f"SELECT * FROM ({_matches(search, at, visible, str(len(search.tiers) - at))})")
    if not tiers:
        return []
    found = f"SELECT id, max(score) AS score FROM ({' UNION ALL '.join(tiers)}) GROUP BY id"
    return [
        f"""
        WITH found (id, score) AS MATERIALIZED ({found} ORDER BY score DESC, id DESC LIMIT :limit)
        {_CANDIDATES}"""
    ]


def _by_words(search: Search, count: dict[str, int], params: dict[str, Any], visible: str) -> list[str]:
    """Queries to run until the limit is reached: the words that can be ranked, then, newest first, all of them."""
    if search.every:
        plans = [(search.words, min(count.get(word, 0) for word in search.words) <= POSTINGS)]
    else:
        ranked = rarest(search.words, count, POSTINGS)
        plans = [(tuple(ranked), True)] if ranked else []
        if len(ranked) < len(set(search.words)):
            plans.append((search.words, False))
    queries = []
    for at, (words, ranks) in enumerate(plans):
        params[f"match{at}"] = match(words, every=search.every)
        if params[f"match{at}"] is not None:
            queries.append(_matching(search, at, visible, ranks=ranks))
    return queries


_BM25 = "bm25(statement_terms, 1.0, 0.4, 0.0)"
UNRANKED = "1e-6"  # what bm25 gives a word that stands in half of all rows
_UNTAGGED = "('{{words context}} : (' || :match{at} || ')')"
_TAGGED = f"""(
    SELECT 'tags : (' || coalesce(group_concat('sp' || id, ' OR '), 'sp0')
        || ') AND {{{{words context}}}} : (' || :match{{at}} || ')'
    FROM ({_MEMBERS}))"""


def _matching(search: Search, at: int, visible: str, *, ranks: bool) -> str:
    # bm25 reads every posting of every word once more: not for words that are too common to be ranked by.
    # Of a record of one statement it is no number, which SQLite gives as NULL.
    score, order = (f"coalesce(-{_BM25}, {UNRANKED})", _BM25) if ranks else (UNRANKED, "f.rowid DESC")
    return f"""
        WITH found (id, score) AS MATERIALIZED ({_matches(search, at, visible, score, order)})
        {_CANDIDATES}"""


def _matches(search: Search, at: int, visible: str, score: str, order: str = "f.rowid DESC") -> str:
    """The rows of the index for one MATCH, restricted; at most the limit."""
    tagged = 0 < len(search.speakers) <= MOST_TAGS
    filters = _filters(search)
    if search.speakers and not tagged:
        filters += f" AND s.ascribed_id IN ({_MEMBERS})"
    join = "JOIN statements s ON s.id = f.rowid" if filters else ""
    expression = (_TAGGED if tagged else _UNTAGGED).format(at=at)
    return f"""
        SELECT f.rowid AS id, {score} AS score FROM statement_terms f {join}
        WHERE statement_terms MATCH {expression}
        AND {visible.format(id="f.rowid")} {filters}
        ORDER BY {order} LIMIT :limit"""


# What came in lately is looked up by when it came in, however old the days are on which it was said.
_LISTED = """ AND s.id IN (
    SELECT id FROM statements WHERE live = 1 AND listed_at > :indexed_since ORDER BY listed_at DESC LIMIT 20000)"""


def _by_date(session: Session, search: Search, params: dict[str, Any], visible: str) -> str:
    condition = f"s.live = 1 AND {visible.format(id='s.id')} {_filters(search)}"
    if not search.speakers:
        condition += _LISTED if search.indexed_since else ""
        inner = f"SELECT s.id FROM statements s WHERE {condition} ORDER BY {_NEWEST} LIMIT :limit"
    else:
        members = [row["id"] for row in session.all(_MEMBERS, params)]
        inner = _of_members(members, condition)
    return f"WITH found (id, score) AS MATERIALIZED (SELECT id, 0.0 FROM ({inner})) {_CANDIDATES} LIMIT :limit"


def _of_members(members: Sequence[int], condition: str) -> str:
    """The newest of each member come straight from the index, in order; of very many they are sorted together."""
    if not members:
        return "SELECT 0 AS id WHERE 0"
    if len(members) > MOST_BRANCHES:
        inside = f"s.ascribed_id IN ({', '.join(map(str, members))})"
        return f"SELECT s.id FROM statements s WHERE {inside} AND {condition} ORDER BY {_NEWEST} LIMIT :limit"
    branch = "SELECT * FROM (SELECT s.id FROM statements s WHERE s.ascribed_id = {} AND {} ORDER BY {} LIMIT :limit)"
    return " UNION ALL ".join(branch.format(member, condition, _NEWEST) for member in members)
