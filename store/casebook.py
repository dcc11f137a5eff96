"""Articles in which people corrected something that still stands, for `verbatim corrections export`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.casebook import Case
from bot.model import PUBLIC, Kind, Span, Statement
from store import records
from store.codec import pack
from store.records import article_of
from store.view import VISIBLE_ARTICLE, View

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator
    from datetime import datetime

    from store.connection import Connections, Session

SLICE = 50  # articles a read transaction
_CORRECTED = f"""
    SELECT a.id AS row, a.given_id, a.title, a.outlet, a.author, a.published, a.url, a.language, a.scope,
        a.visible_from, r.text, r.sha256
    FROM articles a JOIN revisions r ON r.id = a.revision_id
    WHERE a.id > :after AND {VISIBLE_ARTICLE} AND a.id IN (
        SELECT s.article_id FROM corrections c JOIN statements s ON s.id = c.statement_id WHERE c.undone_at IS NULL)
    ORDER BY a.id LIMIT {SLICE}
"""
_STANDING = """
    SELECT s.id, s.spans, s.kind, max(c.field = 'not_statement') AS removed
    FROM corrections c JOIN statements s ON s.id = c.statement_id
    WHERE c.undone_at IS NULL AND s.gone_at IS NULL AND s.article_id = :article GROUP BY s.id ORDER BY s.start
"""


class CasebookRoom:
    """What the desk corrected, article by article."""

    _connections: Connections

    def cases(self, now: datetime, *, private: bool = False) -> Iterator[Case]:
        """Every visible article with a standing correction, as it came in; of channels and persons only if `private`.

        An article that fails its hash is left out.
        """
        after = 0
        while True:
            with self._connections.read() as session:
                view = View.of(_scopes(session) if private else (PUBLIC,), now)
                rows = session.all(_CORRECTED, {**view.params, "after": after})
                found = [case for row in rows if (case := _case(session, view, row))]
            if not rows:
                return
            yield from found
            after = rows[-1]["row"]


def _scopes(session: Session) -> tuple[str, ...]:
    return tuple(row["scope"] for row in session.all("SELECT DISTINCT scope FROM articles"))


def _case(session: Session, view: View, row: sqlite3.Row) -> Case | None:
    article = article_of(row)
    if article is None:
        return None
    where = "s.article_id IN (SELECT value FROM json_each(:articles)) ORDER BY s.start, s.id"
    standing = records.select(session, view, where, {"articles": pack([row["row"]])})
    touched = session.all(_STANDING, {"article": row["row"]})
    set_by_people = {one["id"] for one in touched if not one["removed"]}
    return Case(
        article,
        tuple(record.statement for record in standing),
        frozenset(number for number, record in enumerate(standing, 1) if record.id in set_by_people),
        tuple(_bare(one) for one in touched if one["removed"]),
    )


def _bare(row: sqlite3.Row) -> Statement:
    return Statement(tuple(Span(start, end) for start, end in json.loads(row["spans"])), Kind(row["kind"]))
