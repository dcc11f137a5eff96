"""Checking, copying and rebuilding: what a keeper of the record does."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bot.ask.terms import INDEX_VERSION
from bot.errors import ArchiveError
from store.codec import instant, text_of
from store.lock import held
from store.migrations import copy
from store.rebuilding import rebuild
from store.schema import migrations

if TYPE_CHECKING:
    from datetime import datetime

    from store.connection import Connection, Connections

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
    "DELETE FROM people WHERE id IN (SELECT id FROM people WHERE fetched_at < :before LIMIT :most)": _MONTH,
    "DELETE FROM channels WHERE id IN (SELECT id FROM channels WHERE fetched_at < :before LIMIT :most)": _MONTH,
    """DELETE FROM rosters WHERE channel IN
        (SELECT channel FROM rosters WHERE fetched_at < :before LIMIT :most)""": _MONTH,
    "DELETE FROM refusals WHERE seq IN (SELECT seq FROM refusals WHERE at < :before LIMIT :most)": _YEAR,
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
        """Build the full-text indexes and the counts anew, beside; others read and write meanwhile.

        Raises ArchiveError where another process is at it.
        """
        path = self._connections.path
        with held(
            Path(f"{path}.rebuild"), f"The index of {path} is being built anew already: wait until that is done."
        ):
            rebuild(self._connections)


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
