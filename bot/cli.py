"""The `verbatim` command. Its output is a contract: see "The command line" in the README.

Exit status: 0 done, 1 some sources failed and the rest is done, 2 nothing could be done, 130 interrupted. This is only
its first page: the commands are in `bot.commands`, loaded when they are called for, so that `ask` starts quickly.
"""

from __future__ import annotations

import atexit
import gc
import importlib
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import click

from bot.collecting import uncollected
from bot.commands.session import Session
from bot.errors import VerbatimError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


class Commands(click.Group):
    """Commands that are loaded when they are called for."""

    modules: ClassVar = {
        "ask": "bot.commands.ask",
        "backup": "bot.commands.upkeep",
        "check": "bot.commands.check",
        "corrections": "bot.commands.corrections",
        "digest": "bot.commands.digest",
        "doctor": "bot.commands.upkeep",
        "export": "bot.commands.export",
        "extract": "bot.commands.index",
        "index": "bot.commands.index",
        "manifest": "bot.commands.upkeep",
        "remove": "bot.commands.removal",
        "retract": "bot.commands.removal",
        "run": "bot.commands.run",
        "sources": "bot.commands.sources",
        "speakers": "bot.commands.speakers",
    }

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Every name, in order."""
        return sorted(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's
        """The command of this name."""
        if cmd_name not in self.modules:
            return None
        with uncollected():  # of what is loaded nothing is to be let go
            found: click.Command = getattr(importlib.import_module(self.modules[cmd_name]), cmd_name)
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
    except click.UsageError as error:
        where = f" {error.ctx.command_path} --help says what there is." if error.ctx else ""
        _leave(f"{error.format_message()}{where}", 2)
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
    atexit.register(gc.freeze)  # what is left then goes with the process: to look it through was a tenth of `ask`
    with _plain():
        cli.main(list(arguments) if arguments is not None else None, prog_name="verbatim", standalone_mode=False)


if __name__ == "__main__":
    main()
