"""What a page says about itself: headline, outlet, byline, date, address, and whether all of it may be read. Pure.

Asked in this order: JSON-LD (schema.org), the `meta` and `link` elements, what is printed. Each is a claim of the
page; an address that claims to be another outlet's is not believed.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from bot.errors import SourceError
from bot.ingest.addresses import place_of, same_site, tidy
from bot.ingest.dates import published
from bot.ingest.languages import code_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement  # type: ignore[import-untyped] # ships no types

Json = dict[str, Any]
_ARTICLES = frozenset(
    "Article NewsArticle ReportageNewsArticle AnalysisNewsArticle BackgroundNewsArticle OpinionNewsArticle "
    "ReviewNewsArticle AskPublicNewsArticle Report BlogPosting LiveBlogPosting SocialMediaPosting".split()
)
_DATES = (
    "article:published_time", "og:article:published_time", "datePublished", "parsely-pub-date", "pubdate",
    "publish-date", "publishdate", "sailthru.date", "dc.date.issued", "dcterms.created", "dc.date", "date",
)  # fmt: skip
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_PRINTED_DATE = (
    "//time | //*[contains(@itemprop,'datePublished')] | //*[contains(@class,'publish') or contains(@class,'timestamp')"
    " or contains(@class,'dateline') or contains(@class,'date')][not(self::body or self::html or self::article)]"
)
_PRINTED_AUTHOR = (
    "//a[@rel='author'] | //*[@itemprop='author']//*[@itemprop='name'] | //*[@itemprop='author']"
    " | //*[contains(concat(' ',@class,' '),' byline ') or contains(@class,'author-name')]"
)
_BY = re.compile(r"^\s*(?:written\s+|words\s+)?by[:\s]+", re.IGNORECASE)
_AFTER_NAME = re.compile(r"\s*(?:[|•·–—]|\b(?:published|updated|posted)\b|\d{1,2} \w+ \d{4}).*$", re.IGNORECASE)
_DEEPEST = 6  # levels of JSON-LD that are looked through
_LONGEST = 300  # characters of a headline or name


@dataclass(frozen=True, slots=True)
class About:
    """What was found; None where the page does not say."""

    headline: str | None = None
    outlet: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None  # its own, of the same site
    body: str | None = None  # the text as JSON-LD carries it
    free: bool = True  # False where the page says that its text is for subscribers
    live: bool = False  # a live blog, which goes on
    language: str | None = None  # its code


def about(tree: HtmlElement, url: str) -> About:
    """What the page at `url` says about itself."""
    told = _article_of(tree)
    meta = _metas(tree)
    return About(
        headline=_headline(tree, told, meta),
        outlet=_name(told.get("publisher")) or _clean(meta.get("og:site_name")) or _clean(meta.get("application-name")),
        author=_author(tree, told, meta),
        published=_published(tree, told, meta),
        url=_own(tree, told, meta, url),
        body=_clean_lines(told.get("articleBody")),
        free=not _locked(told, meta),
        live="LiveBlogPosting" in _types(told),
        language=_language(tree, told, meta),
    )


def _article_of(tree: HtmlElement) -> Json:
    """The article among the page's JSON-LD; {} where there is none."""
    for script in tree.xpath("//script[contains(@type,'ld+json')]"):
        try:
            given = json.loads(str(script.text_content()), strict=False)
        except (ValueError, RecursionError):
            continue
        for one in _things(given):
            if _ARTICLES & _types(one):
                return one
    return {}


def _things(given: object, depth: int = 0) -> Iterator[Json]:
    if depth > _DEEPEST:
        return
    if isinstance(given, list):
        for one in given:
            yield from _things(one, depth + 1)
    elif isinstance(given, dict):
        yield given
        yield from _things(given.get("@graph"), depth + 1)
        yield from _things(given.get("mainEntity"), depth + 1)


def _types(thing: Json) -> frozenset[str]:
    kind = thing.get("@type")
    return frozenset(str(one) for one in (kind if isinstance(kind, list) else [kind]))


def _metas(tree: HtmlElement) -> dict[str, str]:
    """Each `meta` by name, property or itemprop; the first of a name counts."""
    found: dict[str, str] = {}
    for one in tree.xpath("//meta[@content]"):
        name = one.get("property") or one.get("name") or one.get("itemprop")
        if name:
            found.setdefault(name if name == "datePublished" else name.lower(), str(one.get("content")))
    return found


def _headline(tree: HtmlElement, told: Json, meta: dict[str, str]) -> str | None:
    """The one that is printed, where it is the article's; a page's title has the outlet's name behind it."""
    printed = [text for one in tree.xpath("//h1") if (text := _clean(one.text_content()))]
    claimed = _clean(told.get("headline")) or _clean(meta.get("og:title"))
    if len(printed) == 1 or (printed and claimed is None):
        return printed[0]
    if claimed:
        return next((one for one in printed if one in claimed or claimed in one), claimed)
    return _clean(re.split(r"\s+[|–—]\s+", tree.findtext(".//title") or "")[0])


def _author(tree: HtmlElement, told: Json, meta: dict[str, str]) -> str | None:
    names = _names(told.get("author"))
    names = names or [name for key in _AUTHORS if (name := _person(meta.get(key)))][:1]
    names = names or list(dict.fromkeys(n for e in tree.xpath(_PRINTED_AUTHOR) if (n := _person(e.text_content()))))[:3]
    return ", ".join(names) or None


def _names(given: object) -> list[str]:
    people = given if isinstance(given, list) else [given]
    return list(dict.fromkeys(name for one in people if (name := _person(_name(one)))))


def _name(given: object) -> str | None:
    if isinstance(given, list) and given:
        given = given[0]
    return _clean(given.get("name") if isinstance(given, dict) else given)


def _person(text: object) -> str | None:
    """A byline without "By" and the date behind it; None for an address."""
    name = _clean(text)
    if not name or "://" in name or name.startswith("@"):
        return None
    return _AFTER_NAME.sub("", _BY.sub("", name)).strip(" ,") or None


def _published(tree: HtmlElement, told: Json, meta: dict[str, str]) -> str | None:
    stamps = [told.get("datePublished"), told.get("dateCreated"), *(meta.get(name) for name in _DATES)]
    for stamp in stamps:
        if isinstance(stamp, str) and (found := published(stamp)):
            return found
    for one in tree.xpath(_PRINTED_DATE)[:20]:
        found = published(one.get("datetime") or one.get("content") or "") or published(one.text_content())
        if found:
            return found
    return None


def _own(tree: HtmlElement, told: Json, meta: dict[str, str], url: str) -> str:
    """The canonical address, where it is on the same site (of a file: as it says); else where the page was found."""
    claims = [*tree.xpath("//link[@rel='canonical']/@href"), meta.get("og:url"), told.get("url"), _address(told)]
    for claim in claims:
        try:
            place = place_of(urljoin(url, str(claim or "").strip()))
        except (SourceError, ValueError):
            continue
        here = urlsplit(url)
        deeper = place.target != "/" or here.path in {"", "/"}  # a front page is no article's address
        if claim and deeper and (not here.hostname or same_site(place.host, here.hostname)):
            return tidy(place.url)
    return tidy(url)


def _address(told: Json) -> str | None:
    page = told.get("mainEntityOfPage")
    found = page.get("@id") if isinstance(page, dict) else page
    return found if isinstance(found, str) else None


def _language(tree: HtmlElement, told: Json, meta: dict[str, str]) -> str | None:
    """The first that is a code [schema.org/inLanguage; html.spec.whatwg.org, the lang attribute]."""
    claims = (told.get("inLanguage"), tree.get("lang"), meta.get("content-language"), meta.get("og:locale"))
    return next((code for claim in claims if (code := code_of(claim))), None)


def _locked(told: Json, meta: dict[str, str]) -> bool:
    free = told.get("isAccessibleForFree")
    tier = meta.get("article:content_tier", "free").lower()
    return str(free).lower() in {"false", "https://schema.org/false"} or tier in {"locked", "metered"}


def _clean(given: object) -> str | None:
    """A line of text; None for what is none."""
    return (" ".join(given.split())[:_LONGEST] or None) if isinstance(given, str) else None


def _clean_lines(given: object) -> str | None:
    if not isinstance(given, str):
        return None
    return "\n\n".join(line for part in given.splitlines() if (line := " ".join(part.split()))) or None
