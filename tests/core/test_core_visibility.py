"""What somebody sees where they ask: a row per rule, the strictest wherever something is not known."""

from __future__ import annotations

import pytest

from bot.model import Request
from bot.people import Channel, Person, Standing, Where
from bot.people.visibility import scopes

MEMBER = Person("U1", Standing.MEMBER)
OPEN = Channel("C1", Where.PUBLIC, shared=False, here=True, known=True)
CLOSED = Channel("C1", Where.PRIVATE, shared=False, here=True, known=True)
SHARED = Channel("C1", Where.PUBLIC, shared=True, here=True, known=True)
UNKNOWN = Channel("C1")
HERE, MINE = "channel:C1", "user:U1"


def asked(surface: str, *, channel: str = "C1", private: bool = True, view: str | None = None) -> Request:
    return Request("r", surface, "q", channel, "U1", private=private, view=view)


@pytest.mark.parametrize(
    ("request_", "channel", "inside", "seen"),
    [
        # a mention is read by the whole channel: never what is one person's
        (asked("mention"), OPEN, False, {HERE}),
        (asked("mention"), CLOSED, False, {HERE}),
        # its event says whether strangers read along, so an unknown channel is no reason to hide the channel's own
        (asked("mention", private=False), UNKNOWN, False, {HERE}),
        # the cache says so, too
        (asked("mention", private=False), SHARED, False, set()),
        # in a direct message and on the Home tab: what is one's own
        (asked("direct", channel="D1"), UNKNOWN, False, {MINE}),
        (asked("home", channel=""), UNKNOWN, False, {MINE}),
        # a command is answered for the asker's eyes, in the channel Slack let them type it
        (asked("said"), OPEN, False, {HERE, MINE}),
        (asked("said"), UNKNOWN, False, {HERE, MINE}),
        (asked("shortcut"), CLOSED, False, {HERE, MINE}),
        # a share is shown to the channel: not where strangers may read along
        (asked("click", private=False), OPEN, False, {HERE}),
        (asked("click", private=False), SHARED, False, set()),
        (asked("click", private=False), UNKNOWN, False, set()),
        # a view may be older than a membership
        (asked("form"), CLOSED, True, {HERE, MINE}),
        (asked("form"), CLOSED, False, {MINE}),
        (asked("click", view="V1"), CLOSED, False, {MINE}),
        (asked("click", view="V1"), CLOSED, True, {HERE, MINE}),
    ],
)
def test_member_sees_what_may_be_shown_there(request_: Request, channel: Channel, inside: bool, seen: set[str]) -> None:
    found = scopes(request_, MEMBER, channel, lambda: inside)
    assert set(found) == {"public", *seen}
    assert found[0] == "public"


@pytest.mark.parametrize("standing", [standing for standing in Standing if standing is not Standing.MEMBER])
@pytest.mark.parametrize("surface", ["mention", "direct", "home", "said", "click", "form", "shortcut"])
def test_everybody_else_sees_what_is_public(standing: Standing, surface: str) -> None:
    assert scopes(asked(surface), Person("U1", standing), OPEN, lambda: True) == ("public",)


@pytest.mark.parametrize("surface", ["mention", "direct", "said", "click"])
def test_member_asking_among_strangers_sees_what_is_public(surface: str) -> None:
    request = Request("r", surface, "q", "C1", "U1", outside=True)
    assert scopes(request, MEMBER, OPEN, lambda: True) == ("public",)
