"""`verbatim speakers`: who somebody is in the record, who is the same, and aliases as CSV."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.ask.people import Directory
from bot.commands.session import Session, db_option
from bot.compose import desk as desk_pages
from bot.compose import speakers as compose
from bot.errors import UsageError
from bot.export import aliases
from bot.model import PUBLIC
from bot.opened import opened
from bot.speakers import Alias, meant, only, possible
from bot.terminal import layout
from bot.wording import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.opened import OpenDesk
    from bot.page import Page
    from bot.speakers import Done

BY = "command line"


class _Speakers(click.Group):
    """A word that is no subcommand is a name: `verbatim speakers Fidan`."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The subcommand, else `show` with all of it."""
        known = args and (args[0] in self.commands or args[0].startswith("-"))
        return super().resolve_command(ctx, args if known else ["show", *args])


@click.group(cls=_Speakers, invoke_without_command=True)
@db_option
@click.pass_context
def speakers(context: click.Context) -> None:
    """Who is quoted, under which names and roles; who is the same person, and who is not.

    \b
    verbatim speakers                            the most quoted
    verbatim speakers Hakan Fidan                one speaker's page
    verbatim speakers merge "H. Fidan" "Hakan Fidan"
    """
    if context.invoked_subcommand is None:
        context.invoke(show, name=())


@speakers.command()
@click.argument("name", nargs=-1)
@db_option
@click.pass_obj
def show(session: Session, name: tuple[str, ...]) -> None:
    """Show a speaker: names, roles by date and outlet, who may be the same, who was merged."""
    typed = " ".join(name)
    with opened(session.settings) as desk:
        directory = _directory(desk)
        found = meant(typed, directory) if typed else []
        if not found:
            _print(desk_pages.speakers(directory.entries, typed))
        elif len(found) > 1:
            _print(compose.several(typed, found))
        elif portrait := desk.store.portrait(found[0].id, (PUBLIC,), desk.newsroom.clock()):
            _print(compose.portrait(portrait, possible(portrait.entry, directory), desk.newsroom.zone))
            _changes(desk, found[0].id)


@speakers.command()
@click.argument("one")
@click.argument("other")
@db_option
@click.pass_obj
def merge(session: Session, one: str, other: str) -> None:
    """Say that ONE is the same speaker as OTHER, under whose name both are shown from now on.

    Names as printed, with their number where several have one: "John Marlow #12".
    """
    with opened(session.settings) as desk:
        directory = _directory(desk)
        from_, into = only(one, directory), only(other, directory)
        made = desk.store.merge_speakers(from_.id, into.id, by=BY, now=desk.newsroom.clock())
        count = from_.statements + into.statements
    click.echo(
        f"{from_.name} is {into.name} now, with {plural(count, 'statement')}; "
        f"take it back with: verbatim speakers undo merge/{made}"
    )


@speakers.command()
@click.argument("name")
@click.option("--outlet", help="Move what this outlet printed.")
@click.option("--article", help="Move what the article with this id has.")
@db_option
@click.pass_obj
def split(session: Session, name: str, outlet: str | None, article: str | None) -> None:
    """Give what an outlet or article has of a speaker to another of that name; else take the last merge apart."""
    if outlet and article:
        raise UsageError("Give --outlet or --article, not both.")
    with opened(session.settings) as desk:
        now, who = desk.newsroom.clock(), only(name, _directory(desk))
        if outlet or article:
            made, count = desk.store.split_speaker(who.id, outlet=outlet, article=article, by=BY, now=now)
            back = f"verbatim speakers undo split/{made}"
            click.echo(f"{plural(count, 'statement')} given to another {who.name}; take it back with: {back}")
            return
        portrait = desk.store.portrait(who.id, (PUBLIC,), now)
        standing = [one for one in (portrait.history if portrait else ()) if one.undone_at is None]
        if not standing:
            raise UsageError(f"Nobody was merged into {who.name}: say what to move with --outlet or --article.")
        desk.store.take_apart(standing[-1].key, by=BY, now=now)
        click.echo(f"Taken apart: {standing[-1].one}.")


@speakers.command()
@click.argument("key")
@db_option
@click.pass_obj
def undo(session: Session, key: str) -> None:
    """Take a merge or split back, by what `history` calls it: merge/3."""
    with opened(session.settings) as desk:
        if not desk.store.take_apart(key, by=BY, now=desk.newsroom.clock()):
            raise UsageError(f"{key} was taken back before, or there is none such: see verbatim speakers history NAME.")
    click.echo("Taken apart: each is shown by itself again.")


@speakers.command()
@click.argument("name", nargs=-1, required=True)
@db_option
@click.pass_obj
def history(session: Session, name: tuple[str, ...]) -> None:
    """Who merged and split a speaker, when, and what was taken back."""
    with opened(session.settings) as desk:
        who = only(" ".join(name), _directory(desk))
        if not _changes(desk, who.id):
            click.echo(f"Nobody has merged or split {who.name}.")


@speakers.command("export")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@db_option
@click.pass_obj
def export_(session: Session, target: Path) -> None:
    """Write speakers and their aliases as CSV, safe to open in a spreadsheet; - prints it."""
    with opened(session.settings) as desk:
        now = desk.newsroom.clock()
        merged = desk.store.merged_names((PUBLIC,), now)
        made = [list(aliases.COLUMNS), *aliases.rows(_directory(desk).entries, merged)]
    if str(target) == "-":
        csv.writer(sys.stdout).writerows(made)
        return
    try:
        with target.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(made)
    except OSError as error:
        raise UsageError(f"{target}: cannot be written ({error.strerror}): name another place.") from None
    click.echo(f"{target}: {plural(len(made) - 1, 'row')}.", err=True)


@speakers.command("import")
@click.argument("source", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--yes", is_flag=True, help="Do it; without, only say what would be done.")
@db_option
@click.pass_obj
def import_(session: Session, source: Path, *, yes: bool) -> None:
    """Read aliases from CSV: each `alias` is `name`'s from now on. Doing it again changes nothing.

    Columns name and alias; kind (person where empty); role, where several people have a name.
    """
    rows = _read(source)
    good = [row for row in rows if isinstance(row, Alias)]
    bad = [row for row in rows if isinstance(row, str)]
    with opened(session.settings) as desk:
        done = desk.store.alias(good, by=BY, now=desk.newsroom.clock(), yes=yes)
    bad += [f"line {one.row.line}: {one.why}" for one in done if one.outcome == "refused"]
    for sentence in bad:
        click.echo(f"verbatim: {source}: {sentence}", err=True)
    _told(done, len(bad), yes=yes)
    if bad:
        sys.exit(1 if len(bad) < len(rows) else 2)


def _told(done: Sequence[Done], bad: int, *, yes: bool) -> None:
    merged = [one.row for one in done if one.outcome == "merged"]
    for row in merged:
        alone = " (one word alone: make sure)" if len(row.alias.split()) == 1 else ""
        click.echo(f"{row.alias} {'is' if yes else 'would be'} {row.name}{alone}")
    already = sum(one.outcome == "already" for one in done)
    click.echo(f"{len(merged)} {'merged' if yes else 'to merge'}, {already} already so, {bad} refused.")
    if merged and not yes:
        click.echo("Nothing was changed: add --yes to do it.")


def _read(source: Path) -> list[Alias | str]:
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            return list(aliases.read(file))
    except UnicodeDecodeError:
        raise UsageError(f"{source}: not UTF-8: save the file as CSV, UTF-8.") from None
    except OSError as error:
        raise UsageError(f"{source}: cannot be read ({error.strerror}).") from None


def _directory(desk: OpenDesk) -> Directory:
    with desk.store.snapshot((PUBLIC,), desk.newsroom.clock()) as snapshot:
        return Directory(snapshot.directory())


def _changes(desk: OpenDesk, speaker: int) -> int:
    """Print merges and splits; returns how many."""
    portrait = desk.store.portrait(speaker, (PUBLIC,), desk.newsroom.clock())
    found = portrait.history if portrait else ()
    for one in found:
        click.echo(f"{one.key}: {compose.change(one, desk.newsroom.zone).text}, by {one.by}")
    return len(found)


def _print(page: Page) -> None:
    click.echo(layout(page, bold=sys.stdout.isatty()), nl=False)
