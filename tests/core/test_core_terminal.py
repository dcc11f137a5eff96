from __future__ import annotations

from fakes.marked import records
from hypothesis import given
from hypothesis import strategies as st

from bot.compose.cards import deal
from bot.model import Hit
from bot.page import Card, Page, Run, Section
from bot.terminal import clean, context, layout

TEXT = "[[“We are wet,”]] {{said}} <<Ann Hill>>. <<She>> {{told}} Reuters [[that the dam holds]]. However, it leaked."


def page(**given: object) -> Page:
    cards = deal([Hit(r) for r in records(TEXT, "Ann Hill")], named=False)
    base: dict[str, object] = {"headline": "Ann Hill: 2 statements", "sections": (Section(cards),)}
    return Page(**(base | given))  # type: ignore[arg-type]


def test_layout_reads_as_in_slack() -> None:
    shown = layout(
        page(chips=(("Speaker", "Ann Hill"), ("Topic", "any")), origins=("All from: X.",), footer="Searched.")
    )
    assert shown == (
        "Ann Hill: 2 statements\n"
        "Speaker: Ann Hill | Topic: any\n"
        "\n"
        "1. QUOTE\n"
        "   ▌ “We are wet,”\n"
        "   Ann Hill · said: date not given\n"
        "\n"
        "2. PARAPHRASE – The Courier's words, not a quotation\n"
        "   She told Reuters *that the dam holds*.\n"
        "   said: date not given\n"
        "   The article adds: However, it leaked.\n"
        "\n"
        "All from: X.\n"
        "\n"
        "Searched.\n"
    )


def test_layout_goes_on_counting_on_the_next_page() -> None:
    assert "6. QUOTE" in layout(page(), start=5)


def test_layout_lists_choices_by_number_and_says_how_to_see_more() -> None:
    shown = layout(Page("Which one?", choices=(("Ann Hill", "q1"), ("Benny Hill", "q2")), more=3))
    assert "1. Ann Hill\n2. Benny Hill" in shown
    assert "3 more: type more." in shown


def test_bold_is_closed_on_every_line() -> None:
    long = Card("PARAPHRASE", (Run("a " * 30), Run("b " * 60, strong=True)), quotation=False, facts=(), statements=(1,))
    lines = [x for x in layout(Page("x", (Section((long,)),)), width=40, bold=True).split("\n") if "b" in x]
    assert len(lines) > 2
    assert all(line.count("\x1b[1m") == line.count("\x1b[0m") == 1 for line in lines)


def test_context_shows_the_neighbours_and_the_link() -> None:
    [first, _] = page().sections[0].cards
    assert "no link on record" in context(first)
    assert "*“We are wet,”* said Ann Hill. She told" in context(first)


@given(st.text())
def test_an_article_cannot_steer_the_terminal(text: str) -> None:
    shown = layout(Page(text, (Section((Card(text, (Run(text, strong=True),), True, (text,), (1,)),)),)))
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert clean(shown) == shown
