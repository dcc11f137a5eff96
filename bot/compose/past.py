"""A statement over time: when its article was read, what changed word by word, since when it is gone. Pure."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from bot.compose.retracting import line
from bot.page import Change, Page
from bot.wording import hour, joined, plural

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Past
    from bot.page import Instant

LEGEND = "[–] only before, [+] only after"
MOST = 20  # changes of one statement that are shown, the latest
Told = tuple[tuple[str, ...], tuple["Instant", ...]]


def told(past: Past, zone: str) -> Told:
    """What a history adds about the article, a line each, with the hours in them."""
    lines: list[str] = []
    hours: list[datetime] = []
    if len(past.revisions) > 1:
        shown = past.revisions[-MOST:]
        lines.append(f"The article was read in {plural(len(past.revisions), 'version')}: {_listed(shown, zone)}.")
        hours += shown
    steps = changes(past)[-MOST:]
    for before, after, at in steps:
        lines.append(f"Wording changed, seen {hour(at, zone)} ({LEGEND}): {difference(before, after)}")
        hours.append(at)
    if len(past.revisions) > 1 and not steps and past.gone is None:
        lines.append("This statement reads in it as it did when it was first read.")
    if past.lost:
        lines.append(
            f"The article was not found at its address, since {hour(past.lost, zone)}. That alone is no retraction."
        )
        hours.append(past.lost)
    return tuple(lines), tuple((hour(at, zone), at) for at in dict.fromkeys(hours))


def vanished(past: Past, zone: str) -> Page:
    """The history of a statement that is not in its article any more."""
    notes, instants = told(past, zone)
    since = hour(past.gone, zone) if past.gone else ""
    gone: tuple[Instant, ...] = ((since, past.gone),) if past.gone else ()
    return Page(
        f"No longer in the article since {since}: answers and digests leave it out.",
        notes=(f"It last read: “{past.words}”", *notes),
        title="History",
        changes=retractions(past, zone),
        instants=(*gone, *(one for one in instants if one not in gone)),
    )


def retractions(past: Past, zone: str) -> tuple[Change, ...]:
    """Whose word it is that the article was withdrawn, and what can be taken back."""
    return tuple(
        Change(line(one, zone), one.by, None if one.undone_at else f"retraction/{one.id}") for one in past.retractions
    )


def changes(past: Past) -> list[tuple[str, str, datetime]]:
    """(before, after, when it was seen) of each change of its words, the first first."""
    texts = [*(words for words, _ in past.wordings), past.words]
    return [(texts[i], texts[i + 1], at) for i, (_, at) in enumerate(past.wordings)]


def difference(before: str, after: str) -> str:
    """As in "the bridge [– stays open] [+ is shut] until May"; words as printed, blanks evened."""
    old, new = before.split(), after.split()
    out = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            out.append(" ".join(old[a:b]))
            continue
        if a < b:
            out.append(f"[– {' '.join(old[a:b])}]")
        if c < d:
            out.append(f"[+ {' '.join(new[c:d])}]")
    return " ".join(out)


def _listed(moments: tuple[datetime, ...], zone: str) -> str:
    return joined(hour(at, zone) for at in moments)
