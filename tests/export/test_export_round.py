"""Out of one record and into another: nothing is lost, a bad line loses nothing but itself, memory stays flat."""

from __future__ import annotations

import json
import re
import tracemalloc
from collections import deque
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from fakes.archives import blank
from fakes.marked import records

from bot.cli import main
from bot.config import load
from bot.errors import SourceError
from bot.export import Filed, Merged
from bot.export.taken_in import exports
from bot.export.taking import is_export, lines, taken
from bot.model import Article, Kind, Span, Statement
from bot.opened import opened
from bot.ports import Incoming
from store import open_archive
from store.exports import SLICE
from store.settling import FEW

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store import Store

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)
EVERYBODY = ("--scope", "channel:C2", "--scope", "user:U7")


def put(store: Store, marked: str, name: str, at: datetime = NOW, *, news: bool = True, **fields: Any) -> None:  # noqa: ANN401 - an article's
    role = fields.pop("role", None)
    found = records(marked, marked.partition("<<")[2].partition(">>")[0] or None, article_id=name, **fields)
    said = [replace(record.statement, role=role, confidence=0.123456789) for record in found]
    store.admit(found[0].article, said, now=at, news=news, extractor="rules 7")


def eventful(store: Store) -> None:
    """A record with everything that can be lost on the way."""
    put(store, "<<Ann Hill>> {{said}} [[that the bridge was shut]].", "a1", outlet="The Courier", author="Bo")
    put(
        store,
        "<<Ann Hill>> {{said}} [[that it rained]].",
        "a2",
        LATER,
        news=False,
        outlet="=1+1",
        published="2025-12-01",
    )
    put(store, "<<A. Hill>> {{said}} [[that nobody may know]].", "a3", outlet="Notes", scope="channel:C2")
    put(store, "<<Cy Moss>> {{said}} [[that it was embargoed]].", "a4", visible_from=NOW + timedelta(hours=1))
    put(store, "<<Jo Marlow>> {{said}} [[that they won]].", "a5", role="Rovers striker")
    put(store, "<<Jo Marlow>> {{said}} [[that they built]].", "a6", role="mayor of Fenwick")
    put(store, "<<Jo Marlow>> {{said}} [[that it was cold]].", "a7", outlet="Somewhere")
    put(store, "{{It was said}} [[that nobody spoke]].", "a8", url="https://courier.example.org/8")
    store.admit(Article("a9", "Nothing is said here.", "Empty"), [], now=NOW, news=True, extractor="rules 7")
    said = store.correct(1, "speaker", "Di Roe", by="U1", now=LATER)
    store.correct(1, "speaker", "Ed Poe", by="U2", now=LATER)
    store.undo_correction(said, by="U3", now=LATER)
    store.correct(8, "not_statement", None, by="U1", now=LATER)
    put(store, "<<Ann Hill>> {{said}} [[that it was late]].", "b1", outlet="The Star")
    store.split_speaker(1, outlet="The Star", by="U1", now=LATER)
    merged = store.merge_speakers(2, 1, by="U1", now=LATER)
    store.take_apart(f"merge/{merged}", by="U2", now=LATER)
    store.merge_speakers(2, 1, by="U1", now=LATER + timedelta(minutes=1))


def export(db: Path, target: Path) -> list[dict[str, Any]]:
    """The rows of an export, numbers of statements made those of their places."""
    main(["export", "--db", str(db), "--out", str(target), *EVERYBODY])
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    for row in rows:
        both = [*row.get("statements", []), *row.get("taken_out", [])]
        places = {one["id"]: [at, one["spans"]] for at, one in enumerate(both)}
        for one in both:
            one["id"] = places[one["id"]]
            one.pop("utterance", None)
        for ruling in row.get("corrections", []):
            ruling["statement"] = places[ruling["statement"]]
    return rows


@pytest.fixture
def first(tmp_path: Path) -> Path:
    path = tmp_path / "first.db"
    with closing(open_archive(blank(path))) as store:
        eventful(store)
    return path


def test_a_round_trip_loses_nothing(first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = export(first, tmp_path / "first.jsonl")
    main(["index", "--db", str(tmp_path / "second.db"), str(tmp_path / "first.jsonl")])
    assert capsys.readouterr().out.startswith("10 new, 0 changed, 0 same, 0 failed;")
    assert export(tmp_path / "second.db", tmp_path / "second.jsonl") == before
    assert len(before) == 12  # ten articles, two merges
    with closing(open_archive(tmp_path / "second.db")) as store:
        assert store.check() == []


def test_taking_in_again_changes_nothing(first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = export(first, tmp_path / "first.jsonl")
    for db in (first, tmp_path / "second.db", tmp_path / "second.db"):
        main(["index", "--db", str(db), str(tmp_path / "first.jsonl")])
        assert export(db, tmp_path / "again.jsonl") == before
    assert "0 new, 0 changed, 10 same, 0 failed" in capsys.readouterr().out


def test_what_was_split_can_be_taken_apart_there_too(first: Path, tmp_path: Path) -> None:
    export(first, tmp_path / "first.jsonl")
    main(["index", "--db", str(tmp_path / "second.db"), str(tmp_path / "first.jsonl")])
    with closing(open_archive(tmp_path / "second.db")) as store:
        assert store.take_apart("split/1", by="U1", now=LATER)
        with store.snapshot(("public",), LATER + timedelta(days=1)) as snapshot:
            assert [e.statements for e in snapshot.directory() if e.name == "Ann Hill"] == [2]


def line(first: Path, tmp_path: Path) -> dict[str, Any]:
    export(first, tmp_path / "one.jsonl")
    found: dict[str, Any] = json.loads((tmp_path / "one.jsonl").read_text(encoding="utf-8").splitlines()[0])
    return found


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda row: row.update(text=row["text"] + " "), "another hash than 'sha256' says"),
        (lambda row: row.pop("sha256"), "another hash"),
        (lambda row: row["statements"][0].update(spans=[[5, 9999]]), "a span outside the text: 5-9999"),
        (lambda row: row["statements"][0].update(spans=[[9, 5]]), "statement 1 is not as verbatim export writes it"),
        (lambda row: row["statements"][0].update(spans=[["a", 5]]), "two whole numbers"),
        (lambda row: row["statements"][0].update(spans=[]), "at least one span"),
        (lambda row: row["statements"][0].update(kind="loud"), "'loud' is not a valid Kind"),
        (lambda row: row["statements"][0].pop("extracted"), "statement 1 lacks 'extracted'"),
        (lambda row: row.update(statements={}), "'statements' is not a list"),
        (lambda row: row.update(statements=[]), "a correction is of statement 1, which is not in the line"),
        (lambda row: row.update(scope="everybody"), "scope 'everybody'"),
        (lambda row: row.update(indexed_at="soon"), "the article is not as verbatim export writes it"),
        (lambda row: row.update(visible_from="2025-12-11T07:00"), "has no zone"),
        (lambda row: row["corrections"][0].update(field="mood"), "field 'mood'"),
        (lambda row: row.pop("text"), "'text' is missing or empty"),
    ],
)
def test_a_bad_line_gets_one_sentence(first: Path, tmp_path: Path, change: Any, says: str) -> None:  # noqa: ANN401 - a change of a row
    row = line(first, tmp_path)
    assert isinstance(taken(row), Filed)
    change(row)
    with pytest.raises(SourceError, match=re.escape(says)):
        taken(row)


def test_a_bad_line_loses_nothing_but_itself(first: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export(first, tmp_path / "one.jsonl")
    rows = (tmp_path / "one.jsonl").read_text(encoding="utf-8").splitlines()
    plain = json.dumps({"id": "plain", "text": "Ann Hill said that it was fine."})
    (tmp_path / "mixed.jsonl").write_text("\n".join([rows[0], "{", plain, '{"merge": {}}', rows[1]]), encoding="utf-8")
    with pytest.raises(SystemExit, match="1"):
        main(["index", "--db", str(tmp_path / "second.db"), str(tmp_path / "mixed.jsonl")])
    told = capsys.readouterr()
    assert told.out.startswith("3 new, 0 changed, 0 same, 2 failed;")
    assert "mixed.jsonl:2: not JSON" in told.err
    assert "mixed.jsonl:4: the merge lacks 'from'" in told.err


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ('{"statements": []}', True),
        ('\n{"merge": {}}', True),
        ('{"id": "a", "text": "b"}', False),
        ("{", False),
        ("", False),
        ("[1]", False),
    ],
)
def test_exports_are_known_by_their_first_line(tmp_path: Path, text: str, is_one: bool) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(text, encoding="utf-8")
    assert is_export(path) is is_one
    assert not is_export(tmp_path / "x.txt")


def test_merges_come_after_the_articles(first: Path, tmp_path: Path) -> None:
    export(first, tmp_path / "one.jsonl")
    kinds = [isinstance(one, Merged) for one in lines(tmp_path / "one.jsonl")]
    assert kinds == sorted(kinds)
    assert sum(kinds) == 2


def many(count: int) -> list[Incoming]:
    """Articles of some length that share no words."""
    found = []
    for at in range(count):
        text = f"Ann Hill said that w{at}x w{at}y rained. " + f"w{at} " * 150
        spans = (Span(14, text.index(" rained")),)
        found.append(
            Incoming(Article(f"m{at}", text), [Statement(spans, Kind.INDIRECT, speaker="Ann Hill")], news=False)
        )
    return found


def test_what_a_large_export_brings_is_all_settled(tmp_path: Path) -> None:
    """A load of so many statements puts the counting of words off; when the file ends, it is done."""
    text = "Ann Hill said it rained.\n" * FEW
    at = len("Ann Hill said ")
    spans = [Span(at + n * 25, at + n * 25 + len("it rained")) for n in range(FEW)]
    said = [Statement((span,), Kind.INDIRECT, speaker="Ann Hill") for span in spans]
    with closing(open_archive(blank(tmp_path / "first.db"))) as store:
        store.admit_many([Incoming(Article(f"a{n}", text), said, news=False) for n in range(2)], now=NOW, extractor="x")
    export(tmp_path / "first.db", tmp_path / "first.jsonl")
    main(["index", "--db", str(tmp_path / "second.db"), str(tmp_path / "first.jsonl")])
    with closing(open_archive(tmp_path / "second.db")) as store, store.snapshot(("public",), NOW) as snapshot:
        assert snapshot.similar(["raimed"])["raimed"] == [("rained", 2 * FEW)]


def peak(work: Callable[[], object]) -> int:
    """The most bytes of memory that are in use at any time of it."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def peaks(folder: Path, count: int) -> tuple[int, int, int]:
    """The most memory that so many articles take on their way out and in again, and how large their file is."""
    there, file = folder / f"{count}.db", folder / f"{count}.jsonl"
    with closing(open_archive(there)) as store:
        store.admit_many(many(count), now=NOW, extractor="x")
    out = peak(lambda: main(["export", "--db", str(there), "--out", str(file)]))
    with opened(load({"VERBATIM_DB": str(folder / f"{count}-2.db")}), create=True) as desk:
        back = peak(lambda: deque(exports(desk, [file]), maxlen=0))
    return out, back, file.stat().st_size


def test_memory_stays_flat_over_many_articles(tmp_path: Path) -> None:
    """What comes after more articles than are held at once takes hardly any: much less than their part of the file."""
    peaks(tmp_path, 1)  # what is imported and cached once is no part of it
    some, more = peaks(tmp_path, 2 * SLICE), peaks(tmp_path, 3 * SLICE)
    room = (more[2] - some[2]) / 2
    assert more[0] - some[0] < room
    assert more[1] - some[1] < room
