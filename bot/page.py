"""What a reader sees, before it is laid out: one form for Slack, terminal and digest, so that no look can get lost.

`Page` is composed purely (`bot.compose`) and laid out purely (`handlers.render`, `bot.terminal`). Every text that is
an article's own is in a `Run`; everything else is ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


# An instant as some text of ours writes it, and when it is: a layout may show it in each reader's zone instead.
Instant = tuple[str, "datetime"]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of an article's words; `strong` where it is the statement itself and not the sentence around it."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """One statement as shown, or two of the same sentence."""

    look: str  # the label line: "PARAPHRASE – Newsmax's words, not a quotation"
    runs: tuple[Run, ...]  # the article's words
    quotation: bool  # a QUOTE: set as a quotation; otherwise a sentence with the statement in bold
    facts: tuple[str, ...]  # "Hakan Fidan, Turkish Foreign Minister", "said: date not given", "to Reuters"
    statements: tuple[int, ...]  # ids, for the actions under it
    url: str | None = None  # what [Open] opens
    adds: str | None = None  # the article's next sentence, where it disputes this one
    adder: str = "The article"  # who does, where it is another report of the same words
    warning: str | None = None  # low confidence, corrected by the desk
    heading: str | None = None  # of a digest: who speaks, over the first of their statements
    earlier: str | None = (
        None  # "Earlier on this topic – PARAPHRASE, The Echo, 3 Dec 2025: …", with its own look and date
    )
    compact: bool = False  # without actions of its own
    context: tuple[Run, ...] = ()  # what [Context] shows: the paragraph around, the sentence strong
    instants: tuple[Instant, ...] = ()  # in the warning: when the desk corrected it


@dataclass(frozen=True, slots=True)
class Section:
    """Cards under a heading of their own; the first section of an answer has none."""

    cards: tuple[Card, ...]
    title: str | None = None  # "Nearest – NOT Lavrov, his spokesperson:", a story's headline with its outlet
    notes: tuple[str, ...] = ()  # under the title: "also: …", "One origin: …"
    tail: str | None = None  # under the cards: what is counted and not shown
    links: tuple[tuple[str, str], ...] = ()  # under all: (whose, address) of the reports


@dataclass(frozen=True, slots=True)
class Change:
    """A correction as its history shows it."""

    text: str  # "Speaker set to Mara Lind, 11 Dec 2025, 09:02"
    by: str  # who did it, as Slack knows them
    undo: str | None = None  # the correction's opaque id, where it still holds


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to fill in. What comes back under its name is a text, or several where `most` is more than one.

    kind: "text"; "lines" (several rows of text); "date" (YYYY-MM-DD); "time" (HH:MM); "choice" (one of `options`);
    "choices" (any of `options`); "known" (found while typing among what the record has of `source`).
    """

    name: str
    label: str
    hint: str = ""
    optional: bool = False
    kind: str = "text"
    options: tuple[tuple[str, str], ...] = ()  # (value, label) of a choice
    source: str = ""  # of a known one: "speakers" | "outlets"
    most: int = 1  # how many known ones may be given
    value: tuple[str, ...] = ()  # what stands there already


@dataclass(frozen=True, slots=True)
class Form:
    """What a view asks for before something is done; `action` and `target` come back with what was filled in."""

    submit: str
    action: str
    target: str = ""
    opener: str = ""  # the action that asks for this form, where the view could not be opened
    fields: tuple[Field, ...] = ()
    beside: bool = False  # what comes of it goes to the message it was opened from; otherwise into the view


@dataclass(frozen=True, slots=True)
class Page:
    """An answer, a digest, a refusal, a help text or what a view shows."""

    headline: str  # a real answer by itself; also the notification
    sections: tuple[Section, ...] = ()
    notes: tuple[str, ...] = ()  # under the headline
    chips: tuple[tuple[str, str], ...] = ()  # ("Speaker", "Hakan Fidan"): the query as understood
    origins: tuple[str, ...] = ()  # "All from: Newsmax, …", provenance
    choices: tuple[tuple[str, str], ...] = ()  # of "Which one?": (label, question to ask instead)
    footer: str | None = None  # what was searched, how fresh
    more: int = 0  # hits not on this page
    error_id: str | None = None  # of a problem: the reference in the log
    answer: str | None = None  # the opaque id of what was answered: without it no button asks for more of it
    following: int | None = None  # where [More] goes on; None = nowhere
    shareable: bool = False  # seen by one person, who may show it to the channel
    shared_by: str | None = None  # who did, as Slack knows them
    watch: str | None = None  # what a watch for this would be called: "Watch Lavrov on Gaza"; None = none is offered
    instants: tuple[Instant, ...] = ()  # in notes and footer
    title: str | None = None  # of a view
    copies: tuple[tuple[str, str], ...] = ()  # (label, text to be selected and copied)
    changes: tuple[Change, ...] = ()
    form: Form | None = None
    buttons: tuple[tuple[str, str, str], ...] = ()  # (action, label, opaque id) of what else can be done
