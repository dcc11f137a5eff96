"""For one cue: which words are its content and which name its source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.core.cues import EDGE, lemmas

if TYPE_CHECKING:
    from bot.extract.core.tokens import Tokens

_DISTANCE = [0, 1, 2, 3, 4, 5, 6, 6, 8, 8, 8, 11, 11, 11, 11, 15, 15, 15, 15, 15, 20]


def bucket(n: int) -> str:
    return str(_DISTANCE[n]) if n < 21 else "21" if n < 30 else "30" if n < 50 else "50"


def level(x: float) -> str:
    return "0" if x < 0.03 else "1" if x < 0.15 else "2" if x < 0.4 else "3" if x < 0.75 else "4"


def base_attributes(part: Tokens, cue_chance: list[float]) -> list[list[str]]:
    """What does not depend on the cue, made once for a paragraph."""
    low = [EDGE, EDGE, *part.lower, EDGE, EDGE]
    pos = [EDGE, EDGE, *part.pos, EDGE, EDGE]
    quo = [EDGE, *part.quote, EDGE]
    ent = [EDGE, *part.entity, EDGE]
    lev = ["^", *(level(c) for c in cue_chance), "^"]
    rows = []
    for i, w in enumerate(part.lower):
        new = "|" if i and part.line[i] != part.line[i - 1] else "^" if i == 0 or part.sentence[i] != part.sentence[i - 1] else ""
        q3 = quo[i] + quo[i + 1] + quo[i + 2]
        rows.append([
            "w" + w, "p" + part.pos[i], "e" + part.entity[i],
            "a" + low[i + 1], "b" + low[i + 3],
            "ab" + low[i + 1] + " " + w, "bb" + w + " " + low[i + 3],
            "pa" + pos[i + 1] + part.pos[i], "pb" + part.pos[i] + pos[i + 3],
            "p3" + pos[i + 1] + part.pos[i] + pos[i + 3], "p4" + pos[i] + pos[i + 1] + part.pos[i], "p5" + part.pos[i] + pos[i + 3] + pos[i + 4],
            "q" + q3 + new, "ea" + ent[i] + ent[i + 1] + ent[i + 2],
            "c" + lev[i] + lev[i + 1] + lev[i + 2],
        ])
    return rows


def role_attributes(part: Tokens, base: list[list[str]], cue_chance: list[float], at: int) -> list[list[str]]:
    """Base attributes and each token's place relative to the cue anchored at `at`."""
    n = len(part)
    lem = lemmas(part)
    cue = lem[at]
    home = part.sentence[at]
    low, pos, quote = part.lower, part.pos, part.quote
    before = pos[at - 1] if at else EDGE
    after = pos[at + 1] if at + 1 < n else EDGE
    situation = before[:2] + "_" + after[:2] + quote[at]
    nextword = low[at + 1] if at + 1 < n else EDGE
    sent_quoted = "q" if any(q != "o" for q, s in zip(quote, part.sentence, strict=True) if s == home) else "n"
    rows: list[list[str]] = [[] for _ in range(n)]
    for side, order in (("<", range(at - 1, -1, -1)), (">", range(at, n))):
        comma = verb = mark = other = that = conj = 0
        strong = "0"
        for i in order:
            w, p, q = low[i], pos[i], quote[i]
            d = abs(i - at)
            s = part.sentence[i] - home
            place = side + ("0" if s == 0 else "1" if s in (1, -1) else "2")
            if d == 0:
                place = "@"
            between = f"{min(comma, 2)}{min(verb, 2)}{min(mark, 2)}{min(that, 1)}{min(conj, 1)}"
            nq = quote[i + 1] if i + 1 < n else EDGE
            pq = quote[i - 1] if i else EDGE
            pp = pos[i - 1] if i else EDGE
            pn = pos[i + 1] if i + 1 < n else EDGE
            rows[i] = [
                *base[i],
                "1" + place + bucket(d), "2" + place + w, "3" + place + p + pp, "4" + place + p + pn, "5" + place + pq + q + nq + sent_quoted,
                "6" + place + between, "7" + place + between + p, "8" + place + cue, "9" + place + cue + p,
                "A" + place + situation, "B" + place + situation + p, "C" + place + situation + pq + q + nq,
                "D" + place + strong + str(min(other, 2)), "E" + place + strong + p + str(min(comma, 2)),
                "F" + place + cue + " " + nextword, "G" + place + cue + q + str(min(comma, 2)),
                "H" + place + part.entity[i] + str(min(verb, 2)) + str(min(comma, 2)),
                "I" + place + bucket(d) + p, "J" + place + bucket(d) + cue if d < 4 else "J",
                "K" + place + low[i - 1] + p if i else "K", "L" + place + (low[i + 1] if i + 1 < n else EDGE) + p,
                "M" + place + cue + w if d < 12 and s == 0 else "M",
            ]
            if d == 0:
                continue
            comma += w in (",", ";", "—", "--", "–", "-")
            verb += p[0] == "V" or p == "MD"
            mark += q in "BE"
            that += w == "that"
            conj += p in ("CC", "WDT", "WP", "WRB")
            lv = level(cue_chance[i])
            other += lv > "1"
            strong = max(strong, lv)
    return rows
