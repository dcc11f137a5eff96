"""An index built anew beside readers and writers: nothing is missed, nothing is lost wherever it is left or killed."""

from __future__ import annotations

import random
import signal
import sqlite3
import threading
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from store_kit import NOW, put, report, script, seen, words_by_id

from bot.errors import ArchiveError
from bot.ports import Search
from store import rebuilding
from store.lock import held

if TYPE_CHECKING:
    from pathlib import Path

    from store import Store

NAMES = ("Ann Hill", "Bo Lind", "Cy Moor")
REMARKS = ("the bridge stays open", "the road is shut", "ten boats were seen", "no comment")
ROLES = (None, "harbour master", "mayor")


def one_of_many(draw: random.Random, count: int = 12) -> tuple[object, ...]:
    """An article that may be on record already, with other words, an embargo or a private reader."""
    lines = [(draw.choice(NAMES), draw.choice(REMARKS), {"role": draw.choice(ROLES)}) for _ in range(draw.randrange(4))]
    hidden = draw.choice((None, None, NOW + timedelta(days=1)))
    scope = draw.choice(("public", "public", "channel:C1"))
    return report(f"a{draw.randrange(count)}", *lines, scope=scope, visible_from=hidden)


def disturb(store: Store, draw: random.Random) -> None:
    """Write something: a new or changed article, a correction."""
    put(store, one_of_many(draw))  # type: ignore[arg-type]
    known = list(words_by_id(store))
    if known and draw.random() < 0.5:
        store.correct(draw.choice(known), "speaker", draw.choice(NAMES), by="U1", now=NOW)


def derived(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is counted, and the index as its vocabulary tells it."""
    tables = {
        "words": "SELECT * FROM words",
        "names": "SELECT * FROM speaker_aliases",
        "roles": "SELECT speaker_id, role, scope, hidden_until, count FROM speaker_roles",
        "their words": "SELECT * FROM name_words",
        "totals": "SELECT * FROM holdings",
        "restricted": "SELECT * FROM restricted",
        "index": "SELECT * FROM temp.said",
        "articles": "SELECT * FROM temp.named",
    }
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE VIRTUAL TABLE temp.said USING fts5vocab(main, statement_terms, instance)")
        conn.execute("CREATE VIRTUAL TABLE temp.named USING fts5vocab(main, article_terms, instance)")
        return {name: sorted(conn.execute(sql), key=repr) for name, sql in tables.items()}


def names_of_tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as conn:
        return {name for (name,) in conn.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'trigger')")}


@pytest.mark.parametrize("seed", range(8))
def test_what_is_written_between_two_slices_is_in_the_new_index(store: Store, path: Path, seed: int) -> None:
    draw = random.Random(seed)
    for _ in range(12):
        disturb(store, draw)
    for stage in rebuilding.stages(store._connections, first=1):
        for _ in range(2 if stage == "slice" else 0):
            disturb(store, draw)
    assert store.check() == []
    after = derived(path)
    store.rebuild_index()  # alone: the reference
    assert after == derived(path)


def test_left_after_any_transaction_the_record_is_whole(store: Store, path: Path) -> None:
    draw = random.Random(3)
    for _ in range(5):
        disturb(store, draw)
    before, tables = derived(path), names_of_tables(path)
    count = sum(1 for _ in rebuilding.stages(store._connections, first=2))
    assert count > 20
    for end in range(1, count):
        for number, _ in enumerate(rebuilding.stages(store._connections, first=2), 1):
            if number == end:
                break
        assert store.check() == []
        assert derived(path) == before
    disturb(store, draw)  # with what the last one left in the way
    store.rebuild_index()
    assert store.check() == []
    assert names_of_tables(path) == tables


def test_readers_are_answered_by_the_old_index_until_the_new_one_is_there(store: Store) -> None:
    put(store, report("a", ("Ann Hill", "the bridge stays open")))
    with seen(store) as before:
        for stage in rebuilding.stages(store._connections, first=1):
            with seen(store) as snapshot:
                assert [c.id for c in snapshot.find(Search(words=("bridge",)))] == [1], stage
        assert [c.id for c in before.find(Search(words=("bridge",)))] == [1]


def test_directory_is_read_again(store: Store) -> None:
    put(store, report("a", ("Ann Hill", "the bridge stays open")))
    with store._connections.write() as session:
        session.run("UPDATE speaker_aliases SET alias = 'Ghost'")
    with seen(store) as snapshot:
        assert [entry.name for entry in snapshot.directory()] == ["Ghost"]
    store.rebuild_index()
    with seen(store) as snapshot:
        assert [entry.name for entry in snapshot.directory()] == ["Ann Hill"]


def test_second_one_at_once_is_refused(store: Store, path: Path) -> None:
    with (
        held(path.with_name("archive.db.rebuild"), "taken"),
        pytest.raises(ArchiveError, match="being built anew already: wait"),
    ):
        store.rebuild_index()


def test_writers_go_on_while_it_is_built(store: Store) -> None:
    draw = random.Random(5)
    for _ in range(10):
        disturb(store, draw)
    done = threading.Event()
    refused: list[ArchiveError] = []

    def write() -> None:
        mine = random.Random(6)
        while not done.is_set():
            try:
                disturb(store, mine)
            except ArchiveError as error:
                refused.append(error)

    writers = [threading.Thread(target=write) for _ in range(2)]
    for thread in writers:
        thread.start()
    for _ in range(3):
        store.rebuild_index()
    done.set()
    for thread in writers:
        thread.join()
    assert refused == []
    assert store.check() == []


REBUILD = """
import sys
from store import open_archive
from store.rebuilding import stages
store = open_archive(sys.argv[1])
while True:
    for stage in stages(store._connections, first=5):
        print(stage, flush=True)
"""


def killed(path: Path, after: int) -> None:
    """A rebuild in a process of its own, killed when it has done so many transactions: in the middle of the next."""
    process = script(REBUILD, path)
    for _ in range(after):
        process.stdout.readline()  # type: ignore[union-attr]
    process.send_signal(signal.SIGKILL)
    process.communicate()


@pytest.mark.parametrize("rounds", [4, pytest.param(100, marks=pytest.mark.soak)])
def test_kill_in_mid_transaction_leaves_the_record_whole(store: Store, path: Path, rounds: int) -> None:
    draw = random.Random(7)
    for _ in range(30):
        disturb(store, draw)
    before = derived(path)
    for number in range(rounds):
        killed(path, after=1 + number * 7 % 40)
        assert store.check() == []
        assert derived(path) == before
    store.rebuild_index()
    assert derived(path) == before
