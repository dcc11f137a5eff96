"""What the role tagger sees: for one cue, which words may be its content and which may name its source."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.core.cues import EDGE, lemmas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.extract.core.tagger import Rows
    from bot.extract.core.tokens import Tokens

BEFORE, AFTER = 150, 200  # tokens around a cue that its roles are looked for in
_DISTANCES = [0, 1, 2, 3, 4, 5, 6, 6, 8, 8, 8, 11, 11, 11, 11, 15, 15, 15, 15, 15, 20]
_NEARBY = [str(n) for n in _DISTANCES]
# Counts as they are written, as far as they matter: no unit is longer than a window.
_TWO = ["0", "1", *["2"] * (BEFORE + AFTER)]
_ONE = ["0", *["1"] * (BEFORE + AFTER)]
_PAUSES = frozenset((",", ";", "—", "--", "–", "-"))
_JOINTS = frozenset(("CC", "WDT", "WP", "WRB"))
_CLOSE = 4  # tokens from the cue within which the exact distance counts for each cue by itself
_NEAR = 12  # tokens from the cue within which word and cue are looked at together


@dataclass(frozen=True, slots=True)
class Scene:
    """A unit with everything that does not depend on the cue, made once."""

    part: Tokens
    base: Rows
    lemma: list[str]
    level: list[str]  # how likely each token anchors a reporting cue, "0" to "4"
    manner: list[str]  # of each token's sentence: how it is quoted and whether a cue stands outside its quotations
    quoted: list[str]  # quotation state of the token and its neighbours
    steps: list[_Step | None]  # what passing each token counts; None where that is nothing
    around: list[tuple[str, str, str, str, str]]  # part of speech with that before and behind, words with it, manner


def scene(part: Tokens, chance: list[float]) -> Scene:
    """Look at a unit whose words have these chances to anchor a reporting cue."""
    level = [_level(c) for c in chance]
    quote = [EDGE, *part.quote, EDGE]
    quoted = [quote[i] + quote[i + 1] + quote[i + 2] for i in range(len(part))]
    manner = _manners(part, level)
    return Scene(
        part,
        _base(part, level, quoted),
        lemmas(part),
        level,
        manner,
        quoted,
        _steps(part, level),
        _around(part, manner, quoted),
    )


def window(part: Tokens, at: int) -> tuple[int, int]:
    """The tokens a cue's roles are looked for in."""
    return max(0, at - BEFORE), min(len(part), at + AFTER)


def role_attributes(it: Scene, at: int) -> Rows:
    """The window's rows: base attributes and each token's place relative to the cue anchored at `at`."""
    low, high = window(it.part, at)
    left = _side(it, at, "<", range(at - 1, low - 1, -1))
    left.reverse()
    return left + _side(it, at, ">", range(at, high))


def _level(chance: float) -> str:
    return "0" if chance < 0.03 else "1" if chance < 0.15 else "2" if chance < 0.4 else "3" if chance < 0.75 else "4"


def _bucket(n: int) -> str:
    return _NEARBY[n] if n < 21 else "21" if n < 30 else "30" if n < 50 else "50"


def _manners(part: Tokens, level: list[str]) -> list[str]:
    """By token, of its sentence: its manner, and the likeliest cue outside quotation marks, "-" where all is inside."""
    last = len(part) - 1
    kinds: dict[int, str] = {}
    begin = 0
    for i, s in enumerate(part.sentence):
        if i == last or part.sentence[i + 1] != s:
            states = part.quote[begin : i + 1]
            cue = max((level[k] for k in range(begin, i + 1) if part.quote[k] == "o"), default="-")
            kinds[s] = _manner(states) + cue
            begin = i + 1
    return [kinds[s] for s in part.sentence]


def _manner(states: list[str]) -> str:
    """F all quoted, S quoted at the start, E at the end, P elsewhere, N nowhere."""
    if "o" not in states:
        return "F"
    if states[0] != "o":
        return "S"
    return "E" if states[-1] != "o" else "P" if set(states) != {"o"} else "N"


def _base(part: Tokens, level: list[str], quoted: list[str]) -> Rows:
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


# Commas, verbs, quotation marks, "that", joints and other likely cues in one token.
_Step = tuple[bool, bool, bool, bool, bool, bool]


def _steps(part: Tokens, level: list[str]) -> list[_Step | None]:
    steps = []
    for word, pos, quote, lev in zip(part.lower, part.pos, part.quote, level, strict=True):
        verb, mark = pos[0] == "V" or pos == "MD", quote in "BE"
        step = word in _PAUSES, verb, mark, word == "that", pos in _JOINTS, lev > "1"
        steps.append(step if any(step) else None)
    return steps


def _around(part: Tokens, manner: list[str], quoted: list[str]) -> list[tuple[str, str, str, str, str]]:
    pos, low = [EDGE, *part.pos, EDGE], [EDGE, *part.lower, EDGE]
    return [
        (own + pos[i], own + pos[i + 2], low[i] + own, low[i + 2] + own, manner[i] + quoted[i])
        for i, own in enumerate(part.pos)
    ]


@dataclass(frozen=True, slots=True)
class _Cue:
    """What is the same in every row of one cue."""

    at: int
    lemma: str
    sentence: int
    situation: str  # parts of speech around it and whether it is quoted
    following: str  # the word behind it
    quoting: str  # whether its sentence has quoted words


def _cue(it: Scene, at: int) -> _Cue:
    part = it.part
    before = part.pos[at - 1] if at else EDGE
    after, following = (part.pos[at + 1], part.lower[at + 1]) if at + 1 < len(part) else (EDGE, EDGE)
    situation = before[:2] + "_" + after[:2] + part.quote[at]
    return _Cue(at, it.lemma[at], part.sentence[at], situation, following, "n" if it.manner[at][0] == "N" else "q")


@dataclass(slots=True)
class _Between:
    """What lies between the cue and the token, counted while walking away from the cue."""

    comma: int = 0
    verb: int = 0
    mark: int = 0
    that: int = 0
    joint: int = 0
    other: int = 0  # other likely cues
    strong: str = "0"  # the likeliest of them …
    outside: str = "0"  # … and of those outside quotation marks

    def pass_by(self, it: Scene, i: int) -> None:
        """Count token `i`."""
        step, level = it.steps[i], it.level[i]
        if step:
            comma, verb, mark, that, joint, other = step
            self.comma += comma
            self.verb += verb
            self.mark += mark
            self.that += that
            self.joint += joint
            self.other += other
        if level > self.strong:  # noqa: PLR1730 - a call for each of a hundred thousand tokens a page
            self.strong = level
        if level > self.outside and it.part.quote[i] == "o":
            self.outside = level


def _side(it: Scene, at: int, side: str, order: Iterable[int]) -> Rows:
    """The rows of one side of the cue, walking away from it."""
    cue, passed = _cue(it, at), _Between()
    own = it.part.sentence[at]
    places = {0: side + "0", 1: side + "1", -1: side + "1"}
    same: dict[str, list[str]] = {}  # what is the same in all rows of one place
    rows = []
    for i in order:
        place = "@" if i == at else places.get(it.part.sentence[i] - own, side + "2")
        if place not in same:
            same[place] = ["8" + place + cue.lemma, "A" + place + cue.situation]
            same[place].append("F" + place + cue.lemma + " " + cue.following)
        rows.append(it.base[i] + _place(it, i, cue, place, passed) + _relation(it, i, cue, place, passed, same[place]))
        if i != at:
            passed.pass_by(it, i)
    return rows


def _place(it: Scene, i: int, cue: _Cue, place: str, passed: _Between) -> list[str]:
    """The token's distance and kind, and what is passed on the way to it."""
    part, quoted = it.part, it.quoted[i]
    pos, far = part.pos[i], _bucket(abs(i - cue.at))
    before, after, _, _, manner = it.around[i]
    commas, verbs = _TWO[passed.comma], _TWO[passed.verb]
    between = commas + verbs + _TWO[passed.mark] + _ONE[passed.that] + _ONE[passed.joint]
    strong, outside = place + passed.strong, place + passed.outside
    return [
        "1" + place + far,
        "2" + place + part.lower[i],
        "3" + place + before,
        "4" + place + after,
        "5" + place + quoted + cue.quoting,
        "6" + place + between,
        "7" + place + between + pos,
        "D" + strong + _TWO[passed.other],
        "E" + strong + pos + commas,
        "H" + place + part.entity[i] + verbs + commas,
        "I" + place + far + pos,
        "N" + place + manner + passed.outside,
        "O" + outside + it.manner[cue.at] + part.quote[i],
    ]


def _relation(it: Scene, i: int, cue: _Cue, place: str, passed: _Between, same: list[str]) -> list[str]:
    """The token together with the cue's own word and situation, and with its neighbours."""
    part, lemma, distance = it.part, cue.lemma, abs(i - cue.at)
    pos = part.pos[i]
    near = distance < _NEAR and part.sentence[i] == cue.sentence
    _, _, before, after, _ = it.around[i]
    own, situated, following = same
    return [
        own,
        "9" + place + lemma + pos,
        situated,
        "B" + place + cue.situation + pos,
        "C" + place + cue.situation + it.quoted[i],
        following,
        "G" + place + lemma + part.quote[i] + _TWO[passed.comma],
        "J" + place + _bucket(distance) + lemma if distance < _CLOSE else "J",
        "K" + place + before,
        "L" + place + after,
        "M" + place + lemma + part.lower[i] if near else "M",
    ]
