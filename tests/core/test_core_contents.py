"""[All] of a digest: pages of what it had, as the clicker may see it now."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.marked import records

from bot.compose import contents
from bot.model import Asker, Hit, Query, Request
from bot.newsroom import Newsroom
from bot.reception.contents import GONE, Contents
from handlers.render import BLOCKS, fits, render
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.page import Page
    from store import Store

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
COUNT = contents.SHOWN + 3


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = open_archive(blank(tmp_path / "v.db"))
    yield made
    made.close()


@pytest.fixture
def key(store: Store) -> str:
    """Everything of a digest: one statement of each of some articles, every third one private."""
    for number in range(COUNT):
        scope = "channel:C1" if number % 3 == 0 else "public"
        [record] = records(
            f"[[“Number {number}.”]] {{{{said}}}} <<Ann Hill>>.", "Ann Hill", article_id=f"a{number}",
            title=f"Title {number}", published="2026-03-05", scope=scope,
        )  # fmt: skip
        store.admit(record.article, [record.statement], now=NOW, news=True, extractor="x")
    return store.save_answer(Query("everything in the digest of Thu"), range(1, COUNT + 1), Asker(), NOW)


def clicked(store: Store, target: str, channel: str = "C1") -> Page:
    room = Contents(Newsroom(store, store, clock=lambda: NOW), store)
    asker = Asker(("public", f"channel:{channel}"))
    return room.clicks()["all"](Request("r1", "click", "", channel, "U1", action="all", target=target), asker)


def words(page: Page) -> list[str]:
    return [card.runs[0].text for section in page.sections for card in section.cards]


def test_all_of_a_digest_is_paged_through_with_headlines_and_actions(store: Store, key: str) -> None:
    first = clicked(store, f"{key}/0")
    assert first.headline == f"Everything in the digest of Thu: 1–{contents.SHOWN} of {COUNT}"
    assert words(first) == [f"“Number {n}.”" for n in range(contents.SHOWN)]
    assert first.sections[0].title == "“Title 0” (The Courier, 5 Mar)"
    assert first.sections[0].cards[0].statements == (1,)
    [(action, label, target)] = first.buttons
    assert (action, label) == ("all", "Next 3 of 3")
    last = clicked(store, target)
    assert len(words(last)) == 3
    assert (last.buttons, last.footer) == ((), "That is all of it.")


def test_elsewhere_only_what_may_be_seen_there_is_shown(store: Store, key: str) -> None:
    page = clicked(store, f"{key}/0", "C2")
    assert words(page) == [f"“Number {n}.”" for n in range(contents.SHOWN) if n % 3]
    assert page.notes == ("3 statements of this page gone: changed, withdrawn, or not to be shown here.",)


@pytest.mark.parametrize("target", ["nothing/0", "", "{key}/999"])
def test_what_is_no_longer_kept_is_said_to_be(store: Store, key: str, target: str) -> None:
    assert clicked(store, target.format(key=key)).headline == GONE


def test_a_page_fits_into_a_message() -> None:
    def long(n: int) -> Hit:
        words = f"[[“{'Long words ' * 60}{n}.”]] {{{{said}}}} <<Hill>>."
        [record] = records(words, "Hill", url=f"https://e{n}.example/", article_id=f"a{n}")
        return Hit(record)

    found = [long(n) for n in range(contents.SHOWN)]
    page = contents.page(found, "k", 0, 100, "UTC", "everything")
    blocks = list(render(page).blocks)
    assert fits(blocks)
    assert len(blocks) < BLOCKS
    assert "not shown here" not in str(blocks)
