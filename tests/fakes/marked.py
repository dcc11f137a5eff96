"""Records from articles with inline marks: `[[words]]` of statements, `{{cue}}`, `<<mention>>`, in order of statements.

"<<Ann Hill>> {{said}} [[that it rained]]." -> the text without marks, and the spans of one statement. Several pieces of
one statement are joined by `[[+ …]]`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count

from bot.model import Article, Kind, Record, Span, Statement

MARKS = re.compile(r"\[\[(\+ )?(.*?)\]\]|\{\{(.*?)\}\}|<<(.*?)>>", re.DOTALL)
NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
_ids = count(1)


def parse(marked: str) -> tuple[str, list[tuple[Span, ...]], list[Span], list[Span]]:
    """The bare text, the contents, the cues and the mentions."""
    text, at = "", 0
    contents: list[tuple[Span, ...]] = []
    cues: list[Span] = []
    mentions: list[Span] = []
    for mark in MARKS.finditer(marked):
        text += marked[at : mark.start()]
        more, words, cue, mention = mark.groups()
        inner = next(x for x in (words, cue, mention) if x is not None)
        span = Span(len(text), len(text) + len(inner))
        if words is not None and more:
            contents[-1] = (*contents[-1], span)
        elif words is not None:
            contents.append((span,))
        else:
            (cues if cue is not None else mentions).append(span)
        text, at = text + inner, mark.end()
    return text + marked[at:], contents, cues, mentions


def kind_of(text: str, spans: tuple[Span, ...]) -> Kind:
    """By the marks at the edges, which is enough for what is written here."""
    words = " ".join(s.of(text) for s in spans)
    if words[0] in "“\"'‘":
        return Kind.DIRECT
    return Kind.MIXED if any(c in words for c in '“"') else Kind.INDIRECT


def article(marked: str, **given: str) -> Article:
    """The article alone."""
    known = {"id": "a1", "outlet": "The Courier", "published": "2025-12-10", "title": "A title"} | given
    return Article(text=parse(marked)[0], **known)


def records(marked: str, *speakers: str, article_id: str = "a1", **given: object) -> list[Record]:
    """A record for each content; the n-th cue, mention and speaker go with it (the last ones where there are fewer)."""
    text, contents, cues, mentions = parse(marked)
    fields = set(Article.__dataclass_fields__) & set(given)
    printed = article(marked, id=article_id, **{f: given.pop(f) for f in fields})  # type: ignore[arg-type]
    out = []
    for i, spans in enumerate(contents):
        statement = Statement(
            spans,
            kind_of(text, spans),
            cue=cues[min(i, len(cues) - 1)] if cues else None,
            mention=mentions[min(i, len(mentions) - 1)] if mentions else None,
            speaker=speakers[min(i, len(speakers) - 1)] if speakers else None,
        )
        number = next(_ids)
        made = Record(number, statement, printed, _speaker_id(statement.speaker), number, NOW, news=True)
        out.append(replace(made, statement=replace(statement, **given)))  # type: ignore[arg-type]
    return out


def _speaker_id(name: str | None) -> int | None:
    return sum(map(ord, name)) if name else None
