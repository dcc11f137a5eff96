"""Capitalised runs in running text and what they are: a person with a title, an organisation, a place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.lexicon import ADVERBS, AUXILIARIES, BREAKERS, DETERMINERS, PREPOSITIONS, PRONOUNS, STARTERS, listed
from bot.extract.wordlists import (
    COURTESY,
    FEMALE,
    MALE,
    NATIONAL,
    NOT_NAMES,
    OCCUPATION_ENDINGS,
    ORGANISATION_WORDS,
    PLACES,
    TITLES,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extract.document import Document, Token

_JOINERS = listed("de del della der di da dos du la le van von bin ibn al el ter ten y und")
_SMALL = STARTERS | BREAKERS | DETERMINERS | PREPOSITIONS | PRONOUNS | AUXILIARIES | ADVERBS
_SAID = frozenset(("said", "says", "told", "added"))  # in capitals
_LONGEST = 12
_CIVIL = frozenset(("mr", "mrs", "ms", "miss", "mx"))
# How people are spoken to: "Mr. Speaker".
_ADDRESSED = listed(
    "president vice-president president-elect premier chancellor minister secretary senator representative congressman "
    "governor mayor justice judge chairman chairwoman chair director speaker ambassador attorney commissioner deputy "
    "prime vice inspector delegate"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A capitalised run, split: `role` tokens (a title before a person) and `name` tokens, as token indices."""

    first: int  # of role or name
    name: int  # first token of the name itself
    last: int  # included
    person: bool | None  # None: cannot be told from the form alone
    words: tuple[str, ...]  # of the name
    text: str  # the name as printed, blanks single


def names(document: Document) -> list[Name]:
    """The capitalised runs of a document in order; linear."""
    out: list[Name] = []
    tokens = document.tokens
    openers = _sentence_openers(document)
    at = 0
    while at < len(tokens):
        if not _may_begin(tokens[at], opener=at in openers):
            at += 1
            continue
        end = _run_end(tokens, at, openers)
        name = split(tokens, at, end, opener=at in openers)
        if name:
            out.append(name)
        at = end + 1
    return out


def split(tokens: Sequence[Token], first: int, last: int, *, opener: bool = False) -> Name | None:
    """Take the run of tokens `first`..`last` apart into title and name."""
    cut = first
    titled = False
    for at in range(first, last + 1):
        low = tokens[at].low.rstrip(".")
        if low in TITLES and at < last and not (low in ORGANISATION_WORDS and at > first):
            cut, titled = at + 1, True
    if not titled and opener and last - first >= 2 and _occupation(tokens[first]):
        cut, titled = first + 1, True
    while cut < last and (tokens[cut].text == "." or (not titled and tokens[cut].low in NATIONAL and last - cut >= 2)):
        cut += 1
    words = tuple(t.text for t in tokens[cut : last + 1] if t.text != ".")
    if not words or (len(words) == 1 and words[0].lower() in (_not_alone(tokens, cut) if titled else NOT_NAMES)):
        return None
    text = " ".join(t.text for t in tokens[cut : last + 1]).replace(" .", ".")
    return Name(first, cut, last, _is_person(words, titled=titled), words, text)


def _not_alone(tokens: Sequence[Token], cut: int) -> frozenset[str]:
    """Words that are no name alone behind a title: "Mr. King" is one, "Mr. President" and "Lord Mayor" are not."""
    titles = [low for t in tokens[max(0, cut - 2) : cut] if (low := t.low.rstrip("."))]
    return _ADDRESSED if titles and titles[-1] in _CIVIL else TITLES


def _is_person(words: tuple[str, ...], *, titled: bool) -> bool | None:
    lows = [w.lower().rstrip(".") for w in words]
    if any(low in ORGANISATION_WORDS for low in lows):
        return titled and lows[-1] not in ORGANISATION_WORDS
    if any(low in {"of", "for", "the", "and", "&"} for low in lows):
        return False
    if titled:
        return True
    if lows[0] in PLACES or lows[-1] in PLACES or lows[0] in NATIONAL:
        return False
    if len(words) == 1:
        return None
    full = sum(low not in _JOINERS for low in lows)
    return True if full <= 3 and (lows[0] in MALE or lows[0] in FEMALE) else None


def gender_of(name: Name, tokens: Sequence[Token]) -> str | None:
    """Tell "m" from "f" or None, by courtesy title, gendered role or given name."""
    for token in tokens[name.first : name.name]:
        low = token.low.rstrip(".")
        if low in {"mr", "sir", "lord", "king", "prince", "father", "brother", "congressman", "spokesman", "chairman"}:
            return "m"
        if low in {"mrs", "ms", "miss", "lady", "dame", "queen", "princess", "sister"} or low.endswith(
            ("woman", "ess")
        ):
            return "f"
    return given_gender(name.words[0]) if len(name.words) > 1 else None


def given_gender(word: str) -> str | None:
    """The gender a given name is usual for, None where unknown or both."""
    low = word.lower()
    male, female = low in MALE, low in FEMALE
    return None if male == female else "m" if male else "f"


def is_courtesy(word: str) -> bool:
    """Whether a title is politeness rather than a role: Mr, Ms, Dr."""
    return word.lower().rstrip(".") in COURTESY


def _sentence_openers(document: Document) -> frozenset[int]:
    """Indices of the first word of every sentence and quotation."""
    out = {document.token_range(s).start for s in document.sentences}
    for at in tuple(out):
        place = at
        while place < len(document.tokens) and not document.tokens[place].text[0].isalnum():
            place += 1
            if place in out:
                break  # the next sentence looks on: a text of full stops stays linear
        out.add(place)
    return frozenset(out)


def _occupation(token: Token) -> bool:
    low = token.low
    return (
        low.endswith(OCCUPATION_ENDINGS) and len(low) > 4 and low not in MALE and low not in FEMALE
    ) or low in TITLES


def _may_begin(token: Token, *, opener: bool) -> bool:
    if not token.text[0].isupper():
        return False
    if token.low in _SMALL or token.low == "'s":
        return False
    return not (opener and token.low in NOT_NAMES and token.low not in {"may", "april", "june"})


def _run_end(tokens: Sequence[Token], first: int, openers: frozenset[int]) -> int:
    last = first
    at = first + 1
    while at < len(tokens) and at - first < _LONGEST and tokens[at].start - tokens[last].end <= 12:
        token = tokens[at]
        if token.text[0].isupper() and (token.low not in _SMALL or token.low in {"all", "most"}):
            if at in openers or token.low in _SAID:
                break
            last = at
        elif token.text == "." and _abbreviated(tokens[at - 1]):
            pass
        elif not _bridges(tokens, at, openers):
            break
        at += 1
    return last


def _abbreviated(token: Token) -> bool:
    return len(token.text) == 1 or token.low in TITLES


def _bridges(tokens: Sequence[Token], at: int, openers: frozenset[int]) -> bool:
    """Whether a small word joins what is before to a capitalised word behind it."""
    if at + 1 >= len(tokens) or at + 1 in openers:
        return False
    low = tokens[at].low
    following = tokens[at + 1]
    if low in _JOINERS and following.low in _JOINERS and at + 2 < len(tokens):
        return tokens[at + 2].text[0].isupper()
    if low in _JOINERS or low == "&":
        return following.text[0].isupper()
    if low == "of":
        return following.text[0].isupper() and tokens[at - 1].low in ORGANISATION_WORDS
    return low == "the" and tokens[at - 1].low == "of" and following.text[0].isupper()
