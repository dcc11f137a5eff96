"""Whose report an article rests on, by its own words; and what is one origin of several."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.marked import records

from bot.compose.origins import one_origin, origins
from bot.compose.provenance import cited_source, on_word_of, reports_named, republished_from
from bot.model import Attribution, Coverage, Hit

if TYPE_CHECKING:
    from bot.model import Record


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("Republished with permission from All Day News.", "All Day News"),
        ("Reprinted from the Harbour Wire, with thanks.", "Harbour Wire"),
        ("This article was originally published by The Commons under a licence.", "The Commons"),
        ("The story first appeared in the Northern Post on Monday.", "Northern Post"),
        ("Story courtesy of the Skerry Herald", "Skerry Herald"),
        ("LUND, 4 Dec (Reuters) - The bridge is shut.", "Reuters"),  # a dateline
        ("The bridge is shut.\n(AFP)", "AFP"),  # a credit at the end
        ("The bridge is shut.\nSource: Skerry Herald\nMore.", "Skerry Herald"),
        ("He reprinted it from memory.", None),  # no name
        ("The law was first published in 1994.", None),
        ("The source: he would not say.", None),
        ("A report by Reuters (Hill) was shut away.", None),  # no credit
        ("She first ran in Lund.", None),  # a candidate and not a story; nobody published anything
    ],
)
def test_republished_from_is_what_the_article_says_of_itself(text: str, origin: str | None) -> None:
    assert republished_from(text) == origin


@pytest.mark.parametrize(
    ("sentence", "named"),
    [
        ("It will rain, according to a report by The Lund Post citing an unnamed US official.", ("The Lund Post",)),
        ("It will rain, according to The Lund Post.", ("The Lund Post",)),
        ("It will rain, as first reported by the Northern Post.", ("Northern Post",)),
        ("Harbour News reported that it will rain.", ("Harbour News",)),
        ("Hill told Reuters on Tuesday that it will rain.", ("Reuters",)),
        ("Hill said in an interview with Al Jazeera that it will rain.", ("Al Jazeera",)),
        ("It will rain, an official quoted by Interfax said.", ("Interfax",)),
        ("Harbour News reported, citing the Northern Post, that it rains.", ("Harbour News", "Northern Post")),
        ("It will rain, according to the minister.", ()),  # a person
        ("According to Hill, the Post Office is closed.", ()),  # no report of the Post
        ("Hill told the crowd that it will rain.", ()),
        ("Prime Minister Ray reported progress.", ()),
        ("The Times of sowing are over, Hill said.", ()),  # a name and no phrase
    ],
)
def test_reports_are_named_by_phrases_that_rest_on_them(sentence: str, named: tuple[str, ...]) -> None:
    assert reports_named(sentence) == named


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("according to a report by The Post citing an unnamed US official.", "an unnamed US official"),
        ("according to The Post, citing a senior U.S. official.", "a senior U.S. official"),  # a dot that ends nothing
        ("The Post reported, citing a letter. Officials met.", None),  # and one that does
        ("The Post reported, quoting two people close to the talks, that", "two people"),
        ("The Post reported, citing a letter, that", None),
    ],
)
def test_cited_source_is_unnamed_and_as_printed(sentence: str, source: str | None) -> None:
    assert cited_source(sentence) == source


RESTING = (
    "It will rain, according to a report by The Lund Post citing an unnamed US official, <<Hill>> {{said}}: [[“Rain.”]]"
)


def _said(marked: str, article: str, outlet: str, **fields: object) -> Hit:
    [record] = records(marked, "Ann Hill", article_id=article, outlet=outlet, **fields)
    return Hit(record)


@pytest.mark.parametrize(
    ("other", "outlet", "line"),
    [
        (RESTING, "The Echo", "One origin: The Lund Post, citing an unnamed US official. Not independent reports"),
        ("<<Hill>> {{said}}: [[“Rain.”]] Reprinted from The Lund Post", "The Echo", "One origin: The Lund Post"),
        ("<<Hill>> {{said}}: [[“Rain.”]]", "Lund Post", "One origin: "),  # that report itself
        ("<<Hill>> {{said}}: [[“Rain.”]]", "The Echo", None),  # rests on itself
        ("<<Hill>> {{said}} to the Northern Post: [[“Rain.”]]", "The Echo", None),  # on another
    ],
)
def test_one_origin_is_what_all_the_reports_rest_on(other: str, outlet: str, line: str | None) -> None:
    hits = [_said(RESTING, "a1", "The Courier"), _said(other, "a2", outlet)]
    found = [hit.record for hit in hits]
    told = one_origin([r.article for r in found], found, ())
    assert told is None if line is None else told is not None and told.startswith(line)
    assert (told in origins(hits, Coverage())) is (line is not None)


def test_one_origin_says_whether_its_report_is_in_the_record() -> None:
    found = [_said(RESTING, f"a{n}", f"Outlet {n}").record for n in range(2)]
    articles = [r.article for r in found]
    assert (one_origin(articles, found, ()) or "").endswith("; that report is not in the record.")
    assert (one_origin(articles, found, ("lund post",)) or "").endswith("Not independent reports.")


TOLD = "<<A U.S. official>> {{told}} The Lund Post [[that it will rain]]."
PASSED = "[[It will rain]], {{according to}} a report by The Lund Post citing <<an unnamed U.S. official>>."


def _resting(marked: str, speakers: tuple[str, ...], article: str, outlet: str, **how: object) -> list[Record]:
    return records(marked, *speakers, article_id=article, outlet=outlet, attribution=Attribution.ANONYMOUS, **how)


@pytest.mark.parametrize(
    ("teller", "how", "source"),
    [
        ("U.S. official", {"addressee": "The Lund Post"}, "an unnamed U.S. official to The Lund Post"),
        ("U.S. diplomat", {"addressee": "The Lund Post"}, "The Lund Post, citing an unnamed U.S. official"),  # not one
        ("U.S. official", {"via": ("The Lund Post",)}, "The Lund Post, citing an unnamed U.S. official"),  # told nobody
    ],
)
def test_one_origin_names_who_told_it_where_the_other_has_it_from_there(
    teller: str, how: dict[str, object], source: str
) -> None:
    """One article says whom the official told, the other that it has his words from there."""
    told = _resting(TOLD, (teller,), "a1", "The Echo", **how)
    passed = _resting(PASSED, ("U.S. official",), "a2", "The Courier", via=("The Lund Post",))
    line = one_origin([told[0].article, passed[0].article], [*told, *passed], ())
    assert line == f"One origin: {source}. Not independent reports; that report is not in the record."


def test_one_origin_is_told_by_whoever_speaks_though_the_sentence_has_more() -> None:
    """What nobody is named for, in the same sentence, does not hide who told that report."""
    told, *_ = _resting(TOLD, ("U.S. official",), "a1", "The Echo", addressee="The Lund Post")
    beside, *_ = _resting(f"Amid [[talk of a storm]], {TOLD}", (), "a1", "The Echo")
    again, *_ = _resting(TOLD, ("U.S. official",), "a2", "The Courier", addressee="The Lund Post")
    line = one_origin([told.article, again.article], [told, beside, again], ()) or ""
    assert line.startswith("One origin: an unnamed U.S. official to The Lund Post. ")


def test_one_article_alone_has_no_common_origin() -> None:
    record = _said(RESTING, "a1", "The Courier").record
    assert one_origin([record.article], [record], ()) is None


def test_an_outlets_own_report_is_not_another_one() -> None:
    [record] = records("It will rain, The Echo reported, <<Hill>> {{said}}: [[“Rain.”]]", "Hill", outlet="The Echo")
    sentence = record.article.text
    assert on_word_of(record, sentence) == ()
    other = replace(record, article=replace(record.article, outlet="The Courier"))
    assert on_word_of(other, sentence) == ("The Echo",)
