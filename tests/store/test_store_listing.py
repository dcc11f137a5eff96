"""The light rows of a span of time, against the whole records of the same time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.listed import indexed_between
from store_kit import NOW, put, report, seen

from bot.model import Attribution, Kind

if TYPE_CHECKING:
    from store import Store

HOUR = timedelta(hours=1)
WORDS = "the old harbour bridge will be closed for a year"


def test_listing_has_what_the_records_of_the_time_have(store: Store) -> None:
    put(store, report("a1", ("Ann Hill", WORDS), ("Bo Ray", "it rained", {"kind": Kind.DIRECT})), now=NOW - HOUR)
    put(store, report("a2", ("Cy Day", "too late")), now=NOW)
    with seen(store) as snapshot:
        listing = snapshot.listing(NOW - 2 * HOUR, NOW - HOUR)
        [row] = listing.reports().listed
        whole = indexed_between(snapshot, NOW - 2 * HOUR, NOW - HOUR)
        light = listing.statements([row.key])
    assert (row.title, row.outlet, row.published, row.statements, row.quotes) == (
        None,
        "The Courier",
        "2026-03-04",
        2,
        1,
    )
    assert [(one.id, one.speaker, one.utterance, one.words) for one in light] == [
        (one.id, one.speaker_id, one.utterance, one.text) for one in whole
    ]
    assert [one.rank for one in light] == [2, 0]


def test_listing_counts_what_is_no_news_and_lists_none_of_it(store: Store) -> None:
    put(store, report("a1", ("Ann Hill", WORDS), ("Bo Ray", "it rained")), now=NOW, news=False)
    with seen(store) as snapshot:
        listing = snapshot.listing(NOW - HOUR, NOW)
        assert (listing.older(), listing.reports(), listing.news(0, 10)) == (2, ([], 0, 0), [])


def test_listing_takes_only_the_statements_wanted(store: Store) -> None:
    put(store, report("a1", ("Ann Hill", WORDS), ("Bo Ray", "it rained")))
    with seen(store) as snapshot:
        listing = snapshot.listing(NOW - HOUR, NOW)
        first, _ = listing.news(0, 10)
        assert listing.news(first, 10) == [first + 1]
        assert listing.news(0, 1) == [first]
        [row] = listing.reports(only=[first]).listed
        assert row.statements == 1
        assert listing.reports(only=[]).listed == []


def test_listing_names_the_place_of_the_most_prominent_speaker(store: Store) -> None:
    put(store, report("a1", ("Ann Hill", WORDS), ("Bo Ray", "it rained")))
    with seen(store) as snapshot:
        ann, bo = (one.speaker_id for one in indexed_between(snapshot, NOW - HOUR, NOW))
        listing = snapshot.listing(NOW - HOUR, NOW)
        assert [listing.reports(those).listed[0].place for those in ([bo or 0, ann or 0], [99, ann or 0], [99])] == [
            0,
            1,
            None,
        ]


@pytest.mark.parametrize(
    ("first", "then", "order"),
    [
        ({"published": "2026-03-04T10:00+00:00"}, {"published": "2026-03-04T11:00+02:00"}, ["a2", "a1"]),  # other zones
        ({"published": "2026-03-04"}, {"published": "2026-03-04T10:00+00:00"}, ["a2", "a1"]),  # no hour: its end
        ({"published": "2026-03-05"}, {"published": "2026-03-05T08:59+00:00"}, ["a2", "a1"]),  # or when it came in
        ({"published": None}, {"published": "2026-03-04"}, ["a2", "a1"]),  # nothing known: when it came in
        ({"published": "2026-03-03"}, {"published": "2026-03-04"}, ["a1", "a2"]),
    ],
)
def test_reports_come_first_report_first(
    store: Store, first: dict[str, str], then: dict[str, str], order: list[str]
) -> None:
    put(store, report("a1", ("Ann Hill", WORDS), title="a1", **first))
    put(store, report("a2", ("Bo Ray", "it rained"), title="a2", **then))
    with seen(store) as snapshot:
        assert [row.title for row in snapshot.listing(NOW - HOUR, NOW).reports().listed] == order


def test_reprints_tell_whether_the_words_were_news_before_the_time(store: Store) -> None:
    put(store, report("a1", ("Ann Hill", WORDS)), now=NOW - 2 * HOUR)
    put(store, report("a2", ("Ann Hill", WORDS)), now=NOW - HOUR)
    put(store, report("a3", ("Bo Ray", WORDS)), now=NOW - 2 * HOUR, news=False)
    put(store, report("a4", ("Bo Ray", WORDS)), now=NOW - HOUR)
    with seen(store) as snapshot:
        [whole] = snapshot.listing(NOW - 2 * HOUR, NOW).reprints()[:1]
        later = snapshot.listing(NOW - 2 * HOUR, NOW - HOUR).reprints()
        ids = [one.id for one in indexed_between(snapshot, NOW - 3 * HOUR, NOW)]
    assert [(one.utterance, one.before) for one in later] == [(ids[0], 1), (ids[1], 0)]  # an import was no news
    assert whole.before == 1


def test_listing_leaves_out_what_may_not_be_seen(store: Store) -> None:
    """Of a private article not even that its words are somewhere."""
    put(store, report("a1", ("Ann Hill", WORDS), scope="channel:C1"), now=NOW - 2 * HOUR)
    put(store, report("a2", ("Ann Hill", WORDS)), now=NOW - HOUR)
    put(store, report("a3", ("Ann Hill", "nothing to be seen"), visible_from=NOW + HOUR), now=NOW - HOUR)
    with seen(store) as snapshot:
        listing = snapshot.listing(NOW - 90 * timedelta(minutes=1), NOW)
        assert [row.statements for row in listing.reports().listed] == [1]
        assert [one.before for one in listing.reprints()] == [0]
        key = listing.reports().listed[0].key
        assert [one.words for one in listing.statements([key - 1, key, key + 1])] == [WORDS]
        assert len(listing.news(0, 10)) == 1
        ann = snapshot.directory()[0].id
        assert listing.known([ann]) == set()
        assert listing.earlier([ann], "2026-01-01") == []
        assert [one.outlet for one in listing.deliveries(NOW - 3 * HOUR)] == ["The Courier"]
    with seen(store, "public", "channel:C1") as snapshot:
        listing = snapshot.listing(NOW - 90 * timedelta(minutes=1), NOW)
        assert [one.before for one in listing.reprints()] == [1]
        assert listing.known([ann]) == {ann}


def test_earlier_is_what_these_said_before_the_time_newest_first(store: Store) -> None:
    for number in range(4):
        words = f"number {number} of the harbour"
        put(store, report(f"a{number}", ("Ann Hill", words), published=f"2026-03-0{number + 1}"), now=NOW - HOUR)
    put(store, report("b", ("Ann Hill", "after the time began")), now=NOW)
    with seen(store) as snapshot:
        [ann] = snapshot.directory()
        found = snapshot.listing(NOW - HOUR, NOW).earlier([ann.id], "2026-03-02", limit=2)
    assert [(one.words, one.said, one.speaker) for one in found] == [
        ("number 3 of the harbour", "2026-03-04", ann.id),
        ("number 2 of the harbour", "2026-03-03", ann.id),
    ]


def test_an_unnamed_source_is_marked(store: Store) -> None:
    put(store, report("a1", ("an official", WORDS, {"attribution": Attribution.ANONYMOUS}), ("Bo Ray", "it rained")))
    with seen(store) as snapshot:
        listing = snapshot.listing(NOW - HOUR, NOW)
        assert [one.unnamed for one in listing.statements([listing.reports().listed[0].key])] == [1, 0]


def test_deliveries_are_by_outlet_and_hour_and_of_news_only(store: Store) -> None:
    put(store, report("a1", ("Ann Hill", WORDS)), now=NOW - 2 * HOUR)
    put(store, report("a2", ("Ann Hill", "more"), outlet="the courier"), now=NOW - 2 * HOUR + timedelta(minutes=5))
    put(store, report("a3", ("Ann Hill", "again")), now=NOW)
    put(store, report("a4", ("Ann Hill", "old"), outlet="The Echo"), now=NOW, news=False)
    with seen(store) as snapshot:
        found = snapshot.listing(NOW - HOUR, NOW).deliveries(NOW - 3 * HOUR)
    assert [one.last for one in found] == [NOW - 2 * HOUR + timedelta(minutes=5), NOW]
    assert len({one.outlet for one in found}) == 1


def test_of_more_articles_than_can_be_listed_the_most_promising_are(store: Store) -> None:
    put(store, report("a1", ("Ann Hill", WORDS)))
    put(store, report("a2", ("Bo Ray", "it rained", {"kind": Kind.DIRECT}), ("Bo Ray", "it poured")))
    put(store, report("a3", ("Cy Day", "it snowed")))
    with seen(store) as snapshot:
        cy = next(entry.id for entry in snapshot.directory() if entry.name == "Cy Day")
        found = snapshot.listing(NOW - HOUR, NOW).reports([cy], limit=2)
    assert (found.articles, found.statements) == (3, 4)
    assert [(row.place, row.quotes) for row in found.listed] == [(None, 1), (0, 0)]
