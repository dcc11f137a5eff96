"""What became of articles since they were read: wordings a statement had before, retractions, an address that is gone.

A retraction is a row with whose word it is; `articles.withdrawn_at` is derived from those that stand. What people said
and took back is not said again by the same notice of the page.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.ingest.retraction import notice
from bot.model import Past, Retraction, Span
from bot.retracting import PAGE, Named
from store.amendments import make_all_due
from store.codec import instant, moment, moment_if, pack, restored, searchable, text_of
from store.view import VISIBLE_ARTICLE, View

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Article
    from store.connection import Connections, Session

LONGEST = 500  # characters of a reason
_STANDING = "SELECT * FROM retractions WHERE article_id = ? AND at IS NOT NULL AND undone_at IS NULL ORDER BY id"
_NAMED = f"""
    SELECT a.id, a.title, a.outlet, a.url, a.published_on, a.scope, a.statements, a.withdrawn_at FROM articles a
    WHERE (a.given_id IN (SELECT value FROM json_each(:names)) OR a.url IN (SELECT value FROM json_each(:names)))
    AND {VISIBLE_ARTICLE} ORDER BY a.scope = 'public' DESC, a.id LIMIT 5
"""


def heed(session: Session, article: Article, article_id: int, now: datetime) -> None:
    """Retract an article whose page says that it was withdrawn; take the page's own word back where it is gone."""
    told = notice(article)
    rows = session.all("SELECT * FROM retractions WHERE article_id = ? AND by = ?", [article_id, PAGE])
    if told is None:
        for row in rows:
            if row["undone_at"] is None:
                _undo(session, row, PAGE, now)
        return
    if any(row["reason"] == searchable(told)[:LONGEST] for row in rows):
        return  # known, or taken back by people
    retract(session, propose(session, article_id, told, PAGE, now), now)


def propose(session: Session, article_id: int, reason: str, by: str, now: datetime) -> int:
    """Keep what was asked for until it is confirmed; returns its id."""
    return session.insert(
        "INSERT INTO retractions (article_id, by, reason, made_at) VALUES (?, ?, ?, ?)",
        [article_id, searchable(by), searchable(" ".join(reason.split()))[:LONGEST], instant(now)],
    )


def retract(session: Session, retraction_id: int, now: datetime) -> bool:
    """Confirm it; what was posted is due to say so. False where that was done before."""
    changed = session.run("UPDATE retractions SET at = ? WHERE id = ? AND at IS NULL", [instant(now), retraction_id])
    row = session.one("SELECT * FROM retractions WHERE id = ?", [retraction_id])
    if not changed or row is None:
        return False
    _derive(session, row["article_id"], now)
    return True


def _undo(session: Session, row: sqlite3.Row, by: str, now: datetime) -> None:
    session.run(
        "UPDATE retractions SET undone_by = ?, undone_at = ? WHERE id = ?", [searchable(by), instant(now), row["id"]]
    )
    _derive(session, row["article_id"], now)


def _derive(session: Session, article_id: int, now: datetime) -> None:
    """The article's own mark, from the retractions that stand; messages that show it are changed once."""
    before = session.all("SELECT withdrawn_at FROM articles WHERE id = ?", [article_id])[0]["withdrawn_at"]
    standing = session.all(_STANDING, [article_id])
    after = standing[0]["at"] if standing else None
    if before == after:
        return
    session.run("UPDATE articles SET withdrawn_at = ? WHERE id = ?", [after, article_id])
    make_all_due(session, article_id, now)


class RevisionRoom:
    """Implements bot.retracting.Retractions, and tells the past of a statement."""

    _connections: Connections

    def past(self, statement_id: int, scopes: Sequence[str], now: datetime) -> Past | None:
        """What is known of a statement over time, gone or not; None where it may not be seen or is not on record."""
        view = View.of(scopes, now)
        with self._connections.read() as session:
            row = session.one(
                "SELECT s.id, s.article_id, s.spans, s.gone_at, s.live, r.text, a.lost_at FROM statements s"
                " JOIN articles a ON a.id = s.article_id JOIN revisions r ON r.id = s.revision_id"
                f" WHERE s.id = :id AND (s.live = 1 OR s.gone_at IS NOT NULL) AND {VISIBLE_ARTICLE}",
                {**view.params, "id": statement_id},
            )
            return _past(session, row) if row else None

    def scopes(self) -> tuple[str, ...]:
        """Every scope there is: for who keeps the record."""
        with self._connections.read() as session:
            return tuple(row["scope"] for row in session.all("SELECT DISTINCT scope FROM articles"))

    def named(self, name: str, scopes: Sequence[str], now: datetime) -> list[Named]:
        """The visible articles with this id or address, public ones first."""
        bare = searchable(name.strip())
        names = pack(dict.fromkeys((bare, bare.rstrip("/"), f"{bare.rstrip('/')}/")))
        with self._connections.read() as session:
            rows = session.all(_NAMED, {**View.of(scopes, now).params, "names": names})
            return [_named(row) for row in rows]

    def propose_retraction(self, article: int, reason: str, *, by: str, now: datetime) -> int:
        """Keep what was asked for until it is confirmed; returns its id."""
        with self._connections.write() as session:
            return propose(session, article, reason, by, now)

    def retract(self, retraction_id: int, scopes: Sequence[str], now: datetime) -> Named | None:
        """Confirm it; the article, or None where it is not there for these scopes, or was confirmed before."""
        with self._connections.write() as session:
            found = _article_of(session, retraction_id, scopes, now)
            return found if found and retract(session, retraction_id, now) else None

    def undo_retraction(self, retraction_id: int, scopes: Sequence[str], *, by: str, now: datetime) -> Named | None:
        """Take it back; the article, or None where it is not there for these scopes, or was taken back before."""
        with self._connections.write() as session:
            found = _article_of(session, retraction_id, scopes, now)
            row = session.one(
                "SELECT * FROM retractions WHERE id = ? AND at IS NOT NULL AND undone_at IS NULL", [retraction_id]
            )
            if found is None or row is None:
                return None
            _undo(session, row, by, now)
            return found

    def retractions(self, article: int) -> list[Retraction]:
        """Those of an article that were confirmed, oldest first."""
        with self._connections.read() as session:
            return _retractions(session, article)

    def lose(self, given_id: str, scope: str, now: datetime, *, found: bool = False) -> None:
        """Note that an article is not at its address any more; or, `found`, that it is there again."""
        with self._connections.write() as session:
            session.run(
                "UPDATE articles SET lost_at = CASE WHEN ?1 THEN NULL ELSE coalesce(lost_at, ?2) END"
                " WHERE given_id = ?3 AND scope = ?4",
                [int(found), instant(now), searchable(given_id), scope],
            )


def _article_of(session: Session, retraction_id: int, scopes: Sequence[str], now: datetime) -> Named | None:
    row = session.one(
        "SELECT a.id, a.title, a.outlet, a.url, a.published_on, a.scope, a.statements, a.withdrawn_at"
        f" FROM retractions t JOIN articles a ON a.id = t.article_id WHERE t.id = :id AND {VISIBLE_ARTICLE}",
        {**View.of(scopes, now).params, "id": retraction_id},
    )
    return _named(row) if row else None


def _named(row: sqlite3.Row) -> Named:
    return Named(
        id=row["id"],
        title=restored(row["title"]),
        outlet=restored(row["outlet"]),
        url=restored(row["url"]),
        published_on=restored(row["published_on"]),
        scope=row["scope"],
        statements=row["statements"],
        retracted=row["withdrawn_at"] is not None,
    )


def _past(session: Session, row: sqlite3.Row) -> Past:
    earlier = session.all(
        "SELECT w.spans, w.until, r.text FROM wordings w JOIN revisions r ON r.id = w.revision_id"
        " WHERE w.statement_id = ? ORDER BY w.until, r.number",
        [row["id"]],
    )
    revisions = session.all("SELECT seen_at FROM revisions WHERE article_id = ? ORDER BY number", [row["article_id"]])
    return Past(
        revisions=tuple(moment(one["seen_at"]) for one in revisions),
        wordings=tuple((_cut(one), moment(one["until"])) for one in earlier),
        words=_cut(row),
        gone=moment_if(row["gone_at"]),
        lost=moment_if(row["lost_at"]),
        retractions=tuple(_retractions(session, row["article_id"])),
    )


def _cut(row: sqlite3.Row) -> str:
    """The words of the stored text, never put together from anywhere else."""
    text = text_of(row["text"])
    return " … ".join(Span(start, end).of(text) for start, end in json.loads(row["spans"]))


def _retractions(session: Session, article_id: int) -> list[Retraction]:
    rows = session.all("SELECT * FROM retractions WHERE article_id = ? AND at IS NOT NULL ORDER BY id", [article_id])
    return [
        Retraction(
            row["id"],
            row["by"],
            row["reason"],
            moment(row["at"]),
            row["undone_by"],
            moment_if(row["undone_at"]),
        )
        for row in rows
    ]
