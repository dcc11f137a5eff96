"""Digests and watches go by speakers, whatever they are merged into later, and tell people of one name apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.marked import records

from bot.ask.people import Directory
from bot.digest.criteria import Criteria, Named, Terms, resolved, says
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store import Store

NOW = datetime(2025, 12, 11, 7, 30, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "v.db"))
    yield opened
    opened.close()


def put(store: Store, name: str, number: int, role: str | None = None) -> None:
    (found,) = records(f"<<{name}>> {{{{said}}}} [[that it rained on day {number}]].", name, article_id=f"a{number}")
    store.admit(found.article, [replace(found.statement, role=role)], now=NOW, news=True, extractor="test")


def wanted(store: Store, criteria: Criteria) -> tuple[Criteria, list[int]]:
    """The criteria as they are understood now, and the statements that are in."""
    with store.snapshot(("public",), NOW) as snapshot:
        understood = resolved(criteria, Directory(snapshot.directory()))
        found = snapshot.records(range(1, 6))
    return understood, [one.id for one in found if says(one, understood.wanted.speakers[0])]


def test_who_was_chosen_is_followed_over_a_merge_and_back(store: Store) -> None:
    put(store, "Anna Hill", 1)
    put(store, "Bo Lund", 2)
    chosen, before = wanted(store, Criteria(Terms((Named("Bo Lund"),))))
    assert before == [2]
    merge = store.merge_speakers(2, 1, by="U1", now=NOW)
    put(store, "Bo Lund", 3)
    merged, during = wanted(store, chosen)
    assert during == [1, 2, 3]
    store.take_apart(f"merge/{merge}", by="U1", now=NOW)
    assert wanted(store, merged)[1] == [2, 3] == wanted(store, chosen)[1]


def test_one_of_several_people_of_a_name_is_followed_by_the_number(store: Store) -> None:
    put(store, "Jo Marlow", 1, "Rovers striker")
    put(store, "Jo Marlow", 2, "mayor of Fenwick")
    put(store, "Jo Marlow", 3, "mayor of Fenwick")
    assert wanted(store, Criteria(Terms((Named("Jo Marlow #2"),))))[1] == [2, 3]
    assert wanted(store, Criteria(Terms((Named("Jo Marlow"),))))[1] == [1, 2, 3]
