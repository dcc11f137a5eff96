"""What is shipped: every tracked file of the packages is in the wheel, and the doors named are there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "handlers", "store")
BUILD = "import setuptools.build_meta as b, sys; b.build_wheel(sys.argv[1])"


def project() -> dict[str, object]:
    read = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found = read["project"]
    assert isinstance(found, dict)
    return found


def shipped() -> set[str]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    out = subprocess.run([git, "ls-files", "-z", *PACKAGES], cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603 - git itself
    return {name.decode() for name in out.split(b"\0") if name and (ROOT / name.decode()).is_file()}


def test_wheel_holds_every_file_of_the_packages(tmp_path: Path) -> None:
    wanted = shipped()
    source, target = tmp_path / "source", tmp_path / "wheel"
    target.mkdir()
    for name in (*wanted, "pyproject.toml", "README.md", "LICENSE"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, source / name)
    subprocess.run([sys.executable, "-c", BUILD, str(target)], cwd=source, capture_output=True, check=True)  # noqa: S603 - ours
    (wheel,) = target.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert wanted - set(archive.namelist()) == set()


def test_changelog_knows_the_version() -> None:
    headings = re.findall(r"^## \[([^\]]+)\]", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert project()["version"] in headings or headings == ["Unreleased"]


def test_licence_is_the_one_named() -> None:
    assert project()["license"] == "Apache-2.0"
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
