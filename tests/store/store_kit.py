"""What the store's tests build their articles with: invented people, one statement a line."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.model import PUBLIC, Article, Kind, Span, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bot.ports import Admission, Snapshot
    from store import Store

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[2]
Line = tuple[str | None, str] | tuple[str | None, str, dict[str, Any]]


def report(given_id: str, *lines: Line, **metadata: Any) -> tuple[Article, list[Statement]]:  # noqa: ANN401 - fields of an Article
    """An article of lines "SPEAKER said WORDS.", and its statements; a line may carry fields of its Statement."""
    text, statements = "", []
    for speaker, words, *fields in lines:
        mention = speaker or "Somebody"
        start = len(text)
        cue = start + len(mention) + 1
        said = cue + len("said ")
        text += f"{mention} said {words}.\n"
        known: dict[str, Any] = {
            "spans": (Span(said, said + len(words)),),
            "kind": Kind.INDIRECT,
            "cue": Span(cue, cue + 4),
            "mention": Span(start, start + len(mention)),
            "speaker": speaker,
        }
        statements.append(Statement(**known | (fields[0] if fields else {})))
    return Article(given_id, text, **{"outlet": "The Courier", "published": "2026-03-04"} | metadata), statements


def put(store: Store, found: tuple[Article, Sequence[Statement]], **how: Any) -> Admission:  # noqa: ANN401 - arguments of admit
    """Admit what `report` made."""
    article, statements = found
    return store.admit(article, statements, **{"now": NOW, "news": True, "extractor": "x1"} | how)


@contextmanager
def seen(store: Store, *scopes: str, now: datetime = NOW) -> Iterator[Snapshot]:
    """A snapshot, by default of the public."""
    with store.snapshot(scopes or (PUBLIC,), now) as snapshot:
        yield snapshot


def words_by_id(store: Store, *scopes: str, now: datetime = NOW) -> dict[int, str]:
    """Every visible statement's words."""
    from bot.ports import Search  # noqa: PLC0415 - keeps child processes light

    with seen(store, *scopes, now=now) as snapshot:
        return {c.id: c.words for c in snapshot.find(Search(limit=10_000))}


def script(code: str, *arguments: object) -> subprocess.Popen[str]:
    """A Python process of its own, in the project's folder."""
    return subprocess.Popen(  # noqa: S603 - this Python, with code from these tests
        [sys.executable, "-c", code, *map(str, arguments)],
        cwd=ROOT,
        env={"PYTHONPATH": f"{ROOT}:{Path(__file__).parent}", "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
