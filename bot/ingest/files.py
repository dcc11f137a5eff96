"""Files -> Articles: .jsonl with an article a line, .txt and .md with one each. Texts are taken exactly as given."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.errors import SourceError
from bot.extract.language import language_of
from bot.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

KNOWN = (".jsonl", ".txt", ".md")
# What only the reader process opens, by its ending -> how (bot.ingest.kinds).
PACKED = {
    ".html": "page",
    ".htm": "page",
    ".pdf": "pdf",
    ".docx": "docx",
    ".eml": "eml",
    ".json": "ninjs",
    ".xml": "newsml",
}
ALL = (*KNOWN, *PACKED)
LONGEST = 20_000_000  # bytes of one text file; an article is some thousand
_OPTIONAL = ("title", "outlet", "author", "published", "url")


def expand(sources: Sequence[str], known: Sequence[str] = KNOWN) -> list[Path]:
    """The files that `sources` name, folders entered for those with a `known` ending, sorted.

    Raises SourceError for what is not there.
    """
    files: list[Path] = []
    for source in sources:
        path = Path(source)
        if path.is_dir():
            files += sorted(p for p in path.rglob("*") if p.suffix.lower() in known and p.is_file())
        elif path.exists():
            files.append(path)
        else:
            raise SourceError(f"{source}: there is no such file or folder; check the path.")
    return files


def articles(path: Path) -> Iterator[Article | SourceError]:
    """The articles of a file, and an error for each line or file that holds none; the others go on."""
    if path.suffix.lower() == ".jsonl":
        yield from _lines(path)
    elif path.suffix.lower() in KNOWN:
        yield _whole(path)
    else:
        yield SourceError(f"{path}: only {', '.join(KNOWN)} can be read; convert it to one of them.")


def _lines(path: Path) -> Iterator[Article | SourceError]:
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _line(f"{path}:{number}", line)
    except OSError as error:
        yield SourceError(f"{path}: cannot be read ({error.strerror}).")


def _line(where: str, line: bytes) -> Article | SourceError:
    try:
        given = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return SourceError(f"{where}: not UTF-8; save the file as UTF-8.")
    except (ValueError, RecursionError) as error:
        return SourceError(f"{where}: not JSON ({error}); each line is one object.")
    try:
        return from_mapping(given)
    except SourceError as error:
        return SourceError(f"{where}: {error}")


def from_mapping(given: object) -> Article:
    """An article from an object with id, text and, as far as known, title, outlet, author, published, url.

    Raises SourceError with what is wrong.
    """
    if not isinstance(given, dict):
        raise SourceError("not an object; each line is {'id': …, 'text': …}.")
    for name in ("id", "text"):
        if not isinstance(given.get(name), str) or not given[name].strip():
            raise SourceError(f"{name!r} is missing or empty; an article needs both 'id' and 'text'.")
    for name in _OPTIONAL:
        if not isinstance(given.get(name), str | None):
            raise SourceError(f"{name!r} is not text; give it as a string or leave it out.")
    text = given["text"]
    if any("\ud800" <= c <= "\udfff" for c in text):
        raise SourceError("the text holds half of a character pair; write it as UTF-8 again.")
    title, outlet, author, published, url = (given.get(name) or None for name in _OPTIONAL)
    _dated(published)
    return Article(given["id"], text, title, outlet, author, published, url, language_of(text))


def _dated(published: str | None) -> None:
    """Raise SourceError unless it is an ISO date, or date and time."""
    if published is None:
        return
    try:
        datetime.fromisoformat(published)
        date.fromisoformat(published[:10])
    except ValueError:
        raise SourceError(
            f"'published' is {published[:40]!r}; write it as 2025-12-10 or 2025-12-10T07:30+03:00."
        ) from None


def _whole(path: Path) -> Article | SourceError:
    """A text file is one article; the name of the file is its id, its first line the title."""
    try:
        if path.stat().st_size > LONGEST:
            return SourceError(f"{path}: larger than {LONGEST // 1_000_000} MB; is it one article?")
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        return SourceError(f"{path}: not UTF-8; save it as UTF-8.")
    except OSError as error:
        return SourceError(f"{path}: cannot be read ({error.strerror}).")
    if not text.strip():
        return SourceError(f"{path}: empty.")
    title = re.sub(r"^#+\s*", "", text.strip().split("\n", 1)[0]).strip()[:200]
    return Article(f"file:{path.resolve().as_posix()}", text, title=title, language=language_of(text))
