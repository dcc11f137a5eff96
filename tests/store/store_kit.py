"""What the store's tests build their articles with: invented people, one statement a line."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.model import PUBLIC, Article, Kind, Span, Statement
from bot.ports import Incoming

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


TABLES = (
    "SELECT given_id, scope, title, outlet, published_on, hidden_until, statements, news FROM articles",
    (
        "SELECT a.given_id, a.scope, r.number, r.text, r.sha256, r.extractor FROM revisions r, articles a"
        " WHERE a.id = r.article_id"
    ),
    (
        "SELECT a.given_id, a.scope, s.spans, s.kind, s.cue, s.mention, s.speaker, s.alias, s.words, s.context, s.said,"
        " s.said_from, s.listed_at, s.live, s.ascribed, p.folded, p.namesake, b.given_id, b.scope, u.start"
        " FROM statements s JOIN articles a ON a.id = s.article_id LEFT JOIN speakers p ON p.id = s.ascribed_id"
        " JOIN statements u ON u.id = s.utterance JOIN articles b ON b.id = u.article_id"
    ),
    "SELECT folded, kind, namesake, root_id = id FROM speakers",
    "SELECT * FROM words",
    (
        "SELECT p.folded, p.namesake, n.alias, n.own, n.scope, n.hidden_until, n.count"
        " FROM speaker_aliases n, speakers p WHERE p.id = n.speaker_id"
    ),
    "SELECT p.folded, n.word FROM name_words n, speakers p WHERE p.id = n.speaker_id",
    "SELECT * FROM holdings",
    "SELECT count(*), count(DISTINCT fingerprint) FROM fingerprints",
    "SELECT scope, hidden_until, count(*) FROM restricted GROUP BY 1, 2",
)


def content(path: Path) -> list[list[tuple[object, ...]]]:
    """Everything on record, whatever the ids."""
    with closing(sqlite3.connect(path)) as conn:
        return [sorted(conn.execute(sql).fetchall(), key=repr) for sql in TABLES]


PLACES = ("harbour", "bridge", "quarry", "chapel", "market", "tunnel", "airfield", "granary")
SYLLABLES = "ba fe gi ho ku la me ni ro tu".split()
DEEDS = ("reopens", "is flooded", "was sold", "needs a warden", "stays shut", "will be rebuilt")
NAMES = [
    f"{first} {last}" for last in ("Hill", "Lind", "Moor", "Ash", "Fox") for first in ("Ann", "Bo", "Cy", "Dee", "Ed")
]


def remark(number: int) -> str:
    """Words of its own for each number, of a few words that come again and again and some that hardly do."""
    own = ["".join(SYLLABLES[(number * step + step) // power % 10] for power in (1, 10, 100)) for step in (1, 3, 7)]
    return f"the {PLACES[number % 8]} {own[0]} {DEEDS[number % 6]} {own[1]} before the {own[2]} ward does"


def many(count: int = 1000, begin: int = 0) -> list[tuple[Article, list[Statement]]]:
    """Articles of twenty statements each, which are a bulk load together."""
    return [
        report(f"a{at}", *((NAMES[number % 25], remark(number)) for number in range(at, at + 20)))
        for at in range(begin, begin + count, 20)
    ]


def load(store: Store, found: Sequence[tuple[Article, Sequence[Statement]]]) -> None:
    """Put them on record together."""
    store.admit_many([Incoming(*one, news=True) for one in found], now=NOW, extractor="x1")
