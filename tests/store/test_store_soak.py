"""The long versions: kills, crowds and backups, with their figures printed (`make soak`)."""

from __future__ import annotations

import signal
import threading
from typing import TYPE_CHECKING

import pytest
from store_kit import put, report, script, seen, words_by_id
from test_store_together import WRITE

from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

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
