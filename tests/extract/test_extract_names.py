"""Names, their titles and genders, and the roles printed beside them."""

from __future__ import annotations

import pytest

from bot.extract.cast import Cast, Figure
from bot.extract.document import read, tokenize
from bot.extract.names import given_gender, names

# Text, and the names in it as "title|name"; a "?" where the form alone does not tell a person.
NAMES = [
    ("It was Turkish Foreign Minister Ada Moss.", ["Turkish Foreign Minister|Ada Moss"]),  # title before
    ("We saw Sen. Ada B. Moss there.", ["Sen.|Ada B. Moss"]),  # abbreviation and initial
    ("We saw Ada van der Moss there.", ["|Ada van der Moss"]),  # small words within
    ("Violinist Ada Moss played.", ["Violinist|Ada Moss"]),  # an occupation that opens the sentence
    ("Peter Kern Moss played.", ["|Peter Kern Moss"]),  # a given name that ends like one
    ("The Evening Post of Minsk wrote.", ["|Evening Post of Minsk"]),  # an outlet with its place
    ("They met. However, Moss left.", ["?|Moss"]),  # sentence openers are no names
    ("On Monday in March it rained.", []),  # days and months are none
    ("Vice President Moss spoke.", ["Vice President|Moss"]),
    ("We saw Mr. King there.", ["Mr.|King"]),  # a surname that is a title
    ("We saw Mr. Speaker there.", []),  # a title that one is spoken to by
    ("We saw Lord King there.", []),  # two titles
    ("MOSS SAID IT HOLDS", ["?|MOSS"]),  # capitals: the verb is not part of it
]


@pytest.mark.parametrize(("text", "wanted"), NAMES)
def test_names_are_split_from_their_titles(text: str, wanted: list[str]) -> None:
    document = read(text)
    found = []
    for name in names(document):
        title = " ".join(t.text for t in document.tokens[name.first : name.name])
        found.append(f"{'?' if name.person is None else ''}{title}|{name.text}")
    assert found[: len(wanted)] == wanted
    assert bool(found) == bool(wanted)


def figure(text: str, word: str) -> Figure | None:
    return Cast(read(text)).person((word,))


PEOPLE = [
    ("Ada Moss left. Moss came back.", "Moss", "Ada Moss"),  # by surname
    ("Ada Moss left. Ada came back.", "Ada", "Ada Moss"),  # by given name
    ("Moss left. Ada Moss came back.", "Moss", "Ada Moss"),  # named in full later
    ("Ada B. Moss left. Ada Moss came back.", "Moss", "Ada B. Moss"),  # one person, with and without initial
    ("Otto Moss left. Ada Moss spoke. Ada Moss sat.", "Moss", "Ada Moss"),  # the one named most
    ("Xanthe Quill, a lawyer, left.", "Quill", "Xanthe Quill"),  # an unknown given name, by the role behind
    ("The director, Xanthe Quill, left.", "Quill", "Xanthe Quill"),  # by the role before
    ("Xanthe Quill left. Quill came back.", "Quill", "Xanthe Quill"),  # by the surname alone later
]


@pytest.mark.parametrize(("text", "word", "name"), PEOPLE)
def test_the_cast_knows_a_person_by_any_name(text: str, word: str, name: str) -> None:
    found = figure(text, word)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("text", ["The Moss Company left.", "The operator, Moss Line, left.", "In Moss it rained."])
def test_the_cast_takes_no_organisation_or_place_for_a_person(text: str) -> None:
    assert figure(text, "Moss") is None


GENDERS = [
    ("Ada Moss left.", "f"),  # given name
    ("Emil Moss left.", "m"),
    ("Mr. Moss left.", "m"),  # courtesy title
    ("Xanthe Moss, a spokeswoman, left.", "f"),  # role
    ("Striker Xanthe Moss left. She came back.", "f"),  # the next sentence's pronoun
    ("Striker Xanthe Moss left.", None),  # unknown is unknown
]


@pytest.mark.parametrize(("text", "gender"), GENDERS)
def test_gender_is_known_only_where_the_article_tells(text: str, gender: str | None) -> None:
    found = figure(text, "Moss")
    assert found is not None
    assert found.gender == gender


def test_a_name_of_both_genders_tells_nothing() -> None:
    assert (given_gender("Kelly"), given_gender("Jan")) == ("f", None)


TOKENS = [
    ("Moss's", ["Moss", "'s"]),  # a possessive is its own
    ("Moss’s", ["Moss", "’s"]),
    ("the U.S. Navy", ["the", "U.S.", "Navy"]),
    ("Sen. Moss", ["Sen.", "Moss"]),
    ("Ada B. Moss", ["Ada", "B.", "Moss"]),
    ("plan B.", ["plan", "B", "."]),  # the end of a sentence is no initial
    ("$1,000.50", ["$", "1,000.50"]),
    ("''no''", ["''", "no", "''"]),
    ("U.S.-led", ["U.S.", "-", "led"]),
    ("don't", ["don't"]),
]


@pytest.mark.parametrize(("text", "wanted"), TOKENS)
def test_tokens_keep_what_belongs_together(text: str, wanted: list[str]) -> None:
    assert [t.text for t in tokenize(text)] == wanted


def test_a_document_looks_up_what_holds_an_offset() -> None:
    text = 'One is here. Two said "three" there.\nFour.'
    document = read(text)
    place = text.index("three")
    assert document.is_quoted(place)
    assert not document.is_quoted(place - 3)
    sentence, paragraph = document.sentence_at(place), document.paragraph_at(text.index("Four"))
    assert sentence is not None
    assert paragraph is not None
    assert (sentence.of(text), paragraph.of(text)) == ('Two said "three" there.', "Four.")
    assert [t.text for t in document.tokens_in(paragraph)] == ["Four", "."]
