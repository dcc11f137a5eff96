"""What the desk corrected, as test cases in the format of the gold set (tests/gold), for a developer to look at.

A case is one article with every statement the record has of it, corrections laid over and what was taken out left out:
the statements that nobody corrected are the extractor's guess, and to be read before the case is added. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.model import Article, Span, Statement


@dataclass(frozen=True, slots=True)
class Case:
    """One article with what people corrected in it."""

    article: Article
    statements: tuple[Statement, ...]  # as they stand, in text order
    corrected: frozenset[int]  # which of them people set, by their place from 1 on
    removed: tuple[Statement, ...] = ()  # what people said is none


def name(case: Case) -> str:
    """A file name for the case: the article's headline, or its id, in small letters."""
    bare = re.sub(r"[^a-z0-9]+", "_", fold(case.article.title or case.article.id)).strip("_")[:40]
    return f"desk_{bare or 'article'}_{case.article.sha256[:8]}"


def marks(case: Case) -> str:
    """The lines of NAME.ann: stand-off facts, tab-separated, spans with the words they cover."""
    given = [("outlet", case.article.outlet), ("published", case.article.published)]
    given += [("language", case.article.language)] if case.article.language != "en" else []
    lines = [f"article\t{field}\t{_line(value)}" for field, value in given if value]
    for number, statement in enumerate(case.statements, 1):
        lines += [f"{number}\t{fact}" for fact in _facts(case.article.text, statement)]
    return "".join(f"{line}\n" for line in lines)


def _facts(text: str, statement: Statement) -> Iterator[str]:
    yield f"kind\t{statement.kind.value}"
    for span in statement.spans:
        yield _placed("content", span, text)
    if statement.cue:
        yield _placed("cue", statement.cue, text)
    if statement.mention:
        yield _placed("source", statement.mention, text)
    if statement.speaker:
        yield f"speaker\t{_line(statement.speaker)}"
    yield f"attribution\t{statement.attribution.value}"
    if statement.addressee:
        yield f"addressee\t{_line(statement.addressee)}"
    yield from (f"via\t{_line(one)}" for one in statement.via)
    if statement.said_on:
        yield f"said_on\t{statement.said_on}"
        yield f"said_on_how\t{statement.said_on_how or 'stated'}"


def _placed(field: str, span: Span, text: str) -> str:
    return f"{field}\t{span.start}\t{span.end}\t{span.of(text)}"


def _line(value: str) -> str:
    return " ".join(value.split())


def fits(case: Case) -> bool:
    """Whether the format can hold it: its spans stay on one line, and have no tab."""
    spans = [s for one in case.statements for s in (*one.spans, one.cue, one.mention) if s]
    return not any(mark in span.of(case.article.text) for span in spans for mark in "\t\n\r\x0b\x0c\x85\u2028\u2029")


def as_json(case: Case) -> dict[str, Any]:
    """One object a case: both files of it, and what people did."""
    text = case.article.text
    return {
        "name": name(case),
        "text": text,
        "ann": marks(case),
        "corrected": sorted(case.corrected),
        "removed": [{"spans": [[s.start, s.end] for s in one.spans], "text": one.words(text)} for one in case.removed],
        "scope": case.article.scope,
        "sha256": case.article.sha256,
    }


def told(cases: Sequence[Case]) -> tuple[int, int]:
    """How many statements people set, and how many they took out."""
    return sum(len(case.corrected) for case in cases), sum(len(case.removed) for case in cases)
