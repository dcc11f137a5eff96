"""The table of what was asked for says met and missed as the figures are."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from questions import CLASSES
from verdict import FORMS, FUZZY, LIKE, OURS, Line, behind, lines, table


def system(ms: float, recall: float = 1.0, **figures: Any) -> dict[str, Any]:  # noqa: ANN401 - of any kind
    asked = [
        {"kind": kind, "form": form, "ms": ms, "most": 2 * ms, "recall": recall}
        for kind, form in product(CLASSES, FORMS)
    ]
    return {"asked": asked, "rows_s": 1000.0, "memory": 90.0, **figures}


def found(**ours: Any) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - figures
    own = {"command": 0.4, "duel": [{"ours": 4.0, "theirs": 5.0}] * 9, **ours}
    return {OURS: system(5.0) | own, LIKE: system(60.0, 0.5), FUZZY: system(5.0, 0.9)}


def rows(measured: dict[str, dict[str, Any]], smaller: dict[str, dict[str, Any]] | None = None) -> dict[str, Line]:
    return {line.figure: line for line in lines(measured, smaller)}


def test_everything_reached_is_met() -> None:
    assert all(line.met for line in lines(found(), found()))


@pytest.mark.parametrize(
    ("ours", "figure"),
    [
        ({"duel": [{"ours": 6.0, "theirs": 5.0}]}, "p50 to tantivy-fuzzy's, asked in turn"),
        (
            {"duel": [{"ours": 4.0, "theirs": 5.0}] * 90 + [{"ours": 9.0, "theirs": 5.0}] * 9},
            "p99 to tantivy-fuzzy's, asked in turn",
        ),
        ({"rows_s": 400.0}, "bulk indexing to `insert_all` with FTS triggers"),
        ({"memory": 301.0}, "memory"),
        ({"command": 0.9}, "`verbatim ask` as a command"),
        (system(7.0), "p99 of sqlite-utils' own search to ours"),
        (system(7.0, recall=0.85), "recall@5 in the worst misspelt class"),
        (system(101.0), "slowest of all answers"),
    ],
)
def test_what_falls_short_is_missed(ours: dict[str, Any], figure: str) -> None:
    line = rows(found(**dict(ours.items())))[figure]
    assert not line.met
    assert "**missed**" in line.row()


def test_recall_is_held_against_the_best_of_each_class() -> None:
    measured = found()
    assert behind(measured) == 0
    measured[FUZZY]["asked"][3]["recall"] = 1.0
    measured[OURS]["asked"][3]["recall"] = 0.8
    assert behind(measured) == pytest.approx(0.2)


def test_growth_is_told_where_there_is_a_smaller_size() -> None:
    figure = "p99 growth for ten times the rows"
    assert figure not in rows(found())
    assert rows(found(**system(21.0)), found())[figure].reached == pytest.approx(4.2)
    assert not rows(found(**system(21.0)), found())[figure].met


def test_table_has_a_row_a_figure() -> None:
    given = lines(found(), None)
    assert len(table(1_000_000, given)) == 4 + len(given) + 1
    assert "1,000,000" in table(1_000_000, given)[0]
