from __future__ import annotations

import random

import pytest
from fakes.marked import records
from hypothesis import given
from hypothesis import strategies as st

from bot.check.compare import check
from bot.model import Kind, Record, Verdict, VerdictKind

BRIDGE = records(
    '[["Nobody will cross that bridge until every bolt has been checked twice. We will not open it before June, and'
    ' the builders know that,"]] <<Varga>> {{said}}. [["The tolls pay for the paint and for 12 new lamps."]]'
    ' She called it [[a "costly embarrassment" for the builders]] and said [[the ministry had warned about rust since'
    " March]].",
    "Varga",
)
SPLIT = records('[["We lose two nurses,"]] <<Diallo>> {{said}}, [[+ "every month to better pay abroad."]]', "Diallo")
BRACKET = records(
    '[["They [the builders] promised us a bridge in spring – and we believed them,"]] <<Holm>> {{said}}.', "Holm"
)
ALL = [*BRIDGE, *SPLIT, *BRACKET]
VARGA, DIALLO, HOLM = (r[0].speaker_id or 0 for r in (BRIDGE, SPLIT, BRACKET))


def verdict(fragment: str, speaker: int | None = VARGA, among: list[Record] = ALL) -> Verdict:
    return check(fragment, among, None if speaker is None else (speaker,))


@pytest.mark.parametrize(
    "fragment",
    [
        "Nobody will cross that bridge until every bolt has been checked twice.",  # as printed
        "nobody will cross that bridge until every bolt has been checked twice",  # case at the start, no full stop
        "Nobody will cross that bridge until every bolt has been checked twice,",  # a final comma
        "Nobody will  cross\nthat bridge until every bolt has been checked twice",  # spacing
        "The tolls pay for the paint and for 12 new lamps",
        "Nobody will cross that bridge … We will not open it before June",  # an ellipsis
        "Nobody will cross that bridge [...] We will not open it before June",
        "Nobody will cross that bridge . . . We will not open it before June",
        "Nobody will cross that [old] bridge until every bolt has been checked twice",  # the draft's own insertion
        "costly embarrassment",  # the words in marks of a part-quote
        "“costly embarrassment”",
        "every bolt",  # a phrase
    ],
)
def test_the_words_themselves_are_verbatim(fragment: str) -> None:
    assert (verdict(fragment).kind, verdict(fragment).reason) == (VerdictKind.VERBATIM, None)


def test_typographic_marks_are_no_alteration() -> None:
    assert verdict("They promised us a bridge in spring - and we believed them", HOLM).kind is VerdictKind.VERBATIM


def test_brackets_of_record_and_draft_are_no_alteration() -> None:
    assert verdict("They promised us a bridge in spring", HOLM, BRACKET).reason in (None, "cut")
    with_insertion = "They [the builders] promised us a bridge in spring – and we believed them"
    assert verdict(with_insertion, HOLM).kind is VerdictKind.VERBATIM


def test_a_quotation_split_by_its_tag_is_one() -> None:
    assert verdict("We lose two nurses every month to better pay abroad", DIALLO).kind is VerdictKind.VERBATIM


@pytest.mark.parametrize(
    ("fragment", "reason"),
    [
        ("Nobody will cross that bridge until every bolt has been checked once.", "changed"),  # a word
        ("Somebody will cross that bridge until every bolt has been checked twice.", "changed"),
        ("Nobody will cross that bridge until every bolt was checked twice.", "changed"),  # tense
        ("The tolls pay for the paint and for 21 new lamps.", "changed"),  # a number
        ("We will open it before June, and the builders know that", "changed"),  # a negation dropped
        ("Nobody will cross that old bridge until every bolt has been checked twice.", "changed"),  # a word added
        ("Nobody will cross that bridge until bolt has been checked twice.", "changed"),  # a word dropped
        ("Nobody will that cross bridge until every bolt has been checked twice.", "changed"),  # two swapped
        ("Nobody will cross that bridge until every bolt", "cut"),  # mid-clause
        ("open it before June, and the builders know that", "cut"),  # just after a negation
        ("We will not", "cut"),  # just before what it negates
        (  # two statements run together
            "until every bolt has been checked twice. The tolls pay for the paint and for 12 new lamps.",
            "spliced",
        ),
        ("Nobody will cross that bridge and the builders know that", "spliced"),  # a gap without an ellipsis
        ("the ministry had warned about rust since March", "paraphrase"),  # outside quotation marks
        ("the ministry had warned of rust since March", "paraphrase"),  # and nearly so
        ("a costly embarrassment for the builders", "paraphrase"),  # partly outside
    ],
)  # fmt: skip
def test_an_altered_quotation_says_how(fragment: str, reason: str) -> None:
    given = verdict(fragment)
    assert (given.kind, given.reason) == (VerdictKind.ALTERED, reason)
    assert given.source is not None
    assert given.source.record in BRIDGE


@pytest.mark.parametrize(
    ("fragment", "kind"),
    [
        ("We lose two nurses every month to better pay abroad", VerdictKind.OTHER_SPEAKER),
        ("They promised us a bridge in spring – and we believed them", VerdictKind.OTHER_SPEAKER),
        ("The moon is made of green cheese", VerdictKind.NOT_FOUND),
        ("the bridge", VerdictKind.NOT_FOUND),  # words that are not there side by side
        ("", VerdictKind.NOT_FOUND),
        ("…", VerdictKind.NOT_FOUND),
    ],
)
def test_other_speakers_and_unknown_words(fragment: str, kind: VerdictKind) -> None:
    assert verdict(fragment).kind is kind


def test_without_a_speaker_anybodys_words_are_verbatim() -> None:
    assert verdict("We lose two nurses every month to better pay abroad", None).kind is VerdictKind.VERBATIM


def test_the_difference_is_word_by_word() -> None:
    given = verdict("The tolls pay for the paint and for 21 new lamps.")
    assert given.diff == (
        ("=", "The tolls pay for the paint and for"),
        ("-", "12"),
        ("+", "21"),
        ("=", "new lamps"),
    )


def test_the_paraphrase_of_the_record_is_not_the_speakers_word() -> None:
    assert all(r.statement.kind is not Kind.INDIRECT for r in SPLIT)
    assert verdict("the ministry had warned about rust since March", VARGA).reason == "paraphrase"


# -- seeded edits: no alteration is ever called verbatim, no typography an alteration

WORDS = BRIDGE[0].text.strip('",').split()
SENTENCE = WORDS[: WORDS.index("twice.") + 1]


def _negated(words: list[str], _: random.Random) -> list[str]:
    return [*words[:2], "not", *words[2:]]


def _changed(words: list[str], dice: random.Random) -> list[str]:
    at = dice.randrange(len(words))
    return [*words[:at], "lantern", *words[at + 1 :]]


def _dropped(words: list[str], dice: random.Random) -> list[str]:
    at = dice.randrange(1, len(words) - 1)
    return [*words[:at], *words[at + 1 :]]


def _swapped(words: list[str], dice: random.Random) -> list[str]:
    at = dice.randrange(len(words) - 1)
    return [*words[:at], words[at + 1], words[at], *words[at + 2 :]]


def _cut(words: list[str], dice: random.Random) -> list[str]:
    return words[: dice.randrange(4, len(words) - 1)]


@pytest.mark.parametrize("edit", [_negated, _changed, _dropped, _swapped, _cut])
@pytest.mark.parametrize("seed", range(12))
def test_no_seeded_edit_is_verbatim(edit: object, seed: int) -> None:
    assert callable(edit)
    altered = " ".join(edit(SENTENCE, random.Random(seed)))
    assert verdict(altered).kind is VerdictKind.ALTERED, altered


@pytest.mark.parametrize("seed", range(12))
def test_no_typography_is_an_alteration(seed: int) -> None:
    dice = random.Random(seed)
    text = " ".join(SENTENCE)
    changes = [str.lower, lambda t: t.replace(" ", "\xa0"), lambda t: t.rstrip(".") + ",", lambda t: f"“{t}”"]
    for change in dice.sample(changes, 2):
        text = change(text)
    assert verdict(text).kind is VerdictKind.VERBATIM, text


@given(st.text(max_size=80))
def test_any_fragment_has_a_verdict(fragment: str) -> None:
    given = verdict(fragment)
    assert (given.source is None) == (given.kind is VerdictKind.NOT_FOUND)
    assert (given.reason is not None) == (given.kind is VerdictKind.ALTERED)


@pytest.mark.parametrize(
    ("fragment", "kind"),
    [
        ("Nobody will cross that bridge until [it] has been checked twice", VerdictKind.VERBATIM),  # for two words
        ("Nobody will [ever be there] twice", VerdictKind.ALTERED),  # too many to stand for
        ("We will [surely] open it before June, and the builders know that", VerdictKind.ALTERED),  # for a negation
        ("They promis[ed] us a bridge in spring – and we believed them", VerdictKind.OTHER_SPEAKER),
        ("We lose two nurses each month to better pay abroad", VerdictKind.OTHER_SPEAKER),  # nearly another's
    ],
)
def test_a_bracket_stands_for_a_few_words_and_never_for_a_negation(fragment: str, kind: VerdictKind) -> None:
    assert verdict(fragment).kind is kind


NEXT = records(
    "[[“The mast is safe,”]] <<Roe>> {{said}}. [[“It was built to last.”]] The crowd waited. Nobody moved for an hour,"
    " it was said. [[“We go home now.”]]",
    "Roe",
)


@pytest.mark.parametrize(
    ("fragment", "reason"),
    [
        ("The mast is safe. It was built to last.", None),  # only a tag between
        ("It was built to last. We go home now.", "spliced"),  # two sentences of the article between
    ],
)
def test_neighbours_are_one_where_only_a_tag_parts_them(fragment: str, reason: str | None) -> None:
    assert verdict(fragment, NEXT[0].speaker_id, NEXT).reason == reason
    assert verdict(fragment, NEXT[0].speaker_id, NEXT).source is not None
