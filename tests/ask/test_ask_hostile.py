"""Whatever is typed is answered, and soon (docs: RELIABILITY, row 20): short here, 100,000 strings with `make soak`.

With BENCH_KEEP=FOLDER, where `make bench` left an archive of a million, the long version asks that one.
"""

from __future__ import annotations

import os
import random
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ask_kit import NOW, filled

from bot.ask.find import answer
from bot.ask.question import QUERIES
from bot.collecting import settled
from bot.errors import SearchBudgetError
from bot.model import Asker
from bot.newsroom import Newsroom
from store import open_archive

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST = 0.2  # seconds of work
SLACK = 0.1  # for a first look at cold pages, and for what is composed beside the search
COMMON = "the of a to and in that on with for by at from will not bridge harbour council minister said say".split()
NAMES = "Olena Varga Tomas Brandt Mark Quill Nadia Amara Diallo Zoran Zabin Yara Birkinen Hugo Rosaker".split()
COURTESIES = (
    "please",
    "thanks",
    "hey",
    "can you",
    "what did",
    "who said",
    "about",
    "has",
    "really",
    "direct quotes only",
)
ODD = [*"\"'`“”‘’«»()[]{}<>*^:;,.?!-–—/\\|&%$#@~+=_\x00\ud800\u202e\ufffc\n\t²𞤀é"]
OPERATORS = [
    "AND",
    "OR",
    "NOT (",
    "NEAR(a b, 3)",
    "words:x",
    "a*",
    "^b",
    '"',
    "'); DROP TABLE articles; --",
    "sp1",
    "-x",
]
ASKING = (
    "what did {} say about {}?", "who said '{}'?", 'did {} say "{}"?', "{} on {}", "{} {}", "anything new on {} {}",
    "compare {} and {} on {}", "how has {} on {} changed", "latest from {} since {}", "and about {}?", "{}'s {}",
)  # fmt: skip


def _noise(rng: random.Random) -> str:
    return "".join(rng.choice((rng.choice(ODD), chr(rng.randrange(1, 0xD7FF)), " ")) for _ in range(rng.randint(0, 60)))


def _words(rng: random.Random) -> str:
    return " ".join(rng.choices((*COMMON, *NAMES), k=rng.choice((1, 2, 3, 5, 8, 13, 40))))


def _slipped(rng: random.Random) -> str:
    words = rng.choices((*COMMON, *NAMES), k=rng.randint(1, 6))
    return " ".join("".join(rng.sample(word, len(word))) + rng.choice("xyz") for word in words)


def _long(rng: random.Random) -> str:
    piece = rng.choice((rng.choice(COMMON), rng.choice(NAMES), rng.choice(ODD), "a" * 50, "and ", "on 3 May ", "((("))
    return (piece + rng.choice(("", " "))) * rng.randint(50, 1500)


def _rhythm(rng: random.Random) -> str:
    """A few things over and over, and what nothing ends with: a pattern that can read them in two ways takes for ever.

    ". . . . . . . . . . x" did.
    """
    pieces = (*COMMON, *NAMES, *ODD, *COURTESIES)
    beat = rng.choice(("", " ")).join(rng.choices(pieces, k=rng.randint(1, 3))) + rng.choice(("", " "))
    return beat * rng.choice((12, 25, 60, 400)) + rng.choice(("", "x", " $x", " said"))


def _commands(rng: random.Random) -> str:
    return " ".join(rng.choices((*OPERATORS, *COMMON, *ODD), k=rng.randint(1, 20)))


MAKERS: tuple[Callable[[random.Random], str], ...] = (_noise, _words, _slipped, _commands, _words, _slipped)


def hostile(count: int, seed: int = 5) -> Iterator[str]:
    """As many strings, always the same: noise, operators, only common words, slips, very long ones, in any form."""
    rng = random.Random(seed)
    for number in range(count):
        if number % 25 == 0:
            yield rng.choice((_long, _rhythm))(rng)
        elif number % 3:
            yield rng.choice(MAKERS)(rng)
        else:
            yield rng.choice(ASKING).format(*(rng.choice(MAKERS)(rng) for _ in range(3)))


def asked(newsroom: Newsroom, count: int) -> tuple[list[tuple[float, str]], int]:
    """The seconds of work of each string, longest first, and how many searches were ended at their budget."""
    newsroom.ask("what did Varga say?")  # the directory is laid out once
    times, ended = [], 0
    for text in hostile(count):
        begun = time.thread_time()
        try:
            newsroom.ask(text)
        except SearchBudgetError:
            ended += 1
        times.append((time.thread_time() - begun, text))
    return sorted(times, reverse=True), ended


def test_hostile_questions_are_answered_soon(tmp_path: Path) -> None:
    with closing(filled(tmp_path)) as store:
        times, ended = asked(Newsroom(store, store, clock=lambda: NOW), 2_000)
    assert ended == 0
    assert times[0][0] < MOST, times[0]


def test_no_question_costs_more_looks_than_it_may(tmp_path: Path) -> None:
    bare = ["Varga gwajardo on bolts that were chekced twcie", "the bridge and the clinic short of many nurses abroad"]
    with closing(filled(tmp_path)) as store:
        for text in (*bare, *hostile(300, seed=9)):
            with store.snapshot(("public",), NOW) as snapshot:
                answer(text, snapshot, Asker(), NOW)
                assert snapshot.queries <= QUERIES, text


@pytest.mark.soak
def test_100_000_hostile_questions_are_answered_soon(tmp_path: Path) -> None:
    kept = Path(os.environ.get("BENCH_KEEP", tmp_path)) / "1000000" / "verbatim.db"
    with closing(open_archive(kept) if kept.exists() else filled(tmp_path)) as store:
        newsroom = Newsroom(store, store)
        newsroom.warm()  # as the bot at its start
        settled()
        times, ended = asked(newsroom, 100_000)
        with store.snapshot(("public",), NOW) as snapshot:
            statements = snapshot.coverage().statements
    middle, last = times[len(times) // 2][0], times[len(times) // 100][0]
    print(  # noqa: T201 - a long run says what it found
        f"{len(times):,} strings on {statements:,} statements: p50 {1000 * middle:.1f} ms, p99 {1000 * last:.1f} ms,"
        f" most {1000 * times[0][0]:.1f} ms; {ended} ended at their budget"
    )
    assert times[0][0] < MOST + SLACK, times[0]
