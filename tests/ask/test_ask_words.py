"""Words typed with and without marks: who said them, whether somebody did, and where they stand unsaid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, statements
from fakes.archives import blank

from bot.compose import answers
from bot.model import Article, Intent, Outcome, VerdictKind
from bot.newsroom import Newsroom
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.model import Answer

MARKED = """\
Warden Lise Okafor said [[the lock gates will stay shut until the spring tide has passed]](Lise Okafor). Harbour \
master Ivo Bexell said [["every barge on the canal must carry two lamps after dark"]](Ivo Bexell). Bexell said \
[[barges pay too little]](Ivo Bexell). A leaflet read "no skipper sails for free this year" on its cover. Bexell said \
[[the lock gates will stay shut as Dorn wants]](Ivo Bexell). The canal \
was dug by hand in nine years and three months.
"""


@pytest.fixture
def canal(tmp_path: Path) -> Iterator[Newsroom]:
    store = open_archive(blank(tmp_path / "words.db"))
    text, found = statements(MARKED)
    article = Article("canal", text, title="Canal rules", outlet="The Courier", published="2025-12-08")
    store.admit(article, found, now=NOW, news=True, extractor="by hand")
    yield Newsroom(store, store, clock=lambda: NOW)
    store.close()


def said(answer: Answer) -> list[str]:
    return [hit.record.text.strip('"') for hit in answer.hits]


LAMPS = "every barge on the canal must carry two lamps after dark"
GATES = "the lock gates will stay shut until the spring tide has passed"
DORN = "the lock gates will stay shut as Dorn wants"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("every barge on the canal must carry two lamps", LAMPS),  # a fragment, word for word
        ("every barge on the river must carry two lamps", LAMPS),  # one word another
        ("barge on the canal must carry lamps after dark", LAMPS),  # "barge" by "on": nobody's name is in it
        ("gates will stay shut until the spring", GATES),
        ("Bexell on the canal must carry two lamps", None),  # a question: the words of another are no answer …
        ("Dorn on the lock gates will stay shut again", None),  # nor those that name him
        ("Kessler on the lock gates will stay shut", None),  # … nor those of one who is not asked for
        ("what did Bexell say about the lock gates", None),  # asks
        ("the canal must carry", None),  # too few words to be told from a topic
    ],
)
def test_bare_words_are_recognised(canal: Newsroom, typed: str, found: str | None) -> None:
    answer = canal.ask(typed)
    recognised = answer.query.intent is Intent.WHO
    assert (said(answer) if recognised else None) == ([found] if found else None)
    assert not recognised or answer.query.fragment == typed  # the parsed query is part of the answer


@pytest.mark.parametrize(
    ("quoted", "found"),
    [
        ("carry two lamps after dark", [LAMPS]),
        ("carry three lamps after dark", [LAMPS]),  # misquoted
        ("carry two lmaps after dark", [LAMPS]),  # mistyped: read as what the record has
        ("sail without any lamp at night", []),  # other words
        ("the", [GATES, LAMPS, DORN]),  # of small words only
    ],
)
def test_who_said_quoted_words(canal: Newsroom, quoted: str, found: list[str]) -> None:
    assert sorted(said(canal.ask(f'who said "{quoted}"?'))) == sorted(found)


@pytest.mark.parametrize(
    ("quoted", "headline"),
    [
        (
            "no skipper sails for free this year",
            (
                "In quotation marks in The Courier, 8 Dec 2025, but in no statement of the record:"
                " “no skipper sails for free this year”. Who says it there was not read: look into the article before"
                " you use it."
            ),
        ),
        (
            "dug by hand in nine years",
            (
                "Not a quotation: The Courier, 8 Dec 2025 has “dug by hand in nine years” in its own text, outside"
                " quotation marks, and no statement of the record has it."
            ),
        ),
        ("sold by the town to a bank", "Not in our 1 article: “sold by the town to a bank”."),
    ],
)
def test_words_that_no_statement_has_are_not_found_but_placed(canal: Newsroom, quoted: str, headline: str) -> None:
    answer = canal.ask(f'did Bexell say "{quoted}"?')
    assert (answer.outcome, answer.hits) == (Outcome.NOTHING, ())
    assert answer.verdict is not None
    assert answer.verdict.kind is VerdictKind.NOT_FOUND
    page = answers.page(answer, "UTC")
    assert page.headline == headline
    assert not any(card.statements for section in page.sections for card in section.cards if answer.verdict.source)
