"""The word `settings`: what it shows and sets, and for whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.compose import settings
from bot.people import Channel, Person, Standing, Where
from bot.words import command_of

if TYPE_CHECKING:
    from bot.page import Page

KNOWN = Channel("C1", Where.PUBLIC, shared=False, here=True, known=True)


def words(page: Page) -> str:
    return "\n".join([page.headline, *page.notes, *(note for part in page.sections for note in part.notes)])


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("settings", ("settings", "")),
        ("Settings", ("settings", "")),
        ("settings zone Europe/Berlin", ("settings", "zone Europe/Berlin")),
        ("settings follow off", ("settings", "follow off")),
        ("settings of the talks", ("said", "settings of the talks")),  # a question
    ],
)
def test_settings_is_ours_alone_or_before_what_can_be_set(typed: str, read: tuple[str, str]) -> None:
    assert command_of(typed) == read


@pytest.mark.parametrize("standing", list(Standing))
def test_everybody_is_told_what_they_are_to_us(standing: Standing) -> None:
    page = settings.page(Person("U1", standing), None, ("UTC", None), follows=True, off=())
    assert page.sections[0].notes[0].startswith(("You", "Your account", "Slack has not told"))
    assert ("change nothing" in words(page)) is (standing not in {Standing.MEMBER, Standing.GONE, Standing.UNKNOWN})


@pytest.mark.parametrize(
    ("zone", "chosen", "said"),
    [
        (None, None, "those of the newsroom, UTC"),
        ("Asia/Tokyo", None, "those of Asia/Tokyo, from your Slack profile"),
        ("Europe/Berlin", "Europe/Berlin", "those of Europe/Berlin, which you set here"),
    ],
)
def test_where_a_zone_comes_from_is_said(zone: str | None, chosen: str | None, said: str) -> None:
    page = settings.page(Person("U1", Standing.MEMBER, zone), None, ("UTC", chosen), follows=True, off=())
    assert said in words(page)


@pytest.mark.parametrize(
    ("channel", "said"),
    [
        (KNOWN, "This is a public channel."),
        (Channel("C1", Where.PRIVATE, shared=False, known=True), "This is a private channel: what is indexed for it"),
        (Channel("C1", Where.GROUP, shared=False, known=True), "This is a group conversation"),
        (Channel("C1", Where.PUBLIC, shared=True, known=True), "shared with another organisation: only the public"),
        (Channel("C1"), "it counts as private, and as read by strangers"),
    ],
)
def test_what_a_channel_is_to_us_is_said(channel: Channel, said: str) -> None:
    assert said in words(settings.page(Person("U1"), channel, ("UTC", None), follows=True, off=()))


def test_what_is_off_is_listed_and_what_can_be_set_is_that_place_s() -> None:
    person = Person("U1", Standing.MEMBER)
    there = words(settings.page(person, KNOWN, ("UTC", None), follows=False, off=("a is missing: b is off.",)))
    direct = words(settings.page(person, None, ("UTC", None), follows=True, off=()))
    assert "a is missing: b is off." in there
    assert "Follow-ups in its threads need a mention" in there
    assert "settings follow" in there
    assert "settings follow" not in direct
