"""How fast, on one core, a newcomer's first minutes are: extraction over the samples, and asking them.

`make bench` prints it before the comparison at scale (`tests/bench/scale.py`).
"""

from __future__ import annotations

import resource
import sys
import tempfile
import time
from contextlib import suppress
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from bot import app
from bot.config import Settings, load
from bot.errors import SearchBudgetError, SourceError
from bot.ingest.files import articles

if TYPE_CHECKING:
    from bot.model import Article
    from bot.newsroom import Newsroom

SECONDS = 3.0  # of extraction, at least
ROUNDS = 40  # times each question is asked


class Probe(NamedTuple):
    """A question of one class."""

    kind: str
    question: str


SAMPLE_QUESTIONS = (
    Probe("speaker", "what did Fidan say?"),
    Probe("speaker + topic", "what did Fidan say about Hamas?"),
    Probe("topic", "anything on the sea wall"),
    Probe("fragment", "who said 'huge failure'?"),
    Probe("misspelt speaker", "what did Tolliwer say about the strike?"),
)


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def samples() -> list[Article]:
    """The articles that come with the package."""
    with resources.as_file(resources.files("bot") / "samples" / "articles.jsonl") as path:
        return [item for item in articles(path) if not isinstance(item, SourceError)]


def extraction() -> None:
    """Words a second of one core over the samples, again and again, resolution included."""
    started = time.perf_counter()
    extractor = app.extractor()
    loaded = time.perf_counter()
    given, words, found = samples(), 0, 0
    begun = time.process_time()
    while (took := time.process_time() - begun) < SECONDS:
        for article in given:
            found += len(extractor.extract(article))
            words += len(article.text.split())
    speed = f"{words / took:9,.0f} words/s  {found / took:7,.0f} statements/s"
    say(f"extraction   {speed}  of processor time, loaded in {loaded - started:.2f} s")


def settings(folder: str) -> Settings:
    """Those of the project, over a database of our own."""
    return load({"VERBATIM_DB": str(Path(folder) / "bench.db"), "VERBATIM_TIMEZONE": "UTC"})


def asking(newsroom: Newsroom, label: str, questions: list[Probe]) -> None:
    """Milliseconds a question, by class; those over the budget are counted as what they took."""
    times: dict[str, list[float]] = {}
    for probe in questions:
        begun = time.perf_counter()
        with suppress(SearchBudgetError):
            newsroom.ask(probe.question)
        times.setdefault(probe.kind, []).append(1000 * (time.perf_counter() - begun))
    for kind, took in times.items():
        took.sort()
        p50, p95 = took[len(took) // 2], took[int(0.95 * (len(took) - 1))]
        say(f"ask          {label:>18}  {kind:18} p50 {p50:7.2f} ms  p95 {p95:7.2f} ms  max {took[-1]:7.2f} ms")


def over_samples() -> None:
    """Questions a newcomer asks."""
    with tempfile.TemporaryDirectory() as folder, app.opened(settings(folder), create=True) as desk:
        app.load_samples(desk)
        asking(desk.newsroom, f"{len(samples())} samples", list(SAMPLE_QUESTIONS) * ROUNDS)


def main() -> None:
    """Print the table."""
    extraction()
    over_samples()
    say(f"memory       {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")


if __name__ == "__main__":
    main()
