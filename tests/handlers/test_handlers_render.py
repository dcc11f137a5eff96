from __future__ import annotations

import re
from dataclasses import replace

import pytest
from fakes.blocks import every, texts
from fakes.workspace import unfit
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model import Message
from bot.page import Card, Page, Run, Section
from handlers.classic import classic, versions
from handlers.mrkdwn import units
from handlers.parts import link
from handlers.render import BLOCKS, LETTERS, TEXT, letters, render

QUOTE = Card(
    look="QUOTE",
    runs=(Run("“We will open the harbour in spring,”", strong=True),),
    quotation=True,
    facts=("Mara Lind, harbour minister", "said: Tue 2 Dec 2025"),
    statements=(1,),
    url="https://www.coast.example/a?b=1",
)
PARAPHRASE = Card(
    look="PARAPHRASE – Coast Desk's words, not a quotation",
    runs=(Run("Lind claimed "), Run("that the cranes were ready", strong=True), Run(".")),
    quotation=False,
    facts=("said: date not given",),
    statements=(2,),
    adds="However, two of them stood idle.",
    warning="low confidence in the speaker",
)
PAGE = Page(
    headline="Mara Lind: 2 statements in 1 article",
    sections=(Section((QUOTE, PARAPHRASE)),),
    chips=(("Speaker", "Mara Lind"), ("Topic", "any")),
    origins=("All from: Coast Desk, 3 Dec 2025.",),
    footer="Searched 2 articles.",
    more=3,
)


def kinds(message: Message) -> list[str]:
    return [block["type"] for block in message.blocks]


def test_answer_reads_from_headline_to_footer() -> None:
    message = render(PAGE)
    assert kinds(message) == [
        "rich_text",  # the headline
        "context",  # the query as understood
        "rich_text",  # QUOTE and its words
        "context",  # who, when
        "actions",  # Context, Open, the menu
        "rich_text",  # PARAPHRASE
        "context",
        "actions",  # there is no page to open
        "context",  # how many more
        "context",  # origin
        "context",  # footer
    ]
    assert unfit({"text": message.text, "blocks": list(message.blocks)}) is None


def test_quotation_is_set_as_one_and_a_paraphrase_never() -> None:
    quote, paraphrase = (b for b in render(PAGE).blocks[2:] if b["type"] == "rich_text")
    assert texts(every(quote, "rich_text_quote")) == ["“We will open the harbour in spring,”"]
    assert every(paraphrase, "rich_text_quote") == []


def test_tag_inside_a_quotation_is_told_from_its_words() -> None:
    runs = (Run("“We open,”", strong=True), Run(" Lind said, "), Run("“in spring.”", strong=True))
    quote = every(render(Page("All", (Section((replace(QUOTE, runs=runs),)),))).blocks, "rich_text_quote")[0]
    assert [(e["text"], e.get("style")) for e in quote["elements"]] == [
        ("“We open,”", None),
        (" Lind said, ", {"italic": True}),
        ("“in spring.”", None),
    ]


def test_statement_is_bold_in_its_sentence_and_the_cue_is_seen() -> None:
    paraphrase = [b for b in render(PAGE).blocks if b["type"] == "rich_text"][2]
    sentence = paraphrase["elements"][1]["elements"]
    assert [(e["text"], "style" in e) for e in sentence] == [
        ("Lind claimed ", False),
        ("that the cranes were ready", True),
        (".", False),
    ]
    assert texts(paraphrase["elements"][2]) == ["The article adds: ", "However, two of them stood idle."]


def test_every_look_is_text() -> None:
    looks = [b["elements"][0]["elements"] for b in render(PAGE).blocks[2:] if b["type"] == "rich_text"]
    assert ["".join(e["text"] for e in look) for look in looks] == [QUOTE.look, PARAPHRASE.look]
    assert [e["text"] for look in looks for e in look if "style" in e] == ["QUOTE", "PARAPHRASE"]


def test_warning_stands_with_the_facts() -> None:
    assert texts(render(PAGE).blocks[6]) == [f"{PARAPHRASE.facts[0]}\n{PARAPHRASE.warning}"]


def test_text_is_the_whole_answer_with_the_headline_first() -> None:
    text = render(PAGE).text
    assert text.split("\n")[0] == PAGE.headline
    for part in ("QUOTE: “We will open", "Lind claimed that the cranes were ready.", "Mara Lind, harbour minister"):
        assert part in text
    assert text.endswith("All from: Coast Desk, 3 Dec 2025.\nSearched 2 articles.")


def test_button_opens_the_page_and_says_whose_it_is() -> None:
    (button,) = (b for b in every(render(PAGE).blocks, "button") if b["action_id"] == "open")
    assert button["url"] == "https://www.coast.example/a?b=1#:~:text=We%20will%20open%20the%20harbour%20in%20spring%2C"
    assert button["text"]["text"] == button["accessibility_label"] == "Open coast.example"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://coast.example/ä b|<x>", ("https://coast.example/%C3%A4%20b%7C%3Cx%3E", "coast.example")),
        ("http://coast.example:8080/x", ("http://coast.example:8080/x", "coast.example")),
        ("https://cöast.example/", ("https://xn--cast-5qa.example/", "xn--cast-5qa.example")),  # no look-alike hosts
        ("https://coast.example@evil.example/", None),  # a name before the host hides it
        ("javascript:alert(1)", None),
        ("slack://open", None),
        ("//coast.example/x", None),
        ("https://<!channel>/x", None),
        ("https://[half/", None),
        ("https://coast.example:port/", None),
        ("https:///nohost", None),
        ("https://coast.example/" + "a" * 3000, None),  # longer than a button takes
        ("", None),
        (None, None),
    ],
)
def test_only_real_pages_are_linked(url: str | None, shown: tuple[str, str] | None) -> None:
    assert link(url) == shown


def test_titled_section_is_set_off_and_keeps_its_notes() -> None:
    near = Section((PARAPHRASE,), title="Nearest – NOT Lind, her spokesperson:", notes=("One origin: Coast Desk.",))
    message = render(Page("Nothing by Mara Lind.", (near,)))
    assert kinds(message)[1:4] == ["divider", "rich_text", "context"]
    assert "One origin: Coast Desk." in texts(message.blocks)
    assert near.title is not None
    assert near.title in message.text


def test_sections_without_cards_stand_in_their_order_and_in_the_text() -> None:
    page = Page("Checked", (Section((QUOTE,), "First"), Section((), "Second", ("a note",)), Section((QUOTE,), "Third")))
    shown = texts(render(page).blocks)
    assert [text for text in shown if text in {"First", "Second", "Third"}] == ["First", "Second", "Third"]
    assert "a note" in shown
    told = render(page).text
    assert told.index("First") < told.index("Second\na note") < told.index("Third")


def test_choices_are_questions_to_ask() -> None:
    page = Page("Which one?", choices=(("Ali Brandt, mayor", "what did Ali Brandt say?"),))
    message = render(page)
    assert "Ali Brandt, mayor: ask “what did Ali Brandt say?”" in message.text
    (bullets,) = every(message.blocks, "rich_text_list")
    assert texts(bullets) == ["Ali Brandt, mayor", " – ask: what did Ali Brandt say?"]


def test_problem_shows_its_reference() -> None:
    message = render(Page("Something went wrong.", error_id="ab12"))
    assert "Reference: ab12" in message.text
    assert "Reference: ab12" in texts(message.blocks)


def test_what_does_not_fit_is_dropped_from_the_end_and_counted() -> None:
    cards = tuple(Card("QUOTE", (Run(f"“Number {i}.”"),), True, (f"fact {i}",), (i,), QUOTE.url) for i in range(40))
    page = Page("All", (Section(cards),), origins=("All from: Coast Desk.",), footer="Searched 2 articles.", more=2)
    message = render(page)
    shown = texts(every(message.blocks, "rich_text_quote"))
    assert shown == [f"“Number {i}.”" for i in range(len(shown))]  # whole cards, in order
    assert len(message.blocks) in range(BLOCKS - 2, BLOCKS + 1)
    assert f"{40 - len(shown) + 2} more not shown here" in " ".join(texts(message.blocks))
    assert texts(message.blocks[-2:]) == ["All from: Coast Desk.", "Searched 2 articles."]


def test_text_that_is_shorter_than_the_blocks_sends_nobody_asking_for_what_they_show() -> None:
    cards = tuple(Card("QUOTE", (Run("word " * 100),), True, (), (i,)) for i in range(12))
    message = render(Page("All", (Section(cards, tail="21 more statements in the thread."),)))
    assert len(every(message.blocks, "rich_text_quote")) == 12
    assert "not shown here" not in message.text
    told = message.text.count("QUOTE: ")
    assert message.text.splitlines()[-1] == f"{12 - told} more not in this short text."
    assert render(Page("All", more=3)).text.splitlines()[-1].startswith("3 more not shown here: ask for a topic")


def test_long_words_are_dropped_by_the_card_too() -> None:
    cards = tuple(Card("QUOTE", (Run("word " * 500),), True, (), (i,)) for i in range(10))
    message = render(Page("All", (Section(cards),), footer="Searched."))
    assert len(every(message.blocks, "rich_text_quote")) == 4
    assert sum(map(letters, message.blocks)) <= LETTERS
    assert "Searched." in texts(message.blocks)
    assert units(message.text) <= TEXT


def test_nothing_follows_a_cut() -> None:
    runs = (Run("Lind said "), Run("word " * 700, strong=True), Run(" only if it rains."))
    (_, sentence) = render(Page("All", (Section((Card("PARAPHRASE", runs, False, (), (1,)),)),))).blocks[1]["elements"]
    assert [e["text"][-3:] for e in sentence["elements"]] == ["id ", "d …"]


def test_heading_leaves_with_its_last_card() -> None:
    big = tuple(Card("QUOTE", (Run("word " * 560),), True, (), (i,)) for i in range(4))
    sections = (Section(big, title="First"), Section(big, title="Second"))
    shown = texts(render(Page("All", sections)).blocks)
    assert ("First" in shown, "Second" in shown) == (True, False)


# -- the fallback ------------------------------------------------------------------------------------------------------


def test_classic_blocks_have_no_rich_text_and_keep_the_looks() -> None:
    plain = classic(render(PAGE))
    assert "rich_text" not in kinds(plain)
    body = "\n".join(texts(plain.blocks))
    assert "*QUOTE*\n> “We will open the harbour in spring,”" in body
    assert "*PARAPHRASE* – Coast Desk's words, not a quotation\nLind claimed *that the cranes were ready*." in body
    assert unfit({"text": plain.text, "blocks": list(plain.blocks)}, rich_text=False) is None


def test_classic_quotation_keeps_its_bar_on_every_line() -> None:
    card = Card("QUOTE", (Run("“One.\n\nTwo.”"),), True, (), (1,))
    assert "> “One.\n> \n> Two.”" in texts(classic(render(Page("All", (Section((card,)),)))).blocks)[1]


def test_classic_paraphrase_cannot_begin_a_quotation() -> None:
    card = Card("PARAPHRASE", (Run("> he is out", strong=False),), False, (), (1,))
    rows = "\n".join(texts(classic(render(Page("All", (Section((card,)),)))).blocks)).split("\n")
    assert not [row for row in rows if row.startswith((">", "&gt;"))]


def test_versions_end_with_text_alone() -> None:
    message = render(PAGE)
    assert list(versions(message)) == [message, classic(message), Message(message.text)]
    assert list(versions(Message("only"))) == [Message("only")]


# -- laws --------------------------------------------------------------------------------------------------------------

LIVE = re.compile(r"<[^>]*>?")  # in mrkdwn nothing of ours needs an angle bracket, so any is foreign
HOSTILE = st.one_of(
    st.text(st.characters(exclude_categories=[]), max_size=40),
    st.sampled_from(
        [
            "<!channel>",
            "<!here|here>",
            "<@U0VICTIM>",
            "<#C0SECRET>",
            "<!subteam^S1>",
            "<https://evil.example|coast.example>",
            "https://evil.example",
            "&lt;!channel&gt;",
            "*`_~",
            "> quoted",
            "\n> quoted",
            "\u202e<!channel>",
            "<\u200b!channel>",
            "]]>",
            "x" * 4000,
            "&" * 3100,
            "",
            " \n ",
        ]
    ),
)
URLS = st.one_of(st.none(), HOSTILE, HOSTILE.map("https://coast.example/".__add__), HOSTILE.map("https://".__add__))
RUNS = st.lists(st.builds(Run, HOSTILE, st.booleans()), max_size=4).map(tuple)
CARDS = st.builds(
    Card,
    look=HOSTILE,
    runs=RUNS,
    quotation=st.booleans(),
    facts=st.lists(HOSTILE, max_size=3).map(tuple),
    statements=st.just((1,)),
    url=URLS,
    adds=st.none() | HOSTILE,
    warning=st.none() | HOSTILE,
)
NOTES = st.lists(HOSTILE, max_size=3).map(tuple)
PAGES = st.builds(
    Page,
    headline=HOSTILE,
    sections=st.lists(
        st.builds(Section, st.lists(CARDS, max_size=6).map(tuple), title=st.none() | HOSTILE, notes=NOTES), max_size=3
    ).map(tuple),
    notes=NOTES,
    chips=st.lists(st.tuples(HOSTILE, HOSTILE), max_size=3).map(tuple),
    origins=NOTES,
    choices=st.lists(st.tuples(HOSTILE, HOSTILE), max_size=3).map(tuple),
    footer=st.none() | HOSTILE,
    more=st.integers(0, 99),
    error_id=st.none() | HOSTILE,
)


def parsed(message: Message) -> list[str]:
    """Every text that Slack looks for markup in."""
    return [message.text, *(m["text"] for m in every(message.blocks, "mrkdwn"))]


@given(PAGES)
@settings(max_examples=100, deadline=None)
def test_any_page_renders_to_what_slack_takes(page: Page) -> None:
    for message in versions(render(page)):
        assert unfit({"text": message.text, "blocks": list(message.blocks)}) is None
        assert message.text.strip()
        assert units(message.text) <= TEXT


@given(PAGES)
@settings(max_examples=100, deadline=None)
def test_no_text_from_outside_becomes_a_mention_or_a_link(page: Page) -> None:
    for message in versions(render(page)):
        assert [found for text in parsed(message) for found in LIVE.findall(text.replace("\n> ", "\n"))] == []
        assert all(m["verbatim"] for m in every(message.blocks, "mrkdwn"))
        assert [every(message.blocks, kind) for kind in ("link", "user", "channel", "broadcast", "usergroup")] == [
            []
        ] * 5
        assert all(
            re.match(r"https?://[a-z0-9.-]+(:\d+)?([/?#]|$)", b["url"])
            for b in every(message.blocks, "button")
            if "url" in b
        )
