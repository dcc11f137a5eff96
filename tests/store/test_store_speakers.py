"""Who a name is across articles, what the directory says of them, merges, corrections and utterances."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from store_kit import NOW, put, report, seen, words_by_id

from bot.errors import UsageError
from bot.model import Attribution, SpeakerEntry, SpeakerKind
from bot.ports import Search
from store.speakers import Directories

if TYPE_CHECKING:
    from store import Store

PERSON = SpeakerKind.PERSON


def directory(store: Store) -> dict[str, SpeakerEntry]:
    with seen(store) as snapshot:
        return {entry.name: entry for entry in snapshot.directory()}


def by(store: Store, speaker: int) -> set[int]:
    with seen(store) as snapshot:
        plain = {c.id for c in snapshot.find(Search(speakers=(speaker,)))}
        worded = {c.id for c in snapshot.find(Search(speakers=(speaker,), words=("thing",)))}
    assert plain == worded  # the speaker's index and the tag in the full-text index never differ
    return plain


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (("Zoë Hill", PERSON), ("ZOE HILL", PERSON), True),  # case and accents
        (("Ann Hill", PERSON), ("Ann Hill’s", PERSON), True),  # a possessive
        (("Ann Hill", PERSON), ("Hill", PERSON), False),  # a surname alone is never a full name
        (("Ann Hill", PERSON), ("Bea Hill", PERSON), False),
        (("Hill", PERSON), ("Hill", SpeakerKind.ORGANISATION), False),  # a company of that name
        (("a U.S. official", SpeakerKind.ANONYMOUS), ("A U.S. official", SpeakerKind.ANONYMOUS), True),
    ],
)
def test_names_are_one_speaker_when(
    store: Store, first: tuple[str, SpeakerKind], second: tuple[str, SpeakerKind], one: bool
) -> None:
    for given_id, (name, kind) in (("a", first), ("b", second)):
        put(store, report(given_id, (name, f"thing {given_id}", {"speaker_kind": kind})))
    with seen(store) as snapshot:
        assert len(snapshot.directory()) == (1 if one else 2)


def test_statement_without_speaker_belongs_to_nobody(store: Store) -> None:
    put(store, report("a", (None, "a thing nobody owns"), ("…", "a thing of dots")))
    assert directory(store) == {}
    assert len(words_by_id(store)) == 2
    assert store.check() == []


def test_directory_tells_names_roles_and_counts(store: Store) -> None:
    put(
        store,
        report(
            "a",
            ("Ann Hill", "thing one", {"role": "Mayor"}),
            ("Ann Hill", "thing two", {"role": "Mayor"}),
            ("ANN HILL", "thing three", {"role": "Senator"}),
            ("Green Party", "thing four", {"speaker_kind": SpeakerKind.ORGANISATION}),
        ),
    )
    with seen(store) as snapshot:
        entries = {entry.name: entry for entry in snapshot.directory()}
        assert snapshot.queries <= 2
    assert entries == {
        "Ann Hill": SpeakerEntry(1, "Ann Hill", PERSON, ("ANN HILL",), ("Mayor", "Senator"), 3),
        "Green Party": SpeakerEntry(2, "Green Party", SpeakerKind.ORGANISATION, (), (), 1),
    }


def test_directory_takes_mentions_as_aliases_where_they_are_names(store: Store) -> None:
    text_is_hill = report("a", ("Hill", "thing one", {"speaker": "Ann Hill"}))
    pronoun = {"speaker": "Ann Hill", "attribution": Attribution.PRONOUN}
    put(store, text_is_hill)
    put(store, report("b", ("She", "thing two", pronoun)))
    assert directory(store)["Ann Hill"].aliases == ("Hill",)


def test_directory_follows_every_change(store: Store) -> None:
    """The kept directory, brought up to date by what was touched, equals one read anew."""
    steps = [
        lambda: put(store, report("a", ("Ann Hill", "thing one", {"role": "Mayor"}), ("Bo Lind", "thing two"))),
        lambda: put(store, report("b", ("Ann Hill", "thing three"), ("Cy Moor", "thing four"))),
        lambda: store.merge_speakers(3, 1, by="U1", now=NOW),
        lambda: store.correct(2, "speaker", "Dee Roe", by="U1", now=NOW),
        lambda: put(store, report("b", ("Cy Moor", "thing four"))),
        lambda: store.take_apart("merge/1", by="U1", now=NOW),
        lambda: put(store, report("a", ("Ann Hill", "nothing at all like before"))),
        lambda: store.correct(4, "not_statement", None, by="U1", now=NOW),
    ]
    for step in steps:
        step()
        kept = directory(store)
        store._directories = Directories()
        assert directory(store) == kept
    assert store.check() == []


def test_merge_is_resolved_at_query_time_in_chains_and_undone(store: Store) -> None:
    for number, name in enumerate(("Ann Hill", "A. Hill", "Hill"), 1):
        put(store, report(f"a{number}", (name, f"thing {number}")))
    store.merge_speakers(3, 2, by="U1", now=NOW)
    chained = store.merge_speakers(2, 1, by="U1", now=NOW)
    assert by(store, 1) == by(store, 3) == {1, 2, 3}  # an id from before the merge still leads there
    assert directory(store) == {"Ann Hill": SpeakerEntry(1, "Ann Hill", PERSON, ("A. Hill", "Hill"), (), 3)}
    with seen(store) as snapshot:
        assert {r.speaker_id for r in snapshot.records([1, 2, 3])} == {1}
    assert store.take_apart(f"merge/{chained}", by="U2", now=NOW)
    assert not store.take_apart(f"merge/{chained}", by="U2", now=NOW)
    assert (by(store, 1), by(store, 2), by(store, 3)) == ({1}, {2, 3}, {2, 3})


@pytest.mark.parametrize(("one", "other"), [(1, 1), (1, 2), (2, 1), (1, 99)])  # itself, already one, nobody
def test_merge_refuses_what_makes_no_sense(store: Store, one: int, other: int) -> None:
    put(store, report("a", ("Ann Hill", "thing one"), ("Hill", "thing two")))
    store.merge_speakers(2, 1, by="U1", now=NOW)
    with pytest.raises(UsageError, match="already"):
        store.merge_speakers(one, other, by="U1", now=NOW)


def test_correction_of_the_speaker_is_laid_over_and_undone(store: Store) -> None:
    put(store, report("a", ("Ann Hill", "thing one", {"role": "Mayor", "confidence": 0.4})))
    correction = store.correct(1, "speaker", " Bo  Lind ", by="U1", now=NOW + timedelta(hours=2, minutes=2))
    with seen(store) as snapshot:
        (record,) = snapshot.records([1])
    assert (record.statement.speaker, record.statement.role, record.statement.confidence) == ("Bo Lind", None, 1.0)
    assert record.corrected == datetime(2026, 3, 5, 11, 2, tzinfo=UTC)
    assert (by(store, 1), by(store, 2)) == (set(), {1})
    assert directory(store) == {"Bo Lind": SpeakerEntry(2, "Bo Lind", PERSON, (), (), 1)}  # no mayor, no "Ann Hill"
    assert store.undo_correction(correction, by="U1", now=NOW)
    assert not store.undo_correction(correction, by="U1", now=NOW)
    with seen(store) as snapshot:
        (record,) = snapshot.records([1])
    assert (record.statement.speaker, record.statement.role, record.corrected) == ("Ann Hill", "Mayor", None)
    assert (by(store, 1), by(store, 2)) == ({1}, set())
    assert store.check() == []


def test_not_a_statement_is_nowhere_until_undone(store: Store) -> None:
    put(store, report("a", ("Ann Hill", "thing one"), ("Bo Lind", "thing two")))
    correction = store.correct(1, "not_statement", None, by="U1", now=NOW)
    assert words_by_id(store) == {2: "thing two"}
    assert list(directory(store)) == ["Bo Lind"]
    with seen(store) as snapshot:
        assert (snapshot.records([1]), snapshot.coverage().statements) == ([], 1)
    store.undo_correction(correction, by="U1", now=NOW)
    assert set(words_by_id(store)) == {1, 2}
    assert store.check() == []


@pytest.mark.parametrize("name", ["", "  ", "…", None])  # nobody
def test_correction_needs_a_name_and_a_statement(store: Store, name: str | None) -> None:
    put(store, report("a", ("Ann Hill", "thing one")))
    with pytest.raises(UsageError, match="name"):
        store.correct(1, "speaker", name, by="U1", now=NOW)
    with pytest.raises(UsageError, match="not on record"):
        store.correct(99, "speaker", "Bo Lind", by="U1", now=NOW)
    assert store.check() == []


SAID = "we will never in our lives sell the old iron bridge to any company"


@pytest.mark.parametrize(
    ("name", "words", "same"),
    [
        ("Ann Hill", SAID, True),  # a reprint
        ("ANN HILL", SAID.upper().replace(" ", ", "), True),  # other case and commas
        ("Ann Hill", SAID.replace("iron ", ""), True),  # 13 of 14 words
        ("Ann Hill", "we will never sell a bridge", False),  # a shorter wording
        ("Bo Lind", SAID, False),  # another speaker
        (None, SAID, False),  # nobody knows who
    ],
)
def test_same_words_of_one_speaker_elsewhere_are_one_utterance(
    store: Store, name: str | None, words: str, same: bool
) -> None:
    put(store, report("a", ("Ann Hill", SAID), ("Ann Hill", SAID)))
    put(store, report("b", (name, words)))
    with seen(store) as snapshot:
        assert [r.utterance for r in snapshot.records([1, 2, 3])] == [1, 2, 1 if same else 3]


def test_utterance_is_found_again_when_the_words_change(store: Store) -> None:
    put(store, report("a", ("Ann Hill", SAID)))
    put(store, report("b", ("Ann Hill", "we will never sell the old iron bridge")))
    put(store, report("b", ("Ann Hill", SAID)))
    with seen(store) as snapshot:
        assert snapshot.reports([1]) == {1: (1, 2)}
