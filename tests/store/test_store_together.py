"""Several at once, and what happens when the machine does not play along."""

from __future__ import annotations

import inspect
import shutil
import signal
import sqlite3
import threading
from contextlib import ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from store_kit import NOW, put, report, script, seen, words_by_id

from bot.errors import ArchiveError, BusyError
from bot.model import Asker, Delivery, Message, Query, Request, Window
from bot.ports import Incoming, Search
from store import open_archive
from store.connection import _Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
store = open_archive(Path(sys.argv[1]))
with store._connections.write() as session:
    article, statements = report("half", ("Ann Hill", "nobody will ever read this"))
    articles.admit(session, article, statements, NOW, news=True, extractor="x1")
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


DELIVERY = Delivery("k", "reply", "C1", Message("text"))
WINDOW = Window(1, "2026-03-05/07:30", NOW, NOW, NOW)
FOUND = report("z", ("Ann Hill", "the bridge stays open"))
# Every public method of Store, called with something sensible.
CALLS: dict[str, Callable[[Store], object]] = {
    "snapshot": words_by_id,
    "admit": lambda s: put(s, FOUND),
    "admit_many": lambda s: s.admit_many([Incoming(*FOUND, news=True)], now=NOW, extractor="x1"),
    "stands": lambda s: s.stands([FOUND[0]], "x1"),
    "correct": lambda s: s.correct(1, "speaker", "Bo Lind", by="U1", now=NOW),
    "undo_correction": lambda s: s.undo_correction(1, by="U1", now=NOW),
    "merge_speakers": lambda s: s.merge_speakers(1, 2, by="U1", now=NOW),
    "undo_merge": lambda s: s.undo_merge(1, by="U1", now=NOW),
    "receive": lambda s: s.receive(Request("r", "mention", "?", "C1", "U1"), ["e"], NOW),
    "take": lambda s: s.take(NOW),
    "reopen": lambda s: s.reopen(),
    "answered": lambda s: s.answered("r", DELIVERY, NOW),
    "forget": lambda s: s.forget("r", NOW),
    "posted": lambda s: s.posted("k"),
    "failed": lambda s: s.failed("r", "why", NOW),
    "due": lambda s: s.due(NOW),
    "unsure": lambda s: s.unsure(),
    "mark": lambda s: s.mark(DELIVERY, "posting", now=NOW),
    "refused": lambda s: s.refused(),
    "hear": lambda s: s.hear("k"),
    "rewind": lambda s: s.rewind(NOW),
    "pulse": lambda s: s.pulse(NOW),
    "note_shown": lambda s: s.note_shown("C1", "1.1", (1,), NOW),
    "shown": lambda s: s.shown("C1", "1.1"),
    "save_answer": lambda s: s.save_answer(Query("?"), (1,), Asker(), NOW),
    "load_answer": lambda s: s.load_answer("id"),
    "conversation": lambda s: s.conversation("C1/1.1", NOW),
    "corrections": lambda s: s.corrections(1),
    "subscribe": lambda s: s.subscribe("C1", ["07:30"], "UTC", NOW),
    "unsubscribe_others": lambda s: s.unsubscribe_others(["C1"]),
    "subscriptions": lambda s: s.subscriptions(),
    "last_window": lambda s: s.last_window(1),
    "open_window": lambda s: s.open_window(WINDOW, "open", None, (DELIVERY,), NOW),
    "runs": lambda s: s.runs(),
    "check": lambda s: s.check(),
    "backup": lambda s: s.backup(s.path.parent / "copy.db"),
    "tidy": lambda s: s.tidy(NOW),
    "rebuild_index": lambda s: s.rebuild_index(),
}


@pytest.fixture(scope="session")
def something(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("something") / "archive.db"
    with closing(open_archive(path)) as maker:
        put(maker, report("a", ("Ann Hill", "the bridge stays open"), ("Bo Lind", "the road is shut")))
        maker.subscribe("C1", ["07:30"], "UTC", NOW)
    return path


@pytest.fixture
def filled(path: Path, something: Path) -> Iterator[Store]:
    """A database with something in it, and a store that has no connection to it yet."""
    shutil.copyfile(something, path)
    with closing(open_archive(path, busy_seconds=0.02)) as opened:
        yield opened


def test_table_calls_every_public_method(store: Store) -> None:
    public = {name for name, _ in inspect.getmembers(store, inspect.ismethod) if not name.startswith("_")}
    assert public - {"close"} == set(CALLS)


@pytest.mark.parametrize("method", CALLS)
def test_every_method_works_on_a_sound_file(filled: Store, method: str) -> None:
    if method == "open_window":
        assert CALLS[method](filled) is True
    else:
        CALLS[method](filled)


@pytest.mark.parametrize("method", CALLS)
def test_every_method_says_that_the_file_is_held(filled: Store, path: Path, method: str) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(BusyError, match="try again") as refusal:
        CALLS[method](filled)
    assert "\n" not in str(refusal.value)
    other.execute("ROLLBACK")
    other.close()


@pytest.mark.parametrize("method", CALLS)
def test_every_method_says_that_the_file_is_damaged(filled: Store, path: Path, method: str) -> None:
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * (len(content) - 100))
    with pytest.raises(ArchiveError, match="damaged") as refusal:
        CALLS[method](filled)
    assert "\n" not in str(refusal.value)
