"""Of every statement that came in: whether a digest has it, where, and why or why not. Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.digest.gather import Gathered
    from bot.page import Page


class Place(StrEnum):
    """What became of a statement."""

    MESSAGE = "In the message"
    THREAD = "In its thread"
    SAME = "Same words, named with their first report"
    COUNTED = "Counted under their story, behind All"
    REPEATED = "Not listed again"
    REJECTED = "Not wanted"


class Reason(NamedTuple):
    """One statement, where it is and why."""

    statement: int
    place: Place
    why: str


def reasons(found: Gathered, shown: Sequence[Page]) -> list[Reason]:
    """Every statement that was looked at, by place and then as ordered; `shown` are the pages of the digest.

    What is no news is only counted (`Digest.older`), and so is what came in beyond the stories that were looked at.
    """
    return sorted(_reasons(found, shown), key=lambda reason: list(Place).index(reason.place))


def _reasons(found: Gathered, shown: Sequence[Page]) -> Iterator[Reason]:
    on_page = {i: n for n, page in enumerate(shown) for s in page.sections for card in s.cards for i in card.statements}
    for one, worth in found.worth.items():
        place = Place.COUNTED if one not in on_page else Place.THREAD if on_page[one] else Place.MESSAGE
        yield Reason(one, place, worth)
    for story in found.digest.stories:
        for hit in story.hits:
            for other in hit.also:
                outlet = hit.record.article.outlet or "another outlet"
                yield Reason(other.id, Place.SAME, f"the same words were first reported by {outlet}")
    for one in found.repeated:
        yield Reason(one, Place.REPEATED, "these words were news before this digest begins")
    for one, why in found.rejected.items():
        yield Reason(one, Place.REJECTED, why)
