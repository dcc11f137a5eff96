"""The Home tab: what is one's own, filtered by who looks; nothing where Slack has not told who that is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.extract import Extractor
from bot.model import Article, Asker
from bot.newsroom import Newsroom
from bot.reception.home import Home
from bot.watch import Watch
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "v.db"))
    yield opened
    opened.close()


@pytest.fixture
def home(store: Store) -> Home:
    room = Newsroom(store, store, zone="UTC", clock=lambda: NOW)
    list(
        room.index([Article("a", "Ann Hill said that it rained.", outlet="Echo", published="2025-12-10")], Extractor())
    )
    for owner, about in (("U1", "rain"), ("U2", "snow")):
        store.add_watch(Watch(0, owner, owner, True, {"wanted": {"outlets": [about]}}, "UTC"), NOW)
    return Home(room, store)


def told(page: Page) -> str:
    return " ".join([page.headline, *page.notes, *(n for s in page.sections for n in (s.title or "", *s.notes))])


def test_home_shows_ones_own_watches_and_nobody_elses(home: Home) -> None:
    page = home.page(Asker(("public", "user:U1"), "UTC", "U1", may_change=True))
    assert "Your watches" in told(page)
    assert ("rain" in told(page), "snow" in told(page)) == (True, False)
    assert [s.title for s in page.sections] == ["Your watches", "Newest public statements"]


@pytest.mark.parametrize("asker", [Asker(user="U1", may_change=False), Asker(user=None, may_change=True)])
def test_who_is_not_known_sees_what_is_public(home: Home, asker: Asker) -> None:
    assert [s.title for s in home.page(asker).sections] == ["Newest public statements"]


def test_home_without_watches_digests_and_sources_says_how_to_ask(store: Store) -> None:
    page = Home(Newsroom(store, store, clock=lambda: NOW)).page(Asker())
    assert page.sections == ()
    assert "/verbatim" in told(page)
    assert "The record is empty" in (page.footer or "")
