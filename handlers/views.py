"""Pages as views: modals that open as a skeleton and are filled after, forms, the Home tab. Pure.

A trigger lives three seconds, so what opens a view opens one that says "One moment"; its external id is the request's,
by which the worker that answers finds it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bot.compose import searching
from handlers.inputs import plain
from handlers.parts import inputs, literal, paragraph, rich
from handlers.render import render

if TYPE_CHECKING:
    from bot.model import Request
    from bot.page import Page

View = dict[str, Any]
TITLE = 24  # docs.slack.dev/reference/views
BLOCKS = 100
TITLES = {
    "context": "Context",
    "cite": "Cite",
    "wrong": "Wrong speaker",
    "remove": "Not a statement",
    "history": "History",
    "check": "Quotations checked",
    "index": "Index an article",
    "search": "Search the record",
    "change": "Change the question",
    "digest": "New digest",
    "digest_form": "New digest",
    "digest_made": "Digest",
    "digest_change": "Change digest",
    "digest_changed": "Digest",
    "digest_preview": "Preview",
    "digest_log": "Digest log",
    "speaker_same": "Same person as…",
    "speaker_merged": "Merged",
    "speaker_apart": "Not the same",
    "sources": "Add a source",
    "source_form": "Add a source",
    "source_made": "Sources",
    "source_show": "Sources",
}


def modal(page: Page, request: Request) -> View:
    """The view that shows `page`, in answer to `request`; what would open another view from it is left out."""
    title = page.title or TITLES.get(request.action or "", "Verbatim")
    form = page.form
    body = list(render(_still(page)).blocks) + (inputs(form) if form else [])
    made = _modal(title, body[:BLOCKS], request.id)
    made["private_metadata"] = _carried(page, request)
    if form:
        made |= {"callback_id": form.action, "submit": plain(form.submit, TITLE), "close": plain("Cancel", TITLE)}
    return made


def _carried(page: Page, request: Request) -> str:
    """What comes back with a form: where it was opened, what it is about, and the way to the message it changes."""
    form = page.form
    carried = {"channel": request.channel, "target": form.target if form else ""}
    if form and form.beside:
        back = {"ts": request.ts, "thread_ts": request.thread_ts, "response_url": request.response_url}
        carried |= {name: value for name, value in back.items() if value}
    return json.dumps(carried)


def _still(page: Page) -> Page:
    """Without the buttons that belong to a message."""
    sections = tuple(
        replace(section, cards=tuple(replace(card, statements=()) for card in section.cards))
        for section in page.sections
    )
    return replace(page, sections=sections, answer=None, following=None, shareable=False, watch=None, form=None)


def skeleton(request: Request) -> View:
    """What stands there until the answer does."""
    return _modal(
        TITLES.get(request.action or "", "Verbatim"),
        [rich(paragraph(literal("One moment …", italic=True)))],
        request.id,
    )


def search() -> View:
    """The form to search the record with, which needs no answer first."""
    page = searching.form()
    made = _modal(page.title or "", inputs(page.form) if page.form else [], None)
    made["private_metadata"] = json.dumps({"channel": "", "target": ""})
    return made | {"callback_id": "search", "submit": plain("Search", TITLE), "close": plain("Cancel", TITLE)}


def home(page: Page) -> View:
    """The Home tab."""
    return {"type": "home", "blocks": list(render(page).blocks)[:BLOCKS]}


def _modal(title: str, blocks: list[View], external_id: str | None) -> View:
    made = {"type": "modal", "callback_id": "shown", "title": plain(title, TITLE), "close": plain("Close", TITLE)}
    return made | {"blocks": blocks} | ({"external_id": external_id} if external_id else {})
