"""Elements of a form by the kind of field, and what is offered while somebody types. Pure.

A typeahead asks us for its options (`block_suggestion`) and shows what comes back within three seconds
[docs.slack.dev/reference/block-kit/block-elements/select-menu-element]. A value is what comes back with the form, so it
is never cut: what does not fit is not offered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from handlers.mrkdwn import cut, line, shown, units

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bot.page import Field

Block = dict[str, Any]
BUTTON = 75  # of a label, and of the text of an option
VALUE = 150  # of an option; a button's takes more
OPTIONS = 100
TYPED = 200  # letters of a line
LINES = 3_000  # of several


def plain(text: str, limit: int = BUTTON) -> Block:
    """A label."""
    return {"type": "plain_text", "text": cut(line(text), limit) or "–", "emoji": False}


def option(value: str, label: str) -> Block | None:
    """One of several to choose from; None where its value is longer than Slack takes, or empty."""
    if not shown(value).strip() or shown(value) != value or units(value) > VALUE:
        return None
    return {"text": plain(label), "value": value}


def options(offered: Iterable[tuple[str, str]]) -> list[Block]:
    """Those that can be offered, each value once."""
    made = {value: found for value, label in offered if (found := option(value, label))}
    return list(made.values())[:OPTIONS]


def entry(field: Field) -> Block:
    """The element that a field is filled in by, with what stands there already."""
    hint = {"placeholder": plain(field.hint or field.label)}
    first = field.value[0] if field.value else ""
    match field.kind:
        case "date":
            return {"type": "datepicker", "action_id": "value", **hint, **({"initial_date": first} if first else {})}
        case "time":
            return {"type": "timepicker", "action_id": "value", **hint, **({"initial_time": first} if first else {})}
        case "choice":
            chosen = [o for o in options(field.options) if o["value"] == first]
            made: Block = {"type": "static_select", "action_id": "value", "options": options(field.options), **hint}
            return made | ({"initial_option": chosen[0]} if chosen else {})
        case "choices":
            chosen = [o for o in options(field.options) if o["value"] in field.value]
            made = {"type": "multi_static_select", "action_id": "value", "options": options(field.options), **hint}
            return made | ({"initial_options": chosen} if chosen else {})
        case "known":
            return _known(field) | hint
    several = {"multiline": True} if field.kind == "lines" else {}
    limit = LINES if several else TYPED
    made = {"type": "plain_text_input", "action_id": "value", "max_length": limit, **hint, **several}
    return made | ({"initial_value": cut(shown(first), limit)} if first else {})


def _known(field: Field) -> Block:
    """A typeahead, which begins to offer before anything is typed; its action id says what it looks among."""
    there = options((one, one) for one in field.value)[: field.most]
    made: Block = {"action_id": field.source, "min_query_length": 0}
    if field.most == 1:
        return made | {"type": "external_select"} | ({"initial_option": there[0]} if there else {})
    made |= {"type": "multi_external_select", "max_selected_items": field.most}
    return made | ({"initial_options": there} if there else {})
