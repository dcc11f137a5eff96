"""How long composing a digest takes, beside a question over the same record.

python tests/bench/digests.py [STATEMENTS]

The record is made up (tests/bench/synthetic.py). One window holds a day's statements, the other everything there is.
Both are timed by the processor: what else runs on the machine counts for neither.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from synthetic import NEWS, archive, world

from bot.digest.compose import pages
from bot.digest.gather import gather
from bot.digest.model import Window
from bot.model import PUBLIC
from bot.newsroom import Newsroom
from bot.ports import Incoming
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Callable

    from store import Store

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
A_DAY = 400  # statements of a busy one
RUNS = 5
MOST = 20  # times a question


def fill(store: Store, statements: int, made_at: datetime, prefix: str = "") -> None:
    """So many statements as news; everything in one hour."""
    batch: list[Incoming] = []
    spoken = world(100_000)
    for number, (article, found) in enumerate(archive(statements)):
        words = random.Random(number).choices(spoken.words, cum_weights=spoken.used, k=9)
        titled = replace(article, id=prefix + article.id, title=" ".join(words).capitalize(), published="2026-03-04")
        batch.append(Incoming(titled, found, news=True))
        if len(batch) == 500:
            store.admit_many(batch, now=made_at, extractor="bench")
            batch = []
    store.admit_many(batch, now=made_at, extractor="bench")


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of the processor: the median of a few runs after a first one."""
    work()
    taken = []
    for _ in range(RUNS):
        started = time.process_time()
        work()
        taken.append(1000 * (time.process_time() - started))
    return statistics.median(taken)


def questions(statements: int) -> list[str]:
    """Of every kind, about whom and what the record has."""
    rng = random.Random(3)
    names = rng.sample(world(statements).speakers[:500], 10)
    asked = [f"what did {name} say?" for name in names]
    asked += [f"what did {name} say about the {rng.choice(NEWS)}?" for name in names]
    return asked + [f"what was said about the {rng.choice(NEWS)} {rng.choice(NEWS)}?" for _ in names]


def compose(store: Store, since: datetime, until: datetime) -> int:
    """A digest to its last page; returns how many messages it is."""
    with store.snapshot((PUBLIC,), until) as snapshot:
        found = gather(snapshot, Window(1, "bench", until, since, until), "UTC")
    return len(pages(found.digest, until))


def measure(statements: int, say: Callable[[str], object]) -> tuple[float, float, float]:
    """(a question, a digest of a day, a digest of everything) in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        store = open_archive(Path(folder) / "bench.db")
        fill(store, statements, NOW - 30 * HOUR)
        fill(store, A_DAY, NOW - HOUR, "day-")
        newsroom = Newsroom(store, store, clock=lambda: NOW)
        question = statistics.median(timed(lambda q=text: newsroom.ask(q)) for text in questions(statements))  # type: ignore[misc]
        day = timed(lambda: compose(store, NOW - 2 * HOUR, NOW))
        whole = timed(lambda: compose(store, NOW - 40 * HOUR, NOW))
        store.close()
    within = "within" if day <= MOST * question else "MORE THAN"
    say(f"over {statements:,} statements: a question {question:.1f} ms")
    say(f"a digest of {A_DAY} of them {day:.0f} ms, {day / question:.1f} times that: {within} {MOST} times")
    say(f"a digest of all of them {whole:.0f} ms, {whole / question:.1f} times")
    return question, day, whole


if __name__ == "__main__":
    measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, print)
