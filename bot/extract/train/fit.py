"""One CRF from labelled sequences."""

from __future__ import annotations

import ctypes
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pycrfsuite  # type: ignore[import-untyped]  # it ships no types

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.extract.core.tagger import Rows

    Sequences = Iterable[tuple[Rows, list[str]]]


def perceptron(sequences: Sequences, rounds: int) -> bytes:
    """An averaged perceptron: quick where labels are many."""
    return _fit("ap", sequences, {"max_iterations": rounds, "feature.minfreq": 2})


def crf(sequences: Sequences, rounds: int, least: int, smooth: float) -> bytes:
    """A conditional random field, whose marginals mean something.

    Features seen less often than `least` are left out; `smooth` is the penalty on large weights.
    """
    return _fit("lbfgs", sequences, {"c1": 0.1, "c2": smooth, "max_iterations": rounds, "feature.minfreq": least})


def _fit(algorithm: str, sequences: Sequences, parameters: dict[str, object]) -> bytes:
    """The model's bytes. The perceptron shuffles with C's `rand`: seeded, so that one corpus gives one model."""
    ctypes.CDLL(None).srand(1)
    trainer = pycrfsuite.Trainer(algorithm=algorithm, verbose=False)
    trainer.set_params(parameters)
    for rows, labels in sequences:
        trainer.append(rows, labels)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "model")
        trainer.train(str(path))
        return path.read_bytes()
