"""Records as JSON, CSV and ClaimReview; each row carries look, citation and the hash it can be checked by. Pure.

CSV: a cell that a spreadsheet would take for a formula gets an apostrophe before it, which shows it as text
(owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from bot.compose.cards import printed
from bot.compose.clicks import cited
from bot.extract.machine import as_json
from bot.links import to_words
from bot.text import fold

if TYPE_CHECKING:
    from bot.export import Filed, Merged, Ruling, Stated, Wanted
    from bot.model import Article, Record, Statement

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
COLUMNS = (
    "id", "look", "text", "speaker", "role", "attribution", "addressee", "via", "said_on", "said_on_how", "confidence",
    "corrected", "retracted", "outlet", "published", "title", "author", "url", "article", "scope", "spans", "sha256",
    "utterance", "citation",
)  # fmt: skip


def chosen(filed: Filed, wanted: Wanted) -> Filed | None:
    """The article with the statements that are wanted; None where there is nothing to export."""
    records = tuple(record for record in filed.records if _is_wanted(record, wanted))
    if not records and not wanted.everything:
        return None
    if wanted.everything:
        return filed
    ids = {record.id for record in records}
    rulings = tuple(one for one in filed.rulings if one.statement in ids)
    stated = tuple(one for one in filed.stated if one.id in ids)
    return replace(filed, records=records, rulings=rulings, stated=stated)


def _is_wanted(record: Record, wanted: Wanted) -> bool:
    said = record.said_or_published
    return (
        (not wanted.speakers or record.speaker_id in wanted.speakers)
        and (wanted.outlet is None or wanted.outlet in fold(record.article.outlet or ""))
        and (wanted.since is None or (said != "" and said[:10] >= wanted.since[: len(said)]))
        and (wanted.until is None or (said != "" and said[:10] <= wanted.until))
    )


def article_row(filed: Filed, zone: str) -> dict[str, Any]:
    """An article with its statements: a line of .jsonl; `zone` is that of hours in citations."""
    article, stated = filed.article, {one.id: one for one in filed.stated}
    there = {record.id for record in filed.records}
    return {
        "id": article.id,
        "title": article.title,
        "outlet": article.outlet,
        "author": article.author,
        "published": article.published,
        "url": article.url,
        "language": article.language,
        "scope": article.scope,
        "visible_from": article.visible_from.isoformat() if article.visible_from else None,
        "sha256": article.sha256,
        "text": article.text,
        "indexed_at": filed.indexed_at.isoformat(),
        "news": filed.news,
        "extractor": filed.extractor,
        "statements": [_statement(record, stated[record.id], zone) for record in filed.records],
        "taken_out": [_stated(filed.article, one) for one in filed.stated if one.id not in there],
        "corrections": [_correction(one) for one in filed.rulings],
    }


def merge_row(one: Merged) -> dict[str, Any]:
    """A merge: a line of .jsonl after the articles."""
    return {
        "merge": {
            "from": asdict(one.one),
            "into": asdict(one.into),
            "by": one.by,
            "at": one.at.isoformat(),
            "undone_by": one.undone_by,
            "undone_at": one.undone_at.isoformat() if one.undone_at else None,
        }
    }


def _stated(article: Article, one: Stated) -> dict[str, Any]:
    """A statement as extracted; what the desk said of it is beside it."""
    statement = one.statement
    said = statement.said_span
    return {
        "id": one.id,
        "look": statement.kind.look,
        **as_json(article, statement),
        "speaker_kind": statement.speaker_kind.value,
        "said_start": said.start if said else None,
        "said_end": said.end if said else None,
        "indexed_at": one.indexed_at.isoformat(),
        "news": one.news,
        "extracted": _extracted(statement),
    }


def _extracted(statement: Statement) -> dict[str, Any]:
    """What of a statement the desk can change, as the extractor had it."""
    return {
        "speaker": statement.speaker,
        "speaker_kind": statement.speaker_kind.value,
        "role": statement.role,
        "confidence": statement.confidence,
    }


def _statement(record: Record, stated: Stated, zone: str) -> dict[str, Any]:
    return {
        **_stated(record.article, replace(stated, statement=record.statement)),
        "extracted": _extracted(stated.statement),
        "corrected": record.corrected.isoformat() if record.corrected else None,
        "retracted": _retracted(record),
        "altered": record.fate.altered.isoformat() if record.fate.altered else None,
        "utterance": record.utterance,
        "citation": cited([record], zone),
    }


def _retracted(record: Record) -> str | None:
    """When it was noted that the outlet withdrew the article."""
    return record.fate.retracted.isoformat() if record.fate.retracted else None


def _correction(one: Ruling) -> dict[str, Any]:
    return asdict(one) | {
        "at": one.at.isoformat(),
        "undone_at": one.undone_at.isoformat() if one.undone_at else None,
    }


def csv_row(record: Record, zone: str) -> list[str]:
    """The cells of COLUMNS for one statement, safe to open in a spreadsheet."""
    article, statement = record.article, record.statement
    cells = {
        "id": record.id,
        "look": statement.kind.look,
        "text": record.text,
        "speaker": statement.speaker,
        "role": statement.role,
        "attribution": statement.attribution.value,
        "addressee": statement.addressee,
        "via": "; ".join(statement.via),
        "said_on": statement.said_on,
        "said_on_how": statement.said_on_how,
        "confidence": round(statement.confidence, 3),
        "corrected": record.corrected.isoformat() if record.corrected else None,
        "retracted": _retracted(record),
        "outlet": article.outlet,
        "published": article.published,
        "title": article.title,
        "author": article.author,
        "url": article.url,
        "article": article.id,
        "scope": article.scope,
        "spans": " ".join(f"{s.start}-{s.end}" for s in statement.spans),
        "sha256": article.sha256,
        "utterance": record.utterance,
        "citation": cited([record], zone),
    }
    return [safe("" if cells[name] is None else str(cells[name])) for name in COLUMNS]


def safe(cell: str) -> str:
    """A cell that no spreadsheet calculates; the words themselves are unchanged."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def claim_review(record: Record, desk: str) -> dict[str, Any]:
    """A statement as schema.org/ClaimReview: who is printed to have said what, and where; no verdict on its truth.

    `desk` is who reviewed: the newsroom's name. The rating says only that the words are as printed.
    """
    article, statement = record.article, record.statement
    kind = "Person" if statement.speaker_kind.value in {"person", "anonymous"} else "Organization"
    words = f"{statement.kind.look}: {record.text}"  # in both places: a paraphrase is nobody's own words
    claim: dict[str, Any] = {"@type": "Claim", "text": words}
    if statement.speaker:
        claim["author"] = {"@type": kind, "name": statement.speaker}
        if statement.role:
            claim["author"]["jobTitle" if kind == "Person" else "description"] = statement.role
    if statement.said_on and "/" not in statement.said_on:
        claim["datePublished"] = statement.said_on
    claim["appearance"] = _appearance(record)
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "datePublished": record.indexed_at.date().isoformat(),
        "author": {"@type": "Organization", "name": desk},
        "claimReviewed": words,
        "itemReviewed": claim,
        "reviewRating": {"@type": "Rating", "alternateName": f"As printed: {printed(record)}{_withdrawn(record)}"},
        "identifier": f"sha256:{article.sha256}",
    } | ({"url": article.url} if article.url else {})


def _withdrawn(record: Record) -> str:
    return f"; RETRACTED by the outlet, noted {record.fate.retracted.date()}" if record.fate.retracted else ""


def _appearance(record: Record) -> dict[str, Any]:
    article = record.article
    work = {
        "@type": "NewsArticle",
        "headline": article.title,
        "publisher": {"@type": "Organization", "name": article.outlet} if article.outlet else None,
        "datePublished": article.published,
        "url": to_words(record),
    }
    return {name: value for name, value in work.items() if value}
