"""Lines that say who speaks by their form: transcript labels and headlines; and lines that are nobody's words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from bot.extract.cues import VERBS
from bot.extract.draft import Draft
from bot.extract.lexicon import PREPOSITIONS, TIME_WORDS, listed
from bot.model import Span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.extract.document import Document
    from bot.extract.units import Unit

_BOILERPLATE = re.compile(
    r"©|\( ?c ?\) ?\d{4}|copyright\b|all rights reserved|re ?-? ?published with|reprinted with|used with permission"
    r"|(?:this )?(?:article|story|material) (?:was|is|may) (?:originally|first|not be) published"
    r"|may not be (?:published|reproduced|broadcast)|sign up for|subscribe to|follow \S+ on (?:twitter|x|facebook)"
    r"|read (?:more|the rest|the full)\b|click here|photo(?:graph)? by|with files from|contributed to this",
)
_CLOCK = re.compile(r"[0-2]?\d[:.][0-5]\d\Z")
_NO_LABEL = listed(
    "breaking update updated video watch photo photos read related note source sources more correction exclusive "
    "analysis opinion review live listen editor's image images caption credit twitter tweet advertisement media "
    "location date time contact email phone website"
)
_LONGEST = 6
_DATELINE = 16


def is_boilerplate(unit: Unit) -> bool:
    """Whether a unit is a copyright, permission or service line."""
    words = " ".join(item.low for item in unit.items[:12])
    return len(unit.items) <= 60 and _BOILERPLATE.match(words) is not None


def dateline_end(unit: Unit) -> int:
    """The first item behind a dateline ("ANKARA, Dec. 9 (Reuters) - ") or a live blog's "16:30"; 0 without one."""
    if unit.items and _CLOCK.match(unit.items[0].text):
        return 1
    if not unit.items or not (unit.items[0].text.isupper() and len(unit.items[0].text) > 2):
        return 0
    for at, item in enumerate(unit.items[:_DATELINE]):
        if item.low in {"-", "–", "—", "--"}:
            return at + 1
        if item.quote or not (item.is_name or not item.is_word or item.text[0].isdigit()):
            return 0
    return 0


def labelled(document: Document, units: Sequence[Unit]) -> tuple[dict[int, Draft], set[int]]:
    """Statements of labelled lines, by the offset where the line begins; and the paragraphs that are all theirs.

    A label in capitals, or one that opens several lines, is a transcript's: its words run to the end of the
    paragraph. Another counts only in a line without a full stop of its own, or before a quotation.
    """
    heads = {unit.span.start: (unit, colon) for unit in _openers(units) if (colon := _colon(unit))}
    often = Counter(_head(unit, colon) for unit, colon in heads.values())
    out: dict[int, Draft] = {}
    turns: set[int] = set()
    for start, (unit, colon) in heads.items():
        head = _head(unit, colon)
        paragraph = document.paragraphs[unit.paragraph]
        transcript = head.isupper() or often[head] > 1
        if transcript and not unit.items[colon + 1].quote:
            out[start] = _draft(unit, colon, paragraph.end)
            turns.add(unit.paragraph)
        elif unit.items[colon + 1].quote or (unit.span.end == paragraph.end and _is_headline(unit, colon)):
            out[start] = _draft(unit, colon, _without_stop(unit))
    return out, turns


def _openers(units: Sequence[Unit]) -> list[Unit]:
    return [unit for n, unit in enumerate(units) if n == 0 or units[n - 1].paragraph != unit.paragraph]


def _head(unit: Unit, colon: int) -> str:
    return " ".join(item.text for item in unit.items[:colon])


def _is_headline(unit: Unit, colon: int) -> bool:
    return unit.items[colon + 1].is_name and (unit.items[-1].is_word or unit.paragraph == 0)


def _without_stop(unit: Unit) -> int:
    last = len(unit.items) - 1
    while last > 0 and unit.items[last].low in {".", ";", ","}:
        last -= 1
    return unit.items[last].end


def _colon(unit: Unit) -> int | None:
    """Where the colon of a label stands, if the unit opens with one."""
    items = unit.items
    colon = next((n for n, item in enumerate(items[: _LONGEST + 1]) if item.low == ":"), None)
    if not colon or colon + 1 >= len(items):
        return None
    head = items[:colon]
    if not all(item.is_name or item.low in {"of", "de", "-", "."} for item in head):
        return None
    barred = (i for i in head if i.low in _NO_LABEL or i.low in TIME_WORDS or (i.low in PREPOSITIONS and i.low != "of"))
    return None if any(barred) or any(i.low in VERBS and not i.text.isupper() for i in head) else colon


def _draft(unit: Unit, colon: int, end: int) -> Draft:
    items = unit.items
    spans = (Span(items[colon + 1].start, max(end, items[colon + 1].end)),)
    return Draft(spans, Span(items[colon].start, items[colon].end), Span(items[0].start, items[colon - 1].end), 0.75)
