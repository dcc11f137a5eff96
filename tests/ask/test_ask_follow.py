from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, filled, statements
from hypothesis import given
from hypothesis import strategies as st

from bot.ask.find import answer
from bot.ask.follow import follow
from bot.ask.people import Directory
from bot.ask.when import find_period
from bot.compose.answers import page
from bot.model import PUBLIC, Answer, Article, Asker, Intent, Kind, Outcome, Query, SpeakerEntry, SpeakerKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TODAY = date(2025, 12, 10)
BEFORE = Query("what did Varga say about tolls?", speakers=("Varga",), topic="tolls")
IN_NOVEMBER = Query(
    "what did Varga say about tolls in the Courier in November?",
    speakers=("Varga",), topic="tolls", since="2025-11-01", until="2025-11-30", outlet="Courier",
)  # fmt: skip
CHECKED = Query("did Varga say 'red line'?", Intent.VERIFY, ("Varga",), fragment="red line", quoted=True)
WHO = Query("who said 'red line'?", Intent.WHO, fragment="red line", quoted=True, answered_by=("Jan Kolar",))
ABOUT = Query("anything on tolls?", Intent.TOPIC, topic="tolls", answered_by=("Olena Varga", "Jan Kolar"))
DIRECTORY = Directory(
    (
        SpeakerEntry(1, "Olena Varga", SpeakerKind.PERSON, roles=("Transport minister",), statements=4),
        SpeakerEntry(2, "Jan Kolar", SpeakerKind.PERSON, statements=2),
        SpeakerEntry(3, "Turkey", SpeakerKind.ORGANISATION, statements=1),
        SpeakerEntry(4, "Dockworkers Union", SpeakerKind.ORGANISATION, statements=1),
        SpeakerEntry(5, "Piet Ostrow", SpeakerKind.PERSON, roles=("Lavrov's spokesman",), statements=1),
        SpeakerEntry(6, "Kelder Line", SpeakerKind.ORGANISATION, statements=1),
    )
)

ROWS: list[tuple[Query, str, dict[str, object]]] = [
    # -- another topic
    (BEFORE, "and about Turkey?", {"topic": "Turkey"}),
    (BEFORE, "about the strike", {"topic": "the strike"}),  # without "and"
    (BEFORE, "what about the strike?", {"topic": "the strike"}),  # nobody of that name speaks
    (BEFORE, "and Turkey?", {"topic": "Turkey"}),  # Turkey speaks too, but who was asked for is a person
    (BEFORE, "hey and on wages pls", {"topic": "wages"}),  # greetings and thanks
    (BEFORE, "what did she say about wages?", {"topic": "wages"}),  # "she" is who was asked for
    (BEFORE, "what else did she say?", {"topic": None}),
    (BEFORE, "anything else?", {"topic": None}),
    (CHECKED, "and about tolls?", {"intent": Intent.SAID, "topic": "tolls", "fragment": None, "quoted": False}),
    # limits stay with a new topic
    (IN_NOVEMBER, "and about wages?", {"topic": "wages"}),
    # -- another speaker
    (BEFORE, "what about Kolar?", {"speakers": ("Kolar",)}),
    (BEFORE, "and kolar?", {"speakers": ("kolar",)}),  # lower case: the directory knows
    (BEFORE, "and Kolar on wages?", {"speakers": ("Kolar",), "topic": "wages"}),
    (BEFORE, "and from the Dockworkers Union?", {"speakers": ("Dockworkers Union",)}),
    (BEFORE, "and what did Kolar say?", {"speakers": ("Kolar",)}),  # a whole question that leaves the topic open
    (BEFORE, "what did Kolar say about it?", {"speakers": ("Kolar",)}),  # the topic is "it"
    (IN_NOVEMBER, "and Kolar?", {"speakers": ("Kolar",)}),
    (BEFORE, "what about Lavrov?", {"speakers": ("Lavrov",)}),  # never speaks, but somebody speaks for him
    (BEFORE, "what about Mira Vesely?", {"speakers": ("Mira Vesely",)}),  # looks like a name, found nowhere
    (ABOUT, "and Varga?", {"intent": Intent.SAID, "speakers": ("Varga",)}),
    (CHECKED, "and Kolar?", {"speakers": ("Kolar",)}),  # the same words, checked again
    (WHO, "what about Kolar?", {"intent": Intent.VERIFY, "speakers": ("Kolar",)}),
    # a body again
    (Query("kelder", speakers=("Kelder Line",), topic="tolls"), "and Turkey?", {"speakers": ("Turkey",)}),
    # -- others
    (BEFORE, "who else?", {"intent": Intent.TOPIC, "speakers": (), "besides": ("Varga",)}),
    (BEFORE, "who else said that?", {"intent": Intent.TOPIC, "speakers": (), "besides": ("Varga",)}),
    (BEFORE, "anyone else last week?", {"intent": Intent.TOPIC, "speakers": (), "besides": ("Varga",),
        "since": "2025-12-01", "until": "2025-12-07"}),
    (WHO, "who else?", {"besides": ("Jan Kolar",)}),  # whoever was shown is known already
    (ABOUT, "any others?", {"besides": ("Olena Varga", "Jan Kolar")}),
    # a topic of its own, but others
    (BEFORE, "who else spoke about wages?", {"intent": Intent.TOPIC, "speakers": (), "topic": "wages",
        "besides": ("Varga",)}),
    (CHECKED, "who said that?", {"intent": Intent.WHO, "speakers": ()}),
    (WHO, "what else did he say?",
        {"intent": Intent.SAID, "speakers": ("Jan Kolar",), "fragment": None, "quoted": False}),
    # -- other limits
    (BEFORE, "only last week", {"since": "2025-12-01", "until": "2025-12-07"}),
    (BEFORE, "since Monday?", {"since": "2025-12-08", "until": None}),
    (IN_NOVEMBER, "and in September?", {"since": "2025-09-01", "until": "2025-09-30"}),
    (IN_NOVEMBER, "since 3 December", {"since": "2025-12-03", "until": None}),  # a new range, not half of the old one
    (IN_NOVEMBER, "at any time", {"since": None, "until": None}),
    (IN_NOVEMBER, "in any outlet?", {"outlet": None}),
    (BEFORE, "just the quotes", {"kind": Kind.DIRECT}),
    (BEFORE, "direct quotes only", {"kind": Kind.DIRECT}),
    (BEFORE, "only paraphrases please", {"kind": Kind.INDIRECT}),
    (BEFORE, "in the NYT?", {"outlet": "NYT"}),
    (BEFORE, "only from Reuters", {"outlet": "Reuters"}),
    (BEFORE, "in the Evening Star", {"outlet": "Evening Star"}),  # an outlet of this archive
    (BEFORE, "direct quotes only, last week, in the NYT",
        {"kind": Kind.DIRECT, "since": "2025-12-01", "until": "2025-12-07", "outlet": "NYT"}),
    (BEFORE, "to Reuters?", {"addressee": "Reuters"}),
    (BEFORE, "the latest?", {"intent": Intent.LATEST}),
    (BEFORE, "oldest first", {"intent": Intent.FIRST}),
    # -- other words
    (CHECKED, "or “blue line”?", {"fragment": "blue line"}),
    (WHO, "and “blue line”?", {"fragment": "blue line"}),
]  # fmt: skip

WHOLE = [
    (BEFORE, "what did Kolar say about wages?"),
    (BEFORE, "what did Kolar say?"),  # everything by Kolar
    (BEFORE, "Kolar"),  # a bare name asks anew
    (BEFORE, "kolar wages"),
    (BEFORE, "who said 'red line'?"),
    (BEFORE, "did Kolar say he would resign?"),  # "he" is Kolar
    (BEFORE, "who said she was wrong about tolls?"),
    (BEFORE, "anything on wages?"),  # hers would be "anything else"
    (BEFORE, "so what did Kolar say about wages?"),
    (WHO, "has Kolar commented on wages"),
    (ABOUT, "what did they say about wages?"),  # of two who answered, "they" is neither
    (BEFORE, ""),
    (BEFORE, "?!"),
]


def asked(previous: Query, text: str) -> Query | None:
    return follow(previous, text, TODAY, ("evening star", "courier"), DIRECTORY)


@pytest.mark.parametrize(("previous", "text", "changed"), ROWS)
def test_follow_up_changes_what_it_names_and_keeps_the_rest(
    previous: Query, text: str, changed: dict[str, object]
) -> None:
    query = asked(previous, text)
    assert query is not None
    fields = (
        "intent",
        "speakers",
        "topic",
        "fragment",
        "quoted",
        "since",
        "until",
        "outlet",
        "addressee",
        "kind",
        "besides",
    )
    assert {f: getattr(query, f) for f in fields} == {f: getattr(previous, f) for f in fields} | changed
    assert query.text == text  # as typed


@pytest.mark.parametrize(("previous", "text"), WHOLE)
def test_question_of_its_own_is_no_follow_up(previous: Query, text: str) -> None:
    assert asked(previous, text) is None


def test_without_a_directory_a_capital_makes_a_speaker() -> None:
    assert getattr(follow(BEFORE, "and Kolar?", TODAY), "speakers", None) == ("Kolar",)
    assert getattr(follow(BEFORE, "and wages?", TODAY), "topic", None) == "wages"


def test_follow_ups_chain() -> None:
    query: Query | None = BEFORE
    for text in ("and about wages?", "only last week", "and Kolar?", "just the quotes"):
        assert query is not None
        query = asked(query, text)
    assert query is not None
    assert (query.speakers, query.topic, query.since, query.kind) == (("Kolar",), "wages", "2025-12-01", Kind.DIRECT)


@given(st.sampled_from([BEFORE, IN_NOVEMBER, CHECKED, WHO, ABOUT]), st.text(max_size=60))
def test_no_text_raises_and_dates_are_only_those_of_the_text_or_of_before(previous: Query, text: str) -> None:
    query = follow(previous, text, TODAY, ("courier",), DIRECTORY)
    if query is not None and find_period(text, TODAY) is None:
        assert query.since in (previous.since, None)


# -- over an archive


def test_follow_up_is_answered_with_the_merged_query(ask: Callable[..., Answer]) -> None:
    first = ask("what did Varga say about tolls?")
    then = ask("and about corrosion?", previous=first.query)
    assert (then.outcome, then.query.speakers, then.query.topic) == (Outcome.NOTHING, ("Varga",), "corrosion")
    other = ask("what about Ostrow?", previous=then.query)
    assert [hit.record.statement.speaker for hit in other.hits] == ["Piet Ostrow"]


def test_who_else_leaves_out_whoever_answered(ask: Callable[..., Answer]) -> None:
    first = ask("what did Mark Quill say about the ferry company?")
    others = ask("who else?", previous=first.query)
    assert [hit.record.statement.speaker for hit in others.hits] == ["Nadia Quill"]
    shown = ask("who said 'bleak'?")
    assert ask("who else?", previous=shown.query).hits == ()


def test_pronoun_after_a_found_speaker_is_that_speaker(ask: Callable[..., Answer]) -> None:
    first = ask('who said "historic proportions"?')
    assert first.query.answered_by == ("International Nursing Federation",)
    then = ask("what else did they say?", previous=first.query)
    assert [s.name for s in then.speakers] == ["International Nursing Federation"]


def test_choice_between_namesakes_keeps_what_was_asked(ask: Callable[..., Answer]) -> None:
    first = ask("what did Brandt say?")
    then = ask("since November", previous=first.query)
    assert first.outcome is then.outcome is Outcome.AMBIGUOUS
    label, again = page(then, "UTC").choices[0]
    chosen = ask(again, previous=then.query)
    assert chosen.query.since == "2025-11-01"
    assert label.startswith(chosen.speakers[0].name)


# -- anything new


def test_new_is_what_came_in_since_the_last_question(tmp_path: Path) -> None:
    store = filled(tmp_path)
    later = NOW + timedelta(hours=5)
    text, found = statements('[["The tolls are back on the table,"]](Olena Varga) Olena Varga said.')
    article = Article("tolls", text, outlet="Evening Star", published="2025-12-01")  # printed before, indexed after
    store.admit(article, found, now=later, news=True, extractor="by hand")

    def asked(last: datetime | None, text: str, *, at: datetime = later + timedelta(hours=1)) -> Answer:
        with store.snapshot((PUBLIC,), at) as snapshot:
            return answer(text, snapshot, Asker(last_asked=last), at)

    since = asked(NOW + timedelta(hours=1), "anything new from Varga?")
    assert [hit.record.article.id for hit in since.hits] == ["tolls"]
    assert ("Indexed", "since your last question, Thu 11 Dec 10:00") in page(since, "UTC").chips
    day = asked(None, "anything new from Varga?")
    assert day.total == 5  # both imports are of the last 24 hours
    assert ("Indexed", "in the last 24 hours") in page(day, "UTC").chips
    assert [h.record.article.id for h in asked(NOW + timedelta(hours=1), "anything new on tolls?").hits] == ["tolls"]
    nothing = asked(later + timedelta(minutes=1), "anything new from Varga about tolls?")
    assert (nothing.outcome, nothing.hits) == (Outcome.NOTHING, ())
    assert {hit.why for hit in nothing.nearest} == {"in the record before"}
    assert page(nothing, "UTC").headline == "Nothing new by Olena Varga about tolls."
    assert asked(None, "anything new from Varga?", at=later + timedelta(days=2)).hits == ()
    store.close()
