"""Regular expressions that are compiled when they are first needed: a question, or a page, needs few of them. Pure."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


# What `re.IGNORECASE` takes for a plain letter beside its capital: of all characters, these four.
_PLAIN = str.maketrans("İı\u212aſ", "iiks")


def folded(text: str) -> str:
    """`text` in small letters, and with whatever `re.IGNORECASE` takes for one of a to z as that letter."""
    return text.translate(_PLAIN).lower()


def has_any(text: str, clues: Iterable[str]) -> bool:
    """Whether one of these, in small letters, is in the text, whatever its case."""
    bare = folded(text)
    return any(clue in bare for clue in clues)


class Pattern:
    """A `re.Pattern` in the making.

    Every match has one of `clues` in it, whatever its case, as the pattern's author says: in a text that has none of
    them nothing matches, and nothing is compiled to find that out. They are given in small letters.
    """

    def __init__(self, source: str, flags: int = 0, *, clues: tuple[str, ...] = ()) -> None:
        self.source = source
        self.clues = clues
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        """As `re` has it."""
        return re.compile(self.source, self._flags)

    def may_match(self, text: str) -> bool:
        """False where no clue is in the text."""
        return not self.clues or has_any(text, self.clues)

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.search`."""
        return self.compiled.search(text, start) if self.may_match(text) else None

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """As `re.Pattern.match`."""
        return self.compiled.match(text, start) if self.may_match(text) else None

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """As `re.Pattern.fullmatch`."""
        return self.compiled.fullmatch(text) if self.may_match(text) else None

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """As `re.Pattern.finditer`."""
        return self.compiled.finditer(text) if self.may_match(text) else iter(())

    def sub(self, by: str, text: str) -> str:
        """As `re.Pattern.sub`."""
        return self.compiled.sub(by, text) if self.may_match(text) else text
