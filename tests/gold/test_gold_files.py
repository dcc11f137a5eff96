"""The gold files prove themselves: each offset beside its words, each hard case once at least."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from gold import GoldError, load, names

from bot.model import Attribution, Kind

if TYPE_CHECKING:
    from pathlib import Path

TEXT = 'Ada Prewitt said: "No."\n'
GOOD = [
    "article\tpublished\t2025-11-03",
    "1\tkind\tdirect",
    '1\tcontent\t18\t23\t"No."',
    "1\tcue\t12\t16\tsaid",
    "1\tsource\t0\t11\tAda Prewitt",
    "1\tspeaker\tAda Prewitt",
    "1\tattribution\tnamed",
]


def write(folder: Path, lines: list[str]) -> None:
    (folder / "made.txt").write_text(TEXT, encoding="utf-8")
    (folder / "made.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.mark.parametrize("name", names())
def test_gold_file_proves_itself(name: str) -> None:
    gold = load(name)
    text = gold.article.text
    assert text.endswith("\n")
    assert "\r" not in text
    starts = [s.hull.start for s in gold.statements]
    assert starts == sorted(starts)
    for statement in gold.statements:
        content = {i for s in statement.spans for i in range(s.start, s.end)}
        around = [s for s in (statement.cue, statement.mention) if s is not None]
        assert content.isdisjoint(i for s in around for i in range(s.start, s.end))
        assert all(s.of(text) == s.of(text).strip() and "\n" not in s.of(text) for s in (*statement.spans, *around))
        assert (statement.said_on is None) is (statement.said_on_how is None)


def test_gold_set_is_large_enough_and_covers_every_kind() -> None:
    golds = [load(name) for name in names()]
    assert len(golds) >= 25
    everything = [s for gold in golds for s in gold.statements]
    assert {s.kind for s in everything} == set(Kind)
    assert {s.attribution for s in everything} >= set(Attribution) - {Attribution.NONE}
    assert any(s.via for s in everything)
    assert any(s.addressee for s in everything)
    assert {s.said_on_how for s in everything} >= {"stated", "weekday", "relative"}
    assert any(not gold.statements for gold in golds)  # articles in which nobody says anything


def test_load_reads_what_is_marked(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    gold = load("made", tmp_path)
    assert gold.article.published == "2025-11-03"
    (statement,) = gold.statements
    assert (statement.words(TEXT), statement.speaker, statement.kind) == ('"No."', "Ada Prewitt", Kind.DIRECT)


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        (2, '1\tcontent\t17\t22\t"No."'),  # offsets that drifted from the words
        (2, "1\tcontent\t18\t23"),  # offsets without the words
        (5, "1\tspeker\tAda Prewitt"),  # a field that does not exist
        (0, "article\tpublisher\tx"),  # metadata that does not exist
        (5, "1\tkind\tmixed"),  # a field given twice
        (1, "2\tkind\tdirect"),  # numbers that do not start at 1
    ],
)
def test_load_refuses_what_does_not_prove_itself(tmp_path: Path, line: int, instead: str) -> None:
    write(tmp_path, [*GOOD[:line], instead, *GOOD[line + 1 :]])
    with pytest.raises(GoldError):
        load("made", tmp_path)
