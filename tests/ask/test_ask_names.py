from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ask.fits import fit, one_person
from bot.ask.names import alike, initials, same_first, sound, spelt_out, tokens
from bot.ask.outlets import full_name, outlet_in
from bot.ask.roles import describe, heads_like, meets, owner_of
from bot.model import SpeakerKind


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Olena Varga", ("olena", "varga")),
        ("Dr. Olena Varga", ("olena", "varga")),  # a title
        ("former President Jan Kolar", ("jan", "kolar")),  # two
        ("Jan Kolar Jr.", ("jan", "kolar")),  # a generation
        ("Justice", ("justice",)),  # a title alone is a name
        ("Varga's", ("varga",)),  # a possessive
        ("U.N. Council", ("un", "council")),  # dots
        ("G.K. Ferrars", ("gk", "ferrars")),
        ("Conor O’Dea", ("conor", "odea")),  # an apostrophe
        ("Ki-moon", ("ki", "moon")),  # a hyphen
        ("Erdoğan", ("erdogan",)),  # accents
        ("…", ()),
    ],
)
def test_tokens_of_names(name: str, words: tuple[str, ...]) -> None:
    assert tokens(name) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("meshaal", "mashal"),  # vowels
        ("zelensky", "zelenskyy"),
        ("gaddafi", "qaddafi"),  # letters for one sound
        ("cyril", "ciril"),
        ("mclaren", "maclaren"),
        ("brunner", "bruner"),  # a doubled letter
        ("oppenheimer", "oppenhiemer"),  # two letters swapped
        ("aumann", "aumman"),
    ],
)
def test_spellings_of_one_name_are_alike(one: str, other: str) -> None:
    assert alike(one, other) >= 0.75
    assert alike(other, one) == alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("lee", "lea"),
        ("varga", "vargas llosa"),
        ("brandt", "brown"),
        ("smith", "schmidt"),
        ("kolar", "moler"),
        ("", "a"),
    ],
)
def test_other_names_are_not(one: str, other: str) -> None:
    assert alike(one, other) < 0.9


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=12))
def test_sound_keeps_something_of_every_name(word: str) -> None:
    assert sound(word)
    assert alike(word, word) == 1


@pytest.mark.parametrize(
    ("typed", "printed", "same"),
    [
        ("chuck", "charles", True),  # short forms
        ("c", "charles", True),  # an initial
        ("alex", "alexandra", True),  # a beginning
        ("olena", "olena", True),
        ("dana", "olena", False),
        ("jan", "john", False),
        ("d", "olena", False),
    ],
)
def test_first_names(typed: str, printed: str, same: bool) -> None:
    assert (same_first(typed, printed) > 0) is same


def test_initials_and_abbreviations() -> None:
    assert initials(tokens("Federation of Nurses and Carers")) == "fnc"
    assert spelt_out(("un", "council")) == ("united", "nations", "council")


@pytest.mark.parametrize(
    ("typed", "name", "least", "most"),
    [
        ("olena varga", "olena varga", 1, 1),
        ("varga", "olena varga", 0.95, 0.99),  # a surname
        ("olena", "olena varga", 0.8, 0.9),  # a first name is worth less
        ("dana varga", "olena varga", 0, 0),  # another first name
        ("olena varga", "varga", 0, 0.7),  # a bare surname proves nothing
        ("olena kolar", "olena varga", 0, 0),  # another surname
    ],
)
def test_fit_of_persons(typed: str, name: str, least: float, most: float) -> None:
    words, known = tokens(typed), tokens(name)
    near = [{k: alike(w, k) for k in known if alike(w, k)} for w in words]
    assert least <= fit(words, known, near, SpeakerKind.PERSON) <= most


def test_one_person_by_first_and_last_name() -> None:
    assert one_person(("olena", "varga"), ("olena", "maria", "varga"))
    assert one_person(("varga",), ("olena", "varga"))
    assert not one_person(("olena", "varga"), ("dmitri", "varga"))


@pytest.mark.parametrize(
    ("asked", "printed", "is_met"),
    [
        ("the port chief", "chief of the port authority", True),  # modifiers after the head
        ("Central Bank governor", "governor of the Central Bank", True),
        ("spokesman", "Varga's spokeswoman", True),  # a head alone
        ("Varga's spokesman", "spokeswoman for Olena Varga", True),  # whose
        ("Kolar's spokesman", "Varga's spokesman", False),  # another's
        ("foreign minister", "Foreign Minister Anton Seberg's spokesperson", False),  # the head decides
        ("Polish minister", "Mexico's minister", False),  # another country's
        ("American official", "a U.S. official", True),
        ("GOP source", "a Republican source in the room", True),
        ("officials", "one official, who asked not to be named", True),
    ],
)
def test_description_is_met(asked: str, printed: str, is_met: bool) -> None:
    wanted, there = describe(asked), describe(printed)
    assert wanted is not None
    assert there is not None
    assert (meets(wanted, there) >= 0.8) is is_met


@pytest.mark.parametrize("text", ["Olena Varga", "Gaza", "the bridge", "", "Varga's bridge"])
def test_what_is_no_word_for_people_is_no_description(text: str) -> None:
    assert describe(text) is None


def test_owner_of_a_role() -> None:
    assert owner_of("Foreign Minister Anton Seberg's spokesperson") == "Foreign Minister Anton Seberg"
    assert owner_of("spokesman for Olena Varga") == "Olena Varga"
    assert owner_of("Union leader") is None
    assert "spokesperson" in heads_like("spokesman")


@pytest.mark.parametrize(
    ("text", "outlet"),
    [
        ("what did Varga say in the NYT", "NYT"),
        ("what did Varga say in the Evening Star about tolls", "Evening Star"),  # shaped like an outlet
        ("what did Varga say, as reported by Kvelden", "Kvelden"),  # said to be one
        ("what did Varga say in Reuters", "Reuters"),
        ("what did Varga tell the NYT", None),  # the one spoken to
        ("what did Varga say in Gaza", None),  # a place
        ("what did Varga say in the NYT's view", None),
    ],
)
def test_outlet_of_a_question(text: str, outlet: str | None) -> None:
    found = outlet_in(text)
    assert (found and found[0]) == outlet


def test_abbreviations_of_outlets() -> None:
    assert full_name("the NYT") == "new york times"
    assert full_name("Kvelden") == "Kvelden"
