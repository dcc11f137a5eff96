"""What the commands of `verbatim` share: the settings, with --db laid over, and how a row is printed."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.config import Settings, load

if TYPE_CHECKING:
    from collections.abc import Callable


class Session:
    """What every command needs: the settings, with --db laid over."""

    def __init__(self, db: Path | None) -> None:
        self.named = db

    @property
    def settings(self) -> Settings:
        """Settings of the environment. Raises ConfigError with every problem."""
        found = load()
        return replace(found, db=self.named) if self.named else found


def db_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """--db after the subcommand, too."""

    def named(context: click.Context, _: click.Parameter, value: Path | None) -> None:
        if value is not None:
            context.ensure_object(Session).named = value

    return click.option(
        "--db",
        type=click.Path(path_type=Path, dir_okay=False),
        callback=named,
        expose_value=False,
        help="Database file (else VERBATIM_DB, else verbatim.db).",
    )(command)


def day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """The day of an option; to be its callback. Raises BadParameter, which says how a day is written."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no date; write it as 2025-12-11.") from None


def emit(row: dict[str, Any]) -> None:
    """Print a JSON object on a line of its own, at once: whoever reads along waits for it."""
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()
