"""What news agencies deliver: ninjs and NewsML-G2. In the reader only.

An embargo holds to its second: until then the article is nowhere (`Article.visible_from`). What is withheld or called
off does not come in at all. [iptc.org/std/ninjs, iptc.org/std/NewsML-G2; cv.iptc.org/newscodes/pubstatusg2]
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

from lxml import etree  # type: ignore[import-untyped] # ships no types

from bot.errors import SourceError
from bot.ingest import languages
from bot.ingest.dates import published
from bot.ingest.pages import LONGEST, tree_of
from bot.ingest.papers import blocks, paragraphs
from bot.ingest.parcel import Found, Reading
from bot.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.ingest.parcel import Job

MOST = 200  # items of one message
_LATEST = timezone(timedelta(hours=-12))  # of an hour without a zone: an embargo never ends too early
_STATUS = {
    "withheld": "its agency withholds it; it comes in with the version that may be used.",
    "canceled": "its agency has called it off.",
    "cancelled": "its agency has called it off.",
}
_NO_NINJS = "it is no ninjs: an object with uri, headline and a body."
_NO_NEWSML = "it is no NewsML-G2: there is no news item in it."
Json = dict[str, Any]


def ninjs(data: bytes, job: Job) -> Reading:
    """The article of a ninjs 1.x or 2.x object. Raises SourceError for what may not be used, or is no text."""
    try:
        item = json.loads(data)
    except (ValueError, RecursionError):
        raise SourceError(_NO_NINJS) from None
    if not isinstance(item, dict) or not isinstance(item.get("uri"), str):
        raise SourceError(_NO_NINJS)
    _usable(str(item.get("pubstatus") or item.get("pubStatus") or "usable"))
    if str(item.get("type") or "text") not in {"text", "composite"}:
        raise SourceError(f"it is {str(item['type'])[:20]}, not text.")
    lines = _ninjs_lines(item)
    facts = {
        "headline": item.get("headline") or _value(item.get("headlines")),
        "author": item.get("byline") or item.get("by") or _value(item.get("bylines")),
        "outlet": _name(item.get("provider")) or _text(item.get("source")) or _text(item.get("copyrightholder")),
        "made": item.get("versioncreated") or item.get("versionCreated") or item.get("firstcreated"),
        "url": item.get("canonicalurl"),
        "language": item.get("language"),
    }
    embargo = item.get("embargoed") or item.get("embargoedUntil")
    return Reading((_found(job, item["uri"], lines, facts, embargo),))


def _ninjs_lines(item: Json) -> list[str]:
    """Its text: the plain one, else the paragraphs of its markup; 1.x in fields of their own, 2.x in a list."""
    listed = item.get("bodies")
    bodies = {str(one.get("contenttype") or one.get("contentType")): one.get("value") for one in _dicts(listed)}
    plain = item.get("body_text") or bodies.get("text/plain")
    marked = item.get("body_xhtml") or item.get("body_html") or bodies.get("application/xhtml+xml")
    marked = marked or bodies.get("text/html")
    if isinstance(marked, str) and marked.strip():
        return blocks(tree_of(marked.encode("utf-8", "replace"), "utf-8"))
    return paragraphs(str(plain or "").splitlines())


def newsml(data: bytes, job: Job) -> Reading:
    """The text items of a NewsML-G2 document or message; what may not be used is left out, and said if it is all."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise SourceError("it declares a document type, which NewsML-G2 does not; it is not read.")
    try:
        root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    except (etree.LxmlError, ValueError):
        raise SourceError(_NO_NEWSML) from None
    items = [root] if etree.QName(root).localname == "newsItem" else root.findall(".//{*}newsItem")
    articles, refused = [], []
    for item in items[:MOST]:
        try:
            articles.append(_item(item, job))
        except SourceError as error:
            refused.append(error)
    if not articles:
        raise refused[0] if refused else SourceError(_NO_NEWSML)
    return Reading(tuple(articles), truncated=len(items) > MOST)


def _item(item: Any, job: Job) -> Found:  # noqa: ANN401 - lxml's
    _usable(_code(item, "itemMeta/pubStatus") or "usable")
    kind = _code(item, "itemMeta/itemClass") or "text"
    if kind not in {"text", "composite"}:
        raise SourceError(f"it is {kind[:20]}, not text.")
    spoken = item.find("{*}contentMeta/{*}language")
    facts = {
        "headline": _at(item, "contentMeta/headline"),
        "author": _at(item, "contentMeta/by"),
        "outlet": _at(item, "itemMeta/provider/name") or _code(item, "itemMeta/provider"),
        "made": _at(item, "itemMeta/versionCreated") or _at(item, "contentMeta/contentCreated"),
        "language": spoken.get("tag") if spoken is not None else None,
    }
    return _found(job, item.get("guid") or "", list(_content(item)), facts, _at(item, "itemMeta/embargoed"))


def _content(item: Any) -> Iterator[str]:  # noqa: ANN401 - lxml's
    """The paragraphs of its text, in NITF or XHTML, or plain."""
    for one in item.findall("{*}contentSet/{*}inlineXML"):
        for part in one.iter("{*}p"):
            if line := " ".join("".join(part.itertext()).split()):
                yield line
    for one in item.findall("{*}contentSet/{*}inlineData"):
        yield from paragraphs((one.text or "").splitlines())


def _at(item: Any, path: str) -> str | None:  # noqa: ANN401 - lxml's
    found = item.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    return (" ".join("".join(found.itertext()).split()) or None) if found is not None else None


def _code(item: Any, path: str) -> str | None:  # noqa: ANN401 - lxml's
    """What a code stands for, without its scheme: "usable" of "stat:usable"."""
    found = item.find("/".join(f"{{*}}{name}" for name in path.split("/")))
    given = found is not None and (found.get("qcode") or found.get("uri") or found.get("literal"))
    return str(given).replace("/", ":").rpartition(":")[2].lower() if given else None


def _usable(status: str) -> None:
    """Raise SourceError for what may not be used."""
    if why := _STATUS.get(status.rpartition(":")[2].lower()):
        raise SourceError(why)


def _found(job: Job, given_id: str, lines: list[str], facts: dict[str, Any], embargo: object) -> Found:
    headline = _text(facts["headline"])
    text = "\n\n".join(([headline] if headline and headline not in lines[:1] else []) + lines)
    if not lines or len(text) > LONGEST:
        raise SourceError("there is no text in it." if not lines else "its text is longer than an article.")
    article = Article(
        id=given_id or job.url,
        text=text,
        title=headline,
        outlet=job.given.get("outlet") or _text(facts["outlet"]),
        author=_text(facts["author"]),
        published=published(str(facts["made"] or "")),
        url=_text(facts.get("url")),
        language=languages.settled(text, languages.code_of(facts["language"]), job.given.get("language")),
        visible_from=_embargo(embargo),
    )
    return Found(article, notes=("Embargoed: nowhere to be found before its time.",) if article.visible_from else ())


def _embargo(given: object) -> datetime | None:
    """The instant it ends. Raises SourceError for one that cannot be read: it would be no embargo."""
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(published(str(given)) or "")
    except ValueError:
        raise SourceError(f"its embargo {str(given)[:40]!r} cannot be read; it does not come in.") from None
    return (moment if moment.tzinfo else moment.replace(tzinfo=_LATEST)).astimezone(UTC)


def _dicts(given: object) -> list[Json]:
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


def _value(given: object) -> str | None:
    return next((found for one in _dicts(given) if (found := _text(one.get("value")))), None)


def _name(given: object) -> str | None:
    return _text(given.get("name") or given.get("literal")) if isinstance(given, dict) else _text(given)


def _text(given: object) -> str | None:
    return (" ".join(given.split())[:300] or None) if isinstance(given, str) else None
