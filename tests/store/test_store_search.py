"""What a search finds, in which order, and that nothing typed can break or hold it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_kit import NOW, put, report, seen

from bot.errors import SearchBudgetError
from bot.model import Kind
from bot.ports import Search
from store import open_archive
from store.search import MOST_BRANCHES, MOST_TAGS, POSTINGS, spent
from store.words import rarest

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from store import Store


def ids(store: Store, **search: Any) -> list[int]:  # noqa: ANN401 - fields of a Search
    with seen(store) as snapshot:
        return [candidate.id for candidate in snapshot.find(Search(**search))]


def speaker(store: Store, name: str) -> int:
    with seen(store) as snapshot:
        return next(entry.id for entry in snapshot.directory() if entry.name == name)


@pytest.fixture
def town(store: Store) -> Store:
    put(
        store,
        report(
            "a",
            ("Ann Hill", "the bridge stays open", {"said_on": "2026-03-01", "addressee": "Radio Neuf"}),  # 1
            ("Bo Lind", "bridges are costly things", {"kind": Kind.DIRECT}),  # 2
            ("Ann Hill", "lorries ruin the road", {"said_on": "2026-02"}),  # 3
            published="2026-03-04",
        ),
    )
    put(store, report("b", ("Cy Moor", "the road needs a bridge and money"), outlet="Nord Éclair", published=None))  # 4
    put(store, report("c", ("Ann Hill", "money was never the question"), published="2025-12-30"))  # 5
    return store


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({"words": ("bridge",)}, {1, 2, 4}),  # stemmed: "bridges" too
        ({"words": ("BRIDGÉ’s",)}, {1, 2, 4}),  # folded like the index, without possessive
        ({"words": ("bridge", "money")}, {1, 2, 4, 5}),  # any of them …
        ({"words": ("bridge", "money"), "every": True}, {4}),  # … or all
        ({"words": ("Moor",)}, {4}),  # the rest of the sentence is searched as well
        ({"words": ("...", "–")}, set()),  # no searchable word finds nothing, rather than everything
        ({"outlet": "nord e"}, {4}),  # part of the folded name
        ({"addressee": "neuf"}, {1}),
        ({"kind": Kind.DIRECT}, {2}),
        ({"words": ("bridge",), "kind": Kind.DIRECT}, {2}),
        ({"since": "2026-03-01"}, {1, 2}),  # said-on first, else published; unknown is in no range
        ({"until": "2026-02-28"}, {3, 5}),
        ({"since": "2026-02-10", "until": "2026-02-12"}, {3}),  # "in February" may have been then
        ({"since": "2026-03-02", "words": ("bridge",)}, {2}),
        ({"words": ("zeppelin",)}, set()),
        ({}, {1, 2, 3, 4, 5}),
    ],
)
def test_find_restricts_by(town: Store, search: dict[str, Any], found: set[int]) -> None:
    assert set(ids(town, **search)) == found


@pytest.mark.parametrize(
    ("name", "search", "found"),
    [
        ("Ann Hill", {}, [1, 3, 5]),  # newest first: 1 March, February, 30 December
        ("Ann Hill", {"words": ("road", "money")}, [3, 5]),
        ("Ann Hill", {"words": ("bridge", "road"), "every": True}, []),
        ("Ann Hill", {"limit": 1}, [1]),
        ("Bo Lind", {"words": ("bridge",)}, [2]),
    ],
)
def test_find_by_speaker(town: Store, name: str, search: dict[str, Any], found: list[int]) -> None:
    assert sorted(ids(town, speakers=(speaker(town, name),), **search)) == sorted(found)


def test_find_of_what_came_in_after_an_instant(town: Store) -> None:
    later = NOW + timedelta(hours=1)
    put(town, report("d", ("Ann Hill", "the bridge fell"), published="2025-01-01"), now=later)
    put(town, report("e", ("Ann Hill", "the bridge stands"), visible_from=later + timedelta(hours=1)))
    ann = speaker(town, "Ann Hill")
    for known in ({}, {"words": ("bridge",)}, {"speakers": (ann,)}, {"speakers": (ann,), "words": ("bridge",)}):
        search = Search(indexed_since=NOW, **known)  # type: ignore[arg-type]
        with seen(town, now=later) as snapshot:
            assert [c.id for c in snapshot.find(search)] == [6]
        with seen(town, now=later + timedelta(hours=1)) as snapshot:
            assert {c.id for c in snapshot.find(search)} == {6, 7}


def test_find_of_nobody_is_nothing(town: Store) -> None:
    assert ids(town, speakers=(404,)) == []
    assert ids(town, speakers=(404,), words=("bridge",)) == []


@pytest.mark.parametrize("many", [MOST_TAGS + 1, MOST_BRANCHES + 1, 700])
def test_find_by_very_many_speakers_is_the_same(town: Store, many: int) -> None:
    crowd = tuple(range(1000, 1000 + many))
    one = speaker(town, "Ann Hill")
    assert ids(town, speakers=(*crowd, one)) == ids(town, speakers=(one,))
    assert ids(town, speakers=(*crowd, one), words=("bridge",)) == ids(town, speakers=(one,), words=("bridge",))


def test_find_without_words_goes_newest_then_look_then_text(store: Store) -> None:
    looks = [Kind.INDIRECT, Kind.MIXED, Kind.DIRECT, Kind.DIRECT]
    lines = [("Ann Hill", f"thing {n} came to pass", {"kind": kind}) for n, kind in enumerate(looks)]
    put(store, report("old", ("Ann Hill", "this came before"), published="2026-03-03"))
    put(store, report("new", *lines, published="2026-03-04"))
    put(store, report("dateless", ("Ann Hill", "nobody knows when"), published=None))
    newest_first = [4, 5, 3, 2, 1, 6]
    assert ids(store) == newest_first
    assert ids(store, speakers=(speaker(store, "Ann Hill"),)) == newest_first


def test_find_ranks_rare_words_over_common_ones_and_words_over_context(store: Store) -> None:
    put(store, report("a", *[("Ann Hill", f"the road number {n} is long") for n in range(20)]))
    put(store, report("b", ("Ann Hill", "a zeppelin crossed the road"), ("Zeppelin Jones", "it did not happen here")))
    with seen(store) as snapshot:
        found = snapshot.find(Search(words=("road", "zeppelin")))
    assert [c.id for c in found[:2]] == [21, 22]
    scores = [c.score for c in found]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[1] > scores[2] > 0


def test_candidate_is_light_and_whole(town: Store) -> None:
    with seen(town) as snapshot:
        (found,) = snapshot.find(Search(words=("costly",)))
    assert (found.words, found.context) == ("bridges are costly things", "Bo Lind said")
    assert (found.kind, found.said, found.article, found.start) == (Kind.DIRECT, "2026-03-04", "a", 50)
    assert (found.id, found.utterance, found.confidence) == (2, 2, 1.0)


def test_common_words_are_left_to_the_newest_when_ranking_is_too_dear() -> None:
    count = {"the": POSTINGS * 9, "road": POSTINGS - 10, "old": 20, "zeppelin": 1}
    assert rarest(["the", "road", "old", "zeppelin", "unseen"], count, POSTINGS) == ["unseen", "zeppelin", "old"]
    assert rarest(["the"], count, POSTINGS) == []


def test_words_too_common_to_rank_are_still_found_newest_first(town: Store) -> None:
    with seen(town) as snapshot:
        snapshot._counts = {"bridge": POSTINGS + 1, "money": 2}  # type: ignore[attr-defined]
        found = snapshot.find(Search(words=("bridge", "money")))
        assert [c.id for c in found] == [5, 4, 2, 1]  # ranked by "money", then newest by any of them
        found = snapshot.find(Search(words=("bridge",), every=True))
        assert [c.id for c in found] == [2, 1, 4]


strings = st.text(max_size=40) | st.sampled_from(
    [
        '"',
        "don't",
        "C++",
        "12:30",
        "AND",
        "NOT (",
        "a* ^b",
        "words:x",
        "NEAR(a b)",
        "x" * 5000,
        "²²²²",
        "\x00",
        "\ud800",
        "𞤀𞤁",
    ]
)


@given(st.lists(strings, max_size=6).map(tuple), strings, st.booleans())
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_hostile_strings_never_raise(town: Store, words: tuple[str, ...], name: str, every: bool) -> None:
    with seen(town) as snapshot:
        snapshot.find(Search(words=words, every=every, speakers=(1,)))
        snapshot.find(Search(words=(name, *words), outlet=name, addressee=name, since=name, until=name))
        snapshot.mentions(name)
        snapshot.vocabulary(words)
        snapshot.similar((name, *words))
        snapshot.find(Search(groups=(words, (name,), words), tiers=((3, 2), (2, 1), (9, 9))))


def test_search_over_its_budget_is_ended_in_one_sentence(path: Path) -> None:
    store = open_archive(path, search_seconds=0.0)
    put(store, report("a", *[("Ann Hill", f"line {n} of the long road") for n in range(300)]))
    with seen(store) as snapshot:
        with pytest.raises(SearchBudgetError, match="took too long"):
            snapshot.find(Search(words=("road",), limit=10_000))
        assert len(snapshot.records([1])) == 1  # the snapshot lives on
    store.close()


@pytest.mark.parametrize(
    ("passed", "worked", "ended"),
    [
        (0.19, 0.09, False),  # within the budget
        (0.21, 0.11, True),  # a quiet machine: time and work are one
        (0.6, 0.02, False),  # an ordinary search, held up by others
        (0.6, 0.06, True),  # much work, and held up
        (1.1, 0.0, True),  # a disk that does not answer
    ],
)
def test_search_is_ended_for_its_own_work_not_for_a_busy_machine(passed: float, worked: float, ended: bool) -> None:
    assert spent(passed, worked, 0.2) is ended


def test_one_question_costs_few_queries(town: Store) -> None:
    with seen(town) as snapshot:
        snapshot.directory()
        snapshot.coverage()
        snapshot.find(Search(words=("bridge",), speakers=(1,)))
        snapshot.vocabulary(["bridge"])
        snapshot.records([1, 2, 3])
        snapshot.reports([1, 2])
        assert snapshot.queries <= 6


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mishal", "meshaal"),  # other vowels
        ("meshaall", "meshaal"),  # doubled letters
        ("meshaam", "meshaal"),  # a slip at the end
        ("neshaal", "meshaal"),  # a slip at the beginning
        ("guardianhsip", "guardianship"),  # letters swapped
        ("guradianship", "guardianship"),
        ("Guardiánshp", "guardianship"),  # folded, one letter dropped
    ],
)
def test_similar_finds_what_was_meant(store: Store, typed: str, meant: str) -> None:
    put(store, report("a", ("Ann Hill", "Meshaal spoke of guardianship"), ("Ann Hill", "nothing else of note")))
    with seen(store) as snapshot:
        assert snapshot.similar([typed])[typed][0] == (meant, 1)


def test_similar_puts_the_nearest_then_the_commonest_first(store: Store) -> None:
    put(store, report("a", *[("Ann Hill", words) for words in ("a road", "a toad", "one toad", "loader")]))
    with seen(store) as snapshot:
        assert snapshot.similar(["zoad"]) == {"zoad": [("toad", 2), ("road", 1)]}
        assert snapshot.similar(["zoad"], limit=1) == {"zoad": [("toad", 2)]}
        assert snapshot.similar(["a"]) == {}  # everything is near it


def test_similar_of_several_words_is_one_query(store: Store) -> None:
    put(store, report("a", *[("Ann Hill", words) for words in ("a road", "a bridge")]))
    with seen(store) as snapshot:
        assert snapshot.similar(["raod", "brigde", "x"]) == {"raod": [("road", 1)], "brigde": [("bridge", 1)]}
        assert snapshot.queries == 1


@pytest.mark.parametrize(
    ("tiers", "found"),
    [
        (((3, 3),), [4]),  # all of them
        (((3, 2),), [4, 2]),  # two of three, newest first
        (((2, 2), (3, 1)), [4, 5, 3, 2, 1]),  # what has more first, each once
        (((1, 1),), [4, 2, 1]),  # only the first groups are asked for
        (((2, 3),), []),  # more than there are
    ],
)
def test_groups_are_met_by_tiers(town: Store, tiers: tuple[tuple[int, int], ...], found: list[int]) -> None:
    groups = (("bridge",), ("money",), ("road", "costly"))
    with seen(town) as snapshot:
        best = snapshot.find(Search(groups=groups, tiers=tiers))
    assert [c.id for c in sorted(best, key=lambda c: (-c.score, -c.id))] == found


def test_groups_keep_to_the_limit_and_to_the_restrictions(town: Store) -> None:
    groups = (("bridge", "money"), ("road",))
    assert ids(town, groups=groups, tiers=((2, 1),), limit=1) == [5]
    assert set(ids(town, groups=groups, tiers=((2, 1),), speakers=(speaker(town, "Ann Hill"),))) == {1, 3, 5}
    assert ids(town, groups=groups, tiers=((2, 1),), since="2026-03-01", kind=Kind.DIRECT) == [2]


def test_mentions_counts_articles_that_name_without_quoting(store: Store) -> None:
    put(store, report("a", ("Ann Hill", "Otto Vane’s plan is dead"), ("Ann Hill", "ask Otto Vane")))
    put(store, report("b", ("Otto Vane", "my plan lives"), ("Ann Hill", "so Otto Vane says")))
    put(store, report("c", ("Ann Hill", "Otto is no Vane")))
    with seen(store) as snapshot:
        assert (snapshot.mentions("otto vane"), snapshot.mentions("Ann Hill"), snapshot.mentions("…")) == (1, 0, 0)


def test_reports_come_first_published_first(store: Store) -> None:
    line = ("Ann Hill", "the bridge will never be sold to anybody")
    put(store, report("late", line, published="2026-03-04"))
    put(store, report("early", line, published="2026-03-02"))
    put(store, report("dateless", line, published=None))
    with seen(store) as snapshot:
        assert snapshot.reports([1, 99]) == {1: (2, 1, 3)}
