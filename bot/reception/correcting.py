"""What is behind the buttons of one statement: context, citation, history, corrections and the way back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.compose import answers, clicks, reports, retracting
from bot.compose import past as over_time
from bot.reception.rooms import filled

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.model import Asker, Record, Request
    from bot.newsroom import Newsroom
    from bot.page import Page, Section
    from bot.ports import Ledger, Snapshot
    from bot.reception.rooms import Click

GONE_STATEMENT = "This statement is gone: its article changed, was withdrawn, or may not be shown here any more."
NAMELESS = "Say who said it: choose a name from the list, or type one."
UNDONE = "This correction was taken back before."


@dataclass(frozen=True, slots=True)
class Correcting:
    """Shows what a statement rests on, and lays corrections over it."""

    newsroom: Newsroom
    ledger: Ledger

    def clicks(self) -> Mapping[str, Click]:
        """The buttons of a card, the two forms behind them, and the way back."""
        about = ("context", "cite", "history", "wrong", "remove", "correct", "removed")
        return {**dict.fromkeys(about, self._about_statement), "undo": self._undone}

    def _about_statement(self, request: Request, asker: Asker) -> Page:
        """Context, citation, history or correction of the statements of one card."""
        ids = [int(one) for one in (request.target or "").split(",") if one.isdecimal()][:20]
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            records = snapshot.records(ids)
            reported = _reports(snapshot, records) if request.action == "history" else None
        if not records:
            return self._gone(request, ids, asker) or answers.problem(GONE_STATEMENT)
        target = ",".join(str(record.id) for record in records)
        match request.action:
            case "context":
                return clicks.context(records)
            case "cite":
                return clicks.citation(records, asker.zone)
            case "history":
                past = self.ledger.past(records[0].id, asker.scopes, self.newsroom.clock())
                return clicks.history(records, self.ledger.corrections(records[0].id), asker.zone, past, reported)
            case "wrong":
                return clicks.wrong_speaker(records, target)
            case "remove":
                return clicks.no_statement(records, target)
            case "correct" | "removed":
                return self._corrected(request, records, asker)
        return answers.problem("This button belongs to another version of Verbatim: ask again.")

    def _gone(self, request: Request, ids: list[int], asker: Asker) -> Page | None:
        """Of one that vanished from its article, the history; None where there is nothing that may be told."""
        past = self.ledger.past(ids[0], asker.scopes, self.newsroom.clock()) if ids else None
        if past is None or past.gone is None or request.action not in {"history", "context"}:
            return None
        return over_time.vanished(past, asker.zone)

    def _corrected(self, request: Request, records: list[Record], asker: Asker) -> Page:
        """Lay the correction over every statement of the card, and show how to take it back."""
        given = filled(request)
        name = given.get("speaker") or given.get("known")
        field = "speaker" if request.action == "correct" else "not_statement"
        if field == "speaker" and not name:
            return clicks.wrong_speaker(records, request.target or "", NAMELESS)
        value = name if field == "speaker" else None
        now = self.newsroom.clock()
        made = [self.ledger.correct(record.id, field, value, by=request.user, now=now) for record in records]
        done = [c for record in records for c in self.ledger.corrections(record.id) if c.id in made]
        return clicks.corrected(done, asker.zone)

    def _undone(self, request: Request, asker: Asker) -> Page:
        """Take corrections back: one's own, or one of a statement that may be seen."""
        statement, _, at = (request.target or "").partition("/")
        if statement == "retraction" and at.isascii() and at.isdecimal():
            now = self.newsroom.clock()
            found = self.ledger.undo_retraction(int(at), asker.scopes, by=request.user, now=now)
            return retracting.undone(found) if found else answers.problem(retracting.DONE_BEFORE)
        if not (statement.isdecimal() and at.isdecimal()):
            return answers.problem(GONE_STATEMENT)
        wanted = next((c for c in self.ledger.corrections(int(statement)) if c.id == int(at)), None)
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            seen = bool(snapshot.records([int(statement)]))
        if wanted is None or not (seen or wanted.by == request.user):
            return answers.problem(GONE_STATEMENT)
        if not self.ledger.undo_correction(wanted.id, by=request.user, now=self.newsroom.clock()):
            return answers.problem(UNDONE)
        return clicks.undone(wanted)


def _reports(snapshot: Snapshot, records: Sequence[Record]) -> Section | None:
    """Who else has the words of the card's first statement; None where nobody has."""
    found = reports_of(snapshot, records[0]) if records else []
    return reports.section(found, snapshot.coverage().outlet_names) if len(found) > 1 else None


def reports_of(snapshot: Snapshot, record: Record) -> list[Record]:
    """A statement with the other reports of its words, as they may be seen."""
    ids = snapshot.reports([record.utterance]).get(record.utterance, ())
    others = snapshot.records([one for one in ids if one != record.id])
    return [record, *(one for one in others if one.article.id != record.article.id)]
