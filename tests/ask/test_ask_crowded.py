"""Questions about words that stand in more statements than are looked at one by one."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.model import Article, Kind, Outcome, Span, Statement
from bot.newsroom import Newsroom
from bot.ports import Incoming
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def said(number: int, words: str) -> Incoming:
    text = f"Ann Hill said {words}."
    spoken = Statement((Span(14, 14 + len(words)),), Kind.INDIRECT, mention=Span(0, 8), speaker="Ann Hill")
    return Incoming(Article(f"a{number}", text, published="2026-03-04"), [spoken], news=False)


def test_fragment_of_common_words_is_found_among_many_that_have_one(tmp_path: Path) -> None:
    loud = (" ".join(("ferry", "needs", "bridge") * 6), "a harbour", "nothing came", "nobody left")
    crowd = [said(n, f"{loud[n % 4]} {n}") for n in range(1000)]
    wanted = "whoever asks would hear that the bridge needs a harbour and the harbour needs a ferry, on most days"
    with closing(open_archive(tmp_path / "crowd.db")) as store:
        store.admit_many([said(5000, wanted), *crowd], now=NOW, extractor="x1")
        newsroom = Newsroom(store, store, clock=lambda: NOW)
        found = newsroom.ask('who said "the bridge needs a harbour and the harbour needs a ferry"?')
    assert found.outcome is Outcome.FOUND
    assert found.hits[0].record.text == wanted
