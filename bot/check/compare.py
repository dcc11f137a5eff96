"""Words put to the record: verbatim, altered, another speaker's, or not found. Pure.

Ellipses, brackets, case, typographic marks, spacing and a final comma are no alterations. What stands outside
quotation marks in the article is the outlet's wording: the same words there are a paraphrase, never verbatim. Verbatim
is only what stands in a source word by word; everything else here decides what to call the rest.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from bot.ask.stems import SMALL
from bot.check.cuts import NEGATIONS, PHRASE, is_cut, rest
from bot.check.sources import Source, apart, sources
from bot.check.tokens import Fragment, Passage, Word, fragment
from bot.model import Hit, Record, Verdict, VerdictKind

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR = 0.6  # of its words in common, in order, and a statement may be the source of a fragment
SURELY = 0.75  # the same for another speaker's statement
SHORT = 12  # words, up to which those of a fragment may stand in another order
ALIKE = 0.8  # so many, and it does not matter which
GAP = 3  # words left out without a sign: more are a splice
REPLACED = 4  # words that a bracket may stand for
PLACES = 20  # where a fragment stands in one passage more than once, so many are looked at
LONGEST = 4_000  # words that are aligned; a longer fragment is compared as far as that
Around = tuple["Sequence[str]", "Sequence[str]"]
Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a fragment lies in one source."""

    same: float  # share of the fragment's words found in order, 0 to 1
    reason: str | None  # why it is altered; None = verbatim
    record: Record
    diff: tuple[tuple[str, str], ...] = ()

    @property
    def worth(self) -> tuple[float, int]:
        """What the best reading is chosen by."""
        return self.same, {None: 3, "cut": 2, "paraphrase": 0}.get(self.reason, 1)


def check(text: str, records: Sequence[Record], speakers: Sequence[int] | None, around: Around = ((), ())) -> Verdict:
    """What the record says of a fragment, held against the candidate `records`, best candidates first.

    `speakers`: the merged ids of who is supposed to have said it, None = anybody. `around`: the draft's folded words
    just before and after it, outside the marks. An altered quotation is never called verbatim; of several sources the
    one that agrees best is named, the asked-for speaker's first, and of equal ones that printed first.
    """
    asked = _Asked(fragment(text), fragment(text, merged=True), around)
    if not asked.whole.pieces:
        return Verdict(VerdictKind.NOT_FOUND)
    ordered = sorted(records, key=lambda r: r.article.published or "9999")
    own = [r for r in ordered if speakers is None or (r.speaker_id is not None and r.speaker_id in speakers)]
    have = {id(r) for r in own}
    others = [r for r in ordered if id(r) not in have]
    mine, theirs = _best(asked, sources(own)), None
    if mine is None or mine.reason is not None:
        theirs = _best(asked, sources(others))
    return _decide(mine, theirs)


def _decide(mine: _Reading | None, theirs: _Reading | None) -> Verdict:
    """The asked-for speaker's words go first, unless another has clearly more of them."""
    if mine and mine.reason is None:
        return Verdict(VerdictKind.VERBATIM, source=Hit(mine.record))
    if theirs and theirs.same >= SURELY and (mine is None or theirs.same >= mine.same + 0.15):
        return Verdict(VerdictKind.OTHER_SPEAKER, source=Hit(theirs.record))
    if theirs and theirs.same == 1 and theirs.reason in (None, "cut") and (mine is None or mine.same < 1):
        return Verdict(VerdictKind.OTHER_SPEAKER, source=Hit(theirs.record))
    if mine:
        return Verdict(VerdictKind.ALTERED, mine.reason, mine.diff, Hit(mine.record))
    return Verdict(VerdictKind.NOT_FOUND)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A fragment read twice, once with hyphenated words as one, and what stands around it in the draft."""

    whole: Fragment
    merged: Fragment
    around: Around

    @property
    def words(self) -> tuple[Word, ...]:
        return self.whole.words[:LONGEST]


def _best(asked: _Asked, held: Sequence[Source]) -> _Reading | None:
    """The source in which the fragment lies best, if it is in any, or the two that it is spliced from."""
    best: _Reading | None = None
    for source in held:
        reading = _read(asked, source)
        if reading and (best is None or reading.worth > best.worth):
            best = reading
        if best and best.reason is None:
            return best
    if best and best.same == 1:
        return best
    return _spliced(asked, held, best.same if best else 0.0) or best


# -- one fragment in one source


def _read(asked: _Asked, source: Source) -> _Reading | None:
    """How the fragment lies in the source: in the speaker's words, else in the outlet's."""
    spoken, everything = source.spoken, source.everything
    reading = _exactly(asked, spoken, source.hyphens[0], source)
    if reading:
        return reading
    looser = len(everything.words) > len(spoken.words)
    if looser and (_places(asked.whole, everything) or _places(asked.merged, source.hyphens[1])):
        return _Reading(1.0, "paraphrase", source.records[0])
    near = _nearly(asked, spoken, source)
    loose = _nearly(asked, everything, source) if looser else None
    if loose and len(asked.words) >= PHRASE and (near is None or loose.same > near.same):
        return _Reading(loose.same, "paraphrase", loose.record, loose.diff)
    return near


def _exactly(asked: _Asked, spoken: Passage, merged: Passage, source: Source) -> _Reading | None:
    """The fragment word by word, or cut; where it stands more than once, where it is no cut."""
    for wanted, there in ((asked.whole, spoken), (asked.merged, merged)):
        places = _places(wanted, there)
        if not places:
            continue
        whole = [p for p in places if not is_cut(p, there, asked.around, trails=wanted.trails)]
        record = source.at(places[0][0][0])
        if whole:
            return _Reading(1.0, None, record)
        diff = tuple((op, _shown(words)) for op, words in rest(places[0], there) if words)
        return _Reading(1.0, "cut", record, diff)
    return None


def _places(wanted: Fragment, there: Passage) -> list[Spans]:
    """Where the pieces of a fragment stand in a passage, in order."""
    first, out, at = wanted.pieces[0], [], 0
    for _ in range(PLACES):
        start = there.find(first.words, at)
        if start is None:
            break
        if spans := _chain(wanted, there, start):
            out.append(spans)
        at = start + 1
    return out


def _chain(wanted: Fragment, there: Passage, start: int) -> Spans | None:
    """The places of all pieces, the first at `start`; what a bracket stands for is short and no negation."""
    spans = [(start, start + len(wanted.pieces[0].words))]
    for piece in wanted.pieces[1:]:
        at = spans[-1][1]
        found = there.find(piece.words, at)
        if found is None:
            return None
        skipped = there.texts[at:found]
        if not piece.far and (len(skipped) > REPLACED or NEGATIONS.intersection(skipped)):
            return None
        spans.append((found, found + len(piece.words)))
    return spans


def _nearly(asked: _Asked, there: Passage, source: Source) -> _Reading | None:
    """The fragment in a passage that has other words here and there."""
    wanted = asked.words
    texts, held = [w.text for w in wanted], there.texts[: 10 * LONGEST]
    if sum((Counter(texts) & Counter(held)).values()) < max(3, NEAR * len(texts)):
        return None
    start, end = _window(texts, held)
    matcher = SequenceMatcher(None, held[start:end], texts, autojunk=False)
    blocks = [b for b in matcher.get_matching_blocks() if b.size]
    same = sum(b.size for b in blocks)
    telling = same >= ALIKE * len(texts) or _alike(texts, blocks) or _shuffled(texts, held[start:end])
    if same < max(3, NEAR * len(texts)) or not telling:
        return None
    diff, longest = _diff(matcher, there.words[start:end], wanted)
    spliced = same == len(texts) and longest > GAP and not asked.whole.elided
    reading = "spliced" if spliced else "changed"
    return _Reading(min(same / len(texts), 0.999), reading, source.at(start), diff)


def _shuffled(texts: Sequence[str], held: Sequence[str]) -> bool:
    """Whether a stretch of the passage has just the words of a short fragment, in another order."""
    return len(texts) <= SHORT and any(
        sorted(held[at : at + len(texts)]) == sorted(texts) for at in range(len(held) - len(texts) + 1)
    )


def _alike(texts: Sequence[str], blocks: Sequence[object]) -> bool:
    """Whether what is common says something: two words in a row, and half of those that are not small, two of them."""
    sizes = [(int(b.b), int(b.size)) for b in blocks]  # type: ignore[attr-defined]  # difflib.Match
    common = {i for at, size in sizes for i in range(at, at + size)}
    telling = [i for i, text in enumerate(texts) if text not in SMALL]
    told = len(common.intersection(telling))
    return max(size for _, size in sizes) >= 2 and told >= max(min(2, len(telling)), len(telling) / 2)


def _diff(
    matcher: SequenceMatcher[str], held: Sequence[Word], wanted: Sequence[Word]
) -> tuple[tuple[tuple[str, str], ...], int]:
    """The difference word by word, and the longest run of the record's words that is left out."""
    diff, longest = [], 0
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            diff.append(("=", _shown(held[a:b])))
            continue
        longest = max(longest, (b - a) if op == "delete" else 0)
        if not c:  # what stands before a fragment, or after it, is no part of it
            a = max(a, b - (d - c))  # noqa: PLW2901 - the rest of the row is as it is
        elif d == len(wanted):
            b = min(b, a + (d - c))  # noqa: PLW2901 - the same
        diff += [("-", _shown(held[a:b]))] if b > a else []
        diff += [("+", _shown(wanted[c:d]))] if d > c else []
    return tuple(diff), longest


def _window(asked: Sequence[str], there: Sequence[str]) -> tuple[int, int]:
    """The stretch of the passage that shares most of the fragment's words in order, no longer than it must be."""
    blocks = [b for b in SequenceMatcher(None, there, asked, autojunk=False).get_matching_blocks() if b.size]
    anchor = max(blocks, key=lambda b: b.size)
    near = [b for b in blocks if abs(b.a - anchor.a) <= 2 * len(asked) + 10]
    first, last = anchor.a - anchor.b, anchor.a - anchor.b + len(asked)  # where it would stand word by word
    start, end = max(0, first - GAP), min(len(there), last + GAP)
    close = SequenceMatcher(None, there[start:end], asked, autojunk=False).get_matching_blocks()
    if sum(b.size for b in close) >= sum(b.size for b in near):
        return start, end
    return max(0, min(near[0].a, first)), min(len(there), max(near[-1].a + near[-1].size, last))


def _shown(words: Sequence[Word]) -> str:
    return " ".join(w.shown for w in words)


# -- one fragment in two places


def _spliced(asked: _Asked, held: Sequence[Source], single: float) -> _Reading | None:
    """Words of one speaker from two places, run together: a beginning from one, the rest from another."""
    texts = [w.text for w in asked.words]
    if len(texts) < 6:
        return None
    heads = [(_head(texts, s.spoken.texts), s) for s in held]
    tails = [(_head(texts[::-1], s.spoken.texts[::-1]), s) for s in held]
    pairs = [(h, one, t, other) for h, one in heads if h >= 3 for t, other in tails if t >= 3 and one is not other]
    best = max(
        (p for p in pairs if apart(p[1], p[3]) and p[1].records[0].speaker_id == p[3].records[0].speaker_id),
        key=lambda p: min(len(texts), p[0] + p[2]),
        default=None,
    )
    if best is None:
        return None
    head, one, tail, other = best
    both = min(len(texts), head + tail)
    if both < len(texts) - 2 or both < single * len(texts) + 2:
        return None
    head = min(head, len(texts) - 3)
    wanted = asked.words
    diff = (("=", _shown(wanted[:head])), ("-", "…"), ("=", _shown(wanted[head:])))
    record = one.records[0] if 2 * head >= len(texts) else other.records[0]
    return _Reading(0.999, "spliced", record, diff)


def _head(texts: Sequence[str], held: Sequence[str]) -> int:
    """How many of the first words stand side by side somewhere."""
    best = 0
    for at, text in enumerate(held):
        if text == texts[0]:
            size = 1
            while size < len(texts) and at + size < len(held) and held[at + size] == texts[size]:
                size += 1
            best = max(best, size)
    return best
