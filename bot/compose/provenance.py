"""Whose report words rest on, as the article says it: reprints, agency copy, "according to a report by …". Pure.

Only names of outlets count, by the words that outlets are named with or because the phrase says so: what a minister is
quoted with "according to" is his, not another report's.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bot.patterns import Pattern
from bot.text import fold

if TYPE_CHECKING:
    from bot.model import Record

PRESS = Pattern(
    r"\b(?:Times|Post|News|Journal|Reuters|AFP|AP|BBC|CNN|CBS|NBC|ABC|Jazeera|Associated Press|Guardian|Tribune|Herald"
    r"|Gazette|Chronicle|Telegraph|Courier|Agency|Radio|TV|Television|Magazine|Weekly|Daily|Observer|Bloomberg|Wire"
    r"|dpa|Interfax|Xinhua|Kyodo|Anadolu|Mirror|Echo|Press|Broadcasting|Channel \d+|Gazeta|Zeitung|Monde)\b"
)
_WORD = r"[A-Z](?:[\w&’'-]|\.(?=\w))*"
_NAME = rf"(?:the )?({_WORD}(?: (?:{_WORD}|\d+|of|and|du|de|la))*)"
_AT_FIRST = [
    f"{how} {done}" for how in ("originally", "first") for done in ("published", "appeared", "posted", "printed", "ran")
]
_AGENCIES = ("Reuters", "AP", "AFP", "dpa", "Interfax", "Xinhua", "Kyodo", "Anadolu", "UPI", "ANSA", "EFE", "Bloomberg")
_REPUBLISHED = (
    Pattern(
        rf"\b(?:[Rr]epublished|[Rr]eprinted|[Rr]eproduced)(?:,? (?:here )?with (?:kind )?permission,?)? from {_NAME}",
        clues=("republished", "reprinted", "reproduced"),
    ),
    Pattern(
        r"\b(?:(?:article|story|report|piece|essay|text|interview|column|version)(?: \w+){0,2} (?:originally|first)"
        rf"|Originally|First) (?:published|appeared|posted|printed|ran) (?:in|on|by|at) {_NAME}",
        clues=tuple(_AT_FIRST),
    ),
    Pattern(rf"\b(?:[Ss]tory|[Aa]rticle|[Tt]ext|[Rr]eport) courtesy of {_NAME}", clues=("courtesy of",)),
    Pattern(rf"(?m)^(?:Source|Quelle|Credit): {_NAME}\s*\.?$", clues=("source: ", "quelle: ", "credit: ")),
    Pattern(
        rf"\A[^\n]{{0,60}}\(({'|'.join(_AGENCIES)})\)\s*[-–—]",
        clues=tuple(f"({name.lower()})" for name in _AGENCIES),
    ),
    Pattern(r"[-–—(]\s?(Reuters|AP|AFP|dpa|Interfax|Xinhua|Kyodo|UPI|ANSA|EFE)\)?\s*\Z"),
)
_REPORT = r"(?:an? |the )?(?:\w+ )?(?:report|story|article|investigation|interview|account|dispatch)"
_ON_WORD = (
    Pattern(rf"\b[Aa]ccording to (?:{_REPORT} (?:by|in|from|on|with|of) )?{_NAME}", clues=("according to ",)),
    Pattern(
        rf"\b(?:as )?(?:first |previously |earlier )?reported (?:first )?(?:by|in|on) {_NAME}", clues=("reported ",)
    ),
    Pattern(
        rf"\b(?:citing|cited|quoting|quoted by|cited by) (?:{_REPORT} (?:by|in|from|on|of) )?{_NAME}",
        clues=("citing ", "cited ", "quoting ", "quoted "),
    ),
    Pattern(rf"\b(?:told|tells|telling) {_NAME}", clues=("told ", "tells ", "telling ")),
    Pattern(rf"\b(?:interview|conversation) (?:with|to|in|on) {_NAME}", clues=("interview ", "conversation ")),
    Pattern(
        rf"\b(?:statement|remarks|comments|message|email) (?:to|for) {_NAME}",
        clues=("statement ", "remarks ", "comments ", "message ", "email "),
    ),
    Pattern(
        rf"\b{_NAME} (?:first |later |also )?(?:reported|reports|has reported|writes|wrote)\b",
        clues=(" reported", " reports", " writes", " wrote"),
    ),
    Pattern(
        rf"\b{_REPORT} (?:by|in|from) {_NAME}",
        clues=("report ", "story ", "article ", "investigation ", "interview ", "account ", "dispatch "),
    ),
)
_CITING = Pattern(
    r"\b(?:citing|quoting|who (?:cited|quoted)) ((?:an?|two|three|several|four) (?:unnamed |anonymous |unidentified )?"
    r"(?:[^,.;:“”\"\n]|(?<=\b[A-Z])\.){0,60}?(?:official|officials|source|sources|diplomat|diplomats|officer|officers|aide|aides|person"
    r"|people)\b)",
    clues=("citing ", "quoting ", "cited ", "quoted "),
)
_END = Pattern(r"\s(?:of|and|du|de|la)$")


def republished_from(text: str) -> str | None:
    """Whose article this is, where it says so itself: "Republished with permission from All Israel News."."""
    for pattern in _REPUBLISHED:
        if found := pattern.search(text):
            return _bare(found.group(1))
    return None


def reports_named(sentence: str) -> tuple[str, ...]:
    """The outlets on whose report a sentence rests, by its own words, in their order, each once."""
    found = sorted((match.start(1), _bare(match.group(1))) for p in _ON_WORD for match in p.finditer(sentence))
    return tuple(dict.fromkeys(name for _, name in found if PRESS.search(name)))


def cited_source(sentence: str) -> str | None:
    """Whom that report cites, unnamed: "an unnamed US official"."""
    found = _CITING.search(sentence)
    return found.group(1) if found else None


def on_word_of(record: Record, sentence: str) -> tuple[str, ...]:
    """The reports that a statement rests on; `sentence` is the one it stands in. Its own outlet is none of them."""
    statement = record.statement
    given = (name for name in (statement.addressee, *statement.via) if name and PRESS.search(name))
    named = dict.fromkeys((*given, *reports_named(sentence)))
    own = key(record.article.outlet or "")
    return tuple({key(name): name for name in reversed(named) if key(name) != own}.values())[::-1]


def key(name: str) -> str:
    """By what two ways to write an outlet's name are one: "the Herald" and "The Herald"."""
    return fold(name).removeprefix("the ").strip(" .'")


def _bare(name: str) -> str:
    """Without what the sentence goes on with."""
    name = name.strip().rstrip(".")
    while found := _END.search(name):
        name = name[: found.start()]
    return re.sub(r"[’']s$", "", name)
