"""The command line, to the letter of its contract."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import click
import pytest

from bot.cli import cli, main

ARTICLE = {
    "id": "a1",
    "title": "Rain",
    "outlet": "The Courier",
    "published": "2025-12-10",
    "text": "“We are wet,” said Ann Hill, the mayor of Lund.\n\nHill said that the dam holds.",
}
STATEMENT_KEYS = [
    "article", "kind", "spans", "start", "end", "text", "speaker", "attribution", "role",
    "speaker_start", "speaker_end", "cue_start", "cue_end", "addressee", "via", "said_on", "said_on_how", "confidence",
]  # fmt: skip
ANSWER_KEYS = [
    "id", "outcome", "verdict", "verdict_reason", "query", "hits", "nearest", "candidates", "searched", "ms",
]  # fmt: skip
HIT_KEYS = ["article", "statement", "start", "end", "spans", "text", "speaker", "kind", "score", "also"]


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("VERBATIM_DB", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "VERBATIM_MODE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("VERBATIM_TIMEZONE", "Europe/Istanbul")
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def source() -> Path:
    path = Path("articles.jsonl")
    path.write_text(json.dumps(ARTICLE) + "\n", encoding="utf-8")
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    """Exit status, stdout and stderr of a command."""
    status = 0
    try:
        main(arguments)
    except SystemExit as done:
        status = int(done.code or 0)
    out, err = capsys.readouterr()
    return status, out, err


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("group", [(), ("digest",), ("sources",), ("corrections",)])
def test_command_without_its_word_shows_its_help_line_by_line(
    capsys: pytest.CaptureFixture[str], group: tuple[str, ...]
) -> None:
    status, out, err = run(capsys, *group)
    assert (status, out) == (2, "")
    assert "\nCommands:\n" in err


def test_extract_prints_every_key_for_every_statement(capsys: pytest.CaptureFixture[str], source: Path) -> None:
    status, out, _ = run(capsys, "extract", str(source))
    found = rows(out)
    assert status == 0
    assert [list(row) for row in found] == [STATEMENT_KEYS] * 2
    assert [(r["kind"], r["speaker"]) for r in found] == [("direct", "Ann Hill"), ("indirect", "Ann Hill")]
    text = ARTICLE["text"]
    assert all(r["text"] == " … ".join(text[s:e] for s, e in r["spans"]) for r in found)
    assert all((r["start"], r["end"]) == (r["spans"][0][0], r["spans"][-1][1]) for r in found)
    assert out.isascii()


def test_index_counts_and_changes_nothing_the_second_time(capsys: pytest.CaptureFixture[str], source: Path) -> None:
    assert run(capsys, "index", str(source)) == (0, "1 new, 0 changed, 0 same, 0 failed; 2 statements.\n", "")
    assert run(capsys, "index", str(source))[1].startswith("0 new, 0 changed, 1 same")


def test_index_takes_a_changed_text_as_a_revision(capsys: pytest.CaptureFixture[str], source: Path) -> None:
    run(capsys, "index", str(source))
    source.write_text(json.dumps(ARTICLE | {"text": ARTICLE["text"] + " She added that it rained."}))
    assert run(capsys, "index", str(source))[1] == "0 new, 1 changed, 0 same, 0 failed; 3 statements.\n"


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (f"{json.dumps(ARTICLE)}\n{{broken\n", 1),  # some failed, the rest is done
        ("{broken\n", 2),  # nothing could be done
    ],
)
def test_index_says_which_line_is_bad(
    capsys: pytest.CaptureFixture[str], source: Path, content: str, status: int
) -> None:
    source.write_text(content)
    code, _, err = run(capsys, "index", str(source))
    assert code == status
    assert f"{source}:{content.count(chr(10))}" in err
    assert len(err.splitlines()) == 1


def test_ask_answers_in_words_and_for_machines(capsys: pytest.CaptureFixture[str], source: Path) -> None:
    run(capsys, "index", str(source))
    status, out, _ = run(capsys, "ask", "what did Hill say?")
    assert status == 0
    assert out.startswith("Ann Hill: 2 statements in 1 article, published 10 Dec 2025 (The Courier)")
    [row] = rows(run(capsys, "ask", "what did Hill say?", "--json")[1])
    assert list(row) == ANSWER_KEYS
    assert [sorted(hit) for hit in row["hits"]] == [sorted(HIT_KEYS)] * 2


def test_ask_batch_answers_line_by_line_in_order_and_names_bad_lines(
    capsys: pytest.CaptureFixture[str], source: Path
) -> None:
    run(capsys, "index", str(source))
    lines = [
        '{"id": "q1", "question": "what did Hill say?", "asked_on": "2025-12-11"}',
        '{"id": "q2"}',
        "not json",
        '{"id": "q4", "question": "what did Nobody say?", "asked_on": "yesterday"}',
        '{"id": "q5", "question": "what did Nobody say about cheese?"}',
    ]
    Path("q.jsonl").write_text("\n".join(lines))
    status, out, err = run(capsys, "ask", "--batch", "q.jsonl")
    found = rows(out)
    assert (status, err) == (0, "")
    assert [row["id"] for row in found] == ["q1", "q2", None, "q4", "q5"]
    assert [sorted(row) == ["error", "id"] for row in found] == [False, True, True, True, False]
    assert (found[0]["outcome"], found[4]["outcome"], found[4]["hits"]) == ("found", "nothing", [])


@pytest.mark.parametrize("place", ["before", "after"])
def test_db_is_taken_before_and_after_the_subcommand(
    capsys: pytest.CaptureFixture[str], source: Path, place: str
) -> None:
    named = ["--db", "other.db"]
    run(capsys, *([*named, "index", str(source)] if place == "before" else ["index", *named, str(source)]))
    assert Path("other.db").exists()
    assert not Path("verbatim.db").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("ask", "what?"), "verbatim index FILE"),  # no database yet
        (("ask",), "either a question or --batch"),
        (("index", "nowhere.jsonl"), "no such file"),
        (("frobnicate",), "No such command 'frobnicate'. verbatim --help says what there is."),
        (("digest", "add"), "verbatim digest --help says what there is."),
        (("export", "--since", "yesterday"), "'yesterday' is no date; write it as 2025-12-11."),
        (("ask", "x", "--as-of", "soon"), "write it as 2025-12-11"),
        (("ask", "x", "--limit", "0"), "--limit"),
        (("digest", "preview"), "verbatim index FILE"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], said: str
) -> None:
    status, out, err = run(capsys, *arguments)
    assert (status, out, len(err.splitlines())) == (2, "", 1)
    assert said in err
    assert err.startswith("verbatim: ")


@pytest.mark.parametrize("content", [b"", b"not a database, though long enough to be taken for one" * 20])
def test_a_file_that_is_not_ours_is_refused_and_left_alone(
    capsys: pytest.CaptureFixture[str], source: Path, content: bytes
) -> None:
    Path("verbatim.db").write_bytes(content)
    status, _, err = run(capsys, "index", str(source))
    assert (status, len(err.splitlines())) == (2, 1)
    assert Path("verbatim.db").read_bytes() == content


def test_wrong_settings_are_one_line_with_every_problem(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VERBATIM_TIMEZONE", "Mars")
    monkeypatch.setenv("PORT", "many")
    status, _, err = run(capsys, "doctor")
    assert (status, len(err.splitlines())) == (2, 1)
    assert "Mars" in err
    assert "PORT" in err


def test_doctor_is_content_with_a_sound_database(capsys: pytest.CaptureFixture[str], source: Path) -> None:
    run(capsys, "index", str(source))
    status, out, _ = run(capsys, "doctor")
    assert status == 0
    assert "PROBLEM" not in out
    assert "2 statements" in out


def test_doctor_builds_the_index_anew(capsys: pytest.CaptureFixture[str], source: Path) -> None:
    run(capsys, "index", str(source))
    with closing(sqlite3.connect("verbatim.db")) as conn, conn:
        conn.execute("UPDATE holdings SET statements = 7")
    assert run(capsys, "doctor")[0] == 1
    status, out, _ = run(capsys, "doctor", "--rebuild")
    assert (status, "PROBLEM" in out) == (0, False)
    assert out.startswith("ok      the search index is built anew")


def test_doctor_names_a_bot_token_that_cannot_listen(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    status, out, _ = run(capsys, "doctor")
    assert status == 1
    assert "SLACK_APP_TOKEN" in out
    assert "canary" not in out


def test_digest_preview_shows_what_was_indexed(capsys: pytest.CaptureFixture[str], source: Path) -> None:
    run(capsys, "index", str(source))
    status, out, _ = run(capsys, "digest", "preview")
    assert status == 0
    assert out.startswith("Verbatim digest, ")


def test_backup_is_a_database_that_answers(capsys: pytest.CaptureFixture[str], source: Path) -> None:
    run(capsys, "index", str(source))
    assert run(capsys, "backup", "copy.db")[0] == 0
    assert "Ann Hill: 2 statements" in run(capsys, "ask", "what did Hill say?", "--db", "copy.db")[1]


def test_every_command_has_help_with_an_example(capsys: pytest.CaptureFixture[str]) -> None:
    context = click.Context(cli)
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        status, out, _ = run(capsys, name, "--help")
        assert status == 0
        assert command.get_short_help_str()
        assert f"verbatim {name}" in out or isinstance(command, click.Group)


def piped(words: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot.cli", *arguments],
        input=words,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_newcomer_gets_real_answers_from_the_samples() -> None:
    done = piped("what did Fidan say?\n1\nhelp\nquit\nnever read\n", "run")
    assert done.returncode == 0
    assert done.stderr == ""
    assert "sample articles" in done.stdout.splitlines()[0]
    assert "Hakan Fidan: " in done.stdout
    assert "PARAPHRASE" in done.stdout or "QUOTE" in done.stdout
    assert "Ask who said what" in done.stdout
    assert not list(Path().glob("*.db*"))


def test_ask_imports_nothing_of_slack() -> None:
    slow = "any(m.startswith(('slack', 'apscheduler')) for m in sys.modules)"
    code = f"import sys, bot.cli, bot.commands.ask; sys.exit({slow})"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=60).returncode == 0  # noqa: S603 - our own
