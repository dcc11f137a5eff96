"""Drawing in another process: the same as here, whatever becomes of that process."""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from fakes.archives import blank
from store_kit import NOW, content, put, report, words_by_id

from bot.model import Article, Attribution, Kind, Span, SpeakerKind, Statement
from bot.ports import Incoming
from store import open_archive, parcels
from store.archive import MANY
from store.aside import Aside
from store.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from store import Store

TEXT = "“It’s shut,” the mayor’s spokesman told the Courier on Monday, “for good \ud83d.”"
ARTICLE = Article(
    "a \udc00", TEXT, "Título", "The Courier", "Bo Lind", "2026-03-04", "https://example.org/1", "en", "channel:C1",
    NOW + timedelta(days=1),
)  # fmt: skip
STATEMENT = Statement(
    (Span(1, 10), Span(64, 72)),
    Kind.MIXED,
    Span(36, 40),
    Span(16, 35),
    "Ann Hill",
    SpeakerKind.ANONYMOUS,
    "mayor’s spokesman",
    Attribution.NAMED,
    "the Courier",
    ("The Herald", "an aide"),
    "2026-03-02",
    "weekday",
    Span(53, 62),
    0.75,
)
ALL = [Incoming(ARTICLE, [STATEMENT], news=True), Incoming(*report("b", (None, "no comment")), news=False)]


def test_what_is_packed_comes_out_as_it_was() -> None:
    assert parcels.job(parcels.packed_job(ALL, NOW, "x1")) == (ALL, NOW, "x1")
    drawn = draw(ALL, NOW, "x1")
    assert parcels.drawn(parcels.packed_drawn(drawn)) == drawn


def test_another_process_draws_the_same() -> None:
    with closing(Aside()) as aside:
        for _ in range(2):
            aside.begin(ALL, NOW, "x1")
            assert aside.drawn() == draw(ALL, NOW, "x1")
        process = aside._process
    assert process is not None
    assert process.returncode is not None


@pytest.mark.parametrize(
    "code",
    [
        "",  # ends at once
        "import sys; sys.stdin.buffer.read(100)",  # ends while it is told what to do
        # half an answer
        "import sys; sys.stdout.buffer.write(bytes([0] * 7 + [9]) + b'x'); sys.stdin.buffer.read(100)",
    ],
)
def test_a_process_that_dies_is_drawn_for(code: str) -> None:
    with closing(Aside([sys.executable, "-c", code])) as aside:
        for _ in range(2):
            aside.begin(ALL, NOW, "x1")
            assert aside.drawn() == draw(ALL, NOW, "x1")


def test_a_program_that_is_not_there_is_drawn_for(tmp_path: Path) -> None:
    with closing(Aside([str(tmp_path / "nowhere")])) as aside:
        aside.begin(ALL, NOW, "x1")
        assert aside.drawn() == draw(ALL, NOW, "x1")


def test_what_cannot_be_drawn_is_told_here() -> None:
    article, (statement,) = report("bad", ("Ann Hill", "no comment"))
    outside = Incoming(article, [replace(statement, spans=(Span(0, 999),))], news=True)
    with closing(Aside()) as aside:
        aside.begin([outside], NOW, "x1")
        with pytest.raises(ValueError, match="outside the text of article 'bad'"):
            aside.drawn()
        aside.begin(ALL, NOW, "x1")
        assert aside.drawn() == draw(ALL, NOW, "x1")


def batches(*sizes: int) -> list[list[Incoming]]:
    """So many articles of a statement each."""
    found, at = [], 0
    for size in sizes:
        found.append([Incoming(*report(f"a{n}", ("Ann Hill", f"thing {n}")), news=True) for n in range(at, at + size)])
        at += size
    return found


# Large batches, drawn ahead, between small ones and none at all: each gets what became of its own.
@pytest.mark.parametrize("sizes", [(MANY, MANY, MANY), (3, MANY, 0, MANY, 2), (MANY,), (0,), ()])
def test_each_batch_is_told_what_became_of_it(store: Store, sizes: Sequence[int]) -> None:
    became = list(store.admit_each(batches(*sizes), clock=lambda: NOW, extractor="x1"))
    assert [len(one) for one in became] == list(sizes)
    assert {one.outcome for batch in became for one in batch} <= {"new"}
    assert len(words_by_id(store)) == sum(sizes)


def test_ahead_or_not_the_record_is_the_same(store: Store, tmp_path: Path) -> None:
    first, second = batches(MANY, MANY)
    list(store.admit_each([first, second, first], clock=lambda: NOW, extractor="x1"))
    store.catch_up()
    with closing(open_archive(blank(tmp_path / "plain.db"))) as plain:
        for one in (*first, *second):
            put(plain, (one.article, one.statements))
    assert content(store.path) == content(tmp_path / "plain.db")
