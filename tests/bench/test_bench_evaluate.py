"""The measuring itself: absent data is said, floors bite, bins count, and the made-up archive is always the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import evaluate

HERE = Path(__file__).resolve().parent


class Judge(ModuleType):
    """The functions of the shared scorer that confidence needs, over words; gold and predictions are indices."""

    def __init__(self, preds: list[dict[str, Any]], right: set[int]) -> None:
        super().__init__("judge")
        self.preds, self.right = preds, right

    def Text(self, text: str) -> Judge:  # noqa: N802 - the scorer's name
        assert text
        return self

    def toks(self, spans: list[list[int]]) -> frozenset[int]:
        return frozenset(i for b, e in spans for i in range(b, e))

    def read_pred(self, path: Path, length: int) -> list[dict[str, Any]]:
        assert path.name == "a.jsonl"
        assert length
        return self.preds

    def greedy(self, golds: list[frozenset[int]], preds: list[frozenset[int]]) -> dict[int, int]:
        return {g: p for g, words in enumerate(golds) for p, others in enumerate(preds) if words == others}

    def speaker_right(self, _: Judge, __: dict[str, Any], pred: dict[str, Any]) -> bool:
        return pred["spans"][0][0] in self.right


def test_evaluate_says_that_there_is_nothing_to_measure_against(tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603 - our own script
        [sys.executable, str(HERE / "evaluate.py"), str(tmp_path / "absent")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert "is not there" in done.stdout


def test_compare_marks_what_is_below_its_floor() -> None:
    below, equal, unknown = evaluate.compare({"a": 59.9, "b": 60.0, "c": 1.0}, {"a": 60.0, "b": 60.0})
    assert below.endswith("BELOW")
    assert not equal.endswith("BELOW")
    assert not unknown.endswith("BELOW")


def test_raised_lifts_floors_and_never_lowers_one() -> None:
    assert evaluate.raised({"a": 61.27, "b": 59.0}, {"a": 60.0, "b": 60.0}) == {"a": 61.2, "b": 60.0}


def test_calibration_counts_each_prediction_in_one_bin() -> None:
    preds = [
        {"spans": [[0, 2]], "confidence": 1.0},  # the last bin takes its upper edge in
        {"spans": [[2, 4]], "confidence": 0.9},  # an edge belongs to the bin above it
        {"spans": [[4, 6]], "confidence": 0.3},
        {"spans": [[8, 9]], "confidence": 0.0},  # matches nothing
    ]
    marked = [{"content": [[b, b + 2]]} for b in (0, 2, 4)]
    article = {"article": "a", "text": "some words", "attributions": marked}
    lines = evaluate.calibration(Judge(preds, {0, 2}), [article], HERE).splitlines()
    table = [line.split()[2:] for line in lines[1:11]]
    assert table[9] == ["2", "2", "100.0", "0"]
    assert table[3] == ["1", "0", "0.0", "0"]
    assert table[0] == ["0", "0", "-", "1"]
    assert sum(int(row[0]) + int(row[-1]) for row in table) == len(preds)
    assert "100.0 % right (95 wanted), 66.7 % of all matched (50 wanted); below 0.5: 2 flagged of 4" in lines[11]
