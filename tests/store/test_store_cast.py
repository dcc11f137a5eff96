"""Portraits of speakers, merges and splits by people, and the way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from store_kit import NOW, put, report, seen

from bot.ask.people import Directory
from bot.errors import UsageError
from bot.speakers import Held, only, possible

if TYPE_CHECKING:
    from store import Store

PUBLIC = ("public",)


def said(store: Store, given_id: str, name: str, *, scope: str = "public", role: str | None = None, **how: str) -> None:
    article, statements = report(given_id, (name, f"thing {given_id}", {"role": role}), **how)
    put(store, (replace(article, scope=scope), statements))


def entries(store: Store) -> Directory:
    with seen(store) as snapshot:
        return Directory(snapshot.directory())


def counts(store: Store) -> dict[tuple[str, tuple[str, ...]], int]:
    return {(entry.name, entry.roles): entry.statements for entry in entries(store).entries}


def test_portrait_shows_names_roles_with_days_years_and_outlets(store: Store) -> None:
    said(store, "a", "Ann Hill", role="Mayor", published="2024-03-01")
    said(store, "b", "Ann Hill", role="Mayor", published="2025-05-02")
    said(store, "c", "ANN HILL", role="Senator", published="2025-06-01", outlet="The Star")
    said(store, "d", "Ann Hill", scope="channel:C1", role="Spy", outlet="Notes")
    found = store.portrait(1, PUBLIC, NOW)
    assert found is not None
    assert found.printed == (("Ann Hill", 2), ("ANN HILL", 1))
    assert found.held == (
        Held("Mayor", "The Courier", "2024-03-01", "2025-05-02", 2),
        Held("Senator", "The Star", "2025-06-01", "2025-06-01", 1),
    )
    assert (found.years, found.outlets) == ((("2024", 1), ("2025", 2)), 2)
    private = store.portrait(1, ("public", "channel:C1"), NOW)
    assert private is not None
    assert [held.role for held in private.held] == ["Mayor", "Senator", "Spy"]


def test_nobody_is_told_of_whom_they_may_not_see(store: Store) -> None:
    said(store, "a", "Ann Hill", scope="channel:C1")
    said(store, "b", "Bo Lind")
    store.merge_speakers(1, 2, by="U1", now=NOW)
    assert store.portrait(99, PUBLIC, NOW) is None
    found = store.portrait(2, PUBLIC, NOW)
    assert found is not None
    assert (found.printed, found.history) == ((("Bo Lind", 1),), ())
    store.take_apart("merge/1", by="U1", now=NOW)
    assert store.portrait(1, PUBLIC, NOW) is None


def test_merge_is_in_the_history_and_taken_back_once(store: Store) -> None:
    said(store, "a", "Ann Hill")
    said(store, "b", "A. Hill")
    store.merge_speakers(2, 1, by="U1", now=NOW)
    found = store.portrait(2, PUBLIC, NOW)
    assert found is not None
    assert (found.entry.id, found.entry.statements) == (1, 2)
    (merge,) = found.history
    assert (merge.key, merge.one, merge.other, merge.by, merge.at) == ("merge/1", "A. Hill", "Ann Hill", "U1", NOW)
    assert store.take_apart("merge/1", by="U2", now=NOW + timedelta(hours=1))
    assert not store.take_apart("merge/1", by="U2", now=NOW)
    (merge,) = store.portrait(2, PUBLIC, NOW).history  # type: ignore[union-attr]
    assert (merge.undone_by, merge.undone_at) == ("U2", NOW + timedelta(hours=1))


@pytest.mark.parametrize("how", [{"outlet": "the star"}, {"article": "b"}])
def test_split_moves_statements_to_a_namesake_with_their_roles_and_back(store: Store, how: dict[str, str]) -> None:
    said(store, "a", "Ann Hill", role="Mayor")
    said(store, "b", "Ann Hill", role="analyst", outlet="The Star")
    before = counts(store)
    split, moved = store.split_speaker(1, **how, by="U1", now=NOW)
    assert moved == 1
    assert counts(store) == {("Ann Hill", ("Mayor",)): 1, ("Ann Hill", ("analyst",)): 1}
    (told,) = store.portrait(1, PUBLIC, NOW).history  # type: ignore[union-attr]
    assert (told.key, told.one, told.other) == (f"split/{split}", next(iter(how.values())), "Ann Hill")
    assert store.check() == []
    store.rebuild_index()
    assert counts(store) == {("Ann Hill", ("Mayor",)): 1, ("Ann Hill", ("analyst",)): 1}
    with seen(store) as snapshot:
        assert [record.statement.role for record in snapshot.records([1, 2])] == ["Mayor", "analyst"]
    assert store.take_apart(f"split/{split}", by="U1", now=NOW)
    assert not store.take_apart(f"split/{split}", by="U1", now=NOW)
    assert counts(store) == before
    assert store.check() == []


@pytest.mark.parametrize(
    ("how", "why"),
    [
        ({"outlet": "Nowhere"}, "Nothing of this speaker is what Nowhere printed"),
        ({"article": "zz"}, "Nothing of this speaker"),
        ({"outlet": "The Courier"}, "nobody to tell them from"),
    ],
)
def test_split_refuses_what_makes_no_sense(store: Store, how: dict[str, str], why: str) -> None:
    said(store, "a", "Ann Hill")
    with pytest.raises(UsageError, match=why):
        store.split_speaker(1, **how, by="U1", now=NOW)
    assert len(entries(store).entries) == 1


@pytest.mark.parametrize("key", ["", "merge/", "merge/x", "merge/99", "split/99", "split/²", "merge/" + "9" * 30])
def test_only_what_was_joined_is_taken_apart(store: Store, key: str) -> None:
    assert not store.take_apart(key, by="U1", now=NOW)


def test_correction_to_one_of_several_needs_the_number(store: Store) -> None:
    said(store, "a", "Ann Hill", role="Rovers striker")
    said(store, "b", "Ann Hill", role="mayor of Fenwick")
    said(store, "c", "Bo Lind")
    with pytest.raises(UsageError, match="Several people are called Ann Hill: type speakers Ann Hill"):
        store.correct(3, "speaker", "Ann Hill", by="U1", now=NOW)
    mayor = only("Ann Hill #2", entries(store))
    store.correct(3, "speaker", f"Ann Hill #{mayor.id}", by="U1", now=NOW)
    assert counts(store)["Ann Hill", ("mayor of Fenwick",)] == 2


@pytest.mark.parametrize(
    ("other", "listed"),
    [
        ("A. Hill", True),  # an initial
        ("Hill", True),  # a surname alone
        ("Anne Hill", True),  # a spelling
        ("Bea Hill", False),  # another first name
        ("Ann Moor", False),
        ("B. Hill", False),
    ],
)
def test_possible_spellings_are_listed_and_never_merged(store: Store, other: str, listed: bool) -> None:
    said(store, "a", "Ann Hill")
    said(store, "b", other)
    directory = entries(store)
    ann = only("Ann Hill", directory)
    assert [entry.name for entry in possible(ann, directory)] == ([other] if listed else [])
    assert len(directory.entries) == 2
