"""Articles that are new: many in one transaction, the derived rows of all of them in one statement a table.

articles -> speakers -> statements -> utterances -> index -> tallies -> holdings

Ids are given out here, above every one that was ever given, because whoever writes holds the write lock.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.ask.terms import INDEX_VERSION, article_terms, speaker_tag, taken
from bot.text import fold
from store import speakers, utterances
from store.codec import instant, searchable, storable
from store.holdings import hold
from store.statements import TERMS, Home, columns, restrict, speaker_of
from store.tallies import Counted, Place, tally

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Article
    from bot.ports import Incoming
    from store.connection import Session

NAMED = ("title", "outlet", "author", "published", "url")


@dataclass(slots=True)
class _Said:
    """A new statement's row, and what is derived from its words in one look."""

    row: dict[str, Any]
    terms: tuple[str, str, str]
    prints: list[tuple[int, int]]
    counted: Counted


@dataclass(slots=True)
class _Made:
    """A new article's row and home, and its statements."""

    row: dict[str, Any]
    home: Home
    statements: list[_Said]


def metadata(article: Article, now: datetime) -> dict[str, Any]:
    """What a row of `articles` says of an article's own facts."""
    embargo = article.visible_from if article.visible_from and article.visible_from > now else None
    return {
        **{name: storable(getattr(article, name)) for name in NAMED},
        "published_on": storable(article.published_on),
        "language": article.language,
        "visible_from": instant(article.visible_from) if article.visible_from else None,
        "hidden_until": instant(embargo) if embargo else "",
        "outlet_folded": searchable(fold(article.outlet or "")),
    }


def insert(session: Session, incoming: Sequence[Incoming], now: datetime, extractor: str) -> None:
    """Store articles, none of which is on record and no two of which are the same, with everything derived."""
    version = speakers.next_version(session)
    free = session.all(_FREE)[0]
    made = _articles(free, incoming, now, extractor, version)
    _statements(session, made, incoming, free["statement"])
    said = [statement for one in made for statement in one.statements]
    _say_the_same(session, said)
    _write(session, "articles", [one.row for one in made])
    _write(session, "revisions", [_revision(one.home) for one in made])
    # Article and revision name each other; put off until the commit, the check would read all articles for each.
    session.many("UPDATE articles SET revision_id = ? WHERE id = ?", [(one.home.revision, one.home.id) for one in made])
    _write(session, "statements", [one.row for one in said])
    utterances.keep(session, [(*print_, one.row["id"]) for one in said for print_ in one.prints])
    _index(session, made, said)
    for place, there in _by_place(made).items():
        restrict(session, [one.row["id"] for one in there], place)
        tally(session, place, [one.counted for one in there], 1, version)
    hold(session, [one.row for one in made])


# The first ids that were never given; also after deletions, where the table says so (AUTOINCREMENT).
_FREE = """
    SELECT 1 + max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'statements'), 0),
            coalesce((SELECT max(id) FROM statements), 0)) AS statement,
        1 + coalesce((SELECT max(id) FROM articles), 0) AS article,
        1 + coalesce((SELECT max(id) FROM revisions), 0) AS revision
"""


def _write(session: Session, table: str, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        names = ", ".join(f'"{name}"' for name in rows[0])
        places = ", ".join("?" * len(rows[0]))
        session.many(f"INSERT INTO {table} ({names}) VALUES ({places})", [tuple(row.values()) for row in rows])


def _articles(
    free: sqlite3.Row, incoming: Sequence[Incoming], now: datetime, extractor: str, version: int
) -> list[_Made]:
    first, revision = free["article"], free["revision"]
    made = []
    for at, one in enumerate(incoming):
        data = metadata(one.article, now) | {
            "id": first + at,
            "given_id": searchable(one.article.id),
            "scope": one.article.scope,
            "index_version": INDEX_VERSION,
            "statements": len(one.statements),
            "news": int(one.news),
            "indexed_at": instant(now),
            "changed_at": instant(now),
        }
        place = Place(one.article.scope, data["hidden_until"])
        home = Home(first + at, revision + at, one.article, place, extractor, one.news, now, version)
        made.append(_Made(data, home, []))
    return made


def _revision(home: Home) -> dict[str, Any]:
    return {
        "id": home.revision,
        "article_id": home.id,
        "number": 1,
        "text": storable(home.article.text),
        "sha256": home.article.sha256,
        "extractor": home.extractor,
        "seen_at": instant(home.now),
    }


def _statements(session: Session, made: Sequence[_Made], incoming: Sequence[Incoming], number: int) -> None:
    """The rows, with the ids of statements and speakers in them."""
    names = {pair for one in incoming for s in one.statements if (pair := speaker_of(s))}
    known = speakers.resolve_all(session, names, made[0].home.now)
    for one, given in zip(made, incoming, strict=True):
        common = {
            "live": 1,
            "news": int(one.home.news),
            "indexed_at": one.row["indexed_at"],
            "listed_at": one.home.listed_at,
        }
        for statement in given.statements:
            pair = speaker_of(statement)
            row = columns(one.home, statement, known[pair] if pair else None) | common
            row |= {"id": number, "ascribed_id": row["speaker_id"], "ascribed": row["speaker"], "utterance": number}
            one.statements.append(_said(row))
            number += 1


def _said(row: dict[str, Any]) -> _Said:
    words, said = taken(row["words"])
    context, around = taken(row["context"])
    speaker = row["ascribed_id"]
    return _Said(
        row,
        (words, context, "" if speaker is None else speaker_tag(speaker)),
        utterances.fingerprints_by(speaker, said),
        Counted(speaker, row["ascribed"], row["alias"], row["role"], row["said"], frozenset(said).union(around)),
    )


def _say_the_same(session: Session, said: Sequence[_Said]) -> None:
    """Give the utterance of an earlier report, on record or among these, to whoever repeats it in another article."""
    on_record = utterances.known(session, {one for statement in said for one in statement.prints})
    here: defaultdict[tuple[int, int], list[dict[str, Any]]] = defaultdict(list)
    for statement in said:
        row, prints = statement.row, statement.prints
        found = None
        if not on_record.isdisjoint(prints):
            found = utterances.earlier(session, row["article_id"], prints, row["words"])
        if found is None:
            nearby = {other["id"]: other for one in prints for other in here.get(one, ())}
            found = utterances.among([nearby[i] for i in sorted(nearby)], row) if nearby else None
        row["utterance"] = found or row["id"]
        for one in prints:
            here[one].append(row)


def _index(session: Session, made: Sequence[_Made], said: Sequence[_Said]) -> None:
    session.many(TERMS, [(one.row["id"], *one.terms) for one in said])
    session.many(
        "INSERT INTO article_terms (rowid, text) VALUES (?, ?)",
        [(one.home.id, article_terms(one.home.article.text, INDEX_VERSION)) for one in made],
    )


def _by_place(made: Sequence[_Made]) -> dict[Place, list[_Said]]:
    found: defaultdict[Place, list[_Said]] = defaultdict(list)
    for one in made:
        found[one.home.place] += one.statements
    return found
