"""Every button, form and word that there is, tried by whoever may change nothing: nothing changes (row 24)."""

from __future__ import annotations

import itertools
import json
import sqlite3
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.running import acquaint, settings

from bot.app import Bot
from bot.extract import Extractor
from bot.model import Article, Request
from bot.people import Person, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from fakes.slack import FakeSlack

ARTICLE = Article(
    id="dam",
    outlet="Coast Desk",
    published="2025-12-03",
    text="“We will open the dam in the morning,” Mayor Mara Lind told reporters. Lind said that the ferry would wait.",
)
# What asking leaves, or Slack tells: everything else is changed by people only.
PASSING = {"inbox", "claims", "answers", "conversations", "refusals", "people", "channels", "rosters", "memberships"}
WORDS = (
    "watch Mara Lind",
    "watch Mara Lind about the dam",
    "digest weekdays 07:30",
    "digest new 07:30",
    "digest pause 1",
    "digest delete 1",
    "digest run 1",
    "index https://coast.example/dam",
    "sources add https://coast.example/feed",
    "sources pause 1",
    "sources remove 1",
    "settings zone Asia/Tokyo",
    "settings follow off",
)
FILLED = {
    "speaker": "Ivo Brandt",
    "topic": "dam",
    "times": "07:30",
    "zone": "UTC",
    "channel": "C0DESK",
    "name": "x",
    "address": "x",
}


@pytest.fixture
def bot(slack: FakeSlack, tmp_path: Path) -> Iterator[Bot]:
    """Not started: its reception is asked directly."""
    made = Bot(settings(slack, blank(tmp_path / "verbatim.db"), "http"))
    acquaint(made, "U0ANA", channels=("C0DESK",))
    list(made.newsroom.index([ARTICLE], Extractor()))
    yield made
    made.listener.stop(1)
    made.store.close()


_ids = itertools.count()


def sent(surface: str, user: str, text: str = "", **fields: object) -> Request:
    return Request(f"r{next(_ids)}", surface, text, "C0DESK", user, **fields)  # type: ignore[arg-type]


def kept(bot: Bot) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table that only people change."""
    with sqlite3.connect(bot.store.path) as db:
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        chosen = [
            name
            for name in names
            if name not in PASSING and "_terms" not in name and not name.startswith(("_", "sqlite"))
        ]
        return {name: db.execute(f"SELECT * FROM {name}").fetchall() for name in chosen}


@pytest.mark.parametrize("standing", [standing for standing in Standing if standing is not Standing.MEMBER])
def test_nothing_is_changed_by_whoever_is_no_full_member(bot: Bot, standing: Standing) -> None:
    reception = bot.workers._reception
    corrected = reception.page(sent("form", "U0ANA", '{"speaker": "Ivo Brandt"}', action="correct", target="1"))
    assert bot.store.corrections(1), corrected.headline
    reception.page(sent("said", "U0ANA", "Mara Lind", action="watch"))
    bot.store.keep_person(Person("U0X", standing), bot.newsroom.clock())
    answer = reception.page(sent("said", "U0X", "Mara Lind")).answer or ""
    before = kept(bot)
    targets = ("", "1", "1,2", "1/1", "0/1", answer, f"{answer}/0", f"{answer}/5")
    for action, target in itertools.product(reception.clicks, targets):
        for surface, text in (("click", ""), ("form", json.dumps(FILLED))):
            reception.page(sent(surface, "U0X", text, action=action, target=target, view="V1"))
    for text in WORDS:
        for surface in ("mention", "said", "direct"):
            reception.page(sent(surface, "U0X", text))
    assert kept(bot) == before
    assert {(user, why) for _, user, _, _, why in bot.store.refusals(1000)} == {("U0X", standing.value)}


def test_a_member_does_change_things(bot: Bot) -> None:
    """Otherwise the test above could not fail."""
    reception = bot.workers._reception
    before = kept(bot)
    for text in ("watch Mara Lind", "settings zone Asia/Tokyo"):
        reception.page(sent("mention", "U0ANA", text))
    changed = {name for name, rows in kept(bot).items() if rows != before[name]}
    assert "preferences" in changed
    assert len(changed) >= 2
