"""Extras of weekly digests: who was quoted on what, on what it rests, a chart with words for who cannot see it."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from digest_corpus import admit
from digest_kit import at, brought, listed, read, report
from fakes.archives import blank

from bot.digest.chart import draw
from bot.digest.choice import Said, Told
from bot.digest.criteria import Criteria, as_json, of_json
from bot.digest.extras import AUDIT, BARS, CHART, LISTED, TABLE, described, pages, tally
from bot.digest.model import Quoted, Tally
from bot.model import SpeakerEntry, SpeakerKind
from handlers.render import render
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

ANN = SpeakerEntry(1, "Ann Hill", SpeakerKind.PERSON)
BO = SpeakerEntry(2, "Bo Ray", SpeakerKind.PERSON)


def quoted(name: str, count: int = 3) -> Quoted:
    return Quoted(name, (count - 2, 1, 1), 2, "Rain")


def test_tally_counts_each_utterance_once_with_what_it_rests_on() -> None:
    two = Told((report(1, "Rain", outlet="A"), report(2, "Rain again", outlet="B")), 3)
    two.said = [
        Said(listed(11, 1, speaker=1, rank=0), (listed(21, 2, speaker=1, rank=0),)),
        Said(listed(12, 1, speaker=2, rank=1)),
        Said(listed(13, 2, speaker=9, unnamed=1)),
    ]
    one = Told((report(3, "Snow"),), 2, [Said(listed(31, 3, speaker=1)), Said(listed(32, 3, speaker=1))])
    lone = Told((report(4, "Hail"),), 1, [Said(listed(41, 4, speaker=None))])
    assert tally([two, one, lone], {1: ANN, 2: BO}) == Tally(
        statements=6,
        unnamed=1,
        unknown=1,
        one_outlet=5,
        stories=3,
        one_source=("Snow",),  # of one statement it is said by "one outlet only"
        quoted=(Quoted("Ann Hill", (1, 0, 2), 3, "Snow"), Quoted("Bo Ray", (0, 1, 0), 1, "Rain")),
    )


def test_the_table_says_who_was_quoted_how_and_on_what() -> None:
    rows = tuple(quoted(f"Speaker {n}") for n in range(LISTED + 2))
    [page] = pages(Tally(statements=51, quoted=rows), [TABLE])
    [section] = page.sections
    assert section.notes[0] == (
        "Speaker 0: 3 statements (1 quote, 1 part-quote, 1 paraphrase) in 2 outlets; most in “Rain”"
    )
    assert section.tail == "6 more statements by 2 speakers."


def test_the_audit_gives_shares_and_names_what_one_source_says() -> None:
    found = Tally(statements=8, unnamed=2, unknown=1, one_outlet=4, stories=1, one_source=("Snow", "“Hail”"))
    [page] = pages(found, [AUDIT, CHART])
    assert page.sections[0].notes == (
        "8 statements in 1 story.",
        "Source not named: 2 of 8 (25 %).",
        "Speaker not known: 1 of 8 (12 %).",
        "Reported by one outlet only: 4 of 8 (50 %).",
        "Stories in which one source says everything: 2.",
        "“Snow”",
        "“Hail”",
    )


def test_of_nothing_there_are_no_extras() -> None:
    assert pages(Tally(), [TABLE, AUDIT]) == []


def test_extras_are_kept_with_the_criteria_and_restrict_nothing(tmp_path: Path) -> None:
    wished = Criteria(extras=(TABLE, AUDIT))
    assert of_json(as_json(wished)) == wished
    store = open_archive(blank(tmp_path / "v.db"))
    admit(store)
    plain = brought(store, at("2 00:00"), at("9 00:00"))
    more = brought(store, at("2 00:00"), at("9 00:00"), wished)
    assert replace(more.digest, extras=(), tally=None) == plain.digest
    assert more.digest.tally is not None
    assert more.digest.tally.statements == plain.digest.statements
    assert [page.headline for page in read(more)[-2:]] == ["Who was quoted on what", "Sourcing of this digest"]
    for page in read(more):
        message = render(page)
        assert len(message.blocks) <= 50
        assert page.headline in message.text
    store.close()


# -- the chart


def test_the_chart_is_a_picture_and_has_its_words() -> None:
    rows = [quoted(f"Speaker {n}", 3 + n) for n in range(BARS + 3)]
    assert draw(rows, "Most quoted").startswith(b"\x89PNG\r\n")
    told = described(rows)
    assert told.startswith("Bar chart of the most quoted speakers by statements: Speaker 0 3, of them 1 quote; ")
    assert f"Speaker {BARS - 1} " in told
    assert f"Speaker {BARS} " not in told


@pytest.mark.parametrize(
    "name",
    [
        "$\\frac{1}{0}$ and $unclosed",  # mathematics to matplotlib
        "محمد 漢字 🙂",  # letters the font may lack
        "x" * 5000,  # longer than the picture
        "two\nlines\x00",
        "",
    ],
)
def test_any_name_can_be_drawn(name: str) -> None:
    assert draw([quoted(name)], name).startswith(b"\x89PNG")


def test_of_nobody_there_is_no_chart() -> None:
    with pytest.raises(ValueError, match="somebody"):
        draw([], "Most quoted")


def test_charts_are_drawn_in_several_threads_at_once() -> None:
    drawn: list[bytes] = []
    threads = [threading.Thread(target=lambda n=n: drawn.append(draw([quoted(f"S {n}")], "T"))) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(drawn) == 4
