"""The bench of what comes in, on a few articles."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import intake

if TYPE_CHECKING:
    from pathlib import Path


def test_articles_are_the_same_every_time_and_no_two_alike() -> None:
    made = list(intake.written(6))
    assert made == list(intake.written(6))
    assert len({one.text for one in made}) == 6
    assert all(len(one.text.split()) > 100 for one in made)


def test_lines_are_indexed_and_counted(tmp_path: Path) -> None:
    meter = intake.lines(4, tmp_path)
    assert meter.articles == 4
    assert meter.statements > 4
    assert meter.words == sum(len(one.text.split()) for one in intake.written(4))
    assert re.search(r"[\d,]+ words/s .*\.jsonl \(4 articles, \d+ statements\); memory \d+ MB", meter.line(".jsonl"))


def test_pages_go_through_the_reader(tmp_path: Path) -> None:
    meter = intake.pages(2, tmp_path)
    assert meter.articles == 2
    assert meter.statements > 2
