"""Outlets as people name them: "in the NYT" is The New York Times. Pure."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Collection

# What newsrooms abbreviate, and what the outlet calls itself. Unknown outlets go by their printed name.
ABBREVIATIONS = {
    "nyt": "new york times",
    "ny times": "new york times",
    "wapo": "washington post",
    "wsj": "wall street journal",
    "ft": "financial times",
    "ap": "associated press",
    "afp": "agence france-presse",
    "lat": "los angeles times",
    "la times": "los angeles times",
    "usat": "usa today",
    "sz": "süddeutsche zeitung",
    "faz": "frankfurter allgemeine",
    "scmp": "south china morning post",
    "jpost": "jerusalem post",
    "toi": "times of israel",
    "bbc": "bbc",
    "cnn": "cnn",
    "npr": "npr",
    "pbs": "pbs",
    "abc": "abc",
    "cbs": "cbs",
    "nbc": "nbc",
    "upi": "upi",
    "dpa": "dpa",
    "tass": "tass",
}
_KNOWN = (
    "reuters|bloomberg|politico|axios|newsmax|breitbart|huffington post|huffpost"
    "|the hill|the guardian|guardian|the times"
    "|the sun|daily mail|le monde|der spiegel|spiegel|el pais|haaretz|ynet|al jazeera|al arabiya|anadolu|hurriyet"
    "|kan news|all israel news|fox news|usa today|buzzfeed|vox|slate|salon|the"
    " atlantic|the economist|newsweek|time magazine"
    "|the independent|the telegraph|the mirror|sky news|euronews|deutsche welle|xinhua|interfax|ria novosti|wire desk"
)
_SHAPED = (
    r"(?:[A-Z][\w.&'’-]*\s+){1,3}(?:Times|Post|Journal|Herald|Tribune|Telegraph|Gazette|Chronicle|Mail|Observer|Press"
    r"|News|Examiner|Review|Standard|Courier|Dispatch|Globe|Star|Register|Mirror|Express|Inquirer|Bee|Daily|Weekly)"
)
_NAMED = "|".join(re.escape(a) for a in sorted(ABBREVIATIONS, key=len, reverse=True))
_IN = Pattern(
    r",?\s*\b(?i:as printed in|printed in|published (?:in|by)|as reported (?:in"
    r"|by)|reported (?:in|by)|in|outlet:?|from)\s+"
    rf"(?i:the\s+)?(?P<name>(?i:{_NAMED}|{_KNOWN})(?!['’\w])|{_SHAPED}(?!['’\w]))",
    clues=("in", "from", "outlet", "publish", "report"),
)
_ANY = Pattern(
    r",?\s*\b(?i:as printed in|printed in|published (?:in|by)|as reported (?:in|by)|outlet:?)\s+"
    r"(?i:the\s+)?(?P<name>[A-Z][\w.&'’-]*(?:\s+[A-Z][\w.&'’-]*){0,3})",
    clues=("print", "publish", "report", "outlet"),
)


def full_name(outlet: str) -> str:
    """What the outlet calls itself, lower case, where `outlet` is a known abbreviation; else as given."""
    return ABBREVIATIONS.get(re.sub(r"^the\s+|\.", "", outlet.lower()).strip(), outlet)


def outlet_in(text: str, known: Collection[str] = ()) -> tuple[str, int, int] | None:
    """The outlet a question restricts itself to ("in the NYT"), with the range to cut from it, or None.

    "told the NYT" is no restriction: there the outlet is who was spoken to. `known` are folded names of more outlets.
    """
    for name in known:
        match = re.search(rf",?\s*\bin\s+(?:the\s+)?(?P<name>{re.escape(name)})(?!['’\w])", text, re.IGNORECASE)
        if match and (match.start() > 0):
            return match["name"], match.start(), match.end()
    for pattern in (_ANY, _IN):
        match = pattern.search(text)
        if match and (match.group().lstrip(" ,").lower()[:4] != "from" or match.start() > 0):
            return match["name"], match.start(), match.end()
    return None
