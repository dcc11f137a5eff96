"""Drafts -> text: .txt, .md, .docx and what is piped in. A draft is read, checked and forgotten: nothing is stored.

A .docx is a zip of XML, and either may be hostile. It is read as a stream, within limits: only stored and deflated
parts, so many bytes and no more; a document type declaration, without which XML has no entities to blow up, is
refused. What Word shows as deleted or moved away is not in the text, what it shows as inserted is.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import TYPE_CHECKING
from xml.parsers import expat

from bot.errors import SourceError

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO

KNOWN = (".txt", ".md", ".docx")
LONGEST = 5_000_000  # bytes of a draft's text; a newspaper page has some 30,000
LARGEST = 30_000_000  # bytes of a .docx, pictures included
UNPACKED = 60_000_000  # bytes of the XML of a .docx
_MOST_ENTRIES = 10_000
_CHUNK = 1 << 16
_ZIP, _ENTRY = b"PK\x03\x04", b"PK\x01\x02"  # how a zip begins, and each entry of its directory
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")  # the first must be there
_WORD = (  # the namespaces of "transitional" and "strict" documents (ECMA-376 parts 4 and 1)
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_TWICE = "http://schemas.openxmlformats.org/markup-compatibility/2006 Fallback"  # the same text for older programs
_GONE = {_TWICE, *(f"{space} {tag}" for space in _WORD for tag in ("del", "moveFrom", "instrText", "delText"))}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "‑"}


def read(path: Path) -> str:
    """The text of a draft file. Raises SourceError with what to do."""
    if path.suffix.lower() not in KNOWN and path.exists():
        raise SourceError(f"{path}: only {', '.join(KNOWN)} can be checked; convert it, or pipe its text to “-”.")
    try:
        with path.open("rb") as file:
            return taken(file, str(path))
    except OSError as error:
        raise SourceError(f"{path}: cannot be read ({error.strerror}).") from None


def taken(stream: IO[bytes], name: str) -> str:
    """The text of what a stream holds: a .docx where it begins like one, else UTF-8. Raises SourceError."""
    data = stream.read(LARGEST + 1)
    if data.startswith(_ZIP):
        text = _docx(data, name)
    elif name.lower().endswith(".docx"):
        raise SourceError(f"{name}: not a Word document; save it as .docx again, or as .txt.")
    else:
        text = _plain(data, name)
    if not text.strip():
        raise SourceError(f"{name}: empty; there is nothing to check.")
    return text


def _plain(data: bytes, name: str) -> str:
    if len(data) > LONGEST:
        raise SourceError(f"{name}: longer than {LONGEST // 1_000_000} MB; is it one draft? Check it in parts.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SourceError(f"{name}: not UTF-8; save it as UTF-8.") from None


def _docx(data: bytes, name: str) -> str:
    """The text of a Word document, a line for each paragraph, notes last."""
    if len(data) > LARGEST or data.count(_ENTRY) > _MOST_ENTRIES:
        raise SourceError(f"{name}: too large for a draft; save it as .docx without pictures, or as .txt.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            there = set(packed.namelist())
            if _PARTS[0] not in there:
                raise SourceError(f"{name}: not a Word document; save it as .docx again, or as .txt.")
            reader = _Reader(name)
            for part in _PARTS:
                if part in there:
                    reader.read(packed, packed.getinfo(part))
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, ValueError, LookupError, OSError):
        raise SourceError(f"{name}: damaged; open it in Word and save it as .docx again, or as .txt.") from None
    except (RuntimeError, NotImplementedError):  # what zipfile says of a password and of a method it lacks
        raise SourceError(f"{name}: locked with a password or packed unusually; save it as .docx without.") from None
    return reader.text


class _Reader:
    """Collects the text of the parts of one document; raises SourceError beyond the limits."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pieces: list[str] = []
        self._length = 0
        self._unpacked = 0
        self._gone = 0  # how deep in what is not shown
        self._writing = False

    @property
    def text(self) -> str:
        return "".join(self._pieces)

    def read(self, packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        """Read one part of the document to its end."""
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._refuse
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        self._gone, self._writing = 0, False
        with packed.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self._unpacked += len(chunk)
                self._within(self._unpacked <= UNPACKED)
                parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _within(self, held: bool) -> None:
        if not held:
            raise SourceError(f"{self._name}: too much text for a draft; check it in parts.")

    def _refuse(self, *_: object) -> None:
        raise SourceError(f"{self._name}: declares its own document type, which no Word document does; save it anew.")

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        if self._gone or name in _GONE:
            self._gone += 1
            return
        space, _, tag = name.rpartition(" ")
        if space in _WORD:
            self._writing = tag == "t"
            self._add(_SIGNS.get(tag, ""))

    def _end(self, name: str) -> None:
        if self._gone:
            self._gone -= 1
            return
        space, _, tag = name.rpartition(" ")
        self._writing = False
        if space in _WORD and tag == "p":
            self._add("\n")

    def _characters(self, data: str) -> None:
        if self._writing and not self._gone:
            self._add(data)

    def _add(self, piece: str) -> None:
        if piece:
            self._pieces.append(piece)
            self._length += len(piece)
            self._within(self._length <= LONGEST)
