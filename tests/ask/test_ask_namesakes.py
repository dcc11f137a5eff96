"""A question about a name of two people: which one is asked, with their roles, and a choice is exact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, filled

from bot.ask import suggest
from bot.ask.find import answer
from bot.ask.namesakes import numbered
from bot.compose import answers
from bot.model import PUBLIC, Answer, Asker, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from store import Store

    Asked = tuple[Answer, list[str]]

STRIKER = "John Marlow, the Rovers striker, said [[the pitch was wet]](John Marlow; role=Rovers striker)."
MAYOR = "John Marlow, mayor of Fenwick, said [[the bridge is late]](John Marlow; role=mayor of Fenwick). {}"
MORE = " ".join(f"He said [[there were {n} boats]](John Marlow; role=mayor of Fenwick)." for n in range(9))
BARE = "John Marlow said [[it was cold]](John Marlow). Ann Marlow said [[it was hot]](Ann Marlow)."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Store]:
    texts = {"sport": STRIKER, "town": MAYOR.format(MORE), "bare": BARE}
    store = filled(tmp_path, {(n, n, "2025-12-08", "A title"): marked for n, marked in texts.items()})
    yield store
    store.close()


def asked(store: Store, question: str) -> Asked:
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        given = answer(question, snapshot, Asker(), NOW)
    return given, [hit.record.text for hit in given.hits]


def test_which_one_is_asked_with_roles_however_many_more_one_said(record: Store) -> None:
    page = answers.page(asked(record, "what did John Marlow say?")[0], "UTC")
    assert page.headline == "Which one? 3 speakers in the record fit “John Marlow”."
    assert [label for label, _ in page.choices] == [
        "John Marlow, mayor of Fenwick – 10 statements",
        "John Marlow, Rovers striker – 1 statement",
        "John Marlow, the articles do not say which – 1 statement",
    ]


def test_a_choice_is_the_one_chosen(record: Store) -> None:
    page = answers.page(asked(record, "what did John Marlow say?")[0], "UTC")
    said = [asked(record, question)[1] for _, question in page.choices]
    assert said[1:] == [["the pitch was wet"], ["it was cold"]]
    assert len(said[0]) == 5


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("what did John Marlow say about the pitch?", ["the pitch was wet"]),  # only one spoke on it
        ("what did the mayor of Fenwick say about the bridge?", ["the bridge is late"]),
        ("what did Ann Marlow say?", ["it was hot"]),  # another name
        ("what did Ann Marlow #99 say?", ["it was hot"]),  # no such number: the name is left
    ],
)
def test_what_decides_is_taken(record: Store, question: str, said: list[str]) -> None:
    assert asked(record, question)[1] == said


def test_people_of_one_name_are_offered_each_with_their_number(record: Store) -> None:
    with record.snapshot((PUBLIC,), NOW) as snapshot:
        offered = suggest.speakers(snapshot.directory(), "john mar")
    assert len({value for value, _ in offered}) == 4  # three, and what was typed
    assert asked(record, f"what did {offered[1][0]} say?")[1] in (["the pitch was wet"], ["it was cold"])


def test_a_surname_alone_is_asked_back_too(record: Store) -> None:
    given, _ = asked(record, "what did Marlow say?")
    assert given.outcome is Outcome.AMBIGUOUS
    assert {entry.roles[:1] for entry in given.candidates} == {("Rovers striker",), ("mayor of Fenwick",), ()}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("John Marlow #12", ("John Marlow", 12)),
        ("#7", ("", 7)),
        ("John Marlow", ("John Marlow", None)),
        ("number #1 fan", ("number #1 fan", None)),
        (f"x #{'9' * 40}", (f"x #{'9' * 40}", None)),  # more than any id
    ],
)
def test_numbers_behind_names_are_read(typed: str, read: tuple[str, int | None]) -> None:
    assert numbered(typed) == read
