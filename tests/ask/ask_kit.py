"""A small archive for whole answers: articles written for it, statements marked as `[[words]](speaker; field=value)`.

All people and outlets are invented.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from fakes.archives import blank

from bot.model import Article, Attribution, Kind, Span, SpeakerKind, Statement
from store import open_archive

if TYPE_CHECKING:
    from pathlib import Path

    from store.archive import Store

NOW = datetime(2025, 12, 11, 9, 0, tzinfo=UTC)
_MARK = re.compile(r"\[\[(.*?)\]\]\(([^)]*)\)", re.DOTALL)

ARTICLES = {
    ("harbour", "The Courier", "2025-12-08", "Harbour bridge delayed again"): """\
Transport minister Olena Varga said the harbour bridge [[would not open before the summer]](Olena Varga; \
role=Transport minister). [["Nobody will cross that bridge until every bolt has been checked twice,"]](Olena Varga) \
Varga told Radio Norte on Monday. She called the delay [[a "costly embarrassment" for the builders]](Olena Varga).

Varga's spokesman, Piet Ostrow, said [[the ministry had warned about corrosion since March]](Piet Ostrow; \
role=spokesman). One official, who asked not to be named, said [[the contract will be cancelled]](an official; \
kind=anonymous).

Union leader Tomas Brandt accused the city of [["hiding the real bill"]](Tomas Brandt; role=Union leader). The \
Dockworkers Union said [[it would strike if wages were cut]](Dockworkers Union; kind=organisation).
""",
    ("harbour-2", "Evening Star", "2025-12-09", "Varga: nobody crosses unchecked bridge"): """\
[["Nobody will cross that bridge until every bolt has been checked twice,"]](Olena Varga) Olena Varga told Radio \
Norte. She added that [[tolls were not on the table]](Olena Varga).
""",
    ("clinic", "The Courier", "2025-11-20", "Clinics short of nurses"): """\
Dr. Amara Diallo, who runs the clinic, said [["we lose two nurses every month to better pay abroad"]](Amara Diallo; \
role=who runs the clinic). Health secretary Joanna Brandt said [[hospitals would hire 400 nurses]](Joanna Brandt; \
role=Health secretary) in October. Rania Meshaal, a nurse, said [[the flu vaccine had come too late]](Rania Meshaal; \
role=a nurse).

The International Nursing Federation warned of [[a shortage of "historic proportions"]](International Nursing \
Federation; kind=organisation).
""",
    ("wages", "Evening Star", "2025-12-03", "Central bank sees slower growth"): """\
Central Bank governor Ilse Aumann said [["prices will rise more slowly next year, and wages will not"]](Ilse Aumann; \
role=Central Bank governor). Aumann did not rule out [[a cut in interest rates in spring]](Ilse Aumann). Analysts said \
[[the outlook was bleak]](analysts; kind=group). Former premier Jan Kolar, Mira Vesely and the opposition were not \
available. Mark Quill said [[he would sell the ferry company]](Mark Quill). Nadia Quill said [[she would never sell \
the ferry company]](Nadia Quill).
""",
}


def statements(marked: str) -> tuple[str, list[Statement]]:
    """The bare text and its statements."""
    text, at, found = "", 0, []
    for mark in _MARK.finditer(marked):
        text += marked[at : mark.start()]
        span = Span(len(text), len(text) + len(mark[1]))
        text, at = text + mark[1], mark.end()
        found.append(_statement(span, mark[1], mark[2]))
    return text + marked[at:], found


def _statement(span: Span, words: str, given: str) -> Statement:
    speaker, *fields = (part.strip() for part in given.split(";"))
    known: dict[str, Any] = dict(field.split("=", 1) for field in fields)
    kind = SpeakerKind(known.pop("kind", "person"))
    attribution = {
        SpeakerKind.ANONYMOUS: Attribution.ANONYMOUS,
        SpeakerKind.ORGANISATION: Attribution.ORGANISATION,
    }.get(kind, Attribution.NAMED)
    look = Kind.DIRECT if words[0] == '"' == words[-1] else Kind.MIXED if '"' in words else Kind.INDIRECT
    return Statement((span,), look, speaker=speaker or None, speaker_kind=kind, attribution=attribution, **known)


def filled(path: Path, articles: dict[tuple[str, str, str, str], str] = ARTICLES) -> Store:
    """A store with these articles."""
    store = open_archive(blank(path / "ask.db"))
    for (number, outlet, published, title), marked in articles.items():
        text, found = statements(marked)
        article = Article(number, text, title=title, outlet=outlet, published=published)
        store.admit(article, found, now=NOW, news=True, extractor="by hand")
    return store
