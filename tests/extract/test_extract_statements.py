"""Statements as found and resolved: ⟦words⟧, ⟨source⟩ and ⟪cue⟫ marked in the sentence itself.

A row with several statements gives the text once for each, marked for that one.
"""

from __future__ import annotations

import re

import pytest

from bot.extract import Extractor
from bot.model import Article, Kind, Span, Statement

MARK = re.compile("[⟦⟧⟨⟩⟪⟫]")
PAIRS = {"words": "⟦⟧", "source": "⟨⟩", "cue": "⟪⟫"}
D, M, P = Kind.DIRECT, Kind.MIXED, Kind.INDIRECT

# What the row defends, then (marked text, speaker, kind) for each statement.
ROWS: list[tuple[str, list[tuple[str, str | None, Kind]]]] = [
    ("cue before, straight", [('⟨Ada Moss⟩ ⟪said⟫, ⟦"The dam holds."⟧', "Ada Moss", D)]),
    ("cue before, colon", [("⟨Ada Moss⟩ ⟪said⟫: ⟦“The dam holds.”⟧", "Ada Moss", D)]),
    ("cue after", [('⟦"The dam holds,"⟧ ⟨Ada Moss⟩ ⟪said⟫.', "Ada Moss", D)]),
    ("cue after, two marks", [("⟦''The dam holds,''⟧ ⟨Ada Moss⟩ ⟪said⟫.", "Ada Moss", D)]),
    ("inverted tag", [('⟦"The dam holds,"⟧ ⟪said⟫ ⟨Ada Moss⟩.', "Ada Moss", D)]),
    ("inverted tag, apposition", [('⟦"It holds,"⟧ ⟪said⟫ ⟨Ada Moss⟩, an engineer.', "Ada Moss", D)]),
    ("inverted tag, name behind the role", [('⟦"It holds,"⟧ ⟪said⟫ its director, ⟨Ada Moss⟩.', "Ada Moss", D)]),
    ("tag in the middle, behind a colon", [("She was blunt: ⟦the dam⟧, ⟨Ada Moss⟩ ⟪said⟫, ⟦leaks⟧.", "Ada Moss", P)]),
    ("a circumstance behind the tag", [("⟦It holds⟧, ⟨Ada Moss⟩ ⟪said⟫ after she had seen it.", "Ada Moss", P)]),
    ("a live blog's clock", [("16:30 ⟦The dam holds⟧, ⟨Ada Moss⟩ ⟪said⟫.", "Ada Moss", P)]),
    ("question mark ends the words", [('⟦"Does it hold?"⟧ ⟨Ada Moss⟩ ⟪asked⟫.', "Ada Moss", D)]),
    ("split by its tag", [('⟦"The dam,"⟧ ⟨Ada Moss⟩ ⟪said⟫, ⟦"holds."⟧', "Ada Moss", D)]),
    ("split, second sentence", [('⟦"It holds,"⟧ ⟨Ada Moss⟩ ⟪said⟫. ⟦"For now."⟧', "Ada Moss", D)]),
    ("split over an apposition", [('⟦"It,"⟧ ⟪said⟫ ⟨Ada Moss⟩, who built it, ⟦"holds."⟧', "Ada Moss", D)]),
    ("bracketed insertion", [('⟦"They [the walls] hold,"⟧ ⟨Ada Moss⟩ ⟪said⟫.', "Ada Moss", D)]),
    ("single inside double", [("⟦\"He said 'no' to me,\"⟧ ⟨Ada Moss⟩ ⟪said⟫.", "Ada Moss", D)]),
    ("indirect with that: it belongs to the words", [("⟨Ada Moss⟩ ⟪said⟫ ⟦that the dam holds⟧.", "Ada Moss", P)]),
    ("indirect without that", [("⟨Ada Moss⟩ ⟪said⟫ ⟦the dam holds⟧.", "Ada Moss", P)]),
    ("indirect, tag behind", [("⟦The dam holds⟧, ⟨Ada Moss⟩ ⟪said⟫.", "Ada Moss", P)]),
    ("indirect, tag in the middle", [("⟦The dam⟧, ⟨Ada Moss⟩ ⟪said⟫, ⟦still holds⟧.", "Ada Moss", P)]),
    ("mixed", [('⟨Ada Moss⟩ ⟪said⟫ ⟦the dam was "sound as a bell."⟧', "Ada Moss", M)]),
    ("mixed, tag behind", [('⟦The dam is "sound as a bell,"⟧ ⟨Ada Moss⟩ ⟪said⟫.', "Ada Moss", M)]),
    ("an inner verb stays inside", [("⟨Ada Moss⟩ ⟪said⟫ ⟦that the crew had told her that it leaked⟧.", "Ada Moss", P)]),
    ("time between verb and words", [("⟨Ada Moss⟩ ⟪said⟫ on Tuesday ⟦that the dam holds⟧.", "Ada Moss", P)]),
    ("addressee between verb and words", [("⟨Ada Moss⟩ ⟪told⟫ the Daily Dam ⟦that it holds⟧.", "Ada Moss", P)]),
    ("adverbs in the cue", [("⟨Ada Moss⟩ ⟪has repeatedly said⟫ ⟦that the dam holds⟧.", "Ada Moss", P)]),
    ("according to, in front", [("⟪According to⟫ ⟨Ada Moss⟩, ⟦the dam holds⟧.", "Ada Moss", P)]),
    ("according to, behind", [("⟦The dam holds⟧, ⟪according to⟫ ⟨Ada Moss⟩.", "Ada Moss", P)]),
    ("as somebody put it, in front", [("As ⟨Ada Moss⟩ ⟪put it⟫ in a letter, ⟦the dam holds⟧.", "Ada Moss", P)]),
    ("as somebody puts it, between", [("⟦The dam⟧, as ⟨Ada Moss⟩ ⟪puts it⟫, ⟦holds⟧.", "Ada Moss", P)]),
    ("the deeper source speaks", [("⟦The dam leaks⟧, according to the Post, ⟪citing⟫ ⟨an engineer⟩.", "engineer", P)]),
    (
        "two statements of one sentence",
        [
            ("⟨Ada Moss⟩ ⟪added⟫ ⟦that it holds⟧, and reiterated that it leaks.", "Ada Moss", P),
            ("⟨Ada Moss⟩ added that it holds, and ⟪reiterated⟫ ⟦that it leaks⟧.", "Ada Moss", P),
        ],
    ),
    ("apposition between source and verb", [("⟨Ada Moss⟩, an engineer, ⟪said⟫ ⟦the dam holds⟧.", "Ada Moss", P)]),
    ("a relative clause gives its antecedent", [("⟨Ada Moss⟩, who ⟪says⟫ ⟦it holds⟧, left early.", "Ada Moss", P)]),
    ("role before the name", [("⟨Chief engineer Ada Moss⟩ ⟪said⟫ ⟦that it holds⟧.", "Ada Moss", P)]),
    ("anonymous", [("⟨A senior official⟩ ⟪said⟫ ⟦that it holds⟧.", "senior official", P)]),
    ("unnamed is no name", [("⟨An unnamed official⟩ ⟪said⟫ ⟦that it holds⟧.", "official", P)]),
    ("a group", [("⟨Critics⟩ ⟪argue⟫ ⟦that it leaks⟧.", "critics", P)]),
    ("an organisation", [("On Monday, ⟨the Dam Authority⟩ ⟪said⟫ ⟦that it holds⟧.", "Dam Authority", P)]),
    ("a document", [("⟨The report⟩ ⟪says⟫ ⟦that it leaks⟧.", "report", P)]),
    ("cited as saying", [('⟦"It holds,"⟧ ⟨the engineers⟩ ⟪were cited as saying⟫.', "engineers", D)]),
    ("quoted as saying, active", [("The Post quoted ⟨an engineer⟩ as ⟪saying⟫ ⟦that it holds⟧.", "engineer", P)]),
    ("headline", [("⟨Moss⟩⟪:⟫ ⟦The dam will hold⟧", "Moss", P)]),
    ("a paragraph that goes on", [('⟦"It holds,"⟧ ⟨Ada Moss⟩ ⟪said⟫.\nIt rained.', "Ada Moss", D)]),
]
# Nobody says anything in these.
NOTHING = [
    'The so-called "peace dam" was built in 1931.',  # scare quotes
    'Her novel "The Long Dam" won a prize.',  # a title
    "Ada Moss believes that the dam holds.",  # belief
    "Ada Moss wants to rebuild the dam.",  # intention
    "© 2025 The Daily Dam. All rights reserved.",
    "Republished with permission from The Daily Dam.",
    "It was hoped that the dam would hold.",
    "Ada Moss would say that the dam holds.",  # not said
    "Nobody said that the dam holds.",
    "",
    "…",
]


def spans_of(marked: str, what: str) -> tuple[Span, ...]:
    """Where the marks of one sort stand, in the text without any marks."""
    opening, closing = PAIRS[what]
    out: list[Span] = []
    at = start = 0
    for char in marked:
        if char == opening:
            start = at
        elif char == closing:
            out.append(Span(start, at))
        elif not MARK.match(char):
            at += 1
    return tuple(out)


def statements(text: str) -> list[Statement]:
    return Extractor().extract(Article("a", text, published="2025-12-10"))


@pytest.mark.parametrize(("row", "wanted"), ROWS, ids=[r[0] for r in ROWS])
def test_statements_are_found_with_source_and_cue(row: str, wanted: list[tuple[str, str | None, Kind]]) -> None:
    text = MARK.sub("", wanted[0][0])
    found = statements(text)
    assert [[s.of(text) for s in f.spans] for f in found] == [
        [s.of(text) for s in spans_of(marked, "words")] for marked, _, _ in wanted
    ], row
    for statement, (marked, speaker, kind) in zip(found, wanted, strict=True):
        assert (statement.mention,) == spans_of(marked, "source")
        assert (statement.cue,) == spans_of(marked, "cue")
        assert (statement.speaker, statement.kind) == (speaker, kind)


@pytest.mark.parametrize("text", NOTHING)
def test_what_nobody_says_is_no_statement(text: str) -> None:
    assert statements(text) == []


def test_a_quotation_over_paragraphs_keeps_its_tag() -> None:
    text = '"It holds," Ada Moss said. "For now.\n\n"But it leaks.\n\n"And it hums."\n\nIt rained.'
    found = statements(text)
    assert [s.words(text) for s in found] == ['"It holds," … "For now.', '"But it leaks.', '"And it hums."']
    assert {(s.speaker, s.mention) for s in found} == {("Ada Moss", Span(12, 20))}


def test_a_quotation_before_its_tagged_paragraph_has_that_tag() -> None:
    text = 'It rained.\n"The dam holds for now."\n"It will hold tomorrow," Ada Moss added.'
    assert [s.speaker for s in statements(text)] == ["Ada Moss", "Ada Moss"]


def test_a_quotation_announced_by_a_colon_has_that_source() -> None:
    text = 'Ada Moss continued:\n\n"The dam holds, whatever they say."'
    (found,) = statements(text)
    assert (found.speaker, found.kind) == ("Ada Moss", Kind.DIRECT)


def test_a_carried_over_quotation_is_less_sure() -> None:
    text = 'The dam leaks, Ada Moss said.\n\n"It has leaked for forty years now."'
    first, second = statements(text)
    assert second.speaker == "Ada Moss"
    assert second.confidence < first.confidence


def test_a_transcript_gives_each_turn_whole() -> None:
    text = "HOST: Does it hold?\n\nMOSS: It does. For now.\n\nHOST: Thank you, Ada Moss."
    assert [s.words(text) for s in statements(text)] == ["Does it hold?", "It does. For now.", "Thank you, Ada Moss."]
    assert statements(text)[1].speaker == "Ada Moss"


def test_a_dateline_is_not_part_of_the_words() -> None:
    text = "KESTREL BAY, Dec. 9 (Sea Press) - The dam holds, Ada Moss said."
    (found,) = statements(text)
    assert found.words(text) == "The dam holds"
