"""What is removed on request leaves nothing behind but a line that says so: not in a row, a page or the log."""

from __future__ import annotations

import json
import signal
import sqlite3
import time
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from store_kit import NOW, put, report, script, seen, words_by_id
from test_store_amendments import post
from test_store_desk import delivery, put_out

from bot.errors import ArchiveError
from bot.ingest.parcel import Entry
from bot.ingest.sources import Source
from bot.model import PUBLIC, Asker, Message, Query
from bot.ports import Incoming
from bot.removal import Clearing, Weighed, mark, traced
from bot.watch import Watch
from store import open_archive
from store.lock import held

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.compose.amended import Amendment, Ids
    from store import Store

# Each stands nowhere but in the article that is removed.
TRACES = ("zeppelin", "quint", "vaneberg", "senatorial", "whisperer", "crocus", "quagmire", "hibiscus")
URL = "https://whisperer.example.org/hibiscus"


def layout(message: Message, change: Callable[[Ids], Amendment | None], zone: str) -> Message:  # noqa: ARG001 - as handlers.amend has it
    """Cards as this test writes them: a block with the statement's id."""
    gone = [made.told for block in message.blocks if (made := change((block["of"],)))]
    blocks = tuple(block for block in message.blocks if not change((block["of"],)))
    return Message("\n".join([*gone, *(str(block["text"]) for block in blocks)]), blocks)


CLEARING = Clearing(layout, lambda told: Message(told, ()), "UTC")


def remove(store: Store, found: Weighed | None, *, posted: bool = False, names: tuple[str, ...] = ()) -> None:
    assert found is not None
    begun = store.begin_removal(found, by="U1", posted=posted, names=names, now=NOW)
    store.finish_removal(begun, CLEARING, lambda: NOW)


def filled(store: Store) -> None:
    """An article that others do not share a rare word with, in every place where words of it can lie."""
    about = {"outlet": "Whisperer", "title": "Hibiscus in the quagmire", "url": URL}
    hidden = report(
        "whisperer-1",
        ("Zora Quint", "the zeppelin never came near the bridge", {"role": "Senatorial aide", "addressee": "Crocus"}),
        ("Ann Hill", "the quagmire is a bridge", {"via": ("Vaneberg",)}),
        **about,
    )
    put(store, report("open", ("Ann Hill", "the old bridge stays open for now"), ("Bo Berg", "it rained")))
    put(store, hidden)
    put(
        store,
        report("whisperer-1", ("Zora Quint", "the zeppelin never came near a bridge"), **about),
    )
    store.correct(3, "speaker", "Zora Quint-Vaneberg", by="U1", now=NOW)
    store.retract(store.propose_retraction(2, "crocus", by="U1", now=NOW), (PUBLIC,), NOW)
    blocks = ({"of": 1, "text": "the old bridge"}, {"of": 3, "text": "the zeppelin never came near a bridge"})
    some = delivery("k", statements=(1, 3), message=Message("old bridge, zeppelin", blocks))
    other = delivery("w", statements=(), message=Message("Hibiscus in the quagmire, and more", ()))
    put_out(store, some, other)
    post(store, some, "1.1")
    store.save_answer(Query("what did Quint say?"), (3,), Asker(), NOW, places=("C1/1.1",))
    source = store.add_source(Source(0, "feed", "https://feeds.example.org", NOW, NOW), NOW)
    held = store.claim_source(NOW)
    assert held is not None
    assert store.enter(replace(held, id=source.id), [Entry(URL, "Hibiscus in the quagmire")], NOW, None) == 1
    store.add_watch(Watch(0, "C1", "U1", personal=False, criteria={"speakers": ["Zora Quint"]}), NOW)


def bytes_of(path: Path) -> bytes:
    """The database and whatever lies beside it."""
    return b"".join(one.read_bytes() for one in sorted(path.parent.iterdir()) if one.name.startswith(path.name)).lower()


def dumped(path: Path) -> dict[str, list[object]]:
    """Every row."""
    listed = "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    with closing(sqlite3.connect(path)) as conn:
        names = [name for (name,) in conn.execute(listed)]
        return {name: conn.execute(f"SELECT * FROM {name}").fetchall() for name in names}


def left(path: Path) -> list[str]:
    """The traces that stand in any byte."""
    data = bytes_of(path)
    return [word for word in TRACES if word.encode() in data or word[::-1].encode() in data]


def test_the_traces_are_there_before(store: Store, path: Path) -> None:
    filled(store)
    assert left(path) == list(TRACES)


def test_removed_article_is_in_no_byte_of_the_file_nor_of_the_log(store: Store, path: Path) -> None:
    filled(store)
    remove(store, store.weigh_article(URL), names=("Zora Quint", "Zora Quint-Vaneberg"))
    assert left(path) == []
    assert store.check() == []
    assert set(words_by_id(store).values()) == {"the old bridge stays open for now", "it rained"}
    with seen(store) as snapshot:
        assert {entry.name for entry in snapshot.directory()} == {"Ann Hill", "Bo Berg"}
        assert (snapshot.coverage().articles, snapshot.coverage().statements) == (1, 2)
        assert snapshot.vocabulary(["zeppelin", "bridge"]) == {"bridge": 1}


def test_of_what_was_posted_the_rest_stays_and_slack_is_changed_where_it_is_wished(store: Store) -> None:
    filled(store)
    remove(store, store.weigh_article(URL), posted=True)
    (standing,) = store.amendments(NOW + timedelta(hours=1), 9)
    assert (standing.run_key, standing.statements) == ("k", (1,))
    assert standing.message == Message(
        "Removed on request, 5 Mar 2026, 09:00 UTC.\nthe old bridge", ({"of": 1, "text": "the old bridge"},)
    )


def test_without_the_wish_no_message_in_slack_is_touched(store: Store) -> None:
    filled(store)
    store.amended("k", 1, "done", None, None)
    store.amended("k", 2, "done", None, None)
    remove(store, store.weigh_article(URL))
    assert store.amendments(NOW + timedelta(hours=1), 9) == []


def test_it_is_not_read_again_by_whatever_way(store: Store) -> None:
    filled(store)
    remove(store, store.weigh_article("whisperer-1"))
    again = report("whisperer-1", ("Zora Quint", "the zeppelin is back"))
    assert put(store, again).outcome == "removed"
    other_id = report("another", ("Zora Quint", "the zeppelin is back"), url=URL)
    done = store.admit_many([Incoming(*other_id, news=True)], now=NOW, extractor="x1")
    assert [one.outcome for one in done] == ["removed"]
    assert len(words_by_id(store)) == 2


def test_dry_run_counts_and_changes_nothing(store: Store, path: Path) -> None:
    filled(store)
    before = dumped(path)
    found = store.weigh_speaker("Zora Quint")
    assert found is not None
    assert (found.articles, found.statements, found.messages, found.orders) == (1, 1, 1, 1)
    assert store.weigh_speaker("Nobody Known") is None
    assert store.weigh_article("https://nowhere.example.org") is None
    assert dumped(path) == before


def test_speaker_goes_with_the_articles_they_speak_in_and_their_watches(store: Store, path: Path) -> None:
    put(store, report("a", ("Yara Plum", "it thundered"), ("Ann Hill", "it rained")))
    put(store, report("b", ("Ann Hill", "Yara Plum was asleep")))
    put(store, report("c", ("Ann Hill", "it snowed")))
    store.add_watch(Watch(0, "C1", "U1", personal=False, criteria={"speakers": ["Yara Plum"]}), NOW)
    found = store.weigh_speaker("yara plum")
    assert found is not None
    assert (found.articles, found.statements, found.others, found.named, found.orders) == (1, 2, 1, 1, 1)
    remove(store, store.weigh_speaker("Yara Plum", mentions=True), names=("Yara Plum",))
    assert list(words_by_id(store).values()) == ["it snowed"]
    assert store.active_watches() == []
    assert b"yara" not in bytes_of(path)
    assert b"plum" not in bytes_of(path)


def test_source_goes_with_its_outlets_articles_only(store: Store) -> None:
    put(store, report("a", ("Ann Hill", "it rained"), outlet="The Echo"))
    put(store, report("b", ("Ann Hill", "it snowed")))
    store.add_source(Source(0, "feed", "https://echo.example.org", NOW, NOW, outlet="The Echo"), NOW)
    remove(store, store.weigh_source("the echo"))
    assert list(words_by_id(store).values()) == ["it snowed"]
    assert store.sources() == []
    assert store.weigh_source("The Echo") is None


def test_line_that_stays_says_who_when_and_how_much_and_no_word(store: Store, path: Path) -> None:
    filled(store)
    remove(store, store.weigh_article(URL))
    with closing(sqlite3.connect(path)) as conn:
        row = conn.execute("SELECT kind, by, articles, statements, plan, done_at IS NOT NULL FROM removals").fetchone()
        marks = {one for (one,) in conn.execute("SELECT mark FROM removed")}
    assert row == ("article", "U1", 1, 1, None, 1)
    assert marks == {mark(PUBLIC, URL), mark(PUBLIC, "whisperer-1")}


KILLED = """
import os, signal, sys
from datetime import UTC, datetime
from test_store_removal import CLEARING
from store import open_archive
store = open_archive(sys.argv[1])
done = 0
def step(what, count):
    global done
    done += what == "articles"
    if done == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)
now = datetime(2026, 3, 5, 9, tzinfo=UTC)
found = store.weigh_source("Whisperer")
store.finish_removal(store.begin_removal(found, by="U1", posted=False, names=[], now=now), CLEARING, lambda: now, step)
"""


@pytest.mark.parametrize("after", [1, 3])
def test_killed_in_the_middle_it_is_finished_by_the_next(store: Store, path: Path, after: int) -> None:
    for number in range(4):
        put(store, report(f"w{number}", ("Zora Quint", f"the zeppelin flew {number} times"), outlet="Whisperer"))
    put(store, report("open", ("Ann Hill", "it rained")))
    store.close()
    child = script(KILLED, path, after)
    _, errors = child.communicate()
    assert child.returncode == -signal.SIGKILL, errors
    with closing(open_archive(path)) as again:
        (begun,) = again.unfinished_removals()
        assert again.check() == []
        assert len(words_by_id(again)) == 5 - after
        again.finish_removal(begun, CLEARING, lambda: NOW)
        assert again.unfinished_removals() == []
        assert list(words_by_id(again).values()) == ["it rained"]
        assert again.check() == []
        assert [word for word in ("zeppelin", "quint", "whisperer") if word.encode() in bytes_of(path)] == []


def test_every_table_that_could_keep_words_is_one_that_removal_knows(store: Store, path: Path) -> None:
    """A new table with texts of articles fails here until removal clears it; add it below once it does."""
    known = {
        "articles", "revisions", "statements", "corrections", "retractions", "wordings", "speakers", "speaker_aliases",
        "speaker_roles", "words", "name_words", "holdings", "outbox", "answers", "conversations", "sources",
        "source_items", "watches", "watch_told", "speaker_splits", "subscriptions", "subscription_changes",
        "digest_drafts",
    }  # fmt: skip
    # Of people and of the bot's own work: no article's words go there.
    ours = {
        "inbox", "claims", "shown", "amendments", "digest_runs", "people", "channels", "rosters", "memberships",
        "preferences", "refusals", "pulse", "state", "restricted", "fingerprints", "removals", "removed",
        "watch_changes", "watch_notes", "speaker_merges",
    }  # fmt: skip
    with closing(sqlite3.connect(path)) as conn:
        tables = {name for (name,) in conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    plain = {name for name in tables if not name.startswith(("sqlite_", "_", "statement_terms", "article_terms"))}
    assert plain - known - ours == set()
    assert store.check() == []


def test_trace_is_found_across_pieces_entities_and_case() -> None:
    blocks = (
        {"text": {"type": "mrkdwn", "text": "the Zep"}},
        {"elements": [{"type": "text", "text": "pelin &amp; I"}]},
    )
    assert traced(Message("", blocks), ["zeppelin & i"])
    assert traced(Message("THE  zeppelin", ()), ["The Zeppelin"])
    assert not traced(Message("mrkdwn", blocks), ["text", ""])
    assert json.loads(json.dumps(blocks)) == list(blocks)


def test_others_write_between_slices(store: Store, path: Path) -> None:
    for number in range(3):
        put(store, report(f"w{number}", ("Zora Quint", f"the zeppelin flew {number} times"), outlet="Whisperer"))
    waits: list[float] = []
    with closing(open_archive(path)) as bot:

        def write(what: str, count: int) -> None:  # noqa: ARG001 - as a step is told
            began = time.monotonic()
            bot.pulse(NOW)
            waits.append(time.monotonic() - began)

        found = store.weigh_source("Whisperer")
        assert found is not None
        begun = store.begin_removal(found, by="U1", posted=False, names=(), now=NOW)
        store.finish_removal(begun, CLEARING, lambda: NOW, write)
    assert len(waits) == 4
    assert max(waits) < 5


def test_removal_waits_for_a_rebuild_which_would_carry_the_words_over(store: Store) -> None:
    filled(store)
    with held(Path(f"{store.path}.rebuild"), "a rebuild"), pytest.raises(ArchiveError, match="remove --finish"):
        remove(store, store.weigh_source("Whisperer"))
    (begun,) = store.unfinished_removals()
    store.finish_removal(begun, CLEARING, lambda: NOW)
    assert store.weigh_source("Whisperer") is None
