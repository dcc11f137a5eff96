"""Against what one would use instead, on the same made-up archives and the same questions, in one run.

`make bench`, or `python tests/bench/scale.py [STATEMENTS ...]` (default 10,000 and 100,000). Each system is built and
asked in processes of its own; the tables go to the terminal and, with `--write`, into RESULTS.md beside this file. With
BENCH_KEEP=FOLDER everything stays there, and what was done is not done again: a long run may be taken up.
A question's time is the median of five warm runs; what is timed of Verbatim is `Newsroom.ask`, answer composed. Beside
that Verbatim and tantivy are asked in turn in one process: of the two their ratio is told from there.
"""

from __future__ import annotations

import json
import os
import pickle
import platform
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from questions import CLASSES, probes
from systems import RUNS, SYSTEMS, ask_all, build
from verdict import FORMS, lines, percentile, table

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
EACH = 15  # questions of a class, each asked with and without template words
SIZES = (10_000, 100_000)
Figures = dict[str, Any]


def say(line: str = "") -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def child(*arguments: object) -> Figures:
    """One step in a process of its own, so that its memory is its own; what it printed last."""
    done = subprocess.run(  # noqa: S603 - this very file
        [sys.executable, __file__, "--child", *map(str, arguments)],
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": f"{HERE}:{HERE.parents[1]}"},
    )
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def measured(size: int, folder: Path) -> dict[str, Figures]:
    """Every system's figures on an archive of this size."""
    found = {}
    folder.mkdir(parents=True, exist_ok=True)
    child("probes", "-", size, folder)
    for name in SYSTEMS:
        say(f"  {size:,} statements: {name} …")
        found[name] = child("build", name, size, folder) | child("ask", name, size, folder)
    found["Verbatim"]["command"] = child("command", "Verbatim", size, folder)["seconds"]
    found["Verbatim"]["duel"] = child("duel", "Verbatim", size, folder)["duel"]
    return found


def _of(asked: Sequence[Figures], **wanted: str) -> list[Figures]:
    return [one for one in asked if all(one[key] == value for key, value in wanted.items())]


def _ms(asked: Sequence[Figures], share: float) -> float:
    return percentile((one["ms"] for one in asked), share)


def overall(size: int, found: dict[str, Figures]) -> list[str]:
    """A row a system: speed of building and asking, and what it takes."""
    lines = [
        f"### {size:,} statements",
        "",
        "| | build rows/s | disk MB | memory MB | p50 ms | p95 ms | p99 ms | p50 to Verbatim's | p99 to Verbatim's |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    ours = found["Verbatim"]["asked"]
    for name, one in found.items():
        asked = one["asked"]
        p50, p95, p99 = (_ms(asked, share) for share in (0.5, 0.95, 0.99))
        rows = f"{one['rows_s']:,.0f}" if one["rows_s"] else "-"
        disk = f"{one['disk']:.0f}" if one["disk"] else "-"
        ratios = f"{p50 / _ms(ours, 0.5):.2f} | {p99 / _ms(ours, 0.99):.2f}"
        lines.append(
            f"| {name} | {rows} | {disk} | {one['memory']:.0f} | {p50:.2f} | {p95:.2f} | {p99:.2f} | {ratios} |"
        )
    su, own = found["sqlite-utils search"], found["Verbatim"]
    bare = percentile(own["bare_search"], 0.5), percentile(own["bare_search"], 0.99)
    notes = (
        f"Bulk indexing: {own['rows_s'] / su['rows_s']:.2f} of `insert_all` with FTS triggers on statements and article"
        f" texts, {own['rows_s'] / su['statements_s']:.2f} of it on the statements alone."
        f" Verbatim's bare search: p50 {bare[0]:.2f}, p99 {bare[1]:.2f} ms."
        f" `verbatim ask` as a command: {own['command']:.2f} s (median of five)."
    )
    return [*lines, "", notes, ""]


def by_class(size: int, found: dict[str, Figures]) -> list[str]:
    """A row a class and form: each system's times and what it found."""
    names = list(found)
    lines = [
        f"#### {size:,} statements by class: p50 / p95 / p99 ms, recall@5 / MRR",
        "",
        f"| class | {' | '.join(names)} |",
        f"|---|{'---|' * len(names)}",
    ]
    for form in FORMS:
        for kind in CLASSES:
            cells = []
            for name in names:
                asked = _of(found[name]["asked"], kind=kind, form=form)
                times = " / ".join(f"{_ms(asked, share):.1f}" for share in (0.5, 0.95, 0.99))
                quality = [f"{statistics.mean(one[key] for one in asked):.2f}" for key in ("recall", "mrr")]
                cells.append(f"{times}, **{' / '.join(quality)}**")
            shown = kind if form == "question" else f"{kind}, bare"
            lines.append(f"| {shown} | {' | '.join(cells)} |")
    return [*lines, ""]


def growth(sizes: Sequence[int], found: Sequence[dict[str, Figures]]) -> list[str]:
    """How times grow from each size to the next."""
    if len(sizes) < 2:
        return []
    lines = [
        "### Growth",
        "",
        "| | " + " | ".join(f"{a:,} to {b:,}" for a, b in pairwise(sizes)) + " |",
    ]
    lines.append("|---|" + "---|" * (len(sizes) - 1))
    for name in SYSTEMS:
        cells = []
        for before, after in pairwise(found):
            ratios = [_ms(after[name]["asked"], share) / _ms(before[name]["asked"], share) for share in (0.5, 0.99)]
            cells.append(f"p50 x{ratios[0]:.1f}, p99 x{ratios[1]:.1f}")
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return [*lines, ""]


HEAD = """# What the scale bench found

Written by `make bench{sizes}`; see `tests/bench/scale.py`. Times are wall clock on {cores} cores that other work
shared, {python}, SQLite {sqlite}: what lasts from one machine to another is the ratio of two systems in one run, and
recall. A question's time is the median of {runs} warm runs, percentiles are over all questions. The linear scan is
asked fewer questions, once each. recall@5: right statements among the first five (of Verbatim with the other reports of
each), of at most five that there are. MRR: one by the rank of the first right one.
"""


def written(sizes: Sequence[int], found: Sequence[dict[str, Figures]]) -> str:
    """The tables as Markdown."""
    head = HEAD.format(
        sizes=f' SIZES="{" ".join(map(str, sizes))}"',
        cores=os.cpu_count(),
        python=f"Python {platform.python_version()}",
        sqlite=sqlite3.sqlite_version,
        runs=RUNS,
    )
    kept = "The run was taken up where it had been left (BENCH_KEEP): its steps were measured at different times.\n"
    smaller = found[-2] if len(found) > 1 else None
    verdict = table(sizes[-1], lines(found[-1], smaller))
    parts = [head, *([kept] if "BENCH_KEEP" in os.environ else []), *verdict]
    for size, one in zip(sizes, found, strict=True):
        parts += overall(size, one)
    parts += growth(sizes, found)
    for size, one in zip(sizes, found, strict=True):
        parts += by_class(size, one)
    return "\n".join(parts)


def done(step: str, name: str, size: int, folder: Path) -> Figures:
    """Carry out one step; in a folder that is kept, only what was not done there before."""
    kept = folder / f"{step} {name}.json"
    if not kept.exists():
        if step == "probes":
            (folder / "probes.pickle").write_bytes(pickle.dumps(probes(size, EACH)))
        work = {"probes": dict, "build": lambda: build(name, size, folder)}
        kept.write_text(json.dumps(work.get(step, lambda: ask_all(step, name, folder))()))
    figures: Figures = json.loads(kept.read_text())
    return figures


def main() -> None:
    """Measure each size and print the tables."""
    if sys.argv[1:2] == ["--child"]:
        step, name, size, folder = sys.argv[2:]
        say(json.dumps(done(step, name, int(size), Path(folder))))
        return
    sizes = [int(arg) for arg in sys.argv[1:] if arg.isdigit()] or list(SIZES)
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="verbatim-bench-") as folder:
            found.append(measured(size, Path(os.environ.get("BENCH_KEEP", folder)) / str(size)))
        text = written(sizes[: len(found)], found)
        if "--write" in sys.argv:
            RESULTS.write_text(text, encoding="utf-8")
    say(text)


if __name__ == "__main__":
    main()
