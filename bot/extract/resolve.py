"""Resolution: from drafts to statements."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.kinds import kind_of
from bot.model import Statement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extract.document import Document
    from bot.extract.draft import Draft
    from bot.model import Article


def resolve(article: Article, document: Document, drafts: Sequence[Draft]) -> list[Statement]:
    """The statements of `drafts` in order of start, each with who it belongs to."""
    del article
    return [
        Statement(
            spans=draft.spans,
            kind=kind_of(document, draft.spans),
            cue=draft.cue,
            mention=draft.mention,
            speaker=draft.mention.of(document.text) if draft.mention else None,
            confidence=draft.score,
        )
        for draft in sorted(drafts, key=lambda d: (d.spans[0], d.spans[-1].end))
    ]
