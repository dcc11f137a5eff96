"""One utterance as its reports have it: who printed it first, who carries it, and how the wordings differ. Pure.

Nothing is said about which wording is right. "First" is first in the record, by the day and hour the articles give.
"""

from __future__ import annotations

from dataclasses import replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING

from bot.check.tokens import passage
from bot.compose.cards import printed
from bot.compose.origins import one_origin
from bot.compose.provenance import republished_from
from bot.ingest.wordings import reading
from bot.model import Kind
from bot.page import Page, Section
from bot.wording import CUT, joined, plural, said

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from bot.check.tokens import Word
    from bot.model import Record

TITLE = "Reports"
MOST = 12  # reports that are listed
LONG_RUN = 14  # equal words in a row, of which the middle is left out
KEPT = 5  # of them, at either end
LEGEND = "[–] only in the first report, [+] only here"
Change = tuple[str, tuple[str, ...]]  # "=", "-" or "+", and the words as printed


def section(records: Sequence[Record], outlets: Collection[str] = ()) -> Section | None:
    """The reports of one utterance, first printed first, each with its look; None where there is one only.

    `outlets` are the folded names of those in the record.
    """
    ordered = in_order(records)
    if len({(r.article.scope, r.article.id) for r in ordered}) < 2:
        return None
    common = one_origin([r.article for r in ordered], ordered, outlets)
    lines = [_line(i, record, ordered[0]) for i, record in enumerate(ordered[:MOST], 1)]
    left = len(ordered) - len(lines)
    return Section(
        (),
        title=f"{plural(len(ordered), 'report')} of these words",
        notes=(_first(ordered), *([common] if common else []), *lines),
        tail=f"and {plural(left, 'more report')}." if left > 0 else None,
    )


def page(records: Sequence[Record], outlets: Collection[str] = ()) -> Page:
    """The same as a page of its own."""
    found = section(records, outlets)
    if found is None:
        return Page(f"In one report of the record only: {printed(records[0])}.", title=TITLE)
    return Page(f"{found.title}. {found.notes[0]}", (replace(found, title=None, notes=found.notes[1:]),), title=TITLE)


def in_order(records: Sequence[Record]) -> list[Record]:
    """First printed first; undated ones last, each record once."""
    by_id = {record.id: record for record in records}
    return sorted(by_id.values(), key=lambda r: (r.article.published or "9999", r.indexed_at, r.id))


def _first(ordered: Sequence[Record]) -> str:
    """Who had it first, as far as the record tells."""
    first = ordered[0]
    day = first.article.published_on
    if day is None:
        return "None of these reports is dated: which was first is not known."
    same = [r for r in ordered if r.article.published_on == day]
    outlets = list(dict.fromkeys(_outlet(r) for r in same))
    timed = [r for r in same if len(r.article.published or "") > len(day)]
    if len(outlets) > 1 and len(timed) < len(same):
        return f"First in the record on {said(day)}: {joined(outlets)}. Which of them was first is not known."
    return f"First in the record: {printed(first)}."


def _outlet(record: Record) -> str:
    return record.article.outlet or record.article.title or "outlet not given"


def _line(number: int, record: Record, first: Record) -> str:
    """As in "2. Wire desk, 11 Dec 2025 – PART-QUOTE, republished from …: shortened (…): [– so far,] …"."""
    of = republished_from(record.article.text)
    head = f"{number}. {printed(record)} – {record.statement.kind.look}"
    head += f", republished from {of}" if of else ""
    head += ", article retracted" if record.fate.retracted else ""
    if record.id == first.id:
        return f"{head}: {' '.join(record.text.split())}"
    changes = difference(first.text, record.text)
    if all(op == "=" for op, _ in changes):
        return f"{head}: the same words."
    return f"{head}: {_how(first, record, changes)} ({LEGEND}): {shown(changes)}"


def _how(first: Record, record: Record, changes: Sequence[Change]) -> str:
    """What kind of difference it is, as far as that is sure."""
    if {first.statement.kind, record.statement.kind} == {Kind.INDIRECT}:
        return "other wording, by either outlet"
    if Kind.INDIRECT in {first.statement.kind, record.statement.kind}:
        return "one has it outside quotation marks, so its wording is the outlet's"
    if Kind.MIXED in {first.statement.kind, record.statement.kind} and _part_of(first, record):
        return "the words in quotation marks are the same, those around them the outlet's"
    ops = {op for op, _ in changes} - {"="}
    if len(ops) == 1:
        return "shortened" if ops == {"-"} else "longer"
    return "other words within quotation marks: two translations may differ, or one was edited"


def _part_of(first: Record, record: Record) -> bool:
    """Whether what a part-quote has in quotation marks is in the other report word by word."""
    one, other = reading(first.text), reading(record.text)
    whole = other if one.quoted else one
    pieces = one.quoted or other.quoted
    there = f" {' '.join(whole.plain)} "
    return bool(pieces) and all(f" {' '.join(piece)} " in there for piece in pieces)


def difference(one: str, other: str) -> tuple[Change, ...]:
    """Word by word, marks and case aside: what both have, what only the one has, what only the other."""
    mine, theirs = passage(one), passage(other)
    matcher = SequenceMatcher(None, [w.text for w in mine], [w.text for w in theirs], autojunk=False)
    steps: list[Change] = []
    for op, a, b, c, d in matcher.get_opcodes():
        if op == "equal":
            steps.append(("=", _printed(mine[a:b])))
            continue
        steps += [("-", _printed(mine[a:b]))] if b > a else []
        steps += [("+", _printed(theirs[c:d]))] if d > c else []
    return tuple(steps)


def _printed(words: Sequence[Word]) -> tuple[str, ...]:
    return tuple(word.shown for word in words)


def shown(changes: Sequence[Change]) -> str:
    """As in "the bridge [– stays open] [+ is shut] until May"; of long runs that both have, the middle is left out."""
    return " ".join(_marked(changes))


def _marked(changes: Sequence[Change]) -> Iterator[str]:
    marks = {"=": "{}", "-": "[– {}]", "+": "[+ {}]"}
    for op, run in groupby(changes, key=lambda change: change[0]):
        words = [word for _, part in run for word in part]
        if op == "=" and len(words) > LONG_RUN:
            words = [*words[:KEPT], CUT, *words[-KEPT:]]
        yield marks[op].format(" ".join(words))
