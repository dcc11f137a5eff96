from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.check.draft import Quoted, quoted
from bot.extract import Extractor
from bot.model import Article


def read(text: str) -> list[Quoted]:
    return quoted(text, Extractor().extract(Article("draft", text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('Ada Varga said: "We open in June."', [("We open in June.", "Ada Varga")]),
        ("“We open in June,” said Ada Varga.", [("We open in June,", "Ada Varga")]),  # curly, tag behind
        ("Ada Varga arrived. “We open,” she said.", [("We open,", "Ada Varga")]),  # a pronoun, resolved
        ("The new film “Rust” opens today.", [("Rust", None)]),  # every quotation, whoever says it
        ("\"We call it 'rust' here,\" Ada Varga said.", [("We call it 'rust' here,", "Ada Varga")]),  # nested: one
        ('The bridge is open. ""', []),  # no words
        ("No marks here, Ada Varga said.", []),
        ("", []),
    ],
)
def test_quotations_and_whose_they_are(text: str, found: list[tuple[str, str | None]]) -> None:
    assert [(q.text, q.speaker) for q in read(text)] == found


def test_a_quotation_split_by_its_tag_is_one() -> None:
    [one] = read("“We lose two nurses,” Ada Varga said, “every month.”")
    assert (one.text, one.words) == ("We lose two nurses, … every month.", "We lose two nurses, every month.")
    assert len(one.spans) == 2


@pytest.mark.parametrize(
    "text",
    [
        "“We lose two nurses.” Ada Varga paused. “Every month we hire three.”",  # sentences of their own
        "Ada Varga said “rust” and Tom Holm said “paint”.",  # two speakers
    ],
)
def test_two_quotations_stay_two(text: str) -> None:
    assert len(read(text)) == 2


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Ada Varga said: “We open.”", True),
        ("The official said: “We open.”", False),  # a description may be anybody
        ("“We open.”", False),
    ],
)
def test_a_person_by_name_is_told_from_a_description(text: str, *, named: bool) -> None:
    [one] = read(text)
    assert one.named is named


def test_the_words_next_to_a_quotation_are_kept() -> None:
    [one] = read("In Lund, Ada Varga said they would not “open it” before June or\nlater.")
    assert one.around == (("they", "would", "not"), ("before", "june", "or"))


@given(st.text(alphabet="Ab “”\"'’.,\n[…", max_size=200))
def test_spans_are_slices_in_order(text: str) -> None:
    found = read(text)
    spans = [span for one in found for span in one.spans]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(one.text == " … ".join(span.of(text) for span in one.spans) for one in found)
