"""What the tests of digests compose over: the corpus, or a few articles made for one test, in a real record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from fakes.marked import records

from bot.digest.compose import pages
from bot.digest.gather import Gathered, gather
from bot.digest.model import Window
from bot.listing import Listed, Report
from bot.model import PUBLIC

if TYPE_CHECKING:
    from bot.digest.criteria import Criteria
    from bot.model import Record
    from bot.page import Page
    from store import Store

NOON = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)


def at(text: str) -> datetime:
    """An instant in March 2026: "10 07:30"."""
    day, hour = text.split()
    return datetime.fromisoformat(f"2026-03-{int(day):02}T{hour}:00+00:00")


def brought(store: Store, since: datetime, until: datetime, criteria: Criteria | None = None, *scopes: str) -> Gathered:
    """What a window brought."""
    with store.snapshot((PUBLIC, *scopes), until) as snapshot:
        return gather(snapshot, Window(1, "w", until, since, until), "UTC", criteria)


def read(found: Gathered) -> list[Page]:
    """Its pages, posted when due."""
    return pages(found.digest, found.digest.window.due_at, all_of="k")


def words_of(page: Page) -> list[str]:
    """The article's words on each card."""
    return ["".join(run.text for run in card.runs) for section in page.sections for card in section.cards]


def said(speaker: str, words: str, article_id: str, title: str, **given: object) -> Record:
    """A statement of an article of its own."""
    [record] = records(f"[[{words}]] {{{{said}}}} <<{speaker}>>.", speaker, article_id=article_id, title=title, **given)
    return record


def report(key: int, title: str | None = None, **given: object) -> Report:
    """A light row of an article."""
    fields: dict[str, object] = {
        "key": key, "title": title, "outlet": "The Courier", "published": "2026-03-05",
        "first_seen": f"2026-03-05T00:00:{key % 60:02}", "statements": 1, "quotes": 0, "place": None,
    }  # fmt: skip
    return Report(**fields | given)  # type: ignore[arg-type]


def listed(number: int, report_key: int, **given: object) -> Listed:
    """A light row of a statement."""
    fields: dict[str, object] = {
        "id": number, "report": report_key, "speaker": number, "utterance": number, "rank": 2, "words": "it rained",
        "confidence": 1.0, "unnamed": 0, "start": 0,
    }  # fmt: skip
    return Listed(**fields | given)  # type: ignore[arg-type]
