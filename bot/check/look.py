"""The driver: the quotations of a draft over one snapshot of the archive become verdicts.

    quotation -> words, rarest first -> candidates -> the nearest records -> compare -> Verdict

What no statement has is looked for in the articles themselves. A quotation costs at most ten looks at the archive,
and one that stands there as it is five.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.ask.people import Directory
from bot.check.anywhere import phrase, stands
from bot.check.compare import check
from bot.check.draft import Checked, Quoted
from bot.check.wordings import LEAST, other_wordings
from bot.errors import SearchBudgetError
from bot.model import Hit, VerdictKind
from bot.ports import Search
from bot.text import words as folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Candidate, Record, Verdict
    from bot.ports import Snapshot

POOL = 200  # candidates a search brings
HELD = 16  # of each search, the records a quotation is held against
SPLICED = 3  # words in a row that a nearly fitting statement has not are looked for by themselves
MOST_WORDS = 24  # of a quotation that are searched for, the rarest


def examine(quotations: Sequence[Quoted], snapshot: Snapshot, now: datetime) -> list[Checked]:
    """What the record says of each quotation, in order; what is quoted twice is looked for once.

    A search that runs into its budget brings nothing, and the quotation says so (`unfinished`).
    """
    look = _Look(snapshot, Directory(snapshot.directory()), now)
    return _with_reports([look.at(one) for one in quotations], snapshot)


@dataclass(slots=True)
class _Look:
    """One snapshot with what was found in it."""

    snapshot: Snapshot
    directory: Directory
    asked_at: datetime  # of the check
    known: dict[Quoted, Checked] = field(default_factory=dict)
    people: dict[tuple[str, bool], tuple[int, ...] | None] = field(default_factory=dict)
    unfinished: bool = False

    def at(self, one: Quoted) -> Checked:
        """The verdict on one quotation."""
        key = replace(one, spans=(), text="")
        if key not in self.known:
            self.known[key] = self._looked(one)
        return replace(self.known[key], quoted=one)

    def _looked(self, one: Quoted) -> Checked:
        self.unfinished = False
        ids = self._ids(one)
        words = self._words(one.words)
        records = self._exact(one, words, ids) if words else []
        verdict = check(one.words, records, ids, one.around)
        if verdict.kind is not VerdictKind.VERBATIM and words:
            records = self._near(one, words, ids, records)
            verdict = check(one.words, records, ids, one.around)
            if elsewhere := self._elsewhere(verdict, ids):
                verdict = check(one.words, [*records, *elsewhere], ids, one.around)
        if _is_open(verdict, one):
            verdict = self._anywhere(one, verdict) or verdict
        return Checked(one, verdict, self._wordings(one, verdict, words, records), self.unfinished)

    def _wordings(
        self, one: Quoted, verdict: Verdict, words: tuple[str, ...], records: Sequence[Record]
    ) -> tuple[str, ...]:
        """Outlets that have the source's remark in other words."""
        source = verdict.source.record if verdict.source else None
        if source is None or source.speaker_id is None or len(words) < LEAST:
            return ()
        if verdict.kind is VerdictKind.VERBATIM:  # then only statements with all of the words were read
            found = self._find(words=words, speakers=(source.speaker_id,))
            records = self.snapshot.records(_closest(found, one.words))
        return other_wordings(one.words, source, records)

    def _elsewhere(self, verdict: Verdict, ids: tuple[int, ...] | None) -> list[Record]:
        """Where words come from that a nearly fitting statement has not: the other half of a splice."""
        runs = [folded_words(words) for op, words in verdict.diff if op == "+"]
        longest = max(runs, key=len, default=[])
        if len(longest) < SPLICED:
            return []
        found = self._find(words=tuple(dict.fromkeys(longest)), every=True, speakers=ids or ())
        return self.snapshot.records(_closest(found, " ".join(longest))) if found else []

    def _anywhere(self, one: Quoted, known: Verdict) -> Verdict | None:
        """What an article has though no statement does; only the very words count where a statement is near."""
        wanted = phrase(one.words)
        try:
            found = self.snapshot.articles(wanted) if wanted else []
        except SearchBudgetError:
            self.unfinished = True
            return None
        other = stands(one.words, found, one.speaker if one.named else None, self.asked_at)
        return other if known.kind is VerdictKind.NOT_FOUND or (other and other.reason is None) else None

    def _ids(self, one: Quoted) -> tuple[int, ...] | None:
        """Whom the draft means, by the ids of the record; None = anybody: nobody is named, or only described."""
        if one.speaker is None:
            return None
        key = one.speaker, one.named
        if key not in self.people:
            same = tuple(entry.id for entry in self.directory.entries if entry.name == one.speaker)
            found = tuple(i for person in self.directory.match(one.speaker).people for i in person.ids)
            self.people[key] = tuple(dict.fromkeys((*same, *found))) or (() if one.named else None)
        return self.people[key]

    def _words(self, text: str) -> tuple[str, ...]:
        """The words to search with: those the record has, the rarest first."""
        distinct = tuple(dict.fromkeys(folded_words(text)))[:400]
        counts = self.snapshot.vocabulary(distinct) if distinct else {}
        return tuple(sorted(counts or distinct, key=lambda word: (counts.get(word, 0), word)))[:MOST_WORDS]

    def _find(self, **given: object) -> list[Candidate]:
        try:
            return self.snapshot.find(Search(limit=POOL, **given))  # type: ignore[arg-type]  # named by the callers
        except SearchBudgetError:
            self.unfinished = True
            return []

    def _exact(self, one: Quoted, words: tuple[str, ...], ids: tuple[int, ...] | None) -> list[Record]:
        """Statements that have all of the words, those of whom the draft names first."""
        found = self._find(words=words, every=True, speakers=ids or ())
        return self.snapshot.records(_closest(found, one.words)) if found else []

    def _near(
        self, one: Quoted, words: tuple[str, ...], ids: tuple[int, ...] | None, known: Sequence[Record]
    ) -> list[Record]:
        """Those and the ones that have many of them."""
        wanted: list[int] = []
        if ids:
            wanted += _closest(self._find(words=words, speakers=ids), one.words)
            wanted += _closest(self._find(words=words, every=True), one.words)
        wanted += _closest(self._find(words=words), one.words)
        have = {record.id for record in known}
        new = tuple(i for i in dict.fromkeys(wanted) if i not in have)
        return [*known, *(self.snapshot.records(new) if new else [])]


def _is_open(verdict: Verdict, one: Quoted) -> bool:
    """Whether an article's own text may know better: nothing found, only nearly, or the outlet's words of nobody."""
    if verdict.kind is VerdictKind.NOT_FOUND or verdict.reason in ("changed", "spliced"):
        return True
    return verdict.reason == "paraphrase" and one.speaker is None


@lru_cache(maxsize=4096)
def _words_of(text: str) -> frozenset[str]:
    return frozenset(folded_words(text))


def _closest(found: Sequence[Candidate], text: str) -> tuple[int, ...]:
    """The candidates that share most of the words."""
    wanted = _words_of(text)
    shared = [(len(wanted & _words_of(c.words)), c) for c in found]
    best = sorted((pair for pair in shared if pair[0]), key=lambda pair: (-pair[0], len(pair[1].words), pair[1].id))
    return tuple(c.id for _, c in best[:HELD])


def _with_reports(checked: Sequence[Checked], snapshot: Snapshot) -> list[Checked]:
    """Each source with the same words in other articles, in two looks for all of them."""
    utterances = {c.verdict.source.record.utterance for c in checked if c.verdict.source} - {0}
    reports = snapshot.reports(tuple(utterances)) if utterances else {}
    ids = tuple(dict.fromkeys(i for each in reports.values() if len(each) > 1 for i in each))
    records = {r.id: r for r in snapshot.records(ids)} if ids else {}
    return [_reported(one, reports, records) for one in checked]


def _reported(one: Checked, reports: dict[int, tuple[int, ...]], records: dict[int, Record]) -> Checked:
    source = one.verdict.source
    if source is None:
        return one
    others = (records[i] for i in reports.get(source.record.utterance, ()) if i in records)
    also = tuple(r for r in others if r.article.id != source.record.article.id)
    return replace(one, verdict=replace(one.verdict, source=Hit(source.record, 1.0, also)))
