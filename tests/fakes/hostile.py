"""Texts that want to be more than text, and pages that have one of them in every field."""

from __future__ import annotations

import dataclasses
import random
import types
import typing
from datetime import UTC, datetime
from functools import cache

from bot import page as pages

ATTACKS = (
    "<!channel>",
    "<!here|here>",
    "<!everyone>",
    "<@U0VICTIM>",
    "<#C0SECRET|desk>",
    "<!subteam^S0ALL>",
    "<!date^1^{date}|<!channel>>",
    "<https://evil.example|bbc.co.uk>",
    "https://evil.example/?q=<!here>",
    "javascript:alert(1)",
    "slack://channel?id=C0SECRET",
    "[bbc](https://evil.example)",
    "&lt;!channel&gt;",
    "&amp;lt;!here&amp;gt;",
    "*`_~>",
    "\n> quoted\n&gt; quoted",
    "```\ncode\n```",
    ":tada: :+1:",
    "\u202e<!channel>\u202c",
    "<\u200b!channel>",
    "<!\ufeffhere>",
    "\U000e003c\U000e0021here",
    "\x00\x07\x1b[31m",
    "\ud800\udfff",
    "𝕏" * 3000,
    "<" * 3000,
    "&" * 3000,
    "e\u0301\u0489" * 800,
    "@channel @here @everyone",
    "card0/1,2/0",
    "' OR 1=1 --",
    "{0.__class__} {name} %s %(x)s",
    "../../etc/passwd\u2028.docx",
    '=HYPERLINK("https://evil.example")',
    "|",
    " \t\r\n ",
    "",
    "said: date not given",
    "]]>",
)
AT = datetime(2025, 12, 11, 7, 12, tzinfo=UTC)
OPAQUE = {  # what is ours whatever is printed or typed; the rest of a page is anybody's
    "answer": "opaque-id_0123456",
    "following": 5,
    "more": 3,
    "action": "search",
    "opener": "change",
    "target": "opaque-id_0123456",
    "undo": "1/2",
    "statements": (1, 2),
    "name": "field",
    "kind": "text",
    "source": "speakers",
    "most": 2,
    "buttons": (("digest", "Again", "opaque-id"),),
}


def strings(count: int, seed: int = 7) -> list[str]:
    """The attacks, then mixtures of them with each other, with words and with any characters."""
    rng = random.Random(seed)
    found = list(ATTACKS)
    while len(found) < count:
        parts = [rng.choice(ATTACKS)[:400] for _ in range(rng.randint(1, 3))]
        parts.append(
            "".join(chr(rng.choice((rng.randrange(0x500), rng.randrange(0x110000)))) for _ in range(rng.randint(0, 9)))
        )
        rng.shuffle(parts)
        found.append(rng.choice(("", " ", "said ", "\n")).join(parts))
    return found[:count]


def page(text: str) -> pages.Page:
    """A page with `text` in every field that is not ours, whatever fields pages come to have."""
    made = typing.cast("pages.Page", _filled(pages.Page, text))
    form = made.form
    return made if form is None else dataclasses.replace(made, form=dataclasses.replace(form, fields=form.fields[:1]))


@cache
def _hints(kind: type) -> dict[str, object]:
    """The types of the fields; to be read out of their annotations once, which takes longer than filling them."""
    return typing.get_type_hints(kind, {**vars(pages), "datetime": datetime})


def _filled(kind: type, text: str) -> object:
    hints = _hints(kind)
    given = {
        field.name: OPAQUE[field.name] if field.name in OPAQUE else _value(hints[field.name], text)
        for field in dataclasses.fields(kind)
    }
    return kind(**given)


def _value(hint: object, text: str) -> object:
    """A value of this type, made of the text."""
    if hint is str:
        return text
    if hint is bool:
        return True
    if hint is datetime:
        return AT
    if dataclasses.is_dataclass(hint):
        return _filled(typing.cast("type", hint), text)
    inner = typing.get_args(hint)
    if typing.get_origin(hint) in {typing.Union, types.UnionType}:
        return _value(next(one for one in inner if one is not type(None)), text)
    if typing.get_origin(hint) is tuple:
        parts = [one for one in inner if one is not Ellipsis]
        return tuple(_value(one, text) for one in (parts * 2 if Ellipsis in inner else parts))
    raise TypeError(f"pages have a field of {hint}: say here what is hostile in it")
