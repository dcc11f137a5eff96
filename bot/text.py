"""Folding and words: how texts are compared. What is shown is never folded, only a copy that keeps the way back."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MARKS = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´ʼ", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        **dict.fromkeys("\xa0\u2007\u202f\u2009\u200a\u3000", " "),
        "…": "...",
    }
)
_LETTERS = str.maketrans({"ı": "i", "ø": "o", "ł": "l", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})


def fold(text: str) -> str:
    """`text` without case, accents and typographic variants of quotation marks, dashes and blanks."""
    if text.isascii():
        return text.lower()
    even = text.translate(_MARKS)
    if even.isascii():  # most articles: nothing but their quotation marks and dashes is not
        return even.lower()
    bare = "".join(c for c in unicodedata.normalize("NFKD", even) if not unicodedata.combining(c))
    return bare.casefold().translate(_LETTERS)


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded copy; `at[i]` is the offset in the original of its i-th character, `at[len]` the original's length."""

    text: str
    at: tuple[int, ...]


def folded(text: str) -> Folded:
    """Fold character by character, with the map back."""
    out: list[str] = []
    at: list[int] = []
    for i, char in enumerate(text):
        piece = fold(char)
        out.append(piece)
        at.extend([i] * len(piece))
    return Folded("".join(out), (*at, len(text)))


def words(text: str) -> list[str]:
    """The folded words of `text` in order: "Meshaal’s" is one word."""
    return WORD.findall(fold(text))
