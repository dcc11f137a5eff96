"""Aliases as CSV: who is called what, out for other programs and in again. Pure.

A row says that `alias` is another name of `name`; one without an alias says nothing. `role` tells people of one name
apart. Cells that a spreadsheet would calculate carry an apostrophe, which is taken off again.
"""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from bot.errors import UsageError
from bot.export.rows import FORMULA, safe
from bot.model import SpeakerKind
from bot.speakers import Alias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bot.model import SpeakerEntry

COLUMNS = ("name", "kind", "alias", "role", "statements", "printed_as")
LONGEST = 200  # letters of a name


def rows(entries: Iterable[SpeakerEntry], merged: Mapping[int, Sequence[str]]) -> Iterator[list[str]]:
    """The cells of COLUMNS: a row for each name that was merged into a speaker, one without alias where none was."""
    for entry in entries:
        others = merged.get(entry.id, ())
        printed = "; ".join(name for name in entry.aliases if name not in others)
        for alias in others or ("",):
            role = entry.roles[0] if entry.roles else ""
            cells = (entry.name, entry.kind.value, alias, role, str(entry.statements), printed)
            yield [safe(cell) for cell in cells]


def read(lines: Iterable[str]) -> Iterator[Alias | str]:
    """The lines that say something, and a sentence for each that is wrong. Raises UsageError without a header."""
    found = csv.reader(lines)
    header = [name.strip().casefold() for name in _next(found) or ()]
    if header and header[0].startswith("\ufeff"):
        header[0] = header[0][1:]
    if "name" not in header or "alias" not in header:
        raise UsageError("The first line names the columns: name,kind,alias,role – of which name and alias are needed.")
    while (cells := _next(found)) is not None:
        if isinstance(cells, str):
            yield f"line {found.line_num}: {cells}"
        elif any(cell.strip() for cell in cells):
            row = {name: _plain(cell) for name, cell in zip(header, cells, strict=False)}
            if not row.get("name") or row.get("alias") or len(cells) != len(header):
                yield _alias(found.line_num, row, wide=len(cells) != len(header))


def _next(found: Iterator[list[str]]) -> list[str] | str | None:
    """The next line's cells; what is wrong with it; None at the end."""
    try:
        return next(found, None)
    except csv.Error as error:
        return f"not CSV ({error}): save the file again as CSV, UTF-8."


def _plain(cell: str) -> str:
    text = cell.lstrip(" ")
    return " ".join((text[1:] if text.startswith("'") and text[1:].startswith(FORMULA) else text).split())


def _alias(line: int, row: Mapping[str, str], *, wide: bool) -> Alias | str:
    if wide:
        return f"line {line}: more or fewer cells than the first line: put a name with a comma in quotation marks."
    name, alias, kind = row["name"], row["alias"], row.get("kind") or SpeakerKind.PERSON.value
    if not name:
        return f"line {line}: 'name' is empty: write whose alias “{alias}” is."
    if max(len(name), len(alias)) > LONGEST:
        return f"line {line}: longer than {LONGEST} letters: is it a name?"
    if kind not in {one.value for one in SpeakerKind}:
        kinds = ", ".join(one.value for one in SpeakerKind)
        return f"line {line}: “{kind}” is no kind of speaker: write one of {kinds}, or leave it empty."
    return Alias(line, name, SpeakerKind(kind), alias, row.get("role", ""))
