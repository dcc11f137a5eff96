"""`verbatim run`: the bot in Slack, or the desk in the terminal."""

from __future__ import annotations

import os

import click

from bot.commands.session import Session, db_option
from bot.opened import alone


@click.command()
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
        from bot.app import run_desk  # noqa: PLC0415 - what is slow to load comes after what can be refused

        run_desk(settings, samples=not (named or settings.db.exists()))
    else:
        with alone(settings):
            from bot.app import run_bot  # noqa: PLC0415 - the same

            run_bot(settings)
