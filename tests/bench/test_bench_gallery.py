"""The gallery is drawn from what the bot really shows; Chromium is only needed for pictures of it."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from PIL import Image

sys.path.insert(0, str(Path(__file__).parent))

from gallery import CSS, KEPT, LINE, block, cut_apart, entry, mrkdwn, section

from handlers.classic import classic
from handlers.inputs import entry as element
from handlers.render import render
from handlers.views import search


def test_every_kind_of_block_is_drawn_and_text_stays_text() -> None:
    from bot.page import Card, Change, Page, Run, Section  # noqa: PLC0415 - beside what it is drawn with

    card = Card("QUOTE", (Run("<b>“No.”</b>", strong=True),), True, ("Ann Hill",), (1,), "https://a.example/")
    page = Page(
        "All & more",
        (Section((card,), "A <title>"),),
        chips=(("Speaker", "Hill"),),
        changes=(Change("Speaker set to Bo", "U0ANA", "1/2"),),
        copies=(("Citation", "<i>words</i>"),),
    )
    for message in (render(page), classic(render(page))):
        drawn = "".join(map(block, message.blocks))
        assert "&lt;b&gt;“No.”&lt;/b&gt;" in drawn
        assert "<title>" not in drawn
        assert "<blockquote>" in drawn
        assert "@U0ANA" in drawn
    assert "One, or two to compare" in "".join(map(block, search()["blocks"]))


def test_fields_are_drawn_as_they_stand() -> None:
    from bot.page import Field  # noqa: PLC0415 - beside what it is drawn with

    drawn = entry(element(Field("a", "A", kind="known", source="speakers", most=2, value=("Ann <b>Hill", "Bo"))))
    assert ("Ann &lt;b&gt;Hill" in drawn, ">Bo<" in drawn) == (True, True)
    assert "2025-12-01" in entry(element(Field("a", "A", kind="date", value=("2025-12-01",))))
    assert "Pick one" in entry(element(Field("a", "A", "Pick one", kind="choice", options=(("x", "X"),))))


def test_dates_are_drawn_with_their_fallback() -> None:
    assert mrkdwn("newest <!date^1^{date} {time}|11 Dec>, <@U0ANA>") == 'newest 11 Dec, <span class="u">@U0ANA</span>'


def test_one_picture_is_cut_at_the_lines_between() -> None:
    image = Image.new("RGB", (3, 12), "white")
    for y in (0, 1, 5, 6, 11):
        image.paste(LINE, (0, y, 3, y + 1))
    assert [piece.height for piece in cut_apart(image)] == [3, 4]


def test_picture_of_the_readme_is_there_small_and_told_in_words() -> None:
    assert 0 < KEPT.stat().st_size < 200_000
    readme = (KEPT.parents[1] / "README.md").read_text(encoding="utf-8")
    (told,) = re.findall(r"!\[([^\]]+)\]\(deploy/answer\.png\)", readme)
    assert len(told) > 80


def test_section_draws_a_bar_beside_quoted_lines_only() -> None:
    assert section("a\n> b") == "a\n<blockquote>b</blockquote>"
    assert "blockquote" in CSS
