"""Checking a draft, as it reads, as machines read it, at the command line and at the desk."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from fakes.archives import blank
from fakes.marked import records

from bot.check.draft import Checked, Quoted
from bot.check.machine import as_json
from bot.cli import main
from bot.compose import checks
from bot.desk import Desk
from bot.extract import Extractor
from bot.model import Article, Coverage, Hit, Span, Verdict, VerdictKind
from bot.newsroom import Newsroom
from bot.terminal import layout
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
ARTICLE = {
    "id": "a1",
    "title": "Rain",
    "outlet": "The Courier",
    "published": "2025-12-10",
    "text": "“We are wet and the dam holds,” said Ann Hill, mayor of Lund.\n\nHill said that the ferry is late today.",
}
KEYS = ["start", "end", "text", "verdict", "verdict_reason", "diff", "speaker", "source"]
DRAFT = "Ann Hill said: “We are wet and the dam breaks.” “The ferry is late today,” she said. “No,” said Bo Berg."
[SAID] = records("[[“We are wet and the dam holds,”]] {{said}} <<Ann Hill>>.", "Ann Hill")
[TOLD] = records("<<Ann Hill>> {{said}} [[that the ferry is late]].", "Ann Hill")


def checked(kind: VerdictKind, record: Any = SAID, **given: Any) -> Checked:  # noqa: ANN401 - a record or none
    words = "We are wet"
    asked = Quoted((Span(5, 15),), words, words, given.pop("speaker", "Ann Hill"))
    reason, diff = given.pop("reason", None), given.pop("diff", ())
    return Checked(asked, Verdict(kind, reason, diff, Hit(record) if record else None), **given)


def shown(*given: Checked) -> str:
    return layout(checks.page(given, Coverage(articles=2, outlets=1), "UTC"), width=200)


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (checked(VerdictKind.VERBATIM), "VERBATIM – matches The Courier, 10 Dec 2025"),
        (
            checked(VerdictKind.ALTERED, TOLD, reason="paraphrase"),
            "ALTERED (paraphrase) – the record has these words outside quotation marks (PARAPHRASE, The Courier)",
        ),
        (
            checked(VerdictKind.ALTERED, reason="cut", diff=(("=", "We are wet"), ("-", "and the dam holds"))),
            "ALTERED (cut) – the record goes on, and the cut changes the sense (The Courier, 10 Dec 2025)",
        ),
        (
            checked(VerdictKind.ALTERED, reason="spliced"),
            "ALTERED (spliced) – words from different places are run together (The Courier, 10 Dec 2025)",
        ),
        (
            checked(VerdictKind.OTHER_SPEAKER, speaker="Bo Berg"),
            "OTHER SPEAKER – the record gives these words to Ann Hill, not Bo Berg (The Courier, 10 Dec 2025)",
        ),
        (checked(VerdictKind.NOT_FOUND, None), "NOT FOUND – not in our 2 articles"),
        (checked(VerdictKind.NOT_FOUND, None, unfinished=True), "NOT FOUND – the search took too long and was ended"),
        (checked(VerdictKind.VERBATIM, speaker=None), "the record gives these words to Ann Hill."),
        (
            checked(VerdictKind.VERBATIM, wordings=("The Herald",)),
            "The Herald has it in other words: the two may be two translations.",
        ),
    ],
)
def test_a_verdict_is_worded_as_a_comparison_with_the_record(one: Checked, says: str) -> None:
    page = shown(one)
    assert says in page
    assert "correct" not in page.lower()


def test_a_difference_is_shown_word_by_word() -> None:
    diff = (("=", "We are"), ("-", "wet"), ("+", "dry"))
    assert "We are [– wet] [+ dry]" in shown(checked(VerdictKind.ALTERED, reason="changed", diff=diff))


def test_the_source_keeps_its_look() -> None:
    assert "1. PARAPHRASE – The Courier's words, not a quotation" in shown(checked(VerdictKind.ALTERED, TOLD))
    assert "1. QUOTE\n   ▌ “We are wet and the dam holds,”" in shown(checked(VerdictKind.VERBATIM))


def test_the_headline_counts_verdicts() -> None:
    given = [checked(kind, None if kind is VerdictKind.NOT_FOUND else SAID) for kind in VerdictKind]
    page = shown(*given, checked(VerdictKind.VERBATIM))
    assert page.startswith("Checked 5 quotations: 2 match, 1 altered, 1 by another speaker, 1 not found.\n")
    assert "“Not here” does not mean that it was not said." in page


def test_a_draft_without_quotations_says_what_to_do() -> None:
    assert shown().startswith("Nothing to check: the draft has no words in quotation marks.\nPut the words to check in")


def test_machines_read_every_key() -> None:
    found = as_json(checked(VerdictKind.ALTERED, reason="changed", diff=(("+", "x"),)))
    assert list(found) == KEYS
    assert (found["start"], found["end"], found["diff"]) == (5, 15, [["+", "x"]])
    nothing = as_json(checked(VerdictKind.NOT_FOUND, None, speaker=None))
    assert list(nothing) == KEYS
    assert [nothing[key] for key in ("verdict_reason", "diff", "speaker", "source")] == [None] * 4


# -- the command


@pytest.fixture
def _record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("VERBATIM_DB", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "VERBATIM_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VERBATIM_TIMEZONE", "Europe/Istanbul")
    monkeypatch.chdir(tmp_path)
    Path("articles.jsonl").write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    main(["index", "articles.jsonl"])
    capsys.readouterr()


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = 0
    try:
        main(arguments)
    except SystemExit as done:
        status = int(done.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


@pytest.mark.usefixtures("_record")
def test_check_prints_a_line_for_each_quotation_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    Path("d.md").write_text(DRAFT, encoding="utf-8")
    status, out, _ = run(capsys, "check", "d.md", "--json")
    found = [json.loads(line) for line in out.splitlines()]
    assert status == 0  # altered quotations included
    assert out.isascii()
    assert [list(row) for row in found] == [KEYS] * 3
    assert [(r["verdict"], r["verdict_reason"]) for r in found] == [
        ("altered", "changed"),
        ("altered", "paraphrase"),
        ("not_found", None),
    ]
    assert all(DRAFT[r["start"] : r["end"]] == r["text"] for r in found)
    assert [r["speaker"] for r in found] == ["Ann Hill", "Ann Hill", "Bo Berg"]
    assert found[0]["diff"] == [["=", "We are wet and the dam"], ["-", "holds"], ["+", "breaks"]]


@pytest.mark.usefixtures("_record")
def test_check_reads_what_is_piped_in() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "check", "-"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        input=DRAFT.encode(),
        capture_output=True,
        check=True,
    )
    assert done.stdout.decode().startswith("Checked 3 quotations: 2 altered, 1 not found.")


@pytest.mark.usefixtures("_record")
@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("check", "absent.md"), "absent.md: cannot be read (No such file or directory)."),
        (("check", "absent"), "absent: cannot be read (No such file or directory)."),  # whatever kind it were
        (("check", "d.odt"), "d.odt: only .txt, .md, .docx can be checked; convert it, or pipe its text to “-”."),
        (("check", "."), ""),  # a folder
        (("check",), "Missing argument 'DRAFT'."),
        (("check", "d.md", "--db", "none.db"), "none.db is not there"),
    ],
)
def test_check_says_in_one_line_why_nothing_could_be_done(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], says: str
) -> None:
    for name in ("d.md", "d.odt"):
        Path(name).write_text(DRAFT, encoding="utf-8")
    status, out, err = run(capsys, *arguments)
    assert (status, out) == (2, "")
    assert says in err
    assert err.startswith("verbatim: ")
    assert len(err.splitlines()) == 1


# -- the desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    store = open_archive(blank(tmp_path / "v.db"))
    room = Newsroom(store, store, clock=lambda: NOW)
    list(room.index([Article(**ARTICLE)], Extractor()))

    def check(draft: str) -> Any:  # noqa: ANN401 - a page
        found = room.check(draft, Extractor())
        return checks.page(found.quotations, found.coverage, "UTC")

    yield Desk(room, list, io.StringIO(), check=check)
    store.close()


def test_the_desk_checks_words_and_files_and_opens_the_source(desk: Desk, tmp_path: Path) -> None:
    assert "ALTERED (changed)" in desk.answer("/check Ann Hill said: “We are wet and the dam breaks.”")
    assert "said Ann Hill, mayor of Lund" in desk.answer("1")
    path = tmp_path / "my draft.txt"
    path.write_text("“We are wet and the dam holds,” Ann Hill said.", encoding="utf-8")
    assert "VERBATIM – matches The Courier, 10 Dec 2025" in desk.answer(f"/check {path}")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("/check", "Name a file or give the words"),
        ("/check no marks here", "Nothing to check"),
        (f"/check {'x' * 5000}", "Nothing to check"),  # no file system has such a name
        ("/check \0", "Nothing to check"),
    ],
)
def test_the_desk_has_an_answer_to_every_check(desk: Desk, line: str, says: str) -> None:
    assert says in desk.answer(line)


def test_the_desk_says_what_is_wrong_with_a_file(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "d.docx"
    path.write_bytes(b"PK\x03\x04broken")
    assert "damaged" in desk.answer(f"/check {path}")
