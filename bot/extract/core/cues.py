"""Where an attribution hangs: the anchor word of its cue ("said", "according", ":")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.core.tokens import MARKS

if TYPE_CHECKING:
    from bot.extract.core.tokens import Tokens

EDGE = "^"
_IRREGULAR = {
    "said": "say", "told": "tell", "wrote": "write", "written": "write", "spoke": "speak", "thought": "think", "knew": "know",
    "made": "make", "gave": "give", "took": "take", "held": "hold", "saw": "see", "found": "find", "felt": "feel", "met": "meet",
    "put": "put", "went": "go", "swore": "swear", "saying": "say", "says": "say",
}


def lemma(word: str, pos: str) -> str:
    """A verb's base form, roughly: endings are cut so that the forms of one verb fall together."""
    if pos[:1] != "V":
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    for end in ("ies", "ied"):
        if word.endswith(end):
            return word[:-3] + "y"
    for end in ("ing", "ed", "es", "s", "e"):
        if word.endswith(end) and len(word) - len(end) > 2:
            word = word[: -len(end)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word


def lemmas(part: Tokens) -> list[str]:
    return [lemma(w, p) for w, p in zip(part.lower, part.pos, strict=True)]


def cue_attributes(part: Tokens) -> list[list[str]]:
    n = len(part)
    low = [EDGE, EDGE, *part.lower, EDGE, EDGE]
    pos = [EDGE, EDGE, EDGE, *part.pos, EDGE, EDGE, EDGE]
    ent = [EDGE, *part.entity, EDGE]
    quo = [EDGE, EDGE, *part.quote, EDGE, EDGE]
    base = lemmas(part)
    lem = [EDGE, *base, EDGE]
    has = {s: 0 for s in part.sentence}
    for s, q in zip(part.sentence, part.quote, strict=True):
        has[s] += q != "o"
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for i, s in enumerate(part.sentence):
        first.setdefault(s, i)
        last[s] = i
    rows = []
    since_quote = 99
    labels = label_places(part)
    for i in range(n):
        s = part.sentence[i]
        if part.quote[i] == "E":
            since_quote = 0
        elif i and s != part.sentence[i - 1]:
            since_quote = 99 if part.quote[i - 1] != "E" else 9
        else:
            since_quote += 1
        l, p = base[i], part.pos[i]
        head, tail = i - first[s], last[s] - i
        q5 = quo[i] + quo[i + 1] + quo[i + 2] + quo[i + 3] + quo[i + 4]
        p3 = pos[i + 2] + " " + p + " " + pos[i + 4]
        hq = "q" if has[s] else "n"
        rows.append([
            "w" + part.lower[i], "l" + l, "p" + p, "e" + part.entity[i], "lp" + l + p,
            "a" + low[i + 1], "b" + low[i + 3], "c" + low[i], "d" + low[i + 4],
            "ab" + lem[i] + " " + l, "bb" + l + " " + low[i + 3], "ac" + lem[i] + " " + low[i + 3],
            "pa" + pos[i + 2], "pb" + pos[i + 4], "pc" + pos[i + 1] + pos[i + 2], "pd" + pos[i + 4] + pos[i + 5], "p3" + p3,
            "l3" + l + " " + pos[i + 2] + " " + pos[i + 4], "lpb" + l + pos[i + 4] + pos[i + 5], "lpa" + l + pos[i + 1] + pos[i + 2],
            "p5" + pos[i + 1] + pos[i + 2] + p + pos[i + 4] + pos[i + 5],
            "q" + q5, "lq" + l + q5[1:4], "h" + hq + l,
            "ee" + ent[i] + ent[i + 2], "lea" + l + ent[i], "leb" + l + ent[i + 2],
            "qs" + str(min(since_quote, 9)) + hq, "lqs" + l + str(min(since_quote, 5)),
            "hd" + str(min(head, 6)) + hq, "tl" + str(min(tail, 6)) + hq, "ltl" + l + str(min(tail, 4)) + hq,
            "s" + part.lower[i][-4:],
            "si" + ("0" if s == 0 else "1") + ("$" if s == part.sentence[-1] else ""),
            "lqi" + l + part.quote[i],
            *labels.get(i, ()),
        ])
    return rows


def label_places(part: Tokens) -> dict[int, list[str]]:
    """What stands before a colon or dash that may follow a speaker's name: "WALLACE:", "Pat Caddell:", "he said:"."""
    out = {}
    start = 0
    n = len(part)
    for i, w in enumerate(part.lower):
        if i and part.line[i] != part.line[i - 1]:
            start = i
        if w not in (":", "—", "--", "–", "-"):
            continue
        names = [x for x in part.word[start:i] if x not in MARKS]
        caps = all(x[0].isupper() or x in (".", ",", "’s", "'s", "of", "the", "and") for x in names)
        upper = all(x.isupper() for x in names if x.isalpha())
        after = "$" if i + 1 == n or part.line[i + 1] != part.line[i] else "q" if part.quote[i + 1] in "BE" else "x"
        kind = "U" if upper else "C" if caps else "x"
        out[i] = ["LB" + w + kind + str(min(len(names), 7)) + after, "LC" + w + kind + after, "LD" + w + after + ("0" if part.begin[start] == 0 else "1") + kind,
                  "LE" + w + str(part.entity[i - 1] if i else "") + kind]
    return out
