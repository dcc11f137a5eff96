"""Exports taken into a record, some articles a transaction, so that memory stays flat."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.errors import SourceError, UsageError
from bot.export import Filed, Merged, taking

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from bot.opened import OpenDesk

BATCH = 100  # articles a transaction


def exports(desk: OpenDesk, paths: Iterable[Path]) -> Iterator[tuple[str, int]]:
    """What became of each article of these exports ("new", "changed", "same", "failed"), with its statements.

    Merges are made once the articles are there; those that are wrong, like bad lines, are told in a sentence.
    """
    for path in paths:
        waiting: list[Filed] = []
        for item in taking.lines(path):
            if isinstance(item, Filed):
                waiting.append(item)
            elif not isinstance(item, Merged | SourceError):
                yield from ((one.outcome, one.statements) for one in desk.newsroom.index([item], desk.extractor()))
            if len(waiting) >= BATCH or isinstance(item, Merged):
                yield from _taken(desk, waiting)
                waiting = []
            if isinstance(item, SourceError) or (isinstance(item, Merged) and not _merged(desk, path, item)):
                yield _bad(str(item)) if isinstance(item, SourceError) else ("failed", 0)
        yield from _taken(desk, waiting)


def _taken(desk: OpenDesk, waiting: list[Filed]) -> Iterator[tuple[str, int]]:
    if waiting:
        yield from ((done.outcome, done.statements) for done in desk.store.take_in(waiting))


def _merged(desk: OpenDesk, path: Path, merge: Merged) -> bool:
    try:
        desk.store.take_merge(merge)
    except UsageError as error:
        _bad(f"{path}: the merge of {merge.one.name} into {merge.into.name} is left out: {error}")
        return False
    return True


def _bad(sentence: str) -> tuple[str, int]:
    click.echo(f"verbatim: {sentence}", err=True)
    return "failed", 0
