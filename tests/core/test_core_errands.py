"""Small jobs beside the answers, by a real clock: only what is due at once is waited for."""

from __future__ import annotations

import threading

from bot.delivery.errands import Errands


def test_errands_of_one_key_keep_their_order_and_others_go_on() -> None:
    errands, held, done = Errands(threads=3), threading.Event(), []
    last = threading.Event()
    errands.send("a", lambda: (held.wait(10), done.append("a1")))
    errands.send("a", lambda: (done.append("a2"), last.set()))
    errands.send("b", lambda: (done.append("b"), held.set()))
    errands.start()
    assert last.wait(10)
    errands.stop(10)
    assert done == ["b", "a1", "a2"]


def test_errand_that_breaks_takes_no_thread_with_it() -> None:
    errands, done = Errands(threads=1), threading.Event()
    errands.send("a", lambda: 1 // 0)
    errands.send("a", done.set)
    errands.start()
    assert done.wait(10)
    assert errands.alive
    errands.stop(10)


def test_stop_finishes_what_is_due_and_drops_what_was_for_later() -> None:
    errands, done = Errands(threads=2), []
    for number in range(20):
        errands.send("a", lambda n=number: done.append(n))
    errands.send("b", lambda: done.append("later"), after=3600)
    errands.start()
    errands.stop(10)
    assert done == list(range(20))
    assert not errands.alive


def test_errand_for_later_runs_when_its_time_has_come() -> None:
    errands, order, both = Errands(threads=1), [], threading.Barrier(2)
    errands.send("a", lambda: (order.append("later"), both.wait(10)), after=0.05)
    errands.send("b", lambda: order.append("now"))
    errands.start()
    both.wait(10)
    errands.stop(10)
    assert order == ["now", "later"]
