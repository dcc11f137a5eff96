"""What holds for any text."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from fakes.growth import growth
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app import extractor
from bot.extract import Extractor, language_of
from bot.extract.machine import as_json
from bot.model import Article, Statement

WORDS = (
    "said told added wrote according to that the an he she they it Ada Moss Kern Minister official Reuters Post who "
    "and but in on Tuesday last week report by citing saying called U.S. Dr. Jan. X MOSS of for cited as quoted"
).split()
MARKS = [*",.?!:;\"'“”‘’()[]—–…\n\t\u2028\x85", "''", "``", "'s", "’s", "\n\n", "\ud800", "中", "é"]
TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(WORDS + MARKS), max_size=60).map(" ".join),
    st.lists(st.sampled_from(WORDS + MARKS), max_size=60).map("".join),
)
EXTRACTOR = Extractor()


def statements(text: str, published: str | None = "2025-12-10") -> list[Statement]:
    return EXTRACTOR.extract(Article("a", text, published=published))


@settings(max_examples=300, deadline=None)
@given(TEXTS, st.sampled_from([None, "2025-12-10", "2024-02-29", "soon"]))
def test_any_text_gives_ordered_spans_in_range(text: str, published: str | None) -> None:
    assert_sound(text, statements(text, published))


@pytest.fixture(scope="module")
def shipped() -> Extractor:
    return extractor()


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_any_text_gives_ordered_spans_in_range_with_the_shipped_weights(shipped: Extractor, text: str) -> None:
    assert_sound(text, shipped.extract(Article("a", text, published="2025-12-10")))


def test_one_extractor_a_thread_over_the_same_weights(shipped: Extractor) -> None:
    text = "\n\n".join(f'"It holds {i}," said Ada Moss. He added that it leaks.' for i in range(40))
    article = Article("a", text)
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(lambda _: extractor().extract(article), range(3)))
    assert found == [shipped.extract(article)] * 3


def assert_sound(text: str, found: list[Statement]) -> None:
    """Verbatim, in order, in range, with a confidence."""
    assert [s.hull.start for s in found] == sorted(s.hull.start for s in found)
    for statement in found:
        for span in (*statement.spans, statement.cue, statement.mention):
            assert span is None or 0 <= span.start < span.end <= len(text)
        assert 0 <= statement.confidence <= 1
        assert as_json(Article("a", text), statement)["text"] == statement.words(text)


PIECES = [
    "Ada Moss said, Q.",
    "Q, she said.",
    "Q, Moss told the Post, Q.",
    "The mayor called it Q again.",
    "It rained.",
]
QUOTED = ["It holds", "The dam is sound", "no", "We built it in a year"]


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PIECES), st.sampled_from(QUOTED)), min_size=1, max_size=5))
def test_straight_and_curly_marks_give_the_same_statements(rows: list[tuple[str, str]]) -> None:
    texts = [" ".join(p.replace("Q", f"{a}{q}{b}") for p, q in rows) for a, b in ('""', "“”")]
    straight, curly = (statements(text) for text in texts)
    assert straight == curly


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        "said ",
        '"A," he said. ',
        "according to the report by the Post ",
        "and said that ",
        "Jane Roe, a lawyer, ",
        "x\n",
    ],
)
def test_time_is_linear_in_length(piece: str) -> None:
    took = growth(lambda size: statements(piece * (size // len(piece))), 5_000, times=4)
    assert took < 9  # linear is 4, quadratic 16


LANGUAGES = [
    ("Nothing much.", "en"),  # too short to tell
    ("", "en"),
    ("Министр сказал, что плотина держится.", "xx"),  # the script tells, however short
    ("大坝很坚固。", "xx"),
    ("The minister said that the dam would hold for a year and that it was safe. " * 3, "en"),
    ("Der Minister sagte, dass der Damm noch ein Jahr lang halten werde und sicher sei. " * 4, "xx"),
    ("Le ministre a dit que le barrage tiendrait encore un an et que tout allait bien. " * 4, "xx"),
    ("El ministro dijo que la presa aguantaría un año más y que no había peligro alguno. " * 4, "xx"),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_language_is_noticed(text: str, language: str) -> None:
    assert language_of(text) == language


def test_another_language_is_not_analysed() -> None:
    german = 'Der Minister sagte, dass der Damm halten werde. "Er hält", sagte Ada Moss am Montag in der Stadt. ' * 4
    assert statements(german) == []
    assert EXTRACTOR.extract(Article("a", "Ada Moss said that it holds.", language="de")) == []


def test_the_version_is_named() -> None:
    assert EXTRACTOR.version
