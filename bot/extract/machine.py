"""The machine's form of a statement: the JSON contract of `verbatim extract`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model import Article, Span, Statement


def as_json(article: Article, statement: Statement) -> dict[str, object]:
    """One object with every key of the contract, null where unknown; `start`/`end` are the hull, `spans` the truth."""
    hull = statement.hull
    speaker_start, speaker_end = _ends(statement.mention)
    cue_start, cue_end = _ends(statement.cue)
    return {
        "article": article.id,
        "kind": statement.kind.value,
        "spans": [[span.start, span.end] for span in statement.spans],
        "start": hull.start,
        "end": hull.end,
        "text": statement.words(article.text),
        "speaker": statement.speaker,
        "attribution": statement.attribution.value,
        "role": statement.role,
        "speaker_start": speaker_start,
        "speaker_end": speaker_end,
        "cue_start": cue_start,
        "cue_end": cue_end,
        "addressee": statement.addressee,
        "via": list(statement.via),
        "said_on": statement.said_on,
        "said_on_how": statement.said_on_how,
        "confidence": round(statement.confidence, 3),
    }


def _ends(span: Span | None) -> tuple[int | None, int | None]:
    return (span.start, span.end) if span else (None, None)
