"""The words that say what is wanted: "status", "check …"; whatever else is typed is a question. And of clicks. Pure.

They are the same after a slash command, in a mention and in a direct message. Only those of LEADING take anything after
them, `index` an address, so that "status of the talks" and "index of prices" stay questions.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.model import Request

ALONE = ("digest", "watch", "sources", "status", "speakers", "help")
LEADING = ("said", "check", "digest", "watch", "speakers")
# Words that are ours only before what they are for: "index of consumer prices" is a question.
GUIDED = {
    "index": re.compile(r"links|\S+(?:\.|://)\S+", re.DOTALL | re.IGNORECASE),
    "sources": re.compile(r"add|list|show|pause|resume|remove|check|#?\d+", re.IGNORECASE),
    "retract": re.compile(r"\S+[.:/]\S+", re.DOTALL),
    "settings": re.compile(r"zone|follow", re.IGNORECASE),
}
WORDS = tuple(dict.fromkeys((*LEADING, *GUIDED, *ALONE)))
HELP = frozenset({"", "help", "?", "hi", "hello", "hey", "thanks", "thank you"})
SAID = "said"
_ABOUT_STATEMENTS = ("context", "cite", "wrong", "remove", "history", "retract")
_DIGEST_VIEWS = ("digest_form", "digest_change", "digest_preview", "digest_log")
# Clicks that open a view, which is filled when the answer is there.
IN_VIEWS = (
    *_ABOUT_STATEMENTS, "change", "speaker_same", "speaker_apart", *_DIGEST_VIEWS, "source_form", "source_show",
)  # fmt: skip


def command_of(text: str) -> tuple[str, str]:
    """(word, rest) of what was typed; "said" with the whole of it for a question, "unknown" for no word of ours.

    Words may be typed with a slash, as on the desk in the terminal; with a slash an unknown one is no question.
    """
    typed = text.strip()
    first, _, rest = typed.partition(" ")
    word = first.casefold().removeprefix("/").rstrip(":")
    if typed.casefold().removeprefix("/").rstrip(" !.") in HELP:
        return "help", ""
    if (word in LEADING and rest.strip()) or (word in ALONE and not rest.strip()):
        return word, rest.strip()
    if word in GUIDED and GUIDED[word].fullmatch(rest.strip().split(" ", 1)[0]):
        return word, rest.strip()
    if word in GUIDED and not rest.strip():
        return word, ""
    if word in {SAID, "check"} and not rest.strip():
        return "help", word
    return ("unknown", first) if typed.startswith("/") else (SAID, typed)


def asks_for_form(request: Request) -> bool:
    """Whether a command asks for a form, so that a view can be opened while its trigger lives."""
    word, rest = (request.action, request.text) if request.action else command_of(request.text)
    forms = {"digest": ("", "new"), "sources": ("add",)}
    return request.surface == "said" and rest.strip().casefold() in forms.get(word, ())


def meant(text: str) -> str | None:
    """The word somebody may have mistyped, where all they typed is one."""
    found = get_close_matches(text.strip().casefold(), WORDS, 1, 0.75) if " " not in text.strip() else []
    return found[0] if found else None
