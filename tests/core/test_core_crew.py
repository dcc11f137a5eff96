"""Threads that do the same: begun, asked whether they live, waited for no longer than was said."""

from __future__ import annotations

import threading
import time

from bot.crew import Crew

LONG = 10.0  # seconds that no test waits for


def test_each_thread_gets_its_number_and_all_are_waited_for() -> None:
    begun: list[int] = []
    crew = Crew("choir", 3, begun.append)
    assert not crew.alive
    crew.start()
    crew.join(LONG)
    assert sorted(begun) == [0, 1, 2]
    assert not crew.alive


def test_crew_is_alive_only_while_every_one_of_it_is() -> None:
    ending = [threading.Event(), threading.Event()]
    begun = threading.Barrier(3)

    def work(number: int) -> None:
        begun.wait(LONG)
        ending[number].wait(LONG)

    crew = Crew("choir", 2, work)
    crew.start()
    begun.wait(LONG)
    assert crew.alive
    ending[0].set()
    next(one for one in threading.enumerate() if one.name == "choir-0").join(LONG)
    assert not crew.alive
    ending[1].set()
    crew.join(LONG)


def test_waiting_ends_in_time_for_all_of_them_together() -> None:
    over = threading.Event()
    crew = Crew("choir", 8, lambda _: over.wait(LONG))
    crew.start()
    before = time.monotonic()
    crew.join(0.05)
    assert time.monotonic() - before < 8 * 0.05 + 1.0
    over.set()
    crew.join(LONG)


def test_crew_that_never_began_is_not_waited_for() -> None:
    Crew("choir", 2, lambda _: None).join(LONG)
