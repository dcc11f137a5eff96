"""The same words of two speakers who are merged are one hit with its reports; undone, they are either's own again."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_kit import NOW, put, report, seen, words_by_id

from bot.errors import UsageError
from store import open_archive
from store.merging import merge

if TYPE_CHECKING:
    from pathlib import Path

    from store import Store

BRIDGE = "we will never in our lives sell the old iron bridge to any company"
FERRY = "the night ferry to the northern islands will sail again before the first snow"
SCHOOL = "every pupil of the harbour school will get a warm lunch from next autumn"


def utterances(store: Store) -> dict[int, int]:
    with seen(store) as snapshot:
        return {record.id: record.utterance for record in snapshot.records(sorted(words_by_id(store)))}


def said(store: Store, *lines: tuple[str, str]) -> None:
    """One article for each line."""
    there = len(words_by_id(store))
    for number, line in enumerate(lines, there + 1):
        put(store, report(f"a{number}", line))


def merged(store: Store, one: int = 2, into: int = 1) -> int:
    return store.merge_speakers(one, into, by="U1", now=NOW)


def undone(store: Store, merge: int) -> None:
    assert store.take_apart(f"merge/{merge}", by="U1", now=NOW)


def test_same_words_of_two_who_are_merged_are_one_utterance_until_that_is_undone(store: Store) -> None:
    said(store, ("Ann Hill", BRIDGE), ("A. Hill", BRIDGE), ("A. Hill", FERRY), ("Bo Lind", BRIDGE))
    assert utterances(store) == {1: 1, 2: 2, 3: 3, 4: 4}
    made = merged(store)
    assert utterances(store) == {1: 1, 2: 1, 3: 3, 4: 4}  # other words, and other people's, stay
    with seen(store) as snapshot:
        assert snapshot.reports([1]) == {1: (1, 2)}
    undone(store, made)
    assert utterances(store) == {1: 1, 2: 2, 3: 3, 4: 4}
    assert store.check() == []


def test_first_report_stands_for_both_whichever_way_they_are_merged(store: Store) -> None:
    said(store, ("A. Hill", BRIDGE), ("Ann Hill", BRIDGE))
    merged(store, 1, 2)
    assert utterances(store) == {1: 1, 2: 1}


def test_reports_that_were_one_before_come_along_and_stay_one(store: Store) -> None:
    said(store, ("Ann Hill", BRIDGE), ("A. Hill", BRIDGE), ("Ann Hill", BRIDGE), ("A. Hill", BRIDGE))
    assert utterances(store) == {1: 1, 2: 2, 3: 1, 4: 2}
    made = merged(store)
    assert utterances(store) == dict.fromkeys((1, 2, 3, 4), 1)
    undone(store, made)
    assert utterances(store) == {1: 1, 2: 2, 3: 1, 4: 2}


def test_what_came_in_while_they_were_one_is_parted_too(store: Store) -> None:
    said(store, ("Ann Hill", BRIDGE), ("A. Hill", FERRY))
    made = merged(store)
    said(store, ("A. Hill", BRIDGE), ("A. Hill", BRIDGE), ("Ann Hill", FERRY))
    assert utterances(store) == {1: 1, 2: 2, 3: 1, 4: 1, 5: 2}
    undone(store, made)
    assert utterances(store) == {1: 1, 2: 2, 3: 3, 4: 3, 5: 5}


def test_same_words_twice_in_one_article_are_two_statements(store: Store) -> None:
    put(store, report("a", ("Ann Hill", BRIDGE), ("A. Hill", BRIDGE)))
    merged(store)
    assert utterances(store) == {1: 1, 2: 2}


def test_chain_of_merges_is_parted_where_it_is_undone(store: Store) -> None:
    said(store, ("Ann Hill", BRIDGE), ("A. Hill", BRIDGE), ("Hill", BRIDGE))
    merged(store, 3, 2)
    assert utterances(store) == {1: 1, 2: 2, 3: 2}
    later = merged(store, 2, 1)
    assert utterances(store) == {1: 1, 2: 1, 3: 1}
    undone(store, later)
    assert utterances(store) == {1: 1, 2: 2, 3: 2}


def test_statement_that_people_gave_to_somebody_else_is_left_where_it_is(store: Store) -> None:
    said(store, ("Ann Hill", BRIDGE), ("A. Hill", BRIDGE))
    store.correct(2, "speaker", "Bo Lind", by="U1", now=NOW)
    merged(store)
    assert utterances(store) == {1: 1, 2: 2}


def test_refused_merge_changes_nothing(store: Store) -> None:
    said(store, ("Ann Hill", BRIDGE), ("A. Hill", BRIDGE))
    made = merged(store)
    with pytest.raises(UsageError):
        merged(store)
    undone(store, made)
    assert not store.take_apart(f"merge/{made}", by="U1", now=NOW)
    assert utterances(store) == {1: 1, 2: 2}


def test_merging_asks_as_often_for_many_statements_as_for_few(tmp_path: Path) -> None:
    """What two speakers said is read at once, not one by one: the record is held meanwhile."""
    asked = []
    for count in (1, 12):
        with closing(open_archive(blank(tmp_path / f"{count}.db"))) as store:
            lines = [
                (name, f"{BRIDGE} number {n} of {n * n}") for n in range(count) for name in ("Ann Hill", "A. Hill")
            ]
            said(store, *lines)
            with store._connections.write() as session:
                before = session.queries
                merge(session, 2, 1, "U1", NOW)
                asked.append(session.queries - before)
    assert asked[0] == asked[1]


line = st.tuples(st.sampled_from(["Ann Hill", "A. Hill", "Hill"]), st.sampled_from([BRIDGE, FERRY, SCHOOL]))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(line, min_size=3, max_size=8), between=st.lists(line, max_size=4), data=st.data())
def test_merge_that_is_undone_leaves_what_would_be_without_it(
    tmp_path_factory: pytest.TempPathFactory,
    before: list[tuple[str, str]],
    between: list[tuple[str, str]],
    data: st.DataObject,
) -> None:
    """Also where there is another merge that stays."""
    path = tmp_path_factory.mktemp("law")
    with closing(open_archive(blank(path / "a.db"))) as tried, closing(open_archive(blank(path / "b.db"))) as plain:
        for store in (tried, plain):
            said(store, ("Ann Hill", SCHOOL), ("A. Hill", FERRY), ("Hill", BRIDGE), *before)
        stays = data.draw(st.booleans())
        for store in (tried, plain):
            if stays:
                merged(store, 3, 2)
        made = merged(tried, 2, 1)
        for store in (tried, plain):
            said(store, *between)
        undone(tried, made)
        assert utterances(tried) == utterances(plain)
        assert tried.check() == []
