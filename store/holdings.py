"""Holdings: what there is, by who may see it and by outlet. Counted as articles come and change, never summed up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from store.connection import Session

ANALYSED = "en"
_ONE = "WHERE scope = ? AND hidden_until = ? AND outlet = ?"
_HOLD = """
    INSERT INTO holdings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
        articles = articles + excluded.articles, statements = statements + excluded.statements,
        not_analysed = not_analysed + excluded.not_analysed,
        first_published = coalesce(min(first_published, excluded.first_published),
            first_published, excluded.first_published),
        last_published = coalesce(max(last_published, excluded.last_published),
            last_published, excluded.last_published),
        newest_indexed = max(newest_indexed, excluded.newest_indexed)
"""


def _key(row: sqlite3.Row | dict[str, Any]) -> list[str]:
    return [row["scope"], row["hidden_until"], row["outlet_folded"]]


def hold(session: Session, rows: Iterable[sqlite3.Row | dict[str, Any]]) -> None:
    """Count articles in; `rows` are of the table of articles."""
    session.many(
        _HOLD,
        [
            [
                *_key(row),
                1,
                row["statements"],
                int(row["language"] != ANALYSED),
                row["published_on"],
                row["published_on"],
                row["changed_at"],
            ]
            for row in rows
        ],
    )


def unhold(session: Session, row: sqlite3.Row) -> None:
    """Count the article out, as it was."""
    session.run(
        f"UPDATE holdings SET articles = articles - 1, statements = statements - ?, not_analysed = not_analysed - ?"
        f" {_ONE}",
        [row["statements"], int(row["language"] != ANALYSED), *_key(row)],
    )
    session.run(f"DELETE FROM holdings {_ONE} AND articles <= 0", _key(row))


def rehold(session: Session, article_id: int, before: sqlite3.Row) -> None:
    """Count a changed article in again, as it is now; `before` is its row as it was counted out."""
    row = session.all("SELECT * FROM articles WHERE id = ?", [article_id])[0]
    hold(session, [row])
    if [*_key(before), before["published_on"]] != [*_key(row), row["published_on"]]:
        _redate(session, _key(before))


def count_statements(session: Session, article_id: int, change: int) -> None:
    """The article has that many living statements more, or fewer, than were counted."""
    session.run("UPDATE articles SET statements = statements + ? WHERE id = ?", [change, article_id])
    session.run(
        "UPDATE holdings SET statements = statements + ? WHERE (scope, hidden_until, outlet) ="
        " (SELECT scope, hidden_until, outlet_folded FROM articles WHERE id = ?)",
        [change, article_id],
    )


def redate(session: Session, row: sqlite3.Row) -> None:
    """First and last day anew where this article, counted out, may have been one of them."""
    _redate(session, _key(row))


def _redate(session: Session, key: list[str]) -> None:
    """First and last day anew, from the articles."""
    session.run(
        "UPDATE holdings SET (first_published, last_published) ="
        " (SELECT min(published_on), max(published_on) FROM articles"
        "  WHERE scope = ?1 AND hidden_until = ?2 AND outlet_folded = ?3)"
        " WHERE scope = ?1 AND hidden_until = ?2 AND outlet = ?3",
        key,
    )
