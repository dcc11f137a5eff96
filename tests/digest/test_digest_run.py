"""One tick of the digests: what is due is frozen once, what several have in common is composed once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fakes.archives import blank

from bot.digest.model import Subscription, Window
from bot.digest.run import NOTICE, Digests, leading_to
from bot.extract import Extractor
from bot.model import Article, Delivery, Message
from bot.newsroom import Newsroom
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.page import Page
    from store import Store

START = datetime(2025, 12, 10, 12, tzinfo=UTC)
DUE = datetime(2025, 12, 11, 8, tzinfo=UTC)
TOPIC: dict[str, Any] = {"wanted": {"topics": [{"words": "ferries", "name": None, "ids": []}]}}


@dataclass
class House:
    store: Store
    now: datetime = START
    laid_out: list[str] = field(default_factory=list)  # headlines, as often as they were laid out
    breaks: bool = False  # the next time something is laid out

    def __post_init__(self) -> None:
        self.runner = Digests(self.store, self.store, self.render, self.clock, self.store)

    def clock(self) -> datetime:
        return self.now

    def render(self, page: Page) -> Message:
        if self.breaks:
            self.breaks = False
            raise RuntimeError("made up")
        self.laid_out.append(page.headline)
        return Message("\n".join([page.headline, *page.notes, str(page.sections)]))

    def index(self, number: int, text: str, **given: str) -> None:
        self.now += timedelta(seconds=1)  # what came in at the very start was there before
        newsroom = Newsroom(self.store, self.store, clock=self.clock)
        article = Article(f"a{number}", text, f"Headline {number}", "The Courier", published="2025-12-10", **given)
        list(newsroom.index([article], Extractor()))

    def add(self, channel: str, **given: object) -> Subscription:
        wanted = replace(Subscription(0, channel, ("08:00",), "UTC", START, name="Daily"), **given)  # type: ignore[arg-type]
        return self.store.add_subscription(wanted, START, by="U1", detail="")

    def tick(self, at: datetime) -> int:
        self.now = at
        return self.runner.tick()

    @property
    def frozen(self) -> dict[str, str]:
        return {delivery.channel: delivery.message.text for delivery in self.store.due(self.now, most=1000)}


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    store = open_archive(blank(tmp_path / "v.db"))
    yield House(store)
    store.close()


def test_what_several_have_in_common_is_composed_and_laid_out_once(house: House) -> None:
    for number in range(5):
        house.add(f"C{number}")
    house.add("C9", criteria=TOPIC)
    house.index(1, "Ann Hill said that the ferry was late.")
    assert house.tick(DUE) == 6
    assert len(house.laid_out) == 2
    assert sorted(house.frozen) == ["C0", "C1", "C2", "C3", "C4", "C9"]


def test_what_belongs_to_a_channel_is_composed_for_it_alone(house: House) -> None:
    house.add("C1")
    house.add("C2")
    house.index(1, "Ann Hill said that the ferry was late.", scope="channel:C2")
    house.tick(DUE)
    assert "the ferry was late" not in house.frozen["C1"]
    assert "the ferry was late" in house.frozen["C2"]


def test_a_digest_of_ones_own_shows_what_one_may_see(house: House) -> None:
    house.add("D1", owner="U1")
    house.index(1, "Ann Hill said that the ferry was late.", scope="user:U1")
    house.index(2, "Olga Brandt said that the bridge was shut.", scope="channel:D1")
    house.tick(DUE)
    assert "the ferry was late" in house.frozen["D1"]
    assert "the bridge" not in house.frozen["D1"]


@pytest.mark.parametrize(("when_empty", "posted"), [("line", True), ("nothing", False)])
def test_an_empty_one_says_so_or_is_silent_and_on_record(house: House, when_empty: str, *, posted: bool) -> None:
    made = house.add("C1", when_empty=when_empty)
    assert house.tick(DUE) == posted
    assert bool(house.frozen) is posted
    [(window, state, _)] = house.store.runs(made.id)
    assert (window.key, state) == ("2025-12-11/08:00", "open" if posted else "skipped")
    house.index(1, "Ann Hill said that the ferry was late.")  # on the day after
    assert house.tick(DUE + timedelta(days=1)) == 1


@pytest.mark.parametrize(
    ("catch_up", "late", "next_day", "in_it"),
    [
        ("late", True, False, True),
        ("merge", False, True, True),
        ("skip", False, True, False),
    ],
)
def test_a_missed_one_is_late_merged_or_skipped(
    house: House, catch_up: str, *, late: bool, next_day: bool, in_it: bool
) -> None:
    house.add("C1", catch_up=catch_up)
    house.index(1, "Ann Hill said that the ferry was late.")
    assert (house.tick(DUE + timedelta(hours=2)) == 1) is late
    if next_day:
        assert house.tick(DUE + timedelta(days=1)) == 1
    assert ("the ferry was late" in house.frozen["C1"]) is in_it


def test_one_that_breaks_holds_up_no_other_and_is_tried_again(house: House) -> None:
    house.add("C1", criteria=TOPIC)
    house.add("C2", criteria={"wanted": {"topics": [{"words": "bridges", "name": None, "ids": []}]}})
    house.index(1, "Ann Hill said that the ferry was late. Olga Brandt said that the bridge was shut.")
    house.breaks = True
    assert house.tick(DUE) == 1
    assert list(house.frozen) == ["C2"]
    assert house.tick(DUE + timedelta(minutes=1)) == 1
    assert "the ferry was late" in house.frozen["C1"]


def test_the_longest_due_comes_first(house: House) -> None:
    house.add("C1", times=("08:10",))
    house.add("C2", times=("08:00",))
    house.tick(DUE + timedelta(minutes=15))
    assert [delivery.channel for delivery in house.store.due(house.now)] == ["C2", "C1"]


def test_editing_between_two_neither_loses_nor_doubles(house: House) -> None:
    made = house.add("C1")
    house.index(1, "Ann Hill said that the ferry was late.")
    house.tick(DUE)
    first = house.frozen["C1"]
    assert "the ferry was late" in first
    moved = replace(made, times=("07:00",), zone="Asia/Tokyo", zone_changes=1, times_from=DUE + timedelta(hours=1))
    house.store.change_subscription(moved, DUE, by="U1", what="changed", detail="")
    house.now = DUE + timedelta(hours=2)
    house.index(2, "Olga Brandt said that the bridge was shut.")
    assert house.tick(DUE + timedelta(hours=3)) == 0
    assert house.tick(datetime(2025, 12, 11, 22, tzinfo=UTC)) == 1  # 07:00 in Tokyo
    windows = [window for window, _, _ in house.store.runs(made.id)]
    assert [window.key for window in windows] == ["2025-12-12/07:00#1", "2025-12-11/08:00"]
    assert windows[0].since == windows[1].until


def test_every_message_leads_to_its_own_form() -> None:
    button = {"type": "button", "action_id": "digest_change", "value": "this digest"}
    other = {"type": "button", "action_id": "all", "value": "key/0"}
    message = Message("x", ({"type": "section"}, {"type": "actions", "elements": [other, button]}))
    found = leading_to(message, 7).blocks[1]["elements"]
    assert found == [other, button | {"value": "7"}]
    assert button["value"] == "this digest"


class Refused:
    """An outbox of what was refused."""

    def __init__(self, *deliveries: Delivery) -> None:
        self.deliveries = list(deliveries)

    def refused(self) -> list[Delivery]:
        return list(self.deliveries)

    def hear(self, run_key: str) -> bool:
        self.deliveries = [d for d in self.deliveries if d.run_key != run_key]
        return True


def test_refusals_of_others_are_left_to_them(house: House) -> None:
    made = house.add("C1", owner="U1")
    house.store.open_window(Window(made.id, "k", DUE, START, DUE), "open", None, (), DUE)
    outbox = Refused(
        Delivery("d", "digest", "C1", Message("x"), ref=f"{made.id}/k", code="is_archived"),
        Delivery("n", NOTICE, "U1", Message("x"), code="user_disabled"),
        Delivery("w", "watch", "C1", Message("x"), code="is_archived"),
        Delivery("g", "digest", "C1", Message("x"), ref="999/k", code="is_archived"),  # its digest is gone
    )
    assert house.runner.hear(outbox) == 3
    assert [d.run_key for d in outbox.deliveries] == ["w"]
    assert house.store.timetable() == []
    assert [d.channel for d in house.store.due(DUE)] == ["U1"]
