"""Records -> Cards: the words of one article with what an editor must see beside them.

The three looks (DESIGN.md, truth 2): a QUOTE shows the words alone; a PART-QUOTE and a PARAPHRASE show the whole
stored sentence with the statement in bold, so that cue words such as "claimed" are seen.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.compose.denials import answered, disputed
from bot.extract.sentences import sentences
from bot.model import Attribution, Kind, Record, Span, SpeakerKind
from bot.page import Card, Run
from bot.wording import CUT, day, hour, joined, plural, possessive, said, surname

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bot.model import Hit

LONG = 1200  # code points of a sentence, from where it is cut down to the statement and its tag
UNSURE = 0.5  # confidence below which the speaker is flagged wherever shown (DESIGN.md, truth 3)
_TURN = re.compile(r"\W*(?:but|however|not|nor|yet|although|though|except|unless|without|never|no)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of one sentence by one speaker, shown once."""

    records: tuple[Record, ...]
    sentence: Span  # from the start of the first sentence touched to the end of the last

    @property
    def first(self) -> Record:
        """The one the group is placed by."""
        return self.records[0]


def grouped(records: Sequence[Record]) -> list[Group]:
    """In order of first appearance; a direct quotation always stands alone."""
    groups: dict[tuple[object, ...], list[Record]] = {}
    spans: dict[tuple[object, ...], Span] = {}
    for record in records:
        sentence = whole_sentence(record)
        alone = record.id if record.statement.kind is Kind.DIRECT else None
        key = (record.article.id, record.speaker_id, sentence, alone)
        groups.setdefault(key, []).append(record)
        spans[key] = sentence
    return [Group(tuple(sorted(found, key=_start)), spans[key]) for key, found in groups.items()]


def _start(record: Record) -> int:
    return record.statement.hull.start


def whole_sentence(record: Record) -> Span:
    """The stored sentence or sentences that a statement, its cue and its mention stand in."""
    statement = record.statement
    near = [s for s in (statement.cue, statement.mention) if s and _close(s, statement.hull, record.article.text)]
    start = min(s.start for s in (statement.hull, *near))
    end = max(s.end for s in (statement.hull, *near))
    touched = [s for s in sentences(record.article.text) if s.start < end and start < s.end]
    return Span(min([start, *(s.start for s in touched)]), max([end, *(s.end for s in touched)]))


def _close(tag: Span, hull: Span, text: str) -> bool:
    """Whether the tag stands in the statement's own paragraph; a carried-over speaker's may be far away."""
    return "\n" not in text[min(tag.end, hull.end) : max(tag.start, hull.start)]


def deal(hits: Sequence[Hit], *, named: bool, dated: bool | None = None, zone: str = "UTC") -> tuple[Card, ...]:
    """The cards of `hits` in their order, other reports named; `dated` by default where there are several articles.

    `zone` is the reader's, for the hours of corrections.
    """
    groups = grouped([hit.record for hit in hits])
    also = {hit.record.id: hit.also for hit in hits}
    if dated is None:
        dated = len({hit.record.article.id for hit in hits}) > 1 or any(also.values())
    return _once([_dealt(group, groups, also, zone, named=named, dated=dated) for group in groups])


def _once(cards: Sequence[Card]) -> tuple[Card, ...]:
    """A sentence that disputes several of them stands under the last."""
    last = {made.adds: i for i, made in enumerate(cards)}
    return tuple(made if last[made.adds] == i else replace(made, adds=None) for i, made in enumerate(cards))


def _dealt(
    group: Group, groups: Sequence[Group], also: dict[int, tuple[Record, ...]], zone: str, *, named: bool, dated: bool
) -> Card:
    mine = (group.first.article.id, group.first.speaker_id)
    taken = [g.sentence for g in groups if (g.first.article.id, g.first.speaker_id) == mine]
    made = card(group, named=named, dated=dated, taken=taken, zone=zone)
    reports = dict.fromkeys(printed(r) for record in group.records for r in also.get(record.id, ()))
    return replace(made, facts=(*made.facts, f"also in {joined(reports)}")) if reports else made


def card(group: Group, *, named: bool, dated: bool, taken: Sequence[Span] = (), zone: str = "UTC") -> Card:
    """One card. `named`: say who speaks though the sentence does; `dated`: say outlet and date of publication.

    `zone` is the reader's, for the hours of corrections; `taken` are the sentences of the speaker's other cards, looked
    past for one that disputes this.
    """
    record = group.first
    direct = record.statement.kind is Kind.DIRECT
    return Card(
        look=look(group.records),
        runs=_quotation(record) if direct else _marked(group),
        quotation=direct,
        facts=tuple(_facts(record, named=named or direct, dated=dated)),
        statements=tuple(r.id for r in group.records),
        url=record.article.url,
        adds=disputed(record.article.text, group.sentence, taken),
        earlier=_answering(answered(record.article.text, group.sentence, taken)),
        warning=_warning(group.records, zone),
        context=_context(group),
        instants=tuple((hour(at, zone), at) for at in dict.fromkeys(_moments(group.records))),
    )


def look(records: Sequence[Record]) -> str:
    """The label: what kind of words these are, and whose."""
    record = records[0]
    kinds = {r.statement.kind for r in records}
    if kinds == {Kind.DIRECT}:
        return Kind.DIRECT.look + _hint(records)
    if Kind.MIXED in kinds:
        owner = _owner(record)
        return f"{Kind.MIXED.look} – only the words in quotation marks are {owner}{_hint(records)}"
    outlet = possessive(record.article.outlet or "the article")
    return f"{Kind.INDIRECT.look} – {outlet} words, not a quotation{_hint(records)}"


def _owner(record: Record) -> str:
    name, kind = record.statement.speaker, record.statement.speaker_kind
    if not name:
        return "the speaker's"
    return possessive(surname(name)) if kind is SpeakerKind.PERSON else "the source's"


def _hint(records: Sequence[Record]) -> str:
    """' (2 statements, "He" = Fidan)'."""
    record = records[0]
    parts = [plural(len(records), "statement")] if len(records) > 1 else []
    statement = record.statement
    if (
        statement.mention
        and statement.speaker
        and statement.attribution in {Attribution.PRONOUN, Attribution.DESCRIPTION}
    ):
        short = surname(statement.speaker) if statement.speaker_kind is SpeakerKind.PERSON else statement.speaker
        written = statement.mention.of(record.article.text)
        if written.casefold() != statement.speaker.casefold():
            parts.append(f'"{written}" = {short}')
    return f" ({', '.join(parts)})" if parts else ""


def _quotation(record: Record) -> tuple[Run, ...]:
    """The words, and between the pieces of a split quotation the tag as printed."""
    text, spans = record.article.text, record.statement.spans
    out = [Run(spans[0].of(text), strong=True)]
    for before, after in pairwise(spans):
        if before.end < after.start:
            out.append(Run(text[before.end : after.start]))
        out.append(Run(after.of(text), strong=True))
    return tuple(out)


def _marked(group: Group) -> tuple[Run, ...]:
    """The sentence, the statements in it strong; an over-long one cut down, never before a turn."""
    text, sentence = group.first.article.text, group.sentence
    strong = sorted(span for r in group.records for span in r.statement.spans)
    if sentence.end - sentence.start > LONG:
        return _cut(text, sentence, _core(group), strong)
    return tuple(_runs(text, sentence, strong))


def _core(group: Group) -> Span:
    spans = [s for r in group.records for s in (*r.statement.spans, r.statement.cue, r.statement.mention) if s]
    inside = [s for s in spans if group.sentence.start <= s.start and s.end <= group.sentence.end]
    return Span(min(s.start for s in inside), max(s.end for s in inside))


def _cut(text: str, sentence: Span, core: Span, strong: list[Span]) -> tuple[Run, ...]:
    end = sentence.end if _TURN.match(text[core.end : sentence.end]) else core.end
    lead = [Run(f"{CUT} ")] if core.start > sentence.start else []
    tail = [Run(f" {CUT}")] if end < sentence.end else []
    return (*lead, *_runs(text, Span(core.start, end), strong), *tail)


def _runs(text: str, within: Span, strong: Sequence[Span]) -> list[Run]:
    """`text[within]` in runs; overlapping strong spans become one."""
    out: list[Run] = []
    at = within.start
    for span in strong:
        start, end = max(at, span.start), min(span.end, within.end)
        if start >= end:
            continue
        if start > at:
            out.append(Run(text[at:start]))
        out.append(Run(text[start:end], strong=True))
        at = end
    if at < within.end:
        out.append(Run(text[at : within.end]))
    return out


def _facts(record: Record, *, named: bool, dated: bool) -> list[str]:
    statement, article = record.statement, record.article
    facts = []
    if named:
        facts.append(speaker_line(record))
    if statement.addressee:
        facts.append(f"to {statement.addressee}")
    if statement.via:
        facts.append(f"via {', '.join(statement.via)}")
    facts.append(_said(record))
    if dated:
        facts.append(printed(record))
    return facts if dated or article.published else [*facts, "article undated"]


def speaker_line(record: Record) -> str:
    """As in "Hakan Fidan, Turkish Foreign Minister", "U.S. official, unnamed"."""
    statement = record.statement
    name = statement.speaker or "Speaker not named in the article"
    if statement.attribution is Attribution.ANONYMOUS or statement.speaker_kind is SpeakerKind.ANONYMOUS:
        return f"{name}, unnamed"
    return f"{name}, {statement.role}" if statement.role and statement.speaker else name


def _said(record: Record) -> str:
    """Said and printed are two dates; how the first is known is part of it."""
    statement, article = record.statement, record.article
    if not statement.said_on:
        return "said: date not given"
    when = f"said: {said(statement.said_on)}"
    if statement.said_on_how == "stated":
        return when
    of = (
        f"article of {day(article.published_on, weekday=True, year=False)}"
        if article.published_on
        else "article undated"
    )
    if statement.said_span:
        return f'{when} (from "{statement.said_span.of(article.text)}", {of})'
    return f"{when} (from the {statement.said_on_how or 'text'}, {of})"


def printed(record: Record) -> str:
    """As in "Newsmax, 10 Dec 2025"."""
    article = record.article
    where = article.outlet or article.title or "outlet not given"
    return f"{where}, {day(article.published_on) if article.published_on else 'undated'}"


def _warning(records: Sequence[Record], zone: str) -> str | None:
    notes = [told for r in records if (told := retracted(r, zone))]
    notes += [f"wording changed in the article, seen {hour(r.fate.altered, zone)}" for r in records if r.fate.altered]
    notes += [f"speaker corrected by the desk, {hour(r.corrected, zone)}" for r in records if r.corrected]
    if min(r.statement.confidence for r in records) < UNSURE:
        notes.append("Who said this is uncertain: check the article before you use it")
    return "; ".join(dict.fromkeys(notes)) or None


def retracted(record: Record, zone: str) -> str | None:
    """As in "RETRACTED, noted 11 Dec 2025, 11:02: This article has been retracted."; None for what stands."""
    fate = record.fate
    if fate.retracted is None:
        return None
    why = f": {fate.notice.rstrip('.')}" if fate.notice else ""
    return f"RETRACTED by the outlet, noted {hour(fate.retracted, zone)}{why}"


def _moments(records: Sequence[Record]) -> list[datetime]:
    """When its warning says that something was noted."""
    return [at for r in records for at in (r.fate.retracted, r.fate.altered, r.corrected) if at]


def _answering(words: str | None) -> str | None:
    """Under a denial: what it denies, in the article's words and not in ours."""
    return f"In the article it answers: “{' '.join(words.split())}”" if words else None


def _context(group: Group) -> tuple[Run, ...]:
    """The sentence before and the sentence after, the statement strong."""
    text = group.first.article.text
    around = sentences(text)
    before = [s.start for s in around if s.end <= group.sentence.start][-1:]
    after = [s.end for s in around if s.start >= group.sentence.end][:1]
    within = Span((before or [group.sentence.start])[0], (after or [group.sentence.end])[0])
    return tuple(_runs(text, within, sorted(s for r in group.records for s in r.statement.spans)))
