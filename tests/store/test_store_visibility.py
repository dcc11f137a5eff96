"""What came from a private place stays there, and an embargo holds: over every way of reading there is."""

from __future__ import annotations

import inspect
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.listed import indexed_between
from store_kit import NOW, put, report, seen

from bot.model import PUBLIC
from bot.ports import Search, Snapshot

if TYPE_CHECKING:
    from collections.abc import Callable

    from store import Store

UNTIL = NOW + timedelta(hours=2)
AFTER = NOW + timedelta(hours=3)
LATER = NOW + timedelta(hours=4)
EVER = (NOW - timedelta(days=9), NOW + timedelta(days=9))
MAYOR = {"role": "Mayor", "addressee": "Radio Nine"}

# How each method of Snapshot would show the hidden article's words, names or counts: True where it does.
READS: dict[str, list[Callable[[Snapshot], bool]]] = {
    "directory": [
        lambda s: any("Zora" in e.name for e in s.directory()),  # a speaker who is nowhere else
        lambda s: any("Zora" in e.name for e in s.directory(("what did Zora Quint say",))),  # looked up by name
        lambda s: any("Senator" in e.roles for e in s.directory(("the senator", "Ann Hill"))),
        lambda s: any(e.statements > 1 for e in s.directory(("ann hill",))),
        lambda s: any("Senator" in e.roles for e in s.directory()),  # a role that another is given there
        lambda s: any(e.statements > 1 for e in s.directory() if e.name == "Ann Hill"),  # a count
        lambda s: any("ANN HILL" in (e.name, *e.aliases) for e in s.directory()),  # another way to write a name
    ],
    "articles": [
        lambda s: any(a.id == "hidden" for a in s.articles("Otto Vane never came")),
        lambda s: any(a.id == "hidden" for a in s.articles("the old bridge", limit=1)) or len(s.articles("bridge")) > 1,
    ],
    "coverage": [
        lambda s: s.coverage().articles > 1,
        lambda s: s.coverage().statements > 1,
        lambda s: "whisper" in s.coverage().outlet_names,
        lambda s: s.coverage().last_published == "2026-03-05",
    ],
    "outlets": [lambda s: ("Whisper", 1) in s.outlets(), lambda s: len(s.outlets()) > 1],
    "find": [
        lambda s: any(c.article == "hidden" for c in s.find(Search())),  # by date
        lambda s: any(c.article == "hidden" for c in s.find(Search(words=("zeppelin",)))),  # by a word
        lambda s: len(s.find(Search(words=("bridge",)))) > 1,  # by one it shares
        lambda s: any(c.article == "hidden" for c in s.find(Search(groups=(("zeppelin",),), tiers=((1, 1),)))),
        lambda s: len(s.find(Search(groups=(("bridge",), ("no",)), tiers=((2, 2), (2, 1))))) > 1,
        lambda s: any(c.article == "hidden" for c in s.find(Search(speakers=tuple(range(1, 9))))),
        lambda s: any(c.article == "hidden" for c in s.find(Search(speakers=tuple(range(1, 9)), words=("bridge",)))),
        lambda s: any(c.article == "hidden" for c in s.find(Search(outlet="whisper"))),
        # Hidden ones come first in each of these: before the limit they must not even take a place.
        lambda s: [c.article for c in s.find(Search(limit=1))] != ["open"],
        lambda s: [c.article for c in s.find(Search(limit=1, words=("zeppelin", "bridge")))] != ["open"],
        lambda s: [c.article for c in s.find(Search(limit=1, speakers=tuple(range(1, 9))))] != ["open"],
    ],
    "records": [lambda s: any(r.article.id == "hidden" for r in s.records(range(1, 9)))],
    "reports": [lambda s: any(len(ids) > 1 for ids in s.reports(range(1, 9)).values())],
    "mentions": [lambda s: s.mentions("Otto Vane") > 0],
    "vocabulary": [lambda s: s.vocabulary(["zeppelin"]) != {}, lambda s: s.vocabulary(["bridge"]) != {"bridge": 1}],
    "similar": [lambda s: s.similar(["zepelin", "bridje"]) != {"zepelin": [], "bridje": [("bridge", 1)]}],
    "listing": [
        lambda s: s.listing(*EVER).reports().articles > 1,
        lambda s: s.listing(*EVER).reports().statements > 1,
        lambda s: any("zeppelin" in one.words for one in s.listing(*EVER).statements(range(1, 9))),
        lambda s: len(s.listing(*EVER).news(0, 99)) > 1,
        lambda s: s.listing(*EVER).reprints() != [],
        lambda s: any(one.outlet == "Whisper" for one in s.listing(*EVER).deliveries(EVER[0])),
        lambda s: any("zeppelin" in one.words for one in s.listing(LATER, EVER[1]).earlier(range(1, 9), "2026-01-01")),
        lambda s: len(s.listing(LATER, EVER[1]).known(range(1, 9))) > 1,
    ],
}
CASES = [pytest.param(leak, id=f"{method}-{at}") for method, leaks in READS.items() for at, leak in enumerate(leaks)]


def filled(store: Store, **hiding: object) -> None:
    """One public article, and a hidden one that shares a speaker, words and an utterance with it."""
    put(store, report("open", ("Ann Hill", "the old bridge stays open for now", MAYOR)))
    put(
        store,
        report(
            "hidden",
            ("Ann Hill", "the old bridge stays open for now", {"role": "Senator"}),
            ("ANN HILL", "the zeppelin needs a bridge"),
            ("Zora Quint", "Otto Vane never came near the bridge"),
            outlet="Whisper",
            published="2026-03-05",
            **hiding,
        ),
    )


def test_table_covers_every_method_of_snapshot() -> None:
    methods = {name for name, _ in inspect.getmembers(Snapshot, inspect.isfunction) if not name.startswith("_")}
    assert methods - {"share"} == set(READS)  # which reads nothing


@pytest.mark.parametrize("leak", CASES)
@pytest.mark.parametrize("scope", ["channel:C1", "user:U1"])
def test_private_article_is_seen_in_its_scope_only(store: Store, scope: str, leak: Callable[[Snapshot], bool]) -> None:
    filled(store, scope=scope)
    for others in ((PUBLIC,), (PUBLIC, "channel:C2", "user:U2")):
        with seen(store, *others) as snapshot:
            assert not leak(snapshot)
    with seen(store, PUBLIC, scope) as snapshot:
        assert leak(snapshot)


@pytest.mark.parametrize("leak", CASES)
def test_embargoed_article_is_nowhere_until_its_time(store: Store, leak: Callable[[Snapshot], bool]) -> None:
    filled(store, visible_from=UNTIL)
    with seen(store, now=UNTIL - timedelta(microseconds=1)) as snapshot:
        assert not leak(snapshot)
    with seen(store, now=UNTIL) as snapshot:
        assert leak(snapshot)


def test_lifted_embargo_shows_at_once_and_extended_one_hides_again(store: Store) -> None:
    lines = (("Ann Hill", "the zeppelin needs a bridge"),)
    put(store, report("a", *lines, visible_from=UNTIL))
    put(store, report("a", *lines), now=NOW)
    with seen(store) as snapshot:
        assert snapshot.vocabulary(["zeppelin"]) == {"zeppelin": 1}
        assert [r.id for r in indexed_between(snapshot, NOW - timedelta(hours=1), NOW)] == [1]
    put(store, report("a", *lines, visible_from=AFTER))
    with seen(store, now=UNTIL) as snapshot:
        assert (snapshot.vocabulary(["zeppelin"]), snapshot.directory(), snapshot.find(Search())) == ({}, (), [])
    assert store.check() == []


def test_scope_alone_sees_only_its_own(store: Store) -> None:
    filled(store, scope="channel:C1")
    with seen(store, "channel:C1") as snapshot:
        assert {c.article for c in snapshot.find(Search())} == {"hidden"}


def test_nobody_without_scopes_sees_anything(store: Store) -> None:
    filled(store)
    with store.snapshot((), NOW) as snapshot:
        assert (snapshot.find(Search()), snapshot.directory(), snapshot.coverage().articles) == ([], (), 0)


def test_correction_of_a_private_statement_stays_private(store: Store) -> None:
    filled(store, scope="channel:C1")
    store.correct(3, "speaker", "Yara Stone", by="U1", now=NOW)
    with seen(store) as snapshot:
        assert [e.name for e in snapshot.directory()] == ["Ann Hill"]
    with seen(store, PUBLIC, "channel:C1") as snapshot:
        assert "Yara Stone" in [e.name for e in snapshot.directory()]
