"""Whoever an article names in full once and then by less: whose the statements under the shorter name are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, filled

from bot.ask.shorter import named_before
from bot.model import Outcome
from bot.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLES = {
    ("quay", "The Courier", "2025-12-08", "The quay"): """\
A Lakeside poll has news for the quay. [[Six in ten want the quay paved]](poll; kind=document), according to the poll. \
The Northern River Council met on Monday. The River Council said [[the quay belonged to everybody]](River Council; \
kind=organisation). The Northern River Council wrote that [[no quay was ever for sale]](Northern River Council; \
kind=organisation).
""",
    ("mast", "Evening Star", "2025-12-07", "The mast"): """\
A Lakeside poll was older. A Norton poll asked anew, and [[four in ten want the mast gone]](poll; kind=document), the \
poll found. The River Council of another land said [[the mast would stay]](River Council; kind=organisation).
""",
    ("barge", "Evening Star", "2025-12-06", "The barge"): """\
[[Nobody wants the barge]](poll; kind=document), said a poll.
""",
}


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    path: Path = tmp_path_factory.mktemp("shorter")
    store = filled(path, ARTICLES)
    yield Newsroom(store, store, clock=lambda: NOW)
    store.close()


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("what did the Lakeside poll show?", ["Six in ten want the quay paved"]),  # not what Norton's does
        ("what did the Lakeside poll show for the quay?", ["Six in ten want the quay paved"]),
        ("what did the Norton poll find?", ["four in ten want the mast gone"]),
        # by the end of a body's name, where the article has all of it; the other land's is another
        ("what did the Northern River Council say?", ["no quay was ever for sale", "the quay belonged to everybody"]),
        ("what did the Northern River Council say about the mast?", []),
        ("what did the Seaside poll show?", []),  # a poll that no article names
    ],
)
def test_shorter_name_counts_where_the_article_gave_the_full_one(
    newsroom: Newsroom, question: str, words: list[str]
) -> None:
    answer = newsroom.ask(question)
    assert sorted(hit.record.text for hit in answer.hits) == words
    assert (answer.outcome is Outcome.FOUND) is bool(words)


def test_answer_is_headed_by_the_name_asked_for(newsroom: Newsroom) -> None:
    assert [one.name for one in newsroom.ask("what did the Lakeside poll show?").speakers] == ["Lakeside poll"]


@pytest.mark.parametrize(
    ("text", "full", "named"),
    [
        ("A Lakeside poll said much.", "Lakeside poll", True),
        ("Two Lakeside polls said much. The poll of polls was late.", "Lakeside poll", True),
        ("A Lakeside poll said much. A new Norton poll did not.", "Lakeside poll", False),  # the last one counts
        ("The U.N. River Council met; later the River Council sat.", "United Nations River Council", True),
        ("The council at the lakeside waited for its poll.", "Lakeside poll", False),  # the words, not the name
        ("Save the Old Pier met. They wrote.", "Save the Old Pier", True),  # no word for what it is
        ("Save the New Pier met. They wrote.", "Save the Old Pier", False),
        ("The Harbour Friends met.", "Friends of the Old Pier", False),
        ("", "Lakeside poll", False),
    ],
)
def test_full_name_is_looked_for_before_a_statement(text: str, full: str, *, named: bool) -> None:
    assert named_before(text + " The poll rose. A Lakeside poll came.", len(text), full) is named
