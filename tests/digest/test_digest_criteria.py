"""What is in a digest and what is left out, in words; shared by watches."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from fakes.marked import records
from hypothesis import given
from hypothesis import strategies as st

from bot.ask import rank
from bot.ask.acronyms import defined, expanded
from bot.ask.people import Directory
from bot.digest import criteria
from bot.digest.criteria import Criteria, Named, Terms, as_json, is_about, of_json, resolved, why, why_not
from bot.model import Record, SpeakerEntry, SpeakerKind


def said(marked: str, speaker: str = "Ann Hill", **given: object) -> Record:
    [record] = records(marked, speaker, **given)
    return record


DAM = said(
    "<<Ann Hill>> {{said}} [[that the dam at Lund had to be repaired]].", url="https://www.coast.example/news/dam"
)
QUOTE = said("[[“The toll falls heaviest on carriers,”]] {{said}} <<Bo Ray>>.", "Bo Ray", outlet="Associated Press")
FORCE = said(
    "The Harbour Safety Board (HSB) met. <<Ann Hill>> {{said}} [[that the Harbour Safety Board would decide]].",
)
OPINION = said("[[“Raise the toll,”]] {{said}} <<Ann Hill>>.", title="Opinion: what tolls are for")


def wanted(*speakers: str, topics: tuple[str, ...] = (), **given: tuple[str, ...]) -> Criteria:
    return Criteria(Terms(tuple(map(Named, speakers)), tuple(map(Named, topics)), **given))


def leaving_out(*speakers: str, topics: tuple[str, ...] = (), **given: tuple[str, ...]) -> Criteria:
    return Criteria(left_out=wanted(*speakers, topics=topics, **given).wanted)


@pytest.mark.parametrize(
    ("record", "criteria", "reason"),
    [
        (DAM, Criteria(), None),  # everything
        (DAM, wanted("hill"), None),  # a surname, whatever its case
        (DAM, wanted("Bo Ray"), "not by Bo Ray"),
        (DAM, wanted("Bo Ray", "Hill"), None),  # any of several
        (DAM, wanted("Carl Hill"), "not by Carl Hill"),  # a namesake is another
        (DAM, wanted(topics=("dams",)), None),  # another form of the word
        (DAM, wanted(topics=("Málaga", "repairs")), None),  # any of several topics
        (DAM, wanted(topics=("ferries",)), "not about ferries"),
        (FORCE, wanted(topics=("HSB",)), None),  # an acronym that the article explains
        (FORCE, wanted(topics=("ferry reform",)), "not about ferry reform"),
        (DAM, wanted("Hill", topics=("ferries",)), "not about ferries"),  # both kinds must hold
        (QUOTE, wanted(outlets=("AP",)), None),  # an abbreviation
        (QUOTE, wanted(outlets=("associated press",)), None),
        (DAM, wanted(outlets=("AP", "The Echo")), "printed in The Courier, not in AP or The Echo"),
        (DAM, wanted(outlets=("the courier",)), None),
        (DAM, wanted(sources=("coast.example",)), None),  # www. or not
        (DAM, wanted(sources=("hill.example",)), "from coast.example, not from hill.example"),
        (QUOTE, wanted(sources=("coast.example",)), "from no address, not from coast.example"),
        (DAM, replace(Criteria(), quotes_only=True), "a PARAPHRASE, where only quotes are wanted"),
        (QUOTE, replace(Criteria(), quotes_only=True), None),
        (DAM, leaving_out("Ann Hill"), "Ann Hill's words are left out"),
        (DAM, leaving_out(topics=("dam",)), "about dam, which is left out"),
        (OPINION, leaving_out(topics=("opinion",)), "about opinion, which is left out"),  # by its headline
        (DAM, leaving_out(topics=("opinion",)), None),
        (DAM, leaving_out(sources=("coast.example",)), "coast.example is left out"),
        (QUOTE, leaving_out(outlets=("AP",)), "AP is left out"),
        (QUOTE, leaving_out(outlets=("Press Gazette",)), None),  # one word in common
    ],
)
def test_why_not_says_what_keeps_a_statement_out(record: Record, criteria: Criteria, reason: str | None) -> None:
    assert why_not(record, criteria) == reason


def entry(number: int, name: str, statements: int = 1, **given: object) -> SpeakerEntry:
    return SpeakerEntry(number, name, SpeakerKind.PERSON, statements=statements, **given)  # type: ignore[arg-type]


ANN, BARE, CARL = entry(1, "Ann Hill", 9), entry(2, "Hill", 1), entry(3, "Carl Hill", 2)


def test_resolved_keeps_to_the_speaker_chosen_and_takes_new_spellings() -> None:
    chosen = Criteria(Terms((Named("Ann Hill", "Ann Hill", (1,)),)))
    [named] = resolved(chosen, Directory((ANN, CARL, entry(7, "Ann M. Hill")))).wanted.speakers
    assert named.ids == (1, 7)
    assert named.name == "Ann Hill"


def test_resolved_finds_a_speaker_again_after_a_merge() -> None:
    chosen = Criteria(Terms((Named("Ann Hill", "Ann Hill", (1,)),)))
    merged = entry(40, "Ann Marie Hill", aliases=("Ann Hill",))
    [named] = resolved(chosen, Directory((merged, CARL))).wanted.speakers
    assert named.ids == (40,)


def test_resolved_takes_everybody_a_name_fits_where_nobody_was_chosen() -> None:
    [named] = resolved(wanted("Hill"), Directory((ANN, CARL))).wanted.speakers
    assert named.ids == (1, 3)
    assert named.shown == "Hill"


def test_a_topic_that_is_a_speaker_is_met_by_what_they_say() -> None:
    he = said("[[“It leaks,”]] <<she>> {{said}}.")
    about = resolved(wanted(topics=("Ann Hill",)), Directory((replace(ANN, id=he.speaker_id or 0),)))
    assert why_not(he, about) is None
    assert why_not(he, wanted(topics=("Ann Hill",))) == "not about Ann Hill"  # nothing names her


def test_why_says_what_a_statement_is_in_for() -> None:
    criteria = wanted("Ann Hill", topics=("dam", "Lund"), sources=("coast.example",))
    assert why(DAM, criteria) == "by Ann Hill, about dam, about Lund, from coast.example"
    assert why(DAM, Criteria()) == "everything is wanted"


NAMES = st.lists(st.text(max_size=8), max_size=3).map(tuple)
NAMED = st.lists(
    st.builds(Named, st.text(max_size=8), st.none() | st.text(), st.lists(st.integers(), max_size=3).map(tuple)),
    max_size=3,
).map(tuple)
TERMS = st.builds(Terms, NAMED, NAMED, NAMES, NAMES)


@given(st.builds(Criteria, TERMS, TERMS, st.booleans()))
def test_criteria_come_back_from_json_as_they_went(criteria: Criteria) -> None:
    assert of_json(json.loads(json.dumps(as_json(criteria)))) == criteria


@given(st.builds(Criteria, TERMS, TERMS, st.booleans()))
def test_whatever_is_wanted_a_statement_is_in_or_out_for_a_reason(criteria: Criteria) -> None:
    assert why_not(DAM, criteria) != ""
    assert why(DAM, criteria)


def test_nothing_stored_is_everything() -> None:
    assert of_json({}) == Criteria()
    assert as_json(Criteria()) == {}


WORDS = st.sampled_from("dam dams repaired repairing Lund HSB harbour safety ferry truce ceasefire paid pay".split())


@given(
    st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
    st.lists(WORDS, max_size=8).map(" ".join),
    st.lists(WORDS, max_size=8).map(" ".join),
)
def test_the_quick_look_passes_over_nothing_that_is_on_the_topic(topic: str, before: str, words: str) -> None:
    lead = f"With {before} {'and so on ' * 12}in mind, "
    record = said(f"The Harbour Safety Board (HSB) met. {lead}<<Ann Hill>> {{{{said}}}} [[that {words} it was]].")
    named = Named(topic)
    wanted_topic = rank.topic(rank.topic_words(topic), {}, 0)
    spelt = expanded(wanted_topic.words, defined(record.article.text))
    parts = rank.score(criteria._candidate(record), replace(wanted_topic, spelt=spelt))
    assert is_about(record, named, by_name=False) is (parts.inside >= criteria.INSIDE)
