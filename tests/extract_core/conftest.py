"""A core trained in a second on a few made-up articles: enough to run every step, not to be right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fakes.corpus import write

from bot.extract.train.corpus import read_articles, read_tags
from bot.extract.train.workshop import Workshop

if TYPE_CHECKING:
    from pathlib import Path

    from bot.extract.core.weights import Weights


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the made-up corpus."""
    return write(tmp_path_factory.mktemp("corpus"))


@pytest.fixture(scope="session")
def tiny(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Weights:
    """Weights trained on it."""
    articles = read_articles(corpus / "train.gold.jsonl")
    tags = read_tags(corpus / "train.parse.jsonl.gz")
    return Workshop(articles, tags, tmp_path_factory.mktemp("shelf"), str).train("tiny")
