"""Reading statements back as Records.

What is shown is cut from the stored article, whose text must have the hash it came with: a revision that fails the
check gives no record at all.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.model import Article, Attribution, Fate, Kind, Record, Span, SpeakerKind, Statement
from store.codec import moment, moment_if, restored, text_of
from store.view import VISIBLE_ARTICLE

if TYPE_CHECKING:
    import sqlite3

    from store.connection import Session
    from store.view import View

_RECORDS = f"""
    SELECT s.*, a.given_id, a.title, a.outlet, a.author, a.published, a.url, a.language, a.scope, a.visible_from,
        a.withdrawn_at, a.lost_at, r.text, r.sha256, p.root_id, p.kind AS ascribed_kind,
        (SELECT max(c.at) FROM corrections c
         WHERE c.statement_id = s.id AND c.undone_at IS NULL AND c.field = 'speaker') AS corrected_at,
        (SELECT max(w.until) FROM wordings w WHERE w.statement_id = s.id) AS altered_at,
        CASE WHEN a.withdrawn_at IS NOT NULL THEN (
            SELECT t.reason FROM retractions t WHERE t.article_id = a.id AND t.at IS NOT NULL AND t.undone_at IS NULL
            ORDER BY t.id DESC LIMIT 1) END AS notice
    FROM statements s
    JOIN articles a ON a.id = s.article_id
    JOIN revisions r ON r.id = s.revision_id
    LEFT JOIN speakers p ON p.id = s.ascribed_id
    WHERE s.live = 1 AND {VISIBLE_ARTICLE} AND
"""


def select(session: Session, view: View, where: str, params: dict[str, Any]) -> list[Record]:
    """Records of the visible statements `where` names; those whose article fails its hash are left out."""
    checked: dict[int, Article | None] = {}
    found = []
    for row in session.each(f"{_RECORDS} {where}", {**view.params, **params}):
        revision = row["revision_id"]
        if revision not in checked:
            checked[revision] = article_of(row)
        article = checked[revision]
        if article is not None:
            found.append(_record(row, article))
    return found


def article_of(row: sqlite3.Row) -> Article | None:
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
        visible_from=moment_if(row["visible_from"]),
    )


def extracted(row: sqlite3.Row) -> Statement:
    """A row of `statements` as the extractor gave it, whatever was corrected."""
    return Statement(
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


def _record(row: sqlite3.Row, article: Article) -> Record:
    return Record(
        id=row["id"],
        statement=_ascribed(row, extracted(row)),
        article=article,
        speaker_id=row["root_id"],
        utterance=row["utterance"],
        indexed_at=moment(row["indexed_at"]),
        news=bool(row["news"]),
        corrected=moment_if(row["corrected_at"]),
        fate=Fate(
            moment_if(row["withdrawn_at"]), row["notice"], moment_if(row["altered_at"]), moment_if(row["lost_at"])
        ),
    )


def _unspan(stored: str | None) -> Span | None:
    return Span(*json.loads(stored)) if stored else None


def _ascribed(row: sqlite3.Row, statement: Statement) -> Statement:
    """With the desk's speaker, where it named one: the role as written was another's."""
    if row["corrected_at"] is None:
        return statement
    kind = SpeakerKind(row["ascribed_kind"])
    same = row["ascribed_id"] == row["speaker_id"] or row["ascribed"] == row["speaker"]  # or a namesake
    role = statement.role if same else None
    return replace(statement, speaker=row["ascribed"], speaker_kind=kind, role=role, confidence=1.0)
