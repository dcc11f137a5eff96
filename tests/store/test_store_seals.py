"""The time of a digest is sealed before it is composed: what is written late is in the next one, never in none."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.marked import records

from bot.ports import Incoming
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store import Store

DUE = datetime(2025, 12, 11, 7, 30, tzinfo=UTC)
LATER = DUE + timedelta(days=1)
RAIN = "<<Ann Hill>> {{said}} [[that the bridge was shut]]."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "v.db"))
    yield opened
    opened.close()


def one(store: Store, name: str, now: datetime) -> None:
    found = records(RAIN, "Ann Hill", article_id=name)
    store.admit(found[0].article, [found[0].statement], now=now, news=True, extractor="test")


def many(store: Store, name: str, now: datetime) -> None:
    found = records(RAIN, "Ann Hill", article_id=name)
    store.admit_many([Incoming(found[0].article, [found[0].statement], True)], now=now, extractor="test")


def listed(store: Store, since: datetime, until: datetime) -> list[str]:
    with store.snapshot(("public",), LATER) as snapshot:
        return [report.title or "" for report in snapshot.listing(since, until).reports().listed]


@pytest.mark.parametrize("admit", [one, many])
@pytest.mark.parametrize(
    "read",
    [
        DUE - timedelta(seconds=1),  # by a writer that waited for its turn meanwhile
        DUE,  # the very instant
        DUE - timedelta(hours=2),  # by a clock that was set back
    ],
)
def test_what_is_written_late_is_in_the_next_digest(
    store: Store, admit: Callable[[Store, str, datetime], None], read: datetime
) -> None:
    store.seal(DUE)
    admit(store, "late", read)
    assert listed(store, DUE - timedelta(days=1), DUE) == []
    assert listed(store, DUE, LATER) == ["A title"]


def test_what_is_written_in_time_stays_where_it_is(store: Store) -> None:
    store.seal(DUE - timedelta(days=1))
    one(store, "early", DUE - timedelta(hours=1))
    store.seal(DUE)
    store.seal(DUE - timedelta(days=1))  # an earlier one takes nothing back
    one(store, "late", DUE - timedelta(minutes=1))
    assert listed(store, DUE - timedelta(days=1), DUE) == ["A title"]
    assert listed(store, DUE, LATER) == ["A title"]
