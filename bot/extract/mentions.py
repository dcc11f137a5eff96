"""A mention taken apart: article, describing words, head, complement, and what name to print where it stays unnamed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.lexicon import PRONOUNS
from bot.text import fold

if TYPE_CHECKING:
    from bot.extract.document import Document, Token
    from bot.model import Span

_STOPS = frozenset(("who", "which", "that", "whose", "whom", ",", "(", "—", "–", ":", ";", '"', "“", "with", "close"))
_COMPLEMENTS = frozenset(("of", "for", "at", "from", "in", "on", "to", "by", "familiar"))
_ARTICLES = frozenset(("a", "an", "the", "that", "this", "these", "those", "his", "her", "its", "their", "our", "my"))
_UNNAMED = frozenset(("unnamed", "anonymous", "unidentified", "unspecified", "undisclosed"))
_LONE = PRONOUNS | {"which", "whom", "some", "many", "others", "several", "most", "few", "all", "both", "him", "her"}
_IRREGULAR_PLURALS = frozenset(("people", "men", "women", "police", "media", "press", "personnel", "staff", "children"))


@dataclass(frozen=True, slots=True)
class Parts:
    """A mention's noun phrase; offsets of its core: from behind the article or possessor to the end of its head."""

    start: int
    end: int
    first: int  # index of the mention's first token
    after: int  # index of the token behind the mention
    words: tuple[str, ...]  # of the core, folded
    describing: tuple[str, ...]  # folded words that say who: the core without numbers
    head: str  # folded
    definite: bool
    owner: str  # whose it is, as printed with its 's: "Cruz's"; else ""
    plural: bool
    pronoun: bool
    opens: bool  # begins its sentence
    name_first: bool  # its first word has a capital of its own
    printed: str  # the name of one who stays unnamed, as printed without article
    whole: str  # the same with its complement


def parts(document: Document, mention: Span) -> Parts | None:
    """Take `mention` apart; None where there is no word in it."""
    every = document.token_range(mention)
    tokens = document.tokens
    inside = [n for n in every if tokens[n].text[0].isalnum() or tokens[n].low in {"'s", "'", "-", "&", ","}]
    while inside and not tokens[inside[-1]].text[0].isalnum():
        inside.pop()
    first_word = next((n for n in inside if tokens[n].text[0].isalnum()), None)
    if first_word is None:
        return None
    last = inside[-1]
    if first_word == last and tokens[last].low in _LONE:
        return _lone(document, first_word)
    return _phrase(document, first_word, last)


def _lone(document: Document, at: int) -> Parts:
    token = document.tokens[at]
    low = token.low
    plural = low in {"they", "we", "some", "many", "others", "several", "most", "few", "all", "both"}
    return Parts(
        token.start, token.end, at, at + 1, (low,), (low,), low,
        definite=True, owner="", plural=plural, pronoun=True, opens=False, name_first=False, printed=low, whole=low,
    )  # fmt: skip


def _phrase(document: Document, first: int, last: int) -> Parts | None:
    tokens = document.tokens
    cut = _cut(tokens, first, last)
    core, end, definite = _core(tokens, first, cut)
    if core > end:
        return None
    words = tuple(fold(t.text) for t in tokens[core : end + 1] if t.text[0].isalnum())
    if not words:
        return None
    describing = tuple(w for w in words if not w[0].isdigit())
    sentence = document.sentence_at(tokens[core].start)
    shown = core
    while shown < end and tokens[shown].low in _UNNAMED:
        shown += 1
    keep = last if not _has_name(tokens, end + 1, last) else end
    text = document.text
    return Parts(
        start=tokens[core].start,
        end=tokens[end].end,
        first=first,
        after=last + 1,
        words=words,
        describing=tuple(w for w in describing if w not in _UNNAMED) or words,
        head=words[-1],
        definite=definite,
        owner=_owner(document, first, core),
        plural=words[-1] in _IRREGULAR_PLURALS or (words[-1].endswith("s") and not words[-1].endswith(("ss", "us"))),
        pronoun=False,
        opens=sentence is not None and tokens[shown].start == sentence.start,
        name_first=shown < end and tokens[shown + 1].text[0].isupper(),
        printed=_tidy(text[tokens[shown].start : tokens[keep].end]),
        whole=_tidy(text[tokens[shown].start : tokens[last].end]),
    )


def _cut(tokens: tuple[Token, ...], first: int, last: int) -> int:
    """The last token before a relative clause or apposition; a name behind "the founder," is what counts instead."""
    for at in range(first + 1, last + 1):
        if tokens[at].low in _STOPS:
            return at - 1
    return last


def _core(tokens: tuple[Token, ...], first: int, last: int) -> tuple[int, int, bool]:
    """First and last token of the core, and whether it is definite: behind possessors, before complements."""
    definite = tokens[first].low in _ARTICLES and tokens[first].low not in {"a", "an"}
    end = last
    for at in range(first + 1, last + 1):
        if tokens[at].low in _COMPLEMENTS and tokens[at - 1].text[0].islower():
            end = at - 1
            break
    if end > first and tokens[end].text[0].islower() and tokens[end].low.endswith("ed"):
        end -= 1  # "a study published"
    start = first
    for at in range(first, end):
        if tokens[at].low in {"'s", "'"}:
            start, definite = at + 1, True
    while start < end and (tokens[start].low in _ARTICLES or not tokens[start].text[0].isalnum()):
        start += 1
    return start, end, definite


def _has_name(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether a complement names somebody: "a spokesman for Finance Minister Jane Roe"."""
    return any(t.text[0].isupper() for t in tokens[first : last + 1])


def _owner(document: Document, first: int, core: int) -> str:
    tokens = document.tokens
    if core > first and tokens[core - 1].low in {"'s", "'"}:
        start = first + (tokens[first].low in _ARTICLES)
        return document.text[tokens[start].start : tokens[core - 1].end] if start < core - 1 else ""
    return ""


def _tidy(printed: str) -> str:
    return " ".join(printed.split())
