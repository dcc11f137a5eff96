"""Tokens of a paragraph: where they stand, which sentence they are in and whether quotation marks hold them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_UNIT = 600  # tokens; a longer stretch without a line break is cut, so that cost stays linear

_TITLES = (
    "Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Rev|Prof|Jr|Sr|St|vs|No|Capt|Sens|Reps|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|"
    "Md|Mass|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Tenn|Tex|Va|Vt|Wash|Wis|Wyo|Jan|Feb|Aug|Sept|Oct|Nov|Dec|Inc|Corp|Co"
)
TOKEN = re.compile(
    rf"""(?:[A-Za-z]\.){{2,}}|\b(?:{_TITLES})\.|\d+(?:[.,:]\d+)*(?:st|nd|rd|th|s|m|k|bn)?\b
    |[^\W\d_](?:\w|-(?=\w))*?(?=n['’]t\b)|n['’]t\b|['’](?:s|re|ve|ll|d|m|S)\b|\w+(?:[-&]\w+)*|--+|\.\.+|''|``|\S""",
    re.VERBOSE,
)
_PARAGRAPH = re.compile(r"[^\n]+")
_OPENS, _CLOSES, _STRAIGHT = frozenset("“„«") | {"``"}, frozenset("”»"), frozenset({'"', "''"})
OPENING = _OPENS | _STRAIGHT
MARKS = OPENING | _CLOSES
_ENDS = frozenset(".?!…")

Line = list[re.Match[str]]


@dataclass(slots=True)
class Tokens:
    """A unit in parallel lists.

    `quote`: o outside, B an opening mark, i inside, E a closing mark; `run`: number of the quotation or -1;
    `line`: number of the line within the unit. `pos` and `entity` are filled in by the taggers.
    """

    begin: list[int]
    end: list[int]
    word: list[str]
    line: list[int]
    lower: list[str] = field(default_factory=list)
    quote: list[str] = field(default_factory=list)
    run: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    pos: list[str] = field(default_factory=list)
    entity: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.word)


def units(text: str) -> list[Tokens]:
    """The lines of `text` in order, each a unit; lines that one quotation or a colon ties together are one."""
    return list(each_unit(text))


def each_unit(text: str) -> Iterator[Tokens]:
    """The same one by one, so that a long text is never held in tokens as a whole."""
    held: list[Line] = []
    for match in _PARAGRAPH.finditer(text):
        line = list(TOKEN.finditer(text, match.start(), match.end()))
        for at in range(0, len(line), LONGEST_UNIT):
            piece = line[at : at + LONGEST_UNIT]
            if held and not (_tied(text, held[-1], piece) and sum(map(len, held)) + len(piece) <= LONGEST_UNIT):
                yield _tokens(text, held)
                held = []
            held.append(piece)
    if held:
        yield _tokens(text, held)


def _tied(text: str, line: Line, following: Line) -> bool:
    """Whether a line announces the next one, or leaves a quotation open that the next one reopens."""
    if line[-1].group() == ":":
        return True
    if following[0].group() not in OPENING:
        return False
    part = Tokens([m.start() for m in line], [m.end() for m in line], [m.group() for m in line], [0] * len(line))
    _mark_quotes(text, part)
    return part.quote[-1] in "Bi"


def _tokens(text: str, lines: list[Line]) -> Tokens:
    found = [m for line in lines for m in line]
    numbers = [k for k, line in enumerate(lines) for _ in line]
    part = Tokens([m.start() for m in found], [m.end() for m in found], [_clean(m.group()) for m in found], numbers)
    part.lower = [_plain(w) for w in part.word]
    _mark_quotes(text, part)
    _mark_sentences(part)
    return part


def _clean(word: str) -> str:
    """With code points that no encoding takes replaced, since the taggers want UTF-8."""
    return word if word.isascii() else word.encode("utf-8", "replace").decode("utf-8")


def _plain(word: str) -> str:
    """In lower case, apostrophes and dashes of one sort."""
    return word.lower().replace("’", "'").replace("―", "—")


def _mark_quotes(text: str, part: Tokens) -> None:
    """Which side a mark stands on decides what a straight one does; one left open ends with the paragraph."""
    inside, run = False, -1
    for i, word in enumerate(part.word):
        if i and part.line[i] != part.line[i - 1]:
            inside = False
        if word in MARKS:
            opens = _opens(text, part, i, inside)
            run += opens
            part.quote.append("B" if opens else "E" if inside else "o")
            part.run.append(run if opens or inside else -1)
            inside = opens
        else:
            part.quote.append("i" if inside else "o")
            part.run.append(run if inside else -1)


def _opens(text: str, part: Tokens, i: int, inside: bool) -> bool:
    word = part.word[i]
    if word in _OPENS:
        return True
    if word in _CLOSES:
        return False
    left = i == 0 or text[part.begin[i] - 1] in " \t\n\xa0([—–-/"
    right = i + 1 == len(part) or text[part.end[i]] in " \t\n\xa0)],.;:?!—–-"
    return left if left != right else not inside


def _mark_sentences(part: Tokens) -> None:
    """A sentence ends at a full stop, question or exclamation mark, with the marks that close behind it."""
    number, over = 0, False
    for i, word in enumerate(part.word):
        new_line = i > 0 and part.line[i] != part.line[i - 1]
        if new_line or (over and (part.quote[i] == "B" or not _closes(part, i))):
            number, over = number + 1, False
        part.sentence.append(number)
        over = over or word in _ENDS


def _closes(part: Tokens, i: int) -> bool:
    """Whether a token still belongs to the sentence that a full stop before it ended."""
    return part.quote[i] == "E" or part.word[i] in _ENDS or part.word[i] in ")]’'"
