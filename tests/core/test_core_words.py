from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.links import fragment, scrolling
from bot.words import LEADING, WORDS, command_of, meant


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("what did Hill say?", ("said", "what did Hill say?")),  # the bare rest is a question
        ("said Hill about rain", ("said", "Hill about rain")),
        ("Status", ("status", "")),  # phones begin with a capital
        ("/digest", ("digest", "")),  # as on the desk in the terminal
        ("status of the talks", ("said", "status of the talks")),  # a question that begins like a word
        ("help wanted in Lund", ("said", "help wanted in Lund")),
        ("check: “we are wet”", ("check", "“we are wet”")),
        ("check", ("help", "check")),  # nothing to check
        ("speakers hill", ("speakers", "hill")),
        ("speakers", ("speakers", "")),
        ("index http://wire/7", ("index", "http://wire/7")),  # an intranet's host may have no dot
        ("index of prices", ("said", "index of prices")),
        ("Thanks!", ("help", "")),  # nobody asks who spoke of thanks
        ("", ("help", "")),
        ("/help", ("help", "")),
        ("/sing", ("unknown", "/sing")),  # with a slash it was meant as a word
    ],
)
def test_first_word_says_what_is_wanted(typed: str, means: tuple[str, str]) -> None:
    assert command_of(typed) == means


@given(st.text(max_size=40))
def test_whatever_is_typed_is_understood_as_something(typed: str) -> None:
    word, rest = command_of(typed)
    assert word in {*WORDS, "unknown"}
    assert rest.strip() or word not in LEADING or word == "speakers"


@pytest.mark.parametrize(
    ("typed", "word"),
    [("statsu", "status"), ("hlep", "help"), ("Fidan", None), ("statsu of talks", None), ("", None)],
)
def test_meant_is_a_word_that_was_mistyped(typed: str, word: str | None) -> None:
    assert meant(typed) == word


@pytest.mark.parametrize(
    ("words", "directive"),
    [
        ("“We open,”", ":~:text=We%20open%2C"),  # quotation marks differ from page to page
        ("one-two & three", ":~:text=one%2Dtwo%20%26%20three"),  # "-", "," and "&" mean something there
        ("a b c d e f g h i j k", ":~:text=a%20b%20c%20d%20e,g%20h%20i%20j%20k"),  # a long one by its edges
        ("one\n\ntwo", ":~:text=one"),  # paragraphs are not joined on the page
        ("„“", ""),
        ("", ""),
    ],
)
def test_fragment_names_the_words(words: str, directive: str) -> None:
    assert fragment(words) == directive


@pytest.mark.parametrize(
    ("url", "whole"),
    [
        ("https://a.example/x", "https://a.example/x#:~:text=wet"),
        ("https://a.example/x#part", "https://a.example/x#part:~:text=wet"),  # its own place on the page is kept
        ("https://a.example/x#:~:text=dry", "https://a.example/x#:~:text=wet"),
    ],
)
def test_scrolling_keeps_what_the_address_has(url: str, whole: str) -> None:
    assert scrolling(url, "wet") == whole
    assert scrolling(url, "”") == url
