"""`verbatim speakers`: pages, merges and splits at the terminal, and aliases as CSV, out and in again."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from fakes.marked import records
from hypothesis import example, given
from hypothesis import strategies as st

from bot.cli import main
from bot.errors import UsageError
from bot.export.aliases import COLUMNS, read, rows
from bot.model import SpeakerEntry, SpeakerKind
from bot.speakers import Alias
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "v.db"
    store = open_archive(blank(path))
    for at, name in enumerate(("Ann Hill", "Ann Hill", "A. Hill", "Bo Lund")):
        outlet = ("The Courier", "The Star")[at % 2]
        found = records(
            f"<<{name}>> {{{{said}}}} [[that it rained on day {at}]].", name, article_id=f"a{at}", outlet=outlet
        )
        store.admit(found[0].article, [found[0].statement], now=NOW, news=True, extractor="test")
    store.close()
    return path


@pytest.fixture
def run(db: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """A command's output, errors behind it."""

    def run(*arguments: str) -> str:
        capsys.readouterr()
        try:
            main(["speakers", "--db", str(db), *arguments])
        except SystemExit as end:
            if end.code:
                return f"{capsys.readouterr().err}exit {end.code}"
        found = capsys.readouterr()
        return found.out + found.err

    return run


def test_a_name_shows_the_speaker_s_page(run: Callable[..., str]) -> None:
    page = run("ann", "hill")
    assert page.startswith("Ann Hill #1: 2 statements in 2 outlets.")
    assert "May be the same – not merged, for you to decide" in page
    assert "A. Hill #2: 1 statement" in page
    assert run("show", "Ann Hill") == page
    assert run().startswith("3 speakers in the record")
    assert run("Zorro").startswith("No speaker has “Zorro” in the name")


def test_merge_history_and_undo(run: Callable[..., str]) -> None:
    assert run("merge", "A. Hill", "Ann Hill").startswith("A. Hill is Ann Hill now, with 3 statements;")
    told = run("history", "A. Hill")
    assert told.startswith("merge/1: “A. Hill” merged into “Ann Hill” by the desk, ")
    assert told.endswith(", by command line\n")
    assert "already" in run("merge", "A. Hill", "Ann Hill")
    assert run("undo", "merge/1") == "Taken apart: each is shown by itself again.\n"
    assert "was taken back before" in run("undo", "merge/1")
    assert "taken back" in run("history", "Ann Hill")


def test_split_by_outlet_and_of_the_last_merge(run: Callable[..., str]) -> None:
    assert run("split", "Ann Hill", "--outlet", "The Star").startswith("1 statement given to another Ann Hill;")
    assert run("Ann Hill").startswith("2 speakers in the record with “Ann Hill” in the name")
    assert "give the number, too" in run("history", "Ann Hill")
    assert run("undo", "split/1").startswith("Taken apart")
    run("merge", "Bo Lund", "Ann Hill")
    assert run("split", "Ann Hill") == "Taken apart: Bo Lund.\n"
    assert "Nobody was merged into Ann Hill" in run("split", "Ann Hill")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("merge", "Zorro", "Ann Hill"), "Nobody called “Zorro” is quoted"),
        (("split", "Ann Hill", "--outlet", "Nowhere"), "Nothing of this speaker is what Nowhere printed"),
        (("split", "Ann Hill", "--outlet", "x", "--article", "y"), "not both"),
        (("import", "/nowhere.csv"), "cannot be read"),
        (("export", "/nowhere/x.csv"), "cannot be written"),
        (("undo", "merge/99"), "there is none such"),
    ],
)
def test_bad_wishes_get_one_sentence(run: Callable[..., str], arguments: tuple[str, ...], sentence: str) -> None:
    told = run(*arguments)
    assert sentence in told
    assert told.endswith("exit 2")
    assert told.count("\n") == 1


def test_import_says_first_then_does_and_again_changes_nothing(run: Callable[..., str], tmp_path: Path) -> None:
    source = tmp_path / "aliases.csv"
    source.write_text("name,alias\nAnn Hill,A. Hill\nAnn Hill,Hill\nAnn Hill,Ann Hill-Moor\n", encoding="utf-8")
    first = run("import", str(source))
    assert "A. Hill would be Ann Hill\nHill would be Ann Hill (one word alone: make sure)" in first
    assert first.endswith("3 to merge, 0 already so, 0 refused.\nNothing was changed: add --yes to do it.\n")
    assert run("Ann Hill").startswith("Ann Hill #1: 2 statements")
    assert run("import", str(source), "--yes").endswith("3 merged, 0 already so, 0 refused.\n")
    assert run("Ann Hill").startswith("Ann Hill #1: 3 statements")
    assert run("import", str(source), "--yes") == "0 merged, 3 already so, 0 refused.\n"


def test_names_not_yet_on_record_are_known_when_they_come(run: Callable[..., str], db: Path, tmp_path: Path) -> None:
    source = tmp_path / "aliases.csv"
    source.write_text("name,alias\nAnn Hill,Ann Hill-Moor\n", encoding="utf-8")
    run("import", str(source), "--yes")
    store = open_archive(db)
    found = records("<<Ann Hill-Moor>> {{said}} [[that it was late]].", "Ann Hill-Moor", article_id="new")
    store.admit(found[0].article, [found[0].statement], now=NOW, news=True, extractor="test")
    store.close()
    assert run("Ann Hill").startswith("Ann Hill #1: 3 statements")


def test_a_bad_line_gets_a_sentence_and_the_others_are_done(run: Callable[..., str], tmp_path: Path) -> None:
    source = tmp_path / "aliases.csv"
    lines = [
        "name,kind,alias",
        ",,X",
        "Ann Hill,,A. Hill",
        "Ann Hill,robot,Y",
        "…,,Z",
        "Bo Lund,,A. Hill",
        "Ann Hill,,a,b",
    ]
    source.write_text("\n".join(lines), encoding="utf-8")
    told = run("import", str(source), "--yes")
    assert told.endswith("exit 1")
    for sentence in (
        "line 2: 'name' is empty",
        "line 4: “robot” is no kind of speaker",
        "line 5: “…” has no letters",
        "line 6: “A. Hill” is merged into somebody else",
        "line 7: more or fewer cells",
    ):
        assert sentence in told
    assert run("Ann Hill").startswith("Ann Hill #1: 3 statements")


def test_what_was_exported_is_so_already(run: Callable[..., str], tmp_path: Path) -> None:
    run("merge", "A. Hill", "Ann Hill")
    target = tmp_path / "out.csv"
    assert run("export", str(target)) == f"{target}: 2 rows.\n"
    assert run("export", "-").splitlines()[0] == ",".join(COLUMNS)
    assert run("import", str(target)) == "0 to merge, 1 already so, 0 refused.\n"


@pytest.mark.parametrize("text", ["", "who,what\na,b\n"])
def test_csv_without_a_header_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="first line names the columns"):
        list(read(io.StringIO(text)))


@given(st.text(min_size=1, max_size=40), st.text(min_size=1, max_size=40))
@example(name="0", alias="\t0")  # what is taken off stands before a blank
def test_any_names_come_back_as_they_were_and_none_is_a_formula(name: str, alias: str) -> None:
    entry = SpeakerEntry(1, name, SpeakerKind.PERSON)
    cells = list(rows([entry], {1: [alias]}))
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells[0])
    target = io.StringIO(newline="")
    csv.writer(target).writerows([COLUMNS, *cells])
    back = list(read(io.StringIO(target.getvalue(), newline="")))
    clean = (" ".join(name.split()), " ".join(alias.split()))
    if all(clean) and not any(one.startswith("'") for one in clean):
        assert back == [Alias(2, clean[0], SpeakerKind.PERSON, clean[1])] or any(c in name + alias for c in "\n\r\x00")
