"""From an article to its statements: `Extractor().extract(article)`. Pure: nothing is opened, no clock is read.

Three steps: a `document` (paragraphs, sentences, quotations, tokens), `draft`s of statements found in it by a
`Finder`, and their resolution (who, to whom, on whose word, when) within the article.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.document import read
from bot.extract.language import ENGLISH, language_of
from bot.extract.resolve import resolve
from bot.extract.rules import RuleFinder

if TYPE_CHECKING:
    from bot.extract.draft import Finder
    from bot.model import Article, Statement

__all__ = ["Extractor", "language_of"]

VERSION = "rules-1"


class Extractor:
    """Finds the statements of English articles. One per thread."""

    def __init__(self, model: bytes | None = None) -> None:
        """`model`: weights of a trained finder; without them the rules find."""
        del model
        self._finder: Finder = RuleFinder()

    @property
    def version(self) -> str:
        """Stored with what was extracted; another version means that extracting again may give something else."""
        return VERSION

    def extract(self, article: Article) -> list[Statement]:
        """The statements of `article` by start; none where it is not in English. Never raises, linear in length."""
        if article.language != ENGLISH or language_of(article.text) != ENGLISH:
            return []
        document = read(article.text)
        return resolve(article, document, self._finder.find(document))
