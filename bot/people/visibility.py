"""What somebody may see where their request is answered: the strictest rule wherever something is not known. Pure.

guest, outsider, bot, unknown       what is public
seen by the asker alone             public, their own, and the channel's they ask in
seen by the channel                 public and the channel's, unless strangers read along
from a view                         the channel's only for whoever is in it still: a view may be older than that
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.model import PUBLIC

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.model import Request
    from bot.people import Channel, Person

ALONE = frozenset({"home", "direct"})  # surfaces without a channel of their own


def scopes(request: Request, person: Person, channel: Channel, belongs: Callable[[], bool]) -> tuple[str, ...]:
    """The scopes of a request; `belongs` tells whether the person is in the channel now, where that matters."""
    if request.outside or not person.trusted:
        return (PUBLIC,)
    mine, here = (f"user:{request.user}",), (f"channel:{request.channel}",)
    if request.surface in ALONE or not request.channel:
        return (PUBLIC, *mine)
    alone = request.private and request.surface != "mention"
    seen = (PUBLIC, *here) if _of_the_channel(request, channel, belongs, alone=alone) else (PUBLIC,)
    return (*seen, *mine) if alone else seen


def _of_the_channel(request: Request, channel: Channel, belongs: Callable[[], bool], *, alone: bool) -> bool:
    """Whether what belongs to the channel may be shown in answer."""
    if request.view or request.surface == "form":
        return belongs()
    if alone:
        return True  # Slack takes a command or click only from whoever sees the channel
    if channel.known:
        return not channel.shared
    return request.surface == "mention"  # its event says whether strangers read along; a click does not
