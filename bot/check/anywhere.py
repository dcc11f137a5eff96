"""Words that no statement of the record holds, but an article does: quotations that extraction missed. Pure.

"Not in our articles" must be true. So what no statement has is looked for in the articles' own text: inside quotation
marks it is verbatim, without a speaker that was read; outside them it is the outlet's wording.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.ask.terms import plain as indexed
from bot.check.cuts import PHRASE
from bot.check.sources import marked
from bot.check.tokens import Fragment, Passage, fragment, passage, stretches
from bot.model import Attribution, Hit, Kind, Record, Span, Statement, Verdict, VerdictKind
from bot.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.model import Article

NEAR = 1_500  # code points around the words in which the one named must be named
MOST = 30  # words in a row that are searched for


def phrase(text: str) -> str:
    """The longest stretch of a fragment without ellipsis or bracket, to search with; "" where there is none."""
    longest = max((indexed(piece).split() for piece in stretches(text)), key=len)
    return " ".join(longest[:MOST])


def stands(text: str, articles: Iterable[Article], speaker: str | None, now: datetime) -> Verdict | None:
    """The verdict where the fragment stands in one of these articles, with a source that no id has; else None.

    `speaker` is whom the draft names: where the article does not name them near, the words are somebody else's.
    """
    wanted = fragment(text)
    outside: Record | None = None
    for article in articles:
        for span in marked(article.text):
            if _holds(span.of(article.text), wanted):
                return _inside(_record(article, span, Kind.DIRECT, now), speaker)
        if outside is None and (line := _line(article.text, wanted)):
            outside = _record(article, line, Kind.INDIRECT, now)
    if outside is None or len(wanted.words) < PHRASE:
        return None
    return Verdict(VerdictKind.ALTERED, "paraphrase", source=Hit(outside))


def _inside(record: Record, speaker: str | None) -> Verdict:
    hull = record.statement.hull
    around = record.article.text[max(0, hull.start - NEAR) : hull.end + NEAR]
    named = speaker is None or fold(speaker).split()[-1:] == [] or fold(speaker).split()[-1] in fold(around)
    return Verdict(VerdictKind.VERBATIM if named else VerdictKind.OTHER_SPEAKER, source=Hit(record))


def _holds(held: str, wanted: Fragment) -> bool:
    """Whether the fragment's pieces stand in `held`, in order."""
    there, at = Passage(passage(held)), 0
    for piece in wanted.pieces:
        found = there.find(piece.words, at)
        if found is None:
            return False
        at = found + len(piece.words)
    return True


def _line(article: str, wanted: Fragment) -> Span | None:
    """The paragraph that has the words, wherever in it."""
    lines = (Span(m.start(), m.end()) for m in re.finditer(r"[^\n]+", article))
    return next((line for line in lines if _holds(line.of(article), wanted)), None)


def _record(article: Article, span: Span, kind: Kind, now: datetime) -> Record:
    """A place in an article as a record that is in no archive: its id is 0, its speaker unknown."""
    statement = Statement((span,), kind, attribution=Attribution.NONE, confidence=0.0)
    return Record(0, statement, article, None, 0, now, news=False)
