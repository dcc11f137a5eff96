"""A small forest of boosted decision trees, read without any library."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# [number of the value, threshold, subtree up to it, subtree above] or a leaf
Node = list["int | float | Node"] | float


@dataclass(frozen=True, slots=True)
class Forest:
    """Trees over named values; the chance is the logistic function of `start` and all leaves reached."""

    names: tuple[str, ...]
    start: float
    trees: tuple[Node, ...]

    def chance(self, values: Mapping[str, float]) -> float:
        """0..1; a value that is not given is 0."""
        get = values.get
        row = [get(name, 0.0) for name in self.names]
        total = 0.0
        for tree in self.trees:  # some thousands a page: no call for each
            node = tree
            while type(node) is list:
                number, threshold, below, above = node
                node = below if row[number] <= threshold else above  # type: ignore[index,operator]  # see Node
            total += node  # type: ignore[operator]  # a leaf
        return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, self.start + total))))
