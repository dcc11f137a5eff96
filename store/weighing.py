"""What a removal on request would take with it, counted before anything is done."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.ask.terms import match
from bot.removal import Target, Weighed
from bot.text import fold
from store import speakers
from store.codec import pack, searchable, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from store.connection import Connections, Session

_SPEAKING = "SELECT id FROM statements WHERE speaker_id IN ({ids}) OR ascribed_id IN ({ids})"


class WeighingRoom:
    """What `verbatim remove` counts."""

    _connections: Connections

    def weigh_article(self, name: str) -> Weighed | None:
        """The articles with this id or address, in every scope."""
        bare = searchable(name.strip())
        names = pack({bare, bare.rstrip("/"), f"{bare.rstrip('/')}/"})
        with self._connections.read() as session:
            rows = session.all(
                "SELECT id, title FROM articles WHERE given_id IN (SELECT value FROM json_each(?1))"
                " OR url IN (SELECT value FROM json_each(?1))",
                [names],
            )
            label = next((f"“{text_of(row['title'])}”" for row in rows if row["title"]), bare)
            return _weighed(session, Target("article", tuple(row["id"] for row in rows)), label) if rows else None

    def weigh_speaker(self, name: str, *, mentions: bool = False) -> Weighed | None:
        """Everything of a speaker of this name or alias, merged ones included; `mentions`: also where only named."""
        folded = speakers.folded_name(name)
        with self._connections.read() as session:
            rows = session.all(
                "SELECT id FROM speakers WHERE root_id IN ("
                " SELECT root_id FROM speakers WHERE folded = ? AND folded <> ''"
                " UNION SELECT p.root_id FROM speaker_aliases a JOIN speakers p ON p.id = a.speaker_id"
                " WHERE a.alias = ?)",
                [folded, searchable(name)],
            )
            ids = tuple(row["id"] for row in rows)
            listed = ",".join(map(str, ids))
            said = session.all(
                f"SELECT DISTINCT article_id FROM statements WHERE id IN ({_SPEAKING.format(ids=listed)})"
            )
            spoken = {row["article_id"] for row in said}
            expression = match([name])
            naming = session.all(
                "SELECT rowid AS id FROM article_terms WHERE article_terms MATCH ?", [expression or '"-"']
            )
            only = {row["id"] for row in naming} - spoken
            articles = tuple(sorted(spoken | only if mentions else spoken))
            if not (ids or articles):
                return None
            found = _weighed(session, Target("speaker", articles, ids), name, ids)
            orders = len(orders_about(session, "watches", [name])) + len(orders_about(session, "subscriptions", [name]))
            return replace(found, orders=orders, named=0 if mentions else len(only))

    def weigh_source(self, name: str) -> Weighed | None:
        """A source by its number with what it brought, or everything of an outlet of this name."""
        with self._connections.read() as session:
            if name.isascii() and name.isdecimal():
                source = session.one("SELECT * FROM sources WHERE id = ?", [int(name[:15])])
                brought = session.all(
                    "SELECT a.id FROM source_items i JOIN sources s ON s.id = i.source_id"
                    " JOIN articles a ON a.scope = s.scope AND a.given_id IN (i.url, i.article) WHERE s.id = ?",
                    [int(name[:15])],
                )
                label = f"source {name}" if source else ""
                ids: tuple[int, ...] = (int(name[:15]),) if source else ()
            else:
                folded = searchable(fold(name))
                brought = session.all("SELECT id FROM articles WHERE outlet_folded = ? AND ? <> ''", [folded, folded])
                named = session.all("SELECT id, outlet FROM sources WHERE outlet IS NOT NULL")
                ids, label = tuple(r["id"] for r in named if fold(r["outlet"]) == fold(name)), name
            target = Target("source", tuple(sorted({row["id"] for row in brought})), (), ids)
            return _weighed(session, target, label) if brought or ids else None


def _weighed(session: Session, target: Target, label: str, ids: Iterable[int] = ()) -> Weighed:
    listed = pack(target.articles)
    own = set(ids)
    rows = session.all(
        "SELECT id, ascribed_id FROM statements WHERE live = 1 AND article_id IN (SELECT value FROM json_each(?))",
        [listed],
    )
    shown = session.all(
        "SELECT count(*) AS n FROM outbox o WHERE EXISTS (SELECT 1 FROM json_each(o.statements) i JOIN statements s"
        " ON s.id = i.value WHERE s.article_id IN (SELECT value FROM json_each(?)))",
        [listed],
    )[0]["n"]
    others = sum(row["ascribed_id"] not in own for row in rows) if own else 0
    return Weighed(target, label, len(target.articles), len(rows), others, shown)


def orders_about(session: Session, table: str, names: Sequence[str]) -> list[int]:
    """Watches or digests that are about one of these names."""
    rows = session.all(f"SELECT id, criteria FROM {table}")
    return [row["id"] for row in rows if mentions_any(row["criteria"], names)]


def mentions_any(kept: str, names: Sequence[str]) -> bool:
    """Whether a JSON text has one of these names."""
    text = fold(json.dumps(json.loads(kept), ensure_ascii=False)) if names else ""
    return any(fold(name) in text for name in names)
