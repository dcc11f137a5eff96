"""Two people of one name, told apart or kept one: a table of invented people, and the figures it gives."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ingest.namesakes import Apart, Known, Mention, choose

NAME = "John Marlow"
Case = tuple[str, str, str]  # roles on record, roles in the article, the article (empty: nothing but the name)

# The same person, whose roles change: one.
SAME: list[Case] = [
    ("Foreign Minister", "President", ""),  # a career
    ("Labour MP", "shadow home secretary", ""),
    ("MP for Leeds North", "mayor of Leeds", ""),
    ("mayor of Leeds", "Leeds mayor", ""),  # the order of words
    ("mayor of New York", "New York City Mayor", ""),  # a fuller name of the town
    ("Mayor of Leeds", "Democratic Mayor", ""),  # a party is no place
    ("mayor of Leeds", "former mayor of Leeds", ""),
    ("mayor of Leeds", "deputy mayor of York", ""),  # a deputy was not yet mayor
    ("British Foreign Minister", "UK foreign minister", ""),  # two words for a country
    ("Turkish Foreign Minister", "foreign minister", ""),
    ("Turkish Foreign Minister", "Turkish Defence Minister", ""),
    ("Arsenal striker", "Chelsea striker", ""),  # a transfer
    ("Arsenal striker", "England captain", ""),
    ("Arsenal striker", "Arsenal coach", ""),  # a coach has been a player
    ("striker", "goalkeeper", ""),  # one game
    ("lawyer", "Senator", ""),  # careers that are common
    ("prosecutor", "judge", ""),
    ("judge", "justice minister", ""),
    ("general", "president", ""),
    ("professor of economics", "finance minister", ""),
    ("surgeon", "senator", ""),
    ("professor", "surgeon", ""),
    ("CEO of Acme", "CEO of Bolt", ""),  # another company
    ("Acme chief executive", "Acme chairman", ""),
    ("banker", "Treasury minister", ""),
    ("teacher", "councillor", ""),
    ("farmer", "mayor of Leeds", ""),
    ("colonel", "detective", ""),
    ("novelist", "playwright", ""),
    ("Arsenal striker", "mayor of Leeds", f"{NAME}, the former striker who became mayor, said so."),  # told by itself
    ("actor", "governor", f"Governor {NAME}, once an actor, said so."),
    ("pianist", "bishop", f"Before he was a bishop, {NAME} had a career as a pianist."),
    ("", "mayor of Leeds", ""),  # nothing was known
    ("mayor of Leeds", "", ""),  # nothing is said
    ("mayor of Leeds", "resident", ""),  # what anybody is
    ("mayor of Leeds", "spokesman for the striker", ""),  # another's work
    ("spokeswoman", "nurse", ""),  # who speaks for somebody can be anything
    ("chief executive", "chairman", ""),
]
# Different people: two.
DIFFERENT: list[Case] = [
    ("Arsenal striker", "mayor of Leeds", ""),
    ("Arsenal striker", "bishop of Ely", ""),
    ("Arsenal striker", "Yankees pitcher", ""),  # two games
    ("goalkeeper", "detective", ""),
    ("quarterback", "surgeon", ""),
    ("cricketer", "rabbi", ""),
    ("golfer", "nurse", ""),
    ("jockey", "novelist", ""),
    ("boxer", "professor of law", ""),
    ("swimmer", "Conservative MP", ""),
    ("mayor of Leeds", "mayor of Austin", ""),  # an office of one place
    ("Leeds mayor", "Mayor of Austin", ""),
    ("Ohio governor", "Governor of Texas", ""),
    ("sheriff of Dade County", "Lincoln sheriff", ""),
    ("bishop of Ely", "bishop of Derry", ""),
    ("Turkish Foreign Minister", "Israeli Foreign Minister", ""),
    ("French president", "Mexican president", ""),
    ("senator", "student", ""),
    ("minister", "pupil", ""),
    ("actress", "judge", ""),
    ("rapper", "admiral", ""),
    ("guitarist", "detective", ""),
    ("singer", "Labour MP", ""),
    ("drummer", "nurse", ""),
    ("priest", "sheriff", ""),
    ("banker", "priest", ""),
    ("surgeon", "magistrate", ""),
    ("nurse", "constable", ""),
    ("firefighter", "judge", ""),
    ("plumber", "surgeon", ""),
    ("fisherman", "striker", ""),
    ("student", "detective", ""),
    ("Arsenal striker", "mayor of Leeds", f"{NAME}, the mayor, met the striker of the local team."),  # by accident
    ("mayor of Leeds", "mayor of Austin", "The mayor of Leeds was not there."),  # named without him
]


def kept_one(case: Case) -> bool:
    """Whether the article's John Marlow is the one on record."""
    known, said, text = case
    mention = Mention(NAME, _roles(said), text or f"{NAME} said so.")
    return choose(mention, [Known(1, _roles(known))]) == 1


def _roles(one: str) -> frozenset[str]:
    return frozenset([one] if one else [])


@pytest.mark.parametrize("case", SAME)
def test_one_person_with_changing_roles_stays_one(case: Case) -> None:
    assert kept_one(case)


@pytest.mark.parametrize("case", DIFFERENT)
def test_people_of_one_name_are_told_apart(case: Case) -> None:
    assert not kept_one(case)


@pytest.mark.parametrize("case", [*SAME, *DIFFERENT])
def test_whoever_came_first(case: Case) -> None:
    """Read the other way round nothing changes, but where one article tells of both lives."""
    known, said, text = case
    assert text or kept_one((said, known, text)) == kept_one(case)


STRIKER = Known(1, frozenset({"Arsenal striker"}), frozenset({"sports daily"}), 5)
MAYOR = Known(2, frozenset({"mayor of Leeds"}), frozenset({"the courier", "sports daily"}), 5)


@pytest.mark.parametrize(
    ("roles", "text", "outlet", "who"),
    [
        ("mayor", "", "", 2),  # the post
        ("Leeds councillor", "", "", 2),  # the place
        ("Arsenal captain", "", "", 1),  # the company
        ("", f"Arsenal won again, {NAME} said.", "", 1),  # what stands around the name
        ("", f"In Leeds, {NAME} said that Arsenal won.", "", Apart.UNCLEAR),  # both
        ("", "", "the courier", 2),  # only one of them was ever in it
        ("", "", "sports daily", Apart.UNCLEAR),
        ("", "", "another", Apart.UNCLEAR),  # nobody's: a wrong speaker is worse than none
        ("analyst", "", "", Apart.UNCLEAR),
        ("banker", "", "", Apart.UNCLEAR),  # may be the mayor, and nothing says so
        ("bishop of Ely", "", "", Apart.UNCLEAR),  # the mayor could be one
        ("novelist", "", "", Apart.NEW),  # neither of them
    ],
)
def test_of_several_the_one_that_evidence_names_is_meant(roles: str, text: str, outlet: str, who: int | Apart) -> None:
    mention = Mention(NAME, _roles(roles), text or f"{NAME} said so.", outlet)
    assert choose(mention, [STRIKER, MAYOR]) == who
    assert choose(mention, [MAYOR, STRIKER]) == who


@pytest.mark.parametrize(("statements", "who"), [(400, 2), (49, Apart.UNCLEAR), (15, Apart.UNCLEAR)])
def test_a_bare_name_is_the_far_better_known_ones(statements: int, who: int | Apart) -> None:
    known = Known(2, MAYOR.roles, frozenset(), statements)
    assert choose(Mention(NAME, frozenset(), f"{NAME} said so."), [STRIKER, known]) == who


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=200))
def test_any_text_is_taken(known: str, said: str, text: str) -> None:
    assert choose(Mention(NAME, _roles(said), text), [Known(1, _roles(known))]) in {1, Apart.NEW}
    assert choose(Mention(said, _roles(known), text), [STRIKER, MAYOR]) is not None


def test_figures_of_the_table() -> None:
    """No wrong merge, and no wrong split: what the table had when it was written."""
    merged = [case for case in DIFFERENT if kept_one(case)]
    split = [case for case in SAME if not kept_one(case)]
    assert (len(SAME), len(DIFFERENT), len(merged), len(split)) == (38, 34, 0, 0)
