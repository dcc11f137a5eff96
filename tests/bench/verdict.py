"""The figures asked for beside those reached: a short table for the largest archive of a run. Pure."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Any

from questions import CLASSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Figures = dict[str, Any]
OURS, LIKE, FUZZY = "Verbatim", "sqlite-utils search", "tantivy, fuzzy"
FORMS = ("question", "bare")


@dataclass(frozen=True, slots=True)
class Line:
    """A figure with its target; `most` says whether the target must not be passed or must be reached."""

    figure: str
    reached: float
    target: float
    most: bool
    unit: str = ""

    @property
    def met(self) -> bool:
        """Whether the target is met, to the two decimals that are shown."""
        shown = round(self.reached, 2)
        return shown <= self.target if self.most else shown >= self.target

    def row(self) -> str:
        """As a row of a Markdown table."""
        sign = "<=" if self.most else ">="
        verdict = "met" if self.met else "**missed**"
        return f"| {self.figure} | {self.reached:,.2f}{self.unit} | {sign} {self.target:g}{self.unit} | {verdict} |"


def percentile(times: Iterable[float], share: float) -> float:
    """The time that this share of the questions did not exceed."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def recall(found: Figures, kind: str, form: str) -> float:
    """Mean recall@5 of a class in a form."""
    of_class = (one for one in found["asked"] if (one["kind"], one["form"]) == (kind, form))
    return statistics.mean(float(one["recall"]) for one in of_class)


def behind(found: dict[str, Figures]) -> float:
    """By how much the recall of some class is lower than another system's, at worst; at least 0."""
    others = [one for name, one in found.items() if name != OURS]
    gaps = (
        recall(other, kind, form) - recall(found[OURS], kind, form)
        for other, kind, form in product(others, CLASSES, FORMS)
    )
    return max(0.0, *gaps)


def _ratio(duel: Sequence[Figures], share: float) -> float:
    return percentile((one["ours"] for one in duel), share) / percentile((one["theirs"] for one in duel), share)


def _p99(found: Figures) -> float:
    return percentile((one["ms"] for one in found["asked"]), 0.99)


def lines(found: dict[str, Figures], smaller: dict[str, Figures] | None) -> list[Line]:
    """The lines of one size; growth against the next `smaller` one, where there is one."""
    ours = found[OURS]
    misspelt = (recall(ours, kind, form) for kind in CLASSES if kind.startswith("misspelt") for form in FORMS)
    given = [
        Line("p50 to tantivy-fuzzy's, asked in turn", _ratio(ours["duel"], 0.5), 1.0, most=True),
        Line("p99 to tantivy-fuzzy's, asked in turn", _ratio(ours["duel"], 0.99), 1.5, most=True),
        Line("p99 of sqlite-utils' own search to ours", _p99(found[LIKE]) / _p99(ours), 10, most=False),
        Line("recall@5 behind the best of the others, in the worst class", behind(found), 0, most=True),
        Line("recall@5 in the worst misspelt class", min(misspelt), 0.9, most=False),
        Line(
            "bulk indexing to `insert_all` with FTS triggers", ours["rows_s"] / found[LIKE]["rows_s"], 0.5, most=False
        ),
        Line("memory", ours["memory"], 300, most=True, unit=" MB"),
        Line("`verbatim ask` as a command", ours["command"], 0.5, most=True, unit=" s"),
        Line("slowest of all answers", max(one["most"] for one in ours["asked"]), 200, most=True, unit=" ms"),
    ]
    if smaller is not None:
        given.append(Line("p99 growth for ten times the rows", _p99(ours) / _p99(smaller[OURS]), 4, most=True))
    return given


def table(size: int, given: Sequence[Line]) -> list[str]:
    """The lines as Markdown."""
    head = [
        f"### What was asked for, at {size:,} statements",
        "",
        "| figure | reached | target | |",
        "|---|---|---|---|",
    ]
    return [*head, *(line.row() for line in given), ""]
