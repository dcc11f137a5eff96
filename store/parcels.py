"""Articles and what was drawn of them as bytes, for a process of our own that runs the same Python.

`marshal` packs plain values in a tenth of the time that pickled objects take; its format may change between versions of
Python [docs.python.org/3/library/marshal.html], so that nothing of it is ever kept.
"""

from __future__ import annotations

import marshal
from typing import TYPE_CHECKING, Any

from bot.model import Article, Attribution, Kind, Span, SpeakerKind, Statement
from bot.ports import Incoming
from store.codec import instant, instant_if, moment, moment_if
from store.drawing import Drawn, Said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

_KINDS = {one.value: one for one in Kind}
_SPEAKERS = {one.value: one for one in SpeakerKind}
_ATTRIBUTIONS = {one.value: one for one in Attribution}


def packed_job(incoming: Iterable[Incoming], now: datetime, extractor: str) -> bytes:
    """What `job` is to be given."""
    return marshal.dumps((instant(now), extractor, [_flat(one) for one in incoming]))


def job(data: bytes) -> tuple[list[Incoming], datetime, str]:
    """The arguments of `store.drawing.draw`."""
    now, extractor, incoming = marshal.loads(data)  # noqa: S302 - from this program's other half
    return [_incoming(one) for one in incoming], moment(now), extractor


def packed_drawn(drawn: Iterable[Drawn]) -> bytes:
    """What `drawn` is to be given."""
    return marshal.dumps([(*one[:-1], [tuple(said) for said in one.said]) for one in drawn])


def drawn(data: bytes) -> list[Drawn]:
    """What `store.drawing.draw` found."""
    found = marshal.loads(data)  # noqa: S302 - from this program's other half
    return [Drawn._make((*rest, [Said._make(one) for one in said])) for *rest, said in found]


def _flat(one: Incoming) -> tuple[Any, ...]:
    article = one.article
    until = instant_if(article.visible_from)
    own = (article.id, article.text, article.title, article.outlet, article.author, article.published, article.url)
    return (*own, article.language, article.scope, until), [_said(said) for said in one.statements], one.news


def _said(one: Statement) -> tuple[Any, ...]:
    return (
        [(span.start, span.end) for span in one.spans],
        one.kind._value_,
        (span.start, span.end) if (span := one.cue) else None,
        (span.start, span.end) if (span := one.mention) else None,
        one.speaker,
        one.speaker_kind._value_,
        one.role,
        one.attribution._value_,
        one.addressee,
        one.via,
        one.said_on,
        one.said_on_how,
        (span.start, span.end) if (span := one.said_span) else None,
        one.confidence,
    )


def _incoming(flat: tuple[Sequence[Any], Sequence[Sequence[Any]], bool]) -> Incoming:
    own, said, news = flat
    given_id, text, title, outlet, author, published, url, language, scope, until = own
    visible_from = moment_if(until)
    article = Article(given_id, text, title, outlet, author, published, url, language, scope, visible_from)
    return Incoming(article, [_statement(*one) for one in said], news)


def _statement(
    spans: Iterable[tuple[int, int]],
    kind: str,
    cue: tuple[int, int] | None,
    mention: tuple[int, int] | None,
    speaker: str | None,
    speaker_kind: str,
    role: str | None,
    attribution: str,
    addressee: str | None,
    via: tuple[str, ...],
    said_on: str | None,
    said_on_how: str | None,
    said_span: tuple[int, int] | None,
    confidence: float,
) -> Statement:
    return Statement(
        tuple([Span(*span) for span in spans]),
        _KINDS[kind],
        _span(cue),
        _span(mention),
        speaker,
        _SPEAKERS[speaker_kind],
        role,
        _ATTRIBUTIONS[attribution],
        addressee,
        via,
        said_on,
        said_on_how,
        _span(said_span),
        confidence,
    )


def _span(pair: tuple[int, int] | None) -> Span | None:
    return Span(*pair) if pair else None
