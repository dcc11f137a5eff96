"""Lines of typeset pages -> lines of a text: what stands on every page left out, words cut at a line's end made whole.

A PDF does not tell a hyphen that cuts a word from one that is the word's own. The text itself does, where it has the
word a second time; else what is before it ("well-", "ex-", "two-"); else it is taken for a cut, as most are. Nothing is
looked up outside the text. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

EDGE = 3  # lines at the head and at the foot of a page that may stand on others, too
LONGEST = 150  # characters of one
SHARE = 0.4  # of the pages it has to stand on: heads of left and right pages differ
_TAIL = 80  # characters of a cut word and what it hangs on
SOFT = "\u00ad"  # a hyphen that is only there where it cuts
_NUMBERED = re.compile(r"[-–—\s]*(?:page|p\.|seite)\s*\d{1,4}(?:\s*(?:of|/|von)\s*\d{1,4})?[-–—\s]*", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_CUT = re.compile(r"(?<![^\W\d_])([^\W\d_]+(?:-[^\W\d_]+)*)-$")
_ON = re.compile(r"[^\W\d_]+")
# What a hyphen of its own follows: parts of compounds that are no beginning of a longer word as a rule.
_PARTS = frozenset(
    "all anti co cross ex far first fourth full ground half hard high ill large last left life long low mid multi non "
    "often one part post pre pro pseudo quasi record right second self semi short single small so state third top "
    "two three four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety vice well "
    "world year".split()
)
_SUSPENDED = frozenset(("and", "or", "to"))  # "two- and three-year terms"


def unpaged(pages: Iterable[Sequence[str]]) -> list[str]:
    """The lines of all pages without heads, feet and page numbers; a blank line between, where no sentence goes on."""
    kept = [[line.strip() for line in page] for page in pages]
    kept = [_without_blank_edges(page) for page in kept if any(page)]
    heads, feet = _repeated(kept, foot=False), _repeated(kept, foot=True)
    bodies = [_without_blank_edges(_stripped(_stripped(page, heads)[::-1], feet)[::-1]) for page in kept]
    out: list[str] = []
    for lines in bodies if any(bodies) else kept:  # pages that are all alike are the text itself
        if out and lines and not _goes_on(out[-1], lines[0]):
            out.append("")
        out += lines
    return out


def _without_blank_edges(lines: list[str]) -> list[str]:
    full = [i for i, line in enumerate(lines) if line]
    return lines[full[0] : full[-1] + 1] if full else []


def _form(line: str) -> str:
    """A line as it is compared: whatever the number of the page."""
    return re.sub(r"\d+", "#", " ".join(line.split())).casefold()


def _repeated(pages: Sequence[Sequence[str]], *, foot: bool) -> frozenset[tuple[int, str]]:
    """What stands at one place of the heads (or feet) of so many pages that it is none of the text."""
    if len(pages) < 2:
        return frozenset()
    edges = [page[::-1][:EDGE] if foot else page[:EDGE] for page in pages]
    counts = Counter((at, _form(line)) for edge in edges for at, line in enumerate(edge) if len(line) <= LONGEST)
    return frozenset(place for place, count in counts.items() if count >= max(2, SHARE * len(pages)))


def _stripped(lines: list[str], repeated: frozenset[tuple[int, str]]) -> list[str]:
    """Without what is repeated at the beginning; at the end where the lines are given backwards."""
    for at, line in enumerate(lines[:EDGE]):
        if (at, _form(line)) not in repeated and line and not _NUMBERED.fullmatch(line):
            return lines[at:]
    return lines[EDGE:]


def _goes_on(last: str, first: str) -> bool:
    """Whether a paragraph runs over the end of a page."""
    return not last.endswith((".", "!", "?", "”", '"', ":")) and first[:1].islower()


class Hyphens:
    """Puts words together that lines of `text` cut."""

    def __init__(self, lines: Iterable[str]) -> None:
        """`lines` are the whole text: what it has elsewhere tells how a word is written."""
        whole = (_CUT.sub("", line) for line in lines)  # what is cut tells nothing
        self._written = Counter(word.casefold() for line in whole for word in _WORD.findall(line))

    def joined(self, text: str, line: str) -> str:
        """`text` with the line that follows it."""
        if text.endswith(SOFT):
            return text[:-1] + line
        cut, on = _CUT.search(text[-_TAIL:]), _ON.match(line)  # the whole of it each time would be quadratic
        if not cut or not on:
            return f"{text}{line}" if _hyphened(text) and line[:1].isdigit() else _apart(text, line)
        if on[0] in _SUSPENDED:
            return f"{text} {line}"
        return (text[:-1] if self._is_cut(cut[1], on[0]) else text) + line

    def _is_cut(self, before: str, behind: str) -> bool:
        """Whether the hyphen between is only there because the line ended."""
        whole, hyphened = f"{before}{behind}".casefold(), f"{before}-{behind}".casefold()
        if self._written[whole] != self._written[hyphened]:
            return self._written[whole] > self._written[hyphened]
        return behind[0].islower() and "-" not in before and len(before) > 1 and before.casefold() not in _PARTS


def _apart(text: str, line: str) -> str:
    return f"{text} {line}" if text and line else text + line


def unbroken(text: str, line: str) -> str:
    """The same for lines that no typesetter cut: a hyphen at the end of one is the word's own."""
    return text + line if _hyphened(text) and line[:1].isalnum() else _apart(text, line)


def _hyphened(text: str) -> bool:
    return text.endswith("-") and text[-2:-1].isalnum()
