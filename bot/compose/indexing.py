"""How it reads what became of an address that was to be indexed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import PUBLIC
from bot.page import Page
from bot.wording import day, joined, plural

if TYPE_CHECKING:
    from bot.ingest.intake import Taken

ASK = "Give the address of an article: index https://example.org/article."
NO_LINK = (
    "There is no link in this message. “Index the article in this” reads the pages that a message links to; "
    "what somebody wrote in Slack is not indexed."
)
MOST = 5  # addresses of one message
_OUTCOMES = {
    "new": "Indexed",
    "changed": "Read again, and it has changed",
    "same": "In the record already, unchanged",
}


def line(taken: Taken) -> str:
    """What was read: headline, outlet, date, statements."""
    article = taken.article
    facts = [article.outlet or "outlet not given", _printed(article.published_on)]
    title = f"“{article.title}”" if article.title else article.url or article.id
    said = plural(taken.statements, "statement") if taken.statements else "no statement found in it"
    return f"{_OUTCOMES[taken.outcome]}: {title} ({', '.join(facts)}) – {said}."


def page(taken: list[Taken], failures: list[str], scope: str) -> Page:
    """What became of every address that was given."""
    lines = [line(one) for one in taken] + [f"Not indexed: {why}" for why in failures]
    notes = [note for one in taken for note in _about(one)]
    if taken:
        notes.append(_seen_by(scope))
    return Page(lines[0], notes=(*lines[1:], *notes), title="Index an article")


def _about(taken: Taken) -> list[str]:
    """Who speaks in it, and what could not be read."""
    notes = list(taken.notes)
    if taken.article.language != "en":
        notes.append("It is not in English: it is stored, and its quoted words can be checked, but it is not analysed.")
    if taken.speakers:
        names = [f"{name} ({count})" for name, count in taken.speakers[:5]]
        more = f" and {len(taken.speakers) - 5} more" if len(taken.speakers) > 5 else ""
        notes.append(f"Speakers: {joined(names) if not more else ', '.join(names) + more}.")
    if taken.article.author:
        notes.append(f"Byline: {taken.article.author}.")
    return notes


def _seen_by(scope: str) -> str:
    if scope == PUBLIC:
        return "Everybody in the workspace can find it."
    if scope.startswith("user:"):
        return "Only you can find it: it was indexed from a direct message. In a public channel it would be for all."
    return "Only this channel can find it: it was indexed from a conversation that is not public."


def _printed(published_on: str | None) -> str:
    return day(published_on) if published_on else "date not given"
