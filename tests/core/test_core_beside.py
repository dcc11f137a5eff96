"""Two speakers side by side, one over time, watches offered, instants told."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from fakes.marked import records

from bot.compose.answers import page
from bot.compose.beside import arranged
from bot.model import Answer, Coverage, Hit, Intent, Outcome, Query, SpeakerEntry, SpeakerKind

NEWEST = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
COVERAGE = Coverage(2, 9, 2, newest_indexed=NEWEST)


def said(name: str, count: int) -> list[Hit]:
    """Paraphrases of one speaker, each in an article of its own."""
    return [
        Hit(records(f"<<{name}>> {{{{said}}}} [[that it rained for the {n}th day]].", name, article_id=f"{name}{n}")[0])
        for n in range(count)
    ]


def entry(name: str) -> SpeakerEntry:
    return SpeakerEntry(sum(map(ord, name)), name, SpeakerKind.PERSON)


def answer(*hits: Hit, speakers: tuple[str, ...], total: int | None = None, **query: object) -> Answer:
    known = {"speakers": speakers, "topic": "rain", "intent": Intent.COMPARE} | query
    asked = Query("?", **known)  # type: ignore[arg-type]
    count = len(hits) if total is None else total
    return Answer(Outcome.FOUND, asked, COVERAGE, hits, count, tuple(map(entry, speakers)))


def test_each_speaker_stands_under_their_own_name_in_the_order_asked_for() -> None:
    made = page(
        answer(*said("Bo Berg", 4), *said("Hill", 1), *said("Ann Hill", 1), speakers=("Ann Hill", "Bo Berg")), "UTC"
    )
    assert [(s.title, len(s.cards)) for s in made.sections] == [("Hill: 2 statements", 2), ("Bo Berg: 4 statements", 3)]
    assert made.more == 1


def test_more_goes_on_by_turns_and_shows_everything_once() -> None:
    whole = answer(*said("Bo Berg", 7), *said("Ann Hill", 2), speakers=("Ann Hill", "Bo Berg"))
    shown = [
        i for start in (0, 5) for s in page(whole, "UTC", start=start).sections for c in s.cards for i in c.statements
    ]
    assert sorted(shown) == sorted(hit.record.id for hit in whole.hits)
    assert arranged(arranged(whole)) == arranged(whole)  # what is kept for [More] is cut in the same places


def test_who_said_nothing_on_it_is_told() -> None:
    made = page(answer(*said("Bo Berg", 1), speakers=("Ann Hill", "Bo Berg")), "UTC")
    assert [s.title for s in made.sections] == ["Bo Berg: 1 statement", "Ann Hill: nothing on rain in the record"]


def test_counts_are_left_out_where_not_everything_is_at_hand() -> None:
    made = page(answer(*said("Bo Berg", 2), speakers=("Ann Hill", "Bo Berg"), total=90), "UTC")
    assert made.sections[0].title == "Bo Berg"


def test_change_over_time_is_ordered_and_not_judged() -> None:
    made = page(answer(*said("Bo Berg", 2), speakers=("Bo Berg",), intent=Intent.CHANGED), "UTC")
    assert ("Order", "oldest first") in made.chips
    assert "not judged" in made.notes[0]
    assert len(made.sections) == 1


WATCHES = [
    ({"speakers": ("Bo Berg",)}, "Watch Berg on rain"),
    ({"speakers": ("Ann Hill", "Bo Berg"), "topic": None}, "Watch Hill and Berg"),
    ({"speakers": (), "intent": Intent.TOPIC}, "Watch rain"),
    ({"speakers": (), "topic": None, "since": "2025-12-01"}, None),  # everything: that is a digest
    ({"speakers": ("Bo Berg",), "fragment": "red line"}, None),  # words are checked, not watched
]


@pytest.mark.parametrize(("query", "label"), WATCHES)
def test_watch_is_called_after_what_was_asked(query: dict[str, object], label: str | None) -> None:
    speakers = query.pop("speakers")
    made = page(answer(*said("Bo Berg", 1), speakers=speakers, **query), "UTC")  # type: ignore[arg-type]
    assert made.watch == label


def test_freshness_is_an_instant_that_the_footer_writes() -> None:
    made = page(answer(*said("Bo Berg", 1), speakers=("Bo Berg",)), "Europe/Istanbul")
    ((written, at),) = made.instants
    assert (written, at) == ("Thu 11 Dec 10:12", NEWEST)
    assert written in (made.footer or "")
