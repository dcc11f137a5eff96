"""How a statement over time, its retraction and a removal read: plain, with their hours and whose word it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fakes.marked import records

from bot.compose import clicks
from bot.compose.amended import REMOVED, RETRACTED, Amendment, amendment, note
from bot.compose.cards import card, grouped
from bot.compose.past import difference, told, vanished
from bot.compose.retracting import done
from bot.model import Fate, Past, Record, Retraction
from bot.removal import Target, Weighed
from bot.removal import told as weighed
from bot.retracting import Named

AT = datetime(2025, 12, 11, 11, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)


def withdrawn(**fate: object) -> Record:
    (record,) = records("<<Hill>> {{said}} [[that it rained]].", "Ann Hill")
    return replace(record, fate=Fate(**fate))  # type: ignore[arg-type]


def test_difference_is_word_by_word_in_the_articles_words() -> None:
    assert difference("the bridge stays open until May", "the old bridge is shut until May") == (
        "the [+ old] bridge [– stays open] [+ is shut] until May"
    )


def test_history_tells_versions_changes_and_a_page_that_is_gone() -> None:
    past = Past((AT - HOUR, AT), (("it rained", AT),), "it poured", lost=AT + HOUR)
    lines, instants = told(past, "UTC")
    assert lines == (
        "The article was read in 2 versions: 11 Dec 2025, 10:02 UTC and 11 Dec 2025, 11:02 UTC.",
        "Wording changed, seen 11 Dec 2025, 11:02 UTC ([–] only before, [+] only after): it [– rained] [+ poured]",
        "The article was not found at its address, since 11 Dec 2025, 12:02 UTC. That alone is no retraction.",
    )
    assert [at for _, at in instants] == [AT - HOUR, AT, AT + HOUR]
    assert told(Past((AT,)), "UTC") == ((), ())
    assert told(Past((AT - HOUR, AT), words="x"), "UTC")[0][1:] == (
        "This statement reads in it as it did when it was first read.",
    )


def test_vanished_statement_says_since_when_and_how_it_last_read() -> None:
    page = vanished(Past((AT - HOUR, AT), (), "it rained", gone=AT), "UTC")
    assert page.headline == "No longer in the article since 11 Dec 2025, 11:02 UTC: answers and digests leave it out."
    assert page.notes[0] == "It last read: “it rained”"


def test_card_citation_and_retraction_say_so_with_the_reason() -> None:
    record = withdrawn(retracted=AT, notice="This article has been retracted.", altered=AT)
    (group,) = grouped([record])
    made = card(group, named=True, dated=True)
    assert made.warning == (
        "RETRACTED by the outlet, noted 11 Dec 2025, 11:02 UTC: This article has been retracted; "
        "wording changed in the article, seen 11 Dec 2025, 11:02 UTC"
    )
    assert [at for _, at in made.instants] == [AT]
    assert "RETRACTED by the outlet, noted 11 Dec 2025, 11:02 UTC" in clicks.cited([record])
    assert clicks.fated(withdrawn(), "UTC") == []
    named = Named(1, "Rain", "The Courier", None, "2025-12-10", "public", 1)
    page = done(named, Retraction(7, "U1", "It was wrong.", AT), "UTC")
    assert page.headline == "Retracted: “Rain” (The Courier, 10 Dec 2025). Its 1 statement will say so wherever shown."
    assert [(one.by, one.undo) for one in page.changes] == [("U1", "retraction/7")]


def test_message_is_changed_by_what_was_retracted_after_it_was_frozen_only() -> None:
    record = withdrawn(retracted=AT)
    ids = (record.id,)
    made = amendment(ids, {record.id: record}, {}, AT - HOUR, "UTC")
    assert made is not None
    assert (made.what, made.at) == (RETRACTED, AT)
    assert amendment(ids, {record.id: record}, {}, AT, "UTC") is None
    assert amendment(ids, {record.id: withdrawn()}, {}, AT - HOUR, "UTC") is None


def test_note_tells_each_kind_of_change_with_its_last_hour() -> None:
    text, instants = note([Amendment(AT, what=RETRACTED), Amendment(AT + HOUR, what=REMOVED), Amendment(AT)], "UTC")
    assert text == (
        "Retracted by the outlet since it was posted: 1 statement, 11 Dec 2025, 11:02 UTC. "
        "Corrected by the desk since it was posted: 1 statement, 11 Dec 2025, 11:02 UTC. "
        "Removed on request since it was posted: 1 statement, 11 Dec 2025, 12:02 UTC."
    )
    assert len(instants) == 3


def test_dry_run_of_a_speaker_says_what_goes_with_them_and_what_stays() -> None:
    found = Weighed(Target("speaker", (1,), (1,)), "Ann Hill", 1, 3, others=2, messages=1, orders=1, named=4)
    assert weighed(found) == [
        "Ann Hill: 1 article with 3 statements.",
        "Articles are removed whole, as their text has the words: 2 statements of other speakers go with them.",
        "Only named in 4 articles: left as it is; --mentions removes that, too.",
        "Watches and digests that name them end: 1.",
        "Shown in 1 message of ours: our copies are cleared; --posted also changes what stands in Slack.",
    ]
