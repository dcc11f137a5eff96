"""The `verbatim` command. Its output is a contract: see "The command line" in the README.

Exit status: 0 done, 1 some sources failed and the rest is done, 2 nothing could be done, 130 interrupted. Slack is
imported by `run` alone, so that `ask` starts quickly.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import click

from bot.ask.machine import as_json as answer_json
from bot.collecting import uncollected
from bot.commands.session import Session, db_option
from bot.commands.sources import is_url, pages
from bot.errors import SourceError, UsageError, VerbatimError
from bot.lazily import lazily
from bot.model import Article, Asker
from bot.newsroom import summary
from bot.opened import OpenDesk, alone, extractor, opened
from bot.terminal import layout

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot import app
    from bot.check import machine as check_machine
    from bot.export import taken_in, taking
    from bot.extract import machine as extract_machine
    from bot.ingest import drafts, files
else:  # what only some commands need: half of the time of `ask` went into importing it
    app, drafts, files = map(lazily, ("bot.app", "bot.ingest.drafts", "bot.ingest.files"))
    taken_in, taking = map(lazily, ("bot.export.taken_in", "bot.export.taking"))
    check_machine, extract_machine = map(lazily, ("bot.check.machine", "bot.extract.machine"))

BATCH_LIMIT, LIMIT = 20, 5


class Commands(click.Group):
    """Commands of which some are modules of their own, loaded when they are called for."""

    further: ClassVar = {
        "backup": "bot.commands.upkeep",
        "corrections": "bot.commands.corrections",
        "digest": "bot.commands.digest",
        "doctor": "bot.commands.upkeep",
        "export": "bot.commands.export",
        "manifest": "bot.commands.upkeep",
        "remove": "bot.commands.removal",
        "retract": "bot.commands.removal",
        "sources": "bot.commands.sources",
        "speakers": "bot.commands.speakers",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every name, in order."""
        return sorted([*super().list_commands(ctx), *self.further])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name."""
        if cmd_name not in self.further:
            return super().get_command(ctx, cmd_name)
        found: click.Command = getattr(importlib.import_module(self.further[cmd_name]), cmd_name)
        return found


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--db", type=click.Path(path_type=Path, dir_okay=False), help="Database file (else VERBATIM_DB).")
@click.version_option(package_name="verbatim-bot", prog_name="verbatim")
@click.pass_context
def cli(context: click.Context, db: Path | None) -> None:
    """Who said what: the exact words, their speaker and their source.

    \b
    verbatim run                                the bot with Slack tokens, else a desk in the terminal
    verbatim index articles.jsonl               read articles into the record
    verbatim ask "what did Fidan say?"          answer from the record
    """
    context.obj = Session(db)


@cli.command()
@db_option
@click.pass_obj
def run(session: Session) -> None:
    """Start the bot; without Slack tokens, a desk in the terminal.

    The desk opens --db if it exists or is named, else the sample articles in a temporary database.

    \b
    verbatim run
    SLACK_BOT_TOKEN=xoxb-… SLACK_APP_TOKEN=xapp-… verbatim run
    printf 'what did Fidan say?\\n' | verbatim run
    """
    settings = session.settings
    if settings.mode == "terminal":
        named = session.named is not None or bool(os.environ.get("VERBATIM_DB") or os.environ.get("VERBATIM_DB_FILE"))
        app.run_desk(settings, samples=not (named or settings.db.exists()))
    else:
        with alone(settings):
            app.run_bot(settings)


@cli.command()
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


@cli.command()
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
            _emit(extract_machine.as_json(item, statement))
    _finish(failed=failed, done=done)


def _emit(row: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date; write it as 2025-12-11.") from None


@cli.command()
@click.argument("question", required=False)
@click.option("--batch", type=click.Path(path_type=Path, allow_dash=True), help="Questions, one JSON object a line.")
@click.option("--as-of", callback=_day, metavar="DATE", help="The day that “last week” counts from (default: today).")
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
    settings = session.settings
    with opened(settings) as desk:
        if batch is not None:
            for line in _questions(batch):
                _emit(_answered(desk, line, limit or BATCH_LIMIT, as_of))
            return
        asker = Asker(zone=settings.timezone, limit=limit or LIMIT)
        with uncollected():
            found = desk.newsroom.ask(str(question), asker, as_of)
        if machine:
            _emit(answer_json(found, None))
        else:
            page = desk.page(found, count=asker.limit)
            click.echo(layout(page, bold=sys.stdout.isatty(), more="--limit shows them"), nl=False)


def _questions(batch: Path) -> Iterator[str]:
    try:
        with click.open_file(str(batch), encoding="utf-8") as file:
            yield from (line for line in file if line.strip())
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{batch}: cannot be read ({getattr(error, 'strerror', None) or 'not UTF-8'}).") from None


def _answered(desk: OpenDesk, line: str, limit: int, as_of: date | None) -> dict[str, Any]:
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
        found = desk.newsroom.ask(row["question"], Asker(zone=desk.newsroom.zone, limit=limit), on)
    except (ValueError, TypeError, RecursionError, VerbatimError) as error:
        return {"id": number, "error": str(error)}
    return answer_json(found, number)


@cli.command()
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
                _emit(check_machine.as_json(one))
        else:
            click.echo(layout(desk.checked_page(found), bold=sys.stdout.isatty()), nl=False)


@contextmanager
def _plain() -> Iterator[None]:
    """Whatever goes wrong is one line on stderr and an exit status, never a traceback."""
    try:
        yield
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _leave("interrupted.", 130)
    except click.exceptions.NoArgsIsHelpError as error:  # `verbatim`, `verbatim digest`: what there is, line by line
        click.echo(error.ctx.get_help(), err=True)
        sys.exit(2)
    except click.ClickException as error:
        _leave(error.format_message(), 2)
    except VerbatimError as error:
        _leave(str(error), 2)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader left: nothing is wrong
        sys.exit(0)
    except Exception as error:  # the boundary of the command: whatever else it is, people get one line
        if os.environ.get("VERBATIM_LOG_LEVEL") == "DEBUG":
            raise
        _leave(
            f"broke on {type(error).__name__}; run it again with VERBATIM_LOG_LEVEL=DEBUG and report what it prints.", 2
        )


def _leave(sentence: str, status: int) -> None:
    click.echo(f"verbatim: {' '.join(sentence.split())}", err=True)
    sys.exit(status)


def main(arguments: Sequence[str] | None = None) -> None:
    """The entry point of the `verbatim` command; `arguments` default to the process's."""
    with _plain():
        cli.main(list(arguments) if arguments is not None else None, standalone_mode=False)


if __name__ == "__main__":
    main()
