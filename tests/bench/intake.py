"""From bytes to searchable: words a second of processor time, and whether memory stays as it is (`make bench`).

`python tests/bench/intake.py [PAGES] [ARTICLES]` (default 300 and 1,000). Pages go the way they go in the bot: as HTML
to the reader process, back as articles with statements, into the record. Articles go as lines of a .jsonl file through
`Newsroom.index`. Both are the samples' sentences in another order each time, so that no two say the same. Time is that
of both processes together, as one core would need it; memory is what is resident after each tenth.
"""

from __future__ import annotations

import html
import json
import os
import random
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from speed import samples, say

from bot.app import extractor
from bot.errors import SourceError
from bot.ingest.files import articles
from bot.ingest.parcel import Job
from bot.ingest.reader import Reader
from bot.model import Article
from bot.newsroom import Newsroom
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES, ARTICLES = 300, 1_000
SENTENCES = 18  # of an article: some 400 words
PAGE = (
    "<html><head><title>{title}</title></head><body><nav>Home</nav>"
    "<article><h1>{title}</h1>{text}</article></body></html>"
)


def written(count: int, seed: int = 5) -> Iterator[Article]:
    """Articles of the samples' sentences, in paragraphs of three."""
    chance = random.Random(seed)
    known = [s.strip() for one in samples() for s in one.text.replace("\n", " ").split(". ") if s.strip()]
    for number in range(count):
        said = [f"{sentence.rstrip('.')}." for sentence in chance.sample(known, min(SENTENCES, len(known)))]
        text = "\n\n".join(" ".join(said[at : at + 3]) for at in range(0, len(said), 3))
        yield Article(f"made-{number}", text, title=f"Report {number}", outlet="The Courier", published="2026-03-05")


def resident() -> float:
    """MB of memory this process has now; the most it had, where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def seconds() -> float:
    """Processor time of this process and of those it has ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


class Meter:
    """Words, time and memory of one way in."""

    def __init__(self, expected: int) -> None:
        self._tenth = max(1, expected // 10)
        self._begun = seconds()
        self.words = self.statements = self.articles = 0
        self.memory: list[float] = []

    def count(self, text: str, statements: int) -> None:
        """One more article is searchable."""
        self.words += len(text.split())
        self.statements += statements
        self.articles += 1
        if self.articles % self._tenth == 0:
            self.memory.append(resident())

    def line(self, label: str) -> str:
        """What is printed of it. Growth is from the second tenth on: until then everything is warmed up."""
        speed = self.words / (seconds() - self._begun)
        grown = self.memory[-1] - self.memory[min(1, len(self.memory) - 1)]
        return (
            f"intake       {speed:9,.0f} words/s of processor time, bytes to searchable: {label}"
            f" ({self.articles:,} articles, {self.statements:,} statements); memory {self.memory[-1]:.0f} MB,"
            f" grown by {grown:+.1f} MB"
        )


def pages(count: int, folder: Path) -> Meter:
    """HTML through the reader process, one page a transaction, as they come from the web."""
    store, reader, meter = open_archive(folder / "pages.db"), Reader(), Meter(count)
    newsroom = Newsroom(store, store)
    for one in written(count):
        text = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in one.text.split("\n\n"))
        job = Job("page", f"https://courier.example/{one.id}")
        for found in reader.read(job, PAGE.format(title=one.title, text=text).encode()).articles:
            done = newsroom.admit(found.article, found.statements, reader.version, backfill=True)
            meter.count(found.article.text, done.statements)
    reader.close()  # from now on its time counts
    store.close()
    return meter


def lines(count: int, folder: Path) -> Meter:
    """A .jsonl file through `Newsroom.index`, as `verbatim index` does it."""
    path, reads = folder / "made.jsonl", extractor()
    with path.open("w", encoding="utf-8") as file:
        for one in written(count):
            row = {"id": one.id, "title": one.title, "outlet": one.outlet, "published": one.published, "text": one.text}
            file.write(json.dumps(row) + "\n")
    store, meter = open_archive(folder / "lines.db"), Meter(count)
    given = (one for one in articles(path) if not isinstance(one, SourceError))
    for done in Newsroom(store, store).index(given, reads, backfill=True):
        meter.count(done.article.text, done.statements)
    store.close()
    return meter


def main() -> None:
    """Print a line for each way in."""
    given = [int(arg) for arg in sys.argv[1:]]
    counts = [*given, *(PAGES, ARTICLES)[len(given) :]]
    with tempfile.TemporaryDirectory(prefix="verbatim-intake-") as folder:
        say(pages(counts[0], Path(folder)).line("pages"))
        say(lines(counts[1], Path(folder)).line(".jsonl"))


if __name__ == "__main__":
    main()
