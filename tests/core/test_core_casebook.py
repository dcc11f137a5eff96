"""What the desk corrected, exported as cases that the gold set can read."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fakes.archives import blank

sys.path.insert(0, str(Path(__file__).parents[1] / "gold"))

from gold import load as load_gold

from bot.cli import main
from bot.config import load
from bot.model import Article, Record
from bot.opened import OpenDesk, opened

NOW = datetime(2026, 3, 5, 11, 2, tzinfo=UTC)
RAIN = Article(
    "rain",
    "“We are wet,” said Ann Hill, the mayor of Lund.\n\nShe told the Courier on Monday that the bridge was shut.\n\n"
    "Bo Berg said that the ferry was late.",
    "Rain over Lund: day 3",
    "The Courier",
    published="2026-03-04",
)
NOTES = Article("notes", "Ann Hill said that she would go.", outlet="Notes", scope="channel:C2")
DRY = Article("dry", "Bo Berg said that it was dry.", outlet="Echo")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "v.db"
    with opened(load({"VERBATIM_DB": str(blank(path))}), create=True) as desk:
        list(desk.newsroom.index([RAIN, NOTES, DRY], desk.extractor()))
        ids = {r.text: r.id for r in records(desk)}
        desk.store.correct(by_words(ids, "wet"), "speaker", "Mara Lind", by="U1", now=NOW)
        desk.store.correct(by_words(ids, "ferry"), "not_statement", None, by="U1", now=NOW)
        desk.store.correct(by_words(ids, "would go"), "speaker", "Bo Berg", by="U1", now=NOW)
        back = desk.store.correct(by_words(ids, "dry"), "speaker", "Ann Hill", by="U1", now=NOW)
        desk.store.undo_correction(back, by="U1", now=NOW)
    return path


def records(desk: OpenDesk) -> list[Record]:
    with desk.store.snapshot(("public", "channel:C2"), NOW) as snapshot:
        return snapshot.records(range(1, 20))


def by_words(ids: dict[str, int], words: str) -> int:
    return next(number for text, number in ids.items() if words in text)


def exported(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[list[dict], str]:
    capsys.readouterr()  # what was logged while indexing
    main(["corrections", "export", *arguments])
    out, err = capsys.readouterr()
    return [json.loads(line) for line in out.splitlines()], err


def test_case_has_the_whole_article_and_says_what_people_did(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ((case,), told) = exported(capsys, "--db", str(db))
    assert case["name"].startswith("desk_rain_over_lund_day_3_")
    assert (case["text"], case["sha256"]) == (RAIN.text, RAIN.sha256)
    (number,) = case["corrected"]
    assert f"{number}\tspeaker\tMara Lind\n" in case["ann"]
    assert "article\toutlet\tThe Courier\n" in case["ann"]
    assert [one["text"] for one in case["removed"]] == ["that the ferry was late"]
    assert "ferry" not in case["ann"]
    assert told == "1 case: 1 speaker set, 1 statement taken out.\n"


def test_private_ones_only_where_they_are_asked_for(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases, _ = exported(capsys, "--db", str(db), "--private")
    assert [case["scope"] for case in cases] == ["public", "channel:C2"]
    public, _ = exported(capsys, "--db", str(db))
    assert "would go" not in json.dumps(public)


def test_folder_gets_files_that_the_gold_set_reads(db: Path, tmp_path: Path) -> None:
    folder = tmp_path / "cases"
    folder.mkdir()
    main(["corrections", "export", "--db", str(db), "--out", str(folder)])
    (text,) = folder.glob("*.txt")
    gold = load_gold(text.stem, folder)
    assert gold.article.text == RAIN.text
    assert "Mara Lind" in {statement.speaker for statement in gold.statements}
    assert "the Courier" in {statement.addressee for statement in gold.statements}


def test_file_is_written_and_one_that_cannot_be_is_said(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["corrections", "export", "--db", str(db), "--out", str(tmp_path / "cases.jsonl")])
    assert len((tmp_path / "cases.jsonl").read_text(encoding="utf-8").splitlines()) == 1
    with pytest.raises(SystemExit) as ended:
        main(["corrections", "export", "--db", str(db), "--out", str(tmp_path / "none" / "cases.jsonl")])
    assert ended.value.code == 2
    assert "cannot be written" in capsys.readouterr().err


def test_statement_over_several_lines_is_counted_and_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "v.db"
    text = "Ann Hill said that the bridge was shut.\tBo Berg said that the ferry\tran late."
    with opened(load({"VERBATIM_DB": str(blank(path))}), create=True) as desk:
        list(desk.newsroom.index([Article("tab", text)], desk.extractor()))
        broken = [r for r in records(desk) if "\t" in r.text]
        for record in records(desk):
            desk.store.correct(record.id, "speaker", "Mara Lind", by="U1", now=NOW)
    cases, told = exported(capsys, "--db", str(path))
    assert (len(cases), "1 article left out" in told) == ((0, True) if broken else (1, False))
