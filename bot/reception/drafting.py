"""A draft sent as a file in a direct message: fetched, checked whole, and let go. Nothing of it is indexed or kept."""

from __future__ import annotations

import io
import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import structlog

from bot.compose import answers, checks
from bot.errors import SourceError
from bot.ingest import drafts
from bot.model import VerdictKind
from bot.wording import plural

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bot.check.draft import Checked
    from bot.extract import Extractor
    from bot.model import Asker, Request
    from bot.newsroom import Newsroom
    from bot.page import Page
    from bot.ports import Files
    from bot.reception.rooms import Word

log = structlog.get_logger()
LARGEST = 10_000_000  # bytes of a file
LONGEST = 300_000  # characters of its text: about 50,000 words
LISTED = 10  # quotations shown; a message has room for no more
TOO_LARGE = "{name} is larger than {limit} MB: send the text alone, without pictures, as .docx or .txt."
TOO_LONG = "{name} has more than {limit} characters: send it in parts."
STRANGE = "{name} is not a kind of file that can be checked: send the draft as .docx, .txt or .md."


@dataclass(frozen=True, slots=True)
class Drafting:
    """Checks drafts that come as files; `files` fetches them, None where there is no Slack."""

    newsroom: Newsroom
    extractor: Callable[[], Extractor]
    files: Files | None = None

    def words(self) -> Mapping[str, Word]:
        """What a file sent in a direct message stands for; nobody types it."""
        return {"draft": self.checked}

    def checked(self, request: Request, given: str, asker: Asker) -> Page:
        """What the record says of every quotation of a file."""
        try:
            file = json.loads(given)
            name, count = str(file["name"]), int(file["files"])
            text = self._text(name, str(file["url"]), int(file["size"]))
        except (ValueError, KeyError, TypeError):
            return answers.problem("That file could not be read: send it again.")
        except SourceError as error:
            log.info("draft not read", request=request.id)
            return answers.problem(str(error))
        found = self.newsroom.check(text, self.extractor(), asker)
        page = checks.page(found.quotations, found.coverage, asker.zone)
        return _shortened(page, found.quotations, _about(name, count))

    def _text(self, name: str, url: str, size: int) -> str:
        """The words of a file. Raises SourceError with what to do."""
        if not name.lower().endswith(drafts.KNOWN):
            raise SourceError(STRANGE.format(name=name))
        if size > LARGEST:
            raise SourceError(TOO_LARGE.format(name=name, limit=LARGEST // 1_000_000))
        if self.files is None:
            raise SourceError(f"{name} cannot be fetched: there is no Slack.")
        data = self.files.fetch(url, name, LARGEST)
        if len(data) > LARGEST:
            raise SourceError(TOO_LARGE.format(name=name, limit=LARGEST // 1_000_000))
        text = drafts.taken(io.BytesIO(data), name)
        if len(text) > LONGEST:
            raise SourceError(TOO_LONG.format(name=name, limit=f"{LONGEST:,}"))
        return text


def _about(name: str, count: int) -> tuple[str, ...]:
    """What was done with the file, and what was not."""
    kept = f"{name} was read for this check and is not kept."
    rest = f"{plural(count, 'file')} came: only the first was checked, send the others one by one." if count > 1 else ""
    return tuple(filter(None, (kept, rest)))


def _shortened(page: Page, found: tuple[Checked, ...], about: tuple[str, ...]) -> Page:
    """Of many quotations those that do not match come first; how many are left out is said."""
    if len(found) <= LISTED:
        return replace(page, notes=(*about, *page.notes))
    matching = [one.verdict.kind is VerdictKind.VERBATIM for one in found]
    order = sorted(range(len(found)), key=lambda at: matching[at])[:LISTED]
    left = [at for at in range(len(found)) if at not in order]
    others = sum(not matching[at] for at in left)
    told = (
        [f"{plural(len(left) - others, 'further quotation')} that match are not listed."] if len(left) > others else []
    )
    if others:
        told.append(f"{plural(others, 'more quotation')} do not match and find no room here: send the draft in parts.")
    return replace(page, sections=tuple(page.sections[at] for at in sorted(order)), notes=(*about, *told, *page.notes))
