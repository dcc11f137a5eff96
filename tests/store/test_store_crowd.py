"""Many at once, for a while: nobody is turned away, nobody waits long, the log stays short (RELIABILITY, row 14)."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from store_kit import put, report, seen

from bot.errors import ArchiveError
from bot.ports import Search
from store.connection import Connections

if TYPE_CHECKING:
    from collections.abc import Callable

    from store import Store


class Crowd:
    """Threads that repeat their work until a time, and what they met."""

    def __init__(self, seconds: float) -> None:
        self.until = time.monotonic() + seconds
        self.times: list[float] = []
        self.errors: list[ArchiveError] = []

    def going(self) -> bool:
        return time.monotonic() < self.until

    def write(self, store: Store, name: int) -> None:
        number = 0
        while self.going():
            began = time.monotonic()
            said = (("Ann Hill", f"thing {number} came"), ("Bo Lind", "the road is shut"))
            self.try_(lambda said=said, number=number: put(store, report(f"{name}-{number}", *said)))  # type: ignore[misc]
            self.times.append(time.monotonic() - began)
            number += 1

    def read(self, store: Store) -> None:
        while self.going():
            self.try_(lambda: self.look(store))

    def look(self, store: Store) -> None:
        with seen(store) as snapshot:
            found = snapshot.find(Search(words=("road", "thing"), limit=50))
            snapshot.records([one.id for one in found[:5]])

    def try_(self, work: Callable[[], object]) -> None:
        try:
            work()
        except ArchiveError as error:
            self.errors.append(error)

    def p99(self) -> float:
        return sorted(self.times)[len(self.times) * 99 // 100]


@pytest.mark.parametrize(
    ("seconds", "longest"),
    [
        (2, 1.0),  # in the suite, beside other tests: that it works at all
        pytest.param(60, 0.25, marks=pytest.mark.soak),
    ],
)
def test_8_readers_and_4_writers(store: Store, path: Path, seconds: float, longest: float) -> None:
    crowd, log = Crowd(seconds), 0
    threads = [threading.Thread(target=crowd.write, args=(store, n)) for n in range(4)]
    threads += [threading.Thread(target=crowd.read, args=(store,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        log = max(log, Path(f"{path}-wal").stat().st_size)
        next(thread for thread in (*threads, threads[0]) if thread.is_alive() or thread is threads[0]).join(0.1)
    line = f"{len(crowd.times)} writes, p99 {crowd.p99() * 1000:.0f} ms, {len(crowd.errors)} locked"
    print(f"{line}, log {log / 2**20:.0f} MiB")  # noqa: T201 - the figures of a long run
    assert crowd.errors == []
    assert log < 64 * 2**20
    assert crowd.p99() < longest
    assert store.check() == []


def test_log_is_copied_and_emptied_beside_the_writers_and_the_thread_ends(path: Path, store: Store) -> None:
    with store._connections.write() as session:
        session.run("CREATE TABLE filler (text)")
    for _ in range(12):
        with store._connections.write() as session:
            session.run("INSERT INTO filler VALUES (zeroblob(2000000))")
    looking = next(thread for thread in threading.enumerate() if thread.name == "checkpoints")
    looking.join(10)
    assert not looking.is_alive()  # nobody writes any more
    assert Path(f"{path}-wal").stat().st_size < 8 * 2**20


def test_closing_ends_the_thread_that_looks_after_the_log(store: Store) -> None:
    with ExitStack() as open_ones:
        connections = Connections(store.path)
        open_ones.callback(connections.close)
        with connections.write() as session:
            session.run("CREATE TABLE filler AS SELECT zeroblob(20000000) AS text")
        looking = [thread for thread in threading.enumerate() if thread.name == "checkpoints"]
        assert looking
    assert not any(thread.is_alive() for thread in looking)


def test_reader_that_stays_holds_the_log_but_no_writer(store: Store) -> None:
    with store._connections.write() as session:
        session.run("CREATE TABLE filler (text)")
    with seen(store) as staying:
        staying.coverage()
        longest = 0.0
        for _ in range(12):
            began = time.monotonic()
            with store._connections.write() as session:
                session.run("INSERT INTO filler VALUES (zeroblob(1000000))")
            longest = max(longest, time.monotonic() - began)
        assert staying.coverage().articles == 0
    assert longest < 2.0
