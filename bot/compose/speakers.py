"""Pages of one speaker: names, roles by date, who else may be the same, who was merged; and the forms behind. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.page import Change, Field, Form, Page, Section
from bot.text import fold
from bot.wording import days, hour, joined, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import SpeakerEntry
    from bot.speakers import Held, Joining, Portrait

ROLES = 12  # shown
PRINTED = 8
TITLE = "Speaker"


def portrait(found: Portrait, others: Sequence[SpeakerEntry], zone: str) -> Page:
    """A speaker's page; `others` may be the same, and are said to be no more than that."""
    entry = found.entry
    where = f" in {plural(found.outlets, 'outlet')}" if found.outlets else ""
    return Page(
        f"{entry.name} #{entry.id}: {plural(entry.statements, 'statement')}{where}.",
        tuple(
            section for section in (_printed(found), _roles(found.held), _years(found), _possible(others)) if section
        ),
        changes=tuple(change(one, zone) for one in found.history),
        title=TITLE,
        buttons=buttons(found),
    )


def buttons(found: Portrait) -> tuple[tuple[str, str, str], ...]:
    """What can be changed; asked first, either of it."""
    made: tuple[tuple[str, str, str], ...] = (("speaker_same", "Same person as…", str(found.entry.id)),)
    if any(one.undone_at is None for one in found.history):
        made += (("speaker_apart", "Not the same", str(found.entry.id)),)
    return made


def _printed(found: Portrait) -> Section | None:
    names = [f"{name} ({count:,})" for name, count in found.printed[:PRINTED]]
    left = len(found.printed) - PRINTED
    more = f" {plural(left, 'more spelling')}." if left > 0 else ""
    return Section((), title="Names as printed", notes=(f"{joined(names)}.{more}",)) if names else None


def _roles(held: Sequence[Held]) -> Section | None:
    if not held:
        return Section((), title="Roles as printed", notes=("None: no article says what they are.",))
    shown = sorted(sorted(held, key=lambda one: -one.statements)[:ROLES], key=lambda one: (one.first or "9", one.role))
    left = len(held) - len(shown)
    notes = tuple(f"{one.role}: {_when(one)}, {one.outlet or 'no outlet'} ({one.statements:,})" for one in shown)
    return Section((), title="Roles as printed", notes=(*notes, *([f"{plural(left, 'more role')}."] if left else ())))


def _when(one: Held) -> str:
    return days(one.first, one.last) if one.first else "date not given"


def _years(found: Portrait) -> Section | None:
    if len(found.years) < 2:
        return None
    return Section((), title="By year", notes=(" · ".join(f"{year}: {count:,}" for year, count in found.years),))


def _possible(others: Sequence[SpeakerEntry]) -> Section | None:
    if not others:
        return None
    notes = tuple(line(entry) for entry in others)
    return Section((), title="May be the same – not merged, for you to decide", notes=notes)


def line(entry: SpeakerEntry) -> str:
    """As in "John Marlow #12, mayor of Leeds: 3 statements"."""
    role = f", {entry.roles[0]}" if entry.roles else ""
    return f"{entry.name} #{entry.id}{role}: {plural(entry.statements, 'statement')}"


def change(one: Joining, zone: str) -> Change:
    """A merge or split as its history shows it, with who did it."""
    if one.what == "merge":
        text = f"“{one.one}” merged into “{one.other}” by the desk, {hour(one.at, zone)}"
    else:
        text = f"What is in {one.one} given to a namesake of “{one.other}” by the desk, {hour(one.at, zone)}"
    if one.undone_at:
        text += f"; taken back {hour(one.undone_at, zone)}"
    return Change(text, one.by)


def several(typed: str, entries: Sequence[SpeakerEntry]) -> Page:
    """A name that means several people: each with what they are, and how to see one."""
    first = entries[0]
    has = all(fold(typed) in fold(entry.name) for entry in entries)
    fit = f"with “{typed}” in the name" if has else f"fit “{typed}”"
    return Page(
        f"{plural(len(entries), 'speaker')} in the record {fit}.",
        notes=(*map(line, entries[:10]), f"To see one: speakers {first.name} #{first.id}"),
    )


def same(entry: SpeakerEntry, others: Sequence[SpeakerEntry], problem: str | None = None) -> Page:
    """Asks who else this speaker is; `problem` says what was wrong with what was sent in."""
    options = tuple((str(other.id), line(other)) for other in others)
    listed = Field("listed", "One of these?", "Choose", optional=True, kind="choice", options=options)
    known = Field(
        "known", "Or somebody else in the record", "Type a name", optional=True, kind="known", source="speakers"
    )
    return Page(
        problem or f"Who else is {entry.name} #{entry.id}?",
        notes=(
            f"Everything that speaker said is then shown as {entry.name}'s, for everybody, and can be taken back.",
            "No words and no article are changed.",
        ),
        title="Same person as…",
        form=Form(
            "Same person", "speaker_merged", str(entry.id), "speaker_same", (*([listed] if options else ()), known)
        ),
    )


def apart(found: Portrait, zone: str) -> Page:
    """What was joined and can be taken apart again, each with its own button."""
    standing = [one for one in found.history if one.undone_at is None]
    if not standing:
        return Page(f"Nobody was merged into {found.entry.name}.", title="Not the same")
    return Page(
        f"Which of these is not {found.entry.name}?",
        notes=(
            "Taken apart, each is shown by itself again. To move what one outlet printed, see verbatim speakers split.",
        ),
        changes=tuple(change(one, zone) for one in standing),
        title="Not the same",
        buttons=tuple(
            ("speaker_undo", f"Take apart: {one.one}", f"{found.entry.id}:{one.key}") for one in standing[:25]
        ),
    )


def merged(found: Portrait, zone: str) -> Page:
    """What was merged just now, with the way back."""
    last = found.history[-1]
    return Page(
        f"One speaker now: {found.entry.name} #{found.entry.id}, {plural(found.entry.statements, 'statement')}.",
        changes=(change(last, zone),),
        title="Merged",
        buttons=(("speaker_undo", "Take back", f"{found.entry.id}:{last.key}"),),
    )


TAKEN_APART = Page("Taken apart: each is shown by itself again.", title="Taken apart")
