from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, filled
from hypothesis import given
from hypothesis import strategies as st

from bot.ask.acronyms import defined, expanded, learned
from bot.ask.find import answer
from bot.ask.people import Directory
from bot.model import PUBLIC, Asker, Outcome, SpeakerEntry, SpeakerKind

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("text", "short", "words"),
    [
        ("an Island Relief Force (IRF) would land", "irf", ("island", "relief", "force")),
        ("the Ministry of Islands (MoI) said", "moi", ("ministry", "islands")),  # a small word counts in the letters
        ("the Bank for Ports (BP) said", "bp", ("bank", "ports")),  # or does not
        ("gross island product (GIP) rose", "gip", ("gross", "island", "product")),  # no capitals
        ("the Coast Union's Safety Board (the “SB”) said", "sb", ("safety", "board")),  # the shortest end that fits
        ("the Inter-Island League (I.I.L.) met", "iil", ("inter", "island", "league")),
        ("the IRF (Island Relief Force) would land", "irf", ("island", "relief", "force")),  # the other way round
    ],
)
def test_acronym_is_learned_from_its_definition(text: str, short: str, words: tuple[str, ...]) -> None:
    assert defined(text.replace("Inter-Island", "Inter Island")) == {short: words}


@pytest.mark.parametrize(
    "text",
    [
        "Rep. Ann Roe (D-Md.) said",  # a party and a state
        "the treaty (see below) and the vote (NO)",  # letters that nothing before stands for
        "he said (I think) that",
        "the harbour (BBC) report",
        "",
    ],
)
def test_brackets_that_define_nothing_teach_nothing(text: str) -> None:
    assert defined(text) == {}


def test_first_definition_counts() -> None:
    assert learned(["an Island Relief Force (IRF)", "the Inland Rail Fund (IRF)"])["irf"][0] == "island"


def test_words_and_letters_stand_for_each_other() -> None:
    known = {"irf": ("island", "relief", "force")}
    assert expanded(["irf", "costs"], known) == {"irf": (("island", "relief", "force"),)}
    assert set(expanded(["relief", "force"], known)) == {"relief", "force"}
    assert expanded(["island", "ferry"], known) == {}  # one of its words is another topic


@given(st.text(alphabet="ABIRF abc().'’", max_size=80))
def test_whatever_is_learned_begins_with_the_letters(text: str) -> None:
    for short, words in defined(text).items():
        assert words
        assert words[0][0] == short[0]


MARKED = {
    ("force", "The Courier", "2025-12-01", "Force"): (
        "Ada Lund said [[an Island Relief Force (IRF) would land in spring]](Ada Lund).\n\nSome say it will not.\n\n"
        "She added that [[the IRF had no boats]](Ada Lund). She called [[the talks a feast]](Ada Lund)."
    ),
    ("later", "Evening Star", "2025-12-03", "Boats"): "Bo Hart said [[the IRF needed nine boats]](Bo Hart).",
}


@pytest.mark.parametrize("question", ["what did Lund say about the IRF?", "Lund on the island relief force"])
def test_topic_is_found_by_letters_and_by_words(tmp_path: Path, question: str) -> None:
    store = filled(tmp_path, MARKED)
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        found = answer(question, snapshot, Asker(), NOW)
    assert {hit.record.text[:11] for hit in found.hits} == {"an Island R", "the IRF had"}
    store.close()


def test_words_find_letters_in_another_article(tmp_path: Path) -> None:
    store = filled(tmp_path, MARKED)
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        found = answer("anything on the Island Relief Force", snapshot, Asker(), NOW)
        assert snapshot.queries <= 8
    assert found.outcome is Outcome.FOUND
    assert "Bo Hart" in {hit.record.statement.speaker for hit in found.hits}
    store.close()


def test_body_is_found_by_the_words_of_its_acronym() -> None:
    directory = Directory((SpeakerEntry(1, "IRF", SpeakerKind.ORGANISATION, statements=2),))
    assert directory.match("Island Relief Force").best is not None
    assert directory.match("Island Rail Union").best is None
