from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.mrkdwn import CUT, cut, escape, escaped, line, quiet, shown, units

ANY = st.text(st.characters(exclude_categories=[]))  # lone surrogates too


@given(ANY)
def test_escaped_text_has_no_markup_and_comes_back(text: str) -> None:
    safe = escape(text)
    assert not {"<", ">"} & set(safe)
    assert safe.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") == text


@given(ANY, st.integers(10, 60))
def test_cut_text_fits_and_begins_like_the_whole(text: str, limit: int) -> None:
    short = cut(text, limit)
    assert units(short) <= limit
    assert short == text or text.startswith(short.removesuffix(CUT))


@given(ANY, st.integers(20, 60))
def test_cut_never_falls_into_an_entity(text: str, limit: int) -> None:
    safe = escaped(text, limit)
    assert units(safe) <= limit
    plain = safe.removesuffix(CUT).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert text.startswith(plain)


def test_cut_falls_between_words() -> None:
    assert cut("the ministers have met again today", 20) == "the ministers have …"


def test_cut_of_one_long_word_falls_inside() -> None:
    assert cut("x" * 30, 20) == "x" * 18 + CUT


def test_units_count_as_slacks_clients_do() -> None:
    assert units("a😀") == 3


@pytest.mark.parametrize(
    ("stored", "seen"),
    [
        ("safe\u202eelif", "safeelif"),  # right-to-left override
        ("a\u2066b\u2069", "ab"),  # isolates
        ("pass\u200bword\ufeff", "password"),  # zero width
        ("in\u00advisible", "invisible"),  # soft hyphen
        ("x\U000e0041y", "xy"),  # tag letters
        ("bell\x07", "bell"),  # controls
        ("half \ud83d", "half \ufffd"),  # what JSON and Slack cannot carry
        ("one\r\ntwo\rthree\tfour", "one\ntwo\nthree\tfour"),  # breaks and tabs stay
        ("a\xa0b\u2009c — “d”", "a\xa0b\u2009c — “d”"),  # the article's own blanks and marks stay
    ],
)
def test_shown_text_hides_nothing(stored: str, seen: str) -> None:
    assert shown(stored) == seen


def test_line_is_one_line() -> None:
    assert line("  a\n\n b\u2028c ") == "a b c"


def test_quiet_line_cannot_begin_a_quotation() -> None:
    assert not escape(quiet("> he said")).startswith("&gt;")
    assert quiet("he said") == "he said"
