"""What a fragment is held against: the speaker's words of each record, and all of its words. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from bot.check.tokens import Passage, Word, passage
from bot.extract.quotes import quotations
from bot.model import Kind, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.model import Record

_TAG = 160  # code points between two quotations that belong together
_STOP = re.compile(r"[.!?](?=\s)")


@dataclass(frozen=True, slots=True)
class Source:
    """Words of one record, or of neighbours in its article that only a tag parts."""

    records: tuple[Record, ...]
    starts: tuple[int, ...]  # the number of the first word of each record
    spoken: Passage  # inside quotation marks
    everything: Passage  # the outlet's words with them
    hyphens: tuple[Passage, Passage]  # both once more, hyphenated words as one

    def at(self, word: int) -> Record:
        """The record that a word of `spoken` stands in."""
        return [r for r, start in zip(self.records, self.starts, strict=True) if start <= word or not start][-1]


def sources(records: Sequence[Record]) -> list[Source]:
    """One for each record in order, then one for each chain of neighbours."""
    return [_source((record,)) for record in records] + [_source(chain) for chain in _chains(records)]


def _chains(records: Iterable[Record]) -> Iterable[tuple[Record, ...]]:
    """Statements of one speaker in one article that stand side by side: "A," he said. "B."."""
    ordered = sorted(records, key=lambda r: (r.article.id, r.speaker_id or 0, r.statement.hull))
    for _, group in groupby(ordered, key=lambda r: (r.article.id, r.speaker_id)):
        chain: list[Record] = []
        for record in group:
            if chain and not _neighbours(chain[-1], record):
                yield from [tuple(chain)] if len(chain) > 1 else []
                chain = []
            if record.statement.kind is not Kind.INDIRECT and record.speaker_id is not None:
                chain.append(record)
        yield from [tuple(chain)] if len(chain) > 1 else []


def _neighbours(one: Record, other: Record) -> bool:
    start, end = one.statement.hull.end, other.statement.hull.start
    between = one.article.text[start:end]
    if start > end or len(between) > _TAG or other.statement.kind is Kind.INDIRECT:
        return False
    if not re.search(r"\w", between):
        return True
    return "\n" not in between and len(_STOP.findall(between)) <= 1


def _source(records: tuple[Record, ...]) -> Source:
    spoken: list[Word] = []
    starts = []
    for record in records:
        starts.append(len(spoken))
        spoken += _spoken(record)
    everything = [w for record in records for piece in _slices(record) for w in passage(piece)]
    whole, every = Passage(tuple(spoken)), Passage(tuple(everything))
    if not any("-" in word.after or "‐" in word.after for word in everything):  # passages have no other hyphens left
        return Source(records, tuple(starts), whole, every, (whole, every))
    merged = [w for record in records for w in _spoken(record, merged=True)]
    loose = [w for record in records for piece in _slices(record) for w in passage(piece, merged=True)]
    return Source(records, tuple(starts), whole, every, (Passage(tuple(merged)), Passage(tuple(loose))))


def _slices(record: Record) -> list[str]:
    return [span.of(record.article.text) for span in record.statement.spans]


def _spoken(record: Record, *, merged: bool = False) -> list[Word]:
    """The words of a record inside quotation marks."""
    if record.statement.kind is Kind.INDIRECT:
        return []
    text = record.article.text
    inside, direct = marked(text), record.statement.kind is Kind.DIRECT
    out: list[Word] = []
    for span in record.statement.spans:
        for part in (_common(span, one) for one in inside if one.overlaps(span)):
            found = passage(part.of(text), merged=merged, opens=direct)
            out += [*found[:-1], *(replace(last, after=f"{last.after}”") for last in found[-1:])]
    return out


def _common(one: Span, other: Span) -> Span:
    return Span(max(one.start, other.start), min(one.end, other.end))


@lru_cache(maxsize=64)
def marked(text: str) -> tuple[Span, ...]:
    """The stretches of an article inside quotation marks, nested ones within theirs."""
    return tuple(q.inner for q in quotations(text) if not q.nested)


def apart(one: Source, other: Source) -> bool:
    """Whether two sources are different places: not the same words in another report."""
    return one.records[0].utterance != other.records[0].utterance
