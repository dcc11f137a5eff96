"""The search index and the counts built anew beside a bot that goes on answering and writing.

    clear -> watch -> slices ... -> what changed meanwhile ... -> swap -> clear

Everything is built into tables of its own (`_next`), some rows a transaction, none of which lasts longer than a reply
may wait. Statements are taken by ascending id, so that new ones are reached by themselves. What changes behind the
builder's back is noted by triggers, with what it was when the builder took it: a contentless index forgets a row only
by the very terms it was given. The swap renames. Killed at any instant, the old index is whole, and the next run clears
away what was begun.
"""

from __future__ import annotations

import time
from collections import defaultdict
from typing import TYPE_CHECKING

from bot.ask.terms import INDEX_VERSION, article_terms, index_terms
from store import settling
from store.codec import pack, text_of
from store.holdings import ANALYSED
from store.schema.record import INDEXES, index_table
from store.speakers import next_version
from store.statements import TERMS, UNTERMS
from store.tallies import Counted, Place, counted, tally

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterable, Iterator

    from store.connection import Connections, Session

NEXT, OLD = "_next", "_old"
_STRUCTURE = 10  # sums and structure of an index are its blocks 1 and 10 (fts5_index.c)
SLICE = 0.1  # seconds that one transaction should last
FEWEST, MOST = 20, 5000  # rows of one
_COUNTS = ("words", "speaker_aliases", "speaker_roles", "name_words")
_TABLES = (*INDEXES, *_COUNTS)
_KEPT = ("words", "context", "ascribed_id", "ascribed", "speaker_id", "speaker", "alias", "role", "said", "live")
_WATCH = f"""
    CREATE TABLE rebuild_statements (id INTEGER PRIMARY KEY, scope, hidden_until, {", ".join(_KEPT)});
    CREATE TABLE rebuild_articles (id INTEGER PRIMARY KEY, revision_id);
    INSERT INTO state VALUES ('rebuilt_statements', 0), ('rebuilt_articles', 0);
    CREATE TRIGGER rebuild_statement_changes AFTER UPDATE OF {", ".join(_KEPT)} ON statements BEGIN {{statement}}; END;
    CREATE TRIGGER rebuild_statement_ends BEFORE DELETE ON statements BEGIN {{statement}}; END;
    CREATE TRIGGER rebuild_article_moves BEFORE UPDATE OF scope, hidden_until, revision_id ON articles
        BEGIN {{statements}}; {{article}}; END;
    CREATE TRIGGER rebuild_article_ends BEFORE DELETE ON articles BEGIN {{statements}}; {{article}}; END
""".format(
    statement=f"""
        INSERT INTO rebuild_statements SELECT OLD.id, scope, hidden_until, {", ".join(f"OLD.{name}" for name in _KEPT)}
        FROM articles WHERE id = OLD.article_id AND OLD.id <= (SELECT value FROM state WHERE key = 'rebuilt_statements')
        AND NOT EXISTS (SELECT 1 FROM rebuild_statements WHERE id = OLD.id)""",
    statements=f"""
        INSERT INTO rebuild_statements SELECT id, OLD.scope, OLD.hidden_until, {", ".join(_KEPT)} FROM statements s
        WHERE article_id = OLD.id AND id <= (SELECT value FROM state WHERE key = 'rebuilt_statements')
        AND NOT EXISTS (SELECT 1 FROM rebuild_statements r WHERE r.id = s.id)""",
    article="""
        INSERT INTO rebuild_articles SELECT OLD.id, OLD.revision_id
        WHERE OLD.id <= (SELECT value FROM state WHERE key = 'rebuilt_articles')
        AND NOT EXISTS (SELECT 1 FROM rebuild_articles WHERE id = OLD.id)""",
)
_UNWATCH = (
    "DROP TRIGGER IF EXISTS rebuild_statement_changes",
    "DROP TRIGGER IF EXISTS rebuild_statement_ends",
    "DROP TRIGGER IF EXISTS rebuild_article_moves",
    "DROP TRIGGER IF EXISTS rebuild_article_ends",
    "DROP TABLE IF EXISTS rebuild_statements",
    "DROP TABLE IF EXISTS rebuild_articles",
    "DELETE FROM state WHERE key IN ('rebuilt_statements', 'rebuilt_articles')",
)
# Derived by one query each, at the swap.
_TOTALS = (
    "DELETE FROM restricted",
    """
    INSERT INTO restricted SELECT s.id, a.scope, a.hidden_until FROM articles a JOIN statements s ON s.article_id = a.id
    WHERE a.scope <> 'public' OR a.hidden_until <> ''""",
    "DELETE FROM holdings",
    f"""
    INSERT INTO holdings SELECT scope, hidden_until, outlet_folded, count(*), sum(statements),
        sum(language <> '{ANALYSED}'), min(published_on), max(published_on), max(changed_at)
    FROM articles GROUP BY scope, hidden_until, outlet_folded""",
)
_RECOUNT = """
    UPDATE articles SET statements = n.living FROM (
        SELECT a.id AS article, (SELECT count(*) FROM statements s WHERE s.article_id = a.id AND s.live = 1) AS living
        FROM articles a WHERE a.id IN (SELECT value FROM json_each(:ids))) n
    WHERE articles.id = n.article AND articles.statements <> n.living
"""


def rebuild(connections: Connections) -> None:
    """Build index and counts anew; others read and write meanwhile. One at a time: the caller sees to that."""
    for _ in stages(connections):
        pass


def stages(connections: Connections, first: int = 10 * FEWEST) -> Iterator[str]:
    """The same, with a name of what was done after each transaction, at which it may be left; `first` rows to begin."""
    yield from cleared(connections, first)
    with connections.write() as session:
        _begin(session)
    yield "begun"
    for work in _WORKS:
        yield from _sliced(connections, work, first)
    with connections.read() as session:
        stale = [name for name in ("statements", "articles") if session.one(_STALE.format(table=name))]
    with connections.write() as session:
        for work in _WORKS:
            while work(session, MOST):  # little is left: what was written since the last look
                pass
        _swap(session, stale)
    yield "swapped"
    yield from _sliced(connections, _Touch(), first)
    yield from cleared(connections, first)


def cleared(connections: Connections, first: int) -> Iterator[str]:
    """Take away what a rebuild left: one that was killed, or the old tables of one that is done."""
    with connections.write() as session:
        for sql in _UNWATCH:
            session.run(sql)
    yield "cleared"
    for suffix in (NEXT, OLD):
        for table in _TABLES:
            yield from _dropped(connections, f"{table}{suffix}", first)


def _sliced(connections: Connections, work: Callable[[Session, int], int], rows: int) -> Iterator[str]:
    """Until nothing is left to do, in transactions of about SLICE seconds."""
    done = rows
    while done:
        with connections.write() as session:
            begun = time.monotonic()
            done = work(session, rows)
            took = time.monotonic() - begun
        yield "slice"
        rows = min(MOST, max(min(rows, FEWEST), int(rows * min(2.0, SLICE / max(took, 0.001)))))


def _begin(session: Session) -> None:
    """The new tables, and the triggers that note what changes behind the builder."""
    for table in INDEXES:
        session.run(index_table(table, f"{table}{NEXT}"))
    names = {row["name"] for row in session.all("SELECT name FROM sqlite_master")}
    for row in session.all(
        "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('table', 'index')"
        " AND tbl_name IN (SELECT value FROM json_each(?)) ORDER BY type DESC",
        [pack(_COUNTS)],
    ):
        session.run(_beside(row, names))
    for sql in _steps(_WATCH):
        session.run(sql)


def _beside(row: sqlite3.Row, taken: set[str]) -> str:
    """The statement that makes the same table, or its index under a name that is free, beside."""
    if row["type"] == "table":
        head, brace, rest = row["sql"].partition("(")
        return f"CREATE TABLE {row['tbl_name']}{NEXT} {brace}{rest}" if head else ""
    base = row["name"].removesuffix(NEXT)
    name = f"{base}{NEXT}" if base in taken else base
    return f"CREATE INDEX {name} ON {row['tbl_name']}{NEXT} ({row['sql'].partition('(')[2]}"


def _steps(script: str) -> list[str]:
    """The statements of a script; those of a trigger end with its END."""
    found, begun = [], ""
    for part in script.split(";"):
        begun += part
        if "BEGIN" not in begun or begun.rstrip().endswith("END"):
            found.append(begun)
            begun = ""
        else:
            begun += ";"
    return found


def _reached(session: Session, what: str, to: int | None = None) -> int:
    key = f"rebuilt_{what}"
    if to is not None:
        session.run("UPDATE state SET value = ? WHERE key = ?", [to, key])
    return int(session.all("SELECT value FROM state WHERE key = ?", [key])[0]["value"])


def _articles(session: Session, most: int) -> int:
    """The next articles by id into the index of names; their living statements counted again."""
    rows = session.all(
        "SELECT a.id, r.text FROM articles a JOIN revisions r ON r.id = a.revision_id"
        " WHERE a.id > ? ORDER BY a.id LIMIT ?",
        [_reached(session, "articles"), most],
    )
    if rows:
        _name(session, rows)
        _reached(session, "articles", rows[-1]["id"])
    return len(rows)


def _name(session: Session, rows: list[sqlite3.Row]) -> None:
    session.many(
        f"INSERT INTO article_terms{NEXT} (rowid, text) VALUES (?, ?)",
        [(row["id"], article_terms(text_of(row["text"]), INDEX_VERSION)) for row in rows],
    )
    session.run(_RECOUNT, {"ids": pack(row["id"] for row in rows)})


_LIVING = (
    "SELECT s.*, a.scope, a.hidden_until FROM statements s JOIN articles a ON a.id = s.article_id WHERE s.live = 1"
)


def _statements(session: Session, most: int) -> int:
    """The next statements by id into the index and the counts."""
    rows = session.all(f"{_LIVING} AND s.id > ? ORDER BY s.id LIMIT ?", [_reached(session, "statements"), most])
    if rows:
        _count(session, rows, 1)
        _reached(session, "statements", rows[-1]["id"])
    return len(rows)


def _count(session: Session, rows: list[sqlite3.Row], sign: int) -> None:
    """Into what is being built, or out of it."""
    sql = (TERMS if sign > 0 else UNTERMS).replace("statement_terms", f"statement_terms{NEXT}")
    session.many(sql, [(row["id"], *_terms(row)) for row in rows])
    by_place: defaultdict[Place, list[Counted]] = defaultdict(list)
    for row in rows:
        by_place[Place(row["scope"], row["hidden_until"])].append(counted(row))
    for place, found in by_place.items():
        tally(session, place, found, sign, None, into=NEXT)


def _terms(row: sqlite3.Row) -> tuple[str, str, str]:
    return index_terms(row["words"], row["context"], row["ascribed_id"], INDEX_VERSION)


def _changed_statements(session: Session, most: int) -> int:
    """Those that changed after they were taken: out as they were, in as they are."""
    noted = session.all("SELECT * FROM rebuild_statements LIMIT ?", [most])
    ids = pack(row["id"] for row in noted)
    _count(session, [row for row in noted if row["live"]], -1)
    session.run("DELETE FROM rebuild_statements WHERE id IN (SELECT value FROM json_each(?))", [ids])
    _count(session, session.all(f"{_LIVING} AND s.id IN (SELECT value FROM json_each(?))", [ids]), 1)
    return len(noted)


def _changed_articles(session: Session, most: int) -> int:
    """The same of articles: by the text of the revision that was read."""
    noted = session.all(
        "SELECT n.id, r.text FROM rebuild_articles n JOIN revisions r ON r.id = n.revision_id LIMIT ?", [most]
    )
    ids = pack(row["id"] for row in noted)
    session.many(
        f"INSERT INTO article_terms{NEXT} (article_terms{NEXT}, rowid, text) VALUES ('delete', ?, ?)",
        [(row["id"], article_terms(text_of(row["text"]), INDEX_VERSION)) for row in noted],
    )
    session.run("DELETE FROM rebuild_articles WHERE id IN (SELECT value FROM json_each(?))", [ids])
    now = session.all(
        "SELECT a.id, r.text FROM articles a JOIN revisions r ON r.id = a.revision_id"
        " WHERE a.id IN (SELECT value FROM json_each(?))",
        [ids],
    )
    _name(session, now)
    return len(noted)


_WORKS = (_articles, _statements, _changed_articles, _changed_statements)
_STALE = f"SELECT 1 FROM {{table}} WHERE index_version <> {INDEX_VERSION} LIMIT 1"


def _swap(session: Session, stale: Iterable[str]) -> None:
    """The new tables in place of the old ones: names change, no row is moved. `stale`: with rows of an old version."""
    settling.everything(session)  # the new tables have every word counted
    for table in _TABLES:
        session.run(f"ALTER TABLE {table} RENAME TO {table}{OLD}")
        session.run(f"ALTER TABLE {table}{NEXT} RENAME TO {table}")
    for sql in (*_UNWATCH, *_TOTALS):
        session.run(sql)
    for table in stale:
        session.run(f"UPDATE {table} SET index_version = {INDEX_VERSION} WHERE index_version <> {INDEX_VERSION}")
    next_version(session)


class _Touch:
    """Every directory that was read before is to be read again, some speakers a transaction."""

    def __init__(self) -> None:
        self.last = 0

    def __call__(self, session: Session, most: int) -> int:
        """Touch the next speakers; returns how many."""
        ids = [r["id"] for r in session.all("SELECT id FROM speakers WHERE id > ? LIMIT ?", [self.last, most])]
        if ids:
            touched = [next_version(session), self.last, ids[-1]]
            session.run("UPDATE speakers SET touched = ? WHERE id > ? AND id <= ?", touched)
            self.last = ids[-1]
        return len(ids)


def _dropped(connections: Connections, table: str, first: int) -> Iterator[str]:
    """Drop a table that may be large: emptied some rows at a time, because giving back its pages takes long."""
    with connections.read() as session:
        there = {row["name"] for row in session.all("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if table not in there:
        return
    data = f"{table}_data"
    if data in there:
        yield from _sliced(connections, _emptying(data), first)
    with connections.write() as session:
        session.run(f"DROP TABLE {table}")
    yield "dropped"


def _emptying(data: str) -> Callable[[Session, int], int]:
    """From an index's own table of blocks, but for the first two, without which it could not even be dropped."""

    def work(session: Session, most: int) -> int:
        return session.run(
            f"DELETE FROM {data} WHERE id IN (SELECT id FROM {data} WHERE id > {_STRUCTURE} LIMIT ?)", [most]
        )

    return work
