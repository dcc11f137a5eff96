from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ask_kit import ARTICLES, NOW, filled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.ask.find import answer
from bot.model import PUBLIC, Answer, Asker, Kind, Outcome, VerdictKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from store.archive import Store

    Ask = Callable[..., Answer]


def found(given: Answer) -> list[tuple[str | None, str]]:
    return [(hit.record.statement.speaker, hit.record.text) for hit in given.hits]


def test_speaker_alone_gives_everything_newest_first(ask: Ask) -> None:
    given = ask("what did Varga say?")
    assert given.outcome is Outcome.FOUND
    assert [s.name for s in given.speakers] == ["Olena Varga"]
    assert [hit.record.article.id for hit in given.hits][:2] == ["harbour-2", "harbour-2"]
    assert len(given.hits) == given.total == 4  # the quotation in two outlets is one


def test_ties_of_a_day_go_quote_part_quote_paraphrase(ask: Ask) -> None:
    looks = [hit.record.statement.kind for hit in ask("what did Varga say in the Courier?").hits]
    assert looks == [Kind.DIRECT, Kind.MIXED, Kind.INDIRECT]


def test_one_utterance_in_two_outlets_is_one_hit_with_its_reports(ask: Ask) -> None:
    first = ask("what did Varga say about every bolt?").hits[0]
    outlets = {first.record.article.outlet, *(record.article.outlet for record in first.also)}
    assert outlets == {"The Courier", "Evening Star"}


@pytest.mark.parametrize(
    ("question", "speaker", "words"),
    [
        ("what did Varga say about tolls?", "Olena Varga", "tolls were not on the table"),  # the topic's words
        ("varga tolls", "Olena Varga", "tolls were not on the table"),  # keywords only
        ("what did Vargha say about the tols", "Olena Varga", "tolls were not on the table"),  # both misspelt
        ("Varga on opening the bridge in the summer", "Olena Varga", "would not open before the summer"),  # inflection
        ("what did Diallo say about wages abroad", "Amara Diallo", "lose two nurses every month"),  # pay for wages
        ("what did the health secretary say about nurses?", "Joanna Brandt", "would hire 400 nurses"),  # by role
        ("what did Brandt say about the real bill?", "Tomas Brandt", "hiding the real bill"),  # the topic decides who
        ("Brandt on hiring nurses", "Joanna Brandt", "would hire 400 nurses"),  # and the other way round
        ("what did Varga's spokesman say?", "Piet Ostrow", "warned about corrosion"),
        ("what did the official say about the contract?", "an official", "the contract will be cancelled"),
        ("nursing federation on the shortage", "International Nursing Federation", "historic proportions"),
        ("what did Varga tell Radio Norte?", "Olena Varga", "Nobody will cross"),  # the sentence names whom
        ("what did Aumann say about interest rates since 1 December", "Ilse Aumann", "cut in interest rates"),
        ("who said 'costly embarrassment'?", "Olena Varga", "costly embarrassment"),
        ("who said the contract will be cancelled?", "an official", "the contract will be cancelled"),
        ("anyone quoted on corrosion?", "Piet Ostrow", "corrosion since March"),
        ("latest from Varga on the bridge", "Olena Varga", "Nobody will cross"),
    ],
)
def test_question_finds_the_statement(ask: Ask, question: str, speaker: str, words: str) -> None:
    given = ask(question)
    assert given.outcome is Outcome.FOUND
    assert given.hits[0].record.statement.speaker == speaker
    assert words in given.hits[0].record.text


@pytest.mark.parametrize(
    ("question", "why"),
    [
        ("what did Varga say about vaccines?", "never spoke on it"),
        ("what did Kolar say about the opposition?", "is named, never quoted"),
        ("what did Dana Varga say about the bridge?", "is nobody here"),
        ("what did the prime minister say?", "nobody has that role"),
        ("anyone quoted on submarines?", "nobody spoke on it"),
        ("who said 'seven drowned sailors'?", "nobody said it"),
        ("what did Varga say last year?", "not in those days"),
        ("what did Varga say in the Gazette?", "not in that outlet"),
        ("what did Varga tell Pia Lund?", "not to her"),
        ("???", "nothing to search for"),
        ("what did they say", "nothing to search for"),
        ("", "nothing to search for"),
    ],
)
def test_what_is_not_there_is_nothing(ask: Ask, question: str, why: str) -> None:
    given = ask(question)
    assert (given.outcome, given.hits, given.total) == (Outcome.NOTHING, (), 0), why


def test_named_but_never_quoted_is_counted(ask: Ask) -> None:
    assert ask("what did Mira Vesely say?").mentions == 1


def test_nearest_is_labelled_the_same_topic_by_others(ask: Ask) -> None:
    given = ask("what did Kolar say about interest rates?")
    assert [(hit.record.statement.speaker, hit.why) for hit in given.nearest] == [
        ("Ilse Aumann", "the same topic, NOT by Kolar")
    ]


def test_nearest_of_a_topic_never_touched_is_labelled(ask: Ask) -> None:
    given = ask("what did Varga say about vaccines?")
    assert {hit.why for hit in given.nearest} == {
        "the same topic, NOT by Olena Varga",
        "Olena Varga, on something else",
    }


def test_spokesperson_is_nearest_and_never_the_principal(tmp_path: Path) -> None:
    marked = (
        "Foreign minister Anton Seberg's spokesperson, Lea Falk, called the treaty "
        '[["a bad joke"]](Lea Falk; role=spokesperson).'
    )
    store = filled(tmp_path, {("a", "The Courier", "2025-12-01", "Treaty"): marked})
    for question in ("what did Seberg say about the treaty?", "what did the foreign minister say?"):
        with store.snapshot((PUBLIC,), NOW) as snapshot:
            given = answer(question, snapshot, Asker(), NOW)
        assert given.outcome is Outcome.NOTHING
        assert [hit.record.statement.speaker for hit in given.nearest] == ["Lea Falk"]
        assert (given.nearest[0].why or "").startswith("NOT ")
        assert "spokesperson" in (given.nearest[0].why or "")
    store.close()


def test_who_else_a_description_fits_goes_with_the_answer(tmp_path: Path) -> None:
    """Of a bare post one is taken who is quoted far more; that there are others must not be hidden."""
    said = "[[the {} would cost more]](Emil Kern; role=Finance Minister)"
    marked = {
        (f"a{n}", "The Courier", f"2025-12-{n + 1:02}", "Costs"): f"Kern said {said.format(what)}."
        for n, what in enumerate(("dam", "road", "rail", "port", "quay", "ring", "pass", "pier"))
    }
    marked["b", "The Courier", "2025-12-01", "Tunnel"] = (
        "Voss said [[the tunnel would open in May]](Ada Voss; role=Transport Minister)."
    )
    store = filled(tmp_path, marked)
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        bare, whole = (answer(text, snapshot, Asker(), NOW) for text in ("what did the minister say?", "Kern?"))
    store.close()
    assert ([s.name for s in bare.speakers], [s.name for s in bare.others]) == (["Emil Kern"], ["Ada Voss"])
    assert whole.others == ()


def test_two_who_fit_equally_are_ambiguous(ask: Ask) -> None:
    given = ask("what did Quill say?")
    assert given.outcome is Outcome.AMBIGUOUS
    assert {entry.name for entry in given.candidates} == {"Mark Quill", "Nadia Quill"}
    assert given.hits == ()


def test_both_speaking_on_the_topic_stay_ambiguous(ask: Ask) -> None:
    assert ask("what did Quill say about the ferry company?").outcome is Outcome.AMBIGUOUS


def test_misspelt_names_and_words_are_reported(ask: Ask) -> None:
    given = ask("what did Vargha say about the tols")
    assert given.corrected_words == (("Vargha", "Olena Varga"), ("tols", "tolls"))


def test_a_name_that_stands_in_the_articles_is_no_misspelling(ask: Ask) -> None:
    given = ask("what did Kolar say?")  # near to nobody, named in an article
    assert given.outcome is Outcome.NOTHING
    assert given.mentions == 1


@pytest.mark.parametrize(
    ("question", "verdict", "reason"),
    [
        ('did Varga say "nobody will cross that bridge"?', VerdictKind.ALTERED, "cut"),
        (
            'did Varga say "nobody will cross that bridge until every bolt has been checked twice"?',
            VerdictKind.VERBATIM,
            None,
        ),
        (
            'did Varga say "nobody will cross that bridge until every bolt has been checked once"?',
            VerdictKind.ALTERED,
            "changed",
        ),
        (
            'did Ostrow say "nobody will cross that bridge until every bolt has been checked twice"?',
            VerdictKind.OTHER_SPEAKER,
            None,
        ),
        (
            'did Kolar say "nobody will cross that bridge until every bolt has been checked twice"?',
            VerdictKind.OTHER_SPEAKER,
            None,
        ),
        ('did Varga say "tolls were not on the table"?', VerdictKind.ALTERED, "paraphrase"),
        ("did Varga call it a costly embarrassment?", VerdictKind.VERBATIM, None),
        ('did Varga say "the moon is made of cheese"?', VerdictKind.NOT_FOUND, None),
        ('is this quote right: "hiding the real bill"', VerdictKind.VERBATIM, None),
    ],
)
def test_words_are_checked(ask: Ask, question: str, verdict: VerdictKind, reason: str | None) -> None:
    given = ask(question)
    assert given.verdict is not None
    assert (given.verdict.kind, given.verdict.reason) == (verdict, reason)
    assert given.outcome is (Outcome.NOTHING if verdict is VerdictKind.NOT_FOUND else Outcome.FOUND)


def test_days_count_in_the_zone_of_the_asker(ask: Ask) -> None:
    assert ask("what did Varga say today?", zone="Pacific/Kiritimati").query.since == "2025-12-11"
    assert ask("what did Varga say today?", zone="Pacific/Pago_Pago").query.since == "2025-12-10"


def test_limit_cuts_hits_and_not_the_count(ask: Ask) -> None:
    given = ask("what did Varga say?", limit=2)
    assert (len(given.hits), given.total) == (2, 4)


def test_first_and_changed_go_by_age(ask: Ask) -> None:
    days = [hit.record.article.published for hit in ask("how has Varga's view on the bridge changed?").hits]
    assert days == sorted(days, key=str)


def test_compare_has_both(ask: Ask) -> None:
    speakers = {hit.record.statement.speaker for hit in ask("compare Diallo and Joanna Brandt on nurses").hits}
    assert speakers == {"Amara Diallo", "Joanna Brandt"}


QUESTIONS = [
    "what did Varga say?",
    "what did Vargha say about the tols and the brigde and the corosion in the sumer",
    "what did Brandt say about the real bill and the nurses",
    "what did Kolar say about interest rates and vaccins?",
    "what did Varga tell Radio Norte in July about tolls",
    "who said 'costly embarrassment'?",
    'did Vargha say "nobody will cros that bridge"?',
    'did Quill say "he would sell the ferry"?',
    "anyone quoted on submarines and corosion?",
    "compare Diallo and Brandt on nurses",
    "varga",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_costs_at_most_eight_looks(archive: Store, question: str) -> None:
    with archive.snapshot((PUBLIC,), NOW) as snapshot:
        answer(question, snapshot, Asker(), NOW)
        assert snapshot.queries <= 8


def test_a_question_of_an_empty_archive_is_nothing(tmp_path: Path) -> None:
    store = filled(tmp_path, {})
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        assert answer("what did Varga say?", snapshot, Asker(), NOW).outcome is Outcome.NOTHING
    store.close()


_PHRASES = st.sampled_from(
    """what did Varga say about tolls|who said|"every bolt"|did Brandt say|Quill|last week|in May|nurses|direct quotes
    only|compare|and|latest from|the minister|on the bridge|'s|?|–|in the Courier|Vargha|tell Radio Norte""".split("|")
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(question=st.lists(_PHRASES, max_size=7).map(" ".join) | st.text(max_size=80))
def test_any_question_has_a_consistent_answer(archive: Store, question: str) -> None:
    with archive.snapshot((PUBLIC,), NOW) as snapshot:
        given = answer(question, snapshot, Asker(), NOW)
        assert snapshot.queries <= 8
    assert (given.outcome is Outcome.FOUND) == bool(given.hits)
    assert bool(given.candidates) == (given.outcome is Outcome.AMBIGUOUS)
    assert given.total >= len(given.hits)
    assert given.coverage.articles == len(ARTICLES)
    if given.verdict:
        assert (given.verdict.kind is VerdictKind.NOT_FOUND) == (given.outcome is Outcome.NOTHING)


# -- nothing, well said


@pytest.mark.parametrize(
    "question", ["who said 'sell the ferries'?", "did Varga say 'brings the tools back'?", "anything on coronation"]
)
def test_correction_is_told_only_where_an_answer_rests_on_it(ask: Ask, question: str) -> None:
    given = ask(question)
    around = " ".join(hit.record.article.text for hit in given.hits).lower()
    assert all(meant in around for _, meant in given.corrected_words)
    assert given.hits or not given.corrected_words


def test_correction_that_found_something_is_told(ask: Ask) -> None:
    assert ask("anything on corosion").corrected_words == (("corosion", "corrosion"),)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("seberg", "Anton Seberg"),  # with his first name, without his office
        ("Anton Seberg", "Anton Seberg"),
        ("Carla Seberg", "Carla Seberg"),  # somebody else
        ("Treaty", "Treaty"),  # no name at all
    ],
)
def test_who_never_speaks_is_named_as_the_record_names_them(tmp_path: Path, asked: str, named: str) -> None:
    marked = (
        "Foreign Minister Anton Seberg's spokesperson, Lea Falk, called the treaty [["
        '"a bad joke"]](Lea Falk; role=spokesperson).'
    )
    store = filled(tmp_path, {("a", "The Courier", "2025-12-01", "Treaty"): marked})
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        given = answer(f"what did {asked} say about whales?", snapshot, Asker(), NOW)
    assert (given.outcome, given.query.speakers) == (Outcome.NOTHING, (named,))
    store.close()


def test_spokesperson_of_another_minister_is_not_near(ask: Ask) -> None:
    given = ask("what did the finance minister say?")
    assert [hit for hit in given.nearest if "spokesperson" in (hit.why or "")] == []


def test_name_differing_by_an_ending_is_a_misspelling_not_another_person(tmp_path: Path) -> None:
    marked = "Mara Osei said [[the mill would open]](Mara Osei)."
    store = filled(tmp_path, {("a", "The Courier", "2025-12-01", "Mill"): marked})
    with store.snapshot((PUBLIC,), NOW) as snapshot:  # the index of names stems "osey" to "osei"
        assert answer("what did Mara Osey say?", snapshot, Asker(), NOW).outcome is Outcome.FOUND
    store.close()


def test_year_to_come_is_a_topic(tmp_path: Path) -> None:
    marked = "Mara Osei said [[the mill would close in 2031]](Mara Osei)."
    store = filled(tmp_path, {("a", "The Courier", "2025-12-01", "Mill"): marked})
    with store.snapshot((PUBLIC,), NOW) as snapshot:
        given = answer("what did Osei say about the mill in 2031?", snapshot, Asker(), NOW)
    assert (given.outcome, given.query.since) == (Outcome.FOUND, None)
    store.close()


def test_outlet_decides_between_namesakes(ask: Ask) -> None:
    assert ask("what did Brandt say on 20 November?").outcome is Outcome.FOUND
    assert ask("what did Brandt say?").outcome is Outcome.AMBIGUOUS
