"""`verbatim index` and `extract`: what reads articles."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from bot.commands.session import Session, db_option, emit
from bot.commands.sources import is_url, pages
from bot.errors import SourceError
from bot.export import taken_in, taking
from bot.extract.machine import as_json
from bot.ingest import files
from bot.newsroom import summary
from bot.opened import extractor, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import Article


@click.command()
@click.argument("sources", nargs=-1, required=True)
@click.option("--backfill", is_flag=True, help="Old articles: searchable, but no news for digests and watches.")
@click.option("--again", is_flag=True, help="Extract anew what stands already; statement ids and corrections are kept.")
@db_option
@click.pass_obj
def index(session: Session, sources: tuple[str, ...], *, backfill: bool, again: bool) -> None:
    """Read articles into the record: files, folders of them, or web addresses.

    Files: .jsonl (an article a line), .txt, .md, .html, .pdf, .docx, .eml, ninjs (.json) and NewsML-G2 (.xml).

    Running it again changes nothing. A line of .jsonl is an object with id and text, and as far as known title,
    outlet, author, published and url; what verbatim export wrote is taken in as it is, corrections and merges included.

    \b
    verbatim index articles.jsonl
    verbatim index --backfill archive/2024/
    verbatim index https://example.org/article
    """
    settings, counts, statements = session.settings, dict.fromkeys(("new", "changed", "same", "failed"), 0), 0
    urls = [source for source in sources if is_url(source)]
    paths = files.expand([source for source in sources if not is_url(source)], files.ALL)
    exported = [path for path in paths if taking.is_export(path)]
    packed = [path for path in paths if path.suffix.lower() in files.PACKED]

    def good() -> Iterator[Article]:
        for item in _watched([path for path in paths if path not in packed and path not in exported]):
            if isinstance(item, SourceError):
                counts["failed"] += 1
                click.echo(f"verbatim: {item}", err=True)
            else:
                yield item

    with opened(settings, create=True) as desk:
        for outcome, found in taken_in.exports(desk, exported):
            counts[outcome] += 1
            statements += found
        for done in desk.newsroom.index(good(), desk.extractor(), backfill=backfill, again=again):
            counts["failed" if done.outcome == "removed" else done.outcome] += 1
            statements += done.statements
            if done.outcome == "removed":
                click.echo(f"verbatim: {done.article.id}: removed on request, and not read again.", err=True)
        for outcome, found in pages(desk.newsroom, settings, [*urls, *packed], backfill=backfill):
            counts[outcome] += 1
            statements += found
    click.echo(summary(counts, statements))
    _finish(failed=counts["failed"], done=sum(counts.values()) - counts["failed"])


def _watched(paths: list[Path]) -> Iterator[Article | SourceError]:
    """Every article of the files, behind a progress bar on a terminal."""
    found = (item for path in paths for item in files.articles(path))
    if not sys.stderr.isatty():
        yield from found
        return
    with click.progressbar(found, length=sum(map(_lines, paths)), label="Indexing", file=sys.stderr) as bar:
        yield from bar


def _lines(path: Path) -> int:
    """How many articles a file holds, by its lines."""
    if path.suffix.lower() != ".jsonl":
        return 1
    with path.open("rb") as file:
        return sum(1 for line in file if line.strip())


def _finish(*, failed: int, done: int) -> None:
    if failed:
        sys.exit(1 if done else 2)


@click.command()
@click.argument("sources", nargs=-1, required=True)
def extract(sources: tuple[str, ...]) -> None:
    """Print the statements of articles, one JSON object a line; nothing is stored.

    \b
    verbatim extract articles.jsonl
    verbatim extract story.txt | jq -r '.speaker + ": " + .text'
    """
    reader = extractor()
    failed = done = 0
    for item in (item for path in files.expand(sources) for item in files.articles(path)):
        if isinstance(item, SourceError):
            failed += 1
            click.echo(f"verbatim: {item}", err=True)
            continue
        done += 1
        for statement in reader.extract(item):
            emit(as_json(item, statement))
    _finish(failed=failed, done=done)
