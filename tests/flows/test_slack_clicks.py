"""Buttons, forms and shortcuts over the fake Slack, in both modes, also after a restart."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from fakes import payloads
from fakes.blocks import button, every, texts
from fakes.running import running
from fakes.workspace import Trouble
from slack_kit import asked, clicked, entry, privately, sent, shown, statements

from bot.model import Article

if TYPE_CHECKING:
    from pathlib import Path

    from fakes.slack import FakeSlack

    Json = dict[str, Any]

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
both = pytest.mark.parametrize("mode", ["socket", "http"])
RAIN = Article(
    id="rain",
    title="Rain over Kamena",
    outlet="Coast Desk",
    published="2025-12-03",
    url="https://www.coast.example/rain",
    text=(
        "It had rained for a week. “We will open the dam in the morning,” Mayor Mara Lind told reporters on Tuesday. "
        "Nobody clapped.\n\n"
        + "\n\n".join(f"Lind said that street number {n} was under water." for n in range(1, 12))
        + "\n\nHarbour master Mara Sund said that the ferry was late."
    ),
)
SECRET = Article(
    id="secret",
    outlet="Desk notes",
    published="2025-12-04",
    scope="channel:C0OTHER",
    text="Mara Lind said that she would resign before the spring.",
)
MARAS = Article(
    id="maras",
    outlet="Echo",
    published="2025-12-02",
    text="Olga Brandt said that the bells were cracked. Ivo Brandt said that the tower was safe.",
)
RECORD = (RAIN, SECRET, MARAS)  # what is on record


@both
def test_buttons_work_after_a_restart(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        message = asked(slack, line, payloads.mention("what did Mara Lind say?"))
    with running(slack, db, mode) as (_, line):
        pressed = button(message, "context")
        view = shown(slack, line, payloads.click("context", pressed["value"], message=message))
    assert view["title"]["text"] == "Context"
    assert "clapped" in " ".join(texts(view["blocks"]))


@both
def test_more_answers_the_clicker_privately_in_a_public_thread(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        message = asked(slack, line, payloads.mention("what did Mara Lind say?"))
        more = button(message, "more")
        body = payloads.click("more", more["value"], message=message, response_url=slack.response_url())
        answer = clicked(slack, line, body)
        assert line.deliver(body).acked  # the same click again
        line.deliver(payloads.mention("help", channel="C0LAST"))
        slack.wait(lambda: slack.posts("C0LAST"))
    assert (answer["response_type"], answer["replace_original"]) == ("ephemeral", False)
    assert (len(slack.answers()), len(slack.posts("C0DESK"))) == (1, 1)
    assert set(statements(answer)).isdisjoint(statements(message))
    assert button(answer, "more")["value"] != more["value"]


@both
def test_more_makes_ones_own_message_longer(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        message = dict(asked(slack, line, payloads.direct("what did Mara Lind say?"), "D0ANA"))
        body = payloads.click("more", button(message, "more")["value"], message=message, channel={"id": "D0ANA"})
        body["container"]["channel_id"] = "D0ANA"
        assert line.deliver(body).acked
        slack.wait(lambda: "edited" in slack.posts("D0ANA")[0])
    (edited,) = slack.posts("D0ANA")
    assert statements(edited)[:5] == statements(message)
    assert len(statements(edited)) == 10


@both
def test_citation_has_words_look_speaker_source_and_hash(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        message = asked(slack, line, payloads.mention("what did Mara Lind say about the dam?"))
        view = shown(slack, line, payloads.chosen(entry(message, "cite"), message=message))
    copied = every(view["blocks"], "rich_text_preformatted")[0]["elements"][0]["text"]
    for part in ("open the dam", "[QUOTE]", "Mara Lind", "Coast Desk, 3 Dec 2025", RAIN.url or "", RAIN.sha256):
        assert part in copied


@both
def test_correction_asks_first_is_audited_shown_and_taken_back(slack: FakeSlack, db: Path, mode: str) -> None:
    question = "what did Mara Lind say about the dam?"
    with running(slack, db, mode) as (bot, line):
        message = asked(slack, line, payloads.mention(question))
        form = shown(slack, line, payloads.chosen(entry(message, "wrong"), message=message))
        assert (form["callback_id"], form["submit"]["text"]) == ("correct", "Correct")
        done = sent(slack, line, form, speaker="Olga Brandt")
        assert "Speaker set to Olga Brandt" in " ".join(texts(done["blocks"]))
        after = asked(slack, line, payloads.mention("what did Olga Brandt say about the dam?"))
        assert "speaker corrected by the desk" in after["text"]
        history = shown(slack, line, payloads.chosen(entry(after, "history"), message=after))
        assert [user["user_id"] for user in every(history["blocks"], "user")] == ["U0ANA"]
        undo = payloads.click("undo", button(history, "undo")["value"], view=history, container={"type": "view"})
        assert line.deliver(undo).acked
        slack.wait(lambda: "Taken back" in " ".join(texts(slack.views[history["id"]]["blocks"])))
        again = asked(slack, line, payloads.mention(question))
        (kept,) = bot.store.corrections(int(undo["actions"][0]["value"].partition("/")[0]))
    assert "corrected" not in again["text"]
    assert "open the dam" in again["text"]
    assert (kept.by, kept.undone_by, kept.value) == ("U0ANA", "U0ANA", "Olga Brandt")


@both
def test_what_is_no_statement_is_gone_and_its_buttons_say_so(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        message = asked(slack, line, payloads.mention("what did Mara Lind say about the dam?"))
        form = shown(slack, line, payloads.chosen(entry(message, "remove"), message=message))
        done = sent(slack, line, form)
        assert button(done, "undo")
        gone = shown(slack, line, payloads.click("context", statements(message)[0], message=message))
        after = asked(slack, line, payloads.mention("what did Mara Lind say about the dam?"))
    assert "This statement is gone" in " ".join(texts(gone["blocks"]))
    assert after["text"].startswith("Nothing by Mara Lind")


@both
def test_statement_of_another_channel_is_shown_to_nobody_here(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        there = asked(
            slack, line, payloads.mention("what did Mara Lind say about spring?", channel="C0OTHER"), "C0OTHER"
        )
        assert "resign" in there["text"]
        for action in ("context", "cite", "history", "wrong", "remove"):
            value = statements(there)[0]
            body = payloads.click("context", value) if action == "context" else payloads.chosen(f"{action}/{value}")
            view = shown(slack, line, body)
            assert "resign" not in json.dumps(view)
            assert "This statement is gone" in " ".join(texts(view["blocks"]))


@both
def test_which_one_is_asked_by_buttons(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        message = asked(slack, line, payloads.mention("what did Brandt say?"))
        assert message["text"].startswith("Which one?")
        ivo = next(b for b in every(message["blocks"], "button") if b["text"]["text"].startswith("Ivo"))
        body = payloads.click(ivo["action_id"], ivo["value"], message=message)
        answer = asked(slack, line, body)
    assert "the tower was safe" in answer["text"]
    assert answer["thread_ts"] == message["thread_ts"]


@both
def test_private_answer_is_shared_with_what_the_channel_may_see(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        answer = privately(slack, line, "Mara Lind about the dam")
        body = payloads.click("share", button(answer, "share")["value"], response_url=slack.response_url())
        message = asked(slack, line, body)
        slack.wait(lambda: len(slack.answers()) == 2)
    assert [user["user_id"] for user in every(message["blocks"], "user")] == ["U0ANA"]
    assert "open the dam" in message["text"]
    assert not [b for b in every(message["blocks"], "button") if b["action_id"] == "share"]


@both
def test_message_shortcut_checks_the_quotations(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        text = "“We will open the dam in the morning,” Mara Lind said.\n\n“We shall never sail,” said Ivo Brandt."
        view = shown(slack, line, payloads.shortcut("check_message", text))
    told = " ".join(texts(view["blocks"]))
    assert "VERBATIM – matches Coast Desk" in told
    assert "NOT FOUND" in told
    assert not [p for p in db.parent.iterdir() if b"shall never sail" in p.read_bytes()]


@both
def test_global_shortcut_searches_by_form(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        assert line.deliver(payloads.shortcut("search_record")).acked
        form = slack.views[slack.wait(lambda: next(iter(slack.views), ""))]
        done = sent(slack, line, form, speakers=["Ivo Brandt"], topic="tower")
    assert "Ivo Brandt" in " ".join(texts(done["blocks"]))


@both
def test_view_that_could_not_be_opened_is_answered_in_a_message(slack: FakeSlack, db: Path, mode: str) -> None:
    slack.script("views.open", Trouble(error="expired_trigger_id"))
    with running(slack, db, mode) as (_, line):
        message = asked(slack, line, payloads.mention("what did Mara Lind say about the dam?"))
        value = entry(message, "wrong")
        answer = clicked(slack, line, payloads.chosen(value, message=message, response_url=slack.response_url()))
        again = next(b for b in every(answer["blocks"], "button") if b["text"]["text"] == "Open the form again")
        form = shown(slack, line, payloads.click(again["action_id"], again["value"]))
    assert form["callback_id"] == "correct"


@both
def test_home_tab_shows_the_newest_public_statements(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        assert line.deliver(payloads.home_opened()).acked
        slack.wait(lambda: slack.homes)
    home = slack.homes["U0ANA"]
    told = " ".join(texts(home["blocks"]))
    assert "Newest public statements" in told
    assert "resign" not in told
    assert "Searched 2 articles" in told


@both
def test_answer_that_is_no_longer_kept_says_so(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        body = payloads.click("more", "no-such-answer/5", response_url=slack.response_url())
        assert "ask again" in clicked(slack, line, body)["text"]


@both
@pytest.mark.parametrize("action", ["share", "ask"])
def test_what_a_button_cannot_do_is_told_to_who_pressed_it(slack: FakeSlack, db: Path, mode: str, action: str) -> None:
    with running(slack, db, mode) as (_, line):
        body = payloads.click(action, "no-such-answer/0", message={"ts": "1.1"}, response_url=slack.response_url())
        assert "ask again" in clicked(slack, line, body)["text"]
    assert slack.posts() == []


WORDS = [
    ("status", "Verbatim is running: "),
    ("sources", "No source is read by itself yet."),
    ("speakers", "4 speakers in the record."),
    ("speakers brandt", "2 speakers in the record with “brandt” in the name."),
    ("check Lind said “We will open the dam in the morning,” twice", "Checked 1 quotation: 1 matches."),
    ("said Ivo Brandt", "Ivo Brandt: 1 statement"),
    ("Ivo Brandt", "Ivo Brandt: 1 statement"),  # the bare rest is a search
    ("help", "Ask who said what"),
    ("statsu", "Verbatim does not know “statsu”. Did you mean “status”?"),
]


@both
def test_words_mean_the_same_on_every_surface(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        for word, begins in WORDS:
            mention = asked(slack, line, payloads.mention(word, channel=f"C{hash(word)}"), f"C{hash(word)}")
            direct = asked(slack, line, payloads.direct(word, channel=f"D{hash(word)}"), f"D{hash(word)}")
            command = privately(slack, line, word)
            for answer in (mention, direct, command):
                assert answer["text"].startswith(begins), word


@both
def test_follow_up_goes_on_in_its_thread_and_in_direct_messages(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        first = payloads.mention("what did Mara Lind say about the dam?")
        asked(slack, line, first)
        then = asked(slack, line, payloads.mention("and about the streets?", thread_ts=first["event"]["ts"]))
        elsewhere = asked(slack, line, payloads.mention("and about the streets?"))
        asked(slack, line, payloads.direct("what did Ivo Brandt say?"), "D0ANA")
        direct = asked(slack, line, payloads.direct("and Olga Brandt?"), "D0ANA")
    assert then["text"].startswith("Mara Lind on the streets")
    assert not elsewhere["text"].startswith("Mara Lind")
    assert direct["text"].startswith("Olga Brandt")


def edit(of: Json, text: str, **outer: object) -> Json:
    """The message as Slack tells of it once a person has changed it."""
    old = of["event"]
    new = old | {"text": text, "edited": {"user": old["user"], "ts": payloads.fresh_ts()}}
    inner = {"type": "message", "subtype": "message_changed", "channel_type": "im", "channel": old["channel"]}
    return payloads.event(inner | {"message": new, "previous_message": old, "ts": payloads.fresh_ts()} | outer)


@both
def test_edited_question_changes_its_answer(slack: FakeSlack, db: Path, mode: str) -> None:
    first = payloads.direct("what did Ivo Brandt say?")
    mention = payloads.mention("what did Ivo Brandt say?")
    with running(slack, db, mode) as (bot, line):
        asked(slack, line, first, "D0ANA")
        slack.wait(lambda: not bot.store.unsure())  # where it stands is on record
        changed = edit(first, "what did Olga Brandt say?")
        assert line.deliver(changed).acked
        slack.wait(lambda: "the bells were cracked" in slack.posts("D0ANA")[0]["text"])
        assert line.deliver(changed, retry=1).acked
        asked(slack, line, mention)
        slack.wait(lambda: not bot.store.unsure())
        again = mention["event"] | {"text": "<@U0VERBATIM> what did Olga Brandt say?", "edited": {"ts": "9.9"}}
        assert line.deliver(payloads.event(again)).acked
        slack.wait(lambda: "the bells were cracked" in slack.posts("C0DESK")[0]["text"])
    assert (len(slack.posts("D0ANA")), len(slack.posts("C0DESK"))) == (1, 1)
    assert len(slack.called("chat.update")) == 2


@both
def test_unfurled_link_is_no_edit(slack: FakeSlack, db: Path, mode: str) -> None:
    first = payloads.direct("what did Ivo Brandt say?")
    with running(slack, db, mode) as (_, line):
        asked(slack, line, first, "D0ANA")
        unfurled = edit(first, first["event"]["text"])
        assert line.deliver(unfurled).acked
        asked(slack, line, payloads.mention("help", channel="C0LAST"), "C0LAST")
    assert slack.called("chat.update") == []


@both
@pytest.mark.parametrize("tombstone", [True, False])
def test_deleted_question_loses_its_stored_text(slack: FakeSlack, db: Path, mode: str, tombstone: bool) -> None:
    first = payloads.direct("what did Ivo Brandt say about okapis?")
    with running(slack, db, mode) as (bot, line):
        asked(slack, line, first, "D0ANA")
        assert bot.store.conversation("D0ANA/", LONG_AGO)
        gone = {"subtype": "message_deleted", "deleted_ts": first["event"]["ts"], "message": {}}
        left = {"message": {"subtype": "tombstone", "ts": first["event"]["ts"], "text": "This message was deleted."}}
        assert line.deliver(edit(first, "") | {"event": edit(first, "")["event"] | (left if tombstone else gone)}).acked
        slack.wait(lambda: bot.store.conversation("D0ANA/", LONG_AGO) is None)
        assert bot.store.take(datetime.now(UTC)) is None


@both
def test_outside_organisation_sees_what_is_public_only(slack: FakeSlack, db: Path, mode: str) -> None:
    with running(slack, db, mode) as (_, line):
        shared = payloads.mention("what did Mara Lind say about spring?", channel="C0OTHER") | {
            "is_ext_shared_channel": True
        }
        answer = asked(slack, line, shared, "C0OTHER")
        guest = payloads.mention("what did Mara Lind say about spring?", channel="C0OTHER", user_team="T0ELSEWHERE")
        other = asked(slack, line, guest, "C0OTHER")
    assert "resign" not in answer["text"] + other["text"]
