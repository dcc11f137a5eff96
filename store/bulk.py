"""Articles that are new: read outside the lock, then stored in few statements of many rows.

    articles -> drawn (pure, no lock) -> | speakers -> statements -> utterances -> index -> tallies -> holdings |

What hangs on an article alone is derived before the transaction begins, so that others wait for SQLite only. Ids are
given out here, because whoever writes holds the write lock: those of statements above every one that was ever given.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.ask.terms import INDEX_VERSION, article_terms, speaker_tag, taken
from bot.ingest.utterances import fingerprints_of
from bot.text import fold
from store import namesakes, speakers, utterances
from store.codec import instant, searchable, storable, text_of
from store.holdings import hold
from store.namesakes import Sayings, sayings_of
from store.statements import TERMS, columns, listed_at, restrict, speaker_of
from store.tallies import Counted, Place, tally

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.model import Article, SpeakerKind, Statement
    from bot.ports import Incoming
    from store.connection import Session

NAMED = ("title", "outlet", "author", "published", "url")


@dataclass(slots=True)
class _Said:
    """A new statement's row, and what is derived from its words in one look."""

    row: dict[str, Any]
    named: tuple[str, SpeakerKind] | None
    words: str  # as the index takes them
    context: str
    prints: tuple[int, ...]
    bag: set[str]  # the words of the statement and its sentence


@dataclass(slots=True)
class Drawn:
    """A new article's rows but for what the record gives them: their ids."""

    row: dict[str, Any]
    revision: dict[str, Any]
    place: Place
    terms: str
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


def draw(incoming: Iterable[Incoming], now: datetime, extractor: str) -> list[Drawn]:
    """What is to be stored of each article, whatever is on record. ValueError for a span that is not in its text."""
    return [_drawn(one, now, extractor) for one in incoming]


def _drawn(one: Incoming, now: datetime, extractor: str) -> Drawn:
    article, at = one.article, instant(now)
    if any(statement.spans[-1].end > len(article.text) for statement in one.statements):
        raise ValueError(f"a span outside the text of article {article.id!r}")
    row = metadata(article, now) | {
        "id": 0,
        "given_id": searchable(article.id),
        "scope": article.scope,
        "index_version": INDEX_VERSION,
        "statements": len(one.statements),
        "news": int(one.news),
        "indexed_at": at,
        "changed_at": at,
    }
    revision = {
        "id": 0,
        "article_id": 0,
        "number": 1,
        "text": storable(article.text),
        "sha256": article.sha256,
        "extractor": extractor,
        "seen_at": at,
    }
    place = Place(article.scope, row["hidden_until"])
    common = {"live": 1, "news": int(one.news), "indexed_at": at, "listed_at": listed_at(now, place)}
    said = [_said(article, statement, extractor, common) for statement in one.statements]
    return Drawn(row, revision, place, article_terms(article.text, INDEX_VERSION), said)


# What a statement's row gets when it is stored.
_GIVEN = {"article_id": 0, "revision_id": 0, "id": 0, "speaker_id": None, "ascribed_id": None, "utterance": 0}


def _said(article: Article, statement: Statement, extractor: str, common: dict[str, Any]) -> _Said:
    row = columns(article, statement, extractor) | common | _GIVEN
    row["ascribed"] = row["speaker"]
    words, said = taken(row["words"])
    context, around = taken(row["context"])
    return _Said(row, speaker_of(statement), words, context, fingerprints_of(said), {*said, *around})


def insert(session: Session, drawn: Sequence[Drawn], now: datetime) -> None:
    """Store articles, none of which is on record and no two of which are the same, with everything derived."""
    version = speakers.next_version(session)
    _number(session.all(_FREE)[0], drawn)
    said = [statement for one in drawn for statement in one.statements]
    _name(session, drawn, now)
    _say_the_same(session, said)
    _write(session, "articles", [one.row for one in drawn])
    _write(session, "revisions", [one.revision for one in drawn])
    # Article and revision name each other; put off until the commit, the check would read all articles for each.
    both = [(one.revision["id"], one.row["id"]) for one in drawn]
    session.many("UPDATE articles SET revision_id = ? WHERE id = ?", both)
    _write(session, "statements", [one.row for one in said])
    utterances.keep(session, [(p, *who) for one in said if (who := _who(one)) for p in one.prints])
    session.many(TERMS, [_terms(one) for one in said])
    session.many("INSERT INTO article_terms (rowid, text) VALUES (?, ?)", [(one.row["id"], one.terms) for one in drawn])
    for place, there in _by_place(drawn).items():
        restrict(session, [one.row["id"] for one in there], place)
        tally(session, place, [_counted(one) for one in there], 1, version)
    hold(session, [one.row for one in drawn])


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


def _number(free: sqlite3.Row, drawn: Sequence[Drawn]) -> None:
    """Give out the ids."""
    number = count(free["statement"])
    for at, one in enumerate(drawn):
        one.row["id"] = one.revision["article_id"] = article = free["article"] + at
        one.revision["id"] = revision = free["revision"] + at
        for statement in one.statements:
            row = statement.row
            row["id"], row["article_id"], row["revision_id"] = next(number), article, revision


def _name(session: Session, drawn: Sequence[Drawn], now: datetime) -> None:
    """Give each statement its speaker's id."""
    articles = [
        Sayings(
            one.place,
            one.row["outlet_folded"],
            text_of(one.revision["text"]),
            sayings_of((said.named, said.row["role"]) for said in one.statements),
        )
        for one in drawn
    ]
    for one, whom in zip(drawn, namesakes.ids(session, articles, now), strict=True):
        for said in one.statements:
            if said.named:
                said.row["speaker_id"] = said.row["ascribed_id"] = whom[said.named]


def _who(one: _Said) -> tuple[int, int] | None:
    """Speaker and statement, where it is known who spoke."""
    speaker = one.row["speaker_id"]
    return None if speaker is None else (speaker, one.row["id"])


def _terms(one: _Said) -> tuple[int, str, str, str]:
    speaker = one.row["ascribed_id"]
    return one.row["id"], one.words, one.context, "" if speaker is None else speaker_tag(speaker)


def _counted(one: _Said) -> Counted:
    row = one.row
    return Counted(row["ascribed_id"], row["ascribed"], row["alias"], row["role"], row["said"], one.bag)


def _say_the_same(session: Session, said: Sequence[_Said]) -> None:
    """Give the utterance of an earlier report, on record or among these, to whoever repeats it in another article."""
    by_speaker: defaultdict[int, list[int]] = defaultdict(list)
    roots = utterances.roots(session, (one.row["speaker_id"] for one in said))
    for one in said:
        if (speaker := roots.get(one.row["speaker_id"])) is not None:
            by_speaker[speaker] += one.prints
    on_record = utterances.known(session, by_speaker)
    here: dict[tuple[int, int], list[dict[str, Any]]] = {}
    for one in said:
        row, speaker = one.row, roots.get(one.row["speaker_id"])
        marks = [] if speaker is None else [(speaker, print_) for print_ in one.prints]
        found = None
        if not on_record.isdisjoint(marks):
            when = utterances.days(row)
            found = utterances.earlier(session, row["article_id"], speaker, one.prints, row["words"], when)
        if found is None and not here.keys().isdisjoint(marks):
            nearby = {other["id"]: other for mark in marks for other in here.get(mark, ())}
            found = utterances.among([nearby[i] for i in sorted(nearby)], row)
        row["utterance"] = found or row["id"]
        for mark in marks:
            here.setdefault(mark, []).append(row)


def _by_place(drawn: Sequence[Drawn]) -> dict[Place, list[_Said]]:
    found: defaultdict[Place, list[_Said]] = defaultdict(list)
    for one in drawn:
        found[one.place] += one.statements
    return found
