"""Pieces of blocks: words that Slack parses nothing in, small print, buttons that carry opaque ids. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from bot.links import scrolling
from handlers.inputs import BUTTON, VALUE, entry, plain
from handlers.mrkdwn import cut, dated, escape, escaped, line, quiet, shown, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.page import Card, Change, Form, Instant, Page, Section

Block = dict[str, Any]

# docs.slack.dev/reference/block-kit
WORDS = 2_900  # of one element
CONTEXT = 10  # elements of a context block
FIELD = 2_000  # of one of them
DATE = 100  # letters that an instant takes more when it is marked up
CHOICES = 8
URL = 3_000
OPEN = "open"  # action of the link buttons: Slack opens the page by itself and only wants to hear "seen"
OVERFLOW = "overflow"
LINKS = 25  # elements of an actions block
MENU = (
    ("cite", "Cite"),
    ("wrong", "Wrong speaker"),
    ("remove", "Not a statement"),
    ("history", "History"),
    ("retract", "Retract the article"),
)
_SAFE = ":/?#[]@!$&'()*+,;=%-._~"
_HOST = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-")
OURS = {
    "Verbatim": "Verbatim",
    "command line": "somebody at the command line",
    "the page": "the page itself",
}  # who changes things without an id
_USER = re.compile(r"[UW][A-Z0-9]{2,20}")


def context(texts: Iterable[str], instants: Sequence[Instant] = ()) -> list[Block]:
    """Small print, a line each; empty texts and thereby empty blocks are left out.

    Elements of a context block flow side by side, so lines are one element as long as that takes them, else ten to a
    block. `instants` of the texts are shown in the reader's zone.
    """
    rows = [quiet(text) for text in texts if line(text)]
    whole = "\n".join(rows)
    room = FIELD - DATE * len(instants)
    rows = [whole] if rows and units(escape(whole)) <= room else rows
    marked = [dated(escaped(row, room), instants) for row in rows]
    elements = [{"type": "mrkdwn", "text": row, "verbatim": True} for row in marked]
    return [{"type": "context", "elements": elements[i : i + CONTEXT]} for i in range(0, len(elements), CONTEXT)]


def rich(*elements: Block) -> Block:
    """A rich_text block."""
    return {"type": "rich_text", "elements": list(elements)}


def paragraph(*elements: Block) -> Block:
    """A paragraph in one."""
    return {"type": "rich_text_section", "elements": list(elements)}


def literal(text: str, *, bold: bool = False, italic: bool = False) -> Block:
    """Text that Slack parses nothing in; an empty one is refused, so it becomes a dash."""
    element: Block = {"type": "text", "text": cut(shown(text), WORDS) or "–"}
    style = {"bold": True} if bold else {"italic": True} if italic else {}
    return element | {"style": style} if style else element


def person(user: str) -> Block:
    """Somebody of the workspace, by their id as Slack gave it; what is no id is never made into a mention."""
    return {"type": "user", "user_id": user} if _USER.fullmatch(user) else literal(OURS.get(user, "the desk"))


def button(action: str, label: str, value: str, *, style: str | None = None, about: str = "") -> Block:
    """A button; `about` tells screen readers what it is about, where the label alone does not."""
    made: Block = {"type": "button", "action_id": action, "text": plain(label), "value": value}
    made["accessibility_label"] = cut(line(f"{label} {about}"), BUTTON)
    return made | ({"style": style} if style else {})


def card_actions(card: Card) -> list[Block]:
    """[Context] [Open] […], as far as there is a statement on record and a page to open."""
    target = ",".join(map(str, card.statements))
    known = bool(target) and len(target) <= VALUE - 20
    elements = [button("context", "Context", target, about="of this statement")] if known else []
    elements += _opening(card)
    elements += [_menu(target)] if known else []
    return [{"type": "actions", "elements": elements}] if elements else []


def _opening(card: Card) -> list[Block]:
    """[Open], scrolled to the words where the address has room for them; its label says whose page it is."""
    words_of = next((run.text for run in card.runs if run.strong), "")
    target = link(scrolling(card.url, words_of) if card.url else None) or link(card.url)
    if target is None:
        return []
    url, host = target
    label = cut(f"Open {host}", BUTTON)
    return [{"type": "button", "action_id": OPEN, "url": url, "text": plain(label), "accessibility_label": label}]


def links(section: Section) -> list[Block]:
    """[Open …] for each report of a story, its label the host of its address, numbered where it has several."""
    targets = [(whose, found) for whose, url in section.links if (found := link(url))][:LINKS]
    hosts = [host for _, (_, host) in targets]
    labels = [f"Open {host}{_nth(hosts, i)}" for i, host in enumerate(hosts)]
    elements = [
        {
            "type": "button",
            "action_id": f"{OPEN}.{i}",
            "url": url,
            "text": plain(cut(labels[i], BUTTON)),
            "accessibility_label": cut(line(f"{labels[i]}, {whose}"), BUTTON),
        }
        for i, (whose, (url, _)) in enumerate(targets)
    ]
    return [{"type": "actions", "elements": elements}] if elements else []


def _nth(hosts: list[str], i: int) -> str:
    """Which of several of one host."""
    return f" {hosts[:i].count(hosts[i]) + 1}" if hosts.count(hosts[i]) > 1 else ""


def _menu(target: str) -> Block:
    options = [{"text": plain(label), "value": f"{action}/{target}"} for action, label in MENU]
    return {"type": "overflow", "action_id": OVERFLOW, "options": options}


def chips(page: Page) -> list[Block]:
    """The query as understood, with [Change] where the answer is kept."""
    told = " | ".join(f"{line(name)}: {line(value)}" for name, value in page.chips)
    if not (page.answer and told):
        return context([told])
    change = button("change", "Change", page.answer, about="the question")
    text = {"type": "mrkdwn", "text": escaped(quiet(told), FIELD), "verbatim": True}
    return [{"type": "section", "text": text, "accessory": change}]


def page_actions(page: Page, more: int) -> list[Block]:
    """[More], [Watch …] and [Share in channel], where the answer is kept; the way back to a form not opened."""
    elements = []
    if page.answer and page.following is not None and more:
        elements.append(button("more", f"More ({more})", f"{page.answer}/{page.following}", about="statements"))
    if page.answer and page.watch:
        elements.append(button("watch", page.watch, page.answer))
    if page.answer and page.shareable:
        elements.append(button("share", "Share in channel", page.answer))
    if page.form and page.form.opener:
        elements.append(button(page.form.opener, "Open the form again", page.form.target or "-"))
    elements += [button(action, label, target) for action, label, target in page.buttons]
    return [{"type": "actions", "elements": elements}] if elements else []


def choices(page: Page) -> list[Block]:
    """The choices of "Which one?" as buttons that ask again; as questions to type where the answer is not kept."""
    offered = page.choices[:CHOICES]
    if offered and page.answer:
        buttons = [button(f"ask.{i}", label, f"{page.answer}/{i}") for i, (label, _) in enumerate(offered)]
        return [{"type": "actions", "elements": buttons}]
    rows = [paragraph(literal(line(label), bold=True), literal(f" – ask: {line(q)}")) for label, q in offered]
    return [rich({"type": "rich_text_list", "style": "bullet", "elements": rows})] if rows else []


def copies(page: Page) -> list[Block]:
    """Texts to be selected: Slack has no clipboard action."""
    return [
        rich(
            paragraph(literal(line(label), bold=True)),
            {"type": "rich_text_preformatted", "elements": [literal(text)]},
        )
        for label, text in page.copies
    ]


def change(made: Change) -> list[Block]:
    """A correction with whose it is, and the way back where it holds."""
    told = rich(paragraph(literal(line(made.text)), literal(", by "), person(made.by)))
    if not made.undo:
        return [told]
    return [told, {"type": "actions", "elements": [button("undo", "Take back", made.undo, about=made.text)]}]


def inputs(form: Form) -> list[Block]:
    """What is to be filled in; the first field has the cursor."""
    return [
        {
            "type": "input",
            "block_id": field.name,
            "optional": field.optional,
            "label": plain(field.label),
            "element": entry(field) | ({"focus_on_load": True} if i == 0 else {}),
        }
        for i, field in enumerate(form.fields)
    ]


def link(url: str | None) -> tuple[str, str] | None:
    """(address, host to show) of a page that may be linked: http or https, a real host, nobody's name before it."""
    try:
        parts = urlsplit(shown(url or "").strip())
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = f":{parts.port}" if parts.port else ""
        address = quote(parts._replace(netloc=host + port).geturl(), safe=_SAFE)
    except ValueError:  # no address, a port that is none, a host that cannot be spelt in ASCII
        return None
    good = parts.scheme in {"http", "https"} and host and _HOST.issuperset(host) and "@" not in parts.netloc
    return (address, host.removeprefix("www.")) if good and len(address) <= URL else None
