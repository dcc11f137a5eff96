"""The columns of `statements` in the order in which rows are made: what the record gives, what was read, the rest."""

from __future__ import annotations

EXTRACTED = (
    "spans", "start", "end", "kind", "rank", "cue", "mention", "said_span", "speaker", "speaker_kind", "alias", "role",
    "attribution", "addressee", "addressee_folded", "via", "said_on", "said_on_how", "confidence", "extractor",
    "words", "context", "index_version", "said", "said_from", "said_until",
)  # fmt: skip
GIVEN = ("id", "article_id", "revision_id", "speaker_id", "ascribed_id", "utterance")  # what the record gives
COMMON = ("live", "news", "indexed_at", "listed_at")  # to all statements of an article
COLUMNS = (*GIVEN, *EXTRACTED, "ascribed", *COMMON)
