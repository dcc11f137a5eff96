"""A checked draft -> Page: what the record has of each quotation, never whether it is true (docs: "Checking a draft").

The verdict comes first, then the draft's words, then the source as a card with its own look, so that an outlet's
wording can never pass for a quotation.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.compose.answers import difference, footer, fresh
from bot.compose.cards import Group, card, printed, whole_sentence
from bot.model import Kind, VerdictKind
from bot.page import Page, Section
from bot.wording import joined, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.check.draft import Checked, Quoted
    from bot.model import Coverage, Record
    from bot.page import Card

LONG = 400  # code points of a quotation that are shown; the draft has the rest
_REASONS = {
    "changed": "the record has other words",
    "spliced": "words from different places are run together",
    "cut": "the record goes on, and the cut changes the sense",
}


def page(checked: Sequence[Checked], coverage: Coverage, zone: str) -> Page:
    """The page of a checked draft; `zone` is the reader's."""
    if not checked:
        return Page(
            "Nothing to check: the draft has no words in quotation marks.",
            notes=("Put the words to check in quotation marks, e.g. Fidan said “huge failure”.",),
        )
    foot = footer(coverage, zone)
    if any(one.verdict.kind is VerdictKind.NOT_FOUND for one in checked):
        foot += " “Not here” does not mean that it was not said."
    return Page(
        _headline(checked),
        tuple(_section(one, coverage) for one in checked),
        footer=foot,
        instants=fresh(coverage, zone),
    )


def _headline(checked: Sequence[Checked]) -> str:
    """As in "Checked 5 quotations: 2 match, 1 altered, 1 by another speaker, 1 not found."."""
    counts = Counter(one.verdict.kind for one in checked)
    told = [
        (counts[VerdictKind.VERBATIM], "matches" if counts[VerdictKind.VERBATIM] == 1 else "match"),
        (counts[VerdictKind.ALTERED], "altered"),
        (counts[VerdictKind.OTHER_SPEAKER], "by another speaker"),
        (counts[VerdictKind.NOT_FOUND], "not found"),
    ]
    listed = ", ".join(f"{count} {what}" for count, what in told if count)
    return f"Checked {plural(len(checked), 'quotation')}: {listed}."


def _section(one: Checked, coverage: Coverage) -> Section:
    return Section(_cards(one), title=_title(one, coverage), notes=_notes(one))


def _title(one: Checked, coverage: Coverage) -> str:
    """The verdict, worded as a comparison with the record."""
    verdict = one.verdict
    source = verdict.source.record if verdict.source else None
    if source is None:
        return _absent(one, coverage)
    if verdict.kind is VerdictKind.VERBATIM:
        since = ", an article that was RETRACTED" if source.fate.retracted else ""
        return f"VERBATIM – matches {printed(source)}{since}"
    if verdict.kind is VerdictKind.OTHER_SPEAKER:
        return f"OTHER SPEAKER – {_whose(source)}, not {one.quoted.speaker or 'the one named'} ({printed(source)})"
    if verdict.reason == "paraphrase":
        outlet = source.article.outlet or printed(source)
        look = source.statement.kind.look
        return f"ALTERED (paraphrase) – the record has these words outside quotation marks ({look}, {outlet})"
    return (
        f"ALTERED ({verdict.reason}) – {_REASONS.get(verdict.reason or '', 'the record differs')} ({printed(source)})"
    )


def _absent(one: Checked, coverage: Coverage) -> str:
    if one.unfinished:
        return "NOT FOUND – the search took too long and was ended: this proves nothing"
    return f"NOT FOUND – not in our {plural(coverage.articles, 'article')}"


def _whose(source: Record) -> str:
    name = source.statement.speaker
    return f"the record gives these words to {name}" if name else "the record does not say whose words these are"


def _notes(one: Checked) -> tuple[str, ...]:
    notes = [_shown(one.quoted), *difference(one.verdict)]
    source = one.verdict.source
    if source and one.quoted.speaker is None and one.verdict.kind is VerdictKind.VERBATIM:
        notes.append(f"The draft does not say whose words these are; {_whose(source.record)}.")
    if source and not source.record.id and source.record.statement.kind is Kind.DIRECT:
        notes.append("Who says it there was not read: look into the article before you use it.")
    if one.wordings:
        notes.append(f"{joined(one.wordings)} has it in other words: the two may be two translations.")
    if source and source.also:
        notes.append(f"Also in {joined(dict.fromkeys(printed(record) for record in source.also))}.")
    return tuple(notes)


def _shown(quoted: Quoted) -> str:
    """The draft's words, and whom it gives them to."""
    words = quoted.text if len(quoted.text) <= LONG else f"{quoted.text[:LONG].rstrip()} …"
    return f"Draft: “{words}”{f' – {quoted.speaker}' if quoted.speaker else ''}"


def _cards(one: Checked) -> tuple[Card, ...]:
    if one.verdict.source is None:
        return ()
    record = one.verdict.source.record
    group = Group((record,), whole_sentence(record))
    made = card(group, named=True, dated=True, taken=[group.sentence])
    if record.id:
        return (made,)
    return (replace(made, statements=(), facts=made.facts[-1:], warning=None),)
