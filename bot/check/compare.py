"""Words put to the record: verbatim, altered, another speaker's, or not found. Pure.

Ellipses, brackets, case, typographic marks, spacing and a final comma are no alterations. What stands outside
quotation marks in the article is the outlet's wording: the same words there are a paraphrase, never verbatim.
Two thresholds decide: below `NEAR` of its words in common a statement is not the source of a fragment, and a
fragment that skips more than `GAP` words of the record without saying so is spliced.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from bot.check.marks import quoted
from bot.model import Hit, Kind, Record, Verdict, VerdictKind
from bot.text import WORD, fold

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR = 0.6
GAP = 3
PHRASE = 4  # fewer words are a phrase: quoting one from mid-clause is how part-quotes work
_ELLIPSIS = re.compile(r"\s*(?:\[\s*(?:\.{3}|…)\s*\]|\(\s*(?:\.{3}|…)\s*\)|(?:\.\s?){3,}|…)\s*")
_BRACKETS = re.compile(r"\[[^\[\]]*\]")  # parentheses may be the speaker's own
_NEGATIONS = frozenset("not no never nor neither cannot without hardly nobody none nothing can't won't don't".split())
_OPEN = _NEGATIONS | frozenset(
    """a an the to of in on at by for from with and or but will would shall should can could may might must is are was
    were be been being am do does did has have had that which who whose if than as because into about very my our your
    his her its their this these those""".split()
)
_TURNS = frozenset("unless except provided if".split())  # what follows a comma and changes all before it


@dataclass(frozen=True, slots=True)
class _Word:
    """A folded word, what stands between it and the next, and whether it is a bracketed insertion."""

    text: str
    after: str
    inserted: bool
    shown: str


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a fragment lies in one passage."""

    same: float  # share of the fragment's words found in order, 0 to 1
    reason: str | None  # why it is altered; None = verbatim
    diff: tuple[tuple[str, str], ...] = ()


def check(fragment: str, records: Sequence[Record], speakers: Sequence[int] | None) -> Verdict:
    """What the record says of `fragment`, held against the candidate `records`, best candidates first.

    `speakers`: the merged ids of who is supposed to have said it, None = anybody. An altered quotation is never
    called verbatim; of several sources the one that agrees best is named, and the asked-for speaker's goes first.
    """
    pieces = _pieces(fragment)
    if not pieces:
        return Verdict(VerdictKind.NOT_FOUND)
    own = [r for r in records if speakers is None or (r.speaker_id is not None and r.speaker_id in speakers)]
    others = [r for r in records if r not in own]
    mine, theirs = _best(pieces, own), _best(pieces, others)
    if mine and mine[0].reason is None:
        return _verdict(VerdictKind.VERBATIM, mine)
    if theirs and theirs[0].reason in (None, "cut") and (mine is None or mine[0].same < 1):
        return _verdict(VerdictKind.OTHER_SPEAKER, theirs)
    if mine is None and theirs and theirs[0].same >= 0.75:
        return _verdict(VerdictKind.OTHER_SPEAKER, theirs)
    spliced = _spliced(pieces, own) if mine is None or mine[0].same < 1 else None
    if spliced:
        return _verdict(VerdictKind.ALTERED, spliced)
    return _verdict(VerdictKind.ALTERED, mine) if mine else Verdict(VerdictKind.NOT_FOUND)


def _verdict(kind: VerdictKind, found: tuple[_Reading, Record]) -> Verdict:
    reading, record = found
    if kind is not VerdictKind.ALTERED:
        return Verdict(kind, source=Hit(record))
    return Verdict(kind, reading.reason, reading.diff, Hit(record))


def _best(pieces: list[list[_Word]], records: Sequence[Record]) -> tuple[_Reading, Record] | None:
    """The record in which the fragment lies best, if it is in any."""
    best: tuple[_Reading, Record] | None = None
    for record in records:
        reading = _read(pieces, record)
        if reading and (best is None or _worth(reading) > _worth(best[0])):
            best = reading, record
    return best


def _worth(reading: _Reading) -> tuple[float, bool, bool]:
    return reading.same, reading.reason is None, reading.reason != "paraphrase"


# -- words


def _words(text: str) -> list[_Word]:
    """The words of `text`; a bracketed word is the editor's."""
    inserted = [(m.start(), m.end()) for m in _BRACKETS.finditer(text)]
    found = list(WORD.finditer(text))
    out = []
    for at, match in enumerate(found):
        gap = text[match.end() : found[at + 1].start() if at + 1 < len(found) else len(text)]
        inside = any(a <= match.start() < b for a, b in inserted)
        out.append(_Word(fold(match.group()).replace("’", "'"), gap, inside, match.group()))
    return out


def _pieces(fragment: str) -> list[list[_Word]]:
    """The fragment's words between its ellipses, without its own brackets."""
    pieces = [_words(piece) for piece in _ELLIPSIS.split(fragment)]
    return [kept for piece in pieces if (kept := [w for w in piece if not w.inserted])]


def passages(record: Record) -> tuple[list[_Word], list[_Word]]:
    """The words of a record that are the speaker's, and all of its words."""
    text, statement = record.article.text, record.statement
    slices = [span.of(text) for span in statement.spans]
    everything = [w for piece in slices for w in _words(piece)]
    if statement.kind is Kind.INDIRECT:
        return [], everything
    if statement.kind is Kind.DIRECT:
        return everything, everything
    return [w for piece in slices for part in quoted(piece) for w in _words(part.of(piece))], everything


# -- one fragment in one record


def _read(pieces: list[list[_Word]], record: Record) -> _Reading | None:
    """How the fragment lies in the record: in the speaker's words, else in the outlet's."""
    spoken, everything = passages(record)
    reading = _lie(pieces, spoken)
    if reading and reading.same == 1:
        return reading
    loose = _lie(pieces, everything) if len(everything) > len(spoken) else None
    if loose and (reading is None or loose.same > reading.same):
        if sum(map(len, pieces)) < PHRASE and loose.same < 1:
            return reading
        return _Reading(loose.same, "paraphrase", loose.diff)
    return reading


def _lie(pieces: list[list[_Word]], passage: list[_Word]) -> _Reading | None:
    """The fragment in a passage, exactly or nearly; None where too little of it is there."""
    if not passage:
        return None
    spans = _exactly(pieces, passage)
    if spans is not None:
        cut = _cut(spans, passage, sum(map(len, pieces)))
        return _Reading(1.0, "cut", _cut_diff(spans, passage)) if cut else _Reading(1.0, None)
    return _nearly([w for piece in pieces for w in piece], passage, elided=len(pieces) > 1)


def _exactly(pieces: list[list[_Word]], passage: list[_Word]) -> list[tuple[int, int]] | None:
    """Where each piece stands in the passage, in order; the passage's insertions may be left out."""
    at, spans = 0, []
    for piece in pieces:
        found = next((s for i in range(at, len(passage)) if (s := _stands(piece, passage, i))), None)
        if found is None:
            return None
        spans.append(found)
        at = found[1]
    return spans


def _stands(piece: list[_Word], passage: list[_Word], at: int) -> tuple[int, int] | None:
    """The range of the passage from `at` that is `piece` word by word, or None."""
    place = at
    for word in piece:
        while place < len(passage) and passage[place].inserted and passage[place].text != word.text and place > at:
            place += 1
        if place >= len(passage) or passage[place].text != word.text:
            return None
        place += 1
    return at, place


def _cut(spans: list[tuple[int, int]], passage: list[_Word], count: int) -> bool:
    """Whether the fragment begins after a negation or ends where the clause goes on."""
    for position, (start, end) in enumerate(spans):
        before = passage[start - 1] if start else None
        if before and before.text in _NEGATIONS and not re.search(r"[.;:!?,]", before.after):
            return True
        last = passage[end - 1]
        if end >= len(passage) or position < len(spans) - 1:
            continue  # an ellipsis says that something is left out
        goes_on = not re.search(r"[.,;:!?–—\"“”]|\s-\s|\n", last.after)
        if last.text in _OPEN and goes_on and count > 1:
            return True
        if (goes_on and count >= PHRASE) or ("," in last.after and passage[end].text in _TURNS):
            return True
    return False


def _cut_diff(spans: list[tuple[int, int]], passage: list[_Word]) -> tuple[tuple[str, str], ...]:
    """What the record has before and after the cut, as far as the sentence goes (twelve words at most)."""
    start, end = spans[0][0], spans[-1][1]
    first = start
    while first > max(0, start - 6) and not re.search(r"[.!?;]", passage[first - 1].after):
        first -= 1
    last = end
    while last < min(len(passage), end + 12) and not re.search(r"[.!?]", passage[last - 1].after):
        last += 1
    rows = (("-", passage[first:start]), ("=", passage[start:end]), ("-", passage[end:last]))
    return tuple((op, _shown(words)) for op, words in rows if words)


def _nearly(wanted: list[_Word], passage: list[_Word], *, elided: bool) -> _Reading | None:
    """The fragment in a passage that has other words here and there."""
    asked, there = [w.text for w in wanted], [w.text for w in passage if not w.inserted]
    shown = [w for w in passage if not w.inserted]
    window = _window(asked, there)
    if window is None:
        return None
    start, end = window
    matcher = SequenceMatcher(None, there[start:end], asked, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks()) / len(asked)
    if same < NEAR or same * len(asked) < 3:
        return None
    diff, longest = [], 0
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            diff.append(("=", _shown(shown[start + a : start + b])))
            continue
        longest = max(longest, (b - a) if op == "delete" else 0)
        diff += [("-", _shown(shown[start + a : start + b]))] if b > a else []
        diff += [("+", _shown(wanted[c:d]))] if d > c else []
    exact_runs = same == 1 and longest > GAP
    return _Reading(min(same, 0.999), "spliced" if exact_runs and not elided else "changed", tuple(diff))


def _window(asked: list[str], there: list[str]) -> tuple[int, int] | None:
    """The stretch of the passage, at most twice as long as the fragment, that shares most of its words in order."""
    matcher = SequenceMatcher(None, there, asked, autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    if not blocks:
        return None
    anchor = max(blocks, key=lambda b: b.size)
    reach = 2 * len(asked) + 10
    near = [b for b in blocks if abs(b.a - anchor.a) <= reach]
    return near[0].a, near[-1].a + near[-1].size


def _shown(words: Sequence[_Word]) -> str:
    return " ".join(w.shown for w in words)


# -- one fragment in two places


def _spliced(pieces: list[list[_Word]], records: Sequence[Record]) -> tuple[_Reading, Record] | None:
    """Words of one speaker from two statements, run together: a beginning from one, the rest from another."""
    wanted = [w for piece in pieces for w in piece]
    if len(wanted) < 6 or len(pieces) > 1:
        return None
    spoken = [(record, passages(record)[0]) for record in records]
    for at in range(len(wanted) - 3, 2, -1):
        for record, words in spoken:
            head = _exactly([wanted[:at]], words)
            if head and (tail := _elsewhere(wanted[at:], spoken, record, head[0])):
                diff = (("=", _shown(wanted[:at])), ("-", "…"), ("=", _shown(wanted[at:])))
                return _Reading(0.999, "spliced", diff), record if at * 2 >= len(wanted) else tail
    return None


def _elsewhere(
    wanted: list[_Word], spoken: Sequence[tuple[Record, list[_Word]]], home: Record, head: tuple[int, int]
) -> Record | None:
    """The record with the rest of a fragment: another one, or its beginning's own more than a few words away."""
    for record, words in spoken:
        tail = _exactly([wanted], words)
        if tail and (record is not home or not 0 <= tail[0][0] - head[1] <= GAP):
            return record
    return None
