"""Statements: put in, taken over, gone; indexed and counted.

`words` and `context` are for ranking only: what is shown is cut from the stored article (`store.records`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.ask.terms import INDEX_VERSION, index_terms, rest_of_sentence
from bot.ingest.utterances import fingerprints
from bot.model import Article, Attribution, Kind, Span, Statement
from bot.text import fold
from store import settling, speakers, utterances
from store.codec import days, instant, pack, searchable
from store.columns import EXTRACTED
from store.tallies import PUBLIC_PLACE, Place, counted, tally

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from store.connection import Session

_RANK = {Kind.DIRECT: 0, Kind.MIXED: 1, Kind.INDIRECT: 2}
LONGEST_ALIAS = 80
TERMS = "INSERT INTO statement_terms (rowid, words, context, tags) VALUES (?, ?, ?, ?)"
UNTERMS = "INSERT INTO statement_terms (statement_terms, rowid, words, context, tags) VALUES ('delete', ?, ?, ?, ?)"


@dataclass(frozen=True, slots=True)
class Home:
    """The article a statement is put into."""

    id: int
    revision: int
    article: Article
    place: Place
    extractor: str
    news: bool
    now: datetime
    version: int  # of the directory after this change
    speakers: dict[tuple[str, str], int | None] = field(default_factory=dict)  # looked up so far

    @property
    def listed_at(self) -> str:
        """When its statements can first be seen."""
        return listed_at(self.now, self.place)


def listed_at(now: datetime, place: Place) -> str:
    """When statements that come in now can first be seen."""
    return max(instant(now), place.hidden_until)


def _span(span: Span | None) -> str | None:
    return f"[{span.start},{span.end}]" if span else None


def _speaker(session: Session, home: Home, name: str, kind: str) -> int | None:
    if (name, kind) not in home.speakers:
        home.speakers[name, kind] = speakers.resolve(session, name, kind, home.now)
    return home.speakers[name, kind]


def _alias(statement: Statement, text: str) -> str | None:
    """The mention as printed, where it is a name."""
    if statement.mention is None or statement.attribution not in (Attribution.NAMED, Attribution.ORGANISATION):
        return None
    alias = searchable(" ".join(statement.mention.of(text).split()))
    return alias if 0 < len(alias) <= LONGEST_ALIAS else None


def _dates(said_on: str | None, published_on: str | None) -> tuple[str, str | None, str | None]:
    """What newest goes by, and what ranges of dates go by."""
    said = said_on or published_on or ""
    return searchable(said.partition("/")[0]), *days(said)


def speaker_of(statement: Statement) -> tuple[str, str] | None:
    """Name and kind of who speaks, as the archive keeps them; None where nobody knows."""
    return (searchable(statement.speaker), statement.speaker_kind.value) if statement.speaker else None


def _columns(session: Session, home: Home, statement: Statement) -> dict[str, Any]:
    named = speaker_of(statement)
    where = {"article_id": home.id, "revision_id": home.revision}
    speaker = _speaker(session, home, *named) if named else None
    own = dict(zip(EXTRACTED, extracted(home.article, statement, home.extractor), strict=True))
    return where | own | {"speaker_id": speaker}


def extracted(article: Article, statement: Statement, extractor: str) -> tuple[Any, ...]:
    """What a row of `statements` says of `statement`, in the order of EXTRACTED; ids and corrections aside.

    Words of a vocabulary as plain texts: for anything but an exact `str`, sqlite3 looks for an adapter first.
    """
    text, spans = article.text, statement.spans
    return (
        f"[{','.join([f'[{span.start},{span.end}]' for span in spans])}]",
        spans[0].start,
        spans[-1].end,
        statement.kind.value,
        _RANK[statement.kind],
        _span(statement.cue),
        _span(statement.mention),
        _span(statement.said_span),
        searchable(statement.speaker) if statement.speaker else None,
        statement.speaker_kind.value,
        _alias(statement, text),
        searchable(statement.role) if statement.role else None,
        statement.attribution.value,
        searchable(statement.addressee) if statement.addressee else None,
        fold(searchable(statement.addressee)) if statement.addressee else "",
        pack(searchable(name) for name in statement.via) if statement.via else "[]",
        statement.said_on,
        statement.said_on_how,
        statement.confidence,
        extractor,
        searchable(statement.words(text)),
        searchable(rest_of_sentence(text, statement)),
        INDEX_VERSION,
        *_dates(statement.said_on, article.published_on),
    )


def put(session: Session, home: Home, statements: Iterable[Statement]) -> None:
    """Insert the new statements of an article that was there before."""
    prints: list[utterances.Print] = []
    for statement in statements:
        row = _columns(session, home, statement)
        found = fingerprints(row["words"])
        row |= {
            "ascribed_id": row["speaker_id"],
            "ascribed": row["speaker"],
            "live": 1,
            "news": int(home.news),
            "indexed_at": instant(home.now),
            "listed_at": home.listed_at,
            "utterance": utterances.earlier(
                session, home.id, row["speaker_id"], found, row["words"], utterances.days(row)
            )
            or utterances.ITS_OWN,
        }
        names, places = ", ".join(map(_quoted, row)), ", ".join("?" * len(row))
        made = session.insert(f"INSERT INTO statements ({names}) VALUES ({places})", list(row.values()))
        prints += _prints(found, row["speaker_id"], made)
        restrict(session, [made], home.place)
    utterances.remember(session, home.id, prints)


def take_over(session: Session, home: Home, statement_id: int, statement: Statement) -> None:
    """Give an old id the new extraction; what people corrected stays on the id."""
    row = _columns(session, home, statement)
    old = session.all("SELECT speaker_id, words, revision_id, spans FROM statements WHERE id = ?", [statement_id])[0]
    if home.revision != old["revision_id"] and row["words"].split() != old["words"].split():
        _remember_wording(session, home, statement_id, old)
    row |= {"gone_at": None} | laid_over(session, statement_id, row["speaker_id"], row["speaker"])
    session.run(
        f"UPDATE statements SET {', '.join(f'{_quoted(name)} = ?' for name in row)} WHERE id = ?",
        [*row.values(), statement_id],
    )
    if (old["speaker_id"], old["words"]) != (row["speaker_id"], row["words"]):
        utterances.leave(session, _prints(fingerprints(old["words"]), old["speaker_id"], statement_id))
        found = fingerprints(row["words"])
        when = utterances.days(row)
        earlier = utterances.earlier(session, home.id, row["speaker_id"], found, row["words"], when)
        utterance = earlier or utterances.ITS_OWN
        session.run("UPDATE statements SET utterance = ? WHERE id = ?", [utterance, statement_id])
        utterances.remember(session, home.id, _prints(found, row["speaker_id"], statement_id))
    _unrestrict(session, [statement_id])
    restrict(session, [statement_id], home.place)


def _remember_wording(session: Session, home: Home, statement_id: int, old: sqlite3.Row) -> None:
    """The article has other words for this now; where its revision has those before is kept, for its history."""
    session.run(
        "INSERT OR REPLACE INTO wordings (statement_id, revision_id, spans, until) VALUES (?, ?, ?, ?)",
        [statement_id, old["revision_id"], old["spans"], instant(home.now)],
    )


def _prints(found: Iterable[int], speaker: int | None, statement_id: int) -> list[utterances.Print]:
    return [] if speaker is None else [(speaker, one, statement_id) for one in found]


def _quoted(name: str) -> str:
    return f'"{name}"'  # "end" is a word of SQL


def restrict(session: Session, statement_ids: Sequence[int], place: Place) -> None:
    """Note that not everybody may see these, if it is so."""
    if place != PUBLIC_PLACE:
        rows = [(one, place.scope, place.hidden_until) for one in statement_ids]
        session.many("INSERT INTO restricted VALUES (?, ?, ?)", rows)


def _unrestrict(session: Session, statement_ids: Sequence[int]) -> None:
    session.many("DELETE FROM restricted WHERE statement_id = ?", [(one,) for one in statement_ids])


def laid_over(session: Session, statement_id: int, speaker_id: int | None, speaker: str | None) -> dict[str, Any]:
    """The derived columns: what was extracted, with standing corrections over it, the latest last."""
    over: dict[str, Any] = {"ascribed_id": speaker_id, "ascribed": speaker, "live": 1}
    for row in session.all(
        "SELECT * FROM corrections WHERE statement_id = ? AND undone_at IS NULL ORDER BY id", [statement_id]
    ):
        if row["field"] == "speaker":
            over |= {"ascribed_id": row["speaker_id"], "ascribed": row["value"]}
        else:
            over["live"] = 0
    return over


def index(session: Session, statement_ids: Iterable[int], place: Place, version: int) -> None:
    """Make these findable and count them; those that are not live are left out."""
    _indexed(session, statement_ids, place, version, 1)


def unindex(session: Session, statement_ids: Iterable[int], place: Place, version: int) -> None:
    """The reverse, with exactly the terms they were indexed by; to be called before their rows change."""
    settling.everything(session)
    _indexed(session, statement_ids, place, version, -1)


def _indexed(session: Session, statement_ids: Iterable[int], place: Place, version: int, sign: int) -> None:
    rows = session.all(
        "SELECT * FROM statements WHERE live = 1 AND id IN (SELECT value FROM json_each(?)) ORDER BY id",
        [pack(statement_ids)],
    )
    session.many(TERMS if sign > 0 else UNTERMS, [(row["id"], *terms(row)) for row in rows])
    tally(session, place, [counted(row) for row in rows], sign, version)


def terms(row: sqlite3.Row) -> tuple[str, str, str]:
    """What the index was given, or is to be given, for a row of `statements`."""
    return index_terms(row["words"], row["context"], row["ascribed_id"], row["index_version"])


def vanish(session: Session, statement_ids: Sequence[int], now: datetime) -> None:
    """They are not in the article any more; the rows stay, for their corrections and for telling what changed."""
    session.many(
        "UPDATE statements SET live = 0, gone_at = ? WHERE id = ?", [(instant(now), one) for one in statement_ids]
    )


def move(session: Session, home: Home, before: Place) -> None:
    """The article's date or embargo changed, not its text: derive anew what hangs on them."""
    rows = session.all("SELECT id, said_on, listed_at FROM statements WHERE article_id = ?", [home.id])
    for row in rows:
        dates = _dates(row["said_on"], home.article.published_on)
        listed = row["listed_at"] if before == home.place else home.listed_at
        session.run(
            "UPDATE statements SET said = ?, said_from = ?, said_until = ?, listed_at = ? WHERE id = ?",
            [*dates, listed, row["id"]],
        )
    _unrestrict(session, [row["id"] for row in rows])
    restrict(session, [row["id"] for row in rows], home.place)
