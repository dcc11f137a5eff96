"""Which files are opened, made, migrated and refused; a refused one stays as it was."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from store_kit import NOW, put, report, script, seen, words_by_id

from bot.errors import ArchiveError, BusyError
from bot.ingest.utterances import fingerprints
from store import open_archive, open_reading, schema
from store.connection import connect
from store.lock import locked
from store.migrations import APPLICATION_ID, _apply
from store.schema import migrations
from store.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store import Store

STEPS = len(migrations()._migrations)


def sound(path: Path) -> None:
    open_archive(path).close()


def newer(path: Path) -> None:
    sound(path)
    with sqlite3.connect(path) as conn:
        conn.execute(f"PRAGMA user_version = {STEPS + 1}")
    conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()


def foreign(path: Path) -> None:
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE recipes (name TEXT)")
    conn.close()


def cut(path: Path) -> None:
    sound(path)
    path.write_bytes(path.read_bytes()[:-8192])


def scribbled(path: Path) -> None:
    sound(path)
    content = path.read_bytes()
    path.write_bytes(content[:100] + b"\xff" * 3996 + content[4096:])


REFUSED: list[tuple[Callable[[Path], object], str]] = [
    (newer, "newer Verbatim"),  # its tables are not ours to touch
    (foreign, "another program"),  # somebody's database
    (lambda path: path.touch(), "empty"),  # SQLite opens it silently as a new database
    (lambda path: path.write_text("Dear diary, today …", encoding="utf-8"), "not a database"),  # --db notes.txt
    (lambda path: path.write_bytes(b"SQLite format 3\x00"), "not a database"),  # a header and nothing else
    (cut, "damaged"),  # half a copy
    (scribbled, "damaged"),  # the schema's page is garbage
]


@pytest.mark.parametrize(("make", "says"), REFUSED)
def test_open_refuses_in_one_line_and_changes_nothing(path: Path, make: Callable[[Path], object], says: str) -> None:
    make(path)
    before, names = path.read_bytes(), {p.name for p in path.parent.iterdir() if "-" not in p.name}
    with pytest.raises(ArchiveError, match=says) as refusal:
        open_archive(path)
    assert "\n" not in str(refusal.value)
    assert str(path) in str(refusal.value)
    assert path.read_bytes() == before
    assert {p.name for p in path.parent.iterdir() if "-" not in p.name} == names


@pytest.mark.parametrize(
    ("place", "says"),
    [
        ("missing/archive.db", "does not exist"),  # a typing error in the path: nothing is made there
        (".", "is a folder"),  # --db /var/lib/verbatim
    ],
)
def test_open_refuses_places_where_no_file_can_be(tmp_path: Path, place: str, says: str) -> None:
    with pytest.raises(ArchiveError, match=says):
        open_archive(tmp_path / place)
    assert list(tmp_path.iterdir()) == []


def test_open_refuses_a_place_nobody_can_write() -> None:
    with pytest.raises(ArchiveError, match="/proc/archive"):
        open_archive("/proc/archive.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everything")
def test_open_refuses_a_file_without_write_permission(path: Path) -> None:
    sound(path)
    path.chmod(0o400)
    with pytest.raises(ArchiveError, match="cannot be written"):
        open_archive(path)


def test_open_makes_a_database_that_says_whose_it_is(path: Path) -> None:
    sound(path)
    conn = sqlite3.connect(path)
    pragmas = [conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")]
    assert [*pragmas, conn.execute("PRAGMA journal_mode").fetchone()[0]] == [APPLICATION_ID, STEPS, "wal"]
    conn.close()


def test_open_leaves_nothing_else_behind(path: Path) -> None:
    sound(path)
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_open_finds_what_was_stored(path: Path) -> None:
    store = open_archive(path)
    put(store, report("a", ("Ann Hill", "the bridge stays open")))
    store.close()
    again = open_archive(path)
    assert list(words_by_id(again).values()) == ["the bridge stays open"]
    again.close()


@pytest.mark.parametrize("had", range(1, STEPS))
def test_open_migrates_every_older_version_after_a_backup(path: Path, had: int) -> None:
    made_by_an_older_version(path, had)
    store = open_archive(path)
    put(store, report("a", ("Ann Hill", "the bridge stays open")))
    assert store.check() == []
    store.close()
    backup = sqlite3.connect(f"{path}.before-{STEPS}")
    assert backup.execute("PRAGMA user_version").fetchone()[0] == had
    assert backup.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    backup.close()


def test_open_for_questions_migrates_too(path: Path) -> None:
    made_by_an_older_version(path, STEPS - 1)
    open_reading(path).close()
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA user_version").fetchone()[0] == STEPS


def test_version_counts_the_steps() -> None:
    assert len(schema.STEPS) == VERSION


# For each line, a process that ends by SIGKILL after the SQL of one migration, as sqlite-utils runs it, and before
# the transaction is committed; says how it ended. Forked, as starting Python and importing takes far longer.
KILLED = """
import os, signal, sys
from pathlib import Path
from dataclasses import replace
from store.migrations import prepare
from store.schema import migrations
steps = migrations()._migrations
def killed(path, at):
    def run(db, step=steps[at]):
        step.fn(db)
        os.kill(os.getpid(), signal.SIGKILL)
    steps[at] = replace(steps[at], fn=run)
    prepare(path, len(steps), migrations)
for line in sys.stdin:
    at, path = line.rstrip("\\n").split(" ", 1)
    if not (child := os.fork()):
        try:
            killed(Path(path), int(at))
        finally:
            os._exit(1)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@pytest.fixture(scope="module")
def killer() -> Iterator[Callable[[Path, int], int]]:
    """Bring a database up to this version in a process that is killed inside a migration; its exit code."""
    process = script(KILLED)

    def kill(path: Path, at: int) -> int:
        process.stdin.write(f"{at} {path}\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
        return int(process.stdout.readline())  # type: ignore[union-attr]

    yield kill
    process.communicate()


@pytest.mark.parametrize(("had", "at"), [(had, at) for had in (0, 3) for at in range(had, STEPS)])
def test_kill_inside_a_migration_leaves_what_was_there(
    path: Path, killer: Callable[[Path, int], int], had: int, at: int
) -> None:
    if had:
        made_by_an_older_version(path, had)
        with closing(sqlite3.connect(path)) as conn, conn:
            conn.execute("INSERT INTO state VALUES ('canary', 7)")
    assert killer(path, at) == -signal.SIGKILL
    if had:
        with closing(sqlite3.connect(path)) as conn:
            assert conn.execute("PRAGMA user_version").fetchone()[0] == had
        with closing(sqlite3.connect(f"{path}.before-{STEPS}")) as backup:
            assert backup.execute("SELECT value FROM state WHERE key = 'canary'").fetchone()[0] == 7
    else:
        assert not path.exists()
    with closing(open_archive(path)) as store:
        assert store.check() == []
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("SELECT value FROM state WHERE key = 'canary'").fetchall() == ([(7,)] if had else [])


def made_by_an_older_version(path: Path, had: int) -> None:
    conn = sqlite3.connect(path)
    conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    conn.execute("PRAGMA journal_mode = WAL")
    conn.close()
    db = connect(path)
    migrations().apply(db.database(), stop_before=migrations()._migrations[had].name)
    db.conn.execute(f"PRAGMA user_version = {had}")
    db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    db.conn.close()


def test_migration_that_was_done_meanwhile_is_not_done_again(path: Path) -> None:
    sound(path)
    before = path.read_bytes()
    _apply(path, migrations(), STEPS, version=1)
    assert path.read_bytes() == before


OPEN = """
import sys
from pathlib import Path
from store import open_archive
sys.stdin.readline()
open_archive(Path(sys.argv[1])).close()
print("opened", flush=True)
"""


@pytest.mark.parametrize("had", [0, 2])  # a file that is not there yet, and one of an older version
def test_two_processes_may_open_at_once(path: Path, had: int) -> None:
    if had:
        made_by_an_older_version(path, had)
    both = [script(OPEN, path) for _ in range(2)]
    for process in both:
        process.stdin.write("go\n")  # type: ignore[union-attr]
        process.stdin.flush()  # type: ignore[union-attr]
    assert [process.communicate()[0] for process in both] == ["opened\n", "opened\n"]
    store = open_archive(path)
    assert store.check() == []
    store.close()


RUN = """
import sys
from pathlib import Path
from store.lock import locked
with locked(Path(sys.argv[1])):
    print("running", flush=True)
    sys.stdin.readline()
"""


def test_second_runner_is_refused_until_the_first_ends_however(path: Path) -> None:
    first = script(RUN, path)
    assert first.stdout.readline() == "running\n"  # type: ignore[union-attr]
    with pytest.raises(ArchiveError, match="already running"), locked(path):
        pass
    first.send_signal(signal.SIGKILL)
    first.communicate()
    with locked(path):
        pass


def test_runner_does_not_keep_others_from_opening(path: Path) -> None:
    with locked(path):
        sound(path)


def test_lock_in_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"), locked(tmp_path / "missing" / "archive.db"):
        pass


def test_closed_store_says_so(store: Store) -> None:
    put(store, report("a", ("Ann Hill", "the bridge stays open")))
    store.close()
    with pytest.raises(ArchiveError, match="closed"):
        put(store, report("b", ("Ann Hill", "the road is shut")))
    with pytest.raises(ArchiveError, match="closed"), seen(store):
        pass


def test_busy_database_is_refused_within_its_time(path: Path) -> None:
    sound(path)
    store = open_archive(path, busy_seconds=0.05)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    with pytest.raises(BusyError, match="try again"):
        store.subscribe("C1", ["07:30"], "UTC", NOW)
    assert time.monotonic() - began < 5
    other.execute("ROLLBACK")
    assert store.subscribe("C1", ["07:30"], "UTC", NOW).channel == "C1"
    other.close()
    store.close()


def test_upgrade_keeps_by_what_words_are_known_again(path: Path) -> None:
    """Fingerprints lie differently since m010 and are others since m018: what was said before is still recognised."""
    made_by_an_older_version(path, 7)
    said = "the bridge stays open until the harbour is dredged"
    prints = fingerprints(said)
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("PRAGMA foreign_keys = OFF")
        conn.execute("INSERT INTO fingerprints VALUES (5, 12345, 9)")  # as they were made then
        needed = [row[1] for row in conn.execute("PRAGMA table_info(statements)") if row[3] and row[4] is None]
        given = dict.fromkeys(needed, 1) | {"id": 9, "speaker_id": 5, "kind": "direct", "words": said, "spans": "[]"}
        names, places = ", ".join(f'"{name}"' for name in given), ", ".join("?" * len(given))
        conn.execute(f"INSERT INTO statements ({names}) VALUES ({places})", list(given.values()))
    with closing(open_archive(path)):
        pass
    with closing(sqlite3.connect(path)) as conn:
        rows = conn.execute("SELECT fingerprint, speaker_id, statement_id FROM fingerprints").fetchall()
        indexes = conn.execute("SELECT name FROM sqlite_master WHERE tbl_name = 'fingerprints' AND sql IS NOT NULL")
        assert indexes.fetchall() == [("fingerprints",)]
    assert sorted(rows) == sorted((one, 5, 9) for one in prints)
