from __future__ import annotations

from dataclasses import replace

import pytest
from fakes.marked import records

from bot.compose.cards import LONG, Group, card, deal, grouped, whole_sentence
from bot.compose.denials import disputed
from bot.compose.provenance import republished_from
from bot.model import Attribution, Hit, Record, Span, SpeakerKind
from bot.page import Card, Run


def one(marked: str, *speakers: str, named: bool = False, **given: object) -> Card:
    [group] = grouped(records(marked, *(speakers or ("Ann Hill",)), **given))
    return card(group, named=named, dated=False)


def strong(made: Card) -> list[str]:
    return [run.text for run in made.runs if run.strong]


def whole(made: Card) -> str:
    return "".join(run.text for run in made.runs)


def test_a_quote_shows_the_words_alone_and_says_who() -> None:
    made = one("It rained. [[“We are wet,”]] {{said}} <<Ann Hill>>.", role="mayor of Lund")
    assert made.look == "QUOTE"
    assert made.runs == (Run("“We are wet,”", strong=True),)
    assert made.facts == ("Ann Hill, mayor of Lund", "said: date not given")


def test_a_split_quote_keeps_its_tag_between_the_pieces_as_printed() -> None:
    made = one("[[“We are wet,”]] <<she>> {{said}}, [[+ “and cold.”]]")
    assert whole(made) == "“We are wet,” she said, “and cold.”"
    assert strong(made) == ["“We are wet,”", "“and cold.”"]


def test_a_part_quote_says_whose_the_words_in_quotation_marks_are() -> None:
    made = one("<<Hill>> {{called}} [[the plan “a disaster” for Lund]]. It goes on.")
    assert made.look == "PART-QUOTE – only the words in quotation marks are Hill's"
    assert whole(made) == "Hill called the plan “a disaster” for Lund."
    assert strong(made) == ["the plan “a disaster” for Lund"]


def test_a_paraphrase_is_the_outlets_words_in_the_whole_sentence() -> None:
    made = one("Before. On Monday, <<Hill>> {{claimed}} [[that the dam holds]]. After.")
    assert made.look == "PARAPHRASE – The Courier's words, not a quotation"
    assert whole(made) == "On Monday, Hill claimed that the dam holds."


@pytest.mark.parametrize(
    ("mention", "attribution", "hint"),
    [
        ("She", Attribution.PRONOUN, '("She" = Hill)'),  # the reader is told who
        ("The mayor", Attribution.DESCRIPTION, '("The mayor" = Hill)'),
        ("Hill", Attribution.NAMED, ""),  # nothing to tell
    ],
)
def test_a_stand_in_is_resolved_in_the_label(mention: str, attribution: Attribution, hint: str) -> None:
    made = one(f"<<{mention}>> {{{{said}}}} [[that it rained]].", attribution=attribution)
    assert made.look.removeprefix("PARAPHRASE – The Courier's words, not a quotation").strip() == hint


def test_two_statements_of_one_sentence_are_one_card() -> None:
    made = one(
        "<<She>> {{added}} [[that it rained]], and {{insisted}} [[that it will]].", attribution=Attribution.PRONOUN
    )
    assert strong(made) == ["that it rained", "that it will"]
    assert made.look.endswith('(2 statements, "She" = Hill)')
    assert len(made.statements) == 2


def test_a_quotation_never_shares_a_card_with_a_paraphrase() -> None:
    found = grouped(records("[[“No,”]] <<Hill>> {{said}}, {{adding}} [[that it rained]].", "Ann Hill"))
    assert [len(g.records) for g in found] == [1, 1]


def test_two_speakers_of_one_sentence_are_two_cards() -> None:
    found = grouped(records("<<Hill>> {{said}} [[it rained]]; <<Ray>> {{said}} [[it did not]].", "Ann Hill", "Bo Ray"))
    assert [g.first.statement.speaker for g in found] == ["Ann Hill", "Bo Ray"]


def test_a_speaker_carried_from_another_paragraph_does_not_drag_its_sentence_along() -> None:
    [record] = records("[[“Rain again.”]]\n\nLater, <<Hill>> {{said}} more.", "Ann Hill")
    assert whole_sentence(record).of(record.article.text) == "“Rain again.”"


@pytest.mark.parametrize(
    ("following", "shown"),
    [
        ("However, the mayor denied it.", True),
        ("Officials have contradicted this.", True),
        ("Nobody was hurt.", False),  # no dispute
    ],
)
def test_a_next_sentence_that_disputes_is_shown(following: str, *, shown: bool) -> None:
    made = one(f"<<Hill>> {{{{said}}}} [[that it rained]]. {following} However, more.")
    assert made.adds == (following if shown else None)


def test_disputed_looks_past_the_sentences_of_other_cards() -> None:
    text = "A said so. A added more. However, B denies it."
    assert disputed(text, Span(0, 10), [Span(11, 24)]) == "However, B denies it."
    assert disputed(text, Span(0, 10), []) is None


def test_a_dispute_is_not_shown_under_somebody_elses_words() -> None:
    marked = "<<Ray>> {{said}} [[it rained]]. <<Hill>> {{said}} [[it did not]]. However, this has been contradicted."
    found = [Hit(r) for r in records(marked, "Bo Ray", "Ann Hill")]
    assert [c.adds for c in deal(found, named=True)] == [None, "However, this has been contradicted."]


def test_an_over_long_sentence_is_cut_and_marked_but_never_before_a_turn() -> None:
    rest = "and the town slept on " * 60
    made = one(f"Though {rest}, <<Hill>> {{{{said}}}} [[that it rained]] {rest}.")
    assert whole(made) == "… Hill said that it rained …"
    kept = one(f"Though {rest}, <<Hill>> {{{{said}}}} [[that it rained]], but only {rest}.")
    assert whole(kept).endswith("slept on .")
    assert len(rest) > LONG


@pytest.mark.parametrize(
    ("given", "fact"),
    [
        ({"said_on": None}, "said: date not given"),  # none is borrowed
        ({"said_on": "2025-12-06", "said_on_how": "stated"}, "said: Sat 6 Dec 2025"),
        (
            {"said_on": "2025-12-06", "said_on_how": "weekday", "said_span": Span(0, 11)},
            'said: Sat 6 Dec 2025 (from "On Saturday", article of Wed 10 Dec)',
        ),
        (
            {"said_on": "2025-12", "said_on_how": "relative"},
            "said: Dec 2025 (from the relative, article of Wed 10 Dec)",
        ),
    ],
)
def test_said_tells_how_it_is_known(given: dict[str, object], fact: str) -> None:
    made = one("On Saturday <<Hill>> {{said}} [[that it rained]].", **given)
    assert fact in made.facts


def test_facts_name_the_hearer_and_on_whose_word_it_rests() -> None:
    made = one("<<Hill>> {{told}} Reuters [[that it rained]].", addressee="Reuters", via=("Kan News",))
    assert made.facts == ("to Reuters", "via Kan News", "said: date not given")


def test_an_unnamed_source_is_said_to_be_unnamed() -> None:
    made = one(
        "[[“No,”]] {{said}} <<a U.S. official>>.", "U.S. official",
        attribution=Attribution.ANONYMOUS, speaker_kind=SpeakerKind.ANONYMOUS,
    )  # fmt: skip
    assert made.facts[0] == "U.S. official, unnamed"


def test_low_confidence_is_said() -> None:
    assert one("<<Hill>> {{said}} [[that it rained]].", confidence=0.4).warning
    assert one("<<Hill>> {{said}} [[that it rained]].", confidence=0.5).warning is None


def test_other_reports_are_named_on_the_card() -> None:
    [first] = records("[[“No,”]] {{said}} <<Ann Hill>>.", "Ann Hill")
    [second] = records("[[“No,”]] {{said}} <<Ann Hill>>.", "Ann Hill", article_id="a2", outlet="The Echo")
    [made] = deal([Hit(first, also=(second,))], named=False)
    assert "also in The Echo, 10 Dec 2025" in made.facts
    assert "The Courier, 10 Dec 2025" in made.facts


def test_context_is_the_sentence_before_and_after() -> None:
    made = one("One. Two. <<Hill>> {{said}} [[that it rained]]. Four. Five.")
    assert "".join(r.text for r in made.context) == "Two. Hill said that it rained. Four."


@pytest.mark.parametrize(
    ("line", "origin"),
    [
        ("Republished with permission from All Day News.", "All Day News"),
        ("Reprinted from the Lund Post. More.", "Lund Post"),
        ("She has republished her book.", None),
    ],
)
def test_republished_from_reads_what_the_article_says_of_itself(line: str, origin: str | None) -> None:
    assert republished_from(f"Text.\n{line}\n") == origin


def test_every_run_of_every_card_is_the_articles_own_words() -> None:
    found: list[Record] = records(
        "“Hm.” [[“We are wet,”]] <<Hill>> {{said}}, [[+ “and cold.”]] She {{added}} [[that it rained]]. But no.",
        "Ann Hill",
    )
    for made in deal([Hit(r) for r in found], named=True):
        assert whole(made) in found[0].article.text
        assert "".join(r.text for r in made.context) in found[0].article.text


def test_a_group_is_placed_by_its_first_statement() -> None:
    [a, b] = records("<<Hill>> {{said}} [[that it rained]] and {{said}} [[that it will]].", "Ann Hill")
    [group] = grouped([b, a])
    assert group == Group((a, b), group.sentence)
    assert replace(group).first is a
