"""The same message without `rich_text`, for a workspace that refuses it: sections in mrkdwn, escaped. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.model import Message
from handlers.mrkdwn import cut, escape, units

if TYPE_CHECKING:
    from collections.abc import Iterator

Block = dict[str, Any]
SECTION = 3_000  # units of a section's text [docs.slack.dev/reference/block-kit/blocks/section-block]


def versions(message: Message) -> Iterator[Message]:
    """The message as composed, in classic blocks, as text alone: each is tried when Slack refuses the one before."""
    yield message
    if message.blocks:
        yield classic(message)
        yield Message(message.text)


def classic(message: Message) -> Message:
    """Every `rich_text` block as a section; the other blocks as they are."""
    return Message(message.text, tuple(_section(b) if b["type"] == "rich_text" else b for b in message.blocks))


def _section(block: Block) -> Block:
    """The largest cut of the words that fits one section once it is marked up and escaped."""
    limit = SECTION
    while units(text := "\n".join(_element(element, limit) for element in block["elements"])) > SECTION:
        limit //= 2
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _element(element: Block, limit: int) -> str:
    """A line of text, a quotation behind its bar, or bullets."""
    if element["type"] == "rich_text_list":
        return "\n".join(f"• {_element(item, limit)}" for item in element["elements"])
    if element["type"] == "rich_text_quote":
        words = "".join(part["text"] for part in element["elements"])
        return "\n".join(f"> {escape(row)}" for row in cut(words, limit).split("\n"))
    return "".join(_words(part, limit) for part in element["elements"])


def _words(part: Block, limit: int) -> str:
    """Bold where that can be said in mrkdwn: line by line, and not around an asterisk of the text's own."""
    if part["type"] == "user":
        return f"<@{part['user_id']}>"  # an id that Slack gave (see parts.person)
    text = escape(cut(part["text"], limit))
    if not part.get("style", {}).get("bold") or "*" in text:
        return _unquoted(text)
    return "\n".join(_bold(row) for row in text.split("\n"))


def _bold(row: str) -> str:
    bare = row.strip()
    before, _, after = row.partition(bare) if bare else (row, "", "")
    return f"{before}*{bare}*{after}" if bare else row


def _unquoted(text: str) -> str:
    """A line that begins with ">" would read as a quotation, which only a QUOTE may."""
    return "\n".join(f"\u2009{row}" if row.startswith("&gt;") else row for row in text.split("\n"))
