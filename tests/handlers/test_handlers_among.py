"""Among whom something was said: the same for what is asked and for what is overheard."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.among import alone, outside


@pytest.mark.parametrize(
    ("event", "told"),
    [
        ({"channel": "D0ANA"}, True),  # by its id alone: a mention in a direct message has no channel_type
        ({"channel": "C0DESK", "channel_type": "im"}, True),  # Slack's own word counts
        ({"channel": "C0DESK", "channel_type": "channel"}, False),
        ({"channel": "G0TEAM", "channel_type": "mpim"}, False),  # several people
        ({}, False),  # malformed
    ],
)
def test_who_is_alone_with_the_bot(event: dict[str, Any], told: bool) -> None:
    assert alone(event) is told


@pytest.mark.parametrize(
    ("body", "event", "told"),
    [
        ({"team_id": "T0OURS"}, {"user_team": "T0OURS"}, False),
        ({"team_id": "T0OURS"}, {}, False),  # most events name no team of the writer
        ({"team_id": "T0OURS"}, {"user_team": "T0ELSE"}, True),
        ({"team_id": "T0OURS"}, {"source_team": "T0ELSE"}, True),
        ({"team_id": "T0OURS", "is_ext_shared_channel": True}, {"user_team": "T0OURS"}, True),  # strangers read along
        ({}, {"team": "T0OURS", "user_team": "T0OURS"}, False),  # the workspace stands on the event
    ],
)
def test_who_is_outside(body: dict[str, Any], event: dict[str, Any], told: bool) -> None:
    assert outside(body, event) is told
