"""Several at once, and what happens when the machine does not play along."""

from __future__ import annotations

import signal
import sqlite3
import threading
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from store_kit import NOW, put, report, script, seen, words_by_id

from bot.errors import ArchiveError
from bot.model import Asker, Query
from bot.ports import Search
from store.connection import _Turn

if TYPE_CHECKING:
    from store import Store

WRITE = """
import sys
from pathlib import Path
from store_kit import put, report
from store import open_archive
store = open_archive(Path(sys.argv[1]))
for number in range(int(sys.argv[3])):
    found = report(f"{sys.argv[2]}{number}", ("Ann Hill", f"line {number} of many"), ("Bo Lind", "the road is shut"))
    put(store, found)
    print(number, flush=True)
"""
HANG = """
import sys
from pathlib import Path
from store_kit import NOW, report
from store import articles, open_archive
from store.settling import Debt
store = open_archive(Path(sys.argv[1]))
with store._connections.write() as session:
    article, statements = report("half", ("Ann Hill", "nobody will ever read this"))
    articles.admit(session, article, statements, NOW, news=True, extractor="x1", debt=Debt())
    print("inside", flush=True)
    sys.stdin.readline()
"""


def test_threads_and_processes_write_beside_readers(store: Store, path: Path) -> None:
    errors: list[Exception] = []

    def write(name: str) -> None:
        try:
            for number in range(20):
                put(store, report(f"{name}{number}", ("Ann Hill", f"thing {number} of {name}"), ("Bo Lind", "no")))
                words_by_id(store)
        except ArchiveError as error:
            errors.append(error)

    threads = [threading.Thread(target=write, args=(name,)) for name in ("t", "u")]
    processes = [script(WRITE, path, name, 20) for name in ("p", "q")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    failures = [process.communicate()[1] for process in processes]
    assert (errors, failures) == ([], ["", ""])
    with seen(store) as snapshot:
        assert (snapshot.coverage().articles, snapshot.coverage().statements) == (80, 160)
    assert store.check() == []


def test_kill_in_the_middle_of_a_transaction_leaves_nothing_half(store: Store, path: Path) -> None:
    put(store, report("whole", ("Ann Hill", "the bridge stays open")))
    process = script(HANG, path)
    assert process.stdout.readline() == "inside\n"  # type: ignore[union-attr]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert list(words_by_id(store).values()) == ["the bridge stays open"]
    assert put(store, report("half", ("Ann Hill", "nobody will ever read this"))).outcome == "new"
    assert store.check() == []


@pytest.mark.parametrize("after", [0, 7, 23])
def test_kill_at_any_moment_keeps_what_was_acknowledged(store: Store, path: Path, after: int) -> None:
    process = script(WRITE, path, "k", 10_000)
    acknowledged = [process.stdout.readline() for _ in range(after + 1)]  # type: ignore[union-attr]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    with seen(store) as snapshot:
        coverage = snapshot.coverage()
    assert len(acknowledged) <= coverage.articles == coverage.statements / 2
    assert store.check() == []


def test_snapshot_does_not_move_while_others_write(store: Store) -> None:
    put(store, report("a", ("Ann Hill", "the bridge stays open")))
    with seen(store) as snapshot:
        assert snapshot.vocabulary(["bridge"]) == {"bridge": 1}
        put(store, report("b", ("Ann Hill", "the bridge is closed")))  # by the same thread, even
        assert snapshot.vocabulary(["bridge", "closed"]) == {"bridge": 1}
        assert len(snapshot.find(Search(words=("bridge",)))) == 1
        assert snapshot.coverage().articles == 1
        with seen(store) as newer:
            assert newer.coverage().articles == 2


def test_write_that_fails_leaves_nothing_and_the_next_one_works(store: Store) -> None:
    article, statements = report("a", ("Ann Hill", "the bridge stays open"))
    with pytest.raises(AttributeError):
        put(store, (article, [*statements, None]))  # type: ignore[list-item]
    assert words_by_id(store) == {}
    assert put(store, (article, statements)).outcome == "new"
    assert store.check() == []


def test_write_inside_a_write_is_a_bug_and_not_a_deadlock(store: Store) -> None:
    with store._connections.write(), pytest.raises(RuntimeError, match="open in this thread"):
        put(store, report("a", ("Ann Hill", "the bridge stays open")))


def test_write_holds_the_database_from_its_first_read(store: Store, path: Path) -> None:
    """Else what it read could be old when it writes, and SQLite would refuse it at once."""
    with (
        closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other,
        store._connections.write() as session,
    ):
        session.all("SELECT * FROM articles")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")


def test_log_is_emptied_though_readers_follow_one_on_another(store: Store, path: Path) -> None:
    reading, stop = threading.Event(), threading.Event()

    def read() -> None:
        """Never without an open snapshot, none of them long."""
        before = ExitStack()
        while not stop.is_set():
            now = ExitStack()
            now.enter_context(seen(store)).coverage()
            before.close()
            before = now
            reading.set()
        before.close()

    reader = threading.Thread(target=read)
    reader.start()
    reading.wait()
    sizes = []
    for _ in range(72):
        store.save_answer(Query("x" * 500_000), (), Asker(), NOW)
        sizes.append(Path(f"{path}-wal").stat().st_size)
    stop.set()
    reader.join()
    assert max(sizes) < 2**25


def test_turn_goes_to_whoever_waits_longest() -> None:
    turn, order = _Turn(), []

    def wait(name: int) -> None:
        assert turn.acquire(10)
        order.append(name)
        turn.release()

    assert turn.acquire(0)
    threads = [threading.Thread(target=wait, args=(name,)) for name in range(5)]
    for number, thread in enumerate(threads, 1):
        thread.start()
        while len(turn._waiting) < number:
            thread.join(0.001)
    assert not turn.acquire(0.001)  # whoever gives up is forgotten
    turn.release()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]
    assert turn.acquire(0)


def test_threads_that_ended_leave_no_connection(store: Store) -> None:
    for _ in range(5):
        thread = threading.Thread(target=words_by_id, args=(store,))
        thread.start()
        thread.join()
    words_by_id(store)
    assert len(store._connections._open) <= 2


def test_full_disk_is_said_and_reading_goes_on(store: Store) -> None:
    put(store, report("a", ("Ann Hill", "the bridge stays open")))
    with store._connections.write() as session:
        session.all("PRAGMA max_page_count = 1")  # cannot go below what is there: full from here on
    with pytest.raises(ArchiveError, match="full"):
        put(store, report("b", *[("Ann Hill", f"line {n} " + "x" * 2000) for n in range(100)]))
    assert list(words_by_id(store)) == [1]
    with store._connections.write() as session:
        session.all("PRAGMA max_page_count = 1000000")
    assert put(store, report("b", ("Ann Hill", "space again"))).outcome == "new"
    assert store.check() == []
