"""What the weights that are shipped make of sentences written for the project."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from fakes.corpus import marked_up

import bot.extract
from bot.extract.core.finder import CoreFinder
from bot.extract.core.weights import unpack
from bot.extract.document import read

WEIGHTS = Path(bot.extract.__file__).parent / "weights"


@pytest.fixture(scope="session")
def shipped() -> CoreFinder:
    return CoreFinder(unpack((WEIGHTS / "core.bin").read_bytes()))


def test_the_weights_are_small_and_quick_to_load_and_have_a_card() -> None:
    data = (WEIGHTS / "core.bin").read_bytes()
    began = time.process_time()
    CoreFinder(unpack(data))
    assert time.process_time() - began < 0.3
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) <= 16 * 2**20
    assert f"{len(data):,} bytes" in (WEIGHTS / "CARD.md").read_text(encoding="utf-8")


STATEMENTS = [
    # tag behind the quotation
    "{“The harbour will open in June,”} [Mayor Lena Falk] <said>.",
    # inverted tag with a role
    "{“Nobody was warned,”} <said> [Omar Haddad, a spokesman for the union].",
    # split by its tag
    "{“We have the money,”} [she] <said>. {“We only lack the time.”}",
    # introduced, with an addressee
    "[Haddad] <told> reporters {that the talks had failed}.",
    # without "that"
    "[The ministry] <said> {it would publish the figures next week}.",
    # part-quote
    "[Falk] <called> {the plan “a gift to speculators.”}",
    # according to
    "{The bridge was closed for nine hours}, <according to> [the police].",
    # an anonymous source
    "[A senior official] <warned> {that the reserves would not last the winter}.",
    # colon
    "[Prime Minister Ana Ruiz] <wrote> in a letter: {“The offer stands.”}",
    # an inner verb stays inside
    "[The committee] <reported> {that the director denied having seen the letter}.",
    # straight marks
    '{"It is too late for that,"} [Berg] <said> on Tuesday.',
    # a spokeswoman is not her minister
    "{“The minister has not decided,”} [the minister’s spokeswoman] <said>.",
]


@pytest.mark.parametrize("paragraph", STATEMENTS)
def test_plain_statements_are_found_word_for_word(shipped: CoreFinder, paragraph: str) -> None:
    text, gold = marked_up("The council met on Monday.\n\n" + paragraph + "\n\nThe meeting ended late.")
    found = shipped.find(read(text))
    assert len(found) == 1
    draft = found[0]
    assert [[span.start, span.end] for span in draft.spans] == gold["content"]
    assert draft.mention is not None
    assert text[gold["source"][0][0] : gold["source"][0][1]].endswith(
        draft.mention.of(text).split(",")[0].split()[-1]
    ) or (draft.mention.start < gold["source"][0][1] and gold["source"][0][0] < draft.mention.end)
    assert draft.cue is not None
    assert draft.cue.start < gold["cue"][0][1]
    assert gold["cue"][0][0] < draft.cue.end


@pytest.mark.parametrize(
    "text",
    [
        "The harbour opened in June. The ferry was full by noon, and the cafés were too.",  # nobody speaks
        "She has a say in the matter and told nobody.",  # words that look like cues
        "The “Lena” is the oldest ferry of the fleet.",  # a name in marks
    ],
)
def test_where_nobody_speaks_nothing_is_found(shipped: CoreFinder, text: str) -> None:
    assert shipped.find(read(text)) == []


def test_straight_and_curly_marks_agree(shipped: CoreFinder) -> None:
    curly = "“The harbour will open in June,” Falk said. “It’s late.”\n\nHe called it “a gift to all of us.”"
    straight = curly.translate(str.maketrans("“”’", '""\''))
    assert [(d.spans, d.mention) for d in shipped.find(read(curly))] == [
        (d.spans, d.mention) for d in shipped.find(read(straight))
    ]


def test_a_paragraph_that_reopens_its_quotation_keeps_its_speaker(shipped: CoreFinder) -> None:
    text = (
        "“We waited for a year,” said Omar Haddad, who runs the mill. “Then we went to court.\n\n"
        "“Nobody answered our letters,” he added."
    )
    found = shipped.find(read(text))
    words = " ".join(span.of(text) for draft in found for span in draft.spans)
    assert "We waited for a year" in words
    assert "Then we went to court." in words
    assert "Nobody answered our letters" in words


def test_all_capitals_and_agency_marks_are_read(shipped: CoreFinder) -> None:
    text = "ANKARA, Dec. 9 - ''The border is open,'' Defence Minister Omar Haddad said on Friday."
    found = shipped.find(read(text))
    assert [span.of(text) for draft in found for span in draft.spans] == ["''The border is open,''"]
