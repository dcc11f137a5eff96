"""Speakers as people look at them and change who is who: portraits, merges, splits, and the way back.

A merge is resolved when asked; a split lays a correction over each statement that it moves, so that it holds over
revisions and is undone like any other. Nobody is told of a speaker of whom nothing may be seen.
"""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.speakers import Done, Held, Joining, Portrait
from bot.text import fold
from store import merging, speakers
from store.codec import instant, moment, moment_if, restored, searchable
from store.corrections import correct_to, undo
from store.view import VISIBLE_ARTICLE, VISIBLE_COUNT, View

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.speakers import Alias
    from store.connection import Connections, Session

MOST = 5000  # statements that one split moves: it holds the record for some seconds
_NAMES = f"""
    SELECT n.alias, sum(n.count) AS count FROM speakers w JOIN speaker_aliases n ON n.speaker_id = w.id
    WHERE w.root_id = :root AND {VISIBLE_COUNT} GROUP BY 1 ORDER BY 2 DESC, 1
"""
_HELD = f"""
    SELECT CASE WHEN s.ascribed_id = s.speaker_id OR s.ascribed = s.speaker THEN s.role END AS role, a.outlet,
        substr(s.said, 1, 4) AS year, min(nullif(s.said, '')) AS first, max(s.said) AS last, count(*) AS count
    FROM speakers w JOIN statements s ON s.ascribed_id = w.id AND s.live = 1 JOIN articles a ON a.id = s.article_id
    WHERE w.root_id = :root AND {VISIBLE_ARTICLE} GROUP BY 1, 2, 3
"""
_MERGES = f"""
    SELECT m.*, f.name AS one, t.name AS other FROM speaker_merges m
    JOIN speakers f ON f.id = m.from_id JOIN speakers t ON t.id = m.into_id
    WHERE (f.root_id = :root OR t.root_id = :root OR f.id = :root OR t.id = :root)
    AND EXISTS (SELECT 1 FROM speaker_aliases n WHERE n.speaker_id = f.id AND {VISIBLE_COUNT})
    AND EXISTS (SELECT 1 FROM speaker_aliases n WHERE n.speaker_id = t.id AND {VISIBLE_COUNT}) ORDER BY m.id
"""
_SPLITS = """
    SELECT p.*, f.name AS one, f.name AS other FROM speaker_splits p
    JOIN speakers f ON f.id = p.from_id JOIN speakers t ON t.id = p.made_id
    WHERE f.root_id = :root OR t.root_id = :root ORDER BY p.id
"""


class CastRoom:
    """Implements bot.speakers.Cast, but for merging, which is the archive's."""

    _connections: Connections

    def portrait(self, speaker: int, scopes: Sequence[str], now: datetime) -> Portrait | None:
        """The speaker with this id, merges resolved; None where nothing of theirs may be seen."""
        view = View.of(scopes, now)
        with self._connections.read() as session:
            row = session.one("SELECT root_id FROM speakers WHERE id = ?", [speaker])
            if row is None:
                return None
            params = {**view.params, "root": row["root_id"]}
            entry = speakers.entry_of(session, view, row["root_id"])
            if entry is None:
                return None
            names = tuple((r["alias"], r["count"]) for r in session.all(_NAMES, params))
            held = session.all(_HELD, params)
            history = _history(session.all(_MERGES, params), session.all(_SPLITS, params))
        outlets = {r["outlet"] for r in held if r["outlet"]}
        return Portrait(entry, names, _held(held), _years(held), len(outlets), history)

    def split_speaker(
        self, speaker: int, *, outlet: str | None = None, article: str | None = None, by: str, now: datetime
    ) -> tuple[int, int]:
        """Give what an outlet or article has of a speaker to a namesake: (the split's id, statements moved)."""
        with self._connections.write() as session:
            root = session.one("SELECT * FROM speakers WHERE id = ?", [speaker])
            if root is None:
                raise UsageError("This speaker is not on record any more.")
            moved = _chosen(session, root["id"], outlet, article)
            made = _namesake(session, root, now)
            split = session.insert(
                "INSERT INTO speaker_splits (from_id, made_id, outlet, article, by, at) VALUES (?, ?, ?, ?, ?, ?)",
                [root["id"], made, outlet, article, by, instant(now)],
            )
            for row in moved:
                correct_to(session, row["id"], row["ascribed"], made, by, now, split)
            return split, len(moved)

    def take_apart(self, key: str, *, by: str, now: datetime) -> bool:
        """Undo a merge or split by its key; False where that was done before, or there is none such."""
        what, _, number = key.partition("/")
        if what not in {"merge", "split"} or not number.isascii() or not number.isdecimal() or len(number) > 18:
            return False
        with self._connections.write() as session:
            return (
                merging.unmerge(session, int(number), by, now)
                if what == "merge"
                else _unsplit(session, int(number), by, now)
            )

    def merged_names(self, scopes: Sequence[str], now: datetime) -> dict[int, list[str]]:
        """By merged speaker, the names of those merged into them, as far as they may be seen."""
        found: dict[int, list[str]] = {}
        with self._connections.read() as session:
            for row in session.all(_MEMBERS, View.of(scopes, now).params):
                found.setdefault(row["root_id"], []).append(row["name"])
        return found

    def alias(self, rows: Sequence[Alias], *, by: str, now: datetime, yes: bool) -> list[Done]:
        """Say of each row that its alias is its name's; without `yes`, only what would become of it. All or nothing."""
        with suppress(_OnlyLookingError), self._connections.write() as session:
            done = [_aliased(session, row, by, now) for row in rows]
            if not yes:
                raise _OnlyLookingError
        return done


class _OnlyLookingError(Exception):
    """Nothing of a transaction is to stay."""


def _aliased(session: Session, row: Alias, by: str, now: datetime) -> Done:
    """What becomes of one line."""
    name, alias = (_who(session, text, row, now) for text in (row.name, row.alias))
    for who in (name, alias):
        if isinstance(who, str):
            return Done(row, "refused", who)
    known = {r["id"]: r for r in session.all("SELECT * FROM speakers WHERE id IN (?, ?)", [name, alias])}
    one, other = known.get(alias), known.get(name)
    if one is None or other is None or one["root_id"] == other["root_id"]:
        return Done(row, "already")
    if one["root_id"] != one["id"]:
        return Done(row, "refused", f"“{row.alias}” is merged into somebody else: take that apart first.")
    merging.merge(session, one["id"], other["root_id"], by, now)
    return Done(row, "merged")


def _who(session: Session, name: str, row: Alias, now: datetime) -> int | str:
    """The unmerged speaker of a name, made where new; a sentence where nothing tells several apart."""
    found = session.all(
        "SELECT id, root_id FROM speakers WHERE folded = ? AND kind = ? AND namesake >= 0",
        [speakers.folded_name(searchable(name)), row.kind],
    )
    if len({one["root_id"] for one in found}) > 1:
        found = [one for one in found if row.role and session.one(_HAS_ROLE, [one["id"], searchable(row.role)])]
        if len(found) != 1:
            return f"several people are called “{name}”: write the role of the one meant as the record has it."
    if found:
        return int(found[0]["id"])
    made = speakers.resolve(session, searchable(name), row.kind, now)
    return made if made is not None else f"“{name}” has no letters: is it a name?"


_HAS_ROLE = "SELECT 1 FROM speaker_roles WHERE speaker_id = ? AND role = ?"
_MEMBERS = f"""
    SELECT w.root_id, w.name FROM speakers w WHERE w.root_id <> w.id AND w.name <> '' AND (
        EXISTS (SELECT 1 FROM speaker_aliases n WHERE n.speaker_id = w.id AND {VISIBLE_COUNT})
        OR NOT EXISTS (SELECT 1 FROM statements s WHERE s.ascribed_id = w.id))
    ORDER BY w.root_id, w.id
"""


def _held(rows: Iterable[sqlite3.Row]) -> tuple[Held, ...]:
    """Roles by outlet, over the years; first day first."""
    found: dict[tuple[str, str | None], Held] = {}
    for row in rows:
        if not row["role"]:
            continue
        outlet = restored(row["outlet"])
        old = found.get((row["role"], outlet)) or Held(row["role"], outlet, "", "", 0)
        first = min(filter(None, (old.first, row["first"])), default="")
        last, count = max(old.last, row["last"]), old.statements + row["count"]
        found[row["role"], outlet] = Held(row["role"], outlet, first, last, count)
    return tuple(sorted(found.values(), key=lambda one: (one.first or "9", one.role, one.outlet or "")))


def _years(rows: Iterable[sqlite3.Row]) -> tuple[tuple[str, int], ...]:
    count: Counter[str] = Counter()
    for row in rows:
        count[row["year"]] += row["count"]
    return tuple(sorted((year, n) for year, n in count.items() if year))


def _history(merges: Iterable[sqlite3.Row], splits: Iterable[sqlite3.Row]) -> tuple[Joining, ...]:
    found = [_joining(row, "merge", row["one"]) for row in merges]
    found += [_joining(row, "split", row["outlet"] or row["article"]) for row in splits]
    return tuple(sorted(found, key=lambda one: one.at))


def _joining(row: sqlite3.Row, what: str, one: str) -> Joining:
    undone = moment_if(row["undone_at"])
    return Joining(row["id"], what, one, row["other"], row["by"], moment(row["at"]), row["undone_by"], undone)


def _chosen(session: Session, speaker: int, outlet: str | None, article: str | None) -> list[sqlite3.Row]:
    """The statements to be moved. Raises UsageError for none, all or too many."""
    where = "a.outlet_folded = ?" if outlet is not None else "a.given_id = ?"
    wanted = fold(outlet) if outlet is not None else article or ""
    told = f"{outlet} printed" if outlet is not None else f"article {article} has"
    rows = session.all(
        "SELECT s.id, s.ascribed FROM statements s JOIN articles a ON a.id = s.article_id"
        f" WHERE s.ascribed_id = ? AND s.live = 1 AND {where} ORDER BY s.id",
        [speaker, searchable(wanted)],
    )
    if not rows:
        raise UsageError(f"Nothing of this speaker is what {told}: name the outlet or the article's id as printed.")
    if len(rows) > MOST:
        raise UsageError(
            f"{len(rows):,} statements are more than one split moves ({MOST:,}): split article by article."
        )
    all_ = session.all("SELECT count(*) AS n FROM statements WHERE ascribed_id = ? AND live = 1", [speaker])
    if all_[0]["n"] == len(rows):
        raise UsageError(f"All of this speaker's statements are what {told}: there is nobody to tell them from.")
    return rows


def _namesake(session: Session, root: sqlite3.Row, now: datetime) -> int:
    """Another of that name, with the next number."""
    last = session.all(
        "SELECT max(namesake) AS n FROM speakers WHERE folded = ? AND kind = ?", [root["folded"], root["kind"]]
    )
    return speakers.make(session, root["kind"], root["name"], root["folded"], max(0, last[0]["n"]) + 1, now)


def _unsplit(session: Session, split: int, by: str, now: datetime) -> bool:
    undone = session.run(
        "UPDATE speaker_splits SET undone_by = ?, undone_at = ? WHERE id = ? AND undone_at IS NULL",
        [by, instant(now), split],
    )
    rows = session.all("SELECT id FROM corrections WHERE split_id = ? AND undone_at IS NULL", [split]) if undone else ()
    for row in rows:
        undo(session, row["id"], by, now)
    return bool(undone)
