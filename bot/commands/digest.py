"""`verbatim digest …`: what digests there are, what they would say, what became of them; and changes at the terminal.

What is run or resumed here is posted by the running bot, from the same rows; whose doing it was says "command line".
"""

from __future__ import annotations

import secrets
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from bot.commands.session import Session, db_option
from bot.compose.digests import short
from bot.compose.schedules import runs_words
from bot.digest.compose import pages
from bot.digest.explain import asked_for, explained
from bot.digest.orders import resumed
from bot.digest.run import gathered, scopes, upcoming
from bot.digest.timetable import coming
from bot.errors import UsageError
from bot.opened import opened
from bot.terminal import layout
from bot.text import fold

if TYPE_CHECKING:
    from bot.digest.model import Subscription
    from bot.opened import OpenDesk
    from bot.page import Page

BY = "command line"


@click.group()
def digest() -> None:
    """Digests: list, preview, run, pause, resume, delete, and the log of what was posted.

    They are set up in Slack: digest weekdays 8:00 about Gaza, Fidan.

    \b
    verbatim digest list
    verbatim digest preview
    verbatim digest log
    """


def _show(*shown: Page) -> None:
    for page in shown:
        click.echo(layout(replace(page, buttons=()), bold=sys.stdout.isatty()))


def _named(desk: OpenDesk, name: str) -> Subscription:
    """The digest of this number or name. Raises UsageError where that is none or several."""
    found = [
        s
        for s in desk.store.standing(everywhere=True)
        if str(s.id) == name.removeprefix("#") or fold(s.name) == fold(name)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"There is no digest {name!r}: verbatim digest list shows them.")
    several = ", ".join(f"{s.id} ({s.channel})" for s in found)
    raise UsageError(f"Several digests are called {name!r}: take its number, one of {several}.")


@digest.command("list")
@db_option
@click.pass_obj
def listing(session: Session) -> None:
    """List the digests with their numbers, channels and next runs.

    \b
    verbatim digest list
    """
    with opened(session.settings) as desk:
        found = desk.store.standing(everywhere=True)
        now = desk.newsroom.clock()
        for made in found:
            click.echo(f"{made.id}  {made.channel}  {short(made, coming(made, now))}")
        if not found:
            click.echo("There is no digest yet: set one up in Slack, or set VERBATIM_DIGEST_CHANNELS.")


@digest.command()
@click.argument("name", required=False)
@click.option("--hours", type=click.IntRange(1, 24 * 366), default=24, show_default=True, help="How far back.")
@db_option
@click.pass_obj
def preview(session: Session, name: str | None, hours: int) -> None:
    """Show what digest NAME (or its number) would post now, and why each statement is in it or not.

    Without a name, a digest of everything that was indexed in the last hours.

    \b
    verbatim digest preview
    verbatim digest preview --hours 72
    verbatim digest preview "Morning paper"
    """
    with opened(session.settings) as desk:
        if name is None:
            _show(*desk.preview(hours, reasons=True))
            return

        made, now = _named(desk, name), desk.newsroom.clock()
        window = upcoming(made, desk.store.last_window(made.id), now)
        found = gathered(desk.store, made, window, now)
        with desk.store.snapshot(scopes(made), now) as snapshot:
            records = snapshot.records(asked_for(found))
        _, *rest = pages(found.digest, now)
        _show(explained(found, records, made, now), *rest)


@digest.command()
@click.argument("name")
@db_option
@click.pass_obj
def run(session: Session, name: str) -> None:
    """Post digest NAME now, besides its regular ones; the running bot sends it.

    \b
    verbatim digest run "Morning paper"
    """
    from bot.app import digests_of  # noqa: PLC0415 - Slack's layout is imported by what lays out

    with opened(session.settings) as desk:
        made, now = _named(desk, name), desk.newsroom.clock()
        if not made.active:
            raise UsageError(f"“{made.name}” is paused: verbatim digest resume {made.id}")
        digests_of(desk).run_now(made, f"cli-{secrets.token_hex(6)}", now)
        desk.store.note_change(made.id, now, by=BY, what="run", detail="asked for one now")
    click.echo(f"“{made.name}” goes to {made.channel} when the bot runs; the next regular one still has everything.")


@digest.command()
@click.argument("name")
@db_option
@click.pass_obj
def pause(session: Session, name: str) -> None:
    """Pause digest NAME.

    \b
    verbatim digest pause "Morning paper"
    """
    with opened(session.settings) as desk:
        made = _own(_named(desk, name))
        if made.active:  # what Slack paused keeps its reason, and so what came in since
            _change(desk, replace(made, state="paused", reason=None), "paused")
    click.echo(f"“{made.name}” is paused; when it is resumed it starts from then.")


@digest.command()
@click.argument("name")
@db_option
@click.pass_obj
def resume(session: Session, name: str) -> None:
    """Let a paused digest NAME go on.

    \b
    verbatim digest resume "Morning paper"
    """
    with opened(session.settings) as desk:
        made, now = _named(desk, name), desk.newsroom.clock()
        if made.state == "paused":
            made = resumed(_own(made), now)
            _change(desk, made, "resumed")
    click.echo(f"“{made.name}” goes on. {runs_words(coming(made, now), made.zone)}")


@digest.command()
@click.argument("name")
@db_option
@click.pass_obj
def delete(session: Session, name: str) -> None:
    """Delete digest NAME; what it posted stays, and so does its log.

    \b
    verbatim digest delete "Morning paper"
    """
    with opened(session.settings) as desk:
        made = _own(_named(desk, name))
        _change(desk, replace(made, state="deleted"), "deleted")
    click.echo(f"“{made.name}” is deleted.")


def _own(made: Subscription) -> Subscription:
    """Raises UsageError for one that only the settings change."""
    if made.configured:
        raise UsageError(f"“{made.name}” of {made.channel} is set in VERBATIM_DIGEST_CHANNELS: change it there.")
    return made


def _change(desk: OpenDesk, wanted: Subscription, what: str) -> None:
    desk.store.change_subscription(wanted, desk.newsroom.clock(), by=BY, what=what, detail="")


@digest.command()
@click.argument("name", required=False)
@db_option
@click.pass_obj
def log(session: Session, name: str | None) -> None:
    """List the latest windows: posted, late, skipped with the reason, or on the way; of digest NAME with its changes.

    \b
    verbatim digest log
    verbatim digest log "Morning paper"
    """
    with opened(session.settings) as desk:
        made = _named(desk, name) if name else None
        runs = desk.store.runs(made.id if made else None)
        known = {s.id: s for s in desk.store.standing(everywhere=True)}
        for window, state, reason in runs:
            whose = f"  {known[window.subscription].name}" if window.subscription in known and not made else ""
            click.echo(f"{window.key}{whose}  {state}{f'  ({reason})' if reason else ''}")
        for at, by, what, detail in desk.store.changes(made.id) if made else ():
            click.echo(f"{at:%Y-%m-%d %H:%M}Z  {what} by {by}{f'  ({detail})' if detail else ''}")
        if not runs:
            click.echo(
                "No digest has been due yet; set one up in Slack, or set VERBATIM_DIGEST_CHANNELS and run the bot."
            )
