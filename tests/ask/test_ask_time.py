"""An answer keeps to its time: what it can do without is left out where time is short, and what it reads is bounded."""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, filled, statements
from fakes.archives import blank

from bot.ask.question import READABLE, bounded
from bot.ask.topics import OPENING
from bot.errors import SearchBudgetError
from bot.model import PUBLIC, Article, Candidate, Kind, Outcome
from bot.newsroom import Newsroom
from bot.ports import Search
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Answer


def asked(path: Path, text: str, *, seconds: float) -> Answer:
    filled(path).close()
    with closing(open_archive(path / "ask.db", search_seconds=seconds)) as store:
        return Newsroom(store, store, clock=lambda: NOW).ask(text)


@pytest.mark.parametrize(
    ("question", "outcome", "near"),
    [
        ("what did Varga say about tolls?", Outcome.FOUND, 0),  # what was asked for is looked for all the same
        ("what did Kolar say about interest rates?", Outcome.NOTHING, 1),  # who else spoke on it …
        ("what did Varga say about vaccines?", Outcome.NOTHING, 2),  # … and on what else she did
    ],
)
def test_what_is_beside_the_answer_is_left_out_where_time_is_short(
    tmp_path: Path, question: str, outcome: Outcome, near: int
) -> None:
    answer = asked(tmp_path, question, seconds=5.0)
    assert (answer.outcome, len(answer.nearest)) == (outcome, near)
    hurried = asked(tmp_path, question, seconds=0.0)
    assert hurried.outcome is outcome
    assert len(hurried.nearest) < max(1, near)


def _work(seconds: float) -> None:
    """Hold the processor for so long."""
    until = time.thread_time() + seconds
    while time.thread_time() < until:
        pass


def test_looks_of_one_answer_share_a_budget_and_others_have_their_own(tmp_path: Path) -> None:
    text, found = statements(" ".join(f"Roe said [[line {n} of the long road]](Ada Roe)." for n in range(400)))
    store = open_archive(blank(tmp_path / "long.db"), search_seconds=0.1)
    with closing(store):
        store.admit(Article("a", text, published="2025-12-01"), found, now=NOW, news=True, extractor="by hand")
        road = Search(words=("road",), limit=10_000)
        with store.snapshot((PUBLIC,), NOW) as snapshot:
            _work(0.2)
            assert len(snapshot.find(road)) == 400
            assert not snapshot.late
            snapshot.share()
            _work(0.2)
            assert snapshot.late
            with pytest.raises(SearchBudgetError):
                snapshot.find(road)


CANDIDATE = Candidate(1, 1, 1, "", "", Kind.DIRECT, "2025-12-01", "a", 0, 1.0, 1.0)


@pytest.mark.parametrize(
    ("sizes", "kept"),
    [
        ([300] * 200, 200),  # as many as are brought, of the usual length
        ([READABLE // 2, READABLE // 2, 1], 2),
        ([2 * READABLE, 1], 1),  # the first is read however long it is
        ([], 0),
    ],
)
def test_no_more_is_ranked_than_can_be_read_in_time(sizes: list[int], kept: int) -> None:
    found = [replace(CANDIDATE, words="x" * (size // 2), context="y" * (size - size // 2)) for size in sizes]
    assert bounded(found) == found[:kept]


@pytest.mark.parametrize(("before", "found"), [(OPENING - 100, True), (OPENING, False)])
def test_whom_a_very_long_article_names_is_read_at_its_beginning(tmp_path: Path, before: int, *, found: bool) -> None:
    marked = f"Roe said [[tolls must go]](Ada Roe). {'x' * before} She was with Radio Norte."
    with closing(filled(tmp_path, {("a", "The Courier", "2025-12-01", "Tolls"): marked})) as store:
        given = Newsroom(store, store, clock=lambda: NOW).ask("what did Roe tell Radio Norte about tolls?")
    assert (given.outcome is Outcome.FOUND) is found
