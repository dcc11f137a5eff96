"""A few at a time, nobody twice counted, nobody for ever."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from store.gate import Gate


def test_no_more_are_inside_than_may_be() -> None:
    gate, inside, most = Gate(2, patience=30), 0, 0
    guard, met = threading.Lock(), threading.Barrier(2)

    def work() -> None:
        nonlocal inside, most
        with gate.passed():
            with guard:
                inside += 1
                most = max(most, inside)
            met.wait(30)  # two are let in together, or this would time out
            with guard:
                inside -= 1

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work) for _ in range(8)]:
            done.result()
    assert (most, inside) == (2, 0)


def test_whoever_is_inside_may_come_in_again() -> None:
    gate = Gate(1, patience=30)
    with gate.passed(), gate.passed(), gate.passed():
        pass
    assert gate._free.acquire(blocking=False)  # and left as often


def test_patience_ends_and_the_place_is_not_given_away_twice() -> None:
    gate = Gate(1, patience=0.01)
    with gate.passed(), ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: gate.passed().__enter__()).result(30)
    assert gate._free.acquire(blocking=False)
    assert not gate._free.acquire(blocking=False)


def test_place_is_free_again_after_a_failure() -> None:
    gate = Gate(1, patience=30)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), gate.passed():
            1 / 0  # noqa: B018 - for its error
    assert gate._free.acquire(blocking=False)
