"""The gallery is drawn from what the bot really shows; Chromium is only needed for pictures of it."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from gallery import CSS, block, section

from handlers.classic import classic
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
    assert "Whose words" in "".join(map(block, search()["blocks"]))


def test_section_draws_a_bar_beside_quoted_lines_only() -> None:
    assert section("a\n> b") == "a\n<blockquote>b</blockquote>"
    assert "blockquote" in CSS
