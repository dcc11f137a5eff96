"""Everything in a digest, page by page: each statement with its actions, under its article's own headline. Pure."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from bot.compose.cards import deal
from bot.digest.telling import heading
from bot.page import Page, Section
from bot.wording import plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Hit

SHOWN = 8  # at four blocks each with a headline, and what stands above and below


def page(hits: Sequence[Hit], key: str, start: int, total: int, zone: str, name: str) -> Page:
    """The statements from the `start`-th on, of `total` kept under `key`; `name` is what they are everything of.

    `hits` are those of this page that are still on record and may be seen: the others are counted.
    """
    end = min(total, start + SHOWN)
    gone = end - start - len(hits)
    notes = (f"{plural(gone, 'statement')} of this page gone: changed, withdrawn, or not to be shown here.",)
    left = total - end
    return Page(
        f"{name[:1].upper()}{name[1:]}: {start + 1}–{end} of {total:,}",
        tuple(_sections(hits, zone)),
        notes=notes if gone > 0 else (),
        footer=None if left else "That is all of it.",
        buttons=(("all", f"Next {min(left, SHOWN)} of {left:,}", f"{key}/{end}"),) if left else (),
    )


def _sections(hits: Sequence[Hit], zone: str) -> list[Section]:
    """Statements of one article under its headline, in the digest's order."""
    runs = groupby(hits, key=lambda hit: (hit.record.article.id, hit.record.article.scope))
    dealt = [list(run) for _, run in runs]
    return [
        Section(deal(run, named=True, dated=False, zone=zone), title=heading(run[0].record.article)) for run in dealt
    ]
