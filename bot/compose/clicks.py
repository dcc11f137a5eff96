"""Pages behind the buttons of an answer: context, citation, corrections and their history. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.compose import past as over_time
from bot.compose.cards import Group, card, printed, retracted, speaker_line, whole_sentence
from bot.links import to_words
from bot.model import Span
from bot.page import Change, Field, Form, Page, Section
from bot.wording import hour, plural, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Correction, Past, Record


REACH = (
    "Answers and digests of the last 30 days are changed in every channel where Verbatim is a member. Answers that only"
    " one person saw, and copies shared where it is no member, keep what they showed."
)


def _group(records: Sequence[Record]) -> Group:
    """The statements of one card, and the sentences they stand in."""
    spans = [whole_sentence(record) for record in records]
    return Group(tuple(records), Span(min(s.start for s in spans), max(s.end for s in spans)))


def context(records: Sequence[Record]) -> Page:
    """The sentences around, the statement in bold, under the article's own headline."""
    record = records[0]
    made = card(_group(records), named=True, dated=True)
    around = replace(made, runs=made.context, quotation=False, adds=None, statements=())
    return Page(record.article.title or printed(record), (Section((around,)),), title="Context")


def citation(records: Sequence[Record], zone: str) -> Page:
    """Words, look, speaker, source and the hash of the stored text, to be selected and copied."""
    record = records[0]
    copies = [("Citation", cited(records, zone))]
    if address := to_words(record):
        copies.append(("Link to the words", address))
    return Page(
        f"To cite {record.statement.speaker or 'this statement'}: select the text and copy it.",
        title="Cite",
        copies=tuple(copies),
        footer="The hash is that of the article as it was read; the words were checked against it just now.",
    )


def cited(records: Sequence[Record], zone: str = "UTC") -> str:
    """One citation as plain text; the look goes with the words wherever they go."""
    record, article = records[0], records[0].article
    made = card(_group(records), named=True, dated=False)
    words = "".join(run.text for run in made.runs)
    spans = ", ".join(f"{s.start}–{s.end}" for r in records for s in r.statement.spans)
    statement = record.statement
    lines = [
        words,
        f"[{made.look}]",
        f"Speaker: {speaker_line(record)}",
        f"To: {statement.addressee}" if statement.addressee else "",
        f"Via: {', '.join(statement.via)}" if statement.via else "",
        f"Said: {said(statement.said_on) if statement.said_on else 'date not given'}",
        f"Printed: {printed(record)}",
        f"Article: {article.title}" if article.title else "",
        f"Address: {article.url}" if article.url else "",
        f"Snapshot: sha256 {article.sha256}, characters {spans}",
        f"Speaker corrected by the desk, {hour(record.corrected, zone)}" if record.corrected else "",
        *fated(record, zone),
    ]
    return "\n".join(line for line in lines if line)


def fated(record: Record, zone: str) -> list[str]:
    """What became of the article since, a line each; nothing where it stands as it was read."""
    fate = record.fate
    return [
        line
        for line in (
            retracted(record, zone) or "",
            f"Wording changed in the article, seen {hour(fate.altered, zone)}" if fate.altered else "",
            f"Not found at its address since {hour(fate.lost, zone)}" if fate.lost else "",
        )
        if line
    ]


def wrong_speaker(records: Sequence[Record], target: str, problem: str | None = None) -> Page:
    """Asks for the right speaker; `problem` says what was wrong with what was sent in."""
    name = records[0].statement.speaker or "nobody by name"
    known = Field("known", "Who said this?", "Type a name", optional=True, kind="known", source="speakers")
    typed = Field("speaker", "Or, if the list does not have it", "The speaker's full name", optional=True)
    return Page(
        problem or f"The record gives {_these(records)} to {name}.",
        (_shown(records),),
        notes=("A correction is shown to everybody as the desk's, with its hour, and can be taken back.",),
        title="Wrong speaker",
        form=Form("Correct", "correct", target, "wrong", (known, typed)),
    )


def no_statement(records: Sequence[Record], target: str) -> Page:
    """Asks whether this is to leave the record."""
    return Page(
        f"Take {_these(records)} out of answers and digests?",
        (_shown(records),),
        notes=("Nobody finds it then. It can be taken back.",),
        title="Not a statement",
        form=Form("Take it out", "removed", target, "remove"),
    )


def _these(records: Sequence[Record]) -> str:
    return "this statement" if len(records) == 1 else f"these {len(records)} statements"


def _shown(records: Sequence[Record]) -> Section:
    """The card without its actions."""
    return Section((replace(card(_group(records), named=True, dated=True), statements=(), url=None),))


def history(
    records: Sequence[Record],
    corrections: Sequence[Correction],
    zone: str,
    past: Past | None = None,
    reports: Section | None = None,
) -> Page:
    """What people changed about a statement, and what can be taken back; how the article changed since it was read.

    `reports` are those of the same words in other articles.
    """
    record = records[0]
    headline = plural(len(corrections), "correction") if corrections else "Nobody has corrected this statement"
    changes = tuple(_change(correction, zone) for correction in corrections)
    changes += over_time.retractions(past, zone) if past else ()
    read = f"Read on {hour(record.indexed_at, zone)} from {printed(record)}."
    told, instants = over_time.told(past, zone) if past else ((), ())
    return Page(
        f"{headline}.",
        (_shown(records), *([reports] if reports else [])),
        notes=(read, *told),
        title="History",
        changes=changes,
        instants=instants,
    )


def corrected(made: Sequence[Correction], zone: str) -> Page:
    """What was changed just now, with the way back."""
    first = made[0]
    done = f"The speaker is now {first.value}." if first.field == "speaker" else "Taken out of answers and digests."
    return Page(
        done,
        notes=(REACH,),
        title="Corrected",
        changes=tuple(_change(correction, zone) for correction in made),
    )


def undone(correction: Correction) -> Page:
    """A correction that was taken back."""
    what = f"the speaker {correction.value}" if correction.field == "speaker" else "its removal"
    return Page(f"Taken back: {what}. The statement is shown as it was before.", title="Taken back")


def _change(correction: Correction, zone: str) -> Change:
    what = f"Speaker set to {correction.value}" if correction.field == "speaker" else "Marked as not a statement"
    text = f"{what}, {hour(correction.at, zone)}"
    if correction.undone_at:
        return Change(f"{text}; taken back {hour(correction.undone_at, zone)}", correction.by)
    return Change(text, correction.by, f"{correction.statement}/{correction.id}")
