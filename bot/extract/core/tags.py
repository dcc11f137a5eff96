"""Part of speech and entity of every token, by two small taggers trained on machine-made tags."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.extract.core.tagger import Rows
    from bot.extract.core.tokens import Tokens

EDGE = "^"


def shape(word: str) -> str:
    """Letters as X and x, digits as d, runs shortened: "McCain" -> "XxXx", "U.S." -> "X.X."."""
    out = ""
    for char in word[:12]:
        kind = "X" if char.isupper() else "x" if char.isalpha() else "d" if char.isdigit() else char
        if not out.endswith(kind):
            out += kind
    return out


def tag_attributes(part: Tokens) -> Rows:
    """What the part-of-speech tagger sees of each token."""
    low = [EDGE, EDGE, *part.lower, EDGE, EDGE]
    shapes = [EDGE, *(shape(w) for w in part.word), EDGE]
    rows = []
    for i, word in enumerate(part.lower):
        a, b, d, e = low[i], low[i + 1], low[i + 3], low[i + 4]
        rows.append(
            [
                "w" + word,
                "s" + word[-3:],
                "t" + word[-2:],
                "p" + word[:2],
                "h" + shapes[i + 1],
                "a" + b,
                "b" + d,
                "c" + a,
                "d" + e,
                "e" + b[-3:],
                "f" + d[-3:],
                "g" + b + " " + word,
                "i" + word + " " + d,
                "k" + shapes[i + 1] + ("^" if i == 0 or part.sentence[i] != part.sentence[i - 1] else ""),
            ]
        )
    return rows


def entity_attributes(part: Tokens) -> Rows:
    """What the entity tagger sees: the words again and the parts of speech."""
    low = [EDGE, EDGE, *part.lower, EDGE, EDGE]
    pos = [EDGE, *part.pos, EDGE]
    shapes = [EDGE, *(shape(w) for w in part.word), EDGE]
    rows = []
    for i, word in enumerate(part.lower):
        a, b, d, e = low[i], low[i + 1], low[i + 3], low[i + 4]
        rows.append(
            [
                "w" + word,
                "s" + word[-3:],
                "p" + word[:3],
                "h" + shapes[i] + "|" + shapes[i + 1] + "|" + shapes[i + 2],
                "a" + b,
                "b" + d,
                "c" + a,
                "d" + e,
                "g" + b + " " + word,
                "i" + word + " " + d,
                "o" + pos[i + 1],
                "q" + pos[i] + pos[i + 1] + pos[i + 2],
            ]
        )
    return rows
