"""Of every statement whether a digest has it, where and why: nothing that came in is left unexplained."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from digest_corpus import admit
from digest_kit import at, brought, read
from fakes.listed import indexed_between

from bot.digest.criteria import Criteria, Named, Terms
from bot.digest.explain import REASONS, asked_for, why
from bot.digest.reasons import Place, reasons
from bot.model import PUBLIC
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.digest.gather import Gathered
    from bot.page import Section
    from store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    made = open_archive(tmp_path_factory.mktemp("corpus") / "v.db")
    admit(made)
    yield made
    made.close()


def explained(store: Store, found: Gathered) -> list[Section]:
    with store.snapshot((PUBLIC,), found.digest.window.until) as snapshot:
        records = snapshot.records(asked_for(found))
    return why(found, records, read(found))


@pytest.mark.parametrize("criteria", [None, Criteria(Terms(speakers=(Named("orlov"),)))])
@pytest.mark.parametrize("day", [4, 7, 10])
def test_every_statement_that_came_in_has_one_reason(store: Store, day: int, criteria: Criteria | None) -> None:
    since, until = at(f"{day} 07:30"), at(f"{day + 1} 07:30")
    found = brought(store, since, until, criteria)
    told = [one.statement for one in reasons(found, read(found))]
    with store.snapshot((PUBLIC,), until) as snapshot:
        news = [record.id for record in indexed_between(snapshot, since, until) if record.news]
    assert sorted(told) == sorted(news)


def test_reasons_say_where_a_statement_is(store: Store) -> None:
    found = brought(store, at("2 00:00"), at("9 00:00"))
    pages = read(found)
    places = {one.statement: one.place for one in reasons(found, pages)}
    first, *rest = ([i for s in page.sections for c in s.cards for i in c.statements] for page in pages)
    assert {places[i] for i in first} == {Place.MESSAGE}
    assert {places[i] for page in rest for i in page} == {Place.THREAD}
    counted = [one for one, place in places.items() if place is Place.COUNTED]
    assert len(counted) == found.digest.statements - len(first) - sum(map(len, rest))


def test_reasons_are_told_by_place_with_the_words_a_statement_begins_with(store: Store) -> None:
    sections = explained(store, brought(store, at("10 07:30"), at("11 07:30")))
    assert [section.title for section in sections] == [
        "In the message (11)",
        "In its thread (4)",
        "Same words, named with their first report (7)",
        "No news (2)",
    ]
    assert sections[0].notes[0] == (
        "QUOTE, Leila Nasser (Harbour Wire), beginning: “The guns will be quiet at midnight,” – "
        "4 outlets; first time Nasser is quoted in the record; direct quote"
    )
    assert sections[2].notes[0].endswith("– the same words were first reported by Harbour Wire")


def test_words_that_were_news_before_say_so(store: Store) -> None:
    sections = explained(store, brought(store, at("4 07:30"), at("4 08:00")))
    assert sections[-1].title == "Not listed again (1)"
    assert sections[-1].notes[0].endswith("these words were news before this digest begins")


def test_of_very_many_the_first_are_told_and_the_others_counted(store: Store) -> None:
    found = brought(store, at("2 00:00"), at("9 00:00"), Criteria(Terms(speakers=(Named("orlov"),))))
    rejected = next(s for s in explained(store, found) if str(s.title).startswith("Not wanted"))
    assert len(rejected.notes) == REASONS
    assert rejected.tail == f"and {len(found.rejected) - REASONS} more"
