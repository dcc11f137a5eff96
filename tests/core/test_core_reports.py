"""One utterance as its reports have it: the order, who carries it, and the wordings word by word."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.marked import records
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.reports import difference, in_order, page, section, shown

if TYPE_CHECKING:
    from bot.model import Record

LEGEND = "([–] only in the first report, [+] only here)"
WHOLE = "“The ferry will sail on Monday, with or without a licence,”"


def report(words: str, outlet: str, published: str | None = "2025-12-10", **fields: object) -> Record:
    [record] = records(f"[[{words}]] {{{{said}}}} <<Hill>>.", "Ann Hill", article_id=outlet, outlet=outlet, **fields)
    return replace(record, article=replace(record.article, published=published))


def lines(*reports: Record) -> tuple[str, ...]:
    made = section(reports)
    assert made is not None
    return made.notes


def test_reports_are_listed_in_the_order_they_were_printed() -> None:
    late, first = report(WHOLE, "The Echo", "2025-12-11"), report(WHOLE, "The Courier")
    undated = report(WHOLE, "The Gull", None)
    assert in_order([late, undated, first, late]) == [first, late, undated]
    assert lines(late, undated, first) == (
        "First in the record: The Courier, 10 Dec 2025.",
        f"1. The Courier, 10 Dec 2025 – QUOTE: {WHOLE}",
        "2. The Echo, 11 Dec 2025 – QUOTE: the same words.",
        "3. The Gull, undated – QUOTE: the same words.",
    )


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (
            "2025-12-10",
            "2025-12-10",
            "First in the record on Wed 10 Dec 2025: A and B. Which of them was first is not known.",
        ),
        ("2025-12-10T08:00Z", "2025-12-10T09:00Z", "First in the record: A, 10 Dec 2025."),  # both say the hour
        (None, None, "None of these reports is dated: which was first is not known."),
        ("2025-12-10", "2025-12-12", "First in the record: A, 10 Dec 2025."),
    ],
)
def test_first_is_said_as_far_as_the_record_knows_it(one: str | None, other: str | None, told: str) -> None:
    assert lines(report(WHOLE, "A", one), report(WHOLE, "B", other))[0] == told


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ("“The FERRY will sail on Monday - with or without a licence.”", "QUOTE: the same words."),
        (
            "“The ferry will sail on Monday,”",
            f"QUOTE: shortened {LEGEND}: The ferry will sail on Monday [– with or without a licence]",
        ),
        (
            "“The boat will sail on Monday, with or without a licence,”",
            f"QUOTE: other words within quotation marks: two translations may differ, or one was edited {LEGEND}:",
        ),
        (
            "“The boat will sail on Monday, with or without a licence,”",
            "The [– ferry] [+ boat] will sail on Monday with",
        ),
        (
            "that the ferry would sail “with or without a licence”",
            "PART-QUOTE: the words in quotation marks are the same, those around them the outlet's",
        ),
        (
            "that the ferry would sail on Monday",
            "PARAPHRASE: one has it outside quotation marks, so its wording is the",
        ),
    ],
)
def test_wordings_are_told_apart_by_what_they_are(other: str, told: str) -> None:
    assert told in lines(report(WHOLE, "A"), report(other, "B", "2025-12-11"))[2]


def test_a_reprint_says_whose_it_is_and_that_it_is_no_other_report() -> None:
    first = report(WHOLE, "Harbour Wire")
    again = report(WHOLE, "The Echo", "2025-12-11")
    again = replace(again, article=replace(again.article, text=f"{again.article.text}\nRepublished from Harbour Wire."))
    told = lines(first, again)
    assert told[1].startswith("One origin: Harbour Wire. Not independent reports")
    assert "2. The Echo, 11 Dec 2025 – QUOTE, republished from Harbour Wire: the same words." in told


def test_many_reports_are_counted_and_one_alone_is_none() -> None:
    many = [report(WHOLE, f"Outlet {n:02}") for n in range(20)]
    made = section(many)
    assert made is not None
    assert (made.title, made.tail) == ("20 reports of these words", "and 8 more reports.")
    assert section(many[:1]) is None
    assert page(many[:1]).headline == "In one report of the record only: Outlet 00, 10 Dec 2025."
    assert page(many[:2]).headline.startswith("2 reports of these words. First in the record on Wed 10 Dec 2025")


def test_long_runs_that_both_have_are_cut_in_the_middle() -> None:
    same = " ".join(f"word{n}" for n in range(30))
    assert shown(difference(f"{same} old", f"{same} new")) == (
        "word0 word1 word2 word3 word4 … word25 word26 word27 word28 word29 [– old] [+ new]"
    )


WORDS = st.lists(st.sampled_from("the ferry sails not on monday licence".split()), max_size=12).map(" ".join)


@given(WORDS, WORDS)
def test_either_wording_can_be_read_from_the_difference(one: str, other: str) -> None:
    steps = difference(one, other)
    assert " ".join(w for op, words in steps if op != "+" for w in words) == one
    assert " ".join(w for op, words in steps if op != "-" for w in words) == other
