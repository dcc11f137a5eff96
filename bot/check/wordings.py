"""The same remark in another outlet's words: perhaps another translation of it. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bot.ask.stems import SMALL, stem
from bot.check.compare import check
from bot.check.tokens import passage
from bot.model import Kind, VerdictKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.model import Record

LEAST = 6  # words of a quotation; fewer are a phrase that anybody repeats
SHARED = 0.5  # of its words that are not small, and three at least, in one form or another
DAYS = 4  # between the two reports


def other_wordings(text: str, source: Record, records: Iterable[Record]) -> tuple[str, ...]:
    """The outlets that quote the speaker of `source` at that time with nearly this, and not in these words."""
    wanted = _telling(text)
    if len(passage(text)) < LEAST or len(wanted) < 3:
        return ()
    outlets = (str(r.article.outlet) for r in records if _is_other(source, r) and _differs(text, wanted, r))
    return tuple(dict.fromkeys(outlets))


def _is_other(source: Record, record: Record) -> bool:
    """Whether a record quotes the same speaker in another outlet, within a few days."""
    if record.speaker_id is None or record.speaker_id != source.speaker_id or record.statement.kind is Kind.INDIRECT:
        return False
    one, other = source.article, record.article
    return bool(other.outlet) and other.outlet != one.outlet and _near(one.published_on, other.published_on)


def _near(one: str | None, other: str | None) -> bool:
    try:
        return abs((date.fromisoformat(one or "") - date.fromisoformat(other or "")).days) <= DAYS
    except ValueError:
        return False


def _differs(text: str, wanted: frozenset[str], record: Record) -> bool:
    shared = len(wanted & _telling(record.text))
    return shared >= max(3, SHARED * len(wanted)) and check(text, [record], None).kind is not VerdictKind.VERBATIM


def _telling(text: str) -> frozenset[str]:
    return frozenset(stem(word.text) for word in passage(text) if word.text not in SMALL)
