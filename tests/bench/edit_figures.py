"""What the check makes of edited quotations: the archive indexed, the cases checked, the figures counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from edits import CLASSES, cases

from bot.extract import Extractor
from bot.model import PUBLIC
from bot.newsroom import Newsroom
from bot.ports import Search
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from edits import Case

    from bot.model import Article, Record
    from store import Store


@dataclass
class Table:
    """What came of it: (edit, expected, given) counted."""

    counts: Counter[tuple[str, str, str]]

    def f1(self, wanted: str) -> float:
        """Of one verdict, in per cent; 100 where it was neither expected nor given."""
        right = sum(n for (_, e, g), n in self.counts.items() if e == g == wanted)
        expected = sum(n for (_, e, _), n in self.counts.items() if e == wanted)
        given = sum(n for (_, _, g), n in self.counts.items() if g == wanted)
        return 200 * right / (expected + given) if expected + given else 100.0

    @property
    def passed(self) -> int:
        """Quotations that are altered, another's or nobody's and were called verbatim."""
        return sum(n for (_, e, g), n in self.counts.items() if e != "verbatim" and g == "verbatim")

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    def lines(self) -> list[str]:
        """A table of edits, and one of verdicts."""
        edits = dict.fromkeys((edit, expected) for edit, expected, _ in self.counts)
        out = ["  edit                    verdict        cases  right  else"]
        for edit, expected in edits:
            given = Counter({g: n for (e, x, g), n in self.counts.items() if (e, x) == (edit, expected)})
            wrong = ", ".join(f"{g} {n}" for g, n in given.items() if g != expected)
            out.append(f"  {edit:23} {expected:13} {given.total():6} {given[expected]:6}  {wrong}")
        out += [f"  {name:13} F1 {self.f1(name):6.1f}" for name in CLASSES]
        return [*out, f"  {self.passed} of {self.total} called verbatim that are not"]


def given(case: Case, newsroom: Newsroom, extractor: Extractor) -> str:
    """What the check says of a case, as one of CLASSES."""
    [found] = newsroom.check(case.draft, extractor).quotations
    return found.verdict.reason or found.verdict.kind.value


def table(made: Iterable[Case], newsroom: Newsroom, extractor: Extractor) -> Table:
    """Check every case."""
    return Table(Counter((case.edit, case.expected, given(case, newsroom, extractor)) for case in made))


def measured(articles: Sequence[Article], folder: Path, *, count: int, seed: int, held_out: int) -> Table:
    """Index the articles but every `held_out`-th, and check `count` cases made from them."""
    extractor = Extractor()
    kept, absent = open_archive(folder / f"kept{seed}.db"), open_archive(folder / f"absent{seed}.db")
    newsroom = Newsroom(kept, kept)
    try:
        list(newsroom.index([a for i, a in enumerate(articles) if i % held_out], extractor))
        list(Newsroom(absent, absent).index(articles[::held_out], extractor))
        return table(cases(records_of(kept), records_of(absent), count, seed), newsroom, extractor)
    finally:
        kept.close()
        absent.close()


def records_of(store: Store) -> list[Record]:
    """Every public statement of an archive."""
    with store.snapshot((PUBLIC,), datetime.now(UTC)) as snapshot:
        found = snapshot.find(Search(limit=1_000_000))
        return snapshot.records(sorted(one.id for one in found))
