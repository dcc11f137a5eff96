"""Ids that were given to an article or a revision never come back, whatever was removed since."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from store_kit import NOW, put, report
from test_store_removal import remove

from bot.ports import Incoming

if TYPE_CHECKING:
    from pathlib import Path

    from store import Store


def ids(path: Path, table: str) -> list[int]:
    with closing(sqlite3.connect(path)) as db:
        return [number for (number,) in db.execute(f"SELECT id FROM {table} ORDER BY id")]


def filed(store: Store, *names: str) -> None:
    for name in names:
        put(store, report(name, ("Ann Hill", f"the {name} bridge stays open")))


def removed(store: Store, *names: str) -> None:
    for name in names:
        remove(store, store.weigh_article(name))


def test_id_of_the_last_article_does_not_come_back_under_another(store: Store, path: Path) -> None:
    filed(store, "first", "second")
    removed(store, "second")
    filed(store, "third")
    assert (ids(path, "articles"), ids(path, "revisions")) == ([1, 3], [1, 3])


def test_ids_are_given_once_also_where_everything_is_removed_and_much_comes_in(store: Store, path: Path) -> None:
    filed(store, "first", "second")
    removed(store, "second", "first")
    assert ids(path, "articles") == []
    incoming = [Incoming(*report(name, ("Ann Hill", f"the {name} road is closed")), news=True) for name in ("x", "y")]
    store.admit_many(incoming, now=NOW, extractor="x1")
    assert (ids(path, "articles"), ids(path, "revisions")) == ([3, 4], [3, 4])


def test_revision_after_a_removal_takes_none_of_its_ids(store: Store, path: Path) -> None:
    filed(store, "first", "second")
    removed(store, "second")
    put(store, report("first", ("Ann Hill", "the first bridge is shut")))
    assert ids(path, "revisions") == [1, 3]
    removed(store, "first")
    filed(store, "third")
    assert (ids(path, "articles"), ids(path, "revisions")) == ([3], [4])


def test_removing_older_ones_skips_nothing(store: Store, path: Path) -> None:
    filed(store, "first", "second", "third")
    removed(store, "first")
    filed(store, "fourth")
    assert ids(path, "articles") == [2, 3, 4]
