"""How good: this project's command line, measured by the shared scorers and held by floors that only rise.

`make eval`, or `python tests/bench/evaluate.py SHARED`. Prints each scorer's own table, a table of confidence, and
every figure beside its floor of `floors.json` (per cent); exit 1 where one is below. Without SHARED it says so. With
`--raise` the floors are lifted to what was reached, rounded down; commit them with what lifted them.
"""

from __future__ import annotations

import importlib.util
import json
import math
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import edit_figures
import edits

from bot.ingest import files
from bot.model import Article

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
FLOORS = Path(__file__).resolve().parent / "floors.json"
NEED, SPARE = 24, 8  # seeds: found at least, not marked at most
EXCLUDED = "nyt_2016-10-02_a-curious-plan-to-fight-climate-"  # a dev article that is scored nowhere
EDITS, HELD_OUT = 600, 4  # edited quotations; every so many dev articles are in no record: what nobody said
SURE, FLAGGED = 0.9, 0.5  # confidence from which 95 % are to be right; below which a statement is flagged


def say(line: str = "") -> None:
    """Print a line at once, in order with what the scorers print."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def verbatim(*args: str) -> str:
    """Run our command as a user would, without the settings of this shell. Raises CalledProcessError."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("VERBATIM_", "SLACK_"))}
    command = [sys.executable, "-m", "bot.cli", *args]
    return subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout  # noqa: S603 - ours


def scorer(path: Path, *args: str, given: str | None = None) -> tuple[int, str]:
    """Run a shared scorer; its exit status and what it printed, misses included."""
    done = subprocess.run(  # noqa: S603 - the scorer that was named
        [sys.executable, str(path), *args], check=False, input=given, capture_output=True, encoding="utf-8"
    )
    return done.returncode, done.stderr + done.stdout


def module(path: Path) -> ModuleType:
    """A shared scorer as a module, for its functions."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise FileNotFoundError(path)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def rows(text: str) -> list[dict[str, Any]]:
    """JSON lines, read."""
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def seeds(shared: Path) -> dict[str, float]:
    """The two articles this project started from."""
    found = verbatim("extract", str(shared / "corpus/seeds/articles.jsonl"))
    gold, limits = str(shared / "corpus/seeds/gold.jsonl"), ("--need", str(NEED), "--spare", str(SPARE))
    status, out = scorer(shared / "eval/score_seeds.py", gold, *limits, given=found)
    say(f"Seeds\n{out}")
    return {"seeds within limits": 100.0 * (status == 0)}


def predictions(shared: Path, folder: Path) -> None:
    """What we extract from dev, a file an article, as the scorer wants it."""
    for row in rows(verbatim("extract", str(shared / "corpus/polnear/dev.articles.jsonl"))):
        with (folder / f"{row['article']}.jsonl").open("a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")


def extraction(shared: Path) -> dict[str, float]:
    """Attributions of the dev articles, and whether confidence means what it says."""
    path, gold = shared / "eval/score_extraction.py", shared / "corpus/polnear/dev.gold.jsonl"
    with tempfile.TemporaryDirectory() as folder:
        predictions(shared, Path(folder))
        say(f"Extraction, dev\n{scorer(path, str(gold), folder, '--exclude', EXCLUDED)[1]}")
        judge = module(path)
        articles = [row for row in rows(gold.read_text(encoding="utf-8")) if row["article"] != EXCLUDED]
        say(calibration(judge, articles, Path(folder)))
        total = judge.summary(sum((judge.score_article(a, Path(folder)) for a in articles), Counter()))
    return {
        "dev speech overlap": 100 * total["speech"]["overlap"]["f1"],
        "dev speech e2e": 100 * total["speech"]["e2e"]["f1"],
        "dev speech exact": 100 * total["speech"]["exact"]["f1"],
        "dev speech/quoted e2e": 100 * total["speech/quoted"]["e2e"]["f1"],
        "dev speech/indirect e2e": 100 * total["speech/indirect"]["e2e"]["f1"],
        "dev quoted spans right speaker": 100 * total["quotes"]["f1"],
    }


def judged(judge: ModuleType, article: dict[str, Any], folder: Path) -> list[tuple[float, bool | None]]:
    """(confidence, right speaker) of every prediction; None where it overlaps no marked statement."""
    doc = judge.Text(article["text"])
    golds = [g for g in article["attributions"] if doc.toks(g["content"])]
    preds = judge.read_pred(folder / f"{article['article']}.jsonl", len(article["text"]))
    pairs = judge.greedy([doc.toks(g["content"]) for g in golds], [doc.toks(p["spans"]) for p in preds])
    right: dict[int, bool] = {p: judge.speaker_right(doc, golds[g], preds[p]) for g, p in pairs.items()}
    return [(float(pred["confidence"]), right.get(i)) for i, pred in enumerate(preds)]


def calibration(judge: ModuleType, articles: list[dict[str, Any]], folder: Path) -> str:
    """Ten bins of confidence: how many of the overlap-matched have the right speaker, and how many match nothing."""
    seen = [pair for article in articles for pair in judged(judge, article, folder)]
    lines = ["Confidence, dev        matched  right   share  unmatched"]
    for low in range(10):
        inside = [right for c, right in seen if low <= min(9, int(10 * c + 1e-9)) < low + 1]
        matched = [right for right in inside if right is not None]
        share = f"{100 * sum(matched) / len(matched):6.1f}" if matched else "     -"
        edge = "]" if low == 9 else ")"
        label = f"[{low / 10:.1f}, {low / 10 + 0.1:.1f}{edge}"
        lines.append(f"  {label:20} {len(matched):7} {sum(matched):6}  {share} {len(inside) - len(matched):10}")
    every = [right for _, right in seen if right is not None]
    sure = [right for c, right in seen if right is not None and c >= SURE]
    lines.append(
        f"  at {SURE} and above: {100 * sum(sure) / max(1, len(sure)):.1f} % right (95 wanted), "
        f"{100 * len(sure) / max(1, len(every)):.1f} % of all matched (50 wanted); "
        f"below {FLAGGED}: {sum(c < FLAGGED for c, _ in seen)} flagged of {len(seen)}\n"
    )
    return "\n".join(lines)


def answers(shared: Path) -> dict[str, float]:
    """Questions of a newsroom over the dev articles."""
    path, questions = shared / "eval/score_answers.py", str(shared / "corpus/questions/dev.jsonl")
    articles = str(shared / "corpus/polnear/dev.articles.jsonl")
    with tempfile.TemporaryDirectory() as folder:
        db, given = str(Path(folder) / "dev.db"), Path(folder) / "answers.jsonl"
        say(verbatim("index", "--db", db, articles).rstrip())
        given.write_text(verbatim("ask", "--db", db, "--batch", questions), encoding="utf-8")
        arguments = (questions, str(given), "--articles", articles)
        say(f"Answers, dev\n{scorer(path, *arguments)[1]}")
        table = json.loads(scorer(path, *arguments, "--json")[1])
    reached = {f"questions {key}": 100 * table["ALL"][key] for key in ("right", "top3", "recall")}
    for kind in ("verify", "unanswerable"):
        reached[f"questions {kind}"] = 100 * table[kind]["right"]
    return {**reached, "questions not stray": 100 * (1 - table["ALL"]["stray"])}


def edited(shared: Path) -> dict[str, float]:
    """Edits of the quotations in the dev articles, made anew, and what the check says of them."""
    found = [one for one in files.articles(shared / "corpus/polnear/dev.articles.jsonl") if isinstance(one, Article)]
    with tempfile.TemporaryDirectory() as folder:
        table = edit_figures.measured(found, Path(folder), count=EDITS, seed=1, held_out=HELD_OUT)
    say("\n".join(["Edited quotations, dev", *table.lines(), ""]))
    reached = {f"edits {name}": table.f1(name) for name in edits.CLASSES}
    return {**reached, "edits never called verbatim": 100 * (1 - table.passed / max(1, table.total))}


def compare(reached: dict[str, float], floors: dict[str, float]) -> list[str]:
    """A line for each figure beside its floor; those below it are marked."""
    lines = []
    for name, value in reached.items():
        floor = floors.get(name, 0.0)
        lines.append(f"  {name:32} {value:6.1f}  floor {floor:5.1f}{'  BELOW' if value < floor else ''}")
    return lines


def raised(reached: dict[str, float], floors: dict[str, float]) -> dict[str, float]:
    """Every floor lifted to what was reached, to a tenth rounded down; never lowered."""
    return {name: max(floors.get(name, 0.0), math.floor(10 * value) / 10) for name, value in sorted(reached.items())}


def main() -> int:
    """Measure everything; 1 where a figure is below its floor."""
    given = [arg for arg in sys.argv[1:] if arg != "--raise"]
    shared = Path(given[0] if given else "../shared").resolve()
    if not (shared / "eval").is_dir():
        say(f"{shared} is not there: nothing to measure against. Name it with make eval SHARED=PATH.")
        return 0
    reached = {**seeds(shared), **extraction(shared), **answers(shared), **edited(shared)}
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    if "--raise" in sys.argv:
        FLOORS.write_text(json.dumps(raised(reached, floors), indent=1) + "\n", encoding="utf-8")
    lines = compare(reached, floors)
    say("\n".join(["Against the floors (per cent)", *lines]))
    return 1 if any(line.endswith("BELOW") for line in lines) else 0


if __name__ == "__main__":
    sys.exit(main())
