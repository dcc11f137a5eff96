"""One CRF from labelled sequences, and logistic regression by the same library."""

from __future__ import annotations

import ctypes
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pycrfsuite  # type: ignore[import-untyped]  # it ships no types

from bot.extract.core.judge import BIAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bot.extract.core.tagger import Rows

    Items = Rows | list[dict[str, float]]  # a row is a list of attributes, or attributes with values
    Sequences = Iterable[tuple[Items, list[str]]]


def perceptron(sequences: Sequences, rounds: int) -> bytes:
    """An averaged perceptron: quick where labels are many."""
    return _fit("ap", sequences, {"max_iterations": rounds, "feature.minfreq": 2})


def crf(sequences: Sequences, rounds: int, least: int) -> bytes:
    """A conditional random field, whose marginals mean something; `least`: features seen less often are left out."""
    return _fit("lbfgs", sequences, {"c1": 0.1, "c2": 0.1, "max_iterations": rounds, "feature.minfreq": least})


def logistic(rows: Sequence[Mapping[str, float]], truths: Sequence[bool]) -> dict[str, float]:
    """Weights by name of a regression on named values, for values as they are (scaling is undone)."""
    scale = _scales(rows)
    items = [[{n: v / scale[n] for n, v in row.items() if v}] for row in rows]
    labels = [["1" if truth else "0"] for truth in truths]
    sequences = [([{BIAS: 1.0, **item[0]}], label) for item, label in zip(items, labels, strict=True)]
    model = _fit("lbfgs", sequences, {"c1": 0.0, "c2": 1.0, "max_iterations": 300})
    fitted = pycrfsuite.Tagger()
    fitted.open_inmemory(model)
    out: dict[str, float] = {}
    for (name, label), weight in sorted(fitted.info().state_features.items()):
        sign = 1.0 if label == "1" else -1.0
        out[name] = out.get(name, 0.0) + sign * weight / scale.get(name, 1.0)
    return {name: round(weight, 5) for name, weight in out.items()}


def _scales(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The root mean square of each value, 1 where it is always 0."""
    squares: dict[str, float] = {}
    for row in rows:
        for name, value in row.items():
            squares[name] = squares.get(name, 0.0) + value * value
    return {name: (total / len(rows)) ** 0.5 or 1.0 for name, total in squares.items()}


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
