"""The systems that are compared: each builds from the same rows, and answers a typed question with five keys."""

from __future__ import annotations

import itertools
import os
import pickle
import re
import resource
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from synthetic import archive, rows

from bot.collecting import settled
from bot.errors import SearchBudgetError
from bot.newsroom import Newsroom
from bot.ports import Search
from bot.text import fold
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from questions import Probe

    from bot.model import Article, Record, Statement

RUNS = 5
FIRST = 5  # answers that are looked at
TOGETHER = 10_000  # rows or articles that are made at a time
SCANNED = 14_000_000  # texts that the linear scan may look at in all
_WORD = re.compile(r"[^\W_]+")


class System(Protocol):
    """What is compared."""

    def answer(self, question: str) -> list[set[str]]:
        """The keys of the first answers, in order; an answer may be several reports of one thing."""
        ...


class Clock:
    """Seconds that were spent outside the making of rows."""

    def __init__(self) -> None:
        self.begun = time.perf_counter()
        self.making = 0.0

    def made(self, items: Iterable[Any]) -> Iterator[Any]:
        """The items; the time they take to be made does not count.

        Many at once, so that hardly anything goes on meanwhile: Verbatim draws in another process.
        """
        source = iter(items)
        while True:
            at = time.perf_counter()
            some = list(itertools.islice(source, TOGETHER))
            self.making += time.perf_counter() - at
            if not some:
                return
            yield from some

    @property
    def seconds(self) -> float:
        """So far."""
        return time.perf_counter() - self.begun - self.making


# -- Verbatim


class Replay:
    """An extractor that knows the statements already: what is timed is indexing without extraction."""

    version = "made"

    def __init__(self) -> None:
        self.known: dict[str, list[Statement]] = {}

    def passed(self, size: int) -> Iterator[Article]:
        """The articles of an archive, their statements noted on the way."""
        for article, statements in archive(size):
            self.known[article.id] = statements
            yield article

    def extract(self, article: Article) -> list[Statement]:
        """The statements noted."""
        return self.known.pop(article.id)


def build_verbatim(size: int, folder: Path) -> dict[str, float]:
    store = open_archive(folder / "verbatim.db")
    newsroom, extractor, clock = Newsroom(store, store), Replay(), Clock()
    articles = clock.made(extractor.passed(size))
    count = sum(one.statements for one in newsroom.index(articles, extractor, backfill=True))  # type: ignore[arg-type]
    store.close()
    return {"rows_s": count / clock.seconds, "disk": _megabytes(folder, "verbatim.db")}


class Verbatim:
    """The real thing: Newsroom.ask."""

    def __init__(self, folder: Path) -> None:
        self.store = open_archive(folder / "verbatim.db")
        self.newsroom = Newsroom(self.store, self.store)
        self.newsroom.warm()  # as the bot at its start
        settled()

    def answer(self, question: str) -> list[set[str]]:
        """Each hit with its other reports; nothing where the search was ended at its budget."""
        try:
            found = self.newsroom.ask(question)
        except SearchBudgetError:
            return []
        return [{_key(record) for record in (hit.record, *hit.also)} for hit in found.hits[:FIRST]]

    def search(self, probe: Probe) -> None:
        """The bare search behind a question: its words as given, to the budget."""
        with self.store.snapshot(("public",), self.newsroom.clock()) as snapshot, suppress(SearchBudgetError):
            words = tuple((probe.phrase or " ".join(probe.needs)).split())
            snapshot.find(Search(words=words, limit=FIRST))


def _key(record: Record) -> str:
    return f"{record.article.id}:{record.statement.hull.start}"


# -- sqlite-utils


def build_sqlite_utils(size: int, folder: Path) -> dict[str, float]:
    from sqlite_utils import Database  # noqa: PLC0415 - each system is loaded by its own process

    db, clock, count = Database(folder / "utils.db"), Clock(), 0
    db.enable_wal()
    columns = {"key": str, "article": str, "speaker": str, "words": str, "published": str, "outlet": str}
    db["statements"].create(columns, pk="key")
    db["statements"].enable_fts(["words", "speaker"], tokenize="porter", create_triggers=True)

    def said() -> Iterator[dict[str, Any]]:
        nonlocal count
        for article, statements in archive(size):
            facts = {"article": article.id, "published": article.published, "outlet": article.outlet}
            for row in rows(article, statements):
                count += 1
                yield {"key": row.key, "speaker": row.speaker, "words": row.words, **facts}

    db["statements"].insert_all(clock.made(said()))
    alone, disk = clock.seconds, _megabytes(folder, "utils.db")
    db["articles"].create({"id": str, "title": str, "text": str}, pk="id")
    db["articles"].enable_fts(["text"], tokenize="porter", create_triggers=True)
    texts = ({"id": article.id, "title": article.title, "text": article.text} for article, _ in archive(size))
    db["articles"].insert_all(clock.made(texts))
    return {"rows_s": count / clock.seconds, "statements_s": count / alone, "disk": disk}


class SqliteUtils:
    """`table.search`, any of the words, as its documentation shows it."""

    def __init__(self, folder: Path) -> None:
        from sqlite_utils import Database  # noqa: PLC0415 - each system is loaded by its own process

        self.table = Database(folder / "utils.db")["statements"]

    def answer(self, question: str) -> list[set[str]]:
        query = " OR ".join(f'"{word}"' for word in _WORD.findall(question))
        return [{row["key"]} for row in self.table.search(query, columns=["key"], limit=FIRST)]  # type: ignore[union-attr]


# -- tantivy


def build_tantivy(size: int, folder: Path) -> dict[str, float]:
    import tantivy  # noqa: PLC0415 - each system is loaded by its own process

    schema = tantivy.SchemaBuilder()
    schema.add_text_field("key", stored=True, tokenizer_name="raw")
    schema.add_text_field("words", tokenizer_name="en_stem")
    schema.add_text_field("speaker")
    (folder / "tantivy").mkdir()
    index, clock, count = tantivy.Index(schema.build(), path=str(folder / "tantivy")), Clock(), 0
    writer = index.writer(heap_size=64_000_000, num_threads=1)
    for row in clock.made(row for article, statements in archive(size) for row in rows(article, statements)):
        writer.add_document(tantivy.Document(key=row.key, words=row.words, speaker=row.speaker))
        count += 1
    writer.commit()
    writer.wait_merging_threads()
    return {"rows_s": count / clock.seconds, "disk": _megabytes(folder / "tantivy", "*")}


class Tantivy:
    """BM25 over both fields, and any word of four letters or more also with one slip."""

    def __init__(self, folder: Path) -> None:
        import tantivy  # noqa: PLC0415 - each system is loaded by its own process

        self.lib = tantivy
        self.index = tantivy.Index.open(str(folder / "tantivy"))
        self.index.reload()
        self.searcher = self.index.searcher()

    def answer(self, question: str) -> list[set[str]]:
        words = [word.lower() for word in _WORD.findall(question)]
        plain = self.index.parse_query(" ".join(words), ["words", "speaker"])
        parts = [(self.lib.Occur.Should, plain)]
        for word, field in itertools.product([w for w in words if len(w) >= 4], ("words", "speaker")):
            fuzzy = self.lib.Query.fuzzy_term_query(self.index.schema, field, word, distance=1)
            parts.append((self.lib.Occur.Should, fuzzy))
        found = self.searcher.search(self.lib.Query.boolean_query(parts), FIRST, count=False)
        return [{self.searcher.doc(at)["key"][0]} for _, at in found.hits]


# -- rapidfuzz


def build_rapidfuzz(size: int, folder: Path) -> dict[str, float]:
    """Nothing but the texts in memory."""
    with (folder / "texts.pickle").open("wb") as file:
        pairs = [
            (r.key, fold(f"{r.speaker} {r.words}")) for article, said in archive(size) for r in rows(article, said)
        ]
        pickle.dump(pairs, file, protocol=5)
    return {"rows_s": 0.0, "disk": 0.0}


class RapidFuzz:
    """A linear scan by token_set_ratio."""

    def __init__(self, folder: Path) -> None:
        with (folder / "texts.pickle").open("rb") as file:
            pairs = pickle.load(file)  # noqa: S301 - written by build_rapidfuzz
        self.keys, self.texts = [key for key, _ in pairs], [text for _, text in pairs]

    def answer(self, question: str) -> list[set[str]]:
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - each system is loaded by its own process

        found = process.extract(fold(question), self.texts, scorer=fuzz.token_set_ratio, limit=FIRST)
        return [{self.keys[at]} for _, _, at in found]


SYSTEMS = {
    "Verbatim": (build_verbatim, Verbatim),
    "sqlite-utils search": (build_sqlite_utils, SqliteUtils),
    "tantivy, fuzzy": (build_tantivy, Tantivy),
    "rapidfuzz scan": (build_rapidfuzz, RapidFuzz),
}


# -- asking


def build(name: str, size: int, folder: Path) -> dict[str, float]:
    """Build a system's archive; rows a second, megabytes on disk."""
    return SYSTEMS[name][0](size, folder)


def ask_all(step: str, name: str, folder: Path) -> dict[str, Any]:
    """Every question, warm; or, as a `command`, one by the command line; or, as a `duel`, in turn with another."""
    if step == "command":
        return {"seconds": _command(folder)}
    if step == "duel":
        return duel(folder)
    with (folder / "probes.pickle").open("rb") as file:
        asked: list[Probe] = pickle.load(file)  # noqa: S301 - written by this run
    system: System = SYSTEMS[name][1](folder)
    runs, each = RUNS, asked
    if isinstance(system, RapidFuzz):
        runs, each = 1, _fewer(asked, SCANNED // (2 * len(system.texts)))
    found = [_measure(system, probe, form, runs) for form in ("question", "bare") for probe in each]
    figures: dict[str, Any] = {"asked": found}
    if isinstance(system, Verbatim):
        figures["bare_search"] = [_timed(lambda probe=probe: system.search(probe)) for probe in asked if probe.needs]
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def duel(folder: Path) -> dict[str, Any]:
    """Verbatim and tantivy asked in turn in one process: what else the machine does holds up both alike."""
    asked: list[Probe] = pickle.loads((folder / "probes.pickle").read_bytes())  # noqa: S301 - written by this run
    ours, theirs = Verbatim(folder), Tantivy(folder)
    found = []
    for probe, form in itertools.product(asked, ("question", "bare")):
        question = getattr(probe, form)
        times: tuple[list[float], list[float]] = ([], [])
        for run in range(RUNS + 1):
            for system, taken in zip((ours, theirs), times, strict=True):
                begun = time.perf_counter()
                system.answer(question)
                if run:  # the first is the warm-up
                    taken.append(1000 * (time.perf_counter() - begun))
        found.append({"ours": statistics.median(times[0]), "theirs": statistics.median(times[1])})
    return {"duel": found}


def _fewer(asked: list[Probe], most: int) -> list[Probe]:
    """Some of each class."""
    step = max(1, -(-len(asked) // max(7, most)))
    return [probe for at, probe in enumerate(asked) if at % step == 0]


def _timed(work: Any) -> float:  # noqa: ANN401 - any callable
    """Milliseconds, the median of the runs."""
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times)


def _measure(system: System, probe: Probe, form: str, runs: int) -> dict[str, Any]:
    question = getattr(probe, form)
    found = system.answer(question) if runs > 1 else []
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        found = system.answer(question)
        times.append(1000 * (time.perf_counter() - begun))
    right = set().union(*found) & probe.relevant
    ranks = [rank for rank, keys in enumerate(found, 1) if keys & probe.relevant]
    return {
        "kind": probe.kind,
        "form": form,
        "ms": statistics.median(times),
        "most": max(times),
        "recall": min(1.0, len(right) / min(FIRST, len(probe.relevant))),
        "mrr": 1 / ranks[0] if ranks else 0.0,
    }


def _command(folder: Path) -> float:
    """Seconds of `verbatim ask` as a command, as installed and as people type it, the median of the runs."""
    times = []
    verbatim = str(Path(sys.executable).with_name("verbatim"))
    plain = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    question = ["ask", "what did Hugo Rosaker say about harbour?", "--db", str(folder / "verbatim.db")]
    for _ in range(RUNS):
        begun = time.perf_counter()
        subprocess.run([verbatim, *question], check=True, stdout=subprocess.DEVNULL, env=plain)  # noqa: S603 - ours
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def _megabytes(folder: Path, pattern: str) -> float:
    return sum(path.stat().st_size for path in folder.glob(pattern)) / 1e6
