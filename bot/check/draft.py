"""The quotations of a draft: where they stand, and who the draft says said them. Pure.

The statements of the draft are the extractor's, as of any article. They say whose a quotation is and which stretches
are one quotation that its tag splits ("We lose two," she said, "every month"): held against the record those are one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.check.tokens import passage
from bot.extract.quotes import quotations
from bot.model import Attribution, Kind, Span, SpeakerKind
from bot.text import WORD

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import Statement, Verdict

_CLOSING = " \t\n\"'”’)]"
_TAG = 160  # code points that may stand between two halves of one quotation
_NEXT, _WORDS = 60, 3  # code points looked at on each side of a quotation, and words kept


@dataclass(frozen=True, slots=True)
class Quoted:
    """One quotation of a draft; several spans where its tag splits it."""

    spans: tuple[Span, ...]  # code points of the draft, quotation marks excluded
    words: str  # the quotation as it reads without its tag
    text: str  # the slices of the draft, joined by " … "
    speaker: str | None = None  # who the draft says said it; None = it does not say
    around: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())  # the draft's folded words just before and after
    named: bool = True  # by a person's name, that is; not by a description, not as an organisation


@dataclass(frozen=True, slots=True)
class Checked:
    """A quotation of a draft and what the record says of it."""

    quoted: Quoted
    verdict: Verdict
    wordings: tuple[str, ...] = ()  # outlets that have the same in other words: perhaps other translations
    unfinished: bool = False  # a search was ended at its budget: nothing found proves nothing


def quoted(text: str, statements: Sequence[Statement]) -> list[Quoted]:
    """Every quotation of a draft by start, nested ones left within theirs; `statements` are those of the draft."""
    stretches = [q.inner for q in quotations(text) if not q.nested and WORD.search(text, q.inner.start, q.inner.end)]
    owners = _owners(stretches, statements)
    out: list[Quoted] = []
    group: list[Span] = []
    for place, stretch in enumerate(stretches):
        group.append(stretch)
        following = stretches[place + 1] if place + 1 < len(stretches) else None
        if following and owners[place] is owners[place + 1] and _goes_on(text, stretch, following, owners[place]):
            continue
        out.append(_quoted(text, group, owners[place]))
        group = []
    return out


def _quoted(text: str, spans: Iterable[Span], owner: Statement | None) -> Quoted:
    kept = tuple(spans)
    slices = [span.of(text) for span in kept]
    return Quoted(
        kept,
        " ".join(slices),
        " … ".join(slices),
        owner.speaker if owner else None,
        _around(text, kept[0].start, kept[-1].end),
        named=_is_named(owner),
    )


def _around(text: str, start: int, end: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words next to a quotation in its own line."""
    before = text[max(0, start - _NEXT) : start].rpartition("\n")[2]
    after = text[end : end + _NEXT].partition("\n")[0]
    return tuple(w.text for w in passage(before)[-_WORDS:]), tuple(w.text for w in passage(after)[:_WORDS])


def _is_named(owner: Statement | None) -> bool:
    """Whether a statement of the draft is a person's by name: "one questioner" may be anybody."""
    if owner is None or owner.attribution not in (Attribution.NAMED, Attribution.PRONOUN):
        return False
    return owner.speaker_kind is SpeakerKind.PERSON and any(c.isupper() for c in owner.speaker or "")


def _goes_on(text: str, stretch: Span, following: Span, owner: Statement | None) -> bool:
    """Whether a tag within the sentence is all that stands between two stretches of one statement."""
    if owner is None or owner.kind is not Kind.DIRECT:
        return False  # in a part-quote what stands between is said, too
    between = text[stretch.end : following.start]
    if len(between) > _TAG or "\n" in between or stretch.of(text).rstrip(_CLOSING).endswith((".", "!", "?", "…")):
        return False
    return bool(re.search(r"\w", between)) and not re.search(r"[.!?;:]\W*\Z", between)


def _owners(stretches: Sequence[Span], statements: Sequence[Statement]) -> list[Statement | None]:
    """For each stretch the statement that holds most of it."""
    starts = [stretch.start for stretch in stretches]
    best: list[tuple[int, Statement | None]] = [(0, None)] * len(stretches)
    for statement in statements:
        for span in statement.spans:
            place = max(0, bisect_right(starts, span.start) - 1)
            while place < len(stretches) and stretches[place].start < span.end:
                stretch = stretches[place]
                shared = min(stretch.end, span.end) - max(stretch.start, span.start)
                if shared > best[place][0]:
                    best[place] = shared, statement
                place += 1
    return [statement for _, statement in best]
