"""The form that adds a source, and what was filled in, understood or not. Pure."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.ingest.languages import NAMES
from bot.model import PUBLIC
from bot.page import Field, Form, Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

EVERYBODY, HERE, ME = "everybody", "here", "me"
ANY = "any"  # language: a choice of Slack's cannot be taken back to none
LABELS = {"address": "Address", "zone": "Time zone", "seen": "Who can find its articles"}
_WHAT = (("feed", "A feed, or a site: its feed is found"), ("page", "A single page that changes"))
_EVERY = (
    ("5", "Every 5 minutes"), ("15", "Every 15 minutes"), ("30", "Every 30 minutes"), ("60", "Every hour"),
    ("180", "Every 3 hours"), ("360", "Every 6 hours"), ("1440", "Once a day"),
)  # fmt: skip


def form(given: Mapping[str, str], usual: str, *, direct: bool, remarks: Sequence[str] = ()) -> Page:
    """The form with what was filled in before; `usual` is the scope that what is added here has by itself."""
    headline = "What should be read by itself, from now on?"
    if remarks:
        headline = "Not added yet: see below."
    return Page(
        headline,
        notes=tuple(remarks),
        title="Add a source",
        form=Form("Add", "source_made", "", "source_form", _fields(given, usual, direct=direct)),
    )


def to_form() -> Page:
    """The way to the form where it cannot be opened at once."""
    return Page(
        "What should be read by itself? Give its address, as in: sources add https://example.org, or open the form.",
        title="Sources",
        buttons=(("source_form", "Open the form", "-"),),
    )


def _fields(given: Mapping[str, str], usual: str, *, direct: bool) -> tuple[Field, ...]:
    def text(name: str, label: str, hint: str, *, optional: bool = True) -> Field:
        return Field(name, label, hint, optional=optional, value=(given[name],) if name in given else ())

    def choice(name: str, label: str, options: tuple[tuple[str, str], ...], usual: str) -> Field:
        return Field(name, label, kind="choice", options=options, value=(given.get(name, usual),))

    languages = ((ANY, "As each page says"), *NAMES.items())
    alone = (ME, "Only you") if direct else (HERE, "Only this channel")
    seen = (EVERYBODY, "Everybody in the workspace"), alone
    return (
        text("address", LABELS["address"], "https://example.org or https://example.org/feed", optional=False),
        choice("what", "What it is", _WHAT, "feed"),
        text("outlet", "Outlet", "As each article says"),
        choice("language", "Language, where a page states none", languages, ANY),
        text("zone", "Time zone, where a time has none", "Europe/Istanbul"),
        choice("every", "Looked at", _EVERY, "15"),
        choice("seen", LABELS["seen"], seen, EVERYBODY if usual == PUBLIC else alone[0]),
    )


def interval(given: Mapping[str, str]) -> timedelta:
    """How often it is to be looked at."""
    chosen = given.get("every", "15")
    return timedelta(minutes=int(chosen if chosen in dict(_EVERY) else "15"))


def remark(field: str, why: str) -> str:
    """What is wrong with what was filled in, by the label of its field."""
    return f"{LABELS[field]}: {why}"
