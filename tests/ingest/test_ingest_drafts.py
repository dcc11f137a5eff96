"""Drafts, the hostile ones included: every one is text or one sentence that says what to do."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SourceError
from bot.ingest import drafts

if TYPE_CHECKING:
    from pathlib import Path

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
COMPAT = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def xml(body: str, space: str = SPACE, before: str = "") -> bytes:
    head = f'{before}<w:document xmlns:w="{space}" xmlns:mc="{COMPAT}"><w:body>'
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}{body}</w:body></w:document>'.encode()


def docx(document: bytes, method: int = zipfile.ZIP_DEFLATED, **parts: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", document)
        for name, content in parts.items():
            file.writestr(f"word/{name}.xml", content)
    return packed.getvalue()


def taken(data: bytes, name: str = "d.docx") -> str:
    return drafts.taken(io.BytesIO(data), name)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:p><w:r><w:t>One</w:t></w:r><w:r><w:t xml:space='preserve'> two</w:t></w:r></w:p>", "One two\n"),  # runs
        ("<w:p><w:r><w:t>One</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t></w:r></w:p>", "One\ntwo\n"),  # paragraphs
        ("<w:p><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>", "new\n"),  # a tracked insertion is in the text
        ("<w:p><w:del><w:r><w:delText>old</w:delText></w:r></w:del><w:r><w:t>kept</w:t></w:r></w:p>", "kept\n"),
        ("<w:p><w:moveFrom><w:r><w:t>here</w:t></w:r></w:moveFrom><w:r><w:t>x</w:t></w:r></w:p>", "x\n"),  # moved away
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc\n"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>x</w:t></w:r></w:p>", "x\n"),  # a field's code is no text
        ("<w:p><mc:Fallback><w:r><w:t>twice</w:t></w:r></mc:Fallback><w:r><w:t>x</w:t></w:r></w:p>", "x\n"),
        ("<w:p><w:r><w:t>&#8220;We open&#8221;</w:t></w:r></w:p>", "“We open”\n"),
    ],
)
def test_a_word_document_reads_as_it_is_shown(body: str, text: str) -> None:
    assert taken(docx(xml(body))) == text
    assert taken(docx(xml(body, STRICT))) == text


def test_notes_come_last_and_a_name_is_no_matter() -> None:
    note = b'<w:footnotes xmlns:w="%s"><w:p><w:r><w:t>note</w:t></w:r></w:p></w:footnotes>' % SPACE.encode()
    data = docx(xml("<w:p><w:r><w:t>text</w:t></w:r></w:p>"), footnotes=note)
    assert taken(data) == "text\nnote\n"
    assert taken(data, "the draft") == "text\nnote\n"  # piped


@pytest.mark.parametrize(
    ("name", "data", "text"),
    [
        ("d.txt", "“Ja”\r\n".encode(), "“Ja”\r\n"),  # as given, so that offsets count
        ("d.md", b"\xef\xbb\xbf# Title", "# Title"),  # the byte order mark is no text
        ("D.TXT", b"x", "x"),
    ],
)
def test_a_text_is_taken_as_given(tmp_path: Path, name: str, data: bytes, text: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert drafts.read(path) == text


PARAGRAPH = "<w:p><w:r><w:t>text</w:t></w:r></w:p>"
BOMB = '<!DOCTYPE w:document [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def encrypted() -> bytes:
    """A document whose directory says that a password is needed."""
    data = bytearray(docx(xml(PARAGRAPH), zipfile.ZIP_STORED))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        data[at + 8] |= 1
    return bytes(data)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (docx(xml("")), "empty"),
        (docx(xml(PARAGRAPH))[:-30], "damaged"),
        (docx(xml(PARAGRAPH)[:-5]), "damaged"),  # half of the XML
        (docx(b"\xff\xfe\x00"), "damaged"),
        (docx(xml(PARAGRAPH, before=BOMB)), "document type"),  # entities
        (docx(xml(PARAGRAPH, before='<!DOCTYPE x SYSTEM "file:///etc/passwd">')), "document type"),
        (docx(xml(PARAGRAPH), zipfile.ZIP_BZIP2), "packed unusually"),
        (docx(xml(PARAGRAPH), zipfile.ZIP_LZMA), "packed unusually"),
        (encrypted(), "password"),
        (b"text", "not a Word document"),
    ],
)
def test_a_bad_document_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(SourceError, match=says) as refused:
        taken(data)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("document", "says"),
    [
        (xml(" " * (drafts.UNPACKED + 1)), "too much text"),  # 60 MB of nothing in 60 kB
        (xml("<w:p><w:r><w:t>" + "x" * (drafts.LONGEST + 1) + "</w:t></w:r></w:p>"), "too much text"),
    ],
)
def test_a_bomb_is_stopped_at_the_limit(document: bytes, says: str) -> None:
    data = docx(document)
    assert len(data) < 100_000
    with pytest.raises(SourceError, match=says):
        taken(data)


def test_a_deep_document_and_a_crowded_zip_end() -> None:
    deep = xml("<w:x>" * 50_000 + PARAGRAPH + "</w:x>" * 50_000)
    assert taken(docx(deep)) == "text\n"
    with pytest.raises(SourceError, match="too large"):
        taken(docx(xml(PARAGRAPH)) + b"PK\x01\x02" * 10_001)


def test_a_zip_that_is_no_word_document_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("../../word/document.xml", "x")
    with pytest.raises(SourceError, match="not a Word document"):
        taken(packed.getvalue())


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("d.odt", b"x", "only .txt, .md, .docx"),
        ("d.txt", b" \n", "empty"),
        ("d.txt", b"\xff\xfe", "UTF-8"),
        ("d.txt", b"x" * (drafts.LONGEST + 1), "longer than 5 MB"),
        ("absent.txt", None, "No such file"),
    ],
)
def test_a_bad_file_is_refused_with_its_name(tmp_path: Path, name: str, data: bytes | None, says: str) -> None:
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(SourceError, match=says) as refused:
        drafts.read(path)
    assert str(path) in str(refused.value)


@given(st.binary(max_size=300), st.integers(0, 400))
def test_any_bytes_are_text_or_refused(noise: bytes, at: int) -> None:
    good = docx(xml(PARAGRAPH))
    for data in (
        noise,
        b"PK\x03\x04" + noise,
        good[:at] + noise + good[at:],
        good[:at] + noise + good[at + len(noise) :],
    ):
        try:
            assert taken(data, "piped").strip()
        except SourceError as refused:
            assert str(refused).startswith("piped: ")  # noqa: PT017 - either is right
