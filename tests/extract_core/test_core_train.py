from __future__ import annotations

import json
import struct
import time
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from fakes.corpus import marked_up, write

from bot.extract.core.tagger import tagger
from bot.extract.core.tokens import units
from bot.extract.core.weights import unpack
from bot.extract.draft import Draft
from bot.extract.train.__main__ import main
from bot.extract.train.boost import boost
from bot.extract.train.corpus import read_articles, read_tags
from bot.extract.train.figures import measure
from bot.extract.train.fit import crf
from bot.extract.train.labels import anchor, cue_labels, marked, role_labels, tokens_of
from bot.extract.train.thin import thinned
from bot.extract.train.truth import Gold, Truth
from bot.model import Span

if TYPE_CHECKING:
    from pathlib import Path

    from bot.extract.core.tokens import Tokens
    from bot.extract.core.weights import Weights
    from bot.extract.document import Document
    from bot.extract.train.corpus import Article


def test_one_command_trains_in_seconds_and_gives_the_same_bytes_again(corpus: Path, tmp_path: Path) -> None:
    began = time.process_time()
    runs = [CliRunner().invoke(main, [str(corpus), str(tmp_path / name)]) for name in ("one", "two")]
    assert time.process_time() - began < 20
    assert [run.exit_code for run in runs] == [0, 0], runs[0].output
    first, second = ((tmp_path / name / "core.bin").read_bytes() for name in ("one", "two"))
    assert first == second
    assert set(unpack(first).parts) == {"pos", "entity", "cue", "role"}


def test_a_shelf_keeps_the_models_so_that_a_broken_run_goes_on(corpus: Path, tmp_path: Path) -> None:
    shelf = tmp_path / "shelf"
    fresh = CliRunner().invoke(main, [str(corpus), str(tmp_path / "a"), "--shelf", str(shelf)])
    kept = {path.name: path.stat().st_mtime_ns for path in shelf.iterdir()}
    (shelf / "role").unlink()
    again = CliRunner().invoke(main, [str(corpus), str(tmp_path / "b"), "--shelf", str(shelf)])
    assert (fresh.exit_code, again.exit_code) == (0, 0)
    now = {path.name: path.stat().st_mtime_ns for path in shelf.iterdir()}
    assert {name for name in now if now[name] != kept.get(name)} == {"role"}
    assert (tmp_path / "a" / "core.bin").read_bytes() == (tmp_path / "b" / "core.bin").read_bytes()


def test_no_word_of_the_corpus_beyond_single_features_is_in_the_weights(corpus: Path, tiny: Weights) -> None:
    text = json.loads((corpus / "train.gold.jsonl").read_text().split("\n")[0])["text"]
    words = text.split()
    runs = [" ".join(words[i : i + 4]).encode() for i in range(len(words) - 4)]
    blob = b"".join(tiny.parts.values())
    assert runs
    assert not any(run in blob or run.lower() in blob for run in runs)


def _article(folder: Path, paragraph: str) -> Article:
    text, spans = marked_up(paragraph)
    record = {"article": "x", "text": text, "attributions": [{**spans, "speech": True}]}
    (folder / "gold.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    article = read_articles(folder / "gold.jsonl")[0]
    for part in article.units:
        part.pos = ["VBD" if w in {"said", "has", "continued", "warn", "is", "calling"} else "NN" for w in part.lower]
        part.pos = ["VB" if w == "warn" else p for w, p in zip(part.lower, part.pos, strict=True)]
    return article


@pytest.mark.parametrize(
    ("paragraph", "word"),
    [
        ("[Ruiz] <said> {it rained}.", "said"),  # the verb
        ("[Ruiz] <has said in a letter> {it rained}.", "said"),  # an auxiliary is none
        ("[Ruiz] <continued to warn> {of rain}.", "warn"),  # the verb with the meaning
        ("[Ruiz] <is calling for> {rain}.", "calling"),  # not "for"
        ("[Ruiz] <:> {it rained}.", ":"),  # a colon is a cue too
    ],
)
def test_a_cue_hangs_on_its_verb_of_meaning(tmp_path: Path, paragraph: str, word: str) -> None:
    article = _article(tmp_path, paragraph)
    part = article.units[0]
    one = marked(article)[0][0]
    assert part.word[one.anchor] == word
    assert cue_labels(part, [one]).count("S") == 1
    assert cue_labels(part, [one])[one.anchor] == "S"
    assert anchor(part, one.cue) == one.anchor


def test_roles_are_labelled_run_by_run(tmp_path: Path) -> None:
    article = _article(tmp_path, "{“It rained,”} [Ana Ruiz] <said>. {“It pours.”}")
    labels = role_labels(article.units[0], marked(article)[0][0])
    assert "".join(labels) == "BCCCC" + "RT" + "Q" + "O" + "BCCCC"


def test_half_a_token_decides_whether_it_is_in_a_span() -> None:
    part = units("Clinton left")[0]
    assert tokens_of(part, ((0, 3),)) == []
    assert tokens_of(part, ((0, 4),)) == [0]


def test_tags_are_looked_up_by_the_last_character(corpus: Path) -> None:
    tags = read_tags(corpus / "train.parse.jsonl.gz")
    article = read_articles(corpus / "train.gold.jsonl")[0]
    part: Tokens = article.units[1]
    assert tags["a0"][part.end[part.word.index("said")] - 1] == ("VBD", "-")


@pytest.mark.parametrize(
    ("content", "source", "truth"),
    [
        ("the ferry sank", "Tom Berg", Truth(overlaps=True, right=True, speech=True)),
        ("ferry sank", "Berg", Truth(overlaps=True, right=True, speech=True)),  # two of three words, the head
        ("sank", "Tom Berg", Truth()),  # one of three words is no overlap
        ("the ferry sank", "The mayor", Truth(overlaps=True, right=False, speech=True)),  # another source
        ("the ferry sank", None, Truth(overlaps=True, right=False, speech=True)),  # none
        ("the ferry sank", "Tom Berg said", Truth(overlaps=True, right=False, speech=True)),  # takes in the cue
    ],
)
def test_a_prediction_is_right_as_the_scorer_has_it(
    tmp_path: Path, content: str, source: str | None, truth: Truth
) -> None:
    article = _article(tmp_path, "The mayor left. [Tom Berg] <said> {the ferry sank}.")
    begin = article.text.index(content)
    at = article.text.index(source) if source else 0
    place = (at, at + len(source)) if source else None
    assert Gold(article).judge([(begin, begin + len(content))], place) == truth


def test_predictions_are_paired_one_to_one_with_gold_best_first(tmp_path: Path) -> None:
    article = _article(tmp_path, "The mayor left. [Tom Berg] <said> {the old ferry sank}.")
    begin, end = article.attributions[0].content[0]
    source = article.attributions[0].source[0]
    rough = ([(begin + 4, end)], source)
    truths = Gold(article).match([rough, ([(begin, end)], None), ([(0, 9)], None)])
    assert truths == [Truth(), Truth(overlaps=True, right=False, speech=True), Truth()]


class _Finds:
    """A finder that knows its answer."""

    def __init__(self, *drafts: Draft) -> None:
        self._drafts = drafts

    def find(self, document: Document) -> tuple[Draft, ...]:
        assert document.text
        return self._drafts


def test_figures_count_what_is_found_and_what_is_right(tmp_path: Path) -> None:
    article = _article(tmp_path, "The mayor left. [Tom Berg] <said> {the ferry sank}.")
    (begin, end), (low, high) = article.attributions[0].content[0], article.attributions[0].source[0]
    exact = Draft((Span(begin, end),), None, Span(low, high))
    wrong = Draft((Span(begin, end),), None, Span(0, 9))
    stray = Draft((Span(0, 9),))
    figures = measure([article, article], _Finds(exact, stray))
    assert (figures.gold, figures.found, figures.overlapping, figures.right) == (2, 4, 2, 2)
    assert figures.scores(figures.right) == (0.5, 1.0, pytest.approx(2 / 3))
    assert measure([article], _Finds(wrong)).right == 0
    assert measure([], _Finds()).scores(0) == (0.0, 0.0, 0.0)


def test_a_card_says_what_was_trained_on_and_how_good_it_is(corpus: Path, tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    write(folder)
    (folder / "dev.gold.jsonl").write_bytes((corpus / "train.gold.jsonl").read_bytes())
    run = CliRunner().invoke(main, [str(folder), str(tmp_path / "out"), "--date", "2026-11-20"])
    text = (tmp_path / "out" / "CARD.md").read_text(encoding="utf-8")
    assert run.exit_code == 0
    assert "trained on 2026-11-20" in text
    assert "12 articles" in text
    assert "no licence file" in text
    assert "| statement overlaps | " in text
    assert "| 0.0 |" not in text


def test_trees_learn_what_no_sum_can() -> None:
    rows = [{"x": float(x), "y": float(y), "noise": float((x * 7 + y * 3) % 5)} for x in range(20) for y in range(20)]
    truths = [5 < row["x"] < 12 and row["y"] > 3 for row in rows]
    forest = boost(rows, truths)
    wrong = sum((forest.chance(row) > 0.5) != truth for row, truth in zip(rows, truths, strict=True))
    assert wrong <= 4  # of 400, at the corners
    assert boost(rows, truths) == forest


def test_trees_of_nothing_to_tell_apart_give_the_share() -> None:
    forest = boost([{"x": 1.0}] * 40, [True] * 10 + [False] * 30)
    assert forest.chance({"x": 1.0}) == pytest.approx(0.25, abs=0.01)
    assert boost([], []).chance({}) == pytest.approx(0.01, abs=0.001)


def test_a_thinned_model_tags_alike_and_compresses() -> None:
    sequences = [([["a"], ["b"], ["c"]], ["X", "Y", "Z"]), ([["b"], ["c"]], ["Y", "Z"])]
    model = crf(sequences, 20, 0, 0.1)
    thin = thinned(model)
    assert len(thin) == len(model)
    assert tagger(thin).tag([["a"], ["b"], ["c"]]) == ["X", "Y", "Z"]
    full, small = tagger(model), tagger(thin)
    full.set([["b"]])
    small.set([["b"]])
    assert small.marginal("Y", 0) == pytest.approx(full.marginal("Y", 0), abs=1e-3)
    assert thin != model


@pytest.mark.parametrize("data", [b"nothing of the kind", b"lCRF" + struct.pack("<10I", *[40] * 10) + b"xxxx"])
def test_what_is_no_model_is_not_thinned(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"model|features"):
        thinned(data)


def test_the_corpus_can_be_any_size(tmp_path: Path) -> None:
    assert len(read_articles(write(tmp_path, 3) / "train.gold.jsonl")) == 3
