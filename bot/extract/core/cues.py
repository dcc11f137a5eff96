"""What the cue tagger sees: for every word, whether an attribution may hang on it ("said", "according", ":")."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.extract.core.tokens import MARKS

if TYPE_CHECKING:
    from bot.extract.core.tagger import Rows
    from bot.extract.core.tokens import Tokens

EDGE = "^"
_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "said:say saying:say says:say told:tell wrote:write written:write spoke:speak thought:think knew:know "
        "made:make gave:give took:take held:hold saw:see found:find felt:feel met:meet put:put went:go swore:swear"
    ).split()
)
_LABEL_ENDS = frozenset((":", "—", "--", "–", "-"))
_LABEL_PARTS = frozenset((".", ",", "’s", "'s", "of", "the", "and"))
_LONG_AGO = 99  # tokens since a closing mark, where none is near
_BEFORE_SENTENCE = 9  # the same, where it closed the sentence before


def lemma(word: str, pos: str) -> str:
    """A verb's base form, roughly: endings are cut so that the forms of one verb fall together."""
    if pos[:1] != "V":
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith(("ies", "ied")):
        return word[:-3] + "y"
    for end in ("ing", "ed", "es", "s", "e"):
        if word.endswith(end) and len(word) - len(end) > 2:
            word = word[: -len(end)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word


def lemmas(part: Tokens) -> list[str]:
    """The lemma of every token."""
    return [lemma(word, pos) for word, pos in zip(part.lower, part.pos, strict=True)]


def cue_attributes(part: Tokens) -> Rows:
    """A row of attributes a token: the word, its neighbours, and how it stands to quotation marks."""
    base = lemmas(part)
    labels = _label_places(part)
    both = zip(_words(part, base), _marks(part, base), strict=True)
    return [[*words, *marks, *labels.get(i, ())] for i, (words, marks) in enumerate(both)]


def _words(part: Tokens, base: list[str]) -> Rows:
    low = [EDGE, EDGE, *part.lower, EDGE, EDGE]
    pos = [EDGE, EDGE, *part.pos, EDGE, EDGE]
    ent = [EDGE, *part.entity, EDGE]
    lem = [EDGE, *base, EDGE]
    rows = []
    for i, word in enumerate(base):
        (w2, w1, w, x1, x2), (p2, p1, p, q1, q2) = low[i : i + 5], pos[i : i + 5]
        rows.append(
            [
                "w" + w,
                "l" + word,
                "p" + p,
                "e" + ent[i + 1],
                "lp" + word + p,
                "a" + w1,
                "b" + x1,
                "c" + w2,
                "d" + x2,
                "ab" + lem[i] + " " + word,
                "bb" + word + " " + x1,
                "ac" + lem[i] + " " + x1,
                "pa" + p1,
                "pb" + q1,
                "pc" + p2 + p1,
                "pd" + q1 + q2,
                "p3" + p1 + " " + p + " " + q1,
                "l3" + word + " " + p1 + " " + q1,
                "lpb" + word + q1 + q2,
                "lpa" + word + p2 + p1,
                "p5" + p2 + p1 + p + q1 + q2,
                "ee" + ent[i] + ent[i + 2],
                "lea" + word + ent[i],
                "leb" + word + ent[i + 2],
                "s" + w[-4:],
            ]
        )
    return rows


def _marks(part: Tokens, base: list[str]) -> Rows:
    quo = [EDGE, EDGE, *part.quote, EDGE, EDGE]
    first, last, quoted = _sentences(part)
    rows = []
    since = _LONG_AGO
    for i, word in enumerate(base):
        s = part.sentence[i]
        since = _since_mark(part, i, since)
        states = quo[i] + quo[i + 1] + quo[i + 2] + quo[i + 3] + quo[i + 4]
        how = "q" if s in quoted else "n"
        tail = last[s] - i
        rows.append(
            [
                "q" + states,
                "lq" + word + states[1:4],
                "h" + how + word,
                "qs" + str(min(since, 9)) + how,
                "lqs" + word + str(min(since, 5)),
                "hd" + str(min(i - first[s], 6)) + how,
                "tl" + str(min(tail, 6)) + how,
                "ltl" + word + str(min(tail, 4)) + how,
                "si" + ("0" if s == 0 else "1") + ("$" if s == part.sentence[-1] else ""),
                "lqi" + word + part.quote[i],
            ]
        )
    return rows


def _sentences(part: Tokens) -> tuple[dict[int, int], dict[int, int], set[int]]:
    """First and last token of each sentence, and the sentences that have quoted words."""
    first: dict[int, int] = {}
    last: dict[int, int] = {}
    for i, s in enumerate(part.sentence):
        first.setdefault(s, i)
        last[s] = i
    return first, last, {s for s, q in zip(part.sentence, part.quote, strict=True) if q != "o"}


def _since_mark(part: Tokens, i: int, since: int) -> int:
    """Tokens since a mark closed in this sentence."""
    if part.quote[i] == "E":
        return 0
    if i and part.sentence[i] != part.sentence[i - 1]:
        return _BEFORE_SENTENCE if part.quote[i - 1] == "E" else _LONG_AGO
    return since + 1


def _label_places(part: Tokens) -> dict[int, list[str]]:
    """What stands before a colon or dash that may follow a speaker's name: "WALLACE:", "Pat Caddell:", "he said:"."""
    out = {}
    start = 0
    for i, w in enumerate(part.lower):
        if i and part.line[i] != part.line[i - 1]:
            start = i
        if w in _LABEL_ENDS:
            names = [x for x in part.word[start:i] if x not in MARKS]
            kind = _label_kind(names)
            after = _behind(part, i)
            out[i] = [
                "LB" + w + kind + str(min(len(names), 7)) + after,
                "LC" + w + kind + after,
                "LD" + w + after + ("0" if part.begin[start] == 0 else "1") + kind,
                "LE" + w + (part.entity[i - 1] if i else "") + kind,
            ]
    return out


def _label_kind(names: list[str]) -> str:
    """U in capitals, C capitalised, x otherwise."""
    if all(x.isupper() for x in names if x.isalpha()):
        return "U"
    return "C" if all(x[0].isupper() or x in _LABEL_PARTS for x in names) else "x"


def _behind(part: Tokens, i: int) -> str:
    """What follows token `i`: $ the line's end, q a quotation mark, x a word."""
    if i + 1 == len(part) or part.line[i + 1] != part.line[i]:
        return "$"
    return "q" if part.quote[i + 1] in "BE" else "x"
