"""Pages about digests: confirmation, list, form, log, and what could not be done. Pure.

What a digest itself says is composed in `bot.digest.compose`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.compose.schedules import care_words, runs_words, what_words, when_words
from bot.digest.criteria import of_json
from bot.page import Change, Form, Page, Section
from bot.wording import capitalised, full_moment, joined, moment, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.digest.model import Subscription, Window
    from bot.digest.spoken import Wish
    from bot.page import Field

Button = tuple[str, str, str]
EXAMPLES = (
    "digest weekdays 8:00 about Gaza, Fidan",
    "digest daily at 7.30am and 17h quotes only except opinion",
    "digest every Monday 9 in Europe/Istanbul everything",
    "digest monthly on the 1st 8:00 from Reuters, AP",
)
WORDS = (
    "digest preview NAME – what it would post now, and why each statement is in it or not",
    "digest run NAME – post one besides, now",
    "digest pause NAME, resume NAME, change NAME, delete NAME",
    "digest log NAME – what was posted, skipped and late; who changed what",
)
CHANGED_BY_NAME = 5  # of a list, that have a button of their own
LOGGED = 15  # windows
TITLE = "Digest"
CONFIGURED = "It is set in Verbatim's own settings (VERBATIM_DIGEST_CHANNELS): whoever runs Verbatim changes it there."


def headline(made: Subscription) -> str:
    """As in "“Harbour”: every weekday (Monday to Friday) at 08:00, time zone UTC, statements about tolls"."""
    return f"“{made.name}”: {when_words(made)}, {what_words(of_json(made.criteria))}"


def confirmed(made: Subscription, runs: Sequence[datetime], remarks: Sequence[str], *, fresh: bool) -> Page:
    """A digest that was set up or changed, read back, with its next runs and what can be done about it."""
    word = "Set up" if fresh else "Changed"
    start = "What came in since the last one is in the next."
    if fresh:
        start = "It starts from now: what came in before is not in it."
    if fresh and made.backfill_from:
        start = f"The first one reaches back to {full_moment(made.backfill_from, made.zone)}."
    return Page(
        f"{word}: digest {headline(made)}.",
        notes=(runs_words(runs, made.zone), *remarks, care_words(made), start),
        title=TITLE,
        buttons=buttons(made),
    )


def buttons(made: Subscription) -> tuple[Button, ...]:
    """[Change] [Pause] [Delete] [Preview] [Log], as far as it is people's to do."""
    key = str(made.id)
    pause = ("digest_resume", "Resume", key) if made.state == "paused" else ("digest_pause", "Pause", key)
    own = (("digest_change", "Change", key), pause, ("digest_delete", "Delete", key))
    return (*(() if made.configured else own), ("digest_preview", "Preview", key), ("digest_log", "Log", key))


def listed(found: Sequence[tuple[Subscription, Sequence[datetime]]], where: str) -> Page:
    """The digests that may be seen, each with its next runs, and how to make one."""
    count = plural(len(found), "digest") if found else "No digest"
    buttons = [("digest_form", "New digest", "-")]
    buttons += [
        (f"digest_change.{i}", f"Change “{made.name}”", str(made.id))
        for i, (made, _) in enumerate(found)
        if not made.configured and i < CHANGED_BY_NAME
    ]
    sections = tuple(_entry(made, runs) for made, runs in found)
    return Page(
        f"{count} {where}.", (*sections, Section((), "In one line", EXAMPLES), Section((), "And", WORDS)),
        title=TITLE, buttons=tuple(buttons),
    )  # fmt: skip


def _entry(made: Subscription, runs: Sequence[datetime]) -> Section:
    """One of a list."""
    state = runs_words(runs, made.zone) if made.active else paused_words(made)
    return Section((), headline(made), (state, *((CONFIGURED,) if made.configured else ())))


def paused_words(made: Subscription) -> str:
    """That it is paused, and why where Slack made it so."""
    return f"Paused: {made.reason}." if made.reason else "Paused."


def home_section(found: Sequence[tuple[Subscription, Sequence[datetime]]]) -> Section | None:
    """The digests of the one who looks, on their Home tab, each with its next run."""
    if not found:
        return None
    lines = tuple(
        f"“{made.name}”, {when_words(made)}: "
        + (f"next {moment(runs[0], made.zone)}" if made.active and runs else paused_words(made))
        for made, runs in found
    )
    return Section((), "Your digests", lines)


def form(fields: Sequence[Field], existing: Sequence[str], target: str = "", remarks: Sequence[str] = ()) -> Page:
    """The form that asks for a new digest; `existing` are those there are, each with its next runs."""
    return Page(
        "What should the digest have in it, and when?",
        notes=(*remarks, *existing),
        title="New digest",
        form=Form("Set up", "digest_made", target, "digest_form", tuple(fields)),
    )


def change_form(made: Subscription, fields: Sequence[Field]) -> Page:
    """The form that changes one."""
    return Page(
        f"Change “{made.name}”. What came in since the last one is in the next, whatever the times.",
        title="Change digest",
        form=Form("Save", "digest_changed", str(made.id), "digest_change", tuple(fields)),
    )


def to_change(made: Subscription) -> Page:
    """The way to the form that changes one."""
    return Page(f"{headline(made)}.", title=TITLE, buttons=(("digest_change", "Change it", str(made.id)),))


def short(made: Subscription, runs: Sequence[datetime]) -> str:
    """A digest in a line: what it is, and the next runs."""
    return f"{headline(made)}. {runs_words(runs, made.zone) if made.active else paused_words(made)}"


def problems(wish: Wish) -> list[str]:
    """What of a wish was not understood and what is missing, a sentence each."""
    said = [f"I did not understand {joined(f'“{words}”' for words in wish.strange)}."] if wish.strange else []
    said += [f"{sentence[:1].upper()}{sentence[1:]}." for sentence in wish.wrong]
    return [*said, *([f"Say {joined(wish.missing)}."] if wish.missing else [])]


def not_understood(wish: Wish, draft: str) -> Page:
    """What of a line was not understood or is missing, with the form offered; nothing was set up."""
    hint = "What it is about goes after “about”, speakers after “by”, outlets after “from”, the rest after “except”."
    return Page(
        f"No digest was set up. {' '.join(problems(wish))}",
        (Section((), "For example", EXAMPLES),),
        notes=(hint,),
        title=TITLE,
        buttons=(("digest_form", "Open the form", draft),),
    )


def not_changed(made: Subscription, wish: Wish) -> Page:
    """The same of a form that changes one."""
    return Page(
        f"“{made.name}” was not changed. {' '.join(problems(wish))}",
        title=TITLE,
        buttons=(("digest_change", "Open the form", str(made.id)),),
    )


def retry(draft: str, why: str) -> Page:
    """It cannot be set up just now: what was filled in is kept."""
    return Page(
        f"No digest was set up yet. {why}.",
        notes=("What you asked for is kept for a week.",),
        title=TITLE,
        buttons=(("digest_retry", "Retry", draft),),
    )


def retry_resume(made: Subscription, why: str) -> Page:
    """It cannot be resumed just now."""
    return Page(f"“{made.name}” stays paused. {why}.", title=TITLE, buttons=(("digest_resume", "Retry", str(made.id)),))


def paused(made: Subscription) -> Page:
    """Somebody paused one."""
    return Page(
        f"Paused: digest “{made.name}”.",
        notes=("When it is resumed it starts from then: what comes in meanwhile is not in it.",),
        title=TITLE,
        buttons=buttons(made),
    )


def resumed(made: Subscription, runs: Sequence[datetime], *, kept: bool) -> Page:
    """One goes on."""
    since = "The next one has what came in since the last one." if kept else "It starts from now."
    return Page(
        f"Resumed: digest “{made.name}”.",
        notes=(runs_words(runs, made.zone), since),
        title=TITLE,
        buttons=buttons(made),
    )


def deleted(made: Subscription) -> Page:
    """One is gone."""
    note = "What it posted stays, and so does its log."
    return Page(
        f"Deleted: digest “{made.name}”.",
        notes=(note,),
        title=TITLE,
        buttons=(("digest_restore", "Take back", str(made.id)),),
    )


def ran(made: Subscription, runs: Sequence[datetime], *, fresh: bool) -> Page:
    """One was asked for now."""
    return Page(
        f"Digest “{made.name}” {'is being posted now' if fresh else 'was posted for this request before'}.",
        notes=("It is one besides: the next regular one still has everything.", runs_words(runs, made.zone)),
        title=TITLE,
    )


def which(found: Sequence[Subscription], word: str) -> Page:
    """Several could be meant."""
    names = tuple(f"digest {word} {made.name}" for made in found)
    return Page(
        f"Which one? There are {plural(len(found), 'digest')}.", (Section((), "Type one of", names),), title=TITLE
    )


def none_of(name: str, where: str) -> Page:
    """Nothing of that name may be seen here; whether there is one elsewhere is not said."""
    what = f"No digest “{name}”" if name else "No digest"
    return Page(f"{what} {where}: “digest list” shows them, “digest” sets one up.", title=TITLE)


def unchanged(made: Subscription) -> Page:
    """One that only the settings change."""
    return Page(f"“{made.name}” cannot be changed from Slack. {CONFIGURED}", title=TITLE)


def log(
    made: Subscription,
    runs: Sequence[tuple[Window, str, str | None]],
    changes: Sequence[tuple[datetime, str, str, str]],
    late: Sequence[str],
) -> Page:
    """What became of each window, newest first, and who changed what; `late` are the keys of late ones."""
    lines = tuple(
        _run(window, state, reason, made.zone, late=window.key in late) for window, state, reason in runs[:LOGGED]
    )
    return Page(
        f"Log of “{made.name}”: {plural(len(runs), 'window')}{', the newest here' if len(runs) > LOGGED else ''}.",
        (Section((), "Windows", lines or ("None has been due yet.",)),),
        title="Digest log",
        changes=tuple(
            Change(f"{capitalised(what)} {moment(at, made.zone)}{f': {detail}' if detail else ''}", by)
            for at, by, what, detail in changes[-LOGGED:]
        ),
    )  # fmt: skip


def _run(window: Window, state: str, reason: str | None, zone: str, *, late: bool) -> str:
    asked = " (asked for)" if window.key.startswith("now/") else ""
    said = {"open": "on its way", "posted": "posted late" if late else "posted"}.get(state, state)
    return f"{full_moment(window.due_at, zone)}{asked}: {said}{f' – {reason}' if reason else ''}"


def refused_notice(made: Subscription, why: str) -> Page:
    """What its owner is told once, when Slack takes a digest no more."""
    return Page(
        f"Digest “{made.name}” is paused: {why}.",
        notes=(
            "Nothing is lost: when it is resumed, the next one has everything since the last.",
            f"To resume it: digest resume {made.name}",
        ),
        buttons=buttons(replace(made, state="paused")),
    )
