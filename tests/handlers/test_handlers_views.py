"""Views: what is typed or printed never becomes markup in one, and every one is within Slack's limits."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from fakes.blocks import every, texts
from fakes.workspace import unfit, unfit_view
from hypothesis import given, settings
from hypothesis import strategies as st
from test_handlers_render import HOSTILE, LIVE, PAGE, PAGES, QUOTE

from bot.model import Request
from bot.page import Change, Field, Form, Page, Section
from handlers import views
from handlers.classic import versions
from handlers.inputs import VALUE
from handlers.parts import MENU
from handlers.render import render

CLICK = Request("r1", "click", "", "C1", "U1", action="cite", target="1")
TARGETS = st.lists(st.integers(1, 10**12), min_size=1, max_size=12).map(lambda ids: ",".join(map(str, ids)))
FULL = st.builds(
    replace,
    PAGES,
    answer=st.none() | st.just("opaque-id_0123456"),
    following=st.none() | st.integers(5, 45),
    shareable=st.booleans(),
    shared_by=st.none() | HOSTILE | st.just("U0ANA"),
    title=st.none() | HOSTILE,
    copies=st.lists(st.tuples(HOSTILE, HOSTILE), max_size=2).map(tuple),
    changes=st.lists(st.builds(Change, HOSTILE, HOSTILE, st.none() | st.just("1/2")), max_size=4).map(tuple),
    form=st.none()
    | st.builds(
        Form,
        submit=HOSTILE,
        action=st.just("correct"),
        target=TARGETS,
        opener=st.just("wrong"),
        fields=st.just((Field("speaker", "Who?", "A name"),)),
    ),
)


def parsed(part: object) -> list[str]:
    return [found["text"] for found in every(part, "mrkdwn")]


@given(FULL)
@settings(max_examples=150, deadline=None)
def test_any_page_is_a_modal_and_a_home_tab_that_slack_takes(page: Page) -> None:
    for view in (views.modal(page, CLICK), views.home(page)):
        assert unfit_view(view) is None
        assert [found for text in parsed(view) for found in LIVE.findall(text)] == []
        assert every(view, "link") + every(view, "channel") + every(view, "broadcast") == []
        assert all(re.fullmatch("[UW][A-Z0-9]+", user["user_id"]) for user in every(view, "user"))


@given(FULL)
@settings(max_examples=150, deadline=None)
def test_any_page_with_buttons_is_a_message_that_slack_takes(page: Page) -> None:
    for message in versions(render(page)):
        assert unfit({"text": message.text, "blocks": list(message.blocks)}) is None
        assert LIVE.findall(message.text) == []
        for element in every(message.blocks, "button"):
            assert len(element.get("value", "")) <= 2000
        assert all(len(o["value"]) <= VALUE for menu in every(message.blocks, "overflow") for o in menu["options"])


def test_modal_has_no_button_that_would_open_another() -> None:
    view = views.modal(replace(PAGE, answer="k", following=5, shareable=True), CLICK)
    assert [b["action_id"] for b in every(view, "button")] == ["open"]
    assert every(view, "overflow") == []


def test_form_brings_back_where_it_was_opened_and_about_what() -> None:
    form = Form("Correct", "correct", "7,8", "wrong", (Field("speaker", "Who said this?"),))
    view = views.modal(Page("Wrong", title="Wrong speaker", form=form), CLICK)
    assert (view["callback_id"], view["external_id"], view["submit"]["text"]) == ("correct", "r1", "Correct")
    assert json.loads(view["private_metadata"]) == {"channel": "C1", "target": "7,8"}
    assert [block["block_id"] for block in view["blocks"] if block["type"] == "input"] == ["speaker"]


def test_skeleton_is_found_by_the_requests_id() -> None:
    view = views.skeleton(CLICK)
    assert (view["external_id"], view["title"]["text"]) == ("r1", "Cite")
    assert unfit_view(view) is None


def test_search_form_is_one_that_can_be_sent() -> None:
    view = views.search()
    assert unfit_view(view) is None
    fields = ["speakers", "topic", "since", "until", "outlet", "look", "order"]
    assert [block["block_id"] for block in view["blocks"]] == fields
    kinds = ["multi_external_select", "plain_text_input", "datepicker", "datepicker", "external_select"]
    assert [block["element"]["type"] for block in view["blocks"]] == [*kinds, "static_select", "static_select"]


@pytest.mark.parametrize(
    ("page", "labels"),
    [
        (replace(PAGE, answer="k", following=5), ["More (3)"]),
        (replace(PAGE, answer="k", following=5, shareable=True), ["More (3)", "Share in channel"]),
        (replace(PAGE, following=5, shareable=True), []),  # not kept: nothing could come back to it
        (replace(PAGE, answer="k"), []),
    ],
)
def test_buttons_of_an_answer_are_drawn_where_they_can_work(page: Page, labels: list[str]) -> None:
    last = render(page).blocks[-1]
    shown = [b["text"]["text"] for b in every(last, "button")]
    assert shown == labels
    counted = "3 more not shown here: ask for a topic, a date or an outlet to narrow it."
    assert (counted in texts(render(page).blocks)) == ("More (3)" not in labels)


def test_statement_has_context_its_page_and_a_menu() -> None:
    actions = [b for b in render(Page("All", (Section((QUOTE,)),))).blocks if b["type"] == "actions"]
    (elements,) = [block["elements"] for block in actions]
    assert [e["type"] for e in elements] == ["button", "button", "overflow"]
    assert elements[0]["value"] == "1"
    assert [o["value"] for o in elements[2]["options"]] == [f"{action}/1" for action, _ in MENU]


def test_choices_of_a_kept_answer_are_buttons() -> None:
    page = Page("Which one?", choices=(("Ali Brandt", "what did Ali Brandt say?"), ("Ivo Brandt", "?")), answer="k")
    assert [(b["action_id"], b["value"]) for b in every(render(page).blocks, "button")] == [
        ("ask.0", "k/0"),
        ("ask.1", "k/1"),
    ]


def test_who_shared_is_named_by_id_only() -> None:
    (user,) = every(render(replace(PAGE, shared_by="U0ANA")).blocks, "user")
    assert user["user_id"] == "U0ANA"
    assert every(render(replace(PAGE, shared_by="U0ANA> <!channel")).blocks, "user") == []
