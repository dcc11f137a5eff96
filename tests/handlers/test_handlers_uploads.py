"""Charts under digests, over the fake Slack: at most once, with their words, and never in the way of the digest."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.workspace import BOT_TOKEN, Trouble, limited

from bot.digest.charts import PATIENCE, Charts, Picture
from bot.digest.model import Digest, Quoted, Tally, Window
from bot.errors import PostError, RefusedError
from handlers.client import web_client
from handlers.uploads import ALT, Uploads

if TYPE_CHECKING:
    from fakes.slack import FakeSlack

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
PICTURE = Picture("most-quoted.png", "Most quoted", "Bar chart: Ann Hill 3.", b"\x89PNG-made-up")
WEEK = Digest(
    Window(1, "w", NOON, NOON - timedelta(days=7), NOON),
    "UTC",
    (),
    1,
    3,
    extras=("chart",),
    tally=Tally(statements=3, quoted=(Quoted("Ann Hill", (3, 0, 0), 1, "Rain"),)),
)


def uploads(slack: FakeSlack) -> Uploads:
    return Uploads(web_client(BOT_TOKEN, slack.url, timeout=5))


def hung(slack: FakeSlack) -> list[dict[str, object]]:
    return [message for message in slack.channels["C1"] if message.get("files")]


def test_a_picture_goes_into_the_thread_with_its_words(slack: FakeSlack) -> None:
    uploads(slack).attach("C1", "17.5", PICTURE)
    [message] = hung(slack)
    assert message["thread_ts"] == "17.5"
    assert message["files"] == [
        {"name": "most-quoted.png", "alt_txt": PICTURE.words, "bytes": PICTURE.png, "title": "Most quoted"}
    ]


def test_long_words_are_cut_to_what_slack_takes(slack: FakeSlack) -> None:
    uploads(slack).attach("C1", "17.5", Picture("a.png", "T", "word " * 1000, b"x"))
    assert len(slack.uploads["F0"]["alt_txt"]) == ALT


@pytest.mark.parametrize(
    ("method", "trouble"),
    [
        ("files.getUploadURLExternal", limited(1)),  # told to slow down
        ("upload", Trouble(status=500)),  # the bytes are not taken
        ("files.completeUploadExternal", Trouble(status=503)),  # nobody knows whether it stands there
        ("files.completeUploadExternal", Trouble(error="not_in_channel")),  # refused
    ],
)
def test_what_goes_wrong_is_said_and_not_tried_again(slack: FakeSlack, method: str, trouble: Trouble) -> None:
    slack.script(method, trouble)
    with pytest.raises(PostError):
        uploads(slack).attach("C1", "17.5", PICTURE)
    assert hung(slack) == []


def test_without_the_scope_it_is_refused(slack: FakeSlack) -> None:
    slack.scopes -= {"files:write"}
    with pytest.raises(RefusedError, match="missing_scope"):
        uploads(slack).attach("C1", "17.5", PICTURE)


class Wall:
    """A clock on the wall, and where digests stand."""

    def __init__(self) -> None:
        self.now = NOON
        self.posted: dict[str, tuple[str, datetime]] = {}


@pytest.fixture
def wall() -> Wall:
    return Wall()


def charts(slack: FakeSlack, wall: Wall) -> Charts:
    return Charts(wall.posted.get, uploads(slack), lambda: wall.now)


def test_a_chart_waits_for_its_digest_and_hangs_once(slack: FakeSlack, wall: Wall) -> None:
    made = charts(slack, wall)
    made.note("k1", "C1", WEEK)
    assert made.hang() == 0
    wall.posted["k1"] = ("17.5", NOON)
    assert [made.hang(), made.hang()] == [1, 0]
    [message] = hung(slack)
    assert message["thread_ts"] == "17.5"
    [file] = message["files"]  # type: ignore[misc]
    assert file["title"] == "Most quoted, indexed 2–9 Mar 2026"
    assert file["alt_txt"] == "Bar chart of the most quoted speakers by statements: Ann Hill 3, of them 3 quotes."
    assert file["bytes"].startswith(b"\x89PNG")


def test_a_chart_whose_digest_never_came_is_let_go(slack: FakeSlack, wall: Wall) -> None:
    made = charts(slack, wall)
    made.note("k1", "C1", WEEK)
    wall.now += PATIENCE
    made.hang()
    wall.posted["k1"] = ("17.5", NOON)
    assert made.hang() == 0


def test_a_chart_that_fails_is_let_go_and_the_next_one_hangs(slack: FakeSlack, wall: Wall) -> None:
    made = charts(slack, wall)
    slack.script("files.completeUploadExternal", Trouble(error="not_in_channel"))
    for key in ("k1", "k2"):
        made.note(key, "C1", WEEK)
        wall.posted[key] = (key, NOON)
    assert [made.hang(), made.hang()] == [2, 0]
    assert [message["thread_ts"] for message in hung(slack)] == ["k2"]


def test_no_chart_is_made_where_none_is_wished_for(slack: FakeSlack, wall: Wall) -> None:
    made = charts(slack, wall)
    made.note("k1", "C1", Digest(WEEK.window, "UTC", (), 1, 3, extras=("table",), tally=WEEK.tally))
    made.note("k1", "C1", Digest(WEEK.window, "UTC", (), 0, 0, extras=("chart",), tally=Tally()))
    wall.posted["k1"] = ("17.5", NOON)
    assert made.hang() == 0
