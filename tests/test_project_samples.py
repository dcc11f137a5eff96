"""The sample articles: in the contract's format, honest about what is invented, and good for real answers."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "bot" / "samples" / "articles.jsonl"
KEYS = ["id", "title", "outlet", "author", "published", "url", "text"]
REAL = ("Fidan", "Erdogan", "Al Thani")


def samples() -> list[dict[str, str]]:
    return [json.loads(line) for line in SAMPLES.read_text(encoding="utf-8").splitlines()]


def test_samples_are_in_the_format_that_index_reads() -> None:
    found = samples()
    assert len(found) >= 8
    assert all(list(article) == KEYS and all(article.values()) for article in found)
    assert len({article["id"] for article in found}) == len(found)
    assert all(200 <= len(article["text"].split()) <= 500 for article in found)
    assert all(article["text"].endswith("\n") and "\r" not in article["text"] for article in found)


def test_samples_are_varied() -> None:
    found = samples()
    assert len({article["outlet"] for article in found}) >= 6
    days = {datetime.fromisoformat(article["published"]).date() for article in found}
    assert len(days) >= 8
    assert (max(days) - min(days)).days >= 28


def test_samples_say_what_is_invented() -> None:
    for article in samples():
        real = any(name in article["text"] for name in REAL)
        assert ("from the public record" in article["author"]) is real
        assert ("are invented" in article["author"]) is not real
        assert ".example.org/" in article["url"]


def test_samples_have_one_sentence_in_two_outlets() -> None:
    outlets: dict[str, set[str]] = {}
    for article in samples():
        for words in re.findall(r'[“"]([^“”"]+)[”"]', article["text"]):
            outlets.setdefault(words.strip(" ,."), set()).add(article["outlet"])
    assert any(len(carriers) > 1 and len(words.split()) > 10 for words, carriers in outlets.items())


def test_samples_have_namesakes() -> None:
    text = " ".join(article["text"] for article in samples())
    assert "Nora Brannigan" in text
    assert "Tom Brannigan" in text
