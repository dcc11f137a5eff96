"""How answers read: the properties an editor's trust rests on, not every comma."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.marked import NOW, records

from bot.compose import answers
from bot.model import (
    Answer,
    Coverage,
    Hit,
    Intent,
    Kind,
    Outcome,
    Query,
    Record,
    SpeakerEntry,
    SpeakerKind,
    Verdict,
    VerdictKind,
)

if TYPE_CHECKING:
    from bot.page import Page

HILL = SpeakerEntry(1, "Ann Hill", SpeakerKind.PERSON, roles=("mayor of Lund",), statements=3)
COVERAGE = Coverage(2, 28, 2, frozenset({"the courier", "the echo"}), "2025-12-10", "2025-12-11", NOW)
TEXT = (
    "[[“We are wet,”]] {{said}} <<Ann Hill>>. <<Hill>> {{called}} [[it “a disaster” for Lund]]. "
    "<<She>> {{told}} Reuters [[that the dam holds]]."
)


def hill(**given: object) -> list[Record]:
    return records(TEXT, "Ann Hill", **given)


def answer(found: list[Record], **changes: object) -> Answer:
    query = Query("what did hill say?", speakers=("hill",))
    base = Answer(Outcome.FOUND, query, COVERAGE, tuple(map(Hit, found)), total=len(found), speakers=(HILL,))
    return replace(base, **changes)  # type: ignore[arg-type]


def page(given: Answer) -> Page:
    return answers.page(given, "UTC")


def test_the_headline_is_an_answer_by_itself() -> None:
    assert page(answer(hill())).headline == (
        "Ann Hill: 3 statements in 1 article, published 10 Dec 2025 (The Courier) – 1 quote, 1 part-quote, 1 paraphrase"
    )


def test_the_headline_names_three_outlets_of_many() -> None:
    found = [
        one for outlet in ("A Post", "B Post", "C Post", "D Post") for one in hill(outlet=outlet, article_id=outlet)
    ]
    assert "(A Post, B Post, C Post and others)" in page(answer(found)).headline


@pytest.mark.parametrize(
    ("asked", "headline"),
    [
        ({"speakers": ("hill",), "kind": Kind.DIRECT}, "Nothing by Ann Hill (as a direct quote)."),
        ({"speakers": ("hill",), "kind": Kind.MIXED}, "Nothing by Ann Hill (as a part-quote)."),
        (
            {"speakers": ("hill",), "kind": Kind.INDIRECT},
            "Nothing by Ann Hill (as a paraphrase).",
        ),  # no look for another
        ({"besides": ("Ann Hill",)}, "Nothing by anybody but Ann Hill."),  # "who else?"
    ],
)
def test_nothing_says_what_was_asked_for(asked: dict[str, object], headline: str) -> None:
    query = Query("asked", **asked)  # type: ignore[arg-type]
    speakers = (HILL,) if query.speakers else ()
    assert page(answer([], outcome=Outcome.NOTHING, query=query, speakers=speakers)).headline == headline


@pytest.mark.parametrize(
    ("typed", "notes"),
    [
        ("the mayor", ("Read “the mayor” as Ann Hill, mayor of Lund.",)),  # there may be other mayors
        ("Hil", ("Read “Hil” as Ann Hill, mayor of Lund.",)),
        ("hill", ()),
        ("Mayor Hill", ()),
    ],
)
def test_whom_a_description_was_taken_for_is_said(typed: str, notes: tuple[str, ...]) -> None:
    asked = Query("asked", speakers=(typed,))
    assert page(answer(hill(), query=asked)).notes == notes
    assert page(answer([], query=asked, outcome=Outcome.NOTHING)).notes == notes


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ((2,), ", who is quoted most. It fits Mayor 0"),
        ((3, 1), ", who is quoted most. It fits Mayor 0 and Mayor 1"),
        ((9,), ". It fits Mayor 0"),  # the topic decided
        (
            (2, 2, 2, 1, 1),
            ", who is quoted most. It fits Mayor 0, Mayor 1, Mayor 2 and 2 more",
        ),
    ],
)
def test_a_description_that_fits_others_says_so(counts: tuple[int, ...], told: str) -> None:
    others = tuple(SpeakerEntry(9 + i, f"Mayor {i}", SpeakerKind.PERSON, statements=n) for i, n in enumerate(counts))
    asked = Query("asked", speakers=("the mayor",))
    note = f"Read “the mayor” as Ann Hill, mayor of Lund{told}, too: name who is meant."
    assert page(answer(hill(), query=asked, others=others)).notes == (note,)
    assert page(answer([], query=asked, others=others, outcome=Outcome.NOTHING)).notes == (note,)
    named = Query("asked", speakers=("Hill",))  # who is named by name is who is meant
    assert page(answer(hill(), query=named, others=others)).notes == ()


def test_a_description_begins_its_sentence_with_a_capital() -> None:
    query = Query("asked", speakers=("the foreign minister",))
    nothing = answer([], outcome=Outcome.NOTHING, query=query, speakers=(), mentions=2)
    assert page(nothing).notes == ("The foreign minister is named in 2 articles, never as the speaker.",)


def test_the_headline_names_the_topic() -> None:
    about = answer(hill(), query=Query("hill on rain", speakers=("hill",), topic="rain"))
    assert page(about).headline.startswith("Ann Hill on rain: 3 statements")


def test_a_long_answer_says_how_much_is_not_here() -> None:
    made = answers.page(answer(hill(), total=12), "UTC", count=2)
    assert made.headline == "Ann Hill: 12 statements, the first 3 of them here"
    assert made.more == 10


def test_the_query_as_understood_is_above_the_answer() -> None:
    query = Query("x", speakers=("hill",), since="2025-12-01", until="2025-12-07", outlet="Echo", kind=Kind.DIRECT)
    assert page(answer(hill(), query=query)).chips == (
        ("Speaker", "Ann Hill"),
        ("Topic", "any"),
        ("Dates", "1–7 Dec 2025"),
        ("Outlet", "Echo"),
        ("Look", "QUOTE"),
        ("Order", "newest first"),
    )


def test_one_article_is_named_once_with_what_it_republishes() -> None:
    found = records(f"{TEXT}\nRepublished with permission from All Day News.", "Ann Hill")
    made = page(answer(found))
    assert made.origins[0] == "All from: The Courier, 10 Dec 2025, republished from All Day News."
    assert not any("The Courier, 10 Dec" in fact for s in made.sections for c in s.cards for fact in c.facts)


def test_several_articles_are_named_on_each_card() -> None:
    [other] = records("[[“Dry at last,”]] {{said}} <<Ann Hill>>.", "Ann Hill", article_id="a2", outlet="The Echo")
    cards = page(answer([*hill(), other])).sections[0].cards
    assert [f for c in cards for f in c.facts if "Dec 2025" in f] == ["The Courier, 10 Dec 2025"] * 3 + [
        "The Echo, 10 Dec 2025"
    ]


def test_a_report_it_rests_on_that_is_not_in_the_record_is_said() -> None:
    [record] = records("<<She>> {{told}} Reuters [[that the dam holds]].", "Ann Hill", addressee="Reuters")
    assert "Reuters' own report is not in the record." in page(answer([record])).origins
    held = replace(COVERAGE, outlet_names=frozenset({"reuters"}))
    assert page(answer([record], coverage=held)).origins == ("All from: The Courier, 10 Dec 2025.",)


def test_a_report_to_the_outlet_itself_is_in_the_record() -> None:
    [record] = records("<<She>> {{told}} the Courier [[that the dam holds]].", "Ann Hill", addressee="the Courier")
    assert page(answer([record])).origins == ("All from: The Courier, 10 Dec 2025.",)


def test_a_person_spoken_to_is_no_missing_report() -> None:
    [record] = records("<<She>> {{told}} Bo Ray [[that the dam holds]].", "Ann Hill", addressee="Bo Ray")
    assert page(answer([record])).origins == ("All from: The Courier, 10 Dec 2025.",)


def test_the_footer_says_what_was_searched_and_how_fresh_it_is() -> None:
    assert page(answer(hill())).footer == (
        "Searched 2 articles from 2 outlets (10–11 Dec 2025), newest indexed Thu 11 Dec 07:12."
    )


def test_an_empty_record_says_what_to_do() -> None:
    assert "verbatim index" in answers.footer(Coverage(), "UTC")


def test_articles_not_analysed_are_counted() -> None:
    assert "3 articles in other languages not analysed" in answers.footer(replace(COVERAGE, not_analysed=3), "UTC")


def nothing(**changes: object) -> Page:
    query = Query("x", speakers=("lavrov",), topic="Gaza")
    return page(answer([], outcome=Outcome.NOTHING, query=query, speakers=(), **changes))


def test_nothing_says_who_what_and_that_absence_is_no_proof() -> None:
    made = nothing(mentions=1)
    assert made.headline == "Nothing by Lavrov about Gaza."
    assert made.notes == ("Lavrov is named in 1 article, never as the speaker.",)
    assert str(made.footer).endswith("“Not here” does not mean that Lavrov has not said it.")


def test_nothing_keeps_what_is_near_apart_under_its_reason() -> None:
    [near] = records("<<Zed>> {{called}} [[it ‘a cat’]].", "Mia Zed")
    made = nothing(nearest=(Hit(near, why="NOT Lavrov, his spokesperson"),))
    assert [s.title for s in made.sections] == ["Nearest – NOT Lavrov, his spokesperson:"]
    assert made.sections[0].cards[0].facts[0] == "Mia Zed"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("russian foreign minister", "the russian foreign minister"),
        ("the Fed chair", "the Fed chair"),
        ("campaign officials", "campaign officials"),  # several
        ("sergey lavrov", "Sergey Lavrov"),
    ],
)
def test_nothing_names_whom_it_looked_for(typed: str, shown: str) -> None:
    query = Query("x", speakers=(typed,))
    assert page(answer([], outcome=Outcome.NOTHING, query=query, speakers=())).headline == f"Nothing by {shown}."


def test_who_else_says_who_is_left_out() -> None:
    query = Query("who else?", Intent.TOPIC, topic="Gaza", besides=("fidan", "Ann Hill"))
    chips = page(answer([], outcome=Outcome.NOTHING, query=query, speakers=())).chips
    assert chips[0] == ("Speaker", "any but Fidan and Ann Hill")


def test_nothing_names_the_limits_that_were_set() -> None:
    query = Query("x", speakers=("hill",), outlet="Echo", addressee="CBS", since="2025-12-01", kind=Kind.DIRECT)
    made = page(answer([], outcome=Outcome.NOTHING, query=query))
    assert made.headline == "Nothing by Ann Hill (in Echo, to CBS, since 1 Dec 2025, as a direct quote)."


def test_a_question_without_anything_to_search_for_gets_an_example() -> None:
    made = page(answer([], outcome=Outcome.NOTHING, query=Query("???"), speakers=()))
    assert made.headline.startswith("Nothing to search for in that")


def test_ambiguous_asks_which_one_and_asks_again_with_the_name() -> None:
    other = SpeakerEntry(2, "Benny Hill", SpeakerKind.PERSON, statements=1)
    query = Query("What did Hill say?", speakers=("hill",))
    made = page(answer([], outcome=Outcome.AMBIGUOUS, query=query, speakers=(), candidates=(HILL, other)))
    assert made.choices == (
        ("Ann Hill, mayor of Lund – 3 statements", "What did Ann Hill say?"),
        ("Benny Hill – 1 statement", "What did Benny Hill say?"),
    )


@pytest.mark.parametrize(
    ("kind", "reason", "said"),
    [
        (VerdictKind.VERBATIM, None, "Matches The Courier, 10 Dec 2025"),  # matches, never "correct"
        (VerdictKind.ALTERED, "changed", "the record has other words"),
        (VerdictKind.ALTERED, "spliced", "run together"),
        (VerdictKind.ALTERED, "cut", "the cut changes it"),
        (VerdictKind.ALTERED, "paraphrase", "outside quotation marks"),
        (VerdictKind.OTHER_SPEAKER, None, "gives these words to Ann Hill, not Ray"),
    ],
)
def test_a_verdict_says_what_the_record_has(kind: VerdictKind, reason: str | None, said: str) -> None:
    source = Hit(hill()[0])
    query = Query("x", Intent.VERIFY, speakers=("ray",), fragment="we are wet")
    made = page(answer([], query=query, speakers=(), verdict=Verdict(kind, reason, source=source)))
    assert said in made.headline
    assert "correct" not in made.headline
    assert made.sections[0].cards[0].quotation


def test_a_verdict_of_not_found_counts_what_was_looked_through() -> None:
    query = Query("x", Intent.VERIFY, fragment="we are dry")
    made = page(answer([], query=query, outcome=Outcome.NOTHING, verdict=Verdict(VerdictKind.NOT_FOUND)))
    assert made.headline == "Not in our 2 articles: “we are dry”."


def test_an_altered_quotation_shows_the_difference_word_by_word() -> None:
    diff = (("=", "we are"), ("-", "wet"), ("+", "dry"))
    verdict = Verdict(VerdictKind.ALTERED, "changed", diff, Hit(hill()[0]))
    [note] = page(answer([], query=Query("x", Intent.VERIFY, fragment="we are dry"), verdict=verdict)).notes
    assert note.endswith("we are [– wet] [+ dry]")


def test_what_was_read_for_what_was_typed_is_said() -> None:
    made = page(answer(hill(), corrected_words=(("hil", "Ann Hill"),)))
    assert made.notes == ("Read “hil” as “Ann Hill”.",)


def test_an_answer_by_several_speakers_says_who_on_each_card() -> None:
    ray = records("<<Ray>> {{said}} [[that it rained]].", "Bo Ray", article_id="a2")
    made = page(answer([*hill(), *ray], speakers=(), query=Query("rain", Intent.TOPIC, topic="rain")))
    assert [c.facts[0] for c in made.sections[0].cards] == ["Ann Hill", "Ann Hill", "Ann Hill", "Bo Ray"]
