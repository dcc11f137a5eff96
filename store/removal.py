"""Removal on request: rows, terms, counts, names and texts, in slices that let others write between them.

    plan (a row) -> messages and answers -> article by article -> names -> index merged -> VACUUM, log emptied -> done

Each slice is one transaction and may be done twice. FTS5 keeps the terms of deleted rows in older segments until those
are merged [sqlite.org/fts5.html, "The 'merge' command"], SQLite the bytes of deleted rows in free pages until VACUUM
[sqlite.org/lang_vacuum.html], and the write-ahead log until it is truncated: only then is it done.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.ask.terms import article_terms
from bot.errors import ArchiveError
from bot.ingest.utterances import fingerprints
from bot.model import Message
from bot.removal import LEAST, Weighed, mark, traced
from store import holdings, numbering, speakers, statements, utterances
from store.codec import instant, pack, restored, searchable, text_of
from store.lock import held
from store.rebuilding import cleared
from store.schema.record import INDEXES
from store.tallies import Place
from store.weighing import WeighingRoom, mentions_any, orders_about

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from bot.removal import Clearing
    from store.connection import Connections, Session

MESSAGES = 100  # rows of the outbox in one slice
PAGES = 500  # of an index merged in one slice
# While articles are removed: without them each deletion reads every statement, to see whether one refers to it.
_AIDS = {
    "removing_statements": "statements (revision_id)",
    "removing_articles": "articles (revision_id)",
}


class RemovalRoom(WeighingRoom):
    """What `verbatim remove` does."""

    _connections: Connections

    def begin_removal(self, found: Weighed, *, by: str, posted: bool, names: Sequence[str], now: datetime) -> int:
        """Keep the plan; its id. From here on it is finished, whatever happens."""
        target = found.target
        plan = {"articles": target.articles, "speakers": target.speakers, "sources": target.sources, "names": names}
        with self._connections.write() as session:
            return session.insert(
                "INSERT INTO removals (kind, by, begun_at, articles, statements, speakers, messages, posted, plan)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    target.kind,
                    searchable(by),
                    instant(now),
                    found.articles,
                    found.statements,
                    len(target.speakers),
                    found.messages,
                    int(posted),
                    json.dumps(plan),
                ],
            )

    def unfinished_removals(self) -> list[int]:
        """Those that were begun and are not done."""
        with self._connections.read() as session:
            return [r["id"] for r in session.all("SELECT id FROM removals WHERE done_at IS NULL ORDER BY id")]

    def finish_removal(
        self,
        removal: int,
        clearing: Clearing,
        clock: Callable[[], datetime],
        step: Callable[[str, int], None] = lambda *_: None,
    ) -> None:
        """Carry out what is left of a plan. `step` hears what was done, and how many.

        Raises ArchiveError where the index is being built anew, which would carry the words over, and where others keep
        the file from being emptied; it is to be run again then.
        """
        path = self._connections.path
        busy = f"The index of {path} is being built anew: when that is done, run verbatim remove --finish."
        with held(Path(f"{path}.rebuild"), busy):
            for _ in cleared(self._connections, PAGES):  # a rebuild that was killed left words, too
                pass
            self._finish(removal, clearing, clock, step)

    def _finish(
        self, removal: int, clearing: Clearing, clock: Callable[[], datetime], step: Callable[[str, int], None]
    ) -> None:
        with self._connections.read() as session:
            row = session.all("SELECT * FROM removals WHERE id = ?", [removal])[0]
        plan: dict[str, list[Any]] = json.loads(row["plan"] or "{}")
        left = plan.get("articles", [])
        for name, on in _AIDS.items():
            with self._connections.write() as session:
                session.run(f"CREATE INDEX IF NOT EXISTS {name} ON {on}")
        step("messages", self._messages(plan, clearing, clock(), posted=bool(row["posted"])))
        for done, article in enumerate(left):
            with self._connections.write() as session:
                _remove_article(session, article, removal, plan)
                plan["articles"] = left[done + 1 :]
                _keep(session, removal, plan)
            step("articles", 1)
        with self._connections.write() as session:
            _forget_names(session, plan, clock())
            _orphans(session)
        self._merged()
        for name in _AIDS:
            with self._connections.write() as session:
                session.run(f"DROP INDEX IF EXISTS {name}")
        with self._connections.write() as session:
            session.run("UPDATE removals SET plan = NULL WHERE id = ?", [removal])
        self._emptied()
        with self._connections.write() as session:
            session.run("UPDATE removals SET done_at = ? WHERE id = ?", [instant(clock()), removal])
        self._emptied(vacuum=False)

    def _messages(self, plan: dict[str, list[Any]], clearing: Clearing, now: datetime, *, posted: bool) -> int:
        """Clear what was, or is to be, posted, and what buttons come back to; how many messages."""
        with self._connections.read() as session:
            ids, traces = _traces(session, plan)
        after, cleared = 0, 0
        while True:
            with self._connections.write() as session:
                rows = session.all("SELECT * FROM outbox WHERE seq > ? ORDER BY seq LIMIT ?", [after, MESSAGES])
                for row in rows:
                    cleared += _clear(session, row, ids, traces, clearing, now, posted=posted)
            if not rows:
                break
            after = rows[-1]["seq"]
        with self._connections.write() as session:
            _forget_answers(session, ids, plan.get("names", []))
        return cleared

    def _merged(self) -> None:
        """Both indexes without the terms of what is deleted; a slice at a time."""
        for index in INDEXES:
            pages = -PAGES  # the first one begins a merge of everything
            while True:
                with self._connections.write() as session:
                    before = session.db.conn.total_changes
                    session.run(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", [pages])
                    if session.db.conn.total_changes - before < 2:
                        break
                pages = PAGES

    def _emptied(self, *, vacuum: bool = True) -> None:
        """Neither free pages nor the log keep anything. ArchiveError while somebody else reads on and on."""
        with self._connections.aside() as db:
            if vacuum:
                db.conn.execute("VACUUM")
            busy = db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise ArchiveError(
                "It is removed, but another program still reads older pages of the database: run verbatim remove"
                " --finish in a minute."
            )


def removed(session: Session, scope: str, *names: str | None) -> bool:
    """Whether one of these ids or addresses was removed on request: then it is not read again."""
    return removed_among(session, [(scope, *names)])[0]


def removed_among(session: Session, found: Sequence[tuple[str, *tuple[str | None, ...]]]) -> list[bool]:
    """The same of several articles: their scopes, each with what it is called by."""
    if session.one("SELECT 1 FROM removed LIMIT 1") is None:
        return [False] * len(found)
    marks = [{mark(scope, searchable(name)) for name in names if name} for scope, *names in found]
    rows = session.all(
        "SELECT mark FROM removed WHERE mark IN (SELECT value FROM json_each(?))", [pack(set().union(*marks))]
    )
    gone = {row["mark"] for row in rows}
    return [not gone.isdisjoint(those) for those in marks]


def _traces(session: Session, plan: dict[str, list[Any]]) -> tuple[set[int], list[str]]:
    """The statements of the plan's articles, and the texts by which any message of ours could tell of them."""
    listed = [pack(plan.get("articles", []))]
    said = session.all("SELECT id, words FROM statements WHERE article_id IN (SELECT value FROM json_each(?))", listed)
    about = session.all("SELECT title, url FROM articles WHERE id IN (SELECT value FROM json_each(?))", listed)
    texts = [restored(row[name]) for row in about for name in ("title", "url")]
    words = [row["words"] for row in said]
    texts += [text.lstrip().split("\n", 1)[0] for text in _revised(session, listed)]
    long = [text for text in (*texts, *words) if text and len(text) >= LEAST]
    return {row["id"] for row in said}, [*long, *plan.get("names", [])]


def _revised(session: Session, listed: Sequence[str]) -> list[str]:
    """The texts of every revision: a page's begins with its headline."""
    rows = session.each("SELECT text FROM revisions WHERE article_id IN (SELECT value FROM json_each(?))", listed)
    return [text_of(row["text"]) for row in rows]


def _clear(
    session: Session,
    row: sqlite3.Row,
    ids: set[int],
    traces: list[str],
    clearing: Clearing,
    now: datetime,
    *,
    posted: bool,
) -> int:
    """Rewrite a message of ours that shows or tells of any of it; 1 where it did."""
    message, shown = Message(row["text"], tuple(json.loads(row["blocks"]))), json.loads(row["statements"])
    if ids.isdisjoint(shown) and not traced(message, traces):
        return 0
    made = clearing.cleared(message, ids, traces, now)
    session.run(
        "UPDATE outbox SET text = ?, blocks = ?, statements = ? WHERE seq = ?",
        [searchable(made.text), json.dumps(made.blocks), pack(i for i in shown if i not in ids), row["seq"]],
    )
    if posted and row["state"] != "failed":  # one that is being sent goes out as it was: it is due once it stands
        session.run(
            "INSERT INTO amendments (run_key, revision, state, at) VALUES (?1, 1, 'due', ?2) ON CONFLICT (run_key) DO"
            " UPDATE SET revision = revision + 1, state = 'due', attempt = 0, not_before = NULL, reason = NULL,"
            " at = ?2",
            [row["run_key"], instant(now)],
        )
    return 1


def _forget_answers(session: Session, ids: set[int], names: Sequence[str]) -> None:
    """What buttons and follow-ups come back to, where it found any of it or asked for it by name."""
    gone = [
        (row["id"],)
        for row in session.all("SELECT id, query, statements FROM answers")
        if not ids.isdisjoint(json.loads(row["statements"])) or mentions_any(row["query"], names)
    ]
    session.many("DELETE FROM conversations WHERE answer_id = ?", gone)
    session.many("DELETE FROM answers WHERE id = ?", gone)


def _remove_article(session: Session, article: int, removal: int, plan: dict[str, list[Any]]) -> None:
    """One article with everything that hangs on it; nothing where it is gone."""
    row = session.one(
        "SELECT a.*, r.text FROM articles a JOIN revisions r ON r.id = a.revision_id WHERE a.id = ?", [article]
    )
    if row is None:
        return
    said = session.all("SELECT * FROM statements WHERE article_id = ?", [article])
    speaking = {speaker for one in said for speaker in (one["speaker_id"], one["ascribed_id"]) if speaker}
    plan["candidates"] = sorted({*plan.get("candidates", ()), *speaking})
    _unlist(session, row, said)
    for table in _tables_with(session, "statement_id"):
        if table != "fingerprints":  # which has no way from a statement to its rows
            session.many(f"DELETE FROM {table} WHERE statement_id = ?", [(one["id"],) for one in said])
    _leave_marks(session, row, removal)
    numbering.keep(session)
    session.run("UPDATE articles SET revision_id = NULL WHERE id = ?", [article])
    session.run("DELETE FROM statements WHERE article_id = ?", [article])
    session.run("DELETE FROM articles WHERE id = ?", [article])
    holdings.redate(session, row)


def _unlist(session: Session, row: sqlite3.Row, said: Sequence[sqlite3.Row]) -> None:
    """Take it out of every index and count, with exactly the terms it was put in by."""
    place, version = Place(row["scope"], row["hidden_until"]), speakers.next_version(session)
    statements.unindex(session, [one["id"] for one in said if one["live"]], place, version)
    holdings.unhold(session, row)
    terms = article_terms(text_of(row["text"]), row["index_version"])
    session.run("INSERT INTO article_terms (article_terms, rowid, text) VALUES ('delete', ?, ?)", [row["id"], terms])
    known = [one for one in said if one["speaker_id"]]
    prints = [(one["speaker_id"], print_, one["id"]) for one in known for print_ in fingerprints(one["words"])]
    utterances.leave(session, prints)


def _leave_marks(session: Session, row: sqlite3.Row, removal: int) -> None:
    """What keeps it from coming back: hashes of its id and address, instead of the entries of sources."""
    names = {searchable(name) for name in (text_of(row["given_id"]), restored(row["url"])) if name}
    items = session.all(
        "SELECT i.source_id, i.url, s.scope FROM source_items i JOIN sources s ON s.id = i.source_id"
        " WHERE i.url IN (SELECT value FROM json_each(?1)) OR i.article IN (SELECT value FROM json_each(?1))",
        [pack(names)],
    )
    marks = {mark(row["scope"], name) for name in names} | {mark(item["scope"], item["url"]) for item in items}
    session.many("INSERT OR IGNORE INTO removed (mark, removal_id) VALUES (?, ?)", [(one, removal) for one in marks])
    for table in _tables_with(session, "article"):  # where people named it by its id
        if table != "source_items":
            session.many(f"UPDATE {table} SET article = NULL WHERE article = ?", [(one,) for one in names])
    gone = [(item["source_id"], item["url"]) for item in items]
    session.many("DELETE FROM source_items WHERE source_id = ? AND url = ?", gone)


def _tables_with(session: Session, column: str) -> list[str]:
    """Every ordinary table that has a column of this name: what refers to what is removed."""
    rows = session.all(
        "SELECT m.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c"
        " WHERE m.type = 'table' AND m.sql NOT LIKE 'CREATE VIRTUAL%' AND c.name = ?",
        [column],
    )
    return [row["name"] for row in rows]


def _keep(session: Session, removal: int, plan: dict[str, list[Any]]) -> None:
    session.run("UPDATE removals SET plan = ? WHERE id = ?", [json.dumps(plan), removal])


def _forget_names(session: Session, plan: dict[str, list[Any]], now: datetime) -> None:
    """Speakers of whom nothing is left become numbers without a name; sources and orders of the plan end."""
    version = speakers.next_version(session)
    for speaker in {*plan.get("speakers", ()), *plan.get("candidates", ())}:
        kept = session.one(
            "SELECT 1 FROM statements WHERE speaker_id = ?1 OR ascribed_id = ?1"
            " UNION SELECT 1 FROM corrections WHERE speaker_id = ?1",
            [speaker],
        )
        if kept is None:
            session.run(
                "UPDATE speakers SET name = '', folded = 'removed ' || id, touched = ? WHERE id = ?", [version, speaker]
            )
            for table in ("speaker_aliases", "speaker_roles", *_tables_with(session, "speaker_id")):
                if table not in {"statements", "corrections", "speakers", "fingerprints"}:
                    session.run(f"DELETE FROM {table} WHERE speaker_id = ?", [speaker])
    session.many("DELETE FROM sources WHERE id = ?", [(one,) for one in plan.get("sources", ())])
    names = plan.get("names", [])
    if not names:
        return
    session.many("DELETE FROM watches WHERE id = ?", [(one,) for one in orders_about(session, "watches", names)])
    ended = orders_about(session, "subscriptions", names)
    session.many(
        "UPDATE subscriptions SET state = 'deleted', criteria = '{}', name = 'removed ' || id,"
        " reason = 'what it was about was removed on request', changed_at = ? WHERE id = ?",
        [(instant(now), one) for one in ended],
    )
    session.many("DELETE FROM subscription_changes WHERE subscription_id = ?", [(one,) for one in ended])
    session.run("DELETE FROM digest_drafts")  # half-filled forms, kept for a week at most


def _orphans(session: Session) -> None:
    """Fingerprints whose statement is gone: those made by other rules than today's are found by no words."""
    session.run("DELETE FROM fingerprints WHERE statement_id NOT IN (SELECT id FROM statements)")
