"""Drafts over a real record: verdicts, sources, what may not be seen, and what a quotation costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.growth import growth
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.check.draft import Checked, quoted
from bot.check.look import examine
from bot.extract import Extractor
from bot.model import PUBLIC, Article, Asker
from bot.newsroom import Newsroom
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store import Store

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
COURIER = (
    "“Nobody will cross that bridge until every bolt has been checked twice,” said Ada Varga, the mayor of Lund. "
    "“We will not open it before June,” Varga said.\n\n"
    "The ministry had warned about rust since March, Varga said.\n\n"
    "“The tolls pay for the paint and for 12 new lamps,” engineer Tom Holm said. “They also pay for the ferry.”\n\n"
    "A sign at the ramp reads “closed to lorries over three tonnes” in red."
)
HERALD = "“No one will be crossing that bridge until all bolts are checked twice,” said Ada Varga, mayor of Lund."
ECHO = "“We will not open it before June,” said Ada Varga, the mayor.\n\n“The mast is safe,” Ada Varga said."
SECRET = "“The contractor was never paid a crown,” said Ada Varga, the mayor of Lund."
ARTICLES = (
    Article("a1", COURIER, "Bridge", "The Courier", published="2025-12-10"),
    Article("a2", HERALD, "Bolts", "The Herald", published="2025-12-11"),
    Article("a3", ECHO, "June", "The Echo", published="2025-12-11"),
    Article("a4", SECRET, "Bill", "The Courier", published="2025-12-11", scope="channel:C1"),
    Article("a5", SECRET.replace("crown", "cent"), "Bill", published="2025-12-11", visible_from=NOW + timedelta(1)),
)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    opened = open_archive(tmp_path_factory.mktemp("check") / "v.db")
    list(Newsroom(opened, opened, clock=lambda: NOW).index(ARTICLES, Extractor()))
    yield opened
    opened.close()


def check(store: Store, draft: str, *scopes: str) -> list[Checked]:
    room = Newsroom(store, store, clock=lambda: NOW)
    return list(room.check(draft, Extractor(), Asker((PUBLIC, *scopes))).quotations)


@pytest.mark.parametrize(
    ("draft", "verdict"),
    [
        ("Ada Varga said: “We will not open it before June.”", "verbatim"),
        ("“We will not open it,” Ada Varga said, “before June.”", "verbatim"),  # split by the draft's own tag
        ("“We will open it,” Ada Varga said, “before June.”", "changed"),  # what the tag hides is seen
        ("Ada Varga said: “We will open it before June.”", "changed"),
        ("Ada Varga said they would “open it before June”.", "cut"),
        ("Ada Varga said they would not “open it before June”.", "verbatim"),  # the draft says the negation itself
        ("Ada Varga said: “The ministry had warned about rust since March.”", "paraphrase"),
        ("Ada Varga said: “The tolls pay for the paint and for 12 new lamps.”", "other_speaker"),
        ("“The tolls pay for the paint and for 12 new lamps. They also pay for the ferry,” Holm said.", "verbatim"),
        ("Ada Varga said: “Nobody will cross that bridge until we open it before June.”", "spliced"),
        ("“The tolls pay for the paint.”", "cut"),  # whoever says it
        ("Ada Varga said: “The moon is made of green cheese and butter.”", "not_found"),
        ("Nils Krone said: “We will not open it before June.”", "other_speaker"),  # never a speaker here
        ("The official said: “We will not open it before June.”", "verbatim"),  # a description may be she
        ("The sign reads “closed to lorries over three tonnes”.", "verbatim"),  # no statement: the article's own text
        ("Nils Krone said: “closed to lorries over three tonnes”.", "other_speaker"),  # the article does not name him
        ("He wrote “a sign at the ramp reads” twice.", "paraphrase"),  # outside the marks
    ],
)
def test_a_quotation_gets_its_verdict(store: Store, draft: str, verdict: str) -> None:
    [one] = check(store, draft)
    assert (one.verdict.reason or one.verdict.kind.value) == verdict


def test_the_first_report_is_the_source_and_the_others_are_named(store: Store) -> None:
    [one] = check(store, "Ada Varga said: “We will not open it before June.”")
    assert one.verdict.source is not None
    assert one.verdict.source.record.article.id == "a1"
    assert [r.article.id for r in one.verdict.source.also] == ["a3"]


def test_another_outlets_wording_is_named(store: Store) -> None:
    [one] = check(store, "Ada Varga said: “Nobody will cross that bridge until every bolt has been checked twice.”")
    assert one.wordings == ("The Herald",)
    [same] = check(store, "Ada Varga said: “We will not open it before June.”")
    assert same.wordings == ()


@pytest.mark.parametrize(
    ("words", "scopes", "verdict"),
    [
        ("The contractor was never paid a crown", (), "not_found"),  # a channel's
        ("The contractor was never paid a crown", ("channel:C1",), "verbatim"),
        ("The contractor was never paid a cent", (), "not_found"),  # embargoed: not by a near one either
        ("contractor was never paid", (), "not_found"),
    ],
)
def test_what_may_not_be_seen_is_not_found(store: Store, words: str, scopes: tuple[str, ...], verdict: str) -> None:
    [one] = check(store, f"Ada Varga said: “{words}.”", *scopes)
    assert (one.verdict.reason or one.verdict.kind.value) == verdict


@pytest.mark.parametrize(
    ("words", "most"),
    [
        ("We will not open it before June.", 5),  # with the look for other wordings
        ("We will open it before June.", 8),
        ("The moon is made of green cheese and butter.", 8),
    ],
)
def test_a_quotation_costs_few_looks_at_the_archive(store: Store, words: str, most: int) -> None:
    text = f"Ada Varga said: “{words}”"
    found = quoted(text, Extractor().extract(Article("draft", text)))
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        snapshot.directory()
        before = snapshot.queries
        examine(found * 3, snapshot, NOW)  # what is quoted three times is looked for once
        assert snapshot.queries - before <= most + 2  # the other reports of all of them


def test_a_draft_is_not_stored(store: Store) -> None:
    check(store, "Ada Varga said: “A word that no article has.”")
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        assert snapshot.coverage().articles == 3
        assert snapshot.articles("word that no article has") == []


HOSTILE = {
    "one quotation": lambda n: (
        "Ada Varga said: “" + "we will not open it before June and they know. " * (n // 47) + "”"
    ),
    "one word": lambda n: "“" + "a" * n + "”",
    "one word again and again": lambda n: "“" + "a " * (n // 2) + "”",
    "marks": lambda n: '"' * n,
    "brackets": lambda n: "“" + "[" * (n // 2) + "]" * (n // 2) + "”",
    "full stops": lambda n: "“" + ". " * (n // 2) + "”",
    "apostrophes": lambda n: "“" + "a'" * (n // 2) + "”",
    "figures": lambda n: "“" + "1,1." * (n // 4) + "”",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_long_draft_costs_linear_time(store: Store, kind: str) -> None:
    took = growth(lambda size: check(store, HOSTILE[kind](size)), 5_000, times=8)
    assert took < 24  # linear is 8, quadratic 64


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=st.text(alphabet="Aa Varga said“”\"'.…[]!?12\n", max_size=120))
def test_any_draft_is_checked(store: Store, text: str) -> None:
    for one in check(store, text):
        assert (one.verdict.reason is not None) == (one.verdict.kind.value == "altered")


def test_the_one_named_must_be_named_near_the_words(tmp_path_factory: pytest.TempPathFactory) -> None:
    rain = "It rained all day in Lund and nobody came. " * 60
    far = f"Ada Varga came early.\n\n{rain}\n\nA sign reads “no lamps here”."
    opened = open_archive(tmp_path_factory.mktemp("far") / "v.db")
    room = Newsroom(opened, opened, clock=lambda: NOW)
    list(room.index([Article("a1", far, outlet="The Courier")], Extractor()))
    [one] = room.check("Ada Varga said: “no lamps here”.", Extractor()).quotations
    opened.close()
    assert one.verdict.kind.value == "other_speaker"
