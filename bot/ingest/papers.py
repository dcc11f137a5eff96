"""Files that are articles: PDF, Word, mail. In the reader only, as what they are made of may be hostile.

What they say of themselves is taken as said: a PDF's title, a mail's subject, sender and date. The day a PDF was made
is not the day it was published, and is not taken for it.
"""

from __future__ import annotations

import io
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import TYPE_CHECKING

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from bot.errors import SourceError
from bot.ingest import drafts, languages, typeset
from bot.ingest.dates import published
from bot.ingest.pages import LONGEST, tree_of
from bot.ingest.parcel import Found, Reading
from bot.model import Article

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.html import HtmlElement  # type: ignore[import-untyped] # ships no types

    from bot.ingest.parcel import Job

PAGES = 300  # of a PDF
_BLOCKS = "//p | //li | //blockquote | //h1 | //h2 | //h3 | //h4 | //pre"
_SIGNATURE = re.compile(r"^--\s?$", re.MULTILINE)  # RFC 3676, 4.3


def pdf(data: bytes, job: Job) -> Reading:
    """The text of a PDF, its lines put together to paragraphs. Raises SourceError for a scan or a locked one."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError("it is locked with a password; save it without.")
        if len(reader.pages) > PAGES:
            raise SourceError(f"it has more than {PAGES} pages; index its articles one by one.")
        lines = typeset.unpaged([one.extract_text().splitlines() for one in reader.pages])
        title = (reader.metadata.title or "") if reader.metadata else ""
    except (PyPdfError, RecursionError, NotImplementedError) as error:
        raise SourceError(f"it is no PDF that can be read ({type(error).__name__}); save it anew.") from None
    made = paragraphs(lines, typeset.Hyphens(lines).joined)
    return _one(job, made, title, "it has no text, only pictures of it; index the text itself.")


def docx(data: bytes, job: Job) -> Reading:
    """The text of a Word document; its first paragraph is its title."""
    text = drafts.taken(io.BytesIO(data), "it")
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return _one(job, lines, lines[0] if lines else "", "it has no text.")


def eml(data: bytes, job: Job) -> Reading:
    """A mail: its subject, then its text; attachments are left out, and what it quotes of other mails."""
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message["From"]:
        raise SourceError("it is no mail: it has no sender.")
    body = message.get_body(("plain", "html"))
    if body is None:
        raise SourceError("it has no text; attachments are not read, save them and index them.")
    content = str(body.get_content())
    if body.get_content_type() == "text/html":
        lines = blocks(tree_of(content.encode("utf-8", "replace"), "utf-8"))
    else:
        own = (line for line in _SIGNATURE.split(content, maxsplit=1)[0].splitlines() if not line.startswith(">"))
        lines = paragraphs(own)
    subject = " ".join(str(message["Subject"] or "").split())
    sender = message["From"].addresses[0] if message["From"].addresses else None
    known = {
        "id": str(message["Message-ID"] or "").strip("<> ") or job.url,
        "author": (sender.display_name or None) if sender else None,
        "published": published(str(message["Date"] or "")),
    }
    return _one(job, lines, subject, "it has no text.", headed=True, **known)


def _one(
    job: Job, lines: Iterable[str], title: str, empty: str, *, headed: bool = False, **known: str | None
) -> Reading:
    """One article of these lines; `headed`: its title is not among them, and goes before."""
    lines, title = list(lines), " ".join(title.split())[:300]
    if not any(line.strip() for line in lines):
        raise SourceError(empty)
    text = "\n\n".join(([title] if headed and title and title not in lines else []) + lines)
    if len(text) > LONGEST:
        raise SourceError("its text is longer than an article; index its parts.")
    facts = {"id": job.url, "author": None, "published": None, **known}
    article = Article(
        id=str(facts["id"]),
        text=text,
        title=title or lines[0][:200],
        outlet=job.given.get("outlet"),
        author=facts["author"],
        published=facts["published"],
        language=languages.settled(text, known=job.given.get("language")),
    )
    return Reading((Found(article),))


def paragraphs(lines: Iterable[str], join: Callable[[str, str], str] = typeset.unbroken) -> list[str]:
    """Lines as they were broken for a page, put together: a blank one ends a paragraph, and so does a short full one.

    `join` puts a line behind what is there of its paragraph.
    """
    made: list[str] = []
    open_ = last = ""
    width = 0
    for line in [*(one.strip() for one in lines), ""]:
        width = max(width, len(line))
        if not line or (open_ and _ends(open_, last, width)):
            made += [open_] if open_ else []
            open_ = ""
        open_ = join(open_, line)
        last = line
    return made


def _ends(text: str, line: str, width: int) -> bool:
    """Whether a paragraph is over with this line: it ends a sentence well before the margin."""
    return text.endswith((".", "!", "?", "”", '"')) and len(line) < 0.8 * width


def blocks(tree: HtmlElement) -> list[str]:
    """The paragraphs of what is known to be an article's own markup; where it has none, its lines."""
    found = [one for one in tree.xpath(_BLOCKS) if not one.xpath("ancestor::blockquote | ancestor::li")]
    lines = [" ".join(one.text_content().split()) for one in found]
    return [line for line in lines if line] or paragraphs(tree.text_content().splitlines())
