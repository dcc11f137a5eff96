"""What the tests of clicks do again and again: ask, press, fill in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fakes import payloads
from fakes.blocks import every, texts

if TYPE_CHECKING:
    from fakes.lines import Line
    from fakes.slack import FakeSlack

    Json = dict[str, Any]


def asked(slack: FakeSlack, line: Line, body: Json, channel: str = "C0DESK") -> Json:
    """Ask, and the answer that stands there."""
    before = len(slack.posts(channel))
    assert line.deliver(body).acked
    slack.wait(lambda: len(slack.posts(channel)) > before)
    return slack.posts(channel)[-1]


def privately(slack: FakeSlack, line: Line, text: str) -> Json:
    """Ask by a command, and the answer for the asker's eyes."""
    return clicked(slack, line, payloads.said(text, slack.response_url(), command="/verbatim"))


def clicked(slack: FakeSlack, line: Line, body: Json) -> Json:
    """Do something that is answered through a response_url."""
    before = len(slack.answers())
    assert line.deliver(body).acked
    slack.wait(lambda: len(slack.answers()) > before)
    return slack.answers()[-1]


def shown(slack: FakeSlack, line: Line, body: Json) -> Json:
    """Do something that opens a view, and the view once it is filled."""
    before = set(slack.views)
    assert line.deliver(body).acked
    return filled(slack, slack.wait(lambda: next(iter(set(slack.views) - before), None)))


def filled(slack: FakeSlack, view_id: str) -> Json:
    """A view once it is more than a skeleton."""
    slack.wait(lambda: "One moment …" not in texts(slack.views[view_id]["blocks"]))
    return slack.views[view_id]


def sent(slack: FakeSlack, line: Line, view: Json, **values: str | list[str]) -> Json:
    """Send a form in; Slack puts the view of the ack in its place, and then it is filled."""
    receipt = line.deliver(payloads.submitted(view, **values))
    assert receipt.payload["response_action"] == "update"
    slack.place(view["id"], receipt.payload["view"])
    return filled(slack, view["id"])


def closed(line: Line, view: Json, **values: str | list[str]) -> None:
    """Send a form in that closes with it."""
    receipt = line.deliver(payloads.submitted(view, **values))
    assert receipt.acked
    assert "response_action" not in receipt.payload


def entry(message: Json, action: str) -> str:
    """The value of an entry in the first overflow menu."""
    options = every(message["blocks"], "overflow")[0]["options"]
    return next(o["value"] for o in options if o["value"].startswith(f"{action}/"))


def statements(message: Json) -> list[str]:
    """The statements that a message has buttons for."""
    return [found["value"] for found in every(message["blocks"], "button") if found["action_id"] == "context"]
