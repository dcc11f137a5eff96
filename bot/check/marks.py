"""Quotation marks as people type and print them: which words stand inside. Pure."""

from __future__ import annotations

import re

from bot.model import Span
from bot.patterns import Pattern

# One kind of marks an alternative, the wider first. A straight single mark opens only after a blank or an opening
# bracket and closes only before a blank or punctuation, so that the apostrophes of "don't" and "voters' rolls"
# stay inside their words.
_QUOTED = Pattern(
    r"""
      “(?P<curly>[^“”]+)(?:”|\Z)
    | „(?P<low>[^„“”]+)[“”]
    | «(?P<guillemets>[^«»]+)»
    | (?<!')''(?P<latex>(?:[^']|'(?!'))+)''
    | ``(?P<ticks>(?:[^'`]|'(?!'))+)''
    | (?:^|(?<=[\s(\[—–:,-]))"(?P<straight>[^"]+)(?:"|\Z)
    | "(?P<loose>[^"]+)"
    | (?:^|(?<=[\s(\[—–:,"-]))‘(?P<single>[^‘]+?)’(?=[\s.,;:!?)\]—–-]|$)
    | (?:^|(?<=[\s(\[—–:,"-]))'(?P<plain>(?!\s)[^']*?(?:(?<=\w)'(?=\w)[^']*?)*)'(?=[\s.,;:!?)\]—–-]|$)
    """,
    re.VERBOSE,
    clues=("“", "„", "«", "'", "`", '"', "‘"),
)


def quoted(text: str) -> list[Span]:
    """The stretches of `text` inside quotation marks, marks excluded, outermost only, in order.

    An opening mark without its partner quotes to the end, as in a paragraph that the next one continues.
    """
    found = []
    for match in _QUOTED.finditer(text):
        name = match.lastgroup
        if name is not None and match.group(name).strip():
            found.append(Span(match.start(name), match.end(name)))
    return found
