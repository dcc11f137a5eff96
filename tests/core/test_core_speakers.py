"""`speakers NAME` and its buttons, over a real record: what is shown, who may change it, and the way back."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.marked import records

from bot.extract import Extractor
from bot.model import Request
from bot.newsroom import Newsroom
from bot.people import Person, Standing, Terminal
from bot.reception import Reception
from bot.reception.speakers import BEFORE, GONE, WHO
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.page import Page
    from store import Store

NOW = datetime(2025, 12, 11, 8, 2, tzinfo=UTC)
_ids = itertools.count()


class Crew(Terminal):
    """A workspace with one guest in it."""

    def person(self, user: str) -> Person:
        """U9 is the guest."""
        return Person(user, Standing.GUEST if user == "U9" else Standing.MEMBER)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_archive(blank(tmp_path / "v.db"))
    rows = [
        ("<<Ann Hill>> {{said}} [[that the bridge was shut]].", {"outlet": "The Courier", "published": "2024-03-01"}),
        ("<<Ann Hill>> {{said}} [[that the bridge was open]].", {"outlet": "The Star", "published": "2025-12-02"}),
        ("<<A. Hill>> {{said}} [[that it rained]].", {"outlet": "The Star", "published": "2025-12-03"}),
        ("<<Bo Lund>> {{said}} [[that it snowed]].", {"outlet": "The Star", "published": "2025-12-03"}),
        ("<<Cy Moss>> {{said}} [[that nobody knew]].", {"outlet": "Notes", "scope": "channel:C2"}),
    ]
    for at, (marked, fields) in enumerate(rows):
        name = marked[2:].partition(">>")[0]
        found = records(marked, name, article_id=f"a{at}", **fields)  # type: ignore[arg-type]
        opened.admit(found[0].article, [found[0].statement], now=NOW, news=True, extractor="test")
    yield opened
    opened.close()


@pytest.fixture
def desk(store: Store) -> Reception:
    room = Newsroom(store, store, zone="Europe/Istanbul", clock=lambda: NOW, people=Crew())
    return Reception.of(room, store, Extractor, "socket", cast=store)


def sent(surface: str, text: str = "", **fields: object) -> Request:
    known = {"channel": "C1", "user": "U1"} | fields
    return Request(f"s{next(_ids)}", surface, text, **known)  # type: ignore[arg-type]


def shown(desk: Reception, name: str) -> Page:
    return desk.page(sent("mention", f"speakers {name}"))


def titled(page: Page) -> dict[str | None, tuple[str, ...]]:
    return {section.title: section.notes for section in page.sections}


def clicked(desk: Reception, page: Page, label: str, **fields: object) -> Page:
    action, _, target = next(button for button in page.buttons if button[1].startswith(label))
    return desk.page(sent("click", action=action, target=target, **fields))


def merge(desk: Reception, typed: str = "A. Hill") -> Page:
    form = clicked(desk, shown(desk, "Ann Hill"), "Same person").form
    assert form is not None
    return desk.page(sent("form", f'{{"known": "{typed}"}}', action=form.action, target=form.target))


def test_page_of_a_speaker(desk: Reception) -> None:
    page = shown(desk, "ann hill")
    assert page.headline == "Ann Hill #1: 2 statements in 2 outlets."
    assert titled(page) == {
        "Names as printed": ("Ann Hill (2).",),
        "Roles as printed": ("None: no article says what they are.",),
        "By year": ("2024: 1 · 2025: 1",),
        "May be the same – not merged, for you to decide": ("A. Hill #2: 1 statement",),
    }
    assert [label for _, label, _ in page.buttons] == ["Same person as…"]


def test_part_of_a_name_lists_who_has_it(desk: Reception) -> None:
    assert shown(desk, "il").headline.startswith("2 speakers in the record with “il” in the name")
    assert desk.page(sent("mention", "speakers")).headline == "3 speakers in the record."


def test_merge_is_asked_first_shown_with_its_hour_and_taken_back(desk: Reception) -> None:
    asked = clicked(desk, shown(desk, "Ann Hill"), "Same person")
    assert asked.headline == "Who else is Ann Hill #1?"
    assert asked.form is not None
    assert asked.form.fields[0].options == (("2", "A. Hill #2: 1 statement"),)
    done = merge(desk)
    assert done.headline == "One speaker now: Ann Hill #1, 3 statements."
    (change,) = shown(desk, "A. Hill").changes
    assert change.text == "“A. Hill” merged into “Ann Hill” by the desk, 11 Dec 2025, 11:02"
    assert change.by == "U1"
    assert clicked(desk, done, "Take back").headline.startswith("Taken apart")
    assert clicked(desk, done, "Take back").headline == BEFORE
    assert shown(desk, "Ann Hill").changes[0].text.endswith("taken back 11 Dec 2025, 11:02")


def test_not_the_same_lists_what_was_merged(desk: Reception) -> None:
    merge(desk)
    page = clicked(desk, shown(desk, "Ann Hill"), "Not the same")
    assert page.headline == "Which of these is not Ann Hill?"
    assert clicked(desk, page, "Take apart: A. Hill").headline.startswith("Taken apart")
    assert shown(desk, "A. Hill").headline == "A. Hill #2: 1 statement in 1 outlet."


@pytest.mark.parametrize(
    ("filled", "says"),
    [
        ("{}", WHO),  # nothing
        ('{"known": "Zorro"}', WHO),  # nobody
        ('{"known": "Ann Hill"}', "These are one speaker already"),  # herself
        ('{"known": "Cy Moss"}', WHO),  # somebody of whom only a channel knows
        ('{"listed": "5"}', WHO),  # the same, forged
        ("[1]", WHO),
    ],
)
def test_form_that_names_nobody_asks_again(desk: Reception, filled: str, says: str) -> None:
    page = desk.page(sent("form", filled, action="speaker_merged", target="1"))
    assert page.headline.startswith(says)
    assert page.form is not None


@pytest.mark.parametrize("action", ["speaker_same", "speaker_merged", "speaker_apart", "speaker_undo"])
def test_only_full_members_change_who_is_who(desk: Reception, action: str) -> None:
    page = desk.page(sent("click", action=action, target="1", user="U9"))
    assert "Guests of this workspace can ask, but not say who is the same person" in page.headline


@pytest.mark.parametrize("target", ["5", "99", "x", "²", None, "1:merge/1x", "5:merge/1", "2:merge/99"])
@pytest.mark.parametrize("action", ["speaker_same", "speaker_apart", "speaker_undo"])
def test_forged_buttons_tell_nothing(desk: Reception, action: str, target: str | None) -> None:
    merge(desk)
    assert desk.page(sent("click", action=action, target=target)).headline == GONE
