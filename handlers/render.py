"""A Page laid out for Slack: blocks for the eye, text for notifications, search and screen readers. Pure.

    Page -> headline, notes, chips | one piece per card | what was left out, choices, origins, footer -> Message

An article's words go into `rich_text` as plain text elements, where nothing is parsed; everything else is escaped
mrkdwn with `verbatim`. What does not fit is dropped from the last card backwards and counted; what an answer rests on
(headline, chips, origins, footer) is never dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from bot.model import Message
from handlers.mrkdwn import cut, escaped, line, shown, units
from handlers.owners import owned, told_apart
from handlers.parts import (
    WORDS,
    card_actions,
    change,
    chips,
    choices,
    context,
    copies,
    links,
    literal,
    page_actions,
    paragraph,
    person,
    rich,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.page import Card, Page, Run, Section

Block = dict[str, Any]
T = TypeVar("T")

# docs.slack.dev/reference/block-kit, except TEXT (beyond it an edit fails) and LETTERS (messages of some 13,200
# letters in blocks were refused; see the research on Slack), which are on the safe side of what others measured.
BLOCKS = 50
LETTERS = 12_000
TEXT = 4_000


def render(page: Page) -> Message:
    """The message that shows `page`, within every limit of Slack's."""
    pieces = [piece for section in page.sections for piece in _pieces(section)]
    blocks = fit(_head(page), pieces, lambda n: _tail(page, n), fits)
    return Message(text_of(page), told_apart(blocks))


def fit(
    head: Sequence[T], cards: Sequence[Sequence[T]], tail: Callable[[int], Sequence[T]], room: Callable[[list[T]], bool]
) -> list[T]:
    """`head`, as many of `cards` as `room` allows, and the `tail` for the number of those dropped."""
    for kept in range(len(cards), -1, -1):
        whole = [*head, *(part for card in cards[:kept] for part in card), *tail(len(cards) - kept)]
        if room(whole):
            break
    return whole


def fits(blocks: list[Block]) -> bool:
    """Whether Slack takes so many blocks with so many letters in one message."""
    return len(blocks) <= BLOCKS and sum(map(letters, blocks)) <= LETTERS


def letters(part: object) -> int:
    """Units of every text in a block, however deep."""
    if isinstance(part, dict):
        return sum(units(v) if k == "text" and isinstance(v, str) else letters(v) for k, v in part.items())
    return sum(map(letters, part)) if isinstance(part, list | tuple) else 0


def text_of(page: Page) -> str:
    """The whole answer as escaped text of at most `TEXT` units; its first line is the headline."""
    lines = fit(
        [line(page.headline), *map(line, page.notes)],
        [spoken for section in page.sections for spoken in _told(section)],
        lambda dropped: _closing(page, dropped),
        lambda parts: units(escaped("\n".join(parts), 10 * TEXT)) <= TEXT,
    )
    return escaped("\n".join(filter(None, lines)), TEXT) or "Verbatim"


def _told(section: Section) -> list[list[str]]:
    """A section in words, card by card; one without cards is its title and notes."""
    if not section.cards:
        return [[line(section.title or ""), *map(line, section.notes), line(section.tail or "")]]
    return [_spoken(section, i) for i in range(len(section.cards))]


def _spoken(section: Section, i: int) -> list[str]:
    """A card in words, after its section's title where it is the first."""
    opening = [line(section.title or ""), *map(line, section.notes)] if i == 0 else []
    closing = [line(section.tail)] if section.tail and i == len(section.cards) - 1 else []
    return [*opening, *spoken(section.cards[i]), *closing]


def spoken(card: Card) -> list[str]:
    """A card in words, line by line; some may be empty."""
    words = line("".join(run.text for run in card.runs))
    adds = f"{line(card.adder)} adds: {line(card.adds)}" if card.adds else ""
    who = f"{line(card.heading)} – " if card.heading else ""
    told = f"{who}{line(card.look)}: {words} ({_joined(card.facts)})"
    return [told, line(card.warning or ""), adds, line(card.earlier or "")]


def _closing(page: Page, dropped: int) -> list[str]:
    """The end of the text; what is `dropped` from it may stand in the blocks, which say themselves what they lack."""
    shorter = f"{dropped} more not in this short text." if dropped else ""
    reference = [f"Reference: {line(page.error_id)}"] if page.error_id else []
    offered = [f"{line(label)}: ask “{line(question)}”" for label, question in page.choices]
    copied = [f"{line(label)}: {line(text)}" for label, text in page.copies]
    changed = [line(made.text) for made in page.changes]
    told = [*offered, *copied, *changed, *map(line, page.origins)]
    return [shorter, _more(page.more), *told, line(page.footer or ""), *reference]


def _more(count: int) -> str:
    return f"{count} more not shown here: ask for a topic, a date or an outlet to narrow it." if count else ""


def _joined(facts: Iterable[str]) -> str:
    return " · ".join(filter(None, map(line, facts)))


# -- blocks ------------------------------------------------------------------------------------------------------------


def _head(page: Page) -> list[Block]:
    """Headline and notes in one block, the query as understood below."""
    headline = paragraph(literal(line(page.headline) or "Verbatim", bold=True))
    notes = [paragraph(literal(line(note))) for note in page.notes if line(note)]
    shared = [rich(paragraph(person(page.shared_by), literal(" shared this answer.")))] if page.shared_by else []
    return [*shared, rich(headline, *notes), *chips(page)]


def _heading(section: Section) -> list[Block]:
    """A section's title and notes, set off from what stands before."""
    if not section.title:
        return context(section.notes)
    return [{"type": "divider"}, rich(paragraph(literal(line(section.title), bold=True))), *context(section.notes)]


def _pieces(section: Section) -> list[list[Block]]:
    """A section card by card; one without cards is its heading."""
    bare = [*_heading(section), *context([section.tail or ""])]
    return [_piece(section, i) for i in range(len(section.cards))] or [bare]


def _piece(section: Section, i: int) -> list[Block]:
    """One card; the first of a section brings the heading along, so that no heading stands alone."""
    last = i == len(section.cards) - 1
    end = [*context([section.tail or ""]), *links(section)] if last else []
    return [*(_heading(section) if i == 0 else []), *card_blocks(section.cards[i]), *end]


def card_blocks(card: Card) -> list[Block]:
    """A card: label and words, who and when, what can be done. Its blocks say whose they are (see `amend`)."""
    facts = context([_joined(card.facts), card.warning or ""], card.instants)
    actions = [] if card.compact else card_actions(card)
    return owned([_statement(card), *facts, *actions], card.statements)


def _statement(card: Card) -> Block:
    """The label and the words: a quotation set as one, anything else as a sentence with the statement in bold."""
    kind = "rich_text_quote" if card.quotation else "rich_text_section"
    body = {"type": kind, "elements": _runs(card.runs, quoted=card.quotation)}
    adds = [paragraph(literal(f"{line(card.adder)} adds: "), literal(card.adds))] if card.adds else []
    earlier = [paragraph(literal(line(card.earlier)))] if card.earlier else []
    who = [paragraph(literal(line(card.heading), bold=True))] if card.heading else []
    kind, dash, rest = line(card.look).partition(" – ")
    label = [literal(kind, bold=True), *([literal(dash + rest)] if dash else [])]
    return rich(*who, paragraph(*label), body, *adds, *earlier)


def _runs(runs: tuple[Run, ...], *, quoted: bool) -> list[Block]:
    """A sentence with the statement in bold, or a quotation with the outlet's tag between its pieces in italics.

    Cut after `WORDS` units in all; nothing follows a cut.
    """
    elements, room = [], WORDS
    for run in runs:
        whole = shown(run.text)
        text = cut(whole, room)
        elements += [literal(text, bold=run.strong and not quoted, italic=quoted and not run.strong)] if text else []
        room -= units(text)
        if text != whole:
            break
    return elements or [literal("")]


def _tail(page: Page, dropped: int) -> list[Block]:
    """What was left out, what could be meant, what it rests on, and what can be done."""
    reference = f"Reference: {page.error_id}" if page.error_id else ""
    asked = bool(page.answer and page.following is not None and not dropped)  # [More] says how many
    return [
        *context([] if asked else [_more(page.more + dropped)]),
        *choices(page),
        *copies(page),
        *(block for made in page.changes for block in change(made)),
        *context(page.origins),
        *context([page.footer or "", reference], page.instants),
        *page_actions(page, page.more if asked else 0),
    ]
