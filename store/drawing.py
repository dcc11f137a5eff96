"""What is to be stored of new articles, whatever is on record: pure, plain values, made without any lock.

Incoming -> Drawn: the rows but for their ids, the terms of the index, words and fingerprints
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from bot.ask.terms import INDEX_VERSION, article_terms, taken
from bot.ingest.retraction import notice
from bot.ingest.utterances import fingerprints_of, surely
from bot.text import fold
from store.codec import instant, instant_if, searchable, storable
from store.columns import EXTRACTED
from store.statements import extracted, listed_at, speaker_of
from store.tallies import Place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bot.model import Article, Statement
    from bot.ports import Incoming

NAMED = ("title", "outlet", "author", "published", "url")


class Said(NamedTuple):
    """A new statement's row, and what is derived from its words in one look."""

    row: list[Any]  # as COLUMNS; those that are GIVEN are empty
    named: tuple[str, str] | None  # who spoke, and the kind
    words: str  # as the index takes them
    context: str
    prints: tuple[int, ...]
    telling: int  # different words that tell, at least


class Drawn(NamedTuple):
    """A new article's rows but for what the record gives them: their ids."""

    row: dict[str, Any]
    revision: dict[str, Any]
    place: tuple[str, str]  # as `Place`
    terms: str
    withdrawn: bool  # whether it says of itself that it was withdrawn
    bags: str  # of each of its statements the different words, one after another
    said: list[Said]


def metadata(article: Article, now: datetime) -> dict[str, Any]:
    """What a row of `articles` says of an article's own facts."""
    embargo = article.visible_from if article.visible_from and article.visible_from > now else None
    return {
        **{name: storable(getattr(article, name)) for name in NAMED},
        "published_on": storable(article.published_on),
        "language": article.language,
        "visible_from": instant_if(article.visible_from),
        "hidden_until": instant(embargo) if embargo else "",
        "outlet_folded": searchable(fold(article.outlet or "")),
    }


def draw(incoming: Iterable[Incoming], now: datetime, extractor: str) -> list[Drawn]:
    """What is to be stored of each article. ValueError for a span that is not in its text."""
    return [_drawn(one, now, extractor) for one in incoming]


def _drawn(one: Incoming, now: datetime, extractor: str) -> Drawn:
    article, at = one.article, instant(now)
    if any(statement.spans[-1].end > len(article.text) for statement in one.statements):
        raise ValueError(f"a span outside the text of article {article.id!r}")
    row = metadata(article, now) | {
        "id": 0,
        "given_id": searchable(article.id),
        "scope": article.scope,
        "index_version": INDEX_VERSION,
        "statements": len(one.statements),
        "news": int(one.news),
        "indexed_at": at,
        "changed_at": at,
    }
    revision = {
        "id": 0,
        "article_id": 0,
        "number": 1,
        "text": storable(article.text),
        "sha256": article.sha256,
        "extractor": extractor,
        "seen_at": at,
    }
    place = Place(article.scope, row["hidden_until"])
    common = [1, int(one.news), at, listed_at(now, place)]
    bags: list[str] = []
    said = [_said(article, statement, extractor, common, bags) for statement in one.statements]
    terms = article_terms(article.text, INDEX_VERSION)
    return Drawn(
        row, revision, (place.scope, place.hidden_until), terms, notice(article) is not None, " ".join(bags), said
    )


_EMPTY = (0, 0, 0, None, None, 0)  # GIVEN
_WORDS, _CONTEXT, _SPEAKER = (EXTRACTED.index(name) for name in ("words", "context", "speaker"))


def _said(article: Article, statement: Statement, extractor: str, common: list[Any], bags: list[str]) -> Said:
    own = extracted(article, statement, extractor)
    words, said = taken(own[_WORDS])
    context, around = taken(own[_CONTEXT])
    bags += dict.fromkeys([*said, *around])
    return Said(
        [*_EMPTY, *own, own[_SPEAKER], *common],
        speaker_of(statement),
        words,
        context,
        fingerprints_of(said),
        surely(own[_WORDS]),
    )
