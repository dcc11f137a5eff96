"""What is answered to a request: words are routed, conversations gone on with, clicks carried out.

request -> word or question -> Newsroom -> Page, kept under an opaque id for its buttons
click   -> id -> what the clicker may see now -> Page
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import compose, compose_check, compose_click, compose_desk
from bot.digest.compose import pages
from bot.digest.run import compose as compose_digest
from bot.errors import SearchBudgetError, UsageError
from bot.model import PUBLIC, Answer, Hit, Outcome, Subscription, Window
from bot.ports import Search
from bot.words import command_of, meant

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.extract import Extractor
    from bot.model import Asker, Coverage, Record, Request, SavedAnswer
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.ports import Ledger, Snapshot

KEPT = timedelta(days=7)  # that a conversation is gone on with
FOUND = 50  # hits kept for [More]
SHOWN = 5
LONGEST = 15  # hits of one message that [More] makes longer
GONE = "This answer is no longer kept: ask again, and the buttons work."
GONE_STATEMENT = "This statement is gone: its article changed, was withdrawn, or may not be shown here any more."
UNDONE = "This correction was taken back before."


@dataclass(frozen=True, slots=True)
class Reception:
    """Answers requests with pages; `extractor` is made when a draft is first checked."""

    newsroom: Newsroom
    ledger: Ledger
    extractor: Callable[[], Extractor]
    mode: str = "terminal"

    def page(self, request: Request) -> Page:
        """What is shown for a request. Raises nothing that is foreseen: what cannot be done is a page that says so."""
        asker = replace(self.newsroom.asker(request), limit=FOUND)
        try:
            if request.surface in {"click", "form"}:
                return self._clicked(request, asker)
            if request.surface == "home":
                return compose_desk.home(self._newest(), self._coverage(asker), asker.zone)
            return self._asked(request, asker)
        except (SearchBudgetError, UsageError) as error:
            return compose.problem(str(error))

    # -- words ---------------------------------------------------------------------------------------------------------

    def _asked(self, request: Request, asker: Asker) -> Page:
        named = request.action if request.surface in {"said", "shortcut"} else None
        word, rest = (named, request.text) if named else command_of(request.text)
        match word:
            case "said":
                return self._answered(request, rest, asker)
            case "check":
                return self._checked(rest, asker)
            case "digest":
                return self._digest(request, asker)
            case "sources":
                with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
                    return compose_desk.sources(snapshot.coverage(), snapshot.outlets(), asker.zone)
            case "speakers":
                with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
                    return compose_desk.speakers(snapshot.directory(), rest)
            case "status":
                return compose_desk.status(self._coverage(asker), asker.zone, self.mode)
            case "unknown":
                return compose_desk.unknown(rest)
        return compose_desk.help_page()

    def _answered(self, request: Request, text: str, asker: Asker) -> Page:
        place, me = _place(request), f"user:{request.user}"
        since = self.newsroom.clock() - KEPT
        before = self.ledger.conversation(place, since) if place else None
        last = self.ledger.conversation(me, since)
        asker = replace(asker, last_asked=last.made_at if last else None)
        answer = self.newsroom.ask(text, asker, previous=before.query if before else None)
        if answer.outcome is Outcome.NOTHING and (word := meant(text)):
            return compose_desk.unknown(text, word)
        return self._kept(answer, asker, request, (place, me) if place else (me,))

    def _kept(self, answer: Answer, asker: Asker, request: Request, places: tuple[str, ...]) -> Page:
        """The page of an answer, kept under the id its buttons carry."""
        page = compose.page(answer, asker.zone)
        key = self.ledger.save_answer(
            answer.query,
            [hit.record.id for hit in answer.hits],
            asker,
            self.newsroom.clock(),
            choices=[question for _, question in page.choices],
            places=places,
            request_id=request.id,
        )
        return replace(page, answer=key, following=_following(page, SHOWN), shareable=_may_share(request))

    def _checked(self, draft: str, asker: Asker) -> Page:
        found = self.newsroom.check(draft, self.extractor(), asker)
        return compose_check.page(found.quotations, found.coverage, asker.zone)

    def _digest(self, request: Request, asker: Asker) -> Page:
        """What a digest would say now, of the last 24 hours."""
        now = self.newsroom.clock()
        window = Window(0, "now", now, now - timedelta(hours=24), now)
        subscription = Subscription(0, request.channel, (), asker.zone, now)
        digest = compose_digest(self.newsroom.archive, subscription, window, now)
        page = pages(digest, now)[0]
        left = digest.statements - sum(len(card.statements) for part in page.sections for card in part.cards)
        return replace(page, footer=compose_desk.left_of_digest(left))

    def _coverage(self, asker: Asker) -> Coverage:
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            return snapshot.coverage()

    # -- clicks --------------------------------------------------------------------------------------------------------

    def _clicked(self, request: Request, asker: Asker) -> Page:
        match request.action:
            case "more":
                return self._more(request, asker)
            case "ask":
                return self._chosen(request, asker)
            case "share":
                return self._shared(request, asker)
            case "undo":
                return self._undone(request, asker)
            case "search":
                return self._answered(request, compose_click.searched(_filled(request)), asker)
        return self._about_statement(request, asker)

    def _more(self, request: Request, asker: Asker) -> Page:
        """The next hits: in the same message where it is the clicker's alone, else by themselves."""
        key, _, at = (request.target or "").partition("/")
        saved = self.ledger.load_answer(key)
        if saved is None:
            return compose.problem(GONE)
        answer = self._rebuilt(saved, asker)
        start = int(at) if at.isdecimal() else SHOWN
        grows = _alone(request) and start + SHOWN <= LONGEST
        first = 0 if grows else start
        page = compose.page(answer, asker.zone, start=first, count=start + SHOWN - first)
        following = _following(page, start + SHOWN)
        return replace(page, answer=key, following=following, shareable=request.ts is None and _may_share(request))

    def _rebuilt(self, saved: SavedAnswer, asker: Asker) -> Answer:
        """A kept answer as the clicker may see it now; what is gone is left out."""
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            records = snapshot.records(saved.statements)
            also = _also(snapshot, records)
            ids = {record.speaker_id for record in records}
            named = tuple(e for e in snapshot.directory() if e.id in ids) if saved.query.speakers else ()
            coverage = snapshot.coverage()
        hits = tuple(Hit(record, also=also.get(record.id, ())) for record in records)
        outcome = Outcome.FOUND if hits else Outcome.NOTHING
        return Answer(outcome, saved.query, coverage, hits, len(hits), named)

    def _chosen(self, request: Request, asker: Asker) -> Page:
        """One of "Which one?": the question is asked again with that name."""
        key, _, at = (request.target or "").partition("/")
        saved = self.ledger.load_answer(key)
        if saved is None or not at.isdecimal() or int(at) >= len(saved.choices):
            return compose.problem(GONE)
        place = _place(request)
        answer = self.newsroom.ask(saved.choices[int(at)], asker, previous=saved.query)
        return self._kept(answer, asker, request, (place,) if place else ())

    def _shared(self, request: Request, asker: Asker) -> Page:
        """The answer again, with what the whole channel may see."""
        saved = self.ledger.load_answer(request.target or "")
        if saved is None:
            return compose.problem(GONE)
        answer = self.newsroom.ask(saved.query.text, asker, saved.made_at.date())
        page = self._kept(answer, asker, request, ())
        return replace(page, shared_by=request.user, shareable=False)

    def _about_statement(self, request: Request, asker: Asker) -> Page:
        """Context, citation, history or correction of the statements of one card."""
        ids = [int(one) for one in (request.target or "").split(",") if one.isdecimal()][:20]
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            records = snapshot.records(ids)
        if not records:
            return compose.problem(GONE_STATEMENT)
        target = ",".join(str(record.id) for record in records)
        match request.action:
            case "context":
                return compose_click.context(records)
            case "cite":
                return compose_click.citation(records)
            case "history":
                return compose_click.history(records, self.ledger.corrections(records[0].id), asker.zone)
            case "wrong":
                return compose_click.wrong_speaker(records, target)
            case "remove":
                return compose_click.no_statement(records, target)
            case "correct" | "removed":
                return self._corrected(request, records, asker)
        return compose.problem("This button belongs to another version of Verbatim: ask again.")

    def _corrected(self, request: Request, records: list[Record], asker: Asker) -> Page:
        """Lay the correction over every statement of the card, and show how to take it back."""
        name = _filled(request).get("speaker", "").strip() or None
        field = "speaker" if request.action == "correct" else "not_statement"
        value = name if field == "speaker" else None
        now = self.newsroom.clock()
        made = [self.ledger.correct(record.id, field, value, by=request.user, now=now) for record in records]
        done = [c for record in records for c in self.ledger.corrections(record.id) if c.id in made]
        return compose_click.corrected(done, asker.zone)

    def _undone(self, request: Request, asker: Asker) -> Page:
        """Take corrections back: one's own, or one of a statement that may be seen."""
        statement, _, at = (request.target or "").partition("/")
        if not (statement.isdecimal() and at.isdecimal()):
            return compose.problem(GONE_STATEMENT)
        wanted = next((c for c in self.ledger.corrections(int(statement)) if c.id == int(at)), None)
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            seen = bool(snapshot.records([int(statement)]))
        if wanted is None or not (seen or wanted.by == request.user):
            return compose.problem(GONE_STATEMENT)
        if not self.ledger.undo_correction(wanted.id, by=request.user, now=self.newsroom.clock()):
            return compose.problem(UNDONE)
        return compose_click.undone(wanted)

    def _newest(self) -> list[Record]:
        """The newest public statements, for the Home tab."""
        with self.newsroom.archive.snapshot((PUBLIC,), self.newsroom.clock()) as snapshot:
            return snapshot.records([found.id for found in snapshot.find(Search(limit=SHOWN))])


def _also(snapshot: Snapshot, records: list[Record]) -> dict[int, tuple[Record, ...]]:
    """The other reports of each record's words."""
    reports = snapshot.reports([record.utterance for record in records])
    wanted = {i for ids in reports.values() for i in ids}
    found = {record.id: record for record in snapshot.records(sorted(wanted))}
    return {
        record.id: tuple(found[i] for i in reports.get(record.utterance, ()) if i != record.id and i in found)
        for record in records
    }


def _following(page: Page, at: int) -> int | None:
    return at if page.more else None


def _place(request: Request) -> str | None:
    """The conversation a request belongs to: a thread, or a direct message; a slash command has none."""
    if request.channel.startswith("D"):
        return f"{request.channel}/{request.thread_ts or ''}"
    return f"{request.channel}/{request.thread_ts}" if request.thread_ts and request.surface != "said" else None


def _alone(request: Request) -> bool:
    """Whether the message clicked on is seen by the clicker only."""
    return request.ts is None or request.channel.startswith("D")


def _may_share(request: Request) -> bool:
    """Whether a private answer can be shown to the channel it was asked in."""
    private = request.surface == "said" or (request.surface == "click" and request.ts is None)
    return private and not request.channel.startswith("D")


def _filled(request: Request) -> dict[str, str]:
    """What was typed into a form."""
    try:
        values = json.loads(request.text or "{}")
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in values.items()} if isinstance(values, dict) else {}
