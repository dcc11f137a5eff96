"""Patterns that are compiled when needed: they match what `re` matches, and say beforehand only what is sure."""

from __future__ import annotations

import re

import pytest

from bot.ask import grammar, outlets
from bot.check import marks
from bot.compose import denials, provenance
from bot.patterns import Pattern

CLUED = [
    *denials._DENY,
    denials._TURNS,
    denials._NO_DENIAL,
    *provenance._REPUBLISHED,
    *provenance._ON_WORD,
    provenance._CITING,
    *(pattern for _, pattern in grammar.LOOKS),
    outlets._IN,
    outlets._ANY,
    marks._QUOTED,
]


@pytest.mark.parametrize(
    ("source", "clue", "text"),
    [
        ("ferry|bridge", ("ferry", "bridge"), "the FERRY and the Bridge"),  # whatever the case
        (
            "risk",
            ("risk",),
            "a RıSK, a rİ\u017f\u212a",
        ),  # letters that are alike to `re`: i without dot and with, long s, kelvin
        ("toll", (), "Tolls and tolls"),  # no clue: nothing is known beforehand
        ("toll", ("toll",), "no such word"),  # and no match
    ],
)
def test_pattern_finds_what_re_finds(source: str, clue: tuple[str, ...], text: str) -> None:
    ours, theirs = Pattern(source, re.IGNORECASE, clues=clue), re.compile(source, re.IGNORECASE)
    assert [m.span() for m in ours.finditer(text)] == [m.span() for m in theirs.finditer(text)]
    assert bool(ours.search(text)) == bool(theirs.search(text))
    assert bool(ours.search(text, 5)) == bool(theirs.search(text, 5))
    assert bool(ours.match(text)) == bool(theirs.match(text))
    assert bool(ours.match(text, 4)) == bool(theirs.match(text, 4))
    assert bool(ours.fullmatch(text)) == bool(theirs.fullmatch(text))
    assert ours.sub("-", text) == theirs.sub("-", text)


def test_pattern_is_not_compiled_for_a_text_without_its_clues() -> None:
    unfinished = Pattern("(", clues=("ferry",))  # compiled, it would raise
    assert unfinished.search("the bridge") is None
    assert list(unfinished.finditer("the bridge")) == []
    assert unfinished.sub("", "the bridge") == "the bridge"
    with pytest.raises(re.error):
        unfinished.search("the ferry")


# What each pattern is for, in every wording that has letters of its own. A clue that a wording lacks would hide it.
WORDINGS = """
It contradicted the mayor. | They refute it. | A study rebuts it. | It was debunked. | He denied that it sank.
She denies any part. | They deny the claim. | denying involvement | It was denied by all. | It is disputed by experts.
It was challenged by his rival. | It was questioned by her. | They dispute that. | disputing the figures
He dismissed the reports. | She rejects this. | It repudiates the story. | There is no evidence of it.
That is untrue. | It was false. | That is a lie. | These are lies. | It is nonsense. | That was fabricated.
It is baseless. | It is unfounded. | The claim was groundless. | It is incorrect. | That is not true. | It is a hoax.
The log says otherwise. | The log said the opposite. | It is at odds with the log.
However, it sank. | But it sank. | Yet it sank. | Nevertheless it sank. | Nonetheless it sank.
Contrary to that it sank. | On the contrary. | a false alarm | charged with fraud | accused of making false claims
a disputed border | denied bail | denies entry | denying access | he was denied it
Republished from Harbour Wire. | reprinted from Harbour Wire | Reproduced with permission from Harbour Wire
This article first appeared in Harbour Wire. | Originally published by Harbour Wire | First posted on Harbour Wire
story originally printed in Harbour Wire | First ran in Harbour Wire | Story courtesy of Harbour Wire
Source: Harbour Wire | Quelle: Harbour Wire | Credit: Harbour Wire | SKERRY (AP) - It sank. | SKERRY (dpa) – It sank.
SKERRY (Reuters) - It sank. | SKERRY (Bloomberg) — It sank. | It sank. (AFP)
According to Harbour Wire it sank. | according to a report by Harbour Wire | as first reported by Harbour Wire
citing Harbour Wire | cited by Harbour Wire | quoting Harbour Wire | quoted by Harbour Wire | told Harbour Wire
tells Harbour Wire | telling Harbour Wire | an interview with Harbour Wire | a conversation with Harbour Wire
a statement to Harbour Wire | remarks to Harbour Wire | comments for Harbour Wire | a message to Harbour Wire
an email to Harbour Wire | Harbour Wire reported | Harbour Wire first reports | Harbour Wire writes
Harbour Wire wrote | a report by Harbour Wire | a story in Harbour Wire | an article from Harbour Wire
an investigation by Harbour Wire | an account in Harbour Wire | a dispatch from Harbour Wire
citing an unnamed official | quoting two sources | who cited a diplomat | who quoted an aide
direct quotes only | quotations only | just his quotes | in his own words | word for word | no paraphrases
only paraphrases | indirect speech | part-quotes only | as printed in Harbour Post | published by Harbour Post
as reported by Harbour Post | reported in Harbour Post | outlet: Harbour Post | from Harbour Post | in Harbour Post
published by Skerry | reported by Skerry | outlet: Skerry
“gone” | „gone“ | «gone» | ''gone'' | ``gone'' | "gone" | ‘gone’ | 'gone'
"""


@pytest.mark.parametrize("wording", [one.strip() for line in WORDINGS.splitlines() for one in line.split("|") if one])
def test_clues_hide_nothing(wording: str) -> None:
    matching = [pattern for pattern in CLUED if re.compile(pattern.source, pattern._flags).search(wording)]
    assert matching  # or the wording defends nothing
    assert [pattern.source for pattern in matching if not pattern.may_match(wording)] == []


def test_every_clue_is_in_small_letters() -> None:
    assert [clue for pattern in CLUED for clue in pattern.clues if clue != clue.casefold()] == []
