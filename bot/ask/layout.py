"""Which of many short texts have a word: the names and roles of an archive's speakers, laid out in bulk. Pure.

Fifty thousand names are laid out in the time in which a few thousand could be read one by one: they are folded and
split as one text.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.ask.names import alike, tokens
from bot.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_BLANK = {code: " " for code in range(128) if not chr(code).isalnum() and chr(code) != "\n"}
LONGEST = 40  # letters of a word that may be a misspelt name
MOST_KEPT = 4096  # typed words whose likes are kept: people repeat themselves, and whoever types noise must not fill us
SLIPPED, SOUNDING = 0.75, 0.55  # how alike spellings are at least, anywhere and with one sound (bot.ask.names.alike)
OPENINGS = dict.fromkeys("eioujy", "a") | dict.fromkeys("ckqxz", "s") | {"w": "v", "p": "f"}  # as `names.sound` has it


class Words:
    """The words of texts, each text a row. A row may have words that a careful reading leaves out: titles, suffixes."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._rows: dict[str, list[int]] = {}
        self._near: dict[str, dict[str, float]] = {}
        rows = self._rows
        for row, line in enumerate(_lines(texts)):
            for word in line.split():
                if word in rows:
                    rows[word].append(row)
                else:
                    rows[word] = [row]

    @cached_property
    def _listed(self) -> list[str]:
        return list(self._rows)

    @cached_property
    def _by_opening(self) -> dict[str, list[str]]:
        """Words that can begin with the same sound."""
        found: dict[str, list[str]] = {}
        for word in self._rows:
            found.setdefault(OPENINGS.get(word[0], word[0]), []).append(word)
        return found

    def __contains__(self, word: object) -> bool:
        return word in self._rows

    def having(self, wanted: Iterable[str]) -> set[int]:
        """Rows with any of these words."""
        return {row for word in wanted for row in self._rows.get(word, ())}

    def near(self, word: str) -> dict[str, float]:
        """Words that a typed one can be, with how alike they are; kept, because a question tries one many times."""
        if word not in self._near:
            if len(self._near) >= MOST_KEPT:
                self._near.clear()
            self._near[word] = self._look(word)
        return self._near[word]

    def _look(self, word: str) -> dict[str, float]:
        own = {word: 1.0} if word in self._rows else {}
        return own | likes(word, self._listed, lambda: self._by_opening.get(OPENINGS.get(word[0], word[0]), ()))


def likes(word: str, listed: Sequence[str], sounding: Callable[[], Sequence[str]]) -> dict[str, float]:
    """Words that a typed one can be, of those `listed` and of those that begin with its sound; and how alike they are.

    Short words are not misspelt, and very long ones are no names.
    """
    found: dict[str, float] = {}
    if not 4 <= len(word) <= LONGEST:
        return found
    for among, least in ((listed, SLIPPED), (sounding(), SOUNDING)):
        for other, _, _ in process.extract(
            word, among, scorer=OSA.normalized_similarity, score_cutoff=least, limit=None, processor=None
        ):
            if other not in found and (close := alike(word, other)) > 0:
                found[other] = close
    return found


def laid_out_words(text: str) -> list[str]:
    """The words that one text has among others, as `Words` lays them out."""
    return [word for line in _lines([text]) for word in line.split()]


def _lines(texts: Sequence[str]) -> list[str]:
    """The folded words of each text, in one piece where its letters allow that."""
    joined = "\n".join(texts)
    if joined.count("\n") != len(texts) - 1:  # a name over two lines
        return [_exactly(text) for text in texts]
    plain = joined.lower().translate(_BLANK).split("\n")
    if joined.isascii() and "'" not in joined and "." not in joined:
        return plain
    odd = (i for i, text in enumerate(texts) if not text.isascii() or "'" in text or text.count(".") > 1)
    for row in odd:
        plain[row] = _exactly(texts[row])
    return plain


def _exactly(text: str) -> str:
    """With apostrophes, accents and dotted letters as in names; titles as well."""
    return " ".join((*words(text)[:1], *tokens(text)))
