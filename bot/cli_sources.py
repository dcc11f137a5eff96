"""What `verbatim` does with the web: `index URL`, and `sources`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.compose import indexing
from bot.errors import SourceError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.config import Settings
    from bot.newsroom import Newsroom


def is_url(source: str) -> bool:
    """Whether what was given to `index` is an address and no file."""
    return source.lower().startswith(("http://", "https://"))


def pages(newsroom: Newsroom, settings: Settings, urls: Sequence[str], *, backfill: bool) -> Iterator[tuple[str, int]]:
    """Read the article at each address, say what was read, and yield (outcome, statements); "failed" for the rest."""
    if not urls:
        return
    from bot.ingest import door  # noqa: PLC0415 - the way to the web is no part of `verbatim ask`
    from bot.ingest.intake import Origin  # noqa: PLC0415 - the same

    with door.opened(newsroom, settings) as intake:
        for url in urls:
            try:
                taken = intake.page(url, Origin(backfill=backfill))
            except SourceError as error:
                click.echo(f"verbatim: {error}", err=True)
                yield "failed", 0
            else:
                click.echo("\n".join((indexing.line(taken), *taken.notes)))
                yield taken.outcome, taken.statements
