"""What an article sets against words that it reports, and what a denial denies, by the article's own sentences."""

from __future__ import annotations

import pytest
from fakes.marked import records
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.cards import deal
from bot.compose.denials import answered, denies, disputed
from bot.model import Hit, Span

DENIALS = (
    "However, this has been consistently contradicted by statements from harbour officials.",
    "The remarks contradict demands that Katz made a week ago.",
    "The ministry denied that the ferry had been sold.",
    "Lind denied having met him.",
    "The police denied any involvement.",
    "Ray dismissed the claim as a fairy tale.",
    "Ray dismissed it.",
    "The union rejected the mayor's account.",
    "The spokesman refuted the report.",
    "His version has been disputed by two witnesses.",
    "Doctors disputed this.",
    "There is no evidence that the ferry was sold.",
    "No evidence for this has been made public.",
    "The harbour office says otherwise.",
    "The figure is false, the harbour office said.",
    "That was not true, the harbour office said.",
    "Ray called the claim baseless.",
)
NO_DENIALS = (
    "No evidence was presented at the hearing.",
    "No evidence of fire was presented at the hearing.",
    "The judge denied bail.",  # what is denied is no claim
    "Two journalists were denied entry.",
    "The company denied them access to the harbour.",
    "It turned out to be a false alarm.",
    "She travelled on a false passport.",
    "He was charged with making false statements.",
    "The disputed border is forty kilometres away.",
    "The dispute over the ferry is old.",
    "The contradiction is old.",
    "An undeniable success, the paper wrote.",
    "The board dismissed the director.",
    "Parliament rejected the budget.",
    "They reject violence.",
    "Critics questioned the budget.",
    "Nobody was hurt.",
)
SAID = "Katz said that the harbour ferry was sold to the islanders."


@pytest.mark.parametrize("sentence", DENIALS)
def test_denials_are_known_by_their_own_words(sentence: str) -> None:
    assert denies(sentence)


@pytest.mark.parametrize("sentence", NO_DENIALS)
def test_what_denies_no_claim_is_no_denial(sentence: str) -> None:
    assert not denies(sentence)
    assert disputed(f"{SAID} {sentence}", Span(0, len(SAID)), []) is None


def shown(*following: str, taken: int | None = None) -> str | None:
    """What disputes the first sentence of an article that goes on with `following`; `taken` is the speaker's own."""
    text = " ".join([SAID, *following])
    own = [] if taken is None else [Span(start := text.index(following[taken]), start + len(following[taken]))]
    return disputed(text, Span(0, len(SAID)), own)


@pytest.mark.parametrize(
    ("following", "found"),
    [
        (("Ray denied this.",), 0),  # points back
        (("But the islanders have no money.",), 0),  # turns
        (("Still, the islanders have no money.",), 0),  # so does this
        (("Still waters run past the harbour.",), None),  # and this does not
        (("Ray denied that a ferry had changed hands.",), 0),  # in a word of it
        (("Ray denied that a secret annex existed.",), None),  # of something else
        (("It was raining.", "Ray denied this."), None),  # that it rained, perhaps
        (("It was raining.", "The islanders denied that the harbour ferry was sold."), 1),  # in its words
        (("It was raining.", "But nobody minded."), None),  # a turn of something else
        (("No evidence was presented at the hearing.",), None),
        ((), None),
    ],
)
def test_disputed_is_what_stands_next_or_has_its_words(following: tuple[str, ...], found: int | None) -> None:
    assert shown(*following) == (None if found is None else following[found])


def test_what_the_speaker_denies_does_not_dispute_the_speaker() -> None:
    assert shown("He denied this.", taken=0) is None
    assert shown("He denied this.", "Ray disputed that.", taken=0) == "Ray disputed that."


@pytest.mark.parametrize(
    ("text", "denial", "found"),
    [
        (f"{SAID} Ray denied this.", "Ray denied this.", SAID),
        (f"{SAID} It rained. Ray denied that the harbour ferry was sold.", "Ray denied that the harbour ferry", SAID),
        (f"{SAID} Ray denied that a secret annex existed.", "Ray denied", None),  # of what, is not sure
        (f"{SAID} Ray was denied entry to this.", "Ray was", None),  # no denial
        ("Ray denied this.", "Ray denied", None),  # of what is not there
    ],
)
def test_answered_is_what_a_denial_surely_denies(text: str, denial: str, found: str | None) -> None:
    start = text.index(denial)
    assert answered(text, Span(start, text.index(".", start) + 1), []) == found


def test_cards_show_either_under_the_other() -> None:
    marked = "<<Katz>> {{said}} [[that the harbour ferry was sold]]. <<Ray>> {{denied}} [[that the ferry was sold]]."
    first, second = deal([Hit(record) for record in records(marked, "Eli Katz", "Bo Ray")], named=True)
    assert first.adds == "Ray denied that the ferry was sold."
    assert second.earlier is None  # two words in common, and nothing points back: not sure
    marked = "<<Katz>> {{said}} [[that the harbour ferry was sold]]. <<Ray>> {{denied}} [[the claim]]."
    first, second = deal([Hit(record) for record in records(marked, "Eli Katz", "Bo Ray")], named=True)
    assert (first.adds, first.earlier) == ("Ray denied the claim.", None)
    assert second.earlier == "In the article it answers: “Katz said that the harbour ferry was sold.”"


@given(st.text(max_size=120))
def test_what_is_shown_is_a_sentence_of_the_article(tail: str) -> None:
    text = f"{SAID} {tail}"
    found = disputed(text, Span(0, len(SAID)), [])
    assert found is None or found in tail
