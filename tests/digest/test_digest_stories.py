"""Which articles report one event; how well is measured on the corpus of ten days."""

from __future__ import annotations

import time
from collections import defaultdict
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from digest_corpus import admit, pieces
from digest_kit import at, listed, report
from fakes.archives import blank

from bot.digest import choice, stories
from bot.digest.gather import bonds
from bot.model import PUBLIC
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

    from bot.listing import Report

# Measured on this corpus, which the thresholds were set by: figures of another one will be lower.
PRECISION, RECALL = 0.95, 0.85


def keys(found: list[tuple[Report, ...]]) -> list[list[int]]:
    return [[one.key for one in story] for story in found]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ferry strike halts harbour in Malmö", "Harbour of Malmö: ferry strike goes on", True),  # the same event
        ("Mayor: new dam to open in 2026", "Dams planned: mayor says new one will open early in 2026", True),  # plural
        ("The U.S. dam opens", "US dams opened by mayor", False),  # two words are not enough by themselves
        ("Ferry strike halts harbour in Malmö", "Strike of teachers in Lund", False),  # one word in common
        (
            "Harbour, ferry and strike: what the council of Lund discussed on a long Monday evening in winter",
            "Ferry strike at the harbour leaves bakers, brewers, florists and pupils of four islands stranded",
            False,  # three words of very many
        ),
        ("", "", False),  # no headline joins nothing
    ],
)
def test_pairs_are_of_one_event_by_their_headlines(one: str, other: str, *, same: bool) -> None:
    found = stories.pairs([report(1, one), report(2, other)])
    assert (found.sure == [(1, 2)]) is same


def test_pairs_of_one_week_apart_are_two_events() -> None:
    same = "Ferry strike halts harbour"
    found = stories.pairs([report(1, same, published="2026-03-01"), report(2, same, published="2026-03-08")])
    assert found == stories.Pairs([], [])


@pytest.mark.parametrize(
    ("speaker", "words", "same"),
    [
        (7, "the cracks are long", True),  # one person, of the same
        (8, "the cracks are long", False),  # of the same, another person
        (7, "a town is an island", False),  # the same person, of something else
    ],
)
def test_headlines_that_touch_need_one_person_who_speaks_of_the_same(speaker: int, words: str, *, same: bool) -> None:
    one, other = report(1, "Aldun bridge closed over the weekend"), report(2, "Why the Aldun bridge is shut, by night")
    found = stories.pairs([one, other])
    assert found == stories.Pairs([], [(1, 2)])
    told = {
        1: stories.reading(one, [listed(1, 1, speaker=7, words="cracks as long as my arm")]),
        2: stories.reading(other, [listed(2, 2, speaker=speaker, words=words)]),
    }
    assert (stories.settled(found, told) == [(1, 2)]) is same


def test_an_unnamed_source_joins_nothing() -> None:
    one = stories.reading(report(1, "Bridge"), [listed(1, 1, speaker=7, unnamed=1)])
    assert one.speakers == frozenset()


def test_joined_follows_chains_and_keeps_the_order() -> None:
    rows = [report(n) for n in range(1, 6)]
    assert keys(stories.joined(rows, [(4, 5), (1, 4), (9, 2)])) == [[1, 4, 5], [2], [3]]


def test_a_word_in_most_headlines_tells_no_events_apart() -> None:
    rows = [report(n, f"Gaza peace talks {word}") for n, word in enumerate("abc def ghi jkl".split() * 10)]
    alone = [report(100, "Gaza peace talks stall"), report(101, "Peace talks on Gaza go on")]
    assert (100, 101) not in stories.pairs([*rows, *alone]).sure
    assert stories.pairs(alone).sure == [(100, 101)]


def test_content_words_leave_small_words_and_endings_out() -> None:
    assert stories.content_words("The U.S. says its forces' plan is new") == {"forc", "plan"}


def test_agreement_counts_pairs() -> None:
    assert stories.agreement([[1, 2, 3]], [[1, 2], [3, 4]]) == (pytest.approx(1 / 3), pytest.approx(1 / 2))


def test_stories_of_ten_days_are_found(tmp_path: Path) -> None:
    store = open_archive(blank(tmp_path / "v.db"))
    admit(store)
    story_of = {piece.article.title: piece.story for piece in pieces()}
    with store.snapshot((PUBLIC,), at("12 00:00")) as snapshot:
        listing = snapshot.listing(at("1 00:00"), at("12 00:00"))
        reports = listing.reports().listed
        found = choice.repeats(listing.reprints(), {one.key for one in reports}, None)
        ours = keys(stories.joined(reports, (*bonds(listing, reports), *stories.bonds_of(found.groups))))
    true = defaultdict(list)
    for one in reports:
        true[story_of[one.title]].append(one.key)
    precision, recall = stories.agreement(ours, true.values())
    assert precision >= PRECISION, (precision, recall)
    assert recall >= RECALL, (precision, recall)
    store.close()


def test_pairs_are_found_in_time_that_grows_with_the_articles() -> None:
    """Four times the headlines, at most eight times the time; all with all would take sixteen times."""
    vocabulary = [f"word{n}" for n in range(3000)]

    def headlines(count: int) -> list[Report]:
        picks = ((n * 7919 % 3000, n * 104729 % 3000, n * 1299709 % 3000, n * 15485863 % 3000) for n in range(count))
        return [report(n, " ".join(vocabulary[i] for i in chosen)) for n, chosen in enumerate(picks)]

    def seconds(count: int) -> float:
        rows = headlines(count)
        times = []
        for _ in range(3):
            started = time.process_time()
            stories.pairs(rows)
            times.append(time.process_time() - started)
        return min(times)

    taken = [seconds(count) for count in (1500, 6000)]
    assert all(later < 8 * earlier for earlier, later in pairwise(taken))
