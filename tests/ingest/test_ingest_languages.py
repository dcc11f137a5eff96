"""Which language an article is in: its text, its page and its source are asked, in that order of proof."""

from __future__ import annotations

import pytest

from bot.errors import UsageError
from bot.ingest.kinds import KINDS
from bot.ingest.languages import called, chosen, code_of, settled
from bot.ingest.parcel import Job

LONG = "The mayor of the town said that the dam would hold for another week and that it was safe. " * 4
TURKISH = "Belediye başkanı barajın bir hafta daha dayanacağını ve halkın endişe etmemesi gerektiğini söyledi. " * 4
SHORT = "Rain is coming."


@pytest.mark.parametrize(
    ("text", "stated", "known", "language"),
    [
        (LONG, None, None, "en"),
        (LONG, "tr", None, "en"),  # a template that says lang="tr" over an English edition loses no article
        (LONG, None, "tr", "tr"),  # where the page says nothing, whoever added the source knows
        (LONG, "en", "tr", "en"),  # the page before the source
        (TURKISH, None, None, "xx"),  # surely not English, and nobody says what
        (TURKISH, "tr", None, "tr"),
        (TURKISH, "en", "tr", "tr"),  # a page that says English of what is not
        (TURKISH, "en", None, "xx"),
        (SHORT, None, None, "en"),
        (SHORT, "de", None, "de"),  # too short to prove anything: the page is believed
        (SHORT, None, "de", "de"),
    ],
)
def test_language_is_the_texts_then_the_pages_then_the_sources(
    text: str, stated: str | None, known: str | None, language: str
) -> None:
    assert settled(text, stated, known) == language


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ("tr", "tr"),
        ("tr-TR", "tr"),
        ("en_GB", "en"),
        ("zh-Hant-TW", "zh"),
        ("Turkish", "tr"),
        (" kurdish ", "ku"),
        ("nds", "nds"),  # three letters are a code, too
        ("", None),
        ("Klingonian", None),
        ("<script>", None),
        (["en"], None),  # JSON-LD holds whatever it likes
        (None, None),
    ],
)
def test_code_of_takes_codes_and_names(given: object, code: str | None) -> None:
    assert code_of(given) == code


def test_chosen_says_what_to_write_for_what_is_none() -> None:
    assert (chosen(None), chosen(""), chosen("German")) == (None, None, "de")
    with pytest.raises(UsageError, match="'Klingonian' is no language known here; write its code, such as en or tr"):
        chosen("Klingonian")
    assert (called("tr"), called("nds")) == ("Turkish", "nds")


def page(head: str, text: str, **given: str) -> str:
    body = f"<html {head}<body><article><h1>Rain</h1><p>{text}</p></article></body></html>"
    return KINDS["page"](body.encode(), Job("page", "https://example.org/a", given=given)).articles[0].article.language


LD = '{"@type": "NewsArticle", "inLanguage": "it-IT"}'
FEW = "“We are wet,” said Ann Hill, the mayor of the town, late on Monday after rain."


@pytest.mark.parametrize(
    ("head", "given", "language"),
    [
        ("lang='de'>", {}, "de"),
        ("><head><meta http-equiv='x' name='content-language' content='fr'></head>", {}, "fr"),
        ("><head><meta property='og:locale' content='sv_SE'></head>", {}, "sv"),
        (f"lang='de'><head><script type='application/ld+json'>{LD}</script></head>", {}, "it"),
        ("lang='xyzzy plugh'>", {}, "en"),  # nothing that is a code
        (">", {"language": "tr"}, "tr"),
        ("lang='en-GB'>", {"language": "tr"}, "en"),
    ],
)
def test_page_states_its_language(head: str, given: dict[str, str], language: str) -> None:
    assert page(head, FEW, **given) == language
