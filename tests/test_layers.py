"""The table of arrows, held by reading the imports: `handlers -> bot <- store`, and pure parts stay pure.

Only what exists is checked, so a part that is still to come needs no change here.
"""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("bot", "handlers", "store")
COMPOSITION_ROOT = ("bot.app", "bot.opened")  # the bot; one command
STANDARD_ONLY = ("bot.model", "bot.errors")
TRAINING = "bot.extract.train"

PURE = (
    "bot.model",
    "bot.page",
    "bot.patterns",
    "bot.text",
    "bot.compose",
    "bot.links",
    "bot.reception.rooms",
    "bot.words",
    "bot.wording",
    "bot.extract",
    "bot.ingest.addresses",
    "bot.check",
    "bot.ask.parse",
    "bot.ask.people",
    "bot.ask.rank",
    "bot.ask.machine",
    "bot.ask.terms",
    "bot.ask.when",
    "bot.digest.criteria",
    "bot.digest.explain",
    "bot.digest.orders",
    "bot.digest.spoken",
    "bot.digest.spoken_times",
    "bot.digest.model",
    "bot.digest.timetable",
    "bot.digest.compose",
    "bot.digest.stories",
    "bot.digest.choice",
    "bot.digest.extras",
    "bot.digest.newsworthiness",
    "bot.digest.reasons",
    "bot.digest.silence",
    "bot.digest.telling",
    "bot.people",
    "bot.people.visibility",
    "handlers.attached",
    "handlers.classic",
    "handlers.inbound",
    "handlers.markup",
    "handlers.mrkdwn",
    "handlers.overheard",
    "handlers.parts",
    "handlers.render",
    "handlers.surfaces",
    "handlers.views",
)
# Threads that work inside a package of vocabulary.
WORKING = {"bot.people.directory"}
# What opens, reads a clock, the environment or chance; `datetime` is vocabulary, only its clocks are not.
FILES = {"os", "io", "pathlib", "shutil", "tempfile", "sqlite3", "sqlite_utils", "structlog", "logging"}
WEB = {"socket", "ssl", "select", "asyncio", "http", "urllib.request", "httpx", "requests", "waitress", "slack_bolt"}
WORLD = {"time", "random", "secrets", "uuid", "subprocess", "tzlocal", "apscheduler"}
OUTWARD = FILES | WEB | WORLD
CLOCKS = {"now", "utcnow", "today", "perf_counter", "monotonic", "environ", "getenv"}
BUILTINS = {"open", "input", "print", "exec", "eval"}
EFFECTS = {"connect", "start", "run", "basicConfig", "configure", "read_text", "read_bytes", "write_text", "mkdir"}


class Module(NamedTuple):
    name: str
    tree: ast.Module
    package: bool = False


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def modules() -> tuple[Module, ...]:
    """Every module of ours, read once: each test looks at the same trees and changes none."""
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return tuple(Module(dotted(p), ast.parse(p.read_text(encoding="utf-8")), p.name == "__init__.py") for p in paths)


def within(name: str, part: str) -> bool:
    return name == part or name.startswith(f"{part}.")


@cache
def imports(module: Module) -> frozenset[str]:
    """Every module named in an import, wherever it stands; `from a import b` counts as `a` and `a.b`."""
    found: set[str] = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            up = module.name.split(".")[: len(module.name.split(".")) - node.level + module.package]
            base = ".".join([*(up if node.level else []), *([node.module] if node.module else [])])
            found |= {base, *(f"{base}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def reaches(module: Module, *parts: str) -> list[str]:
    return sorted(f"{module.name} -> {name}" for name in imports(module) if any(within(name, part) for part in parts))


def impure(module: Module) -> list[str]:
    """What a pure module may not do: import what leads outward, call what opens, ask a clock or the environment."""
    found = [
        f"{module.name} imports {name}"
        for name in sorted(imports(module))
        if any(within(name, part) for part in OUTWARD)
    ]
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            found.append(f"{module.name}:{node.lineno} {ast.unparse(node)}")
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in BUILTINS:
            found.append(f"{module.name}:{node.lineno} {node.func.id}()")
    return found


def builds(node: ast.stmt) -> bool:
    """An assignment, or a loop of nothing else: how tables are made of lines of words."""
    if isinstance(node, ast.For):
        return all(builds(inner) for inner in node.body)
    return isinstance(node, ast.Assign | ast.AnnAssign | ast.AugAssign)


def guarded(node: ast.stmt) -> bool:
    """`if TYPE_CHECKING:` and `if __name__ == "__main__":`, or a `try` that only imports."""
    if isinstance(node, ast.If):
        return ast.unparse(node.test) in ("TYPE_CHECKING", "__name__ == '__main__'")
    return isinstance(node, ast.Try) and all(isinstance(n, ast.Import | ast.ImportFrom) for n in node.body)


DEFINES = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def at_import(node: ast.AST) -> list[ast.AST]:
    """The nodes that run when the module is imported: function bodies do not, defaults and decorators do."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        children: list[ast.AST] = [*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d)]
    else:
        children = [] if isinstance(node, ast.Lambda) else list(ast.iter_child_nodes(node))
    return [node, *(n for child in children for n in at_import(child))]


def effects(module: Module) -> list[str]:
    """What happens when the module is imported beyond definitions and constants."""
    found = []
    for node in module.tree.body:
        docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not (isinstance(node, DEFINES) or builds(node) or docstring or guarded(node)):
            found.append(f"{module.name}:{node.lineno} {ast.unparse(node)[:60]}")
        if guarded(node):
            continue
        for inner in at_import(node):
            if not isinstance(inner, ast.Call):
                continue
            name = inner.func.id if isinstance(inner.func, ast.Name) else getattr(inner.func, "attr", "")
            if name in BUILTINS | CLOCKS | EFFECTS or name == "Thread":
                found.append(f"{module.name}:{inner.lineno} {ast.unparse(inner)[:60]}")
    return found


def written(source: str, name: str = "bot.made_up") -> Module:
    return Module(name, ast.parse(source))


def test_core_knows_neither_edge() -> None:
    inside = [m for m in modules() if within(m.name, "bot") and m.name not in COMPOSITION_ROOT]
    assert [line for m in inside for line in reaches(m, "handlers", "store")] == []


def test_edges_do_not_know_each_other() -> None:
    inside = modules()
    assert [line for m in inside if within(m.name, "handlers") for line in reaches(m, "store")] == []
    assert [line for m in inside if within(m.name, "store") for line in reaches(m, "handlers")] == []


def test_edges_do_not_know_the_composition_root() -> None:
    edges = [m for m in modules() if not within(m.name, "bot")]
    assert [line for m in edges for line in reaches(m, *COMPOSITION_ROOT, "bot.cli", "bot.commands")] == []


def test_vocabulary_imports_the_standard_library_only() -> None:
    core = [m for m in modules() if m.name in STANDARD_ONLY]
    assert len(core) == len(STANDARD_ONLY)
    foreign = {n for m in core for n in imports(m) if n.split(".")[0] not in sys.stdlib_module_names}
    assert foreign == set()


def test_pure_parts_reach_for_nothing() -> None:
    pure = [m for m in modules() if any(within(m.name, part) for part in PURE) and m.name not in WORKING]
    pure = [m for m in pure if not within(m.name, TRAINING)]
    assert {"bot.model", "bot.page", "bot.text"} <= {m.name for m in pure}
    assert [line for m in pure for line in impure(m)] == []


def test_training_is_never_imported_at_run_time() -> None:
    running = [m for m in modules() if not within(m.name, TRAINING)]
    assert [line for m in running for line in reaches(m, TRAINING)] == []


def test_slack_is_known_to_the_edge_and_the_composition_root_only() -> None:
    others = [m for m in modules() if not within(m.name, "handlers") and m.name not in COMPOSITION_ROOT]
    assert [line for m in others for line in reaches(m, "slack_bolt", "slack_sdk")] == []


def test_the_web_is_opened_in_one_place_only() -> None:
    others = [m for m in modules() if not within(m.name, "handlers") and m.name != "bot.ingest.opener"]
    ways = ("socket", "ssl", "http.client", "urllib.request", "urllib3", "requests", "httpx", "trafilatura.downloads")
    assert [line for m in others for line in reaches(m, *ways)] == []


def test_sql_is_known_to_the_store_and_the_composition_root_only() -> None:
    others = [m for m in modules() if not within(m.name, "store") and m.name not in COMPOSITION_ROOT]
    assert [line for m in others for line in reaches(m, "sqlite3", "sqlite_utils")] == []


def test_the_command_line_starts_without_slack_and_scheduler() -> None:
    slow = "{'slack_bolt', 'slack_sdk', 'apscheduler'}"
    command = [sys.executable, "-c", f"import sys, bot.cli, bot.commands.ask; print({slow} & set(sys.modules))"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)  # noqa: S603 - ours
    assert done.stdout == "set()\n"


def test_nothing_happens_at_import() -> None:
    assert [line for m in modules() for line in effects(m)] == []


@pytest.mark.parametrize(
    "source",
    [
        "import sqlite3",  # a database
        "from os import environ",  # the environment, by its module
        "from pathlib import Path",  # a file, before it is even opened
        "from urllib.request import urlopen",  # the web
        "def f():\n    import random\n    return random.random()",  # chance, hidden in a function
        "from datetime import datetime\ndef f():\n    return datetime.now()",  # the clock
        "from datetime import date\nf = date.today",  # the clock, handed on uncalled
        "def f(path):\n    return open(path)",  # a file without any import
    ],
)
def test_impure_sees_what_leads_outward(source: str) -> None:
    assert impure(written(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import UTC, datetime, time",  # `time` the type, not the module
        "import re\nfrom dataclasses import replace",  # what texts are worked with
        "def f(now):\n    return now.date()",  # the instant as an argument
        "from urllib.parse import urlsplit",  # addresses taken apart, not opened
    ],
)
def test_impure_lets_the_vocabulary_of_time_pass(source: str) -> None:
    assert impure(written(source)) == []


@pytest.mark.parametrize(
    "source",
    [
        "print('hello')",  # a call for its effect
        "for i in range(3):\n    print(i)",  # work
        "DB = connect('x')",  # a connection as a constant
        "def f(now=datetime.now()):\n    return now",  # a default is computed at import
        "class A:\n    text = Path('x').read_text()",  # and so is a class body
        "import structlog\nstructlog.configure()",  # settings of the whole process
    ],
)
def test_effects_sees_what_happens_at_import(source: str) -> None:
    assert effects(written(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        '"""A docstring."""\nimport re\nWORD = re.compile("x")',  # constants are computed
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import re",  # imports for types
        "def f():\n    return open('x')",  # a body runs when called
        "TABLE = {}\nfor row in ('a b', 'c d'):\n    TABLE[row[0]] = row",  # tables are made of lines of words
        "KEY = sorted('ba', key=lambda c: c.now())",  # and so does the body of a lambda
    ],
)
def test_effects_lets_definitions_pass(source: str) -> None:
    assert effects(written(source)) == []


@pytest.mark.parametrize(
    ("source", "package", "name"),
    [
        ("from .. import store", False, "store"),  # climbing out of bot.made_up's package … and beyond it
        ("from . import extract", False, "bot.extract"),  # a sibling
        ("from .extract import train", True, "bot.made_up.extract.train"),  # relative to a package itself
    ],
)
def test_imports_resolves_relative_ones(source: str, package: bool, name: str) -> None:
    module = Module("bot.made_up", ast.parse(source), package)
    assert name in {n.removeprefix(".") for n in imports(module)}


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    out = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603 - git itself
    return [ROOT / name.decode() for name in out.split(b"\0") if name and (ROOT / name.decode()).is_file()]


def test_tracked_files_name_no_private_place() -> None:
    # Put together here, so that this file does not name them either.
    private = [f"/{name}/" for name in ("work", "root", "home", "Users")]
    hosts = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "proxy.go" + "lang.org", "devpi" + "."]
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in tracked()
        for word in (*private, *hosts)
        if word.encode() in path.read_bytes()
    ]
    assert found == []
