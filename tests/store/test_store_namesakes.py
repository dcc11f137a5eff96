"""Namesakes on record: told apart when indexed, one by one as all at once, by what may be seen and nothing else."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from store_kit import NOW, put, report, seen

from bot.ports import Incoming
from store import open_archive
from store.namesakes import UNCLEAR

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Article, Statement
    from store import Store

    Report = tuple[Article, list[Statement]]

JOHN = "John Marlow"


def said(given_id: str, role: str | None, *, scope: str = "public", outlet: str = "The Courier") -> Report:
    article, statements = report(given_id, (JOHN, f"thing {given_id}", {"role": role}), outlet=outlet)
    return replace(article, scope=scope), statements


def speakers(store: Store) -> dict[str, int]:
    """The namesake that each article's John Marlow is."""
    with store._connections.read() as session:
        rows = session.all(
            "SELECT a.given_id, p.namesake FROM statements s JOIN speakers p ON p.id = s.ascribed_id"
            " JOIN articles a ON a.id = s.article_id WHERE s.live = 1 ORDER BY s.id"
        )
    return {row["given_id"]: row["namesake"] for row in rows}


STORY = [
    said("a", "Arsenal striker"),
    said("b", "mayor of Leeds", outlet="Leeds Echo"),
    said("c", "mayor"),
    said("d", None),  # in an outlet that knows both
    said("e", None, outlet="Leeds Echo"),  # that knows one of them only
    said("f", "Chelsea striker", outlet="The Star"),
    said("g", "surgeon", outlet="The Star"),  # may be the mayor: careers like that are common
    said("h", "rapper", outlet="The Star"),
]
WHO = {"a": 0, "b": 1, "c": 1, "d": UNCLEAR, "e": 1, "f": 0, "g": UNCLEAR, "h": 2}


@pytest.mark.parametrize("batch", [1, 3, len(STORY)])
def test_articles_are_told_apart_the_same_in_any_batch(tmp_path: Path, batch: int) -> None:
    with closing(open_archive(blank(tmp_path / "v.db"))) as store:
        for at in range(0, len(STORY), batch):
            store.admit_many([Incoming(*one, True) for one in STORY[at : at + batch]], now=NOW, extractor="x1")
        assert speakers(store) == WHO
        assert store.check() == []


def test_another_reading_leaves_a_name_whose_it_was(store: Store) -> None:
    for one in STORY[:3]:
        put(store, one)
    again = report("b", (JOHN, "thing b and more", {"role": None}), outlet="Leeds Echo")  # the role is not found now
    put(store, again)
    assert speakers(store) == {"a": 0, "b": 1, "c": 1}
    read = report("b", (JOHN, "thing b and more", {"role": "striker"}), outlet="Leeds Echo")
    put(store, read, extractor="x2")
    assert speakers(store)["b"] == 0  # that cannot be the mayor any more
    assert store.check() == []


def test_what_is_private_tells_nobody_apart_elsewhere(store: Store) -> None:
    put(store, said("a", "Arsenal striker"))
    put(store, said("b", "mayor of Leeds", scope="channel:C1", outlet="Notes"))
    put(store, said("c", None, outlet="The Star"))
    assert speakers(store) == {"a": 0, "b": 1, "c": 0}  # the public knows of one John Marlow
    put(store, said("d", "mayor of Leeds"))
    assert speakers(store)["d"] == 1  # the first mayor that the public hears of; the channel sees one
    with seen(store) as snapshot:
        assert [entry.roles for entry in snapshot.directory()] == [("Arsenal striker",), ("mayor of Leeds",)]


def test_roles_of_one_article_belong_together(store: Store) -> None:
    """A sentence without a role is the same person's as the sentence before."""
    put(store, said("a", "Arsenal striker"))
    put(store, report("b", (JOHN, "thing one", {"role": "mayor of Leeds"}), (JOHN.upper(), "thing two")))
    with seen(store) as snapshot:
        assert [entry.statements for entry in snapshot.directory()] == [1, 2]
