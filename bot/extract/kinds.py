"""How much of a statement stands inside quotation marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extract.document import Document
    from bot.model import Span

_DIRECT = 0.9  # share of words, as the measurements count it


def kind_of(document: Document, spans: Sequence[Span]) -> Kind:
    """Direct from nine words in ten inside quotation marks, mixed from the first, else indirect."""
    words = quoted = 0
    for span in spans:
        for token in document.tokens_in(span):
            if token.text[0].isalnum():
                words += 1
                quoted += document.is_quoted(token.start)
    if not words or not quoted:
        return Kind.INDIRECT
    return Kind.DIRECT if quoted >= _DIRECT * words else Kind.MIXED
