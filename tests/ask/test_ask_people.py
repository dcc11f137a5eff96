from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ask.people import Directory
from bot.ask.resolution import resolve
from bot.ask.roles import as_named
from bot.model import Intent, Query, SpeakerEntry, SpeakerKind

P, B, G, A = SpeakerKind.PERSON, SpeakerKind.ORGANISATION, SpeakerKind.GROUP, SpeakerKind.ANONYMOUS

PEOPLE: list[tuple[str, SpeakerKind, int, tuple[str, ...], tuple[str, ...]]] = [
    ("Khaled Meshaal", P, 3, (), ("Senior Hamas leader",)),
    ("Volodymyr Zelensky", P, 9, (), ("Ukrainian President",)),
    ("Olena Varga", P, 30, ("Varga", "Transport minister Olena Varga"), ("Transport minister",)),
    ("Dmitri Varga", P, 4, (), ("poet",)),
    ("Varga", P, 2, (), ()),  # of an article that never says more
    ("Piet Ostrow", P, 1, (), ("Olena Varga's spokesman",)),
    ("Maria Holub", P, 1, (), ("Russian Foreign Minister Sergey Lavrov's spokesperson",)),
    ("Tomas Brandt", P, 5, (), ("Union leader",)),
    ("Joanna Brandt", P, 4, (), ("Health secretary",)),
    ("Charles Dray", P, 2, (), ("port chief",)),
    ("Theresa May", P, 2, (), ("Prime Minister",)),
    ("Benjamin Haddad-Levi", P, 2, (), ()),
    ("María José Ibáñez Ruiz", P, 2, (), ("Mexico's economy minister",)),
    ("Nguyen Thi Mai Lan", P, 1, (), ()),
    ("Ilse Aumann", P, 6, (), ("Central Bank governor",)),
    ("G.K. Ferrars", P, 1, (), ()),
    ("International Monetary Fund", B, 4, ("the IMF",), ()),
    ("U.N. Security Council", B, 2, (), ()),
    ("United States Trade Commission", B, 1, (), ()),
    ("The New York Times", B, 3, (), ()),
    ("Association of Harbour Pilots", B, 1, (), ()),
    ("a U.S. official", A, 5, (), ()),
    ("two people close to Varga", A, 1, (), ()),
    ("McColl aides", A, 1, (), ()),
    ("another source", A, 2, (), ()),
    ("analysts", G, 3, (), ()),
]
ENTRIES = tuple(SpeakerEntry(i, n, k, a, r, c) for i, (n, k, c, a, r) in enumerate(PEOPLE, 1))
DIRECTORY = Directory(ENTRIES)


def names(typed: str) -> list[list[str]]:
    return [[entry.name for entry in person.entries] for person in DIRECTORY.match(typed).people]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Olena Varga", "Olena Varga"),
        ("olena varga", "Olena Varga"),  # case
        ("Minister Olena Varga", "Olena Varga"),  # a title
        ("Dr. Varga", "Olena Varga"),  # most statements first
        ("O. Varga", "Olena Varga"),  # an initial
        ("theresa may", "Theresa May"),  # a name that is a month
        ("May", "Theresa May"),
        ("Meshaal", "Khaled Meshaal"),
        ("Mashal", "Khaled Meshaal"),  # transliterations
        ("Mishal", "Khaled Meshaal"),
        ("Meshal", "Khaled Meshaal"),
        ("Khalid Mashaal", "Khaled Meshaal"),
        ("Zelenskyy", "Volodymyr Zelensky"),
        ("Selenskyj", "Volodymyr Zelensky"),
        ("Auman", "Ilse Aumann"),  # typing errors
        ("Auhmann", "Ilse Aumann"),
        ("ilse aumman", "Ilse Aumann"),
        ("Chuck Dray", "Charles Dray"),  # a short form
        ("charlie dray", "Charles Dray"),
        ("Ibanez", "María José Ibáñez Ruiz"),  # accents, and a surname that is not the last word
        ("Ibáñez Ruiz", "María José Ibáñez Ruiz"),
        ("nguyen thi mai lam", "Nguyen Thi Mai Lan"),  # a slip in a short last word of a long name
        ("haddad-levi", "Benjamin Haddad-Levi"),  # hyphens
        ("GK Ferrars", "G.K. Ferrars"),  # dots
        ("the Mexican economy minister Ibanez", "María José Ibáñez Ruiz"),  # the name after a description
        ("retired Army Medical Corps Gen. Ilse Aumann", "Ilse Aumann"),  # which ends in a title
        ("Central Bank's Aumann", "Ilse Aumann"),  # after a possessive
        ("Varga's spokesman Piet Ostrow", "Piet Ostrow"),
        ("IMF", "International Monetary Fund"),
        ("imf", "International Monetary Fund"),
        ("UN Security Council", "U.N. Security Council"),
        ("the US Trade Commission", "United States Trade Commission"),  # spelt out
        ("NYT", "The New York Times"),  # initials
        ("new york times", "The New York Times"),
        # -- by what they are
        ("the transport minister", "Olena Varga"),
        ("Mexican economy minister", "María José Ibáñez Ruiz"),  # Mexico's
        ("central bank governor", "Ilse Aumann"),
        ("Lavrov's spokesman", "Maria Holub"),  # -man, -person
        ("Varga's spokesperson", "Piet Ostrow"),
        ("U.S. official", "a U.S. official"),
        ("the American official", "a U.S. official"),  # the same country
        ("McColl's staff", "McColl aides"),
        ("sources", "another source"),  # plural
        ("analysts", "analysts"),
        ("harbour pilots union", "Association of Harbour Pilots"),  # union, association
    ],
)
def test_name_finds_its_speaker(typed: str, meant: str) -> None:
    assert names(typed)[0][0] == meant


@pytest.mark.parametrize(
    "typed",
    [
        "Lavrov",  # only his spokesperson is in the record
        "Sergey Lavrov",
        "the Russian foreign minister",  # the same, by role
        "Dana Varga",  # another first name
        "Olga Brandt",
        "Jim May",
        "Mayer",
        "Vargas Llosa",  # a longer name that begins alike
        "Aumont",  # near, but nobody's misspelling
        "Tania Ostrova",
        "Kerr",
        "the Fed spokesman",
        "campaign officials",
        "the Polish economy minister",  # another country's
        "Sir",
        "",
        "?!",
        "the",
    ],
)
def test_name_that_is_not_there_finds_nobody(typed: str) -> None:
    assert names(typed) == []


def test_two_people_of_one_name_are_both_given_the_one_with_more_first() -> None:
    assert names("Brandt") == [["Tomas Brandt"], ["Joanna Brandt"]]


def test_whoever_has_a_further_first_name_is_another_person() -> None:
    given = (("Jane Roe", ("judge",)), ("Jane Mary Roe", ()), ("Jane M. Roe", ()), ("Jane Ann Roe", ("judge",)))
    entries = tuple(SpeakerEntry(i, name, P, (), roles, 9) for i, (name, roles) in enumerate(given, 1))
    (person,) = Directory(entries).match("Jane Roe").people
    # an initial is the same name, and a role that both have tells them to be one
    assert {entry.name for entry in person.entries} == {"Jane Roe", "Jane M. Roe", "Jane Ann Roe"}


def test_very_many_words_are_nobodys_name() -> None:
    assert DIRECTORY.match("Olena Varga " * 100).people == ()


def test_bare_surname_goes_with_the_one_who_has_most() -> None:
    assert names("Varga") == [["Olena Varga", "Varga"], ["Dmitri Varga"]]


def test_bare_surname_is_no_proof_of_a_first_name() -> None:
    lone = Directory((SpeakerEntry(1, "Kolar", P, statements=3),))
    assert lone.match("Jan Kolar").people == ()


def test_description_of_several_unnamed_takes_all_of_them() -> None:
    two = Directory((SpeakerEntry(1, "a source", A), SpeakerEntry(2, "another source", A), SpeakerEntry(3, "Ann", P)))
    assert [p.ids for p in two.match("sources").people] == [(1, 2)]


def test_alias_that_lists_people_is_nobodys_name() -> None:
    one = Directory((SpeakerEntry(1, "Olena Varga", P, ("Varga and Ilse Aumann",)),))
    assert one.match("Aumann").people == ()


def test_another_spelling_is_said_to_be_one() -> None:
    assert DIRECTORY.match("Meshal").slips
    assert not DIRECTORY.match("Meshaal").slips
    assert not DIRECTORY.match("Chuck Dray").slips


def test_who_speaks_for_somebody_is_known() -> None:
    assert [entry.name for entry in DIRECTORY.match("Lavrov").speaks_for] == ["Maria Holub"]


@pytest.mark.parametrize(
    ("query", "speakers", "topic", "intent"),
    [
        (Query("", topic="varga bridge delay"), ("varga",), "bridge delay", Intent.SAID),  # the speaker first
        (Query("", topic="bridge delay varga"), ("varga",), "bridge delay", Intent.SAID),  # the speaker last
        (Query("", topic="olena varga bridge"), ("olena varga",), "bridge", Intent.SAID),  # the longer name
        (Query("", topic="Varga"), ("Varga",), None, Intent.SAID),  # nothing but a name
        (Query("", topic="attack on the port"), (), "attack on the port", Intent.TOPIC),  # nobody's name
        (Query("", topic="transport minister"), ("transport minister",), None, Intent.SAID),  # whoever holds the post
        (Query("", topic="finance minister"), (), "finance minister", Intent.TOPIC),  # no other minister on finance
        (Query("", topic="minister of finance"), (), "minister of finance", Intent.TOPIC),
        (Query("", topic="minister of transport"), ("minister of transport",), None, Intent.SAID),
        (Query("", topic="rate cut governor"), (), "rate cut governor", Intent.TOPIC),  # a post at the end is no name
        (Query("", speakers=("Ilse Aumann rate cut",)), ("Ilse Aumann",), "rate cut", Intent.SAID),
        (Query("", speakers=("Aumann and Dray",)), ("Aumann", "Dray"), None, Intent.SAID),  # two, joined
        (Query("", speakers=("Jan Kolar",), topic="tolls"), ("Jan Kolar",), "tolls", Intent.SAID),  # nobody stays named
        (Query("", intent=Intent.TOPIC, topic="varga"), (), "varga", Intent.TOPIC),  # asked about, not asked
    ],
)
def test_speakers_are_told_from_topics(
    query: Query, speakers: tuple[str, ...], topic: str | None, intent: Intent
) -> None:
    resolved = resolve(query, DIRECTORY).query
    assert (resolved.speakers, resolved.topic, resolved.intent) == (speakers, topic, intent)


@given(st.text(max_size=60))
def test_any_text_matches_only_entries(typed: str) -> None:
    people = DIRECTORY.match(typed).people
    assert all(entry in ENTRIES for person in people for entry in person.entries)
    assert all(0.7 <= person.score <= 1 for person in people)


@given(st.sampled_from(ENTRIES))
def test_every_full_name_finds_its_entry(entry: SpeakerEntry) -> None:
    assert any(entry in person.entries for person in DIRECTORY.match(entry.name).people)


def person(number: int, name: str, kind: SpeakerKind = P, **given: object) -> SpeakerEntry:
    return SpeakerEntry(number, name, kind, **given)  # type: ignore[arg-type]  # the callers name its fields


def test_speaker_is_shown_by_the_fullest_name() -> None:
    best = Directory((person(1, "Quill", statements=9), person(2, "Nadia Quill", statements=1))).match("Quill").best
    assert best is not None
    assert (best.shown.name, best.shown.id, best.shown.aliases) == ("Nadia Quill", 1, ("Quill",))


@pytest.mark.parametrize(
    ("name", "typed", "shown"),
    [
        ("Rep. Ann Roe of Ohio", "Ann Roe", "Rep. Ann Roe"),  # where they are from is no part of a name
        ("Rep. Ann Roe of Ohio", "roe", "Rep. Ann Roe"),
        ("Joan of Arc", "Joan of Arc", "Joan of Arc"),  # but here it is
    ],
)
def test_where_a_person_is_from_is_not_their_surname(name: str, typed: str, shown: str) -> None:
    best = Directory((person(1, name),)).match(typed).best
    assert best is not None
    assert best.shown.name == shown


@pytest.mark.parametrize(("typed", "exact"), [("sources", {1, 2}), ("source", {3}), ("the source", {3})])
def test_unnamed_sources_are_preferred_in_the_number_asked_for(typed: str, exact: set[int]) -> None:
    directory = Directory((person(1, "sources", A), person(2, "two sources", A), person(3, "another source", A)))
    best = directory.match(typed).best
    assert best is not None
    assert (set(best.ids), best.exact) == ({1, 2, 3}, exact)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("the ecologist", True),  # no list knows this post; the record does
        ("harbour ecologist", True),
        ("the volcanologist", False),
        ("bank ecologist", False),  # another one's
    ],
)
def test_any_role_of_the_record_is_a_description(typed: str, found: bool) -> None:
    directory = Directory((person(1, "Ilse Maar", roles=("harbour ecologist",)),))
    assert bool(directory.match(typed).people) is found


@pytest.mark.parametrize(
    ("typed", "roles", "found"),
    [
        ("minister of transport", ("foreign minister",), False),  # another post
        ("minister of transport", ("transport minister",), True),
        ("mayor of Skerry", ("mayor of Farrow",), False),  # another town
        ("mayor of Skerry", ("mayor",), True),  # the article does not say of what
        ("mayor of the city of Skerry", ("mayor of Skerry",), True),
    ],
)
def test_of_what_somebody_holds_a_post_tells_two_apart(typed: str, roles: tuple[str, ...], found: bool) -> None:
    assert bool(Directory((person(1, "Ilse Maar", roles=roles),)).match(typed).people) is found


def test_post_nobody_here_holds_is_not_given_to_another_of_its_kind() -> None:
    """Only a spokesman of hers is in the record, and a minister of something else."""
    spokesman = person(1, "Piet Ostrow", roles=("spokesman for the minister",))
    other = person(2, "Ilse Maar", roles=("Foreign Minister",), statements=22)
    resolved = resolve(Query("", topic="transport minister"), Directory((spokesman, other)))
    assert (resolved.query.speakers, resolved.query.topic) == (("transport minister",), None)
    assert [(m.people, [e.name for e in m.speaks_for]) for m in resolved.matches] == [((), ["Piet Ostrow"])]


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("transport minister", "the transport minister"),
        ("the transport minister", "the transport minister"),
        ("security sources", "security sources"),
        ("ilse maar", "Ilse Maar"),
        ("larry king", "Larry King"),  # a name, though kings are a kind
    ],
)
def test_a_description_is_named_with_its_article(typed: str, named: str) -> None:
    assert as_named(typed) == named


@pytest.mark.parametrize(
    ("typed", "name", "found"),
    [
        ("government", "Government Press Office", False),  # an office
        ("bank", "Bank of Ham", True),
        ("the bank", "the bank", True),
        ("council", "River Council", True),  # by what it is
        ("group of doctors", "nonprofit group", False),  # of something else …
        ("group of doctors", "group", True),  # … of who knows whom
        ("group of doctors", "a group of young doctors", True),
        ("source in the room", "Norland source", False),
        ("Norland source in the room", "Norland source", True),  # where is said of it is not all that it is
    ],
)
def test_word_for_a_body_finds_what_is_one(typed: str, name: str, *, found: bool) -> None:
    kind = A if name.endswith("source") else B
    assert bool(Directory((person(1, name, kind),)).match(typed).people) is found


def test_role_before_a_title_is_found() -> None:
    directory = Directory((person(1, "Tarek Amin", roles=("Northland Prime Minister Sheikh",)),))
    assert directory.match("the prime minister").best is not None


def test_unnamed_source_goes_before_persons_of_the_same_description() -> None:
    directory = Directory((person(1, "Jo Lund", roles=("spokesman",), statements=9), person(2, "a spokesman", A)))
    assert [p.entries[0].id for p in directory.match("spokesman").people] == [2, 1]


@pytest.mark.parametrize(
    ("text", "topic", "speakers", "cut"),
    [
        ("what did Zelensky Orlov say", None, ("Zelensky Orlov",), None),  # where only a name stands it is one name …
        ("Zelensky Orlov on tolls", "tolls", ("Zelensky Orlov",), "tolls"),
        ("Zelensky Orlov quotes", None, ("Zelensky",), "Orlov"),  # … where none need stand, keywords
    ],
)
def test_surname_before_another_is_no_speaker_of_their_own(
    text: str, topic: str | None, speakers: tuple[str, ...], cut: str | None
) -> None:
    resolved = resolve(Query(text, speakers=("Zelensky Orlov",), topic=topic), DIRECTORY)
    assert (resolved.query.speakers, resolved.query.topic) == (speakers, cut)
    assert [bool(match.people) for match in resolved.matches] == [speakers == ("Zelensky",)]


@pytest.mark.parametrize("typed", ["Varga lawyer", "the Aumann poll", "Brandt campaign"])
def test_who_is_described_by_another_name_is_not_that_other(typed: str) -> None:
    resolved = resolve(Query("x", speakers=(typed,), topic="tolls"), DIRECTORY)
    assert [match.people for match in resolved.matches] == [()]
    assert resolved.query.speakers == (typed,)
