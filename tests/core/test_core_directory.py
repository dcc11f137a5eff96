"""People and channels beside the answers: what counts how long, what Slack is asked, and what it may do to us."""

from __future__ import annotations

import threading
from collections import deque
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank

from bot.errors import NotStoredError, PostError, RefusedError, UncertainError
from bot.people import Channel, Person, Standing, Where
from bot.people.directory import ACQUAINTED, FRESH, KEPT, RENEW, TRIES, Directory
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store import Store

NOW = datetime(2025, 12, 11, 7, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


class Slack:
    """Answers from dicts; the next call may meet a scripted error."""

    def __init__(self) -> None:
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.rosters: dict[str, set[str]] = {}
        self.scopes = frozenset({"users:read"})
        self.troubles: deque[PostError] = deque()
        self.asked: list[str] = []
        self.heard = threading.Event()

    def _meets(self, what: str) -> None:
        self.asked.append(what)
        self.heard.set()
        if self.troubles:
            raise self.troubles.popleft()

    def granted(self) -> frozenset[str]:
        self._meets("scopes")
        return self.scopes

    def person(self, user: str) -> Person:
        self._meets(user)
        return self.people.get(user, Person(user, Standing.MEMBER, "Asia/Tokyo"))

    def channel(self, channel: str) -> Channel:
        self._meets(channel)
        return self.channels.get(channel, Channel(channel, Where.PUBLIC, shared=False, known=True))

    def members(self, channel: str) -> frozenset[str]:
        self._meets(f"in {channel}")
        return frozenset(self.rosters.get(channel, set()))


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "verbatim.db"))
    yield opened
    opened.close()


@pytest.fixture
def slack() -> Slack:
    return Slack()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def directory(store: Store, slack: Slack, clock: Clock) -> Directory:
    return Directory(store, slack, clock, pace=0.0)


def catch_up(directory: Directory) -> list[float]:
    """Ask all that is wanted; for how long Slack is to be left in peace after each."""
    waits = []
    while directory.wanted and len(waits) < 500:
        waits.append(directory.ask_one())
    return waits


# -- people and channels


def test_whoever_is_not_known_is_read_strictly_and_asked_about(directory: Directory, slack: Slack) -> None:
    assert directory.person("U1") == Person("U1", Standing.UNKNOWN)
    assert directory.channel("C1") == Channel("C1", Where.PRIVATE, shared=True, known=False)
    assert slack.asked == []  # not on the way of an answer
    catch_up(directory)
    assert slack.asked == ["U1", "C1"]
    assert directory.person("U1") == Person("U1", Standing.MEMBER, "Asia/Tokyo")
    assert directory.channel("C1").kind is Where.PUBLIC


def test_one_is_asked_about_once_however_often_looked_at(directory: Directory, slack: Slack) -> None:
    for _ in range(5):
        directory.expect("U1", "C1")
    catch_up(directory)
    directory.expect("U1", "C1")
    catch_up(directory)
    assert slack.asked == ["U1", "C1"]


@pytest.mark.parametrize(
    ("age", "standing", "asked"),
    [
        (FRESH, Standing.MEMBER, []),
        (FRESH + SECOND, Standing.MEMBER, ["U1"]),  # still believed, and renewed
        (KEPT, Standing.MEMBER, ["U1"]),
        (KEPT + SECOND, Standing.UNKNOWN, ["U1"]),  # too old to be believed
        (-timedelta(hours=2), Standing.UNKNOWN, ["U1"]),  # from the future: the clock was put back
    ],
)
def test_a_row_counts_for_as_long_as_it_may(
    directory: Directory, slack: Slack, clock: Clock, age: timedelta, standing: Standing, asked: list[str]
) -> None:
    directory.person("U1")
    catch_up(directory)
    slack.asked.clear()
    clock.now = NOW + age
    assert directory.person("U1").standing is standing
    catch_up(directory)
    assert slack.asked == asked


def test_direct_message_is_known_without_asking(directory: Directory, slack: Slack) -> None:
    assert directory.channel("D1").kind is Where.DIRECT
    catch_up(directory)
    assert slack.asked == []


def test_people_of_a_channel_new_to_us_are_asked_about_before_they_ask(directory: Directory, slack: Slack) -> None:
    slack.channels["C1"] = Channel("C1", shared=False, here=True, known=True)
    slack.rosters["C1"] = {f"U{n}" for n in range(ACQUAINTED + 20)}
    directory.moved("joined", "C1", "")
    catch_up(directory)
    assert slack.asked[:2] == ["C1", "in C1"]
    assert len(slack.asked) == 2 + ACQUAINTED  # no more of a large one


# -- members


def test_member_is_one_for_five_minutes_and_not_a_second_longer(
    directory: Directory, slack: Slack, clock: Clock
) -> None:
    slack.rosters["C1"] = {"U1"}
    assert not directory.belongs("U1", "C1")  # not known yet
    catch_up(directory)
    assert directory.belongs("U1", "C1")
    assert not directory.belongs("U2", "C1")
    assert directory.members("C1") == frozenset({"U1"})
    slack.rosters["C1"] = set()  # revoked, and Slack told nobody
    clock.now = NOW + FRESH
    assert directory.belongs("U1", "C1")
    clock.now = NOW + FRESH + SECOND
    assert not directory.belongs("U1", "C1")
    assert directory.members("C1") is None
    catch_up(directory)
    assert directory.members("C1") == frozenset()


def test_members_somebody_looks_at_are_renewed_before_they_are_too_old(
    directory: Directory, slack: Slack, clock: Clock
) -> None:
    slack.rosters["C1"] = {"U1"}
    directory.belongs("U1", "C1")
    catch_up(directory)
    for minute in range(1, 60):
        clock.now = NOW + timedelta(minutes=minute)
        directory.tick()
        catch_up(directory)
        assert directory.belongs("U1", "C1")
    assert slack.asked.count("in C1") == pytest.approx(60 / (RENEW / timedelta(minutes=1) + 1), abs=2)


def test_members_nobody_looks_at_are_let_go(directory: Directory, slack: Slack, clock: Clock) -> None:
    directory.belongs("U1", "C1")
    catch_up(directory)
    directory.tick()
    clock.now = NOW + timedelta(days=1, minutes=10)
    directory.tick()
    catch_up(directory)
    assert slack.asked == ["in C1"]


def test_leaving_counts_at_once(directory: Directory, slack: Slack) -> None:
    slack.rosters["C1"] = {"U1"}
    directory.belongs("U1", "C1")
    catch_up(directory)
    directory.moved("left", "C1", "U1")
    assert not directory.belongs("U1", "C1")
    directory.moved("joined", "C1", "U1")
    assert directory.belongs("U1", "C1")


def test_channel_the_bot_left_is_closed_to_it(directory: Directory, slack: Slack) -> None:
    slack.rosters["C1"] = {"U1"}
    directory.belongs("U1", "C1")
    directory.channel("C1")
    catch_up(directory)
    directory.moved("left", "C1", "")
    assert not directory.belongs("U1", "C1")
    assert not directory.channel("C1").known


# -- Slack in trouble


def test_rate_limit_is_waited_out_and_nothing_is_lost(directory: Directory, slack: Slack) -> None:
    slack.troubles.extend([NotStoredError("slow down", 17.0), NotStoredError("not reached")])
    directory.person("U1")
    assert catch_up(directory) == [17.0, 1.0, 0.0]
    assert directory.person("U1").trusted


def test_lost_answers_are_asked_for_again_and_then_left(directory: Directory, slack: Slack) -> None:
    slack.troubles.extend(UncertainError("lost") for _ in range(TRIES + 5))
    directory.person("U1")
    catch_up(directory)
    assert slack.asked == ["U1"] * TRIES
    assert directory.person("U1").standing is Standing.UNKNOWN


@pytest.mark.parametrize("told_before", [True, False])
def test_refusal_makes_unknown_and_is_not_asked_again_at_once(
    directory: Directory, slack: Slack, clock: Clock, told_before: bool
) -> None:
    if told_before:
        directory.expect("U1", "C1")
        catch_up(directory)
        clock.now += FRESH + SECOND
    slack.asked.clear()
    directory.expect("U1", "C1")
    slack.troubles.extend([RefusedError("missing_scope"), RefusedError("channel_not_found")])
    catch_up(directory)
    for _ in range(3):
        assert not directory.person("U1").trusted
        assert not directory.channel("C1").known
    catch_up(directory)
    assert slack.asked == ["U1", "C1"]
    clock.now += FRESH + SECOND
    directory.person("U1")
    catch_up(directory)
    assert directory.person("U1").trusted  # the scope was granted meanwhile


def test_refused_roster_makes_nobody_a_member(directory: Directory, slack: Slack, clock: Clock) -> None:
    slack.rosters["C1"] = {"U1"}
    directory.belongs("U1", "C1")
    catch_up(directory)
    clock.now += RENEW + SECOND
    directory.tick()
    slack.troubles.append(RefusedError("not_in_channel"))
    catch_up(directory)
    assert not directory.belongs("U1", "C1")


def test_refused_roster_leaves_the_channel_known(directory: Directory, slack: Slack) -> None:
    slack.channels["C1"] = Channel("C1", Where.PUBLIC, shared=True, here=True, known=True)
    directory.channel("C1")
    directory.ask_one()
    slack.troubles.append(RefusedError("channel_not_found"))  # to who is in it
    catch_up(directory)
    assert directory.channel("C1") == slack.channels["C1"]


# -- scopes and the thread


def test_scopes_are_asked_for_once_an_hour(directory: Directory, slack: Slack, clock: Clock) -> None:
    assert directory.granted() is None
    catch_up(directory)
    assert directory.granted() == slack.scopes
    clock.now += timedelta(hours=1, seconds=1)
    slack.scopes = frozenset({"users:read", "files:read"})
    assert directory.granted() == {"users:read"}  # until Slack has told
    catch_up(directory)
    assert directory.granted() == {"users:read", "files:read"}
    assert slack.asked == ["scopes", "scopes"]


def test_thread_asks_what_is_wanted_and_stops_while_it_waits(store: Store, slack: Slack, clock: Clock) -> None:
    directory = Directory(store, slack, clock, pace=0.0)
    slack.troubles.append(NotStoredError("slow down", 3600.0))
    directory.start()
    assert slack.heard.wait(5)  # the scopes; now it leaves Slack in peace for an hour
    directory.stop(5)
    assert not directory.alive


def test_thread_outlives_a_database_that_fails(store: Store, slack: Slack, clock: Clock) -> None:
    directory = Directory(store, slack, clock, pace=0.0)
    directory.start()
    directory.person("U1")
    store.close()
    directory.granted()
    assert slack.heard.wait(5)
    assert directory.alive
    directory.stop(5)
