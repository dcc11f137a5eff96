"""The command `verbatim export`."""

from __future__ import annotations

import csv
import json
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.ask.people import Directory
from bot.commands.session import Session, day, db_option
from bot.errors import UsageError
from bot.export import FORMATS, Wanted
from bot.export.rows import COLUMNS, article_row, chosen, claim_review, csv_row, merge_row
from bot.model import PUBLIC
from bot.opened import opened
from bot.text import fold
from bot.wording import joined, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date
    from typing import TextIO

    from bot.export import Filed


@click.command()
@click.option("--format", "form", type=click.Choice(FORMATS), default="json", show_default=True)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write here instead of printing.")
@click.option("--speaker", help="Only what this speaker said.")
@click.option("--outlet", help="Only what this outlet printed.")
@click.option("--since", callback=day, metavar="DATE", help="Said (else published) on this day or later.")
@click.option("--until", callback=day, metavar="DATE", help="Said (else published) on this day or earlier.")
@click.option("--scope", "scopes", multiple=True, help="Besides what is public: channel:ID or user:ID.")
@click.option("--desk", default="Verbatim", show_default=True, help="Who reviewed, in ClaimReview: your newsroom.")
@db_option
@click.pass_obj
def export(
    session: Session,
    form: str,
    out: Path | None,
    speaker: str | None,
    outlet: str | None,
    since: date | None,
    until: date | None,
    scopes: tuple[str, ...],
    desk: str,
) -> None:
    """Write the record for other programs; each row has its look, citation and the hash of the text it stands in.

    json: an article a line, with its text, statements and corrections, then who was merged; verbatim index takes it in
    again. csv: a statement a row, safe in spreadsheets. claimreview: schema.org JSON-LD, which says that words are as
    printed and nothing about their truth.

    \b
    verbatim export --out record.jsonl
    verbatim export --format csv --speaker Fidan --since 2025-12-01 > fidan.csv
    """
    settings = session.settings
    with opened(settings) as held, _target(out) as target:
        now, seen = held.newsroom.clock(), (PUBLIC, *scopes)
        with held.store.snapshot(seen, now) as snapshot:
            speakers = _speakers(Directory(snapshot.directory()), speaker) if speaker else frozenset()
        days = [one.isoformat() if one else None for one in (since, until)]
        wanted = Wanted(speakers, fold(outlet) if outlet else None, *days)
        found = (one for filed in held.store.filed(seen, now) if (one := chosen(filed, wanted)))
        count = _WRITERS[form](found, target, settings.timezone, desk)
        if form == "json" and wanted.everything:
            target.writelines(json.dumps(merge_row(one)) + "\n" for one in held.store.merged(seen, now))
    if out is not None:
        click.echo(f"{out}: {plural(count, 'statement')}.", err=True)


def _speakers(directory: Directory, name: str) -> frozenset[int]:
    """Whom a name means. Raises UsageError for nobody, and for several."""
    people = directory.match(name).people
    if not people:
        raise UsageError(f"Nobody called {name!r} is quoted in the record: see verbatim ask “{name}”.")
    if len(people) > 1:
        who = joined(person.shown.name for person in people[:5])
        raise UsageError(f"{name!r} may be {who}: give the full name.")
    return frozenset(people[0].ids)


@contextmanager
def _target(out: Path | None) -> Iterator[TextIO]:
    """Where it goes; a file is whole or not there."""
    if out is None:
        yield sys.stdout
        return
    part = out.with_name(f"{out.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as file:
            yield file
        part.replace(out)
    except OSError as error:
        raise UsageError(f"{out}: cannot be written ({error.strerror}): name another place with --out.") from None
    finally:
        part.unlink(missing_ok=True)


def _json(found: Iterable[Filed], target: TextIO, zone: str, _: str) -> int:
    count = 0
    for filed in found:
        target.write(json.dumps(article_row(filed, zone)) + "\n")
        count += len(filed.records)
    return count


def _csv(found: Iterable[Filed], target: TextIO, zone: str, _: str) -> int:
    writer, count = csv.writer(target), 0
    writer.writerow(COLUMNS)
    for record in (record for filed in found for record in filed.records):
        writer.writerow(csv_row(record, zone))
        count += 1
    return count


def _claims(found: Iterable[Filed], target: TextIO, _: str, desk: str) -> int:
    """A list, as pages embed it, written as it comes."""
    count = 0
    target.write("[")
    for record in (record for filed in found for record in filed.records):
        target.write(("," if count else "") + "\n" + json.dumps(claim_review(record, desk)))
        count += 1
    target.write("\n]\n")
    return count


_WRITERS = {"json": _json, "csv": _csv, "claimreview": _claims}
