"""Admitting articles: stored as given, again without effect, revised with ids and corrections kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fakes.listed import indexed_between
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_kit import NOW, put, report, seen, words_by_id

from bot.model import Article, Attribution, Kind, Span, SpeakerKind, Statement
from bot.ports import Admission, Search
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

    from bot.model import Record
    from store import Store

LATER = NOW + timedelta(hours=1)


def only(store: Store, *scopes: str) -> Record:
    """The one record there is."""
    with seen(store, *scopes, now=NOW + timedelta(days=1)) as snapshot:
        (record,) = snapshot.records(range(1, 50))
    return record


FULL = Statement(
    spans=(Span(0, 9), Span(20, 29)),
    kind=Kind.MIXED,
    cue=Span(10, 14),
    mention=Span(15, 19),
    speaker="Ann Hill",
    speaker_kind=SpeakerKind.ORGANISATION,
    role="Mayor",
    attribution=Attribution.DESCRIPTION,
    addressee="Réuters",
    via=("The Post", "Agence Été"),
    said_on="2026-02/2026-03",
    said_on_how="stated",
    said_span=Span(30, 35),
    confidence=0.25,
)


def test_admit_keeps_every_field_of_article_and_statement(store: Store) -> None:
    article = Article(
        "id/1?ü",
        "  “Words in\tquotes” – and\r\n a tail that is never stripped \u2028 ",
        "A title",
        "The Courier",
        "Bo Lind",
        "2026-03-04T07:00:00+03:00",
        "https://example.org/1",
        "en",
        visible_from=NOW - timedelta(days=3),
    )
    put(store, (article, [FULL]))
    record = only(store)
    assert (record.article, record.statement) == (article, FULL)
    assert (record.indexed_at, record.news, record.corrected) == (NOW, True, None)


texts = st.text(min_size=3, max_size=60)  # any code points: NUL, lone surrogates and all
names = st.none() | st.text(max_size=20)


@given(texts, names, names, st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_admit_and_read_lose_nothing_of_any_text(
    store: Store, text: str, title: str | None, speaker: str | None, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    # One id an example, so that each is an article of its own; lone surrogates cannot be hashed by repr alone.
    article = Article(f"h{hash((text, title, speaker, start, end))}", text, title)
    put(store, (article, [Statement((Span(start, end),), Kind.DIRECT, speaker=speaker)]))
    with seen(store) as snapshot:
        stored = [r for r in indexed_between(snapshot, NOW - timedelta(days=1), NOW) if r.article.id == article.id]
    assert [r.article for r in stored] == [article]
    assert [r.text for r in stored] == [text[start:end]]


def test_admit_again_is_the_same_and_writes_nothing(store: Store, path: Path) -> None:
    found = report("a", ("Ann Hill", "the bridge stays open"))
    assert put(store, found) == Admission("new", 1)
    with closing(sqlite3.connect(path)) as watcher:
        before = watcher.execute("PRAGMA data_version").fetchone()
        assert put(store, found, now=LATER, news=False) == Admission("same", 1)
        assert watcher.execute("PRAGMA data_version").fetchone() == before


BRIDGE = ("Ann Hill", "the old bridge stays open until spring")
ROAD = ("Bo Lind", "the coast road is closed to lorries")


def test_revision_keeps_ids_of_what_is_still_said(store: Store) -> None:
    put(store, report("a", BRIDGE, ROAD))
    before = words_by_id(store)
    revised = report(
        "a", ("Cy Moor", "nobody was asked at all"), ROAD, ("Ann Hill", "the old bridge stays open until May")
    )
    assert put(store, revised, now=LATER) == Admission("changed", 3)
    ids = {words: number for number, words in before.items()}
    assert words_by_id(store) == {
        ids[BRIDGE[1]]: "the old bridge stays open until May",
        ids[ROAD[1]]: ROAD[1],
        3: "nobody was asked at all",
    }
    with seen(store) as snapshot:
        assert {r.article.text for r in snapshot.records(range(1, 9))} == {revised[0].text}


def test_revision_drops_what_is_gone_and_knows_it_when_it_returns(store: Store) -> None:
    put(store, report("a", BRIDGE, ROAD))
    store.correct(2, "speaker", "Cy Moor", by="U1", now=NOW)
    put(store, report("a", BRIDGE), now=LATER)
    assert list(words_by_id(store)) == [1]
    put(store, report("a", ROAD, BRIDGE), now=LATER)
    assert words_by_id(store) == {1: BRIDGE[1], 2: ROAD[1]}
    with seen(store) as snapshot:
        assert snapshot.records([2])[0].statement.speaker == "Cy Moor"


def test_extraction_anew_keeps_id_utterance_and_correction(store: Store) -> None:
    article, (statement,) = report("a", BRIDGE)
    put(store, (article, [statement]))
    store.correct(1, "speaker", "Cy Moor", by="U1", now=NOW)
    again = replace(statement, spans=(Span(14, 40),), role="Mayor")
    assert put(store, (article, [again]), extractor="x2", now=LATER) == Admission("changed", 1)
    record = only(store)
    assert (record.id, record.statement.spans, record.statement.speaker) == (1, again.spans, "Cy Moor")
    assert (record.indexed_at, record.utterance) == (NOW, 1)
    assert store.stands([article], "x2") == [True]
    assert store.stands([article], "x1") == [False]


def test_statement_id_is_stable_over_ten_revisions(store: Store) -> None:
    for number in range(10):
        put(store, report("a", *[("Bo Lind", f"line {n} came before") for n in range(number)], BRIDGE), now=LATER)
    assert words_by_id(store)[1] == BRIDGE[1]
    assert store.check() == []


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Another"},  # a headline that was rewritten
        {"outlet": None},  # an outlet that was wrong
        {"published": "2025-12-31"},  # a date: what "newest" and ranges go by hangs on it
        {"visible_from": NOW - timedelta(hours=1)},  # an embargo that is over
        {"language": "de"},  # counted as not analysed
        {"author": "Cy Moor", "url": "https://example.org/2"},
    ],
)
def test_metadata_alone_is_brought_up_to_date(store: Store, change: dict[str, Any]) -> None:
    article, statements = report("a", BRIDGE)
    put(store, (article, statements))
    changed = replace(article, **change)
    assert put(store, (changed, statements), now=LATER) == Admission("same", 1)
    assert only(store).article == changed
    with seen(store) as snapshot:
        assert snapshot.coverage().first_published == changed.published
        assert len(snapshot.find(Search(since=changed.published, until=changed.published))) == 1
    assert store.check() == []


def test_admit_refuses_spans_outside_the_text_and_stores_nothing(store: Store) -> None:
    article, (statement,) = report("a", BRIDGE)
    with pytest.raises(ValueError, match="outside"):
        put(store, (article, [replace(statement, spans=(Span(0, 10_000),))]))
    with seen(store) as snapshot:
        assert snapshot.coverage().articles == 0


def test_deletes_leave_no_ghost_in_the_index(store: Store) -> None:
    strange = ("Don’t Know", "Meshaal’s naïveté won’t do")
    put(store, report("a", ("Ann Hill", "the unrepeatable zeppelin flew"), strange))
    put(store, report("a", BRIDGE), now=LATER)
    with store._connections.read() as session:
        left = [
            session.all("SELECT rowid FROM statement_terms WHERE statement_terms MATCH ?", [word])
            for word in ("zeppelin", "meshaal", "naivete", "sp1", "know")
        ]
        names = session.all("SELECT rowid FROM article_terms WHERE article_terms MATCH 'zeppelin'")
    assert [[row[0] for row in rows] for rows in left] == [[], [], [], [3], []]  # sp1 is Ann Hill, still there
    assert names == []
    with seen(store) as snapshot:
        assert snapshot.vocabulary(["zeppelin", "bridge"]) == {"bridge": 1}
        assert [entry.name for entry in snapshot.directory()] == ["Ann Hill"]
    assert store.check() == []


def test_stands_needs_text_extractor_and_scope(store: Store) -> None:
    article, statements = report("a", BRIDGE)
    put(store, (article, statements))
    others = [
        replace(article, text=article.text + "More."),
        replace(article, id="b"),
        replace(article, scope="channel:C1"),
    ]
    assert store.stands([article, *others[1:]], "x1") == [True] + [False] * len(others[1:])
    assert store.stands(others, "x1") == [False] * len(others)
    assert store.stands([article], "x0") == [False]


def test_private_copy_is_an_article_of_its_own(store: Store) -> None:
    public, private = report("a", BRIDGE), report("a", BRIDGE, ROAD, scope="channel:C1")
    assert [put(store, found).outcome for found in (public, private, public, private)] == ["new", "new", "same", "same"]
    assert len(words_by_id(store)) == 1
    assert len(words_by_id(store, "public", "channel:C1")) == 3


def test_record_is_not_given_when_its_article_fails_the_hash(store: Store) -> None:
    put(store, report("a", BRIDGE))
    put(store, report("b", ROAD))
    with store._connections.write() as session:
        session.run("UPDATE revisions SET text = replace(text, 'open', 'shut') WHERE id = 1")
    with seen(store) as snapshot:
        assert [r.id for r in snapshot.records([1, 2])] == [2]
        assert [r.id for r in indexed_between(snapshot, NOW - timedelta(days=1), NOW)] == [2]
    assert any("not what was stored" in line for line in store.check())


def test_records_come_in_the_order_asked(store: Store) -> None:
    put(store, report("a", BRIDGE, ROAD))
    with seen(store) as snapshot:
        assert [r.id for r in snapshot.records([2, 99, 1, 2])] == [2, 1, 2]
        assert snapshot.records([]) == []


def test_indexed_between_takes_the_end_and_not_the_beginning(store: Store) -> None:
    for hour in range(4):
        put(store, report(f"a{hour}", BRIDGE), now=NOW + timedelta(hours=hour))
    with seen(store, now=NOW + timedelta(days=1)) as snapshot:
        records = indexed_between(snapshot, NOW, NOW + timedelta(hours=2))
    assert [r.article.id for r in records] == ["a1", "a2"]


def test_embargoed_statement_is_new_when_it_can_first_be_seen(store: Store) -> None:
    until = NOW + timedelta(hours=5)
    put(store, report("a", BRIDGE, visible_from=until))
    with seen(store, now=until) as snapshot:
        assert [r.id for r in indexed_between(snapshot, until - timedelta(hours=1), until)] == [1]
        assert indexed_between(snapshot, NOW - timedelta(hours=1), NOW) == []


def test_coverage_counts_what_is_there(store: Store) -> None:
    put(store, report("a", BRIDGE, ROAD, published="2026-03-01"))
    put(store, report("b", ROAD, published="2026-03-03", outlet="Étoile"), now=LATER)
    put(store, report("c", published=None, language="de", outlet=None))
    with seen(store) as snapshot:
        coverage = snapshot.coverage()
    assert (coverage.articles, coverage.statements, coverage.not_analysed) == (3, 3, 1)
    assert coverage.outlet_names == {"the courier", "etoile"}
    assert (coverage.first_published, coverage.last_published) == ("2026-03-01", "2026-03-03")
    assert coverage.newest_indexed == LATER


def test_coverage_forgets_a_day_that_moved_to_another_outlet(store: Store) -> None:
    put(store, report("a", BRIDGE, published="2026-03-03"))
    put(store, report("b", ROAD, published="2026-02-01"))
    put(store, report("b", ROAD, published="2026-02-01", outlet="Nord Éclair", visible_from=NOW + timedelta(days=1)))
    with seen(store) as snapshot:
        assert snapshot.coverage().first_published == "2026-03-03"


def test_instants_come_back_in_utc_whatever_zone_they_had(store: Store) -> None:
    put(store, report("a", BRIDGE), now=datetime.fromisoformat("2026-03-05T12:00:00+03:00"))
    assert only(store).indexed_at == datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def test_stores_are_shared_between_openers(store: Store, path: Path) -> None:
    other = open_archive(path)
    put(other, report("a", BRIDGE))
    assert list(words_by_id(store)) == [1]
    other.close()
