"""Statements: put in, taken over, gone, corrected; and read back as Records that were checked.

`statements.words` and `context` are for ranking only. What is shown is cut from the stored article, whose text must
have the hash it came with: a revision that fails the check gives no record at all.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot.ask.terms import INDEX_VERSION, index_terms, rest_of_sentence
from bot.errors import UsageError
from bot.model import Article, Attribution, Kind, Record, Span, SpeakerKind, Statement
from bot.text import fold
from store import speakers, utterances
from store.codec import days, instant, moment, pack, restored, searchable, text_of
from store.tallies import Counted, Place, counted, tally
from store.view import VISIBLE_ARTICLE

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from store.connection import Session
    from store.view import View

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

    @property
    def listed_at(self) -> str:
        """When its statements can first be seen."""
        return max(instant(self.now), self.place.hidden_until)


def _span(span: Span | None) -> str | None:
    return pack((span.start, span.end)) if span else None


def _unspan(stored: str | None) -> Span | None:
    return Span(*json.loads(stored)) if stored else None


def _alias(statement: Statement, text: str) -> str | None:
    """The mention as printed, where it is a name."""
    if statement.mention is None or statement.attribution not in (Attribution.NAMED, Attribution.ORGANISATION):
        return None
    alias = searchable(" ".join(statement.mention.of(text).split()))
    return alias if 0 < len(alias) <= LONGEST_ALIAS else None


def _dates(said_on: str | None, published_on: str | None) -> dict[str, str | None]:
    said = said_on or published_on or ""
    first, last = days(said)
    return {"said": searchable(said.partition("/")[0]), "said_from": first, "said_until": last}


def _columns(session: Session, home: Home, statement: Statement) -> dict[str, Any]:
    """What a row of `statements` says of `statement`, corrections aside."""
    text = home.article.text
    name = searchable(statement.speaker) if statement.speaker else None
    speaker = speakers.resolve(session, name, statement.speaker_kind, home.now) if name else None
    return {
        "article_id": home.id,
        "revision_id": home.revision,
        "spans": pack((span.start, span.end) for span in statement.spans),
        "start": statement.hull.start,
        "end": statement.hull.end,
        "kind": statement.kind,
        "rank": _RANK[statement.kind],
        "cue": _span(statement.cue),
        "mention": _span(statement.mention),
        "said_span": _span(statement.said_span),
        "speaker": name,
        "speaker_kind": statement.speaker_kind,
        "speaker_id": speaker,
        "alias": _alias(statement, text),
        "role": searchable(statement.role) if statement.role else None,
        "attribution": statement.attribution,
        "addressee": searchable(statement.addressee) if statement.addressee else None,
        "addressee_folded": fold(searchable(statement.addressee or "")),
        "via": pack(searchable(name) for name in statement.via),
        "said_on": statement.said_on,
        "said_on_how": statement.said_on_how,
        "confidence": statement.confidence,
        "extractor": home.extractor,
        "words": searchable(statement.words(text)),
        "context": searchable(rest_of_sentence(text, statement)),
        "index_version": INDEX_VERSION,
        **_dates(statement.said_on, home.article.published_on),
    }


def put(session: Session, home: Home, statement: Statement) -> int:
    """Insert a new statement; returns its id."""
    row = _columns(session, home, statement)
    row |= {
        "ascribed_id": row["speaker_id"],
        "ascribed": row["speaker"],
        "live": 1,
        "news": int(home.news),
        "indexed_at": instant(home.now),
        "listed_at": home.listed_at,
        "utterance": 0,
    }
    made = session.insert(
        f"INSERT INTO statements ({', '.join(map(_quoted, row))}) VALUES ({', '.join('?' * len(row))})",
        list(row.values()),
    )
    utterances.join(session, made, row["article_id"], row["speaker_id"], row["words"])
    _restrict(session, made, home.place)
    return made


def take_over(session: Session, home: Home, statement_id: int, statement: Statement) -> None:
    """Give an old id the new extraction; what people corrected stays on the id."""
    row = _columns(session, home, statement)
    old = session.all("SELECT speaker_id, words FROM statements WHERE id = ?", [statement_id])[0]
    row |= {"gone_at": None} | _laid_over(session, statement_id, row["speaker_id"], row["speaker"])
    session.run(
        f"UPDATE statements SET {', '.join(f'{_quoted(name)} = ?' for name in row)} WHERE id = ?",
        [*row.values(), statement_id],
    )
    if (old["speaker_id"], old["words"]) != (row["speaker_id"], row["words"]):
        utterances.leave(session, statement_id)
        utterances.join(session, statement_id, home.id, row["speaker_id"], row["words"])
    _restrict(session, statement_id, home.place)


def _quoted(name: str) -> str:
    return f'"{name}"'  # "end" is a word of SQL


def _restrict(session: Session, statement_id: int, place: Place) -> None:
    session.run("DELETE FROM restricted WHERE statement_id = ?", [statement_id])
    if place != Place("public", ""):
        session.run("INSERT INTO restricted VALUES (?, ?, ?)", [statement_id, place.scope, place.hidden_until])


def _laid_over(session: Session, statement_id: int, speaker_id: int | None, speaker: str | None) -> dict[str, Any]:
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
    _indexed(session, statement_ids, place, version, -1)


def _indexed(session: Session, statement_ids: Iterable[int], place: Place, version: int, sign: int) -> None:
    rows = session.all(
        "SELECT * FROM statements WHERE live = 1 AND id IN (SELECT value FROM json_each(?)) ORDER BY id",
        [pack(statement_ids)],
    )
    session.many(TERMS if sign > 0 else UNTERMS, [(row["id"], *terms(row)) for row in rows])
    tally(session, place, [_tallied(row) for row in rows], sign, version)


def terms(row: sqlite3.Row) -> tuple[str, str, str]:
    """What the index was given, or is to be given, for a row of `statements`."""
    return index_terms(row["words"], row["context"], row["ascribed_id"], row["index_version"])


def _tallied(row: sqlite3.Row) -> Counted:
    return counted({key: row[key] for key in row.keys()})  # noqa: SIM118 - a Row iterates over values


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
            [*dates.values(), listed, row["id"]],
        )
        _restrict(session, row["id"], home.place)


# -- corrections ------------------------------------------------------------------------------------------------------


def correct(session: Session, statement_id: int, field: str, value: str | None, by: str, now: datetime) -> int:
    """Lay a correction over a statement ("speaker" to `value`, or "not_statement"); returns its id.

    Raises UsageError for a statement that is not on record, or a speaker without a name.
    """
    row = _owned(session, statement_id)
    name = searchable(" ".join(value.split())) if value else None
    speaker = None
    if field == "speaker":
        speaker = speakers.resolve(session, name, _kind_of(session, name), now) if name else None
        if speaker is None:
            raise UsageError("Say who the speaker is: a name.")
    with _Relaid(session, row):
        return session.insert(
            "INSERT INTO corrections (statement_id, field, value, speaker_id, by, at) VALUES (?, ?, ?, ?, ?, ?)",
            [statement_id, field, name, speaker, by, instant(now)],
        )


def undo_correction(session: Session, correction_id: int, by: str, now: datetime) -> bool:
    """Take a correction off; False when there is none such, or it was undone before."""
    found = session.one("SELECT statement_id FROM corrections WHERE id = ? AND undone_at IS NULL", [correction_id])
    if found is None:
        return False
    with _Relaid(session, _owned(session, found["statement_id"])):
        session.run(
            "UPDATE corrections SET undone_by = ?, undone_at = ? WHERE id = ?", [by, instant(now), correction_id]
        )
    return True


def _owned(session: Session, statement_id: int) -> sqlite3.Row:
    row = session.one(
        "SELECT s.*, a.scope, a.hidden_until FROM statements s JOIN articles a ON a.id = s.article_id WHERE s.id = ?",
        [statement_id],
    )
    if row is None:
        raise UsageError("This statement is not on record any more.")
    return row


def _kind_of(session: Session, name: str | None) -> SpeakerKind:
    """The kind this name is known by, else a person."""
    known = session.one(
        "SELECT kind FROM speakers WHERE folded = ? ORDER BY namesake, id LIMIT 1",
        [speakers.folded_name(name or "")],
    )
    return SpeakerKind(known["kind"]) if known else SpeakerKind.PERSON


class _Relaid:
    """Take a statement out of the index, change its corrections, and put it back as they now say."""

    def __init__(self, session: Session, row: sqlite3.Row) -> None:
        self.session, self.row = session, row
        self.place = Place(row["scope"], row["hidden_until"])
        self.version = speakers.next_version(session)

    def __enter__(self) -> None:
        unindex(self.session, [self.row["id"]], self.place, self.version)

    def __exit__(self, *error: object) -> None:
        if error[0] is not None:
            return
        row = self.row
        over = _laid_over(self.session, row["id"], row["speaker_id"], row["speaker"])
        over["live"] = int(over["live"] and row["gone_at"] is None)
        self.session.run(
            "UPDATE statements SET ascribed_id = ?, ascribed = ?, live = ? WHERE id = ?", [*over.values(), row["id"]]
        )
        index(self.session, [row["id"]], self.place, self.version)


# -- reading ----------------------------------------------------------------------------------------------------------

_RECORDS = f"""
    SELECT s.*, a.given_id, a.title, a.outlet, a.author, a.published, a.url, a.language, a.scope, a.visible_from,
        r.text, r.sha256, p.root_id, p.kind AS ascribed_kind,
        (SELECT max(c.at) FROM corrections c
         WHERE c.statement_id = s.id AND c.undone_at IS NULL AND c.field = 'speaker') AS corrected_at
    FROM statements s
    JOIN articles a ON a.id = s.article_id
    JOIN revisions r ON r.id = s.revision_id
    LEFT JOIN speakers p ON p.id = s.ascribed_id
    WHERE s.live = 1 AND {VISIBLE_ARTICLE} AND
"""


def records(session: Session, view: View, where: str, params: dict[str, Any]) -> list[Record]:
    """Records of the visible statements `where` names; those whose article fails its hash are left out."""
    checked: dict[int, Article | None] = {}
    found = []
    for row in session.each(f"{_RECORDS} {where}", {**view.params, **params}):
        revision = row["revision_id"]
        if revision not in checked:
            checked[revision] = _article(row)
        article = checked[revision]
        if article is not None:
            found.append(_record(row, article))
    return found


def _article(row: sqlite3.Row) -> Article | None:
    """The article, if its text still has the hash it came with."""
    text = text_of(row["text"])
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != row["sha256"]:
        return None
    return Article(
        id=text_of(row["given_id"]),
        text=text,
        title=restored(row["title"]),
        outlet=restored(row["outlet"]),
        author=restored(row["author"]),
        published=restored(row["published"]),
        url=restored(row["url"]),
        language=row["language"],
        scope=row["scope"],
        visible_from=moment(row["visible_from"]) if row["visible_from"] else None,
    )


def _record(row: sqlite3.Row, article: Article) -> Record:
    statement = Statement(
        spans=tuple(Span(start, end) for start, end in json.loads(row["spans"])),
        kind=Kind(row["kind"]),
        cue=_unspan(row["cue"]),
        mention=_unspan(row["mention"]),
        speaker=row["speaker"],
        speaker_kind=SpeakerKind(row["speaker_kind"]),
        role=row["role"],
        attribution=Attribution(row["attribution"]),
        addressee=row["addressee"],
        via=tuple(json.loads(row["via"])),
        said_on=row["said_on"],
        said_on_how=row["said_on_how"],
        said_span=_unspan(row["said_span"]),
        confidence=row["confidence"],
    )
    return Record(
        id=row["id"],
        statement=_ascribed(row, statement),
        article=article,
        speaker_id=row["root_id"],
        utterance=row["utterance"],
        indexed_at=moment(row["indexed_at"]),
        news=bool(row["news"]),
        corrected=_corrected(row["corrected_at"]),
    )


def _ascribed(row: sqlite3.Row, statement: Statement) -> Statement:
    """With the desk's speaker, where it named one: the role as written was another's."""
    if row["corrected_at"] is None:
        return statement
    kind = SpeakerKind(row["ascribed_kind"])
    role = statement.role if row["ascribed_id"] == row["speaker_id"] else None
    return replace(statement, speaker=row["ascribed"], speaker_kind=kind, role=role, confidence=1.0)


def _corrected(at: str | None) -> str | None:
    return f"speaker corrected by the desk, {moment(at):%d %b %Y, %H:%M} UTC" if at else None
