"""The vocabulary of digests: who gets one when, and what it brings. Plain data, like bot.model."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from bot.model import Article, Hit, Record


@dataclass(frozen=True, slots=True)
class Subscription:
    """A digest that a channel, or a person in a direct message, gets."""

    id: int
    channel: str
    times: tuple[str, ...]  # "07:30", local to zone
    zone: str
    starts_at: datetime  # nothing indexed before is in it, unless backfill was asked for
    weekdays: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6)  # Monday is 0
    owner: str | None = None  # who made it, as Slack knows them; None = configured, or made at the command line
    criteria: dict[str, object] = field(default_factory=dict)  # see bot.digest.criteria; empty = everything
    name: str = ""  # one of its kind in its channel
    monthly: tuple[str, ...] = ()  # instead of weekdays: "15", "last", "2mon" (the second Monday), "lastfri"
    when_empty: str = "line"  # "line" | "nothing"
    catch_up: str = "late"  # what becomes of a missed one: "late" (within hours) | "merge" (into the next) | "skip"
    catch_up_hours: int = 6
    state: str = "active"  # active | paused | deleted
    reason: str | None = None  # of a pause nobody asked for: "the channel is archived"
    times_from: datetime | None = None  # since when these times hold; None = since starts_at
    backfill_from: datetime | None = None  # what the first one reaches back to
    zone_changes: int = 0
    configured: bool = False  # by the environment

    @property
    def active(self) -> bool:
        """Whether it is posted when it is due."""
        return self.state == "active"


@dataclass(frozen=True, slots=True)
class Window:
    """One due run of a subscription. The key is a civil date and slot, so no clock change skips or doubles it."""

    subscription: int
    key: str  # "2025-12-11/07:30"; "#2" after it once the zone was changed; "now/…" of one that was asked for
    due_at: datetime
    since: datetime  # indexed after this …
    until: datetime  # … and up to this


@dataclass(frozen=True, slots=True)
class Story:
    """Reports of one event in a digest, headed by the first report's own headline."""

    articles: tuple[Article, ...]  # first report first, as far as they are named
    hits: tuple[Hit, ...]  # by speaker; score and why are those of a digest
    reports: int = 0  # articles in all
    left: int = 0  # statements that are counted and not shown
    left_speakers: int = 0  # who made them


@dataclass(frozen=True, slots=True)
class Further:
    """A story that a digest names and counts, and does not show."""

    title: str | None  # of its first report
    outlet: str | None
    published: str | None
    reports: int
    statements: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """One speaker of a window, for the extras of a digest."""

    name: str
    looks: tuple[int, int, int]  # quotes, part-quotes, paraphrases
    outlets: int
    headline: str | None  # of the story they said most in

    @property
    def statements(self) -> int:
        """How many in all."""
        return sum(self.looks)


@dataclass(frozen=True, slots=True)
class Tally:
    """What the extras of a digest are made of: everything of the window, each utterance once."""

    statements: int = 0
    unnamed: int = 0  # whose source is not named
    unknown: int = 0  # whose speaker nobody knows
    one_outlet: int = 0  # that only one outlet reports
    stories: int = 0
    one_source: tuple[str, ...] = ()  # headlines of stories in which one source speaks
    quoted: tuple[Quoted, ...] = ()  # named speakers, most quoted first


@dataclass(frozen=True, slots=True)
class Digest:
    """What a window brought: composed once, frozen, posted as it is."""

    window: Window
    zone: str
    stories: tuple[Story, ...]
    articles: int
    statements: int
    older: int = 0  # statements of imports that are not news, counted in one line
    newest_indexed: datetime | None = None
    first: tuple[str, ...] = ()  # what is said before everything: sources silent too long, by name
    repeated: int = 0  # statements whose words had been news before
    further: tuple[Further, ...] = ()
    left_stories: int = 0  # beyond those: counted in one line, with their statements
    left: int = 0
    outlets: frozenset[str] = frozenset()  # folded names of those in the record
    earlier: dict[int, Record] = field(default_factory=dict)  # by statement: what its speaker said on this before
    extras: tuple[str, ...] = ()  # what else is wished for in the thread (bot.digest.extras), and what it is made of:
    tally: Tally | None = None
