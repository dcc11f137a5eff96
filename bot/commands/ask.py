"""`verbatim ask`: people wait for this one, so that it imports what a question needs and no more."""

from __future__ import annotations

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.ask.machine import as_json
from bot.collecting import uncollected
from bot.commands.session import Session, day, db_option, emit
from bot.compose import answers
from bot.errors import UsageError, VerbatimError
from bot.model import Asker
from bot.opened import asked
from bot.terminal import layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.answering import Answering
    from bot.model import Answer

BATCH_LIMIT, LIMIT = 20, 5


@click.command()
@click.argument("question", required=False)
@click.option("--batch", type=click.Path(path_type=Path, allow_dash=True), help="Questions, one JSON object a line.")
@click.option("--as-of", callback=day, metavar="DATE", help="The day that “last week” counts from (default: today).")
@click.option("--limit", type=click.IntRange(1, 1000), help="Hits at most (default 5; with --batch 20).")
@click.option("--json", "machine", is_flag=True, help="One JSON object instead of text.")
@db_option
@click.pass_obj
def ask(
    session: Session,
    question: str | None,
    batch: Path | None,
    as_of: date | None,
    limit: int | None,
    *,
    machine: bool,
) -> None:
    """Answer a question from the record, with the exact words and their source.

    \b
    verbatim ask "what did Fidan say about Hamas?"
    verbatim ask "who said 'huge failure'?" --json
    verbatim ask --batch questions.jsonl > answers.jsonl
    """
    if (question is None) == (batch is None):
        raise UsageError('give either a question or --batch FILE: verbatim ask "what did Fidan say?"')
    with asked(session.settings) as desk:
        if batch is not None:
            for line in _questions(batch):
                emit(_answered(desk, line, limit or BATCH_LIMIT, as_of))
            return
        with uncollected():
            found = desk.ask(str(question), Asker(zone=desk.zone, limit=limit or LIMIT), as_of)
            _print(found, desk.zone, limit or LIMIT, machine=machine)


def _print(found: Answer, zone: str, limit: int, *, machine: bool) -> None:
    if machine:
        emit(as_json(found, None))
        return
    page = answers.page(found, zone, count=limit)
    click.echo(layout(page, bold=sys.stdout.isatty(), more="--limit shows them"), nl=False)


def _questions(batch: Path) -> Iterator[str]:
    try:
        with click.open_file(str(batch), encoding="utf-8") as file:
            yield from (line for line in file if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{batch}: cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'}).") from None


def _answered(desk: Answering, line: str, limit: int, as_of: date | None) -> dict[str, Any]:
    """The answer to one line of a batch; of a bad one, what is wrong with it."""
    number = None
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise UsageError("a line is an object with id, question and asked_on")
        number = row.get("id")
        if not isinstance(row.get("question"), str):
            raise UsageError("'question' is missing")
        asked = row.get("asked_on")
        on = date.fromisoformat(asked) if asked else as_of
        found = desk.ask(row["question"], Asker(zone=desk.zone, limit=limit), on)
    except (ValueError, TypeError, RecursionError, VerbatimError) as error:
        return {"id": number, "error": str(error)}
    return as_json(found, number)
