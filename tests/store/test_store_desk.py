"""Requests once, deliveries by compare-and-set and in order, windows once, answers that buttons come back to."""

from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_kit import NOW, put, report

from bot.digest.model import Window
from bot.model import Asker, Delivery, Intent, Kind, Message, Query, Request
from store.desk import MOST

if TYPE_CHECKING:
    from store import Store

SOON = NOW + timedelta(seconds=30)


def request(number: int, **fields: object) -> Request:
    known = {
        "surface": "mention",
        "text": f"what did {number} say?",
        "channel": "C1",
        "user": "U1",
        "ts": f"{number}.1",
        "thread_ts": f"{number}.1",
    }
    return Request(id=f"r{number}", **known | fields)  # type: ignore[arg-type]


def delivery(key: str, channel: str = "C1", **fields: object) -> Delivery:
    message = Message(f"text of {key}", ({"type": "section", "text": {"type": "mrkdwn", "text": "é"}},))
    return Delivery(key, **{"purpose": "reply", "channel": channel, "message": message} | fields)  # type: ignore[arg-type]


def put_out(store: Store, *deliveries: Delivery) -> None:
    """Each as the reply to a request of its own, or, if digests, as a window of theirs."""
    for number, one in enumerate(deliveries):
        store.receive(request(number, channel=one.channel), [f"{one.run_key}"], NOW)
        store.answered(f"r{number}", one, NOW)


def window(key: str = "2026-03-05/07:30", **fields: object) -> Window:
    due = NOW - timedelta(minutes=1)
    return Window(**{"subscription": 1, "key": key, "due_at": due, "since": NOW, "until": due} | fields)  # type: ignore[arg-type]


# -- inbox ------------------------------------------------------------------------------------------------------------


def test_receive_takes_the_same_event_once_however_it_comes(store: Store) -> None:
    deliveries = [
        ["event:E1", "message:C1/1.1"],  # a mention …
        ["event:E1", "message:C1/1.1"],  # … delivered again
        ["event:E2", "message:C1/1.1"],  # … its twin, a message event
        ["event:E2", "message:C1/9.9"],  # … and the twin again, with a claim that is new
    ]
    assert [store.receive(request(n), claims, NOW) for n, claims in enumerate(deliveries)] == [True] + [False] * 3
    assert store.take(NOW) == request(0)
    assert store.take(NOW) is None


def test_receive_from_many_threads_takes_one(store: Store) -> None:
    taken: list[bool] = []
    threads = [
        threading.Thread(target=lambda n=n: taken.append(store.receive(request(n), ["event:E1"], NOW)))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [False] * 7 + [True]


def test_take_gives_the_oldest_first_and_each_once(store: Store) -> None:
    asked = [
        request(n, surface="said", thread_ts="1.0", private=False, response_url="https://example.org/r")
        for n in range(3)
    ]
    for one in asked:
        store.receive(one, [one.id], NOW)
    assert [store.take(NOW), store.take(NOW), store.take(NOW), store.take(NOW)] == [*asked, None]


def test_take_keeps_the_order_of_a_conversation(store: Store) -> None:
    places = [("C1", "1.0"), ("C1", "1.0"), ("C1", "2.0"), ("D1", None), ("D1", None)]
    for number, (channel, thread) in enumerate(places):
        store.receive(request(number, channel=channel, thread_ts=thread), [f"e{number}"], NOW)
    taken = [store.take(NOW) for _ in range(4)]
    assert [one and one.id for one in taken] == ["r0", "r2", "r3", None]
    store.answered("r0", None, NOW)
    after = store.take(NOW)
    assert after is not None
    assert after.id == "r1"


def test_take_gives_commands_of_one_channel_to_several(store: Store) -> None:
    for number in range(2):
        store.receive(request(number, surface="said"), [f"e{number}"], NOW)
    assert all(store.take(NOW) for _ in range(2))


def test_reopen_gives_back_what_was_being_answered_in_order(store: Store) -> None:
    for number in range(3):
        store.receive(request(number), [str(number)], NOW)
    store.take(NOW)
    store.take(NOW)
    store.answered("r1", None, NOW)
    assert store.reopen() == 1
    assert [store.take(NOW), store.take(NOW)] == [request(0), request(2)]


def test_answered_erases_the_words_and_puts_the_reply_out(store: Store) -> None:
    store.receive(request(1, response_url="https://example.org/secret"), ["e"], NOW)
    store.take(NOW)
    store.answered("r1", delivery("r1"), NOW)
    with store._connections.read() as session:
        row = session.all("SELECT text, response_url, state FROM inbox")[0]
    assert tuple(row) == ("", None, "answered")
    assert [d.run_key for d in store.due(NOW)] == ["r1"]


def test_second_answer_to_one_request_is_dropped(store: Store) -> None:
    store.receive(request(1), ["e"], NOW)
    store.answered("r1", delivery("first"), NOW)
    store.answered("r1", delivery("second", "C2"), NOW)  # a channel of its own: nothing would hold it there
    store.answered("unheard-of", delivery("third", "C3"), NOW)
    assert [d.run_key for d in store.due(NOW)] == ["first"]


def test_failed_erases_the_words_and_is_not_taken_again(store: Store) -> None:
    store.receive(request(1), ["e"], NOW)
    store.failed("r1", "no such command", NOW)
    assert (store.take(NOW), store.reopen()) == (None, 0)
    with store._connections.read() as session:
        assert tuple(session.all("SELECT text, reason FROM inbox")[0]) == ("", "no such command")


@given(st.text(max_size=50))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_receive_takes_any_words(store: Store, text: str) -> None:
    one = replace(request(1), id=f"q{hash(text)}", surface="said", text=text)
    if store.receive(one, [one.id], NOW):
        assert store.take(NOW).text == text.encode("utf-8", "replace").decode()  # type: ignore[union-attr]


# -- outbox -----------------------------------------------------------------------------------------------------------


def test_due_gives_a_delivery_as_it_was_frozen(store: Store) -> None:
    frozen = delivery("a", thread_ts="1.0", ref="r0", statements=(3, 1, 2))
    put_out(store, frozen)
    assert store.due(NOW) == [frozen]


def test_due_is_one_a_channel_in_order(store: Store) -> None:
    put_out(store, delivery("a"), delivery("b"), delivery("c", "C2"), delivery("d", "C2"))
    assert [d.run_key for d in store.due(NOW)] == ["a", "c"]


def test_due_holds_a_channel_that_was_told_to_wait(store: Store) -> None:
    put_out(store, delivery("a"), delivery("b"), delivery("c", "C2"))
    told = step(store, store.due(NOW)[0], "posting")
    store.mark(told, "pending", now=NOW, not_before=SOON)
    assert [d.run_key for d in store.due(NOW)] == ["c"]
    assert [d.run_key for d in store.due(SOON)] == ["a", "c"]


def test_due_holds_nobody_up_for_what_is_planned_for_later(store: Store) -> None:
    put_out(store, delivery("a", not_before=SOON), delivery("b"))
    assert [d.run_key for d in store.due(NOW)] == ["b"]


def test_due_keeps_the_order_of_a_thread_behind_what_is_uncertain(store: Store) -> None:
    put_out(store, delivery("a", thread_ts="1.0"), delivery("b", thread_ts="1.0"), delivery("c", thread_ts="2.0"))
    step(store, store.due(NOW)[0], "posting", "uncertain")
    assert [d.run_key for d in store.due(NOW)] == ["c"]


def test_due_has_replies_first_and_alone_where_asked(store: Store) -> None:
    digest(store, channel="C0")
    put_out(store, delivery("a"))
    assert [d.run_key for d in store.due(NOW)] == ["a", "d0"]
    assert [d.run_key for d in store.due(NOW, replies=True)] == ["a"]


def test_due_is_quick_however_much_is_due(store: Store) -> None:
    many = [delivery(f"m{i}", f"C{i}", purpose="digest", ref=f"1/{i}") for i in range(1000)]
    assert store.open_window(
        window(subscription=store.subscribe("C1", ["07:30"], "UTC", NOW).id), "open", None, many, NOW
    )
    began = time.process_time()
    assert len(store.due(NOW)) == MOST
    assert time.process_time() - began < 0.1


def test_rewind_after_the_clock_went_back(store: Store) -> None:
    """Whoever waits for tomorrow by a clock that was wrong waits no more; what is planned for tomorrow does."""
    digest(store)
    held = step(store, store.due(NOW)[0], "posting")
    store.mark(held, "pending", now=NOW, not_before=NOW + timedelta(days=1))
    put_out(store, delivery("planned", "C2", not_before=NOW + timedelta(days=1)))
    assert store.rewind(SOON) == 1
    assert [d.run_key for d in store.due(SOON)] == ["d0"]


def digest(store: Store, parts: int = 3, channel: str = "C1") -> list[Delivery]:
    """Parts of one digest, put out backwards."""
    store.subscribe(channel, ["07:30"], "UTC", NOW)
    made = [
        delivery(f"d{part}", channel, purpose="digest", part=part, ref="1/2026-03-05/07:30", statements=(part,))
        for part in range(parts)
    ]
    assert store.open_window(window(), "open", None, made[::-1], NOW)
    return made


def step(store: Store, one: Delivery, *states: str, **how: object) -> Delivery:
    """Move a delivery on."""
    for state in states:
        assert store.mark(one, state, now=NOW, **how)  # type: ignore[arg-type]
        one = replace(one, state=state)
    return one


def test_parts_go_in_order_and_into_the_thread_of_the_first(store: Store) -> None:
    digest(store)
    sent = []
    while due := store.due(NOW):
        (one,) = due
        step(store, one, "posting")
        assert store.due(NOW) == []  # nothing behind a part that is on its way
        step(store, replace(one, state="posting"), "posted", ts=f"{one.part}.5")
        sent.append((one.run_key, one.thread_ts))
    assert sent == [("d0", None), ("d1", "0.5"), ("d2", "0.5")]


def test_parts_behind_one_that_failed_fail_too(store: Store) -> None:
    digest(store)
    put_out(store, delivery("reply"))
    step(store, store.due(NOW)[0], "posting", "posted", ts="1.5")
    step(store, store.due(NOW)[0], "posting", "failed", reason="is_archived")
    assert store.due(NOW) == []
    assert store.runs()[0][1:] == ("failed", "an earlier part failed")


def test_digest_on_hold_does_not_hold_replies_in_its_channel(store: Store) -> None:
    digest(store)
    step(store, store.due(NOW)[0], "posting", "uncertain")
    put_out(store, delivery("reply"))
    assert [d.run_key for d in store.due(NOW)] == ["reply"]


def test_mark_notes_times_tries_and_reasons(store: Store) -> None:
    put_out(store, delivery("a"))
    (one,) = store.due(NOW)
    step(store, one, "posting")
    (sending,) = store.unsure()
    assert (sending.state, sending.posting_at, sending.attempt) == ("posting", NOW, 1)
    assert store.mark(sending, "pending", now=NOW, reason="429", not_before=SOON)
    assert store.due(NOW) == []
    (again,) = store.due(SOON)
    assert (again.state, again.attempt, again.not_before) == ("pending", 1, SOON)


def test_mark_posted_keeps_what_was_shown_where(store: Store) -> None:
    put_out(store, delivery("a", statements=(7, 3)))
    step(store, store.due(NOW)[0], "posting")
    step(store, store.unsure()[0], "posted", ts="5.5")
    assert (store.shown("C1", "5.5"), store.shown("C1", "6.6")) == ((3, 7), ())
    store.note_shown("C1", "6.6", (1,), NOW)
    store.note_shown("C1", "6.6", (1, 2), NOW)
    assert store.shown("C1", "6.6") == (1, 2)
    assert store.due(SOON) == store.unsure() == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("posted", "pending"),  # what was posted is never posted again
        ("failed", "posting"),
        ("pending", "posted"),  # nothing is posted without having been marked before
        ("pending", "uncertain"),
        ("pending", "elsewhere"),
    ],
)
def test_mark_knows_no_such_way(store: Store, before: str, after: str) -> None:
    put_out(store, delivery("a"))
    with pytest.raises(ValueError, match="does not go"):
        store.mark(delivery("a", state=before), after, now=NOW)


def test_mark_lets_one_of_many_threads_through(store: Store) -> None:
    put_out(store, delivery("a"))
    (one,) = store.due(NOW)
    start, won = threading.Barrier(8), []

    def race() -> None:
        start.wait()
        won.append(store.mark(one, "posting", now=NOW))

    threads = [threading.Thread(target=race) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]
    assert store.unsure()[0].attempt == 1


# -- timetable --------------------------------------------------------------------------------------------------------


def test_subscribe_is_one_a_channel_and_keeps_its_start(store: Store) -> None:
    first = store.subscribe("C1", ["07:30"], "Europe/Istanbul", NOW)
    changed = store.subscribe("C1", ["08:00", "17:00"], "UTC", SOON)
    assert (first.times, first.zone, first.starts_at, first.active) == (("07:30",), "Europe/Istanbul", NOW, True)
    assert changed == replace(first, times=("08:00", "17:00"), zone="UTC", times_from=SOON, zone_changes=1)
    assert [one for one, _ in store.timetable()] == [changed]


def test_digest_taken_up_again_starts_from_now(store: Store) -> None:
    store.subscribe("C1", ["07:30"], "UTC", NOW)
    store.subscribe("C2", ["07:30"], "UTC", NOW)
    assert store.unsubscribe_others(["C2", "C3"]) == 1
    assert store.unsubscribe_others(["C2", "C3"]) == 0
    assert [one.channel for one, _ in store.timetable()] == ["C2"]
    assert store.subscribe("C1", ["07:30"], "UTC", SOON).starts_at == SOON


def test_window_is_opened_once_with_its_messages(store: Store) -> None:
    digest(store, parts=1)
    assert not store.open_window(window(), "open", None, [delivery("twice", purpose="digest")], NOW)
    assert [d.run_key for d in store.due(NOW)] == ["d0"]
    assert store.runs() == [(window(), "open", None)]


def test_window_opened_from_many_threads_is_one(store: Store) -> None:
    store.subscribe("C1", ["07:30"], "UTC", NOW)
    won: list[bool] = []
    threads = [
        threading.Thread(
            target=lambda n=n: won.append(store.open_window(window(), "open", None, [delivery(f"w{n}")], NOW))
        )
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(won) == [False] * 7 + [True]
    assert len(store.due(NOW)) == 1


def test_last_window_is_the_newest_of_its_subscription(store: Store) -> None:
    store.subscribe("C1", ["07:30"], "UTC", NOW)
    store.subscribe("C2", ["07:30"], "UTC", NOW)
    days = [
        window(f"2026-03-0{n}/07:30", due_at=NOW + timedelta(days=n), until=NOW + timedelta(days=n)) for n in (2, 1)
    ]
    for one in days:
        store.open_window(one, "skipped", "missed", (), NOW)
    store.open_window(replace(days[0], subscription=2, key="2026-03-09/07:30"), "open", None, (), NOW)
    assert store.last_window(1) == days[0]
    assert store.last_window(3) is None
    assert [(w.key, state, why) for w, state, why in store.runs(1)] == [
        ("2026-03-02/07:30", "skipped", "missed"),
        ("2026-03-01/07:30", "skipped", "missed"),
    ]
    assert len(store.runs(limit=2)) == 2


@pytest.mark.parametrize(
    ("ways", "state"),
    [
        ([(), ()], "open"),  # nothing posted yet
        ([("posting", "posted"), ()], "open"),  # half of it
        ([("posting", "posted"), ("posting", "posted")], "posted"),
        ([("posting", "uncertain"), ()], "uncertain"),
    ],
)
def test_run_is_as_its_messages_are(store: Store, ways: list[tuple[str, ...]], state: str) -> None:
    for one, states in zip(digest(store, parts=2), ways, strict=True):
        step(store, one, *states, ts="1.1")
    assert store.runs()[0][1] == state


# -- answers ----------------------------------------------------------------------------------------------------------


def test_answer_is_found_again_by_its_opaque_id(store: Store) -> None:
    query = Query("what did Ann say?", Intent.COMPARE, ("ann", "bo"), kind=Kind.DIRECT, indexed_since=NOW)
    asker = Asker(("public", "channel:C1"), "Europe/Istanbul", "U1", 5, last_asked=SOON)
    key = store.save_answer(query, (3, 1, 2), asker, NOW)
    saved = store.load_answer(key)
    assert saved is not None
    assert (saved.query, saved.statements, saved.asker, saved.made_at) == (query, (3, 1, 2), asker, NOW)
    assert key != store.save_answer(query, (), asker, NOW)
    assert (store.load_answer("forged"), store.load_answer("\ud800")) == (None, None)


def test_answer_keeps_the_choices_it_offered(store: Store) -> None:
    key = store.save_answer(Query("?"), (), Asker(), NOW, choices=("what did Ann Hill say?", "what did \ud800 say?"))
    saved = store.load_answer(key)
    assert saved is not None
    assert saved.choices == ("what did Ann Hill say?", "what did ? say?")


def test_conversation_goes_on_from_its_newest_answer_until_it_is_too_old(store: Store) -> None:
    for text, at in (("first", NOW), ("second", SOON)):
        store.save_answer(Query(text), (), Asker(), at, places=("C1/1.1", "user:U1"))
    store.save_answer(Query("elsewhere"), (), Asker(), SOON, places=("C1/2.2",))
    for place, text in (("C1/1.1", "second"), ("user:U1", "second"), ("C1/2.2", "elsewhere")):
        found = store.conversation(place, NOW)
        assert found is not None
        assert found.query.text == text
    assert store.conversation("C1/1.1", SOON + timedelta(seconds=1)) is None
    assert store.conversation("C9/1.1", NOW) is None


def test_corrections_keep_who_did_what_and_who_took_it_back(store: Store) -> None:
    put(store, report("a", ("Ann Hill", "the bridge stays open")))
    first = store.correct(1, "speaker", "Bo Lind", by="U1", now=NOW)
    store.undo_correction(first, by="U2", now=SOON)
    second = store.correct(1, "not_statement", None, by="U3", now=SOON)
    found = [(c.id, c.field, c.value, c.by, c.at, c.undone_by, c.undone_at) for c in store.corrections(1)]
    assert found == [
        (first, "speaker", "Bo Lind", "U1", NOW, "U2", SOON),
        (second, "not_statement", None, "U3", SOON, None, None),
    ]
    assert store.corrections(2) == []


def test_request_of_a_click_comes_back_as_it_was(store: Store) -> None:
    click = request(1, surface="click", action="cite", target="3,4", view="V1", private=True)
    assert store.receive(click, ["c"], NOW)
    assert store.take(NOW) == click


def test_forgotten_question_is_nowhere_and_its_answer_with_it(store: Store) -> None:
    store.receive(request(1, text="about the zebra"), ["c"], NOW)
    kept = store.save_answer(Query("about the zebra"), (), Asker(), NOW, places=("D1/",), request_id="r1")
    other = store.save_answer(Query("about the lion"), (), Asker(), NOW, request_id="r2")
    store.forget("r1", SOON)
    assert (store.take(SOON), store.load_answer(kept), store.conversation("D1/", NOW)) == (None, None, None)
    assert store.load_answer(other) is not None
    assert not store.receive(request(1), ["c"], SOON)  # told again by Slack, it is still taken


def test_posted_says_where_a_delivery_stands(store: Store) -> None:
    store.receive(request(1), ["c"], NOW)
    store.take(NOW)
    reply = delivery("r1")
    store.answered("r1", reply, NOW)
    assert store.posted("r1") is None
    step(store, reply, "posting", "posted", ts="1.5")
    found = store.posted("r1")
    assert found is not None
    assert found[0] == "1.5"
