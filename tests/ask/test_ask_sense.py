"""Who said it, where a question gives the sense in words of its own: whom it looks for, and among whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, filled

from bot.ask.roles import heads_of, held
from bot.newsroom import Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLES = {
    ("pier", "The Courier", "2025-12-08", "The sound"): """\
[["Parents want a pier near home and nothing else will do for them,"]](Jorun Falk) Jorun Falk said of the ferry. Sami \
Holm said [[parents would rather have a ferry pier near home]](Sami Holm).
""",
    ("dike", "The Courier", "2025-12-07", "The dike"): """\
A survey found that [[the dike would not last ten winters and would have to be raised]](survey; kind=document). Edda \
Lindqvist said [[the dike would not last ten winters, whatever people hope]](Edda Lindqvist).
""",
    ("marsh", "The Courier", "2025-12-06", "The marsh"): """\
The farmers' letter called the marsh plan [[a slow drowning of the lower villages]](letter; kind=document). Senator \
Ines Borg said [[the lower marsh would drown village by village]](Ines Borg; role=Senator). President Vera Stan said \
[[nobody would drown for a plan]](Vera Stan; role=President). An economist said [[the villages would pay for the marsh \
plan twice]](economist; kind=anonymous). Milo Ros said [[it was a slow drowning of the villages]](Milo Ros).
""",
}


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Newsroom]:
    path: Path = tmp_path_factory.mktemp("sense")
    store = filled(path, ARTICLES)
    yield Newsroom(store, store, clock=lambda: NOW)
    store.close()


@pytest.mark.parametrize(
    ("question", "first"),
    [
        # told in other words: that one of two is a quotation says nothing for it
        (
            "who argued parents would sooner have a ferry pier near home than row a boat across the open sound?",
            "Sami Holm",
        ),
        ("who thinks the dike would not last ten winters and must go?", "Edda Lindqvist"),  # "who" is no survey
        ("who called the marsh plan a slow drowning of the lower villages?", "letter"),  # but a letter may be the best
        ("which senator said the marsh plan was a slow drowning of the villages?", "Ines Borg"),
        ("which leader said the plan would not drown anybody in the villages?", "Vera Stan"),  # a president is one
        ("what expert said villages pay for the marsh plan", "economist"),  # unnamed, and called so
        ("which bishop called the marsh plan a slow drowning of the lower villages?", "letter"),  # there is none
    ],
)
def test_sense_finds_whoever_is_looked_for(newsroom: Newsroom, question: str, first: str) -> None:
    hits = newsroom.ask(question).hits
    assert [hit.record.statement.speaker for hit in hits][:1] == [first]


def test_exact_words_go_before_whoever_is_looked_for(newsroom: Newsroom) -> None:
    hits = newsroom.ask("which senator said it was a slow drowning of the villages").hits
    assert [hit.record.statement.speaker for hit in hits][:2] == ["Milo Ros", "Ines Borg"]


@pytest.mark.parametrize(
    ("word", "role", "one"),
    [
        ("leader", "President", True),
        ("leader", "the party leader and mayor of Ham", True),
        ("mayors", "the party leader and mayor of Ham", True),
        ("senator", "President", False),
        ("president", "party leader", False),  # not every leader is one
        ("lawmaker", "Senator", True),
        ("bridge", "President", False),  # no word for anybody
    ],
)
def test_word_for_somebody_takes_in_whoever_is_one(word: str, role: str, *, one: bool) -> None:
    assert bool(heads_of(word) & held(role)) is one
