"""What an article itself sets against words that it reports: the sentence that disputes them, and what a denial denies.

Pure. Nothing is judged: the article's own sentences are shown, each under the other. A sentence counts where it stands
next and turns ("However, …") or denies with a word that points back ("denied this", "contradicted by"), or further on
where it denies in the words of what it denies. Denied bail, false alarms and hearings without evidence deny nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.extract.sentences import sentences
from bot.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model import Span

NEAR = 12  # sentences on either side, in which an article comes back to something
SHARED = 3  # telling words in common, and a denial is of that
_TURNS = Pattern(
    r"[“\"‘']?(?:(?:However|But|Yet|Nevertheless|Nonetheless|Contrary to|On the contrary)\b|Still,)",
    clues=("however", "but", "yet", "theless", "still,", "contrary"),
)
_CLAIM = (
    r"(?:claim|allegation|accusation|assertion|suggestion|report|account|version|rumou?r|charge|statement|comment"
    r"|remark|figure|number|story|notion|idea)s?"
)
_WHOSE = r"(?:(?:th(?:e|is|at|ese|ose)|his|her|its|their|such|any|all|both|\w+['’]s?) (?:[\w'’]+ ){0,2}?)"
_POINTS = rf"(?:this\b|that\b|it\b|these\b|those\b|them\b|{_WHOSE}{_CLAIM}\b|{_CLAIM}\b)"
_FALSE = r"(?:untrue|false|a lie|lies|nonsense|fabricat\w+|baseless|unfounded|groundless|incorrect|not true|a hoax)\b"


def _way(source: str, *clues: str) -> Pattern:
    return Pattern(source, re.IGNORECASE, clues=clues)


# Ways to deny, each with letters of which some stand in every wording of it.
_DENY = (
    _way(r"\b(?:contradict(?:s|ed|ing)?|refut(?:e|es|ed|ing))\b", "contradict", "refut"),
    _way(r"\b(?:rebut(?:s|ted|ting)?|debunk(?:s|ed|ing)?)\b", "rebut", "debunk"),
    _way(
        r"\bden(?:y|ies|ied|ying)"
        rf" (?:that|ever|having|being|doing|responsibility|involvement|wrongdoing|{_POINTS}|any\b)",
        *("deny", "denie"),
    ),
    _way(
        rf"\b(?:deni(?:ed|es)|disput(?:ed|es)|challenged|questioned) (?:by|{_POINTS})",
        *("denie", "dispute", "challenged", "questioned"),
    ),
    _way(rf"\bdisput(?:e|es|ed|ing) (?:that\b|{_POINTS})", "disput"),
    _way(rf"\b(?:dismiss|reject|repudiat)(?:e|es|ed|ing|s)? (?:{_POINTS})", "dismiss", "reject", "repudiat"),
    _way(r"\bno evidence (?:for|of|that|to (?:support|back|suggest|confirm)|behind)\b", "no evidence"),
    _way(
        rf"\b(?:is|was|are|were|been|as|call(?:ed|s|ing) (?:it|this|that|{_WHOSE}{_CLAIM}))"
        rf" (?:\w+ly |all |simply |just )?{_FALSE}",
        *("untrue", "false", "lie", "nonsense", "fabricat", "baseless", "unfounded", "groundless", "incorrect"),
        *("not true", "hoax"),
    ),
    _way(r"\b(?:says?|said|tells?|told|claims?|suggests?|shows?|indicates?) (?:\w+ )?otherwise\b", "otherwise"),
    _way(r"\b(?:said|says) the opposite\b|\bat odds with\b", "opposite", "at odds"),
)
# What is denied there is no claim, and what is false or disputed no statement.
_NO_DENIAL = Pattern(
    r"\b(?:false (?:alarm|start|teeth|floor|ceiling|passport|name|papers?|documents?|flag|modesty|hope)s?"
    r"|charged with|accused of (?:making|giving) false|disputed (?:border|territor|area|island|region|election|goal)\w*"
    r"|den(?:y|ied|ies|ying) (?:\w+ ){0,2}(?:bail|entry|access|visas?|permission|parole|asylum|treatment|food|water)\b"
    r"|(?:was|were|been|being) denied\b"
    r"|no evidence (?:of|that)[^.]{0,60} (?:was|were) (?:presented|heard|shown|produced))",
    re.IGNORECASE,
    clues=("false", "charged", "accused", "disputed", "deny", "denie", "no evidence"),
)
_BACK = Pattern(
    rf"\b(?:this|it|these|those|them|that(?=\s*[.,;:]|\s*$)|{_WHOSE}{_CLAIM}\b|doing so|any such|otherwise|the opposite"
    r"|responsibility|involvement|wrongdoing|by (?:statements|witnesses|documents|evidence|officials))\b",
    re.IGNORECASE,
)
_OPENS_BACK = Pattern(rf"(?:However, |But )?(?:(?:this|that|these|those|it|such)\b|{_WHOSE}{_CLAIM}\b)", re.IGNORECASE)


def denies(sentence: str) -> bool:
    """Whether a sentence sets itself against something said, by its own words."""
    return _denying(_NO_DENIAL.sub(" ", sentence)) is not None


def disputed(text: str, sentence: Span, taken: Sequence[Span]) -> str | None:
    """The sentence with which the article disputes `sentence`, as printed.

    That is the next one that is none of `taken`, the speaker's own; else one further on that denies in its words.
    """
    following = [s for s in _around(text) if s.start >= sentence.end and not _own(s, taken)]
    if not following:
        return None
    said, first = sentence.of(text), following[0].of(text)
    if _TURNS.match(first) or (denies(first) and (_points_back(first) or _of_the_same(said, first, 1))):
        return first
    return next((w for s in following[1:NEAR] if denies(w := s.of(text)) and _of_the_same(said, w)), None)


def answered(text: str, sentence: Span, taken: Sequence[Span]) -> str | None:
    """What `sentence`, a denial, denies: the one before it that it points back to, or one that it has the words of.

    None where it denies nothing, or where what it denies is not sure; `taken` are the speaker's own sentences.
    """
    said = sentence.of(text)
    if not denies(said):
        return None
    before = [s for s in _around(text) if s.end <= sentence.start and not _own(s, taken)][-NEAR:]
    if not before:
        return None
    near = [s.of(text) for s in reversed(before)]
    worded = next((words for words in near if _of_the_same(words, said)), None)
    return worded or (near[0] if _points_back(said) else None)


@lru_cache(maxsize=256)
def _around(text: str) -> tuple[Span, ...]:
    return tuple(sentences(text))


def _own(sentence: Span, taken: Sequence[Span]) -> bool:
    return any(sentence.overlaps(span) for span in taken)


def _of_the_same(said: str, denial: str, shared: int = SHARED) -> bool:
    one, other = (frozenset(_telling(words)) for words in (said, denial))
    return len(one & other) >= shared


def _telling(words: str) -> Iterator[str]:
    from bot.ingest.wordings import reading  # noqa: PLC0415 - few pages have a denial on them

    return (word.stem for word in reading(words).telling if not word.common)


def _points_back(denial: str) -> bool:
    """Whether what stands after the denying word is no news of its own but points to what was said."""
    start = _denying(denial)
    return start is not None and bool(_BACK.search(denial, start) or _OPENS_BACK.match(denial))


def _denying(sentence: str) -> int | None:
    """Where the first denying word stands."""
    return min((found.start() for one in _DENY if (found := one.search(sentence))), default=None)
