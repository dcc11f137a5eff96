"""Which of the written pairs of reports the archive takes for one utterance, by precision and recall.

`python tests/ingest/utterance_figures.py` prints the figures of each part and what is wrong. All reports go into one
archive, the second of each entry after the first ones or all in one go, so that each is looked up among all the others;
what is joined across entries is wrong.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from utterance_pairs import Entry, Report, load

from bot.model import PUBLIC, Article, Kind, Span, Statement
from bot.ports import Incoming
from store import Store, open_archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
MERGED = (("Brandt", "Hakon Brandt"), ("Lindqvist", "Maja Lindqvist"))  # what the directory says are one


def incoming(name: str, report: Report) -> Incoming:
    """A report as an article that says nothing else."""
    lead = f"{report.speaker} said "
    said = Statement(
        spans=(Span(len(lead), len(lead) + len(report.words)),),
        kind=Kind.INDIRECT,
        speaker=report.speaker,
        said_on=report.said_on,
        said_on_how="stated" if report.said_on else None,
    )
    article = Article(name, f"{lead}{report.words}.", outlet=f"Outlet {name[-1]}", published=report.printed)
    return Incoming(article, [said], news=False)


def joined(entries: Sequence[Entry], folder: Path, *, at_once: bool = False) -> dict[str, int]:
    """The utterance of each report, by "NUMBER-a" and "NUMBER-b"; `at_once` admits all of them in one go."""
    reports = [(f"{i}-{half}", one) for i, e in enumerate(entries) for half, one in (("a", e.one), ("b", e.other))]
    store = open_archive(folder / "utterances.db")
    try:
        everybody = Article("names", "".join(f"{name} said so. " for pair in MERGED for name in pair))
        spoken = [
            Statement((Span(at + len(name) + 6, at + len(name) + 8),), Kind.INDIRECT, speaker=name)
            for pair in MERGED
            for name in pair
            for at in [everybody.text.index(f"{name} said")]
        ]
        store.admit(everybody, spoken, now=NOW, news=False, extractor="x1")
        ids = {entry.name: entry.id for entry in _directory(store)}
        for surname, name in MERGED:
            store.merge_speakers(ids[surname], ids[name], by="U1", now=NOW)
        for half in ("ab",) if at_once else ("a", "b"):
            batch = [incoming(name, one) for name, one in reports if name[-1] in half]
            store.admit_many(batch, now=NOW, extractor="x1")
        return _utterances(store)
    finally:
        store.close()


def _directory(store: Store) -> tuple:
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        return snapshot.directory()


def _utterances(store: Store) -> dict[str, int]:
    from bot.ports import Search  # noqa: PLC0415

    with store.snapshot((PUBLIC,), NOW) as snapshot:
        found = snapshot.records([one.id for one in snapshot.find(Search(limit=10_000))])
    return {record.article.id: record.utterance for record in found}


def strays(entries: Sequence[Entry], found: dict[str, int]) -> list[tuple[int, int]]:
    """Entries that have an utterance in common with another one."""
    groups = defaultdict(set)
    for i in range(len(entries)):
        for half in "ab":
            groups[found[f"{i}-{half}"]].add(i)
    return [tuple(sorted(group)[:2]) for group in groups.values() if len(group) > 1]


def score(entries: Sequence[Entry], found: dict[str, int], parts: Iterable[int]) -> dict[str, float]:
    """Precision and recall over the entries of these parts."""
    took = [(e.same, found[f"{i}-a"] == found[f"{i}-b"]) for i, e in enumerate(entries) if e.part in parts]
    right = sum(same and one for same, one in took)
    return {
        "pairs": sum(same for same, _ in took),
        "others": sum(not same for same, _ in took),
        "precision": right / max(1, sum(one for _, one in took)),
        "recall": right / max(1, sum(same for same, _ in took)),
    }


def main() -> None:
    """Print what is wrong, and the figures."""
    entries = load()
    for at_once in (False, True):
        with tempfile.TemporaryDirectory() as folder:
            found = joined(entries, Path(folder), at_once=at_once)
        sys.stdout.write("in one go\n" if at_once else "one after the other\n")
        for i, entry in enumerate(entries):
            if (found[f"{i}-a"] == found[f"{i}-b"]) is not entry.same:
                sys.stdout.write(f"  part {entry.part}, {'missed' if entry.same else 'spare'}: {entry.why}\n")
        for one, other in strays(entries, found):
            sys.stdout.write(f"  across entries: {entries[one].why} / {entries[other].why}\n")
        parts = sorted({entry.part for entry in entries})
        for some in (*([one] for one in parts), parts):
            sys.stdout.write(f"  part {', '.join(map(str, some))}: {json.dumps(score(entries, found, some))}\n")


if __name__ == "__main__":
    main()
