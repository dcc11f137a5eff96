"""Answers as the command line prints them: one object, all keys always there (docs: "The command line"). Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bot.model import Answer, Hit, Query, Record


def as_json(answer: Answer, question_id: object = None) -> dict[str, Any]:
    """The line of `verbatim ask --batch` for one answer; `question_id` is given back as it came."""
    verdict = answer.verdict
    return {
        "id": question_id,
        "outcome": answer.outcome.value,
        "verdict": verdict.kind.value if verdict else None,
        "verdict_reason": verdict.reason if verdict else None,
        "query": _query(answer),
        "hits": [{**hit_json(hit), "speaker": _speaker(answer, hit)} for hit in answer.hits],
        "nearest": [{**hit_json(hit), "why": hit.why} for hit in answer.nearest],
        "candidates": [
            {"speaker": entry.name, "roles": list(entry.roles), "statements": entry.statements}
            for entry in answer.candidates
        ],
        "searched": {
            "articles": answer.coverage.articles,
            "statements": answer.coverage.statements,
            "newest": answer.coverage.newest_indexed.isoformat() if answer.coverage.newest_indexed else None,
        },
        "ms": answer.ms,
    }


def _query(answer: Answer) -> dict[str, Any]:
    query: Query = answer.query
    known = tuple(dict.fromkeys(entry.name for entry in answer.speakers))
    return {
        "intent": query.intent.value,
        "speakers": list(known or query.speakers),
        "topic": query.topic if query.topic is not None else query.fragment,
        "since": query.since,
        "until": query.until,
        "outlet": query.outlet,
        "addressee": query.addressee,
        "kind": query.kind.value if query.kind else None,
    }


def _speaker(answer: Answer, hit: Hit) -> str | None:
    """Who speaks, by the fullest name of whom was asked for: an article's "IMF" is the International Monetary Fund."""
    name = hit.record.statement.speaker
    return next((entry.name for entry in answer.speakers if name in entry.aliases), name)


def hit_json(hit: Hit) -> dict[str, Any]:
    """The HIT of the contract."""
    record = hit.record
    return {
        **_place(record),
        "statement": str(record.id) if record.id else None,
        "spans": [[span.start, span.end] for span in record.statement.spans],
        "text": record.text,
        "speaker": record.statement.speaker,
        "kind": record.statement.kind.value,
        "score": round(hit.score, 4),
        "also": [_place(other) for other in hit.also],
    }


def _place(record: Record) -> dict[str, Any]:
    hull = record.statement.hull
    return {"article": record.article.id, "start": hull.start, "end": hull.end}
