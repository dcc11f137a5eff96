"""Sources over a fake Slack: the command opens its form at once, what is wrong comes back in it, a button shows one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes import payloads
from fakes.archives import blank
from fakes.blocks import every, texts
from fakes.running import running
from slack_kit import filled, privately, sent, shown

from bot.ingest.sources import Source

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.slack import FakeSlack


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return blank(tmp_path / "verbatim.db")


@pytest.mark.parametrize("mode", ["http", "socket"])
def test_form_of_a_source_opens_at_once_and_says_what_is_wrong(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (bot, line):
        view = shown(slack, line, payloads.said("sources add", slack.response_url(), command="/verbatim"))
        assert "One moment …" in texts(slack.called("views.open")[-1]["view"]["blocks"])  # while the trigger lives
        assert view["callback_id"] == "source_made"
        again = sent(
            slack, line, view, address="http://127.0.0.1:9/feed", outlet="Coast", zone="Nowhere", seen="everybody"
        )
        assert "Time zone: 'Nowhere' is no IANA time zone; one is Europe/Istanbul." in texts(again["blocks"])
        again = sent(
            slack, line, again, address="http://127.0.0.1:9/feed", outlet="Coast", zone="UTC", seen="everybody"
        )
        told = "Address: 127.0.0.1: not on the public internet; whoever runs Verbatim can open it (VERBATIM_INTRANET)."
        assert told in texts(again["blocks"])
        assert [
            one["initial_value"] for one in every(again["blocks"], "plain_text_input") if "initial_value" in one
        ] == [
            "http://127.0.0.1:9/feed",
            "Coast",
            "UTC",
        ]
        assert bot.store.sources() == []


def test_source_is_shown_in_a_view_and_paused_there(slack: FakeSlack, db: Path) -> None:
    with running(slack, db, "http") as (bot, line):
        now = bot.newsroom.clock()
        bot.store.add_source(Source(0, "page", "http://127.0.0.1:9/a", now, now, outlet="Coast"), now)
        answer = privately(slack, line, "sources")
        button = next(one for one in every(answer["blocks"], "button") if one["action_id"].startswith("source_show"))
        view = shown(
            slack, line, payloads.click(button["action_id"], button["value"], response_url=slack.response_url())
        )
        assert "A page that is read again when it changes: http://127.0.0.1:9/a" in "\n".join(texts(view["blocks"]))
        body = payloads.click("source_pause", button["value"], view=view | {"type": "modal"})
        assert line.deliver(body).acked
        told = "Coast is paused: nothing new comes from it until it is resumed."
        slack.wait(lambda: told in texts(filled(slack, view["id"])["blocks"]))
        assert [one.active for one in bot.store.sources()] == [False]
