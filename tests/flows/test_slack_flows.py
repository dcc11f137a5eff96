"""Whole paths: an article in, a question from Slack, the exact words back, whatever happens on the way."""

from __future__ import annotations

import json
import re
import shutil
import threading
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.lines import HttpLine, encoded, signature
from fakes.running import running, settings
from fakes.workspace import BOT_USER, Trouble, limited

from bot.app import Bot, opened
from bot.model import Article
from handlers.inbound import request_of

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.slack import FakeSlack

both = pytest.mark.parametrize("mode", ["socket", "http"])

HARBOUR = Article(
    id="harbour",
    title="Harbour to open",
    outlet="Coast Desk",
    published="2025-12-03",
    url="https://www.coast.example/harbour",
    text=(
        "PORT KAMENA, Dec 3 – “We will open the harbour in spring,” Harbour Minister Mara Lind told reporters on "
        "Tuesday.\n\nLind said that the cranes were ready."
    ),
)
HOSTILE = Article(
    id="hostile",
    title="<!channel> title",
    outlet="<!here> & <https://evil.example|Coast Desk>",
    author="<@U0VICTIM>",
    published="2025-12-04",
    url="https://coast.example@evil.example/",
    text=(
        "“<!channel> read <https://evil.example|coast.example> & ask <@U0VICTIM> \u202eabout tugboats,” Port Director "
        "Ivo Brandt told <!subteam^S1> on Wednesday."
    ),
)
OUR_DATE = re.compile(r"<!date\^\d+\^[^|<>]*\|[^|<>]*>")  # an instant, shown in each reader's own zone
WORDS = "We will open the harbour in spring,"


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the two articles, read by the real extractor; tests work on copies."""
    from bot.config import load  # noqa: PLC0415 - settings without Slack

    db = tmp_path_factory.mktemp("indexed") / "verbatim.db"
    with opened(load({"VERBATIM_DB": str(db), "VERBATIM_TIMEZONE": "UTC"}), create=True) as desk:
        done = list(desk.newsroom.index([HARBOUR, HOSTILE], desk.extractor()))
    assert [item.statements > 0 for item in done] == [True, True]
    return db


@pytest.fixture
def db(indexed: Path, tmp_path: Path) -> Path:
    for path in indexed.parent.glob("verbatim.db*"):
        shutil.copy(path, tmp_path / path.name)
    return tmp_path / "verbatim.db"


def quotations(message: dict[str, Any]) -> list[str]:
    """What stands in quotation blocks."""
    blocks = [part for block in message["blocks"] for part in block.get("elements", [])]
    quotes = [part for part in blocks if part["type"] == "rich_text_quote"]
    return ["".join(element["text"] for element in quote["elements"]) for quote in quotes]


@both
def test_mention_is_answered_in_its_thread_with_the_exact_words(slack: FakeSlack, db: Path, mode: str) -> None:
    body = payloads.mention("what did Mara Lind say?")
    with running(slack, db, mode) as (_, line):
        assert line.deliver(body).acked
        slack.wait(slack.posts)
    (message,) = slack.posts("C0DESK")
    assert message["thread_ts"] == body["event"]["ts"]
    (words,) = quotations(message)
    assert WORDS in words
    assert words.strip("“”") in HARBOUR.text
    assert "Mara Lind" in message["text"].split("\n")[0]
    assert "PARAPHRASE – Coast Desk's words, not a quotation" in message["text"]


@both
def test_one_question_has_one_reply_however_often_it_comes(slack: FakeSlack, db: Path, mode: str) -> None:
    body = payloads.mention("what did Mara Lind say?")
    with running(slack, db, mode) as (_, line):
        for i, again in enumerate([body, payloads.twin(body), body, body, payloads.twin(body)]):
            assert line.deliver(again, retry=i).acked
        line.deliver(payloads.mention("help", channel="C0LAST"))
        slack.wait(lambda: slack.posts("C0LAST"))
    assert len(slack.posts("C0DESK")) == 1


@both
def test_direct_message_is_answered_where_it_stands(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        line.deliver(payloads.direct("what did Mara Lind say about the cranes?"))
        slack.wait(slack.posts)
    (message,) = slack.posts("D0ANA")
    assert "thread_ts" not in message
    assert "the cranes were ready" in message["text"]


@both
def test_command_is_answered_for_the_askers_eyes(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        line.deliver(payloads.said("Mara Lind about harbour", slack.response_url()))
        slack.wait(slack.answers)
    (answer,) = slack.answers()
    assert answer["response_type"] == "ephemeral"
    assert WORDS in answer["text"]
    assert slack.posts() == []


@both
def test_nothing_found_is_an_answer(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        line.deliver(payloads.said("Mara Lind about tulips", slack.response_url()))
        slack.wait(slack.answers)
    (answer,) = slack.answers()
    assert answer["text"].startswith("Nothing by Mara Lind about tulips")
    assert "Searched 2 articles" in answer["text"]


@both
def test_empty_mention_is_told_how_to_ask(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        line.deliver(payloads.mention(""))
        slack.wait(slack.posts)
    assert "what did" in slack.posts()[0]["text"]


@both
def test_other_talk_is_neither_answered_nor_stored(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        line.deliver(payloads.message("what did Mara Lind say? between us: zebra"))
        line.deliver(payloads.own("what did Mara Lind say? zebra"))
        line.deliver(payloads.mention("help", channel="C0LAST"))
        slack.wait(lambda: slack.posts("C0LAST"))
    assert [m for m in slack.posts() if m not in slack.posts("C0LAST")] == []
    assert not [path for path in db.parent.iterdir() if b"zebra" in path.read_bytes()]


@both
def test_fifty_commands_at_once_are_acked_and_answered(slack: FakeSlack, db: Path, mode: str) -> None:
    receipts = []
    bodies = [payloads.said("Mara Lind", slack.response_url()) for _ in range(50)]
    with running(slack, db, mode) as (_, line):
        threads = [threading.Thread(target=lambda b=body: receipts.append(line.deliver(b))) for body in bodies]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        slack.wait(lambda: len(slack.answers()) == 50, timeout=30)
    assert [r.seconds for r in receipts if not r.acked or r.seconds >= 3] == []
    assert len({url for url, _ in slack.responses}) == 50


def test_forged_event_is_neither_answered_nor_stored(slack: FakeSlack, db: Path) -> None:
    raw, kind = encoded(payloads.mention("what did Mara Lind say?"))
    with running(slack, db, "http") as (_, line):
        assert isinstance(line, HttpLine)
        assert line.send(raw, signature(raw, "another-secret") | {"Content-Type": kind})[0] == 401
        line.deliver(payloads.mention("help", channel="C0LAST"))
        slack.wait(lambda: slack.posts("C0LAST"))
    assert slack.posts("C0DESK") == []


@both
def test_hostile_article_posts_no_mention_and_no_link_of_its_own(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        line.deliver(payloads.mention("what did Ivo Brandt say?"))
        line.deliver(payloads.mention("what did <!channel> say about <https://evil.example|tugboats>?"))
        slack.wait(lambda: len(slack.posts()) == 2)
    found, _ = slack.posts()
    assert "read <https://evil.example|coast.example> & ask <@U0VICTIM> about tugboats" in quotations(found)[0]
    for message in slack.posts():
        marked = [message["text"], *re.findall(r'"mrkdwn", "text": "([^"]*)"', json.dumps(message["blocks"]))]
        marked = [OUR_DATE.sub("", text) for text in marked]
        assert [text for text in marked if "<" in text] == []
        assert '"url"' not in json.dumps(message["blocks"])


# -- Slack in trouble --------------------------------------------------------------------------------------------------


def test_rate_limited_reply_arrives_once(slack: FakeSlack, db: Path) -> None:
    slack.script("chat.postMessage", limited(0), limited(1))
    with running(slack, db, "socket") as (_, line):
        line.deliver(payloads.mention("what did Mara Lind say?"))
        slack.wait(slack.posts)
    assert (len(slack.called("chat.postMessage")), len(slack.posts())) == (3, 1)


@pytest.mark.parametrize("stored", [True, False])
def test_reply_whose_answer_is_lost_stands_once(slack: FakeSlack, db: Path, stored: bool) -> None:
    slack.script("chat.postMessage", Trouble(drops=True, stores=stored))
    with running(slack, db, "http", settle=timedelta(0)) as (bot, line):
        line.deliver(payloads.mention("what did Mara Lind say?"))
        slack.wait(lambda: slack.called("chat.postMessage") and bot.deliverer.reconcile())
        bot.newsroom.wake()
        slack.wait(slack.posts)
        line.deliver(payloads.mention("help", channel="C0LAST"))
        slack.wait(lambda: slack.posts("C0LAST"))
    assert len(slack.posts("C0DESK")) == 1
    assert len(slack.called("chat.postMessage")) == (2 if stored else 3)


def test_reply_that_slack_refuses_is_given_up(slack: FakeSlack, db: Path) -> None:
    slack.closed["C0DESK"] = "is_archived"
    with running(slack, db, "socket") as (bot, line):
        line.deliver(payloads.mention("what did Mara Lind say?"))
        slack.wait(lambda: slack.called("chat.postMessage"))
        line.deliver(payloads.mention("help", channel="C0LAST"))
        slack.wait(lambda: slack.posts("C0LAST"))
        slack.wait(lambda: not bot.store.unsure() and not bot.store.due(datetime.now(UTC)))
    assert len(slack.called("chat.postMessage")) == 2


# -- the process in trouble --------------------------------------------------------------------------------------------


@both
def test_request_committed_before_a_kill_is_answered_once_after_it(slack: FakeSlack, db: Path, mode: str) -> None:
    body = payloads.mention("what did Mara Lind say?")
    inbound = request_of(body, BOT_USER)
    assert inbound.request is not None
    killed = Bot(settings(slack, db, mode))  # acked, and then no thread of it ran
    assert killed.newsroom.receive(inbound.request, inbound.claims)
    assert killed.store.take(datetime.now(UTC)) == inbound.request  # one worker had it in hand
    killed.listener.stop(5)
    killed.store.close()
    with running(slack, db, mode) as (_, line):
        slack.wait(slack.posts)
        assert line.deliver(body, retry=1).acked  # Slack had not heard the ack
        line.deliver(payloads.mention("help", channel="C0LAST"))
        slack.wait(lambda: slack.posts("C0LAST"))
    assert len(slack.posts("C0DESK")) == 1


@pytest.mark.parametrize("arrived", [True, False])
def test_kill_while_posting_neither_doubles_nor_loses(slack: FakeSlack, db: Path, arrived: bool) -> None:
    inbound = request_of(payloads.mention("what did Mara Lind say?"), BOT_USER)
    assert inbound.request is not None
    slack.script("chat.postMessage", Trouble(drops=True, stores=arrived))
    killed = Bot(settings(slack, db, "http"))
    killed.newsroom.receive(inbound.request, inbound.claims)
    killed.workers.start()
    slack.wait(lambda: slack.called("chat.postMessage") and killed.store.unsure())
    killed.stop()
    with running(slack, db, "http", settle=timedelta(0)) as (bot, line):
        slack.wait(lambda: bot.deliverer.reconcile() or not bot.store.unsure())
        bot.newsroom.wake()
        slack.wait(slack.posts)
        line.deliver(payloads.mention("help", channel="C0LAST"))
        slack.wait(lambda: slack.posts("C0LAST"))
    assert len(slack.posts("C0DESK")) == 1
