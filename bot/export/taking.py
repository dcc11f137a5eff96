"""An export read back: each line an article with its statements as they are, or a merge; checked, never repaired. Pure.

A line is taken whole or not at all: its text must have its hash, and every span must lie in it.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from bot.errors import SourceError
from bot.export import Filed, Merged, Name, Ruling, Stated
from bot.ingest.files import from_mapping
from bot.model import PUBLIC, Article, Attribution, Kind, Span, SpeakerKind, Statement

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

FIELDS = ("speaker", "not_statement")
Taken = Filed | Merged | Article
T = TypeVar("T")


def is_export(path: Path) -> bool:
    """Whether the first line of a file carries statements, or a merge."""
    if path.suffix.lower() != ".jsonl":
        return False
    try:
        with path.open("rb") as file:
            first = json.loads(next((line for line in file if line.strip()), b"null").decode("utf-8-sig"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(first, dict) and (isinstance(first.get("statements"), list) or "merge" in first)


def lines(path: Path) -> Iterator[Taken | SourceError]:
    """What each line of an export is, and a sentence for each that is wrong; the others go on."""
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    yield _line(f"{path}:{number}", line)
    except OSError as error:
        yield SourceError(f"{path}: cannot be read ({error.strerror}).")


def _line(where: str, line: bytes) -> Taken | SourceError:
    try:
        return taken(json.loads(line.decode("utf-8-sig")))
    except SourceError as error:
        return SourceError(f"{where}: {error}")
    except (ValueError, RecursionError) as error:
        return SourceError(f"{where}: not JSON in UTF-8 ({error}); export it again.")


def taken(given: object) -> Taken:
    """What a line's object is: an article with its statements, one to be read, or a merge. Raises SourceError."""
    if isinstance(given, dict) and isinstance(given.get("merge"), dict):
        return _guarded("the merge", lambda: _merged(given["merge"]))
    article = from_mapping(given)
    if not isinstance(given, dict) or "statements" not in given:
        return article
    article = _guarded("the article", lambda: _as_it_lay(article, given))
    if article.sha256 != given.get("sha256"):
        raise SourceError("its text has another hash than 'sha256' says: it was changed; export it again.")
    rows = [*_list(given, "statements"), *_list(given, "taken_out")]
    stated = tuple(_guarded(f"statement {i}", partial(_stated, article, row)) for i, row in enumerate(rows, 1))
    rulings = tuple(_guarded("a correction", partial(_ruling, row)) for row in _list(given, "corrections"))
    if strange := {one.statement for one in rulings} - {one.id for one in stated}:
        raise SourceError(f"a correction is of statement {min(strange)}, which is not in the line.")
    return _guarded("the article", lambda: _filed(article, given, stated, rulings))


def _guarded(what: str, make: Callable[[], T]) -> T:
    """What is made of a part of a line; a SourceError that names the part where it is not as exports write it."""
    try:
        return make()
    except KeyError as error:
        raise SourceError(f"{what} lacks {error}: export it again.") from None
    except (TypeError, ValueError, AttributeError) as error:
        raise SourceError(f"{what} is not as verbatim export writes it ({error}).") from None


def _list(given: Mapping[str, Any], name: str) -> list[Any]:
    found = given.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise SourceError(f"'{name}' is not a list of objects: export it again.")
    return found


def _as_it_lay(article: Article, given: Mapping[str, Any]) -> Article:
    scope, hidden = given.get("scope") or PUBLIC, given.get("visible_from")
    if scope != PUBLIC and not str(scope).startswith(("channel:", "user:")):
        raise ValueError(f"scope {scope!r}")
    fields = {name: _text(given, name) for name in ("title", "outlet", "author", "published", "url")}
    language = _text(given, "language") or article.language
    return Article(article.id, article.text, **fields, language=language, scope=str(scope), visible_from=_at(hidden))


def _text(given: Mapping[str, Any], name: str) -> str | None:
    value = given.get(name)
    if value is not None and not isinstance(value, str):
        raise TypeError(f"{name!r} is not text")
    return value


def _at(value: object) -> datetime | None:
    if value is None:
        return None
    moment = datetime.fromisoformat(str(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value} has no zone")
    return moment


def _instant(value: object) -> datetime:
    moment = _at(value)
    if moment is None:
        raise ValueError("an hour is missing")
    return moment.astimezone(UTC)


def _span(start: object, end: object, article: Article) -> Span | None:
    if start is None and end is None:
        return None
    if not isinstance(start, int) or not isinstance(end, int):
        raise TypeError("a span is two whole numbers")
    span = Span(int(start), int(end))
    if span.end > len(article.text):
        raise ValueError(f"a span outside the text: {start}-{end}")
    return span


def _stated(article: Article, row: Mapping[str, Any]) -> Stated:
    raw = row["extracted"]
    spans = tuple(span for start, end in row["spans"] if (span := _span(start, end, article)))
    statement = Statement(
        spans=spans,
        kind=Kind(row["kind"]),
        cue=_span(row["cue_start"], row["cue_end"], article),
        mention=_span(row["speaker_start"], row["speaker_end"], article),
        speaker=_text(raw, "speaker"),
        speaker_kind=SpeakerKind(raw["speaker_kind"]),
        role=_text(raw, "role"),
        attribution=Attribution(row["attribution"]),
        addressee=_text(row, "addressee"),
        via=tuple(str(one) for one in row["via"]),
        said_on=_text(row, "said_on"),
        said_on_how=_text(row, "said_on_how"),
        said_span=_span(row["said_start"], row["said_end"], article),
        confidence=float(raw["confidence"]),
    )
    return Stated(int(row["id"]), statement, _instant(row["indexed_at"]), bool(row["news"]))


def _ruling(row: Mapping[str, Any]) -> Ruling:
    if row["field"] not in FIELDS:
        raise ValueError(f"field {row['field']!r}")
    if row["kind"] is not None:
        SpeakerKind(row["kind"])
    return Ruling(
        int(row["statement"]),
        row["field"],
        _text(row, "value"),
        str(row["by"]),
        _instant(row["at"]),
        _text(row, "undone_by"),
        _at(row["undone_at"]),
        row["kind"],
        None if row["namesake"] is None else int(row["namesake"]),
        _text(row, "outlet"),
        _text(row, "moved"),
    )


def _filed(
    article: Article, given: Mapping[str, Any], stated: tuple[Stated, ...], rulings: tuple[Ruling, ...]
) -> Filed:
    extractor, at, news = str(given["extractor"]), _instant(given["indexed_at"]), bool(given["news"])
    return Filed(article, (), rulings, extractor, at, news, stated)


def _merged(row: Mapping[str, Any]) -> Merged:
    return Merged(
        _name(row["from"]),
        _name(row["into"]),
        str(row["by"]),
        _instant(row["at"]),
        _text(row, "undone_by"),
        _at(row["undone_at"]),
    )


def _name(row: Mapping[str, Any]) -> Name:
    return Name(str(row["name"]), SpeakerKind(row["kind"]).value, int(row["namesake"]))
