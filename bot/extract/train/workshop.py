"""The whole training, from a corpus folder to weights. A stage's models are kept, so that a broken run goes on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from bot.extract.core.weights import Weights
from bot.extract.train.stages import chances, fit_cues, fit_judge, fit_roles, fit_tags, found, judge_cases, tag
from bot.extract.train.thin import thinned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from bot.extract.train.corpus import Article
    from bot.extract.train.stages import Cases, Chances, Tags

T = TypeVar("T")
HALVES, FOLDS = 2, 3
JUDGED = 1  # folds that the judge learns from; all three bought nothing on dev and cost two more role taggers


class Workshop:
    """One training run. `shelf` is a folder where each fitted model is kept under its name; `say` reports progress."""

    def __init__(self, articles: list[Article], tags: dict[str, Tags], shelf: Path, say: Callable[[str], None]) -> None:
        """Articles with their gold attributions, and machine-made tags by article name."""
        self._articles, self._tags, self._shelf, self._say = articles, tags, shelf, say

    def train(self, name: str) -> Weights:
        """Weights of this name. Articles are left tagged by taggers that have not seen them."""
        articles = self._articles
        parts = self._fit_tags()
        cues: list[list[Chances]] = [[] for _ in articles]
        for i, model in self._crossed("cue", FOLDS, lambda some: fit_cues(_pick(articles, some))):
            cues[i] = chances(articles[i], model)
        parts["cue"] = self._model("cue", lambda: fit_cues(articles))
        cases: Cases = []
        for i, model in self._crossed("role", JUDGED, lambda some: fit_roles(_pick(articles, some), _pick(cues, some))):
            cases += judge_cases(articles[i], found(articles[i], cues[i], model))
        parts["role"] = self._model("role", lambda: fit_roles(articles, cues))
        self._say(f"judge: {len(cases)} cases")
        return Weights({part: thinned(model) for part, model in parts.items()}, fit_judge(cases), name)

    def _fit_tags(self) -> dict[str, bytes]:
        def both(name: str, some: Sequence[Article]) -> tuple[bytes, bytes]:
            names = (f"pos{name}", f"entity{name}")
            if not all((self._shelf / n).exists() for n in names):
                for n, model in zip(names, fit_tags(some, self._tags), strict=True):
                    (self._shelf / n).write_bytes(model)
            return (self._shelf / names[0]).read_bytes(), (self._shelf / names[1]).read_bytes()

        pos, entity = both("", self._articles)
        models = [both(f".{n}", _pick(self._articles, _outside(len(self._articles), HALVES, n))) for n in range(HALVES)]
        for n, pair in enumerate(models):
            tag(self._articles[n::HALVES], pair)
        self._say("tags: done")
        return {"pos": pos, "entity": entity}

    def _crossed(self, name: str, folds: int, fit: Callable[[list[int]], bytes]) -> Iterator[tuple[int, bytes]]:
        """The place of every article of the first `folds` folds, with a model fitted on all other folds."""
        for fold in range(folds):
            model = self._model(f"{name}.{fold}", partial(fit, _outside(len(self._articles), FOLDS, fold)))
            for i in range(fold, len(self._articles), FOLDS):
                yield i, model

    def _model(self, name: str, fit: Callable[[], bytes]) -> bytes:
        kept = self._shelf / name
        if not kept.exists():
            kept.write_bytes(fit())
            self._say(f"{name}: {kept.stat().st_size} bytes")
        return kept.read_bytes()


def _outside(count: int, folds: int, fold: int) -> list[int]:
    return [i for i in range(count) if i % folds != fold]


def _pick(items: Sequence[T], places: Sequence[int]) -> list[T]:
    return [items[i] for i in places]
