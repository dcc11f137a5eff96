from __future__ import annotations

import math

import pytest

from bot.extract.core.candidates import Candidate, pieces
from bot.extract.core.choice import ACCEPT, choose
from bot.extract.core.edges import spans_of, trimmed
from bot.extract.core.judge import has_quotation, values
from bot.extract.core.leftover import alone, join
from bot.extract.core.tokens import Tokens, units
from bot.extract.core.trees import Forest


def _unit(text: str) -> Tokens:
    part = units(text)[0]
    part.pos = ["VBD" if w in {"said", "warned"} else "NN" for w in part.lower]
    part.entity = ["-"] * len(part)
    return part


def _candidate(part: Tokens, cue: str, *contents: str, source: str | None = None, score: float = 0.9) -> Candidate:
    words = part.word

    def find(phrase: str) -> tuple[int, int]:
        want = units(phrase)[0].word
        return next((i, i + len(want) - 1) for i in range(len(words)) if words[i : i + len(want)] == want)

    content = [find(c) for c in contents]
    at = words.index(cue)
    inside = frozenset(i for a, b in content for i in range(a, b + 1))
    one = Candidate(at, content, find(source) if source else None, (at, at), *[0.5] * 10, inside)
    one.score = score
    return one


def _texts(one: Candidate, part: Tokens, text: str) -> list[str]:
    return [span.of(text) for span in spans_of(one, part)]


@pytest.mark.parametrize(
    ("labels", "found"),
    [
        ("OBCCO", [(1, 3)]),
        ("BCBC", [(0, 1), (2, 3)]),  # two runs side by side
        ("CCO", [(0, 1)]),  # a run that begins in the middle is a run
        ("OOO", []),
    ],
)
def test_runs_of_labels_are_pieces(labels: str, found: list[tuple[int, int]]) -> None:
    assert pieces(list(labels), "B", "C", 0) == found
    assert pieces(list(labels), "B", "C", 10) == [(a + 10, b + 10) for a, b in found]


def test_marks_are_inside_and_the_comma_of_the_tag_is_outside() -> None:
    text = "“It rained,” Ruiz said, which is so, she said."
    part = _unit(text)
    one = _candidate(part, "said", "It rained,", ", which is so,")
    assert trimmed(one, part)
    assert _texts(one, part, text) == ["“It rained,”", "which is so"]


@pytest.mark.parametrize(
    ("text", "content", "exact"),
    [
        ("“It rained. It poured,” Ruiz said.", "It rained. It poured", "“It rained. It poured,”"),  # the marks are in
        ("“It rained and then", "It rained", "“It rained"),  # an end inside a quotation is one
        ("“It rained.\n“It poured,” Ruiz said.", "It rained", "“It rained."),  # left open: to the full stop
        ("ANKARA, Dec. 9 - It rained, Ruiz said.", "ANKARA, Dec. 9 - It rained", "It rained"),  # no dateline
        (
            "US troops - all of them - left",
            "US troops - all of them - left",
            "US troops - all of them - left",
        ),  # is none
    ],
)
def test_edges_are_exact_where_marks_and_datelines_are(text: str, content: str, exact: str) -> None:
    part = _unit(text)
    one = _candidate(part, "said" if "said" in text else part.word[-1], content)
    assert trimmed(one, part)
    assert _texts(one, part, text) == [exact]


def test_nothing_but_marks_is_no_content() -> None:
    part = _unit("Ruiz said, “")
    one = _candidate(part, "said", ", “")
    assert not trimmed(one, part)


def test_of_two_about_the_same_words_the_better_stays() -> None:
    part = _unit("Ruiz said that Berg warned it would rain")
    outer = _candidate(part, "said", "that Berg warned it would rain", source="Ruiz", score=0.8)
    inner = _candidate(part, "warned", "it would rain", source="Berg", score=0.7)
    assert choose([inner, outer], part) == [outer]


@pytest.mark.parametrize("score", [0.0, ACCEPT - 0.01])
def test_what_the_judge_rejects_is_left(score: float) -> None:
    part = _unit("Ruiz said it rained")
    assert choose([_candidate(part, "said", "it rained", score=score)], part) == []


def test_two_cues_of_one_source_part_where_they_are_joined() -> None:
    text = "Ruiz said it rained in May and warned that it would again"
    part = _unit(text)
    first = _candidate(part, "said", "it rained in May and warned that it would again", source="Ruiz")
    second = _candidate(part, "warned", "that it would again", source="Ruiz", score=0.5)
    assert choose([first, second], part) == [first, second]
    assert _texts(first, part, text) == ["it rained in May"]


def test_a_sentence_quoted_behind_the_tag_is_joined_to_it() -> None:
    text = "“It rained,” Ruiz said. “It poured for days.” The mill stood still."
    part = _unit(text)
    one = _candidate(part, "said", "“It rained,”", source="Ruiz")
    join([one], part)
    assert _texts(one, part, text) == ["“It rained,”", "“It poured for days.”"]


@pytest.mark.parametrize(
    "text",
    [
        "“It rained,” Ruiz said. He read “The long way home” again.",  # a title in a sentence
        "“It rained,” Ruiz said. “Yes.”",  # too short to be a statement by itself
    ],
)
def test_other_quotations_are_not_joined(text: str) -> None:
    part = _unit(text)
    one = _candidate(part, "said", "“It rained,”", source="Ruiz")
    join([one], part)
    assert _texts(one, part, text) == ["“It rained,”"]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("“It rained for days.” “It never stopped.”", 2),  # nothing but quotation
        ("“It rained for days.” Nobody came.", 0),  # something else
        ("Nobody came.", 0),
    ],
)
def test_a_paragraph_of_quotation_stands_alone(text: str, count: int) -> None:
    assert len(alone(_unit(text))) == count


def test_a_forest_adds_up_the_leaves_reached() -> None:
    forest = Forest(("x", "y"), -1.0, ([0, 0.5, -1.0, [1, 2.0, 3.0, -1e9]], 0.5))
    assert forest.chance({}) == pytest.approx(1 / (1 + math.exp(1.5)))
    assert forest.chance({"x": 1.0, "y": 2.0}) == pytest.approx(1 / (1 + math.exp(-2.5)))  # equal goes below
    assert forest.chance({"x": 1.0, "y": 2.1, "unknown": 9.0}) < 1e-9  # and no overflow


def test_the_judge_sees_quotation_and_company() -> None:
    part = _unit("“It rained all day,” Ruiz said, and Berg warned of more")
    one = _candidate(part, "said", "“It rained all day,”", source="Ruiz")
    other = _candidate(part, "warned", "“It rained all day,” Ruiz said, and Berg warned of more")
    seen = values(one, part, [one, other], [])
    assert has_quotation(one, part)
    assert (seen["direct"], seen["quotation"], seen["words first"], seen["nobody"]) == (1.0, 1.0, 1.0, 0.0)
    assert seen["outer"] == 1.0  # both chances of the other's cue
    assert values(one, part, [one], [])["outer"] == 0.0
