"""Articles by words in a row, whoever says them, and by names: what no statement holds may still stand there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.ask.terms import match
from store.records import article_of
from store.speakers import folded_name
from store.view import VISIBLE_ARTICLE

if TYPE_CHECKING:
    from bot.model import Article
    from store.connection import Session
    from store.view import View

MOST_MATCHED = 200  # articles that the index gives before those that may not be seen are left out
_HOLDING = f"""
    SELECT a.given_id, a.title, a.outlet, a.author, a.published, a.url, a.language, a.scope, a.visible_from,
        r.text, r.sha256
    FROM (
        SELECT rowid AS id FROM article_terms WHERE article_terms MATCH :match ORDER BY rowid DESC LIMIT :most
    ) f JOIN articles a ON a.id = f.id JOIN revisions r ON r.id = a.revision_id
    WHERE {VISIBLE_ARTICLE} AND a.withdrawn_at IS NULL
    ORDER BY a.published IS NULL, a.published, a.id LIMIT :limit
"""
MOST_NAMED = 5000  # of a name in more articles, the newest are looked at: whoever is that well known was quoted
_MENTIONS = f"""
    SELECT count(*) AS n FROM (
        SELECT rowid AS id FROM article_terms WHERE article_terms MATCH :match ORDER BY rowid DESC LIMIT :most
    ) f JOIN articles a ON a.id = f.id
    WHERE {VISIBLE_ARTICLE} AND NOT EXISTS (
        SELECT 1 FROM statements s JOIN speakers p ON p.id = s.ascribed_id
        WHERE s.article_id = a.id AND s.live = 1 AND p.root_id IN (
            SELECT root_id FROM speakers WHERE folded = :folded))
"""


def holding(session: Session, view: View, phrase: str, limit: int) -> list[Article]:
    """Visible articles with the words of `phrase` side by side, as the index stems them, first printed first.

    Those whose text fails its hash are left out. [] where the phrase has no searchable word, or too many.
    """
    expression = match([phrase])
    if expression is None:
        return []
    params = {**view.params, "match": expression, "most": MOST_MATCHED, "limit": limit}
    found = (article_of(row) for row in session.all(_HOLDING, params))
    return [article for article in found if article is not None]


def mentions(session: Session, view: View, name: str) -> int:
    """How many visible articles name `name` without a statement by them."""
    expression = match([name])
    if expression is None:
        return 0
    folded = folded_name(name)
    params = {**view.params, "match": expression, "folded": folded, "most": MOST_NAMED}
    return int(session.all(_MENTIONS, params)[0]["n"])
