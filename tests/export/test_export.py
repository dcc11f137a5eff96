"""What leaves the record: everything asked for and nothing else, safe to open, and checkable by its hash."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.marked import records
from hypothesis import given
from hypothesis import strategies as st

from bot.cli import main
from bot.export.rows import COLUMNS, FORMULA, claim_review, safe
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
Run = "Callable[..., str]"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "v.db"
    store = open_archive(blank(path))
    rows = [
        ("<<Ann Hill>> {{said}} [[that the bridge was shut]].", "a1", {"outlet": "The Courier"}),
        ("<<Bo Lund>> {{said}} [[that it was open]].", "a2", {"outlet": "The Star", "published": "2025-12-01"}),
        ("<<Ann Hill>> {{said}} [[that nobody may know]].", "a3", {"outlet": "Notes", "scope": "channel:C2"}),
        ("<<Bo Lund>> {{said}} [[that it was embargoed]].", "a4", {"visible_from": NOW + timedelta(days=40_000)}),
    ]
    for marked, name, fields in rows:
        found = records(marked, marked[2:].partition(">>")[0], article_id=name, **fields)  # type: ignore[arg-type]
        store.admit(found[0].article, [found[0].statement], now=NOW, news=True, extractor="test")
    store.close()
    return path


@pytest.fixture
def run(db: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    def run(*arguments: str) -> str:
        capsys.readouterr()
        main(["export", "--db", str(db), *arguments])
        return capsys.readouterr().out

    return run


def articles(printed: str) -> list[str]:
    return [json.loads(line)["id"] for line in printed.splitlines()]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((), ["a1", "a2"]),  # what is private or embargoed is nowhere
        (("--scope", "channel:C2"), ["a1", "a2", "a3"]),  # what is asked for by name
        (("--speaker", "hill"), ["a1"]),
        (("--outlet", "star"), ["a2"]),
        (("--since", "2025-12-05"), ["a1"]),
        (("--until", "2025-12-05"), ["a2"]),
        (("--since", "2026-01-01"), []),  # articles without a wanted statement are left out
    ],
)
def test_export_has_what_is_asked_for(run: Callable[..., str], arguments: tuple[str, ...], expected: list[str]) -> None:
    assert articles(run(*arguments)) == expected


def test_json_has_text_hash_and_words_at_their_place(run: Callable[..., str]) -> None:
    row = json.loads(run("--outlet", "courier"))
    (said,) = row["statements"]
    assert hashlib.sha256(row["text"].encode()).hexdigest() == row["sha256"]
    assert [row["text"][a:b] for a, b in said["spans"]] == [said["text"]] == ["that the bridge was shut"]
    assert (said["look"], said["speaker"]) == ("PARAPHRASE", "Ann Hill")
    assert row["sha256"] in said["citation"]


def test_json_has_the_desks_corrections(run: Callable[..., str], db: Path) -> None:
    store = open_archive(db)
    number = json.loads(run("--outlet", "courier"))["statements"][0]["id"]
    store.correct(number, "speaker", "Cy Moss", by="U1", now=NOW)
    store.close()
    row = json.loads(run("--outlet", "courier"))
    assert row["statements"][0]["speaker"] == "Cy Moss"
    assert [(one["statement"], one["value"], one["by"]) for one in row["corrections"]] == [(number, "Cy Moss", "U1")]


def test_csv_is_read_back_as_it_was(run: Callable[..., str]) -> None:
    rows = list(csv.DictReader(io.StringIO(run("--format", "csv"))))
    assert [row["text"] for row in rows] == ["that the bridge was shut", "that it was open"]
    assert tuple(rows[0]) == COLUMNS
    assert {row["look"] for row in rows} == {"PARAPHRASE"}


@given(st.text())
def test_no_cell_is_a_formula(text: str) -> None:
    assert not safe(text).startswith(FORMULA)
    assert safe(text) in {text, f"'{text}"}


def test_claim_review_says_who_is_printed_to_have_said_it_and_no_more(run: Callable[..., str]) -> None:
    first, second = json.loads(run("--format", "claimreview", "--desk", "The Desk"))
    assert first["claimReviewed"] == first["itemReviewed"]["text"] == "PARAPHRASE: that the bridge was shut"
    assert first["itemReviewed"]["author"] == {"@type": "Person", "name": "Ann Hill"}
    assert first["author"]["name"] == "The Desk"
    assert first["reviewRating"]["alternateName"].startswith("As printed: The Courier")
    assert second["itemReviewed"]["appearance"]["publisher"]["name"] == "The Star"


def test_claim_review_leaves_out_what_is_not_known() -> None:
    (record,) = records("{{It was said}} [[that it rained]].", outlet="The Courier")
    assert "author" not in claim_review(record, "The Desk")["itemReviewed"]


def test_file_is_whole_or_not_there(run: Callable[..., str], tmp_path: Path) -> None:
    target = tmp_path / "out.jsonl"
    assert run("--out", str(target)) == ""
    assert articles(target.read_text()) == ["a1", "a2"]
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == ["out.jsonl"]


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--speaker", "Zorro"), "Nobody called 'Zorro' is quoted"),
        (("--out", "/nowhere/x.json"), "cannot be written (No such file or directory)"),
    ],
)
def test_bad_wishes_get_one_sentence(
    db: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["export", "--db", str(db), *arguments])
    assert sentence in capsys.readouterr().err


def test_texts_that_fail_their_hash_are_not_handed_on(run: Callable[..., str], db: Path) -> None:
    store = open_archive(db)
    with store._connections.write() as session:
        session.run("UPDATE revisions SET text = replace(text, 'bridge', 'tunnel')")
    store.close()
    assert articles(run()) == ["a2"]
