"""A web page -> an article: the headline, then the text as printed, and what came before or after it as provenance.

    bytes -> tree -> what it says about itself -> noise out -> trafilatura -> lines -> Article

trafilatura finds the main text; it collapses blanks, so "verbatim" means the words of the text that is stored here.
Captions, "read more", newsletter boxes and related links are no part of what a reporter wrote, and a quotation in one
would be indexed twice or under the wrong speaker. "Republished with permission from …" is kept: it says whose word
it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import lxml.html  # type: ignore[import-untyped] # ships no types
from lxml import etree
from trafilatura import bare_extraction

from bot.errors import SourceError
from bot.ingest import languages
from bot.ingest.meta import about
from bot.ingest.parcel import Found, Reading
from bot.model import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from bot.ingest.meta import About
    from bot.ingest.parcel import Job

LONGEST = 1_000_000  # characters of one article
LEAST = 15  # words; a flash has a sentence, a page without an article a label or two
STUB = 200  # words; what a paywall shows is shorter than what it hides
STUB_NOTE = "Only the beginning could be read: the rest is for subscribers."
CLOSED = "the page shows its text to subscribers only."
EMPTY = "no article could be found on the page; give the address of one article."
LIVE_NOTE = "A live blog: this is how it stood when it was read."
_TAGS = 100_000  # a heavy news page has some 5,000
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w-]{2,40})""", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_BOX = (
    "newsletter related recirc readmore read-more more-stories most-read promo share sharing social advert "
    "advertisement sponsor recommended signup sign-up subscribe subscription paywall-offer comments breadcrumb "
    "breadcrumbs author-bio author-card tag-list tags caption credit-line photo-credit cookie consent outbrain taboola"
).split()
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NEVER = (
    "//figcaption | //figure//*[self::small or self::span] | //nav | //aside | //form | //script | //style | //noscript"
    " | //iframe | //button | //*[@role='navigation' or @role='complementary' or @role='dialog' or @hidden"
    " or @aria-hidden='true'] | //amp-ad | //amp-sidebar | //amp-consent"
)
_INVITING = re.compile(
    r"^(?:read (?:more|also|next)|also read|see also|related(?: stories| articles| coverage)?:?|more on this(?: story)?"
    r"|more from|sign up (?:for|to|now)|subscribe (?:to|for|now)|advertisement\b|story continues|article continues"
    r"|continue reading|click here|share this|follow (?:us|our)|get (?:our|the) .{0,40}newsletter|watch:|listen:|photo:"
    r"|download (?:our|the) app|recommended(?: reading)?:?|editor['’]s picks)",
    re.IGNORECASE,
)
_PROVENANCE = re.compile(
    r"^\W*(?:(?:this (?:article|story|report) (?:was |is |has been )?)?(?:first |originally )?"
    r"(?:re)?(?:published|printed|appeared|syndicated)\b.{0,40}\b(?:from|by|in|on|with permission|at)\b"
    r"|used with permission|with permission of|\((?:Reuters|AP|AFP|dpa|PA|ANSA|EFE|Xinhua|TASS)\)$"
    r"|(?:reporting|source|credit): \w)",
    re.IGNORECASE,
)
_BY = re.compile(r"^by[:\s]+", re.IGNORECASE)
_TIME = re.compile(
    r"\d{1,2}[:.]\d{2}(?:\s*[ap]\.?m\.?)?(?:\s*[A-Z]{3,4})?", re.IGNORECASE
)  # of an update of a live blog
_FEW = 10  # paragraphs of a flash, with what else is on its page
_SHORT = 300  # characters of a line that invites or tells where the text is from
_QUOTING = re.compile('["“”«»]')


def page(data: bytes, job: Job) -> Reading:
    """The article of a page, and the feeds it names. Raises SourceError where it holds none."""
    tree = tree_of(data, job.charset)
    told = about(tree, job.url)
    text, notes = _text(tree, told, job.url)
    if len(text) > LONGEST:
        raise SourceError("its text is longer than an article; it was left out.")
    article = Article(
        id=told.url or job.url,
        text=text,
        title=told.headline,
        outlet=job.given.get("outlet") or told.outlet or _host(job.url),
        author=told.author,
        published=told.published,
        url=told.url or job.url,
        language=languages.settled(text, told.language, job.given.get("language")),
    )
    return Reading((Found(article, notes=notes),))


def tree_of(data: bytes, charset: str | None) -> HtmlElement:
    """The page as a tree. Raises SourceError for what is no page."""
    if data.count(b"<") > _TAGS:
        raise SourceError("its page has more parts than an article; it was left out.")
    try:
        return lxml.html.document_fromstring(_DECLARATION.sub("", decoded(data, charset)))
    except (etree.LxmlError, ValueError):
        raise SourceError("there is no page in it.") from None


def decoded(data: bytes, charset: str | None) -> str:
    """The characters of a page: as the server says, as the page says, UTF-8, else what Windows called Western."""
    said = _CHARSET.search(data[:4096])
    for name in (charset, said[1].decode("ascii", "replace") if said else None, "utf-8-sig"):
        try:
            if name:
                return data.decode("utf-8-sig" if name.lower() in {"utf-8", "utf8"} else name).replace("\0", "")
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", "replace").replace("\0", "")


def _text(tree: HtmlElement, told: About, url: str) -> tuple[str, tuple[str, ...]]:
    """The text as it is stored, and what a reader should be told about it."""
    provenance = _origins(tree)
    written = len(" ".join(tree.xpath("//p//text()")))
    _clear(tree, written)
    lines = _lines(tree, told, url)
    if not lines and told.body and told.free:  # a page that a program fills: its JSON-LD has what it would show
        lines = told.body.split("\n\n")
    if sum(len(line.split()) for line in lines) < LEAST:
        raise SourceError(EMPTY if told.free else CLOSED)
    kept = [line for line in provenance if not any(line in other for other in lines)]
    headline = [told.headline] if told.headline else []
    notes = [STUB_NOTE] if not told.free and sum(len(line.split()) for line in lines) < STUB else []
    notes += [LIVE_NOTE] if told.live else []
    return "\n\n".join((*headline, *lines, *kept)), tuple(notes)


def _origins(tree: HtmlElement) -> list[str]:
    """Lines that say where the text is from, wherever on the page they stand."""
    found = (" ".join(one.text_content().split()) for one in tree.xpath("//p|//small|//em|//i|//footer//*|//address"))
    return list(dict.fromkeys(line for line in found if len(line) <= _SHORT and _PROVENANCE.match(line)))


def _clear(tree: HtmlElement, written: int) -> None:
    """Take out what is not the article's text; never what holds most of it, whatever it is called."""
    boxes = [one for one in tree.xpath("//body//*[@class or @id or @data-testid]") if _is_box(one)]
    for one in [*tree.xpath(_NEVER), *boxes]:
        if one.getparent() is not None and len(" ".join(one.xpath(".//p//text()"))) * 3 < written + 1:
            one.drop_tree()


def _is_box(one: HtmlElement) -> bool:
    """Whether it is named as a box is: "newsletter", "article__related", "c-promo-inline"."""
    named = " ".join((one.get("class") or "", one.get("id") or "", one.get("data-testid") or "")).lower()
    words = {part for word in _WORD.findall(named.replace("_", " ")) for part in (word, *word.split("-"))}
    return not words.isdisjoint(_BOX) and one.tag not in {"body", "main", "article"}


def _lines(tree: HtmlElement, told: About, url: str) -> list[str]:
    """The paragraphs of the main text, without the headline and what only invites."""
    own = _paragraphs(tree)
    found = bare_extraction(tree, url=url, include_comments=False, include_tables=False, with_metadata=False)
    text = getattr(found, "text", None) or ""
    lines = [line.removeprefix("- ").strip() for line in text.splitlines()]
    if len(lines) == 1 and len(own) > 1:  # of a flash trafilatura takes all text there is, headline and date, as one
        lines = [line for line in own if line in lines[0]] or lines
    return [line for line in lines if line and not _is_label(line, told) and not _invites(line)]


def _paragraphs(tree: HtmlElement) -> list[str]:
    """The paragraphs of a page that has only a few."""
    found = tree.xpath("//p")
    return [" ".join(one.text_content().split()) for one in found] if len(found) <= _FEW else []


def _is_label(line: str, told: About) -> bool:
    """Whether a line is headline, byline or date again, which the article has as its own facts."""
    names = (told.author or "").split(", ")
    return line == told.headline or _TIME.fullmatch(line) is not None or (_BY.sub("", line) in names)


def _invites(line: str) -> bool:
    return len(line) <= _SHORT and bool(_INVITING.match(line)) and not _QUOTING.search(line)


def _host(url: str) -> str:
    return re.sub(r"^https?://(?:www\.)?([^/:]*).*$", r"\1", url)
