"""How an article gets from an address into the record.

    address -> opener (the only thing that opens it) -> reader process -> zone of its source -> one transaction

Whoever asks is told what was read, or in one sentence why not. Nothing here knows Slack or SQL.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from bot.errors import SourceError
from bot.ingest import files
from bot.ingest.addresses import shown
from bot.ingest.dates import settled
from bot.ingest.parcel import Job
from bot.ingest.web import PAGE, Fetch
from bot.model import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from bot.ingest.parcel import Found, Reading
    from bot.ingest.reader import Reader
    from bot.ingest.web import Fetched
    from bot.model import Article
    from bot.newsroom import Newsroom

LARGEST = 50_000_000  # bytes of a file
LEFT_OUT = "It is the last that was read: the file has more articles than are taken at once. Split it for the others."


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one address: "new", "changed" or "same", with what was read."""

    article: Article
    outcome: str
    statements: int
    speakers: tuple[tuple[str, int], ...] = ()  # who speaks in it and how often, most first
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known beforehand of where an article comes from, and who may see it."""

    scope: str = PUBLIC
    outlet: str | None = None
    zone: str | None = None  # IANA name of the zone it prints its times in
    language: str | None = None  # code of the language it prints in
    backfill: bool = False  # old: searchable, but no news
    given: Mapping[str, str] = field(default_factory=dict)  # what a feed says of it, where the page does not

    @property
    def told(self) -> dict[str, str]:
        """What the reader is told of it."""
        known = {"outlet": self.outlet, "language": self.language}
        return {name: value for name, value in known.items() if value}


@dataclass(frozen=True, slots=True)
class Intake:
    """Fetches, reads and admits. Threads share it."""

    newsroom: Newsroom
    fetch: Fetch
    reader: Reader

    def page(self, url: str, origin: Origin | None = None) -> Taken:
        """Read the article at `url` into the record. Raises SourceError in one sentence."""
        origin = origin or Origin()
        fetched = self.fetch.fetch(addressed(url), PAGE)
        found = self.read("page", fetched, origin)
        if not found.articles:
            raise SourceError(f"{shown(url)}: no article could be found on the page.")
        return self.admit(found.articles[0], origin)

    def file(self, path: Path, origin: Origin | None = None) -> list[Taken]:
        """Read the articles of a file that only the reader process opens. Raises SourceError in one sentence."""
        origin = origin or Origin()
        job = Job(files.PACKED[path.suffix.lower()], given=origin.told)
        try:
            with path.open("rb") as file:
                data = file.read(LARGEST + 1)
        except OSError as error:
            raise SourceError(f"{path}: cannot be read ({error.strerror}).") from None
        if len(data) > LARGEST:
            raise SourceError(f"{path}: larger than {LARGEST // 1_000_000} MB; is it one article?")
        try:
            found = self.reader.read(job, data)
        except SourceError as error:
            raise SourceError(f"{path}: {error}") from None
        own = f"file:{path.resolve().as_posix()}"
        taken = [self.admit(_named(one, own), origin) for one in found.articles]
        if found.truncated:
            taken[-1] = replace(taken[-1], notes=(*taken[-1].notes, LEFT_OUT))
        return taken

    def read(self, kind: str, fetched: Fetched, origin: Origin | None = None) -> Reading:
        """What was fetched, as the reader process has it. Raises SourceError that begins with the address."""
        job = Job(kind, fetched.url, fetched.charset, fetched.content_type, origin.told if origin else {})
        try:
            return self.reader.read(job, fetched.data)
        except SourceError as error:
            raise SourceError(f"{shown(fetched.url)}: {error}") from None

    def admit(self, found: Found, origin: Origin) -> Taken:
        """Put one article into the record; again without effect."""
        article = found.article
        article = replace(
            article,
            scope=origin.scope,
            title=article.title or origin.given.get("title"),
            author=article.author or origin.given.get("author"),
            published=settled(article.published or origin.given.get("published"), origin.zone),
        )
        done = self.newsroom.admit(article, found.statements, self.reader.version, backfill=origin.backfill)
        if done.outcome == "removed":
            raise SourceError(f"{shown(article.url or article.id)}: it was removed on request and is not read again.")
        return Taken(article, done.outcome, done.statements, _speakers(found), found.notes)


def _named(found: Found, own: str) -> Found:
    """With the id and the address that a file itself has, where it has none of its own."""
    article = replace(found.article, id=found.article.id or own, url=found.article.url or None)
    return replace(found, article=replace(article, outlet=article.outlet or None))


def addressed(typed: str) -> str:
    """An address as typed, with the scheme that people leave out."""
    text = typed.strip().strip("<>")
    return text if "://" in text else f"https://{text}"


def _speakers(found: Found) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = {}
    for statement in found.statements:
        if statement.speaker:
            counts[statement.speaker] = counts.get(statement.speaker, 0) + 1
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
