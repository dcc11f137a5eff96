"""The quick look over many candidates lets none pass over that reading every word would find."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ask import rank
from bot.model import Candidate, Kind

WORDS = (
    "went gone woman women tax taxes taxed russia russian soldier troop death dying divorce divorced naïve "
    "bridge bridges isf stabilization force the of be"
).split()


def candidate(number: int, words: str, context: str) -> Candidate:
    return Candidate(number, 1, number, words, context, Kind.DIRECT, "2026-03-04", "a", 0, 1.0, 0.0)


sentences = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@settings(deadline=None)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4, unique=True), st.lists(sentences, min_size=1))
def test_promising_keeps_whatever_scores(asked: list[str], said: list[str]) -> None:
    wanted = rank.topic(asked, {}, 100, {"tax": ("taxes",)})
    found = [candidate(n, said[n % len(said)], said[(n + 1) % len(said)].title()) for n in range(rank.MANY)]
    kept = rank.promising(found, wanted, 0.5)
    assert {c.id for c in found if rank.score(c, wanted).inside >= 0.5} <= {c.id for c in kept}


def test_promising_leaves_out_what_cannot_score() -> None:
    found = [candidate(n, "the bridge" if n % 2 else "the council", "") for n in range(rank.MANY)]
    assert {c.words for c in rank.promising(found, rank.topic(["bridges"], {}, 100), 1e-6)} == {"the bridge"}


def test_promising_leaves_few_as_they_are() -> None:
    found = [candidate(n, "the council", "") for n in range(rank.MANY - 1)]
    assert rank.promising(found, rank.topic(["bridges"], {}, 100), 0.5) == found
