"""Pages about retractions: what is asked before, what is said after. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.page import Change, Field, Form, Page
from bot.wording import day, hour, plural

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.model import Retraction
    from bot.retracting import Named

WHAT_IT_DOES = (
    "Its statements stay in the record and say RETRACTED wherever they are shown: answers, digests, watches, checks, "
    "citations and exports. What Verbatim posted in channels in the last 30 days is changed once, with a note. "
    "It can be taken back."
)
ASK = "Give the article and the reason: retract https://example.org/article The outlet withdrew it on Monday."
NO_REASON = "Say why: the reason is shown with every statement of the article."
UNKNOWN = (
    "No article with this address or id is in the record, or it may not be shown here. The address is the one that "
    "[Open] leads to."
)
DONE_BEFORE = "This was retracted or taken back before: History under one of its statements shows by whom."


def title(found: Named) -> str:
    """As in "“Rain in Lund” (The Courier, 10 Dec 2025)"."""
    facts = [found.outlet or "outlet not given", day(found.published_on) if found.published_on else "undated"]
    return f"{f'“{found.title}”' if found.title else found.url or 'this article'} ({', '.join(facts)})"


def asked(found: Named, reason: str, target: str) -> Page:
    """Asks first; the button carries what was proposed."""
    return Page(
        f"Retract {title(found)}? It has {plural(found.statements, 'statement')} in the record.",
        notes=(f"Reason: {reason}", WHAT_IT_DOES),
        buttons=(("retract_yes", "Retract it", target),),
    )


def form(found: Named, target: str, problem: str | None = None) -> Page:
    """The same in a view, where the reason is typed."""
    reason = Field("reason", "Why was it withdrawn?", "As the outlet says, or where you know it from")
    return Page(
        problem or f"Retract {title(found)}? It has {plural(found.statements, 'statement')} in the record.",
        notes=(WHAT_IT_DOES,),
        title="Retract",
        form=Form("Retract it", "retracted", target, "retract", (reason,)),
    )


def several(found: Sequence[Named]) -> Page:
    """One address, several articles: the private copies are told by whose they are."""
    lines = tuple(f"{title(one)}, seen by {_seen_by(one.scope)}" for one in found)
    return Page("Several articles have this address, each is retracted where it was indexed:", notes=lines)


def _seen_by(scope: str) -> str:
    return "everybody" if scope == "public" else "this channel" if scope.startswith("channel:") else "you"


def done(found: Named, made: Retraction | None, zone: str) -> Page:
    """What was done just now, with the way back."""
    changes = (Change(line(made, zone), made.by, None if made.undone_at else f"retraction/{made.id}"),) if made else ()
    return Page(
        f"Retracted: {title(found)}. Its {plural(found.statements, 'statement')} will say so wherever shown.",
        notes=(WHAT_IT_DOES,),
        title="Retracted",
        changes=changes,
    )


def undone(found: Named) -> Page:
    """It was taken back."""
    return Page(
        f"Taken back: {title(found)} is shown as it was before. Messages that were changed are changed back.",
        title="Taken back",
    )


def line(one: Retraction, zone: str) -> str:
    """As in "Retracted, noted 11 Dec 2025, 11:02: The outlet withdrew it; taken back 12:00"."""
    text = f"Retracted, noted {hour(one.at, zone)}: {one.reason.rstrip('.')}"
    return f"{text}; taken back {hour(one.undone_at, zone)}" if one.undone_at else text
