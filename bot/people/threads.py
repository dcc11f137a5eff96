"""Follow-ups in a thread of ours without a mention: whether words that were not said to us by name are for us.

People talk among themselves below an answer, so all of these must hold; otherwise nothing is stored, logged or said:

    - the thread has an answer of ours to the very person who writes, of the last seven days (our rows, never Slack's)
    - the message names nobody and is short (`handlers.overheard`)
    - it reads as a follow-up ("and in October?", "who else?") or as a question about who said what ("did Lind say so?")
    - follow-ups are not switched off in the channel (`settings follow off`)
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.reception.rooms import mine, place

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from bot.model import Request
    from bot.ports import Inbox, Ledger, Preferences

KEPT = timedelta(days=7)
FOLLOW = "follow"  # the preference of a channel
OFF = "off"
_SHORT = 12  # words of a turn that only says what changes
# "and in October?", "what about Ivo Brandt?": a preposition, a time or a name; "and lunch?" is for colleagues.
_GOES_ON = re.compile(
    r"(?:(?:(?:and|or|but|also)\b[\s,]*)+(?:what about|how about)?|what about|how about|what of)\s*"
    r"(?:(?i:in|on|about|since|before|after|by|from|to|with|during|at|until|between|last|this|yesterday|today|only)\b"
    r"|\d{4}\b|(?:the )?[A-Z])",
)
_ELSE = re.compile(r"(?:and )?(?:who|what|anything|anyone|anybody|any ?where) else\b", re.IGNORECASE)
_ONLY = re.compile(
    r"(?:and )?(?:only|just) (?:the )?(?:direct )?(?:quotes|quotations|part-quotes|paraphrases)\b", re.IGNORECASE
)
# "what did she say …", "did Lind say …", "who said …", "has Brandt been quoted …"
_SAYING = re.compile(
    r"(?:so |and |but )?(?:what|who|when|where|how|why|did|does|has|have|was|is)\b.*\b(?:say|says|said|saying|told|tell"
    r"|claim(?:s|ed)?|mention(?:ed|s)?|quoted|comment(?:ed)?|call(?:ed)?|argued?|promised?|denied|deny|warned?)\b",
    re.IGNORECASE | re.DOTALL,
)
_COLLEAGUES = re.compile(r"\b(?:I|me|my|we|us|our|you|your|anyone|anybody|someone|somebody|everyone)\b", re.IGNORECASE)
_QUOTED = re.compile(r"[\"“„«][^\"”“»]*[\"”“»]")
_WHO_SAID = re.compile(r"(?:so |and )?who (?:else )?(?:said|says|called|claimed|denied)\b", re.IGNORECASE)
_SOMEBODY = re.compile(r"\b(?:he|she|they)\b|(?<!^)(?<![.!?] )\b[A-Z]\w+|[\"“”«»]")


@dataclass(frozen=True, slots=True)
class Threads:
    """Tells what was overheard and is for us."""

    ledger: Ledger
    inbox: Inbox
    preferences: Preferences
    clock: Callable[[], datetime]

    def concerns(self, request: Request, only: str) -> bool:
        """Whether a request under a condition is one: "thread" or "known" (`handlers.inbound.Inbound.only`)."""
        if only == "known":
            return request.target is not None and self.inbox.known(request.target)
        here = place(request)
        if here is None or self.preferences.preference(f"channel:{request.channel}", FOLLOW) == OFF:
            return False
        since = self.clock() - KEPT
        return for_us(request.text) and self.ledger.conversation(mine(here, request.user), since) is not None


def for_us(text: str) -> bool:
    """Whether words in a thread of ours, by who asked there, go on from an answer or ask who said what.

    A question in form, about somebody by name or pronoun; not one that has "you", "we" or "anybody" in it.
    """
    bare = " ".join(text.split())
    if not bare.endswith("?"):
        return False
    if (_ELSE.match(bare) or _ONLY.match(bare)) and len(bare.split()) <= _SHORT:
        return True
    if _COLLEAGUES.search(_QUOTED.sub(" ", bare)):
        return False
    if _GOES_ON.match(bare[0].lower() + bare[1:]) and len(bare.split()) <= _SHORT:
        return True
    return bool(_WHO_SAID.match(bare) or (_SAYING.match(bare) and _SOMEBODY.search(bare)))
