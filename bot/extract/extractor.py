"""The extractor: a document, what a finder finds in it, and whose words that is."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from bot.extract.core.finder import CoreFinder
from bot.extract.core.weights import unpack
from bot.extract.document import read
from bot.extract.language import ENGLISH, language_of
from bot.extract.resolve import resolve
from bot.extract.rules import RuleFinder
from bot.extract.settle import SettledFinder

if TYPE_CHECKING:
    from bot.extract.draft import Finder
    from bot.model import Article, Statement

RULES = "rules-5"  # raised whenever rules or resolution find something else


class Extractor:
    """Finds the statements of English articles. One per thread: the taggers hold state, the weights are shared."""

    def __init__(self, model: bytes | None = None) -> None:
        """`model`: weights of the trained finder, beside which the rules stand; without them the rules find alone.

        Raises WeightsError (a VerbatimError) where they are damaged or made for other features.
        """
        self._version = RULES
        self._finder: Finder = RuleFinder()
        if model is not None:
            self._version = f"core-{hashlib.sha256(model).hexdigest()[:8]}+{RULES}"
            self._finder = SettledFinder(CoreFinder(unpack(model)), RuleFinder())

    @property
    def version(self) -> str:
        """Stored with what was extracted; another version means that extracting again may give something else."""
        return self._version

    def extract(self, article: Article) -> list[Statement]:
        """The statements of `article` by start; none where it is not in English. Never raises, linear in length."""
        if article.language != ENGLISH or language_of(article.text) != ENGLISH:
            return []
        document = read(article.text)
        return resolve(article, document, self._finder.find(document))
