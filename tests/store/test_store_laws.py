"""Whatever is done in whatever order: what was counted as it came and went is what is counted anew."""

from __future__ import annotations

from contextlib import closing, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from fakes.archives import blank
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_kit import NOW, put, report, seen

from bot.errors import UsageError
from bot.ports import Search
from store import open_archive
from store.speakers import Directories

if TYPE_CHECKING:
    import pytest

    from store import Store

NAMES = ("Ann Hill", "ANN HILL", "Hill", "Bo Lind", None)
WORDS = ("the old bridge stays open", "the old bridge stays shut", "bridges cost money", "no", "Hill’s naïve plan")
ids = st.integers(1, 9)

line = st.tuples(
    st.sampled_from(NAMES),
    st.sampled_from(WORDS),
    st.fixed_dictionaries(
        {},
        optional={"role": st.sampled_from(["Mayor", "Senator"]), "said_on": st.sampled_from(["2026-01", "2025-12-01"])},
    ),
)
admission = st.tuples(
    st.just("admit"),
    st.sampled_from("ab"),
    st.lists(line, max_size=4),
    st.fixed_dictionaries(
        {},
        optional={
            "scope": st.sampled_from(["public", "channel:C1"]),
            "visible_from": st.sampled_from(
                [NOW - timedelta(days=1), NOW + timedelta(days=1), NOW + timedelta(days=2)]
            ),
            "outlet": st.sampled_from(["The Courier", "Étoile", None]),
            "published": st.sampled_from(["2026-02-28", "2026-03-03", None]),
            "language": st.sampled_from(["en", "de"]),
        },
    ),
    st.sampled_from(["x1", "x2"]),
)
change = st.one_of(
    admission,
    st.tuples(st.just("correct"), ids, st.sampled_from(["Bo Lind", "Cy Moor"])),
    st.tuples(st.just("strike"), ids),
    st.tuples(st.just("undo"), ids),
    st.tuples(st.just("merge"), ids, ids),
    st.tuples(st.just("unmerge"), ids),
)


def carry_out(store: Store, step: tuple) -> None:  # type: ignore[type-arg]
    with suppress(UsageError):  # no such statement, or one speaker already
        match step:
            case "admit", given_id, lines, metadata, extractor:
                put(store, report(given_id, *lines, **metadata), extractor=extractor)
            case "correct", statement, name:
                store.correct(statement, "speaker", name, by="U1", now=NOW)
            case "strike", statement:
                store.correct(statement, "not_statement", None, by="U1", now=NOW)
            case "undo", correction:
                store.undo_correction(correction, by="U1", now=NOW)
            case "merge", one, other:
                store.merge_speakers(one, other, by="U1", now=NOW)
            case "unmerge", number:
                store.take_apart(f"merge/{number}", by="U1", now=NOW)


COUNTED = (
    "SELECT word, scope, hidden_until, count FROM words ORDER BY 1, 2, 3",
    "SELECT * FROM speaker_aliases ORDER BY 1, 2, 3, 4, 5",
    "SELECT speaker_id, role, scope, hidden_until, count FROM speaker_roles ORDER BY 1, 2, 3, 4",
    "SELECT * FROM name_words ORDER BY 1, 2",
    "SELECT * FROM restricted ORDER BY 1",
    """SELECT scope, hidden_until, outlet, articles, statements, not_analysed, first_published, last_published
    FROM holdings ORDER BY 1, 2, 3""",
)


def counted(store: Store) -> list[list[tuple[object, ...]]]:
    with store._connections.read() as session:
        return [[tuple(row) for row in session.all(sql)] for sql in COUNTED]


def shown(store: Store, *scopes: str) -> list[object]:
    """All that an asker can see."""
    with seen(store, *scopes) as snapshot:
        directory = sorted(snapshot.directory(), key=lambda entry: entry.id)
        everything = snapshot.find(Search())
        by_word = {word: {c.id for c in snapshot.find(Search(words=(word,)))} for word in ("bridge", "no", "hill")}
        by_speaker = {entry.id: {c.id for c in snapshot.find(Search(speakers=(entry.id,)))} for entry in directory}
        return [directory, snapshot.coverage(), everything, by_word, by_speaker]


@given(st.lists(change, max_size=9))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_counted_as_it_goes_is_what_is_counted_anew(
    tmp_path_factory: pytest.TempPathFactory,
    steps: list[tuple],  # type: ignore[type-arg]
) -> None:
    path = tmp_path_factory.mktemp("law") / "law.db"
    with closing(open_archive(blank(path), search_seconds=5.0)) as store:
        for step in steps:
            carry_out(store, step)
        assert store.check() == []
        before = counted(store), shown(store), shown(store, "public", "channel:C1")
        agree(store)
        store.rebuild_index()
        store._directories = Directories()
        assert (counted(store), shown(store), shown(store, "public", "channel:C1")) == before


def agree(store: Store) -> None:
    """The ways of finding agree with the records, and the directory with the finding."""
    with seen(store) as snapshot:
        records = {r.id: r for r in snapshot.records(range(1, 60))}
        assert {c.id for c in snapshot.find(Search())} == set(records)
        assert snapshot.coverage().statements == len(records)
        for entry in snapshot.directory():
            theirs = {c.id for c in snapshot.find(Search(speakers=(entry.id,)))}
            assert theirs == {r.id for r in records.values() if r.speaker_id == entry.id}
            assert len(theirs) == entry.statements
        for candidate in snapshot.find(Search(words=("bridge",))):
            assert "bridge" in records[candidate.id].text
