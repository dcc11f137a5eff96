"""Many articles in one transaction: the same record as one by one, all of it or nothing."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from store_kit import NOW, content, put, report, seen, words_by_id

from bot.model import Span
from bot.ports import Admission, Incoming, Search
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.model import Article, Statement
    from store import Store

NAMES = ("Ann Hill", "Bo Lind", "Ánn Hill", None, "...")
ROLES = (None, None, "Rovers striker", "mayor of Fenwick", "mayor of Lund", "analyst")  # namesakes, too
REMARKS = (
    "the bridge stays open until the harbour is dredged",
    "the bridge stays open until the harbour is quite dredged",
    "no comment",
    "it is the council's bridge, and it's shut",
    "ten boats were seen",
)


def some(count: int, seed: int) -> list[tuple[Article, list[Statement]]]:
    """Articles that repeat one another, some of them private, embargoed or of another day."""
    draw = random.Random(seed)
    found = []
    for number in range(count):
        lines = [
            (draw.choice(NAMES), draw.choice(REMARKS), {"role": draw.choice(ROLES)}) for _ in range(draw.randrange(4))
        ]
        article, statements = report(f"a{draw.randrange(count)}", *lines, published=f"2026-03-0{1 + number % 4}")
        article = replace(article, scope=draw.choice(("public", "public", "channel:C1")))
        if draw.random() < 0.2:
            article = replace(article, visible_from=NOW + timedelta(days=1))
        found.append((article, statements))
    return found


def several(store: Store, found: Sequence[tuple[Article, Sequence[Statement]]]) -> list[Admission]:
    """Admit them together."""
    return store.admit_many([Incoming(*one, news=True) for one in found], now=NOW, extractor="x1")


@pytest.mark.parametrize("seed", range(6))
def test_many_at_once_are_recorded_as_one_by_one(tmp_path: Path, seed: int) -> None:
    found = some(30, seed)
    # Ids repeat, and then the later article is a revision: it comes after the new ones of its batch.
    first = list({(article.id, article.scope): (article, said) for article, said in reversed(found)}.values())[::-1]
    with (
        closing(open_archive(blank(tmp_path / "one.db"))) as one,
        closing(open_archive(blank(tmp_path / "many.db"))) as many,
    ):
        for article in first:
            put(one, article)
        assert {done.outcome for done in several(many, first[:10]) + several(many, first[10:])} == {"new"}
        assert many.check() == one.check() == []
    assert content(tmp_path / "many.db") == content(tmp_path / "one.db")


def test_what_is_on_record_or_comes_twice_is_a_revision(store: Store) -> None:
    put(store, report("a", ("Ann Hill", "the bridge stays open")))
    found = [
        report("b", ("Bo Lind", "ten boats were seen")),
        report("a", ("Ann Hill", "the bridge stays open")),
        report("b", ("Bo Lind", "eleven boats were seen"), ("Bo Lind", "no comment")),
        report("c"),
    ]
    outcomes = [Admission("new", 1), Admission("same", 1), Admission("changed", 2), Admission("new", 0)]
    assert several(store, found) == outcomes
    assert sorted(words_by_id(store).values()) == ["eleven boats were seen", "no comment", "the bridge stays open"]
    assert several(store, found[:2])[1] == Admission("same", 1)
    assert store.check() == []


def test_repeated_words_share_an_utterance_within_a_batch_and_with_the_record(store: Store) -> None:
    said = ("Ann Hill", REMARKS[0])
    put(store, report("old", said))
    several(store, [report("x", said), report("y", said, said), report("z", ("Bo Lind", REMARKS[0]))])
    with seen(store) as snapshot:
        found = snapshot.find(Search(words=("dredged",)))
    utterances = {(one.article, one.start): one.utterance for one in found}
    first = utterances["old", 14]
    assert [utterances[key] for key in sorted(utterances)] == [first, first, first, first, utterances["z", 13]]
    assert utterances["z", 13] != first


def test_a_bad_span_leaves_nothing_of_the_batch(store: Store) -> None:
    article, statements = report("bad", ("Ann Hill", "no comment"))
    outside = [replace(statements[0], spans=(Span(0, 10_000),), cue=None, mention=None)]
    with pytest.raises(ValueError, match="outside the text of article 'bad'"):
        several(store, [report("good", ("Bo Lind", "ten boats were seen")), (article, outside)])
    assert words_by_id(store) == {}


def test_an_empty_batch_is_nothing(store: Store) -> None:
    assert several(store, []) == []


def test_ids_are_never_given_twice(store: Store, path: Path) -> None:
    several(store, [report("a", ("Ann Hill", "no comment"), ("Bo Lind", "ten boats were seen"))])
    with closing(sqlite3.connect(path)) as conn, conn:
        conn.execute("DELETE FROM statements WHERE id = 2")
    several(store, [report("b", ("Bo Lind", "the road is shut"))])
    assert sorted(words_by_id(store)) == [1, 3]
