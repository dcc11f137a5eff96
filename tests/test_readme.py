"""The README is held to the code: settings, commands, doors, files, and the answer it shows."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import pytest

from bot.cli import cli
from bot.config import variables

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
VARIABLES = sorted(variables())
EXCERPT = re.compile(r"```console\n\$ printf '(?P<typed>.*?)\\n' \| make -s run\n(?P<answer>.*?)\n```", re.DOTALL)
DOORS = sorted(re.findall(r"^([a-z]+):.*##", MAKEFILE, re.MULTILINE))


def table(heading: str) -> list[list[str]]:
    """The rows of the table under a heading, without its head."""
    section = README.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def members(group: click.Group) -> dict[str, click.Command]:
    """Every command of a group, those loaded when they are called for included."""
    context = click.Context(group)
    return {name: command for name in group.list_commands(context) if (command := group.get_command(context, name))}


def commands(group: click.Group, before: str = "verbatim") -> list[str]:
    found = []
    for name, command in members(group).items():
        path = f"{before} {name}"
        found += commands(command, path) if isinstance(command, click.Group) else [path]
    return found


def options(group: click.Group) -> set[str]:
    found: set[str] = set()
    for command in members(group).values():
        found |= options(command) if isinstance(command, click.Group) else set()
        found |= {opt for param in command.params if isinstance(param, click.Option) for opt in param.opts}
    return found


def test_readme_lists_every_setting_and_no_other() -> None:
    assert sorted(row[0].strip("`") for row in table("Settings")) == VARIABLES


@pytest.mark.parametrize("variable", VARIABLES)
def test_readme_gives_the_default_of_a_setting(variable: str) -> None:
    default = variables()[variable]
    (row,) = (row for row in table("Settings") if row[0] == f"`{variable}`")
    if default not in (None, ()):
        assert row[1] == f"`{default}`"
    else:
        assert not row[1].startswith("`")


def test_env_example_has_every_setting() -> None:
    example = (ROOT / "deploy" / "env.example").read_text(encoding="utf-8")
    assert sorted(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == VARIABLES


def test_readme_lists_every_command_and_no_other() -> None:
    listed = {re.match(r"`(verbatim(?: [a-z]+)+)", row[0]) for row in table("The command line")}
    assert sorted({match.group(1) for match in listed if match}) == sorted(commands(cli))


def test_readme_names_no_option_that_does_not_exist() -> None:
    section = README.split("## The command line\n", 1)[1].split("\n## ", 1)[0]
    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", section)) - options(cli) - {"--help"} == set()


def test_readme_names_every_door_and_no_other() -> None:
    named = set(re.findall(r"\bmake (?:-s )?([a-z]+)\b", " ".join(re.findall(r"`[^`]*`|```.*?```", README, re.DOTALL))))
    assert sorted(named) == DOORS


def test_readme_names_files_that_exist() -> None:
    named = re.findall(r"`((?:bot|handlers|store|tests|deploy)/[\w./]*|LICENSE|requirements\.lock)`", README)
    assert len(named) > 15
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_changelog_names_commands_that_exist() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(verbatim [a-z]+(?: [a-z]+)?)`", changelog))
    assert named <= set(commands(cli))


def answered(typed: str) -> str:
    """What the desk prints over the samples, from an empty folder and without the settings of this shell."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("VERBATIM_", "SLACK_"))}
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, "-m", "bot.cli", "run"],
            cwd=folder,
            env={**env, "PYTHONPATH": str(ROOT), "VERBATIM_TIMEZONE": "UTC"},
            input=f"{typed}\n",
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
    assert done.stderr == ""
    return done.stdout.strip()


def cards(answer: str) -> list[str]:
    """The numbered statements; the counts around them and the hour differ from day to day."""
    found = [line for line in answer.splitlines() if re.match(r"\d+\. [A-Z]|   ", line)]
    assert len(found) > 10
    return found


def test_readme_shows_an_answer_that_is_really_given() -> None:
    shown = EXCERPT.search(README)
    assert shown is not None
    # Where the answer has become a better one: `python -P tests/test_readme.py` puts it into the README.
    assert cards(answered(shown["typed"])) == cards(shown["answer"])


def main() -> None:
    shown = EXCERPT.search(README)
    assert shown is not None
    text = README[: shown.start("answer")] + answered(shown["typed"]) + README[shown.end("answer") :]
    (ROOT / "README.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
