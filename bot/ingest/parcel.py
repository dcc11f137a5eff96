"""What goes to the reader process and what comes back, as JSON: no pickles, as the reader has seen hostile bytes. Pure.

What comes back is believed no more than what came in: it is checked against the vocabulary, and whatever does not fit
is one SourceError.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.errors import SourceError
from bot.model import Article, Attribution, Kind, Span, SpeakerKind, Statement

if TYPE_CHECKING:
    from collections.abc import Mapping

Json = dict[str, Any]
MOST = 2000  # entries of a feed or list that are taken at once; a feed has some 50
STRANGE = "the reader process answered nonsense; the source was left out"


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be read from some bytes, and what is known of them."""

    kind: str  # "page", "feed", …: a key of bot.ingest.kinds.KINDS
    url: str = ""  # where they stand; what relative addresses count from
    charset: str | None = None  # as the server said
    content_type: str = ""
    given: Mapping[str, str] = field(default_factory=dict)  # what the source says of itself: outlet, zone, …


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing a feed, a sitemap or an OPML file names; it is fetched by its own address."""

    url: str
    title: str | None = None
    published: str | None = None
    author: str | None = None
    stamp: str | None = None  # when its source says that it changed last; another one means: read it again
    given: Mapping[str, str] = field(default_factory=dict)  # of a feed in OPML: its language, zone, minutes


@dataclass(frozen=True, slots=True)
class Found:
    """An article with its statements, and what a reader should be told about it."""

    article: Article
    statements: tuple[Statement, ...] = ()
    notes: tuple[str, ...] = ()  # "Only the beginning could be read: the rest is behind a paywall."


@dataclass(frozen=True, slots=True)
class Reading:
    """What a job gave."""

    articles: tuple[Found, ...] = ()
    entries: tuple[Entry, ...] = ()
    feeds: tuple[str, ...] = ()  # addresses of feeds that a page names, best first
    maps: tuple[Entry, ...] = ()  # sitemaps that a list names, best first
    title: str | None = None  # of a feed or site
    truncated: bool = False  # there were more entries, or articles, than are taken at once


def packed(value: Job | Reading) -> bytes:
    """As it goes over the pipe."""
    return json.dumps(asdict(value), default=_plain).encode()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value).__name__}")


def job_of(data: bytes) -> Job:
    """What `packed` was given."""
    return Job(**json.loads(data))


def reading_of(data: bytes) -> Reading:
    """What the reader says; SourceError with its sentence where it could not read, or where it makes no sense."""
    try:
        given = json.loads(data)
        if isinstance(given, dict) and isinstance(given.get("error"), str):
            raise SourceError(given["error"])
        return Reading(
            tuple(map(_found, given["articles"])),
            tuple(map(_entry, given["entries"])),
            tuple(str(url) for url in given["feeds"]),
            tuple(map(_entry, given["maps"])),
            _text(given["title"]),
            given["truncated"] is True,
        )
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise SourceError(STRANGE) from None


def _entry(row: Json) -> Entry:
    given = {str(name): str(value) for name, value in row["given"].items()}
    title, made, author, stamp = (_text(row[name]) for name in ("title", "published", "author", "stamp"))
    return Entry(str(row["url"]), title, made, author, stamp, given)


def _found(row: Json) -> Found:
    article = Article(**row["article"] | {"visible_from": _moment(row["article"]["visible_from"])})
    statements = tuple(_statement(one) for one in row["statements"])
    if any(one.hull.end > len(article.text) for one in statements):
        raise ValueError("a span outside the text")
    return Found(article, statements, tuple(str(note) for note in row["notes"]))


def _statement(row: Json) -> Statement:
    return Statement(
        spans=tuple(Span(**span) for span in row["spans"]),
        kind=Kind(row["kind"]),
        cue=_span(row["cue"]),
        mention=_span(row["mention"]),
        speaker=_text(row["speaker"]),
        speaker_kind=SpeakerKind(row["speaker_kind"]),
        role=_text(row["role"]),
        attribution=Attribution(row["attribution"]),
        addressee=_text(row["addressee"]),
        via=tuple(str(name) for name in row["via"]),
        said_on=_text(row["said_on"]),
        said_on_how=_text(row["said_on_how"]),
        said_span=_span(row["said_span"]),
        confidence=float(row["confidence"]),
    )


def _span(row: Json | None) -> Span | None:
    return Span(**row) if row else None


def _text(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise TypeError("not text")


def _moment(value: object) -> datetime | None:
    return datetime.fromisoformat(str(value)) if value else None
