"""The one place that knows the tagging library: a linear-chain CRF over rows of attributes."""

from __future__ import annotations

from typing import Protocol, cast

import pycrfsuite  # type: ignore[import-untyped]  # it ships no types

Rows = list[list[str]]


class Tagger(Protocol):
    """What is used of `pycrfsuite.Tagger`. It holds the sequence that was set last, so each thread has its own."""

    def set(self, rows: Rows) -> None:
        """Take the sequence that the questions are about."""

    def tag(self, rows: Rows | None = None) -> list[str]:
        """The likeliest labels of a sequence, by default of the one set last."""

    def marginal(self, label: str, place: int) -> float:
        """The chance of a label at a place of the sequence set last."""

    def probability(self, labels: list[str]) -> float:
        """The chance of all these labels together."""


class _Kept(pycrfsuite.Tagger):  # type: ignore[misc]  # it ships no types
    """The library reads the model where it lies and keeps no reference; without one it would read freed memory."""

    def __init__(self, model: bytes) -> None:
        super().__init__()
        self._model = model
        self.open_inmemory(model)


def tagger(model: bytes) -> Tagger:
    """A tagger over a model in memory, which it keeps alive."""
    return cast("Tagger", _Kept(model))
