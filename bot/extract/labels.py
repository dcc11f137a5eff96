"""Lines that say who speaks by their form: transcript labels and headlines; and lines that are nobody's words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.extract.cues import VERBS
from bot.extract.draft import Draft
from bot.extract.lexicon import PREPOSITIONS, TIME_WORDS
from bot.model import Span

if TYPE_CHECKING:
    from bot.extract.units import Unit

_BOILERPLATE = re.compile(
    r"©|\(c\) ?\d{4}|copyright\b|all rights reserved|re-?published with|reprinted with|used with permission"
    r"|(?:this )?(?:article|story|material) (?:was|is|may) (?:originally|first|not be) published"
    r"|may not be (?:published|reproduced|broadcast)|sign up for|subscribe to|follow \S+ on (?:twitter|x|facebook)"
    r"|read (?:more|the rest|the full)\b|click here|photo(?:graph)? by|with files from|contributed to this",
    re.IGNORECASE,
)
_NO_LABEL = frozenset(
    "breaking update updated video watch photo photos read related note source sources more correction exclusive "
    "analysis opinion review live listen editor's image images caption credit poll report fact q question questions "
    "twitter tweet advertisement media location date time contact email phone website".split()
)
_LONGEST = 6


def is_boilerplate(unit: Unit) -> bool:
    """Whether a unit is a copyright, permission or service line."""
    if len(unit.items) > 60:
        return False
    return any(i.low == "©" for i in unit.items[:3]) or _boilerplate(unit)


def _boilerplate(unit: Unit) -> bool:
    words = " ".join(item.low for item in unit.items[:12])
    return _BOILERPLATE.match(words) is not None


def label(unit: Unit) -> Draft | None:
    """The statement of a line `PENCE: …` or `Jane Roe: …`: its words are all that follows in the unit."""
    items = unit.items
    colon = next((n for n, item in enumerate(items[: _LONGEST + 1]) if item.low == ":"), None)
    if not colon or colon + 2 >= len(items):
        return None
    head = items[:colon]
    if not all(item.is_name or item.low in {"of", "de", "-", "."} for item in head):
        return None
    if any(i.low in _NO_LABEL or i.low in VERBS or i.low in TIME_WORDS or i.low in PREPOSITIONS for i in head):
        return None
    last = len(items) - 1
    while last > colon and items[last].low in {".", ";", ","}:
        last -= 1
    spans = (Span(items[colon + 1].start, items[last].end),)
    return Draft(spans, Span(items[colon].start, items[colon].end), Span(head[0].start, head[-1].end), 0.7)
