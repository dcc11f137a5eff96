from __future__ import annotations

import pytest

from bot.extract.core.cues import cue_attributes, lemma
from bot.extract.core.roles import role_attributes, scene, window
from bot.extract.core.tags import entity_attributes, shape, tag_attributes
from bot.extract.core.tokens import Tokens, units


def _tagged(text: str) -> Tokens:
    part = units(text)[0]
    part.pos = ["VBD" if w == "said" else "NNP" if w[0].isupper() else "NN" for w in part.word]
    part.entity = ["P" if p == "NNP" else "-" for p in part.pos]
    return part


@pytest.mark.parametrize(
    ("word", "pos", "base"),
    [
        ("said", "VBD", "say"),  # irregular
        ("denies", "VBZ", "deny"),
        ("denied", "VBD", "deny"),
        ("planned", "VBD", "plan"),  # doubled
        ("calling", "VBG", "call"),  # but not this one
        ("argues", "VBZ", "argu"),  # the forms fall together, that is all
        ("arguing", "VBG", "argu"),
        ("notes", "NNS", "notes"),  # only verbs are cut
    ],
)
def test_forms_of_a_verb_fall_together(word: str, pos: str, base: str) -> None:
    assert lemma(word, pos) == base


@pytest.mark.parametrize(("word", "form"), [("McCain", "XxXx"), ("U.S.", "X.X."), ("2016", "d"), ("R-Ohio", "X-Xx")])
def test_shapes_are_short(word: str, form: str) -> None:
    assert shape(word) == form


def test_every_token_has_a_row() -> None:
    part = _tagged("“It rained,” Ana Ruiz said. Nobody minded.")
    for rows in (tag_attributes(part), entity_attributes(part), cue_attributes(part)):
        assert len(rows) == len(part)


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("WALLACE: Why now?", "LC:Ux"),  # a transcript's label
        ("Pat Falk: Why now?", "LC:Cx"),  # a name
        ("he asked: “Why now?”", "LC:xq"),  # a sentence that announces a quotation
        ("They wrote:", "LC:x$"),  # and one that announces the next line
    ],
)
def test_what_stands_before_a_colon_is_seen(text: str, attribute: str) -> None:
    part = _tagged(text)
    assert attribute in cue_attributes(part)[part.word.index(":")]


def test_straight_and_curly_marks_look_alike_to_the_cue_tagger_but_for_the_mark_itself() -> None:
    curly, straight = _tagged("“It rained,” she said."), _tagged('"It rained," she said.')
    at = curly.word.index("said")
    assert cue_attributes(curly)[at] == [a.replace('"', "”") for a in cue_attributes(straight)[at]]


def test_roles_look_at_a_window_of_the_unit_only() -> None:
    part = _tagged("word " * 590)
    seen = scene(part, [0.0] * len(part))
    for at in (0, 300, 589):
        low, high = window(part, at)
        assert len(role_attributes(seen, at)) == high - low <= 350


def test_a_row_tells_the_side_and_the_likely_cue_between() -> None:
    part = _tagged("Ana said that Tom said it rained.")
    first, second = (i for i, w in enumerate(part.word) if w == "said")
    rows = role_attributes(scene(part, [1.0 if i in {first, second} else 0.0 for i in range(len(part))]), first)
    assert any(a.startswith("2<0") for a in rows[0])
    assert "D>001"[:2] + "0" + "00" in rows[second]  # nothing lies between yet
    assert any(a.startswith("D>04") for a in rows[second + 1])  # behind the second cue it is passed
