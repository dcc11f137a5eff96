from __future__ import annotations

import time
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ask.parse import parse
from bot.model import Intent, Kind, Query

TODAY = date(2025, 12, 10)

ROWS: list[tuple[str, dict[str, object]]] = [
    # -- what did X say
    ("what did Varga say?", {"speakers": ("Varga",)}),
    (
        "What did Olena Varga say about the harbour bridge?",
        {"speakers": ("Olena Varga",), "topic": "the harbour bridge"},
    ),
    ("what has varga said on tolls", {"speakers": ("varga",), "topic": "tolls"}),  # lower case, "on"
    ("hey, what did Varga say pls", {"speakers": ("Varga",)}),  # greeting and "pls"
    ("Good morning team! What does Varga think of the union?", {"speakers": ("Varga",), "topic": "the union"}),
    ("what's varga been saying about wages", {"speakers": ("varga",), "topic": "wages"}),
    ("what'd Varga say re the strike", {"speakers": ("Varga",), "topic": "the strike"}),
    ("why did Brandt say the city hid the bill?", {"speakers": ("Brandt",), "topic": "the city hid the bill"}),
    # no "about"
    ("what did Varga say tolls would pay for", {"speakers": ("Varga",), "topic": "tolls would pay for"}),
    ("how did Varga respond to the union's threat", {"speakers": ("Varga",), "topic": "the union's threat"}),
    ("what was Aumann's argument for cutting rates?", {"speakers": ("Aumann",), "topic": "cutting rates"}),
    # the first verb, not "do"
    ("what does Aumann want banks to do", {"speakers": ("Aumann",), "topic": "banks to do"}),
    # the second sentence only repeats
    (
        "does Diallo think nurses are paid enough? what did she say",
        {"speakers": ("Diallo",), "topic": "nurses are paid enough"},
    ),
    ("did Varga say anything about tolls?", {"speakers": ("Varga",), "topic": "tolls"}),  # no words to verify
    ("did we ever quote Mark Quill?", {"speakers": ("Mark Quill",)}),
    ("do we have Mark Quill on the record about anything?", {"speakers": ("Mark Quill",)}),  # "anything" is no topic
    ("everything Varga said", {"speakers": ("Varga",)}),
    ("need everything from Ilse Aumann", {"speakers": ("Ilse Aumann",)}),
    ("All statements by Ilse Aumann, please.", {"speakers": ("Ilse Aumann",)}),
    ("any Aumann quotes in there?", {"speakers": ("Aumann",)}),
    ("give me all the Aumann quotes we have", {"speakers": ("Aumann",)}),
    ("Aumann quotes", {"speakers": ("Aumann",)}),  # "quotes" alone asks for no look
    ("quotes from Aumann on inflation", {"speakers": ("Aumann",), "topic": "inflation"}),
    ("tell me what Varga said about tolls", {"speakers": ("Varga",), "topic": "tolls"}),
    ("can you find what Varga said about tolls", {"speakers": ("Varga",), "topic": "tolls"}),
    ("Varga - what has she said?", {"speakers": ("Varga",)}),
    ("varga: how much will it cost", {"speakers": ("varga",), "topic": "how much will it cost"}),
    ("Varga on the bridge", {"speakers": ("Varga",), "topic": "the bridge"}),
    ("varga re tolls", {"speakers": ("varga",), "topic": "tolls"}),
    ("what was said by Varga about tolls", {"speakers": ("Varga",), "topic": "tolls"}),
    ("anything said by Varga", {"speakers": ("Varga",), "topic": None}),  # "said by" is no topic
    ("how many statements by Varga", {"speakers": ("Varga",), "topic": None}),
    ("where does Varga stand on tolls?", {"speakers": ("Varga",), "topic": "tolls"}),  # nobody is "where does Varga"
    ("anything on record from the port chief about tolls?", {"speakers": ("port chief",), "topic": "tolls"}),
    ("find me quotes where Varga talks about tolls", {"speakers": ("Varga",), "topic": "tolls"}),
    ("whats varga saying abt tolls", {"speakers": ("varga",), "topic": "tolls"}),  # typed with thumbs
    ("city response to the strike", {"speakers": ("city",), "topic": "the strike"}),
    ("what's the port authority line on tolls", {"speakers": ("port authority",), "topic": "tolls"}),
    ("what reason did Varga give for the delay", {"speakers": ("Varga",), "topic": "the delay"}),
    ("give me the exact words of Varga on tolls", {"speakers": ("Varga",), "topic": "tolls"}),
    # -- who is meant, as typed
    ("what did Chuck Dray, the port chief, say?", {"speakers": ("Chuck Dray",)}),  # an apposition
    ("Jan Kolar (the ex-premier) quotes", {"speakers": ("Jan Kolar",)}),  # an aside
    ("what did the central bank governor say about wages?", {"speakers": ("central bank governor",), "topic": "wages"}),
    ("what did sources say about the contract", {"speakers": ("sources",), "topic": "the contract"}),
    ("what did Varga's spokesman say?", {"speakers": ("Varga's spokesman",)}),  # never "Varga"
    ("anything from Varga's spokesman Piet Ostrow?", {"speakers": ("Varga's spokesman Piet Ostrow",)}),
    ("what did the Dockworkers Union say about wages", {"speakers": ("Dockworkers Union",), "topic": "wages"}),
    ("what did May say about fish?", {"speakers": ("May",), "topic": "fish"}),  # a name, no month
    ("what did Page say in May?", {"speakers": ("Page",), "since": "2025-05-01", "until": "2025-05-31"}),
    ("Hope Lindqvist on schools", {"speakers": ("Hope Lindqvist",), "topic": "schools"}),  # a name that is a verb
    ("what did Varga and Brandt say about wages", {"speakers": ("Varga and Brandt",), "topic": "wages"}),
    # -- keywords: the directory tells who from what
    ("varga bridge delay", {"topic": "varga bridge delay"}),
    ("Varga", {"topic": "Varga"}),
    # -- anybody
    ("anyone quoted on ferry prices?", {"intent": "topic", "topic": "ferry prices"}),
    ("who has commented on the strike", {"intent": "topic", "topic": "the strike"}),
    ("what did people say about tolls", {"intent": "topic", "topic": "tolls"}),
    ("what has been said about tolls?", {"intent": "topic", "topic": "tolls"}),
    ("what was said in May?", {"intent": "topic", "topic": None, "since": "2025-05-01", "until": "2025-05-31"}),
    ("tell me about the ferry", {"intent": "topic", "topic": "the ferry"}),
    ("do we have anything about the ferry", {"intent": "topic", "topic": "the ferry"}),
    ("what did people tell Radio Norte about tolls", {"intent": "topic", "topic": "tolls", "addressee": "Radio Norte"}),
    # -- who said Y
    ('who said "costly embarrassment"?', {"intent": "who", "fragment": "costly embarrassment", "quoted": True}),
    ("who said 'costly embarrassment'?", {"intent": "who", "fragment": "costly embarrassment", "quoted": True}),
    ("who said “costly embarrassment”?", {"intent": "who", "fragment": "costly embarrassment", "quoted": True}),
    ("who said «costly embarrassment»", {"intent": "who", "fragment": "costly embarrassment", "quoted": True}),
    ("who said ''costly embarrassment''", {"intent": "who", "fragment": "costly embarrassment", "quoted": True}),
    # an apostrophe inside
    ("who said 'it's a costly thing'", {"intent": "who", "fragment": "it's a costly thing", "quoted": True}),
    ("who said the contract will be cancelled", {"intent": "who", "fragment": "contract will be cancelled"}),
    ("who called the delay a 'costly embarrassment'?", {"intent": "who", "fragment": "costly embarrassment"}),
    ("which minister said nobody will cross?", {"intent": "who", "fragment": "nobody will cross"}),
    ("who was it that waved off the critics", {"intent": "who", "fragment": "waved off the critics"}),
    ("a costly embarrassment - whose line is that?", {"intent": "who", "fragment": "costly embarrassment"}),
    ("somebody wrote that bolts are cheap, who?", {"intent": "who", "fragment": "bolts are cheap"}),
    # nothing but words
    ('"costly embarrassment"', {"intent": "who", "fragment": "costly embarrassment", "quoted": True}),
    # -- did X say Y
    (
        'did Varga say "nobody will cross that bridge"?',
        {"intent": "verify", "speakers": ("Varga",), "fragment": "nobody will cross that bridge"},
    ),
    (
        "did Varga really call it a costly embarrassment?",
        {"intent": "verify", "speakers": ("Varga",), "fragment": "costly embarrassment", "quoted": False},
    ),
    (
        'is this varga quote exact: "every bolt twice"',
        {"intent": "verify", "speakers": ("varga",), "fragment": "every bolt twice"},
    ),
    ('Was it Varga who said "every bolt twice"?', {"intent": "verify", "speakers": ("Varga",)}),  # not "who said"
    ('Varga to Brandt: "every bolt twice" - verbatim?', {"intent": "verify", "speakers": ("Varga",)}),  # not Brandt
    (
        'checking a quote: Dr. Amara Diallo, "two nurses every month" - right?',
        {"intent": "verify", "speakers": ("Dr. Amara Diallo",)},
    ),
    ('varga quote check "every bolt"', {"intent": "verify", "speakers": ("varga",), "fragment": "every bolt"}),
    ('Can you confirm Varga\'s line "every bolt twice"?', {"intent": "verify", "speakers": ("Varga",)}),
    ('Varga said "every bolt twice" right?', {"intent": "verify", "speakers": ("Varga",)}),
    ('"every bolt twice" - did Varga say that?', {"intent": "verify", "speakers": ("Varga",)}),
    ('is this quote right: "every bolt twice"', {"intent": "verify", "speakers": (), "fragment": "every bolt twice"}),
    # a topic in marks
    (
        'what did Varga say about "bolts"?',
        {"speakers": ("Varga",), "topic": "bolts", "fragment": None, "quoted": False},
    ),
    # -- time as intent
    ("latest from Varga on tolls", {"intent": "latest", "speakers": ("Varga",), "topic": "tolls"}),
    (
        "what is the most recent thing Varga said about tolls",
        {"intent": "latest", "speakers": ("Varga",), "topic": "tolls"},
    ),
    ("what's the latest on tolls", {"intent": "latest", "speakers": (), "topic": "tolls"}),  # by nobody called "what's"
    ("what is the latest on tolls?", {"intent": "latest", "speakers": (), "topic": "tolls"}),
    ("what's new?", {"intent": "new", "speakers": (), "topic": None}),
    ("Varga's latest on tolls", {"intent": "latest", "speakers": ("Varga",), "topic": "tolls"}),
    ("when did Varga first mention tolls", {"intent": "first", "speakers": ("Varga",), "topic": "tolls"}),
    ("Varga's first statement on tolls", {"intent": "first", "speakers": ("Varga",), "topic": "tolls"}),
    ("how has Varga's position on tolls changed", {"intent": "changed", "speakers": ("Varga",), "topic": "tolls"}),
    ("how has Varga changed her tune on tolls?", {"intent": "changed", "speakers": ("Varga",), "topic": "tolls"}),
    ("compare Varga and Brandt on wages", {"intent": "compare", "speakers": ("Varga", "Brandt"), "topic": "wages"}),
    ("Varga vs Brandt on wages", {"intent": "compare", "speakers": ("Varga", "Brandt"), "topic": "wages"}),
    ("anything new from Varga?", {"intent": "new", "speakers": ("Varga",)}),
    ("what's new from Varga on tolls", {"intent": "new", "speakers": ("Varga",), "topic": "tolls"}),
    ("has Varga's stance on tolls shifted?", {"intent": "changed", "speakers": ("Varga",), "topic": "tolls"}),
    ("most recent Varga quote on tolls", {"intent": "latest", "speakers": ("Varga",), "topic": "tolls"}),
    ('has anyone said "every bolt twice"?', {"intent": "who", "speakers": (), "fragment": "every bolt twice"}),
    ('what did Varga mean by "every bolt"', {"intent": "verify", "speakers": ("Varga",), "fragment": "every bolt"}),
    # -- dates, outlet, addressee, look
    (
        "what did Varga say about tolls last week?",
        {"speakers": ("Varga",), "topic": "tolls", "since": "2025-12-01", "until": "2025-12-07"},
    ),
    ("what did Varga say since Monday", {"speakers": ("Varga",), "since": "2025-12-08", "until": None}),
    (
        "what did Varga say at the port on 8 Dec about tolls",
        {"speakers": ("Varga",), "topic": "tolls", "since": "2025-12-08", "until": "2025-12-08"},
    ),
    (
        "what did Varga tell Radio Norte about tolls?",
        {"speakers": ("Varga",), "topic": "tolls", "addressee": "Radio Norte"},
    ),
    ("what did Varga tell reporters?", {"speakers": ("Varga",), "addressee": None}),  # everybody's audience is nobody
    ("varga to pia lund", {"speakers": ("varga",), "addressee": "pia lund"}),
    (
        "Varga to Pia Lund yesterday - what did she say about tolls?",
        {"speakers": ("Varga",), "addressee": "Pia Lund", "topic": "tolls", "since": "2025-12-09"},
    ),
    (
        "what did Varga say on Pia Lund's show about tolls",
        {"speakers": ("Varga",), "addressee": "Pia Lund's show", "topic": "tolls"},
    ),
    ("what did Varga say in the NYT about tolls", {"speakers": ("Varga",), "outlet": "NYT", "topic": "tolls"}),
    (
        "what did Varga say about tolls in the Evening Star",
        {"speakers": ("Varga",), "topic": "tolls", "outlet": "Evening Star"},
    ),
    (
        "what did Varga say about tolls, direct quotes only",
        {"speakers": ("Varga",), "topic": "tolls", "kind": Kind.DIRECT},
    ),
    ("direct quotes from Varga", {"speakers": ("Varga",), "kind": Kind.DIRECT}),
    ("only paraphrases of Varga on tolls", {"speakers": ("Varga",), "kind": Kind.INDIRECT}),
]


@pytest.mark.parametrize(("text", "wanted"), ROWS, ids=[text for text, _ in ROWS])
def test_question_is_understood(text: str, wanted: dict[str, object]) -> None:
    query = parse(text, TODAY)
    defaults: dict[str, object] = {"intent": "said", "speakers": (), "topic": None}
    if wanted.get("intent") in ("who", "verify") or "topic" not in wanted:
        defaults = {"intent": "said"}
    for name, value in {**defaults, **wanted}.items():
        assert getattr(query, name) == value, name
    assert query.text == text


def test_every_intent_is_asked_for() -> None:
    assert {wanted.get("intent", "said") for _, wanted in ROWS} == {intent.value for intent in Intent}


def test_outlets_of_the_archive_are_known() -> None:
    assert parse("what did Varga say in Kvelden", TODAY, {"kvelden"}).outlet == "Kvelden"
    assert parse("what did Varga say in Kvelden", TODAY).outlet is None


def test_a_place_is_no_outlet() -> None:
    assert parse("what did Varga say in Lisbon about tolls", TODAY).outlet is None


@given(st.text(max_size=200), st.dates())
def test_any_text_is_a_query(text: str, today: date) -> None:
    query = parse(text, today)
    assert isinstance(query, Query)
    assert all(name.strip() for name in query.speakers)
    assert query.topic is None or query.topic.strip()


_WORDS = st.sampled_from(
    "what did Varga say about who said “tolls” ' \" - : on last week in May tell 's quotes is it ? , compare".split()
)


@given(st.lists(_WORDS, max_size=24).map(" ".join))
def test_question_words_in_any_order_are_a_query(text: str) -> None:
    query = parse(text, TODAY)
    assert {f.name for f in fields(query)} == {f.name for f in fields(Query)}


@pytest.mark.parametrize("times", [20, 3000])
@pytest.mark.parametrize(
    "piece",
    [
        "what did ", "a, ", "who said ", "\"' ", "x to y - ", "( ",
        ". ", "!?", "...", "- ", ", please", " of", "he has, ", "did it - ", "\U0001e900",
    ],
)  # fmt: skip
def test_long_and_hostile_questions_are_read_in_time(piece: str, times: int) -> None:
    """Of processor time; a runaway pattern takes minutes. What comes last is what no pattern ends with."""
    parse(piece * 3, TODAY)
    started = time.thread_time()
    for tail in ("", "x", " $x"):
        parse(piece * times + tail, TODAY)
    assert time.thread_time() - started < 0.3


def test_courtesies_at_the_end_are_left_out_in_any_number() -> None:
    assert parse("what did Varga say about tolls ... pls, thanks!! lol ?!", TODAY).topic == "tolls"


def test_question_around_a_long_quotation_is_read() -> None:
    words = "every bolt twice " * 80
    query = parse(f'did Varga say "{words}" in earnest, {"and so on " * 90}', TODAY)
    assert (query.intent, query.speakers, query.fragment) == (Intent.VERIFY, ("Varga",), words.strip())


def test_quotation_far_behind_is_still_asked_about() -> None:
    query = parse(f'{"as everybody knows " * 60} who said "every bolt twice"', TODAY)
    assert (query.intent, query.fragment) == (Intent.WHO, "every bolt twice")
