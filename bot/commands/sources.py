"""What `verbatim` does with the web: `index URL`, and `sources`."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.session import Session, db_option
from bot.compose import indexing
from bot.compose import sources as wording
from bot.errors import SourceError
from bot.model import PUBLIC
from bot.opened import opened
from bot.terminal import layout
from bot.wording import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.config import Settings
    from bot.ingest.shelf import Shelf
    from bot.newsroom import Newsroom


def is_url(source: str) -> bool:
    """Whether what was given to `index` is an address and no file."""
    return source.lower().startswith(("http://", "https://"))


def pages(
    newsroom: Newsroom, settings: Settings, urls: Sequence[str | Path], *, backfill: bool
) -> Iterator[tuple[str, int]]:
    """Read the articles at addresses and in files that only the reader opens; say what was read.

    Yields (outcome, statements) of each; "failed" for what could not be read.
    """
    if not urls:
        return
    from bot.ingest import door  # noqa: PLC0415 - the way to the web is no part of `verbatim ask`
    from bot.ingest.intake import Origin  # noqa: PLC0415 - the same

    with door.opened(newsroom, settings) as intake:
        for url in urls:
            try:
                origin = Origin(backfill=backfill)
                found = intake.file(url, origin) if isinstance(url, Path) else [intake.page(url, origin)]
            except SourceError as error:
                click.echo(f"verbatim: {error}", err=True)
                yield "failed", 0
            else:
                for taken in found:
                    click.echo("\n".join((indexing.line(taken), *taken.notes)))
                    yield taken.outcome, taken.statements


@click.group()
def sources() -> None:
    """What is read by itself: feeds, single pages, folders. The bot that runs reads them.

    \b
    verbatim sources add https://example.org/feed
    verbatim sources list
    verbatim sources show 3
    """


@sources.command()
@click.argument("address")
@click.option("--outlet", help="What to call it; otherwise each page says.")
@click.option("--zone", help="IANA zone in which it prints times without one.")
@click.option("--language", help="Of articles whose pages state none: tr, Turkish.")
@click.option("--every", type=click.IntRange(5, 24 * 60), default=15, show_default=True, help="Minutes between looks.")
@click.option("--page", is_flag=True, help="One page that changes, and no feed.")
@db_option
@click.pass_obj
def add(
    session: Session,
    address: str,
    outlet: str | None,
    zone: str | None,
    language: str | None,
    every: int,
    *,
    page: bool,
) -> None:
    """Add a feed, a site whose page names its feed, a news sitemap, or a folder that is watched for files.

    \b
    verbatim sources add https://example.org/feed
    verbatim sources add https://example.org --outlet "Example Post" --zone Europe/Istanbul --every 30
    verbatim sources add /srv/wire
    """
    from bot.ingest.shelf import Wanted  # noqa: PLC0415 - see _shelf

    with _shelf(session) as shelf:
        wanted = Wanted(
            address,
            outlet=outlet,
            zone=zone,
            language=language,
            every=timedelta(minutes=every),
            page=page,
            local=True,
        )
        source, found, others = shelf.add(wanted, by="terminal")
        click.echo(layout(wording.added(source, found, others)), nl=False)


@sources.command(name="list")
@db_option
@click.pass_obj
def list_(session: Session) -> None:
    """List every source: its number, how it is doing, what it gave.

    \b
    verbatim sources list
    """
    with opened(session.settings) as desk:
        for one in desk.store.sources():
            click.echo(wording.line(one, desk.newsroom.zone))
            if one.active and one.problem:  # it is failing, or cut
                click.echo(f"   {one.problem}")
        if not desk.store.sources():
            click.echo(f"{wording.NONE} verbatim sources add URL adds one.")


@sources.command()
@click.argument("number", type=int)
@db_option
@click.pass_obj
def show(session: Session, number: int) -> None:
    """Show one source: when it was read, when next, what it gave, what failed and why.

    \b
    verbatim sources show 3
    """
    from bot.ingest.shelf import known  # noqa: PLC0415 - see _shelf

    with opened(session.settings) as desk:
        source = known(desk.store, number, None)
        unread = desk.store.given_up(number, wording.FAILURES)
        click.echo(layout(wording.about(source, unread, desk.newsroom.zone, may_change=False)), nl=False)


def _switch(word: str, session: Session, number: int) -> None:
    from bot.ingest.shelf import switched  # noqa: PLC0415 - see _shelf

    with opened(session.settings) as desk:
        source = switched(desk.store, word, number, desk.newsroom.clock(), None)
        click.echo(wording.changed(source, word).headline)


@sources.command()
@click.argument("number", type=int)
@db_option
@click.pass_obj
def pause(session: Session, number: int) -> None:
    """Read a source no more until it is resumed.

    \b
    verbatim sources pause 3
    """
    _switch("pause", session, number)


@sources.command()
@click.argument("number", type=int)
@db_option
@click.pass_obj
def resume(session: Session, number: int) -> None:
    """Read a paused source again.

    \b
    verbatim sources resume 3
    """
    _switch("resume", session, number)


@sources.command()
@click.argument("number", type=int)
@db_option
@click.pass_obj
def remove(session: Session, number: int) -> None:
    """Forget a source; its articles stay in the record.

    \b
    verbatim sources remove 3
    """
    _switch("remove", session, number)


@sources.command()
@click.argument("number", type=int, required=False)
@db_option
@click.pass_obj
def check(session: Session, number: int | None) -> None:
    """Read what is due now, or one source whether it is due or not, without waiting for the bot.

    \b
    verbatim sources check
    verbatim sources check 3
    """
    with _shelf(session) as shelf:
        turns, failing = shelf.check(number)
    for one in failing:
        click.echo(f"verbatim: {one.label}: {one.problem}", err=True)
    due = "Looked at what was due." if turns else "Nothing was due."
    click.echo(due if number is None else f"Looked at source {number}.")
    if failing:
        sys.exit(1)


@sources.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False)
@db_option
@click.pass_obj
def opml(session: Session, file: Path | None) -> None:
    """Add every feed of an OPML file; without one, print the feeds as OPML.

    \b
    verbatim sources opml feeds.opml
    verbatim sources opml > feeds.opml
    """
    from bot.ingest.outline import outlined  # noqa: PLC0415 - see _shelf

    if file is None:
        with opened(session.settings) as desk:
            click.echo(outlined(desk.store.sources((PUBLIC,))), nl=False)
        return
    with _shelf(session) as shelf:
        done, failures = shelf.import_opml(file.read_bytes(), by="terminal")
    for why in failures:
        click.echo(f"verbatim: {why}", err=True)
    click.echo(f"{plural(len(done), 'source')} added; they are read as they come up.")
    if failures:
        sys.exit(1 if done else 2)


@contextmanager
def _shelf(session: Session) -> Iterator[Shelf]:
    """Sources with the way to the web, for one command."""
    from bot.ingest import door  # noqa: PLC0415 - the way to the web is no part of `verbatim ask`
    from bot.ingest.shelf import Shelf  # noqa: PLC0415 - the same

    settings = session.settings
    with opened(settings, create=True) as desk, door.opened(desk.newsroom, settings) as intake:
        yield Shelf(desk.store, intake, desk.extractor)
