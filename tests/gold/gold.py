"""The gold set: short articles written for this project, every statement in them marked by hand.

NAME.txt is the article's text, byte for byte. NAME.ann is stand-off, one tab-separated fact a line: the number of the
statement, a field, its value; spans (`content`, `cue`, `source`) repeat the words next to their offsets, so that a file
proves itself. `article` lines give the article's metadata. Conventions:

- content takes in "that" and the quotation marks; the comma and full stop of the tag stay outside; a quotation over
  paragraphs is one statement a paragraph; pieces split by a tag are one statement with several content spans;
- source is the mention with the role or description before it ("The owner, Radu Filipescu"), without what comes after;
  later paragraphs of a quotation keep its tag, quotations without a tag take the last mention of who is speaking;
- kind goes by quotation marks alone (a transcript's turn has none: indirect); pronouns are no addressees;
- speaker is who that is in full; of an unnamed source, the words as printed.

`figures.py`, run as a script, prints what the extractor makes of the set and everything that is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from bot.model import Article, Attribution, Kind, Span, Statement

HERE = Path(__file__).resolve().parent
META = ("outlet", "published", "language")
SPANS = ("content", "cue", "source")
ONE = ("kind", "cue", "source", "speaker", "attribution", "addressee", "said_on", "said_on_how")


class GoldError(ValueError):
    """A gold file that does not prove itself; the message names the line."""


@dataclass(frozen=True)
class Marked:
    """One article with its statements as marked."""

    article: Article
    statements: tuple[Statement, ...]


def names() -> list[str]:
    """Every article of the set."""
    return sorted(path.stem for path in HERE.glob("*.ann"))


def load(name: str, folder: Path = HERE) -> Marked:
    """Read one article and its marks. Raises GoldError."""
    text = (folder / f"{name}.txt").read_bytes().decode("utf-8")
    meta: dict[str, str] = {}
    facts: dict[int, list[tuple[str, list[str]]]] = {}
    for number, line in enumerate((folder / f"{name}.ann").read_text(encoding="utf-8").splitlines(), 1):
        who, field, *values = line.split("\t")
        if who == "article" and field in META and len(values) == 1:
            meta[field] = values[0]
        elif who.isdecimal() and field in (*ONE, "content", "via") and len(values) == (3 if field in SPANS else 1):
            facts.setdefault(int(who), []).append((field, values))
        else:
            raise GoldError(f"{name}.ann:{number} is no fact: {line!r}")
    if list(facts) != list(range(1, len(facts) + 1)):
        raise GoldError(f"{name}.ann: statements are not numbered from 1 on")
    article = Article(
        id=f"gold-{name}",
        text=text,
        outlet=meta.get("outlet"),
        published=meta.get("published"),
        language=meta.get("language", "en"),
    )
    return Marked(article, tuple(_statement(f"{name}.ann, statement {n}", text, rows) for n, rows in facts.items()))


def _statement(where: str, text: str, rows: list[tuple[str, list[str]]]) -> Statement:
    given = [field for field, _ in rows if field in ONE]
    if len(set(given)) != len(given):
        raise GoldError(f"{where}: a field is given twice")
    spans: dict[str, list[Span]] = {field: [] for field in SPANS}
    one: dict[str, str] = {}
    for field, values in rows:
        if field in SPANS:
            spans[field].append(_span(where, text, values))
        elif field != "via":
            one[field] = values[0]
    return Statement(
        spans=tuple(spans["content"]),
        kind=Kind(one["kind"]),
        cue=next(iter(spans["cue"]), None),
        mention=next(iter(spans["source"]), None),
        speaker=one.get("speaker"),
        attribution=Attribution(one["attribution"]),
        addressee=one.get("addressee"),
        via=tuple(values[0] for field, values in rows if field == "via"),
        said_on=one.get("said_on"),
        said_on_how=one.get("said_on_how"),
    )


def _span(where: str, text: str, values: list[str]) -> Span:
    span = Span(int(values[0]), int(values[1]))
    if span.of(text) != values[2]:
        raise GoldError(f"{where}: {span.start}-{span.end} reads {span.of(text)!r}, not {values[2]!r}")
    return span
