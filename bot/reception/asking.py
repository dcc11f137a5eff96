"""Questions, and the clicks on their answers: more, which one, share, search.

question -> Newsroom -> Page, kept under an opaque id for its buttons
click    -> id -> what the clicker may see now -> Page
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.compose import answers, desk, searching
from bot.model import Answer, Hit, Outcome
from bot.reception.rooms import alone, entered, may_share, mine, place
from bot.words import meant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.model import Asker, Record, Request, SavedAnswer
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.ports import Ledger, Snapshot
    from bot.reception.rooms import Click, Word

KEPT = timedelta(days=7)  # that a conversation is gone on with
SHOWN = 5
LONGEST = 15  # hits of one message that [More] makes longer
GONE = "This answer is no longer kept: ask again, and the buttons work."


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers questions."""

    newsroom: Newsroom
    ledger: Ledger

    def words(self) -> Mapping[str, Word]:
        """What questions begin with; a bare one counts as said."""
        return {"said": self.said}

    def clicks(self) -> Mapping[str, Click]:
        """The buttons of an answer, and the form behind [Change] and "Search the record"."""
        return {
            "more": self._more,
            "ask": self._chosen,
            "share": self._shared,
            "change": self._changing,
            "search": self._searched,
        }

    def said(self, request: Request, text: str, asker: Asker) -> Page:
        """The answer to a question, a follow-up where its conversation has one before it."""
        here, me = place(request), f"user:{request.user}"
        since = self.newsroom.clock() - KEPT
        before = self.ledger.conversation(here, since) if here else None
        last = self.ledger.conversation(me, since)
        asker = replace(asker, last_asked=last.made_at if last else None)
        answer = self.newsroom.ask(text, asker, previous=before.query if before else None)
        if answer.outcome is Outcome.NOTHING and (word := meant(text)):
            return desk.unknown(text, word)
        return self._kept(answer, asker, request, (here, mine(here, request.user), me) if here else (me,))

    def _kept(self, answer: Answer, asker: Asker, request: Request, places: tuple[str, ...]) -> Page:
        """The page of an answer, kept under the id its buttons carry."""
        page = answers.page(answer, asker.zone)
        key = self.ledger.save_answer(
            answer.query,
            [hit.record.id for hit in answer.hits],
            asker,
            self.newsroom.clock(),
            choices=[question for _, question in page.choices],
            places=places,
            request_id=request.id,
        )
        return replace(page, answer=key, following=_following(page, SHOWN), shareable=may_share(request))

    def _more(self, request: Request, asker: Asker) -> Page:
        """The next hits: in the same message where it is the clicker's alone, else by themselves."""
        key, _, at = (request.target or "").partition("/")
        saved = self.ledger.load_answer(key)
        if saved is None:
            return answers.problem(GONE)
        answer = self._rebuilt(saved, asker)
        start = int(at) if at.isdecimal() else SHOWN
        grows = alone(request) and start + SHOWN <= LONGEST
        first = 0 if grows else start
        page = answers.page(answer, asker.zone, start=first, count=start + SHOWN - first)
        after = _following(page, start + SHOWN)
        return replace(page, answer=key, following=after, shareable=request.ts is None and may_share(request))

    def _rebuilt(self, saved: SavedAnswer, asker: Asker) -> Answer:
        """A kept answer as the clicker may see it now; what is gone is left out."""
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            records = snapshot.records(saved.statements)
            others = also(snapshot, records)
            ids = {record.speaker_id for record in records}
            named = tuple(e for e in snapshot.directory() if e.id in ids) if saved.query.speakers else ()
            coverage = snapshot.coverage()
        hits = tuple(Hit(record, also=others.get(record.id, ())) for record in records)
        outcome = Outcome.FOUND if hits else Outcome.NOTHING
        return Answer(outcome, saved.query, coverage, hits, len(hits), named)

    def _chosen(self, request: Request, asker: Asker) -> Page:
        """One of "Which one?": the question is asked again with that name."""
        key, _, at = (request.target or "").partition("/")
        saved = self.ledger.load_answer(key)
        if saved is None or not at.isdecimal() or int(at) >= len(saved.choices):
            return answers.problem(GONE)
        here = place(request)
        answer = self.newsroom.ask(saved.choices[int(at)], asker, previous=saved.query)
        return self._kept(answer, asker, request, (here,) if here else ())

    def _shared(self, request: Request, asker: Asker) -> Page:
        """The answer again, with what the whole channel may see."""
        saved = self.ledger.load_answer(request.target or "")
        if saved is None:
            return answers.problem(GONE)
        answer = self.newsroom.ask(saved.query.text, asker, understood=saved.query)
        page = self._kept(answer, asker, request, ())
        return replace(page, shared_by=request.user, shareable=False)

    def _changing(self, request: Request, asker: Asker) -> Page:
        """The form of a question, filled in as it was understood."""
        saved = self.ledger.load_answer(request.target or "")
        if saved is None:
            return answers.problem(GONE)
        return searching.form(saved.query, self._named(saved, asker), request.target or "")

    def _named(self, saved: SavedAnswer, asker: Asker) -> tuple[str, ...]:
        """Who the speakers asked for turned out to be, in full, where each is one; else as they were asked for."""
        if len(saved.query.speakers) != 1:
            return saved.query.speakers
        with self.newsroom.archive.snapshot(asker.scopes, self.newsroom.clock()) as snapshot:
            names = {record.statement.speaker for record in snapshot.records(saved.statements)} - {None}
        return tuple(name for name in names if name) if len(names) == 1 else saved.query.speakers

    def _searched(self, request: Request, asker: Asker) -> Page:
        """What the form was filled in with, whether it was empty before or a question that is changed."""
        saved = self.ledger.load_answer(request.target) if request.target else None
        query = searching.asked(entered(request), saved.query if saved else None)
        answer = self.newsroom.ask(query.text, asker, understood=query)
        here, me = place(request), f"user:{request.user}"
        return self._kept(answer, asker, request, (here, me) if here and alone(request) else (me,))


def also(snapshot: Snapshot, records: list[Record]) -> dict[int, tuple[Record, ...]]:
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
