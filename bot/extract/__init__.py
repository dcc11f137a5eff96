"""From an article to its statements: `Extractor().extract(article)`. Pure: nothing is opened, no clock is read.

Three steps: a `document` (paragraphs, sentences, quotations, tokens), `draft`s of statements found in it by a
`Finder` (the trained `core`, `settle`d beside the `rules`), and their resolution (who, to whom, on whose word, when)
within the article.

`Extractor` is loaded when it is first asked for: parts of this package (sentences, word lists) serve answers as well,
which have no use for taggers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.language import language_of

if TYPE_CHECKING:
    from bot.extract.extractor import Extractor

__all__ = ["Extractor", "language_of"]


def __getattr__(name: str) -> type[Extractor]:
    """The extractor, on demand (PEP 562)."""
    if name != "Extractor":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from bot.extract.extractor import Extractor  # noqa: PLC0415 - see above

    return Extractor
