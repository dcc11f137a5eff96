"""Checking, copying and rebuilding: what a keeper of the record does."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.ask.terms import INDEX_VERSION, article_terms
from bot.errors import ArchiveError
from store.codec import instant, text_of
from store.holdings import ANALYSED
from store.migrations import copy
from store.schema import migrations
from store.schema.record import INDEXES, index_table
from store.speakers import next_version
from store.statements import TERMS, terms
from store.tallies import Counted, Place, counted, tally

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from store.connection import Connection, Connections, Session

# What is counted twice must agree: (by the counts, by the rows).
_COUNTS = {
    "articles in the totals": "SELECT (SELECT sum(articles) FROM holdings), (SELECT count(*) FROM articles)",
    "statements in the totals": (
        "SELECT (SELECT sum(statements) FROM holdings), (SELECT count(*) FROM statements WHERE live = 1)"
    ),
    "attributed statements in the directory": (
        "SELECT (SELECT sum(count) FROM speaker_aliases WHERE own = 1),"
        " (SELECT count(*) FROM statements WHERE live = 1 AND ascribed_id IS NOT NULL)"
    ),
    # A contentless table cannot be counted, but its speaker tags can, by a range of its vocabulary.
    "attributed statements in the index": (
        "SELECT (SELECT sum(doc) FROM temp.tags WHERE col = 'tags' AND term >= 'sp' AND term < 'sq'),"
        " (SELECT count(*) FROM statements WHERE live = 1 AND ascribed_id IS NOT NULL)"
    ),
}
_AGAIN = "verbatim doctor --rebuild builds it anew"
_CHUNK = 2000
_WEEK, _MONTH = timedelta(days=7), timedelta(days=31)
_QUARTER, _YEAR = timedelta(days=92), timedelta(days=366)
_SETTLED = "state IN ('posted', 'failed') AND settled_at < :before"
_SERVED = {
    "DELETE FROM claims WHERE claim IN (SELECT claim FROM claims WHERE at < :before LIMIT :most)": _MONTH,
    """DELETE FROM inbox WHERE seq IN (SELECT seq FROM inbox
        WHERE state IN ('answered', 'failed') AND done_at < :before LIMIT :most)""": _MONTH,
    f"""DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox
        WHERE purpose <> 'digest' AND {_SETTLED} LIMIT :most)""": _QUARTER,
    f"""DELETE FROM outbox WHERE seq IN (SELECT seq FROM outbox
        WHERE purpose = 'digest' AND {_SETTLED} LIMIT :most)""": _YEAR,
    """DELETE FROM conversations WHERE place IN
        (SELECT place FROM conversations WHERE at < :before LIMIT :most)""": _MONTH,
    "DELETE FROM answers WHERE id IN (SELECT id FROM answers WHERE made_at < :before LIMIT :most)": _QUARTER,
    "DELETE FROM digest_drafts WHERE id IN (SELECT id FROM digest_drafts WHERE made_at < :before LIMIT :most)": _WEEK,
}


class UpkeepRoom:
    """What `doctor`, `backup` and an upgrade of the index need."""

    _connections: Connections

    def check(self) -> list[str]:
        """What is wrong with the database, a sentence each; [] when it is sound."""
        with self._connections.aside() as db:
            found = _file(db)
            return found or [*_versions(db), *_index(db), *_totals(db), *_texts(db)]

    def backup(self, target: Path) -> None:
        """Write a consistent, checked copy to `target`, also while others write. Raises ArchiveError."""
        if target.exists():
            raise ArchiveError(f"{target} exists: name a file that does not.")
        try:
            with self._connections.aside() as db:
                copy(db, target)
        except OSError as error:
            raise ArchiveError(f"{target} cannot be written ({error.strerror}): choose another place.") from error

    def tidy(self, now: datetime) -> int:
        """Delete what has served its purpose, some rows at a time; returns how many. For a daily tick.

        The claims and requests of a month ago (Slack delivers again within minutes), replies and the answers that
        buttons come back to after three months, digests that went out after a year. What is open is never deleted.
        """
        deleted = 0
        for sql, keep in _SERVED.items():
            before = {"before": instant(now - keep), "most": _CHUNK}
            while True:
                with self._connections.write() as session:
                    gone = session.run(sql, before)
                deleted += gone
                if gone < _CHUNK:
                    break
        return deleted

    def rebuild_index(self) -> None:
        """Build the full-text indexes anew, with the terms of this version, in one transaction."""
        with self._connections.write() as session:
            _rebuild(session)


def _file(db: Connection) -> list[str]:
    lines = [row[0] for row in db.conn.execute("PRAGMA integrity_check(5)")]
    problems = [f"The file is damaged ({line}): put a backup in its place." for line in lines if line != "ok"]
    broken = db.conn.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = ", ".join(sorted({row[0] for row in broken}))
        problems.append(f"{len(broken)} rows refer to nothing (in {tables}): put a backup in its place.")
    return problems


def _versions(db: Connection) -> list[str]:
    pending = [step.name for step in migrations().pending(db.database())]
    problems = [f"The database lacks {', '.join(pending)}: open it with this version once."] if pending else []
    old = db.conn.execute("SELECT count(*) FROM statements WHERE live = 1 AND index_version <> ?", [INDEX_VERSION])
    stale = old.fetchone()[0]
    return [*problems, f"{stale} statements are in an old index: {_AGAIN}."] if stale else problems


def _index(db: Connection) -> list[str]:
    """FTS5's own check."""
    problems = []
    for name in ("statement_terms", "article_terms"):
        try:
            db.conn.execute(f"INSERT INTO {name} ({name}) VALUES ('integrity-check')")
        except sqlite3.DatabaseError as error:
            problems.append(f"The index {name} is damaged ({error}): {_AGAIN}.")
    return problems


def _totals(db: Connection) -> list[str]:
    db.conn.execute("CREATE VIRTUAL TABLE temp.tags USING fts5vocab(main, statement_terms, col)")
    problems = []
    for what, sql in _COUNTS.items():
        have, want = (count or 0 for count in db.conn.execute(sql).fetchone())
        if have != want:
            problems.append(f"There are {have} {what} and {want} on record: {_AGAIN}.")
    return problems


def _texts(db: Connection) -> list[str]:
    """Whether every stored text still has its hash."""
    bad = sum(
        hashlib.sha256(text_of(text).encode("utf-8", "surrogatepass")).hexdigest() != sha256
        for text, sha256 in db.conn.execute("SELECT text, sha256 FROM revisions")
    )
    return [f"{bad} article texts are not what was stored: put a backup in its place."] if bad else []


def _rebuild(session: Session) -> None:
    """Beside, then in place of the old one; readers see the old one until the commit."""
    for table in INDEXES:
        session.run(index_table(table, f"{table}_next"))
    for sql in _CLEAN:
        session.run(sql)
    _fill_statements(session)
    _fill_articles(session)
    for table in INDEXES:
        session.run(f"DROP TABLE {table}")
        session.run(f"ALTER TABLE {table}_next RENAME TO {table}")


# What is counted as statements come and go, emptied; and what one query can derive, derived.
_CLEAN = (
    "DELETE FROM words",
    "DELETE FROM speaker_aliases",
    "DELETE FROM speaker_roles",
    "DELETE FROM restricted",
    """
    INSERT INTO restricted SELECT s.id, a.scope, a.hidden_until FROM statements s JOIN articles a ON a.id = s.article_id
    WHERE a.scope <> 'public' OR a.hidden_until <> ''""",
    """
    UPDATE articles SET statements =
        (SELECT count(*) FROM statements s WHERE s.article_id = articles.id AND s.live = 1)""",
    "DELETE FROM holdings",
    f"""
    INSERT INTO holdings SELECT scope, hidden_until, outlet_folded, count(*), sum(statements),
        sum(language <> '{ANALYSED}'), min(published_on), max(published_on), max(changed_at)
    FROM articles GROUP BY scope, hidden_until, outlet_folded""",
    f"UPDATE statements SET index_version = {INDEX_VERSION} WHERE index_version <> {INDEX_VERSION}",
    f"UPDATE articles SET index_version = {INDEX_VERSION} WHERE index_version <> {INDEX_VERSION}",
)


def _fill_statements(session: Session) -> None:
    version = next_version(session)
    sql = (
        "SELECT s.*, a.scope, a.hidden_until FROM statements s JOIN articles a ON a.id = s.article_id"
        " WHERE s.id > ? AND s.live = 1 ORDER BY s.id LIMIT ?"
    )
    insert = TERMS.replace("statement_terms", "statement_terms_next")
    for rows in _chunks(session, sql):
        session.many(insert, [(row["id"], *terms(row)) for row in rows])
        by_place: defaultdict[Place, list[Counted]] = defaultdict(list)
        for row in rows:
            by_place[Place(row["scope"], row["hidden_until"])].append(counted(row))
        for place, found in by_place.items():
            tally(session, place, found, 1, version)
    session.run("UPDATE speakers SET touched = ?", [version])


def _fill_articles(session: Session) -> None:
    sql = (
        "SELECT a.id, r.text FROM articles a JOIN revisions r ON r.id = a.revision_id"
        " WHERE a.id > ? ORDER BY a.id LIMIT ?"
    )
    for rows in _chunks(session, sql):
        session.many(
            "INSERT INTO article_terms_next (rowid, text) VALUES (?, ?)",
            [(row["id"], article_terms(text_of(row["text"]), INDEX_VERSION)) for row in rows],
        )


def _chunks(session: Session, sql: str) -> Iterator[list[sqlite3.Row]]:
    """Rows by ascending id, some at a time, so that memory stays flat."""
    last = 0
    while rows := session.all(sql, [last, _CHUNK]):
        yield rows
        last = rows[-1]["id"]
