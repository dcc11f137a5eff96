"""What Slack tells of people and channels, read; and how it is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from fakes.workspace import BOT_TOKEN, TEAM, Trouble, limited

from bot.errors import NotStoredError, RefusedError, UncertainError
from bot.people import Person, Standing, Where
from handlers import lookup
from handlers.people import PAGE, channel_of, person_of

if TYPE_CHECKING:
    from fakes.slack import FakeSlack

    from handlers.people import SlackPeople

PLAIN = {"id": "U1", "team_id": TEAM, "tz": "Asia/Tokyo"}


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ({}, Standing.MEMBER),
        ({"is_restricted": True}, Standing.GUEST),
        ({"is_restricted": True, "is_ultra_restricted": True}, Standing.GUEST),
        ({"is_ultra_restricted": True}, Standing.GUEST),
        ({"is_bot": True}, Standing.BOT),
        ({"id": "USLACKBOT"}, Standing.BOT),
        ({"deleted": True}, Standing.GONE),
        ({"is_stranger": True}, Standing.OUTSIDE),  # Slack Connect
        ({"team_id": "T0OTHER"}, Standing.OUTSIDE),
        ({"team_id": None}, Standing.OUTSIDE),  # it does not say: strictly
        ({"team_id": "T0OTHER", "is_restricted": True}, Standing.OUTSIDE),
        ({"team_id": "E0GRID", "enterprise_user": {"teams": ["T0OTHER", TEAM]}}, Standing.MEMBER),  # of an enterprise
        ({"is_admin": True, "is_owner": True}, Standing.MEMBER),
    ],
)
def test_standing_is_the_strictest_that_holds(told: dict[str, Any], standing: Standing) -> None:
    assert person_of("U1", PLAIN | told, TEAM).standing is standing


@pytest.mark.parametrize("zone", [None, "", "Mars/Phobos", "../../etc/passwd", 7, "/etc/localtime"])
def test_zone_that_is_none_is_not_taken(zone: object) -> None:
    assert person_of("U1", PLAIN | {"tz": zone}, TEAM) == Person("U1", Standing.MEMBER, None)


def test_nothing_told_is_nobody_of_ours() -> None:
    assert person_of("U1", {}, TEAM).standing is Standing.OUTSIDE


@pytest.mark.parametrize(
    ("told", "kind", "shared"),
    [
        ({"is_private": False}, Where.PUBLIC, False),
        ({"is_private": True}, Where.PRIVATE, False),  # whatever its id begins with
        ({"is_group": True, "is_private": False}, Where.PRIVATE, False),
        ({"is_im": True}, Where.DIRECT, False),
        ({"is_mpim": True, "is_private": True}, Where.GROUP, False),
        ({}, Where.PRIVATE, False),  # it does not say: strictly
        ({"is_private": False, "is_ext_shared": True}, Where.PUBLIC, True),
        ({"is_private": False, "is_pending_ext_shared": True}, Where.PUBLIC, True),
        ({"is_private": False, "pending_connected_team_ids": ["T0OTHER"]}, Where.PUBLIC, True),
        (
            {"is_private": False, "is_shared": True, "is_org_shared": True},
            Where.PUBLIC,
            False,
        ),  # within one organisation
    ],
)
def test_channel_is_what_slack_says_of_it(told: dict[str, Any], kind: Where, shared: bool) -> None:
    found = channel_of("C1", told | {"is_member": True, "is_archived": True})
    assert (found.kind, found.shared, found.archived, found.here, found.known) == (kind, shared, True, True, True)


# -- asked over HTTP


@pytest.fixture
def people(slack: FakeSlack) -> SlackPeople:
    return lookup(BOT_TOKEN, slack.url)


def test_person_is_asked_for_once_the_workspace_is_known(slack: FakeSlack, people: SlackPeople) -> None:
    slack.people["U2"] = {"is_restricted": True, "tz": "Europe/London"}
    assert people.person("U1") == Person("U1", Standing.MEMBER, "Europe/Istanbul")
    assert people.person("U2") == Person("U2", Standing.GUEST, "Europe/London")
    assert [call.method for call in slack.calls] == ["auth.test", "users.info", "users.info"]


def test_granted_scopes_are_those_slack_names(slack: FakeSlack, people: SlackPeople) -> None:
    slack.scopes = {"users:read", "chat:write"}
    assert people.granted() == {"users:read", "chat:write"}


def test_members_are_read_page_after_page(slack: FakeSlack, people: SlackPeople) -> None:
    slack.rosters["C1"] = [f"U{n}" for n in range(25)]
    slack.page = 10
    assert people.members("C1") == frozenset(slack.rosters["C1"])
    assert [body["limit"] for body in slack.called("conversations.members")] == [str(PAGE)] * 3


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (limited(30), NotStoredError),
        (Trouble(error="missing_scope"), RefusedError),
        (Trouble(error="channel_not_found"), RefusedError),
        (Trouble(status=503), UncertainError),
        (Trouble(drops=True), UncertainError),
    ],
)
def test_trouble_is_told_apart_and_not_retried_here(
    slack: FakeSlack, people: SlackPeople, trouble: Trouble, error: type[Exception]
) -> None:
    slack.script("conversations.info", trouble)
    with pytest.raises(error) as told:
        people.channel("C1")
    assert len(slack.called("conversations.info")) == 1
    assert getattr(told.value, "wait", 30) == 30


def test_missing_scope_is_a_refusal(slack: FakeSlack, people: SlackPeople) -> None:
    slack.scopes -= {"users:read"}
    with pytest.raises(RefusedError, match="add the scopes of the manifest"):
        people.person("U1")
