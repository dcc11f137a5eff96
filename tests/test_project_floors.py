"""Floors of figures: written strictly, and no commit ever lowered one."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("tests/gold/floors.json", "tests/bench/floors.json")


def floors(text: str) -> dict[str, float]:
    read = json.loads(text)
    assert isinstance(read, dict)
    return {str(key): float(value) for key, value in read.items()}


def lowered(before: dict[str, float], now: dict[str, float]) -> list[str]:
    return [f"{key}: {now.get(key)} after {value}" for key, value in before.items() if now.get(key, -1.0) < value]


@pytest.mark.parametrize("path", FLOORS)
def test_floors_are_written_strictly(path: str) -> None:
    text = (ROOT / path).read_text(encoding="utf-8")
    read = floors(text)
    assert text == json.dumps(dict(sorted(read.items())), indent=1, ensure_ascii=False) + "\n"
    assert all(0 <= value <= 100 for value in read.values())


@pytest.mark.parametrize("path", FLOORS)
def test_floors_only_rise(path: str) -> None:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")

    def ask(*args: str) -> str:
        return subprocess.run([git, *args], cwd=ROOT, capture_output=True, check=True, text=True).stdout  # noqa: S603 - git itself

    now = floors((ROOT / path).read_text(encoding="utf-8"))
    history = [floors(ask("show", f"{commit}:{path}")) for commit in ask("log", "--format=%H", "--", path).split()]
    assert [line for before in history for line in lowered(before, now)] == []


def test_lowered_sees_less_and_gone() -> None:
    assert lowered({"a": 60.0, "b": 1.0, "c": 5.0}, {"a": 59.9, "c": 5.1}) == [
        "a: 59.9 after 60.0",
        "b: None after 1.0",
    ]
