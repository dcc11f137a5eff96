"""The corpus as training needs it: articles, their gold attributions and machine-made tags.

`train.gold.jsonl`: {"article", "text", "attributions": [{"content": [[b, e], …], "cue": [[b, e]],
"source": [[b, e], …], "speech": bool}]} a line; `train.parse.jsonl.gz`: {"article", "sentences":
[[[b, e, part of speech, entity, …], …], …]} a line.
"""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.extract.core.tokens import Tokens, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

Pairs = tuple[tuple[int, int], ...]

# The parser's entity types, in the few kinds that tell a source from what is none.
_ENTITIES = {"PERSON": "P", "ORGANIZATION": "O", "LOCATION": "L", "MISC": "M", "O": "-"} | dict.fromkeys(
    ("DATE", "TIME", "DURATION", "SET"), "D"
)
_OTHER_ENTITY = "N"  # numbers, money, ordinals


@dataclass(frozen=True, slots=True)
class Attribution:
    """One gold attribution, in code points of its article; `speech`: its cue is a reporting verb."""

    content: Pairs
    cue: Pairs
    source: Pairs
    head: Pairs  # the words of the source that decide whether another names it
    speech: bool


@dataclass(slots=True)
class Article:
    """A training article, taken apart."""

    name: str
    units: list[Tokens]
    attributions: list[Attribution]
    text: str


def read_articles(path: Path) -> list[Article]:
    """Every article of a gold file, in its order."""
    return [_article(record) for record in _lines(path.read_text(encoding="utf-8").split("\n"))]


def read_tags(path: Path) -> dict[str, dict[int, tuple[str, str]]]:
    """By article: last character of a token -> part of speech and entity."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return {record["article"]: _tags(record["sentences"]) for record in _lines(file)}


def _lines(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    return (json.loads(line) for line in lines if line.strip())


def _article(record: dict[str, Any]) -> Article:
    marked = [_attribution(one) for one in record["attributions"]]
    text = str(record["text"])
    return Article(str(record["article"]), units(text), marked, text)


def _attribution(one: dict[str, Any]) -> Attribution:
    source = _pairs(one["source"])
    head = _pairs(one.get("source_head", ())) or source
    return Attribution(_pairs(one["content"]), _pairs(one["cue"]), source, head, bool(one["speech"]))


def _pairs(spans: list[list[int]]) -> Pairs:
    return tuple((begin, end) for begin, end in spans)


def _tags(sentences: list[list[list[Any]]]) -> dict[int, tuple[str, str]]:
    tags: dict[int, tuple[str, str]] = {}
    for begin, end, pos, entity, *_ in (token for sentence in sentences for token in sentence):
        for place in range(begin, end):
            tags.setdefault(place, (pos, _ENTITIES.get(entity, _OTHER_ENTITY)))
    return tags
