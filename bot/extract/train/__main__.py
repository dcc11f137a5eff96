"""`python -m bot.extract.train CORPUS OUT`: train the core again; the same corpus gives the same bytes.

CORPUS holds `train.gold.jsonl` and `train.parse.jsonl.gz`, and `dev.gold.jsonl` for the figures of the model card
where it is there. OUT gets `core.bin` and `CARD.md`. About fifteen minutes of one core and 3 GB.
"""

from __future__ import annotations

import hashlib
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.extract.core.finder import CoreFinder
from bot.extract.core.weights import FEATURES, Weights, pack, unpack
from bot.extract.rules import RuleFinder
from bot.extract.settle import SettledFinder
from bot.extract.train.card import card
from bot.extract.train.corpus import Article, read_articles, read_tags
from bot.extract.train.figures import measure
from bot.extract.train.workshop import Workshop

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("corpus", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=_FOLDER)
@click.option("--shelf", type=_FOLDER, help="Keep each stage's models here and reuse those that are there.")
@click.option("--date", help="Of the card; default today.")
def main(corpus: Path, out: Path, shelf: Path | None, date: str | None) -> None:
    """Train the extraction core from CORPUS and write its weights and their card to OUT."""
    out.mkdir(parents=True, exist_ok=True)
    articles = read_articles(corpus / "train.gold.jsonl")
    with tempfile.TemporaryDirectory() as scratch:
        made = pack(_trained(corpus, articles, shelf or Path(scratch)))
    digest = hashlib.sha256(made).hexdigest()[:16]
    (out / "core.bin").write_bytes(made)
    held = _held_out(corpus)
    figures = measure(held, SettledFinder(CoreFinder(unpack(made)), RuleFinder()))
    day = date or datetime.now(UTC).date().isoformat()
    (out / "CARD.md").write_text(card(made, digest, FEATURES, day, articles, (len(held), figures)), encoding="utf-8")
    click.echo(f"{out / 'core.bin'}: {len(made)} bytes, {digest}")


def _trained(corpus: Path, articles: list[Article], shelf: Path) -> Weights:
    shelf.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256((corpus / "train.gold.jsonl").read_bytes()).hexdigest()[:8]
    return Workshop(articles, read_tags(corpus / "train.parse.jsonl.gz"), shelf, click.echo).train(name)


def _held_out(corpus: Path) -> list[Article]:
    held = corpus / "dev.gold.jsonl"
    return read_articles(held) if held.exists() else []


if __name__ == "__main__":
    main()
