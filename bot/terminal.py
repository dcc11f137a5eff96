"""Page -> text for a terminal: the same looks as in Slack, told apart by words and never by colour alone."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.page import Card, Page, Run, Section

WIDTH = 100
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def layout(page: Page, *, width: int = WIDTH, bold: bool = False, start: int = 0, more: str = "type more") -> str:
    """The page in lines of at most `width` columns; cards are numbered from `start` + 1, `more` says how to see more.

    `bold` sets statements in bold with terminal codes; without, they stand between asterisks, as in a text file.
    """
    blocks = [[*_wrap(page.headline, width), *_notes(page, width), *_chips(page, width)]]
    number = start
    for section in page.sections:
        blocks += _section(section, width, bold=bold, number=number)
        number += len(section.cards)
    blocks.append([line for origin in page.origins for line in _wrap(origin, width)])
    blocks.append([f"{i}. {label}" for i, (label, _) in enumerate(page.choices, 1)])
    blocks.append(_foot(page, width, more))
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def clean(text: str) -> str:
    """`text` without control, format and bidirectional characters: an article cannot steer the terminal."""
    return "".join(c if c in "\n\t" or unicodedata.category(c)[0] != "C" else "" for c in text)


def _wrap(text: str, width: int, indent: str = "") -> list[str]:
    lines: list[str] = []
    for line in clean(text).split("\n"):
        lines += textwrap.wrap(line, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return lines


def _notes(page: Page, width: int) -> list[str]:
    return [line for note in page.notes for line in _wrap(note, width)]


def _chips(page: Page, width: int) -> list[str]:
    return _wrap(" | ".join(f"{label}: {value}" for label, value in page.chips), width) if page.chips else []


def _foot(page: Page, width: int, how: str) -> list[str]:
    more = [f"{page.more} more: {how}."] if page.more else []
    reference = [f"Reference {page.error_id}."] if page.error_id else []
    return [*more, *(_wrap(page.footer, width) if page.footer else []), *reference]


def _section(section: Section, width: int, *, bold: bool, number: int) -> list[list[str]]:
    head = [*(_wrap(section.title, width) if section.title else [])]
    head += [line for note in section.notes for line in _wrap(note, width)]
    cards = [_card(card, width, bold=bold, number=number + i) for i, card in enumerate(section.cards, 1)]
    return [head, *cards, _wrap(section.tail, width) if section.tail else []]


def _card(card: Card, width: int, *, bold: bool, number: int) -> list[str]:
    lines = _wrap(card.heading, width) if card.heading else []
    lines += _wrap(f"{number}. {card.look}", width)
    if card.quotation:
        lines += _wrap("".join(run.text for run in card.runs), width, "   ▌ ")
    else:
        lines += _styled(card.runs, width, "   ", bold=bold)
    lines += _wrap(" · ".join(card.facts), width, "   ")
    lines += _wrap(f"{card.adder} adds: {card.adds}", width, "   ") if card.adds else []
    lines += _wrap(card.earlier, width, "   ") if card.earlier else []
    lines += _wrap(f"{card.warning}.", width, "   ") if card.warning else []
    return lines


def context(card: Card, *, width: int = WIDTH, bold: bool = False) -> str:
    """What a number opens: the sentences around the statement, and where the article is."""
    link = [f"   Open: {card.url}"] if card.url else ["   The article has no link on record."]
    return "\n".join([card.look, *_styled(card.context, width, "   ", bold=bold), *link]) + "\n"


def _styled(runs: Sequence[Run], width: int, indent: str, *, bold: bool) -> list[str]:
    """Wrapped as it will be seen: the marks of bold take no room where they are terminal codes."""
    text = "".join(_between(run, "\ue000", "\ue001") for run in runs)
    lines = _wrapped_marked(text, width, indent)
    opens, closes = (_BOLD, _PLAIN) if bold else ("*", "*")
    return [line.replace("\ue000", opens).replace("\ue001", closes) for line in _reopened(lines, bold=bold)]


def _between(run: Run, opens: str, closes: str) -> str:
    """A strong run between marks that stand next to its words, as the asterisks of a text file do."""
    text = clean(run.text).replace("\ue000", "").replace("\ue001", "")
    if not run.strong or not text.strip():
        return text
    lead, tail = len(text) - len(text.lstrip()), len(text.rstrip())
    return f"{text[:lead]}{opens}{text[lead:tail]}{closes}{text[tail:]}"


def _wrapped_marked(text: str, width: int, indent: str) -> list[str]:
    lines: list[str] = []
    for line in text.split("\n"):
        lines += textwrap.wrap(line, width, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
    return lines


def _reopened(lines: Iterable[str], *, bold: bool) -> list[str]:
    """Terminal codes end with their line and begin again on the next, so that a cut-off screen stays readable."""
    if not bold:
        return list(lines)
    out, open_ = [], False
    for line in lines:
        text = f"\ue000{line}" if open_ else line
        open_ = text.rfind("\ue000") > text.rfind("\ue001")
        out.append(f"{text}\ue001" if open_ else text)
    return out
