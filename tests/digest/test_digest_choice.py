from __future__ import annotations

from dataclasses import replace

import pytest
from digest_kit import listed, report
from hypothesis import given
from hypothesis import strategies as st

from bot.digest import choice, newsworthiness
from bot.digest.choice import Repeats, Said, Told
from bot.digest.newsworthiness import Part, Worth
from bot.listing import Earlier, Reprint
from bot.model import SpeakerEntry, SpeakerKind

FIDAN = SpeakerEntry(7, "Hakan Fidan", SpeakerKind.PERSON, statements=212)
NOTHING = choice.repeats([], set(), None)


def worth(points: float) -> Worth:
    return Worth((Part(points, ""),))


# -- what is repeated


def test_repeats_tell_old_words_from_words_of_the_same_time() -> None:
    reprints = [
        Reprint(11, 1, 5, 99, before=1),  # news of yesterday again
        Reprint(21, 2, 10, 1, before=0),  # what report 1 said first
        Reprint(31, 3, 10, 1, before=0),
    ]
    found = choice.repeats(reprints, {1, 2, 3}, None)
    assert found == Repeats(frozenset({11}), choice.Counter({2: 1, 3: 1}), choice.Counter({1: 1}), ((1, 2, 3),))


@pytest.mark.parametrize(
    ("keys", "wanted"),
    [
        ({2, 3}, None),  # the first report is not of the time, or may not be seen
        ({1, 2, 3}, {21, 31}),  # the criteria leave it out
    ],
)
def test_of_reports_whose_first_is_not_in_one_counts(keys: set[int], wanted: set[int] | None) -> None:
    found = choice.repeats([Reprint(21, 2, 10, 1, 0), Reprint(31, 3, 10, 1, 0)], keys, wanted)
    assert (found.again, found.groups) == ({3: 1}, ((2, 3),))


# -- which stories, and what is in them


def test_stories_come_by_outlets_and_leave_out_what_only_repeats() -> None:
    rows = [report(1, statements=2), report(2, outlet="A"), report(3, outlet="B"), report(4, statements=1)]
    found = choice.repeats([Reprint(41, 4, 5, 99, 1)], {1, 2, 3, 4}, None)
    told = choice.stories(rows, found, [(2, 3)])
    assert [([r.key for r in one.reports], one.count, one.outlets) for one in told] == [([2, 3], 2, 2), ([1], 2, 1)]


def test_a_prominent_speaker_lifts_a_story_at_first_sight() -> None:
    told = choice.stories([report(1, quotes=1), report(2, place=0)], NOTHING, [])
    assert [one.reports[0].key for one in told] == [2, 1]


def test_fill_gives_each_utterance_once_under_its_first_report() -> None:
    told = Told((report(1), report(2)), 2)
    rows = [listed(21, 2, utterance=11, start=5), listed(11, 1), listed(22, 2), listed(12, 1, utterance=11, start=9)]
    choice.fill([told], rows, NOTHING, None)
    assert sorted((one.first.id, [o.id for o in one.also]) for one in told.said) == [(11, [21]), (22, [])]


def test_fill_leaves_out_what_is_repeated_or_not_wanted() -> None:
    told = Told((report(1),), 2)
    found = choice.repeats([Reprint(11, 1, 5, 99, 1)], {1}, None)
    choice.fill([told], [listed(11, 1), listed(12, 1), listed(13, 1)], found, {11, 12})
    assert [one.first.id for one in told.said] == [12]


# -- their order


def test_newsworthiness_is_told_in_words() -> None:
    parts = (
        newsworthiness.reach(3),
        newsworthiness.prominence(FIDAN),
        newsworthiness.novelty(FIDAN, known=True, new_on="ISF", days=14),
        *newsworthiness.own_words(0, 0.9),
    )
    told = "3 outlets; Fidan is quoted often (212 statements); first time in 14 days that Fidan is quoted on “ISF”"
    assert Worth(parts).words == f"{told}; direct quote"


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        (newsworthiness.reach(4), newsworthiness.reach(2)),  # more outlets
        (newsworthiness.prominence(FIDAN), newsworthiness.prominence(replace(FIDAN, statements=3))),  # who is known
        (newsworthiness.prominence(FIDAN), newsworthiness.prominence(None)),  # somebody over nobody
        (
            newsworthiness.novelty(FIDAN, known=False, new_on=None, days=14),
            newsworthiness.novelty(FIDAN, known=True, new_on="ISF", days=14),
        ),  # a new speaker over a new topic
        (newsworthiness.own_words(0, 1.0)[0], newsworthiness.own_words(1, 1.0)[0]),  # a quote over a part-quote
        (newsworthiness.own_words(1, 1.0)[0], newsworthiness.own_words(2, 1.0)[0]),  # and that over a paraphrase
        (Part(0, ""), newsworthiness.own_words(2, 0.2)[1]),  # nothing over an uncertain speaker
    ],
)
def test_newsworthiness_orders(better: Part, worse: Part) -> None:
    assert better.points > worse.points


def test_an_unnamed_source_is_neither_known_nor_new() -> None:
    nobody = SpeakerEntry(8, "a U.S. official", SpeakerKind.ANONYMOUS, statements=500)
    assert newsworthiness.prominence(nobody) == Part(0.0, "")
    assert newsworthiness.novelty(nobody, known=False, new_on=None, days=14) == Part(0.0, "")


def test_order_puts_the_best_statement_and_its_story_first() -> None:
    dull, bright = Told((report(1),), 1), Told((report(2),), 2)
    choice.fill([dull, bright], [listed(11, 1), listed(21, 2), listed(22, 2, rank=0)], NOTHING, None)
    told = [dull, bright]
    choice.weigh(told, {})
    choice.order(told)
    assert [[one.first.id for one in story.said] for story in told] == [[22, 21], [11]]


def test_who_is_new_comes_before_who_is_not() -> None:
    told = Told((report(1),), 2)
    choice.fill([told], [listed(11, 1, speaker=7), listed(12, 1, speaker=8), listed(13, 1, unnamed=1)], NOTHING, None)
    both = {7: FIDAN, 8: replace(FIDAN, id=8, name="Ann Hill")}
    choice.weigh([told], both)
    choice.renew(choice.promising([told]), both, {7}, {})
    choice.order([told])
    assert [one.first.id for one in told.said] == [12, 11, 13]
    assert "first time Hill is quoted in the record" in told.said[0].worth.words


def test_only_so_many_statements_are_tried_for_what_is_new() -> None:
    told = Told((report(1),), 200)
    choice.fill([told], [listed(n, 1) for n in range(200)], NOTHING, None)
    assert len(choice.promising([told])) == choice.NOVEL


def test_of_very_many_reports_the_first_are_looked_into() -> None:
    long = [Told(tuple(report(100 * n + k) for k in range(90)), 90) for n in range(20)]
    keys = choice.looked_into(long)
    assert len(keys) == choice.ALL_REPORTS
    assert keys[: choice.REPORTS + 1] == [*range(choice.REPORTS), 100]


def test_new_topic_is_the_headlines_word_the_speaker_had_not_used() -> None:
    told = Told((report(1, "Fidan: ISF “ready” for Gaza, says Fidan"),), 1)
    said = Said(listed(11, 1, words="Fidan said the ISF was ready for Gaza"))
    before = [Earlier(n, 7, words, "2026-03-01") for n, words in enumerate(["Gaza must eat", "he was ready", "Gaza"])]
    assert choice.new_topic(said, told, FIDAN, before) is None  # only "ISF" is new, and that is too short
    assert choice.new_topic(said, told, FIDAN, before[:2]) is None  # too few to say anything
    before = [row._replace(words="the weather") for row in before]
    assert choice.new_topic(said, told, FIDAN, before) == "ready"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("the bridge of Aldun was safe", True),  # two words in common, one of the headline
        ("a bridge is a bridge", False),  # one word
        ("mayors asked for help in autumn", False),  # two words, none of the headline
        ("the bridge at Aldun needs help, mayors asked in autumn", False),  # the very words: a report of the same
    ],
)
def test_on_topic_finds_what_was_said_earlier(words: str, *, found: bool) -> None:
    told = Told((report(1, "Aldun bridge shut"),), 1)
    said = Said(listed(11, 1, words="the bridge at Aldun needs help, mayors asked in autumn"))
    assert (choice.on_topic(said, told, [Earlier(3, 7, words, "2026-03-01")]) is not None) is found


# -- how much of it


@given(st.lists(st.integers(0, 30), min_size=1, max_size=12), st.integers(0, 80))
def test_allot_takes_what_there_is_room_for_and_no_more(sizes: list[int], room: int) -> None:
    ranked = [Told((report(1),), n, [Said(listed(i, 1)) for i in range(n)]) for n in sizes]
    choice.allot(ranked, room)
    assert sum(told.taken for told in ranked) == min(room, sum(sizes))
    assert all(told.taken <= len(told.said) for told in ranked)


def test_allot_gives_every_story_a_few_before_the_first_gets_more() -> None:
    def taken(room: int) -> list[int]:
        ranked = [Told((report(1),), 9, [Said(listed(i, 1)) for i in range(9)]) for _ in range(3)]
        choice.allot(ranked, room)
        return [told.taken for told in ranked]

    assert [taken(8), taken(12), taken(14)] == [[4, 2, 2], [4, 4, 4], [6, 4, 4]]
