"""`verbatim manifest`, `backup` and `doctor`: what whoever runs the bot needs now and then."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from bot import app
from bot.commands.session import Session, db_option
from bot.opened import opened


@click.command()
@click.option("--http", is_flag=True, help="For HTTP at https://HOST/slack/events (default: Socket Mode).")
@click.option("--host", default="YOUR.HOST", show_default=True, help="The host that Slack reaches, with --http.")
@click.option("--commands", default="said", show_default=True, help="Commands beside /verbatim, separated by commas.")
@click.option(
    "--follow-threads",
    is_flag=True,
    help="Follow-ups in a channel's thread need no mention. Slack then sends every message of the channels the bot is "
    "in; what is no follow-up in a thread of its own is dropped unread.",
)
@click.option("--agent/--no-agent", default=True, show_default=True, help="Show direct messages as an agent's.")
def manifest(host: str, commands: str, *, http: bool, follow_threads: bool, agent: bool) -> None:
    """Print the manifest of the Slack app, to be pasted at api.slack.com/apps.

    \b
    verbatim manifest > manifest.json
    verbatim manifest --http --host bot.example.org --commands said,check
    """
    wanted = commands.split(",")
    made = app.manifest(http=http, commands=wanted, host=host, threads=follow_threads, agent=agent)
    click.echo(json.dumps(made, indent=2))


@click.command()
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@db_option
@click.pass_obj
def backup(session: Session, target: Path) -> None:
    """Write a sound copy of the database, also beside a running bot.

    \b
    verbatim backup /var/backups/verbatim-monday.db
    """
    with opened(session.settings) as desk:
        desk.store.backup(target)
    click.echo(f"{target}: backed up and checked.")


@click.command()
@click.option("--rebuild", is_flag=True, help="First build the search index anew, beside a running bot.")
@db_option
@click.pass_obj
def doctor(session: Session, *, rebuild: bool) -> None:
    """Check settings, database and extractor, and say what to do about what is wrong.

    \b
    verbatim doctor
    verbatim doctor --rebuild
    """
    if rebuild:
        with opened(session.settings) as desk:
            desk.store.rebuild_index()
        click.echo("ok      the search index is built anew")
    problems = 0
    for good, line in app.examined(session.settings):
        problems += not good
        click.echo(f"{'ok     ' if good else 'PROBLEM'} {line}")
    if problems:
        sys.exit(1)
