"""The record from end to end, some articles at a time, so that writers never wait and memory stays flat."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.export import Filed, Merged, Name, Ruling, Stated
from store import records
from store.codec import moment, moment_if, pack
from store.view import VISIBLE_ARTICLE, VISIBLE_COUNT, View

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from bot.model import Record
    from store.connection import Connections, Session

SLICE = 200  # articles a read transaction
_ARTICLES = f"""
    SELECT a.id AS row, a.given_id, a.title, a.outlet, a.author, a.published, a.url, a.language, a.scope,
        a.visible_from, a.news, a.indexed_at, r.text, r.sha256, r.extractor
    FROM articles a JOIN revisions r ON r.id = a.revision_id
    WHERE a.id > :after AND {VISIBLE_ARTICLE} ORDER BY a.id LIMIT {SLICE}
"""
_CORRECTIONS = """
    SELECT c.*, s.article_id, p.kind, p.namesake, x.outlet, x.article AS moved FROM corrections c
    JOIN statements s ON s.id = c.statement_id AND s.gone_at IS NULL
    LEFT JOIN speakers p ON p.id = c.speaker_id LEFT JOIN speaker_splits x ON x.id = c.split_id
    WHERE s.article_id IN (SELECT value FROM json_each(:articles)) ORDER BY s.article_id, c.id
"""
_STATED = """
    SELECT * FROM statements s WHERE s.gone_at IS NULL AND s.article_id IN (SELECT value FROM json_each(:articles))
    ORDER BY s.article_id, s.start, s.id
"""
_MERGES = """
    SELECT m.*, f.name AS one, f.kind AS one_kind, f.namesake AS one_namesake,
        t.name AS other, t.kind AS other_kind, t.namesake AS other_namesake
    FROM speaker_merges m JOIN speakers f ON f.id = m.from_id JOIN speakers t ON t.id = m.into_id
    WHERE f.name <> '' AND t.name <> '' AND {seen_f} AND {seen_t} ORDER BY m.id
""".format(
    **{
        f"seen_{who}": f"""(EXISTS (SELECT 1 FROM speaker_aliases n WHERE n.speaker_id = {who}.id AND {VISIBLE_COUNT})
            OR NOT EXISTS (SELECT 1 FROM statements s WHERE s.ascribed_id = {who}.id))"""
        for who in ("f", "t")
    }
)


class ExportRoom:
    """Implements bot.export.Files."""

    _connections: Connections

    def filed(self, scopes: Sequence[str], now: datetime) -> Iterator[Filed]:
        """Every visible article in the order it came in; what comes in meanwhile may be among them."""
        view, after = View.of(scopes, now), 0
        while True:
            with self._connections.read() as session:
                rows = session.all(_ARTICLES, {**view.params, "after": after})
                found = _filed(session, view, rows)
            if not rows:
                return
            yield from found
            after = rows[-1]["row"]

    def merged(self, scopes: Sequence[str], now: datetime) -> list[Merged]:
        """Every merge of speakers who may both be seen, or of whom nothing is on record yet; in order."""
        with self._connections.read() as session:
            rows = session.all(_MERGES, View.of(scopes, now).params)
        return [
            Merged(
                Name(row["one"], row["one_kind"], row["one_namesake"]),
                Name(row["other"], row["other_kind"], row["other_namesake"]),
                row["by"],
                moment(row["at"]),
                row["undone_by"],
                moment_if(row["undone_at"]),
            )
            for row in rows
        ]


def _filed(session: Session, view: View, rows: list[sqlite3.Row]) -> list[Filed]:
    ids = pack(row["row"] for row in rows)
    where = "s.article_id IN (SELECT value FROM json_each(:articles)) ORDER BY s.article_id, s.start, s.id"
    said: dict[tuple[str, str], list[Record]] = {}
    for record in records.select(session, view, where, {"articles": ids}):
        said.setdefault((record.article.id, record.article.scope), []).append(record)
    corrections = {
        number: tuple(map(_correction, found))
        for number, found in groupby(session.all(_CORRECTIONS, {"articles": ids}), lambda row: row["article_id"])
    }
    stated = {
        number: tuple(map(_stated, found))
        for number, found in groupby(session.all(_STATED, {"articles": ids}), lambda row: row["article_id"])
    }
    out = []
    for row in rows:
        article = records.article_of(row)
        if article is not None:  # a text that fails its hash is not handed on
            mine = tuple(said.get((article.id, article.scope), ()))
            held = corrections.get(row["row"], ())
            known = stated.get(row["row"], ())
            at, news = moment(row["indexed_at"]), bool(row["news"])
            out.append(Filed(article, mine, held, row["extractor"], at, news, known))
    return out


def _correction(row: sqlite3.Row) -> Ruling:
    return Ruling(
        row["statement_id"],
        row["field"],
        row["value"],
        row["by"],
        moment(row["at"]),
        row["undone_by"],
        moment_if(row["undone_at"]),
        row["kind"],
        row["namesake"],
        row["outlet"],
        row["moved"],
    )


def _stated(row: sqlite3.Row) -> Stated:
    return Stated(row["id"], records.extracted(row), moment(row["indexed_at"]), bool(row["news"]))
