"""`verbatim retract` and `verbatim remove`: what an outlet withdrew is said; what was not to be kept is gone."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot import app
from bot.commands.session import Session, db_option
from bot.compose import retracting
from bot.errors import UsageError
from bot.opened import OpenDesk, opened
from bot.removal import KINDS, told
from bot.wording import plural

if TYPE_CHECKING:
    from bot.removal import Weighed

BY = "command line"


@click.command()
@click.argument("article")
@click.option("--reason", help="Why, as it is shown with every statement of the article.")
@click.option("--undo", is_flag=True, help="Take every retraction of it back.")
@db_option
@click.pass_obj
def retract(session: Session, article: str, reason: str | None, *, undo: bool) -> None:
    """Say that an outlet withdrew an article, given by its address or id; its statements say so wherever they appear.

    \b
    verbatim retract https://example.org/article --reason "The outlet withdrew it on Monday."
    verbatim retract https://example.org/article --undo
    """
    if undo == bool(reason and reason.strip()):
        raise UsageError("Give a reason with --reason, or take it back with --undo.")
    with opened(session.settings) as desk:
        scopes, now = desk.store.scopes(), desk.newsroom.clock()
        found = desk.store.named(article, scopes, now)
        if not found:
            raise UsageError(
                "No article with this address or id is in the record: the address is what [Open] leads to."
            )
        for one in found:
            if undo:
                for made in desk.store.retractions(one.id):
                    desk.store.undo_retraction(made.id, scopes, by=BY, now=now)
            else:
                desk.store.retract(desk.store.propose_retraction(one.id, reason or "", by=BY, now=now), scopes, now)
            click.echo(f"{'Taken back' if undo else 'Retracted'}: {retracting.title(one)}.")


@click.command()
@click.argument("kind", type=click.Choice(KINDS), required=False)
@click.argument("name", required=False)
@click.option("--yes", is_flag=True, help="Remove it; without, only what would be removed is counted.")
@click.option("--posted", is_flag=True, help="Also change what a running bot posted in Slack.")
@click.option("--mentions", is_flag=True, help="Of a speaker, also the articles that only name them.")
@click.option("--finish", is_flag=True, help="Only finish what was begun and interrupted.")
@db_option
@click.pass_obj
def remove(
    session: Session, kind: str | None, name: str | None, *, yes: bool, posted: bool, mentions: bool, finish: bool
) -> None:
    """Remove an article, a speaker or a source for good, also beside a running bot; a line in a log stays.

    An article by its address or id, a speaker by name, a source by its number or an outlet by its name. It cannot be
    undone, and is not read again. Interrupted, the next `verbatim remove` finishes it.

    \b
    verbatim remove article https://example.org/article
    verbatim remove speaker "Ann Hill" --yes --posted
    verbatim remove source "The Courier" --yes
    """
    if not finish and not (kind and name and name.strip()):
        raise UsageError('Say what to remove: verbatim remove article URL, speaker "NAME" or source "OUTLET".')
    with opened(session.settings) as desk:
        for begun in desk.store.unfinished_removals():
            click.echo("Finishing a removal that was interrupted.")
            _carry_out(desk, begun)
        if finish or not (kind and name):
            return
        found = _found(desk, kind, name, mentions=mentions)
        for line in told(found):
            click.echo(line)
        if not yes:
            click.echo("Nothing is removed yet: run it again with --yes. It cannot be undone.")
            return
        names = [name] if kind == "speaker" else []
        _carry_out(desk, desk.store.begin_removal(found, by=BY, posted=posted, names=names, now=desk.newsroom.clock()))
        _said(desk, found)


def _found(desk: OpenDesk, kind: str, name: str, *, mentions: bool) -> Weighed:
    found = {
        "article": lambda: desk.store.weigh_article(name),
        "speaker": lambda: desk.store.weigh_speaker(name, mentions=mentions),
        "source": lambda: desk.store.weigh_source(name),
    }[kind]()
    if found is None:
        raise UsageError(f"There is no {kind} {name[:80]!r} in the record: nothing was removed.")
    return found


def _carry_out(desk: OpenDesk, removal: int) -> None:
    done = {"articles": 0}

    def step(what: str, count: int) -> None:
        done[what] = done.get(what, 0) + count
        if sys.stderr.isatty():
            click.echo(f"\r{', '.join(f'{n} {w}' for w, n in done.items())} …", nl=False, err=True)

    desk.store.finish_removal(removal, app.clearing(desk.newsroom.zone), desk.newsroom.clock, step)
    problems = desk.store.check()
    for line in problems:
        click.echo(f"PROBLEM {line}", err=True)


def _said(desk: OpenDesk, found: Weighed) -> None:
    copies = sorted(one.name for one in desk.store.path.parent.glob(f"{desk.store.path.name}.before-*"))
    click.echo(f"Removed: {plural(found.articles, 'article')}, {plural(found.statements, 'statement')}. It is logged.")
    if copies:
        click.echo(f"Copies made before upgrades still have it: delete {', '.join(copies)}.")
    click.echo("Backups and exports that were made before still have it: delete those, too.")
