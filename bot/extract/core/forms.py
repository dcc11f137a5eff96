"""Speech that the form of a line shows without any cue verb: the turns of a transcript and signed quotations.

WALLACE: Why now?                "It is a disgrace." ― Ana Ruiz, teacher
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.core.tokens import MARKS, OPENING, each_unit
from bot.extract.draft import Draft
from bot.model import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.extract.core.candidates import Piece
    from bot.extract.core.tokens import Tokens

_LABEL = 6  # tokens at most before a turn's colon
_SIGNATURE = 12  # tokens at most behind a quotation's dash
_OFTEN = 2  # turns a label must have, and labels a dialogue
_DASHES = frozenset(("—", "--", "–", "-"))
_PARTICLES = frozenset((".", "of", "de", "van", "von", "al", "bin", "da", "la", "'s", "(", ")", "-"))
_NO_LABELS = frozenset(
    "related update updated watch read more photo photos video note source sources breaking correction exclusive "
    "credit image".split()
)
SURE = 0.9


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text: tokens `begin` to `end` (past the last) of a unit."""

    part: Tokens
    begin: int
    end: int

    def span(self, begin: int, end: int) -> Span:
        """The characters of tokens `begin` to `end`, both within."""
        return Span(self.part.begin[begin], self.part.end[end])


def formal(text: str) -> list[Draft]:
    """Statements whose form alone shows them, in order."""
    often: Counter[str] = Counter()
    signed = list(_signed(_counted(text, often)))
    speakers = {name for name, count in often.items() if count >= _OFTEN}
    turns = _turns(text, speakers) if len(speakers) >= _OFTEN else []
    return sorted(turns + signed, key=lambda d: d.spans[0].start)


def _counted(text: str, often: Counter[str]) -> Iterator[Line]:
    """Every line, its label counted as it passes."""
    for line in _each_line(text):
        label = _label(line)
        if label:
            often[_name(line, label)] += 1
        yield line


def _each_line(text: str) -> Iterator[Line]:
    return (line for part in each_unit(text) for line in _lines(part))


def _lines(part: Tokens) -> Iterator[Line]:
    begin = 0
    for i in range(1, len(part) + 1):
        if i == len(part) or part.line[i] != part.line[begin]:
            yield Line(part, begin, i)
            begin = i


def _turns(text: str, speakers: set[str]) -> list[Draft]:
    """Lines of a dialogue: two labels or more, each of which opens two lines or more."""
    found: list[tuple[Line, Piece, list[Span]]] = []
    open_turn = False
    for line in _each_line(text):
        label = _label(line)
        quoted = line.part.word[line.begin] in OPENING
        if label and _name(line, label) in speakers:
            found.append((line, label, [line.span(label[1] + 2, line.end - 1)]))
            open_turn = quoted
        elif open_turn and quoted and not label:
            found[-1][2].append(line.span(line.begin, line.end - 1))
        else:
            open_turn = False
    return [_turn(line, label, spans) for line, label, spans in found]


def _label(line: Line) -> Piece | None:
    """First and last token of the name before a line's colon, if something follows it."""
    part = line.part
    begin = line.begin + (part.word[line.begin] in MARKS)
    for i in range(begin, min(begin + _LABEL + 1, line.end - 1)):
        if part.word[i] == ":":
            return (begin, i - 1) if i > begin and _is_name(part, begin, i) else None
    return None


def _is_name(part: Tokens, begin: int, end: int) -> bool:
    low = part.lower[begin:end]
    return (
        part.word[begin][0].isupper()
        and not _NO_LABELS.intersection(low)
        and all(w[0].isupper() or w.lower() in _PARTICLES for w in part.word[begin:end])
    )


def _name(line: Line, label: Piece) -> str:
    return " ".join(line.part.lower[label[0] : label[1] + 1])


def _turn(line: Line, label: Piece, spans: list[Span]) -> Draft:
    colon = label[1] + 1
    return Draft(tuple(spans), line.span(colon, colon), line.span(*label), SURE)


def _signed(lines: Iterable[Line]) -> Iterator[Draft]:
    """A quotation alone on its line with a dash and a name behind it, or on the line below."""
    above: Line | None = None
    for line in lines:
        dash = _dash(line)
        if dash is not None:
            own = dash > line.begin
            quoted, close = (line, dash - 1) if own else (above, above.end - 1 if above else -1)
            end = _name_end(line, dash + 1)
            if quoted and _is_quotation(quoted, close) and end > dash + 1:
                words, mention = quoted.span(quoted.begin, close), line.span(dash + 1, end - 1)
                yield Draft((words,), line.span(dash, dash), mention, SURE)
        above = line


def _name_end(line: Line, begin: int) -> int:
    """Past the last token of the name that begins there."""
    words = line.part.word
    return next((i for i in range(begin, line.end) if words[i] in {",", "."} or not _named(words[i])), line.end)


def _dash(line: Line) -> int | None:
    """The dash of a signature: behind a closing mark or first on its line, names after it to the line's end."""
    part = line.part
    for i in range(max(line.begin, line.end - _SIGNATURE), line.end - 1):
        if part.lower[i] in _DASHES and (i == line.begin or part.quote[i - 1] == "E"):
            rest = part.word[i + 1 : line.end]
            comma = rest.index(",") if "," in rest else len(rest)
            if rest[0][0].isupper() and all(_named(w) or w == "." for w in rest[:comma]) and part.quote[i + 1] == "o":
                return i
    return None


def _named(word: str) -> bool:
    return word[0].isupper() or word in _PARTICLES


def _is_quotation(line: Line, close: int) -> bool:
    quote = line.part.quote
    return close > line.begin + 1 and quote[line.begin] == "B" and quote[close] == "E"
