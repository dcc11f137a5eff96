"""Gradient boosting of small decision trees for a yes-or-no question, in plain Python.

Histogram splits as in LightGBM (Ke et al. 2017), second-order gains as in XGBoost (Chen and Guestrin 2016), without
sampling: the same cases give the same forest.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.extract.core.trees import Forest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.extract.core.trees import Node

TREES, DEPTH, RATE = 200, 4, 0.05
_BINS = 32
_RIDGE = 1.0  # added to the curvature of a leaf
_LEAST = 4.0  # curvature a leaf must have: about 20 undecided cases
_DIGITS = 5

Histogram = list[tuple[list[float], list[float]]]  # by value: slopes and curvatures by bin


def boost(rows: Sequence[Mapping[str, float]], truths: Sequence[bool]) -> Forest:
    """A forest that tells how likely a case with such values is true."""
    names = tuple(sorted({name for row in rows for name in row}))
    columns = [[row.get(name, 0.0) for row in rows] for name in names]
    share = min(max(sum(truths) / max(len(truths), 1), 0.01), 0.99)
    start = round(math.log(share / (1.0 - share)), _DIGITS)
    grower = _Grower(columns)
    totals = [start] * len(rows)
    trees = []
    for _ in range(TREES):
        chances = [1.0 / (1.0 + math.exp(-t)) for t in totals]
        grower.slopes = [c - truth for c, truth in zip(chances, truths, strict=True)]
        grower.curves = [c * (1.0 - c) for c in chances]
        trees.append(grower.tree(totals))
    return Forest(names, start, tuple(trees))


@dataclass(slots=True)
class _Split:
    gain: float
    number: int
    place: int  # last bin that goes below


class _Grower:
    """Grows one tree after another over columns of values put into bins."""

    def __init__(self, columns: list[list[float]]) -> None:
        self._cuts = [_cuts(column) for column in columns]
        self._bins = [
            [bisect_left(cuts, value) for value in column] for cuts, column in zip(self._cuts, columns, strict=True)
        ]
        self.slopes: list[float] = []
        self.curves: list[float] = []

    def tree(self, totals: list[float]) -> Node:
        """A tree against the slopes; its leaves are added to the totals of the cases that reach them."""
        everyone = list(range(len(totals)))
        return self._node(everyone, self._histogram(everyone), DEPTH, totals)

    def _node(self, cases: list[int], histogram: Histogram, depth: int, totals: list[float]) -> Node:
        split = self._split(histogram) if depth and cases else None
        if split is None:
            return self._leaf(cases, totals)
        bins = self._bins[split.number]
        below = [i for i in cases if bins[i] <= split.place]
        above = [i for i in cases if bins[i] > split.place]
        small = self._histogram(min(below, above, key=len)) if depth > 1 else []
        large = _rest(histogram, small)
        first, second = (small, large) if len(below) <= len(above) else (large, small)
        threshold = self._cuts[split.number][split.place]
        return [
            split.number,
            threshold,
            self._node(below, first, depth - 1, totals),
            self._node(above, second, depth - 1, totals),
        ]

    def _leaf(self, cases: list[int], totals: list[float]) -> float:
        slope, curve = sum(self.slopes[i] for i in cases), sum(self.curves[i] for i in cases)
        value = round(-RATE * slope / (curve + _RIDGE), _DIGITS)
        for i in cases:
            totals[i] += value
        return value

    def _histogram(self, cases: list[int]) -> Histogram:
        out = []
        for cuts, bins in zip(self._cuts, self._bins, strict=True):
            slopes, curves = [0.0] * (len(cuts) + 1), [0.0] * (len(cuts) + 1)
            for i in cases:
                place = bins[i]
                slopes[place] += self.slopes[i]
                curves[place] += self.curves[i]
            out.append((slopes, curves))
        return out

    def _split(self, histogram: Histogram) -> _Split | None:
        best: _Split | None = None
        for number, (slopes, curves) in enumerate(histogram):
            found = _best_place(slopes, curves)
            if found and (best is None or found[0] > best.gain + 1e-9):
                best = _Split(found[0], number, found[1])
        return best


def _best_place(slopes: list[float], curves: list[float]) -> tuple[float, int] | None:
    """The largest gain of cutting a histogram in two, and the last bin below the cut."""
    slope, curve = sum(slopes), sum(curves)
    whole = slope * slope / (curve + _RIDGE)
    left = weight = 0.0
    best: tuple[float, int] | None = None
    for place in range(len(slopes) - 1):
        left += slopes[place]
        weight += curves[place]
        if weight < _LEAST or curve - weight < _LEAST:
            continue
        gain = left * left / (weight + _RIDGE) + (slope - left) ** 2 / (curve - weight + _RIDGE) - whole
        if gain > 1e-6 and (best is None or gain > best[0] + 1e-9):
            best = (gain, place)
    return best


def _rest(whole: Histogram, part: Histogram) -> Histogram:
    return [
        ([a - b for a, b in zip(s, t, strict=True)], [a - b for a, b in zip(c, d, strict=True)])
        for (s, c), (t, d) in zip(whole, part, strict=False)
    ]


def _cuts(column: list[float]) -> list[float]:
    """Values that cut a column into bins of like size; a value equal to a cut goes below it."""
    ordered = sorted(column)
    picked = {ordered[len(ordered) * k // _BINS] for k in range(1, _BINS)} if ordered else set()
    return sorted({round(value, 6) for value in picked})
