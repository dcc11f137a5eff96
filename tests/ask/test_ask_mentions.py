"""How often somebody is named is told beside an answer, and never costs it."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, filled
from fakes.archives import blank

from bot.ask.people import Directory
from bot.ask.question import Question
from bot.errors import SearchBudgetError
from bot.model import Article, Asker, Query
from bot.ports import Incoming
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

    from bot.ports import Snapshot


def question(snapshot: Snapshot) -> Question:
    return Question(Query(text=""), (), snapshot, Asker(), Directory(()), snapshot.coverage())


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("Mira Vesely", 1),  # named in one article, which quotes her nowhere
        ("Olga Nobody", 0),
        ("of the", 0),  # small words are nobody's name, however many articles have them
    ],
)
def test_mentions_are_counted(tmp_path: Path, name: str, count: int) -> None:
    with closing(filled(tmp_path)) as store, store.snapshot(("public",), NOW) as snapshot:
        assert question(snapshot).mentions(name) == count


def test_mentions_that_take_too_long_are_not_waited_for(tmp_path: Path) -> None:
    with closing(open_archive(blank(tmp_path / "many.db"), search_seconds=0.0)) as store:
        given = [Incoming(Article(f"a{n}", f"Otto Vane came on day {n}."), (), news=False) for n in range(400)]
        store.admit_many(given, now=NOW, extractor="by hand")
        with store.snapshot(("public",), NOW) as snapshot:
            with pytest.raises(SearchBudgetError):
                snapshot.mentions("Otto Vane")
            assert question(snapshot).mentions("Otto Vane") is None
