"""Pages that are no answers: help, sources, speakers, status and the Home tab. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.compose.answers import footer, fresh
from bot.compose.cards import deal
from bot.compose.spellings import also_written
from bot.model import Hit
from bot.page import Page, Section
from bot.text import fold
from bot.wording import days, joined, moment, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Coverage, Record, SpeakerEntry

LISTED = 10  # speakers named at once
QUESTIONS = (
    "“what did Fidan say about Hamas last week?”",
    "“who said ‘huge failure’?”",
    "“did Netanyahu say ‘red line’?”",
    "and then, in the same thread or direct message: “and about Turkey?”",
)
COMMANDS = (
    "After /verbatim, in a mention or in a direct message:",
    "check “WORDS” – hold quotations against the record",
    "sources add https://… – read a feed or site from now on; sources list – how each is doing",
    "index https://… – read the article at an address into the record",
    "watch Fidan about Hamas – new statements told here within a minute; watch list – what is watched",
    "digest – a form for a digest; digest weekdays 8:00 about Gaza, Fidan – the same in one line; digest list",
    "speakers NAME – names, roles by date, who may be the same",
    "sources, status – who is in the record, how fresh it is",
    "settings – your time zone, what Verbatim knows of this channel, what is off",
    "a draft as a file (.docx, .txt, .md) in a direct message – checked whole and not kept",
)
LOOKS = (
    "QUOTE: inside quotation marks in the article.",
    "PART-QUOTE: only the words in quotation marks are the speaker's.",
    "PARAPHRASE: the outlet's words, not a quotation.",
)


def help_page(headline: str | None = None) -> Page:
    """How to ask, the words that do more, and how to read the answer."""
    sections = (("Ask", QUESTIONS), ("Words that do more", COMMANDS), ("How to read the answer", LOOKS))
    return Page(
        headline or "Ask who said what; the answer is the exact words with their source.",
        tuple(Section((), title, notes) for title, notes in sections),
    )


def unknown(typed: str, meant: str | None = None) -> Page:
    """Help for a word that is none of ours."""
    hint = f" Did you mean “{meant}”?" if meant else ""
    return help_page(f"Verbatim does not know “{typed}”.{hint}")


def left_of_digest(left: int) -> str | None:
    """What a digest that was asked for does not show: it has no thread to go on in."""
    return f"{plural(left, 'more statement')} came in: ask for a speaker or a topic to see them." if left > 0 else None


def status(coverage: Coverage, zone: str, mode: str, standing: tuple[str, ...] = ()) -> Page:
    """What is covered, how fresh it is, how the bot is connected, and what is wrong or promised less."""
    if not coverage.articles:
        return Page(
            "Verbatim is running, and its record is empty.",
            notes=standing,
            footer=footer(coverage, zone),
            instants=fresh(coverage, zone),
        )
    newest = moment(coverage.newest_indexed, zone) if coverage.newest_indexed else "never"
    modes = {"socket": "Socket Mode", "http": "HTTP", "terminal": "the terminal"}
    return Page(
        f"Verbatim is running: {plural(coverage.statements, 'statement')} in {plural(coverage.articles, 'article')}, "
        f"newest indexed {newest}.",
        notes=(
            f"Published {days(coverage.first_published, coverage.last_published)}.",
            f"Connected by {modes.get(mode, mode)}; dates and hours are those of {zone}.",
            *standing,
        ),
        footer=footer(coverage, zone),
        instants=fresh(coverage, zone),
    )


def sources(coverage: Coverage, outlets: Sequence[tuple[str, int]], zone: str) -> Page:
    """The outlets in the record, most articles first."""
    if not outlets:
        return Page("No outlet is in the record yet.", footer=footer(coverage, zone), instants=fresh(coverage, zone))
    listed = joined(f"{name} ({plural(count, 'article')})" for name, count in outlets[:30])
    more = f" {len(outlets) - 30} more have fewer." if len(outlets) > 30 else ""
    return Page(
        f"{plural(len(outlets), 'outlet')} in the record.",
        notes=(f"{listed}.{more}",),
        footer=footer(coverage, zone),
        instants=fresh(coverage, zone),
    )


def speakers(entries: Sequence[SpeakerEntry], wanted: str) -> Page:
    """Who speaks in the record: the most quoted, or those whose name has `wanted` in it."""
    word = fold(wanted)
    fitting = [e for e in entries if any(word in fold(name) for name in (e.name, *e.aliases))]
    fitting.sort(key=lambda entry: (-entry.statements, entry.name))
    if not fitting:
        about = f" has “{wanted}” in the name" if wanted else " is in the record yet"
        return Page(f"No speaker{about}.", notes=("Ask “speakers” for the most quoted ones.",))
    headline = f"{plural(len(fitting), 'speaker')} in the record{f' with “{wanted}” in the name' if wanted else ''}"
    cut = f", the {LISTED} most quoted of them here." if len(fitting) > LISTED else "."
    return Page(headline + cut, notes=tuple(map(_entry, fitting[:LISTED])))


def _entry(entry: SpeakerEntry) -> str:
    role = f", {entry.roles[0]}" if entry.roles else ""
    others = also_written(entry)[:4]
    also = f"; also written {joined(others)}" if others else ""
    return f"{entry.name}{role}: {plural(entry.statements, 'statement')}{also}"


def home(newest: Sequence[Record], coverage: Coverage, zone: str, own: Sequence[Section] = ()) -> Page:
    """The Home tab: how to ask, what is the reader's `own`, what came in last, how fresh the record is."""
    cards = deal([Hit(record) for record in newest], named=True, dated=True, zone=zone)
    sections = (Section(cards, title="Newest public statements"),) if cards else ()
    return Page(
        "Ask who said what; the answer is the exact words with their source.",
        (*own, *sections),
        notes=(
            "In a direct message: what did Fidan say about Hamas last week?",
            "In a channel: mention Verbatim; it answers in the thread. For your eyes only: /verbatim and the question.",
        ),
        footer=footer(coverage, zone),
        instants=fresh(coverage, zone),
    )
