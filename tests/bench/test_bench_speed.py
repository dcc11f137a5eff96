"""The bench runs over whatever the project is today, on an archive small enough for every test run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import speed

if TYPE_CHECKING:
    import pytest

CLASSES = {"speaker", "speaker + topic", "topic", "fragment", "misspelt speaker"}


def test_bench_measures_every_class_of_question(capsys: pytest.CaptureFixture[str]) -> None:
    speed.over_archive(200)
    indexing, *asking = capsys.readouterr().out.splitlines()
    assert re.match(r"indexing +200 rows +[\d,]+ rows/s", indexing)
    classes = {re.split(r"  +", line)[2] for line in asking}
    assert classes == CLASSES


def test_bench_asks_what_the_samples_answer() -> None:
    assert {probe.kind for probe in speed.SAMPLE_QUESTIONS} == CLASSES
    assert len(speed.samples()) >= 8
