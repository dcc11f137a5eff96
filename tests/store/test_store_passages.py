"""Articles by words in a row: which there are, in which order, and who may see them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from store_kit import NOW, put, report, seen

from bot.errors import SearchBudgetError
from bot.model import PUBLIC
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

    from store import Store


def ids(store: Store, phrase: str, *scopes: str, **how: int) -> list[str]:
    with seen(store, *scopes) as snapshot:
        return [article.id for article in snapshot.articles(phrase, **how)]


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ("bridge is closed", ["a1"]),
        ("Bridge  IS\nclosed", ["a1"]),  # folded
        ("“bridge is closed”", ["a1"]),
        ("Varga said the bridge", ["a1"]),  # over statement and tag
        ("closed bridge", []),  # not side by side
        ("the bridge is open", []),
        ("don't pay", ["a2"]),
        ("", []),
        ("…", []),
        ('bridge" OR "ferry', []),  # no operators
        ("bridge " * 40, []),  # more than a phrase may have
    ],
)
def test_articles_are_found_by_words_side_by_side(store: Store, phrase: str, found: list[str]) -> None:
    put(store, report("a1", ("Varga", "the bridge is closed")))
    put(store, report("a2", ("Holm", "lorries don't pay for the bridge")))
    assert ids(store, phrase) == found


def test_the_first_printed_comes_first_up_to_the_limit(store: Store) -> None:
    for given_id, day in (("late", "2026-03-04"), ("undated", None), ("early", "2026-03-01")):
        put(store, report(given_id, ("Varga", "the bridge is closed"), published=day))
    assert ids(store, "bridge is closed") == ["early", "late", "undated"]
    assert ids(store, "bridge is closed", limit=1) == ["early"]


def test_what_may_not_be_seen_is_not_given(store: Store) -> None:
    put(store, report("channel", ("Varga", "the bridge is closed"), scope="channel:C1"))
    put(store, report("later", ("Varga", "the bridge is closed"), visible_from=NOW + timedelta(hours=1)))
    assert ids(store, "bridge is closed") == []
    assert ids(store, "bridge is closed", PUBLIC, "channel:C1") == ["channel"]


def test_a_text_that_fails_its_hash_is_not_given(store: Store) -> None:
    put(store, report("a1", ("Varga", "the bridge is closed")))
    with store._connections.write() as session:
        session.run("UPDATE revisions SET text = replace(text, 'closed', 'open')")
    assert ids(store, "bridge is closed") == []


def test_a_search_beyond_its_budget_is_ended(path: Path) -> None:
    opened = open_archive(path, search_seconds=0.0)
    for number in range(300):
        put(opened, report(f"a{number}", ("Varga", "the bridge is closed and the ferry sails")))
    with pytest.raises(SearchBudgetError), seen(opened) as snapshot:
        snapshot.articles("the bridge is closed and the ferry sails")
    opened.close()
