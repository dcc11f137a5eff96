"""The reports of an utterance where they are asked for: in a statement's history and at the desk in the terminal."""

from __future__ import annotations

import io
import itertools
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.compose import answers
from bot.desk import Desk
from bot.extract import Extractor
from bot.model import Article, Request
from bot.newsroom import Newsroom
from bot.reception import Reception
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.page import Page

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
_ids = itertools.count()


def said(name: str, words: str, published: str, scope: str = "public") -> Article:
    return Article(name, f"“{words},” said Ann Hill, the mayor of Lund.", outlet=name, published=published, scope=scope)


ARTICLES = [
    said("The Echo", "The ferry will sail on Monday, with or without a licence", "2025-12-11"),
    said("The Courier", "The ferry will sail on Monday, with a licence or without one", "2025-12-10"),
    said("Notes", "The ferry will sail on Monday, with or without a licence", "2025-12-09", "channel:C2"),
    said("The Gull", "Nobody has asked the islanders about the lighthouse", "2025-12-10"),
]


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    store = open_archive(blank(tmp_path / "v.db"))
    room = Newsroom(store, store, zone="UTC", clock=lambda: NOW)
    list(room.index(ARTICLES, Extractor()))
    yield room
    store.close()


def history(newsroom: Newsroom, question: str, channel: str = "C1") -> Page:
    reception = Reception.of(newsroom, newsroom.archive, Extractor, "socket")  # type: ignore[arg-type]  # the store is both
    found = reception.page(Request(f"r{next(_ids)}", "mention", question, channel, "U1", thread_ts="1.1"))
    target = str(found.sections[0].cards[0].statements[0])
    click = Request(f"r{next(_ids)}", "click", "", channel, "U1", action="history", target=target, ts="1.2")
    return reception.page(click)


def test_history_lists_the_reports_of_the_words_first_printed_first(newsroom: Newsroom) -> None:
    _, reports = history(newsroom, "what did Hill say about the ferry?").sections
    assert reports.title == "2 reports of these words"
    assert reports.notes[0] == "First in the record: The Courier, 10 Dec 2025."
    assert reports.notes[1].startswith("1. The Courier, 10 Dec 2025 – QUOTE: ")
    assert "2. The Echo, 11 Dec 2025 – QUOTE: other words within quotation marks" in reports.notes[2]


def test_history_has_a_private_report_only_where_it_may_be_seen(newsroom: Newsroom) -> None:
    _, reports = history(newsroom, "what did Hill say about the ferry?", "C2").sections
    assert reports.title == "3 reports of these words"
    assert reports.notes[0] == "First in the record: Notes, 9 Dec 2025."


def test_history_of_a_single_report_speaks_of_no_others(newsroom: Newsroom) -> None:
    assert len(history(newsroom, "what did Hill say about the lighthouse?").sections) == 1


def test_terminal_shows_the_reports_of_a_hit_by_its_number(newsroom: Newsroom) -> None:
    desk = Desk(newsroom, list, io.StringIO(), check=answers.problem)
    assert desk.answer("/reports 1") == "Ask first, then give the number of a hit: /reports 2\n"
    desk.answer("what did Hill say about the ferry?")
    told = desk.answer("/reports 1")
    assert told.startswith("2 reports of these words. First in the record: The Courier, 10 Dec 2025.\n")
    assert "Notes" not in told
    desk.answer("what did Hill say about the lighthouse?")
    assert desk.answer("/reports 1") == "In one report of the record only: The Gull, 10 Dec 2025.\n"
    assert desk.answer("/reports x").startswith("Ask first")
