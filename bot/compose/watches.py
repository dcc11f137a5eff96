"""Pages of watches: what one tells, how it is confirmed, listed and changed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.compose.cards import deal, printed
from bot.digest import criteria
from bot.model import Hit
from bot.page import Page, Section
from bot.wording import either, full_moment, joined, moment, plural

BEGINNING = 8  # words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.digest.criteria import Terms
    from bot.model import Record
    from bot.watch import Told, Watch
    from bot.watch.spoken import Wish


def about(watch: Watch) -> str:
    """What is watched, in words: "Hakan Fidan on Hamas, quotes only"."""
    found = criteria.of_json(watch.criteria)
    who = joined(named.shown for named in found.wanted.speakers)
    topics = joined(named.shown for named in found.wanted.topics)
    said = f"{who} on {topics}" if who and topics else who or topics or "everything"
    printed_in = [*found.wanted.outlets, *found.wanted.sources]
    parts = [said, f"in {joined(printed_in)}" if printed_in else "", "quotes only" if found.quotes_only else ""]
    return ", ".join(filter(None, (*parts, _left_out(found.left_out))))


def _left_out(terms: Terms) -> str:
    named = [n.shown for n in (*terms.speakers, *terms.topics)]
    out = [*named, *terms.outlets, *terms.sources]
    return f"without {joined(out)}" if out else ""


def news(watch: Watch, records: Sequence[Record], count: int, part: int = 0) -> Page:
    """What came in: the statements as anywhere else, and how to stop it; `part` counts the replies under it."""
    cards = (Section(deal([Hit(record) for record in records], named=True, dated=True)),)
    if part:
        return Page(f"… {about(watch)}, continued", cards)
    left = count - len(records)
    more = f" {left} more in the thread." if left else ""
    return Page(
        f"Watch: {about(watch)} – {plural(count, 'new statement')}",
        cards,
        footer=f"Each is told once, whoever reprints it.{more} Watch {watch.id}.",
        buttons=_buttons(watch),
    )


def label(record: Record) -> str:
    """By which a reader knows a statement again: its look, whose it is, where it stands, how it begins."""
    words = record.text.split()
    begins = " ".join(words[:BEGINNING]) + (" …" if len(words) > BEGINNING else "")
    who = record.statement.speaker or "a speaker who is not known"
    return f"{record.statement.kind.look} of {who} ({printed(record)}) that begins: {begins}"


_TURNS = {
    "removed": "Taken out of the record by the desk, do not use it",
    "restored": "Changed back by the desk to what the article gives",
    "gone": "Not in the article any more, its outlet changed the text",
}


def turned(told: Told, zone: str) -> Page:
    """What became of a statement after it was told, under the message that told it."""
    said = f"Speaker corrected by the desk to {told.value}" if told.what == "speaker" else _TURNS[told.what]
    return Page(f"{said}: the {told.label}", notes=(f"{full_moment(told.at, zone)}.",))


def made(watch: Watch, wish: Wish, *, fresh: bool, here: bool) -> Page:
    """A watch that was asked for, read back with what its names were taken to mean."""
    where = "here" if here else "in a direct message to you"
    notes = [f"Nobody called {name} is on record yet: the name is watched as typed." for name in wish.unknown]
    notes += [
        f"“{name}” may be {either(who)}: all are watched; give a full name for one." for name, who in wish.several
    ]
    notes.append("Only news counts, each statement once, however many outlets print it.")
    new = f"Watching {about(watch)}: new statements are told {where} within a minute of coming in."
    return Page(
        new if fresh else f"This is watched already: {about(watch)}, told {where}.",
        notes=tuple(notes),
        footer=ways(watch),
        buttons=_buttons(watch),
    )


def _buttons(watch: Watch) -> tuple[tuple[str, str, str], ...]:
    return (("watch_mute", "Mute for a day", str(watch.id)), ("watch_stop", "Stop this watch", str(watch.id)))


def ways(watch: Watch) -> str:
    """What can be done about a watch, as typed."""
    return f"watch mute {watch.id} for 2 days · watch quiet {watch.id} 22:00-7:00 · watch stop {watch.id}"


def listed(watches: Sequence[Watch], zone: str, now: datetime, *, alone: bool = True) -> Page:
    """The watches of a channel and, where the asker is `alone` with the answer, their own."""
    if not watches:
        return Page(
            "Nothing is watched here, and you watch nothing." if alone else "Nothing is watched here.",
            notes=("Type “watch Fidan about Hamas”: in a channel it is told there, in a direct message to you alone.",),
        )
    return Page(
        f"{plural(len(watches), 'watch').replace('watchs', 'watches')}:",
        notes=tuple(line(watch, zone, now) for watch in watches),
        footer="watch mute N, watch quiet N 22:00-7:00, watch stop N",
    )


def home_section(watches: Sequence[Watch], zone: str, now: datetime) -> Section | None:
    """The watches of the one who looks, on their Home tab."""
    return Section((), "Your watches", tuple(line(watch, zone, now) for watch in watches)) if watches else None


def line(watch: Watch, zone: str, now: datetime) -> str:
    """One watch in a list: its number, what, and what keeps it silent."""
    state = ""
    if watch.state == "paused":
        state = f" – paused: {watch.reason}"
    elif watch.muted_until and watch.muted_until > now:
        state = f" – muted until {moment(watch.muted_until, zone)}"
    quiet = f", quiet {watch.quiet[0]}–{watch.quiet[1]} ({watch.zone})" if watch.quiet else ""
    return f"{watch.id}. {about(watch)}{quiet}{state}"


def stopped(watch: Watch) -> Page:
    """It tells no more."""
    return Page(f"Stopped: {about(watch)} is not watched any more.")


def muted(watch: Watch, zone: str) -> Page:
    """It is silent for a while; nothing is lost."""
    if watch.muted_until is None:
        return Page(f"{about(watch)} is told again.", notes=("What came in meanwhile is told now, in one message.",))
    return Page(
        f"Muted until {full_moment(watch.muted_until, zone)}: {about(watch)}.",
        notes=("What comes in until then is told afterwards, in one message.",),
        buttons=(("watch_unmute", "Tell again", str(watch.id)),),
    )


def quieted(watch: Watch) -> Page:
    """Its quiet hours."""
    if watch.quiet is None:
        return Page(f"{about(watch)} has no quiet hours.")
    begins, ends = watch.quiet
    return Page(
        f"Quiet from {begins} to {ends} ({watch.zone}): {about(watch)}.",
        notes=("What comes in then is told afterwards, in one message.",),
    )
