"""Pages of real shapes -> articles: text, headline, date, byline, address; and what they say when there is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ingest_layouts import BODY, HEADLINE, JUNK, LAYOUTS, URL, html, ld, paragraphs

from bot.errors import SourceError
from bot.extract import Extractor
from bot.ingest.dates import published, settled
from bot.ingest.pages import decoded, page
from bot.ingest.parcel import Found, Job


def read(markup: str | bytes, url: str = URL, charset: str | None = None, **told: str) -> Found:
    data = markup.encode() if isinstance(markup, str) else markup
    (found,) = page(data, Job("page", url, charset, given=told)).articles
    return found


@pytest.mark.parametrize("name", LAYOUTS)
def test_page_gives_the_text_as_printed_and_nothing_else(name: str) -> None:
    layout = LAYOUTS[name]
    found = read(layout.html, layout.at)
    assert found.article.text.split("\n\n") == list(layout.lines)
    assert JUNK not in found.article.text


@pytest.mark.parametrize("name", LAYOUTS)
def test_page_gives_what_it_says_about_itself(name: str) -> None:
    layout = LAYOUTS[name]
    found = read(layout.html, layout.at)
    article = found.article
    told = (article.title, article.outlet, article.author, article.published, article.url, found.notes)
    assert told == (HEADLINE, layout.outlet, layout.author, layout.published, layout.url, layout.notes)
    assert article.id == layout.url


def test_page_gives_statements_to_those_who_said_them() -> None:
    found = read(LAYOUTS["json-ld"].html)
    said = {one.speaker for one in Extractor().extract(found.article)}
    assert {"Ines Okafor", "Piet Lindqvist"} <= said


def test_page_takes_the_outlet_that_its_source_is_known_by() -> None:
    assert read(LAYOUTS["json-ld"].html, outlet="Courier").article.outlet == "Courier"


@pytest.mark.parametrize(
    ("markup", "why"),
    [
        ("", "there is no page in it."),
        ("\0\0\0", "there is no page in it."),
        ("<html><body></body></html>", "no article could be found"),
        (html("<div id='root'></div>", ld(isAccessibleForFree=False, articleBody="x")), "subscribers only."),
        (html("<article>" + paragraphs(tuple(f"Line {n} of it. " + "word " * 300 for n in range(800))) + "</article>"),
         "longer than an article"),
    ],
)  # fmt: skip
def test_page_says_why_there_is_no_article(markup: str, why: str) -> None:
    with pytest.raises(SourceError) as told:
        read(markup)
    assert why in str(told.value)


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("<p>Grüezi “so”".encode(), "utf-8"),
        ("<p>Grüezi “so”".encode("cp1252"), "windows-1252"),
        ("<meta charset=windows-1252><p>Grüezi “so”".encode("cp1252"), None),
        ("<meta http-equiv=content-type content='text/html; charset=utf-8'><p>Grüezi “so”".encode(), None),
        ("<p>Grüezi “so”".encode("cp1252"), "utf-8"),  # the server is mistaken
        ("<p>Grüezi “so”".encode(), "no-such-charset"),
        ("\ufeff<p>Grüezi “so”".encode(), None),
    ],
)
def test_page_is_decoded_as_whoever_is_right_says(data: bytes, charset: str | None) -> None:
    assert decoded(data, charset).endswith("<p>Grüezi “so”")


@pytest.mark.parametrize(
    ("stamp", "iso"),
    [
        ("2025-12-09T16:40:00+01:00", "2025-12-09T16:40+01:00"),
        ("2025-12-09T16:40:00.000Z", "2025-12-09T16:40+00:00"),
        ("2025-12-09 16:40:11 +0100", "2025-12-09T16:40:11+01:00"),
        ("2025-12-09 16:40:00 UTC", "2025-12-09T16:40+00:00"),
        ("Tue, 09 Dec 2025 16:40:00 GMT", "2025-12-09T16:40+00:00"),
        ("2025-12-09", "2025-12-09"),
        ("2025-12-09T16:40", "2025-12-09T16:40"),  # no zone: no instant
        ("9 December 2025", "2025-12-09"),
        ("9th of December, 2025", "2025-12-09"),
        ("Published Dec. 9, 2025 at 4:40 p.m. EST | Updated Dec. 10, 2025", "2025-12-09T16:40-05:00"),
        ("16:40 GMT, 9 Dec 2025", "2025-12-09T16:40+00:00"),
        ("9 Dec 2025 12:05 am CET", "2025-12-09T00:05+01:00"),
        ("9 Dec 2025 25:99", "2025-12-09"),  # no time of day
        ("31 November 2025", None),  # no such day
        ("09/12/2025", None),  # September or December? not guessed
        ("yesterday", None),
        ("", None),
        ("2025-12-09T16:40:00+99:99", "2025-12-09T16:40"),  # no such zone
    ],
)
def test_published_reads_stamps_and_printed_dates(stamp: str, iso: str | None) -> None:
    assert published(stamp) == iso


@pytest.mark.parametrize(
    ("found", "zone", "iso"),
    [
        ("2025-12-09T16:40", "Europe/Istanbul", "2025-12-09T16:40+03:00"),
        ("2025-12-09T16:40", None, "2025-12-09"),  # the day is known, the instant is not
        ("2025-12-09T16:40", "Nowhere/Land", "2025-12-09"),
        ("2025-12-09T16:40+01:00", "Europe/Istanbul", "2025-12-09T16:40+01:00"),  # what is stated stands
        ("2025-12-09", "Europe/Istanbul", "2025-12-09"),
        (None, "Europe/Istanbul", None),
    ],
)
def test_settled_gives_a_zone_only_where_one_is_known(found: str | None, zone: str | None, iso: str | None) -> None:
    assert settled(found, zone) == iso


@given(st.text())
def test_published_never_raises_and_gives_iso_or_nothing(stamp: str) -> None:
    found = published(stamp)
    assert found is None or settled(found) is not None


MARKUP = [
    *("<p>", "</p>", "<div class='related'>", "</div>", "<h1>", "text ", "<!--", "]]>", "&#0;", "<svg>", "<title>"),
    *("<script type='application/ld+json'>{", "}</script>", *BODY[:2], "\ud800"),
]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(MARKUP), max_size=30))
def test_page_of_any_markup_is_read_or_refused(pieces: list[str]) -> None:
    try:
        read("".join(pieces).encode("utf-8", "surrogatepass"))
    except SourceError as told:
        assert str(told)  # noqa: PT017 - both outcomes are right


def test_flash_keeps_its_paragraphs_apart_from_headline_byline_and_date() -> None:
    data = (
        "<html><body><nav>Home</nav><article><h1>Pier is closed</h1><p class=byline>By Tess Abara</p>"
        "<time datetime='2026-11-20T09:00:00Z'>20 November 2026</time><p>“The pier is closed until spring,” said Mara "
        "Lind, the harbour minister, on Friday.</p><p>Lind added that crews would wait until Sunday.</p></article>"
    )
    article = page(data.encode(), Job("page", "https://example.org/a")).articles[0].article
    assert article.text.split("\n\n") == [
        "Pier is closed",
        "“The pier is closed until spring,” said Mara Lind, the harbour minister, on Friday.",
        "Lind added that crews would wait until Sunday.",
    ]
