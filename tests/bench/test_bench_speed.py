"""The benches run over whatever the project is today, on archives small enough for every test run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import questions
import scale
import speed
import synthetic
import systems

from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

SIZE = 400


def test_speed_asks_what_the_samples_answer(capsys: pytest.CaptureFixture[str]) -> None:
    speed.asking(_Nobody(), "10 samples", list(speed.SAMPLE_QUESTIONS))  # type: ignore[arg-type]
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len({probe.kind for probe in speed.SAMPLE_QUESTIONS}) == 5
    assert len(speed.samples()) >= 8


class _Nobody:
    """A newsroom that answers nothing."""

    def ask(self, question: str) -> None:
        assert question


def test_archive_is_the_same_every_time() -> None:
    assert list(synthetic.archive(SIZE)) == list(synthetic.archive(SIZE))
    assert list(synthetic.archive(SIZE)) != list(synthetic.archive(SIZE, seed=8))


def test_archive_has_its_statements_where_it_says() -> None:
    for article, statements in synthetic.archive(SIZE):
        for statement, row in zip(statements, synthetic.rows(article, statements), strict=True):
            assert statement.mention is not None
            assert statement.mention.of(article.text) == statement.speaker == row.speaker
            assert row.words in statement.words(article.text)
            assert statement.cue is not None
            assert statement.cue.of(article.text) == "said"


def test_surnames_collide() -> None:
    surnames = [name.split()[-1] for name in synthetic.world(100_000).speakers]
    assert len(set(surnames)) < 0.6 * len(surnames)


def test_probes_of_every_class_have_their_answers() -> None:
    found = questions.probes(5 * SIZE, 2)
    assert [probe.kind for probe in found] == sorted(
        (*questions.CLASSES, *questions.CLASSES), key=questions.CLASSES.index
    )
    assert all(probe.relevant for probe in found)
    assert all(word in probe.question for probe in found for word in probe.bare.split())


@pytest.mark.parametrize("name", ["Verbatim", "sqlite-utils search", "rapidfuzz scan"])
def test_system_is_built_and_finds_a_verbatim_fragment(tmp_path: Path, name: str) -> None:
    systems.build(name, SIZE, tmp_path)
    probe = next(probe for probe in questions.probes(SIZE, 1) if probe.kind == "verbatim fragment")
    system = systems.SYSTEMS[name][1](tmp_path)
    assert system.answer(probe.question)[0] <= probe.relevant
    assert system.answer(probe.question)[0]


def test_bulk_indexing_leaves_a_sound_record(tmp_path: Path) -> None:
    assert systems.build("Verbatim", SIZE, tmp_path)["rows_s"] > 0
    store = open_archive(tmp_path / "verbatim.db")
    assert store.check() == []
    store.close()


def test_tables_show_each_system_and_class() -> None:
    asked = [
        {"kind": kind, "form": form, "ms": 2.0, "most": 2.0, "recall": 1.0, "mrr": 0.5}
        for kind in questions.CLASSES
        for form in scale.FORMS
    ]
    one = {"asked": asked, "rows_s": 10.0, "statements_s": 20.0, "disk": 1.0, "memory": 50.0}
    found = {
        name: one | {"command": 0.25, "bare_search": [1.0], "duel": [{"ours": 1.0, "theirs": 2.0}]}
        for name in systems.SYSTEMS
    }
    text = scale.written([10, 100], [found, found])
    assert "| tantivy, fuzzy | 10 | 1 | 50 | 2.00 | 2.00 | 2.00 | 1.00 | 1.00 |" in text
    assert "| misspelt topic, bare | 2.0 / 2.0 / 2.0, **1.00 / 0.50** |" in text
    assert "Bulk indexing: 1.00 of" in text
    assert "| p50 to tantivy-fuzzy's, asked in turn | 0.50 | <= 1 | met |" in text
    assert "| Verbatim | p50 x1.0, p99 x1.0 |" in text
