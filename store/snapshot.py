"""One read transaction: the archive as one asker sees it at one instant (bot.ports.Snapshot)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ask.lookup import looked_up
from bot.model import Coverage
from store import passages, records, search, speakers, words
from store.codec import moment, pack, text_of
from store.view import VISIBLE_ARTICLE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Article, Candidate, Record, SpeakerEntry
    from bot.ports import Search
    from store.connection import Session
    from store.listing import ListingReading
    from store.speakers import Directories
    from store.view import View

# The directory's version, and whether anything is restricted at all, in the same query: every question needs them.
_HOLDINGS = """
    SELECT v.value AS version, EXISTS (SELECT 1 FROM restricted) AS restricted, {names} AS names, h.* FROM state v
    LEFT JOIN holdings h ON h.scope IN (SELECT value FROM json_each(:scopes)) AND h.hidden_until <= :now
    WHERE v.key = 'directory'
"""
_NAMES = "(SELECT group_concat(word, ' ') FROM (SELECT word FROM name_words GROUP BY word))"
_REPORTS = f"""
    SELECT s.utterance, s.id FROM statements s JOIN articles a ON a.id = s.article_id
    WHERE s.utterance IN (SELECT value FROM json_each(:utterances)) AND s.live = 1 AND {VISIBLE_ARTICLE}
    ORDER BY a.published_on IS NULL, a.published_on, a.published, a.indexed_at, s.id
"""
_OUTLETS = f"""
    SELECT a.outlet, count(*) AS articles, max(a.id) FROM articles a
    WHERE a.outlet IS NOT NULL AND {VISIBLE_ARTICLE}
    GROUP BY a.outlet_folded ORDER BY articles DESC, a.outlet_folded
"""


class Reading:
    """Implements bot.ports.Snapshot."""

    def __init__(self, session: Session, view: View, directories: Directories, budget: float) -> None:
        self._session = session
        self._view = view
        self._directories = directories
        self._budget = budget
        self._held: list[sqlite3.Row] | None = None
        self._counts: dict[str, int] = {}
        self._shared: search.Watch | None = None

    def share(self) -> None:
        """From now on all looks share one budget, as those of one answer do."""
        self._shared = search.Watch(search.SHARED * self._budget)

    @property
    def late(self) -> bool:
        """Whether so much of a shared budget is gone that nothing more is begun that can be done without."""
        return self._shared is not None and self._shared.late()

    def _watch(self) -> search.Watch:
        return self._shared or search.Watch(self._budget)

    @property
    def queries(self) -> int:
        """How many were run so far."""
        return self._session.queries

    def _holdings(self) -> list[sqlite3.Row]:
        if self._held is None:
            names = _NAMES if self._directories.first else "NULL"
            self._held = self._session.all(_HOLDINGS.format(names=names), self._view.params)
        return self._held

    def directory(self, around: Sequence[str] = ()) -> tuple[SpeakerEntry, ...]:
        """Every speaker with a visible statement, merges resolved.

        Of the first one asked for, those may be left out whom no part of the texts `around` can name (bot.ask.lookup).
        """
        held = self._holdings()
        if around and self._directories.once() and (found := looked_up(around, (held[0]["names"] or "").split(" "))):
            return speakers.having(self._session, self._view, found)
        seen = {(row["scope"], row["hidden_until"]) for row in held if row["scope"] is not None}
        return self._directories.at(self._session, self._view, held[0]["version"], seen).listed

    def coverage(self) -> Coverage:
        """What there is to search."""
        held = [row for row in self._holdings() if row["scope"] is not None]
        names = frozenset(row["outlet"] for row in held if row["outlet"])
        return Coverage(
            articles=sum(row["articles"] for row in held),
            statements=sum(row["statements"] for row in held),
            outlets=len(names),
            outlet_names=names,
            first_published=min((row["first_published"] for row in held if row["first_published"]), default=None),
            last_published=max((row["last_published"] for row in held if row["last_published"]), default=None),
            newest_indexed=max((moment(row["newest_indexed"]) for row in held), default=None),
            not_analysed=sum(row["not_analysed"] for row in held),
        )

    def outlets(self) -> list[tuple[str, int]]:
        """Name and visible articles of every outlet, most articles first; named as its newest article names it."""
        rows = self._session.all(_OUTLETS, self._view.params)
        return [(text_of(row["outlet"]), row["articles"]) for row in rows]

    def find(self, wanted: Search) -> list[Candidate]:
        """The best candidates. Raises SearchBudgetError."""
        with search.budgeted(self._session, self._watch()):
            restricted = bool(self._holdings()[0]["restricted"])
            counts = {} if wanted.groups else self.vocabulary(wanted.words)
            return search.find(self._session, self._view, wanted, counts, restricted=restricted)

    def records(self, ids: Sequence[int]) -> list[Record]:
        """The statements with these ids, in this order, checked; those that fail, or cannot be seen, are absent."""
        where = "s.id IN (SELECT value FROM json_each(:ids))"
        found = records.select(self._session, self._view, where, {"ids": pack(ids)}) if ids else []
        by_id = {record.id: record for record in found}
        return [by_id[one] for one in ids if one in by_id]

    def articles(self, phrase: str, limit: int = 5) -> list[Article]:
        """Visible articles with these words side by side, first printed first. Raises SearchBudgetError."""
        with search.budgeted(self._session, self._watch()):
            return passages.holding(self._session, self._view, phrase, limit)

    def reports(self, utterances: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Statement ids of each utterance, first report first."""
        found: dict[int, tuple[int, ...]] = {}
        for row in self._session.all(_REPORTS, {**self._view.params, "utterances": pack(utterances)}):
            found[row["utterance"]] = (*found.get(row["utterance"], ()), row["id"])
        return found

    def mentions(self, name: str) -> int:
        """How many visible articles name `name` without a statement by them. Raises SearchBudgetError."""
        with search.budgeted(self._session, search.Watch(search.ASIDE * self._budget)):
            return passages.mentions(self._session, self._view, name)

    def vocabulary(self, wanted: Sequence[str]) -> dict[str, int]:
        """How many visible statements each of these words stands in (absent = none)."""
        new = [word for word in wanted if word not in self._counts]
        if new:
            self._counts |= dict.fromkeys(new, 0) | words.counts(self._session, self._view, new)
        return {word: n for word in wanted if (n := self._counts[word])}

    def similar(self, wanted: Sequence[str], limit: int = 50) -> dict[str, list[tuple[str, int]]]:
        """Folded words of visible statements that could be meant by each of some misspelt ones, with counts."""
        return words.similar(self._session, self._view, wanted, limit)

    def listing(self, since: datetime, until: datetime) -> ListingReading:
        """What was listed in (since, until], as light rows."""
        from store.listing import ListingReading  # noqa: PLC0415 - for digests; no question has a use for it

        return ListingReading(self._session, self._view, since, until)
