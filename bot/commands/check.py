"""`verbatim check`: a draft's quotations against the record."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from bot.check.machine import as_json
from bot.commands.session import Session, db_option, emit
from bot.ingest import drafts
from bot.opened import opened
from bot.terminal import layout


@click.command()
@click.argument("draft", type=click.Path(path_type=Path, allow_dash=True, dir_okay=False))
@click.option("--json", "machine", is_flag=True, help="One JSON object a quotation instead of text.")
@db_option
@click.pass_obj
def check(session: Session, draft: Path, *, machine: bool) -> None:
    """Hold every quotation of a draft against the record: .txt, .md, .docx, or - for what is piped in.

    Verbatim, altered (with the difference word by word), another speaker's, or not found. The draft is not stored.

    \b
    verbatim check draft.docx
    verbatim check draft.md --json | jq -r 'select(.verdict != "verbatim") | .text'
    pbpaste | verbatim check -
    """
    text = drafts.taken(sys.stdin.buffer, "the draft") if str(draft) == "-" else drafts.read(draft)
    with opened(session.settings) as desk:
        found = desk.check(text)
        if machine:
            for one in found.quotations:
                emit(as_json(one))
        else:
            click.echo(layout(desk.checked_page(found), bold=sys.stdout.isatty()), nl=False)
