"""Articles: admitted with their statements in one transaction, re-admitted without effect, counted, named.

incoming -> decide (pure) -> metadata -> revision -> statements -> index rows -> holdings
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.ask.terms import INDEX_VERSION, article_terms
from bot.ingest.decide import Known, Stored, decide
from bot.ports import Admission, Incoming
from bot.text import fold
from store import bulk, holdings, namesakes, numbering, revisions, settling, speakers, statements
from store.codec import instant, moment_if, pack, restored, searchable, storable, text_of
from store.drawing import draw, metadata
from store.removal import removed, removed_among
from store.statements import Home
from store.tallies import Place

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bot.ingest.decide import Plan
    from bot.model import Article, Statement
    from store.connection import Session
    from store.drawing import Drawn
    from store.settling import Debt


def admit(
    session: Session,
    article: Article,
    found: Sequence[Statement],
    now: datetime,
    *,
    news: bool,
    extractor: str,
    debt: Debt,
) -> Admission:
    """Store one article with its statements; ValueError for a span that is not in the text."""
    refuse_outside(article, found)
    row = _row(session, article)
    if row is None and removed(session, article.scope, article.id, article.url):
        return Admission("removed", 0)
    if row is None:
        drawn = draw([Incoming(article, found, news)], now, extractor)
        bulk.insert(session, drawn, now, debt)
        _heed(session, [(article, drawn[0])], now)
        return Admission("new", len(found))
    plan = decide(_stored(session, row), article, found, extractor)
    if plan.outcome == "same" and not plan.restated:
        return Admission("same", row["statements"])
    home = _update(session, row, article, plan, now, news, extractor)
    if plan.outcome != "same":
        _carry_out(session, home, plan, found)
    revisions.heed(session, article, home.id, now)
    count = _recount(session, home)
    holdings.rehold(session, home.id, row)
    return Admission(plan.outcome, count)


def admit_many(
    session: Session, incoming: Sequence[Incoming], drawn: Sequence[Drawn], now: datetime, extractor: str, debt: Debt
) -> list[Admission]:
    """Store several articles, of which `store.drawing.draw` was made before; what became of each, in order."""
    on_record = _on_record(session, [one.article for one in incoming])
    gone = removed_among(session, [(one.article.scope, one.article.id, one.article.url) for one in incoming])
    fresh: list[tuple[Article, Drawn]] = []
    became: list[Admission | None] = []
    for one, made, again in zip(incoming, drawn, gone, strict=True):
        key = (searchable(one.article.id), one.article.scope)
        known = key in on_record or again
        became.append(None if known else Admission("new", len(one.statements)))
        if not known:
            fresh.append((one.article, made))
            on_record.add(key)
    if fresh:
        bulk.insert(session, [made for _, made in fresh], now, debt)
        _heed(session, fresh, now)
    return [
        done or admit(session, one.article, one.statements, now, news=one.news, extractor=extractor, debt=debt)
        for done, one in zip(became, incoming, strict=True)
    ]


def _heed(session: Session, fresh: Iterable[tuple[Article, Drawn]], now: datetime) -> None:
    """Of new articles, those that say of themselves that they were withdrawn."""
    for article, made in fresh:
        if made.withdrawn and (row := _row(session, article)):
            revisions.heed(session, article, row["id"], now)


def refuse_outside(article: Article, found: Sequence[Statement]) -> None:
    """Raise ValueError for a span that is not in the text."""
    if any(statement.hull.end > len(article.text) for statement in found):
        raise ValueError(f"a span outside the text of article {article.id!r}")


def _on_record(session: Session, articles: Sequence[Article]) -> set[tuple[str, str]]:
    """Which of these are there, in whatever revision."""
    rows = session.all(
        "SELECT given_id, scope FROM articles WHERE given_id IN (SELECT value FROM json_each(?))",
        [pack({searchable(article.id) for article in articles})],
    )
    return {(row["given_id"], row["scope"]) for row in rows}


def stands(session: Session, articles: Sequence[Article], extractor: str) -> list[bool]:
    """Whether each is stored with this very text, read by this extractor."""
    rows = session.all(
        "SELECT a.given_id, a.scope, r.sha256 FROM articles a JOIN revisions r ON r.id = a.revision_id"
        " WHERE r.extractor = ? AND a.given_id IN (SELECT value FROM json_each(?))",
        [extractor, pack({searchable(article.id) for article in articles})],
    )
    there = {(row["given_id"], row["scope"]): row["sha256"] for row in rows}
    return [
        there.get(key) == article.sha256 if (key := (searchable(article.id), article.scope)) in there else False
        for article in articles
    ]


def _row(session: Session, article: Article) -> sqlite3.Row | None:
    return session.one(
        "SELECT a.*, r.sha256, r.extractor, r.number FROM articles a JOIN revisions r ON r.id = a.revision_id"
        " WHERE a.given_id = ? AND a.scope = ?",
        [searchable(article.id), article.scope],
    )


def _stored(session: Session, row: sqlite3.Row) -> Stored:
    known = session.all("SELECT id, words, start, gone_at FROM statements WHERE article_id = ?", [row["id"]])
    names = ("title", "outlet", "author", "published", "url", "language")
    return Stored(
        row["sha256"],
        row["extractor"],
        (*(restored(row[name]) for name in names), moment_if(row["visible_from"])),
        tuple(Known(one["id"], one["words"], one["start"], one["gone_at"] is not None) for one in known),
    )


def _home(row_id: int, revision: int, article: Article, data: dict[str, Any], session: Session, **rest: Any) -> Home:  # noqa: ANN401 - passed on as they are
    place = Place(article.scope, data["hidden_until"])
    return Home(row_id, revision, article, place, version=speakers.next_version(session), **rest)


def _update(
    session: Session, row: sqlite3.Row, article: Article, plan: Plan, now: datetime, news: bool, extractor: str
) -> Home:
    """Bring the article's own row up to date, its living statements taken out of the index meanwhile."""
    before = Place(row["scope"], row["hidden_until"])
    data = metadata(article, now)
    if plan.outcome != "same":
        data["changed_at"] = instant(now)
    revision = row["revision_id"]
    home = _home(row["id"], revision, article, data, session, extractor=extractor, news=news, now=now)
    living = _living(session, row["id"])
    statements.unindex(session, living, before, home.version)
    holdings.unhold(session, row)
    session.run(
        f"UPDATE articles SET {', '.join(f'{name} = ?' for name in data)} WHERE id = ?", [*data.values(), row["id"]]
    )
    statements.move(session, home, before)
    if plan.outcome == "same":
        statements.index(session, living, home.place, home.version)
        return home
    return _reread(session, row, home, plan)


def _reread(session: Session, row: sqlite3.Row, home: Home, plan: Plan) -> Home:
    """A new revision, or the same one read by another extractor."""
    if not plan.revised:
        session.run("UPDATE revisions SET extractor = ? WHERE id = ?", [home.extractor, home.revision])
        return home
    _unname(session, row)
    session.run("UPDATE articles SET index_version = ? WHERE id = ?", [INDEX_VERSION, home.id])
    revision = _revise(session, home.id, home.article, row["number"] + 1, home.now, home.extractor)
    return Home(home.id, revision, home.article, home.place, home.extractor, home.news, home.now, home.version)


def _living(session: Session, article_id: int) -> list[int]:
    return [r["id"] for r in session.all("SELECT id FROM statements WHERE article_id = ? AND live = 1", [article_id])]


def _revise(session: Session, article_id: int, article: Article, number: int, now: datetime, extractor: str) -> int:
    made = session.insert(
        "INSERT INTO revisions (id, article_id, number, text, sha256, extractor, seen_at)"
        f" VALUES (1 + {numbering.last('revisions')}, ?, ?, ?, ?, ?, ?)",
        [article_id, number, storable(article.text), article.sha256, extractor, instant(now)],
    )
    session.run("UPDATE articles SET revision_id = ? WHERE id = ?", [made, article_id])
    terms = article_terms(article.text, INDEX_VERSION)
    session.run("INSERT INTO article_terms (rowid, text) VALUES (?, ?)", [article_id, terms])
    return made


def _unname(session: Session, row: sqlite3.Row) -> None:
    """Take the article's text out of the index of names, with exactly the terms it was indexed by."""
    stored = session.all("SELECT text FROM revisions WHERE id = ?", [row["revision_id"]])[0]
    terms = article_terms(text_of(stored["text"]), row["index_version"])
    session.run("INSERT INTO article_terms (article_terms, rowid, text) VALUES ('delete', ?, ?)", [row["id"], terms])


def _carry_out(session: Session, home: Home, plan: Plan, found: Sequence[Statement]) -> None:
    """The plan's statements; the article's living ones are out of the index at this point."""
    _name(session, home, found)
    statements.vanish(session, plan.gone, home.now)
    for statement_id, at in plan.taken:
        statements.take_over(session, home, statement_id, found[at])
    statements.put(session, home, [found[at] for at in plan.inserted])
    statements.index(session, _living(session, home.id), home.place, home.version)
    settling.reached(session)


def _name(session: Session, home: Home, found: Sequence[Statement]) -> None:
    """Look up whom the names mean, all of the article's at once: what one sentence says tells of another's."""
    named = namesakes.sayings_of((statements.speaker_of(one), one.role) for one in found)
    outlet = searchable(fold(home.article.outlet or ""))
    said = namesakes.Sayings(home.place, outlet, home.article.text, named, namesakes.kept(session, home.id))
    home.speakers.update(namesakes.ids(session, [said], home.now)[0])


def _recount(session: Session, home: Home) -> int:
    count = len(_living(session, home.id))
    session.run("UPDATE articles SET statements = ? WHERE id = ?", [count, home.id])
    return count
