"""Whether a page says of itself that its article was withdrawn. Pure.

Only the outlet's own notice counts: in the headline, or a short paragraph of its own at the beginning or the end that
speaks of "this article". An article that reports on a retraction says it inside quotation marks or of another text,
and a page that is gone from its address says nothing at all.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model import Article

FIRST, LAST = 5, 3  # paragraphs in which a notice may stand
LONGEST = 400  # characters of a notice
_DONE = r"(?:retracted|withdrawn|taken down|pulled|removed from (?:our|this) (?:site|website))"
_WHAT = r"(?:article|story|piece|post|news item|dispatch)"
_HEADLINE = re.compile(
    r"\W*(?:retracted|withdrawn|retraction|story (?:retracted|withdrawn))\s*[\])]?\s*[:–—-]\s", re.IGNORECASE
)
_NOTICE = re.compile(
    rf"(?:[^\"“”„«».!?]{{0,80}}[:–—-]\s*)?"  # "Editor's note:"
    rf"(?:an earlier version of )?"
    rf"(?:this {_WHAT} (?:has been|was|is|is being) (?:\w+ )?{_DONE}\b"
    rf"|we (?:have|are) (?:\w+ )?(?:retracted|withdrawn|retracting|withdrawing|removed) this {_WHAT}\b"
    rf"|[\w.' ]{{2,40}} (?:has|have) (?:\w+ )?(?:retracted|withdrawn|removed) this {_WHAT}\b)",
    re.IGNORECASE,
)


def notice(article: Article) -> str | None:
    """The words in which the article says that it was withdrawn; None where it does not."""
    if article.title and _HEADLINE.match(article.title):
        return article.title[:LONGEST]
    lines = [line.strip() for line in article.text.splitlines() if line.strip()]
    if lines and _HEADLINE.match(lines[0]):
        return lines[0][:LONGEST]
    return next(
        (line for line in (*lines[:FIRST], *lines[-LAST:]) if len(line) <= LONGEST and _NOTICE.match(line)), None
    )
