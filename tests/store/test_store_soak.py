"""The long versions: kills, crowds and backups, with their figures printed (`make soak`)."""

from __future__ import annotations

import signal
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from store_kit import put, report, script, seen, words_by_id
from test_store_together import WRITE

from bot.errors import ArchiveError
from bot.ports import Search
from store import open_archive

if TYPE_CHECKING:
    from store import Store

pytestmark = pytest.mark.soak


def test_kill_200_writers_in_mid_transaction(store: Store, path: Path) -> None:
    acknowledged = 0
    for number in range(200):
        process = script(WRITE, path, f"k{number}-", 10_000)
        for _ in range(number % 7 + 1):
            process.stdout.readline()  # type: ignore[union-attr]
            acknowledged += 1
        process.send_signal(signal.SIGKILL)
        process.communicate()
        with seen(store) as snapshot:
            coverage = snapshot.coverage()
        assert acknowledged <= coverage.articles == coverage.statements / 2
    assert store.check() == []
    print(f"200 kills: {coverage.articles} articles whole, {acknowledged} acknowledged, 0 lost, 0 partial")  # noqa: T201


def test_8_readers_and_4_writers_for_a_minute(store: Store, path: Path) -> None:
    until = time.monotonic() + 60
    times: list[float] = []
    errors: list[ArchiveError] = []
    log = 0

    def write(name: int) -> None:
        number = 0
        while time.monotonic() < until:
            began = time.monotonic()
            try:
                put(
                    store,
                    report(f"{name}-{number}", ("Ann Hill", f"thing {number} came"), ("Bo Lind", "the road is shut")),
                )
            except ArchiveError as error:
                errors.append(error)
            times.append(time.monotonic() - began)
            number += 1

    def read() -> None:
        while time.monotonic() < until:
            try:
                with seen(store) as snapshot:
                    found = snapshot.find(Search(words=("road", "thing"), limit=50))
                    snapshot.records([one.id for one in found[:5]])
            except ArchiveError as error:
                errors.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(4)]
    threads += [threading.Thread(target=read) for _ in range(8)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        log = max(log, Path(f"{path}-wal").stat().st_size)
        threads[0].join(0.1)
        if not threads[0].is_alive():
            for thread in threads:
                thread.join()
    p99 = sorted(times)[len(times) * 99 // 100]
    print(f"{len(times)} writes, p99 {p99 * 1000:.0f} ms, {len(errors)} locked, log {log / 2**20:.0f} MiB")  # noqa: T201
    assert errors == []
    assert log < 64 * 2**20
    assert p99 < 0.25
    assert store.check() == []


def test_50_backups_under_load_are_sound(store: Store, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        number = 0
        while not stop.is_set():
            put(store, report(f"w{number}", ("Cy Moor", f"line {number} of many"), ("Bo Lind", "the road is shut")))
            number += 1

    writers = [threading.Thread(target=write) for _ in range(2)]
    for thread in writers:
        thread.start()
    copies = [tmp_path / f"copy{number}.db" for number in range(50)]
    for copy in copies:
        store.backup(copy)
    stop.set()
    for thread in writers:
        thread.join()
    for copy in copies:
        restored = open_archive(copy)
        assert restored.check() == []
        restored.close()
    print(f"50 backups, 50 sound, of up to {len(words_by_id(store))} statements")  # noqa: T201
