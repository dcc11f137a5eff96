"""`python -m bot.extract.train CORPUS OUT`: train the core again; the same corpus gives the same bytes.

CORPUS holds `train.gold.jsonl` and `train.parse.jsonl.gz`; OUT gets `core.bin`. About ten minutes and 3 GB.
"""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

import click

from bot.extract.core.weights import pack
from bot.extract.train.corpus import read_articles, read_tags
from bot.extract.train.workshop import Workshop, weights


@click.command()
@click.argument("corpus", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("out", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--shelf", type=click.Path(file_okay=False, path_type=Path), help="Keep each stage's models here and reuse them."
)
def main(corpus: Path, out: Path, shelf: Path | None) -> None:
    """Train the extraction core from CORPUS and write its weights to OUT."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        place = shelf or Path(scratch)
        place.mkdir(parents=True, exist_ok=True)
        gold = corpus / "train.gold.jsonl"
        shop = Workshop(read_articles(gold), read_tags(corpus / "train.parse.jsonl.gz"), place, click.echo)
        made = pack(weights(shop, hashlib.sha256(gold.read_bytes()).hexdigest()[:8]))
    (out / "core.bin").write_bytes(made)
    click.echo(f"{out / 'core.bin'}: {len(made)} bytes, {hashlib.sha256(made).hexdigest()[:16]}")


if __name__ == "__main__":
    main()
