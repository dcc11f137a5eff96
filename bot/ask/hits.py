"""Candidates in order become hits: one for each utterance, with its other reports, checked against the dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Hit, Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bot.ask.question import Question
    from bot.model import Candidate


def grouped(
    question: Question, ordered: Iterable[tuple[Candidate, float]], known: Mapping[int, Record]
) -> tuple[list[Hit], int]:
    """Hits of the asker's limit, and how many utterances there are in all. `known` are records read already.

    A statement known to be of another day than the question's is left out: the search lets undated ones in that were
    printed up to two days later.
    """
    best: dict[int, tuple[int, float]] = {}
    for candidate, score in ordered:
        record = known.get(candidate.id)
        if record is None or in_time(record, question):
            best.setdefault(candidate.utterance, (candidate.id, score))
    wanted = list(best.items())[: question.asker.limit]
    reports = question.snapshot.reports([u for u, _ in wanted]) if wanted and question.left() > 1 else {}
    ids = dict.fromkeys(i for u, (main, _) in wanted for i in (main, *reports.get(u, ())))
    records = _records(question, tuple(ids), known)
    hits = []
    for utterance, (main, score) in wanted:
        record = records.get(main)
        if record is None or not in_time(record, question):
            continue
        others = (records[i] for i in reports.get(utterance, ()) if i in records)
        hits.append(Hit(record, score, tuple(r for r in others if r.article.id != record.article.id)))
    return hits, len(best) - (len(wanted) - len(hits))


def _records(question: Question, ids: tuple[int, ...], known: Mapping[int, Record]) -> dict[int, Record]:
    """The records with these ids, those not read yet in one look, as far as one is left."""
    missing = tuple(i for i in ids if i not in known)
    if not missing or question.left() < 1:
        return {i: known[i] for i in ids if i in known}
    return {**known, **{r.id: r for r in question.snapshot.records(missing)}}


def in_time(record: Record, question: Question) -> bool:
    """Whether a statement can be of the days asked for, as far as its own date is known."""
    said = record.statement.said_on
    if not said:
        return True
    first, _, last = said.partition("/")
    since, until = question.query.since, question.query.until
    return not ((since and (last or first) < since[: len(last or first)]) or (until and first > until[: len(first)]))
