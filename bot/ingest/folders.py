"""Folders that are watched for files, and single pages that are read again when they change."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.errors import SourceError
from bot.ingest import files, languages
from bot.ingest.intake import Taken
from bot.ingest.parcel import Entry, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.extract import Extractor
    from bot.ingest.intake import Intake, Origin
    from bot.ingest.web import Fetched
    from bot.model import Article


def entries(folder: Path) -> Iterator[Entry]:
    """The files of a folder that can be read, each with a stamp that changes with it. Raises SourceError.

    Links are not followed out of the folder, and files whose name begins with a dot are somebody's work in progress.
    """
    if not folder.is_dir():
        raise SourceError(f"{folder}: there is no such folder any more; make it, or remove the source.")
    home = folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in files.ALL or path.name.startswith(".") or not path.is_file():
            continue
        if path.resolve().is_relative_to(home):
            about = path.stat()
            yield Entry(str(path), stamp=f"{about.st_mtime_ns}/{about.st_size}")


def taken(path: Path, origin: Origin, intake: Intake, extractor: Extractor) -> list[Taken]:
    """Read the articles of one file into the record. Raises SourceError where none of it can be read."""
    if path.suffix.lower() in files.PACKED:
        return intake.file(path, origin)
    found = [item for item in files.articles(path) if not isinstance(item, SourceError)]
    if not found:
        raise SourceError(f"{path}: no article could be read from it.")
    done = intake.newsroom.index((_placed(one, origin) for one in found), extractor, backfill=origin.backfill)
    return [Taken(one.article, one.outcome, one.statements) for one in done]


def _placed(article: Article, origin: Origin) -> Article:
    """With what is known of the folder it lies in."""
    return replace(
        article,
        scope=origin.scope,
        outlet=article.outlet or origin.outlet,
        language=languages.settled(article.text, known=origin.language),
    )


def changed(fetched: Fetched) -> Reading:
    """A single page as a source: itself is what it brings, each time its bytes are others."""
    return Reading(entries=(Entry(fetched.url, stamp=hashlib.sha256(fetched.data).hexdigest()),))
