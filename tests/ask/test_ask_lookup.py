"""A directory of those whom a question can name gives the same answers as the whole one."""

from __future__ import annotations

import random
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, filled
from hypothesis import given
from hypothesis import strategies as st

from bot.ask.find import answer
from bot.ask.lookup import MOST, looked_up, name_words, texts_of
from bot.ask.parse import parse
from bot.ask.people import Directory
from bot.model import PUBLIC, Answer, Asker, Query, SpeakerEntry, SpeakerKind
from bot.newsroom import Newsroom
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

P, B, G, A = SpeakerKind.PERSON, SpeakerKind.ORGANISATION, SpeakerKind.GROUP, SpeakerKind.ANONYMOUS
FIRST = "Anna Bill William Robert Bob María Jürgen Khaled Volodymyr Sergey Sergei Xi O'Dell Jo Mary-Ann".split()
LAST = (
    "Meshaal Mashal Lavrov Lavrova Zelensky Zelenskyy O'Brien Obrien Haddad-Levi Ibáñez Roe Rowe Row May Page Bush"
    " Brandt Brand Brandtner Kuznetsov Cuznetsov Quist Kwist Li Lee Wu de-la-Cruz Fed U.N. St.John"
).split()
OFFICES = (
    "Fed spokesman", "Federal Reserve spokeswoman", "Transport minister", "foreign minister", "Minister of Health",
    "Union leader", "senior campaign official", "Olena Varga's spokesman", "spokesman for Khaled Meshaal",
    "CEO of Kelder Lines", "chief economist at the Central Bank", "a nurse", "parties' whip", "beekeeper",
)  # fmt: skip
OTHERS = [
    ("International Monetary Fund", B), ("United Nations", B), ("U.N. Security Council", B), ("the Fed", B),
    ("Association of Harbour Pilots", B), ("Kelder Lines", B), ("Brandt Bank", B), ("Lavrov's office", B),
    ("a U.S. official", A), ("officials", G), ("campaign aides", G), ("sources close to Roe", A), ("beekeepers", G),
    ("two people briefed on the talks", A), ("analysts", G), ("Republican lawmakers", G), ("IMF", B),
    ("a Fed source", A),
]  # fmt: skip
SHAPES = (
    "{}", "what did {} say about the tolls?", "{} on the bridge", "{} vs Anna Roe on tolls", "latest from {}",
    'has {} said "not a penny more"?', "and {}?", "harbour {}", "{}'s position on wages", "how has {} on tolls changed",
)  # fmt: skip
CHANCE = random.Random(11)  # the same on every run


def entries() -> tuple[SpeakerEntry, ...]:
    """Some three hundred speakers whose names collide, with aliases and roles."""
    found = []
    for first in FIRST:
        for last in LAST:
            name, roles = f"{first} {last}", tuple(CHANCE.sample(OFFICES, CHANCE.choice((0, 0, 1, 2))))
            aliases = tuple(
                CHANCE.sample((last, f"{first[0]}. {last}", f"Mr. {last}, of Ham"), CHANCE.choice((0, 0, 1)))
            )
            found.append((name, P, aliases, roles))
    found += [(last, P, (), ()) for last in LAST[::3]]
    found += [(name, kind, (), ()) for name, kind in OTHERS]
    CHANCE.shuffle(found)
    counts = iter(CHANCE.sample(range(1, 10_000), len(found)))
    return tuple(SpeakerEntry(i, n, k, a, r, next(counts)) for i, (n, k, a, r) in enumerate(found, 1))


ENTRIES = entries()
WHOLE = Directory(ENTRIES)
WORDS = {entry.id: {w for t in (entry.name, *entry.aliases, *entry.roles) for w in name_words(t)} for entry in ENTRIES}
KNOWN = sorted(set().union(*WORDS.values()))


def narrowed(*texts: str) -> Directory:
    """The directory of whoever has a word that these texts lead to."""
    found = looked_up(texts, KNOWN)
    assert found is not None
    return Directory(tuple(entry for entry in ENTRIES if not WORDS[entry.id].isdisjoint(found)))


def misspelt(name: str) -> str:
    """With one letter dropped, doubled, swapped, or another vowel."""
    at = CHANCE.randrange(len(name) - 1)
    return CHANCE.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name.replace("a", "e"),
            name.replace("ei", "ey").replace("k", "c"),
            name.lower(),
            name.upper(),
        )
    )


def typed() -> list[str]:
    """Names and descriptions as people type them."""
    people = CHANCE.sample([entry.name for entry in ENTRIES], 150)
    found = [*people, *(misspelt(name) for name in people), *(name.split()[-1] for name in people[::3])]
    found += [f"{CHANCE.choice(OFFICES)} {name.split()[-1]}" for name in people[::5]]
    found += [f"the {misspelt(office)}" for office in OFFICES] + [f"the {office}" for office in OFFICES]
    return [*found, "sources", "officials", "imf", "un", "U.N", "the international monetary fnud", "aides", "fed", "Xi"]


def test_whoever_is_typed_is_matched_as_in_the_whole_directory() -> None:
    found = 0
    for name in typed():
        text = CHANCE.choice(SHAPES).format(name)
        some = narrowed(*texts_of(parse(text, NOW.date(), ("The Courier",))))
        found += len(some.entries) < len(ENTRIES) / 2
        words = text.split()
        parts = [" ".join(words[a:b]) for a in range(len(words)) for b in range(a + 1, min(len(words), a + 4) + 1)]
        for part in (name, *parts):
            assert some.match(part) == WHOLE.match(part), (text, part)
    assert found > 300  # or nothing is narrowed, and the test shows nothing


@given(st.text(alphabet="abeoimnrstlkvx'’.- AEMRU&,", max_size=40))
def test_whatever_is_typed_is_matched_as_in_the_whole_directory(text: str) -> None:
    assert narrowed(text).match(text) == WHOLE.match(text)


def test_very_long_question_is_held_against_all() -> None:
    assert looked_up([" ".join(f"w{n}" for n in range(MOST))], KNOWN) is not None
    assert looked_up([" ".join(f"w{n}" for n in range(MOST + 1))], KNOWN) is None


def test_question_before_counts_as_typed() -> None:
    before = Query("it", speakers=("Fidan",), besides=("Roe",), answered_by=("Jane Doe",), topic="tolls")
    assert texts_of(before, None) == ("it", "tolls", "Fidan", "Roe", "Jane Doe")


QUESTIONS = (
    "what did Varga say about the bridge?", "vargas on tolls", "olena vraga", "what did the transport minister say?",
    "Varga's spokesman", "what did officials say", "who said nobody will cross that bridge", "brandt", "tolls", "",
    "Aumann on interest rates", "the central bank governor", "what did Kolar say?", "mira vesely on schools", "quill",
    "meshal on vaccines", "International Nursing Federation", "INF on shortages", "analysts", "unions on strikes",
    "compare Varga and Brandt on the bridge", 'has Varga said "tolls were on the table"?', "the dockworkers", "???",
    "what did the minister say", "anything new on Diallo?", "said by nobody at all", "ferry company quill nadia",
)  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small archive."""
    folder = tmp_path_factory.mktemp("lookup")
    filled(folder).close()
    return folder / "ask.db"


def asked(path: Path, *texts: str, before: Query | None = None) -> Answer:
    """The answer to the last of these questions to an archive that was just opened."""
    store = open_archive(path)
    for text in texts:
        with store.snapshot((PUBLIC,), NOW) as snapshot:
            found = answer(text, snapshot, Asker(), NOW, previous=before)
    store.close()
    return replace(found, ms=0.0)


@pytest.mark.parametrize("question", QUESTIONS)
def test_first_question_is_answered_as_any_other(path: Path, question: str) -> None:
    assert asked(path, question) == asked(path, "tolls", question)


@pytest.mark.parametrize("question", ["what about Aumann?", "and the tolls?", "who else?", "what else did she say?"])
def test_first_question_may_follow_another(path: Path, question: str) -> None:
    before = asked(path, "Varga on the bridge").query
    assert asked(path, question, before=before) == asked(path, "tolls", question, before=before)


def test_warm_archive_has_everybody_at_hand_for_the_first_question(tmp_path: Path) -> None:
    with closing(filled(tmp_path)) as store:
        newsroom = Newsroom(store, store, clock=lambda: NOW)
        newsroom.warm()
        with store.snapshot((PUBLIC,), NOW) as first, store.snapshot((PUBLIC,), NOW) as second:
            assert first.directory(("what did Varga say",)) is second.directory()
