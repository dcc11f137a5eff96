"""Checks that see what is wrong, copies that are whole, an index built anew."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from store_kit import NOW, put, report, seen, words_by_id

from bot.digest.model import Window
from bot.errors import ArchiveError
from bot.model import Asker, Delivery, Message, Query, Request
from bot.ports import Search
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

    from store import Store


@pytest.fixture
def filled(store: Store) -> Store:
    put(store, report("a", ("Ann Hill", "the bridge stays open"), ("Bo Lind", "the road is shut")))
    put(store, report("b", ("Ann Hill", "a zeppelin has come"), scope="channel:C1"))
    return store


HARM = [
    # An index row with terms nobody took out: the ghost that FTS5's own check does not see.
    ("INSERT INTO statement_terms (rowid, words, context, tags) VALUES (99, 'x', 'y', 'sp1')", "in the index"),
    ("UPDATE holdings SET statements = statements + 1", "in the totals"),
    ("UPDATE holdings SET articles = 0", "articles in the totals"),
    ("DELETE FROM speaker_aliases", "in the directory"),
    ("UPDATE statements SET index_version = 0", "old index"),
    ("DELETE FROM _sqlite_migrations WHERE name LIKE 'm006%'", "m006"),
    ("UPDATE revisions SET text = 'other'", "not what was stored"),
]


def test_check_of_a_sound_database_says_nothing(filled: Store) -> None:
    assert filled.check() == []


@pytest.mark.parametrize(("harm", "says"), HARM)
def test_check_sees(filled: Store, harm: str, says: str) -> None:
    with filled._connections.write() as session:
        session.run(harm)
    assert any(says in line and line.endswith(".") for line in filled.check())


def test_check_sees_rows_that_refer_to_nothing(filled: Store) -> None:
    with filled._connections.aside() as db:
        db.conn.execute("PRAGMA foreign_keys = OFF")
        db.conn.execute("DELETE FROM revisions WHERE id = 1")
    assert any("refer to nothing" in line for line in filled.check())


def test_rebuild_heals_the_index_and_loses_nothing(filled: Store) -> None:
    with filled._connections.write() as session:
        session.run("INSERT INTO statement_terms (rowid, words, context, tags) VALUES (1, 'ghost', '', 'sp1')")
        session.run("INSERT INTO article_terms (rowid, text) VALUES (1, 'ghost')")
    filled.rebuild_index()
    assert filled.check() == []
    with seen(filled, "public", "channel:C1") as snapshot:
        assert [c.id for c in snapshot.find(Search(words=("ghost",)))] == []
        assert [c.id for c in snapshot.find(Search(words=("zeppelin",)))] == [3]
        assert snapshot.mentions("ghost") == 0
    put(filled, report("a", ("Ann Hill", "nothing like before")))  # the old terms are taken out of the new index
    assert filled.check() == []


def test_rebuild_counts_names_words_and_totals_anew(filled: Store) -> None:
    with filled._connections.write() as session:
        for table in ("words", "speaker_aliases", "holdings", "restricted"):
            session.run(f"DELETE FROM {table}")
    filled.rebuild_index()
    assert filled.check() == []
    with seen(filled) as snapshot:
        assert snapshot.vocabulary(["bridge", "zeppelin"]) == {"bridge": 1}
        assert {entry.name: entry.statements for entry in snapshot.directory()} == {"Ann Hill": 1, "Bo Lind": 1}
        assert snapshot.coverage().articles == 1
    assert set(words_by_id(filled)) == {1, 2}


def test_backup_is_a_database_of_its_own(filled: Store, tmp_path: Path) -> None:
    filled.backup(tmp_path / "copy.db")
    put(filled, report("c", ("Cy Moor", "this came later")))
    copy = open_archive(tmp_path / "copy.db")
    assert (set(words_by_id(copy)), copy.check()) == ({1, 2}, [])
    assert (tmp_path / "copy.db").read_bytes()[18:20] == b"\x02\x02"  # with a write-ahead log again, once opened
    copy.close()


def test_backup_under_load_is_sound(filled: Store, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            put(filled, report(f"w{number}", ("Cy Moor", f"line {number} of many"), ("Bo Lind", "the road is shut")))
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(5):
        filled.backup(tmp_path / f"copy{number}.db")
    stop.set()
    writer.join()
    for number in range(5):
        copy = open_archive(tmp_path / f"copy{number}.db")
        assert copy.check() == []
        copy.close()


@pytest.mark.parametrize(
    ("place", "says"),
    [("archive.db", "exists"), ("missing/copy.db", "folder|opened|written")],  # itself; nowhere
)
def test_backup_refuses_in_one_line(filled: Store, path: Path, place: str, says: str) -> None:
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=says):
        filled.backup(path.parent / place)
    assert path.read_bytes() == before


def test_tidy_deletes_what_has_served_and_nothing_that_is_open(filled: Store) -> None:
    asked = [Request(name, "mention", "?", "C1", "U1") for name in ("old", "stuck", "new")]
    filled.receive(asked[0], ["e1"], NOW)
    filled.take(NOW)
    filled.answered("old", delivery("old", "reply"), NOW)
    filled.mark(filled.due(NOW)[0], "failed", now=NOW, reason="gone")
    filled.receive(asked[1], ["e2"], NOW)
    filled.take(NOW)
    filled.answered("stuck", delivery("stuck", "reply"), NOW)  # never sent
    filled.save_answer(Query("?"), [1], Asker(), NOW)
    later = NOW + timedelta(days=93)
    filled.receive(asked[2], ["e3"], later)
    assert filled.tidy(NOW + timedelta(days=30)) == 0
    assert filled.tidy(later) == 2 + 2 + 1 + 1  # claims, requests, a reply, an answer
    assert [one.run_key for one in filled.due(later)] == ["stuck"]
    assert not filled.receive(asked[2], ["e3"], later)
    assert filled.tidy(later) == 0


def test_tidy_keeps_what_became_of_digests_for_a_year(filled: Store) -> None:
    subscription = filled.subscribe("C1", ["07:30"], "UTC", NOW)
    window = Window(subscription.id, "2026-03-05/07:30", NOW, NOW, NOW)
    filled.open_window(window, "open", None, [delivery("d", "digest")], NOW)
    filled.mark(filled.due(NOW)[0], "failed", now=NOW, reason="gone")
    assert filled.tidy(NOW + timedelta(days=300)) == 0
    assert filled.tidy(NOW + timedelta(days=400)) == 1
    assert filled.last_window(subscription.id) is not None


def delivery(key: str, purpose: str) -> Delivery:
    return Delivery(key, purpose, f"C-{key}", Message("text"))


def test_tidy_ends_conversations_that_nobody_goes_on_with(filled: Store) -> None:
    filled.save_answer(Query("?"), (), Asker(), NOW, places=("C1/1.1",))
    filled.tidy(NOW + timedelta(days=30))
    assert filled.conversation("C1/1.1", NOW) is not None
    filled.tidy(NOW + timedelta(days=32))
    assert filled.conversation("C1/1.1", NOW) is None
