"""The corpus of ten days, read: articles with their statements, when they came in, and which story each belongs to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fakes.marked import kind_of, parse

from bot.model import Article, Attribution, SpeakerKind, Statement

if TYPE_CHECKING:
    from store import Store

FILE = Path(__file__).parent / "corpus" / "articles.txt"
NEWS = timedelta(hours=72)
_GROUPS = frozenset(
    "Ministry of Transport|Aldun police|Ostian weather office|Institute for Opinion|Ostian government".split("|")
)
_OPTION = re.compile(r"\s*\[(?:(to|via): ([^\]]+)|(unnamed))\]")


@dataclass(frozen=True)
class Piece:
    """One article of the corpus."""

    article: Article
    statements: tuple[Statement, ...]
    story: str
    indexed: datetime

    @property
    def news(self) -> bool:
        day = datetime.fromisoformat(f"{self.article.published_on}T23:59:59+00:00")
        return self.indexed - day <= NEWS


@cache
def pieces() -> tuple[Piece, ...]:
    """Every article, in the order in which they came in."""
    lines: dict[str, list[str]] = {}
    heads: dict[str, list[str]] = {}
    now = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("@ "):
            head = [part.strip() for part in line[2:].split("|")]
            now = head[0]
            heads[now], lines[now] = head, []
        elif line.startswith("= "):
            other, numbers = line[2:].split()
            lines[now] += [lines[other][int(n)] for n in numbers.split(",")]
        elif line.strip() and not line.startswith("#"):
            lines[now].append(line)
    found = [_piece(heads[one], lines[one]) for one in heads]
    return tuple(sorted(found, key=lambda piece: piece.indexed))


def _piece(head: list[str], lines: list[str]) -> Piece:
    given_id, story, outlet, published, indexed, title = head
    marked, sources = "", []
    for line in lines:
        source, arrow, words = line.partition(" > ")
        marked += f"{words if arrow else line}\n\n"
        sources += [source] if arrow else []
    text, contents, cues, mentions = parse(marked)
    assert len(contents) == len(cues) == len(mentions) == len(sources), given_id
    statements = tuple(
        Statement(spans, kind_of(text, spans), cue, mention, **_source(source))
        for spans, cue, mention, source in zip(contents, cues, mentions, sources, strict=True)
    )
    url = f"https://{outlet.lower().replace(' ', '-')}.example/{given_id}"
    article = Article(given_id, text, title, outlet, None, published, url)
    return Piece(article, statements, story, datetime.fromisoformat(indexed).replace(tzinfo=UTC))


def _source(written: str) -> dict[str, object]:
    """Speaker, role and the rest of the fields, from what stands before the arrow."""
    options = {m[1] or m[3]: m[2] for m in _OPTION.finditer(written)}
    name, _, role = _OPTION.sub("", written).strip().partition(", ")
    unnamed = "unnamed" in options
    kind = SpeakerKind.ORGANISATION if name in _GROUPS else SpeakerKind.PERSON
    return {
        "speaker": name,
        "role": role or None,
        "speaker_kind": SpeakerKind.ANONYMOUS if unnamed else kind,
        "attribution": Attribution.ANONYMOUS if unnamed else Attribution.NAMED,
        "addressee": options.get("to"),
        "via": (options["via"],) if "via" in options else (),
    }


def admit(store: Store, until: datetime | None = None) -> None:
    """Put the corpus into a record, each article when it came in."""
    for piece in pieces():
        if until is None or piece.indexed <= until:
            store.admit(piece.article, piece.statements, now=piece.indexed, news=piece.news, extractor="corpus")
