"""Articles from their addresses, asked for in Slack: answered aside, once, and kept where they were asked for."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from fakes import payloads
from fakes.running import running
from fakes.site import Reply, Site

from handlers.markup import asked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from fakes.lines import Line
    from fakes.slack import FakeSlack

    from bot.app import Bot

HEADLINE = "Ferry to Brackwater stays in port"
PAGE = (
    f"<html><head><title>{HEADLINE}</title><meta property='og:site_name' content='Coast Desk'></head><body><article>"
    f"<h1>{HEADLINE}</h1><time datetime='2025-12-10T06:00:00Z'>10 December 2025</time>"
    "<p>“Nobody sails in this,” said Mara Lind, the harbour minister, as the third storm of the month reached the "
    "coast on Wednesday morning.</p><p>Lind said that the ferry would sail again when the wind had fallen.</p>"
    "<p>Several hundred people were waiting at the two terminals of the line, which runs four times a day.</p>"
    "</article></body></html>"
)
both = pytest.mark.parametrize("mode", ["socket", "http"])


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as one:
        one.pages["/ferry"] = Reply(PAGE)
        yield one


def reading(slack: FakeSlack, db: Path, mode: str = "socket") -> AbstractContextManager[tuple[Bot, Line]]:
    """A started bot to which loopback is an intranet."""
    return running(slack, db, mode, intranet=("127.0.0.0/8",))


def address(site: Site, path: str = "/ferry") -> str:
    return site.url(path, "127.0.0.1")


@both
def test_index_by_mention_is_answered_once_and_found(slack: FakeSlack, site: Site, tmp_path: Path, mode: str) -> None:
    body = payloads.mention(f"index <{address(site)}|the ferry>")
    with reading(slack, tmp_path / "v.db", mode) as (_, line):
        for again in (body, payloads.twin(body), body):
            line.deliver(again)
        slack.wait(slack.posts, 60)
        line.deliver(payloads.mention("what did Lind say about the ferry?"))
        slack.wait(lambda: len(slack.posts()) > 1)
    told, answer = slack.posts("C0DESK")
    assert told["thread_ts"] == body["event"]["ts"]
    assert told["text"].startswith(f"Indexed: “{HEADLINE}” (Coast Desk, 10 Dec 2025) – 2 statements.")
    assert "Everybody in the workspace can find it." in told["text"]
    assert "would sail again" in answer["text"]
    assert site.paths() == ["/ferry"]


@both
def test_index_from_a_message_reads_what_it_links_to(slack: FakeSlack, site: Site, tmp_path: Path, mode: str) -> None:
    text = f"Have you seen <{address(site)}|this>? “Nobody sails in this,” they say."
    with reading(slack, tmp_path / "v.db", mode) as (_, line):
        line.deliver(payloads.shortcut("index_message", text, slack.response_url()))
        slack.wait(lambda: [view for view in slack.views.values() if "Indexed" in str(view)], 60)
    assert site.paths() == ["/ferry"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("index <https://example.org/a?b=1&amp;c=2|this>", "index https://example.org/a?b=1&c=2"),
        ("sources add <https://example.org/feed|a feed> as Post", "sources add https://example.org/feed as Post"),
        ("who wrote <https://example.org/a|this>?", "who wrote this?"),  # a question reads as its reader sees it
    ],
)
def test_address_is_taken_where_one_is_wanted(typed: str, text: str) -> None:
    assert asked(typed, None) == text


def test_index_of_a_slow_site_holds_up_no_answer(slack: FakeSlack, site: Site, tmp_path: Path) -> None:
    hold = threading.Event()
    site.pages["/slow"] = Reply(lambda: iter([PAGE.encode() for _ in range(1) if hold.wait(15)]))
    with reading(slack, tmp_path / "v.db") as (_, line):
        for _ in range(6):  # more than there are threads that answer
            line.deliver(payloads.mention(f"index {address(site, '/slow')}"))
        line.deliver(payloads.mention("status", channel="C0OTHER"))
        slack.wait(lambda: slack.posts("C0OTHER"), 5)
        assert slack.posts("C0DESK") == []
        hold.set()
        slack.wait(lambda: len(slack.posts("C0DESK")) == 6, 60)


def test_index_under_way_is_taken_up_at_the_next_start(slack: FakeSlack, site: Site, tmp_path: Path) -> None:
    hold = threading.Event()
    site.pages["/slow"] = Reply(lambda: iter([PAGE.encode() for _ in range(1) if hold.wait(15)]))
    with reading(slack, tmp_path / "v.db") as (_, line):
        line.deliver(payloads.mention(f"index {address(site, '/slow')}"))
        slack.wait(lambda: "/slow" in site.paths())
    assert slack.posts() == []
    hold.set()
    with reading(slack, tmp_path / "v.db"):
        slack.wait(slack.posts, 60)
    (told,) = slack.posts("C0DESK")
    assert told["text"].startswith("Indexed: ")


def test_index_from_a_private_channel_stays_there(slack: FakeSlack, site: Site, tmp_path: Path) -> None:
    slack.about["G0PRIV"] = {"is_private": True}
    with reading(slack, tmp_path / "v.db") as (_, line):
        line.deliver(payloads.mention(f"index {address(site)}", channel="G0PRIV"))
        slack.wait(lambda: slack.posts("G0PRIV"), 60)
        line.deliver(payloads.mention("what did Lind say?"))
        slack.wait(lambda: slack.posts("C0DESK"))
    assert "Only this channel can find it" in slack.posts("G0PRIV")[0]["text"]
    assert slack.posts("C0DESK")[0]["text"].startswith("Nothing")
