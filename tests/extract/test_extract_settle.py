"""Where the rules decide over the tagger, and where they do not."""

from __future__ import annotations

import pytest

from bot.extract.document import read
from bot.extract.draft import Draft
from bot.extract.settle import settle
from bot.model import Span


def span(text: str, words: str, at: int = 0) -> Span:
    start = text.index(words, at)
    return Span(start, start + len(words))


def draft(text: str, words: str, cue: str | None, mention: str | None, score: float = 0.8) -> Draft:
    return Draft((span(text, words),), cue and span(text, cue), mention and span(text, mention), score)  # type: ignore[arg-type]


def sources(text: str, trained: list[Draft], ruled: list[Draft]) -> list[tuple[str, str | None]]:
    """(words, who it is resolved by) of what is kept."""
    kept = settle(read(text), trained, ruled)
    named = [d.named or d.mention for d in kept]
    return [(" … ".join(s.of(text) for s in d.spans), n and n.of(text)) for d, n in zip(kept, named, strict=True)]


CITED = "On Monday, Danish media cited port officials saying that the ferry was late."
REPORT = "The dam leaks, according to a report by The Post, citing an unnamed engineer."
CLAIM = "Hill claimed that the dam is done, citing the last stone as a sign."
TAGLESS = "“It rained,” Hill said.\n\n“It will rain again,” Ray said."


def test_of_quoted_words_the_rules_know_who_is_quoted() -> None:
    trained = [draft(CITED, "port officials saying that the ferry was late", "cited", "Danish media")]
    ruled = [draft(CITED, "that the ferry was late", "saying", "port officials")]
    assert sources(CITED, trained, ruled) == [("that the ferry was late", "port officials")]


def test_who_is_cited_by_the_source_is_the_source() -> None:
    trained = [
        draft(REPORT, "The dam leaks", "according to", "a report by The Post"),
        draft(REPORT, "an unnamed engineer", "citing", "a report by The Post"),
    ]
    ruled = [draft(REPORT, "The dam leaks", "according to", "an unnamed engineer")]
    assert sources(REPORT, trained, ruled) == [("The dam leaks", "an unnamed engineer")]


def test_what_is_cited_in_a_claim_belongs_to_the_claim() -> None:
    trained = [
        draft(CLAIM, "that the dam is done", "claimed", "Hill"),
        draft(CLAIM, "the last stone as a sign", "citing", "Hill"),
    ]
    assert sources(CLAIM, trained, []) == [("that the dam is done, citing the last stone as a sign", "Hill")]


def test_a_quotation_without_a_tag_has_the_speaker_the_rules_carry_to_it() -> None:
    trained = [draft(TAGLESS, "“It will rain again,”", None, "Hill", 0.5)]
    ruled = [draft(TAGLESS, "“It will rain again,”", "said", "Ray")]
    assert sources(TAGLESS, trained, ruled) == [("“It will rain again,”", "Ray")]


@pytest.mark.parametrize(
    ("score", "who"),
    [
        (0.4, "Ray"),  # the judge is unsure: the rules decide
        (0.8, "Hill"),  # it is sure
    ],
)
def test_of_two_speakers_the_rules_is_taken_where_the_judge_is_unsure(score: float, who: str) -> None:
    text = "Hill and Ray met. He said that it rained."
    trained = [draft(text, "that it rained", "said", "Hill", score)]
    assert sources(text, trained, [draft(text, "that it rained", "said", "Ray")]) == [("that it rained", who)]


def test_the_mention_keeps_its_edges_and_the_rules_say_who_it_is() -> None:
    text = "The landlord, Gwen Hill, said that it rained."
    trained = [draft(text, "that it rained", "said", "The landlord, Gwen Hill,")]
    [kept] = settle(read(text), trained, [draft(text, "that it rained", "said", "Gwen Hill")])
    assert kept.mention == span(text, "The landlord, Gwen Hill,")
    assert kept.named == span(text, "Gwen Hill")


def test_what_follows_an_and_is_not_the_whole_source() -> None:
    text = "Petra Lund, a builder and spokeswoman for the harbour, which is old, said that the ferry was late."
    whole = "Petra Lund, a builder and spokeswoman for the harbour, which"
    trained = [draft(text, "that the ferry was late", "said", whole, 0.95)]
    ruled = [draft(text, "that the ferry was late", "said", "spokeswoman for the harbour")]
    assert sources(text, trained, ruled) == [("that the ferry was late", whole)]


@pytest.mark.parametrize(
    ("mention", "score", "kept"),
    [
        ("This exclusion", 0.6, 0),  # says nothing
        ("The", 0.6, 0),  # is nobody
        ("This exclusion", 0.9, 1),  # unless the judge is sure
        ("The report", 0.6, 1),  # a document says things
        ("These voters", 0.6, 1),
    ],
)
def test_an_abstract_noun_says_nothing(mention: str, score: float, kept: int) -> None:
    text = f"{mention} underscores that the dam is old."
    assert len(settle(read(text), [draft(text, "that the dam is old", "underscores", mention, score)], [])) == kept


def test_the_time_of_a_live_blog_is_not_said() -> None:
    text = 'Rain.\n17:05 "We are wet," said Hill.'
    trained = [draft(text, '17:05 "We are wet,"', "said", "Hill")]
    assert sources(text, trained, []) == [('"We are wet,"', "Hill")]


def test_a_time_within_a_line_is_said() -> None:
    text = "Hill said 17:05 is too late."
    assert sources(text, [draft(text, "17:05 is too late", "said", "Hill")], []) == [("17:05 is too late", "Hill")]


def test_without_rules_the_tagger_stands() -> None:
    trained = [draft(CLAIM, "that the dam is done", "claimed", "Hill")]
    assert settle(read(CLAIM), trained, []) == trained
