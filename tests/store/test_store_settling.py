"""A bulk load owes words and fingerprints for a while: whatever happens meanwhile, the record is as if it did not."""

from __future__ import annotations

import signal
from contextlib import closing, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from store_kit import NOW, content, load, many, put, remark, report, script, seen

from bot.model import Span
from bot.ports import Search
from store import open_archive, utterances
from store.columns import COLUMNS
from store.settling import FEW

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from store import Store


def owed(store: Store) -> bool:
    """Whether words are still to be counted."""
    with seen(store) as snapshot:
        return not snapshot.similar(["harbuor"])["harbuor"]


@pytest.fixture
def loaded(store: Store) -> Iterator[Store]:
    """An archive that owes."""
    load(store, many())
    assert owed(store)
    yield store
    store.close()


@pytest.fixture(scope="session")
def one_by_one(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The same articles, one by one: a database, closed."""
    path = blank(tmp_path_factory.mktemp("plain") / "plain.db")
    with closing(open_archive(path)) as store:
        for one in many():
            put(store, one)
    return path.read_bytes()


@pytest.fixture
def plain(tmp_path: Path, one_by_one: bytes) -> Iterator[Store]:
    """An archive of these."""
    (tmp_path / "plain.db").write_bytes(one_by_one)
    with closing(open_archive(tmp_path / "plain.db")) as store:
        yield store


def test_caught_up_it_is_as_one_by_one(loaded: Store, plain: Store) -> None:
    loaded.catch_up()
    assert not owed(loaded)
    assert content(loaded.path) == content(plain.path)
    assert loaded.check() == []


LATER = report("later", ("Ann Hill", remark(0)), ("Bo Lind", "no comment"))


def _corrected(store: Store) -> None:
    store.correct(25, "speaker", "Zoe Grey", by="U1", now=NOW)


def _revised(store: Store) -> None:
    article, statements = report("a40", ("Ann Hill", "another thing altogether"))
    put(store, (article, statements))


def _merged(store: Store) -> None:
    with seen(store) as snapshot:
        ids = {entry.name: entry.id for entry in snapshot.directory()}
    store.merge_speakers(ids["Bo Hill"], ids["Ann Hill"], by="U1", now=NOW)


# Whatever changes a statement that is owed, or asks for what is: the counts must come out the same.
MEANWHILE: dict[str, Callable[[Store], object]] = {
    "one article": lambda store: put(store, LATER),
    "a correction": _corrected,
    "a revision": _revised,
    "a merge": _merged,
    "an embargo": lambda store: put(store, (replace(many()[2][0], outlet="The Herald"), many()[2][1])),
    "a rebuild": lambda store: store.rebuild_index(),
    "a second load": lambda store: load(store, many(begin=FEW)),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_what_comes_meanwhile_finds_it_as_one_by_one(loaded: Store, plain: Store, what: str) -> None:
    MEANWHILE[what](loaded)
    loaded.catch_up()
    MEANWHILE[what](plain)
    plain.catch_up()
    assert content(loaded.path) == content(plain.path)
    assert loaded.check() == []


@pytest.mark.parametrize("what", MEANWHILE)
def test_another_process_finds_it_as_one_by_one(loaded: Store, plain: Store, what: str) -> None:
    with closing(open_archive(loaded.path)) as other:
        MEANWHILE[what](other)
    load(loaded, many(begin=3 * FEW))
    loaded.catch_up()
    MEANWHILE[what](plain)
    load(plain, many(begin=3 * FEW))
    plain.catch_up()
    assert content(loaded.path) == content(plain.path)


def test_one_article_owes_nothing_however_long_it_is(store: Store) -> None:
    put(store, report("long", *(("Ann Hill", remark(number)) for number in range(FEW + 1))))
    assert not owed(store)
    found = report("longer", *(("Bo Lind", f"{remark(number)} windlass") for number in range(FEW + 1)))
    load(store, [found])
    with seen(store) as snapshot:
        assert snapshot.similar(["windlas"])["windlas"]


def test_repeated_words_are_known_while_they_are_owed(loaded: Store) -> None:
    load(loaded, [(replace(article, id=f"again {article.id}"), said) for article, said in many()])
    assert owed(loaded)
    with seen(loaded) as snapshot:
        (first, again) = [
            one for one in snapshot.find(Search(words=("97", "harbour"), limit=5000)) if one.words == remark(0)
        ]
    assert first.utterance == again.utterance


LOAD = """
import sys
from store_kit import load, many
from store import open_archive
store = open_archive(sys.argv[1])
load(store, many())
print("owes", flush=True)
sys.stdin.readline()
"""


def test_killed_while_it_owes_the_next_who_writes_settles_it(store: Store, plain: Store) -> None:
    process = script(LOAD, store.path)
    assert process.stdout.readline() == "owes\n"  # type: ignore[union-attr]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert owed(store)
    put(store, LATER)
    put(plain, LATER)
    assert not owed(store)
    assert content(store.path) == content(plain.path)


def test_cut_short_while_it_settles_it_settles_again(loaded: Store, plain: Store) -> None:
    with loaded._owing() as (session, debt):
        prints = debt.prints()
        utterances.keep(session, prints[: len(prints) // 6 * 3])
    with closing(open_archive(loaded.path)) as another:
        another.catch_up()
    assert content(loaded.path) == content(plain.path)


def test_what_is_rolled_back_is_not_owed(loaded: Store, plain: Store) -> None:
    article, statements = report("bad", ("Ann Hill", "no comment"))
    with pytest.raises(ValueError, match="outside"):
        load(loaded, [*many(begin=FEW), (article, [replace(statements[0], spans=(Span(0, 9999),))])])
    with suppress(KeyboardInterrupt), loaded._owing() as (session, debt):
        debt.remember(1, ["x"] * len(COLUMNS), [1])
        debt.pay(session, debt.last + 5)
        raise KeyboardInterrupt
    put(loaded, LATER)
    put(plain, LATER)
    assert content(loaded.path) == content(plain.path)
