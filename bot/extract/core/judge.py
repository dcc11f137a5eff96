"""What a whole candidate is judged by: numbers with names, from which a forest tells how likely it is right."""

from __future__ import annotations

import math
from collections import Counter
from typing import TYPE_CHECKING

from bot.extract.core.second import evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extract.core.candidates import Candidate
    from bot.extract.core.second import Ruled
    from bot.extract.core.tokens import Tokens

_SMALL = 1e-4


def values(found: Candidate, part: Tokens, others: Sequence[Candidate], ruled: Sequence[Ruled]) -> dict[str, float]:
    """What the judge looks at; `others` are the candidates of the same unit, `ruled` what the rules find in it."""
    second = evidence(found, ruled, [one for one in others if one.ruled is None])
    return {**_chances(found), **_quoted(found, part), **_company(found, others), **_form(found, part), **second}


def has_quotation(found: Candidate, part: Tokens) -> bool:
    """Whether three words or more of one quotation are in it."""
    runs = Counter(part.run[i] for i in found.words if part.quote[i] == "i" and part.word[i][0].isalnum())
    return max(runs.values(), default=0) >= 3


def _odds(chance: float) -> float:
    chance = min(max(chance, _SMALL), 1.0 - _SMALL)
    return math.log(chance / (1.0 - chance))


def _chances(found: Candidate) -> dict[str, float]:
    return {
        "speech": _odds(found.speech),
        "other": _odds(found.other),
        "cue": _odds(found.speech + found.other),
        "whole": math.log(max(found.whole, 1e-9)),
        "first": _odds(found.first),
        "last": _odds(found.last),
        "over": _odds(found.over),
        "least": _odds(found.least),
        "mean": _odds(found.mean),
        "named": _odds(found.named),
        "fallback": _odds(found.fallback),
    }


def _quoted(found: Candidate, part: Tokens) -> dict[str, float]:
    size = len(found.words)
    share = sum(part.quote[i] != "o" for i in found.words) / size
    return {
        "share": share,
        "direct": float(share > 0.9),
        "indirect": float(share == 0),
        "inside": min(float(sum(part.quote[i] == "i" for i in found.words)), 10.0),
        "cue in quotation": float(part.quote[found.at] != "o"),
        "quotation": float(has_quotation(found, part)),
        "size": math.log(size),
        "tiny": float(size < 3),
        "pieces": float(min(len(found.content), 4)),
    }


def _company(found: Candidate, others: Sequence[Candidate]) -> dict[str, float]:
    """How it stands to other candidates: held in one, holding one, its cue in another's content."""
    outer = agree = inner = within = 0.0
    for other in others:
        if other is found:
            continue
        common = len(found.words & other.words)
        cue = other.speech + other.other
        if 2 * common > len(found.words) and len(other.words) >= len(found.words):
            if cue > outer:
                outer, agree = cue, common / len(other.words)
        elif 2 * common > len(other.words):
            inner = max(inner, other.speech)
        if found.at in other.words:
            within = max(within, other.speech)
    return {"outer": outer, "agree": agree, "inner": inner, "within": within, "company": float(min(len(others), 10))}


def _form(found: Candidate, part: Tokens) -> dict[str, float]:
    at, begin, end = found.at, found.content[0][0], found.content[-1][1]
    pos, source = part.pos[at], found.source
    following = part.lower[at + 1] if at + 1 < len(part) else ""
    out = {
        "words first": float(begin < at),
        "split": float(begin < at < end),
        "far": float(part.sentence[begin] != part.sentence[at]),
        "verb": float(pos[:1] == "V"),
        "noun": float(pos[:1] == "N"),
        "colon": float(part.word[at] == ":"),
        "preposition": float(pos == "IN"),
        "opening sentence": float(part.sentence[at] == 0),
        "headline": float(part.begin[0] == 0),
        "that": float(following == "that"),
        "nobody": float(source is None),
    }
    if source:
        out["source distance"] = float(min(abs(source[0] - at), abs(source[1] - at), 20))
        out["source size"] = float(min(source[1] - source[0], 20))
        out["pronoun"] = float(part.pos[source[0]][:3] == "PRP")
        out["relative"] = float(part.pos[source[0]][:1] == "W")
        out["person"] = float(part.entity[source[1]] == "P")
        out["inverted"] = float(source[0] > at)
    return out
