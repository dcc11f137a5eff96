"""What people type, out of Slack's markup: as a reader sees it, and the addresses in it. Pure."""

from __future__ import annotations

import re
from typing import Any

Payload = dict[str, Any]
# Slack's markup for what a person picked while typing: <@U1|ana>, <#C1|desk>, <!here>, <https://a.example|label>
# [docs.slack.dev, formatting message text].
_MARKUP = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")
_TAKES_ADDRESS = re.compile(r"/?(?:index|sources\s+add)\b", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t]+")


def words(text: str, bot_user: str | None) -> str:
    """The question as typed: the bot's own name gone, what was picked while typing in plain words, entities undone."""
    plain = _MARKUP.sub(lambda found: "" if found[2] == bot_user and found[1] == "@" else _plain(found), text)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        plain = plain.replace(entity, char)
    return _BLANKS.sub(" ", plain).strip(" \t\n,:")


def asked(text: str, bot_user: str | None) -> str:
    """What was typed, in words; after a word that takes an address, the address and not what the link is called."""
    plain = words(text, bot_user)
    if not _TAKES_ADDRESS.match(plain):
        return plain
    return words(_MARKUP.sub(lambda found: found[2] if found[2].startswith("http") else found[0], text), bot_user)


def addresses(text: str, message: Payload) -> list[str]:
    """The web addresses a message links to, whatever the links are called, and those of the pages it previews."""
    linked = [found[2] for found in _MARKUP.finditer(text) if found[2].startswith(("http://", "https://"))]
    shown = [str(one.get("from_url") or one.get("original_url") or "") for one in message.get("attachments") or []]
    return list(dict.fromkeys(url.replace("&amp;", "&") for url in (*linked, *shown) if url))


def _plain(found: re.Match[str]) -> str:
    """What a reader of the message sees: its label, else the name or address itself."""
    sign, target, label = found.groups()
    if sign == "!":
        return label or f"@{target.partition('^')[0]}"
    shown = label or target.removeprefix("mailto:")
    return sign + shown.removeprefix(sign) if sign else shown
