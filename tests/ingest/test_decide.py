"""What an incoming article changes: new, changed or same, and which ids live on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.decide import AGREEMENT, Known, Plan, Stored, agreement, decide, facts, takeovers
from bot.model import Article, Kind, Span, Statement
from bot.text import words

LINES = ("the bridge stays open until spring", "the coast road is closed to lorries", "no")


def article(*lines: str, **metadata: str) -> tuple[Article, list[Statement]]:
    """An article of quoted lines."""
    text, statements = "", []
    for line in lines:
        start = len(text)
        text += f"{line}\n"
        statements.append(Statement((Span(start, start + len(line)),), Kind.DIRECT))
    return Article("a", text, **metadata), statements  # type: ignore[arg-type]


def stored(*lines: str, gone: tuple[int, ...] = (), extractor: str = "x1") -> Stored:
    """What the archive holds after those lines; ids from 1."""
    made, statements = article(*lines)
    known = (Known(n, s.words(made.text), s.hull.start, gone=n in gone) for n, s in enumerate(statements, 1))
    return Stored(made.sha256, extractor, facts(made), tuple(known))


def decided(before: Stored | None, *lines: str, extractor: str = "x1", **metadata: str) -> Plan:
    made, statements = article(*lines, **metadata)
    return decide(before, made, statements, extractor)


def test_unknown_article_is_new_with_all_its_statements() -> None:
    assert decided(None, *LINES) == Plan("new", revised=True, inserted=(0, 1, 2))


def test_same_text_read_by_the_same_extractor_is_the_same() -> None:
    assert decided(stored(*LINES), *LINES) == Plan("same")


@pytest.mark.parametrize(
    "metadata",
    [{"title": "T"}, {"outlet": "O"}, {"author": "A"}, {"published": "2026-03-04"}, {"url": "u"}, {"language": "de"}],
)
def test_other_metadata_alone_is_the_same_restated(metadata: dict[str, str]) -> None:
    assert decided(stored(*LINES), *LINES, **metadata) == Plan("same", restated=True)


def test_embargo_is_metadata_and_scope_is_not() -> None:
    made, statements = article(*LINES)
    held = replace(made, visible_from=datetime(2026, 3, 5, tzinfo=UTC))
    assert decide(stored(*LINES), held, statements, "x1") == Plan("same", restated=True)
    assert facts(replace(made, scope="channel:C1")) == facts(made)


def test_another_extractor_takes_every_id_over_without_a_revision() -> None:
    plan = decided(stored(*LINES), *LINES, extractor="x2")
    assert plan == Plan("changed", taken=((1, 0), (2, 1), (3, 2)))


@pytest.mark.parametrize(
    ("lines", "taken", "inserted", "gone"),
    [
        (LINES[::-1], ((3, 0), (2, 1), (1, 2)), (), ()),  # moved about
        (LINES[:1], ((1, 0),), (), (2, 3)),  # cut
        (("something else entirely", *LINES), ((1, 1), (2, 2), (3, 3)), (0,), ()),  # one more in front
        (("the bridge stays open until May", LINES[1]), ((1, 0), (2, 1)), (), (3,)),  # one word of six is another
        (("the bridge is open to all",), (), (0,), (1, 2, 3)),  # 3 of 9 words are not enough
        (("THE BRIDGE, STAYS OPEN – until spring!",), ((1, 0),), (), (2, 3)),  # folded
        ((), (), (), (1, 2, 3)),  # nothing is said any more
    ],
)
def test_revision_hands_ids_on(
    lines: tuple[str, ...], taken: tuple[tuple[int, int], ...], inserted: tuple[int, ...], gone: tuple[int, ...]
) -> None:
    assert decided(stored(*LINES), *lines) == Plan("changed", revised=True, taken=taken, inserted=inserted, gone=gone)


def test_best_agreement_is_served_first() -> None:
    before = stored("one two three four five six", "one two three four five seven")
    plan = decided(before, "one two three four five seven eight", "one two three four five six nine")
    assert plan.taken == ((2, 0), (1, 1))


def test_equal_words_go_by_place_then_by_order() -> None:
    assert takeovers([Known(1, "No", 10), Known(2, "No", 90)], [("no", 90)]) == ((2, 0),)
    assert takeovers([Known(1, "No", 10), Known(2, "No", 90)], [("no", 40), ("no", 95)]) == ((1, 0), (2, 1))


def test_equal_agreement_goes_by_distance() -> None:
    known = [Known(1, "one two three four", 10), Known(2, "one two three five", 90)]
    assert takeovers(known, [("one two three six", 80)]) == ((2, 0),)


def test_gone_statement_gets_its_id_back_when_no_living_one_fits() -> None:
    before = stored(LINES[0], LINES[1], gone=(2,))
    assert decided(before, *LINES[:2], "more").taken == ((1, 0), (2, 1))
    assert decided(before, "more").gone == (1,)  # gone ones do not vanish again
    living_first = [Known(1, "one two three", 0, gone=True), Known(2, "one two four", 50)]
    assert takeovers(living_first, [("one two three", 0)]) == ((2, 0),)


@pytest.mark.parametrize(
    ("one", "other", "share"),
    [("a b", "a b", 1.0), ("a b c", "a", 1 / 3), ("a", "b", 0.0), ("", "", 1.0), ("", "a", 0.0)],
)
def test_agreement_is_the_share_of_common_words(one: str, other: str, share: float) -> None:
    assert agreement(frozenset(one.split()), frozenset(other.split())) == pytest.approx(share)


def test_thousands_of_equal_statements_are_paired_at_once() -> None:
    known = [Known(n, "no comment today", n * 10) for n in range(3000)]
    said = [("no comment today", n * 10 + 5) for n in range(3000)]
    assert takeovers(known, said) == tuple((n, n) for n in range(3000))


sayings = st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6).map(" ".join), max_size=7)


def greedy(known: list[Known], said: list[tuple[str, int]]) -> dict[int, int]:
    """The slow, obvious way for words that all differ: every pair, best first."""
    pairs = sorted(
        (-agreement(frozenset(words(old.words)), frozenset(words(text))), abs(old.start - start), index, old.id)
        for old in known
        for index, (text, start) in enumerate(said)
    )
    heir: dict[int, int] = {}
    for share, _, index, old_id in pairs:
        if -share >= AGREEMENT and index not in heir and old_id not in heir.values():
            heir[index] = old_id
    return heir


def distinct(texts: list[str]) -> list[str]:
    """One of each set of words."""
    return list({frozenset(text.split()): text for text in texts}.values())


@given(sayings.map(distinct), sayings.map(distinct))
def test_takeovers_equal_the_slow_reference(old: list[str], new: list[str]) -> None:
    known = [Known(n, text, n * 10) for n, text in enumerate(old, 1)]
    said = [(text, n * 7) for n, text in enumerate(new)]
    assert {index: old_id for old_id, index in takeovers(known, said)} == greedy(known, said)


@given(sayings, sayings, st.sets(st.integers(1, 7)))
def test_every_plan_accounts_for_every_statement_once(old: list[str], new: list[str], gone: set[int]) -> None:
    before = Stored("other", "x1", (), tuple(Known(n, t, n, gone=n in gone) for n, t in enumerate(old, 1)))
    lines = [line or "-" for line in new]
    plan = decided(before, *lines)
    heirs = [index for _, index in plan.taken]
    kept = [old_id for old_id, _ in plan.taken]
    assert sorted([*heirs, *plan.inserted]) == list(range(len(new)))
    assert len(set(kept)) == len(kept)
    living = {one.id for one in before.statements if not one.gone}
    assert set(plan.gone) == living - set(kept)
