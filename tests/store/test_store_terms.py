"""The terms both sides of the index agree on, and how values lie in the tables."""

from __future__ import annotations

import re
import sqlite3
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ask.terms import (
    INDEX_VERSION,
    MOST_TERMS,
    article_terms,
    index_terms,
    match,
    match_some,
    plain,
    rest_of_sentence,
    surface,
)
from bot.model import Kind, Span, Statement
from store.codec import days, instant, moment, restored, searchable, storable
from store.schema.record import index_table
from store.tallies import skeleton


@pytest.mark.parametrize(
    ("words", "every", "expression"),
    [
        (["Hamas"], False, '"hamas"'),
        (["Hamas’s", "ERDOĞAN"], True, '"hamas" AND "erdogan"'),  # possessive and accents go
        (["don't"], False, '"don t"'),  # a phrase of its runs
        (["red line", "C++", "12:30"], False, '"red line" OR "c" OR "12 30"'),
        (['"; DROP', "OR", "NEAR("], False, '"drop" OR "or" OR "near"'),  # operators are words
        (["a", "A", "á"], False, '"a"'),  # once
        (["…", "", "_", "\ud800"], False, None),  # nothing searchable
        ([], True, None),
    ],
)
def test_match_quotes_runs_of_letters_and_digits(words: list[str], every: bool, expression: str | None) -> None:
    assert match(words, every=every) == expression


def test_match_is_capped() -> None:
    expression = match([f"w{n}" for n in range(500)])
    assert expression is not None
    assert expression.count('"') == 2 * MOST_TERMS
    assert match(["a " * 500, "b"]) is None  # one endless phrase


@pytest.mark.parametrize(
    ("groups", "least", "expression"),
    [
        ([["a"], ["b", "c"]], 2, '("a") AND ("b" OR "c")'),  # all of them
        ([["a"], ["b"]], 1, '"a" OR "b"'),  # any of them
        ([["a"], ["b"], ["c"]], 2, '(("a") AND ("b" OR "c")) OR (("b") AND ("c"))'),  # the first ones lead
        ([["a"], ["…"], ["c"]], 2, '("a") AND ("c")'),  # a group without a searchable word is none
        ([["a"], ["…"]], 2, None),  # and then they may be too few
        ([["a"]], 0, None),
    ],
)
def test_match_some_writes_out_so_many_of(groups: list[list[str]], least: int, expression: str | None) -> None:
    assert match_some(groups, least) == expression


@given(st.lists(st.sets(st.sampled_from("abcdefgh"), max_size=8), max_size=12), st.integers(1, 4), st.data())
@settings(max_examples=50, deadline=None)
def test_match_some_finds_what_counting_finds(rows: list[set[str]], least: int, data: st.DataObject) -> None:
    groups = data.draw(st.lists(st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=3), min_size=4, max_size=5))
    conn = sqlite3.connect(":memory:")
    conn.execute(index_table("statement_terms", "t"))
    for number, row in enumerate(rows, 1):
        conn.execute("INSERT INTO t (rowid, words, context, tags) VALUES (?, ?, '', '')", [number, " ".join(row)])
    found = {row[0] for row in conn.execute("SELECT rowid FROM t WHERE t MATCH ?", [match_some(groups, least)])}
    conn.close()
    assert found == {n for n, row in enumerate(rows, 1) if sum(not row.isdisjoint(g) for g in groups) >= least}


anything = st.text(max_size=60)


@given(anything, anything)
@settings(max_examples=200, deadline=None)
def test_what_is_indexed_is_found_by_its_own_words(words: str, context: str) -> None:
    conn = sqlite3.connect(":memory:")
    conn.execute(index_table("statement_terms", "t"))
    terms = index_terms(words, context, 7, INDEX_VERSION)
    conn.execute("INSERT INTO t (rowid, words, context, tags) VALUES (1, ?, ?, ?)", terms)
    for word in surface(words)[:10]:
        expression = match([word])
        # What this SQLite's Unicode (6.1) takes for no letter makes an empty phrase, which matches nothing.
        if expression and re.fullmatch(r'"[a-z0-9 ]+"', expression):
            assert conn.execute("SELECT rowid FROM t WHERE t MATCH ?", [expression]).fetchall() == [(1,)]
    assert conn.execute("SELECT rowid FROM t WHERE t MATCH 'tags : sp7'").fetchall() == [(1,)]
    conn.execute("INSERT INTO t (t, rowid, words, context, tags) VALUES ('delete', 1, ?, ?, ?)", terms)
    assert conn.execute("SELECT rowid FROM t WHERE t MATCH 'sp7'").fetchall() == []
    conn.close()


def test_terms_of_version_one_never_change() -> None:
    given = "“Naïve” Meshaal’s U.S. plan – won't do", "ÖZGÜR said", 12
    assert index_terms(*given, 1) == ("naive meshaal u s plan won t do", "ozgur said", "sp12")
    assert index_terms("a", "b", None, 1) == ("a", "b", "")
    assert article_terms("Ann Hill’s\nplan", 1) == "ann hill plan"


@pytest.mark.parametrize("version", [0, INDEX_VERSION + 1])
def test_terms_of_unknown_versions_are_refused(version: int) -> None:
    with pytest.raises(ValueError, match="version"):
        index_terms("a", "b", 1, version)
    with pytest.raises(ValueError, match="version"):
        article_terms("a", version)


@given(anything)
def test_plain_is_stable(text: str) -> None:
    assert plain(plain(text)) == plain(text)


def test_surface_is_what_the_vocabulary_counts() -> None:
    assert surface("Meshaal’s naïve U.S. plan won’t do") == ["meshaal", "naive", "u", "s", "plan", "won't", "do"]


@pytest.mark.parametrize(
    ("marked", "rest"),
    [
        (
            "It rained. Mayor Ann Hill said [the bridge stays open] on Monday. Nobody asked.",
            "Mayor Ann Hill said on Monday",
        ),
        ('"[No deal]," she said, "[not now]." Then she left.', '" ," she said, "'),  # the tag between; not what follows
        ("One line\n[said here]\nanother", ""),  # paragraphs are bounds
        ("The U.S. envoy, Mr. Lind, said [yes].", "The U.S. envoy, Mr. Lind, said"),  # abbreviations are none
        ("[all of it]", ""),
        ("It rained. [All of it] was said.", "was said"),  # the statement begins the sentence
    ],
)
def test_rest_of_sentence_is_the_sentence_without_the_words(marked: str, rest: str) -> None:
    text, spans, start = "", [], 0
    for piece in re.split(r"([\[\]])", marked):
        if piece == "[":
            start = len(text)
        elif piece == "]":
            spans.append(Span(start, len(text)))
        else:
            text += piece
    assert rest_of_sentence(text, Statement(tuple(spans), Kind.DIRECT)) == rest


@given(st.text(min_size=2, max_size=80), st.data())
def test_rest_of_sentence_takes_any_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    rest_of_sentence(text, Statement((Span(start, end),), Kind.DIRECT))


@given(st.none() | st.text())
def test_storable_texts_come_back_as_they_were(text: str | None) -> None:
    conn = sqlite3.connect(":memory:")
    value = conn.execute("SELECT ?", [storable(text)]).fetchone()[0]
    assert restored(value) == text
    if text is not None:
        searchable(text).encode("utf-8")
    conn.close()


def test_instants_sort_as_texts() -> None:
    early = datetime.fromisoformat("2026-03-05T01:30:00+03:00")
    late = datetime(2026, 3, 4, 22, 30, 0, 1, tzinfo=UTC)
    assert instant(early) < instant(late)
    assert moment(instant(early)) == early
    with pytest.raises(ValueError, match="zone"):
        instant(datetime(2026, 3, 5))  # noqa: DTZ001 - the mistake it is about


@pytest.mark.parametrize(
    ("said", "range_"),
    [
        ("2026-03-04", ("2026-03-04", "2026-03-04")),
        ("2024-02", ("2024-02-01", "2024-02-29")),  # a leap year
        ("2025-12", ("2025-12-01", "2025-12-31")),  # the year's end
        ("2025", ("2025-01-01", "2025-12-31")),
        ("2025-12-30/2026-01-02", ("2025-12-30", "2026-01-02")),
        ("2025/2026-02", ("2025-01-01", "2026-02-28")),
        ("", (None, None)),
        ("last week", (None, None)),
        ("2026-02-30", (None, None)),
        ("0000-01-01", (None, None)),
        ("99999999999999999999-01", (None, None)),
        ("9999-12", (None, None)),  # the day after it is beyond the calendar
    ],
)
def test_days_are_the_first_and_last_it_can_have_been(said: str, range_: tuple[str | None, str | None]) -> None:
    assert days(said) == range_


@given(st.text(max_size=20))
def test_days_take_any_text(text: str) -> None:
    days(text)


def test_skeleton_keeps_what_transliterations_share() -> None:
    assert {skeleton(word) for word in ("meshal", "meshaal", "mashal", "mishaal", "meshall")} == {"mshl"}
    assert skeleton("erdogan") != skeleton("ordogan")  # the first letter stays
    assert skeleton("") == ""
