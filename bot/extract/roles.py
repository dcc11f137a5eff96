"""Roles as printed beside a name: "Turkish Foreign Minister X", "X, spokesperson for the ministry," "its head, X,".

What stands in another's possessive is cut off: in "Lavrov's spokesperson, Maria Zakharova" the role is "spokesperson".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.cues import VERBS
from bot.extract.lexicon import BREAKERS, DETERMINERS, PREPOSITIONS, SOURCE_NOUNS, VERBISH
from bot.extract.names import is_courtesy
from bot.extract.wordlists import ABBREVIATED_TITLES, NOT_NAMES, TITLES, is_occupation
from bot.text import words as folded_words

if TYPE_CHECKING:
    from bot.extract.document import Document, Token
    from bot.extract.names import Name

_LONGEST = 16  # tokens of a role behind a name
_HEAD_ENDS = frozenset(("of", "for", "at", "in", "with", "to", "from", "who", "on", "and"))
_ARTICLES = frozenset(("a", "an", "the", "his", "her", "its", "their", "our", "my", "one", "another", "then"))
_NO_ROLE = _ARTICLES | NOT_NAMES
_FEMALE = ("woman", "mother", "sister", "daughter", "wife", "queen", "princess", "actress", "lady", "midwife")
_MALE = ("spokesman", "chairman", "father", "brother", "son", "husband", "king", "prince", "congressman", "businessman")


@dataclass(frozen=True, slots=True)
class Role:
    """A role as printed, without article and possessor."""

    printed: str
    gender: str | None = None


def role_words(printed: str) -> set[str]:
    """The folded words by which somebody of this role may be called; "Sen." is a senator."""
    found = set(folded_words(printed))
    return found | {ABBREVIATED_TITLES[w] for w in found if w in ABBREVIATED_TITLES}


def role_before(document: Document, name: Name) -> Role | None:
    """The title in the run itself, the words right before it, or an apposition before a comma."""
    tokens = document.tokens
    first = name.first
    if first > 0 and tokens[first - 1].low == "," and name.first == name.name:
        return _apposed_before(document, first - 1)
    if name.first == name.name and not (first > 0 and _role_noun(tokens[first - 1])):
        return None
    return _make(document, _extend_left(tokens, first), name.name)


def role_after(document: Document, name: Name) -> Role | None:
    """The apposition behind a name: up to the next comma or the end of its sentence."""
    tokens = document.tokens
    at = name.last + 1
    if at + 1 >= len(tokens) or tokens[at].low != ",":
        return None
    first = at + 1
    end = _apposition_end(tokens, first)
    if end is None or not _has_head(tokens, first, end):
        return None
    return _make(document, first, end)


def _make(document: Document, first: int, end: int) -> Role | None:
    """A role of the tokens [first, end), without articles, courtesy titles and what is in a possessive."""
    tokens = document.tokens
    for at in range(first, end):
        if tokens[at].low in PREPOSITIONS and at > first:
            break
        if tokens[at].low in {"'s", "'"}:
            first = at + 1
    while first < end and (tokens[first].low in _NO_ROLE or tokens[first].text == "."):
        first += 1
    while end > first and (tokens[end - 1].text == "," or is_courtesy(tokens[end - 1].text)):
        end -= 1
    if end - first >= 2 and tokens[end - 1].text == "." and is_courtesy(tokens[end - 2].text):
        end = end - 2
    if first >= end:
        return None
    printed = document.text[tokens[first].start : tokens[end - 1].end]
    return Role(printed, _gender(printed)) if "\n" not in printed else None


def _gender(printed: str) -> str | None:
    lows = printed.lower().split()
    if any(low.endswith(_FEMALE) for low in lows[:4]):
        return "f"
    return "m" if any(low.endswith(_MALE) for low in lows[:4]) else None


def _extend_left(tokens: tuple[Token, ...], first: int) -> int:
    at = first
    while at > 0 and first - at < 7 and _adjoins(tokens[at - 1], tokens[at] if at < len(tokens) else None):
        at -= 1
    return at


def _adjoins(token: Token, following: Token | None) -> bool:
    """Whether a token may belong to the role that goes on behind it; a lower-case verb form may not."""
    low = token.low
    if not token.text[0].isalpha() or low in DETERMINERS or low in BREAKERS or low in PREPOSITIONS or low in VERBISH:
        return False
    if token.text[0].isupper():
        return True
    third_person = following is not None and following.text[0].isupper() and low.endswith("s") and not _role_noun(token)
    return not (low in VERBS or third_person or low.endswith(("'s", "ed", "ly", "ing")))


def _apposed_before(document: Document, comma: int) -> Role | None:
    """In "the federation's president, X": what stands before the comma, back to the article or possessive."""
    tokens = document.tokens
    if comma == 0 or not _role_noun(tokens[comma - 1]):
        return _apposed_with_complement(document, comma)
    first = _extend_left(tokens, comma)
    if first == 0 or not (tokens[first - 1].low in DETERMINERS or tokens[first - 1].low in {"'s", "'"}):
        return None
    return _make(document, first, comma)


def _apposed_with_complement(document: Document, comma: int) -> Role | None:
    """In "the head of the ministry, X": a role noun with a complement, behind an article."""
    tokens = document.tokens
    for at in range(comma - 1, max(0, comma - 9), -1):
        if tokens[at].low in {"of", "for", "at"} and _role_noun(tokens[at - 1]):
            first = _extend_left(tokens, at)
            if first > 0 and tokens[first - 1].low in DETERMINERS | {"'s"}:
                return _make(document, first, comma)
            return None
        if not (tokens[at].text[0].isalnum() or tokens[at].low == "'s"):
            return None
    return None


def _apposition_end(tokens: tuple[Token, ...], first: int) -> int | None:
    for at in range(first, min(len(tokens), first + _LONGEST)):
        text = tokens[at].text
        if text in {",", ".", ";", "—", "–", ")"} and not (text == "." and tokens[at - 1].low in TITLES):
            return at if at > first else None
        if text in {'"', "“", "”", ":", "(", "?", "!"} or tokens[at].low in {"said", "told", "says", "who", "which"}:
            return None
    return None


def _has_head(tokens: tuple[Token, ...], first: int, end: int) -> bool:
    if tokens[first].low in {"and", "but", "or", "who", "which", "while", "as", "where", "when"}:
        return False
    start = first
    for at in range(first, end):
        if tokens[at].low in {"'s", "'"}:
            start = at + 1
    head = start
    while head < end and tokens[head].low not in _HEAD_ENDS:
        if tokens[head].low in VERBISH:
            return False
        head += 1
    return head > start and any(_role_noun(t) for t in tokens[start:head])


def _role_noun(token: Token) -> bool:
    low = token.low.rstrip(".")
    if not token.text[0].isalpha():
        return False
    return low in TITLES or low in SOURCE_NOUNS or (token.text[0].islower() and is_occupation(low))
