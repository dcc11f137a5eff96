"""`verbatim digest …` over a database of its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.cli import main
from bot.digest.model import Subscription, Window
from bot.extract import Extractor
from bot.model import Article
from bot.newsroom import Newsroom
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime.now(UTC)
TEXT = "“The dam holds,” said Ann Hill, the mayor of Lund. Olga Brandt said that the ferry was late."
DAMS: dict[str, object] = {"wanted": {"topics": [{"words": "dams", "name": None, "ids": []}]}}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "v.db"
    store = open_archive(blank(path))
    newsroom = Newsroom(store, store)
    list(newsroom.index([Article("a1", TEXT, "Rain", "The Courier", published=f"{NOW:%Y-%m-%d}")], Extractor()))
    for name, channel, criteria in (("Dams", "C1", DAMS), ("All", "C1", {}), ("All", "C2", {})):
        wanted = Subscription(
            0, channel, ("08:00",), "UTC", NOW, owner="U1", criteria=criteria, name=name,
            backfill_from=NOW - timedelta(days=2),
        )  # fmt: skip
        store.add_subscription(wanted, NOW, by="U1", detail="as asked")
    store.subscribe("C3", ["07:30"], "UTC", NOW)
    store.close()
    return path


def run(capsys: pytest.CaptureFixture[str], db: Path, *arguments: str) -> tuple[int, str, str]:
    status = 0
    try:
        main(["digest", *arguments, "--db", str(db)])
    except SystemExit as ended:
        status = int(str(ended.code or 0))
    told = capsys.readouterr()
    return status, told.out, told.err


def test_list_has_numbers_channels_and_next_runs(capsys: pytest.CaptureFixture[str], db: Path) -> None:
    status, out, _ = run(capsys, db, "list")
    assert status == 0
    assert [line.split("  ")[:2] for line in out.splitlines()] == [["1", "C1"], ["2", "C1"], ["3", "C2"], ["4", "C3"]]
    assert "“Dams”: every day at 08:00, time zone UTC, statements about dams. Next: " in out


def test_preview_of_one_says_why(capsys: pytest.CaptureFixture[str], db: Path) -> None:
    status, out, _ = run(capsys, db, "preview", "dams")
    assert status == 0
    assert out.startswith("Verbatim digest, ")
    assert "The dam holds" in out
    assert "that the ferry was late – not about dams" in " ".join(out.split())


def test_pause_resume_and_delete_are_on_record(capsys: pytest.CaptureFixture[str], db: Path) -> None:
    assert "paused" in run(capsys, db, "pause", "Dams")[1]
    assert "goes on. Next: " in run(capsys, db, "resume", "1")[1]
    assert "deleted" in run(capsys, db, "delete", "#1")[1]
    status, _, err = run(capsys, db, "log", "Dams")
    assert status == 2
    assert err == "verbatim: There is no digest 'Dams': verbatim digest list shows them.\n"
    store = open_archive(db)
    assert [(by, what) for _, by, what, _ in store.changes(1)] == [
        ("U1", "made"),
        ("command line", "paused"),
        ("command line", "resumed"),
        ("command line", "deleted"),
    ]
    store.close()


def test_run_puts_it_out_for_the_bot(capsys: pytest.CaptureFixture[str], db: Path) -> None:
    assert run(capsys, db, "run", "Dams")[0] == 0
    store = open_archive(db)
    [delivery] = store.due(datetime.now(UTC))
    assert (delivery.channel, "The dam holds" in delivery.message.text) == ("C1", True)
    assert store.last_window(1) is None
    store.close()
    assert run(capsys, db, "pause", "Dams")[0] == 0
    assert run(capsys, db, "run", "Dams")[2] == "verbatim: “Dams” is paused: verbatim digest resume 1\n"


def test_log_names_windows_and_changes(capsys: pytest.CaptureFixture[str], db: Path) -> None:
    store = open_archive(db)
    store.skip_windows([(Window(1, "2026-01-01/08:00", NOW, NOW, NOW), "missed")], NOW)
    store.close()
    assert "2026-01-01/08:00  Dams  skipped  (missed)" in run(capsys, db, "log")[1]
    out = run(capsys, db, "log", "Dams")[1]
    assert "2026-01-01/08:00  skipped  (missed)" in out
    assert "made by U1  (as asked)" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("pause", "All"), "verbatim: Several digests are called 'All': take its number, one of 2 (C1), 3 (C2).\n"),
        (("delete", "Daily"), "verbatim: “Daily” of C3 is set in VERBATIM_DIGEST_CHANNELS: change it there.\n"),
        (("run", "x"), "verbatim: There is no digest 'x': verbatim digest list shows them.\n"),
    ],
)
def test_what_cannot_be_done_is_one_line(
    capsys: pytest.CaptureFixture[str], db: Path, arguments: tuple[str, ...], says: str
) -> None:
    assert run(capsys, db, *arguments)[::2] == (2, says)
