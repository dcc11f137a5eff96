"""A message as it was posted -> the same with what the desk corrected since. Pure.

Everything but the corrected cards stays as it was: the headline and its counts were true of the record then.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any

from bot.compose.amended import note
from bot.model import Kind, Message
from handlers.mrkdwn import escape, line, units
from handlers.owners import card_of, owners, told_apart
from handlers.parts import context
from handlers.render import TEXT, card_blocks, fits, spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from bot.compose.amended import Amendment, Ids

Block = dict[str, Any]
LOOKS = frozenset(kind.look for kind in Kind)


def amended(message: Message, change: Callable[[Ids], Amendment | None], zone: str) -> Message:
    """`message` with what `change` says of the statements of each card; as it was where that is nothing.

    `zone` is for those who see no reader's zone. Within every limit of Slack's: what is too long loses its buttons.
    """
    cards = [(key, list(group)) for key, group in groupby(message.blocks, card_of)]
    changes = {key: made for key, (first, *_) in cards if key and (made := change(owners(first)))}
    if not changes:
        return message
    told, instants = note(changes.values(), zone)
    text = message.text
    cards = list(_headed(cards, changes))
    for key, blocks in cards:
        text = _told(text, blocks[0], changes[key]) if key in changes else text
    for quiet in (False, True):
        body = [b for key, blocks in cards for b in (_standing(changes[key], quiet) if key in changes else blocks)]
        whole = [*context([told], instants), *body]
        if fits(whole):
            break
    while not fits(whole):
        whole.pop()
    return Message(_fitting([escape(told), *text.split("\n")]), told_apart(whole))


def _headed(
    cards: Sequence[tuple[str, list[Block]]], changes: Mapping[str, Amendment]
) -> Iterator[tuple[str, list[Block]]]:
    """The same, where a corrected card stood over others: the next of them says who speaks in it.

    In a digest only the first statement of a speaker has the name over it; nobody must read on under another's.
    """
    heading: Block | None = None
    broken = False
    for key, blocks in cards:
        own = _heading(blocks[0]) if key else None
        if any(block["type"] == "divider" for block in blocks):
            heading, broken = None, False
        heading = own or heading
        if key and key not in changes and broken and heading and not own:
            first = blocks[0] | {"elements": [heading, *blocks[0]["elements"]]}
            yield key, [first, *blocks[1:]]
        else:
            yield key, blocks
        broken = key in changes or (broken and not key)


def _heading(first: Block) -> Block | None:
    """The line that says who speaks, over the label."""
    line_of: Block = next(iter(first.get("elements", ())), {})
    parts = _parts(line_of)
    bold = len(parts) == 1 and parts[0].get("style", {}).get("bold")
    return line_of if bold and parts[0].get("text") not in LOOKS else None


def _fitting(rows: list[str]) -> str:
    """As many lines as one text takes; those at the end go first."""
    while len(rows) > 1 and units("\n".join(rows)) > TEXT:
        rows = rows[:-1]
    return "\n".join(rows)


def _standing(made: Amendment, quiet: bool) -> list[Block]:
    """The blocks in the place of a card's."""
    if not made.cards:
        return context([made.told], made.instants)
    blocks = [block for card in made.cards for block in card_blocks(card)]
    return [block for block in blocks if not (quiet and block["type"] == "actions")]


def _told(text: str, first: Block, made: Amendment) -> str:
    """The line of the text that tells the card, as it is now; the whole text where it has no such line."""
    words = max((line(_words(element)) for element in first.get("elements", ())), key=len, default="")
    rows = text.split("\n")
    at = next((i for i, row in enumerate(rows) if words and escape(words) in row), None)
    if at is None:
        return text
    now = [escape(told) for card in made.cards for told in spoken(card) if told] or [escape(made.told)]
    return "\n".join([*rows[:at], *now, *rows[at + 1 :]])


def _words(element: Block) -> str:
    return "".join(str(part.get("text", "")) for part in _parts(element))


def _parts(element: Block) -> Sequence[Block]:
    return [part for part in element.get("elements", ()) if isinstance(part, dict)]
