"""The reader process: what it gives, what it may not do, and that its death costs one source and nothing more."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from ingest_layouts import BODY, HEADLINE, LAYOUTS, URL

from bot.errors import SourceError
from bot.extract import Extractor
from bot.ingest.parcel import Job, job_of, packed, reading_of
from bot.ingest.reader import CHILD, Reader

if TYPE_CHECKING:
    from pathlib import Path

PAGE = Job("page", URL, "utf-8")
SOUND = LAYOUTS["json-ld"].html.encode()


def resident() -> int:
    """Bytes of memory that this process holds."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a file of the kernel
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_reader_gives_article_and_statements(reader: Reader) -> None:
    (found,) = reader.read(PAGE, SOUND).articles
    assert found.article.text.split("\n\n") == [HEADLINE, *BODY]
    assert "Ines Okafor" in {one.speaker for one in found.statements}
    assert all(span.of(found.article.text) for one in found.statements for span in one.spans)
    assert reader.version.startswith("core-")


@pytest.mark.parametrize("name", LAYOUTS)
def test_reader_reads_every_layout_though_it_can_open_nothing(reader: Reader, name: str) -> None:
    """Whatever the libraries import or open when they first meet a shape, they did so before they were locked up."""
    layout = LAYOUTS[name]
    (found,) = reader.read(Job("page", layout.at), layout.html.encode()).articles
    assert found.article.text.split("\n\n") == list(layout.lines)


# Made to be heavy: each is read or refused in a sentence, and what comes after it is read.
HOSTILE = {
    "nothing": b"",
    "deep": b"<div>" * 300_000,
    "deep and closed": b"<b>" * 100_000 + b"</b>" * 100_000,
    "entities": b'<!DOCTYPE html [<!ENTITY a "' + b"x" * 100_000 + b'">]><p>' + b"&a;" * 50_000,
    "attributes": b"<p " + b" ".join(b"a%d=1" % n for n in range(30_000)) + b">",
    "many": b"<p>x" * 500_000,
    "one line": b"<p>" + b"a " * 4_000_000,
    "ld bomb": b"<script type='application/ld+json'>" + b"[" * 500_000 + b"</script>",
    "binary": os.urandom(200_000),
    "null": b"\0" * 1_000_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_reader_ends_a_hostile_page_and_goes_on(reader: Reader, name: str) -> None:
    before, started = resident(), time.monotonic()
    with suppress(SourceError):
        assert len(reader.read(PAGE, HOSTILE[name]).articles) == 1
    assert time.monotonic() - started < 30
    assert len(reader.read(PAGE, SOUND).articles) == 1
    assert resident() - before < 64 * 1024 * 1024


def child(code: str) -> tuple[str, ...]:
    """The command of a reader that does something else."""
    return (sys.executable, "-P", "-c", textwrap.dedent(code))


HELLO = "import sys, time, os\nfrom bot.pipes import receive, send\nsend(sys.stdout.buffer, b'v')\n"


def test_reader_looks_for_nothing_on_the_disk_whatever_changes_there(tmp_path: Path) -> None:
    """Python looks a folder of its path through anew once it has changed: feedparser's tries for parsers made it."""
    begin = f"import sys\nsys.path.insert(0, {str(tmp_path)!r})\nfrom bot.ingest.child import main\nmain()"
    one = Reader(seconds=60, command=child(begin))
    feed, data = (
        Job("feed", "https://example.org/feed"),
        b"<rss version='2.0'><channel><title>A</title></channel></rss>",
    )
    try:
        assert one.read(feed, data).title == "A"
        (tmp_path / "new").write_text("", encoding="utf-8")
        os.utime(tmp_path, (1, 1))  # another time for sure, whatever the clock of the disk
        assert one.read(feed, data).title == "A"
    finally:
        one.close()


def test_reader_that_hangs_is_ended_at_the_deadline() -> None:
    one = Reader(seconds=0.3, command=child(HELLO + "time.sleep(600)"))
    started = time.monotonic()
    with pytest.raises(SourceError, match=r"longer than 0.3 s; it was left out"):
        one.read(PAGE, b"x" * 5_000_000)  # more than a pipe holds: writing hangs, too
    assert time.monotonic() - started < 20
    one.close()


def test_reader_that_dies_costs_its_source_only() -> None:
    dying = "receive(sys.stdin.buffer, 1 << 30)\ndata = receive(sys.stdin.buffer, 1 << 30)\n"
    dying += "if data == b'die': os._exit(3)\nsend(sys.stdout.buffer, b'[]')"
    one = Reader(seconds=30, command=child(HELLO + dying))
    with pytest.raises(SourceError, match="more memory or time than a source may"):
        one.read(PAGE, b"die")
    with pytest.raises(SourceError, match="nonsense"):  # it lives, and "[]" is no Reading
        one.read(PAGE, b"live")
    one.close()


def test_reader_that_does_not_start_waits_longer_each_time() -> None:
    slept: list[float] = []
    one = Reader(command=child("raise SystemExit(1)"), sleep=slept.append)
    for _ in range(9):
        with pytest.raises(SourceError, match="does not start"):
            one.read(PAGE, b"")
    assert slept == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_reader_has_nothing_of_the_bot_s_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    telling = "import json\nsend(sys.stdout.buffer, json.dumps(dict(os.environ)).encode())\n"
    one = Reader(command=child("import sys, os\nfrom bot.pipes import send\n" + telling))
    given = json.loads(one.version)
    one.close()
    assert set(given) <= {"PYTHONPATH", "PYTHONIOENCODING", "LC_CTYPE"}
    assert "canary" not in json.dumps(given)


ATTEMPTS = {
    "a socket": "import socket; socket.socket()",
    "a file": "open('/etc/hostname')",
    "a database": "import sqlite3; sqlite3.connect('x.db').execute('create table t (a)')",
    "a process": "import os; os.posix_spawn('/bin/true', ['true'], {})",
    "much memory": "bytearray(2 << 30)",
    "an import": "import wave",
}


@pytest.mark.parametrize("what", ATTEMPTS)
def test_jail_lets_nothing_more_be_opened(what: str) -> None:
    code = f"""
        import sqlite3, socket, os
        from bot.ingest import jail
        jail.lock_up()
        try:
            {ATTEMPTS[what]}
        except (OSError, MemoryError, ImportError, sqlite3.Error) as error:
            print(type(error).__name__)
        else:
            print("done")
    """
    done = subprocess.run(child(code), capture_output=True, text=True, check=True)  # noqa: S603 - this Python
    if what == "a process" and os.geteuid() == 0:
        return  # RLIMIT_NPROC does not hold for root, as whom no bot should run
    assert done.stdout.strip() in {"OSError", "MemoryError", "OperationalError", "ImportError", "BlockingIOError"}


def test_jail_ends_a_job_that_computes_for_ever() -> None:
    code = """
        from bot.ingest import jail
        jail.CPU = 1
        jail.allow_another_job()
        while True:
            pass
    """
    done = subprocess.run(child(code), check=False, timeout=60)  # noqa: S603 - this Python
    assert done.returncode < 0


def test_parcel_comes_back_as_it_was_sent() -> None:
    job = Job("page", "https://example.org/ü", None, "text/html", {"outlet": "Courier"})
    assert job_of(packed(job)) == job
    one = Reader(seconds=60)
    try:
        found = one.read(PAGE, SOUND)
    finally:
        one.close()
    assert reading_of(packed(found)) == found
    article = found.articles[0].article
    shipped = list(found.articles[0].statements)
    assert [s.words(article.text) for s in shipped][:1] == [
        s.words(article.text) for s in Extractor().extract(article)
    ][:1]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"not json",
        b"[]",
        b"{}",
        b'{"articles": [{}], "entries": [], "feeds": [], "title": null, "truncated": false}',
        b'{"articles": [], "entries": [{"url": 1, "title": 2}], "feeds": [], "title": null, "truncated": false}',
        b'{"articles": [], "entries": [], "feeds": null, "title": null, "truncated": false}',
        b"[" * 100_000,
    ],
)
def test_parcel_believes_no_nonsense(answer: bytes) -> None:
    with pytest.raises(SourceError, match="nonsense"):
        reading_of(answer)


def test_reader_is_started_by_its_own_module() -> None:
    assert CHILD[-1] == "bot.ingest.child"
