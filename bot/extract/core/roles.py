"""What the role tagger sees: for one cue, which words may be its content and which may name its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.core.cues import EDGE, lemmas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.extract.core.tokens import Tokens

BEFORE, AFTER = 150, 200  # tokens around a cue that its roles are looked for in
_DISTANCES = [0, 1, 2, 3, 4, 5, 6, 6, 8, 8, 8, 11, 11, 11, 11, 15, 15, 15, 15, 15, 20]
_PAUSES = frozenset((",", ";", "—", "--", "–", "-"))
_JOINTS = frozenset(("CC", "WDT", "WP", "WRB"))
_NEAR = 12  # tokens from the cue within which word and cue are looked at together


@dataclass(frozen=True, slots=True)
class Scene:
    """A unit with everything that does not depend on the cue, made once."""

    part: Tokens
    base: list[list[str]]
    lemma: list[str]
    level: list[str]  # how likely each token anchors a reporting cue, "0" to "4"
    manner: list[str]  # of each token's sentence: how it is quoted and whether a cue stands outside its quotations
    quoted: list[str]  # quotation state of the token and its neighbours


def scene(part: Tokens, chance: list[float]) -> Scene:
    """Look at a unit whose words have these chances to anchor a reporting cue."""
    level = [_level(c) for c in chance]
    quote = [EDGE, *part.quote, EDGE]
    quoted = [quote[i] + quote[i + 1] + quote[i + 2] for i in range(len(part))]
    return Scene(part, _base(part, level, quoted), lemmas(part), level, _manners(part, level), quoted)


def window(part: Tokens, at: int) -> tuple[int, int]:
    """The tokens a cue's roles are looked for in."""
    return max(0, at - BEFORE), min(len(part), at + AFTER)


def role_attributes(it: Scene, at: int) -> list[list[str]]:
    """The window's rows: base attributes and each token's place relative to the cue anchored at `at`."""
    low, high = window(it.part, at)
    left = _side(it, at, "<", range(at - 1, low - 1, -1))
    left.reverse()
    return left + _side(it, at, ">", range(at, high))


def _level(chance: float) -> str:
    return "0" if chance < 0.03 else "1" if chance < 0.15 else "2" if chance < 0.4 else "3" if chance < 0.75 else "4"


def _bucket(n: int) -> str:
    return str(_DISTANCES[n]) if n < 21 else "21" if n < 30 else "30" if n < 50 else "50"


def _manners(part: Tokens, level: list[str]) -> list[str]:
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    cue: dict[int, str] = {}
    held: dict[int, int] = {}
    for i, s in enumerate(part.sentence):
        first.setdefault(s, i)
        last[s] = i
        if part.quote[i] == "o":
            cue[s] = max(cue.get(s, "0"), level[i])
        else:
            held[s] = held.get(s, 0) + 1
    kinds = {}
    for s, begin in first.items():
        opened, closed = part.quote[begin] != "o", part.quote[last[s]] != "o"
        whole = held.get(s, 0) == last[s] - begin + 1
        kind = "F" if whole else "S" if opened else "E" if closed else "P" if s in held else "N"
        kinds[s] = kind + cue.get(s, "-")
    return [kinds[s] for s in part.sentence]


def _base(part: Tokens, level: list[str], quoted: list[str]) -> list[list[str]]:
    low = [EDGE, EDGE, *part.lower, EDGE, EDGE]
    pos = [EDGE, EDGE, *part.pos, EDGE, EDGE]
    ent = [EDGE, *part.entity, EDGE]
    lev = [EDGE, *level, EDGE]
    rows = []
    for i, word in enumerate(part.lower):
        new_line = i > 0 and part.line[i] != part.line[i - 1]
        new = "|" if new_line else "^" if i == 0 or part.sentence[i] != part.sentence[i - 1] else ""
        a, b, c, d, e = pos[i : i + 5]
        rows.append(
            [
                "w" + word,
                "p" + c,
                "e" + part.entity[i],
                "a" + low[i + 1],
                "b" + low[i + 3],
                "ab" + low[i + 1] + " " + word,
                "bb" + word + " " + low[i + 3],
                "pa" + b + c,
                "pb" + c + d,
                "p3" + b + c + d,
                "p4" + a + b + c,
                "p5" + c + d + e,
                "q" + quoted[i] + new,
                "ea" + ent[i] + ent[i + 1] + ent[i + 2],
                "c" + lev[i] + lev[i + 1] + lev[i + 2],
            ]
        )
    return rows


def _side(it: Scene, at: int, side: str, order: Iterable[int]) -> list[list[str]]:
    """The rows of one side of the cue, walking away from it and counting what lies between."""
    part, lemma = it.part, it.lemma
    pos, lower, quote, n = part.pos, part.lower, part.quote, len(part)
    cue, home = lemma[at], part.sentence[at]
    situation = (pos[at - 1] if at else EDGE)[:2] + "_" + (pos[at + 1] if at + 1 < n else EDGE)[:2] + quote[at]
    following = lower[at + 1] if at + 1 < n else EDGE
    quoting = "n" if it.manner[at][0] == "N" else "q"
    comma = verb = mark = other = that = joint = 0
    strong = outside = "0"
    rows = []
    for i in order:
        w, p, q, d, s = lower[i], pos[i], quote[i], abs(i - at), part.sentence[i] - home
        place = "@" if d == 0 else side + ("0" if s == 0 else "1" if s in (1, -1) else "2")
        commas, verbs, q3 = str(min(comma, 2)), str(min(verb, 2)), it.quoted[i]
        between = f"{commas}{verbs}{min(mark, 2)}{min(that, 1)}{min(joint, 1)}"
        before, after = (lower[i - 1], pos[i - 1]) if i else (EDGE, EDGE), (lower[i + 1], pos[i + 1]) if i + 1 < n else (EDGE, EDGE)
        far = _bucket(d)
        rows.append(
            [
                *it.base[i],
                "1" + place + far,
                "2" + place + w,
                "3" + place + p + before[1],
                "4" + place + p + after[1],
                "5" + place + q3 + quoting,
                "6" + place + between,
                "7" + place + between + p,
                "8" + place + cue,
                "9" + place + cue + p,
                "A" + place + situation,
                "B" + place + situation + p,
                "C" + place + situation + q3,
                "D" + place + strong + str(min(other, 2)),
                "E" + place + strong + p + commas,
                "F" + place + cue + " " + following,
                "G" + place + cue + q + commas,
                "H" + place + part.entity[i] + verbs + commas,
                "I" + place + far + p,
                "J" + place + far + cue if d < 4 else "J",
                "K" + place + before[0] + p,
                "L" + place + after[0] + p,
                "M" + place + cue + w if d < _NEAR and s == 0 else "M",
                "N" + place + it.manner[i] + q3 + outside,
                "O" + place + outside + it.manner[at] + q,
            ]
        )
        if d == 0:
            continue
        comma += w in _PAUSES
        verb += p[0] == "V" or p == "MD"
        mark += q in "BE"
        that += w == "that"
        joint += p in _JOINTS
        level = it.level[i]
        other += level > "1"
        strong = max(strong, level)
        if q == "o":
            outside = max(outside, level)
    return rows
