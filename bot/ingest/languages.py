"""Which language an article is in: as its text shows, as its page states, as its source is known to print. Pure.

    surely not English             what the page states, else the source's, else "xx"
    the page states one            that; English after all where the text proves it, as templates state what they like
    neither                        the source's, else English

Only "en" is analysed. Codes are those of ISO 639, as pages carry them ("tr-TR" is "tr").
"""

from __future__ import annotations

import re

from bot.errors import UsageError
from bot.extract.language import ENGLISH, OTHER, language_of, proves_english

NAMES = {
    "en": "English", "ar": "Arabic", "bg": "Bulgarian", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "es": "Spanish", "fa": "Persian", "fi": "Finnish", "fr": "French", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ko": "Korean", "ku": "Kurdish",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "sr": "Serbian", "sv": "Swedish", "th": "Thai", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip
_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9_-]{1,20})?")


def code_of(given: object) -> str | None:
    """The code in "tr", "tr-TR" or "Turkish"; None for what is none."""
    if not isinstance(given, str):
        return None
    typed = given.strip()
    named = next((code for code, name in NAMES.items() if name.casefold() == typed.casefold()), None)
    found = _CODE.fullmatch(typed)
    return named or (found[1].lower() if found else None)


def chosen(typed: str | None) -> str | None:
    """The code of what somebody typed or chose; None for nothing. Raises UsageError for what is no language."""
    if not typed:
        return None
    code = code_of(typed)
    if code is None:
        raise UsageError(f"{typed!r} is no language known here; write its code, such as en or tr.")
    return code


def called(code: str) -> str:
    """As people call it: "Turkish"; the code itself where it has no name here."""
    return NAMES.get(code, code)


def settled(text: str, stated: str | None = None, known: str | None = None) -> str:
    """The language of `text`: `stated` by its page, `known` of its source; both are codes."""
    if language_of(text) != ENGLISH:
        return next((code for code in (stated, known) if code and code != ENGLISH), OTHER)
    if stated:
        return ENGLISH if proves_english(text) else stated
    return known or ENGLISH
