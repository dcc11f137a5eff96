from __future__ import annotations

import gc
import threading
import time
from typing import TYPE_CHECKING

import pytest
from fakes.growth import growth
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.extract.core.finder import CoreFinder
from bot.extract.core.weights import pack, unpack
from bot.extract.document import read

if TYPE_CHECKING:
    from bot.extract.core.weights import Weights
    from bot.extract.draft import Draft

TEXT = """The ferry opened on Monday. It was full by noon.

“The ferry is ready,” Tom Berg said. “We counted every visitor.”

Lena Falk said the harbour would close in May.

FALK: Why now?

BERG: It rained.

FALK: And then?

BERG: It poured.
"""
PIECES = [
    "said",
    "“",
    "”",
    '"',
    "Tom Berg",
    "the ferry is ready",
    ",",
    ".",
    ":",
    "\n",
    "\n\n",
    " ",
    "’",
    "FALK",
    "told",
    "—",
]
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="session")
def finder(tiny: Weights) -> CoreFinder:
    return CoreFinder(tiny)


def _check(text: str, drafts: list[Draft]) -> None:
    starts = [draft.spans[0].start for draft in drafts]
    assert starts == sorted(starts)
    for draft in drafts:
        last = 0
        for span in draft.spans:
            assert last <= span.start < span.end <= len(text)
            assert span.of(text) == span.of(text).strip()
            last = span.end
        for place in (draft.cue, draft.mention):
            assert place is None or 0 <= place.start < place.end <= len(text)
        assert 0.0 <= draft.score <= 1.0


def test_statements_are_found_with_their_cue_and_source(finder: CoreFinder) -> None:
    found = finder.find(read(TEXT))
    _check(TEXT, found)
    first = found[0]
    assert [span.of(TEXT) for span in first.spans] == ["“The ferry is ready,”", "“We counted every visitor.”"]
    assert first.mention is not None
    assert first.mention.of(TEXT) == "Tom Berg"
    assert first.cue is not None
    assert first.cue.of(TEXT) == "said"
    assert [d.mention.of(TEXT) for d in found if d.mention][-4:] == ["FALK", "BERG", "FALK", "BERG"]


@SETTINGS
@given(st.lists(st.sampled_from(PIECES), max_size=60).map(" ".join))
def test_spans_are_verbatim_in_order_and_in_range_for_text_like_news(finder: CoreFinder, text: str) -> None:
    _check(text, finder.find(read(text)))


@SETTINGS
@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_no_text_raises(finder: CoreFinder, text: str) -> None:
    _check(text, finder.find(read(text)))


@pytest.mark.parametrize(
    "text", ["", "\n", "\x00 said \x00", "\ud800 said “\udfff”", "“" * 999, "said " * 99, ":\n" * 999]
)
def test_hostile_texts_are_read_like_others(finder: CoreFinder, text: str) -> None:
    _check(text, finder.find(read(text)))


def test_a_page_of_cues_costs_no_more_than_its_length(finder: CoreFinder) -> None:
    began = time.process_time()
    finder.find(read("said " * 1_200))
    assert time.process_time() - began < 6


def test_the_same_text_gives_the_same_drafts(finder: CoreFinder, tiny: Weights) -> None:
    once = finder.find(read(TEXT))
    finder.find(read("Something else said Tom Berg."))
    assert finder.find(read(TEXT)) == once == CoreFinder(unpack(pack(tiny))).find(read(TEXT))


def test_a_finder_outlives_the_weights_it_was_made_from(tiny: Weights) -> None:
    data = pack(tiny)
    lone = CoreFinder(unpack(data))
    churn = [bytes(len(data)) for _ in range(50)]  # what would lie over freed models
    gc.collect()
    assert len(churn) == 50
    assert lone.find(read(TEXT)) == CoreFinder(tiny).find(read(TEXT))


def test_finders_of_several_threads_share_the_bytes_and_not_the_state(tiny: Weights) -> None:
    expected = CoreFinder(tiny).find(read(TEXT))
    results: list[list[Draft]] = []

    def work() -> None:
        mine = CoreFinder(tiny)
        results.extend(mine.find(read(TEXT)) for _ in range(5))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [expected] * 20


def test_a_quotation_left_alone_goes_to_who_just_spoke(finder: CoreFinder) -> None:
    text = "“The ferry is ready,” Tom Berg said.\n\n“We counted every single visitor of the year.”"
    found = finder.find(read(text))
    alone = next(d for d in found if d.spans[0].of(text).startswith("“We"))
    if alone.cue is None:  # the tagger found none, so it was carried
        assert alone.mention == found[0].mention
        assert alone.score <= 0.5


def test_cost_is_linear_in_the_length(finder: CoreFinder) -> None:
    documents = {times: read(TEXT * times) for times in (20, 160)}
    assert growth(lambda times: finder.find(documents[times]), 20, times=8) < 12  # linear is 8, quadratic 64
