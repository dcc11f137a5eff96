"""What a command loads before it works: `verbatim ask` answers at once because it loads little."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {
    "slack_bolt": "Slack is for `run`",
    "slack_sdk": "the same",
    "sqlite_utils": "for migrations",
    "pydantic": "settings are plain dataclasses",
    "numpy": "for charts",
    "pycrfsuite": "for reading articles",
    "trafilatura": "for reading pages",
    "pypdf": "for reading files",
    "structlog": "for what runs on",
    "apscheduler": "the same",
    "logging": "the same",
    "asyncio": "nobody's",
    "importlib.metadata": "for --version",
    "email": "what it brings",
    "tzlocal": "where nothing else tells the zone",
    "subprocess": "for reading files",
    "socket": "for the web",
    "ssl": "the same",
    "difflib": "for checks",
}
# Parts of ours, each with all that is in it.
ELSEWHERE = {
    "handlers": "Slack's edge",
    "store.archive": "what writes",
    "store.bulk": "the same",
    "store.schema": "the steps of migrations: a database that is up to date needs none",
    "bot.app": "the bot that runs",
    "bot.newsroom": "the same",
    "bot.delivery": "the same",
    "bot.reception": "the same",
    "bot.people": "the same",
    "bot.watch": "watches",
    "bot.digest": "digests",
    "bot.listing": "the same",
    "bot.export": "what is taken out and in",
    "bot.ingest": "reading articles",
    "bot.extract.extractor": "the same",
    "bot.extract.quotes": "the same",
    "bot.check.compare": "quotations held against the record",
    "bot.ask.follow": "a question that follows another",
}
# Somewhat above what there is: one more is no harm, a package that comes in unseen is. It was 170 of 460 once.
MOST_OF_OURS, MOST = 88, 285
LOADED = """
import sys
from bot.cli import main
try:
    main(sys.argv[1:])
finally:
    print(*sys.modules, file=sys.stderr)
"""


def loaded(*arguments: str, cwd: Path) -> set[str]:
    """The modules that a command has loaded when it is done."""
    done = subprocess.run(  # noqa: S603 - this Python, with code from this file
        [sys.executable, "-c", LOADED, *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "TZ": "Europe/Istanbul"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stderr.splitlines()[-1].split())


def within(names: set[str], parts: set[str]) -> set[str]:
    return {name for name in names if any(name == part or name.startswith(f"{part}.") for part in parts)}


@pytest.fixture
def indexed(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text('Ann Hill said: "The bridge stays open."\n', encoding="utf-8")
    reading = loaded("index", "a.txt", cwd=tmp_path)
    known = {"pycrfsuite", "bot.ingest.files", "store.schema", "store.archive"}
    assert known <= reading  # or the test below could not fail
    return tmp_path


@pytest.mark.parametrize(
    "question",
    [
        "what did Ann Hill say?",  # a speaker
        "what did Hil say about brdges last week?",  # slips, a topic and a date
        "who said 'The bridge stays open'?",  # words
    ],
)
def test_ask_loads_nothing_that_it_has_no_use_for(indexed: Path, question: str) -> None:
    found = loaded("ask", question, cwd=indexed)
    assert within(found, set(HEAVY) | set(ELSEWHERE)) == set()
    ours = within(found, {"bot", "store", "handlers"})
    assert len(ours) <= MOST_OF_OURS
    assert len(found) <= MOST


def test_first_page_of_the_command_loads_no_command(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "import sys, bot.cli; print(*(name for name in sys.modules if name.startswith('bot')))"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    first = {"bot", "bot.cli", "bot.collecting", "bot.commands", "bot.commands.session", "bot.config", "bot.errors"}
    assert set(done.stdout.split()) == {*first, "bot.zones"}
