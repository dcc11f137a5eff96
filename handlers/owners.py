"""Which blocks of a message are whose: the statements of a card are in the ids of its blocks. Pure.

By them a card is found again in what was posted long ago, whatever stands around it (see `handlers.amend`). An id is
unique in its message, as Slack asks [docs.slack.dev/reference/block-kit/blocks, `block_id`].
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Block = dict[str, Any]
LONGEST = 200  # letters of the statements in an id; Slack takes 255 in all
_OWNED = re.compile(r"card(\d*)/([\d,]+)/\d+")


def owned(blocks: Sequence[Block], statements: Sequence[int]) -> list[Block]:
    """The blocks of one card, marked as its own; of one that is not on record, or of too many, as they are."""
    whose = ",".join(map(str, statements))
    if not whose or len(whose) > LONGEST:
        return list(blocks)
    return [block | {"block_id": f"card/{whose}/{i}"} for i, block in enumerate(blocks)]


def told_apart(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same with ids that are unique, where a statement is shown twice."""
    count, out = 0, []
    for block in blocks:
        whose = owners(block)
        if whose:
            rest = block["block_id"].partition("/")[2]
            count += rest.endswith("/0")
            block = block | {"block_id": f"card{count}/{rest}"}  # noqa: PLW2901 - the same block, renamed
        out.append(block)
    return tuple(out)


def owners(block: Block) -> tuple[int, ...]:
    """The statements whose card a block belongs to; () for any other."""
    found = _OWNED.fullmatch(block.get("block_id", ""))
    return tuple(map(int, filter(None, found[2].split(",")))) if found else ()


def card_of(block: Block) -> str:
    """Which card of its message a block belongs to; "" for none."""
    return str(block.get("block_id", "")).rpartition("/")[0] if owners(block) else ""
